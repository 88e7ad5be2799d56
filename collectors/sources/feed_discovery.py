"""Where an outlet's feeds and sitemaps are: in its home page, in its robots.txt, and at the usual places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from collectors.model import Outlet
from collectors.sources.coverage_query import host_of
from collectors.sources.source_protocol import Kind, Refusal, RefusalKind, Request, Response
from collectors.sources.web_markup import absolute, text_of

#: An outlet's home page, from its domain.
HOME = "https://{domain}/"
#: Most feeds taken from one home page, and characters of it that are searched (the head comes first).
MOST, HEAD = 12, 400_000

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml"}
)
# General types are not enough: WordPress links its REST interface as JSON on every page.
_PERHAPS = frozenset({"application/json", "application/xml", "text/xml"})
_FEEDLIKE = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:[/._?-]|\d|\Z)", re.I)
_COMMENTS = re.compile(r"comment|oembed|/wp-json/", re.I)
#: Usual places of feeds, the commonest systems first (WordPress, Blogger, Django and hand-made ones).
FEED_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
#: Usual places of sitemaps.
SITEMAP_PATHS = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-news.xml", "/news-sitemap.xml", "/sitemap.xml.gz")
# Google accepts any case and a hyphen ("site-map:").
_SITEMAP_LINE = re.compile(r"\s{0,100}site-?map\s{0,20}:\s{0,100}(\S{1,2000})", re.I)


def home_pages(outlet: Outlet, source: str, home: str = HOME) -> Iterator[Request]:
    """Yield the request for an outlet's home page, on its first domain.

    Args:
        outlet: The outlet.
        source: The name of the source that asks.
        home: Template that makes the address from `{domain}`.
    """
    for domain in outlet.domains[:1]:
        yield Request(home.format(domain=domain), source, Kind.PAGE, outlet.id, context={"home": 1})


def feeds_named(request: Request, response: Response) -> Iterator[Request]:
    """Yield requests for the feeds of `feed_links`."""
    for url in feed_links(response):
        yield Request(url, request.source, Kind.FEED, request.outlet, context={"found_on": response.url})


def feed_links(response: Response) -> list[str]:
    """Return the addresses of feeds on a page, in the page's order and without those of comments.

    These are the feeds declared in <link rel="alternate">, or else the links to its own site that look like feeds.
    """
    text = text_of(response)
    if isinstance(text, Refusal):
        return []
    declared, looking = _links(text[:HEAD], response.url)
    addresses = declared or looking
    return list(dict.fromkeys(url for url in addresses if not _COMMENTS.search(url)))[:MOST]


def feed_guesses(request: Request, response: Response) -> Iterator[Request | Refusal]:
    """Yield requests for the usual places of a feed on the host that answered, for a page that names none."""
    yield Refusal(response.url, RefusalKind.EMPTY, "the page names no feed; the usual places are tried")
    for path in FEED_PATHS:
        url = absolute(response.url, path)
        if url:
            yield Request(url, request.source, Kind.FEED, request.outlet, context={"guess": 1})


def sitemaps_in_robots(text: str, base: str) -> list[str]:
    """Return the addresses of the Sitemap lines of a robots.txt, in its order and each once.

    Args:
        text: The robots.txt.
        base: Its address, for relative links.
    """
    lines = (_SITEMAP_LINE.match(line) for line in text[:HEAD].splitlines())
    addresses = (absolute(base, match.group(1)) for match in lines if match)
    return list(dict.fromkeys(url for url in addresses if url))


def _links(text: str, base: str) -> tuple[list[str], list[str]]:
    """Return the feeds that a page declares, and its links to its own site that look like feeds."""
    declared: list[str] = []
    looking: list[str] = []
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return [], []
    site = host_of(base).removeprefix("www.")
    for element in root.iter("base", "link", "a") if root is not None else ():
        url = absolute(base, element.get("href"))
        if url is None:
            continue
        if element.tag == "base":
            base = url
        elif element.tag == "a":
            if _under(host_of(url), site) and _FEEDLIKE.search(url.partition("//")[2].partition("/")[2]):
                looking.append(url)
        elif "alternate" in (element.get("rel") or "").lower().split():
            kind = (element.get("type") or "").split(";")[0].strip().lower()
            if kind in _TYPES or (kind in _PERHAPS and _FEEDLIKE.search(url)):
                declared.append(url)
    return declared, looking


def _under(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")
