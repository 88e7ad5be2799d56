"""Dates in the text that readers of a page see: beside words for publication, around the headline, in a dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.extract.block_features import squeeze
from collectors.extract.blocks import Block
from collectors.extract.dated_page import LEAST, DateClaim, DatedPage, called, unlabelled
from collectors.extract.relative_dates import day_without_year, relative_moment
from collectors.support.calendars import weekday_names
from collectors.support.written_dates import WrittenDate

_DATED = re.compile(r"\d.*\d|ago\b", re.S)
#: A picture is of any day.
_CAPTION = re.compile(r"caption|bildunter|legende", re.I)
#: The head of a site shows today's date.
_HEAD = re.compile(r"today|current|clock|site-?head|page-?head|top-?bar|masthead|navbar", re.I)
_OTHERS = re.compile(r"latest|related|recommend|popular|trending|teaser|most[-_]|more[-_]", re.I)
_ANSWERS = re.compile(r"comment|kommentar|repl(?:y|ies)|respon|discuss", re.I)
#: A date relative to the time of reading is a short line with a digit, or the name of a day ("yesterday", "вчора").
_SHORT_LINE = 60
_RELATIVE = re.compile(
    r"\d|yesterday|gestern|hier\b|ayer|ieri|ontem|gisteren|wczoraj|včera|вчера|вчора|dün\b"
    r"|昨日|昨天|어제|أمس|igår|i går",
    re.I,
)
#: Most blocks, and longest block, that are searched.
_MOST_BLOCKS, _LONGEST_BLOCK = 500, 160
#: Weight of today's date in the frame of a page, and of a date without a year in a box below the text.
_BANNER = 0.5
#: Distance in blocks of a visible date before the headline, inside the text and after it.
_BEFORE, _INSIDE, _BEHIND = 8, 3, 5
#: A date so many blocks above the headline is part of its kicker; one further up is often today's.
_KICKER = 2
#: Most characters beside a date that is a line of its own (the time of day), and beside one in a longer line.
_ALONE, _LABEL, _IN_LINE = 12, 30, 90
#: A dateline ("Kyiv, 20 September 2022 -") ends within so many characters of the text.
_DATELINE = 60
_DATELINE_END = re.compile(r"\s{0,2}[)\].:,|–—-]")


def visible_dates(page: DatedPage) -> Iterator[DateClaim]:
    """Yield the dates that readers of a page see in short lines and in the dateline.

    Args:
        page: Its blocks, and which of them are the text.
    """
    title = _headline(page)
    for number in _searched_blocks(page, title):
        block = page.blocks[number]
        if page.first - _BEFORE <= number <= page.first + _INSIDE:
            yield from _dateline(page, block)
        dated = _DATED if page.fetched is None or len(block.text) > _SHORT_LINE else _RELATIVE
        if len(block.text) > _LONGEST_BLOCK or not dated.search(block.text):
            continue
        near = min(title, page.first) - _BEFORE <= number <= page.first + _INSIDE
        below = page.last < number <= page.last + _BEHIND
        yield from _in_block(page, block, _where(number, title, page), near=near or below)


def _searched_blocks(page: DatedPage, title: int) -> Iterator[int]:
    """Yield the numbers of the first blocks of the page and of those around the headline and the end of the text."""
    count = len(page.blocks)
    first, near, end = min(count, _MOST_BLOCKS), min(title, page.first) - _BEFORE, page.last - _INSIDE
    yield from range(first)
    yield from range(max(first, near), min(count, page.first + _BEFORE))
    yield from range(max(first, end, page.first + _BEFORE), min(count, page.last + _BEFORE))


def _headline(page: DatedPage) -> int:
    """Return the number of the block that holds the headline: the last one before the text."""
    stated = (*page.stated.headings, page.stated.linked.title or "", page.stated.first("og:title") or "")
    headlines = {squeeze(heading) for heading in stated if heading}
    places = [number for number, block in enumerate(page.blocks) if squeeze(block.text) in headlines]
    return max((number for number in places if number <= page.first), default=min(places, default=page.first))


def _where(number: int, title: int, page: DatedPage) -> str:
    if number > page.last:
        return "behind"
    if number >= page.first:
        return "inside"
    place = page.blocks[number].place
    head = (
        number < title and not place.article and (place.tag == "header" or _HEAD.search(f"{place.names} {place.kind}"))
    )
    return "before" if number >= title - _KICKER and not head else "above"


def _dateline(page: DatedPage, block: Block) -> Iterator[DateClaim]:
    """Yield the date with which a paragraph begins: in digits, or behind a place and closed by punctuation."""
    for one in page.dates_in(block.text[:_DATELINE]):
        if len(block.text) - (one.end - one.start) <= _IN_LINE:
            return
        digits = one.start <= 1 and not any(map(str.isalpha, block.text[: one.end]))
        if digits or _DATELINE_END.match(block.text, one.end):
            yield DateClaim(one.moment, "dateline", "page", 2.0, other=one.other)
        return


def _in_block(page: DatedPage, block: Block, where: str, *, near: bool) -> Iterator[DateClaim]:
    """Yield the dates of one block that stands "above" or "before" the text, "inside" or "behind" it."""
    dates = page.dates_in(block.text)
    captioned = not block.text[:1].isdigit() and bool(
        block.place.tag == "figcaption" or _CAPTION.search(block.place.names)
    )
    begins = (0, *(one.end for one in dates))
    names = [called(block.text[at : one.start][-60:], page.languages) for at, one in zip(begins, dates, strict=False)]
    # A range, or the days of an archive's captures.
    several = len({one.moment.day for one, name in zip(dates, names, strict=True) if name is None}) > 1
    for one, name in zip(dates, names, strict=True):
        other = name == "other" or (name is None and captioned and len(block.text) - (one.end - one.start) > _ALONE)
        weight = 0.0 if other else _weight(block, one, name, where, near=near)
        if name is None and (several or _is_banner(page, block, one)):
            weight = min(weight, _BANNER)
        if weight:
            weight = weight / 2 if one.other else weight
            source = f"text {name or 'near the headline'}" if near else "text"
            yield DateClaim(one.moment, source, "page", weight, name == "updated", one.other)
    if not dates and near and page.fetched is not None and len(block.text) <= _SHORT_LINE:
        name = called(block.text, page.languages)
        text = unlabelled(block.text, page.languages)
        moment = relative_moment(text, page.languages, page.fetched)
        weight = _BANNER if where == "behind" and block.place.furniture else 2.0
        if moment:
            yield DateClaim(moment, "text, relative", "page", weight, name == "updated")
        elif moment := day_without_year(text, page.languages, page.fetched):
            yield DateClaim(moment, "text without a year", "page", weight, name == "updated")


def _is_banner(page: DatedPage, block: Block, one: WrittenDate) -> bool:
    """Return whether a date is that of the fetching, in the frame of the page: the day on which it is read."""
    frame = block.place.furniture > 0 and not block.place.article
    return frame and page.fetched is not None and one.moment.day == page.fetched.date()


def _weight(block: Block, one: WrittenDate, name: str | None, where: str, *, near: bool) -> float:
    """Return the weight of one date in a block; `name` is what the words before it call it."""
    beside = len(block.text) - (one.end - one.start)
    if name is not None:
        return (4.0 if near else 2.0) if block.links <= 0.6 else 0.5
    if near and beside <= _IN_LINE:
        before = block.text[: one.start].casefold().strip(" ,.|·")
        edge = not before or before in weekday_names() or not block.text[one.end :].strip()
        return _near_weight(block, where, beside, edge=edge)
    plain = block.links <= 0.6 and not block.place.furniture
    return 0.0 if beside > 40 else LEAST if plain else 0.5


def _near_weight(block: Block, where: str, beside: int, *, edge: bool) -> float:
    """Return the weight of a date near the headline or the end of the text that no word explains.

    Args:
        block: Where it stands.
        where: "above" the headline, "before" the text, "inside" it or "behind" it.
        beside: Number of characters beside it in the block.
        edge: Whether the block begins or ends with it.
    """
    if where == "behind":
        return (
            0.5 if block.links > 0.6 or _ANSWERS.search(block.place.names) or _OTHERS.search(block.place.names) else 1.5
        )
    if block.links > 0.6 and not (where == "before" and beside <= _ALONE):  # author and section, or other stories
        return 0.5 if block.place.tag == "li" or where == "above" else 2.0 if edge else 1.5
    if where == "above":
        return 2.0 if not _HEAD.search(block.place.names) else 0.8
    if where == "before":
        return 3.2
    if edge and beside <= _LABEL:
        return 3.0
    return LEAST if edge or beside <= _LABEL else 0.8  # a sentence may name any day
