"""A word or phrase that somebody searches for, as a pattern for texts and as a query for the index."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Longest phrase, in words. Longer input is a sentence, which a part of it finds as well.
MOST_WORDS = 10
#: Letters that a word must have before its star: fewer stand for thousands of words, which take seconds to merge.
FEWEST_LETTERS = 3
#: Where a phrase is looked for -> the index's column; "" for all of them.
PLACES = {"all": "", "headline": "title", "text": "text"}
#: A word of a phrase, split as the index splits text; a star after it stands for any ending.
_TOKEN = re.compile(r"[^\W_]+\*?")
#: Scripts written without spaces: the index holds whole runs of their letters and cannot find a part of one.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


class Phrase(NamedTuple):
    """A phrase to search for.

    Attributes:
        words: its words in lower case, each with a star where any ending matches.
        place: a key of PLACES.
    """

    words: tuple[str, ...]
    place: str = "all"

    @property
    def pattern(self) -> re.Pattern[str]:
        """A regular expression that finds the phrase in a text, with one to three non-letters between words."""
        parts = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in self.words)
        return re.compile(r"(?<!\w)" + r"[\W_]{1,3}".join(parts) + r"(?!\w)", re.IGNORECASE)

    @property
    def expression(self) -> str:
        """The FTS5 query: the phrase, or, where a word before the last has a star, all of its words in any order."""
        column = PLACES[self.place]
        return f"{column} : ({self._matched})" if column else self._matched

    @property
    def _matched(self) -> str:
        if any(word.endswith("*") for word in self.words[:-1]):
            return " AND ".join(f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in self.words)
        last = "*" if self.words[-1].endswith("*") else ""
        return f'"{" ".join(word.rstrip("*") for word in self.words)}"{last}'

    @property
    def exact(self) -> bool:
        """Whether the index alone decides which articles contain the phrase."""
        return not any(word.endswith("*") for word in self.words[:-1])


def unread_signs(text: str) -> str:
    """The signs of a typed phrase that somebody may mean as a wildcard or an operator, and that are not read."""
    return " ".join(dict.fromkeys(re.findall(r"[*|+()\[\]^$?~&]", _TOKEN.sub(" ", text))))


def phrase_of(text: str, place: str = "all") -> Phrase | None:
    """Parse a phrase that somebody typed.

    Args:
        text: The input.
        place: Where to look for it, a key of PLACES.

    Returns:
        The phrase; None where it has no word, more than MOST_WORDS, a first word of one letter, a star after fewer
        than FEWEST_LETTERS, or a script without spaces.
    """
    words = tuple(word.lower() for word in _TOKEN.findall(text))
    if any(word.endswith("*") and len(word) <= FEWEST_LETTERS for word in words):
        return None
    if not words or len(words) > MOST_WORDS or _UNSPACED.search(text) or any(len(word) < 2 for word in words[:1]):
        return None
    return Phrase(words, place)
