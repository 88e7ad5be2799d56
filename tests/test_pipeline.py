"""The path of an article: the same result through every route, nothing lost when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from collectors import pipeline
from collectors.analysis import Task, analyse
from collectors.config.missing_event import unknown_event
from collectors.config.problems import Problem
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset
from collectors.errors import ParallaxError
from collectors.metrics import METHOD_VERSION
from collectors.model import Article, OutcomeKind, Page
from collectors.pipeline import NO_EVENT, PipelineSettings, _near, analyze, import_paths, read_pages
from collectors.sources.files import FileItem
from collectors.sources.outlet_resolution import outlet_of, same_page
from collectors.store import Incoming, Store
from collectors.store import store_tables as t
from collectors.store.declaration_json import event_to_json
from collectors.support.executors import InProcess, ResubmittingPool, process_pool
from tests.support.crashing import square
from tests.support.made_values import COURIER, EVENT, TEXT, article, catalogue

NOW = datetime(2022, 10, 20, tzinfo=UTC)
PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>{title}</title><meta charset=utf-8></head><body><article><h1>{title}</h1>"
    + "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n") * 3)
    + "</article></body></html>"
)


def row(number: int, **changes: object) -> dict[str, object]:
    a = article(number)
    made = {"id": a.id, "url": a.url, "outlet": a.outlet, "title": a.title, "published": a.published, "text": a.text}
    return {**made, "language": "en", "authors": ["Iryna Koval"], **changes}


def write(path: Path, *rows: object) -> str:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


def bring(store: Store, *paths: str, **settings: object) -> pipeline.Summary:
    chosen = PipelineSettings(**{"event": EVENT.id, **settings})  # type: ignore[arg-type]  # options of many types
    return import_paths(store, catalogue(), paths, chosen, NOW)


@pytest.fixture
def memory() -> Iterator[Store]:
    with Store("sqlite://") as opened:
        yield opened


def test_from_a_file_to_a_published_row(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", row(1), row(2, published="2022-01-01"), row(3, outlet="The Stranger"))
    summary = bring(store, path)
    assert summary.counts == {OutcomeKind.SAVED: 3}
    assert bring(store, path).counts == {OutcomeKind.UNCHANGED: 3}
    assert analyze(store, catalogue()).counts == {OutcomeKind.SAVED: 3}
    assert analyze(store, catalogue()).counts == {}, "nothing to do a second time"
    data = open_dataset(tmp_path, publish(store, tmp_path))
    rows = {r["article_id"]: r for r in data.table("articles").to_pylist()}
    assert rows["courier-0001"]["member"]
    assert rows["courier-0002"]["member"] is False
    kinds = sorted(r["kind"] for r in data.table("outcomes").to_pylist())
    assert kinds == ["off_event", "saved", "saved"]
    quotation = data.table("quotations").to_pylist()[0]
    assert quotation["event"] == EVENT.id


def test_a_broken_line_is_told_once_and_forgotten_when_repaired(memory: Store, tmp_path: Path) -> None:
    rows = [row(n) for n in range(1, 7)]
    path = write(tmp_path / "a.jsonl", *rows, '{"id": ', row(8))
    summary = bring(memory, path)
    assert summary.failures == [f"{path}:7: is no JSON: Expecting value at character 8 (give one JSON object per line)"]
    assert memory.counts()["articles"] == 7
    write(Path(path), *rows, row(7), row(8))
    assert bring(memory, path).failed == 0
    assert memory.outcome_counts() == {(EVENT.id, "saved"): 8}


def test_an_unknown_outlet_is_told_once_and_its_articles_are_kept(memory: Store, tmp_path: Path) -> None:
    rows = [row(n, outlet="River Currier") for n in range(3)] + [row(9, outlet=None, url="https://x.example/9")]
    path = write(tmp_path / "a.jsonl", *rows)
    summary = bring(memory, path)
    assert [line.split(": ")[0] for line in summary.warnings] == [f"{path}:1", f"{path}:4"]
    assert "'River Currier' is not in outlets.toml" in summary.warnings[0]
    assert "--any-outlet" in summary.warnings[0]
    assert summary.failed == 0
    assert memory.counts()["articles"] == 4
    assert bring(memory, path, any_outlet=True).warnings == []
    assert bring(memory, path, event=None).warnings == [], "an event without a file takes any outlet"


def test_an_event_whose_file_has_a_mistake_is_not_said_to_be_missing() -> None:
    wrong = Problem(Path("events/weir.toml"), 28, "not valid TOML: Invalid value", "look at the quotation marks")
    said = str(unknown_event("weir", ["vote"], [wrong]))
    assert "events/weir.toml:28: event 'weir' is left out, because its file has a mistake: not valid TOML" in said
    assert "there is no event 'weirs'" in str(unknown_event("weirs", ["vote"], [wrong]))


def test_an_unknown_event_is_wrong_use(memory: Store, tmp_path: Path) -> None:
    with pytest.raises(ParallaxError, match=r"no event 'river-vote-2002' \(did you mean 'river-vote-2022'\?"):
        bring(memory, write(tmp_path / "a.jsonl", row(1)), event="river-vote-2002")
    assert memory.counts()["runs"] == 0


def test_events_of_the_rows_without_an_event_of_the_command(memory: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        row(1, event="plain:1", event_title="A plain one"),
        row(2, event=EVENT.id),
        row(3),
        row(1, event="plain:2"),
    )
    assert bring(memory, path, event=None).counts == {OutcomeKind.SAVED: 4}
    assert memory.articles_per_event() == {NO_EVENT: 1, "plain:1": 1, "plain:2": 1, EVENT.id: 1}
    events = memory.events()
    assert {e: s.declared for e, s in events.items()} == {
        NO_EVENT: False,
        "plain:1": False,
        "plain:2": False,
        EVENT.id: True,
    }
    assert events["plain:1"].event.title == "A plain one"
    analyze(memory, catalogue())
    with memory.reading() as connection:
        assert set(connection.execute(select(t.analyses.c.member_rule)).scalars()) == {"given", "window+terms"}
    assert memory.events()["plain:1"].event.title == "A plain one", "analysing keeps the title"


def test_pages_are_read_in_their_order(memory: Store, tmp_path: Path) -> None:
    html = PAGE.format(title="The vote opens")
    pages = [{"id": f"p{n}", "url": f"https://river-courier.example/p{n}", "html": html} for n in range(3)]
    empty = {"id": "p9", "url": "https://river-courier.example/p9", "html": "<html><body></body></html>"}
    path = write(tmp_path / "a.jsonl", row(1), pages[0], row(2), empty, pages[1], row(3), pages[2], row(4))
    summary = bring(memory, path)
    assert summary.counts[OutcomeKind.SAVED] == 7
    assert sum(summary.counts.values()) == 8
    with memory.reading() as connection:
        ids = connection.execute(select(t.articles.c.id).order_by(t.articles.c.article)).scalars().all()
        outlets = set(connection.execute(select(t.articles.c.outlet)).scalars())
    assert ids == ["courier-0001", "p0", "courier-0002", "p1", "courier-0003", "p2", "courier-0004"]
    assert outlets == {"river-courier"}


def test_a_long_run_of_articles_between_pages_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    def stream() -> Iterator[FileItem]:
        nonlocal taken
        yield FileItem(Page("p", None, PAGE.format(title="One").encode()), "f", 1)
        for n in range(5_000):
            taken += 1
            yield FileItem(article(n), "f", n)

    results = read_pages(stream(), 1)
    first = next(results)
    assert first[0].line == 1
    assert taken <= 2 * pipeline.BATCH
    assert sum(1 for _ in results) == 5_000


@pytest.mark.parametrize(
    ("name", "url", "outlet", "declared"),
    [
        ("river-courier", None, "river-courier", True),
        ("RIVER COURIER", None, "river-courier", True),
        ("courier", "https://delta-wire.example/1", "river-courier", True),
        ("river-courier.example", None, "river-courier", True),
        ("nobody", "https://river-courier.example/1", "nobody", False),
        (None, "https://www.river-courier.example/1", "river-courier", True),
        (None, "https://elsewhere.example/1", "elsewhere.example", False),
        (None, None, None, False),
        (None, "https://[bad/", None, False),
    ],
)
def test_which_outlet_an_article_belongs_to(
    name: str | None, url: str | None, outlet: str | None, declared: bool
) -> None:
    found = outlet_of(catalogue(), name, url)
    assert (found.outlet, found.declared) == (outlet, declared)


def test_two_spellings_of_one_address_meet() -> None:
    assert same_page("http://www.a.example/x/#top") == same_page("https://a.example/x")
    assert same_page("https://a.example/x?id=1") != same_page("https://a.example/x?id=2")


def test_a_list_of_urls_takes_its_pages_from_where_they_were_saved(memory: Store, tmp_path: Path) -> None:
    rows = [row(n) for n in range(1, 5)]
    saved = write(tmp_path / "saved.jsonl", *rows)
    listed = write(
        tmp_path / "list.urls", str(rows[1]["url"]), "https://river-courier.example/none", str(rows[3]["url"])
    )
    summary = bring(memory, listed, pages=(saved,))
    assert summary.counts == {OutcomeKind.SAVED: 2, OutcomeKind.BAD_INPUT: 1}
    assert summary.failures == [
        f"{listed}:2: https://river-courier.example/none has no saved page (it is not in {saved}: save it there)"
    ]
    assert bring(memory, listed).counts == {OutcomeKind.BAD_INPUT: 3}


# --- where the work runs


def in_processes() -> Executor:
    return process_pool(2)


def test_every_route_gives_the_same_data_set(tmp_path: Path) -> None:
    routes: list[Callable[[], Executor]] = [InProcess, in_processes, lambda: ThreadPoolExecutor(3)]
    versions = []
    for make in routes:
        with Store("sqlite://") as store:
            bring(store, write(tmp_path / "a.jsonl", *(row(n) for n in range(60))))
            assert analyze(store, catalogue(), 2, make).counts == {OutcomeKind.SAVED: 60}
            versions.append(publish(store, tmp_path))
    assert len(set(versions)) == 1


def test_a_task_that_kills_its_worker_costs_itself_only() -> None:
    steady = ResubmittingPool(in_processes, square, lambda n: -n, ahead=6)
    assert list(steady.map(range(1, 21))) == [-n if n == 13 else n * n for n in range(1, 21)]


KILLED = """
import time
from collectors.support.executors import process_pool
from tests.support.crashing import square
if __name__ == "__main__":
    with process_pool(2) as pool:
        print(pool.submit(square, 3).result(), *pool._processes, flush=True)
        time.sleep(300)
"""


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        result, *workers = (int(n) for n in parent.stdout.readline().split())
        assert result == 9
        assert workers
        parent.kill()
        # The workers hold the other end of its standard output: it ends when the last of them does.
        reader = threading.Thread(target=parent.stdout.read, daemon=True)
        reader.start()
        reader.join(60)
        ended = not reader.is_alive()
        for worker in [] if ended else workers:
            os.kill(worker, signal.SIGKILL)
        assert ended


def test_errors_of_a_task_come_out() -> None:
    steady: ResubmittingPool[int, int] = ResubmittingPool(InProcess, lambda n: 1 // n, lambda _: -1, ahead=2)
    with pytest.raises(ZeroDivisionError):
        list(steady.map([1, 0]))


def test_an_article_that_the_metrics_cannot_stand_is_named_and_left_out(
    memory: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(article: Article, *_declared: object) -> None:
        raise ValueError(f"no way with {article.id}")

    bring(memory, write(tmp_path / "a.jsonl", row(1)))
    monkeypatch.setattr("collectors.analysis.measure", fails)
    summary = analyze(memory, catalogue())
    assert summary.failed == 1
    assert "ValueError: no way with courier-0001" in summary.failures[0]
    data = open_dataset(tmp_path, publish(memory, tmp_path))
    (published,) = data.table("articles").to_pylist()
    assert (published["member"], published["member_rule"]) == (False, "failed")


def test_the_rows_of_an_article_stand_on_its_text(memory: Store) -> None:
    run = memory.begin_run("test")
    memory.declare_events([EVENT], {}, [COURIER])
    memory.save(run, [Incoming(article(1)), Incoming(article(2, text="", title=None))])
    stored = next(memory.pending(METHOD_VERSION))
    task = Task(event_to_json(EVENT), "digest", True, (), (), tuple(stored))
    first, empty = analyse(task)
    assert first.words > 50
    assert {m["place"] for m in first.rows["mentions"]} == {"headline", "lead", "body"}
    assert (empty.words, empty.sentences, empty.rows["mentions"], empty.rows["quotations"]) == (0, 0, [], [])


# --- kill -9

IMPORT = """
import sys
from collectors.cli import main
main(["import", sys.argv[1], "--home", sys.argv[2], "--data", sys.argv[3], "--event", "strike", "--any-outlet"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_killed_imports_lose_nothing_and_repeat_nothing(tmp_path: Path, data: Path) -> None:
    """Three imports are killed as soon as each has saved something new; the fourth finishes the work."""
    path = write(tmp_path / "a.jsonl", *(row(n) for n in range(3_000)))
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    command = [sys.executable, "-c", IMPORT, path, str(tmp_path), str(data)]
    with Store(url) as store:
        for _ in range(3):
            before = store.counts()["articles"]
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            try:
                deadline = time.monotonic() + 60
                while store.counts()["articles"] == before and process.poll() is None and time.monotonic() < deadline:
                    time.sleep(0.01)
            finally:
                process.send_signal(signal.SIGKILL)
                process.wait()
            counts = store.counts()
            assert counts["articles"] == counts["texts"] == counts["revisions"] == counts["outcomes"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        counts = store.counts()
        assert counts["articles"] == counts["texts"] == counts["revisions"] == counts["outcomes"] == 3_000


def test_a_changed_event_file_measures_again(memory: Store, tmp_path: Path) -> None:
    bring(memory, write(tmp_path / "a.jsonl", row(1), row(2)))
    analyze(memory, catalogue())
    known = catalogue()
    changed = replace(known, events={EVENT.id: replace(EVENT, concepts=())})
    assert analyze(memory, changed).counts == {OutcomeKind.SAVED: 2}
    assert memory.counts()["mentions"] == 0


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("nova", None),
        ("boa", None),
        ("river courrier", "river courier"),
        ("the river courier", None),
        ("guardien", "guardian"),
    ],
)
def test_only_a_near_name_is_suggested(name: str, near: str | None) -> None:
    assert _near(name, ["voa", "river courier", "guardian"]) == near
