"""The text blocks of a page in reading order, each with its place on the page; the vote decides on each block."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import lxml.html
from lxml import etree

from collectors.extract.word_search import any_of

_BLOCK = frozenset((
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "table", "section",
    "article", "main", "header", "footer", "nav", "aside", "figure", "figcaption", "form", "dl", "dt", "dd", "body",
    "html", "address", "details", "summary", "hr", "center", "fieldset", "tbody", "thead",
))  # fmt: skip
_SKIP = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "option", "textarea", "head",
    "object", "video", "audio", "canvas", "map", "input", "label", "math",
))  # fmt: skip
_SECTIONING = frozenset((
    "div", "section", "span", "article", "main", "header", "footer", "nav", "aside", "figure", "form", "body",
    "html", "center",
))  # fmt: skip
_STRONG = frozenset(("b", "strong", "em", "i"))
#: Tags that hold page furniture by their meaning.
_ASIDE_TAGS = frozenset((
    "nav", "footer", "aside", "form", "figcaption", "header",
))  # fmt: skip

# Words in class and id names, collected from the names around gold and other blocks of the 207 pages.
_furniture = any_of(
    "nav|foot|aside|sidebar|relat|promo|newslet|comment|caption|share|social|advert|^ads?$|^ads?[-_ ]|[-_ ]ads?$"
    "|[-_ ]ads?[-_ ]|breadcrumb|cookie|consent|menu|teaser|recommend|subscri|paywall|byline|author|tags?[-_ ]|tags?$"
    "|credit|copyright|popular|widget|meta|modal|banner|trending|more-|outbrain|taboola|login|signup|timestamp|disclaim"
    "|gallery|slide"
)
_content = any_of("article|story|post|content|entry|body|text|paragraph|main")
_lead = any_of(
    "standfirst|stand-first|subhead|sub-head|subtitle|sub-title|subline|sub-line|dek$|dek[-_ ]|deck|excerpt|intro"
    "|lead$|lead[-_ ]|lede|abstract|summary|teasertext|teaser-text|description|kicker|strap|vorspann|chapo|chapeau"
    "|entradilla|ingress|preamble"
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_BODY = re.compile(
    r"article[-_]?_?(?:body|content|text)|story[-_]?body|entry[-_]content|post[-_]content|body[-_]?text", re.I
)
_SPACE = re.compile(r"[\s\u00a0\u200b\u2060\ufeff]+")
_BREAK = "\x1f"
_BREAKS = re.compile(r"\x1f[ \t\r\n]*(?:\x1f[ \t\r\n]*)+")

#: More blocks than any article page has; later ones are not read.
MAX_BLOCKS = 6_000


class BlockPlace(NamedTuple):
    """The elements around a block."""

    tag: str  # of the block: the nearest p, li, h2 ...
    furniture: int  # ancestors whose name says navigation, teaser, caption ...
    content: int  # ancestors whose name says article, story, body ...
    article: bool  # inside article or main
    body: bool  # inside something named as the body of an article, or itemprop=articleBody
    lead: bool  # its own name says standfirst, intro, sub-headline ...
    hidden: bool  # hidden by its own markup
    names: str  # class and id of the block's own element and its parent, for furniture and standfirst checks
    kind: str  # tag and class of the element and its parent: blocks of one kind are usually kept or dropped together
    container: int  # number of the enclosing sectioning element
    article_number: int = 0  # of the outermost <article> around it, from 1; 0 outside of any


class Block(NamedTuple):
    """A paragraph, heading, list item or loose stretch of text; `links` is the share of its characters in links."""

    text: str
    links: float
    place: BlockPlace
    emphasis: float = 0.0  # share of characters in bold or italics


@lru_cache(maxsize=20_000)
def _names_say(names: str) -> tuple[int, int, bool, bool]:
    return (
        int(_furniture(names)),
        int(_content(names)),
        bool(_BODY.search(names)),
        _lead(names),
    )


TOP = BlockPlace(
    tag="body",
    furniture=0,
    content=0,
    article=False,
    body=False,
    lead=False,
    hidden=False,
    names="",
    kind="body",
    container=0,
)


def blocks_of(root: lxml.html.HtmlElement) -> list[Block]:
    """Return the text blocks of a page in document order, at most `MAX_BLOCKS`.

    Iterative, so that deeply nested pages do not exhaust the stack.
    """
    body = root.find("body")
    walk = _BlockWalk(root if body is None else body)
    for event, element in etree.iterwalk(walk.top, events=("start", "end")):
        if event == "start":
            walk.enter(element, element.tag)
        else:
            walk.leave(element, element.tag)
        if len(walk.out) >= MAX_BLOCKS:
            break
    walk.flush()
    return walk.out[:MAX_BLOCKS]


class _BlockWalk:
    """Collects text until a block element begins or ends, and then closes the block."""

    def __init__(self, top: lxml.html.HtmlElement) -> None:
        self.top = top
        self.out: list[Block] = []
        self.place, self.around = TOP, list[BlockPlace]()
        self.parts: list[str] = []
        self.linked = self.strong = 0  # characters in links and in bold or italics
        self.skipping = self.in_links = self.in_strong = self.containers = self.articles = 0  # elements of the kind

    def enter(self, element: lxml.html.HtmlElement, tag: str) -> None:
        if self.skipping or tag in _SKIP:
            self.skipping += 1
            return
        if tag in _BLOCK:
            self.flush()
            self.around.append(self.place)
            self.containers += tag in _SECTIONING
            self.articles += tag == "article" and not self.place.article_number
            self.place = _enter(element, tag, self.place, self.containers, self.articles)
        elif tag == "br":
            self.parts.append(_BREAK)
        elif tag in ("td", "th"):
            self.parts.append(" ")
        else:
            self.in_links += tag == "a"
            self.in_strong += tag in _STRONG
        self.add(element.text)

    def leave(self, element: lxml.html.HtmlElement, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            if self.skipping:
                return
        elif tag in _BLOCK:
            self.flush()
            self.place = self.around.pop()
        else:
            self.in_links -= tag == "a"
            self.in_strong -= tag in _STRONG
        if element is not self.top:
            self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            self.linked += len(text) if self.in_links else 0
            self.strong += len(text) if self.in_strong else 0

    def flush(self) -> None:
        """Close the block; a double line break inside it starts another one."""
        if not self.parts:
            return
        raw = "".join(self.parts)
        if raw.isspace():
            self.parts.clear()
            self.linked = self.strong = 0
            return
        size = max(1, len(raw.strip()))
        links, strong = min(1.0, self.linked / size), min(1.0, self.strong / size)
        self.parts.clear()
        self.linked = self.strong = 0
        for part in _BREAKS.split(raw) if _BREAK in raw else (raw,):
            text = _SPACE.sub(" ", part.replace(_BREAK, " ")).strip()
            if text:
                self.out.append(Block(text, links, self.place, strong))


def _enter(el: lxml.html.HtmlElement, tag: str, around: BlockPlace, containers: int, articles: int) -> BlockPlace:
    names = f"{el.get('class') or ''} {el.get('id') or ''}".strip()[:200]
    furniture, content, body, lead = _names_say(names) if names else (0, 0, False, False)
    if tag in _ASIDE_TAGS:
        furniture = 1
    # A div inside a p or li keeps the tag of the p or li.
    own = tag if tag not in ("div", "section") or around.tag in _SECTIONING else around.tag
    return BlockPlace(
        tag=own,
        furniture=around.furniture + furniture,
        content=around.content + content,
        article=around.article or tag in ("article", "main"),
        body=around.body or body or el.get("itemprop") == "articleBody",
        lead=lead or (around.lead and tag not in _SECTIONING),
        hidden=around.hidden or el.get("hidden") is not None or bool(_HIDDEN.search(el.get("style") or "")),
        names=f"{around.names.partition('>')[2]}>{names}",
        kind=f"{around.kind.rpartition('/')[2]}/{tag}.{names.partition(' ')[0]}",
        container=containers if tag in _SECTIONING else around.container,
        article_number=around.article_number or (articles if tag == "article" else 0),
    )
