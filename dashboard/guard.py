"""The checks between the network and Streamlit: which host names and origins are answered, and the headers of answers.

It is plain ASGI, without Streamlit. A page of another site can make a browser ask this machine under a name of its own
(DNS rebinding): that name is then in the Host header, and a name that is not allowed gets nothing but a refusal. A
foreign Origin is refused before Streamlit sees it, because Streamlit would ask a service on the web for this machine's
address.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dashboard.editors import sealed_name, without_seal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]

#: The names of the machine itself. A server that others reach needs its own in PARALLAX_HOSTS.
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PORTS = {"http": 80, "https": 443}
#: Where files are brought: for editors only, because nobody else is asked for one.
UPLOADS = re.compile(r"/_stcore/upload_file(?:/|\Z)")
#: Where Streamlit hands out files that pages made, and our feeds: whoever knows an address gets one, unless asked to
#: log in.
BEHIND_THE_DOOR = re.compile(r"/(?:media|_stcore/upload_file|feed\.(?:atom|json))(?:/|\Z)")


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """Who is answered and what browsers are told.

    Attributes:
        hosts: allowed host names, without a port.
        frames: origins of pages that may show this one in a frame.
        scripts: CSP hashes of the page's own inline scripts.
    """

    hosts: frozenset[str] = frozenset(LOOPBACK)
    frames: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers of every answer."""
        ancestors = " ".join(self.frames) or "'none'"
        inline = "".join(f" '{script}'" for script in self.scripts)
        content = "; ".join(
            (
                "default-src 'self'",
                # Streamlit hands a component's own script over as a blob, and compiles WebAssembly.
                f"script-src 'self' blob: 'wasm-unsafe-eval'{inline}",
                "style-src 'self' 'unsafe-inline'",  # Streamlit writes its styles into the page
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "media-src 'self' data: blob:",
                "connect-src 'self'",
                "worker-src 'self' blob:",
                "frame-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                f"frame-ancestors {ancestors}",
            )
        )
        values = {
            "content-security-policy": content,
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        if not self.frames:
            values["x-frame-options"] = "DENY"
        return [(name.encode("ascii"), value.encode("ascii")) for name, value in values.items()]


def policy(hosts: str, frames: str = "", scripts: Iterable[str] = ()) -> HostPolicy:
    """Make a policy from the settings.

    Args:
        hosts: the value of PARALLAX_HOSTS: names between commas or spaces, in addition to LOOPBACK.
        frames: the value of PARALLAX_FRAMES: origins between commas or spaces; what is no origin is ignored.
        scripts: CSP hashes of inline scripts.
    """
    named = (name.strip().lower().rstrip(".") for name in re.split(r"[,\s]+", hosts))
    origins = (part for part in re.split(r"[,\s]+", frames) if re.fullmatch(r"https?://[\w.-]+(?::\d+)?", part))
    return HostPolicy(frozenset({*LOOPBACK, *filter(None, named)}), tuple(origins), tuple(scripts))


def host_name(given: str) -> str | None:
    """Return the name in a Host header, without its port; None where it is not a valid name."""
    try:
        parts = urlsplit(f"//{given}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    bare = not (parts.username or parts.password or parts.path or parts.query or parts.fragment)
    return parts.hostname.rstrip(".") if parts.hostname and bare else None


class ServingGuard:
    """ASGI middleware that refuses foreign names and origins and puts the policy's headers on every HTTP answer.

    It asks `admitted` (cookies -> whether the reader may come in) before files are handed out, and `editor` (peer,
    headers, cookies -> name) who may write: pages get the name with the connection, and others bring no files.
    """

    def __init__(
        self,
        app: Application,
        rules: HostPolicy,
        admitted: Callable[[Mapping[str, str]], bool] = lambda _: True,
        editor: Callable[[str, Headers, Mapping[str, str]], str | None] = lambda _peer, _headers, _cookies: None,
    ) -> None:
        self.app, self.rules, self.admitted, self.editor = app, rules, admitted, editor
        self.headers = rules.headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on to Streamlit."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers: Headers = without_seal(scope["headers"])
        scope = {**scope, "headers": headers}
        reason = self._refuses(scope["path"], headers) or self._refuses_upload(scope)
        if scope["type"] == "websocket":
            if reason:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            else:
                name = self._editor_of(scope)
                sealed = [*headers, sealed_name(name)] if name else headers
                await self.app({**scope, "headers": sealed}, receive, send)
        elif reason:
            await self._refuse(send, *reason)
        else:
            await self.app(scope, receive, self._adding(send))

    def _refuses(self, path: str, headers: Headers) -> tuple[int, str] | None:
        """Return status and text of a refusal; None where the request may pass."""
        hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
        name = host_name(hosts[0]) if len(hosts) == 1 else None
        if name not in self.rules.hosts:
            return 421, "This server does not answer under that name (PARALLAX_HOSTS lists those that it does).\n"
        for given in (value.decode("latin-1") for key, value in headers if key == b"origin"):
            if not self._is_own(given, hosts[0]):
                return 403, "Pages of other servers may not ask this one.\n"
        if BEHIND_THE_DOOR.search(path) and not self.admitted(_cookies(headers)):
            return 403, "Please log in first.\n"
        return None

    def _refuses_upload(self, scope: Scope) -> tuple[int, str] | None:
        """Refuse a file from somebody who is no editor before its body is read."""
        brings = scope["type"] == "http" and scope.get("method", "GET") not in {"GET", "HEAD", "OPTIONS"}
        if brings and UPLOADS.search(scope["path"]) and self._editor_of(scope) is None:
            return 403, "Only editors bring files.\n"
        return None

    def _editor_of(self, scope: Scope) -> str | None:
        peer = scope.get("client") or ("", 0)
        headers: Headers = scope["headers"]
        return self.editor(str(peer[0]), headers, _cookies(headers))

    def _is_own(self, origin: str, host: str) -> bool:
        """Return whether an origin is this server: on this machine by its port, too, as others serve pages there."""
        try:
            parts = urlsplit(origin)
            here = urlsplit(f"{parts.scheme}://{host}")
            name = host_name(parts.netloc)
            same_port = (parts.port or _PORTS.get(parts.scheme)) == (here.port or _PORTS.get(here.scheme))
        except ValueError:
            return False
        return name in self.rules.hosts and (name not in LOOPBACK or same_port)

    async def _refuse(self, send: Send, status: int, words: str) -> None:
        body = words.encode("utf-8")
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode("ascii"))]
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *self.headers]})
        await send({"type": "http.response.body", "body": body})

    def _adding(self, send: Send) -> Send:
        ours = {name for name, _ in self.headers} | {b"x-frame-options"}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
                message = {**message, "headers": [*others, *self.headers]}
            await send(message)

        return with_headers


def _cookies(headers: Headers) -> dict[str, str]:
    cookies: dict[str, str] = {}
    for name, value in headers:
        if name == b"cookie":
            for pair in value.decode("latin-1").split(";"):
                key, equals, text = pair.strip().partition("=")
                if equals:
                    cookies[key] = text.strip('"')
    return cookies
