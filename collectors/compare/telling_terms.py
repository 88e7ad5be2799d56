"""Which terms can tell outlets apart by what they write.

Left out are names of media and agencies, function and clock words and bare numbers; phrases that overlap in the same
articles count as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from collectors.metrics.phrases import EDGES
from collectors.metrics.word_lists import word_set

#: Terms that share a word are one row where at least this share of the rarer one's articles hold both.
OVERLAP = 0.8
CLOCK = word_set("en.function_words.clock_words")
_COMMON = word_set("en.relays.words_of_many_media_names")


def telling(vocabulary: Sequence[str], names: Sequence[str]) -> NDArray[np.bool_]:
    """Return which terms of a vocabulary can tell outlets apart, as a mask.

    Args:
        vocabulary: terms, their words with single spaces between.
        names: ids or names of outlets and agencies.
    """
    return _telling(tuple(vocabulary), tuple(names))


@lru_cache(maxsize=8)  # an event's vocabulary is asked for once for each voice and choice of copies
def _telling(vocabulary: tuple[str, ...], names: tuple[str, ...]) -> NDArray[np.bool_]:
    named = [tuple(name.lower().replace("-", " ").replace("_", " ").split()) for name in names]
    whole = {" ".join(name) for name in named}
    parts = {word for name in named for word in name if len(name) == 1 or word not in _COMMON}
    first = {name[0] for name in named if len(name) == 1 or (name[1:] and set(name[1:]) <= _COMMON)}
    first |= {"".join(name) for name in named}
    told = np.array([_tells(term, whole, first, parts) for term in vocabulary], dtype=bool)
    told.flags.writeable = False
    return told


def _tells(term: str, whole: set[str], first: set[str], parts: set[str]) -> bool:
    words = term.split(" ")
    if any(_holds(term, name) for name in whole) or any(word in first for word in words):
        return False
    if len(words) > 1:
        # Two words of one name ("york times") are that name; a place among other words is not.
        return not (all(word in parts or word in _COMMON for word in words) and any(term in name for name in whole))
    return not (term in EDGES or term in CLOCK or not any(char.isalpha() for char in term))


def _holds(term: str, name: str) -> bool:
    return f" {name} " in f" {term} "


def one_row_each(terms: Sequence[int], vocabulary: Sequence[str], counts: csc_array, most: int) -> list[int]:
    """Return the first `most` terms, without those that overlap an earlier one.

    Two terms overlap where they share a word and OVERLAP of the rarer one's articles hold the other too.

    Args:
        terms: columns of `counts`, the most telling first.
        vocabulary: their names, by column.
        counts: articles x terms.
        most: how many terms to return at most.
    """
    chosen: list[int] = []
    words: dict[int, set[str]] = {}
    held: dict[int, NDArray[np.int64]] = {}
    for term in terms:
        if len(chosen) == most:
            break
        words[term] = set(vocabulary[term].split(" ")) - EDGES or {vocabulary[term]}
        start, end = counts.indptr[term], counts.indptr[term + 1]
        held[term] = np.sort(counts.indices[start:end]).astype(np.int64)
        if not any(words[term] & words[other] and _same(held[term], held[other]) for other in chosen):
            chosen.append(term)
    return chosen


def _same(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared >= OVERLAP * max(1, min(len(one), len(other)))
