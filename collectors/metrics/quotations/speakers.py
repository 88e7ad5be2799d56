"""Who a speaker's words point to: surname to full name, pronoun and title to a person, bodies, unnamed sources, actors.

Everything is read from the text itself and from the event's actors; there are no lists of people.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from collectors.metrics.quotations.lexicon import (
    LAWS,
    PEOPLE_WORDS,
    ROLE_WORDS,
    word_set,
)
from collectors.metrics.quotations.names import (
    BETWEEN,
    BREAKS,
    NAME_WORDS,
    RUN,
    TITLES_AND_ROLES,
    actor_names,
    after_title,
    apposition,
    bare,
    fold,
    gender_of,
    is_body,
    is_place,
    key_of,
    lowered,
    names_follow,
    role_before,
    strip_run,
    tidy,
)
from collectors.model import Actor, Span

_HE, _SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_PERSONAL = _HE | _SHE | {"i", "who", "me", "my"}
_PLURAL = word_set("they them we us our their those these many some others most several all both")
_INDEFINITE = frozenset(
    ["a", "an", "one", "some", "most", "many", "several", "two", "three", "few", "other", "another"]
)
_REACH = 4000  # characters back to look for the person a pronoun or title means
#: A dateline goes on with the agency in brackets, a date, or a dash.
_AFTER_PLACE = re.compile(r"(?:,[^\n.—–-]{0,25}\.?[^\n.—–-]{0,12})?\s*(?:\(|[—–-])")
_SPOKE = 1500  # characters for which the last speaker stays the likeliest "he" or "she"


@dataclass
class _Person:
    """A person named in the text: the fullest form and the words said beside the name."""

    full: str
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    speaks: bool = False


@dataclass(frozen=True)
class Resolved:
    """A speaker's name (None: unattributed), kind (person, body, unnamed, unattributed) and Actor.id."""

    name: str | None
    kind: str
    actor: str | None = None


class Speakers:
    """Resolves the speakers of one text, in reading order."""

    def __init__(self, text: str, actors: Sequence[Actor] = ()) -> None:
        self._text = text
        self._aliases = actor_names(actors)
        self._people: dict[str, _Person] = {}  # by last name
        self._mentions: list[tuple[int, str]] = []  # where whom, in reading order
        self._unknown: dict[str, str] = {}  # head of a description -> the first description with it
        self._index()
        self._last: tuple[int, str] | None = None  # where the last person spoke, and the surname

    # --- the people of the text

    def _index(self) -> None:
        for m in RUN.finditer(self._text):
            run = m.group()
            if " " not in run and "\u00a0" not in run:
                person = self._people.get(key_of(run))
                if person is not None:
                    self._mentions.append((m.start(), key_of(run)))
                continue  # a single capitalised word is a person only by a fuller form
            words, start = strip_run(run, m.start())
            name = after_title(words)
            if not name or len(name) > 5 or is_body(name):
                continue
            titles = {low for w in words if (low := w.lower().rstrip(".")) in TITLES_AND_ROLES}
            if len(name) > 1 or titles or key_of(name[-1]) in self._people:
                self._meet(name, words, titles, start, m)

    def _meet(self, name: list[str], words: list[str], titles: set[str], start: int, m: re.Match[str]) -> None:
        """Take in one mention of a person."""
        person = self._people.setdefault(key_of(name[-1]), _Person(" ".join(name)))
        if len(name) > len(person.full.split()):
            person.full = " ".join(name)
        self._mentions.append((start, key_of(name[-1])))
        person.titles |= titles | apposition(self._text, m.end()) | role_before(self._text, m.start())
        person.gender = person.gender or gender_of(words, person.titles)

    # --- one speaker

    def resolve(self, span: Span | None) -> Resolved:
        """The person, body or description behind a speaker span."""
        if span is None:
            return Resolved(None, "unattributed")
        words = NAME_WORDS.findall(self._text[span.start : span.end])
        if not words or words[-1].lower() in LAWS or self._dateline(span):
            return Resolved(None, "unattributed")
        found = (
            self._pronoun(words, span)
            or self._several(span, words)
            or self._titled(span, words)
            or self._unnamed(words, span)
            or self._named(span, words)
            or self._described(words, span)
        )
        if found.kind == "unnamed" and found.name:
            for word in NAME_WORDS.findall(found.name.lower()):
                if word in PEOPLE_WORDS:
                    self._unknown.setdefault(word, found.name)
        if found.kind == "person" and found.name:
            self._spoke(span.start, found.name)
        return found

    def _pronoun(self, words: list[str], span: Span) -> Resolved | None:
        low = words[0].lower()
        if low == "who":
            return self._who(span)
        if len(words) > 1 or low not in _PERSONAL | _PLURAL | {"it"}:
            return None
        if low in _PLURAL:
            return Resolved(self._surface(span), "unnamed")
        if low == "it":
            body = self._body_before(span.start)
            return Resolved(body, "body", self._actor(body)) if body else Resolved("it", "body")
        gender = "m" if low in _HE else "f" if low in _SHE else ""
        person = self._nearest(span.start, gender)
        if person is None:
            return Resolved(self._surface(span), "unnamed")
        if gender and not person.gender:
            person.gender = gender
        return Resolved(self._full(person.full), "person", self._actor(person.full))

    def _who(self, span: Span) -> Resolved:
        """A relative pronoun: the person named just before it, or else the words it follows."""
        named = self._window(span.start, 90)
        line = max(self._text.rfind(mark, max(0, span.start - 200), span.start) for mark in ("\n", ". ", "? ", "! "))
        named = [n for n in named if n[0] > line]
        if named:
            person = self._people[named[-1][1]]
            return Resolved(self._full(person.full), "person", self._actor(person.full))
        clause = tidy(self._text[line + 1 : span.start]).split(",")[-1]
        return Resolved(lowered(tidy(" ".join(clause.split()[-8:]))) or "who", "unnamed")

    def _spoke(self, at: int, name: str) -> None:
        """Remember who spoke last; somebody named by one word only is known from here on."""
        key = key_of(name.rsplit(maxsplit=1)[-1])
        if key not in self._people:
            self._people[key] = _Person(name)
            bisect.insort(self._mentions, (at, key))
        self._people[key].speaks = True
        self._last = (at, key)

    def _window(self, before: int, reach: int) -> list[tuple[int, str]]:
        """The mentions of people within `reach` characters before a place, in reading order."""
        first = bisect.bisect_left(self._mentions, (before - reach, ""))
        return self._mentions[first : bisect.bisect_left(self._mentions, (before, ""))]

    def _nearest(self, before: int, gender: str) -> _Person | None:
        """The person who spoke last if near, unless another has opened a sentence since; otherwise the one named last
        before this place. Of fitting gender."""
        named = [(at, key) for at, key in self._window(before, _REACH) if self._fits(key, gender)]
        if self._last and before - self._last[0] < _SPOKE and self._fits(self._last[1], gender):
            at, key = self._last
            if not any(k != key and a > at and self._opens(a, before) for a, k in named):
                return self._people[key]
        known = [n for n in named if self._people[n[1]].titles or self._people[n[1]].speaks]
        sure = [n for n in known if gender and self._people[n[1]].gender == gender]
        best = (sure or known or named)[-1:]
        return self._people[best[0][1]] if best else None

    def _fits(self, key: str, gender: str) -> bool:
        known = self._people[key].gender
        return not (gender and known and known != gender)

    def _opens(self, at: int, before: int) -> bool:
        """Whether a mention begins a sentence of the paragraph in which `before` lies."""
        line = self._text.rfind("\n", max(0, before - _SPOKE), before) + 1
        return at >= line and self._text[max(line, at - 4) : at].rstrip(' \u00a0”"’')[-1:] in ("", ".", "?", "!")

    def _several(self, span: Span, words: list[str]) -> Resolved | None:
        """Countries or bodies side by side: "Germany, France and Italy"."""
        surface = self._surface(span)
        parts = [p for p in BETWEEN.split(surface) if p]
        if len(words) > 14 or len(parts) < 2 or not all(is_body(bare(p).split()) for p in parts):
            return None
        return Resolved(bare(surface), "body")

    def _unnamed(self, words: list[str], span: Span) -> Resolved | None:
        """A description that ends in people without a name: "Western leaders", "Residents of the town"."""
        words = NAME_WORDS.findall(self._text[span.start : span.end].split(",")[0]) or words
        if words[0][0].isupper() and words[0].lower() in PEOPLE_WORDS and words[0].lower() not in TITLES_AND_ROLES:
            return Resolved(self._description(span), "unnamed")
        head = 0
        while head < len(words) and words[head].lower() not in BREAKS:
            head += 1
        if head == 0:
            return None
        surface, last = self._text[span.start : span.end], words[head - 1]
        if names_follow(surface) or any(role_before(surface, m.start()) for m in RUN.finditer(surface)):
            return None
        people = last.lower() in PEOPLE_WORDS and not (last[0].isupper() and head > 1)
        if people and last.lower() in ROLE_WORDS and words[0].lower() == "the":
            return None
        several = last.islower() and last.endswith("s") and not last.endswith("ss") and not is_body(words[:head])
        if people or several or words[0].lower() in _INDEFINITE:
            return Resolved(self._description(span), "unnamed") if people or not is_body([last]) else None
        return None

    def _dateline(self, span: Span) -> bool:
        """Whether the words are the place that a report begins with: "MOSCOW, Sept. 27 - ..."."""
        if not self._text[span.start : span.end].isupper():
            return False
        line = self._text.rfind("\n", 0, span.start) + 1
        return not self._text[line : span.start].strip() and _AFTER_PLACE.match(self._text, span.end) is not None

    def _titled(self, span: Span, words: list[str]) -> Resolved | None:
        """A country's or body's office without a name: "Ukraine's president", "the NATO secretary general". The person
        named last with that title, if the text names one, else a description."""
        low = [w.lower() for w in words]
        heads = {w for w in low if w in TITLES_AND_ROLES}
        if len(words) < 2 or len(words) > 6 or words[-1] not in TITLES_AND_ROLES or "," in self._surface(span):
            return None
        if not any(w[0].isupper() and is_body([key_of(w)]) for w in words) and "'s" not in self._surface(span):
            return None
        near = [key for _, key in self._window(span.start, _REACH) if heads & self._people[key].titles]
        if not near:
            return Resolved(self._description(span), "unnamed")
        p = self._people[near[-1]]
        return Resolved(self._full(p.full), "person", self._actor(p.full))

    def _description(self, span: Span) -> str:
        return lowered(re.sub(r"\s+(?:who|which|that)$", "", self._surface(span)))

    def _named(self, span: Span, words: list[str]) -> Resolved | None:
        surface = self._text[span.start : span.end]
        head, comma, rest = surface.partition(",")
        if comma and set(NAME_WORDS.findall(head.lower())) & ROLE_WORDS and RUN.match(rest.strip()):
            surface = rest  # "The U.N. political chief, Rosemary DiCarlo,"
        actor = self._aliases.get(fold(surface))
        runs = list(RUN.finditer(surface))
        for m in sorted(runs, key=lambda m: (not role_before(surface, m.start()), m.start())):
            found = self._run(m, surface, words, actor)
            if found:
                return found
        return Resolved(actor.name, actor.kind, actor.id) if actor else None

    def _run(self, m: re.Match[str], surface: str, words: list[str], actor: Actor | None) -> Resolved | None:
        """What one capitalised run of a speaker's words names, if it names the speaker."""
        run, _ = strip_run(m.group(), 0)
        name = after_title(run)
        return self._by_name(name, m, surface, words, actor) if name else None

    def _by_name(
        self, name: list[str], m: re.Match[str], surface: str, words: list[str], actor: Actor | None
    ) -> Resolved | None:
        joined = " ".join(name)
        person = self._people.get(key_of(name[-1]))
        told = self._aliases.get(fold(joined))
        alone = person is None and len(name) == 1 and not is_body(name) and role_before(surface, m.start())
        if alone or (told and told.kind == "person"):  # alone: "NATO chief Stoltenberg"
            return Resolved(told.name, told.kind, told.id) if told else Resolved(joined, "person")
        if is_body(name) or (words[0].lower() == "the" and person is None):
            lead = surface[: m.start()].strip()
            if lead and lead == lead.lower() and " " in lead and is_body(lead.split()):
                return Resolved(joined, "body", self._actor(joined))  # "the state company Energoatom"
            return self._body(surface, joined, words)
        leading = m.start() < 40 or m.end() > len(surface) - 3
        if leading and (person or actor):
            full = self._full(person.full) if person else ""
            known = self._aliases.get(fold(full)) or actor
            return Resolved(known.name, known.kind, known.id) if known else Resolved(full, "person")
        if m.start() and {w.lower() for w in words} & (PEOPLE_WORDS | ROLE_WORDS):
            return None
        kind = "body" if is_place(name) or (len(name) == 1 and joined.isupper()) else "person"
        return Resolved(joined, kind, self._actor(joined))

    def _body(self, surface: str, joined: str, words: list[str]) -> Resolved:
        low = {w.lower() for w in words}
        if (
            low & PEOPLE_WORDS
            and not is_body([words[-1]])
            and words[0].lower() in ("a", "an", "one", "some", "two", "several")
        ):
            return Resolved(tidy(surface), "unnamed")
        name = bare(tidy(surface))
        return Resolved(name, "body", self._actor(name) or self._actor(joined))

    def _described(self, words: list[str], span: Span) -> Resolved:
        """A title without a name ("the president") means the nearest person so described; other words are unnamed."""
        low = [w.lower() for w in words]
        definite = low[0] in ("the", "his", "her", "their") and len(low) <= 4
        heads = set(low) & TITLES_AND_ROLES
        if definite and heads and low[-1] in heads:
            near = [key for _, key in self._window(span.start, _REACH) if heads <= self._people[key].titles]
            if near:
                p = self._people[near[-1]]
                return Resolved(self._full(p.full), "person", self._actor(p.full))
        if definite and low[-1] in PEOPLE_WORDS | ROLE_WORDS and low[-1] in self._unknown:
            return Resolved(self._unknown[low[-1]], "unnamed")  # "the diplomat" after "an Indian diplomat"
        if definite and low[0] == "the" and self._last and "year-old" in low[-1]:
            person = self._people[self._last[1]]
            return Resolved(self._full(person.full), "person", self._actor(person.full))
        if not set(low) & PEOPLE_WORDS and is_body(low):
            name = bare(self._surface(span))
            return Resolved(name, "body", self._actor(name))
        return Resolved(self._description(span), "unnamed")

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
