"""One metric of one selection, ready for figures and tests: unit by unit where articles are known, otherwise sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.article_sums import ENOUGH, Adder, ArticleSums
from collectors.compare.comparison_rows import GROUPED_BY, OUTLET, ArticleSelection
from collectors.compare.metric_families import MetricQuestion
from collectors.compare.permutations import Codes, Floats
from collectors.compare.summary_cells import FIRST_OF_COPIES, SummaryLayer
from collectors.compare.tail_bounds import CellSums
from collectors.compare.text_kinds import commonest_kind, within_kinds
from collectors.compare.unit_permutations import curve_p, exchangeable, exchanged_p, group_statistics, untellable
from collectors.compare.unit_sums import Units, UnitTable, unit_table

#: Outlets that a group needs, and the others together, before a difference between kinds of outlet is tested.
OUTLETS_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class MetricSample:
    """A metric over the units of a selection.

    Attributes:
        sums: the sums of all units.
        tested: the sums of the units that are exchanged, without texts that several groups printed.
        units: the units of `tested` one by one; None where only sums are known.
        cells: the sums of `tested` by cell, where only sums are known.
        n_articles: articles of each group.
        fewest: how many units each side needs for a test, and how many with the mark where `marks`.
        share: whether every numerator is a part of its denominator.
        marks: whether a test needs units with the mark (a numerator above 0).
    """

    sums: ArticleSums
    tested: ArticleSums
    units: UnitTable | None
    n_articles: Floats
    fewest: int
    share: bool
    marks: bool
    cells: CellSums | None = None

    @property
    def enough(self) -> NDArray[np.bool_]:
        """Groups x variants: whether there is enough for more than a description."""
        many = (self.sums.n >= self.fewest) & (self.n_articles >= ENOUGH)
        marked = self.sums.parts[..., 6].sum(axis=(0, 1)) >= self.fewest
        return np.asarray(many[:, None] & (marked if self.marks else np.ones_like(marked))[None])

    def p_values(self, seed: str) -> Floats:
        """Return the two-sided p of each group against all others: groups x variants, NaN where there is not enough."""
        wanted = self._testable() & self.enough
        if self.units is not None:
            return exchanged_p(self.units, wanted, seed)
        return np.where(wanted, curve_p(self.tested, self.cells), np.nan)

    def pair(self, one: int, other: int, seed: str, tested: NDArray[np.bool_] | None = None) -> Floats:
        """Return p of the difference between two groups, with the others left out.

        Args:
            one: place of the first group.
            other: place of the second group.
            seed: of the exchanges.
            tested: mask over variants; None means all.

        Returns:
            p over variants; NaN where there is not enough, or it was not asked for. 1 where the difference within
            strata has another sign than that of the figures, which then is one of phases or kinds of text.
        """
        every = self.tested.parts.shape[2]
        asked = np.arange(every) if tested is None else np.flatnonzero(tested)
        pair = self._of_pair(one, other, asked)
        wanted = pair._testable()
        if pair.units is not None:
            p_values = exchanged_p(pair.units, wanted, seed)
        else:
            p_values = np.where(wanted, curve_p(pair.tested, pair.cells), np.nan)
        p_of_every = np.full(every, np.nan)
        p_of_every[asked] = np.where(np.isfinite(p_values[0]) & pair.turned(0, 1), 1.0, p_values[0])
        return p_of_every

    def _of_pair(self, one: int, other: int, variants: Codes) -> MetricSample:
        """Some variants of two groups, as groups 0 and 1, in the strata that have units of them."""
        both = np.array([one, other])
        strata = self.tested.whole[both, :, 0].any(axis=0)
        places = np.cumsum(strata) - 1
        tested = ArticleSums(self.tested.whole[both][:, strata], self.tested.parts[np.ix_(both, strata, variants)])
        sums = tested
        if self.sums is not self.tested:
            sums = ArticleSums(self.sums.whole[both], self.sums.parts[both][:, :, variants])
        size = tested.whole.shape[1]
        units = self.units and _of_groups(self.units, one, other).only(variants).in_strata(places, size)
        cells = self.cells and self.cells.of_pair(one, other, places, variants)
        return replace(self, sums=sums, tested=tested, units=units, cells=cells)

    def turned(self, one: int, other: int) -> NDArray[np.bool_]:
        """Return for which variants two groups differ within strata in another direction than their figures do."""
        both = [one, other]
        within = group_statistics(ArticleSums(self.tested.whole[both], self.tested.parts[both]))[0]
        whole, parts = self.sums.whole[both, :, 1].sum(axis=1), self.sums.parts[both, :, :, 0].sum(axis=1)
        apart = parts[0] * whole[1] - parts[1] * whole[0]
        return np.asarray(within * apart < 0)

    def untested(self, one: int, other: int, variant: int) -> str:
        """Return why the difference between two groups in a variant cannot be tested; "" where it can.

        Args:
            one: place of the first group.
            other: place of the second group.
            variant: place of the variant.
        """
        sums = ArticleSums(self.tested.whole[[one, other]], self.tested.parts[[one, other]])
        marked, sides = exchangeable(sums)
        what = "outlets" if self.fewest < ENOUGH else "articles"
        if sides.min() < self.fewest:
            return f"{sides.min():.0f} {what} of one side can be exchanged with the other's, {self.fewest} are needed"
        if self.marks and marked[0, variant] < self.fewest:
            return f"{marked[0, variant]:.0f} {what} of both have the mark, {self.fewest} are needed"
        if self.turned(one, other)[variant]:
            return "within phases and kinds of text the difference has the other sign"
        return untellable(sums, variant)

    def testable_pairs(self, pairs: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """Return which pairs of groups have enough units, and enough of them with the mark: pairs x variants.

        Which of the two groups has the marks makes no difference.
        """
        # Only the groups and strata that count: small products stay in one thread, large ones cost several processors.
        groups, places = np.unique(np.array(pairs, dtype=np.int64), return_inverse=True)
        one, other = places.reshape(-1, 2).T
        strata = (self.tested.whole[groups, :, 0] > 0).sum(axis=0) > 1
        count = self.tested.whole[np.ix_(groups, strata)][..., 0]
        marked = self.tested.parts[np.ix_(groups, strata)][..., 6]
        shared = np.ascontiguousarray((count > 0).T, dtype=np.float64)  # strata x groups
        beside = count @ shared  # each group's units in the strata of each other
        enough = np.minimum(beside[one, other], beside[other, one]) >= self.fewest
        if not self.marks:
            return np.repeat(enough[:, None], marked.shape[2], axis=1)
        marks = np.ascontiguousarray(np.moveaxis(marked, 2, 0)) @ shared  # variants x groups x groups
        of_pairs = (marks[:, one, other] + marks[:, other, one]).T
        return np.asarray(enough[:, None] & (of_pairs >= self.fewest))

    def _testable(self) -> NDArray[np.bool_]:
        marked, sides = exchangeable(self.tested)
        return np.asarray((sides >= self.fewest)[:, None] & ((marked >= self.fewest) | (not self.marks)))


def _of_groups(table: UnitTable, one: int, other: int) -> UnitTable:
    """The units of two groups, as groups 0 and 1."""
    two_groups = table.keep((table.groups == one) | (table.groups == other))
    return replace(two_groups, groups=(two_groups.groups == other).astype(np.int64), shape=(2, *table.shape[1:]))


@dataclass(frozen=True, slots=True)
class SelectedUnits:
    """The units of a selection, and whether they are articles (of `facts.values`) or cells of the summary.

    Of cells, `adder` adds up figures and `tested` what is exchanged, with one article of each group of near-copies.
    """

    units: Units | None
    adder: Adder | None
    present: NDArray[np.bool_]
    names: tuple[str, ...]
    fewest: int
    tested: Adder | None = None


def selected_units(
    facts: ArticleArrays,
    selection: ArticleSelection,
    cells: NDArray[np.bool_],
    *,
    by_article: bool = True,
    by_kind: bool = True,
) -> SelectedUnits:
    """Return what figures of these cells are made of.

    Args:
        facts: the event.
        selection: what is compared.
        cells: which cells of the summary count.
        by_article: False for figures about copies themselves, which count every article.
        by_kind: False for counts of articles, which are compared across kinds of text.
    """
    cube = facts.cube
    named = cube.units(selection.by)
    present = np.bincount(named.codes[cells & (named.codes >= 0)], minlength=len(named.names)) > 0
    fewest = OUTLETS_ENOUGH if selection.by in GROUPED_BY else ENOUGH
    if selection.by in GROUPED_BY:
        return SelectedUnits(_outlets(facts, selection, cells, by_kind), None, present, named.names, fewest)
    if by_article and len(facts.values):
        units = facts.values.units(selection, cells)
        return SelectedUnits(units, None, present, named.names, fewest)
    strata = cube.strata(selection.by)
    if by_kind:
        strata = within_kinds(strata, cube.kinds, cells)
    added = cube.adder(cells, named, strata)
    first = cells & (cube.copies <= FIRST_OF_COPIES) if by_article else cells
    tested = added if (first == cells).all() else cube.adder(first, named, strata)
    return SelectedUnits(None, added, present, named.names, fewest, tested)


def _outlets(facts: ArticleArrays, selection: ArticleSelection, cells: NDArray[np.bool_], by_kind: bool) -> Units:
    """Cells as parts of outlets: the unit of groups of outlets, exchanged within the kind of text they mostly have."""
    group, outlet = facts.cube.units(selection.by), facts.cube.columns[OUTLET]
    counted = cells & (group.codes >= 0) & (outlet.codes >= 0)
    key = np.where(counted, group.codes * len(outlet.names) + outlet.codes, -1)
    names = np.unique(key[counted])
    of = np.where(counted, np.searchsorted(names, key), -1)
    size, none = len(group.names), np.zeros(len(names), dtype=np.int64)
    mostly = commonest_kind(outlet.codes, facts.cube.kinds.codes, counted)
    strata = mostly[names % max(1, len(outlet.names))] if by_kind and len(names) else none
    return Units(of, names // max(1, len(outlet.names)), strata, none.astype(bool), size)


def metric_sample(
    facts: ArticleArrays, selected: SelectedUnits, question: MetricQuestion, layer: SummaryLayer | None = None
) -> MetricSample:
    """Compute a metric over selected units.

    Args:
        facts: the event.
        selected: the units.
        question: the metric, in a voice and a place.
        layer: what is added up instead of the metric's own cells, for counts of articles.
    """
    how = (selected.fewest, question.share, question.share and question.marked)
    if selected.units is None:
        made = layer or facts.cube.layer(question.metric, question.voice, question.place, question.variants)
        adder = cast(Adder, selected.adder)  # either units or adder is set
        sums = adder.sums(made.whole, made.parts)
        first = selected.tested or adder
        rows, groups, strata = first.places()
        cells = CellSums(groups, strata, made.whole[rows], made.parts[rows], question.share)
        tested = sums if first is adder else first.sums(made.whole, made.parts)
        return MetricSample(sums, tested, None, sums.n, *how, cells)
    if selected.fewest == OUTLETS_ENOUGH:
        made = layer or facts.cube.layer(question.metric, question.voice, question.place, question.variants)
        table = _of_cells(selected.units, made)
    else:
        layer_key = (question.metric, question.voice, question.place, question.variants)
        table = facts.values.table(selected.units, *layer_key)
    alone = table.keep(~table.linked) if table.linked.any() else table
    sums = table.sums()
    return MetricSample(sums, sums if alone is table else alone.sums(), alone, table.n_articles, *how)


def _of_cells(units: Units, layer: SummaryLayer) -> UnitTable:
    """The outlets' totals."""
    cell, variant = np.nonzero(layer.parts[:, :, 0])
    numerators = layer.parts[cell, variant, 0]
    articles: Codes = cell.astype(np.int64)
    return unit_table(
        units,
        layer.whole[:, 1],
        articles,
        variant.astype(np.int64),
        numerators,
        layer.parts.shape[1],
        layer.whole[:, 0],
    )
