"""The order of a chart's rows: from the largest value down, within each language where figures are bound to one.

A figure of one language does not compare with that of another (`collectors.metrics.instrument_ranges`), so that outlets
of several languages are not ranked against each other: they stand by language, and by value within one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from collectors.compare import ComparisonRow
from dashboard import queries
from dashboard.context import PageContext
from dashboard.figure_choice import widest
from dashboard.render.charts import Form, number
from dashboard.translation import language_name, translated

#: Metrics that are counted alike in every language: articles and who wrote them.
_ALIKE = ("coverage:",)


@dataclass(frozen=True, slots=True)
class OrderedRows:
    """Rows in the order in which a page shows them.

    Attributes:
        rows: The rows.
        languages: Codes of their languages in order, where there are several and the figure compares within one only;
            empty where the order ranks all rows.
    """

    rows: list[ComparisonRow]
    languages: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What a reader must know of the order, in the page's language; empty where all rows are ranked."""
        if not self.languages:
            return ""
        named = ", ".join(language_name(code) for code in self.languages)
        return translated(
            "Rows stand by language ({languages}) and by value within each: figures of different languages do not "
            "compare.",
            languages=named,
        )


def by_value(rows: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    """Sort from the largest estimate down, missing ones last, then by outlet."""
    return sorted(rows, key=lambda row: (row.estimate is None, -(row.estimate or 0), row.outlet))


def ordered(context: PageContext, rows: Sequence[ComparisonRow]) -> OrderedRows:
    """Put rows of one figure in order; those of a language that the data set does not know come last.

    Args:
        context: The page.
        rows: Figures of one metric and one variant, a row for each outlet or group.

    Returns:
        The rows by value; by language first where they are in several and the figure does not compare across them.
    """
    best_first = by_value(rows)
    codes = list(queries.languages(context.data, context.sel.event))
    if len(codes) < 2 or len(context.sel.languages) == 1 or all(row.metric.startswith(_ALIKE) for row in rows):
        return OrderedRows(best_first)
    commonest = _commonest_languages(context)
    counted = {commonest[row.outlet] for row in rows if row.estimate is not None and row.outlet in commonest}
    if len(counted) < 2:
        return OrderedRows(best_first)
    place = {code: at for at, code in enumerate(codes)}
    best_first.sort(key=lambda row: place.get(commonest.get(row.outlet, ""), len(codes)))
    return OrderedRows(best_first, tuple(sorted(counted, key=lambda code: place.get(code, len(codes)))))


def _commonest_languages(context: PageContext) -> dict[str, str]:
    """Return the language of most of an outlet's or a group's articles in the selection, by its id."""
    spoken = queries.languages_by_unit(context.data, context.sel)
    return {unit: codes[0] for unit, codes in spoken.items()}


def first_shown(context: PageContext, rows: Sequence[ComparisonRow], columns: Sequence[str]) -> str:
    """Return the column that a page shows first: where rows of the commonest language are farthest apart.

    Args:
        context: The page.
        rows: Figures of one metric, whose variants are the columns.
        columns: The columns to choose from.
    """
    shown = context.of_shown(rows)
    if languages := ordered(context, shown).languages:
        commonest = _commonest_languages(context)
        articles: Counter[str] = Counter()
        for unit in context.shown:
            articles[commonest.get(unit.id, "")] += unit.articles
        most = max(languages, key=articles.__getitem__)
        of_language = [row for row in shown if commonest.get(row.outlet) == most]
        used = {row.variant for row in of_language if row.numerator}
        if within := [column for column in columns if column in used]:
            return widest(of_language, within)
    return widest(shown, columns)


def alt(context: PageContext, rows: Sequence[ComparisonRow], what: str, form: Form, *, ranks: bool = True) -> str:
    """Describe a chart in words: how many rows it has, and its largest and smallest value where rows compare."""
    estimated = [row for row in by_value(rows) if row.estimate is not None]
    if not estimated:
        return f"{what}, {len(rows)} {context.kinds}: no values."
    if not ranks:
        return f"{what}, {len(rows)} {context.kinds}, not ranked. The table has every number."
    ends = [f"{context.name(row.outlet)} {number(row.estimate, form)}" for row in (estimated[0], estimated[-1])]
    return f"{what}, {len(rows)} {context.kinds}: from {ends[0]} to {ends[1]}. The table has every number."
