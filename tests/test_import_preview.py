"""`parallax import --dry-run` and `--columns` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.sources.files.preview import _length
from tests.support.command_line import Run
from tests.support.made_articles import made_articles
from tests.support.made_exports import nexis_text
from tests.support.made_packed import zipped

TEXT = "Officials said on Tuesday that the vote would be held. The council called it a farce."


def test_a_dry_run_says_what_a_file_is_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"export.TXT": nexis_text(made_articles())}))
    (tmp_path / "b.csv").write_text("headline,body,date\nVote," + TEXT + ",03/04/2022\n", "utf-8")
    (tmp_path / "list.csv").write_text("title,url\nVote,https://a.example/1\n", "utf-8")
    status, out, _ = run(
        "import", "--dry-run", str(tmp_path / "a.zip"), str(tmp_path / "b.csv"), str(tmp_path / "list.csv")
    )
    assert status == 1, "two files cannot be read as they are"
    assert "taken for: Nexis or LexisNexis, text" in out
    assert "articles: 3 (3 good)" in out
    assert "outlets: The River Courier (London) 2, Northbank Times 1" in out
    assert "days: 2022-09-05 to 2022-10-03" in out
    assert "River council rejects vote | The River Courier (London) | 2022-09-21 | " in out
    assert "two orders" in out
    assert "taken for: table, whose columns are not sure" in out
    assert "not in outlets.toml: The River Courier (London) 2, Northbank Times 1 (" in out
    assert f"parallax collect --event ID --urls {tmp_path / 'list.csv'}" in out
    assert not (tmp_path / "home" / "store.sqlite").exists()


def test_a_dry_run_says_that_a_file_holds_nothing_and_how_much_more_failed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "heads.csv").write_text("headline,body,source,date\n", "utf-8")
    (tmp_path / "bad.jsonl").write_text("[1]\n" * 9, "utf-8")
    _, out, _ = run("import", "--dry-run", str(tmp_path / "heads.csv"), str(tmp_path / "bad.jsonl"))
    assert "articles: 0 (it was read, and no row or text of it is an article)" in out
    assert "not read: 9" in out
    assert "and 6 more" in out


def test_columns_are_stated_and_kept(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f"one,two,three\nVote,{TEXT},03/04/2022\n", "utf-8")
    option = ("--columns", "title=one,text=two,published=three:dmy")
    status, out, _ = run("import", "--dry-run", str(table), *option)
    assert status == 0
    assert "taken for: table, title=one, text=two, published=three, dates day first" in out
    assert not Path(f"{table}.columns.toml").exists()
    assert run("import", str(table), *option, "--any-outlet")[0] == 0
    assert 'published = "three:dmy"' in Path(f"{table}.columns.toml").read_text("utf-8")
    status, out, _ = run("import", "--dry-run", str(table))
    assert "| 2022-04-03 |" in out
    status, _, err = run("import", str(table), "--columns", "title")
    assert status == 2
    assert "says no column" in err


def test_a_dry_run_says_why_articles_are_doubtful(run: Run, tmp_path: Path) -> None:
    export = nexis_text(made_articles()).replace(b"LENGTH: ", b"LENGTH: 9")
    (tmp_path / "export.TXT").write_bytes(export)
    status, out, _ = run("import", "--dry-run", str(tmp_path / "export.TXT"))
    assert status == 0
    assert "articles: 3 (3 doubtful)" in out
    assert "why not good: the archive states N words, N were read 3" in out


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Officials said the vote was held. " * 3, "18 words"),
        ("联合国大会周三通过决议谴责非法吞并乌克兰四个地区。", "25 characters"),
        ("", "0 words"),
    ],
)
def test_lengths_of_scripts_without_spaces_are_in_characters(text: str, length: str) -> None:
    assert _length(text) == length
