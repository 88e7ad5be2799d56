"""Other places to take an article's body from where the vote over the page's blocks keeps next to nothing.

The candidates are tried in this order, and each is used only if it has more text than the vote: the article's body in
JSON-LD; the parts that the page shows without scripts or keeps in templates, read as a page; the page's state in a
script; trafilatura with all its fallbacks; the longest reader; the page's own summary. No second reader confirms this
text, so an article that comes from here is graded doubtful.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import lxml.html

from collectors.extract.block_features import READERS, KeptBlocks, rough_words, squeeze
from collectors.extract.blocks import Block
from collectors.extract.embedded_text import embedded_text, state_text, streamed_text
from collectors.extract.page_document import PageDocument
from collectors.extract.readers import BodyReading, read, read_generously

#: Least characters of text from JSON-LD or page state that counts as the text of an article.
FULL = 400
#: Least words of the text of a single reader.
FEW_WORDS = 25


#: Least words of the summary of a page that calls itself an article: a video or a programme with a line of text.
SUMMARY_WORDS = 10
SUMMARY = "the page's own summary"


class FallbackText(NamedTuple):
    """A text whose paragraphs are separated by a line feed, and the place on the page where it was found."""

    text: str
    source: str


def fallback_text(
    document: PageDocument, reading: BodyReading, vote: Callable[[BodyReading], str], words: int
) -> FallbackText | None:
    """Return the first candidate that has more text than the vote.

    Args:
        document: The parsed page.
        reading: What the readers found on the page.
        vote: Returns the text that the vote keeps of a reading; used for the parts that are shown without scripts.
        words: Number of words that the vote kept. A candidate must have more words than this.

    Returns:
        The text and its source; None if no candidate is long enough.
    """
    for text, source, least in _candidates(document, reading, vote):
        enough = len(text) >= least and rough_words(text) > max(words, FEW_WORDS - 1)
        if enough and not _mostly_links(text, reading.evidence.blocks):
            return FallbackText(text, source)
    stated = reading.stated
    claims = bool(stated.linked.article_types) or (stated.first("og:type") or "").lower() == "article"
    summary = stated.description or ""
    if claims and rough_words(summary) > max(words, SUMMARY_WORDS - 1):
        return FallbackText(summary, SUMMARY)
    return None


def _candidates(
    document: PageDocument, reading: BodyReading, vote: Callable[[BodyReading], str]
) -> Iterator[tuple[str, str, int]]:
    """Yield each text with its source and its least number of characters, best first and computed on demand."""
    root = document.root
    yield reading.stated.linked.body, "json-ld articleBody", FULL
    unfolded = _unfolded(root)
    if unfolded is not None:
        yield vote(read(PageDocument(document.url, unfolded, document.cut))), "the page without scripts", FULL // 2
    yield embedded_text(root), "page state in a script", FULL
    yield state_text(root), "page state in a script", FULL
    yield streamed_text(root), "page state in a script", FULL
    yield read_generously(root), "trafilatura", 1
    yield max((reading.texts.get(name, "") for name in READERS[:3]), key=len), "the longest reader", 1


def _mostly_links(text: str, blocks: Sequence[Block]) -> bool:
    """Return whether more than half of a text are headlines in links, so that a reader took a list for an article."""
    text_blocks = KeptBlocks(text)
    linked = sum(
        rough_words(block.text)
        for block in blocks
        if block.links > 0.6 and text_blocks.share(squeeze(block.text)) > 0.9
    )
    return 2 * linked > rough_words(text)


def _unfolded(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """Return a copy of the page that shows its noscript and template elements; None if they hold too little text."""
    hidden = any(len(element.text_content()) > FULL for element in root.iter("noscript", "template"))
    if not hidden:
        return None
    tree = copy.deepcopy(root)
    for element in list(tree.iter("noscript", "template")):
        element.tag = "div"
    return tree
