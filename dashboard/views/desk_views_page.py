"""The desk's saved views: pages that were named and commented, shared by their links and put together as a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from collectors.config import Settings
from collectors.desk import saved_views
from collectors.desk.saved_views import MOST_COMMENT, MOST_NAME, SavedView
from dashboard import report_file
from dashboard.desk_access import current_editor, desk_settings
from dashboard.render import html
from dashboard.render.html import DOT, fill, together
from dashboard.selection import field
from dashboard.views.blocks import desk_blocks, page_blocks, report_buttons, view_sections
from dashboard.views.blocks.drawing import show_html

CSS = Path(__file__).parent.parent / "style.css"
FOOT = "Parallax: saved views. Each section names its data set and method."


def page() -> None:
    """Draw the page."""
    if current_editor() is None:
        return
    settings = desk_settings()
    page_blocks.title(
        "Saved views", "Pages to come back to, to share, and to put into a report, with what you say of them."
    )
    desk_blocks.said()
    save_form(settings)
    views = saved_views.saved_views(settings)
    page_blocks.heading(page_blocks.many(len(views), "view"))
    for view in views:
        draw_view(settings, view)
    if views:
        report(views)


def save_form(settings: Settings) -> None:
    """Draw the form that saves a view; a page's link “Save this view” fills in its address."""
    with st.form("save_view", clear_on_submit=True):
        address = st.text_input("Address of the page", value=field("save"), key="saved_address")
        name = st.text_input("Name", max_chars=MOST_NAME, key="saved_name")
        comment = st.text_area("Comment", max_chars=MOST_COMMENT, key="saved_comment", height=90)
        if st.form_submit_button("Save the view"):
            desk_blocks.attempt(
                lambda: saved_views.save_view(settings, address, name, comment, desk_blocks.editor()), f"Saved: {name}"
            )
            st.rerun()


def draw_view(settings: Settings, view: SavedView) -> None:
    """Draw a saved view: its name as a link, who saved it when, its comment, and the button that deletes it."""
    facts = together([html.element("span", f"{view.by}, {view.at[:10]}"), html.element("code", view.link)], DOT)
    with st.container(key=f"saved_{view.id}"):
        show_html(
            fill(
                '<div class="px-doubt"><b dir="auto">{}</b><div class="px-source">{}</div>{}</div>',
                html.apart(view.name, view.link), facts, paragraphs(view.comment),
            )
        )  # fmt: skip
        st.button("Delete", key=f"delete_{view.id}", type="tertiary", on_click=delete, args=(settings, view))


def delete(settings: Settings, view: SavedView) -> None:
    """Delete a view, in the name of this session's editor."""
    desk_blocks.attempt(
        lambda: saved_views.delete_view(settings, view.id, desk_blocks.editor()), f"Deleted: {view.name}"
    )


def paragraphs(text: str) -> Markup:
    """Return a text's lines as paragraphs."""
    return together(fill('<p dir="auto">{}</p>', line) for line in text.splitlines() if line.strip())


def report(views: Sequence[SavedView]) -> None:
    """Draw the choice of views for a report, and the buttons that save it once it is put together."""
    page_blocks.heading(
        "A report of these views", "Each is a section: your comment, its figures with a chart, and its source."
    )
    by_id = {view.id: view for view in views}
    title = st.text_input("Title of the report", value="What we saw", key="saved_report_title", max_chars=MOST_NAME)
    chosen = st.multiselect(
        "Views, in this order", list(by_id), default=list(by_id), key=f"saved_report_{len(views)}_{views[-1].id}",
        format_func=lambda key: by_id[key].name if key in by_id else key,
    )  # fmt: skip
    if not st.button("Put it together", disabled=not chosen):
        return
    sections = [
        view_sections.section_of(one.name, one.comment, one.page, one.query) for one in map(by_id.get, chosen) if one
    ]
    body = report_file.html(title, page_blocks.many(len(sections), "saved view") + ".", sections)
    with st.container(horizontal=True, gap="small"):
        report_buttons.buttons(title, body, FOOT, "parallax_views", CSS)
    show_html(body)


page()
