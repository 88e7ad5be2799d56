"""The date of an article, settled between its page and the source that led to it, in the zone of its outlet."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from collectors.model import Article, Entry
from collectors.support.dates import CONFIDENT, day_of, is_certain
from collectors.support.time_zones import in_zone


def with_source_date(article: Article, entry: Entry | None, zone: tzinfo | None) -> Article:
    """Return the article with its date settled.

    A certain date of the page is kept. A doubtful or missing one is replaced by the date that the feed, sitemap or
    index states for the article; if both name the same day, that day becomes certain.

    Args:
        article: The article as read from its page. One that came complete from a file keeps its date.
        entry: What the source said about it, or None.
        zone: The outlet's time zone. A time in UTC is converted to it, so that its day is the one the outlet prints.
            None leaves the time as it is.
    """
    if article.extractor == "given":
        return article
    stated = entry.published if entry is not None else None
    if stated and entry is not None and not (article.published and is_certain(article)):
        article = _settled(article, stated, entry.source)
    if article.published is None:
        return article
    return replace(article, published=in_zone(article.published, zone))


def _settled(article: Article, stated: str, source: str) -> Article:
    agreed = day_of(article.published) == day_of(stated)
    published = article.published if agreed and article.published and len(article.published) > len(stated) else stated
    precision = "day" if len(published) <= 10 else "minute; zone stated"
    own = article.sources.get("published", "").partition(";")[0]
    names = f"{source} + {own}" if agreed and own else source
    claims = "; ".join(part for part in (f"{source}: {stated}", article.sources.get("published_claims")) if part)
    sources = {**article.sources, "published": f"{names}; {precision}; {CONFIDENT}", "published_claims": claims}
    return replace(article, published=published, sources=dict(sorted(sources.items())))
