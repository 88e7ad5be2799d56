"""Tables with columns of any name: CSV, TSV, Excel and OpenDocument, in any encoding and language."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from collectors.sources.files import workbooks
from collectors.sources.files.column_names import ColumnError, columns_of, parsed_columns
from collectors.sources.files.table_files import save_columns
from collectors.sources.files.table_head import table_heads
from tests.support.made_files import articles, failures, items
from tests.support.made_packed import zipped

TEXT = "Officials said on Tuesday that the vote would be held. The council called it a farce."

HEADERS = {
    "en": ("Headline", "Body", "Source", "Date", "Link"),
    "de": ("Überschrift", "Volltext", "Zeitung", "Erscheinungsdatum", "Adresse"),
    "fr": ("Titre", "Texte intégral", "Source", "Date de publication", "Lien"),
    "es": ("Titular", "Cuerpo", "Medio", "Fecha", "Enlace"),
    "it": ("Titolo", "Testo", "Testata", "Data di pubblicazione", "Indirizzo"),
    "pt": ("Título", "Conteúdo", "Jornal", "Data de publicação", "Endereço"),
    "nl": ("Kop", "Inhoud", "Krant", "Publicatiedatum", "Adres"),
    "pl": ("Nagłówek", "Treść", "Gazeta", "Data publikacji", "Odnośnik"),
    "uk": ("Заголовок", "Повний текст", "Видання", "Дата публікації", "Посилання"),
    "ru": ("Заголовок", "Полный текст", "Издание", "Дата публикации", "Ссылка"),
}


def csv_of(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


@pytest.mark.parametrize("language", HEADERS)
def test_names_of_columns_in_ten_languages(put: Callable[[str, bytes], str], language: str) -> None:
    rows = (HEADERS[language], ("Vote", TEXT, "The Courier", "21/09/2022", "https://a.example/1"))
    (article,) = articles(items(put("a.csv", csv_of(*rows).encode())))
    assert (article.title, article.text, article.outlet) == ("Vote", TEXT, "The Courier")
    assert (article.published, article.url) == ("2022-09-21", "https://a.example/1")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators(put: Callable[[str, bytes], str], codec: str, delimiter: str) -> None:
    text = "Влада долини оголосила голосування. Рада північного берега назвала його фарсом."
    data = csv_of(
        HEADERS["uk"], ("Рада відкидає", text, "Кур'єр", "2022-09-21", "https://a.example/1"), delimiter=delimiter
    )
    (article,) = articles(items(put("a.csv", data.encode(codec))))
    assert (article.title, article.text) == ("Рада відкидає", text)


def test_excels_first_line_names_the_separator(put: Callable[[str, bytes], str]) -> None:
    (article,) = articles(items(put("a.csv", f"sep=;\r\ntitle;text\r\nVote, again;{TEXT}\r\n".encode())))
    assert article.title == "Vote, again"


# --- dates


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        (("03/04/2022", "21/09/2022"), ["2022-04-03", "2022-09-21"]),
        (("03/04/2022", "09/21/2022"), ["2022-03-04", "2022-09-21"]),
        (("3. April 2022", "21 septembre 2022"), ["2022-04-03", "2022-09-21"]),
        (("2022-04-03T10:00:00+02:00", "2022-09-21"), ["2022-04-03T10:00:00+02:00", "2022-09-21"]),
        (("03.04.2022", "21.09.2022"), ["2022-04-03", "2022-09-21"]),
    ],
)
def test_the_order_of_dates_comes_from_the_whole_column(
    put: Callable[[str, bytes], str], dates: tuple[str, str], read: list[str]
) -> None:
    rows = [("title", "text", "date"), *((f"T{n}", f"{TEXT} {n}", day) for n, day in enumerate(dates))]
    assert [a.published for a in articles(items(put("a.csv", csv_of(*rows).encode())))] == read


def test_an_order_that_nothing_tells_is_asked_for(put: Callable[[str, bytes], str]) -> None:
    path = put(
        "a.csv", csv_of(("title", "text", "date"), ("T", TEXT, "03/04/2022"), ("U", TEXT + " 2", "05/06/2022")).encode()
    )
    found = items(path)
    assert not articles(found)
    (failure,) = failures(found)
    assert "two orders ('03/04/2022')" in failure.detail
    assert "published=#3:dmy" in failure.remedy
    stated = items(path, columns={"title": "title", "text": "text", "published": "#3:mdy"})
    assert [a.published for a in articles(stated)] == ["2022-03-04", "2022-05-06"]


# --- columns that are not known


def test_a_long_column_of_an_unknown_name_is_asked_for(put: Callable[[str, bytes], str]) -> None:
    path = put("a.csv", csv_of(("headline", "Spalte 7"), ("Vote", TEXT * 5)).encode())
    (failure,) = failures(items(path))
    assert "long texts of an unknown name" in failure.detail
    assert "text=Spalte 7" in failure.remedy
    (article,) = articles(items(path, columns=parsed_columns("title=headline, text=Spalte 7")))
    assert (article.title, article.text) == ("Vote", TEXT * 5)


def test_a_title_above_unknown_names_is_not_the_header(put: Callable[[str, bytes], str]) -> None:
    names, row = ("Kop / Titel", "was drin steht", "Blatt"), ("Vote", TEXT * 5, "The Courier")
    for above in ((), (("Our clippings, autumn", "", ""),), (("Clippings", "", ""), ("", "", "by Kim"))):
        path = put("a.csv", csv_of(*above, names, row, row).encode())
        (failure,) = failures(items(path))
        assert f"{', '.join(names)})" in failure.detail
        stated = parsed_columns("title=Kop / Titel, text=was drin steht, outlet=#3")
        assert [article.title for article in articles(items(path, columns=stated))] == ["Vote", "Vote"]
        (head,) = table_heads(Path(path))
        assert (head.header, head.count) == (names, 2)
    path = put("b.csv", csv_of(("Clippings", ""), ("Vote", TEXT * 5)).encode())
    assert failures(items(path))[0].key.endswith(":1"), "two columns are too few to tell a title from a name"


def test_columns_are_kept_beside_the_file(put: Callable[[str, bytes], str]) -> None:
    path = put("a.csv", csv_of(("x", "y"), ("Vote", TEXT)).encode())
    assert failures(items(path))
    save_columns(path, {"title": "x", "text": "#2"})
    assert [a.title for a in articles(items(path))] == ["Vote"]
    Path(f"{path}.columns.toml").write_text("no toml", "utf-8")
    assert "is no TOML" in failures(items(path))[0].detail


@pytest.mark.parametrize(
    ("option", "what"),
    [("title", "says no column"), ("titel=x", "is no field"), ("title=nowhere", "has no column 'nowhere'")],
)
def test_a_wrong_option_is_one_line(put: Callable[[str, bytes], str], option: str, what: str) -> None:
    path = put("a.csv", csv_of(("x", "y"), ("Vote", TEXT)).encode())
    if option == "title":
        with pytest.raises(ColumnError, match=what):
            parsed_columns(option)
        return
    (failure,) = failures(items(path, columns=parsed_columns(option)))
    assert what in failure.detail
    assert failure.remedy


def test_a_source_of_addresses_is_the_address() -> None:
    sample = [["T", TEXT, "https://a.example/1"], ["U", TEXT, "https://a.example/2"]]
    assert columns_of(["title", "text", "source"], sample).places == {"title": 0, "text": 1, "url": 2}


def test_a_column_that_is_there_twice_is_asked_for(put: Callable[[str, bytes], str]) -> None:
    path = put("a.csv", csv_of(("title", "text", "text"), ("Vote", TEXT, "Other.")).encode())
    (failure,) = failures(items(path))
    assert "two columns named 'text'" in failure.detail
    assert "text=#2" in failure.remedy
    (article,) = articles(items(path, columns={"title": "title", "text": "#3"}))
    assert article.text == "Other."


# --- spreadsheets


def workbook(*sheets: list[list[object]], merged: str = "") -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


UKRAINIAN = "Влада долини оголосила голосування. Рада північного берега назвала його фарсом."
ARABIC = "أعلن المسؤولون يوم الثلاثاء أن التصويت سيجري. ووصفه المجلس بأنه مهزلة."
CHINESE = "官员周二表示将举行投票。议会称这是一场闹剧。"
ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Blatt 1">'
)


def with_sheet(book: bytes, xml: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": xml.encode("utf-8")})


def ods(rows: list[list[str | date]], repeated: int = 1) -> bytes:
    parts = [ODS_HEAD]
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, date):
                shown = f"{value:%d.%m.%y}"
                cells.append(
                    f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{shown}</text:p></table:table-cell>'
                )
            elif value:
                cells.append(
                    "<table:table-cell>"
                    + "".join(f"<text:p>{p}</text:p>" for p in value.split("\n"))
                    + "</table:table-cell>"
                )
            else:
                cells.append(f'<table:table-cell table:number-columns-repeated="{repeated}"/>')
        cells.append('<table:table-cell table:number-columns-repeated="16000"/>')
        parts.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    parts.append('<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>')
    parts.append("</table:table></office:spreadsheet></office:body></office:document-content>")
    return zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": "".join(parts).encode()}
    )


@pytest.mark.parametrize("text", [UKRAINIAN, ARABIC, CHINESE], ids=["uk", "ar", "zh"])
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_spreadsheets_in_any_script(put: Callable[[str, bytes], str], kind: str, text: str) -> None:
    rows = [["Заголовок", "Текст", "Дата", "Видання"], ["Vote", f"{text}\n\n{text}", date(2022, 9, 21), "Кур'єр"]]
    data = workbook(rows) if kind == "xlsx" else ods(rows)
    found = items(put(f"a.{kind}", data))
    assert not failures(found)
    (article,) = articles(found)
    assert (article.text, article.published, article.outlet) == (f"{text}\n\n{text}", "2022-09-21", "Кур'єр")


def test_merged_headers_empty_columns_and_notes_above(put: Callable[[str, bytes], str]) -> None:
    rows: list[list[object]] = [
        ["Our coverage of the vote", None, None, None, None],
        [None, None, None, None, None],
        ["Headline", None, "Full text", None, "Date"],
        ["Vote", None, TEXT, None, datetime(2022, 9, 21, 8, 30)],  # noqa: DTZ001  a cell has no zone
    ]
    (article,) = articles(items(put("a.xlsx", workbook(rows, merged="A1:E1"))))
    assert (article.title, article.text, article.published) == ("Vote", TEXT, "2022-09-21T08:30:00")
    gap = ods([["Headline", "", "Full text"], ["Vote", "", TEXT]], repeated=3)
    assert [a.title for a in articles(items(put("b.ods", gap)))] == ["Vote"]


def test_formulas(put: Callable[[str, bytes], str]) -> None:
    rows: list[list[object]] = [
        ["title", "text", "url"],
        ["=A1&B1", TEXT, '=HYPERLINK("https://a.example/1", "the page")'],
    ]
    found = items(put("a.xlsx", workbook(rows)))
    (article,) = articles(found)
    assert article.url == "https://a.example/1"
    assert article.title is None
    assert ["has 1 formula without a value on" in f.detail for f in failures(found)] == [True]


def test_formulas_of_columns_that_nobody_reads_cost_nothing(put: Callable[[str, bytes], str]) -> None:
    path = put("a.xlsx", workbook([["title", "text", "count"], ["Vote", TEXT, "=LEN(B2)"], ["=A2", TEXT, "=LEN(B3)"]]))
    (failure,) = failures(items(path))
    assert failure.detail.startswith("has 1 formula without a value on sheet")
    assert len(articles(items(path))) == 2


def test_several_sheets_and_one_that_is_none(put: Callable[[str, bytes], str]) -> None:
    table: list[list[object]] = [["title", "text"], ["Vote", TEXT]]
    other: list[list[object]] = [["title", "text"], ["Again", TEXT + " 2"]]
    notes: list[list[object]] = [["Notes"], ["Nothing here"]]
    found = items(put("a.xlsx", workbook(table, notes, other)))
    assert [a.title for a in articles(found)] == ["Vote", "Again"]
    assert not failures(found)
    assert "has no column that is known" in failures(items(put("b.xlsx", workbook(notes))))[0].detail


def test_a_workbook_that_is_damaged_or_a_bomb(put: Callable[[str, bytes], str]) -> None:
    data = workbook([["title", "text"], ["Vote", TEXT]])
    (failure,) = failures(items(put("a.xlsx", data[:-200])))
    assert "damaged" in failure.detail
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b"0" * 200_000_000})
    (failure,) = failures(items(put("b.xlsx", bomb)))
    assert "too large to unpack" in failure.detail


_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_VOTE = f"<c t='inlineStr'><is><t>Vote</t></is></c><c t='inlineStr'><is><t>{TEXT}</t></is></c>"
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("declared", "body", "detail"),
    [
        ("", "<row>" * 20_000 + "</row>" * 20_000, "holds no rows"),
        ("", "<row><c>" + "<is>" * 20_000 + "</is>" * 20_000 + "</c></row>", "holds no rows"),
        (f'<!DOCTYPE x [<!ENTITY e0 "votes ">{_ENTITIES}]>', f"<row>{_VOTE.replace('Vote', '&e8;')}</row>", "damaged"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]>', f"<row>{_VOTE.replace('Vote', '&e;')}</row>", "damaged"),
    ],
    ids=["rows in rows", "texts in texts", "entities of entities", "an entity from outside"],
)  # fmt: skip
def test_hostile_sheets_cost_themselves(
    put: Callable[[str, bytes], str], declared: str, body: str, detail: str
) -> None:
    xml = f"{declared}{_SHEET}{body}</sheetData></worksheet>"
    found = items(put("a.xlsx", with_sheet(workbook([["title", "text"]]), xml)))
    assert [detail in failure.detail for failure in failures(found)] == [True]
    assert not articles(found)


def test_a_sheet_ends_after_many_empty_rows(put: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_EMPTY_ROWS", 50)
    head = "".join(f"<c t='inlineStr'><is><t>{name}</t></is></c>" for name in ("title", "text"))
    rows = f"<row>{head}</row><row>{_VOTE}</row>" + "<row s='1'/>" * 49 + f"<row>{_VOTE}</row>" + "<row s='1'/>" * 500
    for formula, late in (("", ""), ("<row><c><f>A1</f></c></row>", ""), ("", f"<row r='900000'>{_VOTE}</row>")):
        xml = f"{_SHEET}{formula}{rows}{late}</sheetData></worksheet>"
        found = items(put("a.xlsx", with_sheet(workbook([["title", "text"]]), xml)))
        assert [article.title for article in articles(found)] == ["Vote", "Vote"]
        assert "was read to row 10" in failures(found)[-1].detail


@pytest.mark.parametrize(
    "header",
    [
        ["العنوان", "النص", "المصدر", "التاريخ", "الرابط"],
        ["标题", "正文", "来源", "日期", "链接"],
        ["標題", "全文", "媒體", "發布日期", "網址"],
        ["Заголовок", "Текст", "Видання", "Дата", "Посилання"],
    ],
)
def test_columns_in_other_scripts(put: Callable[[str, bytes], str], header: list[object]) -> None:
    row: list[object] = ["Vote", TEXT, "The River Courier", "2022-09-21", "https://a.example/1"]
    (article,) = articles(items(put("a.xlsx", workbook([header, row]))))
    assert (article.title, article.outlet, article.published, article.url) == (row[0], row[2], row[3], row[4])


def test_a_sheet_without_formulas_is_read_once_and_gives_the_same() -> None:
    rows: list[list[object]] = [
        ["Title", "Day", "n"],
        ["Ґава <f> x", date(2022, 9, 23), 3.0],
        [None, "", None],
        ["b", True, 1.5],
    ]
    data = workbook(rows)
    assert not workbooks._has_formulas(data)
    assert workbooks._has_formulas(workbook([*rows, ["=A1"]]))
    (once,) = workbooks.sheets_of(data, "xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbooks, "_has_formulas", lambda _: True)
        assert list(workbooks.sheets_of(data, "xlsx")) == [once]
    assert [number for number, _ in once.rows] == [1, 2, 4]
