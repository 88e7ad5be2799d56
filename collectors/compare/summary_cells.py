"""The summary tables of one event as arrays over cells: articles that no selection tells apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from collectors.compare.article_sums import PARTS, WHOLE, Adder, adder
from collectors.compare.coded_columns import CodedColumn, codes_of, numbers_of
from collectors.compare.comparison_rows import ALL, BY, COPIES, OUTLET, ArticleSelection, Tables
from collectors.compare.instrument_gates import unread
from collectors.compare.kept_layers import KeptLayers
from collectors.compare.permutations import Codes, Floats
from collectors.compare.text_kinds import text_kinds
from collectors.errors import ParallaxError

#: Bytes of layers that are kept in memory. An overview asks for about twenty, a report for sixty, and there are four
#: voices; at a million articles of 200 outlets one has 1 to 5 MB.
KEPT = 400_000_000
#: The last of the summary's classes of copies that a choice holds; up to the first of these, each text comes once.
FIRST_OF_COPIES = 1
_LAST = {"all": 2, "one": FIRST_OF_COPIES, "own": 0}


@dataclass(frozen=True, slots=True)
class SummaryLayer:
    """One metric in one voice and place: `whole` is cells x WHOLE, `parts` cells x variants x PARTS."""

    variants: tuple[str, ...]
    whole: Floats
    parts: Floats

    @property
    def nbytes(self) -> int:
        """The memory that the arrays take, in bytes."""
        return self.whole.nbytes + self.parts.nbytes

    def limited_to(self, cells: NDArray[np.bool_]) -> SummaryLayer:
        """Return the layer with nothing counted in other cells."""
        if cells.all():
            return self
        return SummaryLayer(self.variants, self.whole * cells[:, None], self.parts * cells[:, None, None])


class SummaryCells:
    """The sums of one event; `columns`, `kinds` of text and `n` (articles) are over cells. Layers are read late."""

    def __init__(self, tables: Tables, event: str) -> None:
        cells = tables.summary("cells", where=[("event", "=", event)])
        self.columns: Mapping[str, CodedColumn] = {
            name: codes_of(cells[name])
            for name in ("outlet", "phase", "grade", "language", "extent", "country", "ownership")
        }
        self.kinds = text_kinds(self.columns)
        self.n = numbers_of(cells["n"])
        self.copies = numbers_of(cells["copies"])
        self._days = [np.asarray(cells[end].to_numpy(), dtype="datetime64[D]") for end in ("first", "last")]
        self._tables = tables
        self.first = int(cells["cell"][0].as_py()) if len(cells) else 0
        layers = tables.summary("layers").to_pylist()
        self._layers = {(layer["metric"], layer["voice"], layer["place"]): int(layer["layer"]) for layer in layers}
        self._asked = sorted({metric for metric, _, _ in self._layers})
        self.variants: dict[str, tuple[str, ...]] = {}
        for row in tables.summary("variants", where=[("event", "=", event)]).to_pylist():
            self.variants[row["metric"]] = (*self.variants.get(row["metric"], ()), row["variant"])
        self._kept = KeptLayers[SummaryLayer](KEPT)

    def __len__(self) -> int:
        return len(self.n)

    def metrics(self, prefix: str) -> list[str]:
        """Return the event's metrics that begin with a prefix, by name."""
        return sorted(metric for metric in self.variants if metric.startswith(prefix))

    def metrics_with(self, prefix: str) -> list[str]:
        """Return the metrics that begin with a prefix and have a layer in the data set, by name.

        They include metrics that no article of this event counts for.
        """
        return [metric for metric in self._asked if metric.startswith(prefix)]

    def layer_number(self, metric: str, voice: str, place: str) -> int | None:
        """Return the number of a metric's layer in the data set, None where it has none in this voice and place.

        Args:
            metric: such as "sources:side".
            voice: own, quoted, attributed or all.
            place: headline, lead, body or all.
        """
        return self._layers.get((metric, voice, place))

    def units(self, by: str) -> CodedColumn:
        """Return what is compared, per cell.

        Raises:
            ParallaxError: `by` is none of BY.
        """
        if by not in BY:
            raise ParallaxError(f"cannot compare by {by!r}", remedy=f"use {', '.join(BY)}")
        column = self.columns[by]
        return column if by == OUTLET else CodedColumn(column.codes, tuple(f"{by}:{name}" for name in column.names))

    def strata(self, by: str) -> CodedColumn:
        """Return the strata of exchanging: the event's phases, or the outlets where phases are compared."""
        return self.columns[OUTLET if by == "phase" else "phase"]

    def chosen(self, selection: ArticleSelection) -> NDArray[np.bool_]:
        """Return which cells a selection holds.

        Raises:
            ParallaxError: `selection.copies` is none of COPIES.
        """
        return chosen(self.columns, self.copies, selection)

    def numbers(self, selection: ArticleSelection) -> Codes:
        """Return the numbers of a selection's cells in the data set, as the rows of its lists name them."""
        return np.flatnonzero(self.chosen(selection)) + self.first

    def numbers_heard(self, selection: ArticleSelection, metric: str) -> Codes:
        """Return the numbers of a selection's cells whose language the metric's instrument reads in the voice."""
        heard = ~unread(metric, self.columns["language"], selection.voice)
        return np.flatnonzero(self.chosen(selection) & heard) + self.first

    def by_outlet(self, cells: NDArray[np.bool_]) -> dict[str, int]:
        """Count the articles of these cells per outlet, for the outlets that have any."""
        outlets = self.columns[OUTLET]
        counts = np.bincount(outlets.codes[cells], self.n[cells], minlength=len(outlets.names))
        return {name: int(count) for name, count in zip(outlets.names, counts, strict=True) if count}

    def span(self, cells: NDArray[np.bool_]) -> tuple[date, date] | tuple[None, None]:
        """Return the first and last day of the articles of these cells; both None where none has a day."""
        first, last = (days[cells & ~np.isnat(days)] for days in self._days)
        return (first.min().item(), last.max().item()) if len(first) else (None, None)

    def layer(self, metric: str, voice: str, place: str, variants: tuple[str, ...]) -> SummaryLayer:
        """Return a metric's layer, read from the data set or from those asked for last, up to KEPT bytes.

        Args:
            metric: Name of the metric.
            voice: A voice, or "all".
            place: A part of the article, or "all".
            variants: The variants wanted; the last axis of the arrays has their order.
        """
        return self._kept.layer((metric, voice, place, variants), self._layer)

    def _layer(self, metric: str, voice: str, place: str, variants: tuple[str, ...]) -> SummaryLayer:
        """Read a layer; zeros where nothing was counted in this voice and place."""
        whole, parts = np.zeros((len(self), len(WHOLE))), np.zeros((len(self), len(variants), len(PARTS)))
        key = self.layer_number(metric, voice, place)
        if key is None or not len(self):
            return SummaryLayer(variants, whole, parts)
        last = self.first + len(self) - 1
        here = [("layer", "=", key), ("cell", ">=", self.first), ("cell", "<=", last)]
        summed = self._tables.summary("whole", ["cell", *WHOLE], here)
        whole[_cells(summed, self.first)] = np.stack([numbers_of(summed[name]) for name in WHOLE], axis=1)
        summed = self._tables.summary("parts", ["variant", "cell", *PARTS], here)
        shown = codes_of(summed["variant"])
        place_of = {name: index for index, name in enumerate(variants)}
        at = np.array([place_of.get(name, -1) for name in shown.names], dtype=np.int64)[shown.codes]
        rows = np.stack([numbers_of(summed[name]) for name in PARTS], axis=1)
        parts[_cells(summed, self.first)[at >= 0], at[at >= 0]] = rows[at >= 0]
        missing = unread(metric, self.columns["language"], voice)
        whole[missing], parts[missing] = 0, 0
        return SummaryLayer(variants, whole, parts)

    def articles(self, here: NDArray[np.bool_]) -> SummaryLayer:
        """Return the layer that counts articles: all as denominator, those of the cells `here` as numerator."""
        n = self.n[:, None]
        parts = np.broadcast_to((self.n * here)[:, None, None], (len(self), 1, len(PARTS)))
        return SummaryLayer(("",), np.broadcast_to(n, (len(self), len(WHOLE))), parts)

    def with_texts(self) -> NDArray[np.bool_]:
        """Return which cells are of outlets that have a text: headlines alone do not tell who wrote an article."""
        outlets = self.columns[OUTLET].codes
        texts = self.layer("coverage:words", ALL, ALL, ("",)).whole[:, 0]
        known = outlets >= 0
        counted = np.bincount(outlets[known], texts[known], minlength=len(self.columns[OUTLET].names))
        return np.append(counted > 0, [True])[outlets]

    def adder(self, cells: NDArray[np.bool_], units: CodedColumn, strata: CodedColumn) -> Adder:
        """Return an adder over the chosen cells whose unit is known.

        Args:
            cells: for each cell of the summary, whether it is of the selection.
            units: the unit of comparison of each cell; a negative code is no unit.
            strata: the phase of each cell; a negative code is outside of all phases.
        """
        used = np.flatnonzero(cells & (units.codes >= 0))
        shape = (len(units.names), len(strata.names) + 1)
        # Stratum 0: outside all phases.
        return adder(used, units.codes[used], strata.codes[used] + 1, shape, len(self))


def chosen(
    columns: Mapping[str, CodedColumn], copies: NDArray[np.number[Any]], selection: ArticleSelection
) -> NDArray[np.bool_]:
    """Return which rows of a summary table a selection holds.

    Args:
        columns: outlet, grade, language and phase of each row.
        copies: each row's class of copies in the summary.
        selection: the selection.

    Raises:
        ParallaxError: `selection.copies` is none of COPIES.
    """
    mask = of_values(columns, selection)
    return np.asarray(mask & (copies <= _LAST[selection.copies]))


def of_values(columns: Mapping[str, CodedColumn], selection: ArticleSelection) -> NDArray[np.bool_]:
    """Return which rows have an outlet, grade, language and phase that a selection holds, whatever their copies.

    Raises:
        ParallaxError: `selection.copies` is none of COPIES; the caller uses it next.
    """
    if selection.copies not in COPIES:
        raise ParallaxError(f"unknown choice of copies: {selection.copies}", remedy=f"use {', '.join(COPIES)}")
    mask = np.ones(len(columns["outlet"].codes), dtype=bool)
    for name, wanted in (
        ("outlet", selection.outlets),
        ("grade", selection.grades),
        ("language", selection.languages),
        ("phase", () if selection.phase == ALL else (selection.phase,)),
    ):
        if wanted:
            mask &= columns[name].is_in(wanted)
    return mask


def _cells(table: pa.Table, first: int) -> Codes:
    return np.asarray(table["cell"].to_numpy(), dtype=np.int64) - first
