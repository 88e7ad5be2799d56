"""The only module through which markup reaches the page."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from markupsafe import Markup


def show_html(markup: Markup | Path, width: Literal["stretch", "content"] = "stretch") -> None:
    """Draw markup, or a style sheet from a file of the dashboard. The type checker refuses a plain string."""
    st.html(markup, width=width)
