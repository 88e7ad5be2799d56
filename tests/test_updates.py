"""What is new since the last data set: the record beside it, the command, the feeds and the page."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from starlette.applications import Starlette

from collectors.compare import ArticleSelection, load, naming
from collectors.dataset import summary_sums
from collectors.dataset.versions import open_dataset
from collectors.store import Store
from collectors.updates.update_feeds import ATOM, atom, entries, json_feed
from collectors.updates.update_records import RECORD, publish_recorded, read_record, record, records
from collectors.updates.version_difference import difference, from_json
from dashboard import queries
from dashboard.feed_routes import feed_routes
from dashboard.guard import Message
from tests.support.command_line import Run
from tests.support.dashboard_home import HOSTILE
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words
from tests.support.made_values import article
from tests.support.make_dataset import make_tables, write
from tests.test_dataset import fill, sample

pytestmark = OPENS_PAGES
NOW = datetime(2022, 10, 20, tzinfo=UTC)
BASE = "http://127.0.0.1:8501"


def put(home: Path, tables: dict[str, pa.Table], age: int) -> str:
    version = write(home, tables)
    folder = home / "datasets" / version
    summary_sums.build(folder, into=folder / "summary")
    os.utime(folder / "meta.json", (NOW.timestamp() - age,) * 2)
    return version


def changed(tables: dict[str, pa.Table], column: str, table: str, values: list[Any]) -> dict[str, pa.Table]:
    rows = tables[table]
    at = rows.schema.get_field_index(column)
    return tables | {table: rows.set_column(at, column, pa.array(values, rows.schema.field(at).type))}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two data sets: the newer lacks 4 articles of the older, has 10 more, 3 new texts, and Volga Wire says "sham"."""
    folder = tmp_path_factory.mktemp("updates")
    old = make_tables(120, 6, seed=3)
    ids = old["articles"]["article_id"].to_pylist()
    lacking = {n: t.filter(pc.invert(pc.is_in(t["article_id"], value_set=pa.array(ids[:10]))))
               if "article_id" in t.column_names else t for n, t in old.items()}  # fmt: skip
    put(folder, lacking, 100)
    new = {n: t.filter(pc.invert(pc.is_in(t["article_id"], value_set=pa.array(ids[-4:]))))
           if "article_id" in t.column_names else t for n, t in old.items()}  # fmt: skip
    digests = new["articles"]["text_sha256"].to_pylist()
    new = changed(new, "text_sha256", "articles", [*digests[:20], *["0" * 64] * 3, *digests[23:]])
    new = changed(new, "title", "articles", [HOSTILE[i % len(HOSTILE)] + "\x0b" for i in range(len(digests))])
    rows = new["mentions"].to_pylist()
    said = ["sham" if r["outlet"] == "volga-wire" and r["concept"] == "vote" else r["variant"] for r in rows]
    put(folder, changed(new, "variant", "mentions", said), 50)
    return folder


def test_articles_and_figures_are_told_apart(home: Path) -> None:
    newer, older = records_of(home)
    found = difference(open_dataset(home, older), open_dataset(home, newer))
    (event,) = found.events
    assert (event.added, event.removed, event.revised, event.articles) == (10, 4, 3, 116)
    assert len(event.added_ids) == 10
    assert len(event.revised_ids) == 3
    sham = next(f for f in event.figures if (f.metric, f.variant, f.outlet) == ("naming:vote", "sham", "volga-wire"))
    assert sham.after == 1
    assert sham.beyond
    assert [f.beyond for f in event.figures] == sorted((f.beyond for f in event.figures), reverse=True)
    assert event.moved >= event.beyond > 0
    for figure in event.figures:
        assert figure.beyond == (not figure.low <= figure.after <= figure.high)
    before = naming(load(open_dataset(home, older), "synthetic"), ArticleSelection("synthetic", voice=sham.voice))
    row = next(r for r in before if (r.metric, r.variant, r.outlet) == ("naming:vote", "sham", "volga-wire"))
    assert (sham.before, sham.low, sham.high) == (row.estimate, row.ci_low, row.ci_high)
    assert from_json(json.loads(json.dumps(found.as_json()))) == found
    same = difference(open_dataset(home, newer), open_dataset(home, newer))
    assert all(one.nothing for one in same.events)


def records_of(home: Path) -> tuple[str, str]:
    newer, older = sorted(
        (p.parent for p in home.glob("datasets/*/meta.json")), key=lambda p: -(p / "meta.json").stat().st_mtime
    )
    return newer.name, older.name


@pytest.fixture(scope="module")
def recorded(home: Path) -> Path:
    newer, older = records_of(home)
    assert record(home, older, newer, NOW)
    return home


def test_an_address_without_an_event_opens_what_was_published_last(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(recorded))
    newer, older = records_of(recorded)
    (event,) = queries.events(queries.open_version(newer))
    assert queries.newest_event(queries.open_version(newer)) == event
    assert queries.newest_event(queries.open_version(older)) is None


def test_a_record_names_no_title_and_a_damaged_one_costs_itself(recorded: Path, tmp_path: Path) -> None:
    newer, _ = records_of(recorded)
    text = (recorded / "datasets" / f"{newer}{RECORD}").read_text(encoding="utf-8")
    assert "script" not in text, "what is taken out for good must not stay in records"
    assert [one.difference.version for one in records(recorded)] == [newer]
    (tmp_path / "datasets").mkdir()
    for damage in ("", "[]", '{"published": "now"}', text[:-40], '{"published": "2022-01-01", "difference": {}}'):
        (tmp_path / "datasets" / f"x{RECORD}").write_text(damage, encoding="utf-8")
        assert read_record(tmp_path, "x") is None
    assert read_record(recorded, "../x") is None


def test_publishing_writes_the_record_of_what_it_changed(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        first = publish_recorded(store, tmp_path)
        assert not list(tmp_path.glob(f"datasets/*{RECORD}")), "there was nothing before it"
        assert publish_recorded(store, tmp_path) == first
        fill(store, [article(7), article(8)])
        second = publish_recorded(store, tmp_path, now=NOW)
        (one,) = records(tmp_path)
        assert (one.difference.since, one.difference.version) == (first, second)
        assert one.published == "2022-10-20T00:00:00+00:00"
        assert sum(event.added for event in one.difference.events) == 2
        (tmp_path / "datasets" / second / "meta.json").write_text("{", encoding="utf-8")
        fill(store, [article(9)])
        third = publish_recorded(store, tmp_path)
        assert read_record(tmp_path, third) is None, "the one before cannot be read: no record, and no failure"


def feeds(home: Path) -> Iterator[tuple[str, bytes]]:
    found = entries(home, BASE)
    yield "atom", atom(found, BASE)
    yield "json", json_feed(found, BASE)


def test_the_feeds_are_valid_and_hostile_titles_stay_text(recorded: Path) -> None:
    newer, _ = records_of(recorded)
    written = dict(feeds(recorded))
    tree = ElementTree.fromstring(written["atom"])  # noqa: S314  our own
    for name in ("title", "id", "updated", "author", "link"):
        assert tree.find(f"{{{ATOM}}}{name}") is not None, name
    assert tree.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}updated") == "2022-10-20T00:00:00+00:00"
    parsed = feedparser.parse(written["atom"])
    assert not parsed.bozo
    assert parsed.version == "atom10"
    (entry,) = parsed.entries
    assert "10 new articles, 4 removed, 3 revised" in entry.title
    assert entry.link == f"{BASE}/updates?v={newer}&event=synthetic"
    raw = tree.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content") or ""
    assert "&lt;script&gt;" in raw
    assert "<script>" not in raw
    assert "<img" not in raw
    assert "\x0b" not in raw
    told = json.loads(written["json"])
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in told["items"]] == [entry.id]
    assert told["items"][0]["content_html"].replace("\x0b", "\ufffd") == raw
    assert dict(feeds(recorded)) == written, "the same data sets give the same feed"
    assert json.loads(json_feed([], BASE))["items"] == []
    assert not feedparser.parse(atom([], BASE)).bozo


def test_the_command(recorded: Path, tmp_path: Path, run: Run) -> None:
    _, older = records_of(recorded)
    status, said, err = run("changes", "--home", str(recorded))
    assert status == 0, err
    assert f"since {older}" in said
    assert said.count("10 new articles, 4 removed, 3 revised") == said.count(older) == 1, "said once"
    assert "Volga Wire" in said
    assert "beyond the earlier 95% interval" in said
    told = json.loads(run("changes", "--home", str(recorded), "--since", older, "--format", "json")[1])
    assert told["events"][0]["added"] == 10
    file = tmp_path / "feed.xml"
    link = "https://parallax.example.org/"
    assert run("changes", "--home", str(recorded), "--format", "atom", "--link", link, "-o", str(file))[0] == 0
    assert feedparser.parse(file.read_bytes()).entries[0].link.startswith("https://parallax.example.org/updates?v=")
    for wrong in (["--since", "nonsense"], ["--event", "nonsense"], ["--format", "atom", "--since", older]):
        assert run("changes", "--home", str(recorded), *wrong)[0] == 2, wrong


def asked(path: str, method: str = "GET", **headers: str) -> tuple[int, str, bytes]:
    """Status, type and body of an answer of the feeds' routes."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    given = [(b"host", b"news.example"), *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items())]
    bare, _, query = path.partition("?")
    scope = {"type": "http", "method": method, "path": bare, "query_string": query.encode(), "headers": given}
    asyncio.run(Starlette(routes=feed_routes())(scope | {"scheme": "http", "server": ("h", 80)}, receive, send))
    told = dict(sent[0]["headers"])
    return sent[0]["status"], told[b"content-type"].decode(), b"".join(m.get("body", b"") for m in sent[1:])


def test_the_routes(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(recorded))
    status, kind, body = asked("/feed.atom?event=synthetic")
    assert (status, kind.partition(";")[0]) == (200, "application/atom+xml")
    assert feedparser.parse(body).entries[0].link.startswith("http://news.example/updates?")
    assert len(json.loads(asked("/feed.json")[2])["items"]) == 1
    assert json.loads(asked("/feed.json?event=other")[2])["items"] == []
    assert b"https://news.example/" in asked("/feed.atom", x_forwarded_proto="https")[2]
    assert asked("/feed.atom", "POST")[0] == 405


def test_the_page(recorded: Path, homes: dict[str, Path]) -> None:
    app = open_page(recorded, "updates")
    assert not app.exception
    text = words(shown(app))
    assert "10 new articles, 4 removed, 3 revised" in text
    assert "beyond the earlier 95% interval" in text
    assert "The vote: “sham referendum”" in text
    assert "<script>" not in shown(app)
    assert "./feed.atom?event=synthetic" in shown(app)
    blind = shown(open_page(recorded, "updates", blind="1"))
    assert "Volga Wire" not in blind
    assert "This is the first data set here" in words(shown(open_page(homes["usual"], "updates")))
