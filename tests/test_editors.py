"""Who may write: decided from the connection, and never by what a client says of itself."""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path

import pytest

from dashboard.editors import (
    INNER_HEADER,
    EditorRules,
    editor_of,
    editor_rules,
    name_of_seal,
    sealed_name,
    without_seal,
)
from dashboard.guard import Message, Receive, Scope, Send, ServingGuard, policy

ROOT = Path(__file__).parent.parent
HERE = "127.0.0.1"
LISTED = {"PARALLAX_EDITORS": "Ann@paper.example, bob", "PARALLAX_HOSTS": "parallax.example"}


def who(
    environment: dict[str, str],
    peer: str,
    headers: dict[str, str] | None = None,
    *,
    login: bool = False,
    **claims: object,
) -> str | None:
    given = [(name.lower().encode(), value.encode("utf-8")) for name, value in (headers or {}).items()]
    return editor_of(editor_rules(environment, login=login), peer, given, claims or None, "me")


def test_somebody_at_a_machine_that_nobody_else_reaches_is_an_editor() -> None:
    assert who({}, HERE) == "me"
    assert who({}, "::1") == "me"
    for peer in ("10.0.0.5", "192.168.1.2", "", "127.0.0.1.evil.example", "localhost"):
        assert who({}, peer) is None


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto"])
def test_a_forwarded_request_is_not_from_this_machine(header: str) -> None:
    assert who({}, HERE, {header: "127.0.0.1"}) is None


@pytest.mark.parametrize(
    "environment",
    [
        {"PARALLAX_HOSTS": "parallax.example"},
        {"PARALLAX_EDITORS": "none"},
        {"PARALLAX_EDITORS": "ann"},
        {"PARALLAX_EDITOR_HEADER": "X-Remote-User"},
    ],
)
def test_where_others_reach_the_server_this_machine_alone_is_not_enough(environment: dict[str, str]) -> None:
    assert who(environment, HERE) is None
    assert who({}, HERE, login=True) is None


def test_the_log_in_names_listed_editors() -> None:
    ann = {"email": "ann@paper.example", "email_verified": True}
    assert who(LISTED, "10.0.0.5", login=True, **ann) == "ann@paper.example"
    assert who(LISTED, "10.0.0.5", login=True, **ann | {"email_verified": False}) is None
    assert who(LISTED, "10.0.0.5", login=True, **ann | {"email": "eve@paper.example"}) is None
    assert who(LISTED, HERE, login=True) is None
    assert who(LISTED | {"PARALLAX_EDITORS": ""}, HERE, login=True, **ann) is None, "no list, no editors"


def test_the_proxys_header_counts_from_the_proxy_only() -> None:
    behind = LISTED | {"PARALLAX_EDITOR_HEADER": "X-Remote-User", "PARALLAX_PROXY": "10.0.0.1"}
    assert who(behind, "10.0.0.1", {"X-Remote-User": "bob", "X-Forwarded-For": "9.9.9.9"}) == "bob"
    assert who(behind, "10.0.0.1", {"X-Remote-User": "eve"}) is None
    assert who(behind, "10.0.0.1", {"X-Other": "bob"}) is None
    assert who(behind, HERE, {"X-Remote-User": "bob"}) is None
    assert who(behind | {"PARALLAX_PROXY": ""}, HERE, {"X-Remote-User": "bob"}) == "bob"
    assert who(LISTED, "10.0.0.1", {"X-Remote-User": "bob"}) is None, "no header is configured"
    twice = [(b"x-remote-user", b"bob"), (b"x-remote-user", b"bob")]
    assert editor_of(editor_rules(behind, login=False), "10.0.0.1", twice, None, "me") is None
    none = behind | {"PARALLAX_EDITORS": "none"}
    assert who(none, "10.0.0.1", {"X-Remote-User": "none"}) is None


def test_only_the_guard_can_name_an_editor_to_pages() -> None:
    name, value = sealed_name("Zoë Ł\n")
    assert name_of_seal(value.decode()) == "Zoë Ł\n"
    for forged in (None, "", "me", " me", "x me", value.decode().split()[0]):
        assert name_of_seal(forged) is None
    kept = without_seal([(name, value), (b"X-Parallax-Editor", b"me"), (b"x_parallax_editor", b"me"), (b"host", b"h")])
    assert kept == [(b"host", b"h")]


def passed(
    scope_headers: dict[str, str], path: str, method: str, *, editor: str | None
) -> tuple[object, dict[str, str]]:
    """Status of the guard's answer, and the headers that reached the page."""
    reached: dict[str, str] = {}
    sent: list[Message] = []

    async def page(scope: Scope, _receive: Receive, send: Send) -> None:
        reached.update({name.decode(): value.decode() for name, value in scope["headers"]})
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    given = [(name.lower().encode(), value.encode()) for name, value in scope_headers.items()]
    guard = ServingGuard(page, policy(""), editor=lambda _peer, _headers, _cookies: editor)
    kind = "websocket" if method == "WS" else "http"
    scope = {"type": kind, "path": path, "headers": given, "method": method, "client": (HERE, 1)}
    asyncio.run(guard(scope, receive, send))
    return sent[0].get("status"), reached


@pytest.mark.parametrize("path", ["/_stcore/upload_file/1/2", "/base/_stcore/upload_file/1/2", "/_stcore/upload_file"])
def test_files_are_taken_from_editors_only(path: str) -> None:
    here = {"Host": "localhost"}
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert passed(here, path, method, editor=None)[0] == 403
        assert passed(here, path, method, editor="ann")[0] == 200
    assert passed(here, path, "OPTIONS", editor=None)[0] == 200


def test_a_clients_own_seal_is_taken_away_and_an_editors_connection_gets_the_guards() -> None:
    forged = {"Host": "localhost", INNER_HEADER: sealed_name("eve")[1].decode()}
    assert INNER_HEADER not in passed(forged, "/_stcore/stream", "WS", editor=None)[1]
    assert INNER_HEADER not in passed(forged, "/", "GET", editor="ann")[1], "files and pages are not told"
    assert name_of_seal(passed(forged, "/_stcore/stream", "WS", editor="ann")[1][INNER_HEADER]) == "ann"


def test_rules_that_nobody_set_admit_nobody() -> None:
    assert editor_of(EditorRules(), HERE, [], None, "me") is None


@pytest.mark.parametrize("path", sorted((ROOT / "dashboard").rglob("*.py")), ids=lambda path: path.name)
def test_reading_pages_import_nothing_that_writes(path: Path) -> None:
    """The door, the store, collecting and importing belong to the desk's own pages and blocks."""
    if path.name.startswith("desk_"):
        return
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    writes = ("collectors.desk", "collectors.store.saving", "collectors.pipeline", "collectors.collect", "sqlalchemy")
    assert not {name for name in imported if name.startswith(writes) or name == "collectors.store.Store"}
    if path.name != "page_frame.py":  # the frame draws a desk's page for whom the guard has named
        # Who reads may be asked, for a link to the desk; that module writes nothing.
        desk = {name for name in imported if "desk" in name.rpartition("dashboard")[2]}
        assert desk <= {"dashboard.desk_access", "dashboard.desk_access.current_editor"}
