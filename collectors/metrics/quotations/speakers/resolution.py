"""Who a speaker's words point to: surname to full name, pronoun and title to a person, bodies, unnamed sources, actors.

Everything is read from the text itself and from the event's actors; there are no lists of people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collectors.metrics.quotations.speakers.names import (
    BETWEEN,
    BREAKS,
    NAME_WORDS,
    RUN,
    TITLES_AND_ROLES,
    actor_names,
    after_title,
    bare,
    describes,
    fold,
    given_name,
    introduced,
    is_area,
    is_body,
    is_function,
    is_place,
    key_of,
    lowered,
    names_follow,
    names_itself,
    office_holder,
    role_before,
    strip_run,
    tidy,
)
from collectors.metrics.quotations.speakers.people import People, Person
from collectors.metrics.quotations.speakers.speaker_words import LAWS, PEOPLE_WORDS, ROLE_WORDS, word_set
from collectors.model import Actor, Span

_HE, _SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_PERSONAL = _HE | _SHE | {"i", "who", "me", "my"}
_PLURAL = word_set("they them we us our their those these many some others most several all both")
_INDEFINITE = frozenset(
    ["a", "an", "one", "some", "most", "many", "several", "two", "three", "few", "other", "another"]
)
_ONE = word_set("a an one another")
_MEN, _WOMEN = word_set("man boy father son husband brother"), word_set("woman girl mother daughter wife sister mum")
#: A dateline goes on with the agency in brackets, a date, or a dash.
_AFTER_PLACE = re.compile(r"(?:,[^\n.—–-]{0,25}\.?[^\n.—–-]{0,12})?\s*(?:\(|[—–-])")
_COMPOUND = re.compile(r"-[a-z]{3,}$")
#: A word in small letters that a capitalised one stands before as an adjective does.
_GOES_ON = re.compile(r" (?!(?:and|or|of|who|which|that|in|at|from|with|near|on|for|himself|herself|itself)\b)[a-z]")
_NEAR = 600  # characters for which a pronoun may mean the unnamed person who spoke last


@dataclass(frozen=True)
class ResolvedSpeaker:
    """A speaker's name (None: unattributed), kind (person, body, unnamed, unattributed) and Actor.id."""

    name: str | None
    kind: str
    actor: str | None = None


class SpeakerResolver:
    """Resolves the speakers of one text, in reading order."""

    def __init__(self, text: str, actors: Sequence[Actor] = ()) -> None:
        self._text = text
        self._aliases = actor_names(actors)
        self._people = People(text)
        self._unknown: dict[str, str] = {}  # head of a description -> the first description with it
        self._someone: tuple[int, ResolvedSpeaker] | None = (
            None  # where an unnamed person spoke, if nobody named has since
        )

    def resolve(self, span: Span | None) -> ResolvedSpeaker:
        """The person, body or description behind a speaker span."""
        if span is None:
            return ResolvedSpeaker(None, "unattributed")
        words = NAME_WORDS.findall(self._text[span.start : span.end])
        if not words or words[-1].lower() in LAWS or is_function(words) or self._dateline(span):
            return ResolvedSpeaker(None, "unattributed")
        found = (
            self._pronoun(words, span)
            or self._several(span, words)
            or self._office(span)
            or self._titled(span, words)
            or self._unnamed(words, span)
            or self._named(span, words)
            or self._described(words, span)
        )
        self._remember(found, span)
        return found

    def _remember(self, found: ResolvedSpeaker, span: Span) -> None:
        """Who spoke, for the pronouns and short descriptions after it."""
        if found.kind == "unnamed" and found.name:
            words = NAME_WORDS.findall(found.name.lower())
            for word in words:
                if word in PEOPLE_WORDS:
                    self._unknown.setdefault(word, found.name)
            if words and (words[0] in _ONE or (self._someone and self._someone[1] == found)):
                self._someone = (span.start, found)
        if found.kind == "person" and found.name:
            self._someone = None
            self._people.spoke(span.start, found.name)

    def _person(self, person: Person) -> ResolvedSpeaker:
        return ResolvedSpeaker(self._full(person.full), "person", self._actor(person.full))

    def _called(self, name: str) -> ResolvedSpeaker:
        """A person by the name as it stands, or as the text or the event knows it in full."""
        key = self._people.find(name.split())
        return (
            self._person(self._people[key]) if key else ResolvedSpeaker(self._full(name), "person", self._actor(name))
        )

    def _office(self, span: Span) -> ResolvedSpeaker | None:
        """The person whose name ends a description: after an office, after a comma, or "who gave her name as ..."."""
        surface = self._surface(span)
        name = given_name(surface) or introduced(surface) or " ".join(office_holder(surface))
        return self._called(name) if name else None

    def _pronoun(self, words: list[str], span: Span) -> ResolvedSpeaker | None:
        low = words[0].lower()
        if low == "who":
            return self._who(span)
        if len(words) > 1 or low not in _PERSONAL | _PLURAL | {"it"}:
            return None
        if low in _PLURAL:
            return ResolvedSpeaker(self._surface(span), "unnamed")
        if low == "it":
            body = self._body_before(span.start)
            return ResolvedSpeaker(body, "body", self._actor(body)) if body else ResolvedSpeaker("it", "body")
        return self._he_or_she(low, span)

    def _he_or_she(self, low: str, span: Span) -> ResolvedSpeaker:
        gender = "m" if low in _HE else "f" if low in _SHE else ""
        unnamed = self._someone_near(span.start, gender)
        if unnamed:
            return unnamed
        person = self._people.nearest(span.start, gender)
        if person is None:
            return ResolvedSpeaker(self._surface(span), "unnamed")
        if gender and not person.gender:
            person.gender = gender
        return self._person(person)

    def _someone_near(self, before: int, gender: str) -> ResolvedSpeaker | None:
        """The unnamed person who spoke last, if near, of fitting gender, and nobody has been named since."""
        if not self._someone or not gender or before - self._someone[0] > _NEAR:
            return None
        at, found = self._someone
        words = set(NAME_WORDS.findall((found.name or "").lower())[:6])
        if words & (_WOMEN if gender == "m" else _MEN) or self._people.named_since(at, before, gender):
            return None
        return found

    def _who(self, span: Span) -> ResolvedSpeaker:
        """A relative pronoun: the person named just before it, or else the words it follows."""
        line = max(self._text.rfind(mark, max(0, span.start - 200), span.start) for mark in ("\n", ". ", "? ", "! "))
        named = [n for n in self._people.window(span.start, 90) if n[0] > line]
        if named:
            return self._person(self._people[named[-1][1]])
        parts = [tidy(p) for p in self._text[line + 1 : span.start].split(",")]
        parts = [p for p in parts if p and not p[0].isdigit()]
        clause = " ".join(parts[-1].split()[-8:]) if parts else ""
        alone = RUN.fullmatch(clause)
        if alone and " " not in clause and not is_body([clause]) and clause.lower() not in PEOPLE_WORDS:
            return self._called(clause)  # "Larysa, 68, who ..."
        return ResolvedSpeaker(lowered(clause) or "who", "unnamed")

    def _several(self, span: Span, words: list[str]) -> ResolvedSpeaker | None:
        """Countries or bodies side by side: "Germany, France and Italy"."""
        surface = self._surface(span)
        parts = [p for p in BETWEEN.split(surface) if p]
        if len(words) > 14 or len(parts) < 2 or not all(is_body(bare(p).split()) for p in parts):
            return None
        if any(describes(NAME_WORDS.findall(p)) for p in parts):
            return None
        return ResolvedSpeaker(bare(surface), "body")

    def _unnamed(self, words: list[str], span: Span) -> ResolvedSpeaker | None:
        """A description that ends in people without a name: "Western leaders", "Residents of the town"."""
        words = NAME_WORDS.findall(self._text[span.start : span.end].split(",")[0]) or words
        if words[0][0].isupper() and words[0].lower() in PEOPLE_WORDS and words[0].lower() not in TITLES_AND_ROLES:
            return ResolvedSpeaker(self._description(span), "unnamed")
        head = 0
        while head < len(words) and words[head].lower() not in BREAKS:
            head += 1
        surface, last = self._text[span.start : span.end], words[head - 1]
        named = names_follow(surface) or any(role_before(surface, m.start()) for m in RUN.finditer(surface))
        if head == 0 or named:
            return None
        party = last in ("Republicans", "Democrats")
        people = last.lower() in PEOPLE_WORDS and (party or not (last[0].isupper() and head > 1))
        if people and last.lower() in ROLE_WORDS and words[0].lower() == "the":
            return None
        several = last.islower() and last.endswith("s") and not last.endswith("ss") and not is_body(words[:head])
        if people and words[0].lower() == "the" and head == len(words) == 2 and last in self._unknown:
            return ResolvedSpeaker(self._unknown[last], "unnamed")  # "the diplomat" after "an Indian diplomat"
        if people or several or words[0].lower() in _INDEFINITE:
            return ResolvedSpeaker(self._description(span), "unnamed") if people or not is_body([last]) else None
        return None

    def _dateline(self, span: Span) -> bool:
        """Whether the words are the place that a report begins with: "MOSCOW, Sept. 27 - ..."."""
        if not self._text[span.start : span.end].isupper():
            return False
        line = self._text.rfind("\n", 0, span.start) + 1
        return not self._text[line : span.start].strip() and _AFTER_PLACE.match(self._text, span.end) is not None

    def _titled(self, span: Span, words: list[str]) -> ResolvedSpeaker | None:
        """A country's or body's office without a name: "Ukraine's president", "the NATO secretary general". The person
        named last with that title, if the text names one, else a description."""
        low = [w.lower() for w in words]
        heads = {w for w in low if w in TITLES_AND_ROLES}
        if len(words) < 2 or len(words) > 6 or words[-1] not in TITLES_AND_ROLES or "," in self._surface(span):
            return None
        if not any(w[0].isupper() and is_body([key_of(w)]) for w in words) and "'s" not in self._surface(span):
            return None
        person = self._people.titled(heads, span.start)
        return self._person(person) if person else ResolvedSpeaker(self._description(span), "unnamed")

    def _description(self, span: Span) -> str:
        return lowered(re.sub(r",?\s+(?:who|which|that)$", "", self._surface(span)))

    def _named(self, span: Span, words: list[str]) -> ResolvedSpeaker | None:
        surface = self._text[span.start : span.end]
        head, comma, rest = surface.partition(",")
        office = comma and set(NAME_WORDS.findall(head.lower())) & ROLE_WORDS
        if office and RUN.match(rest.strip()) and not names_itself(head):
            surface = rest  # "The U.N. political chief, Rosemary DiCarlo,"
        actor = self._aliases.get(fold(surface))
        runs = list(RUN.finditer(surface))
        for m in sorted(runs, key=lambda m: (not role_before(surface, m.start()), m.start())):
            found = self._run(m, surface, words, actor)
            if found:
                return found
        return ResolvedSpeaker(actor.name, actor.kind, actor.id) if actor else None

    def _run(self, m: re.Match[str], surface: str, words: list[str], actor: Actor | None) -> ResolvedSpeaker | None:
        """What one capitalised run of a speaker's words names, if it names the speaker."""
        run, _ = strip_run(m.group(), 0)
        name = after_title(run)
        adjective = _GOES_ON.match(surface, m.end()) or _COMPOUND.search(m.group())
        if len(run) == 1 and adjective and self._people.find(run) is None:
            return None  # "Russian state news agency RIA Novosti", "Moscow-backed"
        return self._by_name(name, m, surface, words, actor) if name else None

    def _by_name(
        self, name: list[str], m: re.Match[str], surface: str, words: list[str], actor: Actor | None
    ) -> ResolvedSpeaker | None:
        joined = " ".join(name)
        known = self._people.find(name)
        person = self._people[known] if known else None
        told = self._aliases.get(fold(joined))
        alone = person is None and len(name) == 1 and not is_body(name) and role_before(surface, m.start())
        if alone or (told and told.kind == "person"):  # alone: "NATO chief Stoltenberg"
            return ResolvedSpeaker(told.name, told.kind, told.id) if told else ResolvedSpeaker(joined, "person")
        if is_body(name) or (words[0].lower() == "the" and person is None):
            lead = surface[: m.start()].strip()
            if lead and lead == lead.lower() and " " in lead and is_body(lead.split()):
                return ResolvedSpeaker(joined, "body", self._actor(joined))  # "the state company Energoatom"
            return self._body(surface, joined, words)
        leading = m.start() < 40 or m.end() > len(surface) - 3
        if leading and (person or actor):
            full = self._full(person.full) if person else ""
            named = self._aliases.get(fold(full)) or actor
            return ResolvedSpeaker(named.name, named.kind, named.id) if named else ResolvedSpeaker(full, "person")
        if m.start() and {w.lower() for w in words} & (PEOPLE_WORDS | ROLE_WORDS):
            return None
        kind = "body" if is_place(name) or is_area(name) or (len(name) == 1 and joined.isupper()) else "person"
        return ResolvedSpeaker(joined, kind, self._actor(joined))

    def _body(self, surface: str, joined: str, words: list[str]) -> ResolvedSpeaker:
        low = {w.lower() for w in words}
        if (
            low & PEOPLE_WORDS
            and not is_body([words[-1]])
            and words[0].lower() in ("a", "an", "one", "some", "two", "several")
        ):
            return ResolvedSpeaker(tidy(surface), "unnamed")
        if describes(words) and self._actor(joined) is None:
            return ResolvedSpeaker(lowered(tidy(surface)), "unnamed")
        name = bare(tidy(surface))
        return ResolvedSpeaker(name, "body", self._actor(name) or self._actor(joined))

    def _described(self, words: list[str], span: Span) -> ResolvedSpeaker:
        """A title without a name ("the president") means the nearest person so described; other words are unnamed."""
        low = [w.lower() for w in words]
        definite = low[0] in ("the", "his", "her", "their") and len(low) <= 4
        heads = set(low) & TITLES_AND_ROLES
        if definite and heads and low[-1] in heads:
            person = self._people.titled(heads, span.start)
            if person:
                return self._person(person)
        if definite and low[-1] in PEOPLE_WORDS | ROLE_WORDS and low[-1] in self._unknown:
            return ResolvedSpeaker(self._unknown[low[-1]], "unnamed")  # "the diplomat" after "an Indian diplomat"
        spoke = self._people.spoke_last(span.start)
        if definite and low[0] == "the" and spoke and not self._someone:
            person = self._people[spoke[1]]
            untitled = len(low) == 2 and low[1] in ROLE_WORDS and not person.titles
            if "year-old" in low[-1] or untitled:  # "the governor" said of the man who has just spoken
                return self._person(person)
        if not set(low) & PEOPLE_WORDS and is_body(low):
            name = bare(self._surface(span))
            return ResolvedSpeaker(name, "body", self._actor(name))
        return ResolvedSpeaker(self._description(span), "unnamed")

    # --- names and actors

    def _surface(self, span: Span) -> str:
        return tidy(self._text[span.start : span.end])

    def _full(self, name: str) -> str:
        hit = self._aliases.get(fold(name))
        return hit.name if hit else name

    def _actor(self, name: str | None) -> str | None:
        if not name:
            return None
        hit = self._aliases.get(fold(name))
        return hit.id if hit else None

    def _body_before(self, before: int) -> str | None:
        """The body named last before this place, within the same or the previous paragraph."""
        floor = max(0, before - 600)
        best = None
        for m in RUN.finditer(self._text, floor, before):
            words, _ = strip_run(m.group(), 0)
            if words and is_body(words):
                best = " ".join(words)
        return best
