"""newspaper3k as the second, independent reader: its own cleaner, scorer and formatter on our parsed tree.

Driving the parts instead of `newspaper.Article` keeps everything away from the network and the temp folder by
construction (`Article` asks tldextract for the domain, may follow images and refreshes), parses the page once, and
costs a third. Three corrections, each measured on the 207 pages:

- lxml 6 no longer wraps bare text in <p>, so text in <div>..<br> pages is lost: wrapped here
  (aeb page F1 .850 -> .881). This is why lxml is not pinned to 5.4, which would also bring an older trafilatura.
- attribute patterns run as Python regular expressions, once per distinct value, instead of 15 XPath passes with
  re:test (40 of 78 ms a page; same text on every page).
- a language without a stop word list reads as English instead of ending in an OSError; Chinese counts characters and
  pairs instead of asking jieba, which keeps a cache file in the temp folder.
"""

from __future__ import annotations

import copy
import itertools
import re
import string
import warnings
from functools import lru_cache
from itertools import islice
from typing import Any, ClassVar, TypeAlias

import lxml.html
from lxml import etree

with warnings.catch_warnings():
    # newspaper3k 0.2.8 (2018) and jieba carry invalid escapes; they warn while they are compiled, nothing else.
    warnings.simplefilter("ignore")
    from newspaper.cleaners import DocumentCleaner
    from newspaper.configuration import Configuration
    from newspaper.extractors import ContentExtractor
    from newspaper.outputformatters import OutputFormatter
    from newspaper.parsers import Parser
    from newspaper.text import StopWords

Element: TypeAlias = lxml.html.HtmlElement


class _Parser(Parser):  # type: ignore[misc]  # newspaper3k ships no types
    """newspaper3k's tree operations, with bare text wrapped in a paragraph."""

    @classmethod
    def textToPara(cls, text: str) -> Element:  # noqa: N802  the name newspaper3k calls
        if "<" in text or "&" in text:
            return lxml.html.fromstring(f"<p>{text}</p>")
        paragraph = lxml.html.HtmlElement()
        paragraph.tag = "p"
        paragraph.text = text
        return paragraph


class _StopWords(StopWords):  # type: ignore[misc]  # newspaper3k ships no types
    """The same counts with one table of punctuation, not one built for each text (12 % of the reader's time)."""

    PUNCTUATION: ClassVar = dict.fromkeys(map(ord, string.punctuation))

    def remove_punctuation(self, content: str) -> str:
        return content.translate(self.PUNCTUATION)


class _ChineseStopWords(StopWords):  # type: ignore[misc]  # newspaper3k ships no types
    def __init__(self, language: str = "zh") -> None:
        super().__init__("zh")

    def candidate_words(self, stripped_input: str) -> list[str]:
        return [*stripped_input, *(a + b for a, b in itertools.pairwise(stripped_input))]


class _Configuration(Configuration):  # type: ignore[misc]  # newspaper3k ships no types
    @staticmethod
    def get_parser() -> type[_Parser]:
        return _Parser

    @staticmethod
    def get_stopwords_class(language: str) -> Any:
        if language == "zh":
            return _ChineseStopWords
        found = Configuration.get_stopwords_class(language)
        return _StopWords if found is StopWords else found


class _Extractor(ContentExtractor):  # type: ignore[misc]  # newspaper3k ships no types
    def is_boostable(self, node: Element) -> bool:
        """Whether one of the three paragraphs before has some weight. newspaper3k lists all the siblings before each
        paragraph first, which is quadratic: 10,000 paragraphs took it 76 s of 138."""
        before = (n for n in node.itersiblings(preceding=True) if n.tag == "p")
        counter = self.stopwords_class(language=self.language)
        texts = (self.parser.getText(n) for n in islice(before, 3))
        return any(counter.get_stopword_count(text).get_stopword_count() > 5 for text in texts)


class _Cleaner(DocumentCleaner):  # type: ignore[misc]  # newspaper3k ships no types
    """The same removals in the same order, without XPath regular expressions."""

    def clean_bad_tags(self, doc: Element) -> Element:
        for attribute in ("id", "class", "name"):
            for node in _matching(doc, attribute, self.remove_nodes_re):
                if not node.xpath(self.contains_article):
                    self.parser.remove(node)
        return doc

    def clean_para_spans(self, doc: Element) -> Element:
        # drop_tag() joins the text of one span after the other, quadratic in the text of a paragraph.
        for paragraph in list(doc.iter("p")):
            etree.strip_tags(paragraph, "span")
        return doc

    def remove_nodes_regex(self, doc: Element, pattern: str) -> Element:
        for attribute in ("id", "class"):
            for node in _matching(doc, attribute, pattern):
                self.parser.remove(node)
        return doc


_WITH = {name: etree.XPath(f"//*[@{name}]") for name in ("id", "class", "name")}


def _matching(doc: Element, attribute: str, pattern: str) -> list[Element]:
    return [e for e in _WITH[attribute](doc) if _hit(pattern, e.get(attribute)[:1000])]


@lru_cache(maxsize=50_000)
def _hit(pattern: str, value: str) -> bool:
    return re.search(pattern, value, re.I) is not None


_CONFIGURATION = _Configuration()
_CONFIGURATION.fetch_images = False


@lru_cache(maxsize=200)
def _readable(language: str) -> str:
    """The language if newspaper3k has its stop words, else English."""
    try:
        _Configuration.get_stopwords_class(language)(language=language)
    except (OSError, ImportError, LookupError):
        return "en"
    return language


def newspaper_text(root: Element) -> str:
    """The body as newspaper3k reads it, paragraphs separated by a blank line; empty where it finds none."""
    doc = copy.deepcopy(root)
    extractor, formatter = _Extractor(_CONFIGURATION), OutputFormatter(_CONFIGURATION)
    language = _readable(extractor.get_meta_lang(doc) or "en")
    extractor.update_language(language)
    formatter.update_language(language)
    doc = _Cleaner(_CONFIGURATION).clean(doc)
    top = extractor.calculate_best_node(doc)
    if top is None:
        return ""
    text: str
    text, _ = formatter.get_formatted(extractor.post_cleanup(top))
    return text


def newspaper_title(root: Element) -> str | None:
    """The title as newspaper3k reads it."""
    return ContentExtractor(_CONFIGURATION).get_title(root) or None


def newspaper_authors(root: Element) -> list[str]:
    """Author names as newspaper3k reads them."""
    return list(ContentExtractor(_CONFIGURATION).get_authors(root))
