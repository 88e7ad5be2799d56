"""What is exported opens where people open it: workbooks, CSV and Word files in LibreOffice, a figure in R.

Needs soffice (Debian's libreoffice-calc-nogui and libreoffice-writer-nogui) and Rscript (r-base-core). Without them these
tests are skipped by name, except under CI.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from collectors.compare import ArticleSelection, load, naming
from collectors.dataset.versions import Dataset, open_dataset
from collectors.export import comparison_csv
from collectors.export.row_labels import RowLabels
from dashboard.render.report_blocks import ReportTable, blocks_of
from dashboard.render.report_docx import docx
from tests.support.demo_exports import EVENT, everything_exported
from tests.test_report_files import FOOT, NAMES, body

#: LibreOffice's filter: commas, quotation marks, UTF-8, cells as they are stored, each sheet into a file of its own.
EACH_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


PLAIN = "csv:Text - txt - csv (StarCalc):44,34,76,1"
#: LibreOffice's numbers of encodings: the system's (here UTF-8), UTF-8, Windows-1252.
SYSTEM, UTF_8, WESTERN = 0, 76, 1


def program(name: str) -> str:
    """The path of a program; without it the test is skipped, except under CI."""
    path = shutil.which(name)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {name}, and it is missing")
        pytest.skip(f"{name} is not installed")
    return path


@pytest.fixture(scope="module")
def demo(homes: dict[str, Path]) -> Dataset:
    return open_dataset(homes["demo"])


@pytest.fixture(scope="module")
def exported(homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the demonstration for a spreadsheet: a workbook, and CSV with the mark that Excel asks for."""
    return everything_exported(tmp_path_factory, homes["demo"])


class Office:
    """LibreOffice without a window, with settings of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def convert(self, filter_name: str, *files: Path, encoding: int | None = None) -> dict[str, Path]:
        """Open files, CSV in the given encoding, and save them in another format; return the files made, by name."""
        to = self.folder / f"converted-{len(list(self.folder.iterdir()))}"
        settings = f"-env:UserInstallation={(self.folder / 'settings').as_uri()}"
        command = [program("soffice"), settings, "--headless", "--convert-to", filter_name, "--outdir", str(to)]
        if encoding is not None:
            command.append(f"--infilter=Text - txt - csv (StarCalc):44,34,{encoding},1")
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [*command, *map(str, files)], capture_output=True, text=True, timeout=300, check=False, env=environment
        )
        said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if "javaldx" not in line)
        assert done.returncode == 0, said
        assert not re.search(r"(?im)^(error|warn)|could not be loaded", said), said
        return {path.name: path for path in sorted(to.glob("*"))}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    program("soffice")
    return Office(tmp_path_factory.mktemp("office"))


def rows_of(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def test_every_sheet_of_the_workbook_opens_with_every_row(exported: Path, office: Office) -> None:
    (workbook,) = exported.glob("*.xlsx")
    made = office.convert(EACH_SHEET, workbook)
    book = load_workbook(workbook, read_only=True)
    assert len(made) == len(book.sheetnames) > 5
    for sheet in book:
        shown = rows_of(made[f"{workbook.stem}-{sheet.title}.csv"])
        stored = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert shown[0] == stored[0], sheet.title
        assert len(shown) == len(stored), sheet.title
        for mine, theirs in zip(stored[1:], shown[1:], strict=True):
            padded = mine + [""] * (len(theirs) - len(mine))  # a row's empty cells at its end are not stored
            texts = [at for at, cell in enumerate(padded) if cell[:1].isalpha() and cell not in {"True", "False"}]
            assert [theirs[at] for at in texts] == [padded[at] for at in texts], sheet.title


def test_csv_shows_ukrainian_and_no_mark(demo: Dataset, tmp_path: Path, office: Office) -> None:
    """Opened in UTF-8, as LibreOffice proposes; in another encoding the letters would be others: the check can fail."""
    words = "Ґава під’їхала: референдум"
    rows = naming(load(demo, EVENT), ArticleSelection(EVENT))[:5]
    file = tmp_path / "comparison.csv"
    file.write_bytes(comparison_csv(rows, RowLabels(outlets={row.outlet: words for row in rows}), bom=True))
    for encoding in (SYSTEM, UTF_8, WESTERN):
        said = rows_of(office.convert(PLAIN, file, encoding=encoding)[file.name])
        assert len(said) == 6
        assert (said[0][0] == "event", words in said[1]) == (encoding != WESTERN,) * 2


@pytest.mark.parametrize("rows", [1, 40])
def test_a_word_file_opens_whole(rows: int, office: Office, tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(docx(blocks_of(body(rows)), "Report", FOOT))
    (made,) = office.convert("pdf", report).values()
    pages = [" ".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(made.read_bytes())).pages]
    text = " ".join(pages)
    for name in NAMES[: min(rows, 4)]:
        for word in name.split():
            assert word in text, "a name is cut"
    assert all(FOOT in page and len(page.replace(FOOT, "")) > 20 for page in pages), "a page is empty"
    assert len(pages) <= 1 + rows // 15


def test_no_word_of_a_wide_table_is_broken_and_no_row_torn(office: Office, tmp_path: Path) -> None:
    head = (
        "Outlet",
        "referendum",
        "vote, ballot",
        "staged",
        "referendum on joining",
        "so-called",
        "incorporation",
        "n",
    )
    rows = tuple(("Meridian Public Northgate", "100 (66–100)", *["0*"] * 5, str(number)) for number in range(60))
    report = tmp_path / "wide.docx"
    report.write_bytes(docx([ReportTable("Per cent", head, rows)], "Report", FOOT))
    (made,) = office.convert("pdf", report).values()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made.read_bytes())).pages]
    assert len(pages) > 1
    for page in pages:
        for word in ("referendum", "incorporation", "so-called", "Northgate"):
            assert word in page, f"{word} is broken, or the headings do not go with the table"
        assert page.count("Meridian") == page.count("Northgate")


def test_a_damaged_word_file_is_noticed(office: Office, tmp_path: Path) -> None:
    """The check can fail: a file that LibreOffice cannot open gives no pages."""
    whole = io.BytesIO(docx(blocks_of(body(1)), "Report", FOOT))
    damaged = tmp_path / "damaged.docx"
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(damaged, "w") as changed:
        for name in package.namelist():
            data = package.read(name)
            changed.writestr(name, data[: len(data) // 2] if name == "word/document.xml" else data)
    with pytest.raises(AssertionError):
        assert office.convert("pdf", damaged)


def test_r_prints_the_number_of_the_page(exported: Path) -> None:
    (guide,) = exported.glob("*README.md")
    written = guide.read_text(encoding="utf-8")
    (code,) = re.findall(r"```r\n(.*?)```", written, re.DOTALL)
    (outlet_label, estimate) = re.findall(r"of ([^\n]+) is ([\d.e-]+)\.\n", written)[0]
    done = subprocess.run(
        [program("Rscript"), "--vanilla", "-e", code], cwd=exported, capture_output=True, text=True, timeout=120,
        check=False, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    lines = [line for line in done.stdout.splitlines() if outlet_label in line]
    assert len(lines) == 1, done.stdout
    numbers = [float(number) for number in re.findall(r"(?<!\S)\d[\d.e-]*(?!\S)", lines[0])]
    assert numbers[0] == pytest.approx(float(estimate), abs=1e-9)
