"""Text and tables as HTML. Pure. What may stand in a page is `Markup`: the type checker refuses a plain string where
one is asked for, so that nothing that was not escaped reaches the page.

`fill` makes markup from a template and values: a value that is no markup is escaped. `escaped` makes markup of a text,
`together` joins pieces. Addresses that lead out pass `safe_url`. Only this module calls `Markup`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

from markupsafe import Markup

from collectors.metrics.text import paragraphs

MOST_SHOWN = 200_000  # characters of an article that a page shows; the rest is named, not sent
#: No markup at all.
NOTHING = Markup("")
#: Between facts on one line.
DOT = Markup(" · ")

_CONTROLS = dict.fromkeys(index for index in range(32) if chr(index) not in "\n\t")
_NOT_PLAIN = re.compile(r"""[\x00-\x08\x0b-\x1f&<>"']""")


def escaped(text: object) -> Markup:
    """A text for an element or a quoted attribute; control characters, which no page can show, are dropped. Markup
    stays as it is."""
    if isinstance(text, Markup):
        return text
    said = str(text)
    # Most is plain, and a timeline has tens of thousands: a tenth of the time.
    return Markup(escape(said.translate(_CONTROLS), quote=True) if _NOT_PLAIN.search(said) else said)  # noqa: S704


def fill(template: LiteralString, *values: object) -> Markup:
    """Markup from a template of ours with a value for each "{}".

    Args:
        template: HTML written in the source, never made from data (a test looks).
        values: One for each "{}"; what is no markup is escaped.

    Raises:
        ValueError: There are more or fewer values than places.
    """
    pieces = _pieces(template)
    parts = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += (escaped(value), piece)
    return Markup("".join(parts))  # noqa: S704  every part is ours or escaped


@lru_cache(maxsize=1_024)
def _pieces(template: str) -> tuple[str, ...]:
    return tuple(template.split("{}"))


def style_sheet(path: Path) -> Markup:
    """A style sheet that comes with the dashboard, as it stands in its file."""
    return Markup(path.read_text(encoding="utf-8"))  # noqa: S704  our own file


def together(parts: Iterable[Markup], between: Markup = NOTHING) -> Markup:
    """Pieces of markup behind one another."""
    return between.join(parts)


def safe_url(url: str | None) -> str | None:
    """The address, if a browser opens it as a web page; anything else (javascript:, data:, none) is None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def element(tag: LiteralString, text: object, cls: str = "") -> Markup:
    """One element with its text."""
    opened = fill('<{} class="{}">', tag, cls) if cls else fill("<{}>", tag)
    return fill("{}{}</{}>", opened, text, tag)


def link(text: object, href: str, cls: str = "") -> Markup:
    """A link inside the dashboard (`ViewSelection.link`)."""
    return fill('<a class="{}" href="{}">{}</a>', f"px-link {cls}".strip(), href, text)


def outside(text: object, url: str | None) -> Markup:
    """A link out, to http and https only; plain text otherwise."""
    safe = safe_url(url)
    if safe is None:
        return escaped(text)
    return fill('<a class="px-link" href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>', safe, text)


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


def matrix(caption: str, corner: str, columns: Sequence[Cell], rows: Sequence[tuple[object, Sequence[Cell]]]) -> Markup:
    """A heat map as a real table: every number is text, every cell a link to its sentences."""
    head = together(fill('<th scope="col">{}</th>', _inside(column)) for column in columns)
    body = together(
        fill('<tr><th scope="row">{}</th>{}</tr>', label, together(_cell(cell) for cell in cells))
        for label, cells in rows
    )
    return fill(
        '<div class="px-scroll" tabindex="0"><table class="px-matrix" style="--columns:{}">'
        '<caption><span>{}</span></caption><thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        len(columns), caption, corner, head, body,
    )  # fmt: skip


def _cell(cell: Cell) -> Markup:
    states = (("chosen", cell.chosen), ("quiet", cell.quiet), ("zero", cell.zero))
    names = " ".join(name for name, on in states if on)
    return fill(
        '<td class="{}" style="background:{}" title="{}">{}</td>', names, cell.ground, cell.title, _inside(cell)
    )


def _inside(cell: Cell) -> Markup:
    text = fill("{}<small>{}</small>", cell.text, cell.small) if cell.small else escaped(cell.text)
    if not cell.href:
        return text
    label = fill(' aria-label="{}"', cell.title) if cell.title else NOTHING
    current = Markup(' aria-current="true"') if cell.chosen else NOTHING
    return fill('<a class="px-link" href="{}"{}{}>{}</a>', cell.href, label, current, text)


def table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, left: int = 1, cards: bool = False
) -> Markup:
    """A table; cells that are no markup are escaped. The first `left` columns are not numbers. `cards`: on a narrow
    screen every row is a card with its columns' names, for tables of many kinds of columns."""
    kinds = ["" if index < left else "num" for index in range(len(columns))]
    head = together(
        fill('<th scope="col" class="{}">{}</th>', kind, name) for kind, name in zip(kinds, columns, strict=True)
    )
    body = together(fill("<tr>{}</tr>", together(_cells(row, kinds, columns))) for row in rows)
    names = f"px-table{' cards' if cards else ''}{' few' if left == 1 else ''}"
    return fill(
        '<div class="px-scroll" tabindex="0"><table class="{}" style="--columns:{}">'
        "<caption><span>{}</span></caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        names, len(columns) - 1, caption, head, body,
    )  # fmt: skip


def _cells(row: Sequence[object], kinds: Sequence[str], columns: Sequence[str]) -> Iterable[Markup]:
    for index, value in enumerate(row):
        if index == 0:
            yield fill('<th scope="row">{}</th>', value)
        else:
            yield fill('<td class="{}" data-label="{}">{}</td>', kinds[index], columns[index], value)


def swatch(colour: str, text: str) -> Markup:
    """A name with its colour in front."""
    return fill('<span class="px-dot" style="background:{}"></span>{}', colour, text)


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


def marked(text: str, marks: Sequence[TextMark], start: int = 0, end: int | None = None) -> Markup:
    """text[start:end] escaped, with every mark that reaches into it. Marks may overlap: a piece takes the classes of
    all that cover it."""
    end = len(text) if end is None else end
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    cuts = sorted({start, end, *(min(max(place, start), end) for mark in inside for place in (mark.start, mark.end))})
    return together(
        _piece(text, left, right, [mark for mark in inside if mark.start <= left and right <= mark.end])
        for left, right in pairwise(cuts)
    )


def _piece(text: str, start: int, end: int, over: Sequence[TextMark]) -> Markup:
    if not over:
        return escaped(text[start:end])
    kinds = " ".join(dict.fromkeys(f"m-{mark.kind}" for mark in over))
    said = "; ".join(dict.fromkeys(mark.said for mark in over if mark.said))
    at = next((fill(' id="{}"', mark.id) for mark in over if mark.id and mark.start == start), NOTHING)
    after = together(
        fill('<small class="px-said">{}</small>', mark.after) for mark in over if mark.after and mark.end == end
    )
    return fill('<mark class="{}" title="{}"{}>{}</mark>{}', kinds, said, at, text[start:end], after)


def article(text: str, marks: Sequence[TextMark]) -> Markup:
    """An article's paragraphs with its marks."""
    shown = text[:MOST_SHOWN]
    body = together(fill("<p>{}</p>", marked(shown, marks, *span)) for span in paragraphs(shown))
    if len(text) > MOST_SHOWN:
        body += element("p", f"The page shows the first {MOST_SHOWN:,} characters of {len(text):,}.", "px-note")
    return fill('<div class="px-article" dir="auto">{}</div>', body)


def strip(spans: Sequence[tuple[int, int, str]], length: int, longest: int) -> Markup:
    """A text's marks in small: a bar as long as the text is beside the longest one, with a tick for each span."""
    if not length:
        return NOTHING
    ticks = together(
        fill(
            '<i class="s-{}" style="left:{};width:{}"></i>',
            kind, f"{start / length:.2%}", f"{max((end - start) / length, 0.004):.2%}",
        )
        for start, end, kind in spans
        if start < length
    )  # fmt: skip
    return fill('<div class="px-strip" aria-hidden="true" style="width:{}">{}</div>', f"{length / longest:.1%}", ticks)


def days(
    discs: Sequence[tuple[float, float, str]], bands: Sequence[tuple[float, float]], colour: str, said: str
) -> Markup:
    """A strip of days: discs at (place 0..1, pixels across, what it says) over every second of the bands (from, to),
    and what the whole strip says."""
    ground = together(
        fill('<b style="left:{};width:{}"></b>', f"{max(first, 0):.2%}", f"{min(last, 1) - max(first, 0):.2%}")
        for first, last in bands[::2]
        if last > first
    )
    marks = together(
        fill('<i style="left:{};--d:{}px;background:{}" title="{}"></i>', f"{place:.2%}", f"{size:.0f}", colour, told)
        for place, size, told in discs
    )
    return fill('<div class="px-days" role="img" aria-label="{}">{}{}</div>', said, ground, marks)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as evidence, and the line beneath it."""

    sentence: Markup
    source: Markup
    colour: str
    notes: Sequence[str] = field(default_factory=tuple)


def evidence(quotes: Sequence[Quote]) -> Markup:
    """A list of sentences, each with where it stands."""
    items = together(
        fill(
            '<li style="border-color:{}"><p dir="auto">{}</p><div class="px-source">{}{}</div></li>',
            quote.colour, quote.sentence, quote.source,
            together(fill(' <span class="px-tag">{}</span>', note) for note in quote.notes if note),
        )
        for quote in quotes
    )  # fmt: skip
    return fill('<ul class="px-evidence">{}</ul>', items)
