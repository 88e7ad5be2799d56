"""Published data sets: the contract's columns, the same bytes from the same articles, and never half of one."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from collectors.config import Catalogue
from collectors.dataset.publishing import publish
from collectors.dataset.table_registry import SCHEMA, SCHEMAS
from collectors.dataset.versions import LATEST, open_dataset, versions
from collectors.errors import ParallaxError
from collectors.metrics import METHOD_VERSION
from collectors.model import Article, Outcome, OutcomeKind
from collectors.pipeline import analyze
from collectors.store import Incoming, RefusedArticle, Store
from tests.support.made_values import COURIER, EVENT, TEXT, WIRE, article, catalogue

NOW = datetime(2022, 10, 20, tzinfo=UTC)

#: The contract that comparisons, exports and the dashboard were written against.
COLUMNS = {
    "articles": "event article_id outlet outlet_name country language ownership invented url title standfirst authors "
    "published day phase type grade grade_reasons extent date_confidence date_evidence date_claims words sentences member member_score member_rule member_reason agency "
    "cluster first_in_cluster extractor text_sha256",
    "texts": "event article_id text",
    "mentions": "event article_id outlet phase day concept variant voice place start end surface sentence_start "
    "sentence_end",
    "marks": "event article_id outlet phase day kind label voice place start end surface sentence_start sentence_end",
    "quotations": "event article_id outlet phase day quotation type speaker_name speaker_kind actor side role "
    "speaker_start speaker_end cue cue_start cue_end stance words position content sentence_start sentence_end "
    "relay_name relay_start relay_end probability worded voice",
    "voices": "event article_id voice words",
    "measures": "event article_id metric voice value",
    "outcomes": "event key outlet kind detail remedy",
    "outlets": "outlet outlet_name country ownership languages invented",
    "events": "event title start end event_json",
    "stories": "event article_id story",
    "proposals": "event kind target language phrase surface mentions articles named outlets article_id outlet start end "
    "p_value q_value",
    "collected": "event outlet day state sources",
    "readings": "event source outlet url visits last_success entries alert",
    "rounds": "event started source outlet kind number",
    "changes": "event article_id outlet url revision seen old_title new_title removed added",
    "terms": "event article_id voice words terms counts",
    "choices": "event article_id voice concept variant uses",
    "distinctive": "event outlet voice copies shuffled term uses words rest_uses rest_words articles n rest_articles "
    "rest_n log_odds z p_value q_value ci_low ci_high share_low share_high tested below_p below_q",
}


def fill(store: Store, articles: list[Article], known: Catalogue | None = None, folder: str = "/home/one") -> None:
    """Save and analyse articles, with one failure beside them."""
    known = known or catalogue()
    store.declare_outlets(list(known.outlets.values()))
    events = {a.event or "" for a in articles}
    plain = {e: f"Title of {e}" for e in events if e not in known.events}
    store.declare_events([known.events[e] for e in sorted(events) if e in known.events], plain, [])
    run = store.begin_run("test")
    file = f"{folder}/made.jsonl"
    bad = Outcome(f"{file}:9", OutcomeKind.BAD_INPUT, None, "is no JSON", f"correct {file}")
    store.save(run, [*(Incoming(a) for a in articles), RefusedArticle(bad, EVENT.id, file, 9)])
    analyze(store, known)


def sample() -> list[Article]:
    """Two outlets, a copy, an article outside the window, one of an event without a file, one of nobody's outlet."""
    wire = article(
        2, id="wire-1", outlet="delta-wire", url="https://delta-wire.example/1", published="2022-09-23T07:00Z"
    )
    return [
        article(1),
        wire,
        article(3, published="2023-05-01", text="Nothing about it."),
        article(4, event="плебісцит", outlet="stranger.example", published=None, title=None),
        article(5, event="плебісцит", outlet=None, published="2022-01-02"),
        article(6, authors=("Delta Wire",)),
    ]


def bytes_of(folder: Path) -> dict[str, str]:
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_the_tables_are_those_of_the_contract(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        data = open_dataset(tmp_path, publish(store, tmp_path))
    assert {name: " ".join(data.table(name).column_names) for name in data.tables} == COLUMNS
    assert list(data.tables) == list(COLUMNS) == list(SCHEMAS)
    assert data.counts == {name: data.table(name).num_rows for name in COLUMNS}
    assert data.method_version == METHOD_VERSION
    assert data.label == "data with invented outlets", "and not the demonstration"
    meta = json.loads((data.path / "meta.json").read_text(encoding="utf-8"))
    assert meta["schema"] == SCHEMA
    assert meta["dataset_version"] == data.version == data.path.name


def test_what_the_rows_say(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        data = open_dataset(tmp_path, publish(store, tmp_path))
    rows = {r["article_id"]: r for r in data.table("articles").to_pylist()}
    assert list(rows) == sorted(rows, key=lambda i: (rows[i]["event"], i))
    first = rows["courier-0001"]
    assert (first["day"], first["phase"], first["outlet_name"]) == (date(2022, 9, 23), "voting", "River Courier")
    assert first["member"] is True
    assert first["text_sha256"] == hashlib.sha256(f"{TEXT}\n\nThis is report number 1.".encode()).hexdigest()
    assert rows["courier-0003"]["member"] is False
    assert (rows["courier-0004"]["phase"], rows["courier-0004"]["member_rule"]) == (None, "given")
    assert (rows["courier-0004"]["outlet_name"], rows["courier-0004"]["country"]) == ("stranger.example", None)
    assert rows["courier-0005"]["outlet"] is rows["courier-0005"]["outlet_name"] is None
    assert rows["courier-0006"]["agency"] == "delta-wire"
    copies = {i: (r["cluster"], r["first_in_cluster"]) for i, r in rows.items() if r["event"] == EVENT.id}
    assert copies["wire-1"] == copies["courier-0001"] or copies["courier-0001"][0] in rows
    assert sum(first for _, first in copies.values()) == 2, "one story and the article that is about nothing"
    outcomes = {r["key"]: r for r in data.table("outcomes").to_pylist()}
    assert outcomes["https://river-courier.example/3"]["kind"] == "off_event"
    assert "2023-05-01" in outcomes["https://river-courier.example/3"]["detail"]
    assert outcomes["made.jsonl:9"] == {
        "event": EVENT.id, "key": "made.jsonl:9", "outlet": None, "kind": "bad_input", "detail": "is no JSON",
        "remedy": "correct made.jsonl",
    }  # fmt: skip
    events = {r["event"]: r for r in data.table("events").to_pylist()}
    assert (events["плебісцит"]["start"], events["плебісцит"]["end"]) == ("2022-01-02", "2022-01-02")
    assert events["плебісцит"]["title"] == "Title of плебісцит"
    assert json.loads(events[EVENT.id]["event_json"])["concepts"][0]["title"] == "The vote"
    assert [r["outlet"] for r in data.table("outlets").to_pylist()] == [
        "delta-wire",
        "river-courier",
        "stranger.example",
    ]


def test_every_span_opens_its_words(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        data = open_dataset(tmp_path, publish(store, tmp_path))
    texts = {(r["event"], r["article_id"]): r["text"] for r in data.table("texts").to_pylist()}
    titles = {(r["event"], r["article_id"]): r["title"] for r in data.table("articles").to_pylist()}
    mentions = data.table("mentions").to_pylist()
    assert {m["place"] for m in mentions} >= {"headline", "lead"}
    for m in mentions:
        text = (titles if m["place"] == "headline" else texts)[m["event"], m["article_id"]]
        assert text[m["start"] : m["end"]] == m["surface"]
        assert m["sentence_start"] <= m["start"] < m["end"] <= m["sentence_end"] <= len(text)
    quotations = data.table("quotations").to_pylist()
    assert quotations
    for q in quotations:
        text = texts[q["event"], q["article_id"]]
        assert q["sentence_start"] <= q["content"][0]["start"] < q["content"][-1]["end"] <= q["sentence_end"]
        assert 0 <= q["position"] <= 1
        assert (q["cue"] is None) == (q["cue_start"] is None)
        assert q["cue"] is None or text[q["cue_start"] : q["cue_end"]] == q["cue"]
    voices = data.table("voices").to_pylist()
    words = {(r["event"], r["article_id"]): r["words"] for r in data.table("articles").to_pylist()}
    for key, total in words.items():
        assert sum(v["words"] for v in voices if (v["event"], v["article_id"]) == key) == total


def test_the_same_articles_give_the_same_bytes_on_every_database(store: Store, tmp_path: Path) -> None:
    with Store("sqlite://") as other:
        fill(other, list(reversed(sample())), folder="/elsewhere")
        expected = publish(other, tmp_path / "other")
    fill(store, sample())
    version = publish(store, tmp_path)
    assert version == expected
    assert bytes_of(tmp_path / "datasets" / version) == bytes_of(tmp_path / "other" / "datasets" / expected)


def test_publishing_again_leaves_the_data_set_alone(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        version = publish(store, tmp_path)
        before = {p: p.stat().st_mtime_ns for p in (tmp_path / "datasets" / version).iterdir()}
        assert publish(store, tmp_path) == version
        assert {p: p.stat().st_mtime_ns for p in before} == before
        fill(store, [article(9)])
        newer = publish(store, tmp_path)
    assert newer != version
    assert set(versions(tmp_path)) == {newer, version}
    assert open_dataset(tmp_path).version == newer
    assert open_dataset(tmp_path, version).counts["articles"] == 6
    assert (tmp_path / "datasets" / LATEST).read_text() == newer + "\n"
    assert not list(tmp_path.glob(".publishing-*"))


def test_a_data_set_without_texts_has_everything_else(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        whole, bare = publish(store, tmp_path), publish(store, tmp_path, texts=False)
    assert whole != bare
    data = open_dataset(tmp_path, bare)
    assert "texts" not in data.tables
    assert data.table("texts").num_rows == 0
    assert data.table("texts", ["text"]).column_names == ["text"]
    assert data.table("mentions").equals(open_dataset(tmp_path, whole).table("mentions"))
    assert b"gone from door to door" not in b"".join(p.read_bytes() for p in data.path.rglob("*") if p.is_file())


def test_reading_by_arrow_and_by_duckdb(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        data = open_dataset(tmp_path / "it's", publish(store, tmp_path / "it's"))
    some = data.table("articles", ["article_id"], where=[("outlet", "=", "delta-wire")])
    assert some.to_pylist() == [{"article_id": "wire-1"}]
    connection = data.connect()
    try:
        query = "SELECT count(*) FROM articles JOIN texts USING (event, article_id) WHERE member"
        assert connection.execute(query).fetchone() == (5,)
    finally:
        connection.close()
    with pytest.raises(ParallaxError, match="there is no table 'people'"):
        data.table("people")


def test_publishing_what_was_not_analysed_is_refused(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        store.declare_events([EVENT], {}, [])
        store.save(store.begin_run("test"), [Incoming(article(1))])
        with pytest.raises(ParallaxError, match=r"1 article is not analysed.*parallax analyze"):
            publish(store, tmp_path)
    assert not (tmp_path / "datasets").exists()


def test_a_killed_publish_leaves_nothing_that_counts(tmp_path: Path) -> None:
    left = tmp_path / ".publishing-999999999"
    left.mkdir()
    (left / "articles.parquet").write_bytes(b"half")
    alive = tmp_path / f".publishing-{os.getppid()}"
    alive.mkdir()
    with Store("sqlite://") as store:
        fill(store, sample())
        publish(store, tmp_path)
    assert not left.exists()
    assert alive.exists(), "another publish under way is left alone"


@pytest.mark.parametrize(
    ("version", "meta", "message"),
    [
        (None, None, "nothing is published yet"),
        ("abc", None, "there is no data set 'abc'"),
        ("../../elsewhere", {"schema": SCHEMA}, "there is no data set"),
        ("v1", {"schema": SCHEMA + 1}, r"has schema 2.*update Parallax"),
        ("v1", {"schema": 0}, r"has schema 0.*publish again"),
        ("v1", "{", r"meta.json is damaged"),
    ],
)
def test_a_data_set_that_cannot_be_opened_says_what_to_do(
    tmp_path: Path, version: str | None, meta: object, message: str
) -> None:
    home = tmp_path / "home"
    if meta is not None:
        folder = home / "datasets" / str(version)
        folder.mkdir(parents=True)
        (folder / "meta.json").write_text(meta if isinstance(meta, str) else json.dumps(meta))
    with pytest.raises(ParallaxError, match=message):
        open_dataset(home, version)


def test_outlets_that_nobody_invented_make_no_label(tmp_path: Path) -> None:
    real = catalogue(replace(COURIER, invented=False), replace(WIRE, invented=False))
    with Store("sqlite://") as store:
        fill(store, sample(), real)
        assert open_dataset(tmp_path, publish(store, tmp_path)).label is None
