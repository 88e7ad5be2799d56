"""A report as one HTML file: its parts, and the file around them. Pure; the report page brings the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.render.html import element, fill, together


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a heading, a note on how to read it, and markup."""

    title: str
    body: Markup
    note: str = ""


def html(title: str, deck: str, sections: Sequence[Section]) -> Markup:
    """Return the report's body: title, deck and sections.

    Args:
        title: the report's title.
        deck: the line below it: event, selection and data set.
        sections: in the order of the report.
    """
    parts = [element("h1", title, "px-h1"), element("p", deck, "px-deck")]
    for section in sections:
        note = element("p", section.note, "px-note") if section.note else ""
        parts.append(fill("<section>{}{}{}</section>", element("h2", section.title, "px-h2"), note, section.body))
    return fill('<div class="px-report">{}</div>', together(parts))


def file(title: str, body: Markup, css: Markup) -> bytes:
    """Return the body as a file that stands alone: styles are inside, and nothing is fetched.

    Args:
        title: the document's title.
        body: what `html` returned.
        css: the styles.
    """
    page = fill(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><title>{}</title><style>"
        '{}{}</style></head><body class="stApp"><main class="stMainBlockContainer">{}</main></body>'
        "</html>",
        title,
        css,
        _ALONE,
        body,
    )
    return page.encode()


#: Styles that the app's frame gives a page on screen, and that a separate file must include.
_ALONE = fill("""
:root{color-scheme:light dark}
body{margin:0;background:var(--ground);color:var(--ink)}
body{font:16px/1.5 "Source Sans 3","Source Sans Pro",Arial,sans-serif}
.stMainBlockContainer{margin:0 auto}
p,h1,h2{margin-block:.4rem}
""")
