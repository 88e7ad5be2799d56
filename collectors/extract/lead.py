"""Separation of the headline and the standfirst from the kept blocks of the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from collectors.extract.block_features import squeeze
from collectors.extract.blocks import Block

_REACH = 12  # blocks before the body in which a standfirst is looked for


def split_lead(
    blocks: Sequence[Block], chosen: Sequence[int], title: str, description: str
) -> tuple[list[int], int | None]:
    """Separate the standfirst from the blocks of the body.

    A standfirst is marked as such, or it repeats the page's own description in a heading or in bold type above the
    paragraphs. A description that only copies the first paragraph is not a standfirst.

    Args:
        blocks: The blocks of the page.
        chosen: Numbers of the kept blocks in reading order.
        title: The headline; blocks that repeat it above the text are dropped.
        description: The page's own summary; may be empty.

    Returns:
        The numbers of the body's blocks, and the number of the standfirst's block or None.
    """
    body = _without_title(blocks, chosen, squeeze(title))
    if not body:
        return body, None
    stated = squeeze(description)
    first = body[0]
    usual = _usual_kind(blocks, body)
    named = [
        index for index in body[:2] if len(body) > 2 and blocks[index].place.lead and _may_lead(blocks[index], usual)
    ]
    if named:
        return [index for index in body if index != named[0]], named[0]
    if len(body) > 2 and _says(blocks[first], stated) and _stands_out(blocks[first], usual):
        return body[1:], first
    text = "".join(squeeze(blocks[index].text) for index in body)
    for index in range(first - 1, max(-1, first - _REACH - 1), -1):
        block = blocks[index]
        key = squeeze(block.text)
        if (
            _may_lead(block, usual)
            and block.links < 0.5
            and (block.place.lead or _says(block, stated))
            and key not in text
        ):
            return body, index
    return body, None


def _without_title(blocks: Sequence[Block], chosen: Sequence[int], title: str) -> list[int]:
    """Drop the headline where the page repeats it above the text."""
    return [
        index
        for place, index in enumerate(chosen)
        if not (place < 4 and title and squeeze(blocks[index].text) == title)
    ]


def _usual_kind(blocks: Sequence[Block], body: Sequence[int]) -> str:
    """Return the kind of block that holds most of the text, which is that of plain paragraphs."""
    sizes: Counter[str] = Counter()
    for index in body:
        sizes[blocks[index].place.kind] += len(blocks[index].text)
    return sizes.most_common(1)[0][0]


def _stands_out(block: Block, usual: str) -> bool:
    return block.place.kind != usual and (block.emphasis > 0.8 or block.place.tag in ("h2", "h3", "h4"))


def _may_lead(block: Block, usual: str) -> bool:
    """Return whether a block differs in kind from the paragraphs and is as long as a sentence or a short paragraph."""
    wordy = 6 <= len(block.text.split()) <= 120 or (not block.text.isascii() and 20 <= len(block.text) <= 700)
    return wordy and block.place.kind != usual


def _says(block: Block, stated: str) -> bool:
    key = squeeze(block.text)
    return len(key) >= 30 and len(stated) >= 30 and (key[:60] in stated or stated[:60] in key)
