"""Words beside a date that say what the date is, from `data/languages/<code>/dates.toml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from collectors.config.date_word_files import DATE_FILE, read_date_words
from collectors.config.settings import data_dir


class DateWords(NamedTuple):
    """Patterns of the words for publication, for change, and for other days (a member's first day, an expiry)."""

    published: re.Pattern[str]
    updated: re.Pattern[str]
    other: re.Pattern[str]


@lru_cache(maxsize=64)
def date_words(languages: tuple[str, ...]) -> DateWords:
    """Return the words of some languages and of English.

    Args:
        languages: ISO 639-1 codes. If none of them has such words, those of all languages are returned.
    """
    declared = _declared()
    with_words = [code for code in languages if code in declared]
    codes = [*dict.fromkeys([*with_words, "en"])] if with_words else [*declared]
    return DateWords(
        _pattern([word for code in codes if code in declared for word in declared[code][0]]),
        _pattern([word for code in codes if code in declared for word in declared[code][1]]),
        _pattern([word for code in codes if code in declared for word in declared[code][2]]),
    )


@lru_cache(maxsize=1)
def _declared() -> dict[str, tuple[tuple[str, ...], ...]]:
    words_of: dict[str, tuple[tuple[str, ...], ...]] = {}
    for file in sorted((data_dir() / "languages").glob(f"*/{DATE_FILE}")):
        words, problems = read_date_words(file)
        if not problems:  # `parallax check` reports the problems
            words_of[file.parent.name] = (words["published"], words["updated"], words["other"])
    return words_of


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first.

    It matches at the beginning of a word, because many languages inflect the end.
    """
    if not words:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(set(words), key=len, reverse=True)))})", re.I)
