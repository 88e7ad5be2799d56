"""Dates of exports and tables: one reader with pages and feeds, and what archives add."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from collectors.sources.files.export_dates import LANGUAGES, is_ambiguous, order_of, published_day, written_date


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_in_the_languages_of_archives(language: str) -> None:
    days = [date(2020, 7, 7), date(2021, 11, 30), date(2018, 8, 20), date(2015, 5, 1), date(1987, 3, 14)]
    for day in days:
        for form in ("full", "long", "d MMMM y", "EEEE d MMMM y"):
            assert published_day(format_date(day, form, locale=language)) == day.isoformat(), (form, day)


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("20100111", "2010-01-11", "day"),
        ("January 11, 2010 Monday", "2010-01-11", "day"),
        ("12 décembre 1889", "1889-12-12", "day"),
        ("mars 2011", "2011-03", "month"),
        ("Sept 30, 2022, 10:05 p.m. UTC", "2022-09-30T22:05:00+00:00", "time"),
        ("vendredi 30 septembre 2022 - 10h05", "2022-09-30", "day"),  # without a zone it is no moment
        ("Jan 1 7, 2009", "2009-01-17", "day"),  # split by a line's end
        ("May 1, 2009", "2009-05-01", "day"),
        ("2022年9月30日", "2022-09-30", "day"),
    ],
)
def test_what_a_text_says(text: str, iso: str, precision: str) -> None:
    found = written_date(text)
    assert found is not None
    assert (found.iso, found.precision) == (iso, precision)


@pytest.mark.parametrize("text", ["", "2010", "03/04/2022", "99999999", "30 Smarch 2022", "12 mars 1204", "no date"])
def test_what_is_no_certain_day(text: str) -> None:
    assert published_day(text) is None


def test_the_order_of_a_column_decides() -> None:
    assert (written_date("03/04/2022", True) or 0).iso == "2022-04-03"  # type: ignore[union-attr]  # a date is there
    assert (written_date("03/04/2022", False) or 0).iso == "2022-03-04"  # type: ignore[union-attr]  # as above
    assert order_of(["03/04/2022", "21/04/2022"]) is True
    assert order_of(["03/04/2022", "04/21/2022"]) is False
    assert order_of(["03/04/2022", "21/04/2022", "04/21/2022"]) is None
    assert [is_ambiguous(text) for text in ("03/04/2022", "21/04/2022", "2022-04-03", "03/03/2022")] == [
        True,
        False,
        False,
        False,
    ]
