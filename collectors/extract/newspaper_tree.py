"""newspaper3k's tree operations and its cleaner: the same results as its own, in one pass where it takes many.

Each change was compared on the 207 pages (same text on every one). What costs newspaper3k its time: 15 XPath passes
with regular expressions over attributes, an XPath over the whole subtree of each div, a CSS selector compiled at each
call.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

import lxml.html
from lxml import etree
from lxml.cssselect import CSSSelector

from collectors.extract.word_search import any_of

with warnings.catch_warnings():
    # newspaper3k 0.2.8 (2018) carries invalid escapes; they warn while they are compiled, nothing else.
    warnings.simplefilter("ignore")
    from newspaper.cleaners import DocumentCleaner
    from newspaper.configuration import Configuration
    from newspaper.parsers import Parser

Element: TypeAlias = lxml.html.HtmlElement

#: A div with one of these inside is split into paragraphs, another one is made a paragraph.
_SPLITTING = ("a", "blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul")


class FastParser(Parser):  # type: ignore[misc]  # newspaper3k ships no types
    """newspaper3k's tree operations, with bare text wrapped in a paragraph."""

    @classmethod
    def textToPara(cls, text: str) -> Element:  # noqa: N802  the name newspaper3k calls
        if "<" in text or "&" in text:
            return lxml.html.fromstring(f"<p>{text}</p>")
        paragraph = lxml.html.HtmlElement()
        paragraph.tag = "p"
        paragraph.text = text
        return paragraph

    @classmethod
    def getElementsByTag(  # noqa: N802  the name newspaper3k calls
        cls,
        node: Element,
        tag: str | None = None,
        attr: str | None = None,
        value: str | None = None,
        childs: bool = False,
        use_regex: bool = False,
    ) -> list[Element]:
        if attr is not None or tag is None:
            found: list[Element] = super().getElementsByTag(node, tag, attr, value, childs, use_regex)
            return found
        return list(node.iterdescendants(tag))

    @classmethod
    def getText(cls, node: Element) -> str:  # noqa: N802  the name newspaper3k calls
        return " ".join(" ".join(node.itertext()).split())

    @classmethod
    def css_select(cls, node: Element, selector: str) -> list[Element]:
        return list(_selector(selector)(node))

    @classmethod
    def childNodesWithText(cls, node: Element) -> list[Element]:  # noqa: N802  the name newspaper3k calls
        """The children, with each stretch of bare text as an element `text` among them; linear in their number."""
        if node.text:
            first = cls.createElement(tag="text", text=node.text)
            node.text = None
            node.insert(0, first)
        for child in list(node):
            if child.tag != "text" and child.tail:
                text, after = cls.createElement(tag="text", text=child.tail), child.getnext()
                if after is None:
                    node.append(text)
                else:
                    after.addprevious(text)
        return list(node)


@lru_cache(maxsize=100)
def _selector(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


class FastCleaner(DocumentCleaner):  # type: ignore[misc]  # newspaper3k ships no types
    """The same removals in the same order, with the attributes read once."""

    def clean(self, doc: Element) -> Element:
        for step in (self.clean_body_classes, self.clean_article_tags, self.clean_em_tags, self.remove_drop_caps):
            step(doc)
        etree.strip_elements(doc, "script", "style", with_tail=False)
        named = [(element, element.get("id"), element.get("class"), element.get("name")) for element in _NAMED(doc)]
        for column in (1, 2, 3):
            for row in named:
                if _furniture(row[column]) and not _ARTICLE(row[0]):
                    self.parser.remove(row[0])
        for row in named:
            if _other(row[1]) or _other(row[2]):
                self.parser.remove(row[0])
        # newspaper3k drops one span after the other, quadratic in the text of a paragraph.
        for paragraph in list(doc.iter("p")):
            etree.strip_tags(paragraph, "span")
        for tag in ("div", "span", "section"):
            self.div_to_para(doc, tag)
        return doc

    def div_to_para(self, doc: Element, dom_type: str) -> Element:
        for div in list(doc.iterdescendants(dom_type)):
            if next(div.iterdescendants(*_SPLITTING), None) is None:
                div.tag = "p"
            else:
                nodes = [node for node in self.get_replacement_nodes(doc, div) if node is not None]
                self._refill(div, nodes)
        return doc

    @staticmethod
    def _refill(div: Element, nodes: Iterable[Element]) -> None:
        attributes = dict(div.attrib)
        div.clear()
        div.extend(nodes)
        div.attrib.update(attributes)


_NAMED = etree.XPath("//*[@id or @class or @name]")
_cleaner = DocumentCleaner(Configuration())
_ARTICLE = etree.XPath(f"boolean({_cleaner.contains_article})")
_is_furniture = any_of(_cleaner.remove_nodes_re)
_OTHERS = ("caption_re", "google_re", "entries_re", "facebook_re", "facebook_braodcasting_re", "twitter_re")
_is_other = any_of("|".join(getattr(_cleaner, name) for name in _OTHERS))


@lru_cache(maxsize=50_000)
def _furniture(value: str | None) -> bool:
    """Whether an id, class or name says menu, comments, footer ...: newspaper3k's list."""
    return value is not None and _is_furniture(value[:1000])


@lru_cache(maxsize=50_000)
def _other(value: str | None) -> bool:
    """Whether an id or class says caption or social network: newspaper3k's six patterns."""
    return value is not None and _is_other(value[:1000])
