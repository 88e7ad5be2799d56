"""The units that are exchanged and resampled: articles, an outlet's near-copies of one text, or outlets.

Five near-copies in an outlet are one text, not five pieces of evidence; the members of a group of outlets are its
outlets. `Units` says which unit each article belongs to; `UnitTable` holds one metric by unit and adds itself up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from collectors.compare.article_sums import PARTS, WHOLE, ArticleSums
from collectors.compare.permutations import Codes, Floats


def added(places: Codes, values: Floats, size: int) -> Floats:
    """Return the sum of the values at each place 0 .. size - 1; zeros where there are no values.

    Args:
        places: of each value, 0 .. size - 1.
        values: as many as places.
        size: how many places there are.
    """
    return np.bincount(places, values, size).astype(np.float64)  # without rows numpy returns whole numbers


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a selection.

    Attributes:
        of: each article's unit, -1 where the selection leaves it out.
        groups: each unit's group (outlet, or what is compared).
        strata: each unit's stratum 0, 1 ..., within which units are exchanged.
        linked: whether another group has the unit's text too, so that it cannot show how the two differ.
        size: the number of groups that have a name, with or without a unit here.
    """

    of: Codes
    groups: Codes
    strata: Codes
    linked: NDArray[np.bool_]
    size: int

    def __len__(self) -> int:
        return len(self.groups)


@dataclass(frozen=True, slots=True)
class UnitTable:
    """One metric over units with a denominator above 0, and its marked cells one by one.

    Attributes:
        y: each unit's denominator.
        groups: its group.
        strata: its stratum.
        linked: whether another group has its text too.
        articles: how many of its articles have a denominator.
        row: the unit of each marked cell.
        variant: its variant.
        x: its numerator, above 0.
        shape: numbers of groups, strata and variants.
    """

    y: Floats
    groups: Codes
    strata: Codes
    linked: NDArray[np.bool_]
    articles: Floats
    row: Codes
    variant: Codes
    x: Floats
    shape: tuple[int, int, int]  # groups, strata, variants

    @property
    def n_articles(self) -> Floats:
        """Articles of each group."""
        return added(self.groups, self.articles, self.shape[0])

    def sums(self) -> ArticleSums:
        """Return the sums of powers and products, by group and stratum."""
        size, strata, variants = self.shape
        cell = self.groups * strata + self.strata
        whole = np.stack([added(cell, self.y**power, size * strata) for power in range(len(WHOLE))], axis=1)
        key = cell[self.row] * variants + self.variant
        x, y = self.x, self.y[self.row]
        products = (x, x**2, x * y, x**3, x**2 * y, x * y**2, (x > 0).astype(np.float64))
        parts = np.stack([added(key, product, size * strata * variants) for product in products], axis=1)
        return ArticleSums(whole.reshape(size, strata, len(WHOLE)), parts.reshape(size, strata, variants, len(PARTS)))

    def keep(self, units: NDArray[np.bool_]) -> UnitTable:
        """Return the table of the units where the mask is true."""
        place = np.cumsum(units) - 1
        rows = units[self.row]
        return UnitTable(
            y=self.y[units],
            groups=self.groups[units],
            strata=self.strata[units],
            linked=self.linked[units],
            articles=self.articles[units],
            row=place[self.row[rows]],
            variant=self.variant[rows],
            x=self.x[rows],
            shape=self.shape,
        )

    def in_order(self, order: Codes) -> UnitTable:
        """Return the table with its units in another order; `order` has each unit once."""
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        whole = (self.y[order], self.groups[order], self.strata[order], self.linked[order], self.articles[order])
        return UnitTable(*whole, row=place[self.row], variant=self.variant, x=self.x, shape=self.shape)

    def only(self, variants: Codes) -> UnitTable:
        """Return the table of some variants, in this order."""
        place = np.full(self.shape[2], -1, dtype=np.int64)
        place[variants] = np.arange(len(variants))
        here = place[self.variant] >= 0
        shape = (*self.shape[:2], len(variants))
        return UnitTable(
            y=self.y,
            groups=self.groups,
            strata=self.strata,
            linked=self.linked,
            articles=self.articles,
            row=self.row[here],
            variant=place[self.variant[here]],
            x=self.x[here],
            shape=shape,
        )

    def in_strata(self, places: Codes, size: int) -> UnitTable:
        """Return the table with its strata numbered anew.

        Args:
            places: the new number of each stratum that has units.
            size: how many there are then.
        """
        return replace(self, strata=places[self.strata], shape=(self.shape[0], size, self.shape[2]))


def unit_table(
    units: Units, y: Floats, article: Codes, variant: Codes, x: Floats, variants: int, counts: Floats | None = None
) -> UnitTable:
    """Add a metric up by unit.

    Args:
        units: which unit each article belongs to.
        y: the denominator of each article; one with 0 does not count.
        article: the article of each numerator above 0.
        variant: its variant, 0 .. variants - 1.
        x: the numerator.
        variants: how many variants there are.
        counts: how many articles each row of `y` stands for; None means one.
    """
    counted = (units.of >= 0) & (y > 0)
    of = units.of[counted]
    whole = added(of, y[counted], len(units))
    articles = added(of, np.ones(len(of)) if counts is None else counts[counted], len(units))
    used = np.flatnonzero(articles > 0)
    place = np.full(len(units), -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    here = counted[article] & (x != 0)
    key = place[units.of[article[here]]] * variants + variant[here]
    cells, at = np.unique(key, return_inverse=True)
    sums = added(at, x[here], len(cells))
    shape = (units.size, int(units.strata.max(initial=0)) + 1, variants)
    return UnitTable(
        y=whole[used],
        groups=units.groups[used],
        strata=units.strata[used],
        linked=units.linked[used],
        articles=articles[used],
        row=cells // variants,
        variant=cells % variants,
        x=sums,
        shape=shape,
    )


def merged_units(told_apart: Codes, groups: Codes, strata: Codes, copies: Codes, size: int) -> Units:
    """Make units of a selection's articles: near-copies within a group are one unit, of the first one's stratum.

    Args:
        told_apart: -1 for articles that the selection leaves out, else a number from 0 that tells units apart.
        groups: each article's group.
        strata: each article's stratum.
        copies: the number of each article's cluster of near-copies, -1 for none.
        size: how many groups there are.
    """
    chosen = np.flatnonzero(told_apart >= 0)
    group, cluster = groups[chosen], copies[chosen]
    alone, clusters = int(told_apart.max(initial=0)) + 1, int(copies.max(initial=0)) + 1
    key = np.where(cluster >= 0, group * clusters + cluster + alone, told_apart[chosen])
    _, first, unit = np.unique(key, return_index=True, return_inverse=True)
    of = np.full(len(told_apart), -1, dtype=np.int64)
    of[chosen] = unit
    cluster = cluster[first]
    within = np.bincount(cluster[cluster >= 0], minlength=clusters)  # groups that have the text
    linked = (cluster >= 0) & (within[cluster] > 1)
    return Units(of, group[first], strata[chosen][first], linked, size)
