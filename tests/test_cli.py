"""The command line: its contracts, its exit statuses, and one clear line for everything that goes wrong."""

from __future__ import annotations

import csv
import gzip
import hashlib
import inspect
import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from sqlalchemy.exc import OperationalError

from collectors import pipeline
from collectors.cli import app, main
from collectors.cli.common import OPTIONS
from collectors.dataset import open_dataset
from collectors.store import Store
from tests.made import TEXT, article
from tests.test_pipeline import PAGE, row, write

EVENT = "ukraine-annexation-referendums-2022"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process with a home of its own: (exit status, stdout, stderr)."""
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path / "home"))
    for name in ("PARALLAX_DATA", "PARALLAX_DATABASE"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            main([str(a) for a in arguments])
            status = 0
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def rows_of(path: Path) -> list[dict[str, object]]:
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


# --- the whole job


def test_the_whole_job(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(row(n, outlet=f"outlet-{n % 3}") for n in range(30)))
    assert run("import", path, "--event", EVENT, "--any-outlet")[0] == 0
    assert run("publish")[0] == 2, "not analysed yet"
    assert run("analyze", "--processes", "1")[0] == 0
    status, out, _ = run("publish")
    version = out.strip()
    assert status == 0
    assert run("publish")[1].strip() == version
    status, out, _ = run("status")
    assert status == 0
    assert version in out
    assert EVENT in out
    for seed in ("0", "7"):
        assert run("export", "--event", EVENT, "--to", str(tmp_path / f"csv{seed}"), "--seed", seed)[0] == 0
    names = {p.name for p in (tmp_path / "csv0").iterdir()}
    assert names >= {"comparison.csv", "articles.csv", "quotations.csv", "mentions.csv", "datapackage.json"}
    header = (tmp_path / "csv0" / "comparison.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == (
        "event,outlet,phase,metric,variant,voice,copies,numerator,denominator,n_articles,estimate,ci_low,ci_high,"
        "p_value,q_value,enough,method_version,dataset_version"
    )
    text = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "csv0").glob("*.csv"))
    assert TEXT.split("\n\n")[2] not in text, "no full texts in the export"


def test_titles_that_a_browser_or_a_spreadsheet_would_run_come_out_harmless(run: Run, tmp_path: Path) -> None:
    titles = ["<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "+1", "-1+1", "@SUM(A1)", "\t=1"]
    path = write(tmp_path / "a.jsonl", *(row(n, title=title) for n, title in enumerate(titles)))
    run("import", path, "--event", EVENT, "--any-outlet")
    run("analyze", "--processes", "1")
    version = run("publish")[1].strip()
    published = open_dataset(tmp_path / "home", version).table("articles").column("title").to_pylist()
    assert published == [t.strip() for t in titles]
    run("export", "--event", EVENT, "--to", str(tmp_path / "csv"))
    cells = [r["title"] for r in csv.DictReader(io.StringIO((tmp_path / "csv" / "articles.csv").read_text("utf-8")))]
    assert len(cells) == len(titles)
    assert all(cell[0] not in "=+-@\t" for cell in cells)
    assert "<script>alert(1)</script>" in cells


# --- streams


def test_extract(run: Run, tmp_path: Path) -> None:
    html = PAGE.format(title="The vote opens")
    pages = [{"id": "p1", "url": "https://a.example/1", "html": html}, {"id": "p2", "html": "<html></html>"}]
    path = write(tmp_path / "pages.jsonl", *pages, "{", {"id": "p3", "text": "no html"})
    status, _, err = run("extract", path, "-o", str(tmp_path / "out.jsonl"))
    assert status == 1
    first, second, third = rows_of(tmp_path / "out.jsonl")
    assert list(first)[:7] == ["id", "title", "authors", "published", "language", "text", "extractor"]
    assert first["id"] == "p1"
    assert "door to door" in str(first["text"])
    assert (second["id"], "text" in second) == ("p2", False)
    assert second["error"]
    assert (third["id"], bool(third["error"])) == ("p3", True)
    assert f"{path}:3: is no JSON" in err


def test_quotes(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", row(1))
    assert run("quotes", path, "-o", str(tmp_path / "q.jsonl.gz"))[0] == 0
    (found,) = rows_of(tmp_path / "q.jsonl.gz")
    assert list(found) == ["id", "quotes"]
    quotes = found["quotes"]
    assert isinstance(quotes, list)
    assert list(quotes[0])[:5] == ["speaker", "speaker_name", "cue", "content", "type"]
    text = str(article(1).text)
    spoken = [text[s:e] for q in quotes for s, e in q["content"]]
    assert any("Nobody will recognise this vote" in s for s in spoken)
    again = tmp_path / "again.jsonl.gz"
    run("quotes", path, "-o", str(again), "--event", EVENT)
    run("quotes", path, "-o", str(tmp_path / "again2.jsonl.gz"), "--event", EVENT)
    assert again.read_bytes() == (tmp_path / "again2.jsonl.gz").read_bytes(), "no time stands in the file"
    assert run("quotes", path, "--event", "nowhere")[0] == 2


def test_readability(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", row(1, text=f"{TEXT}\n\n{TEXT}\n\n{TEXT}"), row(2, text="Too short."))
    status, out, _ = run("readability", path)
    assert status == 0
    long, short = (json.loads(line) for line in out.splitlines())
    assert list(long)[:3] == ["id", "words", "sentences"]
    assert {"flesch_reading_ease", "lix", "rix", "words_per_sentence"} <= set(long)
    assert isinstance(long["lix"], float)
    assert short["lix"] is None


def test_group(run: Run, tmp_path: Path) -> None:
    long = " ".join(f"Sentence {n} of the report speaks of river, ballot and {n * 7} soldiers." for n in range(40))
    other = " ".join(f"Chapter {n}: the harvest of pears and {n} honey markets grew again." for n in range(40))
    pears = row(3, text=other, title="Pears and honey", published="2022-10-15")
    rows = [row(1, text=long), row(2, text=long + " One more."), pears, row(1, text="twice")]
    path = write(tmp_path / "a.jsonl", *rows)
    status, out, err = run("group", path)
    assert status == 1
    assert f"{path}:4" in err
    first, second, third = (json.loads(line) for line in out.splitlines())
    assert list(first) == ["id", "group", "copy_of"]
    assert first["group"] == second["group"] != third["group"]
    assert (first["copy_of"], second["copy_of"], third["copy_of"]) == (None, "courier-0001", None)


def test_standard_input_and_output(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "collectors.cli", "readability", "-", "--home", str(tmp_path)]
    data = (json.dumps(row(1)) + "\n").encode()
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=120)
    assert json.loads(done.stdout)["id"] == "courier-0001"
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == [], "a stream command needs no store"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is a POSIX signal")
def test_ctrl_c_says_what_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "collectors.cli", "readability", "-", "--home", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # More than one of its buffers, so that it has begun; less than a pipe holds on its way out.
        rows = "".join(json.dumps(row(n)) + "\n" for n in range(120))
        process.stdin.write(rows.encode())
        process.stdin.flush()
        process.stdout.read(1)
        # Python drops an interrupt that falls into a destructor, so it is pressed until it is heard, as people do. The input
        # stays open: without an interrupt the command would wait for more.
        for _ in range(20):
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=3)
                break
            except subprocess.TimeoutExpired:
                continue
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "what was saved stays" in err.decode()
    assert "Traceback" not in err.decode()


def test_an_output_that_is_not_finished_is_not_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = write(tmp_path / "a.jsonl", row(1))
    monkeypatch.setattr("collectors.cli.streams.write_row", fails)
    target = tmp_path / "out" / "q.jsonl"
    target.parent.mkdir()
    target.write_text("from yesterday")
    status, _, err = run("quotes", path, "-o", str(target))
    assert (status, err.split(" (")[0]) == (1, f"parallax: {target}: No space left on device")
    assert [p.name for p in target.parent.iterdir()] == ["q.jsonl"]
    assert target.read_text() == "from yesterday"


# --- bad input: one clear line, the rest goes through, exit status 1


def page_row(html: str) -> str:
    return json.dumps({"id": "bad", "url": "https://a.example/bad", "html": html})


CUT = gzip.compress("".join(json.dumps(row(n, text=hashlib.sha512(b"%d" % n).hexdigest())) + "\n"
                            for n in range(50, 60)).encode(), mtime=0)[:-200]  # fmt: skip

BAD = {
    "empty": ("empty.jsonl", b"", "is empty"),
    "truncated": ("cut.jsonl.gz", CUT, "ends before"),
    "csv": ("c.csv", b"headline,text\na,b\n", "has no column `title`"),
    "binary": ("b.jsonl", os.urandom(5_000), "binary"),
    "duplicate": (
        "d.jsonl",
        json.dumps(row(60)).encode() + b"\n" + json.dumps(row(60, text="Other.")).encode(),
        "twice",
    ),
    "future": ("f.jsonl", json.dumps(row(61, published="2199-01-01")).encode(), "in the future"),
    "outlet": ("o.jsonl", json.dumps(row(62, outlet="nobody-knows-it")).encode(), "is not in outlets.toml"),
    "large": ("l.jsonl", page_row(f"<p>{'large page ' * 1_000_000}</p>").encode(), "the limit is"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input(run: Run, tmp_path: Path, case: str) -> None:
    name, data, message = BAD[case]
    good = write(tmp_path / "good.jsonl", *(row(n, outlet="bbc.com") for n in range(1, 7)))
    (tmp_path / name).write_bytes(data.replace(b"river-courier", b"bbc.com") if case != "truncated" else data)
    extra = ["--any-outlet"] if case != "outlet" else []
    status, _, err = run("import", str(tmp_path / name), good, "--event", EVENT, "--processes", "1", *extra)
    assert status == 1
    lines = [line for line in err.splitlines() if line.startswith(str(tmp_path / name))]
    assert len(lines) == 1, err
    assert message in lines[0]
    assert lines[0].endswith(")"), "the remedy"
    with Store(f"sqlite:///{tmp_path / 'home' / 'store.sqlite'}") as store:
        counts = store.counts()
    kept = {"duplicate": 1, "future": 1, "outlet": 1}.get(case, 0)
    assert counts["articles"] == counts["texts"] == counts["revisions"]
    assert counts["articles"] > 10 if case == "truncated" else counts["articles"] == 6 + kept
    status, out, _ = run("status", "--failures")
    assert message in out


def test_pages_that_would_break_a_reader(run: Run, tmp_path: Path) -> None:
    deep = tmp_path / "deep.html"
    deep.write_text("<div>" * 20_000 + "text" + "</div>" * 20_000)
    wrong = tmp_path / "wrong.html"
    russian = "Избирательные участки открылись в пятницу утром, сообщили в комиссии. " * 12
    html = f'<html><head><meta charset="utf-8"><title>Выборы</title></head><body><article><p>{russian}</p></article></body></html>'
    wrong.write_bytes(html.encode("cp1251"))
    status, _, err = run("import", str(deep), str(wrong), "--event", EVENT, "--any-outlet", "--processes", "1")
    told = [line for line in err.splitlines() if line.startswith(str(deep))]
    assert len(told) == status <= 1, err
    assert run("analyze", "--processes", "1")[0] == 0
    data = open_dataset(tmp_path / "home", run("publish")[1].strip())
    texts = {r["article_id"]: r["text"] for r in data.table("texts").to_pylist()}
    assert "Избирательные участки открылись" in texts["wrong"]
    outcomes = data.table("outcomes").to_pylist()
    assert sum("deep" in r["key"] for r in outcomes) == 1, "the page ended in exactly one outcome"


# --- wrong use


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import"], "Missing argument"),
        (["nonsense"], "No such command"),
        (["import", "a.jsonl", "--event", "ukraine-anexation-referendums-2022"], f"did you mean '{EVENT}'"),
        (["status", "--store", "nonsense"], "no database URL"),
        (["status", "--store", "mysql://x/y"], "is no store"),
        (["check", "--data", "/nowhere/at/all"], "no folder"),
        (["export", "--event", "x", "--to", "out"], "nothing is published yet"),
        (["quotes", os.devnull, "-o", "no/such/folder/x.jsonl"], "no/such/folder/x.jsonl: cannot be written: No such"),
        (["quotes", os.devnull, "-o", os.curdir], ".: is a folder"),
        (["group", os.devnull, "--state", "no/such/state"], "no/such/state: its folder does not exist"),
        (["quotes", "nowhere.jsonl"], "nowhere.jsonl: cannot be read: No such file or directory"),
        (["analyze", "--processes", "-1"], "--processes"),
        (["status", "--seed", "many"], "--seed"),
    ],
)
def test_wrong_use_is_status_2(run: Run, arguments: list[str], message: str) -> None:
    status, _, err = run(*arguments)
    assert status == 2
    assert message in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device", "/home/x.parquet"), "/home/x.parquet: No space left on device"),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("disk is full")), "the store: disk is full"),
    ],
)
def test_a_machine_that_gives_way_is_one_line_and_status_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    def give_way(*_: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "import_paths", give_way)
    status, _, err = run("import", "a.jsonl")
    assert status == 1
    assert (
        err
        == f"parallax: {line} (see to it and run the command again: what was saved stays, nothing is half-written)\n"
    )


def test_import_says_what_comparisons_will_leave_out(run: Run, tmp_path: Path) -> None:
    page = {"id": "p", "url": "https://a.example/1", "html": PAGE.format(title="The vote opens")[:-200]}
    path = write(tmp_path / "a.jsonl", row(1), row(2, outlet=None, url=None), page)
    _, _, err = run("import", path, "--any-outlet")
    assert "1 partial: kept and shown, but left out of comparisons unless asked for" in err
    assert "1 without an outlet: kept and shown, but in no comparison (name it in the file or with --outlet)" in err


def test_an_event_that_is_a_slip_of_a_declared_one_is_asked_about(run: Run, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", row(1, event=EVENT.replace("referendums", "referendum")), row(2, event="a-town-hall-fire")
    )
    status, _, err = run("import", path, "--any-outlet")
    assert status == 0
    assert err.count("has no file") == 1
    assert f"is a plain one; did you mean {EVENT!r}?" in err


def test_check_names_file_line_and_remedy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "x.toml").write_text('id = "x"\ntitle = "X"\nstart = 2022-09-20\nend = "soon"\n')
    status, _, err = run("check", "--data", str(tmp_path))
    assert status == 1
    assert f"{tmp_path / 'events' / 'x.toml'}:4: " in err


def test_every_command_takes_the_common_options_before_and_after_its_name(run: Run, tmp_path: Path) -> None:
    homes = tmp_path / "one", tmp_path / "two"
    assert run("--home", str(homes[0]), "status")[0] == 0
    assert run("--home", str(homes[0]), "status", "--home", str(homes[1]))[0] == 0
    assert all((home / "store.sqlite").exists() for home in homes)
    for command in app.registered_commands:
        assert command.callback is not None
        assert set(OPTIONS) <= set(inspect.signature(command.callback).parameters)
        assert (command.callback.__doc__ or "").strip().endswith(".")


def test_help_names_every_command(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    names = {c.name for c in app.registered_commands}
    assert names >= {"extract", "quotes", "group", "readability", "import", "analyze", "publish", "export", "status",
                     "check", "demo", "dashboard"}  # fmt: skip
    assert all(name is not None and name in out for name in names)
    for name in sorted(n for n in names if n):
        assert run(name, "--help")[0] == 0


def test_the_environment_chooses_store_and_data(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_DATABASE", f"sqlite:///{tmp_path / 'else.sqlite'}")
    assert run("status")[0] == 0
    assert (tmp_path / "else.sqlite").exists()
    assert not (tmp_path / "home").exists()
    monkeypatch.setenv("PARALLAX_DATA", str(tmp_path / "nowhere"))
    assert run("check")[0] == 2


# --- demo and dashboard


def test_the_demo_is_built_afresh_and_marked_as_invented(run: Run, tmp_path: Path) -> None:
    status, _, err = run("demo", "--no-serve")
    assert status == 0, err
    data = open_dataset(tmp_path / "home" / "demo")
    assert data.label == "invented demonstration data"
    assert all(data.table("outlets").column("invented").to_pylist())
    assert data.counts["articles"] >= 80
    first = contents_of(data.path)
    assert run("demo", "--no-serve")[0] == 0
    assert contents_of(open_dataset(tmp_path / "home" / "demo").path) == first, "two runs give the same bytes"
    check_discover(run, tmp_path / "home" / "demo")


def contents_of(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def check_discover(run: Run, demo: Path) -> None:
    """What `discover` says of the demonstration data, here because building them takes seconds."""
    asked = ("discover", "--home", str(demo), "--event", EVENT)
    status, out, err = run(*asked, "--limit", "2")
    assert status == 0
    assert len(out.strip().split("\n\n")) == 2
    assert "undeclared names, " in err
    status, out, _ = run(*asked, "--target", "russia-government", "--toml")
    assert status == 0
    assert '# to the aliases of the actor "russia-government":' in out
    status, _, err = run(*asked, "--target", "russia-goverment")
    assert (status, "did you mean 'russia-government'?" in err) == (2, True)
    assert run("discover", "--home", str(demo), "--event", "nowhere")[0] == 2


def test_the_demo_leaves_other_peoples_folders_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home" / "demo").mkdir(parents=True)
    (tmp_path / "home" / "demo" / "thesis.txt").write_text("mine")
    status, _, err = run("demo", "--no-serve")
    assert status == 2
    assert "holds other files" in err
    assert (tmp_path / "home" / "demo" / "thesis.txt").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="the process becomes the server on POSIX systems only")
def test_the_dashboard_serves_on_loopback_only(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "collectors.cli", "dashboard", "--home", str(tmp_path), "--port", str(port)]
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    try:
        deadline = time.monotonic() + 60
        health = b""
        while time.monotonic() < deadline and health != b"ok":
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as response:
                    health = response.read()
            except OSError:
                time.sleep(0.2)
        assert health == b"ok"
    finally:
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=30)[0].decode()
    assert f"http://127.0.0.1:{port}" in output
    assert "0.0.0.0" not in output  # noqa: S104  it must not listen there


def test_typer_exits_are_the_only_way_out() -> None:
    assert issubclass(typer.Exit, Exception)
