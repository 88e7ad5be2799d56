"""The time of publication as scripts of a page state it, for data layers and page state."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html

#: Keys that hold the time of publication in data layers and page state.
_STATED = re.compile(
    r"\b(?:date_?published|(?:first_?)?publish(?:ed|ing)?_?(?:at|on|date|time|datetime|timestamp)|publication_?(?:date|time)"
    r"|pub_?date|published[-_]?first|first[-_]?publi(?:shed|cation)(?:[-_]?(?:at|on|date|time))?|display_?date|original_?date)"
    r"\\?[\"']?\s{0,4}[:=]\s{0,4}\\?[\"'](?P<value>[^\"'\\<>]{8,40})",
    re.I,
)
#: Letters that the keys hold, as scripts write them in small letters, capitals or both. Trying the pattern at every
#: word took a seventh of the time of a page.
_LETTERS = (
    "ubli", "UBLI", "ubdate", "ubDate", "ub_date", "UBDATE", "UB_DATE", "isplayD", "isplay_d", "isplayd", "ISPLAY",
    "riginalD", "riginal_d", "riginald", "RIGINAL",
)  # fmt: skip
#: Most characters of a key, and of what follows it; most places that are tried.
_KEY, _VALUE, _MOST_PLACES = 32, 80, 20_000
#: Most characters of a page's scripts that are searched, and most statements.
_MOST_CHARACTERS, _MOST = 2_000_000, 40


def dates_in_scripts(root: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield the values of keys for the time of publication in scripts without JSON-LD, in page order.

    Args:
        root: The parsed page.

    Yields:
        At most 40 values as written.
    """
    left, given = _MOST_CHARACTERS, 0
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower():
            continue
        text = element.text or ""
        if left <= 0 or given >= _MOST:
            return
        for value in _stated_in(text[:left]):
            yield value
            given += 1
            if given >= _MOST:
                return
        left -= len(text)


def _stated_in(text: str) -> Iterator[str]:
    """Yield the stated values of a script; the pattern is tried only around letters that every such key holds."""
    places: set[int] = set()
    for letters in _LETTERS:
        at = text.find(letters)
        while at >= 0 and len(places) < _MOST_PLACES:
            places.add(at)
            at = text.find(letters, at + 1)
    end = 0
    for at in sorted(places):
        match = _STATED.search(text, max(end, at - _KEY), at + _KEY + _VALUE)
        if match is not None:
            end = match.end()
            yield match["value"].strip()
