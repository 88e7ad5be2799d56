"""Days as a strip inside a table's row: when an outlet wrote, over the event's phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from dashboard import embedding, queries
from dashboard.context import PageContext
from dashboard.render import html, theme, timeline_table
from dashboard.render.html import fill
from dashboard.render.picture_file import PictureText, lanes_file
from dashboard.render.timeline_table import Flag, Lane
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks, picture_buttons
from dashboard.views.blocks.drawing import show_html

Window = tuple[date, date] | None
MOST_DOTS = 32  # discs that fit into a strip inside a table
MOST_DISCS = 184  # discs that fit into a lane as wide as the page
LARGEST, SMALLEST = 22, 4  # pixels across


def window(context: PageContext, days: Sequence[queries.Row]) -> Window:
    """Return the first and the last day of the articles, which the strips cover; None where no article has a date."""
    dated = [day["day"] for day in days if day["day"] is not None]
    return (min(dated), max(dated)) if dated else None


def heading(span: Window) -> str:
    """Return the heading of the strips' column: the days that they cover."""
    if span is None:
        return translated("When")
    first, last = span
    if first == last:
        return f"{first.day} {first:%b %Y}"
    joined = step(span)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%b}{year} – {last.day} {last:%b %Y}" + (f", {joined} days a disc" if joined > 1 else "")


def step(span: tuple[date, date], most: int = MOST_DOTS) -> int:
    """Return how many days a disc covers where there is room for `most` discs."""
    return -(-((span[1] - span[0]).days + 1) // most)


def busiest(days: Sequence[queries.Row]) -> int:
    """Return the most articles that a row has on one day, at least 1: the largest disc stands for it."""
    counts: dict[tuple[str, date], int] = {}
    for day in days:
        counts[day["unit"], day["day"]] = counts.get((day["unit"], day["day"]), 0) + day["n"]
    return max(counts.values(), default=1)


def strip(
    context: PageContext, unit: queries.OutletLabel, mine: Sequence[queries.Row], span: Window, most: int
) -> Markup:
    """Return one row's days as discs over the phases' bands, with a description for screen readers.

    Args:
        context: The page.
        unit: The outlet or group of the row.
        mine: Its counts by day.
        span: First and last day of the strip; None where no article has a date.
        most: Articles that the largest disc stands for.
    """
    per_day = by_day(mine)
    if span is None or not per_day:
        return fill('<span class="px-n">no dated article</span>')
    discs = discs_of(per_day, span, most, step(span), 11)
    bands = [(flag.start, flag.end) for flag in flags(context, span)]
    return html.days(discs, bands, theme.outlet_colour(unit.colour), in_words(unit.name, per_day))


def by_day(rows: Sequence[queries.Row]) -> dict[date, int]:
    """Return the number of articles per day; articles without a date are left out."""
    count_of: dict[date, int] = {}
    for row in rows:
        if row["day"] is not None:
            count_of[row["day"]] = count_of.get(row["day"], 0) + row["n"]
    return count_of


def discs_of(
    per_day: Mapping[date, int], span: tuple[date, date], most: int, joined: int, largest: int, *noun: str
) -> list[tuple[float, float, str]]:
    """Return the discs of a strip, whose areas are proportional to the numbers of articles.

    Args:
        per_day: Articles per day.
        span: First and last day of the strip.
        most: Articles a day at which a disc has the size `largest`.
        joined: Days that a disc covers; it is as large as their mean.
        largest: Diameter in pixels of the largest disc.
        *noun: What is counted, in singular and plural; without it, articles.

    Returns:
        Place (0..1), diameter in pixels and description of each disc.
    """
    length = (span[1] - span[0]).days + 1
    counts: dict[int, int] = {}
    for key, count in per_day.items():
        counts[(key - span[0]).days // joined] = counts.get((key - span[0]).days // joined, 0) + count
    made = []
    for disc, count in sorted(counts.items()):
        since = span[0] + timedelta(days=disc * joined)
        more = f" and {joined - 1} more days" if joined > 1 else ""
        caption = f"{page_blocks.day(since)}{more}: {page_blocks.many(count, *(noun or ('article',)))}"
        made.append(((disc + 0.5) * joined / length, max(largest * (count / joined / most) ** 0.5, SMALLEST), caption))
    return made


def flags(context: PageContext, span: tuple[date, date]) -> list[Flag]:
    """Return the phases that overlap the span, with their places in it (0..1)."""
    length = (span[1] - span[0]).days + 1

    def place(day: date) -> float:
        """Return the place of a day's start in the span, from 0 to 1."""
        return min(max((day - span[0]).days / length, 0.0), 1.0)

    return [
        Flag(context.labels.phases[key], place(first), place(last + timedelta(days=1)), _days(first, last))
        for key, (first, last) in context.labels.days.items()
        if last >= span[0] and first <= span[1]
    ]


def _days(first: date, last: date) -> str:
    end = f"{last.day} {last:%b}"
    if first == last:
        return end
    return (
        f"{first.day}–{end}"
        if (first.year, first.month) == (last.year, last.month)
        else f"{first.day} {first:%b} – {end}"
    )


def in_words(name: str, per_day: Mapping[date, int]) -> str:
    """Describe a strip in a sentence; `per_day` must not be empty."""
    articles, on = page_blocks.many(sum(per_day.values()), "article"), page_blocks.many(len(per_day), "day")
    return f"{name}: {articles} on {on}, {page_blocks.day(min(per_day))} to {page_blocks.day(max(per_day))}"


def lanes(context: PageContext, days: Sequence[queries.Row], span: tuple[date, date]) -> list[Lane]:
    """Return every row's days as the lanes of a timeline."""
    rows: dict[str, list[queries.Row]] = {}
    for day in days:
        rows.setdefault(day["unit"], []).append(day)
    joined, most = step(span, MOST_DISCS), busiest(days)
    made = []
    for outlet in context.shown:
        per_day = by_day(rows.get(outlet.id, []))
        colour = theme.outlet_colour(outlet.colour)
        discs = discs_of(per_day, span, most, joined, LARGEST)
        said = in_words(outlet.name, per_day) if per_day else f"{outlet.name}: no dated article"
        made.append(
            Lane(context.swatch(outlet.id), discs, colour, said, f"{sum(per_day.values()):,}"),
        )
    return made


def timeline(context: PageContext, made: Sequence[Lane], span: tuple[date, date]) -> Markup:
    """Return lanes over the whole width of the page."""
    return timeline_table.table(
        "Dated articles of the selection", context.kind, flags(context, span), made, timeline_table.ticks(*span)
    )


def draw(context: PageContext, days: Sequence[queries.Row], span: tuple[date, date]) -> None:
    """Draw the timeline of the days, with buttons that save it."""
    made, phases = lanes(context, days, span), flags(context, span)
    reading = "A disc is a day with articles, its area their number; grounds are the event's phases."
    source = picture_buttons.source_line(context, reading)
    said = f"Timeline of {len(made)} {context.kinds}. {'; '.join(lane.said for lane in made)}."
    words = PictureText("Articles day by day", source, said)
    with embedding.block("timeline") as alone:
        show_html(timeline(context, made, span))
        picture_buttons.picture_row(
            context, "timeline", page_blocks.file_name(context, "timeline"), words,
            lambda: lanes_file(phases, made, timeline_table.ticks(*span), words),
        )  # fmt: skip
        if alone:
            picture_buttons.alone_line(context, words)
