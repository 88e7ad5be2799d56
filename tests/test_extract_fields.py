"""Dates, titles, authors, language and kind: tables of what pages write and what it means."""

from __future__ import annotations

from datetime import UTC, date, datetime

import lxml.html
import pytest

from collectors.extract.authors import choose_authors
from collectors.extract.blocks import TOP, Block, blocks_of
from collectors.extract.date_claims import url_day
from collectors.extract.dated_page import DatedPage
from collectors.extract.json_ld import LinkedData, read_linked
from collectors.extract.language_choice import language_of
from collectors.extract.page_kind import address_of, article_type, holds_teasers, no_article, section_of
from collectors.extract.publication_date import choose_date
from collectors.extract.stated_metadata import StatedMetadata, read_stated
from collectors.extract.title import choose_title
from collectors.support.written_dates import parse_moment

NOW = datetime(2022, 10, 1, 12, tzinfo=UTC)


def root(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f"<html>{html}</html>")


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2022-09-20T16:05:00+02:00", "2022-09-20T16:05:00+02:00", "minute; zone stated"),
        ("2022-09-20T16:05:00.123Z", "2022-09-20T16:05:00+00:00", "minute; zone stated"),
        ("2022-09-20 16:05", "2022-09-20T16:05:00", "minute; no zone"),
        ("2022-09-20T16:05:00-0430", "2022-09-20T16:05:00-04:30", "minute; zone stated"),
        ("2022-09-20", "2022-09-20", "day"),
        ("2022-9-2", "2022-09-02", "day"),
        ("20220920T160500Z", "2022-09-20T16:05:00+00:00", "minute; zone stated"),
        ("20220920", "2022-09-20", "day"),
        ("1663689900", "2022-09-20T16:05:00+00:00", "minute; zone stated"),
        ("1663689900000", "2022-09-20T16:05:00+00:00", "minute; zone stated"),
        ("Tue, 20 Sep 2022 16:05:00 +0200", "2022-09-20T16:05:00+02:00", "minute; zone stated"),
        ("Sept. 20, 2022", "2022-09-20", "day"),
        ("September 20, 2022 4:05 PM EDT", "2022-09-20T16:05:00-04:00", "minute; zone stated"),
        ("September 20, 2022 4:05 PM IST", "2022-09-20T16:05:00", "minute; no zone"),
        ("20.09.2022 16:05", "2022-09-20T16:05:00", "minute; no zone"),
        ("20/09/2022", "2022-09-20", "day"),
    ],
)
def test_times_as_pages_write_them(text: str, value: str, precision: str) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert (moment.text, moment.precision) == (value, precision)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2022", "2022-13-40", "09/10/2022", "99.99.2022", "May", "0000-00-00", "2022-09-20T99:99"]
)
def test_what_is_no_time_or_ambiguous(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2022/09/20/x", date(2022, 9, 20)),
        ("https://a.example/news/2022/sep/20/x", date(2022, 9, 20)),
        ("https://a.example/x-2022-09-20.html", date(2022, 9, 20)),
        ("https://a.example/20220920-x", date(2022, 9, 20)),
        ("https://a.example/2022/09/x", None),
        ("https://a.example/12022092012", None),
        ("https://a.example/2022/02/31/x", None),
        (None, None),
    ],
)
def test_the_day_in_a_url(url: str | None, day: date | None) -> None:
    assert url_day(url) == day


@pytest.mark.parametrize(
    ("stated", "url", "value", "source"),
    [
        (StatedMetadata(LinkedData(published="2022-09-20T10:00Z"), {"date": ("2022-09-01",)}), None, "2022-09-20T10:00:00+00:00", "json-ld; minute; zone stated; confident"),
        (StatedMetadata(LinkedData(published="2031-01-01"), {"date": ("2022-09-01",)}), None, "2022-09-01", "meta date; day; likely"),
        (StatedMetadata(LinkedData(published="2014-03-01"), {"date": ("2022-09-20",)}), "https://a.example/2022/09/20/x", "2022-09-20", "url + meta date; day; confident"),
        (StatedMetadata(LinkedData(published="2014-03-01")), "https://a.example/2022/09/20/x", "2022-09-20", "url; day; confident"),
        (StatedMetadata(LinkedData(published="2022-09-20"), {"date": ("2022-09-20T08:30+02:00",)}), None, "2022-09-20T08:30:00+02:00", "json-ld + meta date; minute; zone stated; confident"),
        (StatedMetadata(LinkedData(published="2022-09-20T08:30"), {"date": ("2022-09-20T08:30+03:00",)}), None, "2022-09-20T08:30:00+03:00", "json-ld + meta date; minute; zone stated; confident"),
        (StatedMetadata(LinkedData(published="2022-09-20T08:30"), {"date": ("2022-09-21T08:30+03:00",)}), None, "2022-09-20T08:30:00", "json-ld; minute; no zone; confident"),
    ],
)  # fmt: skip
def test_the_day_with_the_most_weight(stated: StatedMetadata, url: str | None, value: str, source: str) -> None:
    found = choose_date(DatedPage(stated, root("<body><p>text</p></body>"), url, NOW))
    assert found is not None
    assert (found.value, found.source) == (value, source)


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("2022-10-01T12:10:00+00:00", "2022-10-01T12:10:00+00:00"),  # clocks differ by minutes
        ("2022-10-01T15:00:00+00:00", "2022-10-01"),  # local time marked as UTC: the day is right, the time is not
        ("2022-10-02T09:00:00+00:00", None),
        ("2022-10-02T01:00:00+13:00", "2022-10-02T01:00:00+13:00"),  # it is tomorrow there
        ("2022-10-02T01:00:00", "2022-10-02T01:00:00"),  # it may be
        ("2022-10-02", "2022-10-02"),
        ("2022-10-03", None),
        ("2022-10-02T09:00:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("0001-01-01T00:00:00+12:00", None),
        ("1989-12-31", None),
    ],
)
def test_nothing_was_published_after_it_was_fetched(stated: str, value: str | None) -> None:
    found = choose_date(
        DatedPage(StatedMetadata(LinkedData(published=stated)), root("<body><p>text</p></body>"), None, NOW)
    )
    assert (found.value if found else None) == value


def test_no_date_is_no_date() -> None:
    assert (
        choose_date(DatedPage(StatedMetadata(), root("<body><p>No day is named here.</p></body>"), None, NOW)) is None
    )


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        (StatedMetadata(page_title="A vote at the port - Lowland Post", meta={"og:site_name": ("Lowland Post",)}), "A vote at the port"),
        (StatedMetadata(page_title="A vote at the port | Politics", headings=("A vote at the port",)), "A vote at the port"),
        (StatedMetadata(page_title="Live - what we know - updates"), "Live - what we know - updates"),
        (StatedMetadata(LinkedData(title="A vote at the port"), {"og:title": ("You will not believe this vote",)}, headings=("A vote at the port",)), "A vote at the port"),
        (StatedMetadata(LinkedData(title="Politics: the port of Saltmarsh votes today"), {"og:title": ("the port of Saltmarsh votes today",)}), "the port of Saltmarsh votes today"),
    ],
)  # fmt: skip
def test_the_title_by_vote(stated: StatedMetadata, title: str) -> None:
    found = choose_title(stated, (), "https://www.lowland-post.example/a")
    assert found is not None
    assert found.value == title


def test_a_page_without_a_title_has_none() -> None:
    assert choose_title(StatedMetadata(), (), None) is None


@pytest.mark.parametrize(
    ("linked", "html", "names", "source"),
    [
        (("Ines Calloway",), "", ("Ines Calloway",), "json-ld"),
        (("By Ines Calloway and Peter Holm",), "", ("Ines Calloway", "Peter Holm"), "json-ld"),
        (("Anna Berg, Jan Holm, dpa",), "", ("Anna Berg", "Jan Holm", "dpa"), "json-ld"),
        (("Lenharo, Mariana",), "", ("Mariana Lenharo",), "json-ld"),
        (("Von Anna Berg und Jan Holm",), "", ("Anna Berg", "Jan Holm"), "json-ld"),
        (("Lowland Post",), '<p class="byline">By <a>Ruth Aden</a></p>', ("Ruth Aden",), "byline"),
        (("Lowland Post",), "", ("Lowland Post",), "json-ld"),
        ((), '<meta name="author" content="Ruth Aden">', (), None),
        (("José Ortega y Gasset",), "", ("José Ortega y Gasset",), "json-ld"),
        (("Ana López y Juan Pérez",), "", ("Ana López", "Juan Pérez"), "json-ld"),
        (("Perry Bacon, Jr.",), "", ("Perry Bacon Jr.",), "json-ld"),
        (("Anna de la Cruz",), "", ("Anna de la Cruz",), "json-ld"),
        (("[[author]]",), "", (), None),
        (("Redaktion",), "", (), None),
        (("Watermark feed",), '<div class="byline">By Aaron Birch</div>', ("Aaron Birch",), "byline"),
        (("Broadcasting Corporation",), '<p class="byline">By <a rel="author">Aaron Birch</a></p>', ("Aaron Birch",), "byline"),
        ((), '<div class="comments"><p class="comment-author">Angry Reader</p></div>', (), None),
        ((), '<aside><p class="author">Other Writer</p></aside>', (), None),
        ((), '<p class="author">Martin Untermann (avec Damien Lerond et Morgane Tuel)</p>', ("Martin Untermann", "Damien Lerond", "Morgane Tuel"), "byline"),
        ((), '<p class="byline">Anna Berg, Kyiv correspondent</p>', ("Anna Berg",), "byline"),
        ((), '<p class="byline">By JEFFREY GETMAN</p>', ("Jeffrey Getman",), "byline"),
        ((), '<p class="byline">By REUTERS</p>', (), None),
        ((), '<div class="author">Автор: Олена Коваленко</div>', ("Олена Коваленко",), "byline"),
        ((), '<p>Von Anna Berg und Jan Holm</p>', ("Anna Berg", "Jan Holm"), "byline"),
        ((), '<meta name="author" content="https://social.example/ruth">', (), None),
        ((), '<div class="author-box"><span>Ruth Aden</span> <span>Jan Orr</span></div>', ("Ruth Aden", "Jan Orr"), "byline"),
        ((), "", (), None),
    ],
)  # fmt: skip
def test_authors(linked: tuple[str, ...], html: str, names: tuple[str, ...], source: str | None) -> None:
    page = root(
        f"<head>{html if '<meta' in html else ''}</head><body>{html if '<meta' not in html else ''}<p>x</p></body>"
    )
    stated = read_stated(page, None)
    stated = StatedMetadata(LinkedData(authors=linked, article_types=frozenset({"NewsArticle"})), stated.meta)
    blocks = blocks_of(page)
    found = choose_authors(stated, page, "https://www.lowlandpost.example/a", blocks, len(blocks))
    assert (found.people, found.source) == (names, source)


@pytest.mark.parametrize(
    ("script", "title"),
    [
        ('{"@type":"NewsArticle","headline":"A &amp; B"}', "A & B"),
        ('<!-- {"@type":["Thing","https://schema.org/NewsArticle"],"headline":"A"} -->', "A"),
        ('//<![CDATA[\n{"@type":"Article","name":"A"}\n//]]>', "A"),
        ('{"@type":"NewsArticle","headline":"A\nB"};', "A B"),
        ('{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"A"}]}', "A"),
        ('{"@type":"NewsArticle","headline":"A"', None),
        ('{"@type":"NewsArticle","headline":"A"}}', "A"),
        ('{"@type":"NewsArticle","headline":"A"};window.x = {"headline":"B"}', "A"),
        ('{"@type":"NewsArticle","image":{"@type":"ImageObject"},"name":"a "b" c","headline":"After it"}', "After it"),
        ('{"@type":"NewsArticle","author":{"headline":"Theirs"},"headline":"Its "own""', None),
        ('{"@type":"Organization","name":"A"}', None),
        ("[" * 5_000, None),
    ],
)
def test_json_ld_in_the_forms_pages_use(script: str, title: str | None) -> None:
    page = root(f'<head><script type="application/ld+json">{script}</script></head><body><p>x</p></body>')
    assert read_linked(page, None).title == title


def test_the_object_about_this_page_wins_over_others_on_it() -> None:
    other = '{"@type":"NewsArticle","headline":"Other","articleBody":"long","datePublished":"2020-01-01","url":"https://a.example/other"}'
    this = '{"@type":"NewsArticle","headline":"This","url":"https://a.example/this-one"}'
    page = root(f'<head><script type="application/ld+json">[{other},{this}]</script></head><body><p>x</p></body>')
    assert read_linked(page, "https://a.example/this-one?x=1").title == "This"


@pytest.mark.parametrize(
    ("stated", "url", "kind"),
    [
        (StatedMetadata(), "https://a.example/news/x", "news"),
        (StatedMetadata(), "https://a.example/opinion/x", "opinion"),
        (StatedMetadata(LinkedData(section="Kommentare")), "https://a.example/x", "opinion"),
        (StatedMetadata(LinkedData(article_types=frozenset({"OpinionNewsArticle"}))), "https://a.example/x", "opinion"),
        (StatedMetadata(LinkedData(article_types=frozenset({"LiveBlogPosting"}))), "https://a.example/x", "live"),
        (StatedMetadata(), "https://a.example/world/live/x", "live"),
        (StatedMetadata(), "https://a.example/videos/x", "video"),
    ],
)
def test_the_type_of_an_article(stated: StatedMetadata, url: str, kind: str) -> None:
    assert article_type(stated, url)[0] == kind


@pytest.mark.parametrize(
    ("stated", "url", "address"),
    [
        (StatedMetadata(canonical="/a/b"), "https://m.a.example/a/b?x=1", "https://m.a.example/a/b"),
        (
            StatedMetadata(canonical="https://www.a.example/a/b#top"),
            "https://a.example/a/b?x=1",
            "https://www.a.example/a/b",
        ),
        (StatedMetadata(canonical="https://evil.example/a"), "https://a.example/a", "https://a.example/a"),
        (StatedMetadata(canonical="https://a.example/"), "https://a.example/a", "https://a.example/a"),
        (StatedMetadata(canonical="javascript:alert(1)"), "https://a.example/a", "https://a.example/a"),
        (StatedMetadata(canonical="http://[bad"), "https://a.example/a", "https://a.example/a"),
        (StatedMetadata(), None, None),
    ],
)
def test_the_canonical_address(stated: StatedMetadata, url: str | None, address: str | None) -> None:
    assert address_of(stated, url)[0] == address


def test_the_section() -> None:
    assert section_of(StatedMetadata(LinkedData(section="World")), None) == ("World", "json-ld")
    assert section_of(StatedMetadata(), "https://a.example/politics/2022/x") == ("politics", "url")
    assert section_of(StatedMetadata(), "https://a.example/x") is None


@pytest.mark.parametrize(
    ("stated", "text", "language"),
    [
        (StatedMetadata(language="en-GB"), "The council met.", "en"),
        (StatedMetadata(language="en"), "Влада оголосила про голосування, її рішення є відомим. " * 3, "uk"),
        (StatedMetadata(language="ru"), "Власти объявили о голосовании. " * 5, "ru"),
        (StatedMetadata(), "当局は金曜日に住民投票を実施すると発表した。" * 3, "ja"),
        (StatedMetadata(), "Die Behörden kündigten an, dass das Volk und die Stadt am Freitag für sich mit dem Rat stimmen. " * 4, "de"),
        (StatedMetadata(), "The council of the port said that it was for the vote and the people were with it. " * 3, "en"),
        (StatedMetadata(), "Short.", None),
    ],
)  # fmt: skip
def test_the_language(stated: StatedMetadata, text: str, language: str | None) -> None:
    found = language_of(stated, text)
    assert (found[0] if found else None) == language


def test_letters_that_fit_no_language_well_decide_nothing() -> None:
    assert language_of(StatedMetadata(), "xylo quux blorp " * 3) is None


@pytest.mark.parametrize(
    ("title", "error"),
    [
        ("404 Not Found", True),
        ("Error 503", True),
        ("Page not found | The Harbour Courier", True),
        ("Just a moment...", True),
        ("Access Denied", True),
        ("Seite nicht gefunden – Hafenbote", True),
        ("500 days of war", False),
        ("Access denied: how the port shut reporters out", False),
        ("Missing ferry pilot not found", False),
        ("404 people crossed the bridge on Sunday", False),
    ],
)
def test_titles_of_error_pages(title: str, error: bool) -> None:
    reason = no_article(StatedMetadata(page_title=title), "https://a.example/x", [], "word " * 60, 60)
    assert bool(reason) is error


def test_a_name_in_parts_and_the_organisation_apart_from_people() -> None:
    html = (
        '<html><body><script type="application/ld+json">{"@type": "NewsArticle", "author": [{"@type": "Person",'
        ' "givenName": "Anna", "familyName": "Berg"}, {"@type": "Organization", "name": "Harbour News Agency"}]}'
        "</script><p>x</p></body></html>"
    )
    page = root(html)
    found = choose_authors(read_stated(page, None), page, None, blocks_of(page), 0)
    assert found.people == ("Anna Berg", "Harbour News Agency")
    assert found.organisation == "Harbour News Agency"


def test_a_meta_author_counts_where_readers_see_the_name() -> None:
    page = root('<head><meta name="author" content="Ruth Aden"></head><body><p>Ruth Aden</p><p>Text.</p></body>')
    assert choose_authors(read_stated(page, None), page, None, blocks_of(page), 1).people == ("Ruth Aden",)


def test_paragraphs_below_headlines_in_links_are_teasers() -> None:
    headline = Block("Council votes to hold the ballot in four districts", 1.0, TOP._replace(tag="h2"))
    texts = [
        Block(f"The regional council voted late on Tuesday, and number {n} is told here.", 0.0, TOP) for n in range(6)
    ]
    teasers = [block for text in texts for block in (headline, text)]
    text = "\n\n".join(block.text for block in texts)
    assert holds_teasers(teasers, text)
    assert not holds_teasers([headline, *texts], text), "an article below one link"
