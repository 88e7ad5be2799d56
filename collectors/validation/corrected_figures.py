"""The figures of quotation that hand-marked articles correct, by outlet, with a badge that counts the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collectors.compare.comparison_rows import Tables
from collectors.compare.permutations import Floats
from collectors.compare.validated_estimates import MarkedOutlet, ValidatedEstimate, validated
from collectors.errors import ParallaxError
from collectors.validation.marking_sheet import MarkedArticle, read_sheet, settled

#: Metric -> its numerator and denominator among the counts of a sheet.
FIGURES = {
    "sources:quoted_words": ("quoted_words", "words"),
    "sources:direct_share": ("direct", "quotations"),
    "sources:unattributed": ("unattributed", "quotations"),
    "sources:unnamed": ("unnamed", "quotations"),
}
COLUMNS = (
    "event",
    "metric",
    "outlet",
    "measured",
    "corrected",
    "ci_low",
    "ci_high",
    "marked",
    "badge",
    "dataset_version",
)
DECIMALS = 10


@dataclass(frozen=True, slots=True)
class MeasuredArticles:
    """What was counted automatically in the articles that figures are about.

    Attributes:
        ids: the articles' ids.
        outlets: their outlets.
        counts: for each count of a sheet, its value in each article.
    """

    ids: tuple[str, ...]
    outlets: tuple[str, ...]
    counts: Mapping[str, Floats]


def measured_articles(data: Tables, event: str) -> MeasuredArticles:
    """Read the counts of an event's member articles that have an outlet and a text of good grade."""
    here: list[tuple[str, str, object]] = [("event", "=", event)]
    table = data.table("articles", ["article_id", "outlet", "member", "grade"], here)
    table = table.filter(pc.field("member") & pc.field("outlet").is_valid() & (pc.field("grade") == "good"))
    table = table.sort_by("article_id")
    ids = table["article_id"].combine_chunks()
    voices = data.table("voices", ["article_id", "voice", "words"], here)
    said = data.table("quotations", ["article_id", "type", "speaker_kind"], here)
    kinds = said["speaker_kind"]
    counts = {
        "words": _added(voices, voices["words"], ids),
        "quoted_words": _added(voices, _where(voices["words"], pc.not_equal(voices["voice"], "own")), ids),
        "quotations": _added(said, _ones(kinds), ids),
        "direct": _added(said, _where(_ones(kinds), pc.equal(said["type"], "direct")), ids),
        "unattributed": _added(said, _where(_ones(kinds), pc.equal(kinds, "unattributed")), ids),
        "unnamed": _added(said, _where(_ones(kinds), pc.equal(kinds, "unnamed")), ids),
    }
    return MeasuredArticles(tuple(ids.to_pylist()), tuple(table["outlet"].to_pylist()), counts)


def _ones(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([np.ones(len(column))])


def _where(values: pa.ChunkedArray, true: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.fill_null(true, False), pc.cast(values, pa.float64()), 0.0)


def _added(table: pa.Table, values: pa.ChunkedArray, ids: pa.Array) -> Floats:
    at = pc.index_in(table["article_id"], value_set=ids)
    known = pc.is_valid(at).to_numpy()
    places = pc.fill_null(at, 0).to_numpy().astype(np.int64)[known]
    weights = pc.cast(values, pa.float64()).to_numpy()[known]
    return np.bincount(places, weights, len(ids)).astype(np.float64)


def corrected(
    articles: MeasuredArticles, marks: Mapping[str, MarkedArticle]
) -> dict[tuple[str, str], ValidatedEstimate]:
    """Correct the figures of FIGURES by hand-made marks.

    Args:
        articles: what was measured.
        marks: the marks by article id; those of other articles are ignored.

    Returns:
        The figures by (metric, outlet).
    """
    place = {article: index for index, article in enumerate(articles.ids)}
    owner = np.array(articles.outlets)
    names = sorted(set(articles.outlets))
    found = {}
    for metric, (part, whole) in FIGURES.items():
        outlets = []
        for name in names:
            mine = np.flatnonzero(owner == name)
            marked = [marks[articles.ids[index]] for index in mine.tolist() if articles.ids[index] in marks]
            at = np.searchsorted(mine, np.array([place[mark.article_id] for mark in marked], dtype=np.int64))
            outlets.append(
                MarkedOutlet(
                    articles.counts[part][mine],
                    articles.counts[whole][mine],
                    at.astype(np.int64),
                    np.array([mark.counts[part] for mark in marked], dtype=np.float64),
                    np.array([mark.counts[whole] for mark in marked], dtype=np.float64),
                    np.array([mark.chance for mark in marked], dtype=np.float64),
                )
            )
        for name, estimate in zip(names, validated(outlets), strict=True):
            found[metric, name] = estimate
    return found


def validation_file(home: Path, event: str) -> Path:
    """Return the file in which an event's marks are kept. The event's id must be a checked name."""
    return home / "validation" / f"{event}.csv"


def kept_marks(home: Path, event: str) -> Sequence[MarkedArticle]:
    """Read the marks that were imported for an event; empty where there are none.

    Raises:
        ParallaxError: the kept file cannot be read as a sheet.
    """
    file = validation_file(home, event)
    return read_sheet(file, event) if file.is_file() else ()


def validated_figures(data: Tables, event: str, home: Path) -> dict[tuple[str, str], ValidatedEstimate]:
    """Return the figures of an event that the imported marks correct, by (metric, outlet).

    Args:
        data: the data set.
        event: the event's id.
        home: the folder that holds `validation/`.

    Returns:
        The figures; empty where there are no marks or the kept file cannot be read.
    """
    try:
        marks = kept_marks(home, event)
    except (ParallaxError, OSError):
        return {}
    return corrected(measured_articles(data, event), settled(marks)) if marks else {}


def figure_rows(
    found: Mapping[tuple[str, str], ValidatedEstimate], event: str, version: str
) -> list[dict[str, object]]:
    """Return the corrected figures as rows of validated.csv, by metric and outlet."""

    def told(value: float | None) -> float | None:
        return None if value is None or np.isnan(value) else round(value, DECIMALS)

    return [
        {"event": event, "metric": metric, "outlet": outlet, "measured": told(of.plain), "corrected": told(of.estimate),
         "ci_low": told(of.low), "ci_high": told(of.high), "marked": of.marked, "badge": of.badge,
         "dataset_version": version}
        for (metric, outlet), of in sorted(found.items())
    ]  # fmt: skip
