"""One event article by article, from the summary: what is exchanged and resampled where sums are not enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.compare.coded_columns import codes_of, numbers_of
from collectors.compare.comparison_rows import GROUPED_BY, OUTLET, ArticleSelection, Tables
from collectors.compare.instrument_gates import unread
from collectors.compare.kept_layers import KeptLayers
from collectors.compare.permutations import Codes, Floats
from collectors.compare.summary_cells import SummaryCells
from collectors.compare.text_kinds import commonest_kind, within_kinds
from collectors.compare.unit_sums import Units, UnitTable, merged_units, unit_table
from collectors.errors import ParallaxError

#: Bytes of values that are kept in memory for an event. An export of 94 articles asks for some 700 layers, 2 MB.
KEPT = 50_000_000


@dataclass(frozen=True, slots=True)
class ValueLayer:
    """One metric, article by article.

    Attributes:
        y: each article's denominator; an article with 0 does not count.
        article: index of the article of each numerator that is not 0.
        variant: index of its variant.
        x: its value.
    """

    y: Floats
    article: Codes
    variant: Codes
    x: Floats

    @property
    def nbytes(self) -> int:
        """The bytes that it takes."""
        return self.y.nbytes + self.article.nbytes + self.variant.nbytes + self.x.nbytes


class ArticleValues:
    """The articles of an event; empty where the event is too large for it, or the data set is older."""

    def __init__(self, tables: Tables, event: str, cells: SummaryCells) -> None:
        self._tables, self._cells, self._event = tables, cells, event
        first, last = cells.first, cells.first + len(cells) - 1
        columns = ["num", "cell", "cluster", "story"]
        try:
            numbered = tables.summary("numbered", columns, [("cell", ">=", first), ("cell", "<=", last)])
        except (ParallaxError, KeyError, FileNotFoundError):
            numbered = tables.summary("cells", ["cell"], [("event", "=", "")])  # none
        self.cell = np.zeros(0, dtype=np.int64)
        if numbered.num_rows and len(cells):
            self._first = int(numbered["num"][0].as_py())
            self.cell, self.cluster, self.story = (
                np.asarray(numbered[name].to_numpy(), dtype=np.int64) for name in columns[1:]
            )
            self.cell = self.cell - first
        self._kept = KeptLayers[ValueLayer](KEPT)

    def __len__(self) -> int:
        return len(self.cell)

    def units(self, selection: ArticleSelection, cells: NDArray[np.bool_], *, stories: bool = False) -> Units:
        """Return the units of these cells for what the selection compares.

        Args:
            selection: what is compared; which articles count is given by `cells`.
            cells: mask over the cells of the articles that count.
            stories: exchange within stories that several outlets tell, and leave out all other articles.
        """
        named, kinds = self._cells.units(selection.by), self._cells.kinds
        strata = within_kinds(self._cells.strata(selection.by), kinds, cells).codes + 1
        outlet = self._cells.columns[OUTLET].codes[self.cell]
        group, stratum = named.codes[self.cell], strata[self.cell]
        counted = cells[self.cell] & (group >= 0)
        copies = self.cluster
        if stories:
            stratum, counted = self.story, counted & (self.story >= 0)
            if len(np.unique(kinds.codes[cells])) > 1:
                stratum = stratum * len(kinds.names) + kinds.codes[self.cell]
        if selection.by in GROUPED_BY:
            told_apart = group * (int(outlet.max(initial=0)) + 1) + outlet
            mostly = commonest_kind(outlet, kinds.codes[self.cell], counted)
            stratum, copies = np.append(mostly, 0)[outlet], np.full_like(copies, -1)
        else:
            told_apart = np.arange(len(self))
            if selection.by != OUTLET:  # a text of two outlets is two articles of a phase
                copies = np.where(copies >= 0, copies * (int(outlet.max(initial=0)) + 1) + outlet, -1)
        return merged_units(np.where(counted, told_apart, -1), group, stratum, copies, len(named.names))

    def table(self, units: Units, metric: str, voice: str, place: str, variants: tuple[str, ...]) -> UnitTable:
        """Add a metric up by unit.

        Args:
            units: the unit of comparison of each article.
            metric: such as "naming:vote".
            voice: own, quoted, attributed or all.
            place: headline, lead, body or all.
            variants: the columns of the table, in order; the layer must hold them.
        """
        layer = self.layer(metric, voice, place, variants)
        return unit_table(units, layer.y, layer.article, layer.variant, layer.x, len(variants))

    def layer(self, metric: str, voice: str, place: str, variants: tuple[str, ...]) -> ValueLayer:
        """Return a metric's values, read from the data set or from those asked for last, up to KEPT bytes.

        Args:
            metric: Name of the metric.
            voice: A voice, or "all".
            place: A part of the article, or "all".
            variants: The variants wanted; the last axis of the arrays has their order.
        """
        return self._kept.layer((metric, voice, place, variants), self._read)

    def _read(self, metric: str, voice: str, place: str, variants: tuple[str, ...]) -> ValueLayer:
        denominators, none = np.zeros(len(self)), np.zeros(0, dtype=np.int64)
        number = self._cells.layer_number(metric, voice, place)
        if number is None or not len(self):
            return ValueLayer(denominators, none, none, np.zeros(0))
        here = [("layer", "=", number), ("num", ">=", self._first), ("num", "<=", self._first + len(self) - 1)]
        summed = self._tables.summary("denominators", ["num", "y"], here)
        denominators[np.asarray(summed["num"].to_numpy(), dtype=np.int64) - self._first] = numbers_of(summed["y"])
        summed = self._tables.summary("numerators", ["num", "variant", "x"], here)
        shown = codes_of(summed["variant"])
        place_of = {name: index for index, name in enumerate(variants)}
        variant = np.array([place_of.get(name, -1) for name in shown.names] + [-1], dtype=np.int64)[shown.codes]
        article = np.asarray(summed["num"].to_numpy(), dtype=np.int64) - self._first
        missing = unread(metric, self._cells.columns["language"], voice)[self.cell]
        denominators[missing] = 0
        present = (variant >= 0) & ~missing[article]
        return ValueLayer(denominators, article[present], variant[present], numbers_of(summed["x"])[present])
