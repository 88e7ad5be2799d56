"""Every command of the documents is run: in the order in which a reader meets them, on a small home of its own."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.support.command_line import Run
from tests.test_documents import DOCUMENTS, ROOT, commands_of

EVENT = "ukraine-annexation-referendums-2022"
#: Commands that serve or ask the web, and the tests that run them on loopback.
ELSEWHERE = {
    "dashboard": "tests/test_cli.py",
    "demo": "tests/test_cli.py",
    "collect": "tests/test_collect_services.py",
    "schedule": "tests/test_collect_killed.py",
    "check --online": "tests/test_address_check.py",
    "analyze --on": "tests/test_cluster.py",
}
#: Commands that a sentence names without what they need; a longer form of each is run.
MENTIONS = {
    "export",
    "export --event ID --to DIR",
    "import",
    "restore DIR",
    "validate",
    "validate --event ID",
    "validate --of NAME",
}
#: Exit statuses that a command's documentation gives a meaning: alerts stand, an article was no article.
ALLOWED = {"status": (0, 3, 4), "alerts": (0, 3), "import": (0, 1), "validate": (0, 1)}


def elsewhere(words: list[str]) -> str | None:
    """The test that runs a command, where that is not here."""
    return ELSEWHERE.get(words[0]) or next(
        (test for told, test in ELSEWHERE.items() if " " in told and told.split() == [words[0], *words[1:2]]), None
    )


def rows(count: int) -> list[str]:
    """The first rows of the demonstration's articles of each outlet."""
    lines = (ROOT / "data" / "demo" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return lines[:count]


@pytest.fixture
def given(tmp_path: Path) -> Mapping[str, str]:
    """What a reader would put in place of each word in capitals, or of a file that is theirs."""
    (tmp_path / "articles.jsonl").write_text("\n".join(rows(26)) + "\n", encoding="utf-8")
    (tmp_path / "exports").mkdir()
    shutil.copy(tmp_path / "articles.jsonl", tmp_path / "exports" / "first.jsonl")
    shutil.copytree(ROOT / "data", tmp_path / "own-data", ignore=shutil.ignore_patterns("reference"))
    page = b"<html lang=en><title>The vote</title><body><article><h1>The vote</h1>" + b"".join(
        f"<p>Officials said on day {n} that the referendum in the region was a sham.</p>".encode() for n in range(20)
    )
    (tmp_path / "page.html").write_bytes(page + b"</article></body></html>")
    with (tmp_path / "pages.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        address = "https://atlantic-ledger.example/2022/09/21/vote"
        body = (tmp_path / "page.html").read_bytes()
        # With its length no temporary file is made, which warcio leaves open.
        writer.write_record(
            writer.create_warc_record(address, "response", io.BytesIO(body), len(body), http_headers=head)
        )
    contrasts = re.findall(r"```toml\n(.*?)```", (ROOT / "data" / "README.md").read_text(encoding="utf-8"), re.S)
    (tmp_path / "contrasts.toml").write_text(next(block for block in contrasts if "[[contrasts]]" in block))
    first, _, third = map(json.loads, rows(3))
    return {
        "PATH...": "articles.jsonl", "ARTICLES": "articles.jsonl", "...": "articles.jsonl", "PAGES": "page.html",
        "QUOTES": "quotes.jsonl", "GROUPS": "groups.jsonl", "OUT": "out.jsonl", "HOME/warc": "pages.warc.gz",
        "DIR": "folder", "NEW": "restored", "URL": f"sqlite:///{tmp_path / 'restored.sqlite'}", "TEXT": "a letter",
        "ADDRESS": first["url"], "ARTICLE": third["id"], "WHY": "off the subject", "WHO": "Ann", "NAME": "quotations",
        "YOUR-DATA": "own-data", "YOUR-EVENT": EVENT, "my-event": EVENT, "ID": EVENT, "FILE": "articles.jsonl",
    }  # fmt: skip


def told(words: list[str], given: Mapping[str, str]) -> list[str]:
    """The words of a command as a reader would type them."""
    typed = [given.get(word, word) for word in words]
    if words[:2] == ["declare", "FILE"]:
        typed[1] = "contrasts.toml"
    if words[0] in {"remove"} and "--article" in words:
        typed[words.index("ID")] = str(json.loads(rows(2)[1])["id"])
    return [word.replace("data/demo/", str(ROOT / "data" / "demo") + "/") for word in typed]


def filled(sheet: Path, *names: str) -> None:
    """Coders fill a sheet: nothing that is asked for stands anywhere."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    for name in names:
        with (sheet.parent / name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(lines[0]))
            writer.writeheader()
            writer.writerows({key: value or "0" for key, value in line.items()} for line in lines)


def test_every_command_of_the_documents_runs(
    run: Run, given: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # A decision by hand is written into the data folder: never into that of the checkout.
    monkeypatch.setenv("PARALLAX_DATA", str(tmp_path / "own-data"))
    (tmp_path / "home").mkdir(mode=0o700)
    before: dict[str, Callable[[], None]] = {"kim.csv": lambda: filled(tmp_path / "empty.csv", "kim.csv", "lee.csv")}
    for line in ("import articles.jsonl", "analyze --processes 1", "publish"):
        assert run(*line.split(), *(["--event", EVENT] if line.startswith("import") else []))[0] == 0
    failed, done = {}, set()
    for words in [words for name in DOCUMENTS for words in commands_of(name)]:
        if not words or elsewhere(words) or tuple(words) in done or " ".join(words) in MENTIONS:
            continue
        done.add(tuple(words))
        for word in words:
            before.get(word, lambda: None)()
        if words[0] == "backup":
            shutil.rmtree(tmp_path / "folder", ignore_errors=True)
        if words[0] in {"status", "publish", "export"}:
            run("analyze", "--processes", "1")
        status, _, err = run(*told(words, given))
        if status not in ALLOWED.get(words[0], (0,)):
            failed[" ".join(words)] = (status, err)
    assert not failed, "\n".join(f"{key}: {value}" for key, value in failed.items())
    assert len(done) > 30
    assert {mention.split()[0] for mention in MENTIONS} <= {words[0] for words in done}


def test_what_runs_elsewhere_is_run_there() -> None:
    for command, test in ELSEWHERE.items():
        assert command.split()[-1] in (ROOT / test).read_text(encoding="utf-8"), command
