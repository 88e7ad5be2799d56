"""The foot of every page: which data set, method and selection it shows, and how to cite it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import blind_reading, citation, desk_access, queries
from dashboard.context import PageContext
from dashboard.page_registry import BY_NAME
from dashboard.render import html
from dashboard.render.html import fill
from dashboard.translation import translated
from dashboard.views.blocks.drawing import show_html


def today() -> date:
    """Return the current day (UTC), which a citation names as the day of access."""
    return datetime.now(UTC).date()


def view_of(context: PageContext, page: str) -> citation.View:
    """Return what a citation of this page says; in blind reading its address does not name outlets."""
    languages = queries.languages(context.data, context.sel.event)
    names = {outlet.id: outlet.name for outlet in context.outlets.values()}
    here = BY_NAME.get(str(st.session_state.get("page", "")))
    own_words = here is not None and here.own_words
    shown = citation.described(context.sel, context.labels.phases, names, languages, own_words=own_words)
    own: dict[str, str] = st.session_state["view"]
    fields = context.sel.query() | (blind_reading.hidden_address(own) if context.sel.blind else own)
    given = urlsplit(st.context.url or "")
    address = f"{given.scheme}://{given.netloc}{given.path}" if given.netloc else "./"
    return citation.View(
        page,
        context.labels.title,
        shown,
        context.data.version,
        context.data.method,
        queries.notice_of(context.data, context.sel.event),
        f"{address}?{urlencode(fields)}",
    )


def _reference_name(version: str) -> str:
    """Return the name of a data set that comes with the program, made from its label."""
    label = queries.label_of(version) or version
    held = label.removesuffix(", without their texts").replace(": figures from ", ": ")
    return held[:1].upper() + held[1:]


def draw(context: PageContext, page: str) -> None:
    """Draw the citation, ready to copy, and the line that names versions and selection."""
    view = view_of(context, page)
    day = today()
    with st.container(key="foot", horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(translated("Cite this view")):
            st.markdown(translated("For a footnote"))
            st.code(citation.text(view, day), language=None, wrap_lines=True)
            st.markdown("BibTeX")
            st.code(citation.bibtex(view, day), language=None, wrap_lines=True)
            st.markdown("Link")
            st.code(view.address, language=None, wrap_lines=True)
        show_html(html.link(translated("Printable report"), context.sel.link("report")), width="content")
        if desk_access.current_editor():
            save = f"./desk_views?{urlencode({'save': view.address})}"
            show_html(html.link(translated("Save this view"), save), width="content")
        for version in queries.references():
            if version != context.data.version:
                show_html(html.link(_reference_name(version), f"./?v={version}"), width="content")
    show_html(
        fill(
            '<div class="px-foot">{} <b>{}</b> · {} <b>{}</b> · {}: {}. {}</div>',
            translated("Data set"),
            view.dataset,
            translated("method"),
            view.method,
            view.event,
            view.shown,
            translated(
                "The address of this page is this view; whoever opens it sees the same numbers. Parallax shows "
                "differences and gives no verdict."
            ),
        )
    )
