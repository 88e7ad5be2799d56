"""Which stories of a selection most outlets tell, counted in arrays: a million articles in some ten milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.compare.columns import Codes, Column, codes_of, numbers_of
from collectors.compare.cube import chosen
from collectors.compare.rows import Selection, Tables


@dataclass(frozen=True, slots=True)
class ToldArticles:
    """The articles of an event's stories by number of story, then outlet. `columns` are outlet, phase, grade and
    language; `copies` their class in the summary."""

    number: Codes
    columns: Mapping[str, Column]
    copies: NDArray[np.int8]

    def most_told(self, selection: Selection, most: int) -> list[tuple[int, int, int]]:
        """(story's number, outlets, articles) of the stories that at least two outlets of the selection tell: those in
        most outlets first, then in most articles, then the earliest."""
        kept = np.flatnonzero(chosen(self.columns, self.copies, selection))
        number = self.number[kept]
        if not len(number):
            return []
        outlet = self.columns["outlet"].codes[kept]
        first = np.concatenate([[True], (number[1:] != number[:-1]) | (outlet[1:] != outlet[:-1])])
        articles = np.bincount(number)
        outlets = np.bincount(number[first], minlength=len(articles))
        found = np.flatnonzero(outlets > 1)
        best = found[np.lexsort((found, -articles[found], -outlets[found]))][:most]
        return [(int(i), int(outlets[i]), int(articles[i])) for i in best]


def told_articles(tables: Tables, event: str) -> ToldArticles:
    """Read the articles of an event's stories; none where the data set was published without stories."""
    columns = ("outlet", "phase", "grade", "language")
    found = tables.summary("story_articles", ["number", "copies", *columns], [("event", "=", event)])
    return ToldArticles(
        numbers_of(found["number"]).astype(np.int64),
        {name: codes_of(found[name]) for name in columns},
        numbers_of(found["copies"]).astype(np.int8),
    )
