"""Which stories and clusters of near-copies most outlets of a selection have, counted in arrays.

A million articles take some ten milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collectors.compare.coded_columns import Codes, codes_of
from collectors.compare.comparison_rows import Tables


@dataclass(frozen=True, slots=True)
class RankedGroups:
    """Groups of articles, with how many outlets and articles of a selection each has; in the order of their rank."""

    number: Codes
    outlets: Codes
    articles: Codes

    def page(self, start: int, size: int) -> list[tuple[int, int, int]]:
        """Return (number, outlets, articles) of `size` groups from the place `start` on."""
        columns = (self.number, self.outlets, self.articles)
        return list(zip(*(column[start : start + size].tolist() for column in columns), strict=True))


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """Articles in groups, sorted by group and outlet.

    Attributes:
        number: the number of each article's group.
        outlet: its outlet as a code.
        cell: the number of its cell in the summary.
    """

    number: Codes
    outlet: Codes
    cell: Codes

    def ranked(self, cells: Codes, fewest: int) -> RankedGroups:
        """Rank the groups that at least `fewest` outlets have in these cells.

        Those of most outlets come first, then those of most articles, then by number.
        """
        held = np.zeros(max(self.cell.max(initial=-1), cells.max(initial=-1)) + 1, dtype=bool)
        held[cells] = True
        used = np.flatnonzero(held[self.cell])
        number, outlet = self.number[used], self.outlet[used]
        first = np.ones(len(number), dtype=bool)
        first[1:] = (number[1:] != number[:-1]) | (outlet[1:] != outlet[:-1])
        articles = np.bincount(number)
        outlets = np.bincount(number[first], minlength=len(articles))
        numbers = np.flatnonzero(outlets >= fewest)
        numbers = numbers[np.lexsort((numbers, -articles[numbers], -outlets[numbers]))]
        return RankedGroups(numbers, outlets[numbers], articles[numbers])


def grouped(tables: Tables, event: str, name: str) -> GroupCounts:
    """Read the articles of an event's groups.

    Args:
        tables: the data set.
        event: the event's id.
        name: the summary table: "story_articles" or "clusters".
    """
    summed = tables.summary(name, ["number", "outlet", "cell"], [("event", "=", event)])
    summed = summed.filter(summed["cell"].is_valid())  # a cluster also has rows of articles that no figure counts
    number, cell = (np.asarray(summed[key].to_numpy(), dtype=np.int64) for key in ("number", "cell"))
    outlet = codes_of(summed["outlet"]).codes
    order = np.lexsort((outlet, number))
    return GroupCounts(number[order], outlet[order], cell[order])
