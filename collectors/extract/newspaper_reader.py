"""newspaper3k as the second, independent reader: its own cleaner, scorer and formatter on our parsed tree.

Its parts are used instead of `newspaper.Article`, which asks tldextract for the domain and may follow images and
refreshes. So nothing touches the network or the temp folder, the page is parsed once, and the reader takes a third of
the time. Three corrections, each measured on the 207 pages:

- lxml 6 no longer wraps bare text in <p>, which loses the text of <div>..<br> pages; it is wrapped here
  (aeb page F1 .850 -> .881). Pinning lxml to 5.4 would also require an older trafilatura.
- Its tree operations, cleaner and scorer run in one pass where they took many (`newspaper_tree`, `_Extractor`): a
  third of the time, and the same text on every page.
- A language without a list of stop words is read as English instead of ending in an OSError. Chinese counts
  characters and pairs instead of using jieba, which keeps a cache file in the temp folder.
"""

from __future__ import annotations

import itertools
import string
import warnings
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, ClassVar, TypeAlias

import lxml.html

from collectors.extract.newspaper_tree import FastCleaner, FastParser

with warnings.catch_warnings():
    # newspaper3k 0.2.8 (2018) and jieba contain invalid escapes, which cause warnings when they are compiled.
    warnings.simplefilter("ignore")
    from newspaper.configuration import Configuration
    from newspaper.extractors import ContentExtractor
    from newspaper.outputformatters import OutputFormatter
    from newspaper.text import StopWords, WordStats

Element: TypeAlias = lxml.html.HtmlElement


class _StopWords(StopWords):  # type: ignore[misc]  # newspaper3k ships no types
    """newspaper3k's counts of stop words, faster.

    The table of punctuation is built once instead of for each text (12 % of the reader's time), and the list of the
    counted words is left out.
    """

    PUNCTUATION: ClassVar = dict.fromkeys(map(ord, string.punctuation))

    def remove_punctuation(self, content: str) -> str:
        return content.translate(self.PUNCTUATION)

    def get_stopword_count(self, content: str) -> WordStats:
        stats = WordStats()
        if content:
            words = self.candidate_words(self.remove_punctuation(content).lower())
            stats.set_stopword_count(sum(map(self.STOP_WORDS.__contains__, words)))
        return stats


class _ChineseStopWords(StopWords):  # type: ignore[misc]  # newspaper3k ships no types
    def __init__(self, language: str = "zh") -> None:
        super().__init__("zh")

    def candidate_words(self, stripped_input: str) -> list[str]:
        return [*stripped_input, *(one + other for one, other in itertools.pairwise(stripped_input))]


class _Configuration(Configuration):  # type: ignore[misc]  # newspaper3k ships no types
    @staticmethod
    def get_parser() -> type[FastParser]:
        return FastParser

    @staticmethod
    def get_stopwords_class(language: str) -> Any:
        if language == "zh":
            return _ChineseStopWords
        stopwords = Configuration.get_stopwords_class(language)
        return _StopWords if stopwords is StopWords else stopwords


class _Counter:
    """The stop words of a language, counted once for each text of a page; newspaper3k asks up to five times."""

    def __init__(self, language: str) -> None:
        self._words = _Configuration.get_stopwords_class(language)(language=language)
        self._counted: dict[str, Any] = {}

    def get_stopword_count(self, text: str) -> Any:
        count = self._counted.get(text)
        if count is None:
            count = self._counted[text] = self._words.get_stopword_count(text)
        return count

    def count(self, text: str) -> int:
        return int(self.get_stopword_count(text).get_stopword_count())


class _Extractor(ContentExtractor):  # type: ignore[misc]  # newspaper3k ships no types
    """newspaper3k's choice of the element that holds the article, with scores kept beside the tree.

    Takes linear time. The original lists all siblings before each paragraph: 76 of 138 s for 10,000 paragraphs.
    """

    def __init__(self, language: str) -> None:
        super().__init__(_CONFIGURATION)
        self.language = language
        self.counter = _Counter(language)
        self.stopwords_class = lambda language: self.counter

    def calculate_best_node(self, doc: Element) -> Element | None:
        """Return the parent or grandparent whose paragraphs have the most stop words."""
        counts = {node: self.counter.count(self.parser.getText(node)) for node in self.nodes_to_check(doc)}
        nodes = [node for node, count in counts.items() if count > 2 and not self.is_highlink_density(node)]
        scores: dict[Element, float] = {}
        boosted, bottom = 0, len(nodes) * 0.25
        for place, node in enumerate(nodes):
            boost = 0.0
            if self._follows_text(node, counts):
                boosted += 1
                boost = 50 / boosted
            left = len(nodes) - place
            if len(nodes) > 15 and left <= bottom:  # the last quarter counts against its parent
                boost = -((bottom - left) ** 2)
                boost = 5.0 if boost < -40 else boost
            score = int(counts[node] + boost)
            parent = node.getparent()
            scores[parent] = scores.get(parent, 0) + score
            above = parent.getparent()
            if above is not None:
                scores[above] = scores.get(above, 0) + score / 2
        if not scores:
            return None
        best = max(scores, key=lambda node: scores[node])  # the first of equals
        return best if scores[best] > 0 else next(iter(scores))

    def _follows_text(self, node: Element, counts: Mapping[Element, int]) -> bool:
        """Return whether one of the three paragraphs before has more than five stop words."""
        before = (sibling for sibling in node.itersiblings(preceding=True) if sibling.tag == "p")
        return any(counts[paragraph] > 5 for paragraph in islice(before, 3))


class _Formatter(OutputFormatter):  # type: ignore[misc]  # newspaper3k ships no types
    def remove_negativescores_nodes(self) -> None:
        """Do nothing: newspaper3k's own selector is lower-cased and never finds the attribute gravityScore."""

    def remove_empty_tags(self) -> None:
        for element in reversed(list(self.top_node.iterdescendants("*"))):
            if not any(map(str.strip, element.itertext())) and next(element.iterdescendants(*_MEDIA), None) is None:
                self.parser.remove(element)


_MEDIA = ("object", "embed")
_CONFIGURATION = _Configuration()
_CONFIGURATION.fetch_images = False


@lru_cache(maxsize=200)
def _readable(language: str) -> str:
    """Return the language if newspaper3k has its stop words, else English."""
    try:
        _Configuration.get_stopwords_class(language)(language=language)
    except (OSError, ImportError, LookupError):
        return "en"
    return language


def newspaper_language(root: Element) -> str:
    """Return the language in which newspaper3k reads a page: the stated one if it has stop words for it, else "en"."""
    return _readable(ContentExtractor(_CONFIGURATION).get_meta_lang(root) or "en")


def newspaper_text(tree: Element, language: str) -> str:
    """Return the body as newspaper3k reads it.

    Args:
        tree: The parsed page. It is changed, so pass a copy.
        language: The result of `newspaper_language`.

    Returns:
        Paragraphs separated by a blank line; an empty string if no body is found.
    """
    extractor = _Extractor(language)
    top = extractor.calculate_best_node(FastCleaner(_CONFIGURATION).clean(tree))
    if top is None:
        return ""
    text: str
    text, _ = _Formatter(_CONFIGURATION).get_formatted(extractor.post_cleanup(top))
    return text
