"""Which stories of a selection most outlets tell, counted in arrays: a million articles in some ten milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collectors.compare.columns import Codes, codes_of
from collectors.compare.rows import Tables


@dataclass(frozen=True, slots=True)
class ToldArticles:
    """The articles of an event's stories by number of story, then outlet: `outlet` as a code, `cell` as the cube
    numbers what no selection tells apart."""

    number: Codes
    outlet: Codes
    cell: Codes

    def most_told(self, cells: Codes, most: int) -> list[tuple[int, int, int]]:
        """(story's number, outlets, articles) of the stories that at least two outlets tell in these cells: those in
        most outlets first, then in most articles, then the earliest."""
        held = np.zeros(max(self.cell.max(initial=-1), cells.max(initial=-1)) + 1, dtype=bool)
        held[cells] = True
        kept = np.flatnonzero(held[self.cell])
        number, outlet = self.number[kept], self.outlet[kept]
        if not len(number):
            return []
        first = np.concatenate([[True], (number[1:] != number[:-1]) | (outlet[1:] != outlet[:-1])])
        articles = np.bincount(number)
        outlets = np.bincount(number[first], minlength=len(articles))
        found = np.flatnonzero(outlets > 1)
        best = found[np.lexsort((found, -articles[found], -outlets[found]))][:most]
        return [(int(i), int(outlets[i]), int(articles[i])) for i in best]


def told_articles(tables: Tables, event: str) -> ToldArticles:
    """Read the articles of an event's stories; none where the data set was published without stories."""
    found = tables.summary("story_articles", ["number", "outlet", "cell"], [("event", "=", event)])
    return ToldArticles(
        np.asarray(found["number"].to_numpy(), dtype=np.int64),
        codes_of(found["outlet"]).codes,
        np.asarray(found["cell"].to_numpy(), dtype=np.int64),
    )
