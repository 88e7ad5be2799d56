"""What is asked (`Selection`) and what comes back (`ComparisonRow`): the contract of comparison.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import pyarrow as pa

ALL = "all"
OUTLET = "outlet"
#: What is compared: outlets, or articles grouped by a fact of theirs.
BY = (OUTLET, "country", "ownership", "language", "phase")
#: Facts of an outlet (or, of a language, of all it writes): what is compared are groups of outlets.
GROUPED_BY = ("country", "ownership", "language")
COPIES = ("all", "own", "one")


class Tables(Protocol):
    """One published version of a data set: its tables, immutable. `collectors.dataset.versions.Dataset` is one."""

    @property
    def version(self) -> str:
        """The version's name, which also stands in every row."""

    @property
    def method_version(self) -> str:
        """The version of the measures in the tables."""

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """A table of the contract or some of its columns, filtered in pyarrow's form: [("event", "=", "x")]."""

    def summary(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """The same of a summary table, in its order (see `collectors.dataset.summary_sums`)."""


@dataclass(frozen=True, slots=True)
class ArticleSelection:
    """Which articles and which words a comparison is about. Empty tuples mean all.

    `copies`: all articles | own (no agency credit, and of a cluster of near-duplicates only the first) | one (one
    article per cluster). `voice` and `place` choose words within the articles. Only members of the event with a known
    outlet are ever compared. `by` is what is compared: the column `outlet` of a row then holds "country:GB" or
    "phase:voting"; articles whose value is unknown have no row.
    """

    event: str
    outlets: tuple[str, ...] = ()
    phase: str = ALL
    voice: str = ALL
    copies: str = ALL
    place: str = ALL
    grades: tuple[str, ...] = ("good",)
    languages: tuple[str, ...] = ()
    by: str = OUTLET


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One figure of one outlet. `estimate` = numerator / denominator over `n_articles`, the articles whose
    denominator is above 0.

    `ci_low` and `ci_high` are the 95 % interval, None below two articles. `p_value` asks whether the outlet differs
    from the other outlets of the selection, `q_value` is its Benjamini-Hochberg value among the rows of this metric;
    both are None where the outlet has not `enough` articles (eight), or the others together have not.
    """

    event: str
    outlet: str
    phase: str
    metric: str
    variant: str
    voice: str
    copies: str
    numerator: float
    denominator: float
    n_articles: int
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    q_value: float | None
    enough: bool
    method_version: str
    dataset_version: str


#: The columns of comparison.csv, in order.
COLUMNS = tuple(field.name for field in fields(ComparisonRow))
