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
        for match in _STATED.finditer(text[:left]):
            yield match["value"].strip()
            given += 1
            if given >= _MOST:
                return
        left -= len(text)
