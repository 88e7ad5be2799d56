"""A large file as a stream under the same guard as every page; it is never held in memory as a whole."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from typing import BinaryIO, cast
from urllib.parse import urljoin, urlsplit

from collectors.crawl.address_guard import Lookup, port_of, system_lookup
from collectors.crawl.limits import Limits, user_agent

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class StreamError(Exception):
    """The file cannot be read, or not any further; `again` says whether it may be read later."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(reason)
        self.again = again


#: Least bytes a second of a stream, over each stretch of `Limits.timeout` seconds spent waiting for it. At two bytes a
#: second no single wait is long, but a file takes years.
LEAST_PACE = 1_000


class _Body(io.RawIOBase):
    """The body of an answer as a stream.

    A connection that ends early raises StreamError, so that cut data are not taken for complete data; so does one that
    is slower than `LEAST_PACE`.
    """

    def __init__(
        self, response: http.client.HTTPResponse, connection: http.client.HTTPConnection, patience: float
    ) -> None:
        self.response, self.connection, self.patience = response, connection, patience
        self.left = response.length  # bytes still to come; None if the server does not say
        self.waited, self.came = 0.0, 0  # seconds and bytes of this stretch; the reader's own time does not count

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = 1 << 16 if size is None or size < 0 else size
        pieces: list[bytes] = []
        while wanted > 0 and (piece := self._piece(wanted)):
            pieces.append(piece)
            wanted -= len(piece)
        data = b"".join(pieces)
        if self.left is not None:
            self.left -= len(data)
            if not data and self.left > 0:
                raise StreamError(f"the connection ended {self.left:,} bytes too early")
        return data

    def _piece(self, most: int) -> bytes:
        """Return the bytes that are there, at least one except at the end.

        Raises:
            StreamError: If the connection breaks or is too slow.
        """
        began = time.monotonic()
        try:
            data = self.response.read1(most)
        except (OSError, http.client.HTTPException) as error:
            raise StreamError(f"the connection broke: {error}") from error
        self.waited += time.monotonic() - began
        self.came += len(data)
        if self.waited >= self.patience:
            if data and self.came < LEAST_PACE * self.waited:
                raise StreamError(f"only {self.came:,} bytes came in {self.waited:.0f} s")
            self.waited, self.came = 0.0, 0
        return data

    def close(self) -> None:
        self.response.close()
        self.connection.close()
        super().close()


def open_stream(url: str, offset: int, limits: Limits, lookup: Lookup | None = None) -> BinaryIO:
    """Open a file as a stream.

    Args:
        url: The address of the file.
        offset: The first byte to read.
        limits: Manners and limits of the connection.
        lookup: Resolves names; None uses the system's resolver.

    Raises:
        StreamError: If the file cannot be opened.
    """
    for _ in range(limits.redirects + 1):
        body = _ask(url, offset, limits, lookup or system_lookup)
        if body.response.status not in _REDIRECTS:
            return _from(body, offset)
        url = urljoin(url, body.response.headers.get("Location", ""))
        body.close()
    raise StreamError("too many redirects", again=False)


def _from(body: _Body, offset: int) -> BinaryIO:
    status = body.response.status
    if status not in {200, 206}:
        body.close()
        raise StreamError(f"HTTP status {status}", again=status == 429 or status >= 500)
    skip = offset if status == 200 else 0  # a server without ranges starts from the beginning
    while skip > 0:
        data = body.read(min(skip, 1 << 16))
        if not data:
            raise StreamError("the file is shorter than it was", again=False)
        skip -= len(data)
    return cast("BinaryIO", body)


def _ask(url: str, offset: int, limits: Limits, lookup: Lookup) -> _Body:
    reason = limits.policy.refuses_url(url)
    if reason:
        raise StreamError(f"{url} is not asked: {reason}", again=False)
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", port_of(url), timeout=limits.timeout)
    headers = {"User-Agent": user_agent(limits.contact), "Accept-Encoding": "identity"}
    if offset:
        headers["Range"] = f"bytes={offset}-"
    try:
        # The connection goes to the address that was judged, and TLS checks the name.
        connection.sock = _connect(parts.hostname or "", port_of(url), limits, lookup)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=headers)
        return _Body(connection.getresponse(), connection, limits.timeout)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        raise StreamError(f"no answer: {error}") from error


def _connect(host: str, port: int, limits: Limits, lookup: Lookup) -> socket.socket:
    refused = ""
    for address in lookup(host, port):
        reason = limits.policy.refuses_address(address, port)
        if reason is None:
            return socket.create_connection((address, port), limits.timeout)
        refused = refused or reason
    raise StreamError(f"{host} is not asked: {refused or 'it has no address'}", again=not refused)
