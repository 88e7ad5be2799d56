"""Who is credited in small letters at the end of a headline: "... a sham - minister", "... void: EU diplomats"."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.quotations.speakers import headline_words as words
from collectors.metrics.quotations.speakers.offices import describe
from collectors.metrics.word_lists import word_set

#: Heads that may be credited beside offices such as "minister": groups who report, and documents.
_HEADS = words.LAST_HEADS | word_set("en.headlines.credited_heads")
_LONGEST = 5  # words
_LONGEST_ACRONYM = 6  # letters
_OPENS_NONE = word_set("en.headlines.opens_no_credit") | words.ADVERBIAL | words.NO_SPEAKER


def is_credit(name: str, low: Sequence[str]) -> bool:
    """Whether the words behind a headline's last dash or colon are a description of who said the rest.

    Args:
        name: The words as written.
        low: The same as tokens in lower case.
    """
    if not low or len(low) > _LONGEST or low[0] in _OPENS_NONE:
        return False
    if not words.CLAUSE.isdisjoint(low) or any(not word[0].isalpha() and word not in (".", "'s", "’s") for word in low):
        return False
    described = describe(name)
    return described.head == low[-1] and (described.kind == "office" or low[-1] in _HEADS)


def is_acronym(surfaces: Sequence[str]) -> bool:
    """Whether words are one name in capitals, such as "ISW".

    Args:
        surfaces: The words as written.
    """
    word = surfaces[0] if len(surfaces) == 1 else ""
    return 3 <= len(word) <= _LONGEST_ACRONYM and word.isupper() and word.lower() not in words.PICTURES
