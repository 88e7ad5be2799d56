"""From one page to one article: the order of the steps (numbers as in the package's docstring)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import lxml.html
import numpy as np

from collectors.extract.authors import choose_authors
from collectors.extract.block_features import rough_words
from collectors.extract.body import Body, choose_body
from collectors.extract.dated_page import DatedPage
from collectors.extract.fallback_body import SUMMARY
from collectors.extract.grade import grade, is_sure
from collectors.extract.language_choice import language_of, stated_languages
from collectors.extract.main_content import elements_around
from collectors.extract.page_document import PageDocument, document_of, read_document
from collectors.extract.page_kind import NO_TEXT, address_of, article_type, no_article, section_of
from collectors.extract.publication_date import choose_date
from collectors.extract.readers import BodyReading, read
from collectors.model import Article, Grade, OutcomeKind, Page, Unreadable
from collectors.support.dates import DOUBTFUL
from collectors.support.extents import EXCERPT, HEADLINE_AND_LEAD
from collectors.support.written_dates import parse_moment

#: Least words of a headline that stands alone, and where its text is from.
_HEADLINE_WORDS, HEADLINE = 4, "the headline"
#: Recorded in every article; raise it when a change gives other texts or fields.
VERSION = "parallax-extract 6"


def extract(page: Page) -> Article | Unreadable:
    """Return the article on a page, or what the page is instead.

    Does not raise for what a page holds and does not use the network. Memory and time stay within the caps of
    `page_document`, but no time limit is enforced; use `extract_many` for pages from the open web.

    Args:
        page: The bytes of a page with its address and time of fetching.
    """
    document = read_document(page)
    return document if isinstance(document, Unreadable) else _extract(page, document)


def extract_text_page(id: str, url: str | None, html: str, fetched_at: str | None = None) -> Article | Unreadable:  # noqa: A002  the field's name in the page contract
    """Extract a page whose text is already decoded.

    Args:
        id: The page's id.
        url: Its address, if known.
        html: Its markup (`html` of the page stream).
        fetched_at: When it was fetched, ISO 8601; None if that is not known.
    """
    page = Page(id, url, b"", None, fetched_at)
    document = document_of(page, html)
    return document if isinstance(document, Unreadable) else _extract(page, document)


def _extract(page: Page, document: PageDocument) -> Article | Unreadable:
    reading = read(document)
    body = choose_body(reading, document)
    sure = is_sure(reading, body)
    reason = no_article(reading.stated, document.url, list(reading.evidence.blocks), body.text, body.words, sure=sure)
    if reason:
        told = _headline_alone(page, document, reading) if reason == NO_TEXT else None
        return told or _refusal(page, reading, reason)
    return _article(page, document, reading, body)


def _headline_alone(page: Page, document: PageDocument, reading: BodyReading) -> Article | None:
    """Return a gallery, a programme or a video that calls itself an article and has a headline and a day, but no text.

    Its headline stands as the text, so the article is doubtful and its extent that of a headline. A page whose JSON-LD
    states an article has a text elsewhere, and stays unreadable.
    """
    stated, headline = reading.stated, reading.title.value if reading.title else ""
    named = (stated.first("og:type") or "").lower() == "article" and not stated.linked.article_types
    if not named or rough_words(headline) < _HEADLINE_WORDS or headline not in stated.headings:
        return None
    blocks = reading.evidence.blocks
    body = Body(headline, rough_words(headline), None, HEADLINE, (), np.zeros(len(blocks)))
    article = _article(page, document, reading, body)
    return article if article.published and not article.sources["published"].endswith(DOUBTFUL) else None


def _refusal(page: Page, reading: BodyReading, reason: str) -> Unreadable:
    """Return a failure for a page that states an article without its text; any other page is simply not an article."""
    missing = reason == NO_TEXT
    if missing and reading.stated.linked.article_types:
        reason = (
            "the page states an article but its text is not in the markup (loaded by script or behind a login): "
            "open it in a browser and import the saved page"
        )
        return Unreadable(page.id, page.url, OutcomeKind.UNREADABLE, reason)
    return Unreadable(page.id, page.url, OutcomeKind.NOT_AN_ARTICLE, reason)


@dataclass(slots=True)
class _Sources:
    """Collects the source of each field while the fields are settled."""

    of: dict[str, str]

    def take(self, name: str, value: str | None, source: str) -> str | None:
        if value:
            self.of[name] = source
        return value


def _article(page: Page, document: PageDocument, reading: BodyReading, body: Body) -> Article:
    stated, root, sources = reading.stated, document.root, _Sources({})
    title = sources.take("title", reading.title.value, reading.title.source) if reading.title else None
    first, last = (body.kept[0], body.kept[-1]) if body.kept else (len(reading.evidence.blocks), -1)
    blocks = reading.evidence.blocks
    around = elements_around(root, blocks[first].text, blocks[last].text) if body.kept else None
    authors = choose_authors(stated, root, document.url, blocks, first, last, around)
    sources.take("authors", authors.source, authors.source or "")
    sources.take("organisation", authors.organisation, authors.organisation or "")
    language = language_of(stated, body.text)
    published = choose_date(_dated(page, document, reading, body, language[0] if language else None, around))
    section = section_of(stated, page.url)
    kind, kind_source = article_type(stated, page.url)
    address, address_source = address_of(stated, page.url)
    graded = grade(reading, body, cut=document.cut)
    extent = HEADLINE_AND_LEAD if body.source in (HEADLINE, SUMMARY) else EXCERPT
    if graded.grade is Grade.PARTIAL or extent == HEADLINE_AND_LEAD:
        sources.take("extent", extent, extent)
    sources.take("type", kind, kind_source)
    sources.take("text", body.text, body.source)
    sources.take("published_claims", published.claims if published else None, published.claims if published else "")
    return Article(
        id=page.id,
        url=sources.take("url", address, address_source),
        outlet=None,
        title=title,
        authors=authors.people,
        published=sources.take("published", published.value, published.source) if published else None,
        language=sources.take("language", *language) if language else None,
        text=body.text,
        standfirst=sources.take("standfirst", body.standfirst, "page"),
        section=sources.take("section", *section) if section else None,
        type=kind,
        grade=graded.grade,
        grade_reasons=graded.reasons,
        fetched_at=page.fetched_at,
        extractor=VERSION,
        sources=dict(sorted(sources.of.items())),
    )


def _dated(
    page: Page,
    document: PageDocument,
    reading: BodyReading,
    body: Body,
    language: str | None,
    around: frozenset[lxml.html.HtmlElement] | None,
) -> DatedPage:
    fetched = parse_moment(page.fetched_at or "")
    return DatedPage(
        stated=reading.stated,
        root=document.root,
        url=document.url,
        now=_now(page),
        fetched=fetched.when.replace(tzinfo=fetched.when.tzinfo or UTC) if fetched else None,
        languages=tuple(dict.fromkeys(code for code in (*stated_languages(reading.stated), language) if code)),
        blocks=reading.evidence.blocks,
        first=body.kept[0] if body.kept else 0,
        last=body.kept[-1] if body.kept else len(reading.evidence.blocks),
        around=around,
    )


def _now(page: Page) -> datetime:
    """Return the latest time at which the article can have been published.

    That is the time of fetching (the end of its day if only the day is known), or the current time if it is unknown.
    """
    moment, now = parse_moment(page.fetched_at or ""), datetime.now(UTC)
    if moment is None:
        return now
    fetched = moment.when if moment.precision != "day" else moment.when + timedelta(days=1)
    return min(now, fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC))
