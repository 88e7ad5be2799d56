"""The server's guard: which names and origins are answered, and what browsers are told with every answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from dashboard.guard import Message, Receive, Scope, Send, ServingGuard, host_name, policy

RULES = policy("parallax.example.org, desk.example.", "https://embeds.example", ["sha256-abc"])


async def page(scope: Scope, _receive: Receive, send: Send) -> None:
    """A server without any care."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
    await send({"type": "http.response.body", "body": b"the page"})


def asked(
    headers: Mapping[str, str], path: str = "/", kind: str = "http", *, lets_in: bool = True
) -> tuple[int | str, dict[str, str]]:
    """Status (or what became of a WebSocket) and headers of an answer."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    given = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    guard = ServingGuard(page, RULES, lambda cookies: lets_in or cookies.get("ticket") == "good")
    asyncio.run(guard({"type": kind, "path": path, "headers": given}, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0].get("headers", ())}
    return sent[0].get("status", sent[0]["type"]), told


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8501", 200), ("localhost", 200), ("[::1]:8501", 200), ("parallax.example.org", 200),
        ("DESK.example.:443", 200), ("evil.example:8501", 421), ("127.0.0.1.evil.example", 421), ("", 421),
        ("localhost@evil.example", 421), ("localhost/evil", 421), ("localhost:port", 421), ("sub.desk.example", 421),
    ],
)  # fmt: skip
def test_a_foreign_host_name_mapped_to_loopback_gets_nothing(host: str, status: int) -> None:
    assert asked({"Host": host})[0] == status
    assert asked({"Host": host}, kind="websocket")[0] == ("websocket.accept" if status == 200 else "websocket.close")


def test_a_foreign_origin_is_refused_before_streamlit_looks_its_own_address_up() -> None:
    for kind, passed, refused in (("http", 200, 403), ("websocket", "websocket.accept", "websocket.close")):
        for host, origin in (
            ("localhost:8501", "http://localhost:8501"), ("localhost", "http://localhost"), ("[::1]:8", "http://[::1]:8"),
            ("desk.example", "https://desk.example:8443"),  # a proxy that names its host without the port
        ):  # fmt: skip
            assert asked({"Host": host, "Origin": origin}, kind=kind)[0] == passed
        for origin in (
            "http://evil.example", "null", "http://[", "https://localhost.evil.example", "http://localhost:8888",
            "http://127.0.0.1:3000", "http://localhost:x", "https://localhost:8501.evil.example",
        ):  # fmt: skip
            assert asked({"Host": "localhost:8501", "Origin": origin}, kind=kind)[0] == refused


def test_every_answer_forbids_frames_sniffing_and_foreign_scripts() -> None:
    for host in ("localhost", "evil.example"):
        told = asked({"Host": host})[1]
        assert told["x-content-type-options"] == "nosniff"
        assert "frame-ancestors https://embeds.example" in told["content-security-policy"]
        assert "x-frame-options" not in told, "what Streamlit says of it is taken away"
        scripts = next(p for p in told["content-security-policy"].split("; ") if p.startswith("script-src"))
        assert scripts.endswith("'sha256-abc'")
        assert "unsafe-inline" not in scripts
        assert "http" not in scripts
    alone = dict(policy("").headers())
    assert alone[b"x-frame-options"] == b"DENY"
    assert b"frame-ancestors 'none'" in alone[b"content-security-policy"]


def test_downloads_stand_behind_the_log_in_too() -> None:
    here = {"Host": "localhost"}
    for path in ("/media/0f.csv", "/_stcore/upload_file/1/2", "/base/media/0f.csv", "/feed.atom", "/feed.json"):
        assert asked(here, path, lets_in=False)[0] == 403
        assert asked({**here, "Cookie": 'a=b; ticket="good"'}, path, lets_in=False)[0] == 200
    assert asked(here, "/", lets_in=False)[0] == 200, "the door itself is open: the page asks to log in"


def test_nonsense_in_the_settings_opens_nothing() -> None:
    rules = policy(" ,, ", "* javascript:alert(1) https://a.example;script-src")
    assert rules.hosts == policy("").hosts
    assert rules.frames == ()
    assert host_name("a:99999") is None


def test_the_inline_script_of_the_page_is_known_by_its_hash() -> None:
    serve = pytest.importorskip("dashboard.serve")
    # echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert serve.inline_scripts("<html><script>alert(1)</script>") == [
        "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="
    ]
    assert serve.admitted({}), "without a log-in everybody who reaches the server is let in"
