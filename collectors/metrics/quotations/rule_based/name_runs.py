"""Which capitalised words of a speaker's phrase are the name: without offices, countries and common nouns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from functools import cache

from babel import Locale, UnknownLocaleError

from collectors.metrics.name_forms import case_stem
from collectors.metrics.quotations.rule_based.fields_of_offices import names_somebody
from collectors.metrics.quotations.rule_based.language_pack import INFLECTED, LanguagePack, is_media
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.quotations.rule_based.slavic_places import behind_place
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.word_lists import word_set, word_tuple

_PATRONYMIC_ENDINGS = ("вич", "вна", "вича", "вны", "вичу", "вной", "ович", "івна", "ївна")
_ADJECTIVE_ENDINGS_DE = ("er", "en", "e", "es", "em")
_AGED = ("jährige", "jähriger", "jährigen")
_JOINED_ARTICLES = word_set("mul.reported_speech.joined_articles")
_BEFORE_VON = word_set("de.reported_speech.first_names") | word_set("de.reported_speech.titles_before_von")
_NO_SURNAMES = word_tuple("de.reported_speech.no_surnames")
_NO_SURNAMES_PL = ("ych", "ich", "ami")
_PARTICIPLES_PL = ("owany", "owana", "owani")  # with a capital where they open a sentence
#: Ends of German abstract nouns and adverbs, which no surname of more than _SHORT_NOUN letters has.
_ABSTRACT, _SHORT_NOUN = word_tuple("de.reported_speech.abstract_endings"), 6
#: Addresses on the web, which name a body.
_WEB_ENDINGS = re.compile(r"\w+\.(?:com|de|fr|es|it|pl|ru|ua|org|net|eu|info|tv|at|ch|cz|nl|pt|br|tr)")
_SHORTEST_NAME = 3  # letters of the longest word of a name
#: Endings of Slavic surnames: a capital that opens a sentence names a person only with one ("Komisarz" has none).
_SURNAME_ENDINGS = tuple(
    """ski cki dzki ska cka wicz czyk ow ew in enko yszyn czuk niuk uk ko ý ová
    ов ев ёв ин ын ова ева ёва ина ына ский ская цкий цкая енко ко чук юк ук ич ян дзе швили ой ых их
    ський ська цький цька ів їв єв ін їн ченко""".split()  # noqa: SIM905  endings are read as one line
)
_FAR_OFFICE = 5  # tokens before a name in which its office may stand


@cache
def country_names(language: str) -> frozenset[str]:
    """Return the countries whose names are one word in a language, in lower case (CLDR); empty where unknown."""
    try:
        names = Locale(language).territories.values()
    except UnknownLocaleError:
        return frozenset()
    return frozenset(name.lower() for name in names if " " not in name)


@cache
def city_names(language: str) -> frozenset[str]:
    """Return the cities that name a time zone in a language, in lower case (CLDR); empty where unknown."""
    try:
        zones = Locale(language).time_zones.values()
    except UnknownLocaleError:
        return frozenset()
    return frozenset(city.lower() for zone in zones if (city := zone.get("city")) and " " not in city)


@cache
def country_stems(language: str) -> frozenset[str]:
    """Return the stems of `country_names`, without those of three letters, which many other words share."""
    return frozenset(stem for name in country_names(language) if len(stem := case_stem(name)) > 3)


def written_name(unit: Unit, first: int, end: int) -> list[str]:
    """Return the words of a name, each initial with its full stop: ["А.", "И.", "Петров"].

    Args:
        unit: The unit.
        first: The name's first token.
        end: The token behind it.
    """
    return [
        unit.surfaces[index] + ("." if unit.is_initial(index) else "")
        for index in range(first, end)
        if unit.is_word(index)
    ]


def _opens_words(unit: Unit, index: int) -> bool:
    """Whether a token opens the unit, or stands behind a mark."""
    return index == 0 or not unit.is_word(index - 1)


def _is_noble(unit: Unit, index: int) -> bool:
    """Whether a German "von" belongs to a name: it stands behind a first name, a title or an initial."""
    before = unit.low[index - 1]
    return before == "." or before in _BEFORE_VON or bool(gender_of_first_name(before))


class NameRuns:
    """Finds names in the phrases of one text; learns from its units which capitalised German words are common nouns."""

    def __init__(self, pack: LanguagePack) -> None:
        """Start with the pack of the text's language and nothing learnt."""
        self._pack = pack
        self._nouns: set[str] = set()  # German words that an article precedes somewhere in the text
        self._small: set[str] = set()  # words without a capital; none in German
        self._bare: Counter[str] = Counter()  # capitals inside sentences that no article precedes

    def learn(self, unit: Unit) -> None:
        """Learn the words that a unit writes small, and in German the nouns: capitalised words behind an article."""
        if self._pack.language != "de":
            self._small.update(low for index, low in enumerate(unit.low) if not unit.is_capital(index))
        if self._pack.language == "de":
            self._bare.update(
                unit.low[index]
                for index in range(1, len(unit))
                if unit.is_capital(index) and not self.follows_article(unit, index) and unit.is_word(index - 1)
            )
            self._nouns.update(
                unit.low[index]
                for index in range(1, len(unit))
                if unit.is_capital(index) and self._pack.has("articles", unit.low[index - 1])
            )

    def is_surname(self, unit: Unit, index: int) -> bool:
        """Whether a single capitalised word is likely a surname.

        In German every noun has a capital; there a surname stands behind an office or an age, or beside a verb of
        saying and elsewhere inside a sentence without an article.

        Args:
            unit: The unit; all units of the text must have been learnt.
            index: The word's token.
        """
        if self._pack.language != "de":
            return True
        before = unit.low[index - 1] if index else ""
        titled = self._pack.is_title(before) or before.endswith(_AGED)
        if not titled and len(unit.low[index]) > _SHORT_NOUN and unit.low[index].endswith(_ABSTRACT):
            return False
        led = before in self._pack.verbs and not (index > 1 and self._pack.has("prepositions", unit.low[index - 2]))
        behind = unit.low[index + 1] if index + 1 < len(unit) else ""
        # One capital without an article opens the sentence before a verb in the singular: "Baerbock nannte ...".
        opens = index == 0 and (behind == "zufolge" or (behind in self._pack.verbs and not behind.endswith("en")))
        again = self._bare[unit.low[index]]
        return titled or ((led or behind in self._pack.verbs) and again > 1) or (opens and again > 0)

    def is_written_small(self, word: str) -> bool:
        """Whether the text also writes a word without a capital, so that it is no name (never in German)."""
        return word in self._small

    def is_place(self, word: str) -> bool:
        """Whether a word in lower case is a country or a capital, in any case of a language with cases."""
        if self._pack.has("places", word) or word in country_names(self._pack.language):
            return True
        if word in city_names(self._pack.language):
            return True
        return self._pack.inflected and case_stem(word) in country_stems(self._pack.language)

    def people_in(self, unit: Unit) -> list[tuple[TokenRange, set[str]]]:
        """Return the names of two words or more in a unit, each with the stems of the offices before it."""
        found = []
        position = 0
        while position < len(unit):
            run = self.capitals(unit, position, len(unit)) if unit.is_capital(position) else None
            if run is None:
                position += 1
                continue
            first, end = self._after_country(unit, self._without_titles(unit, run), max(0, run[0] - _FAR_OFFICE))
            first = behind_place(unit, first, end, self._pack)
            whole = end - first >= 2 and not unit.surfaces[end - 1].isupper() and self.can_be_person(unit, first, end)
            if (
                whole
                and self._is_told_as_person(unit, first, end)
                and not (first == run[0] and self.follows_article(unit, first))
                and not self._of_body(unit, first)
            ):
                nearby = [] if self._of_another(unit, first) else self._before(unit, first)
                found.append(((first, end), {case_stem(word) for word in nearby if self._pack.is_title(word)}))
            position = max(run[1], position + 1)
        return found

    def _is_told_as_person(self, unit: Unit, first: int, end: int) -> bool:
        """Whether a German name has a listed first name, or an office or verb of saying before it; others need none."""
        if self._pack.language != "de":
            return True
        before = unit.low[first - 1] if first else ""
        titled = self._pack.is_title(before) or before in self._pack.verbs
        return titled or names_somebody(unit, (first, end))

    def _before(self, unit: Unit, first: int) -> list[str]:
        """Return the words before a name in which its office may stand: behind the last verb of saying."""
        start = max(0, first - _FAR_OFFICE)
        verbs = (index for index in range(first - 1, start - 1, -1) if unit.low[index] in self._pack.verbs)
        return unit.low[next(verbs, start - 1) + 1 : first]

    def can_be_person(self, unit: Unit, first: int, end: int) -> bool:
        """Whether capitalised words can name a person: no body or paper, no people in general, not initials alone."""
        low = unit.low[first:end]
        if self._are_places(low) or any(map(_WEB_ENDINGS.fullmatch, low)):
            return False
        if is_media(low) or any(self._pack.is_body(word) or self._pack.has("people", word) for word in low):
            return False
        if self._pack.has("titles", low[-1]) or low[-1].endswith(_NO_SURNAMES) or max(map(len, low)) < _SHORTEST_NAME:
            return False
        if self._pack.language == "pl" and (low[-1].endswith(_NO_SURNAMES_PL) or low[0].endswith(_PARTICIPLES_PL)):
            return False  # "Sił Zbrojnych", "Uhonorowany Oscarami"
        if all(len(word) == 1 or "." in word for word in low):
            return False  # "C.Q" of "C.Q. Brown"
        opens = not any(map(unit.is_word, range(first)))
        return end - first > 1 or not opens or not self._pack.inflected or low[0].endswith(_SURNAME_ENDINGS)

    def _are_places(self, low: list[str]) -> bool:
        """Whether words name places alone: "Paraguay y Colombia"."""
        joined = ("particles", "conjunctions")
        return all(self.is_place(word) or any(self._pack.has(name, word) for name in joined) for word in low)

    def _of_another(self, unit: Unit, first: int) -> bool:
        """Whether the office before a name is somebody else's than the person's: "portavoz de Luc Moreau"."""
        if self._pack.language in INFLECTED:
            return False
        office = first - 1
        while office > 0 and (self._pack.is_title(unit.low[office]) or self._pack.has("articles", unit.low[office])):
            office -= 1  # "los abogados del expresidente Hernández"
        return first > 0 and self._pack.has("genitives", unit.low[office])

    def _of_body(self, unit: Unit, first: int) -> bool:
        """Whether a capital belongs to a body's name: "ministerio de Exteriores de Egipto"."""
        return first > 1 and self._of_another(unit, first) and self._pack.is_body(unit.low[first - 2])

    def follows_article(self, unit: Unit, first: int) -> bool:
        """Whether an article stands right before token `first`, so that a body or thing is named ("la Casa Blanca")."""
        before = unit.low[first - 1] if first else ""
        return self._pack.has("articles", before) or before in _JOINED_ARTICLES

    def capitals(self, unit: Unit, first: int, stop: int) -> TokenRange | None:
        """Return the run of capitalised words that begins at a token, with the particles and initials between them.

        Args:
            unit: The unit.
            first: The token.
            stop: The token before which the run must end.

        Returns:
            The run's tokens, None where no name can begin at `first`.
        """
        initial = unit.is_initial(first) or unit.opens_name(first)
        if not unit.is_word(first) or (self._pack.has("never_names", unit.low[first]) and not initial):
            return None
        if self._opens_clause(unit, first) and not initial:
            return None
        if not initial and self._is_function_word(unit, first):
            return None
        end = first + 1
        while end < stop:
            step = self._goes_on(unit, first, end, stop)
            if not step:
                break
            end += step
        return first, end

    def _is_function_word(self, unit: Unit, index: int) -> bool:
        """Whether a word is a preposition, or an article that opens a German sentence: "Zum Beispiel", "Den Hörern"."""
        low = unit.low[index]
        if self._pack.has("prepositions", low) and not self._pack.has("particles", low):
            return True
        article = self._pack.has("articles", low) or self._pack.has("oblique", low)
        return article and self._pack.language == "de" and _opens_words(unit, index)

    def _opens_clause(self, unit: Unit, index: int) -> bool:
        """Whether a word is a conjunction that has its capital from the start of a sentence: "Nachdem Gianni ..."."""
        acronym = unit.surfaces[index].isupper() and len(unit.surfaces[index]) > 1
        return _opens_words(unit, index) and not acronym and self._pack.has("subordinators", unit.low[index])

    def _goes_on(self, unit: Unit, first: int, end: int, stop: int) -> int:
        """Return how many tokens at `end` continue a run: a name, particles before a name, an initial's stop."""
        low = unit.low[end]
        if unit.is_word(end) and unit.is_capital(end) and unit.quote[end] == unit.quote[first]:
            stops = self._pack.has("never_names", low) or low in self._pack.verbs
            return int(unit.is_initial(end) or not stops)
        if low == ".":
            return int(end + 1 < stop and len(unit.surfaces[end - 1]) == 1 and unit.is_capital(end + 1))
        if not self._pack.has("particles", low):
            return 0
        if low in ("von", "vom") and self._pack.language == "de" and not _is_noble(unit, end):
            return 0
        if end + 1 < stop and unit.is_capital(end + 1):
            # German and Dutch articles join two names only behind "von" and "van".
            return int(low not in ("der", "den", "und") or unit.low[end - 1] in ("von", "van"))
        two = end + 2 < stop and self._pack.has("particles", unit.low[end + 1]) and unit.is_capital(end + 2)
        return 2 if two else 0

    def _without_titles(self, unit: Unit, run: TokenRange) -> TokenRange:
        """Remove offices and acronyms from a run, and a country between office and name."""
        first, end = run
        titled = first > 0 and self._pack.is_title(unit.low[first - 1])
        for index in range(end - 2, first, -1):
            if self._pack.is_title(unit.low[index]) and unit.is_word(index + 1):
                first, titled = index + 1, True  # "Hamburgs Polizeipräsident Falk Schnabel"
                break
        while first < end - 1 and self._is_before_name(unit, first):
            titled = titled or self._pack.is_title(unit.low[first])
            first += 1
        if titled and self._pack.language in (*INFLECTED, "de"):
            first = self._last_two(unit, first, end)
        return first, end

    def _is_before_name(self, unit: Unit, index: int) -> bool:
        """Whether a word at the start of a run is not part of the name."""
        low, surface = unit.low[index], unit.surfaces[index]
        particle = self._pack.has("particles", low) and not unit.opens_name(index)
        listed = particle or self._pack.has("according_heads", low)
        acronym = surface.isupper() and len(surface) > 1
        if self._pack.inflected and case_stem(low) in country_stems(self._pack.language):
            return True  # "w Uzbekistanie Władimir Putin"
        return listed or acronym or not unit.is_word(index) or low in self._nouns or self._pack.is_title(low)

    def _is_office(self, low: str) -> bool:
        return self._pack.is_title(low) or self._pack.is_body(low)

    def _last_two(self, unit: Unit, first: int, end: int) -> int:
        """Return where a run's last two words begin, or its start where a particle or patronymic makes it longer."""
        words = [index for index in range(first, end) if unit.is_word(index)]
        particle = any(self._pack.has("particles", unit.low[word]) for word in words)
        patronymic = any(unit.low[word].endswith(_PATRONYMIC_ENDINGS) for word in words[1:-1])
        initial = any(unit.is_initial(word) for word in words[:-1])
        return words[-2] if len(words) > 2 and not (particle or patronymic or initial) else first

    def _after_country(self, unit: Unit, run: TokenRange, first: int) -> TokenRange:
        """Remove the country or field of an office from a run: "ministro degli Esteri Dmytro Kuleba"."""
        if run[0] == first or not any(self._pack.is_title(word) for word in unit.low[first : run[0]]):
            return run
        joined = self._pack.has("genitives", unit.low[run[0] - 1]) or self._pack.language in (*INFLECTED, "de")
        return (self._last_two(unit, *run), run[1]) if joined else run

    def best(self, unit: Unit, first: int, end: int, known: Container[str]) -> TokenRange | None:
        """Return the run of a phrase that is its name.

        Args:
            unit: The unit in which the phrase stands.
            first: Its first token.
            end: The token behind it.
            known: Stems of the surnames of the people whom the text names in full.

        Returns:
            Its tokens, or None where the phrase holds no name.
        """
        runs = self._runs(unit, first, end)
        stem = {run: case_stem(unit.low[run[1] - 1]) for run in runs}
        outside = [run for run in runs if unit.quote[run[0]] < 0]
        runs = outside or runs  # "sagte Hörmann der „Augsburger Allgemeinen“"
        long = [run for run in runs if run[1] - run[0] > 1 and not unit.surfaces[run[1] - 1].isupper()]
        if long:
            return next((run for run in long if stem[run] in known), long[0])
        named = [run for run in runs if stem[run] in known]
        return named[0] if named else self._single(unit, runs, first, end)

    def _runs(self, unit: Unit, first: int, end: int) -> list[TokenRange]:
        runs: list[TokenRange] = []
        index = first
        while index < end:
            run = self.capitals(unit, index, end) if unit.is_capital(index) else None
            if run is None:
                index += 1
                continue
            index = run[1]
            if self._pack.language == "de" and self._is_noun(unit, run[0], first):
                run = (run[0] + 1, run[1])
            if run[0] < run[1]:
                trimmed = self._after_country(unit, self._without_titles(unit, run), first)
                if trimmed[1] - trimmed[0] > 1 or not self._pack.is_title(unit.low[trimmed[0]]):
                    runs.append(trimmed)
        return runs

    def _single(self, unit: Unit, runs: list[TokenRange], first: int, end: int) -> TokenRange | None:
        """Return a run of one word that is a name: one that opens the phrase or follows an office."""
        for run in runs:
            before = unit.low[run[0] - 1] if run[0] > first else ""
            if self._pack.has("articles", before) and run[0] - 1 > first:
                continue  # "le ministre de la Défense"
            if run[0] == 0 and run[1] < end and unit.is_word(run[1]) and not unit.is_capital(run[1]):
                continue  # an adjective that opens the sentence: "Brytyjscy planiści"
            opens = run[0] == first or self._pack.has("articles", before)
            if opens or before.endswith(_AGED) or self._pack.is_title(before):
                return run
            office = any(self._pack.is_title(word) for word in unit.low[first : run[0]])
            last = run[1] == max(other[1] for other in runs) and not unit.surfaces[run[0]].isupper()
            if office and last and unit.quote[run[0]] < 0 and not self._pack.has("genitives", before):
                return run
        return None

    def _is_noun(self, unit: Unit, index: int, first: int) -> bool:
        """Whether a capitalised German word is a common noun, by articles or adjectives before it here or elsewhere."""
        low = unit.low[index]
        if low in self._nouns or self._pack.has("people", low) or self._is_office(low):
            return True
        before = unit.low[index - 1] if index > first else ""
        if not before or before.endswith(_AGED) or unit.is_capital(index - 1):
            return False
        return self.follows_article(unit, index) or before.endswith(_ADJECTIVE_ENDINGS_DE)
