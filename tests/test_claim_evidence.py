"""What can be claimed of two outlets: differences, stories, what could be found, likeness, and every other choice."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from collectors.compare import ArticleSelection, claim, load, pair
from collectors.compare.claim_evidence import ARTICLES, MENTIONS, ClaimEvidence
from tests.support.in_memory import Tables
from tests.support.make_dataset import make_tables

TABLES = make_tables(160, 4, seed=3)
FACTS = load(Tables(TABLES), "synthetic")
OWN = ArticleSelection("synthetic", voice="own")
FIGURE, UNITS = ("naming:vote", "sham"), ("dnipro-courier", "volga-wire")


def test_the_pair_is_that_of_the_page_and_the_curve_has_every_choice() -> None:
    found = claim(FACTS, OWN, FIGURE, UNITS)
    assert found.pair == pair(FACTS, OWN, FIGURE, UNITS)
    assert len(found.curve) == 4 * 3 * 2 * 2
    assert len({(one.voice, one.copies, one.grades, one.weight) for one in found.curve}) == len(found.curve)
    assert found.pair is not None
    mine = [one for one in found.curve if (one.voice, one.copies, one.grades) == ("own", "all", "good")]
    by = {one.weight: one for one in mine}
    assert by[MENTIONS].difference == found.pair.difference
    assert by[ARTICLES].difference == pytest.approx(found.pair.difference, abs=0.2)
    assert len(claim(FACTS, OWN, ("sources:side", "kyiv"), UNITS).curve) == 3 * 2 * 2


def test_what_could_be_found_and_what_is_alike() -> None:
    found = claim(FACTS, OWN, FIGURE, UNITS)
    assert found.pair is not None
    assert found.detectable is not None
    assert found.detectable == pytest.approx(2.8016 * (found.pair.high_end - found.pair.low_end) / 3.92, rel=1e-3)
    assert found.alike(1.0)
    assert not found.alike(0.01)
    assert not ClaimEvidence(None, None, 0, None, None, ()).alike(1.0)


def test_pooled_figures_lie_nearer_together() -> None:
    found = claim(FACTS, OWN, FIGURE, UNITS)
    assert found.pair is not None
    assert found.pooled is not None
    assert abs(found.pooled[0] - found.pooled[1]) <= abs(found.pair.difference) + 1e-9


def test_without_stories_or_articles_there_is_no_claim() -> None:
    found = claim(FACTS, OWN, FIGURE, UNITS)
    assert (found.within, found.stories) == (None, 0)
    nobody = claim(FACTS, OWN, FIGURE, ("dnipro-courier", "nobody"))
    assert (nobody.pair, nobody.detectable, nobody.pooled) == (None, None, None)
    assert claim(FACTS, OWN, ("naming:vote", "never"), UNITS).pair is None
    assert claim(FACTS, replace(OWN, by="country"), FIGURE, ("country:UA", "country:RU")).pair is None


def test_within_stories_both_must_tell_them() -> None:
    """Twenty stories that two outlets tell in the same words: no difference within them, whatever else they write."""
    rows = TABLES["articles"].to_pylist()
    told = {name: [row["article_id"] for row in rows if row["outlet"] == name][:20] for name in UNITS}
    stories = [
        {"event": "synthetic", "article_id": article, "story": f"s{i:02}"}
        for ids in told.values()
        for i, article in enumerate(ids)
    ]
    facts = load(Tables(TABLES | {"stories": pa.Table.from_pylist(stories)}), "synthetic")
    found = claim(facts, OWN, FIGURE, UNITS)
    assert 8 <= found.stories <= 20
    assert found.within is not None
    assert found.within.low_end <= found.within.difference <= found.within.high_end
    assert 0 < found.within.p <= 1
