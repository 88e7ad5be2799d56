"""What is asked (`ArticleSelection`) and what is returned (`ComparisonRow`): the contract of comparison.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import pyarrow as pa

ALL = "all"
OUTLET = "outlet"
#: What is compared: outlets, or articles grouped by one of their properties.
BY = (OUTLET, "country", "ownership", "language", "phase")
#: Properties of an outlet (or, for a language, of what it writes): the groups compared are groups of outlets.
GROUPED_BY = ("country", "ownership", "language")
COPIES = ("all", "own", "one")


class Tables(Protocol):
    """One published version of a data set, as `collectors.dataset.versions.Dataset` is: immutable tables."""

    @property
    def version(self) -> str:
        """The version's name, which every row carries."""

    @property
    def method_version(self) -> str:
        """The version of the measures in the tables."""

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """Read a table of the contract.

        Args:
            name: the table's name.
            columns: columns to read; None means all.
            where: conditions in pyarrow's form, [("event", "=", "x")]; None means no condition.
        """

    def summary(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """Read a summary table in its order (see `collectors.dataset.summary_sums`); arguments as in `table`."""


@dataclass(frozen=True, slots=True)
class ArticleSelection:
    """Which articles and which words a comparison is about; empty tuples mean all.

    Only members of the event with a known outlet are compared.

    Attributes:
        event: the event's id.
        outlets: outlet ids.
        phase: a phase's id, or "all".
        voice: whose words count: "own", "quoted", "attributed" or "all".
        copies: "all" articles, "own" (without an agency's credit, and only the first article of each cluster of
            near-duplicates), or "one" article per cluster.
        place: where in the article: "headline", "lead", "body" or "all".
        grades: grades of extraction.
        languages: ISO 639-1 codes.
        by: what is compared. Unless it is "outlet", a row's column `outlet` holds a group such as "country:GB" or
            "phase:voting"; articles whose group is unknown are left out.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One figure of one outlet: `estimate` = numerator / denominator.

    Attributes:
        n_articles: the articles whose denominator is above 0.
        ci_low: lower end of the 95 % interval; None below two articles, and for a mean of articles that have one value.
        ci_high: upper end of the 95 % interval; None where `ci_low` is.
        p_value: of the test whether the outlet differs from all others of the selection; None where the figure is not
            tested, or the outlet, or the others together, have too few articles.
        q_value: the p-value corrected over all figures that are tested together (Benjamini and Hochberg); None where p
            is.
        enough: whether there are enough articles (eight), and enough with the mark, for more than a description; false
            where a figure has no interval.
        method_version: version of the measures in the data set, then that of the statistics.
        dataset_version: the data set's version.
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
