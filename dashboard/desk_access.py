"""The editor of this session, and where the desk's files are."""

from __future__ import annotations

import streamlit as st

from collectors.config import Settings
from dashboard.editors import INNER_HEADER, name_of_seal


def current_editor() -> str | None:
    """Return the name of the editor who reads this page; None for a reader."""
    return name_of_seal(st.context.headers.get(INNER_HEADER))


def desk_settings() -> Settings:
    """Return home folder, store and data folder, as the server's environment names them."""
    return Settings.resolve()
