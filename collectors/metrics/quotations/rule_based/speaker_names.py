"""Who a speaker's phrase names: a person, a body or somebody unnamed, with surnames and titles resolved in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from collectors.metrics.name_forms import actor_index, case_stem, nominative
from collectors.metrics.quotations.rule_based.fields_of_offices import looks_like_body, names_field, speaks_as_body
from collectors.metrics.quotations.rule_based.genders import gender_of_word, may_be
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, is_media
from collectors.metrics.quotations.rule_based.name_runs import NameRuns, written_name
from collectors.metrics.quotations.rule_based.openings import opening_person
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.quotations.speakers.resolved import ResolvedSpeaker
from collectors.metrics.word_lists import word_set
from collectors.model import Actor

_UNATTRIBUTED = ResolvedSpeaker(None, "unattributed")
_OPENINGS = 6  # sentences that open with a person, before a pronoun
_NEAR = 700  # characters from such a sentence to the pronoun
_LONGEST_DESCRIPTION = 8  # words of a description whose noun no list of the pack has
_CASE_ENDING = re.compile("['’]\\w+$")
_IMPERSONAL = word_set("mul.reported_speech.impersonal_pronouns")


@dataclass(slots=True)
class NamedPerson:
    """Somebody whom the text names in full.

    Attributes:
        name: The name, as far as possible in the nominative.
        titles: Stems of the offices that stand before the name.
    """

    name: str
    titles: set[str] = field(default_factory=set)


class SpeakerNames:
    """Resolves the speakers of one text; `resolve` must be called in reading order, since pronouns refer back.

    Args:
        units: All units of the text; they are read once for the people whom it names in full.
        pack: The words of the text's language.
        actors: The people and bodies that the event declares.
    """

    def __init__(self, units: Iterable[Unit], pack: LanguagePack, actors: Sequence[Actor]) -> None:
        self._pack = pack
        self._actors = actor_index(actors)
        self._people: dict[str, NamedPerson] = {}  # stem of the surname -> the person
        self._spoke: NamedPerson | None = None
        self._spoke_at = -1  # the offset of the unit in which they were named last
        self._openings: list[tuple[int, NamedPerson]] = []  # who opens a sentence, by its offset
        self._runs = NameRuns(pack)
        units = list(units)
        for unit in units:
            self._runs.learn(unit)
        for unit in units:
            self._read(unit)
        for unit in units:
            self._read_opening(unit)

    def resolve(self, unit: Unit, found: TokenRange | None, governed: bool = False) -> ResolvedSpeaker:
        """Resolve a phrase to the speaker that it names.

        Args:
            unit: The unit in which the phrase stands.
            found: Its tokens; None where nobody is named.
            governed: Whether the phrase is in the genitive, as after "по словам".

        Returns:
            An actor of the event, a person or body by name, an unnamed speaker by description, or "unattributed".
        """
        words = [index for index in range(*found) if unit.is_word(index)] if found else []
        if found is None or not words:
            return _UNATTRIBUTED
        before = self._spoke
        who = self._resolved(unit, found, words, governed)
        if self._spoke is not before or who.kind == "person":
            self._spoke_at = unit.span.start
        return who

    def _resolved(self, unit: Unit, found: TokenRange, words: list[int], governed: bool) -> ResolvedSpeaker:
        low = [unit.low[word] for word in words]
        said = self._function_word(unit, words, low)
        if said:
            return said
        actor = self._actors.find(self._bare(unit, words)) if self._actors else None
        if actor:
            self._spoke = NamedPerson(actor.name) if actor.kind == "person" else self._spoke
            return ResolvedSpeaker(actor.name, actor.kind, actor.id)
        if found[0] and self._pack.has("locative", unit.low[found[0] - 1]) and self._may_be_body(unit, words, low):
            return ResolvedSpeaker(self._bare(unit, words), "body")  # "сообщили в Следственном комитете"
        marked = [word for word in words if unit.quote[word] >= 0]
        if len(marked) > 1 and all(unit.quote[word] >= 0 or self._is_article(unit.low[word]) for word in words):
            return ResolvedSpeaker(" ".join(unit.surfaces[word] for word in marked), "body")  # "die »Gesellschaft X«"
        run = self._runs.best(unit, *found, known=self._people)
        named = self._named(unit, run, governed, low, found[0]) if run else None
        return named or self._described(unit, words, low, governed)

    def _may_be_body(self, unit: Unit, words: list[int], low: list[str]) -> bool:
        """Whether a phrase behind a preposition is a body and no text: "в Минобороны", not "w komunikacie"."""
        first = next((word for word in words if not self._is_article(unit.low[word])), words[0])
        return unit.is_capital(first) or any(map(self._pack.is_body, low))

    def is_declared(self, words: str) -> bool:
        """Whether the event declares a person or body under a name, in any case or spelling."""
        return self._actors.find(words) is not None

    def _bare(self, unit: Unit, words: list[int]) -> str:
        """Return a phrase without the articles at its start."""
        first = next((index for index, word in enumerate(words) if not self._is_article(unit.low[word])), 0)
        return " ".join(unit.surfaces[word] for word in words[first:])

    def _is_article(self, low: str) -> bool:
        return self._pack.has("articles", low) or (self._pack.language == "de" and self._pack.has("oblique", low))

    def _function_word(self, unit: Unit, words: list[int], low: list[str]) -> ResolvedSpeaker | None:
        """Resolve a pronoun to the last person who spoke, and other words that are never names to nobody."""
        alone = len(low) == 1
        last = len(low) == 2 and self._pack.has("people_pronouns", low[1])  # "ce dernier"
        if last or self._pack.has("people_pronouns", low[0]) or (alone and self._pack.has("possessives", low[0])):
            meant = self._antecedent(unit, words[-1 if last else 0])
            return self._person(meant) if meant else self._pronoun(unit, words[0])
        if alone and low[0] in _IMPERSONAL:
            return _UNATTRIBUTED
        if alone and self._pack.has("pronouns", low[0]):
            return self._pronoun(unit, words[0])
        return _UNATTRIBUTED if alone and self._pack.has("never_names", low[0]) else None

    def _antecedent(self, unit: Unit, word: int) -> NamedPerson | None:
        """Return whom a pronoun means: who spoke or opened a sentence last, if the pronoun's gender allows it."""
        gender = gender_of_word(unit.low[word], self._pack.language)
        last = bisect_left(self._openings, unit.span.start, key=itemgetter(0))
        earlier = list(reversed(self._openings[max(0, last - _OPENINGS) : last]))
        near = [person for start, person in earlier if start > self._spoke_at and self._is_near(start, unit)]
        people = [*near, self._spoke] if self._spoke else near
        return next((person for person in people if may_be(person.name, gender)), None)

    def _is_near(self, start: int, unit: Unit) -> bool:
        return unit.span.start - start < _NEAR

    def _pronoun(self, unit: Unit, word: int) -> ResolvedSpeaker:
        """Return a pronoun that refers to nobody known, without the French "-t-" before it."""
        return ResolvedSpeaker(unit.surfaces[word].lstrip("-").removeprefix("t-"), "unresolved")

    def _described(self, unit: Unit, words: list[int], low: list[str], governed: bool) -> ResolvedSpeaker:
        """Resolve a phrase without a name: to the person of that office, else to an office, group, body or nobody."""
        if all(self._pack.has("abbreviations", word) for word in low):
            return _UNATTRIBUTED
        titled = self._titled(low)
        if titled:
            return self._person(titled)
        kind = self._described_kind(low)
        if kind is None and governed and low[-1].endswith(tuple(self._pack.words.get("according_heads", ()))):
            kind = "thing"  # "laut Polizeiangaben", "nach ersten Erkenntnissen"
        if kind is None and not self._is_description(unit, words, low):
            return _UNATTRIBUTED
        return ResolvedSpeaker(self._phrase(unit, words), kind or "unresolved")

    def _described_kind(self, low: list[str]) -> str | None:
        """Return what a phrase without a name describes by its first words; None where none of them tells."""
        if any(self._pack.has("people", word) for word in low[:3]):
            return "group"
        if any(self._pack.is_body(word) for word in low[:4]):
            return "body"
        return "office" if any(self._pack.is_title(word) for word in low[:4]) else None

    def _is_description(self, unit: Unit, words: list[int], low: list[str]) -> bool:
        """Whether a phrase of unlisted words can describe a speaker: a short one with an article and without a verb.

        Where a language has no articles a short phrase may. What opens a sentence ("Además"), an adverb alone ("kurz")
        and half a clause ("existen principios") are nobody.
        """
        if len(low) > _LONGEST_DESCRIPTION or any(self._is_verb(word) for word in low):
            return False
        if not self._pack.words.get("articles") or self._pack.language == "tr":
            return not self._pack.has("never_names", low[0])
        if self._pack.language == "de" and len(low) == 1 and words[0] > 0 and unit.is_capital(words[0]):
            return True  # "so Bedford-Strohm"
        led = self._is_article(low[0]) or self._pack.has("possessives", low[0])
        if not led or len(low) < 2:
            return False
        return self._pack.language != "de" or any(unit.is_capital(word) for word in words[1:])

    def _is_verb(self, low: str) -> bool:
        return low in self._pack.verbs or any(self._pack.has(name, low) for name in ("auxiliaries", "reportative"))

    def _read(self, unit: Unit) -> None:
        """Remember the people whom a unit names in full, with the offices before them."""
        for (first, end), titles in self._runs.people_in(unit):
            name = " ".join(written_name(unit, first, end))
            person = self._people.setdefault(case_stem(unit.low[end - 1]), NamedPerson(name))
            if len(name) < len(person.name) and person.name.startswith(name[:-1]):
                person.name = name  # the nominative of a masculine name is its shortest form
            person.titles |= titles

    def _read_opening(self, unit: Unit) -> None:
        """Remember the person with whom a unit opens."""
        opening = opening_person(unit, self._pack)
        if opening is None:
            return
        stem = case_stem(unit.low[opening[1] - 1])
        name = " ".join(written_name(unit, *opening))
        person = self._people.get(stem) or NamedPerson(name)
        self._openings.append((unit.span.start, person))

    # --- names

    def _named(self, unit: Unit, run: TokenRange, governed: bool, low: list[str], first: int) -> ResolvedSpeaker | None:
        words = written_name(unit, *run)
        if self._pack.language == "tr":
            words[-1] = _CASE_ENDING.sub("", words[-1])  # "Scholz'un"
        joined = " ".join(words)
        actor, person = self._actors.find(joined), self._people.get(case_stem(words[-1].lower()))
        if actor and not (actor.kind == "body" and run[0] > first and self._of_people(low[:3])):
            if actor.kind == "person":
                self._spoke = person or NamedPerson(actor.name)
            return ResolvedSpeaker(actor.name, actor.kind, actor.id)
        field = not governed and names_field(unit, run, first, self._pack)
        if field or speaks_as_body(unit.low[first : run[0]], self._pack):
            return None
        if person is not None:
            return self._of_text(person, joined, governed)
        return self._unlisted(unit, run, words, low, first, governed)

    def _unlisted(
        self, unit: Unit, run: TokenRange, words: list[str], low: list[str], first: int, governed: bool
    ) -> ResolvedSpeaker | None:
        """Resolve a name that neither the event nor the text gives in full elsewhere."""
        joined = " ".join(words)
        if len(words) == 1:
            return self._one_word(unit, run, joined, low, governed)
        if self._names_body(unit, run) or looks_like_body(unit, run, first, self._pack):
            office = self._pack.inflected and any(map(self._pack.is_title, unit.low[first : run[0]]))
            return None if office else ResolvedSpeaker(joined, "body")  # "rzecznik Parlamentu Europejskiego"
        return self._unknown_person(unit, run, words, governed)

    def _of_people(self, low: list[str]) -> bool:
        """Whether words name people or an office, so that a body behind them is theirs."""
        return any(self._pack.has("people", word) or self._pack.is_title(word) for word in low)

    def _of_text(self, person: NamedPerson, written: str, governed: bool) -> ResolvedSpeaker:
        """Return somebody whom the text names in full, by the name as it is written here where that is a better one."""
        if " " in written and not governed:
            shorter = person.name.endswith(" " + written)  # without a country read as part of it
            person.name = written if shorter or len(written) >= len(person.name) - 3 else person.name
        return self._person(person, governed and person.name == written)

    def _names_body(self, unit: Unit, run: TokenRange) -> bool:
        inside = unit.low[run[0] : run[1]]
        return is_media(inside) or any(map(self._pack.is_body, inside)) or self._runs.follows_article(unit, run[0])

    def _unknown_person(self, unit: Unit, run: TokenRange, words: list[str], governed: bool) -> ResolvedSpeaker | None:
        """Return the person whom words name that no list has; None for a body's or group's words."""
        if not self._runs.can_be_person(unit, *run):
            return None  # "Palästinensische Medien"
        name = " ".join(nominative(words, self._pack.language) if governed else words)
        return ResolvedSpeaker(name, "person")

    def _one_word(
        self, unit: Unit, run: TokenRange, joined: str, low: list[str], governed: bool
    ) -> ResolvedSpeaker | None:
        """Resolve a single capitalised word that is no known surname: a body, a place, or a surname after an office."""
        index = run[0]
        body = self._one_word_body(unit, index, joined, low)
        if body is not None:
            return body if body.name else None
        if any(self._pack.is_body(word) for word in low) or not self._runs.is_surname(unit, index):
            return None
        if (index == 0 and self._runs.is_written_small(unit.low[index])) or not self._runs.can_be_person(unit, *run):
            return None  # a capital that only the sentence's start gives
        name = " ".join(nominative([joined], self._pack.language) if governed else [joined])
        self._spoke = NamedPerson(name)
        return ResolvedSpeaker(name, "person")

    def _one_word_body(self, unit: Unit, index: int, joined: str, low: list[str]) -> ResolvedSpeaker | None:
        """Return the body or place that one word names, nobody where it belongs to an office, None for other words."""
        if any(letter.isupper() for letter in joined[1:]) and joined.isalpha():  # "NATO", "PiS"
            leads = len(low) == 1 or unit.low[index] == low[0]
            return ResolvedSpeaker(joined, "body") if leads else _UNATTRIBUTED
        if self._runs.is_place(unit.low[index]):
            office = len(low) > 1 and any(map(self._pack.is_title, low))
            return _UNATTRIBUTED if office else ResolvedSpeaker(joined, "body")  # "wiceminister obrony Rosji"
        agency = self._pack.has("agencies", unit.low[index])
        if agency or self._runs.follows_article(unit, index) or unit.quote[index] >= 0:
            return ResolvedSpeaker(joined, "body")
        return None

    def _titled(self, low: list[str]) -> NamedPerson | None:
        """Return the person of the text whose office a description names: "президент", "el presidente andaluz"."""
        titles = {case_stem(word) for word in low[:3] if self._pack.is_title(word)}
        if not titles or len(low) > 5:
            return None
        fitting = [person for person in self._people.values() if titles <= person.titles]
        if self._spoke is not None and self._spoke in fitting:
            return self._spoke
        return fitting[0] if len(fitting) == 1 else None

    def _person(self, person: NamedPerson, genitive: bool = False) -> ResolvedSpeaker:
        self._spoke = person
        name = person.name
        if genitive:
            name = " ".join(nominative(name.split(), self._pack.language))
        actor = self._actors.find(name)
        return ResolvedSpeaker(actor.name, actor.kind, actor.id) if actor else ResolvedSpeaker(name, "person")

    def _phrase(self, unit: Unit, words: list[int]) -> str:
        """Return a description as written, without an article at its start."""
        while len(words) > 1 and self._pack.has("articles", unit.low[words[0]]):
            words = words[1:]
        text = " ".join(unit.surfaces[word] + self._hyphen(unit, word) for word in words)
        return (
            text
            if self._pack.language == "de" or not unit.is_capital(words[0]) or unit.surfaces[words[0]].isupper()
            else text[0].lower() + text[1:]
        )

    def _hyphen(self, unit: Unit, word: int) -> str:
        """Return the hyphen that stands for the rest of a compound behind a word: "Familien- und Frauenministerin"."""
        behind = word + 1
        tied = behind < len(unit) and unit.low[behind] == "-" and unit.starts[behind] == unit.ends[word]
        return "-" if tied else ""
