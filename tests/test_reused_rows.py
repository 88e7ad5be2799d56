"""Publishing costs what is new: rows of events that did not change are taken from the last data set, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from collectors.dataset import reused_rows
from collectors.dataset.publishing import publish
from collectors.dataset.reused_rows import LastPublished
from collectors.dataset.versions import open_dataset
from collectors.pipeline import analyze
from collectors.store import Incoming, Store
from tests.support.made_store import filled, measure
from tests.support.made_values import COURIER, EVENT, WIRE, article, catalogue

OTHER = replace(EVENT, id="river-vote-2014", title="The vote before")
SLOW = ("stories", "proposals", "terms", "distinctive")


def files(home: Path) -> dict[str, bytes]:
    return {str(p.relative_to(home)): p.read_bytes() for p in sorted((home / "datasets").rglob("*")) if p.is_file()}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two events of thirty articles each."""
    store = filled(f"sqlite:///{tmp_path / 's.sqlite'}", 30, measured=False)
    outlets = list(catalogue().outlets.values())
    store.declare_events([OTHER], {}, outlets)
    add(store, OTHER.id, range(1, 31))
    measure(store)
    return store


def add(store: Store, event: str, numbers: range) -> None:
    run = store.begin_run("import")
    made = [article(i, event=event, outlet=(COURIER, WIRE)[i % 2].id, title=f"Vote number {i}") for i in numbers]
    store.save(run, [Incoming(one) for one in made])
    store.end_run(run)


def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(table, event) of every time that rows were taken, filled as publishing goes on."""
    found: list[tuple[str, str]] = []
    real = LastPublished.rows

    def watched(self: LastPublished, table: str, schema: object, event: str, digest: str | None) -> object:
        rows = real(self, table, schema, event, digest)  # type: ignore[arg-type]  # what it was given
        if rows is not None:
            found.append((table, event))
        return rows

    monkeypatch.setattr(LastPublished, "rows", watched)
    return found


def test_new_articles_of_one_event_leave_the_rows_of_the_other(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    publish(store, home)
    add(store, EVENT.id, range(31, 36))
    measure(store)
    found = taken(monkeypatch)
    version = publish(store, home)
    assert sorted(found) == sorted((table, OTHER.id) for table in SLOW)
    assert publish(store, scratch, reuse=False) == version
    mine, fresh = files(home), files(scratch)
    assert {name: mine[name] for name in fresh} == fresh, "the same bytes as from scratch"
    assert any(open_dataset(home).table(name).num_rows for name in SLOW)


def test_the_same_store_again_makes_nothing_anew(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish(store, tmp_path)
    before, found = files(tmp_path), taken(monkeypatch)
    assert publish(store, tmp_path) == version
    assert sorted(found) == sorted((table, event) for table in SLOW for event in (EVENT.id, OTHER.id))
    assert files(tmp_path) == before


@pytest.mark.parametrize("change", ["text", "event file", "program", "damage", "no inputs"])
def test_whatever_changed_is_made_anew(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    publish(store, tmp_path)
    path = open_dataset(tmp_path).path
    if change == "text":
        run = store.begin_run("import")
        changed = article(
            3, outlet=WIRE.id, url=f"https://{WIRE.domains[0]}/3", text="Another text of the sham vote. " * 30
        )
        store.save(run, [Incoming(changed)])
        measure(store)
    elif change == "event file":
        known = catalogue()
        analyze(store, replace(known, events={EVENT.id: replace(EVENT, title="Another title"), OTHER.id: OTHER}))
    elif change == "program":
        monkeypatch.setattr(reused_rows, "program_digest", lambda: "another")
    elif change == "damage":
        for name in SLOW:
            data = bytearray((path / f"{name}.parquet").read_bytes())
            data[40] ^= 1
            (path / f"{name}.parquet").write_bytes(data)
    else:
        (path / "meta.json").write_text("{}")
    found = taken(monkeypatch)
    publish(store, tmp_path)
    assert EVENT.id not in {event for _, event in found}
    open_dataset(tmp_path).require_sound()
