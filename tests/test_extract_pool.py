"""Worker processes: the order of results, time limits, workers that die."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors.extract import extract, extract_bounded, extract_many
from collectors.model import Article, OutcomeKind, Page, Unreadable

ARTICLE = (Path(__file__).parent / "extract_pages" / "article.html").read_bytes()


def page(name: str, body: bytes = ARTICLE) -> Page:
    return Page(name, "https://a.example/2022/09/20/x", body, None, "2022-09-21T06:00:00Z")


def test_results_come_in_the_order_of_the_pages_and_equal_those_of_extract() -> None:
    pages = [page("a"), page("b", b"<div>" * 20_000), page("c", b""), page("d", b"x" * 10_000_000), page("e")]
    assert list(extract_many(pages, processes=2, seconds=60)) == [extract(p) for p in pages]


def test_a_page_that_takes_too_long_is_named_and_the_next_is_read() -> None:
    hurried = list(extract_many([page("a"), page("b")], processes=1, seconds=1e-6))
    assert [(type(r), r.id) for r in hurried] == [(Unreadable, "a"), (Unreadable, "b")]
    assert all(isinstance(r, Unreadable) and r.kind is OutcomeKind.TOO_SLOW for r in hurried)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit is on the clock")
def test_time_in_which_a_worker_could_not_compute_does_not_count() -> None:
    before = set(multiprocessing.active_children())
    results = extract_many([page("a"), page("b")], processes=1, seconds=2)  # some fifty times what a page needs
    assert isinstance(next(results), Article)
    (worker,) = set(multiprocessing.active_children()) - before
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)  # a machine that has no time for it
    threading.Timer(3.0, os.kill, (worker.pid, signal.SIGCONT)).start()
    assert isinstance(next(results), Article)
    assert next(results, None) is None


def test_a_killed_worker_loses_only_the_page_it_held() -> None:
    before = set(multiprocessing.active_children())

    def pages() -> Iterator[Page]:
        children = set(multiprocessing.active_children()) - before
        for child in children:
            if child.pid is not None and sys.platform != "win32":
                os.kill(child.pid, signal.SIGSTOP)  # so that no machine is quick enough to answer before it is killed
        yield page("held")
        for child in children:
            child.kill()
            child.join()
        yield from (page("b"), page("c"))

    held, *others = extract_many(pages(), processes=2, seconds=60)
    assert isinstance(held, Unreadable)
    assert (held.kind, held.id) == (OutcomeKind.UNREADABLE, "held")
    assert [(type(r), r.id) for r in others] == [(Article, "b"), (Article, "c")]


def test_workers_end_when_the_results_are_no_longer_wanted() -> None:
    before = set(multiprocessing.active_children())
    results = extract_many((page(str(i)) for i in range(1_000)), processes=1, seconds=60)
    assert isinstance(next(results), Article)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert set(multiprocessing.active_children()) == before


def test_one_page_in_a_process_of_its_own() -> None:
    assert extract_bounded(page("a"), seconds=60) == extract(page("a"))


def test_no_pages_give_no_results() -> None:
    assert list(extract_many([], processes=1, seconds=1)) == []


@pytest.mark.parametrize(("processes", "seconds"), [(0, 1.0), (1, 0.0), (1, -1.0)])
def test_wrong_use(processes: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        list(extract_many([], processes=processes, seconds=seconds))
