"""The body of an article from the vote over its blocks, with text that the page keeps for machines as a stand-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lxml.html

from collectors.extract.block_features import Matrix, rough_words
from collectors.extract.block_vote import assemble, keep
from collectors.extract.blocks import Block
from collectors.extract.embedded_text import embedded_text
from collectors.extract.lead import split_lead
from collectors.extract.readers import BodyReading

#: A page whose markup gives fewer characters than this may keep its text in JSON-LD only.
_MEAGRE, _FULL = 200, 400


@dataclass(frozen=True, slots=True)
class Body:
    """Text in paragraphs separated by a blank line, the standfirst if the page shows one, and how the text was found:
    `kept` are numbers of blocks, `probability` holds one value for each block."""

    text: str
    words: int
    standfirst: str | None
    source: str
    kept: tuple[int, ...]
    probability: Matrix


def choose_body(reading: BodyReading, root: lxml.html.HtmlElement, probability: Matrix | None = None) -> Body:
    """The blocks the vote keeps; the JSON-LD body where the markup holds next to nothing and JSON-LD a full text.
    `probability` is that of the vote unless another one is given for each block (the benchmarks do)."""
    evidence, stated = reading.evidence, reading.stated
    if probability is None:
        probability = keep(evidence)
    kept = assemble(evidence.blocks, probability)
    title = reading.title.value if reading.title else ""
    body, lead = split_lead(evidence.blocks, kept, title, stated.description or "")
    text = _paragraphs(evidence.blocks, body)
    source = "vote of the readers"
    if len(text) < _MEAGRE:
        hidden = ((stated.linked.body, "json-ld articleBody"), (embedded_text(root), "page state in a script"))
        for other, name in hidden:
            if len(other) > _FULL:
                text, source, lead, body = "\n\n".join(other.splitlines()), name, None, []
                break
    standfirst = evidence.blocks[lead].text if lead is not None else None
    return Body(text, rough_words(text), standfirst, source, tuple(body), probability)


def _paragraphs(blocks: Sequence[Block], kept: Sequence[int]) -> str:
    return "\n\n".join(blocks[i].text for i in kept)
