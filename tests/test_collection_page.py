"""What the dashboard says about collecting: the published tables, and the page over them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import insert

from collectors.dataset.collection_tables import CHANGES, READINGS, ROUNDS
from collectors.dataset.store_reader import StoreReader
from collectors.store import Incoming, Store
from collectors.store import store_tables as t
from collectors.store.transactions import writing
from tests.support.dashboard_pages import open_page, shown, words
from tests.support.made_values import EVENT, article
from tests.support.make_dataset import make_tables, write

DAY = timedelta(days=1)
START = datetime(2022, 9, 20, 6, tzinfo=UTC)
FEED = "https://river-courier.example/feed.xml"


def collected(store: Store) -> None:
    """Eleven rounds over a feed that suddenly lists little, a page that changed, and pages that read badly at last."""
    last = store.begin_run("collect river-vote-2022")
    visits = [
        {
            "run": last, "event": EVENT.id, "source": "feeds", "outlet": "river-courier", "url": FEED, "kind": "read",
            "at": (START + n * DAY).isoformat(), "entries": entries, "fresh": 0, "listing": str(n),
        }
        for n, entries in enumerate([30, 31, 30, 29, 30, 32, 30, 30, 31, 2, 1])
    ]  # fmt: skip
    tallies = [(last, "saved", 40), (last, "unreadable", 1), (last + 1, "unreadable", 9), (last + 1, "saved", 2)]
    for title, text in (("Sham vote opens", "One.\n\nTwo."), ("Vote opens", "One.\n\n<b>Three</b>.")):
        run = store.begin_run("collect river-vote-2022")
        store.save(run, [Incoming(article(1, title=title, text=text)), Incoming(article(2))])
    with writing(store.engine) as connection:
        connection.execute(insert(t.visits), visits)
        same = {"event": EVENT.id, "source": "feeds", "outlet": "river-courier"}
        connection.execute(insert(t.tallies), [same | {"run": r, "kind": k, "number": n} for r, k, n in tallies])


def tables_of(store: Store, folder: Path) -> dict[str, pa.Table]:
    with store.reading() as connection:
        source = StoreReader(connection, folder)
        return {p.name: pa.Table.from_batches(p.fill(source), p.schema) for p in (READINGS, ROUNDS, CHANGES)}


def test_what_is_published_of_collecting(store: Store, tmp_path: Path) -> None:
    collected(store)
    found = {name: table.to_pylist() for name, table in tables_of(store, tmp_path).items()}
    feed, pages = found["readings"]
    assert (feed["url"], feed["visits"], feed["entries"]) == (FEED, 11, 1)
    assert feed["last_success"] == "2022-09-30T06:00:00+00:00"
    assert feed["alert"].startswith("the last readings list 2 and 1 entries, 30 are usual")
    assert (pages["source"], pages["url"]) == ("pages", None)
    assert pages["alert"].startswith("9 of 11 pages could not be read in the last run, 1 of 41 before")
    assert sum(r["number"] for r in found["rounds"]) == 52
    (change,) = found["changes"]
    assert (change["old_title"], change["new_title"]) == ("Sham vote opens", "Vote opens")
    assert (change["removed"], change["added"]) == (["Two."], ["<b>Three</b>."])
    assert {n: t.to_pylist() for n, t in tables_of(store, tmp_path).items()} == found


@pytest.mark.parametrize("kind", ["collected", "imported", "without texts"])
def test_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    tables = make_tables(12, 2, seed=3)
    if kind != "imported":
        with Store("sqlite://") as store:
            collected(store)
            made = tables_of(store, tmp_path)
        event = tables["events"].column("event")[0].as_py()
        for name, table in made.items():
            column = pa.array([event] * table.num_rows, pa.string())
            tables[name] = table.set_column(0, "event", column)
        if kind == "without texts":
            del tables["changes"]
    write(tmp_path, tables)
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path))
    app = open_page(tmp_path, "collection")
    assert not app.exception
    html = shown(app)
    text = words(html)
    assert ("records no collecting" in text) is (kind == "imported")
    assert "1–1 of 1 that failed" in text
    assert "save the page after consent" in text
    assert "https://daily-blaze.example/wall" in html
    assert "What failed as CSV" in [one.proto.label for one in app.get("download_button")]
    blind = shown(open_page(tmp_path, "collection", blind="1"))
    assert "daily-blaze.example" not in blind
    if kind == "imported":
        return
    assert "the last readings list 2 and 1 entries, 30 are usual" in text
    assert "2022-09-30 06:00" in text
    assert "9 of 11 pages could not be read" in text
    assert ("<del>Two.</del>" in html) is (kind == "collected")
    assert ("&lt;b&gt;Three&lt;/b&gt;." in html) is (kind == "collected")
    assert "<b>Three" not in html


def test_failed_addresses_are_paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = make_tables(12, 2, seed=3)
    (bad,) = [row for row in tables["outcomes"].to_pylist() if row["kind"] == "unreadable"]
    rows = [bad | {"key": f"https://daily-blaze.example/{n:03d}<em>"} for n in range(95)]
    tables["outcomes"] = pa.Table.from_pylist(rows, schema=tables["outcomes"].schema)
    write(tmp_path, tables)
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path))
    first = shown(open_page(tmp_path, "collection"))
    assert "1–40 of 95 that failed" in words(first)
    assert "<em>" not in first
    last = words(shown(open_page(tmp_path, "collection", failed="80")))
    assert "81–95 of 95 that failed" in last
    assert "← Back" in last
    assert "More →" not in last
    assert "1–40 of 95" in words(shown(open_page(tmp_path, "collection", failed="nonsense")))
