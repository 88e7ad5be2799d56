"""What a collection looks for: outlets, days, and the words of the event."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from urllib.parse import unquote, urlsplit

from collectors.model import Event, Outlet
from collectors.sources.source_times import widened
from collectors.support.dates import day_of

#: Days around the event's window that still count: lastmod and capture dates are not publication dates.
MARGIN = 2
#: An address or a title with fewer words than this is too short to judge by.
TELLING_WORDS = 3

# Outlets romanise one name in many ways (Luhansk, Lugansk; Zelenskyy, Selenskyj). Letters that they choose between
# become one letter here, and double letters become single ones; the result is a key, not a spelling.
_LETTERS = "абвгґдеєёжзиіїйклмнопрстуфхцчшщыэюяłßøæđı"
_ROMAN = "a b v h h d e e e zh z i i i i k l m n o p r s t u f h c ch sh sch i e iu ia l ss o ae d i"
_FOLD = str.maketrans({**dict(zip(_LETTERS, _ROMAN.split(), strict=True)), "ь": "", "ъ": ""})
_SAME = str.maketrans("gyjw", "hiiv")
_WORD = re.compile(r"[^\W\d_]+")
_DOUBLE = re.compile(r"([a-z])\1")
_MARKS = re.compile("[\u0300-\u036f]+")
_LONGEST = 4_000  # characters of an address or title that are read


def fold(text: str) -> str:
    """Return a key of a text's words that ignores accents, the script (Cyrillic or Latin) and the way to romanise.

    Each word follows one space; digits and marks are left out: "Харків-2022, Kharkiv" -> " harkiv harkiv".
    """
    letters = text.casefold()
    if not letters.isascii():
        plain = unicodedata.normalize("NFKD", letters.replace("й", "и").replace("ї", "і"))
        letters = _MARKS.sub("", plain).translate(_FOLD)
    key = " ".join(["", *_WORD.findall(letters)])
    return _DOUBLE.sub(r"\1", key.translate(_SAME).replace("kh", "h").replace("ts", "c"))


def slug(url: str) -> str:
    """Return the path of an address, decoded and without a file ending."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    return re.sub(r"\.[a-z]{2,5}\Z", "", path)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases by the beginning of their first word, each with the beginnings of the words after it.

    `sizes` are the lengths of the first words.
    """

    by_start: Mapping[str, tuple[tuple[str, ...], ...]]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> _Phrases:
        """Make the phrases from text.

        Long words lose up to three letters, which is what inflection changes ("annexation" finds "annexing"); words
        with a * stay as they are.
        """
        endings: dict[str, set[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = [stem for part in phrase.split() for stem in _word_stems(part)]
            if sum(map(len, words)) >= 3:
                endings.setdefault(words[0], set()).add(tuple(words[1:]))
        starts = {first: tuple(sorted(rest)) for first, rest in sorted(endings.items())}
        return cls(starts, tuple(sorted({len(first) for first in starts})))

    def stand_in(self, words: list[str]) -> bool:
        """Return whether any phrase occurs in the words.

        Each different word is looked up by its beginnings, so the time does not grow with the number of phrases.
        """
        starting = {word for word in set(words) if any(word[:size] in self.by_start for size in self.sizes)}
        return bool(starting) and any(
            self._at(words, index, word[:size])
            for index, word in enumerate(words)
            if word in starting
            for size in self.sizes
        )

    def _at(self, words: list[str], index: int, start: str) -> bool:
        for rest in self.by_start.get(start, ()):
            following = words[index + 1 : index + 1 + len(rest)]
            if len(following) == len(rest) and all(map(str.startswith, following, rest)):
                return True
        return False


def _word_stems(part: str) -> list[str]:
    words = fold(part).split()
    return [word[: max(5, len(word) - 3)] if len(word) > 7 and not part.endswith("*") else word for word in words]


def search_phrases(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return query terms as services search them.

    Args:
        phrases: Terms as declared. Words separated by "|" give one phrase for each choice; terms with a gap ("...") are
            left out.
    """
    plain = (phrase for phrase in phrases if "..." not in phrase.split())
    chosen = (" ".join(words) for phrase in plain for words in product(*(part.split("|") for part in phrase.split())))
    return tuple(dict.fromkeys(chosen))


@dataclass(frozen=True, slots=True)
class CoverageQuery:
    """The outlets, the days and the words that a collection looks for.

    Attributes:
        outlets: The outlets asked for.
        start: The first day of the event; None for an open window, and so for `end`.
        end: The last day of the event.
        terms: The query terms by language, as declared.
        names: The event's terms and actors, to tell from a title or an address that something is about another matter.
    """

    outlets: tuple[Outlet, ...] = ()
    start: date | None = None
    end: date | None = None
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    _names: _Phrases = field(init=False, repr=False, compare=False)
    _terms: _Phrases = field(init=False, repr=False, compare=False)
    _domains: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", _Phrases.of(self.names))
        object.__setattr__(self, "_terms", _Phrases.of(term for words in self.terms.values() for term in words))

        domains = {domain: outlet for outlet in reversed(self.outlets) for domain in outlet.domains}
        object.__setattr__(self, "_domains", domains)

    @classmethod
    def of(cls, event: Event, outlets: Iterable[Outlet] = ()) -> CoverageQuery:
        """Return what to look for to cover an event in these outlets; an event without terms takes every article."""
        phrases = {language: search_phrases(words) for language, words in event.terms.items()}
        terms = [term for words in phrases.values() for term in words]
        actors = [name for actor in event.actors for name in (actor.name, *actor.aliases)]
        names = tuple(dict.fromkeys([*terms, *actors])) if terms else ()
        return cls(tuple(outlets), event.start, event.end, phrases, names)

    def window(self, margin: int = MARGIN) -> tuple[date, date] | None:
        """Return the first and the last day with `margin` days added on each side; None if the window is open."""
        return widened(self.start, self.end, margin) if self.start and self.end else None

    def dated(self, when: str | None, margin: int = MARGIN) -> bool:
        """Return whether a date (ISO 8601) can belong to the event; an unknown date can."""
        day, window = day_of(when), self.window(margin)
        return day is None or window is None or window[0] <= day <= window[1]

    def may_name(self, url: str, title: str | None = None) -> bool:
        """Return False if an address and a title have enough words to judge by and none of them is the event's.

        Of 875 real rows about Crimea since 2017 this leaves out 4 by address and title, and 36 by the address alone. Of
        the same rows it keeps 6 and 264 for an event in Brazil.
        """
        if not self.names:
            return True
        path, named = slug(url)[:_LONGEST], fold((title or "")[:_LONGEST]).split()
        last = fold(path.rstrip("/").rpartition("/")[2]).split()  # the words before it are the site's sections
        return len(last) + len(named) < TELLING_WORDS or self._names.stand_in([*fold(path).split(), *named])

    def has_term(self, text: str) -> bool:
        """Return whether a text has any of the event's terms, or the event has none.

        This is looser than `events.membership`: a text without any term here cannot belong to the event.
        """
        if not self.terms:
            return True
        return self._terms.stand_in(fold(text).split())

    def outlet_of(self, url: str) -> Outlet | None:
        """Return the outlet whose domain an address is under, the longest domain first, or None."""
        host = host_of(url)
        while host:
            if host in self._domains:
                return self._domains[host]
            host = host.partition(".")[2]
        return None


def host_of(url: str) -> str:
    """Return the host of an address in lower case without a final full stop, or "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
