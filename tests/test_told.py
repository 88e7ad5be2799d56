"""Stories by how many outlets of a selection tell them: the same as counting by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from collectors.compare import ArticleSelection
from collectors.compare.story_ranking import grouped

Row = tuple[int, str, str, str, str, int]  # number, outlet, phase, grade, language, copies
ROWS = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from("abcd"), st.sampled_from(("vote", "result")),
        st.sampled_from(("good", "doubtful")), st.sampled_from(("en", "uk")), st.integers(0, 2),
    ),
    max_size=60,
)  # fmt: skip
ASKED = st.builds(
    ArticleSelection,
    st.just("e"),
    outlets=st.sampled_from(((), ("a", "b"), ("c",))),
    phase=st.sampled_from(("all", "vote")),
    copies=st.sampled_from(("all", "one", "own")),
    grades=st.sampled_from(((), ("good",))),
    languages=st.sampled_from(((), ("uk",))),
)


class Tables:
    """The one summary table, as a data set gives it: a cell is what rows have in common but for their story."""

    version = method_version = "v"

    def __init__(self, rows: Sequence[Row]) -> None:
        self.cells = sorted({row[1:] for row in rows})
        told = [{"number": row[0], "outlet": row[1], "cell": self.cells.index(row[1:])} for row in sorted(rows)]
        kinds = pa.schema([("number", pa.int32()), ("outlet", pa.string()), ("cell", pa.int32())])
        self.rows = pa.Table.from_pylist(told, kinds)

    def summary(self, name: str, columns: Sequence[str] | None = None, where: object = None) -> pa.Table:
        assert (name, where) == ("story_articles", [("event", "=", "e")])
        return self.rows.select(list(columns or ()))

    def table(self, name: str, columns: Sequence[str] | None = None, where: object = None) -> pa.Table:
        raise AssertionError(name)


def held(cell: tuple[str, str, str, str, int], asked: ArticleSelection) -> bool:
    outlet, phase, grade, language, copies = cell
    return (
        (not asked.outlets or outlet in asked.outlets)
        and asked.phase in ("all", phase)
        and (not asked.grades or grade in asked.grades)
        and (not asked.languages or language in asked.languages)
        and copies <= {"all": 2, "one": 1, "own": 0}[asked.copies]
    )


@given(ROWS, ASKED)
def test_groups_are_ranked_by_outlets_then_articles_of_the_cells(rows: list[Row], asked: ArticleSelection) -> None:
    outlets: dict[int, set[str]] = defaultdict(set)
    articles: Counter[int] = Counter()
    for row in rows:
        if held(row[1:], asked):
            outlets[row[0]].add(row[1])
            articles[row[0]] += 1
    tables = Tables(rows)
    cells = np.array([i for i, cell in enumerate(tables.cells) if held(cell, asked)], dtype=np.int64)
    for fewest in (1, 2):
        by_hand = [(n, len(who), articles[n]) for n, who in outlets.items() if len(who) >= fewest]
        by_hand.sort(key=lambda x: (-x[1], -x[2], x[0]))
        found = grouped(tables, "e", "story_articles").ranked(cells, fewest)
        assert [*zip(found.number, found.outlets, found.articles, strict=True)] == by_hand
