"""Raw answers in WARC files, each with its request and time.

What was collected can be read again without the network: `parallax import HOME/warc/EVENT --event EVENT`.
"""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.crawl.fetch_jobs import Fetched

#: Bytes after which a new file is begun; the usual size of WARC files.
FILE_SIZE = 1_000_000_000
#: Encodings that every reader of WARC files decodes. A body in another one is kept decoded.
_PLAIN = frozenset({"gzip", "x-gzip", "deflate", "identity", ""})
_LEFT_OUT = frozenset({"transfer-encoding", "content-length", "connection"})


class _Member:
    """One record as a separate gzip member, at zlib's default level.

    warcio uses the highest level, which takes half as much time again for .6 % less (255 kB of a news page: 6.6 and
    4.5 ms).
    """

    def __init__(self, file: io.BufferedWriter) -> None:
        self.file, self.stream = file, zlib.compressobj(wbits=zlib.MAX_WBITS + 16)

    def write(self, data: bytes) -> None:
        """Compress some bytes of the record."""
        self.file.write(self.stream.compress(data))

    def flush(self) -> None:
        """End the record."""
        self.file.write(self.stream.flush())
        self.file.flush()


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio ships no types
    def _write_warc_record(self, out: io.BufferedWriter, record: ArcWarcRecord) -> None:
        super()._write_warc_record(_Member(out), record)


class WarcFolder:
    """The WARC files of an event.

    Each run writes its own files; one that a killed run left behind is never changed.

    Args:
        folder: Where the files are written.
        run: The number of the run, for the file names.
        started: When the run started, for the file names.
        agent: The User-Agent that is recorded.
    """

    def __init__(self, folder: Path, run: int, started: datetime, agent: str) -> None:
        self.folder, self.agent = folder, agent
        self.prefix = f"{started:%Y%m%dT%H%M%S}-{run:05d}"
        self._file: io.BufferedWriter | None = None
        self._writer: _Writer | None = None

    def _open(self) -> _Writer:
        if self._writer is None or self._file is None or self._file.tell() >= FILE_SIZE:
            self.close()
            self.folder.mkdir(parents=True, exist_ok=True)
            number = 0
            while (path := self.folder / f"{self.prefix}-{number:03d}.warc.gz").exists():
                number += 1
            self._file = path.open("xb")
            self._writer = _Writer(self._file, gzip=False)  # `_Member` compresses
            info = self._writer.create_warcinfo_record(
                path.name, {"software": self.agent, "format": "WARC File Format 1.0"}
            )
            self._writer.write_record(info)
        return self._writer

    def write(self, fetched: Fetched, url: str, captured: str | None = None) -> None:
        """Keep an answer under the URL of its page.

        Args:
            fetched: The answer.
            url: The page's address.
            captured: When an archive took its copy (ISO 8601); None for the live web. The archive's address is kept in
                WARC-Source-URI.
        """
        writer = self._open()
        requested = fetched.job.url if captured else fetched.url
        source = requested if requested != url else None
        times = {"WARC-Date": zulu(captured or fetched.fetched_at)}
        if source:
            times |= {"WARC-Source-URI": source, "WARC-Creation-Date": zulu(fetched.fetched_at)}
        body = _payload(fetched)
        response = writer.create_warc_record(
            url, "response", io.BytesIO(body), len(body), http_headers=_answer(fetched), warc_headers_dict=times
        )
        request = writer.create_warc_record(
            url,
            "request",
            io.BytesIO(),
            0,
            http_headers=self._question(fetched, requested),
            warc_headers_dict=dict(times),
        )
        writer.write_request_response_pair(request, response)

    def _question(self, fetched: Fetched, requested: str) -> StatusAndHeaders:
        parts = urlsplit(requested)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [("Host", parts.netloc), ("User-Agent", self.agent), *fetched.job.headers]
        return StatusAndHeaders(f"GET {path} HTTP/1.1", headers, is_http_request=True)

    def flush(self) -> None:
        """Hand everything to the operating system, so that it outlives the process."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """End the file."""
        if self._file is not None:
            self._file.close()
        self._file = self._writer = None


def zulu(time: str) -> str:
    """Return an ISO 8601 time as WARC writes it: UTC, whole seconds."""
    return f"{datetime.fromisoformat(time).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _encoding(fetched: Fetched) -> str:
    return (fetched.header("content-encoding") or "").strip().lower()


def _payload(fetched: Fetched) -> bytes:
    return fetched.raw if _encoding(fetched) in _PLAIN else fetched.body


def _answer(fetched: Fetched) -> StatusAndHeaders:
    left_out = _LEFT_OUT if _encoding(fetched) in _PLAIN else _LEFT_OUT | {"content-encoding"}
    headers = [(name, _one_line(value)) for name, value in fetched.headers if name.lower() not in left_out]
    headers.append(("Content-Length", str(len(_payload(fetched)))))
    try:
        phrase = HTTPStatus(fetched.status).phrase
    except ValueError:
        phrase = ""
    return StatusAndHeaders(f"{fetched.status} {phrase}".strip(), headers, protocol="HTTP/1.1")


def _one_line(value: str) -> str:
    return " ".join(value.split())
