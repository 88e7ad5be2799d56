"""Kinds of dates that pages write and that a reader of them must not confuse: pages made here, one for each kind."""

from __future__ import annotations

import pytest

from collectors.extract import extract_text_page
from collectors.extract.date_claims import url_day
from collectors.extract.relative_dates import day_and_month
from collectors.model import Article
from collectors.support.written_dates import written_dates
from tests.test_publication_date import TEXT, json_ld, read

DAY = "2022-09-20"
FETCHED = "2022-09-20T18:00:00Z"


def day(found: str | None) -> str | None:
    return found[:10] if found else None


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("ru", "Опубликовано: 20 сен 2022, 18:30. Обновлено: 21 сен 2022"),
        ("ar", "السبت 20 غشت 2022 - 18:30"),
        ("he", "פורסם: 20 בספטמבר 2022, 18:30"),
        ("he", "פורסם ב-20.09.22 בשעה 18:30"),
        ("ja", "令和4年9月20日"),
        ("zh-TW", "中華民國111年9月20日"),
        ("pl", "20 IX 2022"),
        ("de", "20 | 09 | 2022 Schweiz | Praxis"),
        ("fi", "20. syysk. 2022"),
        ("lv", "2022. gada 20. septembris"),
        ("uk", "20 вер. 2022, 18:30"),
        ("es", "Martes, 20 de septiembre de 2022 | Actualizado a las 10:22"),
        ("th", "วันอังคารที่ 20 กันยายน พ.ศ. 2565"),
    ],
)
def test_a_day_as_newspapers_write_it(lang: str, shown: str) -> None:
    expected = "2022-08-20" if "غشت" in shown else DAY
    assert day(read(f"<p class='date'>{shown}</p>", lang=lang).published) == expected


@pytest.mark.parametrize(
    ("lang", "shown", "expected"),
    [
        ("de", "vor 3 Stunden", DAY),
        ("fr", "Publié il y a 2 jours", "2022-09-18"),
        ("en", "Yesterday at 4:15 PM", "2022-09-19"),
        ("uk", "Вчора, 16:20", "2022-09-19"),
        ("ja", "3時間前", DAY),
        ("en", "Sept. 18, 6:30 p.m.", "2022-09-18"),
        ("uk", "18 вересня, 14:05", "2022-09-18"),
        ("de", "24. Dezember, 18 Uhr", "2021-12-24"),
    ],
)
def test_a_day_relative_to_the_time_of_reading(lang: str, shown: str, expected: str) -> None:
    top = f"<p class='date'>{shown}</p>"
    assert day(read(top, lang=lang, fetched=FETCHED).published) == expected
    assert read(top, lang=lang).published is None  # nobody knows when it was read


@pytest.mark.parametrize(
    "top",
    [
        "<figure><img src='a.jpg'><figcaption>A polling station on March 16, 2014. Photo: Harbour</figcaption></figure>",
        "<p>The referendum of March 16, 2014 was never recognised, the administration of the region said.</p>",
        "<p><em>Correction, October 3, 2022: An earlier version misstated the number of districts.</em></p>",
        json_ld(headline="Cat found on a roof", url="https://harbour-courier.example/cat", datePublished="2022-10-09"),
        '<script type="application/ld+json">[{"@type": "Event", "startDate": "2022-09-23"}]</script>',
        "<script src='/lib.js?ver=2.2-20120417'></script>",
    ],
)
def test_a_day_of_something_else_is_no_publication(top: str) -> None:
    assert read(top).published is None


def test_a_teaser_in_a_list_gives_neither_day_nor_author() -> None:
    item = {
        "@type": "NewsArticle",
        "headline": "Cat found on a roof",
        "datePublished": "2022-10-09",
        "author": "Joe Miller",
    }
    listed = json_ld(**{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": item}]})
    found = read("<p class='date'>20 September 2022</p>", head=listed)
    assert (found.published, found.authors) == (DAY, ())
    same = dict(item, headline="Officials announce a vote")
    assert day(read("", head=json_ld(**{"@type": "ItemList", "itemListElement": [same]})).published) == "2022-10-09"


def test_the_head_of_a_site_shows_the_day_of_reading() -> None:
    page = "<header><div class='today'>Saturday, October 8, 2022</div></header><h1>Officials announce a vote</h1>"
    found = extract_text_page(
        "p", None, f"<html lang='en'><body>{page}<div>September 20, 2022</div>{TEXT}</body></html>"
    )
    assert isinstance(found, Article)
    assert found.published == DAY


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": "Officials announce a vote", "datePublished": "2022-09-20",}',
        '{"@type": "NewsArticle", "headline": "He said "never" again", "datePublished": "2022-09-20", "author": "x"}',
        '{"@type": "NewsArticle", "datePublished": "2022-09-20T18:30:00Z", "articleBody": "The regional admin',
    ],
)
def test_broken_json_ld_gives_its_plain_fields(broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>'
    assert day(read("", head=head).published) == DAY


@pytest.mark.parametrize(
    "top",
    [
        "<abbr class='published' title='2022-09-20T18:30:00'>Tuesday</abbr>",
        "<span class='timestamp' data-timestamp='1663695000'></span>",
        "<div class='byline' data-published='2022-09-20T18:30:00Z'>by staff</div>",
        "<script>var layer = {'first-publication': '2022-09-20 19:20'}</script>",
    ],
)
def test_a_time_in_an_attribute_or_a_script(top: str) -> None:
    assert day(read(top).published) == DAY


def test_days_in_addresses() -> None:
    assert str(url_day("https://harbour.example/news/article/A2022092014320005196")) == DAY
    assert url_day("https://archive.example/web/20220920143200/http://harbour.example/x") is None
    assert url_day("https://harbour.example/world/20221399") is None
    address = "https://harbour-courier.example/media/20-09-2022"
    assert read("", url=address).published == DAY
    # Behind the words of a headline stands the day of what it tells.
    about = "https://harbour-courier.example/world/what-happened-on-2014-03-16"
    assert day(read("", url=about, head=json_ld(datePublished=DAY)).published) == DAY


def test_a_line_names_a_day_without_a_year_once() -> None:
    assert day_and_month("Sept. 20, 6:30 p.m.", "en") == (9, 20)
    assert day_and_month("20 вересня", "uk") == (9, 20)
    assert day_and_month("20 September 2022", "en") is None
    assert day_and_month("from 20 September to 3 October", "en") is None
    assert [str(found.moment.day) for found in written_dates("平成31年4月30日", "ja")] == ["2019-04-30"]


def test_a_line_of_several_days_is_no_day_of_publication() -> None:
    captures = "<div><p>12 captures 05 Jan 2021 - 07 Aug 2022</p></div>"
    assert day(read(f"{captures}<p class='date'>20 September 2022</p>").published) == DAY
    assert day(read("<p class='date'>20 September 2022 | Updated 22 September 2022</p>").published) == DAY


def test_a_comparison_of_versions_has_the_day_that_it_states_for_the_newer_one() -> None:
    shown = "<p class='date'>20 September 2022</p>"
    versions = "https://wiki.example/index.php?title=Vote&diff=591343&oldid=588001"
    assert read(shown, url=versions).published is None
    stated = '<meta property="article:modified_time" content="2022-09-22T10:00:00Z">'
    assert (read(shown, head=stated, url=versions).published or "")[:10] == "2022-09-22"
    assert read(shown, url="https://wiki.example/index.php?title=Vote&oldid=588001").published == DAY
