"""Near-duplicates in windows of time are those of a search over the whole event, wherever the windows are searched."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from collectors import event_copies
from collectors.copies import near_duplicates
from collectors.copies.copy_windows import DAYS, clusters_in, joined_clusters, sketched, windows
from collectors.copies.near_duplicate_search import NearSettings
from collectors.event_copies import find_copies
from collectors.model import Article
from collectors.store import Store
from collectors.support.executors import InProcess
from tests.support.made_store import filled


class _Elsewhere(InProcess):
    """Runs what a worker elsewhere would run: tasks and answers travel as bytes."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        call, given = pickle.loads(pickle.dumps((fn, args)))  # noqa: S301  our own bytes
        return super().submit(lambda: pickle.loads(pickle.dumps(call(*given))))  # noqa: S301  as above


def _copies_over_time(seed: int) -> list[Article]:
    """Texts whose copies appear up to twenty days after one another, over half a year, one in eight without a day."""
    chance = random.Random(seed)
    words = [f"word{number}" for number in range(900)]
    articles: list[Article] = []
    for story in range(30):
        text, day = " ".join(chance.choices(words, k=90)), date(2022, 6, 1) + timedelta(chance.randrange(180))
        for copy in range(chance.randrange(1, 5)):
            published = None if chance.random() < 0.12 else day.isoformat()
            articles.append(Article(f"{story}-{copy}", None, None, None, (), published, "en", text))
            day += timedelta(chance.randrange(21))
            text = f"{text} {' '.join(chance.choices(words, k=6))}"
    chance.shuffle(articles)
    return articles


def _by_windows(articles: list[Article]) -> dict[str, str]:
    sketches = sketched([(one.id, one.published, one.text) for one in articles])
    return joined_clusters(map(clusters_in, windows(sketches)), sketches)


@pytest.mark.parametrize("seed", range(8))
def test_windows_find_what_a_search_over_the_whole_event_finds(seed: int) -> None:
    articles = [one for one in _copies_over_time(seed) if one.published]
    whole = near_duplicates(articles)
    assert len(whole) > 20
    assert _by_windows(articles) == whole
    assert _by_windows(articles[::-1]) == whole


def test_a_window_holds_the_days_in_which_a_copy_may_have_been_written_before() -> None:
    days = [
        date.fromordinal(DAYS * 26_000 + offset).isoformat() for offset in (0, DAYS - 15, DAYS - 14, DAYS - 1, DAYS)
    ]
    parts = [[one.id for one in part] for part in windows(sketched([(day, day, "") for day in days]))]
    assert parts == [days[:4], days[2:]]
    assert NearSettings().window_days <= DAYS


def test_articles_without_a_day_are_searched_with_the_last_window() -> None:
    text = " ".join(f"w{number}" for number in range(60))
    found = [("a", None, text), ("b", "2022-09-21", text), ("c", "2022-03-01", text), ("d", None, text)]
    assert _by_windows([Article(name, None, None, None, (), day, "en", text) for name, day, text in found]) == {
        "a": "b", "b": "b", "d": "b",
    }  # fmt: skip
    assert _by_windows([]) == {}
    assert _by_windows([Article("x", None, None, None, (), None, "en", text)]) == {}


def test_workers_find_the_clusters_of_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def clusters(store: Store) -> list[tuple[object, ...]]:
        with store.reading() as connection:
            query = "SELECT article, cluster, first_in_cluster FROM analyses ORDER BY article"
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 24) as store:
        alone = clusters(store)
        with store.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE analyses SET cluster = NULL, first_in_cluster = NULL")
        monkeypatch.setattr(event_copies, "WORKERS_PAY", 1)
        monkeypatch.setattr(event_copies, "BATCH", 7)
        find_copies(store, _Elsewhere, 4)
        assert clusters(store) == alone
        assert store.events_without_copies() == []
