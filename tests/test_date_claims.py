"""Which of several dates on a page is that of publication: mechanisms met on real pages, on invented ones."""

from __future__ import annotations

import json

import pytest

from collectors.extract.date_claims import url_month
from collectors.extract.main_content import elements_around
from collectors.extract.page_document import parse
from collectors.extract.script_dates import dates_in_scripts
from collectors.sources.files.file_items import Damage
from collectors.sources.files.row_files import parse_json
from collectors.support.calendars import month_names
from collectors.support.written_dates import written_dates
from tests.test_publication_date import TEXT, URL, json_ld, read

HEADLINE = "<h1>Officials announce a vote</h1>"


def page_with(before: str = "", behind: str = "", head: str = "", **options: str) -> str:
    """Publish an invented page and return its day with the last word of its evidence."""
    found = read(before, head=head, end=behind, **options)
    return f"{(found.published or '')[:10]} {found.sources.get('published', '').rpartition(' ')[2]}".strip()


def test_todays_date_above_the_headline_gives_way_to_the_line_below_it() -> None:
    from collectors.extract import extract_text_page  # noqa: PLC0415  beside its only use
    from collectors.model import Article  # noqa: PLC0415

    top = "<ul><li>Tuesday, 08 Dec 2020</li>" + "<li><a href='/x'>Section</a></li>" * 5 + "</ul>"
    line = '<ul class="meta"><li><a href="/today">13 Oct 2020 18:29</a></li><li>1479</li></ul>'
    page = f"<html lang=en><body>{top}<main>{HEADLINE}{line}{TEXT}</main></body></html>"
    found = extract_text_page("p", URL, page)
    assert isinstance(found, Article)
    assert found.published == "2020-10-13T18:29:00"


def test_of_two_days_of_one_weight_the_one_with_a_time_is_the_articles() -> None:
    day, timed = "<div>14 January 2020</div>", "<div>13 January 2020 22:11</div>"
    assert page_with(f"{day}{timed}{HEADLINE}").startswith("2020-01-13")
    assert page_with(f"{timed}{day}{HEADLINE}").startswith("2020-01-13")


def test_a_members_first_day_is_no_publication() -> None:
    assert page_with("<p>Joined: 18 Sep 2008</p><p>by anna » 21 Jan 2009, 05:42</p>").startswith("2009-01-21")


def test_comments_below_do_not_outweigh_the_line_above() -> None:
    answers = "".join(
        f'<div class="comment"><p class="comment-date">{day} Sep 2020 18:19</p></div>' for day in (23, 26, 27)
    )
    above = '<div class="byline"><a href="/u/m">von Marianne am 20.09.2020</a></div>'
    assert page_with(above, answers, lang="de").startswith("2020-09-20")


def test_a_caption_or_a_time_range_is_no_line_of_publication() -> None:
    caption = "<div>写真：落札後の横姿(2017/7/11撮影)</div>"
    line = '<div>2020年07月12日 | <a href="/c">市場情報の記事一覧</a></div>'
    assert page_with(line + caption, lang="ja").startswith("2020-07-12")
    (one,) = written_dates("19.01.2023, 10:00-11:30 Uhr", "de")
    assert one.moment.text == "2023-01-19T10:00:00"


def test_the_time_of_a_change_in_a_field_for_the_publication_counts_half() -> None:
    head = (
        '<meta property="article:published_time" content="2017-04-12T18:33:59+02:00">'
        '<meta name="datePublished" content="2020-02-19"><meta name="dateModified" content="2020-02-19">'
    )
    assert page_with("<p>19 February 2020</p>", head=head).startswith("2017-04-12")
    never_changed = json_ld(datePublished="2020-02-19T10:00:00Z", dateModified="2020-02-19T10:00:00Z")
    other = '<div><time datetime="2019-04-21">21 April 2019</time></div>'
    assert page_with("", other, head=never_changed) == "2020-02-19 confident"


def test_a_meta_name_with_colons_beats_a_clock_of_twelve_hours() -> None:
    head = '<meta property="article:published:time" content="2024-10-23T15:48:15+00:00">'
    found = read("<p>October 23, 2024, 3:48: Uhr</p>", head=head)
    assert (found.published or "").startswith("2024-10-23T15:48")


def test_a_day_in_the_address_outlives_a_move_to_another_system() -> None:
    moved = json_ld(datePublished="2019-06-17T18:28:00+02:00")
    found = page_with("", head=moved, url="https://harbour-courier.example/home/2017/7/12/vote")
    assert found.startswith("2017-07-12")
    assert not found.endswith("confident")


def test_a_month_in_the_address_supports_its_days() -> None:
    assert url_month("https://a.example/2020/05/some-slug.html") == (2020, 5)
    assert url_month("https://a.example/2020/05/19/some-slug") is None
    both = "<div>19 May 2020 | <a href='/c'>A section of the site</a></div><div>2 June 2021 and some words more</div>"
    assert page_with(both, url="https://harbour-courier.example/2020/05/vote").startswith("2020-05-19")


def test_boxes_around_the_article_say_nothing_about_its_date() -> None:
    dated = '<h2 class="date-header"><span>Sunday, May 19, 2020</span></h2>'
    stamp = '<abbr itemprop="datePublished" title="2020-05-19T09:00:00Z">9:00 AM</abbr>'
    from collectors.extract import extract_text_page  # noqa: PLC0415
    from collectors.model import Article  # noqa: PLC0415

    page = f'<html lang=en><body><div class="widget Blog">{dated}{HEADLINE}{TEXT}{stamp}</div></body></html>'
    found = extract_text_page("p", URL, page)
    assert isinstance(found, Article)
    assert found.published == "2020-05-19T09:00:00+00:00"


def test_a_dateline_is_a_claim() -> None:
    line = (
        "<p>KYIV, 20 September 2022 - "
        + "Officials said that polls would open on Friday in all districts. " * 3
        + "</p>"
    )
    assert page_with(line).startswith("2022-09-20")
    sentence = (
        "<p>On 20 September 2022 officials " + "said that polls would open on Friday in all districts " * 4 + ".</p>"
    )
    assert page_with(sentence) in ("", "2022-09-20 doubtful"), "only a search of the whole page may find it"


def test_a_dateline_may_open_a_short_paragraph() -> None:
    line = "<p>KYIV, Sept. 20, 2022 — Officials said that polls would open on Friday in all the districts of the region.</p>"
    assert page_with(line).startswith("2022-09-20")


@pytest.mark.parametrize("host", ["twitter.com", "x.com", "mobile.twitter.com", "x.com.harbour.example"])
def test_the_number_of_a_post_tells_when_it_was_sent(host: str) -> None:
    day = page_with(url=f"https://{host}/harbour/status/1572268112640442369?s=20")
    assert day == ("2022-09-20 confident" if not host.endswith(".example") else "")


@pytest.mark.parametrize(
    ("behind", "day"),
    [
        ("<footer>Saturday, October 1, 2022</footer>", ""),
        ("<footer>Published: October 1, 2022</footer>", "2022-10-01 confident"),
        ("<footer>Friday, September 30, 2022</footer>", "2022-09-30 doubtful"),
        ("<aside class='related'><a href='/x'>Storm</a><p>11 Sep</p></aside>", ""),
    ],
)
def test_todays_date_in_the_frame_of_a_page_is_no_publication(behind: str, day: str) -> None:
    assert page_with(behind=behind, fetched="2022-10-01T12:00:00Z") == day


def test_a_page_that_is_no_article_object_states_its_date() -> None:
    recipe = (
        f'<script type="application/ld+json">{json.dumps({"@type": "Recipe", "datePublished": "2006-10-10"})}</script>'
    )
    assert page_with("", head=recipe).startswith("2006-10-10")


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ('dataLayer.push({"publishedAt": "2022-09-20T10:00:00Z"})', ["2022-09-20T10:00:00Z"]),
        ("var s = {pubDate: '2022-09-20', title: 'x'}", ["2022-09-20"]),
        ('{\\"publish_date\\":\\"2022-09-20\\"}', ["2022-09-20"]),
        ("var unrelated = {update: '2022-09-20'}", []),
        ("x" * 3_000_000 + '"pubDate":"2022-09-20"', []),
    ],
    ids=["data layer", "plain keys", "JSON in a string", "another key", "beyond the limit"],
)
def test_dates_in_scripts(script: str, values: list[str]) -> None:
    root = parse(f"<html><body><script>{script}</script><p>x</p></body></html>")
    assert root is not None
    assert list(dates_in_scripts(root)) == values


def test_elements_around_a_text_hold_both_ends_of_it() -> None:
    root = parse('<div id="a"><div id="b"><p>The beginning of it</p><div><p>And the end of it</p></div></div></div>')
    assert root is not None
    around = elements_around(root, "The beginning of it", "And the end of it")
    assert {element.get("id") for element in around if element.get("id")} == {"a", "b"}
    assert elements_around(root, "Not on this page at all", "And the end of it") == frozenset()
    assert elements_around(root, "short", "short") == frozenset()


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("20 أيلول/سبتمبر 2022", "ar", "2022-09-20"),
        ("2 تشرين الأول 2022", "ar", "2022-10-02"),
        ("১৮ ফেব্রুয়ারি ২০২০", "bn", "2020-02-18"),
        ("5 Μαΐου 2022", "el", "2022-05-05"),
        ("12 दिसम्बर 2021", "hi", "2021-12-12"),
    ],
)
def test_months_as_newspapers_spell_them(text: str, language: str, day: str) -> None:
    assert [one.moment.text for one in written_dates(text, language)] == [day]
    assert month_names(language)


def test_what_a_table_lacks_costs_no_row() -> None:
    assert parse_json(b'{"text": "a", "date": NaN, "gold": {"day": NaN}}', 1) == {
        "text": "a",
        "date": None,
        "gold": {"day": None},
    }
    for damaged in (b'{"text": NaN}', b'{"text": "a", "score": Infinity}', b'{"text": "a", "score": -Infinity}'):
        assert isinstance(parse_json(damaged, 1), Damage)
