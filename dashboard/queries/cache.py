"""What the server keeps of its answers, for all readers: a published version never changes.

Streamlit finds a kept answer by a hash of what was asked, and walks through a selection field by field for it: 7 % of
the naming page's time under a profiler. Here one line of text stands for the selection.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
R = TypeVar("R")

KEEP = 64  # answers that a function keeps: a few readers' recent selections
#: How arguments of these types are written for the hash, by the types' full names.
WRITTEN: dict[str | type[Any], Callable[[Any], Any]] = {
    "dashboard.queries.open_data.Data": lambda data: (data.home, data.version),
    "dashboard.selection.ViewSelection": repr,
}


def cached_copies(most: int = KEEP) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep `most` answers of a function; every caller gets a copy."""
    return st.cache_data(max_entries=most, show_spinner=False, hash_funcs=WRITTEN)


def cached_shared(most: int = KEEP) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep `most` answers of a function; every caller gets the same object, which must not be changed."""
    return st.cache_resource(max_entries=most, show_spinner=False, hash_funcs=WRITTEN)
