"""What a fetcher is asked for, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]


class FetchTrouble(StrEnum):
    """Why there is no answer."""

    ROBOTS = "robots"
    ROBOTS_UNKNOWN = "robots_unknown"  # robots.txt cannot be had: RFC 9309 takes that as a refusal for now
    ADDRESS = "address"
    REDIRECTS = "redirects"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"  # the answer ended early or was no HTTP


@dataclass(frozen=True, slots=True)
class Job:
    """One URL to ask for. `slot` is the pace it shares with others: a host, or the name of a documented rate whose
    requests are `interval` seconds apart (None: the fetcher's own delay)."""

    key: str
    url: str
    slot: str
    interval: float | None = None
    headers: Headers = ()
    max_bytes: int | None = None
    robots: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status. `url` is the last one after redirects. `body` is decoded, `raw` as it was sent
    (without transfer encoding), with the headers as they were sent. `fetched_at` is ISO 8601 in UTC."""

    job: Job
    url: str
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    raw: bytes = field(repr=False)
    fetched_at: str
    redirects: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """A header by its name in any case, the first one."""
        low = name.lower()
        return next((value for key, value in self.headers if key.lower() == low), None)


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer. `again`: whether the same request may succeed later."""

    job: Job
    trouble: FetchTrouble
    detail: str
    again: bool = False


Answer: TypeAlias = Fetched | Failed
