"""Where an outlet's feeds and sitemaps are: what its home page and its robots.txt name, and the usual places."""

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
#: Feeds taken from one home page, and characters of it that are looked at (the head comes first).
MOST, HEAD = 12, 400_000

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml"}
)
# JSON in general says nothing: WordPress names its REST interface by it on every page.
_PERHAPS = frozenset({"application/json", "application/xml", "text/xml"})
_FEEDLIKE = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:[/._?-]|\d|\Z)", re.I)
_COMMENTS = re.compile(r"comment|oembed|/wp-json/", re.I)
#: Usual places of feeds, the commonest systems first (WordPress, Blogger, Django and hand-made ones).
FEED_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
#: Usual places of sitemaps.
SITEMAP_PATHS = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-news.xml", "/news-sitemap.xml", "/sitemap.xml.gz")
# Google takes any capitals and a hyphen ("site-map:").
_SITEMAP_LINE = re.compile(r"\s{0,100}site-?map\s{0,20}:\s{0,100}(\S{1,2000})", re.I)


def home_pages(outlet: Outlet, source: str, home: str = HOME) -> Iterator[Request]:
    """The request for an outlet's home page, on its first domain."""
    for domain in outlet.domains[:1]:
        yield Request(home.format(domain=domain), source, Kind.PAGE, outlet.id, context={"home": 1})


def feeds_named(request: Request, response: Response) -> Iterator[Request]:
    """The feeds that a page names in <link rel="alternate">, and links of its own that look like one; in the page's
    order, without those of comments."""
    for url in feed_links(response):
        yield Request(url, request.source, Kind.FEED, request.outlet, context={"found_on": response.url})


def feed_links(response: Response) -> list[str]:
    """The addresses of feeds on a page: those declared in its head, else links that look like feeds."""
    text = text_of(response)
    if isinstance(text, Refusal):
        return []
    declared, looking = _links(text[:HEAD], response.url)
    found = declared or looking
    return list(dict.fromkeys(url for url in found if not _COMMENTS.search(url)))[:MOST]


def feed_guesses(request: Request, response: Response) -> Iterator[Request | Refusal]:
    """The usual places of a feed on the host that answered, where a page names none."""
    yield Refusal(response.url, RefusalKind.EMPTY, "the page names no feed; the usual places are tried")
    for path in FEED_PATHS:
        url = absolute(response.url, path)
        if url:
            yield Request(url, request.source, Kind.FEED, request.outlet, context={"guess": 1})


def sitemaps_in_robots(text: str, base: str) -> list[str]:
    """The addresses of the Sitemap lines of a robots.txt, in its order, each once."""
    lines = (_SITEMAP_LINE.match(line) for line in text[:HEAD].splitlines())
    found = (absolute(base, match.group(1)) for match in lines if match)
    return list(dict.fromkeys(url for url in found if url))


def _links(text: str, base: str) -> tuple[list[str], list[str]]:
    """The feeds that a page declares, and its links to its own site that look like one."""
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
