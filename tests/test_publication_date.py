"""When a page says it was published: every claim weighed, in any language, with how sure the day is."""

from __future__ import annotations

import json
from datetime import date

import pytest

from collectors.events.membership import by_rule
from collectors.extract import extract_text_page
from collectors.extract.article_date import with_source_date
from collectors.model import Article, Entry, Event
from collectors.support.calendars import gregorian_of_persian
from collectors.support.dates import is_certain
from collectors.support.time_zones import in_zone, zone_of_country
from collectors.support.written_dates import day_order, parse_moment, written_dates

URL = "https://harbour-courier.example/world/officials-announce-vote"
TEXT = "".join(
    f"<p>{s}</p>"
    for s in (
        "The regional administration said on Tuesday that the referendum would be held over five days in all districts.",
        "Observers from several countries doubted that the vote could be free while fighting went on near the stations.",
        "The foreign minister told reporters that her government would never recognise the outcome of the vote.",
        "Residents who spoke by telephone said that officials went from door to door with transparent ballot boxes.",
        "The central bank kept its rate unchanged, and the currency fell by two per cent in afternoon trading.",
    )
)


def read(
    top: str, *, head: str = "", end: str = "", lang: str = "en", url: str = URL, fetched: str | None = None
) -> Article:
    page = (
        f'<!doctype html><html lang="{lang}"><head><title>Officials announce a vote</title>{head}</head><body>'
        f"<main><article><h1>Officials announce a vote</h1>{top}{TEXT}</article></main>{end}</body></html>"
    )
    found = extract_text_page("p", url, page, fetched)
    assert isinstance(found, Article), found
    return found


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(
    ("lang", "shown", "day"),
    [
        ("en", "Published: September 20, 2022 10:00", "2022-09-20T10:00"),
        ("en-US", "10/05/2022", "2022-10-05"),
        ("en-GB", "05/10/2022", "2022-10-05"),
        ("uk", "20 вересня 2022, 14:05", "2022-09-20T14:05"),
        ("ru", "14:05, 20 сентября 2022", "2022-09-20T14:05"),
        ("pl", "20 września 2022 14:05", "2022-09-20T14:05"),
        ("fr", "Publié le 20 septembre 2022 à 14h05", "2022-09-20T14:05"),
        ("de", "05.10.2022, 14.05 Uhr", "2022-10-05T14:05"),
        ("zh", "2022年9月20日 10:00", "2022-09-20T10:00"),
        ("ko", "입력 2022.09.20 오후 2:05", "2022-09-20T14:05"),
        ("fa", "۲۹ شهریور ۱۴۰۱", "2022-09-20"),
        ("th", "20 กันยายน 2565", "2022-09-20"),
        ("hu", "2022. szeptember 20. 10:30", "2022-09-20T10:30"),
    ],
)
def test_a_date_beside_the_headline_is_read_in_its_language(lang: str, shown: str, day: str) -> None:
    found = read(f'<div class="date">{shown}</div>', lang=lang)
    assert (found.published or "").startswith(day)


def test_an_update_never_stands_for_the_publication() -> None:
    head = json_ld(dateModified="2022-10-05T10:00:00Z")
    assert read("<p>Published: September 20, 2022</p>", head=head).published == "2022-09-20"
    assert read("<p>Last updated: October 5, 2022</p>", head=head).published is None
    both = "<p>Published: September 20, 2022 | Updated: October 5, 2022</p>"
    assert read(both).published == "2022-09-20"


@pytest.mark.parametrize(
    "end",
    [
        "<footer><p>© 2022 Harbour Courier</p></footer>",
        '<aside class="related"><a href="/x">Old story <time datetime="2019-03-01">1 March 2019</time></a></aside>',
        '<div class="latest-news"><div><time datetime="2023-03-01T00:00:00Z">Today</time> Another story</div></div>',
    ],
    ids=["year in the footer", "related story", "latest news"],
)
def test_dates_of_other_things_are_not_taken_for_certain(end: str) -> None:
    found = read("", end=end)
    assert found.published is None or "; doubtful" in found.sources["published"]
    stated = read("", end=end, head=json_ld(datePublished="2022-09-20T10:00:00+03:00"))
    assert stated.published == "2022-09-20T10:00:00+03:00"
    assert stated.sources["published"].endswith("confident")


@pytest.mark.parametrize("value", [1663671900000, 1663671900, {"@type": "DateTime", "@value": "2022-09-20T11:05:00Z"}])
def test_times_in_json_ld_may_be_numbers_or_objects(value: object) -> None:
    assert read("", head=json_ld(datePublished=value)).published == "2022-09-20T11:05:00+00:00"


def test_a_relative_date_counts_from_the_fetch() -> None:
    assert (read("<time>3 hours ago</time>", fetched="2022-09-20T12:00:00Z").published or "").startswith(
        "2022-09-20T09"
    )
    assert (read("<time>vor 2 Tagen</time>", lang="de", fetched="2022-09-20T12:00:00Z").published or "") == "2022-09-18"
    assert read("<time>3 hours ago</time>").published is None


def test_the_day_is_that_of_the_outlets_zone() -> None:
    """A time in UTC is given in the zone that the printed time implies, or in that of the country of the address."""
    head = json_ld(datePublished="2022-09-20T22:30:00Z")
    assert read("<p class=date>21.09.2022 01:30</p>", head=head, lang="uk").published == "2022-09-21T01:30:00+03:00"
    assert read("", head=head, url="https://zeitung.de/a/b").published == "2022-09-21T00:30:00+02:00"
    assert read("", head=head).published == "2022-09-20T22:30:00+00:00"
    midnight = json_ld(datePublished="2022-09-20T00:00:00Z")
    assert (read("", head=midnight, url="https://post.com.br/a/b").published or "").startswith("2022-09-20")


def test_numbers_in_an_unknown_order_are_doubtful_until_something_else_settles_them() -> None:
    found = read('<div class="date">10/05/2022</div>', lang="en")
    assert found.sources["published"].endswith("doubtful")
    settled = read(
        '<div class="date">10/05/2022</div>', lang="en", url="https://harbour-courier.example/2022/10/05/vote"
    )
    assert settled.published == "2022-10-05"
    assert settled.sources["published"].endswith("confident")


def test_claims_are_kept_with_the_article() -> None:
    found = read("<p>Published: September 20, 2022</p>", head=json_ld(dateModified="2022-10-05T10:00:00Z"))
    assert "json-ld modified: 2022-10-05" in found.sources["published_claims"]
    assert "text published: 2022-09-20" in found.sources["published_claims"]


def test_the_date_of_the_source_settles_a_doubtful_one() -> None:
    entry = Entry(URL, "feeds", published="2022-09-20T22:30:00+00:00")
    kyiv = zone_of_country("UA")
    bare = with_source_date(read(""), entry, kyiv)
    assert bare.published == "2022-09-21T01:30:00+03:00"
    assert bare.sources["published"] == "feeds; minute; zone stated; confident"
    agreed = with_source_date(read('<div class="date">20 September 2022</div>'), entry, None)
    assert agreed.sources["published"].startswith("feeds + text near the headline")
    stated = with_source_date(read("", head=json_ld(datePublished="2022-09-01T10:00:00Z")), entry, None)
    assert stated.published == "2022-09-01T10:00:00+00:00"


def test_only_a_certain_date_excludes_an_article_from_an_event() -> None:
    event = Event("e", "Vote", date(2022, 9, 16), date(2022, 10, 20), terms={"en": ("referendum",)})
    certain = read("", head=json_ld(datePublished="2019-09-01T10:00:00Z"))
    assert not by_rule(certain, event).member
    doubtful = read('<div class="date">10/05/2019</div>', lang="en")
    assert is_certain(certain)
    assert not is_certain(doubtful)
    assert by_rule(doubtful, event).score > by_rule(certain, event).score
    assert "not certain" in by_rule(doubtful, event).reason


def test_orders_zones_and_calendars() -> None:
    assert [day_order(tag) for tag in ("en-US", "en_GB", "en", "de", None)] == ["mdy", "dmy", None, "dmy", None]
    assert str(gregorian_of_persian(1403, 1, 1)) == "2024-03-20"
    assert str(gregorian_of_persian(1399, 12, 30)) == "2021-03-20"
    assert gregorian_of_persian(1400, 12, 30) is None
    assert in_zone("2022-12-20T23:30:00Z", zone_of_country("UA")) == "2022-12-21T01:30:00+02:00"
    assert in_zone("2022-12-20", zone_of_country("UA")) == "2022-12-20"
    assert zone_of_country("XX") is None
    assert parse_moment("31/02/2022", "de", "dmy") is None
    assert [d.moment.text for d in written_dates("3 May 2021 and May 5, 2022", "en")] == ["2021-05-03", "2022-05-05"]
