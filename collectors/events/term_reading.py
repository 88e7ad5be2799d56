"""The terms by which articles are grouped into stories: hashed stems of title and text, and their counts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from collectors.metrics.text import WORD
from collectors.model import Article
from collectors.support.dates import day_of

FEATURES = 1 << 22  # number of hash values of terms: a rare collision costs less than an unbounded vocabulary
_ENDINGS = ("ing", "ed", "es", "s")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


def stem(word: str) -> str:
    """The word without a common English ending. Words in other alphabets keep six letters, about their stem."""
    if not word.isascii():
        return word[:6] if len(word) > 6 and not ("\u00c0" <= word[0] <= "\u024f") else word
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def terms_of(word: str) -> tuple[str, ...]:
    """The terms of a word.

    Returns:
        Its stem; for a script without spaces its pairs of neighbouring characters; nothing for a single character.
    """
    if len(word) < 2:
        return ()
    if _CJK.match(word):
        return tuple(word[index : index + 2] for index in range(len(word) - 1))
    return (stem(word.replace("’", "'").lower()),)


def full_text(article: Article) -> str:
    """Title and text; the text alone where it repeats the beginning of the title."""
    if not article.title or article.text.startswith(article.title[:40]):
        return article.text
    return f"{article.title}\n{article.text}"


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """What grouping needs of an article, some 6 kB.

    Attributes:
        id: The article's id.
        day: Day of publication as a proleptic ordinal; None where it is not known.
        terms: Hashed terms, shape (terms,), each once, in the order in which they occur.
        counts: How often each occurs, shape (terms,); a capitalised word or number counts more than once.
    """

    id: str
    day: int | None
    terms: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float64]


class TermReader:
    """Reads the terms of articles, and remembers the hashes of words."""

    def __init__(self, name_weight: float) -> None:
        self.name_weight = name_weight
        self._hashes: dict[str, tuple[int, ...]] = {}

    def read(self, article: Article) -> ReadTerms:
        """The terms of an article's title and text. Capitalised words and numbers count `name_weight` times."""
        counts: dict[int, float] = {}
        for word, count in Counter(WORD.findall(full_text(article))).items():
            keys = self._hashes.get(word)
            if keys is None:
                keys = tuple(crc32(term.encode("utf-8", "surrogatepass")) % FEATURES for term in terms_of(word))
                if len(self._hashes) < 1_000_000:
                    self._hashes[word] = keys
            weight = count * self.name_weight if word[0].isupper() or word[0].isdigit() else count
            for key in keys:
                counts[key] = counts.get(key, 0.0) + weight
        published = day_of(article.published)
        return ReadTerms(
            article.id,
            published.toordinal() if published else None,
            np.fromiter(counts, dtype=np.int32, count=len(counts)),
            np.fromiter(counts.values(), dtype=float, count=len(counts)),
        )
