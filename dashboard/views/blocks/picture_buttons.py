"""The row under a chart: save it as SVG or PNG, open it alone for a frame of another page; and its source line."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import embedding
from dashboard.context import PageContext
from dashboard.render import html
from dashboard.render.html import fill
from dashboard.render.picture_file import PictureText
from dashboard.render.raster import png
from dashboard.views.blocks import page_foot
from dashboard.views.blocks.drawing import show_html

#: How a dot plot is read, for its source line.
DOTS = (
    "Dots are estimates, lines 95% intervals with articles as the unit, in brackets the articles counted; an empty "
    "circle and a star: fewer than eight."
)


def source_line(context: PageContext, reading: str = DOTS) -> str:
    """Return the text under a saved picture: how it is read, the event and the data set.

    Args:
        context: The page.
        reading: How the chart is read, in whole sentences.
    """
    invented = f" {context.label}." if context.label else ""
    return (
        f"{context.labels.title}. {reading}{invented} Parallax, data set {context.data.version}, method "
        f"{context.data.method}."
    )


def picture_row(context: PageContext, key: str, name: str, words: PictureText, make: Callable[[], bytes]) -> None:
    """Draw the buttons that save a chart, and the link that shows it alone.

    Args:
        context: The page.
        key: The chart's key.
        name: Name of the files, without an ending.
        words: The words around the chart.
        make: Makes the SVG file; called when a file is asked for.
    """
    block = embedding.block_name(key)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"save_{block}"):
        for kind, mime, made in (
            ("SVG", "image/svg+xml", make),
            ("PNG", "image/png", lambda: png(make())),
        ):
            st.download_button(
                f"Picture ({kind})", made, file_name=f"{name}.{kind.lower()}", mime=mime, key=f"{kind}_{key}",
                on_click="ignore", type="tertiary", help=f"{words.title}, with its source",
            )  # fmt: skip
        show_html(html.apart("Alone, for a frame", alone_address(context, block)), width="content")


def alone_address(context: PageContext, block: str) -> str:
    """Return the address that shows a block of this page and nothing else."""
    page = str(st.session_state.get("page", ""))
    own = {key: value for key, value in st.session_state["view"].items() if key != "show"}
    return context.sel.link("" if page == "overview" else page, **own, show=block) + "&embed=1"


def alone_line(context: PageContext, words: PictureText) -> None:
    """Draw the source line under a block that is shown alone, with a link to its page."""
    view = page_foot.view_of(context, words.title)
    show_html(
        fill('<p class="px-note">{} {}</p>', words.source, html.outside("Open the page", view.address)),
    )
