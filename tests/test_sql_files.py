"""SQL in files of its own: scripts, named queries, and what DuckDB itself says of their syntax."""

from __future__ import annotations

import duckdb
import pytest

from collectors.dataset import summary_devices, summary_sums
from collectors.support.sql_files import read_queries, read_script


def test_named_queries_come_in_the_order_of_their_file() -> None:
    queries = read_queries("collectors.dataset", "tables", unit=1_000_000)
    assert list(queries)[:3] == ["cells", "layers", "variants"]
    assert queries["cells"] == "select * from cells order by cell"
    assert "/ 1000000" in queries["variants"]


def test_a_word_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(KeyError, match="unit"):
        read_script("collectors.dataset", "scores")
    with pytest.raises(FileNotFoundError):
        read_script("collectors.dataset", "nowhere")


@pytest.mark.parametrize(
    "queries", [summary_sums.TABLES, summary_devices.NUMERATORS, summary_devices.DENOMINATORS], ids=["tables", "over", "under"]
)  # fmt: skip
def test_every_query_is_one_statement(queries: dict[str, str]) -> None:
    with duckdb.connect() as connection:
        assert {name: len(connection.extract_statements(query)) for name, query in queries.items()} == dict.fromkeys(
            queries, 1
        )
