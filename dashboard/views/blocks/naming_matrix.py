"""The heat map of shares: a row per outlet, a column per choice, every number a link to its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.compare import ComparisonRow
from dashboard import embedding, queries
from dashboard.context import PageContext
from dashboard.render import html, theme
from dashboard.render.charts import SHARE, number
from dashboard.render.html import fill
from dashboard.render.picture_file import PictureText
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks, picture_buttons
from dashboard.views.blocks.drawing import show_html


@dataclass(frozen=True, slots=True)
class Matrix:
    """A heat map and where its cells lead.

    Attributes:
        key: Its name in addresses, unique on the page and the same in every language.
        caption: Caption of the table.
        columns: Column -> heading.
        page: Page that the cells lead to.
        name: Field of the address that takes the column.
        fixed: Other fields of the address.
    """

    key: str
    caption: str
    columns: Mapping[str, str]
    page: str
    name: str
    fixed: Mapping[str, str]


def draw(context: PageContext, spec: Matrix, rows: Sequence[ComparisonRow], column: str, outlet: str) -> None:
    """Draw outlets as rows and variants as columns, with shares as numbers on a tint that link to their sentences.

    Args:
        context: The page.
        spec: Columns and links.
        rows: The shares by outlet and variant.
        column: The chosen column, empty for none.
        outlet: The chosen outlet, empty for none.
    """
    by = {(row.outlet, row.variant): row for row in rows}

    def href(which: str, who: str) -> str:
        """Return the address of a column's sentences in one outlet, or in all where `who` is empty."""
        return context.sel.link(spec.page, **dict(spec.fixed) | {spec.name: which, "of": who})

    head = [html.Cell(label, href=href(key, ""), chosen=key == column) for key, label in spec.columns.items()]
    body = []
    for unit in context.shown:
        mine = [row for row in rows if row.outlet == unit.id]
        total, articles = (mine[0].denominator, mine[0].n_articles) if mine else (0, 0)
        label = fill(
            '{} <span class="px-n">{} in {}</span>',
            context.swatch(unit.id),
            f"{total:,.0f}",
            articles,
        )
        cells = [
            _cell(
                context,
                by.get((unit.id, one_column)),
                one_column,
                unit,
                spec,
                href(one_column, unit.id),
                (one_column, unit.id) == (column, outlet),
            )
            for one_column in spec.columns
        ]
        body.append((label, cells))
    with embedding.block(f"matrix_{spec.key}") as alone:
        show_html(html.matrix(spec.caption, translated("{kind}, count in articles", kind=context.kind), head, body))
        if alone:
            source = picture_buttons.source_line(context, page_blocks.TABLES)
            picture_buttons.alone_line(context, PictureText(spec.caption, source, spec.caption))


def _cell(
    context: PageContext,
    row: ComparisonRow | None,
    column: str,
    outlet: queries.OutletLabel,
    spec: Matrix,
    href: str,
    chosen: bool,
) -> html.Cell:
    if row is None or row.estimate is None:
        return html.Cell("·", title=f"{outlet.name}: nothing to count", zero=True)
    counts = f"{row.numerator:,.0f} of {row.denominator:,.0f}; {page_blocks.interval(row, SHARE)}"
    said = f"{outlet.name}, {spec.columns[column]}: {number(row.estimate, SHARE)} ({counts}). Sentences"
    text = f"{row.estimate * 100:.0f}" if row.estimate == 0 or row.estimate >= 0.005 else "<1"
    has_interval = row.enough and row.numerator > 0 and row.ci_low is not None and row.ci_high is not None
    small = f"{(row.ci_low or 0) * 100:.0f}–{(row.ci_high or 0) * 100:.0f}" if has_interval else ""
    ground = theme.tint(row.estimate) if row.enough else "transparent"
    zero = not row.numerator
    return html.Cell(text, ground, said, "" if zero else href, chosen, not row.enough, small, zero)
