"""Who a speaker's words point to: surname to full name, pronoun and title to a person, bodies, unnamed sources, actors.

Everything is read from the text itself and from the event's actors; there are no lists of people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from collectors.metrics.quotations.lexicon import (
    BODY_WORDS,
    FEMALE,
    MALE,
    PEOPLE_WORDS,
    PLACES,
    ROLE_WORDS,
    TITLE_WORDS,
    word_set,
)
from collectors.model import Actor, Span

_NAME_WORD = r"[^\W\d_a-zа-яёіїєґß-öø-ÿ][^\W\d_]*(?:[-’'.][^\W\d_]+)*\.?"
#: A run of capitalised words, with name particles inside, at most eight words: bounded and linear.
_RUN = re.compile(
    rf"{_NAME_WORD}(?:[ \u00a0](?:(?:de|del|der|den|von|van|da|di|du|la|al|el|bin|ibn|of|the)[ \u00a0]){{0,2}}{_NAME_WORD}){{0,7}}"
)
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_TITLES = TITLE_WORDS | ROLE_WORDS
_LINK = frozenset(["of", "the", "and", "for"])
_HE, _SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_PERSONAL = _HE | _SHE | {"i", "who", "me", "my"}
_PLURAL = word_set("they them we us our their those these many some others most several all both")
_REACH = 4000  # characters back to look for the person a pronoun or title means


@dataclass
class _Person:
    """A person named in the text: the fullest form, the words said beside the name, and where it is mentioned."""

    full: str
    titles: set[str] = field(default_factory=set)
    at: list[int] = field(default_factory=list)
    gender: str = ""


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
        self._aliases = _aliases(actors)
        self._people: dict[str, _Person] = {}  # by last name
        self._index()
        self._last: tuple[int, str] | None = None  # where the last person spoke, and the surname

    # --- the people of the text

    def _index(self) -> None:
        for m in _RUN.finditer(self._text):
            run = m.group()
            if " " not in run and "\u00a0" not in run:
                person = self._people.get(_key(run))
                if person is not None:
                    person.at.append(m.start())
                continue  # a single capitalised word is a person only by a fuller form
            words, start = _strip_run(run, m.start())
            name = _after_title(words)
            if not name or len(name) > 5 or _is_body(name):
                continue
            titles = {low for w in words if (low := w.lower().rstrip(".")) in _TITLES}
            if len(name) > 1 or titles or _key(name[-1]) in self._people:
                self._meet(name, words, titles, start, m)

    def _meet(self, name: list[str], words: list[str], titles: set[str], start: int, m: re.Match[str]) -> None:
        """Take in one mention of a person."""
        person = self._people.setdefault(_key(name[-1]), _Person(" ".join(name)))
        if len(name) > len(person.full.split()):
            person.full = " ".join(name)
        person.at.append(start)
        person.titles |= titles | _apposition(self._text, m.end()) | _before(self._text, m.start())
        person.gender = person.gender or _gender(words, person.titles)

    # --- one speaker

    def resolve(self, span: Span | None) -> Resolved:
        """The person, body or description behind a speaker span."""
        if span is None:
            return Resolved(None, "unattributed")
        words = _WORD.findall(self._text[span.start : span.end])
        if not words:
            return Resolved(None, "unattributed")
        found = (
            self._pronoun(words, span)
            or self._several(span, words)
            or self._unnamed(words, span)
            or self._named(span, words)
            or self._described(words, span)
        )
        if found.kind == "person" and found.name:
            self._last = (span.start, _key(found.name.split()[-1]))
        return found

    def _pronoun(self, words: list[str], span: Span) -> Resolved | None:
        low = words[0].lower()
        if (len(words) > 1 and low != "who") or low not in _PERSONAL | _PLURAL | {"it"}:
            return None
        if low in _PLURAL:
            return Resolved(self._surface(span), "unnamed")
        if low == "it":
            body = self._body_before(span.start)
            return Resolved(body, "body", self._actor(body)) if body else Resolved("it", "body")
        gender = "m" if low in _HE else "f" if low in _SHE else ""
        person = self._nearest(span.start, gender, adjacent=low == "who")
        if person is None:
            return Resolved(self._surface(span), "unnamed")
        if gender and not person.gender:
            person.gender = gender
        return Resolved(self._full(person.full), "person", self._actor(person.full))

    def _nearest(self, before: int, gender: str, adjacent: bool = False) -> _Person | None:
        """The person who spoke last if near, otherwise the one named last before this place, of fitting gender."""
        fit = [p for p in self._people.values() if not (gender and p.gender and p.gender != gender)]
        if self._last and not adjacent:
            p = self._people.get(self._last[1])
            others = [q for q in fit if q is not p and any(self._last[0] < a < before for a in _near(q.at, before))]
            if p in fit and before - self._last[0] < 1500 and not (others and self._opens_sentence(others, before)):
                return p
        best = max(fit, key=lambda p: max((a for a in p.at if a < before), default=-1), default=None)
        if best is None:
            return None
        at = max((a for a in best.at if a < before), default=-1)
        return best if at >= 0 and before - at < _REACH else None

    def _opens_sentence(self, people: list[_Person], before: int) -> bool:
        """Whether one of these people is named at the start of a sentence of the paragraph so far."""
        line = self._text.rfind("\n", 0, before) + 1
        return any(a >= line and self._text[line:a].rstrip()[-1:] in ("", ".", "?", "!") for p in people for a in _near(p.at, before))

    def _several(self, span: Span, words: list[str]) -> Resolved | None:
        """Countries or bodies side by side: "Germany, France and Italy"."""
        surface = self._surface(span)
        parts = [p for p in _BETWEEN.split(surface) if p]
        if len(words) > 14 or len(parts) < 2 or not all(_is_body(_bare(p).split()) for p in parts):
            return None
        return Resolved(_bare(surface), "body")

    def _unnamed(self, words: list[str], span: Span) -> Resolved | None:
        """A description that ends in people without a name: "Western leaders", "Residents of the town"."""
        head = 0
        while head < len(words) and words[head].lower() not in _BREAKS:
            head += 1
        if head == 0 or words[head - 1].lower() not in PEOPLE_WORDS or (words[head - 1][0].isupper() and head > 1):
            return None
        if words[head - 1].lower() in ROLE_WORDS and (words[0].lower() == "the" or _names_follow(self._text[span.start : span.end])):
            return None
        return Resolved(self._surface(span), "unnamed")

    def _named(self, span: Span, words: list[str]) -> Resolved | None:
        surface = self._text[span.start : span.end]
        actor = self._alias_in(surface)
        for m in _RUN.finditer(surface):
            run, _ = _strip_run(m.group(), 0)
            name = _after_title(run)
            if not name:
                continue
            joined = " ".join(name)
            if _is_body(name) or (words[0].lower() == "the" and _key(name[-1]) not in self._people):
                return self._body(surface, joined, words)
            person = self._people.get(_key(name[-1]))
            leading = m.start() < 40 or m.end() > len(surface) - 3
            if person is not None and leading:
                return Resolved(self._full(person.full), "person", self._actor(person.full) or actor)
            if actor and leading:
                return Resolved(self._aliases_name(actor), self._aliases_kind(actor), actor)
            lower = {w.lower() for w in words}
            if not (lower & (PEOPLE_WORDS | ROLE_WORDS)) or m.start() == 0:
                kind = "body" if _place(name) or (len(name) == 1 and joined.isupper()) else "person"
                return Resolved(joined, kind, self._actor(joined))
        if actor:
            return Resolved(self._aliases_name(actor), self._aliases_kind(actor), actor)
        return None

    def _body(self, surface: str, joined: str, words: list[str]) -> Resolved:
        low = {w.lower() for w in words}
        if (
            low & PEOPLE_WORDS
            and not _is_body([words[-1]])
            and words[0].lower() in ("a", "an", "one", "some", "two", "several")
        ):
            return Resolved(_tidy(surface), "unnamed")
        name = _bare(_tidy(surface))
        return Resolved(name, "body", self._actor(name) or self._actor(joined))

    def _described(self, words: list[str], span: Span) -> Resolved:
        """A title without a name ("the president") means the nearest person so described; other words are unnamed."""
        low = [w.lower() for w in words]
        definite = low[0] in ("the", "his", "her", "their") and len(low) <= 4
        heads = set(low) & _TITLES
        if definite and heads and low[-1] in heads:
            near = [p for p in self._people.values() if heads <= p.titles and any(a < span.start for a in p.at)]
            if near:
                p = max(near, key=lambda p: max(a for a in p.at if a < span.start))
                return Resolved(self._full(p.full), "person", self._actor(p.full))
        if not set(low) & PEOPLE_WORDS and _is_body(low):
            name = _bare(self._surface(span))
            return Resolved(name, "body", self._actor(name))
        return Resolved(self._surface(span), "unnamed")

    # --- names and actors

    def _surface(self, span: Span) -> str:
        return _tidy(self._text[span.start : span.end])

    def _full(self, name: str) -> str:
        actor = self._actor(name)
        return self._aliases_name(actor) if actor else name

    def _actor(self, name: str | None) -> str | None:
        if not name:
            return None
        hit = self._aliases.get(_fold(name))
        return hit.id if hit else None

    def _alias_in(self, surface: str) -> str | None:
        hit = self._aliases.get(_fold(surface))
        return hit.id if hit else None

    def _aliases_name(self, actor: str) -> str:
        return next(a.name for a in self._aliases.values() if a.id == actor)

    def _aliases_kind(self, actor: str) -> str:
        return next(a.kind for a in self._aliases.values() if a.id == actor)

    def _body_before(self, before: int) -> str | None:
        """The body named last before this place, within the same or the previous paragraph."""
        floor = max(0, before - 600)
        best = None
        for m in _RUN.finditer(self._text, floor, before):
            words, _ = _strip_run(m.group(), 0)
            if words and _is_body(words):
                best = " ".join(words)
        return best


_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_BREAKS = frozenset("of who which that in at from with near on familiar close inside for whose speaking".split())


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)


def _names_follow(surface: str) -> bool:
    """Whether a name stands after a comma: "her lawyer, Karel Voss"."""
    return re.search(r",\s*[^\W\d_a-z]", surface) is not None


def _near(at: list[int], before: int) -> list[int]:
    return [a for a in at[-200:] if before - 1500 < a < before]


def _aliases(actors: Sequence[Actor]) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    for a in actors:
        for n in (a.name, *a.aliases):
            found.setdefault(_fold(n), a)
    for a in actors:  # a surname on its own, where it belongs to one person only
        if a.kind == "person" and " " in a.name:
            found.setdefault(_fold(a.name.split()[-1]), a)
    return found


def _fold(name: str) -> str:
    low = re.sub(r"^(?:the|mr|mrs|ms|dr|sir)\.?\s+", "", _tidy(name).lower())
    return _POSSESSIVE.sub("", low)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(' ,;:–—-"“”')


def _key(word: str) -> str:
    return _POSSESSIVE.sub("", word.lower()).rstrip(".")


def _strip_run(run: str, at: int) -> tuple[list[str], int]:
    """The words of a capitalised run without a function word at its start ("The", "But") and a possessive at its end."""
    words = run.split()
    while words and words[0].lower().strip(".") in _STOP:
        at += len(words[0]) + 1
        words = words[1:]
    if words:
        words[-1] = _POSSESSIVE.sub("", words[-1])
        if words[-1].count(".") == 1 and len(words[-1]) > 3:
            words[-1] = words[-1].rstrip(".")
    return [w for w in words if w], at


_STOP = word_set(
    """
    the a an and but or so yet if when while after before as at in on of for from by with to that this these
    those he she it they we you i his her its their our my what who why how where there here then now not no yes
    all some many most both each every one two three since until although though because however meanwhile still
    also according asked earlier later last monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december
    """
)


def _after_title(words: list[str]) -> list[str]:
    """The name after titles and roles: ["German", "Chancellor", "Olaf", "Scholz"] -> ["Olaf", "Scholz"]."""
    last = max((i for i, w in enumerate(words) if w.lower().rstrip(".") in _TITLES), default=-1)
    if 0 <= last < len(words) - 1 and words[last + 1].lower() not in _LINK:
        return words[last + 1 :]
    if last == len(words) - 1 >= 0:
        return []
    return words


def _is_body(words: Sequence[str]) -> bool:
    return any(w.lower().strip(".") in BODY_WORDS for w in words) or _place(words)


def _place(words: Sequence[str]) -> bool:
    return " ".join(words).lower().replace(".", "") in PLACES


def _apposition(text: str, end: int) -> set[str]:
    """Role words in a comma phrase after a name: "Dmitry Medvedev, a former president who ..."."""
    if not text.startswith(",", end):
        return set()
    words = _WORD.findall(text[end + 1 : end + 90])[:8]
    return {w.lower() for w in words if w.lower() in ROLE_WORDS}


def _before(text: str, start: int) -> set[str]:
    """A role word right before a name: "the spokesman Dmitry Peskov"."""
    words = _WORD.findall(text[max(0, start - 30) : start])
    return (
        {words[-1].lower()} if words and words[-1].lower() in ROLE_WORDS and text[start - 1 : start] == " " else set()
    )


def _gender(words: list[str], titles: set[str]) -> str:
    marks = {w.lower().rstrip(".") for w in words} | titles
    return "m" if marks & MALE and not marks & FEMALE else "f" if marks & FEMALE and not marks & MALE else ""
