"""Who a speaker's phrase names: a person, a body, somebody unnamed; surnames and titles resolved within the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from collectors.metrics.name_forms import ActorIndex, case_stem, nominative
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import Unit
from collectors.metrics.quotations.rule_based.speaker_phrases import TokenRange
from collectors.metrics.quotations.speakers.resolved import ResolvedSpeaker
from collectors.model import Actor

_INFLECTED = frozenset(("ru", "uk", "pl", "cs"))
_PATRONYMICS = ("вич", "вна", "вича", "вны", "вичу", "вной", "ович", "івна", "ївна")
_ADJECTIVES_DE = ("er", "en", "e", "es", "em")
_UNATTRIBUTED = ResolvedSpeaker(None, "unattributed")


@dataclass(slots=True)
class NamedPerson:
    """Somebody the text names in full: the name as first written, and the offices it stands behind."""

    name: str
    titles: set[str] = field(default_factory=set)
    last: int = -1


class SpeakerNames:
    """Resolves the speakers of one text, asked in reading order.

    Args:
        units: all units of the text; they are read once for the people whom it names in full.
        pack: the text's language.
        actors: the people and bodies that the event declares.
    """

    def __init__(self, units: Iterable[Unit], pack: LanguagePack, actors: Sequence[Actor]) -> None:
        self._pack = pack
        self._actors = ActorIndex(actors)
        self._people: dict[str, NamedPerson] = {}  # stem of the surname -> the person
        self._with_article: set[str] = set()
        self._spoke: NamedPerson | None = None
        for unit in units:
            self._read(unit)

    def resolve(self, unit: Unit, found: TokenRange | None, governed: bool = False) -> ResolvedSpeaker:
        """What a phrase names.

        Args:
            unit: the unit in which the phrase stands.
            found: its tokens; None where nobody is named.
            governed: whether it stands in the genitive, after "по словам" and the like.
        """
        words = [k for k in range(*found) if unit.is_word(k)] if found else []
        if found is None or not words:
            return _UNATTRIBUTED
        low = [unit.low[k] for k in words]
        said = self._function_word(unit, words, low)
        if said:
            return said
        run = self._name_run(unit, *found)
        named = self._named(unit, run, governed, low, found[0]) if run else None
        return named or self._described(unit, words, low)

    def _function_word(self, unit: Unit, words: list[int], low: list[str]) -> ResolvedSpeaker | None:
        """A pronoun means the last person who spoke; other words that are never names mean nobody."""
        alone = len(low) == 1
        if self._pack.has("people_pronouns", low[0]) or (alone and self._pack.has("possessives", low[0])):
            spoke = self._spoke
            return self._person(spoke) if spoke else ResolvedSpeaker(unit.surfaces[words[0]].lstrip("-"), "unnamed")
        if alone and self._pack.has("pronouns", low[0]):
            return ResolvedSpeaker(unit.surfaces[words[0]].lstrip("-"), "unnamed")
        return _UNATTRIBUTED if alone and self._pack.has("never_names", low[0]) else None

    def _described(self, unit: Unit, words: list[int], low: list[str]) -> ResolvedSpeaker:
        """A phrase without a name: an actor's, the person of that office, a body, or somebody unnamed."""
        actor = self._actors.find(" ".join(unit.surfaces[k] for k in words))
        if actor:
            return ResolvedSpeaker(actor.name, actor.kind, actor.id)
        titled = self._titled(low)
        if titled:
            return self._person(titled)
        body = any(self._pack.is_body(w) for w in low[:4]) and not any(self._pack.has("people", w) for w in low[:3])
        return ResolvedSpeaker(self._phrase(unit, words), "body" if body else "unnamed")

    # --- people of the text

    def _read(self, unit: Unit) -> None:
        """Remembers the people that a unit names in full, with the offices before them."""
        k = 0
        while k < len(unit):
            if self._pack.language == "de" and k and unit.is_capital(k) and self._pack.has("articles", unit.low[k - 1]):
                self._with_article.add(unit.low[k])
            run = self._capitals(unit, k, len(unit)) if unit.is_capital(k) else None
            if run is None:
                k += 1
                continue
            first, end = self._after_country(unit, self._without_titles(unit, run), max(0, run[0] - 5))
            if end - first >= 2 and not unit.surfaces[end - 1].isupper():
                stem = case_stem(unit.low[end - 1])
                name = " ".join(unit.surfaces[first:end])
                person = self._people.setdefault(stem, NamedPerson(name))
                if len(name) < len(person.name) and person.name.startswith(name[:-1]):
                    person.name = name  # the nominative of a masculine name is its shortest form
                person.titles |= {case_stem(w) for w in unit.low[max(0, first - 5) : first] if self._pack.is_title(w)}
            k = max(run[1], k + 1)

    def _capitals(self, unit: Unit, first: int, stop: int) -> TokenRange | None:
        """The run of capitalised words that begins at `first`, particles inside it included."""
        if self._pack.has("never_names", unit.low[first]) or not unit.is_word(first):
            return None
        end = first + 1
        while end < stop:
            if unit.is_word(end) and unit.is_capital(end) and unit.quote[end] == unit.quote[first]:
                if self._pack.has("never_names", unit.low[end]) or unit.low[end] in self._pack.verbs:
                    break
                end += 1
            elif (self._pack.has("particles", unit.low[end]) and end + 1 < stop and unit.is_capital(end + 1)) or (
                unit.low[end] == "."
                and end + 1 < stop
                and len(unit.surfaces[end - 1]) == 1
                and unit.is_capital(end + 1)
            ):
                end += 1
            elif self._two_particles(unit, end, stop):
                end += 2
            else:
                break
        return first, end

    def _two_particles(self, unit: Unit, end: int, stop: int) -> bool:
        both = (
            end + 2 < stop
            and self._pack.has("particles", unit.low[end])
            and self._pack.has("particles", unit.low[end + 1])
        )
        return both and unit.is_capital(end + 2)

    def _without_titles(self, unit: Unit, run: TokenRange) -> TokenRange:
        """A run without offices and acronyms at its start, and without a country between office and name."""
        first, end = run
        titled = first > 0 and self._pack.is_title(unit.low[first - 1])
        while first < end - 1 and (
            self._pack.is_title(unit.low[first])
            or unit.low[first] in self._with_article
            or self._pack.is_body(unit.low[first])
            or (unit.surfaces[first].isupper() and len(unit.surfaces[first]) > 1)
            or not unit.is_word(first)
            or self._pack.has("particles", unit.low[first])
            or self._pack.has("according_heads", unit.low[first])
        ):
            titled = titled or self._pack.is_title(unit.low[first])
            first += 1
        words = [k for k in range(first, end) if unit.is_word(k)]
        particle = any(self._pack.has("particles", unit.low[k]) for k in words)
        patronymic = any(unit.low[k].endswith(_PATRONYMICS) for k in words[1:-1])
        if (
            len(words) > 2
            and titled
            and not particle
            and not patronymic
            and self._pack.language in ("ru", "uk", "pl", "cs", "de")
        ):
            first = words[-2]
        return first, end

    def _name_run(self, unit: Unit, first: int, end: int) -> TokenRange | None:
        """The best run of a phrase: the last of two words or more that no preposition governs, else a single word."""
        runs: list[TokenRange] = []
        k = first
        while k < end:
            run = self._capitals(unit, k, end) if unit.is_capital(k) else None
            if run is None:
                k += 1
                continue
            if self._pack.language == "de" and self._is_noun(unit, run[0], first):
                shorter = (run[0] + 1, run[1])
                k = run[1]
                if shorter[0] >= shorter[1]:
                    continue
                run = shorter
            trimmed = self._after_country(unit, self._without_titles(unit, run), first)
            if trimmed[0] < trimmed[1] and not (
                trimmed[1] - trimmed[0] == 1 and self._pack.is_title(unit.low[trimmed[0]])
            ):
                runs.append(trimmed)
            k = run[1]
        long = [r for r in runs if r[1] - r[0] > 1 and not unit.surfaces[r[1] - 1].isupper()]
        if long:
            return next((r for r in long if case_stem(unit.low[r[1] - 1]) in self._people), long[0])
        known = [r for r in runs if case_stem(unit.low[r[1] - 1]) in self._people]
        return known[0] if known else self._single(unit, runs, first)

    def _after_country(self, unit: Unit, run: TokenRange, first: int) -> TokenRange:
        """A run without the country or field of an office: "ministro degli Esteri Dmytro Kuleba"."""
        words = [k for k in range(*run) if unit.is_word(k)]
        if len(words) < 3 or run[0] == first or not any(self._pack.is_title(w) for w in unit.low[first : run[0]]):
            return run
        joined = (
            self._pack.has("genitives", unit.low[run[0] - 1])
            or self._pack.language in _INFLECTED
            or self._pack.language == "de"
        )
        particle = any(self._pack.has("particles", unit.low[k]) for k in words)
        patronymic = any(unit.low[k].endswith(_PATRONYMICS) for k in words[1:-1])
        return (words[-2], run[1]) if joined and not particle and not patronymic else run

    def _single(self, unit: Unit, runs: list[TokenRange], first: int) -> TokenRange | None:
        """A run of one word: where it opens the phrase or follows an office directly."""
        for run in runs:
            before = unit.low[run[0] - 1] if run[0] > first else ""
            aged = before.endswith(("jährige", "jähriger", "jährigen"))
            if run[0] == first or aged or self._pack.is_title(before) or self._pack.has("articles", before):
                return run
            if unit.quote[run[0]] >= 0:
                continue
            office = any(self._pack.is_title(w) for w in unit.low[first : run[0]])
            if office and run[1] == max(r[1] for r in runs) and not unit.surfaces[run[0]].isupper():
                return run
        return None

    def _is_noun(self, unit: Unit, index: int, first: int) -> bool:
        """Whether a German capitalised word is a common noun: an article or adjective before it, here or elsewhere."""
        low = unit.low[index]
        if (
            low in self._with_article
            or self._pack.has("people", low)
            or self._pack.is_body(low)
            or self._pack.is_title(low)
        ):
            return True
        if index == first:
            return False
        before = unit.low[index - 1]
        if before.endswith(("jährige", "jähriger", "jährigen")):
            return False
        small = not unit.is_capital(index - 1)
        return small and (
            self._pack.has("articles", before) or before in ("des", "dem", "den") or before.endswith(_ADJECTIVES_DE)
        )

    # --- names

    def _named(self, unit: Unit, run: TokenRange, governed: bool, low: list[str], first: int) -> ResolvedSpeaker | None:
        words = [unit.surfaces[k] for k in range(*run) if unit.is_word(k)]
        joined = " ".join(words)
        actor = self._actors.find(joined)
        if (
            actor
            and actor.kind == "body"
            and any(self._pack.has("people", w) or self._pack.is_title(w) for w in low[:3])
            and run[0] > first
        ):
            actor = None
        if actor:
            person = self._people.get(case_stem(words[-1].lower()))
            if actor.kind == "person":
                self._spoke = person or NamedPerson(actor.name)
            return ResolvedSpeaker(actor.name, actor.kind, actor.id)
        person = self._people.get(case_stem(words[-1].lower()))
        if person is None and len(words) == 1:
            return self._one_word(unit, run, joined, low, governed)
        if person is not None:
            if len(words) > 1 and not governed:
                shorter = person.name.endswith(" " + joined)  # without a country read as part of it
                person.name = joined if shorter or len(joined) >= len(person.name) - 3 else person.name
            return self._person(person, governed and person.name == joined)
        if any(self._pack.is_body(w) for w in (unit.low[k] for k in range(*run))):
            return ResolvedSpeaker(joined, "body")
        name = " ".join(nominative(words, self._pack.language) if governed else words)
        return ResolvedSpeaker(name, "person")

    def _one_word(
        self, unit: Unit, run: TokenRange, joined: str, low: list[str], governed: bool
    ) -> ResolvedSpeaker | None:
        """A single capitalised word that is no surname of the text: a body, a place, or a surname after an office."""
        index = run[0]
        if joined.isupper() and len(joined) > 1:
            return ResolvedSpeaker(joined, "body") if len(low) == 1 or unit.low[index] == low[0] else None
        if self._pack.has("places", unit.low[index]) or unit.quote[index] >= 0:
            return ResolvedSpeaker(joined, "body")
        if any(self._pack.is_body(w) for w in low):
            return None
        if self._pack.has("people", unit.low[index]):
            return None
        name = " ".join(nominative([joined], self._pack.language) if governed else [joined])
        self._spoke = NamedPerson(name)
        return ResolvedSpeaker(name, "person")

    def _titled(self, low: list[str]) -> NamedPerson | None:
        """The person of the text whose office a description names: "президент", "el presidente andaluz"."""
        titles = {case_stem(w) for w in low[:3] if self._pack.is_title(w)}
        if not titles or len(low) > 5:
            return None
        fitting = [p for p in self._people.values() if titles <= p.titles]
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
        """A description as written, without an article at its start."""
        while len(words) > 1 and self._pack.has("articles", unit.low[words[0]]):
            words = words[1:]
        text = " ".join(unit.surfaces[k] for k in words)
        return (
            text
            if self._pack.language == "de" or not unit.is_capital(words[0]) or unit.surfaces[words[0]].isupper()
            else text[0].lower() + text[1:]
        )
