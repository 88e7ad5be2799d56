"""What an export may hold besides the plain files: groups, one voice, wide tables, workbooks, marks for Excel, examples."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from frictionless import Package
from openpyxl import load_workbook

from collectors import open_dataset
from collectors.compare import ArticleSelection, load, naming
from collectors.dataset.versions import Dataset
from collectors.dataset.versions import open_dataset as opened_files
from collectors.errors import ParallaxError
from collectors.export import ExportChoices, comparison_csv, export_event, left_from_before, row_labels
from collectors.export.export_guide import example_of
from collectors.export.exported_table import ExportedTable, columns_of
from collectors.export.metric_meanings import METRICS
from collectors.export.metric_units import UNITS, unit_of
from collectors.export.row_labels import RowLabels, concept_of, what_p_tests
from collectors.export.workbook import sheet_cell, write_workbook
from tests.support.command_line import Run
from tests.support.dashboard_pages import OPENS_PAGES
from tests.support.demo_exports import EVENT, everything_exported

pytestmark = OPENS_PAGES


@pytest.fixture(scope="module")
def demo(homes: dict[str, Path]) -> Dataset:
    return opened_files(homes["demo"])


@pytest.fixture(scope="module")
def everything(homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return everything_exported(tmp_path_factory, homes["demo"])


@pytest.fixture(scope="module")
def grouped(demo: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("grouped")
    export_event(demo, EVENT, to, choices=ExportChoices(by="country", voice="own", copies="one"))
    return to


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_file_names_carry_event_and_version(everything: Path, demo: Dataset) -> None:
    names = [path.name for path in everything.iterdir()]
    assert all(name.startswith(f"parallax_{EVENT}_{demo.version}") for name in names)
    assert any(name.endswith(f"{demo.version}.xlsx") for name in names)


@pytest.mark.parametrize("folder", ["everything", "grouped"])
def test_frictionless_finds_the_package_valid(folder: str, request: pytest.FixtureRequest) -> None:
    found: Path = request.getfixturevalue(folder)
    (described,) = found.glob("*datapackage.json")
    report = Package(str(described)).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    package = json.loads(described.read_text(encoding="utf-8"))
    assert {resource["path"] for resource in package["resources"]} >= {
        path.name for path in found.iterdir() if path.suffix == ".csv"
    }


def test_the_package_says_who_from_what_and_under_which_licence(everything: Path, grouped: Path) -> None:
    (described,) = everything.glob("*datapackage.json")
    package = json.loads(described.read_text(encoding="utf-8"))
    assert package["licenses"][0]["path"].startswith("https://creativecommons.org/")
    assert package["contributors"][0] == {"title": "Ann Example", "role": "author"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", package["created"])
    assert {"Volga Wire Agency", "The Daily Blaze"} <= {source["title"] for source in package["sources"]}
    plain = json.loads((grouped / "datapackage.json").read_text(encoding="utf-8"))
    assert plain["licenses"][0]["name"] == "notspecified"
    assert plain["selection"] == {"by": "country", "voice": "own", "copies": "one"}


def test_the_event_goes_with_its_patterns(everything: Path) -> None:
    (file,) = everything.glob("*event.json")
    declared = json.loads(file.read_text(encoding="utf-8"))
    (vote,) = [concept for concept in declared["concepts"] if concept["id"] == "vote"]
    assert any("sham" in pattern for variant in vote["variants"] for pattern in variant["patterns"].get("en", ()))


def test_a_mark_makes_excel_read_ukrainian(everything: Path, demo: Dataset) -> None:
    for file in everything.glob("*.csv"):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    words = "Референдум під дулами"
    rows = naming(load(demo, EVENT), ArticleSelection(EVENT), units=("volga-wire",))
    marked = comparison_csv(rows[:1], RowLabels(outlets={"volga-wire": words}), bom=True)
    assert marked.startswith(b"\xef\xbb\xbfevent,outlet,")
    # A program that looks at the mark alone, as Excel does.
    assert words in marked.decode("utf-8-sig" if marked[:3] == b"\xef\xbb\xbf" else "cp1252")


def test_labels_stand_beside_ids(everything: Path, demo: Dataset) -> None:
    (file,) = everything.glob("*_comparison.csv")
    rows = read(file)
    assert {row["voice"] for row in rows} == {"own"}
    assert {row["copies"] for row in rows} == {"all"}
    labels = row_labels(demo, EVENT)
    shown = {(row["outlet"], row["outlet_label"]) for row in rows}
    assert ("volga-wire", "Volga Wire Agency") in shown
    named = {(row["variant"], row["variant_label"]) for row in rows if row["metric"] == "naming:vote"}
    assert named == {(variant, labels.variants["vote"][variant]) for variant, _ in named}
    assert all(row["unit"] for row in rows), {row["metric"] for row in rows if not row["unit"]}
    assert all(bool(row["p_tests"]) == bool(row["p_value"]) for row in rows)
    assert {row["concept_label"] for row in rows if row["concept"] == "vote"} == {labels.concepts["vote"]}


def test_every_metric_has_a_unit_and_every_unit_a_metric() -> None:
    assert all(unit_of(metric.replace("*", "any")) for metric in METRICS)
    used = {metric for metric in UNITS if metric in METRICS or metric.endswith(":*")}
    assert set(UNITS) - used == {"sources:unnamed", "passives:agentless"}  # of validated figures; one of passives:*
    assert unit_of("weather:rain") == ""


@pytest.mark.parametrize(
    ("metric", "concept"),
    [("naming:vote", "vote"), ("naming:vote@headline", "vote"), ("headline:only:act", "act"), ("headline:scare", ""),
     ("readability:lix", ""), ("facts:un-charter", "")],
)  # fmt: skip
def test_the_concept_of_a_metric(metric: str, concept: str) -> None:
    assert concept_of(metric) == concept


def test_what_p_tests_depends_on_what_is_compared() -> None:
    assert what_p_tests("naming:vote", "volga-wire").startswith("outlet against all others: articles exchanged")
    assert what_p_tests("naming:vote", "country:GB") == "country against all others: outlets exchanged"
    assert what_p_tests("naming:vote", "phase:voting").startswith("phase against all others: articles")
    assert "shuffled" in what_p_tests("words:use", "volga-wire")
    assert what_p_tests("naming:vote", "country").startswith("outlet against")  # an outlet of that name


def test_groups_take_the_place_of_outlets(grouped: Path, demo: Dataset) -> None:
    rows = read(grouped / "comparison.csv")
    assert {row["outlet"].partition(":")[0] for row in rows} == {"country"}
    assert ("country:IN", "India") in {(row["outlet"], row["outlet_label"]) for row in rows}
    asked = ArticleSelection(EVENT, voice="own", copies="one", by="country")
    expected = {
        (row.outlet, row.variant): row.estimate
        for row in naming(load(demo, EVENT), asked)
        if row.metric == "naming:vote"
    }
    mine = {(row["outlet"], row["variant"]): row["estimate"] for row in rows if row["metric"] == "naming:vote"}
    assert {key: float(value) if value else None for key, value in mine.items()} == expected


def test_phases_are_compared_without_single_phases(demo: Dataset, tmp_path: Path) -> None:
    export_event(demo, EVENT, tmp_path, choices=ExportChoices(by="phase", voice="own", copies="all"))
    rows = read(tmp_path / "comparison.csv")
    assert {row["phase"] for row in rows} == {"all"}
    assert {row["outlet"].partition(":")[0] for row in rows} == {"phase"}
    assert all(row["outlet_label"] != row["outlet"] for row in rows)


def test_the_wide_table_holds_the_same_estimates(everything: Path) -> None:
    (long,), (wide,) = everything.glob("*_comparison.csv"), everything.glob("*_comparison_wide.csv")
    by = {(row["outlet"], row["phase"]): row for row in read(wide)}
    compared = 0
    for row in read(long):
        if not row["metric"].startswith(("words:", "sources:speaker")):
            name = f"{row['metric']}/{row['variant']}" if row["variant"] else row["metric"]
            assert by[row["outlet"], row["phase"]][name] == row["estimate"]
            compared += 1
    assert compared > 1000
    (book,) = everything.glob("*_codebook.csv")
    assert any(row["column"] == "naming:vote/sham" for row in read(book))


def test_the_workbook_holds_the_tables_without_a_formula(everything: Path) -> None:
    (file,) = everything.glob("*.xlsx")
    book = load_workbook(file, read_only=True)
    assert book.sheetnames == [
        "comparison", "comparison_wide", "contrasts", "articles", "quotations", "mentions", "marks", "membership",
        "codebook",
    ]  # fmt: skip
    (long,) = everything.glob("*_comparison.csv")
    lines = read(long)
    rows = list(book["comparison"].iter_rows(values_only=True))
    assert list(rows[0]) == list(lines[0])
    assert len(rows) == len(lines) + 1
    at = rows[0].index("estimate")
    assert [row[at] for row in rows[1:]] == [float(line["estimate"]) if line["estimate"] else None for line in lines]
    with zipfile.ZipFile(file) as package:
        assert package.testzip() is None
        for name in package.namelist():
            assert b"<f>" not in package.read(name)


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("a\x0bb", "a\ufffdb"), ("\ud800", "\ufffd"), ("\uffff", "\ufffd"),
     (float("nan"), None), ("", None), (None, None), (0.5, 0.5), (True, True), ("x" * 40_000, "x" * 32_766 + "…")],
)  # fmt: skip
def test_cells_of_a_workbook(value: object, cell: object) -> None:
    assert sheet_cell(value) == cell


def test_a_long_table_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectors.export.workbook.MOST_ROWS", 4)
    table = ExportedTable(
        name="lines", title="Lines", key=(), columns=columns_of("line string A line."), rows=lambda *_: iter(())
    )
    write_workbook(tmp_path / "long.xlsx", [(table, [{"line": f"=line {n}"} for n in range(6)])], "\x00 Title")
    book = load_workbook(tmp_path / "long.xlsx")
    assert book.sheetnames == ["lines", "lines 2"]
    assert [cell.value for sheet in book for cell in sheet["A"]] == [
        "line", "'=line 0", "'=line 1", "'=line 2", "line", "'=line 3", "'=line 4", "'=line 5",
    ]  # fmt: skip
    assert {cell.data_type for sheet in book for cell in sheet["A"]} == {"s"}


def snippets(folder: Path) -> dict[str, str]:
    (guide,) = folder.glob("*README.md")
    return dict(re.findall(r"```(\w+)\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL))


@pytest.mark.parametrize("folder", ["everything", "grouped"])
def test_the_snippet_in_pandas_prints_the_number_of_the_page(
    folder: str, request: pytest.FixtureRequest, demo: Dataset
) -> None:
    found: Path = request.getfixturevalue(folder)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", snippets(found)["python"]],
        cwd=found,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = {line.split()[0]: line for line in done.stdout.splitlines()[1:]}
    about = {"by": "country", "copies": "one"} if folder == "grouped" else {}
    rows = naming(load(demo, EVENT), ArticleSelection(EVENT, voice="own", **about))  # as the page asks
    example = example_of(rows)
    assert example is not None
    mine = {row.outlet: row for row in rows if (row.metric, row.variant) == (example.metric, example.variant)}
    assert {outlet for outlet, row in mine.items() if row.estimate is not None} == set(printed)
    for outlet, line in printed.items():
        assert f"{mine[outlet].estimate:.6f}" in line
        assert line.split()[-1] == str(mine[outlet].n_articles)
    (guide,) = found.glob("*README.md")
    assert f"is {example.estimate!r}." in guide.read_text(encoding="utf-8")


def test_the_snippet_in_r_asks_for_the_same_rows(everything: Path) -> None:
    """R itself need not be here: its conditions and columns are read and applied to the same file."""
    code, pandas = (snippets(everything)[name] for name in ("r", "python"))
    assert code.count("(") == code.count(")")
    assert code.count("[") == code.count("]")
    (file,) = re.findall(r'read\.csv\("([^"]+)", fileEncoding = "UTF-8-BOM"', code)
    wanted = dict(re.findall(r'table\$(\w+) == "([^"]+)"', code))
    assert wanted == dict(re.findall(r'table\["(\w+)"\] == "([^"]+)"', pandas))
    rows = [row for row in read(everything / file) if all(row[key] == value for key, value in wanted.items())]
    assert len(rows) >= 2
    (columns,) = re.findall(r"c\(([^)]*)\)", code)
    assert set(re.findall(r'"(\w+)"', columns)) <= set(rows[0])
    assert "order(-chosen$estimate)" in code


def test_choices_that_are_not_on_offer_are_refused() -> None:
    for wrong in ({"by": "planet"}, {"voice": "mine"}, {"copies": "none"}):
        with pytest.raises(ParallaxError, match="choose one of"):
            ExportChoices(**wrong)


def test_the_command_takes_the_choices(homes: dict[str, Path], run: Run, tmp_path: Path) -> None:
    to = tmp_path / "out"
    status, _, told = run(
        "export", "--home", str(homes["demo"]), "--event", EVENT, "--to", str(to), "--by", "owner", "--voice", "own",
        "--copies", "own", "--contributor", "A", "--contributor", "B",
    )  # fmt: skip
    assert status == 0, told
    assert {row["outlet"].partition(":")[0] for row in read(to / "comparison.csv")} == {"ownership"}
    names = [one["title"] for one in json.loads((to / "datapackage.json").read_text(encoding="utf-8"))["contributors"]]
    assert names[:2] == ["A", "B"]
    status, _, told = run("export", "--home", str(homes["demo"]), "--event", EVENT, "--to", str(to), "--by", "moon")
    assert status == 2
    assert "--by has no 'moon' (choose one of outlet, country" in told


def test_files_of_an_earlier_export_are_named_and_kept(tmp_path: Path) -> None:
    names = ["parallax_vote_0123.xlsx", "comparison_wide.csv", "parallax_vote-2_9.xlsx", "notes.txt", "comparison.csv"]
    for name in names:
        (tmp_path / name).write_text("x", encoding="utf-8")
    written = [tmp_path / "comparison.csv", tmp_path / "parallax_vote_4567.xlsx"]
    left = left_from_before(tmp_path, "vote", written)
    assert [path.name for path in left] == ["comparison_wide.csv", "parallax_vote_0123.xlsx"]
    assert all((tmp_path / name).exists() for name in names)


def test_an_export_without_contrasts_says_why(homes: dict[str, Path], run: Run, tmp_path: Path) -> None:
    options = ("export", "--home", str(homes["demo"]), "--event", EVENT, "--voice", "own")
    _, by_country, told = run(*options, "--to", str(tmp_path / "countries"), "--by", "country")
    assert read(tmp_path / "countries" / "contrasts.csv") == []
    assert "two groups where each has four outlets or more" in " ".join((by_country + told).split())


def test_marks_by_hand_give_badges(homes: dict[str, Path], demo: Dataset) -> None:
    from collectors.compare.validated_estimates import ValidatedEstimate  # noqa: PLC0415

    rows = open_dataset(homes["demo"]).event().sources("quoted_words")
    outlet = rows["outlet"][0].as_py()
    (row,) = [one for one in example_rows(demo) if one.outlet == outlet]
    labels = RowLabels(
        corrected={("sources:quoted_words", "", "all", outlet): ValidatedEstimate(0.3, 0.25, 0.2, 0.31, 12)}
    )
    shown = labels.about(row)
    assert (shown["validated"], shown["corrected"], shown["corrected_low"]) == ("validated, m = 12", 0.25, 0.2)
    assert row_labels(demo, EVENT, homes["demo"]).about(row)["validated"] == ""


def example_rows(demo: Dataset) -> list[object]:
    from collectors.compare import sources  # noqa: PLC0415

    return list(sources(load(demo, EVENT), ArticleSelection(EVENT), only=("sources:quoted_words",)))
