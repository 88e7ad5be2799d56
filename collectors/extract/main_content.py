"""The elements around an article's text: their names say nothing against what they hold.

Publishing systems name the box of the article itself "widget" (Blogger, Elementor), "archive" or "feed". A date or
byline belongs to other stories only if a box between it and those elements says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lxml.html
from lxml import etree

#: Characters of a block that are looked for, and least number of them that tell one text from another.
_SAMPLE, _LEAST = 40, 12
#: Most text nodes with the sample that are considered.
_MOST_PLACES = 12

#: Both samples are looked for at once, since every text of the page is read for it.
_HOLDING = etree.XPath(
    "//body//text()[contains(., $first) or contains(., $last)][not(ancestor::script or ancestor::style)]"
)


def elements_around(root: lxml.html.HtmlElement, first: str, last: str) -> frozenset[lxml.html.HtmlElement]:
    """Return the elements that hold both the beginning and the end of an article's text.

    Args:
        root: The parsed page.
        first: The first block of the text.
        last: The last one.

    Returns:
        The smallest such element and all around it; empty where the blocks are not found as they are written.
    """
    samples = _sample(first), _sample(last)
    if not samples[0]:
        return frozenset()
    texts = _HOLDING(root, first=samples[0], last=samples[1] or samples[0])
    around_first = _around(texts, samples[0])
    around_last = _around(texts, samples[1]) if last != first else around_first
    shared = [one & other for one in around_first for other in around_last]
    return max(shared, key=len, default=frozenset())


def _sample(block: str) -> str:
    """Return the beginning of a block that is looked for; empty where it is too short to tell it from others."""
    sample = block if len(block) <= _SAMPLE else block[:_SAMPLE].rpartition(" ")[0] or block[:_SAMPLE]
    return sample if len(sample) >= _LEAST else ""


def _around(texts: Sequence[Any], sample: str) -> list[frozenset[lxml.html.HtmlElement]]:
    """Return the elements around each of these texts of the page that holds a sample; none for an empty one."""
    places = []
    for text in [one for one in texts if sample and sample in one][:_MOST_PLACES]:
        holder = text.getparent()
        if text.is_tail and holder is not None:
            holder = holder.getparent()
        if holder is not None:
            places.append(frozenset(holder.iterancestors()) | {holder})
    return places
