"""`?embed=1`: one chart or table of a page with its source line, and nothing else.

`show` names the block (the key that its picture's file name ends with); without it the page's first block is shown.
Which pages of other sites may hold it in a frame says PARALLAX_FRAMES, as for every page (`dashboard.guard`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.render.html import fill
from dashboard.selection import field

_NO_KEY = re.compile(r"[^a-z0-9_]+")
_FIRST = "embedded_block"


def is_embedded() -> bool:
    """Whether the address asks for one block alone. Streamlit keeps `embed` to itself, so the address is read here."""
    context = get_script_run_ctx()
    query = parse_qs(context.query_string if context else "")
    return query.get("embed", [""])[-1].lower() in ("1", "true")


def start() -> None:
    """Forget the blocks of the run before; at the beginning of each run."""
    st.session_state[_FIRST] = ""


@contextmanager
def block(key: str) -> Iterator[bool]:
    """Draw what stands inside as a block that can be shown alone.

    Args:
        key: The block's key, unique on the page.

    Yields:
        Whether only this block is shown, so that it has to say where it is from.
    """
    name = block_name(key)
    block_shown = block_name(field("show")) if field("show") else ""
    first = not st.session_state.get(_FIRST)
    alone = is_embedded() and (name == block_shown if block_shown else first)
    if alone:
        st.session_state[_FIRST] = name
    with st.container(key=f"block_{name}"):
        yield alone


def block_name(key: str) -> str:
    """A block's key as it stands in addresses and in the page's classes."""
    return _NO_KEY.sub("_", key.lower()).strip("_") or "block"


def finish() -> Markup | None:
    """Return the style that hides all but the block; None where the page is not embedded."""
    if not is_embedded():
        return None
    shown = st.session_state.get(_FIRST) or "none"
    return fill(
        "<style>.stAppHeader,[class*='st-key-save_']{display:none!important}"
        ".stMainBlockContainer.stMainBlockContainer{padding:.5rem}"
        ".stMainBlockContainer *:not(:has(.st-key-block_{})):not(.st-key-block_{}):not(.st-key-block_{} *)"
        "{display:none!important}</style>",
        shown, shown, shown,
    )  # fmt: skip
