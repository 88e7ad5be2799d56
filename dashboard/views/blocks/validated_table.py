"""A figure as corrected by hand-marked articles, beside the measured one, or the note that nobody has marked any."""

from __future__ import annotations

from dataclasses import replace

from collectors.compare.validated_estimates import ValidatedEstimate
from dashboard import queries
from dashboard.context import PageContext
from dashboard.render import html
from dashboard.render.charts import Form, number
from dashboard.render.html import escaped
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html


def show(context: PageContext, figure: tuple[str, str, str], name: str, form: Form, times: float = 1) -> None:
    """Draw a figure's table.

    Args:
        context: The page.
        figure: Metric, variant and voice, as in comparison.csv.
        name: What the figure is called, in the page's language.
        form: How its numbers are written.
        times: What the numbers are multiplied by: 1,000 for rates per 1,000 words.
    """
    marked = {
        outlet: result
        for (*its_figure, outlet), result in queries.validated(context.data, context.sel.event).items()
        if tuple(its_figure) == figure and outlet in context.ids
    }
    validated = {outlet: result for outlet, result in marked.items() if result.estimate is not None}
    if not validated:
        _say_why_not(sum(result.marked for result in marked.values()))
        return
    body = []
    for outlet in context.shown:
        if outlet.id in validated:
            result = _times(validated[outlet.id], times)
            ends = f"{number(result.low, form)} to {number(result.high, form)}"
            body.append([context.swatch(outlet.id), number(result.plain, form),
                         number(result.estimate, form), ends, escaped(result.badge)])  # fmt: skip
    marks = sum(result.marked for result in validated.values())
    page_blocks.subheading(
        translated("{name}: validated, m = {marks}", name=name, marks=marks),
        translated(
            "The same figure, corrected by what people counted in articles drawn by chance, for all phases and "
            "articles; the interval includes the error of the measure."
        ),
    )
    columns = [
        context.kind,
        translated("As measured"),
        translated("Corrected"),
        translated("95% interval"),
        translated("Badge"),
    ]
    show_html(html.table(translated("{name}, corrected", name=name), columns, body))


def _say_why_not(marks: int) -> None:
    """Say that nothing is corrected, because nobody marked articles or because too few of them tell."""
    page_blocks.note(
        translated(
            "Not validated: of {marks} articles marked by hand too few have it, or too few lack it, to correct the "
            "figure.",
            marks=marks,
        )
        if marks
        else translated("Not validated: nobody has marked articles of this event for it by hand (“parallax validate”).")
    )


def _times(result: ValidatedEstimate, factor: float) -> ValidatedEstimate:
    if result.estimate is None or result.low is None or result.high is None:
        return result
    return replace(
        result,
        plain=result.plain * factor,
        estimate=result.estimate * factor,
        low=result.low * factor,
        high=result.high * factor,
    )
