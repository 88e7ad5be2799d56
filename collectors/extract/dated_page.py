"""What dates are read from, and what a claim about the time of publication is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import lxml.html

from collectors.extract.address_parts import parts_of
from collectors.extract.blocks import Block
from collectors.extract.date_words import date_words
from collectors.extract.main_content import elements_around
from collectors.extract.stated_metadata import StatedMetadata
from collectors.support.written_dates import Moment, WrittenDate, day_order, parse_moment, written_dates

#: Least weight of a date. A claim with less, from a related story or a footer, can only support others.
LEAST = 1.0


class DateClaim(NamedTuple):
    """A moment that may be the time of publication.

    `family` says where it was written; claims of one family do not add up. `weight` is how much it counts. `update`
    marks the time of a change. `other` is the day with day and month exchanged, where both readings are possible.
    """

    moment: Moment
    source: str
    family: str
    weight: float
    update: bool = False
    other: date | None = None


@dataclass(frozen=True, slots=True)
class DatedPage:
    """What dates are read from.

    `first` and `last` number the first and last block of the text. `languages` are those that the page states and that
    of its text. `fetched` is when the page was fetched, if known; nothing is published after `now`. `around` are the
    elements around the text, if they are known already.
    """

    stated: StatedMetadata
    root: lxml.html.HtmlElement
    url: str | None
    now: datetime
    fetched: datetime | None = None
    languages: tuple[str, ...] = ()
    blocks: Sequence[Block] = field(default=())
    first: int = 0
    last: int = 0
    around: frozenset[lxml.html.HtmlElement] | None = None

    def around_text(self) -> frozenset[lxml.html.HtmlElement]:
        """The elements around the whole text, whose names say nothing about a date inside of them."""
        if self.around is not None:
            return self.around
        if not 0 <= self.first <= self.last < len(self.blocks):
            return frozenset()
        return elements_around(self.root, self.blocks[self.first].text, self.blocks[self.last].text)

    @property
    def order(self) -> str | None:
        """The order of day and month in numbers ("mdy" or "dmy"), by language, region and address; None if unknown."""
        tag = self.stated.language or self.stated.first("og:locale") or next(iter(self.languages), "")
        order = day_order(tag)
        if order is None and tag[:2].lower() in ("en", ""):
            ending = (parts_of(self.url).hostname or "").rpartition(".")[2]
            return {"us": "mdy", "gov": "mdy", "edu": "mdy"}.get(ending, "dmy" if len(ending) == 2 else None)
        return order

    def dates_in(self, text: str) -> list[WrittenDate]:
        """Return the dates of a text in the first of the page's languages that finds any."""
        for language in self.languages or (None,):
            if dates := [*written_dates(text, language, self.order)]:
                return dates
        return []

    def moment_in(self, text: str) -> Moment | None:
        """Return the moment that a whole value states, in any of the page's languages, or None."""
        moments = (parse_moment(text, language, self.order) for language in self.languages or (None,))
        return next((moment for moment in moments if moment), None)


def called(words: str, languages: tuple[str, ...]) -> str | None:
    """Return what words before a date call it.

    Args:
        words: The text just before the date.
        languages: ISO 639-1 codes of the page's languages.

    Returns:
        "published", "updated", "other" (a member's first day, an expiry) or None, by the nearest word.
    """
    phrases = date_words(languages)
    patterns = (("published", phrases.published), ("updated", phrases.updated), ("other", phrases.other))
    last = {name: max((match.end() for match in pattern.finditer(words)), default=-1) for name, pattern in patterns}
    nearest = max(last, key=lambda name: last[name])
    return nearest if last[nearest] >= 0 else None


def unlabelled(text: str, languages: tuple[str, ...]) -> str:
    """Return a line without the words that call its date published or updated.

    Args:
        text: Such as "Publié il y a 2 jours".
        languages: ISO 639-1 codes of the page's languages.
    """
    known = date_words(languages)
    return known.updated.sub("", known.published.sub("", text)).strip(" :|,-–—")
