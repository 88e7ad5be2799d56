"""Trends: articles, and the share of a name, by day and week, over the phases of the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from collectors.compare.trends import ALL as TOGETHER
from collectors.compare.trends import TrendPoint
from collectors.export import csv_bytes
from collectors.support.plurals import many
from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.labels import LANGUAGES
from dashboard.render import charts, theme, trend_charts
from dashboard.render.html import fill
from dashboard.selection import VOICES, pick
from dashboard.translation import translated
from dashboard.views.blocks import calendar_strip, language_references, page_blocks, row_order
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

MOST_PANELS = 6  # rows with a panel of their own; choosing outlets shows others
SHORT = 62  # days up to which a page opens by day
SIZE = 40  # lines of the table
COLUMNS = (
    "unit", "start", "end", "articles", "collected_days", "outlet_days", "concept", "variant", "voice", "language",
    "numerator", "denominator", "n_articles", "share", "ci_low", "ci_high", "enough", "dataset_version",
)  # fmt: skip


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "Day by day, week by week",
        "How many articles there were, and how often a name was chosen, over the phases of the event. Nothing here is "
        "tested: look for what bands allow, and compare phases on the other pages.",
    )
    window = queries.trend_window(context.data, context.sel)
    if window is None:
        page_blocks.nothing(context, "No article of this selection has a date.")
        return
    short = (window[1] - window[0]).days < SHORT
    span = pick("span", "By", {"day": "Day", "week": "Week"}, "day" if short else "week")
    units = _largest(context)
    by_language = context.sel.by == "language"
    inside = context if by_language else language_references.within_one_language(context)
    figure, voice = chosen_name(inside)
    spoken = language_references.languages_here(inside)
    language = "" if by_language or len(spoken) != 1 else next(iter(spoken))
    worded = _largest(context, language) if figure else ()
    trend = queries.trend(
        context.data, replace(context.sel, voice=voice), span, figure, tuple(dict.fromkeys((*units, *worded))),
        language=language if figure else "",
    )  # fmt: skip
    if trend is None:
        page_blocks.nothing(context)
        return
    attention(context, trend, units)
    if figure:
        within = f", in texts in {spoken[language]}" if language and inside is not context else ""
        naming(context, trend, worded, figure, f"{VOICES[voice].lower()}{within}")
    table(context, trend, figure, {"voice": voice, "language": language})


def _largest(context: PageContext, language: str = "") -> tuple[str, ...]:
    """Return the rows with the most articles, of those that have texts in a language where one is given."""
    spoken = queries.languages_by_unit(context.data, context.sel) if language else {}
    rows = [unit for unit in context.shown if not language or language in spoken.get(unit.id, ())]
    return tuple(unit.id for unit in sorted(rows, key=lambda unit: -unit.articles)[:MOST_PANELS])


def chosen_name(context: PageContext) -> tuple[tuple[str, str] | None, str]:
    """Draw the choice of a concept and one of its variants; return both, and whose words are counted.

    The variant that stands first is that in which the rows are farthest apart, as on the naming page.
    """
    concepts = context.labels.concepts
    if not concepts:
        return None, context.sel.voice
    concept = pick("concept", "What is named", concepts)
    for sel in dict.fromkeys((context.own_first, context.sel)):
        rows = queries.naming(context.data, sel, only=(f"naming:{concept}",), units=context.ids, tested=False)
        used = {row.variant for row in rows if row.numerator}
        columns = {key: label for key, label in context.labels.variants[concept].items() if key in used}
        if columns:
            first = row_order.first_shown(context, rows, list(columns))
            return (concept, pick("variant", translated("The name"), columns, first, menu=True)), sel.voice
    return None, context.sel.voice


def attention(context: PageContext, trend: queries.Trend, units: Sequence[str]) -> None:
    """Draw the articles of each row as bars."""
    undated = f" {page_blocks.many(trend.undated, 'article')} without a date left out." if trend.undated else ""
    collecting = (
        "A gap is a day without an article on which nothing is known to have been collected; where it was collected "
        "and nothing found, the value is 0."
        if trend.recorded
        else "This data set does not record collecting: a gap is a day of which it holds no article, and not a day on "
        "which none was published."
    )
    hidden = len(context.shown) > len(units)
    largest = f" Only the {len(units)} {context.kinds} with the most articles; choose others above." if hidden else ""
    page_blocks.heading("Attention: articles", f"{collecting} Grey bands are the event’s phases.{undated}{largest}")
    _panels(context, trend, units, what="Articles", share=False)
    flags = calendar_strip.flags(context, _window(trend))
    if flags:
        page_blocks.note("; ".join(f"{flag.name}: {flag.said}" for flag in flags) + ".")


def naming(
    context: PageContext, trend: queries.Trend, units: Sequence[str], figure: tuple[str, str], counted: str
) -> None:
    """Draw the share of a variant of each row, with bands.

    Args:
        context: the page.
        trend: the trend.
        units: the ids of the rows.
        figure: concept and variant.
        counted: whose words in which texts are counted, as the heading says it.
    """
    concept, variant = figure
    label = context.labels.variants[concept][variant]
    page_blocks.heading(
        f"{context.labels.concepts[concept]}: share of “{label}” ({counted})",
        "Of all mentions of it in the articles of the span. The band is the 95% interval with articles as the unit; "
        f"an empty circle has fewer than eight articles that name it, and no band. A gap is a {trend.span} without a "
        "mention.",
    )
    _panels(context, trend, units, what=f"Share of “{label}”", share=True)


def _window(trend: queries.Trend) -> tuple[date, date]:
    return trend.points[0].start, max(point.end for point in trend.points)


def _named(trend: queries.Trend, unit: str) -> bool:
    """Whether a row has a share in any span."""
    return any(point.share is not None for point in trend.points if point.unit == unit)


def _name(context: PageContext, unit: str) -> str:
    return f"All {context.kinds} together" if unit == TOGETHER else context.name(unit)


def _panels(context: PageContext, trend: queries.Trend, units: Sequence[str], *, what: str, share: bool) -> None:
    rows = []
    rows_drawn = [unit for unit in (TOGETHER, *units) if not share or _named(trend, unit)]
    for unit in rows_drawn:
        colour = theme.INK if unit == TOGETHER else context.colour(unit)
        marks = [_mark(context, trend, point, share=share) for point in trend.points if point.unit == unit]
        rows.append(trend_charts.TrendPanel(_name(context, unit), colour, marks))
    articles_together = [point for point in trend.points if point.unit == TOGETHER and point.articles]
    most = max(articles_together, key=lambda point: point.articles or 0)
    said = (
        f"{what} by {trend.span}, {len(rows)} panels, {page_blocks.days(*_window(trend))}. Most articles: "
        f"{_span(most)} ({most.articles:,}). The table has every number."
    )
    figure = trend_charts.panels(rows, list(context.labels.days.values()), share=share)
    reading = (
        "Lines are shares, bands 95% intervals with articles as the unit; an empty circle: fewer than eight articles. "
        "Grey grounds are the event's phases."
        if share
        else f"Bars are articles of a {trend.span}. Grey grounds are the event's phases."
    )
    key = "trend_share" if share else "trend_articles"
    page_blocks.draw(context, figure, what=f"{what} by {trend.span}", reading=reading, alt=said, key=key)


def _mark(context: PageContext, trend: queries.Trend, point: TrendPoint, *, share: bool) -> trend_charts.TrendMark:
    lines = [f"<b>{charts.plain(_name(context, point.unit))}</b>", _span(point)]
    if share:
        lines.append(f"{charts.number(point.share, charts.SHARE)} {_interval(point)}")
        lines.append(
            f"{point.numerator:,} of {many(point.denominator, 'mention')} in {many(point.n_articles, 'article')}"
        )
        value, low, high, enough = point.share, point.low, point.high, point.enough
    else:
        lines += [page_blocks.many(point.articles or 0, "article"), _collected(trend, point)]
        value, low, high, enough = point.articles, None, None, True
    return trend_charts.TrendMark(point.start, point.end, value, low, high, enough, "<br>".join(filter(None, lines)))


def _span(point: TrendPoint) -> str:
    return page_blocks.days(point.start, point.end)


def _interval(point: TrendPoint) -> str:
    if point.low is None or point.high is None:
        return f"({translated('too few articles')})" if point.denominator else ""
    return f"({point.low * 100:.0f}–{point.high * 100:.0f}%)"


def _collected(trend: queries.Trend, point: TrendPoint) -> str:
    if not trend.recorded or point.collected is None:
        return ""
    return f"collected on {point.collected:,} of {page_blocks.many(point.collectable, 'outlet day')}"


def table(
    context: PageContext,
    trend: queries.Trend,
    figure: tuple[str, str] | None,
    counted: dict[str, str],
) -> None:
    """Draw the numbers of one row, span by span, and a download of all of them.

    Args:
        context: the page.
        trend: the trend.
        figure: concept and variant; None where there are only articles.
        counted: the voice and the language whose mentions were counted, by the name of their column.
    """
    page_blocks.heading("The numbers")
    choices = {unit: _name(context, unit) for unit in dict.fromkeys(point.unit for point in trend.points)}
    unit = pick("row", "Row", choices, menu=True)
    points = [point for point in trend.points if point.unit == unit]
    start = page_blocks.start_of(SIZE)
    start = start if start < len(points) else 0
    heads = [trend.span.capitalize(), "Articles", *(["Collected"] if trend.recorded else [])]
    heads += ["Share", "95% interval", "Count", "Articles that name it"] if figure else []
    body = [list(_cells(trend, point, named=bool(figure))) for point in points[start : start + SIZE]]
    code = counted["language"]
    texts = f"; shares are of texts in {LANGUAGES.get(code, code)}" if figure and code else ""
    show_html(worded_table(f"{choices[unit]}, by {trend.span}{texts}", heads, body))
    page_blocks.pager(context, len(points), start, len(body), SIZE)
    st.download_button(
        translated("These numbers as CSV"),
        lambda: csv_bytes(COLUMNS, list(_rows(context, trend, figure, counted))),
        file_name=f"{page_blocks.file_name(context, f'trend-by-{trend.span}')}.csv",
        mime="text/csv",
        key="csv_trend",
        on_click="ignore",
    )


def _cells(trend: queries.Trend, point: TrendPoint, *, named: bool) -> Iterator[object]:
    yield _span(point)
    yield translated("missing") if point.articles is None else f"{point.articles:,}"
    if trend.recorded:
        yield f"{point.collected or 0:,} of {point.collectable:,}"
    if named:
        yield charts.number(point.share, charts.SHARE)
        few = fill('<span class="warn">{}</span>', translated("too few articles"))
        yield "–" if not point.denominator else _interval(point).strip("()") if point.enough else few
        yield f"{point.numerator:,} of {point.denominator:,}" if point.denominator else "–"
        yield f"{point.n_articles:,}"


def _rows(
    context: PageContext, trend: queries.Trend, figure: tuple[str, str] | None, counted: dict[str, str]
) -> Iterator[dict[str, object]]:
    concept, variant = figure or ("", "")
    for point in trend.points:
        unit = _name(context, point.unit) if context.sel.blind and point.unit != TOGETHER else point.unit
        values = (
            unit, point.start, point.end, point.articles, point.collected, point.collectable, concept, variant,
            counted["voice"], counted["language"], point.numerator, point.denominator, point.n_articles, point.share,
            point.low, point.high, point.enough, context.data.version,
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))


page()
