"""A report as one HTML file: what is in it, and the file around it. Pure; `views.report` brings the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.render.html import element, escaped


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a heading, a note on how to read it, and markup."""

    title: str
    body: str
    note: str = ""


def html(title: str, deck: str, sections: Sequence[Section]) -> str:
    """The report's body."""
    parts = [element("h1", title, "px-h1"), element("p", deck, "px-deck")]
    for section in sections:
        note = element("p", section.note, "px-note") if section.note else ""
        parts.append(f"<section>{element('h2', section.title, 'px-h2')}{note}{section.body}</section>")
    return f'<div class="px-report">{"".join(parts)}</div>'


def file(title: str, body: str, css: str) -> bytes:
    """The body as a file of its own: styles inside, nothing fetched from anywhere."""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:">'
        f"<title>{escaped(title)}</title><style>{css}{_ALONE}</style></head>"
        f'<body class="stApp"><main class="stMainBlockContainer">{body}</main></body></html>'
    )
    return page.encode()


#: What the app's own frame gives the page on screen, and a file of its own has to bring.
_ALONE = """
:root{color-scheme:light dark}
body{margin:0;background:var(--ground);color:var(--ink)}
body{font:16px/1.5 "Source Sans 3","Source Sans Pro",Arial,sans-serif}
.stMainBlockContainer{margin:0 auto}
p,h1,h2{margin-block:.4rem}
"""
