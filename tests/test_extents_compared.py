"""A headline with its lead is no short article: nothing is compared between full texts and parts of texts but counts."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from collectors import compare
from collectors.compare import ArticleArrays, ArticleSelection
from collectors.compare.distinctive_words import distinctive
from collectors.compare.term_counts import load_terms
from collectors.dataset.publishing import publish
from collectors.dataset.summary_sums import _find_extents
from collectors.dataset.versions import Dataset, open_dataset
from collectors.model import Article
from collectors.store import Store
from collectors.support.extents import HEADLINE_AND_LEAD
from tests.test_dataset import fill
from tests.test_languages_compared import EVENT, SHIPPED, outlet, translated

ARTICLES = 12
#: Outlet -> how many of its articles are full; the others hold a headline with its lead.
FULL = {"paper-a": ARTICLES, "paper-b": 0, "paper-c": 0, "paper-d": ARTICLES}


def piece(name: str, number: int, full: bool, stated: bool) -> Article:
    """An article, whole or its first paragraph with its headline; words by chance keep it from being a copy."""
    chance = random.Random(f"{name}{number}")
    filler = [" ".join(f"word{chance.randrange(4_000)}" for _ in range(60)) + "." for _ in range(4)]
    lead = f"Officials opened the sham vote in Kherson. Reporters saw {filler[0]}"
    said = "“Nobody asked us, and nobody will count what we wrote,” Olena Kravets, a teacher, said in Kherson. "
    whole = translated("en", number)
    text = "\n\n".join([lead, *(said + words for words in filler[1:])]) if full else lead
    sources = {"extent": HEADLINE_AND_LEAD} if stated and not full else {}
    return replace(
        whole, id=f"{name}-{number}", url=f"https://{name}.example/{number}", outlet=name, text=text, sources=sources,
        title="Sham vote in Kherson, say officials",
    )  # fmt: skip


def published(home: Path, full: Mapping[str, int], *, stated: bool = True) -> Dataset:
    base = outlet("en")
    known = replace(
        SHIPPED,
        outlets={name: replace(base, id=name, name=name, domains=(f"{name}.example",), country=country)
                 for name, country in zip(full, ("GB", "US", "US", "GB"), strict=True)},
    )  # fmt: skip
    with Store("sqlite://") as store:
        fill(store, [piece(name, n, n < most, stated) for name, most in full.items() for n in range(ARTICLES)], known)
        publish(store, home)
    return open_dataset(home)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return published(tmp_path_factory.mktemp("stated"), FULL)


@pytest.fixture(scope="module")
def facts(data: Dataset) -> ArticleArrays:
    return compare.load(data, EVENT.id)


def findings(facts: ArticleArrays) -> set[str]:
    """The metrics, but for counts of articles, in which an outlet differs from the others."""
    return {
        row.metric
        for row in compare.comparison(facts)
        if row.q_value is not None
        and row.q_value < 0.05
        and row.metric.split(":")[1] not in ("agency", "repeated", "own")
    }


def test_parts_of_texts_are_shown_and_not_compared_with_full_ones(facts: ArticleArrays) -> None:
    rows = compare.naming(facts, ArticleSelection(EVENT.id, copies="all"))
    assert {row.outlet for row in rows if row.estimate is not None} == set(FULL), "all outlets have their figures"
    assert findings(facts) == set()


def test_the_same_texts_would_differ_if_nobody_said_what_they_hold(tmp_path: Path) -> None:
    unstated = compare.load(published(tmp_path, FULL, stated=False), EVENT.id)
    assert findings(unstated), "the comparison above can fail"


@pytest.mark.parametrize(("full", "partial", "kind", "left"), [(8, 500, "headline_and_lead", 8), (8, 60, "full", 60)])
def test_a_few_full_texts_put_no_hundreds_of_leads_aside(full: int, partial: int, kind: str, left: int) -> None:
    connection = duckdb.connect()
    connection.execute(
        "create table articles as select 'e' as event, i as article_id, 'o' as outlet, 10 as words, true as member, "
        "if(i < ?, 'full', 'headline_and_lead') as extent from range(?) as t(i)",
        [full, full + partial],
    )
    _find_extents(connection)
    assert connection.execute("select extent from outlet_extents").fetchall() == [(kind,)]
    assert connection.execute("select count(*) from other_texts").fetchall() == [(left,)]


def test_no_pair_and_no_contrast_crosses_kinds_of_text(facts: ArticleArrays) -> None:
    selection = ArticleSelection(EVENT.id)
    full = {name for name, count in FULL.items() if count}
    for page in ("naming", "sources", "devices"):
        tested = compare.contrasts(facts, selection, page)
        # All articles have one text, so that no mean of a device varies: it has no interval, and no contrast.
        assert bool(tested) is (page != "devices"), page
        assert all((one.first in full) == (one.second in full) for one in tested), page
    pairs = compare.pairs(facts, [(page, selection) for page in ("naming", "sources", "devices")]).pairs
    assert all((pair.high in full) == (pair.low in full) for pair in pairs.values())
    claimed = compare.pair(facts, selection, ("sources:quoted_words", ""), ("paper-a", "paper-b"))
    assert claimed is not None
    assert claimed.p is None
    assert "0 articles of one side can be exchanged" in claimed.untested


def test_no_word_is_distinctive_of_a_kind_of_text(data: Dataset) -> None:
    terms = load_terms(data, EVENT.id)
    assert terms is not None
    found = distinctive(terms, ArticleSelection(EVENT.id))
    assert found is not None
    assert found.table.below(corrected=True) == 0


def test_kinds_of_outlet_are_compared_by_what_their_outlets_mostly_hold(facts: ArticleArrays) -> None:
    rows = compare.sources(facts, ArticleSelection(EVENT.id, by="country"))
    assert rows
    assert all(row.p_value is None for row in rows)
