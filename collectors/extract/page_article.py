"""One page to one article: the order of the steps (numbers as in the package's docstring)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from collectors.extract.authors import choose_authors
from collectors.extract.body import Body, choose_body
from collectors.extract.date_claims import DatedPage
from collectors.extract.grade import grade, is_sure
from collectors.extract.language_choice import language_of, stated_languages
from collectors.extract.page_document import PageDocument, document_of, read_document
from collectors.extract.page_kind import NO_TEXT, address_of, article_type, no_article, section_of
from collectors.extract.publication_date import choose_date
from collectors.extract.readers import BodyReading, read
from collectors.model import Article, OutcomeKind, Page, Unreadable
from collectors.support.written_dates import parse_moment

#: Named in every article; raise it when a change gives other texts or fields.
VERSION = "parallax-extract 3"


def extract(page: Page) -> Article | Unreadable:
    """The article on a page, or what the page is instead. Never raises for what a page holds, never uses the network.

    Takes no more memory and time than the caps of `document` allow, but does not enforce a time limit: for pages from
    the open web use `extract_many`, which does.
    """
    document = read_document(page)
    return document if isinstance(document, Unreadable) else _extract(page, document)


def extract_text_page(id: str, url: str | None, html: str, fetched_at: str | None = None) -> Article | Unreadable:  # noqa: A002  the field's name in the page contract
    """Like `extract`, for a page whose text is already decoded (`html` of the page stream)."""
    page = Page(id, url, b"", None, fetched_at)
    document = document_of(page, html)
    return document if isinstance(document, Unreadable) else _extract(page, document)


def _extract(page: Page, document: PageDocument) -> Article | Unreadable:
    reading = read(document)
    body = choose_body(reading, document)
    sure = is_sure(reading, body)
    reason = no_article(reading.stated, document.url, list(reading.evidence.blocks), body.text, body.words, sure=sure)
    if reason:
        return _refusal(page, reading, reason)
    return _article(page, document, reading, body)


def _refusal(page: Page, reading: BodyReading, reason: str) -> Unreadable:
    """A page without text that calls itself an article is a failure, anything else is just no article."""
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
    """Collects where each field came from while the fields are settled."""

    of: dict[str, str]

    def take(self, name: str, value: str | None, source: str) -> str | None:
        if value:
            self.of[name] = source
        return value


def _article(page: Page, document: PageDocument, reading: BodyReading, body: Body) -> Article:
    stated, root, sources = reading.stated, document.root, _Sources({})
    title = sources.take("title", reading.title.value, reading.title.source) if reading.title else None
    first = body.kept[0] if body.kept else len(reading.evidence.blocks)
    authors = choose_authors(stated, root, document.url, reading.evidence.blocks, first)
    sources.take("authors", authors.source, authors.source or "")
    sources.take("organisation", authors.organisation, authors.organisation or "")
    language = language_of(stated, body.text)
    published = choose_date(_dated(page, document, reading, body, language[0] if language else None))
    section = section_of(stated, page.url)
    kind, kind_source = article_type(stated, page.url)
    address, address_source = address_of(stated, page.url)
    graded = grade(reading, body, cut=document.cut)
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


def _dated(page: Page, document: PageDocument, reading: BodyReading, body: Body, language: str | None) -> DatedPage:
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
    )


def _now(page: Page) -> datetime:
    """The time of fetching, before which the article was published (the end of its day where only that is known); now
    where it is not known."""
    moment, now = parse_moment(page.fetched_at or ""), datetime.now(UTC)
    if moment is None:
        return now
    fetched = moment.when if moment.precision != "day" else moment.when + timedelta(days=1)
    return min(now, fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC))
