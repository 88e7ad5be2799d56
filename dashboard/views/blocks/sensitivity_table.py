"""A table that tests whether a difference holds under other choices than the reader's, made on demand."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from collectors.compare import ComparisonRow
from dashboard import queries, sensitivity
from dashboard.context import PageContext
from dashboard.render import html
from dashboard.render.charts import SHARE, number
from dashboard.render.html import escaped, fill
from dashboard.selection import ALL, field, keep
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

FIELD = "otherwise"


def show(context: PageContext, rows: Sequence[ComparisonRow], what: str, place: str) -> None:
    """Draw whether the largest difference in these rows holds under other choices.

    Nothing is drawn where no difference holds under the reader's own choices. Until the reader asks for the table, only
    a link to it is drawn.

    Args:
        context: The page.
        rows: The shares of one variant of a concept.
        what: Name of the variant.
        place: Where in the article names are counted.
    """
    if not rows:
        return
    family = page_blocks.farthest(context, rows[0], place)
    pair = family.pairs.get((rows[0].metric, rows[0].variant))
    by = {row.outlet: row for row in context.of_shown(rows)}
    if pair is None or not pair.holds() or not {pair.high, pair.low} <= set(by):
        return
    wanted = field(FIELD) == "1"
    keep(FIELD, "1" if wanted else "")
    high, low = by[pair.high], by[pair.low]
    names = f"{context.name(high.outlet)} above {context.name(low.outlet)}"
    if not wanted:
        fields = {"concept": high.metric.partition(":")[2], "variant": high.variant, "of": context.of(), FIELD: "1"}
        href = context.sel.link("naming", **fields, place="" if place == ALL else place)
        show_html(
            fill(
                '<p class="px-note">{}: {}</p>', names, html.link(translated("does it hold under other choices?"), href)
            )
        )
        return
    _table(context, high, low, what, place)


def _table(context: PageContext, high: ComparisonRow, low: ComparisonRow, what: str, place: str) -> None:
    body, verdicts = [], []
    for choice in sensitivity.choices(context.sel, context.labels.phases):
        pair_of = (high.outlet, low.outlet)
        rows = queries.naming(context.data, choice.selection, place, only=(high.metric,), units=pair_of)
        by = {row.outlet: row for row in rows if row.variant == high.variant}
        pair = by.get(high.outlet), by.get(low.outlet)
        figure = (high.metric, high.variant)
        verdicts.append(sensitivity.verdict(queries.pair(context.data, choice.selection, figure, pair_of, place)))
        said = verdicts[-1]
        shown = fill("<b>{}</b>", said) if said == sensitivity.HOLDS else fill('<span class="warn">{}</span>', said)
        body.append([escaped(choice.label), *(_share(row) for row in pair), shown])
    page_blocks.heading(
        f"{what} under other choices",
        f"{sensitivity.in_words(verdicts)} Each row changes one thing of the selection. "
        "It holds where the interval of the difference leaves out 0 and exchanging the articles of these two rarely "
        "gives as much (p below .05). A difference that appears only in "
        "quotations, or only with agency copy, is not the outlet’s own choice of words.",
    )
    heads = ["Other choice", context.name(high.outlet), context.name(low.outlet), "The difference"]
    show_html(worded_table(f"{what}: share of mentions", heads, body, cards=True))


def _share(row: ComparisonRow | None) -> Markup:
    if row is None or row.estimate is None:
        return escaped("–")
    return fill(
        "{} <span class='px-n'>of {}, {} articles</span>",
        number(row.estimate, SHARE),
        f"{row.denominator:,.0f}",
        row.n_articles,
    )
