"""Decide whether a text is English: the trained tagger reads only English, other languages are read by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collectors.metrics.word_lists import word_set

_ENGLISH = word_set("en.function_words.common_function_words")
_OTHER = word_set("mul.function_words.latin_function_words")
_MARKS = re.compile("[’‘]")  # typographic apostrophes
_SAMPLE = 600


def is_english(words: Sequence[str]) -> bool:
    """Whether a text looks English, by function words.

    Args:
        words: The text's words in lower case; the first 600 are read.

    Returns:
        True for a text in Latin letters that is too short to tell; False for one without any word.
    """
    low = [word for word in words[:_SAMPLE] if word[0].isalpha()]
    if not low:
        return False
    if sum(map(str.isascii, low)) * 2 < len(low):
        return False
    english = sum(map(_ENGLISH.__contains__, low))
    other = sum(map(_OTHER.__contains__, low))
    if len(low) >= 25:
        return english >= 2 * other and english * 10 >= len(low)
    return (
        other + sum(not word.isascii() for word in low if not _MARKS.search(word)) <= english or other == english == 0
    )
