"""The buttons that save a report: HTML, PDF and Word. Each file is made when it is asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from dashboard import report_file
from dashboard.render import html
from dashboard.render.report_blocks import blocks_of
from dashboard.render.report_docx import docx
from dashboard.render.report_pdf import pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def buttons(title: str, body: Markup, foot: str, name: str, css: Path) -> None:
    """Draw the buttons.

    Args:
        title: The report's title.
        body: Its body, from `report_file.html`. Files are made outside of the session, so that it holds all they need.
        foot: The line at the foot of its pages.
        name: Name of the files, without an ending.
        css: The style sheet of the HTML file.
    """
    files = (
        ("Download as one HTML file", "html", "text/html",
         lambda: report_file.file(f"Parallax: {title}", body, html.style_sheet(css))),
        ("PDF", "pdf", "application/pdf", lambda: pdf(blocks_of(body), title, foot)),
        ("Word (DOCX)", "docx", WORD, lambda: docx(blocks_of(body), title, foot)),
    )  # fmt: skip
    for label, ending, mime, make in files:
        st.download_button(
            label, make, file_name=f"{name}.{ending}", mime=mime, key=f"report_{ending}", on_click="ignore"
        )
