"""An invented event, its outlets, and what the tests of the sources share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from collectors.model import Actor, Entry, Event, Outlet, Ownership, Page
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.source_protocol import Finding, Kind, Refusal, RefusalKind, Request, Response

COURIER = Outlet(
    "courier",
    "The Courier",
    ("courier.example",),
    "GB",
    ("en",),
    Ownership.PRIVATE,
    feeds=("https://courier.example/rss",),
)
HERALD = Outlet("herald", "Herald", ("herald.example", "herald-news.example"), "DE", ("de",), Ownership.PUBLIC)
EVENT = Event(
    "tellmouth-flood",
    "The flood at Tellmouth",
    date(2022, 9, 20),
    date(2022, 9, 30),
    terms={"en": ("Tellmouth flood*", "dam", "Arnow river"), "uk": ("повінь", "повені")},
    actors=(Actor("crane", "Ida Crane", ("Mayor Crane",), "town", "official"),),
)
WANTED = CoverageQuery.of(EVENT, (COURIER, HERALD))
OPEN = CoverageQuery((COURIER, HERALD))
WHEN = "2022-10-01T12:00:00+00:00"


def asked(url: str = "https://courier.example/rss", kind: Kind = Kind.FEED, **context: str | int | None) -> Request:
    return Request(url, "test", kind, "courier", context=context)


def given(body: bytes, status: int = 200, url: str = "https://courier.example/rss", **headers: str) -> Response:
    return Response(url, status, {name.replace("_", "-"): value for name, value in headers.items()}, body, WHEN)


def entries(found: Iterable[Finding]) -> list[Entry]:
    return [item for item in found if isinstance(item, Entry)]


def requests(found: Iterable[Finding]) -> list[Request]:
    return [item for item in found if isinstance(item, Request)]


def pages(found: Iterable[Finding]) -> list[Page]:
    return [item for item in found if isinstance(item, Page)]


def refusals(found: Iterable[Finding]) -> dict[RefusalKind, Refusal]:
    return {item.kind: item for item in found if isinstance(item, Refusal)}
