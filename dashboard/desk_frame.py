"""The frame of the desk's pages: the way between them and back to reading, and whose name stands under each write."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from collectors.errors import ParallaxError
from dashboard import queries
from dashboard.page_registry import DESK, DashboardPage
from dashboard.render import html
from dashboard.render.html import fill, together
from dashboard.views.blocks import in_page_links
from dashboard.views.blocks.drawing import show_html


def draw(page: DashboardPage, editor: str, run: Callable[[], None]) -> None:
    """Draw a page of the desk for an editor."""
    with st.container(key="top"), st.container(key="nav"):
        show_html(desk_menu(page.name))
    st.session_state["editor"] = editor
    try:
        run()
    except ParallaxError as error:
        show_html(fill('<p class="px-problem" role="alert">{}</p>', str(error)))
    except PermissionError as error:
        text = f"The server may not write to {error.filename}: give its user the home folder, or close the desk."
        show_html(html.element("p", text, "px-problem"))
    show_html(
        fill(
            '<div class="px-foot">You write as <b>{}</b>. Every change stands in the audit log with name and time '
            "(<code>parallax audit</code>). Readers see published data sets only, and none of these pages.</div>",
            editor,
        )
    )
    in_page_links.follow()


def desk_menu(here: str) -> Markup:
    """Return the links between the desk's pages, and the one back to reading."""
    items = together(
        fill(
            '<li><a class="px-link" href="./{}"{}>{}</a></li>',
            page.name,
            " aria-current=page" if page.name == here else "",
            page.title,
        )
        for page in DESK
    )
    version = next(iter(queries.versions()), None)
    back = html.link("Read the published data", f"./?v={version}") if version else html.link("Read", "./")
    return fill(
        '<div class="px-head px-deskhead"><span class="px-brand">Parallax <small>the desk</small></span>'
        '<nav class="px-menu" aria-label="Desk"><ul>{}</ul></nav><span class="px-back">{}</span></div>',
        items,
        back,
    )
