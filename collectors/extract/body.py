"""The body of an article from the vote over its blocks, or from another source where the vote keeps too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collectors.extract.block_features import KeptBlocks, Matrix, rough_words, squeeze
from collectors.extract.block_vote import assemble, keep, lists_together
from collectors.extract.blocks import Block
from collectors.extract.fallback_body import FULL, fallback_text
from collectors.extract.lead import split_lead
from collectors.extract.page_document import PageDocument
from collectors.extract.readers import BodyReading

#: If the vote keeps fewer characters than this, the page may keep its text elsewhere.
MEAGRE = 200
VOTE, FULL_BODY = "vote of the readers", "json-ld articleBody, of which the page shows the beginning"


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article and how it was found.

    Attributes:
        text: Paragraphs separated by a blank line.
        words: Number of words in the text, by `rough_words`.
        standfirst: The standfirst, if the page shows one.
        source: Where the text was found.
        kept: Numbers of the kept blocks; empty for a text from another source.
        probability: One value for each block of the page.
    """

    text: str
    words: int
    standfirst: str | None
    source: str
    kept: tuple[int, ...]
    probability: Matrix


def choose_body(reading: BodyReading, document: PageDocument, probability: Matrix | None = None) -> Body:
    """Return the blocks that the vote keeps, or a fallback for them.

    The article's body in JSON-LD is used if the page shows only its beginning. If the vote keeps fewer than `MEAGRE`
    characters, `fallback_text` looks elsewhere.

    Args:
        reading: What the readers found on the page.
        document: The parsed page.
        probability: For each block, the probability that it belongs to the body. None uses that of the vote; the
            benchmarks pass their own.
    """
    blocks = reading.evidence.blocks
    if probability is None:
        probability = keep(reading.evidence)
    probability = lists_together(blocks, probability)
    body, lead = _voted(reading, probability)
    text, source = _paragraphs(blocks, body), VOTE
    standfirst = blocks[lead].text if lead is not None else None
    stated = reading.stated.linked.body
    if len(text) < MEAGRE:
        other = fallback_text(document, reading, _voted_text, rough_words(text))
        if other is not None:
            text, source, standfirst, body = "\n\n".join(other.text.splitlines()), other.source, None, []
    elif _is_beginning(text, stated):
        text, source = "\n\n".join(stated.splitlines()), FULL_BODY
    return Body(text, rough_words(text), standfirst, source, tuple(body), probability)


def _voted(reading: BodyReading, probability: Matrix) -> tuple[list[int], int | None]:
    """Return the numbers of the body's blocks and the number of the standfirst's block."""
    blocks = reading.evidence.blocks
    title = reading.title.value if reading.title else ""
    body, lead = split_lead(blocks, assemble(blocks, probability), title, reading.stated.description or "")
    return _of_first_article(blocks, body), lead


def _of_first_article(blocks: Sequence[Block], body: list[int]) -> list[int]:
    """Drop the blocks of further articles with their own headline, which some pages append as the reader scrolls."""
    headed = {block.place.article_number for block in blocks if block.place.tag == "h1"} - {0}
    first = next((blocks[index].place.article_number for index in body), 0)
    if first not in headed or len(headed) == 1:
        return body
    return [index for index in body if (number := blocks[index].place.article_number) == first or number not in headed]


def _voted_text(reading: BodyReading) -> str:
    blocks = reading.evidence.blocks
    body, _ = _voted(reading, lists_together(blocks, keep(reading.evidence)))
    return "\n".join(blocks[index].text for index in body)


def _is_beginning(text: str, whole: str) -> bool:
    """Return whether a text is the beginning of a longer one: at least 80 % of it occurs there."""
    return len(whole) > 1.3 * len(text) + FULL and KeptBlocks(whole).share(squeeze(text)) >= 0.8


def _paragraphs(blocks: Sequence[Block], chosen: Sequence[int]) -> str:
    return "\n\n".join(blocks[index].text for index in chosen)
