"""The readers of a page's body, and what they say about its blocks."""

from __future__ import annotations

import copy
import logging
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.readability_lxml import Document as Readability
from trafilatura.settings import Extractor

from collectors.extract.block_features import BlockEvidence, KeptBlocks, agreement_of, evidence, rough_words, squeeze
from collectors.extract.blocks import Block, blocks_of
from collectors.extract.newspaper_reader import newspaper_language, newspaper_text
from collectors.extract.page_document import PageDocument
from collectors.extract.stated_metadata import StatedMetadata, read_stated
from collectors.extract.title import ChosenTitle, choose_title

# They log every odd page at level ERROR; here the article's grade says so.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("newspaper").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

Element: TypeAlias = lxml.html.HtmlElement

_BREAKING = frozenset((
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "table", "section",
    "article", "br", "dd", "dt", "figcaption",
))  # fmt: skip

#: A paragraph of the text for finding its heading: least words, and less than this share of it in links.
_PARAGRAPH, _LINKED = 12, 0.5
_HEADINGS = frozenset(("h1", "h2", "h3"))

#: Navigation and the page's own footer, if they hold links and no paragraph, headline, article or time.
_MENUS = etree.XPath(
    "//*[self::nav or self::footer[not(ancestor::article or ancestor::main or ancestor::blockquote)]]"
    "[.//a][not(ancestor::nav or .//p or .//h1 or .//article or .//main or .//time)]"
)
#: Digits as of a day: one or two and a year, in either order. Some pages print the article's day in such a box.
_AS_OF_A_DAY = re.compile(r"(?<!\d)\d{1,2}\D{1,15}\d{4}(?!\d)|(?<!\d)\d{4}\D{1,3}\d{1,2}\D{1,3}\d")

#: newspaper3k is asked where trafilatura and readability agree less than this.
AGREED = 0.8

#: What third-party parsers raise on hostile pages; any other error is a bug and is raised.
BROKEN = (
    ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError, OSError, etree.LxmlError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BodyReading:
    """Everything that was read from a page.

    Attributes:
        stated: What the page states about itself.
        title: The headline, if there is one.
        texts: The body by each reader's name (`block_features.READERS`); empty for a reader that failed. A reader that
            was not asked has none.
        evidence: The blocks with their features.
        broken: Names of the readers that failed on this page.
    """

    stated: StatedMetadata
    title: ChosenTitle | None
    texts: Mapping[str, str]
    evidence: BlockEvidence
    broken: tuple[str, ...]


def read(document: PageDocument, *, spare: bool = True) -> BodyReading:
    """Let the readers read the page; a reader that fails counts as one that found nothing.

    Args:
        document: The parsed page; it is not changed.
        spare: Leave newspaper3k out where the first two readers agree, as on seven pages of ten. It costs more than a
            tenth of a page's time, and there it changes neither text nor grade (tests/benchmarks/README.md).
    """
    root = document.root
    stated = read_stated(root, document.url)
    broken: list[str] = []
    tree = _without_machinery(root)
    blocks = blocks_of(tree)
    keys = [squeeze(block.text) for block in blocks]
    texts: dict[str, str] = {"json-ld": stated.linked.body}
    kept: dict[str, KeptBlocks] = {}
    for name, reader in _READERS:
        if name == "newspaper3k":
            if spare and agreement_of(blocks, *(text.shares(keys) for text in kept.values())) >= AGREED:
                break
            tree = _without_machinery(root)
        try:
            texts[name] = reader(tree, root)
        except BROKEN:
            texts[name] = ""
            broken.append(name)
        kept[name] = KeptBlocks(texts[name])
    title = choose_title(stated, _above(blocks, keys, kept), document.url)
    kept["json-ld"] = KeptBlocks(texts["json-ld"])
    block_evidence = evidence(blocks, kept, title.value if title else "", stated.description or "")
    return BodyReading(stated, title, texts, block_evidence, tuple(broken))


def read_generously(root: Element) -> str:
    """Return the body as trafilatura reads it with all its fallbacks, for pages of which the vote keeps too little.

    Args:
        root: The parsed page; it is not changed.

    Returns:
        The text; an empty string if trafilatura finds none or fails.
    """
    try:
        return _text_of(trafilatura.bare_extraction(_without_machinery(root), options=_GENEROUS))
    except BROKEN:
        return ""


def _without_machinery(root: Element) -> Element:
    """Return a copy of the page without the content of its head, its scripts, styles and drawings, and its menus.

    No reader of bodies looks at them. They are half of a page's bytes and a third of its other elements, and each
    reader would copy and walk them.
    """
    tree = copy.deepcopy(root)
    for head in tree.findall("head"):
        head.clear()
    etree.strip_elements(tree, "script", "style", "svg", with_tail=False)
    for menu in _MENUS(tree):
        if not _AS_OF_A_DAY.search(menu.text_content()):
            menu.drop_tree()
    return tree


def _above(blocks: Sequence[Block], keys: Sequence[str], kept: Mapping[str, KeptBlocks]) -> Sequence[Block]:
    """Return the blocks, whose squeezed texts are `keys`, down to the first paragraph that a reader gives as text."""
    for number, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        if (
            block.links < _LINKED
            and block.place.tag not in _HEADINGS
            and rough_words(block.text) >= _PARAGRAPH
            and any(text.share(key) == 1.0 for text in kept.values())
        ):
            return blocks[:number]
    return blocks


def _trafilatura(tree: Element, _: Element) -> str:
    """Read with trafilatura, favouring precision and without its fallbacks.

    readability is one of our readers. The vote over three readers is as good with this as with all of trafilatura
    (out of fold, see tests/benchmarks/README.md) in half of its time. trafilatura works on its own copy.
    """
    return _text_of(trafilatura.bare_extraction(tree, options=_PRECISE))


def _text_of(reading: object) -> str:
    return str(getattr(reading, "text", None) or "")


#: Made once, because each reads eight numbers from its configuration.
_PRECISE = Extractor(output_format="python", comments=False, precision=True, fast=True)
_GENEROUS = Extractor(output_format="python", comments=False)


def _readability(tree: Element, _: Element) -> str:
    """Read with the readability algorithm that comes with trafilatura, run by itself.

    It makes other errors than the other readers (aeb .930, fundus .818 alone).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # string methods of lxml warn about odd markup in the summary
        summary = Readability(tree).summary()
    parts: list[str] = []
    for event, element in etree.iterwalk(lxml.html.fromstring(f"<div>{summary}</div>"), events=("start", "end")):
        if element.tag in _BREAKING:
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    return "\n".join(line for raw in re.split(r"\n+", "".join(parts)) if (line := " ".join(raw.split())))


def _newspaper(tree: Element, root: Element) -> str:
    return newspaper_text(tree, newspaper_language(root))


#: Each gets a copy of the page without scripts and the whole page. Only the first leaves the copy as it is. The last
#: is asked only where the two before it differ.
_READERS: tuple[tuple[str, Callable[[Element, Element], str]], ...] = (
    ("trafilatura", _trafilatura),
    ("readability", _readability),
    ("newspaper3k", _newspaper),
)
