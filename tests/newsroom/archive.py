"""An archive like the Wayback Machine: a CDX index and the captures' own bytes (`id_`), both served from a WARC file.

Our own rather than pywb's: pywb 2.10 brings brotlipy, which takes the place of the brotli that Scrapy needs, and
fifteen more packages; what a collector asks of it fits a page."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.newsroom.server import Reply, Seen, Site

FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture. `at` is a CDX timestamp."""

    url: str
    at: str
    body: bytes
    status: int = 200
    mime: str = "text/html"


def write_warc(path: Path, captures: Sequence[Capture]) -> None:
    """A WARC file with these captures."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for c in captures:
            date = f"{c.at[:4]}-{c.at[4:6]}-{c.at[6:8]}T{c.at[8:10]}:{c.at[10:12]}:{c.at[12:14]}Z"
            headers = StatusAndHeaders(f"{c.status} OK", [("Content-Type", c.mime)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                c.url,
                "response",
                io.BytesIO(c.body),
                len(c.body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": date},
            )
            writer.write_record(record)


def read_warc(path: Path) -> list[Capture]:
    """The captures of a WARC file."""
    captures = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                at = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))
                status, mime = int(record.http_headers.get_statuscode()), record.http_headers.get_header("Content-Type")
                url = record.rec_headers.get_header("WARC-Target-URI")
                captures.append(Capture(url, at, record.content_stream().read(), status, mime))
    return captures


class Archive:
    """Routes of a site that serve an archive: /cdx and /web/TIMEid_/URL."""

    def __init__(self, site: Site, warc: Path) -> None:
        self.captures = read_warc(warc)
        site.otherwise = self.answer
        self.cdx, self.replay = site.url("/cdx"), site.url("/web")

    def answer(self, seen: Seen) -> Reply:
        """The index, a capture, or 404."""
        parts = urlsplit(seen.path)
        if parts.path == "/cdx":
            return self._index({name: values[-1] for name, values in parse_qs(parts.query).items()})
        found = re.fullmatch(r"/web/(\d{14})id_/(.+)", seen.path)
        for c in self.captures:
            if found and (c.at, c.url) == found.groups():
                return Reply(c.body, c.status, {"Memento-Datetime": c.at}, content_type=c.mime)
        return Reply(b"not archived", 404)

    def _index(self, asked: dict[str, str]) -> Reply:
        host = asked["url"] if asked.get("matchType") == "domain" else None
        rows = [FIELDS]
        for c in sorted(self.captures, key=lambda c: (c.url, c.at)):
            wanted = c.url == asked["url"] or (host is not None and host in (urlsplit(c.url).hostname or ""))
            if wanted and asked.get("from", "") <= c.at <= asked.get("to", "9"):
                rows.append([f"key){c.url}", c.at, c.url, c.mime, str(c.status), f"D{hash_of(c)}", str(len(c.body))])
        return Reply(json.dumps(rows).encode(), content_type="application/json")


def hash_of(capture: Capture) -> int:
    """A stand-in for a digest: equal bodies, equal numbers."""
    return sum(capture.body) * 31 + len(capture.body)
