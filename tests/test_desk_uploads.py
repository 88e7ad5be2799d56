"""Files that are brought to the desk: kept for one user, bounded, previewed, and asked about."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from collectors.config import Settings
from collectors.desk import desk_jobs, desk_log, uploads, zipped_tables
from collectors.errors import ParallaxError
from collectors.sources.files import ImportDefaults
from collectors.sources.files.table_head import table_heads
from tests.support.made_desk import (
    ANN,
    COLUMNS,
    done,
    made_settings,
    workbook,
)
from tests.support.made_packed import zipped


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return made_settings(tmp_path)


def test_an_upload_is_kept_under_a_name_of_ours_for_this_user_only(settings: Settings) -> None:
    name = "../../etc/<script>alert(1)</script>\x07 =cmd.XLSX"
    upload = uploads.keep_upload(settings, name, workbook(), ANN)
    assert upload.path.parent.parent == settings.home / "desk" / "uploads"
    assert upload.path.name == f"{upload.key}.xlsx"
    assert upload.key.isalnum()
    assert "/" not in upload.name
    assert "\x07" not in upload.name
    assert uploads.upload_of(settings, upload.key) == upload
    assert stat.S_IMODE(upload.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(upload.path.parent.parent.stat().st_mode) == 0o700
    uploads.discard_upload(settings, upload.key)
    with pytest.raises(ParallaxError, match="no longer here"):
        uploads.upload_of(settings, upload.key)


@pytest.mark.parametrize("key", ["../../../etc/passwd", "", "a/b", "..", "*"])
def test_a_key_leads_nowhere_else(settings: Settings, key: str) -> None:
    kept = uploads.keep_upload(settings, "a.csv", b"title,text\nA,B\n", ANN)
    uploads.discard_upload(settings, key)
    assert kept.path.exists()
    with pytest.raises(ParallaxError):
        uploads.upload_of(settings, key)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("run.exe", b"MZ", "are not taken"),
        ("noname", b"x", "are not taken"),
        ("old.warc", b"WARC/1.0", "are not taken"),
        ("a.csv", b"", "is empty"),
    ],
)
def test_what_is_not_taken_says_so(settings: Settings, name: str, data: bytes, said: str) -> None:
    with pytest.raises(ParallaxError, match=said):
        uploads.keep_upload(settings, name, data, ANN)


def test_an_upload_has_a_size_limit_and_all_together_have_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UPLOAD", 100)
    with pytest.raises(ParallaxError, match="more than 100"):
        uploads.keep_upload(settings, "a.csv", b"x" * 101, ANN)
    monkeypatch.setattr(uploads, "MAX_KEPT", 150)
    uploads.keep_upload(settings, "a.csv", b"x" * 90, ANN)
    with pytest.raises(ParallaxError, match="wait to be imported"):
        uploads.keep_upload(settings, "b.csv", b"y" * 90, ANN)


def test_nobody_writes_without_a_name(settings: Settings) -> None:
    for name in ("", "  ", "\n"):
        with pytest.raises(ParallaxError, match="nobody is named"):
            uploads.keep_upload(settings, "a.csv", b"title,text\nA,B\n", name)
        with pytest.raises(ParallaxError, match="nobody is named"):
            desk_jobs.start_job(settings, "publish", name)
        with pytest.raises(ParallaxError, match="nobody is named"):
            desk_log.sign(settings, name, "import", "a")
    assert desk_log.latest_entries(settings) == []


def test_bombs_cost_themselves(settings: Settings) -> None:
    """A small file that unpacks to a large one is named as what it is, in the preview and when it is imported."""
    bombs = {}
    for suffix, member in (("zip", "a.csv"), ("xlsx", "xl/workbook.xml")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, b"\0" * 120_000_000)
        bombs[suffix] = out.getvalue()
        assert len(bombs[suffix]) < 200_000
    for suffix, data in bombs.items():
        upload = uploads.keep_upload(settings, f"bomb.{suffix}", data, ANN)
        (seen,) = uploads.preview_upload(settings, upload)
        assert seen.articles == 0
        assert seen.failures == 1
        assert "bomb." in seen.problems[0]
        assert str(settings.home) not in seen.problems[0]
        assert table_heads(upload.path) == []
        job = done(settings, "import", event="strike", files=[{"key": upload.key}])
        assert job.failed
        assert any("bomb." in line for line in job.lines)


def test_a_table_of_too_many_columns_is_named_and_offers_no_choice_among_them(settings: Settings) -> None:
    names = ",".join(f"c{number}" for number in range(30_000))
    upload = uploads.keep_upload(settings, "wide.csv", f"title,text,{names}\nA,B\n".encode(), ANN)
    (head,) = table_heads(upload.path)
    assert head.problem == "has 30,002 columns, more than the 1,024 that are read"
    assert len(head.header) == 1_024
    (seen,) = uploads.preview_upload(settings, upload)
    assert (seen.articles, seen.failures) == (0, 1)
    assert "30,002 columns" in seen.problems[0]


def test_the_preview_says_what_an_import_would_store_and_stores_nothing(settings: Settings) -> None:
    upload = uploads.keep_upload(settings, "weir.xlsx", workbook(), ANN)
    (head,) = table_heads(upload.path)
    assert head.header == ("Headline", "Body", "Source", "Date", "Byline")
    assert head.guessed == {"title": 0, "text": 1, "outlet": 2, "published": 3, "authors": 4}
    assert head.count == 40
    assert head.unclear == {3: "01/10/2017"}, "01/10 and 10/01 are both days, and nothing in the column decides"
    (unclear,) = uploads.preview_upload(settings, upload)
    assert "two orders" in unclear.problems[0]
    assert "--columns" not in unclear.problems[0], "the desk has no command line"
    (seen,) = uploads.preview_upload(settings, upload, ImportDefaults(columns=COLUMNS))
    assert (seen.articles, seen.failures) == (40, 0)
    assert seen.days == ["2017-10-01", "2017-10-09"]
    assert len(seen.outlets) == 4
    assert len(seen.shown) == 3
    assert not (settings.home / "store.sqlite").exists()
    other = ImportDefaults(columns=COLUMNS | {"published": "#4:mdy"})
    assert uploads.preview_upload(settings, upload, other)[0].days == ["2017-01-10", "2017-09-10"]


def test_columns_nobody_knows_are_asked_for(settings: Settings) -> None:
    data = "Aufmacher;Worte;Wann\n" + "".join(f"T{n};{'Wort ' * 60};1{n}.10.2017\n" for n in range(3, 6))
    upload = uploads.keep_upload(settings, "fremd.csv", data.encode("cp1252"), ANN)
    (head,) = table_heads(upload.path)
    assert "unknown name" in head.problem
    assert head.unclear == {}
    columns = {"title": "#1", "text": "#2", "published": "#3"}
    (seen,) = uploads.preview_upload(settings, upload, ImportDefaults(columns=columns))
    assert (seen.articles, seen.days) == (3, ["2017-10-13", "2017-10-15"])


def test_two_columns_of_one_name_are_told_apart(settings: Settings) -> None:
    table = b"Headline,Text,Source,Date,text,\nWeir,One,Courier,2022-09-13,Two,\n"
    upload = uploads.keep_upload(settings, "twice.csv", table, "ann")
    (head,) = uploads.heads_of(str(settings.home), str(settings.data), upload.key)
    assert head.names == ["Headline", "Text (column 2)", "Source", "Date", "text (column 5)", "Column 6"]
    assert head.in_doubt == {"text"}


def test_a_date_after_the_twelfth_settles_its_column(settings: Settings) -> None:
    rows = [["A", "Text one.", "x", "02/10/2017", ""], ["B", "Text two.", "x", "23/10/2017", ""]]
    upload = uploads.keep_upload(settings, "clear.xlsx", workbook(rows), ANN)
    assert table_heads(upload.path)[0].unclear == {}
    assert (
        table_heads(uploads.keep_upload(settings, "page.html", b"<html><body><p>A</p></body></html>", ANN).path) == []
    )


ROWS = "Kopfzeile;Inhalt;Medium;Wann\nEin Titel;{} Der Rat tagte lange und ging dann heim.;Der Kurier;{}\n"


def test_columns_of_tables_in_a_zip_are_said_once_for_all(settings: Settings) -> None:
    tables = {"a/herbst.csv": ROWS.format("Eins.", "01/10/2017"), "b.CSV": ROWS.format("Zwei.", "02/10/2017")}
    upload = uploads.keep_upload(settings, "tables.zip", zipped(tables | {"__MACOSX/a.csv": "x"}), ANN)
    (head,) = uploads.heads_of(str(settings.home), str(settings.data), upload.key)
    assert (head.header, head.count) == (("Kopfzeile", "Inhalt", "Medium", "Wann"), 2)
    assert head.unclear == {3: "01/10/2017"}
    columns = {"title": "#1", "text": "#2", "outlet": "#3", "published": "#4:dmy"}
    previews = uploads.preview_upload(settings, upload, ImportDefaults(columns=columns))
    articles = [article for preview in previews for article in preview.shown]
    assert [article[:3] for article in articles] == [
        ("Ein Titel", "Der Kurier", "2017-10-01"),
        ("Ein Titel", "Der Kurier", "2017-10-02"),
    ]


@pytest.mark.parametrize(
    "tables",
    [
        {"a.csv": ROWS.format("Eins.", "1"), "b.csv": "Headline,Body\nA,B\n"},
        {"page.html": "<p>x</p>"},
        {f"{number}.csv": ROWS.format("Eins.", "1") for number in range(101)},
    ],
    ids=["other columns", "no table", "too many"],
)
def test_no_columns_are_asked_for_where_tables_of_a_zip_differ(settings: Settings, tables: dict[str, str]) -> None:
    upload = uploads.keep_upload(settings, "tables.zip", zipped(tables), ANN)
    assert uploads.heads_of(str(settings.home), str(settings.data), upload.key) == []


def test_a_bomb_among_zipped_tables_is_not_unpacked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped_tables, "MOST_BYTES", 1_000)
    data = zipped({"a.csv": ROWS.format("Eins.", "1"), "b.csv": ROWS.format("Eins. " * 5_000, "1")})
    upload = uploads.keep_upload(settings, "tables.zip", data, ANN)
    assert uploads.heads_of(str(settings.home), str(settings.data), upload.key) == []
    broken = uploads.keep_upload(settings, "broken.zip", data[:-30], ANN)
    assert uploads.heads_of(str(settings.home), str(settings.data), broken.key) == []


def test_the_desk_says_what_is_wrong_in_the_words_of_its_page(settings: Settings) -> None:
    data = b"Headline,Body,Source,Date\nA,,Times,2017-10-01\nB,Some text here.,Times,yesterday\n"
    upload = uploads.keep_upload(settings, "rows.csv", data, ANN)
    (preview,) = uploads.preview_upload(settings, upload)
    told = " ".join(preview.problems)
    assert "rows.csv:2: has no body" in told
    assert "the date 'yesterday' is no date that can be read" in told
    assert "`" not in told
