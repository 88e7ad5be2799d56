"""Faults that were found once, each under its own name: work that runs away, trickles, fills the disk or is killed."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import process_time, thread_time
from typing import BinaryIO

import pytest

from collectors.config import load_catalogue
from collectors.config.event_patterns import faults
from collectors.crawl.guarded_stream import StreamError, open_stream
from collectors.crawl.limits import Limits
from collectors.discovery import candidates
from collectors.discovery.candidates import ReadArticle
from collectors.model import Article, Outcome, Page
from collectors.sources import files
from collectors.sources.files.exported_items import ReadingContext
from collectors.sources.files.file_items import FileItem
from collectors.sources.files.file_names import FileName
from collectors.store import Store
from collectors.support.time_limit import TookTooLongError, processor_seconds
from tests.support.command_line import Run
from tests.support.made_store import filled, measure
from tests.support.made_values import EVENT

ROOT = Path(__file__).parent.parent


# --- patterns and articles that take for ever


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:[a-z]{1,9}-?){0,20}!",
        r"\b(?:a|a){0,30}!",
        r"\b(?:a?b?){0,20}!",
        r"\bsham(?:[a-z]{1,9}|\s[a-z]){0,20}!",
        r"\bx(?:.{1,9}-){0,20}!",
        r"\bx(?:[^!]{1,9}\s){0,20}!",
        r"\bx(?:(?:a|b){1,9}){0,20}!",
        r"\ba{1,90}a{1,90}a{1,90}a{1,90}a{1,90}a{1,90}!",
    ],
)
def test_fault_a_pattern_that_takes_seconds_for_26_letters_passed_check(pattern: str) -> None:
    began = thread_time()
    found = faults(pattern)
    assert found
    assert all(fault.remedy for fault in found)
    assert thread_time() - began < 5


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bsham\s(?:vote|referendum)s?\b",
        r"\b(?:\w+\s){0,3}vote",
        r"\bso-called(?:\s[\w'’-]{1,20}){0,4}\svote",
        r"\b(?:la|le)?vote",
    ],
)
def test_usual_patterns_pass(pattern: str) -> None:
    assert faults(pattern) == []


def test_an_event_file_with_a_pattern_that_may_take_for_ever_is_not_used(run: Run, data: Path) -> None:
    file = next((data / "events").glob("*.toml"))
    text = file.read_text()
    start = text.index("patterns.")
    line = text[start : text.index("\n", start)]
    file.write_text(text.replace(line, f"{line.split('=')[0]}= ['''\\b(?:[a-z]{{1,9}}-?){{0,20}}!''']", 1))
    status, _, err = run("check", "--data", str(data))
    assert status == 1
    assert "repeated up to 20 times" in err
    assert file.stem not in load_catalogue(data).events


def test_fault_one_article_without_a_time_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collectors import analysis  # noqa: PLC0415  patched below
    from collectors.metrics import measure as real  # noqa: PLC0415  as above

    def runs_away(one: Article, *declared: object) -> object:
        if one.id == "courier-0002":
            while True:
                pass
        return real(one, *declared)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(analysis, "measure", runs_away)
    monkeypatch.setattr(analysis, "LEAST_SECONDS", 3.0)
    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 3, measured=False) as store:
        measure(store)
        with store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT article, member_rule, member_reason FROM analyses").all()
    assert [rule == "failed" for _, rule, _ in rows] == [False, True, False]
    assert "took more than 3 s of the processor" in rows[1][2]


def test_a_search_of_a_regular_expression_is_interrupted_too() -> None:
    import re  # noqa: PLC0415  only here

    began = process_time()
    with pytest.raises(TookTooLongError), processor_seconds(0.3):
        re.search(r"(?:a|a)*!", "a" * 60)
    assert process_time() - began < 3
    with processor_seconds(0.2):
        pass
    time.sleep(0.01)


def test_of_limits_inside_one_another_the_nearest_counts() -> None:
    with pytest.raises(TookTooLongError, match="more than 0 s"), processor_seconds(0.1), processor_seconds(60):
        _spin()
    with pytest.raises(TookTooLongError), processor_seconds(0.2):
        _spin_twice()


def _spin_twice() -> None:
    with processor_seconds(0.1), suppress(TookTooLongError):
        _spin()
    _spin()


def _spin() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("digits.txt", "1" * 70_000),
        ("digits.html", "<html><body>" + "1" * 70_000),
        ("lines.txt", "\u2028" * 70_000),
        ("deep.xml", "<a>" * 70_000 + "</a>" * 70_000),
        ("wide.csv", ",".join(map(str, range(100_000))) + "\n"),
    ],
)
def test_fault_long_runs_of_one_thing_take_time_by_their_square(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with processor_seconds(6):  # some hundredths are usual; by the square it was 7 to 120 s
        assert all(isinstance(found.item, Outcome | Page | Article) for found in files.read(str(tmp_path / name)))


def test_a_file_that_takes_for_ever_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"id": name, "title": "Vote", "text": "Polls opened."}) + "\n")
    assert len(list(files.read(str(tmp_path / "b.jsonl")))) == 1  # what is loaded once is loaded before
    read_stream = files.read_stream

    def slow(stream: BinaryIO, name: FileName, context: ReadingContext) -> Iterator[FileItem]:
        if name.stem == "a":
            _spin()
        yield from read_stream(stream, name, context)

    monkeypatch.setattr(files, "read_stream", slow)
    monkeypatch.setattr(files, "LEAST_SECONDS", 0.3)
    first, second = (found.item for found in files.read(str(tmp_path)))
    assert isinstance(first, Outcome)
    assert "took more than 0 s of the processor" in first.detail
    assert isinstance(second, Article)


def test_beside_the_main_thread_there_is_no_limit_and_no_error() -> None:
    done: list[int] = []

    def work() -> None:
        with processor_seconds(0.001):
            done.append(sum(range(100_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


# --- time that grows with the square


def test_fault_discovery_is_quadratic_in_mentions() -> None:
    sentence = (
        "The sham vote was called an illegal vote and a so-called vote. Mr. Tarasiuk said the hasty vote failed. "
    )

    def seconds(times: int) -> float:
        articles = [ReadArticle(f"a{i}", f"o{i}", "p", "en", sentence * times) for i in range(3)]
        began = thread_time()
        candidates(articles, EVENT)
        return thread_time() - began

    seconds(10)
    few, many = (min(seconds(times) for _ in range(3)) for times in (200, 1_600))
    assert many < 32 * few, "eight times the text took 64 times the time where it was quadratic"


# --- an answer that trickles


@pytest.fixture
def trickling() -> Iterator[str]:
    """The address of a server that sends two bytes a second, or as fast as asked."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked = connection.recv(4_096).decode()
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                if "/fast" in asked:
                    connection.sendall(b"x" * 1_000_000)
                while not ended.wait(0.05):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    ended.set()
    listener.close()
    thread.join(5)


def test_fault_a_slow_answer_has_no_deadline(trickling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_ALLOW_ADDRESSES", trickling.removeprefix("http://"))
    limits = Limits.resolve()
    limits = type(limits)(**{**{f: getattr(limits, f) for f in limits.__dataclass_fields__}, "timeout": 1.0})
    began = time.monotonic()
    with open_stream(f"{trickling}/slow", 0, limits) as stream, pytest.raises(StreamError, match="bytes came in"):
        stream.read(1_000)
    assert time.monotonic() - began < 20
    with open_stream(f"{trickling}/fast", 0, limits) as stream:
        assert len(stream.read(1_000_000)) == 1_000_000


# --- a full disk, a killed export


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")
def test_fault_analyze_on_a_full_disk_exits_0(tmp_path: Path, data: Path) -> None:
    home = tmp_path / "home"
    with filled(f"sqlite:///{home / 'store.sqlite'}", 120, measured=False):
        pass
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PARALLAX_")} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "collectors.cli", "analyze", "--home", str(home), "--data", str(data)]
    command += ["--processes", "1"]

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))  # of the file that SQLite logs changes in

    def analyzed(before: Callable[[], None] | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=environment, preexec_fn=before, capture_output=True, text=True, timeout=300, check=False
        )

    full = analyzed(limited)
    assert full.returncode == 1
    assert "run the command again" in full.stderr
    assert "Traceback" not in full.stderr
    assert analyzed(None).returncode == 0, "and goes on when there is room"
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        assert store.counts()["analyses"] == 120


def test_fault_a_killed_export_leaves_its_folder(run: Run, tmp_path: Path) -> None:
    from collectors.dataset.publishing import publish  # noqa: PLC0415  Arrow and DuckDB

    home, out = tmp_path / "home", tmp_path / "out"
    with filled(f"sqlite:///{home / 'store.sqlite'}", 4) as store:
        publish(store, home)
    (out / ".export-old").mkdir(parents=True)
    (out / ".export-old" / "comparison.csv").write_text("half")
    (out / ".export-new").mkdir()
    for path in (out / ".export-old" / "comparison.csv", out / ".export-old"):
        os.utime(path, (1, 1))
    assert run("export", "--event", EVENT.id, "--to", str(out))[0] == 0
    assert not (out / ".export-old").exists()
    assert (out / ".export-new").exists(), "another export may be writing it"
    assert json.loads((out / "datapackage.json").read_text())


# --- input that says one thing twice, or no text where one should stand


def imported(tmp_path: Path, run: Run, name: str, data: bytes | str) -> tuple[int, str]:
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    status, _, err = run("import", str(folder), "--any-outlet")
    return status, err


SAID = "Polls opened on Friday in the town of Tellmouth and nobody came to vote, officials said. " * 4


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "x", "title": "a", "text": NaN}', "holds NaN, which is no value of JSON"),
        ('{"id": "x", "title": "a", "text": 12345}', "`text` is no text"),
        ('{"id": "x", "title": 7, "text": "SAID"}', "`title` is no text"),
        ('{"id": "x", "title": "a", "text": "SAID", "text": "another"}', "holds the key `text` twice"),
        ('{"id": "x", "title": "a", "text": "SAID", "extra": {"b": 1, "b": 2}}', "holds the key `b` twice"),
    ],
)
def test_fault_numbers_and_doubled_keys_became_articles(tmp_path: Path, run: Run, row: str, said: str) -> None:
    sound = json.dumps({"id": "x", "title": "The real one", "text": SAID})
    status, err = imported(tmp_path, run, "rows.jsonl", f"{row.replace('SAID', SAID)}\n{sound}\n")
    assert status == 1
    assert f"rows.jsonl:1: {said}" in err
    with Store(f"sqlite:///{tmp_path / 'home' / 'store.sqlite'}") as store:
        assert store.counts()["articles"] == 1, "the real one is not displaced"


def test_fault_of_two_columns_of_one_name_the_last_won(tmp_path: Path, run: Run) -> None:
    status, err = imported(tmp_path, run, "table.csv", f'title,text,Text\nA,"{SAID}","another"\n')
    assert status == 1
    assert "has two columns named 'text'" in err.replace("'Text'", "'text'")


def test_fault_one_bad_item_stops_a_batch(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    name = os.fsencode(folder) + b"/" + "новость".encode("cp1251") + b".txt"
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123  a name that is no UTF-8
        file.write(f"# A title\n\n{SAID}")
    length = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx\r\n\r\n"
    (folder / "a.warc").write_bytes(length)
    status, err = imported(tmp_path, run, "z.jsonl", json.dumps({"id": "z", "title": "Z", "text": SAID + "z"}))
    assert status == 1
    assert "a.warc" in err
    with Store(f"sqlite:///{tmp_path / 'home' / 'store.sqlite'}") as store:
        assert store.counts()["articles"] == 2


def test_fault_a_symbolic_link_in_an_imported_folder_is_followed(tmp_path: Path, run: Run) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"# Not yours\n\n{SAID}")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.txt").symlink_to(secret)
    (tmp_path / "in" / "elsewhere").symlink_to(tmp_path)
    status, err = imported(tmp_path, run, "z.jsonl", json.dumps({"id": "z", "title": "Z", "text": SAID}))
    assert status == 1
    assert "link.txt: is a symbolic link, which is not followed" in err
    assert "elsewhere: is a symbolic link, which is not followed (give the folder itself)" in err
    with Store(f"sqlite:///{tmp_path / 'home' / 'store.sqlite'}") as store:
        assert store.counts()["articles"] == 1


def test_fault_a_pipe_in_an_imported_folder_is_waited_for(tmp_path: Path, run: Run) -> None:
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    status, err = imported(tmp_path, run, "z.jsonl", json.dumps({"id": "z", "title": "Z", "text": SAID}))
    assert status == 1
    assert "pipe.txt: is a pipe or a device and no file" in err
    status, _, err = run("import", str(tmp_path / "in" / "pipe.txt"))
    assert (status, "pipe.txt: is a pipe or a device and no file" in err) == (1, True)
    with Store(f"sqlite:///{tmp_path / 'home' / 'store.sqlite'}") as store:
        assert store.counts()["articles"] == 1
