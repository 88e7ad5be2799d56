"""Tables of many metrics: outlets down, metrics across, every number a link to its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from collectors.compare import ComparisonRow
from dashboard.context import PageContext
from dashboard.render import html, theme
from dashboard.render.charts import SHARE, Form, number
from dashboard.render.html import fill
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html

Links = Mapping[str, Mapping[str, str]]  # metric -> the fields of the address that its cells lead to


def shares(
    context: PageContext, caption: str, rows: Sequence[ComparisonRow], columns: Mapping[str, str], links: Links
) -> None:
    """Draw a table of shares as per cent, tinted by their size.

    Args:
        context: The page.
        caption: Caption of the table.
        rows: The figures, each with an outlet and a metric.
        columns: Metric -> heading.
        links: Metric -> fields of the address that its cells lead to.
    """
    _draw(context, caption, rows, columns, links, SHARE, dict.fromkeys(columns, 1.0))


def rates(
    context: PageContext,
    caption: str, rows: Sequence[ComparisonRow], columns: Mapping[str, str], links: Links, form: Form,
    *, plain: bool = False,
) -> None:  # fmt: skip
    """Draw a table of numbers of any size, tinted relative to the largest of their column.

    Args:
        context: The page.
        caption: Caption of the table.
        rows: The figures, each with an outlet and a metric.
        columns: Metric -> heading.
        links: Metric -> fields of the address that its cells lead to.
        form: How the numbers are written.
        plain: Whether to leave the tint out.
    """
    most = {
        column: max((row.estimate or 0 for row in rows if row.metric == column and row.enough), default=0)
        for column in columns
    }
    _draw(context, caption, rows, columns, links, form, dict.fromkeys(columns, 0.0) if plain else most)


def _draw(
    context: PageContext,
    caption: str, rows: Sequence[ComparisonRow], columns: Mapping[str, str], links: Links, form: Form,
    most: Mapping[str, float],
) -> None:  # fmt: skip
    by = {(row.outlet, row.metric): row for row in rows}
    head = [html.Cell(label, href=context.sel.link("framing_devices", **links[key])) for key, label in columns.items()]
    body = []
    for outlet in context.shown:
        cells = []
        for metric, label in columns.items():
            href = (
                context.sel.link("framing_devices", **dict(links[metric]) | {"of": outlet.id})
                + f"#{page_blocks.SENTENCES}"
            )
            cells.append(_cell(by.get((outlet.id, metric)), f"{outlet.name}, {label}", href, form, most[metric]))
        articles = max((row.n_articles for column in columns if (row := by.get((outlet.id, column)))), default=0)
        label = fill(
            '{} <span class="px-n">{}</span>',
            context.swatch(outlet.id),
            f"{articles:,}",
        )
        body.append((label, cells))
    show_html(html.matrix(caption, f"{context.kind}, articles", head, body))


def _cell(row: ComparisonRow | None, name: str, href: str, form: Form, most: float) -> html.Cell:
    if row is None or row.estimate is None:
        return html.Cell("·", title=f"{name}: nothing to count", zero=True)
    said = f"{name}: {number(row.estimate, form)} ({row.numerator:,.0f} of {row.denominator:,.0f}; "
    said += f"{page_blocks.interval(row, form)}; {page_blocks.many(row.n_articles, 'article')}). Sentences"
    text = f"{row.estimate * 100:.0f}" if form is SHARE else number(row.estimate, form)
    has_interval = row.enough and row.numerator and row.ci_low is not None and row.ci_high is not None
    low, high = (
        f"{(bound or 0) * 100:.0f}" if form is SHARE else number(bound, form) for bound in (row.ci_low, row.ci_high)
    )
    small = f"{low}–{high}" if has_interval else ""
    if form is SHARE and not small:
        small = f"of {row.denominator:,.0f}"
    ground = theme.tint(row.estimate / most) if row.enough and most else "transparent"
    zero = not row.numerator
    return html.Cell(text, ground, said, "" if zero else href, False, not row.enough, small, zero)


def fact_cell(
    name: str, row: ComparisonRow | None, opening: ComparisonRow | None, day: date | None, href: str
) -> html.Cell:
    """Return a cell that says in how many of an outlet's articles a fact is, with its first day.

    Args:
        name: Outlet and fact, for the description.
        row: Articles that mention the fact; None where no article could be searched.
        opening: Articles that mention it in headline or first paragraph, None where there is no such figure.
        day: Day of the first mention, None where it is not known.
        href: Address of the sentences.
    """
    if row is None or row.estimate is None:
        return html.Cell("·", title=f"{name}: no article that could be searched", zero=True)
    said = f"{name}: {row.numerator:.0f} of {row.denominator:.0f} articles ({page_blocks.interval(row, SHARE)})"
    if opening and opening.numerator:
        said += f", {opening.numerator:.0f} in headline or first paragraph"
    said += f"; first on {page_blocks.day(day)}. Sentences" if day else ""
    small = f"{day.day} {day:%b}" if day else ""
    text = f"{row.numerator:.0f}/{row.denominator:.0f}"
    ground = theme.tint(row.estimate) if row.enough else "transparent"
    zero = not row.numerator
    return html.Cell(text, ground, said, "" if zero else href, False, not row.enough, small, zero)
