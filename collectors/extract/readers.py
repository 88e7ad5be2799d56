"""The readers of a page's body, and what they say about its blocks."""

from __future__ import annotations

import copy
import logging
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.readability_lxml import Document as Readability

from collectors.extract.blocks import blocks_of
from collectors.extract.document import Document
from collectors.extract.features import Evidence, evidence
from collectors.extract.newspaper_reader import newspaper_text, newspaper_title
from collectors.extract.stated import Stated, read_stated
from collectors.extract.title import Chosen, choose_title

# Both log every page they find odd at level ERROR; we say so in the article's grade.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("newspaper").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_BREAKING = frozenset((
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "table", "section",
    "article", "br", "dd", "dt", "figcaption",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from a page. `texts` maps a reader's name (features.READERS) to its body; `broken` names the
    readers that failed on this page."""

    stated: Stated
    title: Chosen | None
    texts: Mapping[str, str]
    evidence: Evidence
    broken: tuple[str, ...]


def read(document: Document) -> Reading:
    """Let every reader read the page. A reader that breaks down on it counts as one that found nothing."""
    root = document.root
    stated = read_stated(root, document.url)
    texts: dict[str, str] = {"json-ld": stated.linked.body}
    broken: list[str] = []
    for name, reader in (("trafilatura", _trafilatura), ("newspaper3k", newspaper_text), ("readability", _readability)):
        try:
            texts[name] = reader(root)
        except (
            ValueError,
            TypeError,
            AttributeError,
            LookupError,
            RecursionError,
            AssertionError,
            OSError,
            etree.LxmlError,
        ):
            # What third-party parsers raise on hostile pages; anything else is a bug and shall be seen.
            texts[name] = ""
            broken.append(name)
    title = choose_title(stated, _title(root), document.url)
    blocks = blocks_of(root)
    found = evidence(blocks, texts, title.value if title else "", stated.description or "")
    return Reading(stated, title, texts, found, tuple(broken))


def _title(root: lxml.html.HtmlElement) -> str | None:
    try:
        return newspaper_title(root)
    except (ValueError, TypeError, AttributeError, LookupError):
        return None


def _trafilatura(root: lxml.html.HtmlElement) -> str:
    """trafilatura, favouring precision: aeb benchmark F1 .972 against .959 for its default, fundus page F1 .954 against
    .953; without its fallbacks (`fast`) .942 and .937."""
    found = trafilatura.bare_extraction(copy.deepcopy(root), include_comments=False, favor_precision=True)
    return str(getattr(found, "text", None) or "")


def _readability(root: lxml.html.HtmlElement) -> str:
    """The readability algorithm that comes with trafilatura, run by itself: 6 ms a page, and it errs elsewhere (aeb
    .930, fundus .818 alone)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # string methods of lxml warn about odd markup in the summary
        summary = Readability(copy.deepcopy(root)).summary()
    parts: list[str] = []
    for event, element in etree.iterwalk(lxml.html.fromstring(f"<div>{summary}</div>"), events=("start", "end")):
        if element.tag in _BREAKING:
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    return "\n".join(line for raw in re.split(r"\n+", "".join(parts)) if (line := " ".join(raw.split())))
