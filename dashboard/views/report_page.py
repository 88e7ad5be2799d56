"""Report: the selection's findings, charts, tables, method and versions on one page, for print and download."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import embedding, report_file
from dashboard.context import PageContext, page_context
from dashboard.render.report_blocks import blocks_of
from dashboard.render.report_pdf import pdf
from dashboard.report_file import Section
from dashboard.selection import pick_some
from dashboard.views.blocks import page_blocks, report_buttons, report_sections
from dashboard.views.blocks.drawing import show_html

CSS = Path(__file__).parent.parent / "style.css"


def page() -> None:
    """Draw the page."""
    context = page_context()
    every = by_address(report_sections.sections(context))
    with st.container(key="report_tools"):
        titles = {key: section.title for key, section in every.items()}
        chosen = pick_some("sections", "Sections", titles, list(every), len(every))
        made = [every[key] for key in every if key in chosen]
        downloads(context, made)
    show_html(report_file.html(title_of(context), report_sections.deck(context), made))


def by_address(sections: Sequence[Section]) -> dict[str, Section]:
    """Return the sections by their words in addresses; titles without Latin letters are told apart by a number."""
    named: dict[str, Section] = {}
    for number, section in enumerate(sections, 1):
        word = embedding.block_name(section.title)
        named[f"{word}_{number}" if word in named else word] = section
    return named


def title_of(context: PageContext) -> str:
    """Return the report's title."""
    return f"{context.labels.title}: a comparison"


def downloads(context: PageContext, made: Sequence[Section]) -> None:
    """Draw the buttons that save the chosen sections, and the hand-out. Each file is made when it is asked for."""
    title, foot, deck = title_of(context), foot_of(context), report_sections.deck(context)
    # Files are made outside of the session, where a click asks for them: what they hold is read here.
    body = report_file.html(title, deck, made)
    one_page = report_file.html(context.labels.title, deck, report_sections.handout(context, made))

    def handout() -> bytes:
        """Make the one page for a class."""
        return pdf(blocks_of(one_page), f"{context.labels.title}: a hand-out", foot, one_page=True)

    with st.container(horizontal=True, gap="small"):
        report_buttons.buttons(title, body, foot, page_blocks.file_name(context, "report"), CSS)
        name = page_blocks.file_name(context, "hand-out")
        st.download_button(
            "Hand-out for a class (PDF, one page)", handout, file_name=f"{name}.pdf", mime="application/pdf",
            key="report_handout", on_click="ignore",
        )  # fmt: skip


def foot_of(context: PageContext) -> str:
    """Return the line at the foot of a report's pages."""
    label = f" {context.label}." if context.label else ""
    return f"Parallax, data set {context.data.version}, method {context.data.method}.{label}"


page()
