"""The readers of a page's body, and what they say about its blocks."""

from __future__ import annotations

import copy
import logging
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.readability_lxml import Document as Readability
from trafilatura.settings import Extractor

from collectors.extract.block_features import BlockEvidence, evidence
from collectors.extract.blocks import blocks_of
from collectors.extract.newspaper_reader import newspaper_language, newspaper_text, newspaper_title
from collectors.extract.page_document import PageDocument
from collectors.extract.stated_metadata import StatedMetadata, read_stated
from collectors.extract.title import ChosenTitle, choose_title

# Both log every page they find odd at level ERROR; we say so in the article's grade.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("newspaper").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

Element: TypeAlias = lxml.html.HtmlElement

_BREAKING = frozenset((
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "table", "section",
    "article", "br", "dd", "dt", "figcaption",
))  # fmt: skip


#: What third-party parsers raise on hostile pages; anything else is a bug and shall be seen.
BROKEN = (
    ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError, OSError, etree.LxmlError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BodyReading:
    """All that was read from a page. `texts` maps a reader's name (features.READERS) to its body; `broken` names the
    readers that failed on this page."""

    stated: StatedMetadata
    title: ChosenTitle | None
    texts: Mapping[str, str]
    evidence: BlockEvidence
    broken: tuple[str, ...]


def read(document: PageDocument) -> BodyReading:
    """Let every reader read the page. A reader that breaks down on it counts as one that found nothing."""
    root = document.root
    stated = read_stated(root, document.url)
    texts: dict[str, str] = {"json-ld": stated.linked.body}
    broken: list[str] = []
    tree = _without_machinery(root)
    blocks = blocks_of(tree)
    for name, reader in _READERS:
        try:
            texts[name] = reader(tree, root)
        except BROKEN:
            texts[name] = ""
            broken.append(name)
    title = choose_title(stated, _title(root), document.url)
    found = evidence(blocks, texts, title.value if title else "", stated.description or "")
    return BodyReading(stated, title, texts, found, tuple(broken))


def read_generously(root: Element) -> str:
    """The body as all of trafilatura reads it, with its fall-backs, for pages of which the vote keeps next to nothing.

    Args:
        root: The parsed page; it is not changed.
    """
    try:
        return _text_of(trafilatura.bare_extraction(_without_machinery(root), options=_GENEROUS))
    except BROKEN:
        return ""


def _without_machinery(root: Element) -> Element:
    """A copy of the page without what no reader of bodies looks at: the content of its head, scripts and styles. They
    are half of a page's bytes, and each reader would copy and walk them."""
    tree = copy.deepcopy(root)
    for head in tree.findall("head"):
        head.clear()
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return tree


def _title(root: Element) -> str | None:
    try:
        return newspaper_title(root)
    except (ValueError, TypeError, AttributeError, LookupError):
        return None


def _trafilatura(tree: Element, _: Element) -> str:
    """trafilatura, favouring precision and without its fallbacks: readability is among our readers, and the vote over
    three readers is as good with this as with all of trafilatura (out of fold, see tests/benchmarks/README.md) in half
    of its time. It works on a copy of its own."""
    return _text_of(trafilatura.bare_extraction(tree, options=_PRECISE))


def _text_of(found: object) -> str:
    return str(getattr(found, "text", None) or "")


#: Made once: each reads eight numbers from its configuration.
_PRECISE = Extractor(output_format="python", comments=False, precision=True, fast=True)
_GENEROUS = Extractor(output_format="python", comments=False)


def _readability(tree: Element, _: Element) -> str:
    """The readability algorithm that comes with trafilatura, run by itself: it errs elsewhere (aeb .930, fundus .818
    alone)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # string methods of lxml warn about odd markup in the summary
        summary = Readability(copy.deepcopy(tree)).summary()
    parts: list[str] = []
    for event, element in etree.iterwalk(lxml.html.fromstring(f"<div>{summary}</div>"), events=("start", "end")):
        if element.tag in _BREAKING:
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    return "\n".join(line for raw in re.split(r"\n+", "".join(parts)) if (line := " ".join(raw.split())))


def _newspaper(tree: Element, root: Element) -> str:
    return newspaper_text(tree, newspaper_language(root))


#: Each is given the page without its machinery and the whole page. The last one may take the first apart.
_READERS: tuple[tuple[str, Callable[[Element, Element], str]], ...] = (
    ("trafilatura", _trafilatura),
    ("readability", _readability),
    ("newspaper3k", _newspaper),
)
