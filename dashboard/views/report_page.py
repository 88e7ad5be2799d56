"""Report: the selection's findings, charts, tables, method and versions on one page, for print and download."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import embedding, report_file
from dashboard.context import PageContext, page_context
from dashboard.render import html
from dashboard.render.report_blocks import blocks_of
from dashboard.render.report_docx import docx
from dashboard.render.report_pdf import pdf
from dashboard.report_file import Section
from dashboard.selection import pick_some
from dashboard.views.blocks import page_blocks, report_sections
from dashboard.views.blocks.drawing import show_html

CSS = Path(__file__).parent.parent / "style.css"


def page() -> None:
    """Draw the page."""
    context = page_context()
    every = {embedding.block_name(section.title): section for section in report_sections.sections(context)}
    with st.container(key="report_tools"):
        titles = {key: section.title for key, section in every.items()}
        chosen = pick_some("sections", "Sections", titles, list(every), len(every))
        made = [every[key] for key in every if key in chosen]
        downloads(context, made)
    show_html(report_file.html(title_of(context), report_sections.deck(context), made))


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

    files = (
        ("Download as one HTML file", "report", "html", "text/html",
         lambda: report_file.file(f"Parallax: {context.labels.title}", body, html.style_sheet(CSS))),
        ("PDF", "report", "pdf", "application/pdf", lambda: pdf(blocks_of(body), title, foot)),
        ("Word (DOCX)", "report", "docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         lambda: docx(blocks_of(body), title, foot)),
        ("Hand-out for a class (PDF, one page)", "hand-out", "pdf", "application/pdf", handout),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for label, name, ending, mime, make in files:
            st.download_button(
                label, make, file_name=f"{page_blocks.file_name(context, name)}.{ending}", mime=mime,
                key=f"report_{name}_{ending}", on_click="ignore",
            )  # fmt: skip


def foot_of(context: PageContext) -> str:
    """Return the line at the foot of a report's pages."""
    label = f" {page_blocks.capital(context.data.label)}." if context.data.label else ""
    return f"Parallax, data set {context.data.version}, method {context.data.method}.{label}"


page()
