"""The features of each block before it is kept or dropped: which readers kept it, its form and its surroundings.

The features do not depend on the language, apart from a short list of furniture phrases.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from collectors.extract.blocks import Block
from collectors.extract.word_search import any_of

#: The readers whose votes count, in the order of their columns.
READERS = ("trafilatura", "newspaper3k", "readability", "json-ld")
#: Whose text stands for that of a reader that was not asked, because the others agree.
STAND_IN = "trafilatura"

_NOT_WORD = re.compile(r"[\W_]+")
_END = re.compile(r"[.!?…。！？:;][\"'”’»“)\]]*$")
_QUOTE = re.compile(r"[“”„\"«»「」‘]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_is_furniture = any_of(
    "copyright|all rights reserved|©|subscrib|newsletter|sign up|sign in|log in|read more|read also|follow us|advertis"
    r"|getty|photo:|photos:|photograph:|photos?\s?by|photograph\s?by|photos?\s:|photograph\s:|image:|image\s?credit"
    r"|click here|share this|related|cookie|e-mail|email|whatsapp|facebook|twitter|instagram|mehr zum|lesen sie|anzeige"
    r"|abonn|foto\s?:|bild\s?:|quelle\s?:|min read|mins read|minute read|minutes read|published|updated|aktualisiert"
    r"|veröffentlicht|publié|lire aussi|read next|also read|watch:|listen|comments?\b|more from|leer más"
    r"|te puede interesar|läs mer|les også|читайте|фото:|reuse this content|view image|view gallery"
    r"|contributed to this"
)
_DIGIT = re.compile(r"\d")
_WIDE = re.compile("[\u3040-\u9fff]")
#: Thai, Lao, Burmese and Khmer: letters and vowel signs, no spaces between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr", "figcaption", "pre", "section", "article", "dd")

#: Number of features of a block.
WIDTH = 80

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BlockEvidence:
    """The blocks of a page with their features.

    Attributes:
        blocks: The blocks in reading order.
        rows: Features, shape (blocks, WIDTH).
        votes: Share of each block that each reader kept, 0 to 1, shape (blocks, readers in the order of READERS).
    """

    blocks: Sequence[Block]
    rows: Matrix
    votes: Matrix


class KeptBlocks:
    """The text of one reader, prepared for looking up blocks in it.

    Attributes:
        size: Number of characters of the text.
        lines: Its lines as `squeeze` returns them.
        all: All of these lines one behind another.
    """

    def __init__(self, text: str) -> None:
        lines = [squeeze(line) for line in text.split("\n")]
        self.size, self.lines, self.all = len(text), set(lines), "".join(lines)
        self._shares: dict[str, float] = {}

    def share(self, key: str) -> float:
        """Return how much of a block the reader kept, 0 to 1.

        Args:
            key: The block's text as `squeeze` returns it. Below 12 characters a match inside a line counts 0.4.
        """
        share = self._shares.get(key)
        if share is None:
            share = self._shares[key] = self._share_of(key)
        return share

    def shares(self, keys: Iterable[str]) -> list[float]:
        """Return how much of each block the reader kept, 0 to 1."""
        return [self.share(key) for key in keys]

    def _share_of(self, key: str) -> float:
        if not self.all or not key:
            return 0.0
        if key in self.lines:
            return 1.0
        if len(key) < 12:  # too short to recognise inside running text
            return 0.4 if key in self.all else 0.0
        if key in self.all:
            return 1.0
        if len(key) < 40:
            return 0.0
        pieces = [key[index : index + 24] for index in range(0, len(key) - 23, 24)]
        return sum(piece in self.all for piece in pieces) / len(pieces)


def agreement_of(blocks: Sequence[Block], first: Iterable[float], second: Iterable[float]) -> float:
    """Return how far two readers keep the same blocks, as F1 weighted by characters; 0 if they keep nothing.

    Args:
        blocks: The blocks of a page.
        first: Share of each block that one reader kept, 0 to 1.
        second: The same for the other reader.
    """
    both = total = 0.0
    for block, one, other in zip(blocks, first, second, strict=True):
        size = len(block.text)
        both += size * min(one, other)
        total += size * (one + other)
    return 2 * both / total if total else 0.0


def squeeze(text: str) -> str:
    """Return the letters and digits of a text without case, because readers differ in spaces, quotes and dashes."""
    return _squeezed(text) if len(text) < 2_000 else _NOT_WORD.sub("", text).casefold()


@lru_cache(maxsize=2_000)
def _squeezed(text: str) -> str:
    """Squeeze a short text and remember it: every reader and every step uses the same paragraphs."""
    return _NOT_WORD.sub("", text).casefold()


def evidence(blocks: Sequence[Block], kept: Mapping[str, KeptBlocks], title: str, description: str) -> BlockEvidence:
    """Compute the features of the blocks of a page.

    Args:
        blocks: The blocks in reading order.
        kept: The text of each reader, by the names in READERS. That of `STAND_IN` stands for a missing one.
        title: The headline, to recognise repetitions of it.
        description: The page's own summary, for the same purpose.
    """
    if not blocks:
        return BlockEvidence(blocks, np.zeros((0, WIDTH)), np.zeros((0, len(READERS))))
    keys = [squeeze(block.text) for block in blocks]
    stand_in = kept.get(STAND_IN, KeptBlocks(""))
    readers = [kept.get(name, stand_in) for name in READERS]
    votes = np.array([reader.shares(keys) for reader in readers], dtype=np.float64).T
    words = np.array([rough_words(block.text) for block in blocks], dtype=np.float64)
    parts = families(blocks, keys, votes, words, [reader.size for reader in readers])
    parts["repeats"] = _repeats(keys, squeeze(title), squeeze(description))
    return BlockEvidence(blocks, np.hstack([*parts.values()]), votes)


def families(
    blocks: Sequence[Block], keys: Sequence[str], votes: Matrix, words: Matrix, sizes: Sequence[int]
) -> dict[str, Matrix]:
    """Compute the groups of features in the order of their columns, without those of repeated text.

    Args:
        blocks: The blocks of a page.
        keys: Their squeezed texts.
        votes: Share of each block that each reader kept, shape (blocks, readers).
        words: Number of words of each block.
        sizes: Number of characters that each reader gave, in the order of READERS.

    Returns:
        For each group a matrix with one row per block.
    """
    return {
        "voting": _voting(votes, np.array(sizes, dtype=np.float64)),
        "neighbours": _around(votes, words),
        "kind and container": _groups(blocks, votes, words),
        "looks": _looks(blocks, words),
        "place": _standing(blocks, votes, words),
    }


def rough_words(text: str) -> int:
    """Count the words of a text roughly, for thresholds and not for statistics.

    Splits at spaces. Two characters of Chinese or Japanese count as one word, and so do five of Thai, Lao, Burmese or
    Khmer, in addition to the parts between spaces.
    """
    if text.isascii():
        return len(text.split())
    return len(text.split()) + len(_WIDE.findall(text)) // 2 + len(_UNSPACED.findall(text)) // 5


def _voting(votes: Matrix, sizes: Matrix) -> Matrix:
    middle = _middle([size for size in sizes[:3].tolist() if size > 0]) or 1.0
    relative = np.minimum(2.0, sizes / middle)
    first, second, third = votes[:, 0], votes[:, 1], votes[:, 2]  # in the order of READERS
    stated = np.full(len(votes), float(sizes[3] > 200))
    return np.column_stack(
        [votes, votes * relative, first * second, first * third, second * third, first * second * third,
         votes[:, :3].sum(1) == 0, votes[:, :3].max(1), stated, stated * (votes[:, 3] < 0.3),
         np.tile(relative, (len(votes), 1))]
    )  # fmt: skip


def _middle(values: Sequence[float]) -> float:
    """Return the median, or 0 for no values; faster than numpy for the few values of a page."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return 0.0
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _around(votes: Matrix, words: Matrix) -> Matrix:
    """Return the votes of the neighbours and of the text before and after.

    The latter are weighted by words and fall off with distance.
    """
    mean = votes[:, :3].mean(1)
    pad = np.concatenate([[0.0, 0.0], mean, [0.0, 0.0]])
    weight = np.minimum(words, 60.0)
    before, after = _decay(mean, weight), _decay(mean[::-1], weight[::-1])[::-1]
    trail = _decay(votes[:, 0], weight), _decay(votes[:, 0][::-1], weight[::-1])[::-1]
    return np.column_stack([pad[1:-3], pad[3:-1], pad[:-4], pad[4:], before, after, *trail, np.minimum(before, after)])


def _decay(values: Matrix, weight: Matrix, half: float = 0.6) -> Matrix:
    out: list[float] = []
    total = size = 0.0
    for value, own in zip(values.tolist(), weight.tolist(), strict=True):
        out.append(total / size if size else 0.0)
        total = total * half + value * own
        size = size * half + own
    return np.array(out, dtype=np.float64)


def _groups(blocks: Sequence[Block], votes: Matrix, words: Matrix) -> Matrix:
    """Return the votes of the blocks of the same kind and of the same container, weighted by words."""
    mean = votes[:, :3].mean(1)
    columns: list[Matrix] = []
    for keys in ([block.place.kind for block in blocks], [str(block.place.container) for block in blocks]):
        total: dict[str, float] = defaultdict(float)
        size: dict[str, float] = defaultdict(float)
        for key, vote, length in zip(keys, mean.tolist(), words.tolist(), strict=True):
            total[key] += vote * length
            size[key] += length
        columns.append(np.array([total[key] / (size[key] or 1.0) for key in keys]))
        columns.append(np.array([math.log1p(total[key]) for key in keys]))
    return np.column_stack(columns)


def _looks(blocks: Sequence[Block], words: Matrix) -> Matrix:
    rows = []
    for block, size in zip(blocks, words.tolist(), strict=True):
        text = block.text
        furniture = _is_furniture(text[:400])
        rows.append(
            [math.log1p(size), size < 4, size < 8, size < 15, size > 25, bool(_END.search(text[-8:])),
             bool(_QUOTE.search(text)), block.links, block.links > 0.6, block.emphasis > 0.8, furniture,
             furniture and size < 15, size < 15 and bool(_DATE.search(text)), text.isupper(),
             len(_DIGIT.findall(text)) / len(text), *(block.place.tag == tag for tag in _TAGS)]
        )  # fmt: skip
    return np.array(rows, dtype=np.float64)


def _standing(blocks: Sequence[Block], votes: Matrix, words: Matrix) -> Matrix:
    """Return where each block is, relative to the blocks that the readers agree on."""
    strong = np.flatnonzero((votes[:, :3].mean(1) > 0.6) & (words >= 8))
    first, last = (int(strong[0]), int(strong[-1])) if len(strong) else (0, len(blocks) - 1)
    core = [blocks[int(index)].place for index in strong] or [block.place for block in blocks]
    furniture, content = _middle([place.furniture for place in core]), _middle([place.content for place in core])
    article = sum(place.article for place in core) / len(core)
    body = sum(place.body for place in core) / len(core)
    rows = []
    for index, block in enumerate(blocks):
        place = block.place
        rows.append(
            [min(3.0, place.furniture - furniture), max(-3.0, min(3.0, place.content - content)),
             place.furniture > furniture, place.article, place.article * article, (not place.article) * article,
             place.body, place.body * body, (not place.body) * body,
             first <= index <= last, index < first, index > last,
             min(1.0, (index - last) / 20) if index > last else 0.0,
             (index - first) / max(1, last - first) if first <= index <= last else 0.0,
             min(1.0, (first - index) / 10) if index < first else 0.0]
        )  # fmt: skip
    return np.array(rows, dtype=np.float64)


def _repeats(keys: Sequence[str], title: str, description: str) -> Matrix:
    seen: set[str] = set()
    rows = []
    for key in keys:
        repeated = len(key) > 20 and key in seen
        seen.add(key)
        rows.append(
            [repeated, bool(title) and len(key) > 8 and (key in title or title in key),
             len(key) > 20 and bool(description) and (key[:80] in description or description[:80] in key)]
        )  # fmt: skip
    return np.array(rows, dtype=np.float64)
