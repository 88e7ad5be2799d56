"""The body of an article where the vote over the page's blocks keeps next to nothing: what else holds its text.

In this order, each only where it has more than the vote: the article's body in JSON-LD; what the page shows without
scripts or keeps in templates, read as a page; the page's state in a script; all of trafilatura; the longest reader; the
page's own summary.
None of it is confirmed by a second reader, so what comes from here is graded doubtful.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import lxml.html

from collectors.extract.block_features import READERS, KeptBlocks, rough_words, squeeze
from collectors.extract.blocks import Block
from collectors.extract.embedded_text import embedded_text, state_text
from collectors.extract.page_document import PageDocument
from collectors.extract.readers import BodyReading, read, read_generously

#: Characters from which on data for machines count as the text of an article.
FULL = 400
#: Words from which on the text of a single reader does.
FEW_WORDS = 25


#: The same for the page's own summary, where it calls itself an article: a video or a programme with a line of text.
SUMMARY_WORDS = 10
SUMMARY = "the page's own summary"


class FallbackText(NamedTuple):
    """A text in paragraphs separated by a line feed, and where on the page it stood."""

    text: str
    source: str


def fallback_text(
    document: PageDocument, reading: BodyReading, vote: Callable[[BodyReading], str], words: int
) -> FallbackText | None:
    """The best text beside the vote, or None where nothing on the page has more.

    Args:
        document: The page.
        reading: What the readers made of it.
        vote: The text that the vote keeps of a reading, for the parts of the page that are shown without scripts.
        words: How many words the vote kept; a fall-back with no more than that is none.
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
    """Texts, their source and how many characters they need, the best first; each is only made when it is asked for."""
    root = document.root
    yield reading.stated.linked.body, "json-ld articleBody", FULL
    unfolded = _unfolded(root)
    if unfolded is not None:
        yield vote(read(PageDocument(document.url, unfolded, document.cut))), "the page without scripts", FULL // 2
    yield embedded_text(root), "page state in a script", FULL
    yield state_text(root), "page state in a script", FULL
    yield read_generously(root), "trafilatura", 1
    yield max((reading.texts.get(name, "") for name in READERS[:3]), key=len), "the longest reader", 1


def _mostly_links(text: str, blocks: Sequence[Block]) -> bool:
    """Whether more than half of a text are headlines in links: a reader took a list for an article."""
    kept = KeptBlocks(text)
    linked = sum(
        rough_words(block.text) for block in blocks if block.links > 0.6 and kept.share(squeeze(block.text)) > 0.9
    )
    return 2 * linked > rough_words(text)


def _unfolded(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """A copy of the page in which what stands in noscript and template is shown; None where that is no text."""
    hidden = any(len(element.text_content()) > FULL for element in root.iter("noscript", "template"))
    if not hidden:
        return None
    tree = copy.deepcopy(root)
    for element in list(tree.iter("noscript", "template")):
        element.tag = "div"
    return tree
