"""The log-in: Streamlit's OIDC log-in and the list of admitted people, or nothing where no log-in is configured."""

from __future__ import annotations

import os
from collections.abc import Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from dashboard.admission import Gate, Rules, gate, rules
from dashboard.render import html
from dashboard.render.html import fill
from dashboard.views.blocks.drawing import show_html


def admitted() -> bool:
    """Return whether the reader may see the pages; if not, draw a page that says what to do."""
    verdict = gate(_rules(), _claims())
    if verdict in (Gate.OPEN, Gate.IN):
        return True
    show_html(fill('<span class="px-brand">Parallax</span>'))
    if verdict is Gate.LOG_IN:
        show_html(html.element("h1", "Please log in", "px-h1"))
        st.button("Log in", on_click=st.login)
    elif verdict is Gate.REFUSED:
        show_html(html.element("h1", "This address is not on the list", "px-h1"))
        text = "You are logged in, but the people who run this server have not let you in."
        show_html(html.element("p", text, "px-deck"))
        st.button("Log out", on_click=st.logout)
    else:
        show_html(html.element("h1", "The log-in is not set up", "px-h1"))
        text = "A log-in needs both Streamlit’s [auth] section and a list of who may come in. Until then nobody does."
        show_html(html.element("p", text, "px-deck"))
    return False


def _rules() -> Rules:
    try:
        login = "auth" in st.secrets
        ours = st.secrets.get("parallax", {})
    except StreamlitSecretNotFoundError:
        login, ours = False, {}
    return rules(login, ours if isinstance(ours, Mapping) else {}, os.environ.get("PARALLAX_ALLOW", ""))


def _claims() -> Mapping[str, object] | None:
    return dict(st.user) if st.user.get("is_logged_in") else None
