"""What news is about, in words of eight languages: the topics by which a story is known again in another language.

The words stand in `data/languages/mul/news_topics.tsv`, a row for each topic and a column for each language: beginnings
of words, or whole words with a full stop behind them.
"""

from __future__ import annotations

import csv
from functools import cache

from collectors.metrics.word_lists import language_file

_FILE = "news_topics.tsv"
_SHORTEST = 2  # letters of a beginning
_REMEMBERED = 1 << 16  # words whose topics are kept


@cache
def _beginnings() -> dict[str, dict[str, frozenset[str]]]:
    """Language -> beginning of a word, or a word with a full stop -> its topics."""
    path = language_file("mul", _FILE)
    if path is None:
        return {}
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    table: dict[str, dict[str, frozenset[str]]] = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        topic = row.pop("topic")
        for language, words in row.items():
            held = table.setdefault(language, {})
            for word in words.split():
                held[word] = held.get(word, frozenset()) | {topic}
    return table


def topic_languages() -> tuple[str, ...]:
    """The languages whose words for topics are known (ISO 639-1)."""
    return tuple(_beginnings())


class TopicFinder:
    """Finds the topics of words of one language; remembers the words it has seen.

    Args:
        language: ISO 639-1; a language without a column has no topics.
    """

    def __init__(self, language: str) -> None:
        self._held = _beginnings().get(language, {})
        self._seen: dict[str, frozenset[str]] = {}

    def topics(self, word: str) -> frozenset[str]:
        """Return the topics that a word tells of.

        Args:
            word: One word in any case.
        """
        if not self._held:
            return frozenset()
        found = self._seen.get(word)
        if found is None:
            low = word.lower().replace("’", "'")
            ends = range(_SHORTEST, len(low) + 1)
            whole = self._held.get(f"{low}.", frozenset())
            found = whole.union(*(self._held.get(low[:end], frozenset()) for end in ends))
            if len(self._seen) < _REMEMBERED:
                self._seen[word] = found
        return found


@cache
def topic_finder(language: str) -> TopicFinder:
    """The finder of a language, made once."""
    return TopicFinder(language)
