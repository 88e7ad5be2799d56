"""A difference is named only where it holds, and then in words that say no more than the numbers."""

from __future__ import annotations

from dataclasses import replace

from collectors.compare import ComparisonRow, PairDifference, PairFamily
from dashboard.figure_choice import widest
from dashboard.findings import Labels, headline, largest
from dashboard.render.charts import SHARE

LABELS = Labels({"a": "Alpha", "b": "Beta"}, {"vote": "The vote"}, {"vote": {"sham": "sham"}}, {"mo": "Moscow"}, {})
HIGH = ComparisonRow(
    event="e", outlet="a", phase="all", metric="naming:vote", variant="sham", voice="all", copies="all",
    numerator=60, denominator=100, n_articles=20, estimate=0.6, ci_low=0.5, ci_high=0.7, p_value=0.001, q_value=0.004,
    enough=True, method_version="m", dataset_version="d",
)  # fmt: skip
LOW = replace(HIGH, outlet="b", numerator=5, estimate=0.05, ci_low=0.01, ci_high=0.1)


def pairs_of(*rows: ComparisonRow, q: float = 0.004, low_end: float = 0.4) -> PairFamily:
    """High and low of each figure, tested as a pair."""
    found = {}
    for high, low in zip(rows[::2], rows[1::2], strict=True):
        apart = (high.estimate or 0) - (low.estimate or 0)
        figure = (high.metric, high.variant)
        found[figure] = PairDifference(
            metric=high.metric, variant=high.variant, high=high.outlet, low=low.outlet, difference=apart,
            low_end=low_end, high_end=0.7, p=q / 2, q=q, pairs=1,
        )  # fmt: skip
    return PairFamily(found, len(found))


PAIR = pairs_of(HIGH, LOW)


def test_a_difference_that_holds_is_a_sentence_with_its_evidence() -> None:
    (found,) = largest([HIGH, LOW], PAIR, LABELS)
    assert found.text == "The vote: Alpha has “sham” in 60% of 100 mentions, Beta in 5% of 100."
    own = [replace(row, voice="own") for row in (HIGH, LOW)]
    (found,) = largest(own, PAIR, LABELS)
    assert found.text == "The vote: Alpha writes “sham” in 60% of 100 mentions in its own words, Beta in 5% of 100."
    assert found.caveat.startswith("95% intervals: 50% to 70% (20 articles) and 1% to 10% (20 articles);")
    assert "of the difference 40% to 70%" in found.caveat
    assert "q = 0.004" in found.caveat
    assert (found.page, found.fields) == ("naming", {"concept": "vote", "variant": "sham"})


def test_groups_do_not_write_and_are_not_shuffled_as_outlets() -> None:
    (found,) = largest([HIGH, LOW], PAIR, replace(LABELS, outlets={"a": "the Alps", "b": "Bohemia"}, kinds="countries"))
    assert found.text == "The vote: “sham” is 60% of 100 mentions in the Alps, 5% of 100 in Bohemia."
    assert "Exchanging articles between these two countries rarely gives as much" in found.caveat


def test_what_does_not_hold_is_not_named() -> None:
    for rows, pairs in (
        ((HIGH, LOW), pairs_of(HIGH, LOW, low_end=-0.01)),  # the difference may be none
        ((HIGH, LOW), pairs_of(HIGH, LOW, q=0.2)),  # exchanging gives as much
        ((HIGH, LOW), PairFamily({}, 0)),  # not enough articles
        ((HIGH,), PAIR),
    ):
        assert largest(rows, pairs, LABELS) == []
    stranger = replace(LOW, outlet="unknown")
    assert largest([HIGH, stranger], pairs_of(HIGH, stranger), LABELS) == []
    speakers = [replace(row, metric="sources:speaker", variant="X") for row in (HIGH, LOW)]
    assert largest(speakers, pairs_of(*speakers), LABELS) == []


def test_a_heading_says_what_is_found_only_where_it_holds() -> None:
    names = {"a": "Alpha", "b": "Beta"}
    pair = PAIR.pairs["naming:vote", "sham"]
    assert headline("“sham”", [HIGH, LOW], names, SHARE, pair) == "“sham”: from 5% in Beta to 60% in Alpha"
    for rows, told in (([HIGH], pair), ([], pair), ([HIGH, LOW], None), ([HIGH, LOW], replace(pair, q=0.05))):
        assert headline("“sham”", rows, names, SHARE, told) == "“sham”"


def test_the_largest_come_first_one_of_each_kind() -> None:
    side = [replace(r, metric="sources:side", variant="mo") for r in (HIGH, replace(LOW, estimate=0.3, ci_high=0.4))]
    small = [replace(r, variant="sham", estimate=e) for r, e in ((HIGH, 0.6), (LOW, 0.05))]
    found = largest([*side, *small], pairs_of(*side, *small), LABELS)
    assert [f.page for f in found] == ["naming", "sources"]
    assert found[1].text == "Alpha gives Moscow 60% of the words of its speakers, Beta 30%."


def test_the_widest_column_is_shown_first() -> None:
    other = [replace(r, variant="vote", estimate=e) for r, e in ((HIGH, 0.3), (LOW, 0.31))]
    assert widest([HIGH, LOW, *other], ["vote", "sham"]) == "sham"
    assert widest([], ["vote", "sham"]) == "vote"
