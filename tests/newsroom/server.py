"""A real HTTP/1.1 server on a free loopback port. Routes are replies or functions of the request; every request is
logged with its time before it is answered."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import TypeAlias

from tests.newsroom import loopback

LOOPBACK = "127.0.0.1"
#: Whoever starts a server is fenced in.
FENCE = loopback


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the server saw it. `at` is the monotonic clock."""

    at: float
    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `stream` is sent in chunks as it comes; `wait` seconds pass before the first byte."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = "text/html; charset=utf-8"
    stream: Callable[[], Iterable[bytes]] | None = None
    wait: float = 0.0
    cut: bool = False  # promise more bytes than are sent


Route: TypeAlias = Reply | Callable[[Seen], Reply]


class Site:
    """A server with its routes. `with Site() as site:` serves until the end of the block. `host` is the name that its
    addresses bear; whoever uses another one than 127.0.0.1 resolves it."""

    def __init__(self, host: str = LOOPBACK) -> None:
        self.host = host
        self.routes: dict[str, Route] = {}
        self.otherwise: Route = Reply(b"not here", 404)
        self.log: list[Seen] = []
        self.closed = threading.Event()
        handler = type("Handler", (_Handler,), {"site": self})
        self._server = _Server((LOOPBACK, 0), handler)
        self.port: int = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str, host: str | None = None) -> str:
        """The address of a path, under the site's name or another one for this machine."""
        return f"http://{host or self.host}:{self.port}{path}"

    def asked(self, path: str) -> list[Seen]:
        """The requests for a path, in their order."""
        return [seen for seen in self.log if seen.path == path]

    def paths(self) -> list[str]:
        """The paths asked for, in their order, without robots.txt."""
        return [seen.path for seen in self.log if seen.path != "/robots.txt"]

    def answer(self, seen: Seen) -> Reply:
        """The reply to a request."""
        route = self.routes.get(seen.path, self.otherwise)
        return route if isinstance(route, Reply) else route(seen)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Without the look-up of its own name that HTTPServer does, which waits for a name server where there is none."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is none of the server's errors."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed on as it came


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    site: Site

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(time.monotonic(), headers.get("host", ""), self.path, headers)
        self.site.log.append(seen)
        reply = self.site.answer(seen)
        if reply.wait and self.site.closed.wait(reply.wait):
            return
        try:
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.content_type is not None:
            self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.stream is not None:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for chunk in reply.stream():
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                self.wfile.flush()
                if self.site.closed.is_set():
                    return
            self.wfile.write(b"0\r\n\r\n")
            return
        if reply.status not in {204, 304}:
            self.send_header("Content-Length", str(len(reply.body) + (100 if reply.cut else 0)))
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.cut:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """The site keeps its own log."""
