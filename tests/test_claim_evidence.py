"""What can be claimed of two outlets: differences, stories, what could be found, likeness, and every other choice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binomtest, norm

from collectors.compare import ArticleSelection, PairDifference, claim, load, naming, pair
from collectors.compare.article_sums import intervals, of_articles
from collectors.compare.claim_evidence import ARTICLES, FOUND, MENTIONS, ClaimEvidence
from collectors.compare.metric_sample import MetricSample
from collectors.compare.outlet_pairs import difference_interval, difference_of, within_strata
from collectors.compare.unit_permutations import untellable
from collectors.compare.unit_sums import merged_units, unit_table
from dashboard.claim_wording import exchanged, how_alike
from tests.support.in_memory import Tables
from tests.support.make_dataset import make_tables
from tests.test_calibration import sample_of

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


def sample_in_phases(shares: tuple[tuple[float, float], ...], articles: tuple[tuple[int, int], ...]) -> MetricSample:
    """Two outlets in several phases: shares and articles by phase, each of four mentions."""
    groups, strata, x = [], [], []
    for phase, (wanted, counts) in enumerate(zip(shares, articles, strict=True)):
        for group, (share, count) in enumerate(zip(wanted, counts, strict=True)):
            groups += [group] * count
            strata += [phase] * count
            x += [4.0 if index < round(share * count) else 0.0 for index in range(count)]
    units = merged_units(np.arange(len(x)), np.array(groups), np.array(strata), np.full(len(x), -1), 2)
    row = np.flatnonzero(x)
    table = unit_table(units, np.full(len(x), 4.0), row, np.zeros(len(row), dtype=int), np.array(x)[row], 1)
    return MetricSample(table.sums(), table.sums(), table, table.n_articles, 8, True, True)


def test_outlets_that_differ_in_every_phase_are_not_alike() -> None:
    """20 and 0 % in one phase, 80 and 60 % in the other, and as much in all: phases hide what exchanging tells."""
    sample = sample_in_phases(((0.2, 0.0), (0.8, 0.6)), ((1500, 500), (500, 1000)))
    pair_found = difference_of(sample, ("naming:x", "v"), ("a", "b"), (0, 1), 0, "seed")
    assert abs(pair_found.difference) < 0.06
    in_strata = within_strata(sample, (0, 1), 0)
    assert in_strata is not None
    assert in_strata[0] == pytest.approx(0.2, abs=1e-9)
    assert 0.15 < in_strata[1] < in_strata[0] < in_strata[2] < 0.25
    evidence = ClaimEvidence(pair_found, None, 0, None, None, (), in_strata=in_strata)
    assert evidence.alike_as_a_whole(0.1)
    assert not evidence.alike(0.1)
    assert evidence.alike(0.3)
    assert "but not that within phases" in how_alike(evidence, 0.1)
    same = sample_in_phases(((0.4, 0.2),), ((50, 60),))
    assert within_strata(same, (0, 1), 0) is None, "one phase is the whole"


def test_the_difference_within_phases_is_held_as_often_as_said() -> None:
    """300 draws of two outlets that lie .15 apart in each of three phases of different level."""
    rng, held = np.random.default_rng(8), 0
    for _ in range(300):
        shares = tuple((rng.binomial(40, low + 0.15) / 40, rng.binomial(40, low) / 40) for low in (0.1, 0.4, 0.7))
        told = within_strata(sample_in_phases(shares, ((40, 40),) * 3), (0, 1), 0)
        held += told is not None and told[1] <= 0.15 <= told[2]
    assert 0.92 <= held / 300 <= 0.99


@pytest.mark.parametrize(
    ("p_value", "ends", "said"),
    [(0.2, (-0.1, 0.3), "no more than"), (0.001, (0.1, 0.3), "more than exchanging their articles gives"),
     (0.001, (-0.1, 0.3), "though the interval holds 0")],
)  # fmt: skip
def test_p_and_interval_are_told_together(p_value: float, ends: tuple[float, float], said: str) -> None:
    found = PairDifference(
        metric="naming:x", variant="v", high="a", low="b", difference=0.1, low_end=ends[0], high_end=ends[1],
        p=p_value, q=p_value, pairs=1,
    )  # fmt: skip
    assert said in exchanged(found)


def test_of_large_events_near_copies_are_exchanged_once() -> None:
    """Where only sums are known, p is that of one article of each group of copies, and figures are of all."""
    facts = load(Tables(TABLES), "synthetic")
    facts.values.cell = facts.values.cell[:0]
    every, once = (ArticleSelection("synthetic", copies=copies) for copies in ("all", "one"))
    rows, of_one = (naming(facts, selection) for selection in (every, once))
    assert sum(row.denominator or 0 for row in rows) > sum(row.denominator or 0 for row in of_one)
    assert {row.p_value for row in rows if row.p_value is not None}
    chance = {(row.outlet, row.metric, row.variant): row.p_value for row in of_one}
    assert all(row.p_value in (None, chance[row.outlet, row.metric, row.variant]) for row in rows)


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
    assert found.within.p is not None
    assert 0 < found.within.p <= 1


def test_what_cannot_be_tested_has_a_reason_and_no_p() -> None:
    """Ten articles a side of which nobody has the mark, then all: no p of 1, but why there is none."""
    sample = sample_of(np.random.default_rng(4), (10, 10))
    assert sample.untested(0, 1, 0) == ""
    rare = sample_of(np.random.default_rng(4), (10, 3))
    assert "3 articles of one side can be exchanged" in rare.untested(0, 1, 0)
    assert sample.units is not None
    alike = replace(sample.units, y=np.ones(20), row=np.arange(20), variant=np.zeros(20, dtype=int), x=np.ones(20))
    same = MetricSample(alike.sums(), alike.sums(), alike, alike.n_articles, 8, True, True)
    assert "the same share" in same.untested(0, 1, 0)
    assert "0 articles of both have the mark" in same.untested(0, 1, 1)
    told = difference_of(same, ("naming:x", "v"), ("a", "b"), (0, 1), 1, "seed")
    assert (told.p, told.q, told.holds()) == (None, None, False)
    assert "8 are needed" in told.untested


def test_few_arrangements_cannot_tell() -> None:
    """Eight strata with one article of each side, all marks in two of them: four arrangements, no p below 1 in 4."""
    groups, strata = np.tile([0, 1], 8), np.repeat(np.arange(8), 2)
    units = merged_units(np.arange(16), groups, strata, np.full(16, -1), 2)
    row = np.array([0, 2])
    table = unit_table(units, np.ones(16), row, np.zeros(2, dtype=int), np.ones(2), 1)
    assert untellable(table.sums(), 0) == "there are so few arrangements that no p is below 0.25"


def test_interval_and_detectable_difference_are_newcombes_and_those_of_power() -> None:
    """80 of 200 and 50 of 200 articles of one mention, beside Wilson's ends from SciPy, put together by hand."""
    x = np.concatenate([np.arange(200) < 80, np.arange(200) < 50]).astype(float)
    groups = np.repeat([0, 1], 200)
    sums = of_articles(x[:, None], np.ones(400), groups, np.zeros(400, dtype=np.int64), (2, 1))
    ends = intervals(sums, True)[:, 0]
    wilson = [binomtest(count, 200).proportion_ci(method="wilson") for count in (80, 50)]
    assert ends == pytest.approx(np.array([[one.low, one.high] for one in wilson]), abs=0.003)
    low, high = difference_interval(np.array(0.4), np.array(0.25), ends[0], ends[1])
    one, other = wilson
    assert low == pytest.approx(0.15 - np.hypot(0.4 - one.low, other.high - 0.25), abs=0.005)
    assert high == pytest.approx(0.15 + np.hypot(one.high - 0.4, 0.25 - other.low), abs=0.005)
    error = (high - low) / (2 * norm.ppf(0.975))
    assert norm.sf(norm.ppf(0.975) - FOUND) == pytest.approx(0.8, abs=1e-9)
    assert error == pytest.approx(np.sqrt(0.4 * 0.6 / 200 + 0.25 * 0.75 / 200), rel=0.03)
