"""The reference data that are shipped: real outlets, figures only, and nothing of anybody's text."""

from __future__ import annotations

import json
import re
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from collectors import compare
from collectors.dataset.versions import LATEST, Dataset, open_dataset, reference_home, versions
from tests.benchmarks import worked_example
from tests.benchmarks.build_reference_2022 import EVENT, MOST_BYTES, MOST_WORDS
from tests.benchmarks.reference_pieces import LEAST_MEMBERS, cleaned
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words
from tests.support.made_values import article

#: What is written by us: rules, names of outlets, declarations.
OURS = ("event_json", "member_reason", "outlet_name", "detail", "remedy", "title", "grade_reasons", "outlets")


def sets_of_2022() -> list[Dataset]:
    opened = [open_dataset(reference_home(), version) for version in versions(reference_home())]
    return [data for data in opened if "2022" in (data.label or "")]


@pytest.fixture(scope="module")
def sets() -> list[Dataset]:
    return sets_of_2022()


def test_the_set_with_most_outlets_opens_first(sets: list[Dataset]) -> None:
    first = (reference_home() / "datasets" / LATEST).read_text(encoding="utf-8").strip()
    assert len(sets) == 2
    assert first == max(sets, key=lambda data: data.counts["outlets"]).version


def test_it_holds_no_text_title_address_or_byline(sets: list[Dataset]) -> None:
    for data in sets:
        assert data.counts.get("texts", 0) == 0
        articles = pq.read_table(data.path / "articles.parquet", columns=["title", "standfirst", "url", "authors"])
        for row in articles.to_pylist():
            assert not any(row.values()), row


def test_no_string_has_more_than_five_words(sets: list[Dataset]) -> None:
    for data in sets:
        for file in data.path.glob("*.parquet"):
            table = pq.read_table(file)
            for column in table.schema:
                if pa.types.is_string(column.type) and column.name not in OURS:
                    longest = max(
                        (value or "" for value in table[column.name].to_pylist()),
                        key=lambda v: len(v.split()),
                        default="",
                    )
                    assert len(longest.split()) <= MOST_WORDS, (file.name, column.name, longest)


def test_the_reason_of_membership_quotes_at_most_five_words(sets: list[Dataset]) -> None:
    for data in sets:
        for reason in pq.read_table(data.path / "articles.parquet", columns=["member_reason"])[
            "member_reason"
        ].to_pylist():
            for quoted in re.findall("“([^”]*)”", reason or ""):
                assert all(len(part.split()) <= MOST_WORDS for part in quoted.split(" … ")), reason


def test_every_outlet_has_enough_articles_and_none_is_readable(sets: list[Dataset]) -> None:
    for data in sets:
        articles = pq.read_table(data.path / "articles.parquet").to_pylist()
        assert min(Counter(row["outlet"] for row in articles).values()) >= LEAST_MEMBERS
        assert {row["event"] for row in articles} == {EVENT}
        metrics = set(pq.read_table(data.path / "measures.parquet", columns=["metric"])["metric"].to_pylist())
        assert not {metric for metric in metrics if metric.startswith("readability:")}
        assert sum(file.stat().st_size for file in data.path.rglob("*") if file.is_file()) < MOST_BYTES


@pytest.mark.parametrize(
    ("title", "text", "left"),
    [
        ("A vote is set", "A vote is set. It lasts five days. View news.", "It lasts five days."),
        ("'Sham' vote", "“Sham” vote", ""),
        ("A vote is set", "Officials said so. — Ukrinform.", "Officials said so."),
        ("", "Officials said so.", "Officials said so."),
    ],
)
def test_pieces_are_cleaned(title: str, text: str, left: str) -> None:
    assert cleaned(article(title=title, text=text)).text == left


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("The vote on pseudo-referendums: No pseudo-referendum is lawful", "No pseudo-referendum is lawful"),
        (
            "Occupiers’ pseudo-referendum: Referendum of the occupied",
            "Occupiers’ pseudo-referendum: Referendum of the occupied",
        ),
        ("Ukraine war: Ukraine sets a vote", "Ukraine war: Ukraine sets a vote"),
        ("Occupation of the coast: A decree is signed", "Occupation of the coast: A decree is signed"),
        ("A vote at 10:30 and a referendum", "A vote at 10:30 and a referendum"),
    ],
)
def test_keywords_before_a_headline_count_once(title: str, left: str) -> None:
    assert cleaned(article(title=title, text="Officials said so.")).title == left


def test_the_worked_example_of_the_readme_is_that_of_the_data() -> None:
    assert "\n".join(worked_example.lines()) in worked_example.README.read_text(encoding="utf-8")


@OPENS_PAGES
def test_the_overview_prints_the_example_with_the_same_q() -> None:
    html = words(shown(open_page(reference_home(), "overview", event=EVENT)))
    for finding in worked_example.example_findings():
        assert finding.caveat in html


def test_families_add_up_the_variants_that_have_one(sets: list[Dataset]) -> None:
    for data in sets:
        told = json.loads(data.table("events", ["event_json"])["event_json"][0].as_py())
        family = {v["id"]: v["family"] for c in told["concepts"] if c["id"] == "vote" for v in c["variants"]}
        arrays, asked = compare.load(data, EVENT), compare.ArticleSelection(EVENT)
        summed: Counter[tuple[str, str]] = Counter()
        for row in compare.naming(arrays, asked, only=("naming:vote",)):
            summed[row.outlet, family[row.variant]] += int(row.numerator)
        found = compare.naming_families(arrays, asked, only=("families:vote",))
        assert {(row.outlet, row.variant): int(row.numerator) for row in found if row.numerator} == +summed
        assert all(row.ci_low is not None for row in found if row.n_articles >= LEAST_MEMBERS)
