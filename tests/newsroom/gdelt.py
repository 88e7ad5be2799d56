"""A server like GDELT DOC 2.0, by what is documented of it and what its users report: article lists of 250 at most,
newest first, 429 in words, errors as text with status 200, and JSON with characters that JSON does not allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from tests.newsroom.server import Reply, Seen

MOST = 250
PATH = "/api/v2/doc/doc"


@dataclass(frozen=True, slots=True)
class Row:
    """An article as GDELT saw it. `at` is YYYYMMDDHHMMSS."""

    url: str
    title: str
    at: str


class Gdelt:
    """Answers for PATH. The first `busy` requests get 429."""

    def __init__(self, rows: Sequence[Row], busy: int = 0) -> None:
        self.rows, self.busy = rows, busy
        self.full = 0

    def answer(self, seen: Seen) -> Reply:
        """An article list, or the error in words."""
        if self.busy:
            self.busy -= 1
            return Reply(
                b"Please limit requests to one every 5 seconds or contact support.", 429, content_type="text/plain"
            )
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(seen.path).query).items()}
        if "user-agent" not in seen.headers or len(asked.get("query", "")) < 3:
            return Reply(b"Your query was too short or too long.", content_type="text/html; charset=utf-8")
        # domain: matches every domain that ends so.
        domains = re.findall(r"domain:([\w.-]+)", asked["query"])
        found = [
            row
            for row in sorted(self.rows, key=lambda row: row.at, reverse=True)
            if asked["startdatetime"] <= row.at <= asked["enddatetime"]
            and any((urlsplit(row.url).hostname or "").endswith(domain) for domain in domains)
        ]
        self.full += len(found) > MOST
        rows = ",\n".join(_json(row) for row in found[: min(MOST, int(asked.get("maxrecords", "75")))])
        body = f'{{"articles": [{rows}]}}' if found else "{}"
        return Reply(body.encode(), content_type="application/json; charset=utf-8")


def _json(row: Row) -> str:
    """One row, its title with the stray backslash and tab that the service leaves in."""
    seen = f"{row.at[:8]}T{row.at[8:]}Z"
    return (
        f'{{"url": "{row.url}", "url_mobile": "", "title": "{row.title} \\- \tNews", "seendate": "{seen}", '
        f'"socialimage": "", "domain": "{urlsplit(row.url).hostname}", "language": "English", "sourcecountry": "Ukraine"}}'
    )
