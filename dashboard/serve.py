"""The application that the server runs: `app.py` behind the guard.

streamlit run dashboard/serve.py        as `parallax dashboard` does
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.file_util import get_static_dir

from collectors.store.audit import current_user
from dashboard.admission import Gate, gate, rules
from dashboard.editors import editor_of, editor_rules
from dashboard.feed_routes import feed_routes
from dashboard.guard import Headers, ServingGuard, policy

_COOKIE = "_streamlit_user"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_scripts(page: str) -> list[str]:
    """Return the CSP hashes of a page's inline scripts; only these may run."""
    return [
        f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
        for text in _INLINE.findall(page)
    ]


def _claims(cookies: Mapping[str, str]) -> Mapping[str, object] | None:
    """Return what the log-in's cookie says of a reader; None without a valid one or if Streamlit changed inside."""
    try:
        from streamlit.web.server.starlette import starlette_websocket as streamlits  # noqa: PLC0415  its own business

        signed = streamlits._get_signed_cookie_with_chunks(dict(cookies), _COOKIE)
        redirect = st.secrets["auth"]["redirect_uri"]
        claims = streamlits._parse_decoded_user_cookie(signed, redirect) if signed else {}
    except (ImportError, AttributeError, KeyError, TypeError, StreamlitSecretNotFoundError):
        return None
    return claims if claims.get("is_logged_in") else None


def admitted(cookies: Mapping[str, str]) -> bool:
    """Return whether a reader with these cookies may have files, by the same rules as the pages."""
    try:
        login, ours = "auth" in st.secrets, st.secrets.get("parallax", {})
    except StreamlitSecretNotFoundError:
        login, ours = False, {}
    who = rules(login, ours if isinstance(ours, Mapping) else {}, os.environ.get("PARALLAX_ALLOW", ""))
    return gate(who, _claims(cookies) if who.login else None) in (Gate.OPEN, Gate.IN)


def editor(peer: str, headers: Headers, cookies: Mapping[str, str]) -> str | None:
    """Return the name of the editor behind a connection; None where nobody there may write.

    Args:
        peer: the address at the other end of the connection.
        headers: of the request.
        cookies: of the request.
    """
    try:
        login = "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        login = False
    if not admitted(cookies):
        return None
    asked_by = editor_rules(os.environ, login=login)
    return editor_of(asked_by, peer, headers, _claims(cookies) if login else None, current_user())


def _scripts() -> list[str]:
    page = Path(get_static_dir()) / "index.html"
    return inline_scripts(page.read_text(encoding="utf-8"))


_RULES = policy(os.environ.get("PARALLAX_HOSTS", ""), os.environ.get("PARALLAX_FRAMES", ""), _scripts())

app = st.App(
    Path(__file__).with_name("app.py"),
    routes=feed_routes(),
    middleware=[Middleware(ServingGuard, rules=_RULES, admitted=admitted, editor=editor)],
)
