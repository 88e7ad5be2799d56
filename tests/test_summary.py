"""Summary tables: the same bytes each time, the sums of the published rows, and data sets that have none."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from collectors.compare import ArticleSelection, load, naming
from collectors.dataset import row_groups, summary_sums, versions
from collectors.dataset.row_groups import first_rows, read_groups
from collectors.dataset.versions import open_dataset
from collectors.errors import ParallaxError
from tests.support.make_dataset import make_tables, write


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    version = write(folder, make_tables(60, 4, seed=2, bank=4))
    published = folder / "datasets" / version
    if not (published / "summary").exists():
        summary_sums.build(published, into=published / "summary")
    return folder


def test_the_same_tables_give_the_same_bytes(home: Path, tmp_path: Path) -> None:
    data = open_dataset(home)
    summary_sums.build(data.path, into=tmp_path / "again")
    names = sorted(p.name for p in (tmp_path / "again").iterdir())
    assert names == sorted([*(f"{name}.parquet" for name in summary_sums.TABLES), "summary.json"])
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (data.path / "summary" / name).read_bytes(), name


def test_the_order_of_adding_changes_no_sum(home: Path) -> None:
    """Which of DuckDB's threads adds which row is chance: a table that depends on it differs once in some fifty times."""
    with duckdb.connect(config={"threads": 1}) as connection:
        for file in sorted(open_dataset(home).path.glob("*.parquet")):
            connection.execute(f"create view {file.stem} as select * from read_parquet('{file}')")  # noqa: S608  files of our own
        summary_sums.prepare(connection)
        before = {name: connection.execute(query).fetchall() for name, query in summary_sums.TABLES.items()}
        for order in ("hash(layer, cell, x)", "hash(cell, x, layer)", "x desc, cell desc"):
            connection.execute(f"create or replace temp table part_sums as from part_sums order by {order}")
            after = {name: connection.execute(query).fetchall() for name, query in summary_sums.TABLES.items()}
            assert [name for name in before if before[name] != after[name]] == []


def test_sums_are_those_of_the_articles(home: Path) -> None:
    """Over all cells of a layer: articles with the concept, its mentions and their squares; a variant's and products."""
    data = open_dataset(home)
    members = data.table("articles").filter(pc.field("member") & pc.field("outlet").is_valid())
    rows = data.table("mentions", where=[("concept", "=", "vote"), ("voice", "=", "own")])
    rows = rows.filter(pc.is_in(rows["article_id"], value_set=members["article_id"].combine_chunks()))
    counts = rows.group_by("article_id").aggregate([("variant", "count")])
    y = counts["variant_count"].to_numpy()
    sham = rows.filter(pc.equal(rows["variant"], "sham")).group_by("article_id").aggregate([("variant", "count")])
    of = dict(zip(sham["article_id"].to_pylist(), sham["variant_count"].to_pylist(), strict=True))
    x = np.array([of.get(key, 0) for key in counts["article_id"].to_pylist()])
    layers = data.summary("layers").to_pylist()
    (layer,) = [r["layer"] for r in layers if (r["metric"], r["voice"], r["place"]) == ("naming:vote", "own", "all")]
    whole = data.summary("whole", where=[("layer", "=", layer)])
    assert [pc.sum(whole[c]).as_py() for c in ("n", "y", "yy", "yyy")] == [len(y), y.sum(), (y**2).sum(), (y**3).sum()]
    parts = data.summary("parts", where=[("layer", "=", layer), ("variant", "=", "sham")])
    expected = [x.sum(), (x**2).sum(), (x * y).sum(), (x**3).sum(), (x**2 * y).sum(), (x * y**2).sum()]
    assert [pc.sum(parts[c]).as_py() for c in ("x", "xx", "xy", "xxx", "xxy", "xyy")] == expected


def test_lists_hold_every_row_and_outlets_take_turns(home: Path) -> None:
    data = open_dataset(home)
    assert len(data.summary("mentions")) == data.counts["mentions"]
    assert len(data.summary("quotations")) == data.counts["quotations"]
    first = data.summary("mentions", where=[("concept", "=", "vote"), ("variant", "=", "sham")]).slice(0, 4)
    assert first["turn"].to_pylist() == [1, 1, 1, 1]
    assert len(set(first["outlet"].to_pylist())) == 4
    assert sum(data.summary("days")["n"].to_pylist()) == data.counts["articles"]


def test_a_data_set_without_a_summary_gets_one_beside_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home, tmp_path / "old")
    old = open_dataset(tmp_path / "old")
    shutil.rmtree(old.path / "summary")
    assert old.summary_folder.parent != old.path
    assert summary_sums.current(old.summary_folder)
    assert not (old.path / "summary").exists()
    one, other = (naming(load(data, "synthetic"), ArticleSelection("synthetic")) for data in (open_dataset(home), old))
    assert one == other
    monkeypatch.setattr(versions, "MOST_UNSUMMED", 10)
    versions._made.cache_clear()
    with pytest.raises(ParallaxError, match="60 articles and no summary"):
        old.summary("cells")


@pytest.mark.parametrize(
    "where",
    [
        (),
        [("key", "=", 4)],
        [("key", "in", [2, 4, 11])],
        [("key", "in", [])],
        [("key", ">=", 2), ("kind", "=", "b")],
        [("key", "<=", 7), ("kind", "in", ["a", "c"]), ("value", ">=", 9)],
        [("key", "=", 99)],
    ],
)
def test_the_first_rows_are_those_of_all(tmp_path: Path, where: row_groups.Where) -> None:
    kinds = ["a", "b", "c", None]
    table = pa.table(
        {"key": sorted([*range(12)] * 5), "kind": [kinds[i * i % 7 % 4] for i in range(60)], "value": [*range(60)]}
    )
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=7)
    every = read_groups(tmp_path / "t.parquet", ["kind", "value"], where)
    for start in (0, 1, 6, 7, 30, 70):
        for size in (0, 1, 5, 100):
            found = first_rows(tmp_path / "t.parquet", ["kind", "value"], where, start, size)
            assert found.to_pylist() == every.slice(start, size).to_pylist()


def test_a_list_reads_no_further_than_its_last_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"key": [1] * 50 + [2] * 50, "value": [*range(100)]})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=10)
    read: list[tuple[int, list[str]]] = []
    plain = pq.ParquetFile.read_row_group
    monkeypatch.setattr(
        pq.ParquetFile,
        "read_row_group",
        lambda file, i, columns, **how: read.append((i, columns)) or plain(file, i, columns, **how),
    )
    found = first_rows(tmp_path / "t.parquet", ["value"], [("key", "=", 2)], 5, 10)
    assert found["value"].to_pylist() == [*range(55, 65)]
    assert read == [(5, ["value"]), (6, ["value"])]  # the key is known from the footer


def test_row_groups_that_cannot_match_are_not_read(tmp_path: Path) -> None:
    table = pa.table({"key": pa.array([*range(10)] * 2).sort(), "value": [*range(20)]})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=4)
    found = read_groups(tmp_path / "t.parquet", ["value"], [("key", ">=", 3), ("key", "<=", 4), ("value", "=", 7)])
    assert found.to_pydict() == {"value": [7]}
    assert read_groups(tmp_path / "t.parquet", None, ()).equals(table)
    assert read_groups(tmp_path / "t.parquet", ["key"], [("key", "=", 99)]).num_rows == 0
