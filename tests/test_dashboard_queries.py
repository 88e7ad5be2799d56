"""What pages list and count, against a plain count over the published tables."""
# ruff: noqa: S608  statements over our own files

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path

import duckdb
import pytest

from dashboard import queries
from dashboard.queries import framing_device_queries
from dashboard.selection import ALL, ViewSelection
from tests.support.dashboard_pages import OPENS_PAGES

pytestmark = OPENS_PAGES
#: The choices of copies as conditions on published articles.
COPIES = {
    "all": "true",
    "one": "(cluster is null or first_in_cluster)",
    "own": "(cluster is null or first_in_cluster) and agency is null",
}


@pytest.fixture(params=["usual", "two_events", "scripts", "demo"])
def opened(request: pytest.FixtureRequest, homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> queries.Data:
    monkeypatch.setenv("PARALLAX_HOME", str(homes[request.param]))
    return queries.open_version(queries.versions()[0])


def selections(data: queries.Data) -> list[ViewSelection]:
    found = []
    for event in queries.events(data):
        some = tuple(queries.outlets(data, event))[:2]
        phases = [ALL, *list(queries.event_labels(data, event).phases)[:1]]
        for outlets, phase, voice, copies, grade in product(((), some), phases, (ALL, "own"), COPIES, ("good", ALL)):
            found.append(ViewSelection(data.version, event, outlets, phase, voice, copies, grade))
    return found


def held(sel: ViewSelection) -> str:
    parts = [f"event = '{sel.event}'", "member", "outlet is not null", COPIES[sel.copies]]
    parts += [f"outlet in {sel.outlets}"] if sel.outlets else []
    parts += [f"phase = '{sel.phase}'"] if sel.phase != ALL else []
    parts += ["grade = 'good'"] if sel.grade == "good" else []
    return " and ".join(parts)


def table(data: queries.Data, name: str) -> str:
    return in_memory(f"{data.folder}/{name}.parquet")


@cache
def in_memory(file: str) -> str:
    """The name of a table with the rows of a file: each is asked for a hundred times."""
    name = f"plain_{sha256(file.encode()).hexdigest()[:16]}"
    duckdb.sql(f"create table {name} as from '{file}'")
    return name


def test_a_selection_counts_its_articles(opened: queries.Data) -> None:
    for sel in selections(opened):
        among = f"from {table(opened, 'articles')} where {held(sel)}"
        per_outlet = dict(duckdb.sql(f"select outlet, count(*) {among} group by outlet").fetchall())
        assert queries.articles_by_outlet(opened, sel) == per_outlet
        shown, first, last = duckdb.sql(f"select count(*), min(day), max(day) {among}").fetchall()[0]
        counted = queries.counted(opened, sel)
        assert (counted["shown"], counted["first"], counted["last"]) == (shown, first, last)


def test_relays_are_counted_from_the_quotations(opened: queries.Data) -> None:
    for sel in selections(opened):
        total, rows = queries.relays(opened, sel, 5)
        plain = duckdb.sql(
            f"""select relay_name, count(*), sum(words), count(distinct outlet) from {table(opened, "quotations")}
                  semi join (from {table(opened, "articles")} where {held(sel)}) using (event, article_id)
                where relay_name is not null group by all order by count(*) desc, relay_name"""
        ).fetchall()
        assert total == sum(n for _, n, _, _ in plain)
        assert [(r["relay"], r["quotations"], r["words"], r["outlets"]) for r in rows] == plain[:5]


def test_the_sentences_of_a_variant_are_all_of_its_mentions(opened: queries.Data) -> None:
    seen = 0
    for sel in selections(opened):
        voice = "true" if sel.voice == ALL else f"voice = '{sel.voice}'"
        # Own words are not told from others' where reported speech is not read.
        heard = "true" if sel.voice == ALL else "language not in ('ar', 'zh')"
        found = duckdb.sql(
            f"""select concept, variant, place, count(*), list(article_id order by article_id)
                from {table(opened, "mentions")}
                semi join (from {table(opened, "articles")} where {held(sel)} and {heard})
                  using (event, article_id)
                where {voice} group by all order by all"""
        ).fetchall()
        for concept, variant, place, n, articles in found[:6]:
            total, listed = queries.mentions(opened, sel, concept, variant, place, 0, n + 5)
            assert (total, sorted(e.article for e in listed)) == (n, articles)
            page = queries.mentions(opened, sel, concept, variant, place, 3, 4)[1]
            assert page == listed[3:7]
            seen += n
    assert seen > 100


def test_outlets_take_turns_in_a_list(opened: queries.Data) -> None:
    sel = replace(selections(opened)[0], grade=ALL)
    for concept, variants in queries.event_labels(opened, sel.event).variants.items():
        for variant in variants:
            outlets = [e.outlet for e in queries.mentions(opened, sel, concept, variant, "", 0, 100)[1]]
            assert len(set(outlets[: len(set(outlets))])) == len(set(outlets))


def test_a_variant_that_nobody_used_has_no_sentences(opened: queries.Data) -> None:
    sel = replace(selections(opened)[0], outlets=("nobody",))
    assert queries.mentions(opened, sel, "vote", "sham", "", 0, 10) == (0, [])
    assert queries.mentions(opened, replace(sel, outlets=()), "vote", "never", "", 0, 10) == (0, [])


def test_a_story_and_a_sample_are_articles_of_the_selection(opened: queries.Data) -> None:
    for sel in selections(opened):
        held_ids = {
            r[0] for r in duckdb.sql(f"select article_id from {table(opened, 'articles')} where {held(sel)}").fetchall()
        }
        for story in queries.stories(opened, sel)[:3]:
            found = {r["article_id"] for r in queries.story_articles(opened, sel, story.id)}
            assert len(found) == story.articles
            if not story.id.startswith("day:"):
                of = f"select article_id from {table(opened, 'stories')} where story = '{story.id}'"
                assert found == held_ids & {r[0] for r in duckdb.sql(of).fetchall()}
        some, every = (queries.sample_texts(opened, sel, 3, size) for size in (5, 1000))
        assert {key for key, _, _ in every} == held_ids
        assert len(some) == min(5, len(held_ids))
        assert set(some) <= set(every)


def test_clusters_count_the_articles_of_the_selection(opened: queries.Data) -> None:
    for sel in selections(opened):
        by_cluster = duckdb.sql(
            f"""select cluster, count(*), count(distinct outlet), max(agency) from {table(opened, "articles")}
                where cluster is not null and {held(replace(sel, copies="all"))} group by cluster"""
        ).fetchall()
        total, found = queries.clusters(opened, sel, 0, 100)
        assert total == len(by_cluster)
        assert sorted((c.id, c.articles, c.outlets, c.agency) for c in found) == sorted(by_cluster)
        assert found == sorted(found, key=lambda c: (-c.outlets, -c.articles))
        assert queries.clusters(opened, sel, 1, 2) == (total, found[1:3])
        for cluster in found[:2]:
            members = queries.copies(opened, sel.event, cluster.id)
            assert cluster.title == (members[0]["title"] if members[0]["article_id"] == cluster.id else "")
            assert {r["cluster"] for r in members} == {cluster.id}
            assert len(members) >= cluster.articles


def test_names_in_headlines_only_are_those_that_the_text_lacks(opened: queries.Data) -> None:
    seen = 0
    for sel in selections(opened):
        among = f"from {table(opened, 'articles')} where {held(sel)}"
        for concept in queries.event_labels(opened, sel.event).concepts:
            mentions = f"from {table(opened, 'mentions')} where concept = '{concept}' and voice = 'own' and place"
            ((n,),) = duckdb.sql(
                f"""select count(*) from (select event, article_id, variant {mentions} = 'headline')
                    anti join (select event, article_id, variant {mentions} <> 'headline')
                      using (event, article_id, variant)
                    semi join (select event, article_id {among}) using (event, article_id)"""
            ).fetchall()
            total, found = framing_device_queries.sentences(
                opened, sel, framing_device_queries.DeviceQuery("headline", concept), 0, n + 5
            )
            assert (total, len(found)) == (n, n)
            assert {e.place for e in found} <= {"headline"}
            seen += n
    assert seen
