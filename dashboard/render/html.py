"""Text and tables as HTML. Pure, and the only place that writes HTML: every piece that comes from data goes through
`esc`, every address through `safe_url`, so collected text shows as text whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from urllib.parse import urlsplit

from collectors.metrics.text import paragraphs

MOST_SHOWN = 200_000  # characters of an article that a page shows; the rest is named, not sent


_CONTROLS = dict.fromkeys(index for index in range(32) if chr(index) not in "\n\t")
_NOT_PLAIN = re.compile(r"""[\x00-\x08\x0b-\x1f&<>"']""")


def escaped(text: object) -> str:
    """Text for an element or a quoted attribute; control characters, which no page can show, are dropped."""
    said = str(text)
    # Most is plain, and a timeline has tens of thousands: a tenth of the time.
    return escape(said.translate(_CONTROLS), quote=True) if _NOT_PLAIN.search(said) else said


def safe_url(url: str | None) -> str | None:
    """The address, if a browser opens it as a web page; anything else (javascript:, data:, none) is None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def element(tag: str, text: object, cls: str = "") -> str:
    """One element with escaped text."""
    return f"<{tag}{f' class={chr(34)}{cls}{chr(34)}' if cls else ''}>{escaped(text)}</{tag}>"


def link(text: object, href: str, cls: str = "") -> str:
    """A link inside the dashboard (`Selection.link`)."""
    names = f"px-link {cls}".strip()
    return f'<a class="{names}" href="{escaped(href)}">{escaped(text)}</a>'


def outside(text: object, url: str | None) -> str:
    """A link out, to http and https only; plain text otherwise."""
    safe = safe_url(url)
    if safe is None:
        return escaped(text)
    attributes = f'class="px-link" href="{escaped(safe)}" target="_blank" rel="noopener noreferrer nofollow"'
    return f"<a {attributes}>{escaped(text)}</a>"


# --- matrix and table --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix: the number as written, its ground, what it says aloud, where it leads."""

    text: str
    ground: str = "transparent"
    title: str = ""
    href: str = ""
    chosen: bool = False
    quiet: bool = False  # below the gate of articles
    small: str = ""
    zero: bool = False


def matrix(caption: str, corner: str, columns: Sequence[Cell], rows: Sequence[tuple[str, Sequence[Cell]]]) -> str:
    """A heat map as a real table: every number is text, every cell a link to its sentences."""
    head = "".join(f'<th scope="col">{_inside(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{label}</th>' + "".join(_cell(cell) for cell in cells) + "</tr>" for label, cells in rows
    )
    return (
        f'<div class="px-scroll" tabindex="0"><table class="px-matrix" style="--columns:{len(columns)}">'
        f"<caption><span>{escaped(caption)}</span></caption>"
        f'<thead><tr><th scope="col">{escaped(corner)}</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(cell: Cell) -> str:
    names = " ".join(n for n, on in (("chosen", cell.chosen), ("quiet", cell.quiet), ("zero", cell.zero)) if on)
    ground, title = escaped(cell.ground), escaped(cell.title)
    return f'<td class="{names}" style="background:{ground}" title="{title}">{_inside(cell)}</td>'


def _inside(cell: Cell) -> str:
    text = escaped(cell.text) + (f"<small>{escaped(cell.small)}</small>" if cell.small else "")
    if not cell.href:
        return text
    label = f' aria-label="{escaped(cell.title)}"' if cell.title else ""
    current = ' aria-current="true"' if cell.chosen else ""
    return f'<a class="px-link" href="{escaped(cell.href)}"{label}{current}>{text}</a>'


def table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1, cards: bool = False
) -> str:
    """A table of text that is already escaped where it holds markup; the first `left` columns are not numbers.
    `cards`: on a narrow screen every row is a card with its columns' names, for tables of many kinds of columns."""
    head = "".join(
        f'<th scope="col" class="{"" if index < left else "num"}">{escaped(column)}</th>'
        for index, column in enumerate(columns)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{x}</th>'
            if index == 0
            else f'<td class="{"" if index < left else "num"}" data-label="{escaped(columns[index])}">{x}</td>'
            for index, x in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    names = f"px-table{' cards' if cards else ''}{' few' if left == 1 else ''}"
    return (
        f'<div class="px-scroll" tabindex="0"><table class="{names}" style="--columns:{len(columns) - 1}">'
        f"<caption><span>{escaped(caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def swatch(colour: str, text: str) -> str:
    """A name with its colour in front."""
    return f'<span class="px-dot" style="background:{escaped(colour)}"></span>{escaped(text)}'


# --- marked text -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextMark:
    """A span to show in a text: classes it takes and what a reader hears of it."""

    start: int
    end: int
    kind: str
    said: str = ""
    id: str = ""
    after: str = ""  # shown behind the span's end


def marked(text: str, marks: Sequence[TextMark], start: int = 0, end: int | None = None) -> str:
    """text[start:end] escaped, with every mark that reaches into it. Marks may overlap: a piece takes the classes of
    all that cover it."""
    end = len(text) if end is None else end
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    cuts = sorted({start, end, *(min(max(x, start), end) for m in inside for x in (m.start, m.end))})
    return "".join(_piece(text, a, b, [m for m in inside if m.start <= a and b <= m.end]) for a, b in _pairs(cuts))


def _pairs(cuts: Sequence[int]) -> list[tuple[int, int]]:
    return list(pairwise(cuts))


def _piece(text: str, start: int, end: int, over: Sequence[TextMark]) -> str:
    if not over:
        return escaped(text[start:end])
    kinds = " ".join(dict.fromkeys(f"m-{m.kind}" for m in over))
    said = "; ".join(dict.fromkeys(m.said for m in over if m.said))
    at = next((f' id="{escaped(m.id)}"' for m in over if m.id and m.start == start), "")
    after = "".join(f'<small class="px-said">{escaped(m.after)}</small>' for m in over if m.after and m.end == end)
    return f'<mark class="{escaped(kinds)}" title="{escaped(said)}"{at}>{escaped(text[start:end])}</mark>{after}'


def article(text: str, marks: Sequence[TextMark]) -> str:
    """An article's paragraphs with its marks."""
    shown = text[:MOST_SHOWN]
    body = "".join(f"<p>{marked(shown, marks, s, e)}</p>" for s, e in paragraphs(shown))
    if len(text) > MOST_SHOWN:
        body += element("p", f"The page shows the first {MOST_SHOWN:,} characters of {len(text):,}.", "px-note")
    return f'<div class="px-article" dir="auto">{body}</div>'


def strip(spans: Sequence[tuple[int, int, str]], length: int, longest: int) -> str:
    """A text's marks in small: a bar as long as the text is beside the longest one, with a tick for each span."""
    if not length:
        return ""
    ticks = "".join(
        f'<i class="s-{escaped(kind)}" style="left:{a / length:.2%};width:{max((b - a) / length, 0.004):.2%}"></i>'
        for a, b, kind in spans
        if a < length
    )
    return f'<div class="px-strip" aria-hidden="true" style="width:{length / longest:.1%}">{ticks}</div>'


def days(
    discs: Sequence[tuple[float, float, str]], bands: Sequence[tuple[float, float]], colour: str, said: str
) -> str:
    """A strip of days: discs at (place 0..1, pixels across, what it says) over every second of the bands (from, to),
    and what the whole strip says."""
    ground = "".join(
        f'<b style="left:{max(a, 0):.2%};width:{min(b, 1) - max(a, 0):.2%}"></b>' for a, b in bands[::2] if b > a
    )
    filled = escaped(colour)
    marks = "".join(
        f'<i style="left:{x:.2%};--d:{size:.0f}px;background:{filled}" title="{escaped(told)}"></i>'
        for x, size, told in discs
    )
    return f'<div class="px-days" role="img" aria-label="{escaped(said)}">{ground}{marks}</div>'


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as evidence: the escaped sentence and the line beneath it, as markup."""

    sentence: str
    source: str
    colour: str
    notes: Sequence[str] = field(default_factory=tuple)


def evidence(quotes: Sequence[Quote]) -> str:
    """A list of sentences, each with where it stands."""
    items = "".join(
        f'<li style="border-color:{escaped(quote.colour)}"><p dir="auto">{quote.sentence}</p>'
        f'<div class="px-source">{quote.source}'
        + "".join(f' <span class="px-tag">{escaped(note)}</span>' for note in quote.notes if note)
        + "</div></li>"
        for quote in quotes
    )
    return f'<ul class="px-evidence">{items}</ul>'
