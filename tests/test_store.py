"""The store: what is saved, what is refused, and that nothing is lost or half-written. On every kind of database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Float, Integer, Text, inspect, select, text
from sqlalchemy.exc import IntegrityError

from collectors.config import data_dir, load_catalogue
from collectors.errors import ParallaxError
from collectors.model import Article, Grade, Outcome, OutcomeKind
from collectors.store import Analysis, Incoming, RefusedArticle, Store
from collectors.store import store_tables as t
from collectors.store.declaration_json import (
    event_from_json,
    event_to_json,
    outlet_from_json,
    outlet_to_json,
    plain_event,
)
from collectors.store.migrations import MIGRATIONS
from collectors.store.saving import Known, decide
from collectors.store.transactions import writing
from tests.support.made_values import COURIER, EVENT, WIRE, article

SAVED, UNCHANGED, REVISED = OutcomeKind.SAVED, OutcomeKind.UNCHANGED, OutcomeKind.REVISED
DUPLICATE, BAD = OutcomeKind.DUPLICATE, OutcomeKind.BAD_INPUT


def save(store: Store, *articles: Article) -> list[OutcomeKind]:
    """Save articles in a run of their own."""
    run = store.begin_run("test")
    return [o.kind for o in store.save(run, [Incoming(a, "made.jsonl", i) for i, a in enumerate(articles, start=1)])]


def stored(store: Store) -> list[Article]:
    return [s.article for batch in store.by_date(EVENT.id) for s in batch]


def test_the_migrated_schema_is_the_one_the_program_names(store: Store) -> None:
    found = inspect(store.engine)
    assert set(found.get_table_names()) == {*t.TABLES, "schema"}
    for name, table in t.TABLES.items():
        columns = {c["name"]: c for c in found.get_columns(name)}
        assert list(columns) == list(table.columns.keys()), name
        for column in table.columns:
            kind = columns[column.name]["type"]
            wanted = next(k for k in (Integer, Float, Text) if isinstance(column.type, k))
            assert isinstance(kind, wanted), (name, column.name, kind)
        assert set(found.get_pk_constraint(name)["constrained_columns"]) == {c.name for c in table.primary_key}


def test_every_migration_says_why() -> None:
    assert all(len(why) > 80 and statements for why, statements in MIGRATIONS)


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'folder' / 'store.sqlite'}"
    for _ in range(2):
        with Store(url) as store:
            with store.reading() as connection:
                versions = connection.execute(text("SELECT version FROM schema ORDER BY version")).scalars().all()
            assert versions == list(range(1, len(MIGRATIONS) + 1))


def test_a_store_of_a_newer_parallax_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with Store(url) as store, writing(store.engine) as connection:
        connection.execute(text("INSERT INTO schema (version) VALUES (99)"))
    with pytest.raises(ParallaxError, match=r"schema 99.*update Parallax"):
        Store(url)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://somebody:secret@host/db", "is no store"),
        ("nonsense", "is no store"),
        ("sqlite:////proc/nowhere/store.sqlite", "folder of the store"),
        ("postgresql://somebody:secret@127.0.0.1:1/db", "cannot open the store"),
    ],
)
def test_a_store_that_cannot_be_opened_says_what_to_do(url: str, message: str) -> None:
    with pytest.raises(ParallaxError, match=message) as caught:
        Store(url)
    assert caught.value.remedy
    assert "secret" not in str(caught.value)


def known(**changes: object) -> Known:
    entry = Known(key=1, current=1, run=1, digest="a", fetched_at=None, digests={"a": 1})
    for name, value in changes.items():
        setattr(entry, name, value)
    return entry


EARLY, LATE = "2022-09-23T10:00:00Z", "2022-09-23T12:00:00+01:00"


@pytest.mark.parametrize(
    ("entry", "digest", "fetched_at", "run", "kind", "revision", "current"),
    [
        (None, "a", None, 1, SAVED, 1, True),
        (known(), "a", None, 1, UNCHANGED, None, True),
        (known(), "a", None, 2, UNCHANGED, None, True),
        (known(), "b", None, 1, DUPLICATE, None, True),
        (known(), "b", None, 2, REVISED, 2, True),
        (known(fetched_at=EARLY), "b", LATE, 1, REVISED, 2, True),
        (known(fetched_at=LATE), "b", EARLY, 1, REVISED, 2, False),
        (known(fetched_at=LATE, digests={"a": 2, "b": 1}), "b", EARLY, 2, UNCHANGED, None, True),
        (known(fetched_at=EARLY), "b", EARLY, 1, DUPLICATE, None, True),
        (known(fetched_at="yesterday"), "b", LATE, 1, DUPLICATE, None, True),
        (known(fetched_at=EARLY), "b", None, 2, REVISED, 2, True),
    ],
)
def test_what_an_incoming_article_means(
    entry: Known | None,
    digest: str,
    fetched_at: str | None,
    run: int,
    kind: OutcomeKind,
    revision: int | None,
    current: bool,
) -> None:
    decision = decide(entry, digest, fetched_at, run)
    assert (decision.kind, decision.revision, decision.current) == (kind, revision, current)


def test_saving_again_changes_nothing_and_a_change_is_a_revision(store: Store) -> None:
    first, other = article(1), article(2)
    assert save(store, first, other) == [SAVED, SAVED]
    before = store.counts()
    assert save(store, first, other) == [UNCHANGED, UNCHANGED]
    assert {**store.counts(), "runs": 0} == {**before, "runs": 0}
    changed = replace(first, text=first.text + "\n\nCorrection: it was Saturday.")
    assert save(store, changed) == [REVISED]
    assert store.counts()["revisions"] == 3
    assert stored(store) == [changed, other]
    assert store.outcome_counts() == {(EVENT.id, "saved"): 1, (EVENT.id, "revised"): 1}


def test_every_field_survives(store: Store) -> None:
    whole = article(
        7,
        outlet=None,
        url=None,
        authors=("Ґвалт Їжак", "O’Neil; Jr."),
        standfirst="  = 1+1 <script>",
        section="World",
        type="opinion",
        grade=Grade.DOUBTFUL,
        grade_reasons=("short", "repeats"),
        fetched_at=EARLY,
        extractor="made",
        sources={"title": "og", "authors": "json-ld"},
        text="Line one\r\n\n\U0001f5f3 combining e\u0301 \u200f\u05e2\u05e8\u05d1\n\ttab",
    )
    assert save(store, whole) == [SAVED]
    assert stored(store) == [whole]


def test_one_id_with_two_contents_in_one_import_keeps_the_first(store: Store) -> None:
    first, second = article(1), article(1, text="Something else entirely was written here.")
    run = store.begin_run("test")
    outcomes = store.save(run, [Incoming(first, "made.jsonl", 1), Incoming(second, "made.jsonl", 2)])
    outcomes += store.save(run, [Incoming(second, "made.jsonl", 3)])  # the next batch of the same import
    assert [o.kind for o in outcomes] == [SAVED, DUPLICATE, DUPLICATE]
    assert outcomes[1].key == "made.jsonl:2"
    assert "courier-0001" in outcomes[1].detail
    assert outcomes[1].remedy
    assert stored(store) == [first]
    assert save(store, first, second) == [UNCHANGED, DUPLICATE], "the same file again means the same"


def test_captures_of_a_page_are_revisions_and_the_newest_is_current(store: Store) -> None:
    early = article(1, fetched_at=EARLY, title="Early title")
    late = article(1, fetched_at=LATE, title="Late title")
    assert save(store, late, early) == [SAVED, REVISED]
    assert stored(store) == [late]
    assert save(store, late, early) == [UNCHANGED, UNCHANGED]


def test_the_same_id_in_two_events_is_two_articles(store: Store) -> None:
    assert save(store, article(1), article(1, event="other")) == [SAVED, SAVED]
    assert store.articles_per_event() == {EVENT.id: 1, "other": 1}


def test_an_article_and_its_outcome_are_saved_together_or_not_at_all(store: Store) -> None:
    save(store, article(1))
    before = store.counts()
    with pytest.raises(IntegrityError):
        store.save(12_345, [Incoming(article(2)), Incoming(article(3))])  # no such run
    assert store.counts() == before


def test_what_is_in_the_store_stays_saved_when_its_page_fails_later(store: Store) -> None:
    gone = Outcome(article(1).url or "", OutcomeKind.UNREADABLE, None, "the page is empty", "look at it")
    run = store.begin_run("test")
    store.save(run, [RefusedArticle(gone, EVENT.id)])
    assert store.outcome_counts() == {(EVENT.id, "unreadable"): 1}
    save(store, article(1))
    store.save(run, [RefusedArticle(gone, EVENT.id)])
    assert store.outcome_counts() == {(EVENT.id, "saved"): 1}
    assert save(store, article(1)) == [UNCHANGED]
    assert store.outcome_counts() == {(EVENT.id, "saved"): 1}


def test_a_repaired_file_replaces_its_own_failures(store: Store) -> None:
    def fail(key: str, file: str) -> RefusedArticle:
        return RefusedArticle(Outcome(key, BAD, None, "is no JSON", "correct it"), "", file, 7)

    first = store.begin_run("import")
    store.save(
        first, [fail("a.jsonl:7", "a.jsonl"), fail("dir/b.jsonl:7", "dir/b.jsonl"), fail("c.jsonl:7", "c.jsonl")]
    )
    second = store.begin_run("import")
    store.save(second, [fail("dir/b.jsonl:9", "dir/b.jsonl")])
    store.supersede(second, "a.jsonl")
    store.supersede(second, "dir")
    assert [o.key for o in store.outcomes()] == ["c.jsonl:7", "dir/b.jsonl:9"]


def analysis(store: Store, key: int, method: str = "m1", revision: int = 1, **rows: object) -> Analysis:
    digest = store.events()[EVENT.id].digest
    return Analysis(key, revision, method, digest, 10, 2, True, 5.0, "rule", "reason", None, rows)  # type: ignore[arg-type]  # rows of tests


def declare(store: Store, **changes: object) -> None:
    store.declare_events([replace(EVENT, **changes)], {}, [COURIER, WIRE])  # type: ignore[arg-type]  # fields of many types


def test_articles_are_measured_until_method_and_event_are_current(store: Store) -> None:
    declare(store)
    save(store, *(article(n) for n in range(5)))
    keys = [s.key for batch in store.pending("m1", size=2) for s in batch]
    assert len(keys) == len(set(keys)) == 5
    store.save_analyses([analysis(store, key) for key in keys])
    assert store.count_pending("m1") == 0
    assert store.count_pending("m2") == 5, "a new method measures again"
    save(store, article(3, text="It was revised since."))
    assert store.count_pending("m1") == 1, "a revision is measured again"
    declare(store, title="Another title", terms={"en": ("ballot",)})
    assert store.count_pending("m1") == 5, "a changed event file measures again"


def test_an_analysis_is_replaced_with_all_its_rows(store: Store) -> None:
    declare(store)
    save(store, article(1))
    key = next(store.pending("m1"))[0].key
    voices = [{"voice": "own", "words": 8}, {"voice": "quoted", "words": 2}]
    measures = [{"metric": "lix", "voice": "all", "value": 40.123456789012345}]
    store.save_analyses([analysis(store, key, voices=voices, measures=measures)])
    store.save_analyses([analysis(store, key, method="m2", voices=voices[:1], measures=measures)])
    with store.reading() as connection:
        assert connection.execute(select(t.voices)).all() == [(key, "own", 8)]
        assert connection.execute(select(t.measures.c.value)).scalar_one() == 40.123456789012345
    assert store.count_pending("m2") == 0


def test_an_analysis_of_a_text_that_was_revised_meanwhile_is_dropped(store: Store) -> None:
    declare(store)
    save(store, article(1))
    key = next(store.pending("m1"))[0].key
    save(store, article(1, text="Another text."))
    store.save_analyses([analysis(store, key, revision=1)])
    assert store.counts()["analyses"] == 0
    assert store.count_pending("m1") == 1


def test_writers_wait_for_each_other_and_readers_see_whole_batches(
    tmp_path: Path, new_database: Callable[[], str]
) -> None:
    for url in (f"sqlite:///{tmp_path / 'store.sqlite'}", new_database()):
        with Store(url) as store:
            errors: list[BaseException] = []
            seen: set[int] = set()

            def write(offset: int, url: str = url, errors: list[BaseException] = errors) -> None:
                try:
                    with Store(url) as mine:
                        run = mine.begin_run("thread")
                        for start in range(0, 200, 50):
                            mine.save(run, [Incoming(article(offset + start + i)) for i in range(50)])
                except Exception as error:  # noqa: BLE001  the thread hands it to the test
                    errors.append(error)

            threads = [threading.Thread(target=write, args=(offset,)) for offset in (0, 1_000)]
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                seen.add(store.counts()["articles"] % 50)
            for thread in threads:
                thread.join()
            assert not errors
            assert seen <= {0}
            assert store.counts()["articles"] == store.counts()["texts"] == 400


def test_declarations_survive_as_json() -> None:
    catalogue = load_catalogue(data_dir())
    assert catalogue.events
    for event in [*catalogue.events.values(), EVENT, plain_event("x", "X")]:
        assert event_from_json(event_to_json(event)) == event
    for outlet in [*catalogue.outlets.values(), COURIER, WIRE]:
        assert outlet_from_json(outlet_to_json(outlet)) == outlet


def test_an_open_window_is_null_in_json() -> None:
    assert '"start": null, "end": null' in event_to_json(plain_event("x"))
    assert event_from_json(event_to_json(plain_event("x"))).end == date.max


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(words.filter(bool), words, st.lists(words, max_size=2)), max_size=5, unique_by=lambda r: r[0])
)
def test_any_text_comes_back_as_it_was(rows: list[tuple[str, str, list[str]]]) -> None:
    made = [article(i, id=name, title=body, text=body, authors=tuple(a)) for i, (name, body, a) in enumerate(rows)]
    with Store("sqlite://") as store:
        assert save(store, *made) == [SAVED] * len(made)
        assert {a.id: a for a in stored(store)} == {a.id: a for a in made}


# --- one article per outlet and address


def test_one_piece_under_two_ids_is_one_article_with_two_provenances(store: Store) -> None:
    url = "https://river-courier.example/2022/09/23/vote"
    text = "The vote opens in four regions on Friday, officials said. " * 6
    first = replace(article(1), id="feed-1", url=url, title="Vote opens", text=text)
    again = replace(
        article(1), id="table-9", url="http://www.river-courier.example/2022/09/23/vote/", title="Vote opens", text=text
    )
    other = replace(
        article(1), id="table-10", url=url, title="Polls close", text="Another piece of the live page. " * 9
    )
    assert save(store, first, again, other) == [SAVED, OutcomeKind.SAME_PAGE, SAVED]
    assert [a.id for a in stored(store)] == ["feed-1", "table-10"]
    outcomes = {o.key: o for o in store.outcomes()}
    assert "feed-1" in outcomes["made.jsonl:2"].detail
    assert save(store, again) == [OutcomeKind.SAME_PAGE]


@pytest.mark.parametrize(
    ("first", "second", "day", "kind"),
    [
        ("world-europe-62973415", "world-europe-62973415", "2022-09-21", OutcomeKind.SAME_PAGE),
        ("polls-close-in-four-regions", "polls-close-in-four-regions", "2022-09-23", OutcomeKind.SAME_PAGE),
        ("world-europe-62973415", "world-europe-62973415", "2022-10-21", SAVED),
        ("war-live-news-09-23-2022", "war-live-news-09-23-2022", "2022-09-21", SAVED),
        ("world-europe-62973415#post-1", "world-europe-62973415#post-2", "2022-09-21", SAVED),
        ("politics", "politics", "2022-09-21", SAVED),
    ],
)
def test_a_changed_headline_at_an_article_s_address_makes_no_second_article(
    store: Store, first: str, second: str, day: str, kind: OutcomeKind
) -> None:
    base = "https://river-courier.example/news/"
    feed = replace(
        article(1), id="feed-1", url=base + first, title="Why a vote now?", text="", published="2022-09-20T21:30Z"
    )
    table = replace(article(1), id="row-1", url=base + second, title="What Moscow wants", text="", published=day)
    assert save(store, feed, table) == [SAVED, kind]


def test_the_longer_text_of_one_piece_is_kept(store: Store) -> None:
    url = "https://river-courier.example/2022/09/23/vote"
    lead = "The vote opens in four regions on Friday, officials said on Thursday evening in the capital of the region. "
    short = replace(article(1), id="feed-1", url=url, title="Vote opens", text=lead)
    full = replace(
        article(1), id="page-1", url=url, title="Vote opens in four regions", text=lead + "More was told. " * 40
    )
    assert save(store, short, full) == [SAVED, REVISED]
    (kept,) = stored(store)
    assert kept.id == "feed-1"
    assert kept.text == full.text


def test_pages_of_other_outlets_and_home_pages_stay_apart(store: Store) -> None:
    text = "The vote opens in four regions on Friday, officials said. " * 6
    home = [
        replace(article(1), id=f"h{n}", url="https://river-courier.example/", title="Same", text=text) for n in range(2)
    ]
    assert save(store, *home) == [SAVED, SAVED]
    url = "https://shared.example/a/b"
    others = [replace(article(1), id=f"o{n}", url=url, outlet=f"outlet-{n}", title="Same", text=text) for n in range(2)]
    assert save(store, *others) == [SAVED, SAVED]
