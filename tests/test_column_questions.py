"""Which column of a table is what: asked where somebody is there to answer, shown and never guessed elsewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from collectors.cli.column_questions import ask_for_columns
from collectors.errors import ParallaxError
from collectors.sources.address_list import read_addresses
from collectors.sources.files.table_files import BESIDE, columns_beside
from tests.support.command_line import EVENT, Run

URL = "https://www.example.org/a"
ROWS = [["kol1", "kol2", "kol3", "kol4"], ["Vote opens", "Example", "03/04/2022", "Officials said so. " * 30]]


def answering(*answers: str) -> tuple[Callable[[str], str], list[str]]:
    asked: list[str] = []
    left = list(answers)

    def ask(question: str) -> str:
        asked.append(question)
        return left.pop(0)

    return ask, asked


def written(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_answers_are_kept_and_read(tmp_path: Path, run: Run) -> None:
    path = written(tmp_path, ROWS)
    ask, asked = answering("1", "9", "4", "2", "3", "", "d")
    ask_for_columns([str(path)], ask, terminal=True)
    assert len(asked) == 7  # a number that is none is asked for again
    assert "03/04/2022" in asked[-1]
    assert columns_beside(str(path)) == {"title": "#1", "text": "#4", "outlet": "#2", "published": "#3:dmy"}
    status, out, _ = run("import", "--dry-run", str(path), "--event", EVENT)
    assert status == 0
    assert "2022-04-03" in out


def test_nobody_is_asked_without_a_terminal_twice_or_about_clear_tables(tmp_path: Path, run: Run) -> None:
    path = written(tmp_path, ROWS)
    ask, asked = answering()
    ask_for_columns([str(path)], ask, terminal=False)
    status, _, err = run("import", str(path), "--event", EVENT)  # pytest's input is no terminal
    assert status == 1
    assert "kol1" in err and "--columns title=" in err  # noqa: PT018  one line says both
    path.with_name(path.name + BESIDE).write_text('text = "kol4"\n', encoding="utf-8")
    ask_for_columns([str(path), str(tmp_path), str(tmp_path / "none.csv")], ask, terminal=True)
    clear = written(tmp_path, [["title", "text"], ["A", "B"]]).rename(tmp_path / "clear.csv")
    ask_for_columns([str(clear)], ask, terminal=True)
    assert asked == []


def test_no_answer_keeps_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    ask, _ = answering("", "", "", "", "")
    ask_for_columns([str(path)], ask, terminal=True)
    assert columns_beside(str(path)) is None


# --- spreadsheets of addresses


def workbook(rows: list[list[str]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def opendocument(rows: list[list[str]]) -> bytes:
    def row(cells: list[str]) -> str:
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{"".join(map(row, rows))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(("name", "made"), [("a.xlsx", workbook), ("a.ods", opendocument)])
def test_addresses_of_a_spreadsheet_with_columns_of_other_names(
    tmp_path: Path, name: str, made: Callable[[list[list[str]]], bytes]
) -> None:
    rows = [["Überschrift", "Medium", "Datum", "Verweis"], ["Abstimmung", "Приклад", "21.09.2022", URL]]
    (tmp_path / name).write_bytes(made(rows))
    (entry,), wrong = read_addresses(tmp_path / name)
    assert (entry.url, entry.title, entry.outlet, entry.published) == (URL, "Abstimmung", "Приклад", "2022-09-21")
    assert wrong == []


def test_long_texts_of_an_unknown_name_do_not_matter_where_addresses_are_wanted(tmp_path: Path) -> None:
    path = written(tmp_path, [["kol1", "kol2"], [URL, "Officials said so. " * 30]])
    (entry,), _ = read_addresses(path)
    assert entry.url == URL


def test_columns_that_the_user_states(tmp_path: Path) -> None:
    path = written(tmp_path, [["url", "kol2"], ["https://www.example.org/old", URL]])
    (entry,), _ = read_addresses(path, {"url": "kol2"})
    assert entry.url == URL


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", "holds no address"),
        ("b.csv", b"kol1;kol2\nA;B\n", "no column that is known as the text or the address"),
    ],
)
def test_a_table_without_addresses_says_what_it_has(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ParallaxError, match=what):
        read_addresses(tmp_path / name)


def test_a_spreadsheet_without_addresses_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook([["kol1", "kol2"], ["A", "B"]]))
    with pytest.raises(ParallaxError, match="no column that is known as the text or the address"):
        read_addresses(tmp_path / "a.xlsx")
