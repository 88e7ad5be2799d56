"""The figures that hand-marked articles correct, by outlet, with a badge that counts the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from collectors.compare.comparison_rows import Tables
from collectors.compare.permutations import Floats
from collectors.compare.validated_estimates import MarkedOutlet, ValidatedEstimate, rounded_figure, validated
from collectors.errors import ParallaxError
from collectors.validation.marking_sheet import MarkedArticle, read_sheet, settled
from collectors.validation.measured_counts import MeasuredArticles, measured_articles
from collectors.validation.sheet_forms import QUOTATIONS, CorrectedFigure, SheetForm, forms_of

COLUMNS = (
    "event",
    "metric",
    "variant",
    "voice",
    "outlet",
    "measured",
    "corrected",
    "ci_low",
    "ci_high",
    "marked",
    "badge",
    "dataset_version",
)

#: (metric, variant, voice, outlet) -> the figure as measured and as corrected.
ValidatedFigures = Mapping[tuple[str, str, str, str], ValidatedEstimate]


def corrected(
    articles: MeasuredArticles, marks: Mapping[str, MarkedArticle], form: SheetForm
) -> dict[tuple[str, str, str, str], ValidatedEstimate]:
    """Correct the figures of a form by hand-made marks.

    Args:
        articles: what was measured.
        marks: the marks by article id; those of other articles are ignored.
        form: what was counted, and what it corrects.

    Returns:
        The figures by (metric, variant, voice, outlet).
    """
    owner = np.array(articles.outlets)
    names = sorted(set(articles.outlets))
    estimates = {}
    for figure in form.figures:
        readable = articles.readable.get(figure.metric, np.ones(len(owner), dtype=bool))
        outlets = [
            _marked_outlet(articles, marks, figure, np.flatnonzero((owner == name) & readable)) for name in names
        ]
        for name, estimate in zip(names, validated(outlets), strict=True):
            estimates[*figure.key, name] = estimate
    return estimates


def _marked_outlet(
    articles: MeasuredArticles, marks: Mapping[str, MarkedArticle], figure: CorrectedFigure, mine: NDArray[np.int64]
) -> MarkedOutlet:
    """One outlet in one figure; `mine` are the places of its articles."""
    marked = [marks[articles.ids[place]] for place in mine.tolist() if articles.ids[place] in marks]
    at = [here for here, place in enumerate(mine.tolist()) if articles.ids[place] in marks]

    def measured(columns: Sequence[str]) -> Floats:
        if not columns:
            return np.ones(len(mine))
        sums: Floats = np.array([articles.counts[column][mine] for column in columns], dtype=np.float64).sum(axis=0)
        return sums

    def by_hand(columns: Sequence[str]) -> Floats:
        if not columns:
            return np.ones(len(marked))
        return np.array([sum(mark.counts[column] for column in columns) for mark in marked], dtype=np.float64)

    by_coders = by_hand(figure.numerator)
    return MarkedOutlet(
        measured(figure.numerator),
        measured(figure.denominator),
        np.array(at, dtype=np.int64),
        by_coders if figure.denominator else np.minimum(by_coders, 1.0),
        by_hand(figure.denominator),
        np.array([mark.chance for mark in marked], dtype=np.float64),
    )


def validation_file(home: Path, event: str, form: SheetForm) -> Path:
    """Return the file in which an event's marks of a form are kept. The event's id must be a checked name."""
    kind = "" if form is QUOTATIONS else f".{form.name.replace(':', '.')}"  # ids hold no dots
    return home / "validation" / f"{event}{kind}.csv"


def kept_marks(home: Path, event: str, form: SheetForm) -> Sequence[MarkedArticle]:
    """Read the marks of a form that were imported for an event; empty where there are none.

    Args:
        home: the folder of the store and the data sets.
        event: an event's id.
        form: the sheet's form.

    Raises:
        ParallaxError: the kept file cannot be read as a sheet of this form.
    """
    file = validation_file(home, event, form)
    return read_sheet(file, event, form) if file.is_file() else ()


def figures_of_form(
    data: Tables, event: str, home: Path, form: SheetForm
) -> dict[tuple[str, str, str, str], ValidatedEstimate]:
    """Return the figures that the imported marks of one form correct; arguments as in `validated_figures`.

    Returns:
        The figures by (metric, variant, voice, outlet); empty where there are no marks or the kept file cannot be
        read.
    """
    try:
        marks = kept_marks(home, event, form)
    except (ParallaxError, OSError):
        return {}
    return corrected(measured_articles(data, event, form), settled(marks), form) if marks else {}


def validated_figures(data: Tables, event: str, home: Path) -> dict[tuple[str, str, str, str], ValidatedEstimate]:
    """Return the figures of an event that imported marks correct, by (metric, variant, voice, outlet).

    Args:
        data: the data set.
        event: the event's id.
        home: the folder that holds `validation/`.
    """
    estimates: dict[tuple[str, str, str, str], ValidatedEstimate] = {}
    for form in forms_of(data, event).values():
        estimates |= figures_of_form(data, event, home, form)
    return estimates


def figure_rows(estimates: ValidatedFigures, event: str, version: str) -> list[dict[str, object]]:
    """Return the corrected figures as rows of validated.csv, by metric, variant, voice and outlet.

    Args:
        estimates: the corrected figures by (metric, variant, voice, outlet).
        event: an event's id.
        version: the data set's version.
    """
    return [
        {"event": event, "metric": metric, "variant": variant, "voice": voice, "outlet": outlet,
         "measured": rounded_figure(of.plain), "corrected": rounded_figure(of.estimate),
         "ci_low": rounded_figure(of.low), "ci_high": rounded_figure(of.high),
         "marked": of.marked, "badge": of.badge, "dataset_version": version}
        for (metric, variant, voice, outlet), of in sorted(estimates.items())
    ]  # fmt: skip
