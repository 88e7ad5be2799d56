"""What a page shows while an answer is being computed; the page is drawn again once the answer is there."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.queries.worker_process import Pending
from dashboard.render import html
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html

LOOK = "1s"  # how often an open page asks
SHUFFLING = "Working it out: whole articles are being shuffled or drawn anew for this selection."


def waiting(still: Callable[[], bool], pending: Pending, *, key: str, work: str = SHUFFLING) -> None:
    """Say that an answer is being computed, and draw the page again once it is there.

    Args:
        still: Returns whether the answer is still missing; called every `LOOK`.
        pending: The missing answer, with the number of questions before it.
        key: Unique key of this block on the page.
        work: What is being done, in a sentence.
    """

    @st.fragment(run_every=LOOK)
    def look() -> None:
        """Draw the page again if the answer is there."""
        if not still():
            st.rerun()

    ahead = pending.ahead
    before = f" {page_blocks.many(ahead, 'other answer')} {'comes' if ahead == 1 else 'come'} first." if ahead else ""
    with st.container(key=f"waiting_{key}"):
        text = f"{work}{before} The page fills in by itself."
        show_html(html.element("p", text, "px-note px-waiting"))
        look()
