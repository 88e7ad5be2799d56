"""The timeline: its flags never cover each other, its discs say their number, its text stays text."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.render.timeline_table import WIDTH, Flag, Lane, stacked, table, ticks
from tests.support.dashboard_home import HOSTILE


def test_flags_are_lifted_over_those_they_would_cover() -> None:
    assert stacked([(0, 100), (50, 100), (400, 100)]) == [(1, False), (0, False), (0, False)]
    assert stacked([(0, 300), (100, 300), (200, 300)]) == [(2, False), (1, False), (0, False)]
    assert stacked([]) == []


def test_no_flag_leaves_the_lanes() -> None:
    assert stacked([(WIDTH - 20, 100)]) == [(0, True)], "it hangs to the left of its end"


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        (date(2022, 9, 20), date(2022, 9, 20), ["20 Sep"]),
        (date(2022, 9, 20), date(2022, 10, 14), ["20 Sep", "27 Sep", "4 Oct", "11 Oct"]),
        (date(2016, 1, 1), date(2016, 12, 31), ["Jan 2016", "Apr 2016", "Jul 2016", "Sep 2016", "Dec 2016"]),
    ],
)
def test_ticks_are_few_and_inside(first: date, last: date, texts: list[str]) -> None:
    found = ticks(first, last)
    assert [text for _, text in found] == texts
    assert all(0 < place < 1 for place, _ in found)


def test_a_century_has_few_ticks() -> None:
    assert len(ticks(date(1922, 1, 1), date(2022, 1, 1))) <= 7


@pytest.mark.parametrize("text", HOSTILE)
def test_a_timeline_is_text_for_those_who_do_not_see_it(text: str) -> None:
    lane = Lane("A", [(0.5, 9.0, f"{text}: 2 articles")], "#000", f"A: 2 articles, {text}", "2")
    html = table("Articles", "Outlet", [Flag(text, 0.0, 0.5, "1-2 May")], [lane], [(0.5, "1 May")])
    assert 'role="img" aria-label="A: 2 articles' in html
    assert '<td class="num">2</td>' in html
    for bad in ("<script", "<img", 'onerror="'):
        assert bad not in html
