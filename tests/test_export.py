"""Exported files: safe cells, complete codebook, the same bytes, no full text."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.compare import comparison, load
from collectors.errors import ParallaxError
from collectors.export import (
    COLUMNS,
    METRICS,
    codebook,
    comparison_csv,
    csv_bytes,
    export_event,
    package_name,
    plain_text,
    row_labels,
    safe_text,
    tabbed,
)
from collectors.export.csv_cells import cell
from collectors.export.exported_table import CONTEXT
from tests.support.in_memory import Tables, Where
from tests.support.make_dataset import make_tables

FILES = ("comparison", "contrasts", "articles", "quotations", "mentions", "marks", "membership", "codebook")


@pytest.fixture(scope="module")
def data() -> Tables:
    tables = make_tables(24, 3, seed=2)
    titles = tables["articles"]["title"].to_pylist()
    titles[0] = '=HYPERLINK("http://x.example";"win")'
    titles[1] = "<script>alert(1)</script>, \u201cquoted\u201d\nand broken"
    at = tables["articles"].column_names.index("title")
    tables["articles"] = tables["articles"].set_column(at, "title", pa.array(titles))
    return Tables(tables)


@pytest.fixture(scope="module")
def folder(data: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("export") / "made" / "here"
    written = export_event(data, "synthetic", to, seed=1)
    assert sorted(p.name for p in written) == sorted(p.name for p in to.iterdir())
    return to


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_has_the_columns_of_the_codebook(folder: Path) -> None:
    explained = {(row["file"], row["column"]) for row in read(folder / "codebook.csv") if row["meaning"]}
    for name in FILES:
        header = (folder / f"{name}.csv").read_bytes().split(b"\r\n")[0].decode()
        assert header == ",".join(c.name for c in COLUMNS[name])
        assert {(f"{name}.csv", column) for column in header.split(",")} <= explained


def test_every_metric_has_its_line_in_the_codebook(folder: Path) -> None:
    explained = {str(row["value"]) for row in codebook() if row.get("value")}
    used = {row["metric"] for row in read(folder / "comparison.csv")}
    assert {"naming:*" if metric.startswith("naming:") else metric for metric in used} <= explained == set(METRICS)


def test_columns_say_what_they_mean() -> None:
    for columns in COLUMNS.values():
        assert len({c.name for c in columns}) == len(columns)
        for column in columns:
            assert column.type in {"string", "integer", "number", "boolean", "date"}
            assert column.meaning.endswith(".")


def test_comparison_is_the_same_from_the_dashboard(data: Tables, folder: Path) -> None:
    rows = comparison(load(data, "synthetic"), seed=1)
    assert comparison_csv(rows, row_labels(data, "synthetic")) == (folder / "comparison.csv").read_bytes()


def test_the_same_data_and_seed_give_the_same_bytes(data: Tables, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("stays")
    (tmp_path / "articles.csv").write_text("old")
    written = export_event(data, "synthetic", tmp_path, seed=1)
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in written} | {"mine.txt"}
    for path in written:
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_the_data_package_describes_the_files(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["profile"], package["dataset_version"], package["seed"]) == (
        "data-package",
        "0123456789ab",
        1,
    )
    assert [r["name"] for r in package["resources"]] == [*FILES, "event"]
    for resource in package["resources"][:-1]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        rows = read(folder / resource["path"])
        assert resource["rows"] == len(rows)
        keys = [tuple(row[k] for k in resource["schema"].get("primaryKey", row)) for row in rows]
        assert len(set(keys)) == len(keys)


def test_the_package_of_an_event_without_a_file_has_a_sound_name() -> None:
    assert package_name("newswcl50:0") == "parallax-newswcl50-0"
    assert package_name("Выборы 2022") == "parallax--------2022"


def test_titles_are_harmless_and_come_back(data: Tables, folder: Path) -> None:
    given_titles = dict(zip(*(data.table("articles")[k].to_pylist() for k in ("article_id", "title")), strict=True))
    rows = read(folder / "articles.csv")
    assert not any(value.startswith(("=", "+", "@", "\t")) for row in rows for value in row.values())
    assert {row["article_id"]: plain_text(row["title"]) for row in rows} == given_titles


def test_no_file_holds_a_full_text(data: Tables, folder: Path) -> None:
    together = b"".join((folder / f"{name}.csv").read_bytes() for name in FILES).decode()
    for text in data.table("texts")["text"].to_pylist():
        assert not any(text[i : i + CONTEXT + 1] in together for i in range(0, len(text) - CONTEXT, 40))
    for name, column in (("mentions", "context"), ("quotations", "excerpt")):
        assert all(0 < len(row[column]) <= CONTEXT for row in read(folder / f"{name}.csv"))


def test_mentions_stand_in_their_context(data: Tables, folder: Path) -> None:
    retitled = data.table("articles")["article_id"].to_pylist()[:2]
    rows = [r for r in read(folder / "mentions.csv") if r["article_id"] not in retitled]
    assert rows
    assert all(row["surface"] in row["context"] for row in rows)


def test_a_data_set_without_texts_has_no_context(data: Tables, tmp_path: Path) -> None:
    bare = Tables({**data.tables, "texts": data.tables["texts"].slice(0, 0)})
    export_event(bare, "synthetic", tmp_path)
    assert {row["context"] for row in read(tmp_path / "mentions.csv") if row["place"] != "headline"} == {""}
    assert {row["excerpt"] for row in read(tmp_path / "quotations.csv")} == {""}


def test_numbers_stay_numbers(folder: Path) -> None:
    for row in read(folder / "comparison.csv"):
        for column in COLUMNS["comparison"]:
            if column.type in ("number", "integer") and row[column.name]:
                float(row[column.name])


def test_an_unknown_event_leaves_nothing_behind(data: Tables, tmp_path: Path) -> None:
    with pytest.raises(ParallaxError):
        export_event(data, "nowhere", tmp_path / "new")
    assert not (tmp_path / "new").exists()


class Failing(Tables):
    """A data set whose mentions cannot be read, which shows after other files were written."""

    def table(self, name: str, columns: Sequence[str] | None = None, where: Where = None) -> pa.Table:
        if name == "mentions":
            raise OSError(28, "disk full")
        return super().table(name, columns, where)


def test_a_failure_leaves_the_old_files(data: Tables, tmp_path: Path) -> None:
    (tmp_path / "comparison.csv").write_text("old")
    with pytest.raises(OSError, match="disk full") as told:
        export_event(Failing(data.tables), "synthetic", tmp_path)
    assert told.value.filename == str(tmp_path)
    assert os.listdir(tmp_path) == ["comparison.csv"]  # noqa: PTH208  hidden files count too
    assert (tmp_path / "comparison.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (-3, "-3"),
        (0.0, "0"),
        (56.0, "56"),
        (-0.5, "-0.5"),
        (1 / 3, "0.3333333333333333"),
        (1e-7, "1e-07"),
        (float("nan"), ""),
        (float("inf"), ""),
        ("-3", "'-3"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\uff1dx", "'\uff1dx"),
        ("'=x", "''=x"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("a\x00b", "a\ufffdb"),
    ],
)
def test_cells(value: object, expected: str) -> None:
    assert cell(value) == expected


def test_a_table_for_the_clipboard_has_a_line_for_each_row() -> None:
    rows = [{"a": "=1+1", "b": 0.5}, {"a": "two\nlines\tand a tab", "b": None}]
    assert tabbed(["a", "b"], rows) == "a\tb\n'=1+1\t0.5\ntwo lines and a tab\t\n"


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\t\n\r=+-@'\",;"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_text_comes_back_from_its_cell(text: str) -> None:
    assert plain_text(safe_text(text)) == text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXT, st.floats(allow_nan=False, allow_infinity=False), st.integers()), max_size=8))
def test_rows_come_back_from_the_file(rows: list[tuple[str, float, int]]) -> None:
    content = csv_bytes(["a", "b", "c"], [dict(zip("abc", row, strict=True)) for row in rows])
    assert b"\n" not in content.replace(b"\r\n", b"") or any("\n" in text for text, _, _ in rows)
    back = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    assert [(plain_text(r["a"]), float(r["b"]), int(r["c"])) for r in back] == rows
