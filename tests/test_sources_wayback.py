"""The archive: index answers in every form, paging, the nearest capture, and captures that are not the article."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from collectors.model import Article, Entry
from collectors.sources.article_addresses import article_like, plain_address, same_article
from collectors.sources.captures import acceptable, nearest, original_of
from collectors.sources.cdx import Capture, Index, parse_index
from collectors.sources.source_protocol import Kind, RefusalKind, Request, Response
from collectors.sources.wayback import MAX_PAGES, ROWS, Wayback
from tests.support.made_sources import OPEN, WANTED, asked, entries, given, refusals, requests

WAYBACK = Wayback(WANTED)
ADDRESS = "https://archive.example/cdx"
HEADER = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
FLOOD = "https://courier.example/2022/09/22/tellmouth-flood-spreads"


def row(
    timestamp: str, url: str = FLOOD, media: str = "text/html", status: str = "200", digest: str = "D"
) -> list[str]:
    return ["example,courier)/x", timestamp, url, media, status, digest, "1000"]


def as_json(*rows: list[str]) -> bytes:
    return json.dumps([HEADER, *rows]).encode()


def as_text(*rows: list[str]) -> bytes:
    return "\n".join(" ".join(row) for row in rows).encode()


def index(body: bytes) -> Index:
    found = parse_index(answer(body))
    assert isinstance(found, Index)
    return found


def answer(body: bytes, status: int = 200) -> Response:
    return given(body, status, ADDRESS)


# --- the index ----------------------------------------------------------------------------------------------------

ROW = row("20220922101112")
CDXJ = 'example,courier)/x 20220922101112 {"url": "%s", "mime": "text/html", "status": "200", "digest": "D", "length": "1000", "offset": "7", "filename": "a.warc.gz"}'
PYWB = '{"urlkey": "example,courier)/x", "timestamp": "20220922101112", "url": "%s", "mime": "text/html", "status": "200", "digest": "D", "length": "1000"}'
FILE = " CDX N b a m s k r M S V g\nexample,courier)/x 20220922101112 %s text/html 200 D - - 1000 7 a.warc.gz"


@pytest.mark.parametrize("body", [as_json(ROW), as_text(ROW), as_text(ROW) + b"\n", (CDXJ % FLOOD).encode(), (PYWB % FLOOD).encode(), (FILE % FLOOD).encode()])  # fmt: skip
def test_every_form_gives_the_same_capture(body: bytes) -> None:
    (capture,) = index(body).captures
    assert (capture.timestamp, capture.url, capture.status, capture.media, capture.digest) == (
        "20220922101112",
        FLOOD,
        200,
        "text/html",
        "D",
    )
    assert capture.time == "2022-09-22T10:11:12+00:00"


@pytest.mark.parametrize("body", [b"", b"\n", b"[]", json.dumps([HEADER]).encode()])
def test_an_empty_index(body: bytes) -> None:
    assert index(body) == ([], 0, "", None)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (as_text(ROW) + b"\n\nexample%2Ccourier%29%2F+20220923%21\n", "example,courier)/ 20220923!"),
        (
            json.dumps([HEADER, ROW, [], ["example%2Ccourier%29%2F+20220923%21"]]).encode(),
            "example,courier)/ 20220923!",
        ),
        (as_text(ROW) + b"\n\n", None),
        (json.dumps([HEADER, ROW, []]).encode(), None),
    ],
)
def test_the_key_of_the_next_page(body: bytes, key: str | None) -> None:
    found = index(body)
    assert (len(found.captures), found.malformed, found.resume) == (1, 0, key)


def test_unknown_fields_are_none_and_malformed_lines_are_counted() -> None:
    bad = [row("2022"), row("20220922101112", "mailto:x@courier.example"), ["half", "line"], row("20221399999999"), row("20220922101112", media="warc/revisit", status="-", digest="-")]  # fmt: skip
    for body in (as_text(ROW, *bad), as_json(ROW, *bad)):
        found = index(body)
        assert (len(found.captures), found.malformed) == (2, 4)
        assert (found.captures[1].status, found.captures[1].digest) == (None, None)


def test_broken_json_is_read_line_by_line() -> None:
    body = (json.dumps([HEADER])[:-1] + ",\n" + json.dumps(ROW) + ",\n" + json.dumps(ROW)[:40]).encode()
    found = index(body)
    assert len(found.captures) == 1
    assert found.malformed
    assert found.first_bad


@pytest.mark.parametrize("body", [b"<html>Too many requests</html>", b"Invalid URL given", b'{"error": "x"}'])
def test_an_answer_that_is_no_index_is_refused_with_its_words(body: bytes) -> None:
    found = list(WAYBACK.read(asked(ADDRESS, Kind.API, domain="courier.example", page=1), answer(body)))
    (refusal,) = refusals(found).values()
    assert refusal.kind is RefusalKind.SERVICE
    assert (refusal.retry_after == 60) == (b"Too many" in body)


# --- the questions ------------------------------------------------------------------------------------------------


def params(request: Request) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.url).query)


def test_start_asks_for_each_domain_in_the_days_and_after() -> None:
    asked_for = list(WAYBACK.start())
    assert [params(r)["url"][0] for r in asked_for] == ["courier.example", "herald.example", "herald-news.example"]
    first = params(asked_for[0])
    assert (first["matchType"], first["from"], first["to"]) == (["domain"], ["20220918000000"], ["20221101235959"])
    assert first["filter"] == ["statuscode:200", "mimetype:text/html"]
    assert asked_for[0].rate is not None
    assert (asked_for[0].rate.per_minute, WAYBACK.page_rate and WAYBACK.page_rate.per_minute) == (24, 480)
    assert not list(Wayback(OPEN).start())
    assert not list(Wayback(WANTED, listing=False).start())


def test_pages_are_followed_by_key_and_an_end_without_one_is_told() -> None:
    request = next(iter(WAYBACK.start()))
    body = as_text(ROW) + b"\n\ncourier%29%2F+2022%21"
    (following,) = requests(WAYBACK.read(request, answer(body)))
    assert params(following)["resumeKey"] == ["courier)/ 2022!"]
    assert following.context["page"] == 2
    found = list(WAYBACK.read(asked(ADDRESS, Kind.API, domain="courier.example", page=MAX_PAGES), answer(body)))
    assert not requests(found)
    assert RefusalKind.INCOMPLETE in refusals(found)
    full = as_text(*(row("20220922101112", f"{FLOOD}-{i}") for i in range(ROWS)))
    assert RefusalKind.INCOMPLETE in refusals(WAYBACK.read(request, answer(full)))


def test_a_listing_keeps_articles_of_the_event_and_counts_the_others() -> None:
    rows = [
        row("20220923101112", FLOOD + "?utm_source=x"),
        row(
            "20220922111112",
            FLOOD.replace("https", "http").replace("//", "//www.").replace("example/", "example:80/"),
            digest="E",
        ),
        row("20220923101112", "https://courier.example/tag/flood"),
        row("20220923101112", "https://courier.example/2019/09/22/tellmouth-flood-of-2019"),
        row("20220923101112", "https://courier.example/2022/09/22/team-wins-the-cup"),
        row("20220923101112", "https://www.herald.example/news/63006262", digest="F"),
    ]
    found = list(WAYBACK.read(next(iter(WAYBACK.start())), answer(as_json(*rows))))
    flood, number = entries(found)
    assert flood.url == FLOOD
    assert flood.fetch == (
        "https://web.archive.org/web/20220922111112id_/http://www.courier.example:80/2022/09/22/tellmouth-flood-spreads",
        f"https://web.archive.org/web/20220923101112id_/{FLOOD}?utm_source=x",
    )
    assert (flood.captured, flood.outlet, number.outlet) == ("2022-09-22T11:11:12+00:00", "courier", "herald")
    kinds = refusals(found)
    assert {kind: kinds[kind].count for kind in kinds} == {
        RefusalKind.SKIPPED: 1,
        RefusalKind.OFF_WINDOW: 1,
        RefusalKind.OFF_EVENT: 1,
    }


def test_looking_up_one_article() -> None:
    entry = Entry(FLOOD, "feeds", "courier", "Tellmouth flood spreads", "2022-09-22T10:00:00+00:00")
    request = Wayback(WANTED, cdx="http://127.0.0.1:9/c/cdx", replay="http://127.0.0.1:9/c").lookup(entry)
    assert request.url.startswith("http://127.0.0.1:9/c/cdx?")
    assert params(request)["from"] == ["20220920100000"]
    local = Wayback(WANTED, replay="http://127.0.0.1:9/c")
    rows = [row("20220921101112", digest="A"), row("20220922121112", digest="B"), row("20230922101112", digest="C"), row("20220922111112", status="302"), row("20220922121113", digest="B")]  # fmt: skip
    (found,) = entries(local.read(request, answer(as_json(*rows))))
    assert (found.url, found.title, found.published, found.source) == (FLOOD, entry.title, entry.published, "wayback")
    assert [fetch.partition("id_")[0] for fetch in found.fetch] == [
        f"http://127.0.0.1:9/c/{t}" for t in ("20220922121112", "20230922101112", "20220921101112")
    ]
    (none,) = refusals(local.read(request, answer(as_json(row("20220922111112", status="404"))))).values()
    assert (none.kind, none.url) == (RefusalKind.EMPTY, FLOOD)


@pytest.mark.parametrize(
    ("status", "body", "kind", "wait"),
    [
        (429, b"", RefusalKind.RATE, 60),
        (403, b"org.archive.util.AdministrativeAccessControlException: Blocked Site Error", RefusalKind.SERVICE, None),
        (400, b"bad", RefusalKind.HTTP, None),
        (504, b"", RefusalKind.HTTP, 60),
    ],
)
def test_statuses(status: int, body: bytes, kind: RefusalKind, wait: float | None) -> None:
    (refusal,) = refusals(WAYBACK.read(next(iter(WAYBACK.start())), answer(body, status))).values()
    assert (refusal.kind, refusal.retry_after) == (kind, wait)


def test_the_nearest_capture_comes_first_and_those_from_before_last() -> None:
    def capture(timestamp: str, digest: str | None = None, **more: int) -> Capture:
        return Capture(timestamp, FLOOD, more.get("status", 200), "text/html", digest)

    captures = [capture(t) for t in ("20220101000000", "20220922060000", "20220923000000", "20240101000000")]
    assert [c.timestamp[:8] for c in nearest(captures, "2022-09-22", 9)] == [
        "20220922",
        "20220923",
        "20240101",
        "20220101",
    ]
    assert [c.timestamp[:8] for c in nearest(captures, None, 2)] == ["20220101", "20220922"]
    assert (
        nearest([capture("20220101000000", status=404), Capture("20220101000000", FLOOD, 200, "image/png")], None, 9)
        == []
    )
    assert len(nearest([capture("20220101000000", "X"), capture("20220102000000", "X")], None, 9)) == 1


def test_mementos_name_time_and_original() -> None:
    assert original_of(f"https://web.archive.org/web/20220922101112id_/{FLOOD}") == ("2022-09-22T10:11:12+00:00", FLOOD)
    assert original_of("http://127.0.0.1:9/c/20220922101112/http:/courier.example/a") == (
        "2022-09-22T10:11:12+00:00",
        "http://courier.example/a",
    )
    assert original_of(FLOOD) is None


# --- is it the article? -------------------------------------------------------------------------------------------

TEXT = "The Tellmouth flood spreads to the lower town, said Mayor Ida Crane. " * 20
ENTRY = Entry(FLOOD, "wayback", "courier", "Tellmouth flood spreads to lower town")


def article(title: str | None, text: str = TEXT, url: str = FLOOD) -> Article:
    return Article("a", url, "courier", title, (), None, "en", text)


MEMENTO = "https://web.archive.org/web/20220922101112id_/"


@pytest.mark.parametrize(
    ("found", "final", "reason"),
    [
        (article("Tellmouth flood spreads to lower town"), MEMENTO + FLOOD, None),
        (article("Water rises in lower town as flood spreads"), MEMENTO + FLOOD, None),
        (
            article("Tellmouth flood spreads to lower town"),
            MEMENTO + FLOOD.replace("https://", "http://www.") + "/?utm_source=x",
            None,
        ),
        (article("Tellmouth flood spreads to lower town"), MEMENTO + FLOOD + "/amp", None),
        (article("Tellmouth flood spreads to lower town"), MEMENTO + "https://courier.example/story/98765", None),
        (
            article("Team wins the cup", "The team won. " * 100),
            MEMENTO + "https://courier.example/story/98765",
            "leads to",
        ),
        (article("The Courier", "News of the day. " * 100), MEMENTO + "https://courier.example/", "front page"),
        (article("Team wins the cup", "The team won. " * 100), MEMENTO + FLOOD, "another headline"),
        (article("Before you continue", "We and our partners use cookies."), MEMENTO + FLOOD, "Before you continue"),
        (article("The Courier", "Please enable JavaScript to go on."), MEMENTO + FLOOD, "enable JavaScript"),
        (article("Tellmouth flood spreads"), MEMENTO + "https://consent.courier.example/collect?x", "consent"),
        (article("Tellmouth flood spreads"), "https://courier.example/login?next=x", "sign-in"),
        (article("Page not found", "Sorry."), MEMENTO + FLOOD, "not found"),
        (article("Town may log in to court records", TEXT), MEMENTO + FLOOD, None),
    ],
)
def test_what_a_capture_must_be(found: Article, final: str, reason: str | None) -> None:
    refusal = acceptable(found, ENTRY, final)
    assert (refusal is None) == (reason is None), refusal
    assert reason is None or (refusal is not None and reason in refusal.reason)


def test_without_an_expected_title_the_address_speaks() -> None:
    bare = Entry(FLOOD, "wayback", "courier")
    assert acceptable(article("Tellmouth flood spreads"), bare, FLOOD) is None
    assert acceptable(article("Cup", "The team won the cup. " * 50), bare, FLOOD) is not None
    number = Entry("https://courier.example/news/63006262", "wayback", "courier")
    assert acceptable(article("Cup", "The team won the cup. " * 50), number, number.url) is None
    assert (
        acceptable(article("Cup", "The team won the cup. " * 50), number, "https://courier.example/story/1111111")
        is not None
    )


@pytest.mark.parametrize(
    ("url", "like"),
    [
        ("https://a.example/", False),
        ("https://a.example/world", False),
        ("https://a.example/world/the-dam-has-broken", True),
        ("https://a.example/news/world-europe-63006262", True),
        ("https://a.example/2022/09/22/a", True),
        ("https://a.example/news/12345/", True),
        ("https://a.example/tag/the-dam-has-broken", False),
        ("https://a.example/img/the-dam-has-broken.jpg", False),
        ("https://a.example/повінь-зруйнувала-дамбу", True),
        ("https://[", False),
    ],
)
def test_addresses_of_articles(url: str, like: bool) -> None:
    assert article_like(url) == like


def test_addresses_that_are_one() -> None:
    one = {same_article(u) for u in ("http://www.a.example:80/x/", "https://m.a.example/x?utm_medium=a&fbclid=1", "https://a.example/x/amp", "https://a.example/x.amp", "https://a.example/amp/x#top")}  # fmt: skip
    assert one == {"a.example/x"}
    assert plain_address("https://a.example/x?id=1&utm_source=b&b=") == "https://a.example/x?id=1&b="
    assert plain_address("https://a.example:8443/x?q=a%20b") == "https://a.example:8443/x?q=a%20b"


@settings(max_examples=150, deadline=None)
@example(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b'[["urlkey","timestamp","original"],',
            b"a 20220922101112 https://courier.example/a ",
            b"a 20220922101112 {",
        ]
    ),
)
def test_any_bytes_never_raise(data: bytes, start: bytes) -> None:
    for request in (asked(ADDRESS, Kind.API, entry=FLOOD), asked(ADDRESS, Kind.API, domain="courier.example", page=1)):
        list(WAYBACK.read(request, answer(start + data)))


@settings(max_examples=150, deadline=None)
@example(st.text(max_size=100), st.text(max_size=100))
def test_any_capture_is_judged(title: str, url: str) -> None:
    acceptable(article(title, title), ENTRY, url)
    acceptable(article(title, title), ENTRY, "https://courier.example/" + url)
    assert isinstance(article_like(url), bool)
