"""What a fetcher is asked for, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]


class FetchTrouble(StrEnum):
    """Why there is no answer."""

    ROBOTS = "robots"
    ROBOTS_UNKNOWN = "robots_unknown"  # robots.txt cannot be fetched: a refusal for now (RFC 9309)
    ADDRESS = "address"
    REDIRECTS = "redirects"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"  # the answer ended early or was not HTTP


@dataclass(frozen=True, slots=True)
class Job:
    """One URL to ask for.

    Attributes:
        key: Names the job in its answer.
        url: The address.
        slot: The pace that the job shares with others: a host, or the name of a documented rate.
        interval: Seconds between two requests of the slot; None for the fetcher's own delay.
        headers: Further request headers.
        max_bytes: Most bytes of the answer; None for the fetcher's own limit.
        robots: Whether robots.txt applies.
    """

    key: str
    url: str
    slot: str
    interval: float | None = None
    headers: Headers = ()
    max_bytes: int | None = None
    robots: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with any status.

    Attributes:
        job: What was asked for.
        url: The last address after redirects.
        status: The HTTP status.
        headers: The headers as they were sent.
        body: The body with its content encoding undone.
        raw: The body as it was sent, without transfer encoding.
        fetched_at: ISO 8601 in UTC.
        redirects: The addresses that led here.
    """

    job: Job
    url: str
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    raw: bytes = field(repr=False)
    fetched_at: str
    redirects: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """Return the first header of this name in any case, or None."""
        low = name.lower()
        return next((value for key, value in self.headers if key.lower() == low), None)


@dataclass(frozen=True, slots=True)
class Failed:
    """A job without an answer; `again` says whether the same request may succeed later."""

    job: Job
    trouble: FetchTrouble
    detail: str
    again: bool = False


Answer: TypeAlias = Fetched | Failed
