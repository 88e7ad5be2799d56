"""What every source shares: the meaning of statuses, waiting, requests that outlive the process. Invented outlets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from collectors.sources.feeds import Feeds
from collectors.sources.source_protocol import (
    MOST_TRIES,
    Kind,
    Rate,
    RefusalKind,
    Request,
    page_request,
    refused,
    retry_after,
)
from tests.support.made_sources import OPEN, asked, entries, given, refusals

FEEDS = Feeds(OPEN)
RSS = b'<rss version="2.0"><channel><item><link>/a</link></item></channel></rss>'


@pytest.mark.parametrize(
    ("status", "headers", "kind", "wait"),
    [
        (404, {}, RefusalKind.HTTP, None),
        (429, {}, RefusalKind.RATE, 300),
        (429, {"Retry_After": "17"}, RefusalKind.RATE, 17),
        (503, {"retry_after": "Sat, 01 Oct 2022 12:01:00 GMT"}, RefusalKind.RATE, 60),
        (503, {"retry_after": "soon"}, RefusalKind.RATE, 300),
        (502, {}, RefusalKind.HTTP, 300),
    ],
)  # fmt: skip
def test_statuses(status: int, headers: dict[str, str], kind: RefusalKind, wait: float | None) -> None:
    (refusal,) = refusals(FEEDS.read(asked(), given(b"", status, **headers))).values()
    assert (refusal.kind, refusal.retry_after) == (kind, wait)


def test_waiting_doubles_and_ends() -> None:
    request, answer = asked(), given(b"", 429)
    waits = []
    while (refusal := refused(request, answer, 10)) and refusal.retry_after is not None:
        waits.append(refusal.retry_after)
        request = request.again(refusal.retry_after)
    assert waits == [10 * 2**i for i in range(MOST_TRIES)]
    assert refusal is not None
    assert "given up" in refusal.reason


def test_a_request_survives_json() -> None:
    request = Request(
        "https://a.example/", "feeds", Kind.API, "a", 2.5, Rate("x", 24), {"Accept": "*/*"}, {"n": 1, "t": None}, 3
    )
    assert Request.from_json(json.loads(json.dumps(request.to_json()))) == request
    with pytest.raises(ValueError, match="needs url"):
        Request.from_json({"source": "x"})


def test_page_requests_go_through_the_addresses_of_an_entry() -> None:
    (entry,) = entries(FEEDS.read(asked(), given(RSS)))
    assert page_request(entry).url == "https://courier.example/a"
    archived = replace(entry, fetch=("https://w.example/1", "https://w.example/2"))
    assert page_request(archived, Rate("w", 10), 1).url == "https://w.example/2"
    with pytest.raises(IndexError):
        page_request(archived, place=2)


def test_a_retry_after_that_overflows_is_bounded() -> None:
    assert retry_after(given(b"", 429, retry_after="9" * 400)) == 86_400
