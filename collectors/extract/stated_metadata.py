"""What a page states about itself outside its text: JSON-LD, meta tags, canonical link, language and headings."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from collectors.extract.json_ld import LinkedData, read_linked

_MAX_METAS = 3_000


@dataclass(frozen=True, slots=True)
class StatedMetadata:
    """The statements of a page about itself.

    Attributes:
        linked: The article object in JSON-LD.
        meta: Lower-case name, property, itemprop or http-equiv -> its values in page order.
        canonical: The canonical link as written.
        language: The language tag of the html element as written.
        page_title: The text of the title element.
        headings: The texts of the first 20 h1 elements, in order.
        headline: The text of the first element that is marked as the headline of an article (itemprop), if any.
    """

    linked: LinkedData = field(default_factory=LinkedData)
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    page_title: str | None = None
    headings: tuple[str, ...] = ()  # the page's h1, in order
    headline: str | None = None

    def first(self, *names: str) -> str | None:
        """Return the first value of the first of these meta names that the page has, or None."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    @property
    def description(self) -> str | None:
        """The page's own summary, from JSON-LD or else from meta tags."""
        return self.linked.description or self.first("og:description", "description", "twitter:description")


def read_stated(root: lxml.html.HtmlElement, url: str | None) -> StatedMetadata:
    """Read everything that a page states about itself.

    Args:
        root: The parsed page.
        url: Its address, to find the JSON-LD object that is about this page.
    """
    title = root.find(".//title")
    link = next(
        (
            element.get("href")
            for element in root.iter("link")
            if "canonical" in (element.get("rel") or "").lower().split()
        ),
        None,
    )
    return StatedMetadata(
        linked=read_linked(root, url),
        meta=_metas(root),
        canonical=(link or "").strip() or None,
        language=root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        page_title=flat(title) if title is not None else None,
        headings=tuple(text for heading in root.iter("h1") if (text := _on_lines(heading)))[:20],
        headline=next((text for element in _HEADLINES(root)[:1] if (text := _on_lines(element))), None),
    )


def flat(element: lxml.html.HtmlElement) -> str:
    """Return all text of an element on one line, without scripts, styles and SVG."""
    return " ".join("".join(_TEXTS(element)).split())


_HEADLINES = etree.XPath("//@itemprop[. = 'headline']/parent::*[not(self::meta)]")
#: Elements that end a line, so that their text is parted from what follows.
_LINES = frozenset(("br", "div", "p", "h1", "h2", "h3", "header", "small", "section"))


def _on_lines(element: lxml.html.HtmlElement) -> str:
    """Return all text of a heading, with a blank wherever a page shows it on another line."""
    parts: list[str] = []
    hidden = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag in ("script", "style", "svg"):
            hidden += 1 if event == "start" else -1
        text = inner.text if event == "start" else inner.tail if inner is not element else None
        parts.extend((" " if inner.tag in _LINES else "", text or "" if not hidden else ""))
    return " ".join("".join(parts).split())


_TEXTS = etree.XPath(".//text()[not(ancestor::script or ancestor::style or ancestor::svg)]", smart_strings=False)


def _metas(root: lxml.html.HtmlElement) -> dict[str, tuple[str, ...]]:
    metas: dict[str, list[str]] = {}
    for number, meta in enumerate(root.iter("meta")):
        if number >= _MAX_METAS:
            break
        value = " ".join(html.unescape(meta.get("content") or "").split())
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and value:
                metas.setdefault(name, []).append(value)
    _add_parsely(metas)
    return {name: tuple(values) for name, values in metas.items()}


def _add_parsely(metas: dict[str, list[str]]) -> None:
    """Add the date, author and title that some sites keep in one JSON meta tag, `parsely-page`."""
    for value in metas.get("parsely-page", [])[:1]:
        try:
            data = json.loads(value)
        except (ValueError, RecursionError):
            return
        if isinstance(data, dict):
            for key, name in (
                ("pub_date", "parsely-pub-date"),
                ("author", "parsely-author"),
                ("title", "parsely-title"),
            ):
                if isinstance(data.get(key), str):
                    metas.setdefault(name, []).append(data[key])
