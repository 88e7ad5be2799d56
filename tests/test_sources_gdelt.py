"""GDELT's article lists: questions, slices, errors that come as success, illegal JSON, titles. Invented rows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from collectors.errors import ParallaxError
from collectors.model import Outlet, Ownership
from collectors.sources.coverage_query import CoverageQuery, search_phrases
from collectors.sources.gdelt import MAX_QUERY, MOST, Gdelt, query_terms
from collectors.sources.gdelt_titles import joined
from collectors.sources.source_protocol import Finding, Kind, RefusalKind, Request, Response
from collectors.sources.source_times import moment_of
from tests.support.made_sources import OPEN, WANTED, asked, entries, given, refusals, requests

GDELT = Gdelt(WANTED)
FIRST = next(iter(GDELT.start()))


def params(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


def rows(*urls: str) -> bytes:
    return json.dumps(
        {"articles": [{"url": url, "title": "T", "seendate": "20220922T160000Z"} for url in urls]}
    ).encode()


def read(
    body: bytes, kind: str = "application/json; charset=utf-8", status: int = 200, request: Request = FIRST
) -> list[Finding]:
    return list(GDELT.read(request, given(body, status, "https://gdelt.example/", content_type=kind)))


def test_the_question_names_terms_domains_and_a_week() -> None:
    asked_for = params(FIRST)
    assert (
        asked_for["query"]
        == '("Tellmouth flood" OR dam OR "Arnow river") (domain:courier.example OR domain:herald.example OR domain:herald-news.example)'
    )
    assert (asked_for["mode"], asked_for["format"], asked_for["maxrecords"]) == ("ArtList", "json", "250")
    spans = [(params(r)["startdatetime"], params(r)["enddatetime"]) for r in GDELT.start()]
    assert spans == [
        ("20220918000000", "20220924235959"),
        ("20220925000000", "20221001235959"),
        ("20221002000000", "20221002235959"),
    ]
    assert FIRST.rate is not None
    assert FIRST.rate.interval == 5
    assert FIRST.kind is Kind.API


def test_a_single_term_has_no_parentheses_and_another_base_is_asked() -> None:
    wanted = CoverageQuery(start=date(2022, 9, 20), end=date(2022, 9, 20), terms={"uk": ("повін*", "го")})
    (request,) = Gdelt(wanted, base="http://127.0.0.1:8/doc").start()
    assert params(request)["query"] == "повін"
    assert request.url.startswith("http://127.0.0.1:8/doc?")


def test_many_outlets_are_asked_for_in_batches_that_fit() -> None:
    outlets = tuple(
        Outlet(f"o{i}", "O", (f"outlet-number-{i}.example",), "GB", ("en",), Ownership.PRIVATE) for i in range(60)
    )
    wanted = CoverageQuery(
        outlets, date(2022, 9, 20), date(2022, 9, 21), {"en": tuple(f"some long term {i}" for i in range(80))}
    )
    queries = [params(r)["query"] for r in Gdelt(wanted).start()]
    assert max(map(len, queries)) <= MAX_QUERY + 40
    assert all(sum(f"domain:outlet-number-{i}.example" in q for q in queries) == 1 for i in range(60))


@pytest.mark.parametrize(
    "wanted",
    [OPEN, CoverageQuery(start=date(2022, 9, 1), end=date(2022, 9, 2)), CoverageQuery(terms={"en": ("flood",)})],
)
def test_an_event_without_days_or_terms_cannot_be_asked_about(wanted: CoverageQuery) -> None:
    with pytest.raises(ParallaxError, match="days and terms"):
        Gdelt(wanted)


def test_rows_become_entries() -> None:
    row = {
        "url": "https://www.courier.example/a",
        "title": 'Crane \' s " dam " : 3 . 5 m , she says',
        "seendate": "20220922T160000Z",
        "language": "Ukrainian",
        "sourcecountry": "Ukraine",
        "domain": "x",
    }
    found = read(
        json.dumps(
            {"articles": [row, row, {"url": "https://foreigncourier.example/b"}, {"title": "no address"}, 7]}
        ).encode()
    )
    (entry,) = entries(found)
    assert (entry.url, entry.title, entry.outlet) == (
        "https://www.courier.example/a",
        'Crane\'s "dam": 3.5 m, she says',
        "courier",
    )
    assert (entry.seen, entry.published, entry.language, entry.country) == (
        "2022-09-22T16:00:00+00:00",
        None,
        "uk",
        "Ukraine",
    )
    assert (refusals(found)[RefusalKind.SKIPPED].count, refusals(found)[RefusalKind.ADDRESS].count) == (1, 2)


@pytest.mark.parametrize("body", [b"{}", b"", b'{"articles": []}', b"\xef\xbb\xbf{}"])
def test_an_empty_answer_is_empty_not_an_error(body: bytes) -> None:
    assert set(refusals(read(body))) == {RefusalKind.EMPTY}


@pytest.mark.parametrize(
    ("body", "status", "kind", "wait"),
    [
        (b"Please limit requests to one every 5 seconds or contact us", 429, RefusalKind.RATE, 60),
        (b"Please limit requests to one every 5 seconds or contact us", 200, RefusalKind.RATE, 60),
        (b"<html><body>The specified phrase is too short.</body></html>", 200, RefusalKind.SERVICE, None),
        (b"Timespan is too short.\n", 200, RefusalKind.SERVICE, None),
        (b"", 200, RefusalKind.SERVICE, None),
        (b"[]", 200, RefusalKind.SERVICE, None),
        (b'{"articles": "none"}', 200, RefusalKind.FORMAT, None),
        (b'{"articl', 200, RefusalKind.FORMAT, None),
        (b"", 500, RefusalKind.HTTP, 60),
    ],
)
def test_errors_also_those_with_status_200(body: bytes, status: int, kind: RefusalKind, wait: float | None) -> None:
    (refusal,) = refusals(read(body, "text/html; charset=utf-8", status)).values()
    assert (refusal.kind, refusal.retry_after) == (kind, wait)
    if kind is RefusalKind.SERVICE and body:
        assert "<" not in refusal.reason


def test_a_question_that_is_too_long_is_asked_in_halves() -> None:
    found = read(b"Your query was too short or too long.", "text/html")
    assert [r.context["domains"] for r in requests(found)] == ["courier.example", "herald.example herald-news.example"]
    alone = requests(read(b"Your query was too short or too long.", request=requests(found)[0]))
    assert not alone


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (rb"A\x title", "A\\x title"),
        (rb"tab	and bell", "tab and bell"),
        (rb"path C:\news \"quoted\" \u0041 \\", 'path C: ews "quoted" A \\'),
        (b"half \xff byte", "half \ufffd byte"),
        (rb"\ud800 lone", "lone"),
        (rb"\u12 short", "\\u12 short"),
    ],
)
def test_illegal_json_is_repaired(raw: bytes, title: str) -> None:
    (entry,) = entries(read(b'{"articles":[{"url":"https://courier.example/a","title":"' + raw + b'"}]}'))
    assert entry.title == title


def test_an_answer_that_breaks_off_is_read_up_to_there() -> None:
    found = read(rows("https://courier.example/a", "https://courier.example/b")[:-30])
    assert [e.url[-1] for e in entries(found)] == ["a"]
    assert "breaks off" in refusals(found)[RefusalKind.DAMAGED].reason


def answers(request: Request, times: list[int]) -> Response:
    """A service with articles at these seconds from the window's start, which gives at most 250."""
    start, end = moment_of(str(request.context["start"])), moment_of(str(request.context["end"]))
    assert start is not None
    assert end is not None
    zero = moment_of("2022-09-18")
    assert zero is not None
    first, last = (int((m - zero).total_seconds()) for m in (start, end))
    inside = [t for t in times if first <= t <= last]
    return given(rows(*(f"https://courier.example/{t}" for t in inside[:MOST])), content_type="application/json")


def test_full_windows_are_halved_until_nothing_is_lost() -> None:
    times = [*range(0, 400_000, 1_000), *range(500_000, 520_000, 25)]
    pending, found, number = list(Gdelt(WANTED, slice=timedelta(days=30)).start()), set(), 0
    while pending:
        request = pending.pop()
        number += 1
        items = list(GDELT.read(request, answers(request, times)))
        pending += requests(items)
        found |= {entry.url for entry in entries(items)}
    assert len(found) == len(times)
    assert number < 80


def test_a_window_that_cannot_be_halved_any_more_says_so() -> None:
    pending, told = [FIRST], 0
    while pending:
        request = pending.pop()
        for item in read(rows(*(f"https://courier.example/{i}" for i in range(MOST))), request=request):
            if isinstance(item, Request):
                pending.append(item)
            told += getattr(item, "kind", None) is RefusalKind.INCOMPLETE
        if told:
            break
    assert told == 1
    assert not requests(
        read(
            rows(*(f"https://courier.example/{i}" for i in range(MOST))), request=asked("https://g.example/", Kind.API)
        )
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Crane ' s plan won ' t hold", "Crane's plan won't hold"),
        ("Река : « Дамба » , 10 , 000", "Река: «Дамба», 10,000"),
        ("U . S . team ( twelve ) [ EN / DE ]", "U.S. team (twelve) [EN / DE]"),
        ("\" Never \" , she said - twice", "\"Never\", she said - twice"),
        ("Up 5 % to $ 3 . 50 !", "Up 5% to $3.50!"),
        ("", ""),
    ],
)  # fmt: skip
def test_titles_are_joined(title: str, expected: str) -> None:
    assert joined(title) == expected


def test_terms_that_the_service_refuses_are_left_out() -> None:
    assert (
        query_terms(CoverageQuery(terms={"en": ('say "x" (y)', "ab", "pro-dam", "flood*")}))
        == '("say x y" OR "pro-dam" OR flood)'
    )


@settings(max_examples=150, deadline=None)
@example(
    st.binary(max_size=300),
    st.sampled_from([b"", b"{", b'{"articles":[{"url":"', b'{"articles":[{"url":"https://courier.example/a"},']),
)
def test_any_bytes_never_raise(data: bytes, start: bytes) -> None:
    read(start + data)


@settings(max_examples=100, deadline=None)
@example(st.text(max_size=200))
def test_joining_never_adds(title: str) -> None:
    assert len(joined(title)) <= len(title)


def test_terms_with_choices_are_searched_as_phrases() -> None:
    assert search_phrases(["join|joining Russia", "annex* ... Crimea", "vote"]) == (
        "join Russia",
        "joining Russia",
        "vote",
    )


def test_one_bad_row_costs_itself() -> None:
    good = b'{"url":"https://courier.example/%b","title":"x"}'
    found = read(
        b'{"articles":[' + good % b"a" + b',{"url":"https://courier.example/b","title": bad},' + good % b"c" + b"]}"
    )
    assert [e.url[-1] for e in entries(found)] == ["a", "c"]
    assert "1 could not be" in refusals(found)[RefusalKind.DAMAGED].reason
