"""Text and tables as HTML, in pure functions.

Everything that goes into a page is `Markup`: the type checker refuses a plain string where markup is expected, so
that no unescaped text reaches the page. `fill` makes markup from a template and values and escapes the values that
are not markup. `escaped` makes markup of a text, `together` joins pieces. External addresses pass through `safe_url`.
In the dashboard only this module calls `Markup`.
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

MOST_SHOWN = 200_000  # characters of an article that a page shows; the rest is not sent
#: No markup at all.
NOTHING = Markup("")
#: Separator between facts on one line.
DOT = Markup(" · ")

_CONTROLS = dict.fromkeys(index for index in range(32) if chr(index) not in "\n\t")
_NOT_PLAIN = re.compile(r"""[\x00-\x08\x0b-\x1f&<>"']""")


def escaped(text: object) -> Markup:
    """Escape a text for use in an element or a quoted attribute.

    Args:
        text: Any value, shown as `str` writes it. Markup is returned as it is.

    Returns:
        The escaped text, without the control characters that a page cannot show.
    """
    if isinstance(text, Markup):
        return text
    said = str(text)
    # Most texts need no escaping, and a timeline has tens of thousands: the check takes a tenth of the time.
    return Markup(escape(said.translate(_CONTROLS), quote=True) if _NOT_PLAIN.search(said) else said)  # noqa: S704


def fill(template: LiteralString, *values: object) -> Markup:
    """Make markup from a template of this source code with a value for each "{}".

    Args:
        template: HTML written in the source, never made from data (a test checks this).
        values: One for each "{}"; values that are not markup are escaped.

    Returns:
        The filled template.

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
    """Read a style sheet that comes with the dashboard, without escaping it."""
    return Markup(path.read_text(encoding="utf-8"))  # noqa: S704  our own file


def together(parts: Iterable[Markup], between: Markup = NOTHING) -> Markup:
    """Join pieces of markup, with `between` between two of them."""
    return between.join(parts)


def safe_url(url: str | None) -> str | None:
    """Return the address, stripped, if it is one of a web page (http or https), else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def element(tag: LiteralString, text: object, cls: str = "") -> Markup:
    """Return one element with its text, which is escaped unless it is markup."""
    opened = fill('<{} class="{}">', tag, cls) if cls else fill("<{}>", tag)
    return fill("{}{}</{}>", opened, text, tag)


def link(text: object, href: str, cls: str = "") -> Markup:
    """Return a link inside the dashboard; `href` comes from `ViewSelection.link`."""
    return fill('<a class="{}" href="{}">{}</a>', f"px-link {cls}".strip(), href, text)


def apart(text: object, href: str) -> Markup:
    """Return a link inside the dashboard that opens in a tab of its own; `href` comes from `ViewSelection.link`."""
    return fill('<a class="px-link" href="{}" target="_blank" rel="noopener">{}</a>', href, text)


def outside(text: object, url: str | None) -> Markup:
    """Return a link to another site, which opens in a new tab; the plain text if `safe_url` refuses the address."""
    safe = safe_url(url)
    if safe is None:
        return escaped(text)
    return fill('<a class="px-link" href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>', safe, text)


# --- matrix and table --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix.

    Attributes:
        text: The number as written.
        ground: Background colour as CSS writes it.
        title: The cell in words, for hovering and screen readers.
        href: Address that the cell leads to; empty for none.
        chosen: Whether the page below shows the sentences of this cell.
        quiet: Whether there are too few articles.
        small: Small text under the number, such as the interval.
        zero: Whether nothing was counted.
    """

    text: str
    ground: str = "transparent"
    title: str = ""
    href: str = ""
    chosen: bool = False
    quiet: bool = False  # below the gate of articles
    small: str = ""
    zero: bool = False


def matrix(caption: str, corner: str, columns: Sequence[Cell], rows: Sequence[tuple[object, Sequence[Cell]]]) -> Markup:
    """Return a heat map as an HTML table, in which every number is text and cells may link to their sentences.

    Args:
        caption: Caption of the table.
        corner: Heading of the first column.
        columns: Headings of the other columns.
        rows: Label and cells of each row.
    """
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
    """Return a table.

    Args:
        caption: Caption of the table.
        columns: Headings.
        rows: One value per column; values that are not markup are escaped.
        left: The number of first columns that hold text instead of numbers.
        cards: Whether each row becomes a card with its columns' names on a narrow screen.
    """
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


def swatch(colour: str, text: str, shape: str = "circle") -> Markup:
    """Return a name with a mark of its colour in front.

    Args:
        colour: Colour as CSS writes it.
        text: The name.
        shape: One of `theme.SHAPES`; outlets that share a colour differ in it.
    """
    return fill('<span class="px-dot {}" style="background:{}"></span>{}', shape, colour, text)


# --- marked text -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextMark:
    """A span to mark in a text.

    Attributes:
        start: First character.
        end: One past the last character.
        kind: CSS class of the mark, without "m-".
        said: What the mark means, for hovering.
        id: Anchor at the span's start; empty for none.
        after: Text shown behind the span's end; empty for none.
    """

    start: int
    end: int
    kind: str
    said: str = ""
    id: str = ""
    after: str = ""  # shown behind the span's end


def marked(text: str, marks: Sequence[TextMark], start: int = 0, end: int | None = None) -> Markup:
    """Return text[start:end] escaped, with every mark that overlaps it.

    Marks may overlap each other: a piece gets the classes of all marks that cover it.

    Args:
        text: The whole text, unescaped.
        marks: Spans into `text`, in any order.
        start: First character to show.
        end: One past the last; None is the end of the text.
    """
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
    """Return an article's paragraphs with its marks; text beyond `MOST_SHOWN` characters is replaced by a note."""
    shown = text[:MOST_SHOWN]
    body = together(fill("<p>{}</p>", marked(shown, marks, *span)) for span in paragraphs(shown))
    if len(text) > MOST_SHOWN:
        body += element("p", f"The page shows the first {MOST_SHOWN:,} characters of {len(text):,}.", "px-note")
    return fill('<div class="px-article" dir="auto">{}</div>', body)


def strip(spans: Sequence[tuple[int, int, str]], length: int, longest: int) -> Markup:
    """Return a text's marks in small: a bar with a tick for each span.

    Args:
        spans: First character, one past the last, and kind of each mark.
        length: Characters of this text.
        longest: Characters of the longest text, whose bar has the full width.
    """
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
    """Return a strip of days: discs over the event's phases.

    Args:
        discs: Place (0..1), diameter in pixels and description of each disc.
        bands: First and last place of each phase; every second one gets a background.
        colour: Colour of the discs.
        said: The whole strip in words, for screen readers.
    """
    ground = together(
        fill('<b style="left:{};width:{}"></b>', f"{max(first, 0):.2%}", f"{min(last, 1) - max(first, 0):.2%}")
        for first, last in bands[::2]
        if last > first
    )
    marks = together(
        fill(
            '<i style="left:{};--d:{}px;background:{}" title="{}"></i>', f"{place:.2%}", f"{size:.0f}", colour, meaning
        )
        for place, size, meaning in discs
    )
    return fill('<div class="px-days" role="img" aria-label="{}">{}{}</div>', said, ground, marks)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as evidence, with the line under it: source, colour of the outlet, and short notes."""

    sentence: Markup
    source: Markup
    colour: str
    notes: Sequence[str] = field(default_factory=tuple)


def evidence(quotes: Sequence[Quote]) -> Markup:
    """Return a list of sentences, each with its source."""
    items = together(
        fill(
            '<li style="border-color:{}"><p dir="auto">{}</p><div class="px-source">{}{}</div></li>',
            quote.colour, quote.sentence, quote.source,
            together(fill(' <span class="px-tag">{}</span>', note) for note in quote.notes if note),
        )
        for quote in quotes
    )  # fmt: skip
    return fill('<ul class="px-evidence">{}</ul>', items)
