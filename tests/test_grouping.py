"""Grouping: same story within days, whatever the order and the batch size. All texts are invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.errors import ParallaxError
from collectors.events.grouping import Grouper, GroupSettings, batches
from collectors.events.stories import group_stream
from collectors.events.story_reading import SecondReading, first_reading, second_reading
from collectors.events.term_reading import ReadTerms, stem, terms_of
from collectors.model import Article


def article(key: str, text: str, published: str | None = "2022-09-23", title: str | None = None) -> Article:
    return Article(key, None, "courier", title, (), published, "en", text)


FLOOD = (
    "The river Arnow broke its banks at Tellmouth, and the mayor, Ida Crane, ordered two thousand residents to leave. "
    "Sandbags lined the quay in Tellmouth as the Arnow rose past the mark of 1947."
)
FLOOD_2 = (
    "Two thousand residents of Tellmouth were told to leave their homes as the Arnow flooded the quay. Mayor Ida Crane "
    "said sandbags would not hold the river, which passed the mark of 1947."
)
STRIKE = (
    "Drivers of the Corvale tram company walked out over pay, and the union's secretary, Bo Lindgren, said the strike "
    "would last until Corvale offered eight per cent. Commuters queued for buses."
)
STRIKE_2 = (
    "Commuters in Corvale faced long queues for buses after tram drivers walked out. Union secretary Bo Lindgren wants "
    "a pay rise of eight per cent before the strike ends."
)
OTHERS = [
    article(f"other-{i}", text)
    for i, text in enumerate(
        (
            "The national orchestra opened its season with a symphony that critics had thought unplayable.",
            "Farmers in the valley expect the smallest harvest of olives in thirty years, the growers' board reported.",
            "A laboratory in the capital says its new battery keeps nine tenths of its charge after a decade.",
            "The football association fined three clubs for fireworks thrown during the cup semi-final.",
            "Archaeologists found a painted tomb below a car park, with jars that still held barley.",
        )
    )
]
STORIES = [
    article("flood-1", FLOOD),
    article("flood-2", FLOOD_2, "2022-09-24"),
    article("strike-1", STRIKE),
    article("strike-2", STRIKE_2, "2022-09-24"),
    *OTHERS,
]


def group(articles: Iterable[Article], settings: GroupSettings | None = None) -> dict[str, str]:
    return {told.id: told.group for told in group_stream(articles, settings)}


def sets(groups: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(k for k, v in groups.items() if v == name) for name in groups.values()}


def test_same_story_is_one_group_and_others_stay_alone() -> None:
    found = group(STORIES)
    assert sets(found) == {
        frozenset({"flood-1", "flood-2"}),
        frozenset({"strike-1", "strike-2"}),
        *(frozenset({a.id}) for a in OTHERS),
    }
    assert found["flood-2"] == "flood-1", "a group is named by its first article"


@settings(max_examples=20, deadline=None)
@given(st.permutations(STORIES), st.integers(1, 9))
def test_order_and_batch_size_do_not_matter_here(order: list[Article], size: int) -> None:
    assert sets(group(order, GroupSettings(batch=size))) == sets(group(STORIES))


def test_the_same_articles_in_another_order_give_the_same_answers() -> None:
    forth, back = ({t.id: t for t in group_stream(order)} for order in (STORIES, STORIES[::-1]))
    assert forth == back, "names of groups too"


def test_the_same_words_a_month_later_are_another_story() -> None:
    later = replace(STORIES[0], id="flood-later", published="2022-10-30")
    found = group([*STORIES, later])
    assert found["flood-later"] == "flood-later"


def test_undated_articles_are_grouped_by_their_words_alone() -> None:
    undated = [replace(a, published=None) for a in STORIES]
    assert sets(group(undated)) == sets(group(STORIES))


def test_a_new_article_joins_without_reading_the_others_again() -> None:
    grouper = Grouper()
    grouper.learn(STORIES)
    grouper.add([a for a in STORIES if a.id != "flood-2"], learned=True)
    grouper.add([STORIES[1]], learned=True)
    assert grouper.group_of("flood-2") == "flood-1"
    with pytest.raises(KeyError):
        grouper.group_of("never added")


def test_articles_that_workers_read_are_grouped_as_by_one_process() -> None:
    order = sorted(STORIES, key=lambda one: (one.published or "", one.id))
    batches = [order[at : at + 3] for at in range(0, len(order), 3)]
    alone, read = Grouper(), Grouper()
    known: dict[str, ReadTerms] = {}
    for batch in batches:
        alone.learn(batch)
        terms, languages = first_reading(batch)
        assert languages == {"en"}
        read.learn_read(terms)
        known |= {one.id: one for one in terms[:2]}  # the third of each batch is read twice
    for batch in batches:
        alone.add(batch, learned=True)
        again, profiles = second_reading(SecondReading(batch, known.keys(), profiled=True))
        assert profiles.keys() == {one.id for one in batch}
        read.add_read([terms or known[name] for name, terms in again])
    assert {one.id: read.group_of(one.id) for one in order} == {one.id: alone.group_of(one.id) for one in order}


@pytest.mark.parametrize("first", [1, 4, 8])
def test_a_second_run_goes_on_from_the_state_of_the_first(tmp_path: Path, first: int) -> None:
    state = tmp_path / "groups.npz"
    whole = {t.id: t for t in group_stream(STORIES)}
    told = {t.id: t for t in group_stream(STORIES[:first], state=state)}
    told |= {t.id: t for t in group_stream(STORIES[first:], state=state)}
    assert sets({i: t.group for i, t in told.items()}) == sets({i: t.group for i, t in whole.items()})
    kept = state.read_bytes()
    again = {t.id: t for t in group_stream(STORIES, state=state)}
    assert {i: (t.group, t.copy_of) for i, t in again.items()} == {i: (t.group, t.copy_of) for i, t in told.items()}
    assert state.read_bytes() == kept, "nothing was new"


def test_an_earlier_article_whose_answer_changed_is_told_again(tmp_path: Path) -> None:
    state = tmp_path / "groups.npz"
    later = replace(STORIES[0], id="\ud800 copy", published="2022-09-24T10:00:00+00:00")
    original = replace(STORIES[0], published="2022-09-22T08:00:00+00:00")
    assert [t.copy_of for t in group_stream([later, *OTHERS], state=state)] == [None] * 6
    told = list(group_stream([original], state=state))
    assert [(t.id, t.copy_of) for t in told] == [("flood-1", None), ("\ud800 copy", "flood-1")]
    assert told[0].group == told[1].group == "\ud800 copy", "a group keeps its name"


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_state_is_told_and_left(tmp_path: Path, content: bytes) -> None:
    state = tmp_path / "groups.npz"
    state.write_bytes(content)
    with pytest.raises(ParallaxError, match=r"remove it to begin anew"):
        list(group_stream(STORIES, state=state))
    assert state.read_bytes() == content


def test_memory_is_bounded_by_the_settings() -> None:
    grouper = Grouper(GroupSettings(active=3))
    for batch in batches(STORIES, 2):
        grouper.add(batch)
    assert len(grouper._groups) <= 3 + 2
    assert {grouper.group_of(a.id) for a in STORIES}


@pytest.mark.parametrize("text", ["", "   ", "…", "a", "一二三四五六", "\ud800 lone", "🙂" * 50])
def test_any_text_gets_a_group(text: str) -> None:
    assert group([article("x", text), *OTHERS])["x"] == "x"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("voting", "voting"),
        ("votes", "vote"),
        ("reported", "report"),
        ("press", "press"),
        ("bus", "bus"),
        ("референдума", "рефере"),
        ("größe", "größe"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_a_script_without_spaces_is_read_in_pairs() -> None:
    assert terms_of("顿涅茨克") == ("顿涅", "涅茨", "茨克")
    assert terms_of("x") == ()


def test_a_copy_names_the_first_published_of_its_story() -> None:
    copy = replace(STORIES[0], id="copied", published="2022-09-23T10:00:00+00:00")
    first = replace(STORIES[0], published="2022-09-23T08:00:00+00:00")
    told = {t.id: t for t in group_stream([copy, first, *STORIES[1:]])}
    assert told["copied"].copy_of == "flood-1"
    assert told["flood-1"].copy_of is None
    assert list(told)[:2] == ["copied", "flood-1"], "in the order of the stream"


def test_ids_with_lone_surrogates_survive() -> None:
    assert next(t.id for t in group_stream([article("\ud800", FLOOD), *OTHERS])) == "\ud800"
