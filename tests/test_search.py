"""Search: the index finds what stands in headlines and texts, and the page shows it line by line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from collectors.dataset import search_index
from collectors.dataset.publishing import publish
from collectors.dataset.search_index import build, holders, index_file
from collectors.dataset.search_phrase import PLACES, phrase_of, unread_signs
from collectors.dataset.versions import open_dataset
from collectors.store import Store
from collectors.support.scripts import languages_that_hold
from dashboard import queries
from dashboard.queries import concordance_queries
from dashboard.selection import ViewSelection
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words
from tests.test_dataset import fill, sample

pytestmark = OPENS_PAGES
EVENT = "ukraine-annexation-referendums-2022"


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("sham referendum", '"sham referendum"'),
        ("Sham ref*", '"sham ref"*'),
        ("sham* vote", '"sham"* AND "vote"'),
        ('a" OR body MATCH "x', None),
        ("", None),
        ("re* vote", None),
        ("ref* vote", '"ref"* AND "vote"'),
        ("公投", None),
        ("one two three four five six seven eight nine ten eleven", None),
    ],
)
def test_a_phrase_is_words_and_nothing_else(typed: str, expression: str | None) -> None:
    phrase = phrase_of(typed)
    assert (phrase.expression if phrase else None) == expression


@pytest.mark.parametrize(
    ("typed", "signs"),
    [
        ("sham ref*", ""),
        ("“Sham” vote's, Scheinref*.", ""),
        ("*bahn", "*"),
        ("a* * b", "*"),
        ("tram | (bus)?", "| ( ) ?"),
    ],
)
def test_signs_that_are_not_read_are_told(typed: str, signs: str) -> None:
    assert unread_signs(typed) == signs


@pytest.fixture
def demo(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> queries.Data:
    monkeypatch.setenv("PARALLAX_HOME", str(homes["demo"]))
    return queries.open_version(open_dataset(homes["demo"]).version)


def test_the_index_finds_what_a_search_through_all_texts_finds(demo: queries.Data, tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    build(Path(demo.folder), file)
    texts = {row["article_id"]: row["text"] for row in pq.read_table(Path(demo.folder) / "texts.parquet").to_pylist()}
    titles = {
        row["article_id"]: row["title"] or ""
        for row in pq.read_table(Path(demo.folder) / "articles.parquet").to_pylist()
    }
    for typed in ("sham", "referendum", "Vladimir Putin", "the people*"):
        phrase = phrase_of(typed)
        assert phrase is not None
        found = {article for _, article in holders(file, phrase, "event = ?", [EVENT])}
        pattern = phrase.pattern
        assert found == {key for key in texts if pattern.search(texts[key]) or pattern.search(titles[key])}, typed


def test_publishing_writes_the_index_beside_the_data_set(homes: dict[str, Path]) -> None:
    assert index_file(homes["demo"], open_dataset(homes["demo"]).version).is_file()


def test_lines_counts_and_voices_agree(demo: queries.Data) -> None:
    every = ViewSelection(demo.version, EVENT)
    phrase = phrase_of("sham")
    assert phrase is not None
    found = queries.concordance(demo, every, phrase)
    assert found is not None
    assert found.whole
    by_voice = [
        queries.concordance(demo, replace(every, voice=voice), phrase) for voice in ("own", "quoted", "attributed")
    ]
    assert sum(len(one.lines) for one in by_voice if one) == len(found.lines) > 0
    for count in found.counts:
        mine = [line for line in found.lines if line.outlet == count.outlet]
        assert (count.uses, count.articles) == (len(mine), len({line.article for line in mine}))
        assert 0 <= count.low <= count.share <= count.high <= 1
    assert all(line.match.lower() == "sham" for line in found.lines)


def test_headlines_and_texts_can_be_searched_apart(demo: queries.Data) -> None:
    every, found = ViewSelection(demo.version, EVENT), {}
    for place in PLACES:
        phrase = phrase_of("referend*", place)
        assert phrase is not None
        answer = queries.concordance(demo, every, phrase)
        assert answer is not None
        found[place] = set(answer.lines)
    assert found["all"] == found["headline"] | found["text"]
    assert {line.place for line in found["headline"]} == {"headline"}
    assert {line.place for line in found["text"]} == {"body"}


@pytest.mark.parametrize(
    ("phrase", "holding"),
    [("sham vote", ["en", "de", "sr"]), ("референдум", ["uk", "sr"]), ("2014", ["en", "de", "uk", "sr", "el"])],
)
def test_a_phrase_can_stand_in_languages_of_its_script(phrase: str, holding: list[str]) -> None:
    assert set(languages_that_hold(phrase, ["en", "de", "uk", "sr", "el"])) == set(holding)


@pytest.mark.parametrize("language", ["", "uk"])
def test_outlets_that_write_in_another_script_have_no_share(homes: dict[str, Path], language: str) -> None:
    """0 % would say that they avoid the word; whoever chooses their language searches their texts all the same."""
    page = words(shown(open_page(homes["demo"], "search", phrase="sham", language=language)))
    assert ("no text in this script" in page) == (language == "")
    assert ("written in another script" in page) == (language == "")


def test_a_large_data_set_answers_from_the_index_first(demo: queries.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    every, phrase = ViewSelection(demo.version, EVENT), phrase_of("the")
    assert phrase is not None
    small = queries.concordance(demo, every, phrase)
    assert small is not None
    monkeypatch.setattr(concordance_queries, "MOST_INDEXED", 10)
    monkeypatch.setattr(concordance_queries, "FIRST_READ", 5)
    other = replace(every, grade="all")  # not asked before, so not remembered
    first, then = (queries.concordance(demo, other, phrase, wait=wait) for wait in (False, True))
    assert first is not None
    assert then is not None
    assert (first.whole, first.read, then.whole, then.read) == (False, 5, True, then.found)
    assert first.found == then.found >= small.found > 5
    assert [(one.outlet, one.articles) for one in first.counts] == [(one.outlet, one.articles) for one in then.counts]
    assert len({line.outlet for line in first.lines}) > 2, "outlets take turns"
    assert set(first.lines) < set(then.lines)
    quoted = queries.concordance(demo, replace(other, voice="quoted"), phrase)
    assert quoted is not None
    assert quoted.counts == (), "whose words they are is known of those that were read"
    assert first.readable


@pytest.fixture
def large(homes: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> queries.Data:
    """The demonstration, taken for a large data set: 40 of its articles are drawn by chance."""
    monkeypatch.setattr(search_index, "DRAWN", 40)
    monkeypatch.setattr(concordance_queries, "MOST_INDEXED", 10)
    version = open_dataset(homes["demo"]).version
    (tmp_path / "datasets").symlink_to(homes["demo"] / "datasets")
    build(homes["demo"] / "datasets" / version, index_file(tmp_path, version))
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path))
    return queries.open_version(version)


def test_articles_drawn_by_chance_answer_first(large: queries.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    every, phrase = ViewSelection(large.version, EVENT), phrase_of("ref*")
    assert phrase is not None
    monkeypatch.setattr(concordance_queries, "MOST_PLACES", 0)
    first = queries.concordance(large, every, phrase)
    exact = queries.phrase_counts(large, every, phrase)
    assert first is not None
    assert isinstance(exact, tuple), "the worker has counted all articles"
    assert (first.whole, 30 < first.drawn <= 40) == (False, True)
    assert 0 < sum(count.articles for count in first.counts) == first.found <= first.drawn
    assert sum(count.n for count in first.counts) == first.drawn
    wanted = holders(index_file(Path(large.home), large.version), phrase, "event = ? and grade = 'good'", [EVENT])
    assert sum(count.articles for count in exact) == len(wanted) > first.found
    by_outlet = {count.outlet: count.articles for count in exact}
    assert all(count.articles <= by_outlet[count.outlet] for count in first.counts)
    assert {line.article for line in first.lines} <= {article for _, article in wanted}


def test_read_articles_that_were_drawn_tell_voices_apart(large: queries.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    every, phrase = ViewSelection(large.version, EVENT, voice="quoted"), phrase_of("the")
    assert phrase is not None
    monkeypatch.setattr(concordance_queries, "MOST_PLACES", 0)
    assert queries.phrase_counts(large, every, phrase) is None
    monkeypatch.setattr(concordance_queries, "MOST_READ", 8)
    first, read = (queries.concordance(large, every, phrase, wait=wait) for wait in (False, True))
    assert first is not None
    assert first.counts == ()
    assert read is not None
    assert (read.whole, read.read) == (True, 8)
    assert 8 <= read.drawn <= 40, "as many articles as were drawn until eight held it"
    assert sum(count.articles for count in read.counts) == len({line.article for line in read.lines}) <= 8
    assert {line.voice for line in read.lines} == {"quoted"}


def test_rare_words_are_searched_in_all_articles_at_once(large: queries.Data) -> None:
    phrase = phrase_of("Vladimir Putin")
    assert phrase is not None
    answer = queries.concordance(large, ViewSelection(large.version, EVENT), phrase)
    assert answer is not None
    assert answer.drawn == 0
    assert sum(count.articles for count in answer.counts) == answer.found


def test_the_page_of_a_large_data_set(
    large: queries.Data, monkeypatch: pytest.MonkeyPatch, no_worker_left: None
) -> None:
    monkeypatch.setattr(concordance_queries, "MOST_PLACES", 0)
    app = open_page(Path(large.home), "search", phrase="the ref*")
    assert not app.exception
    text = words(shown(app))
    assert "Lines are from" in text
    assert "articles drawn by chance" in words(shown(open_page(Path(large.home), "search", phrase="ref* the")))


def test_the_page(homes: dict[str, Path]) -> None:
    app = open_page(homes["demo"], "search", phrase="sham vote*")
    assert not app.exception
    text = words(shown(app))
    assert "Share of articles that hold it" in text
    assert "Lines in which “sham vote*” stands" in text
    assert "px-kwic" in shown(app)
    assert "Word or phrase" in [field.label for field in app.text_input]
    assert "a script that puts spaces between words" in words(shown(open_page(homes["demo"], "search", phrase="公投")))
    blind = shown(open_page(homes["demo"], "search", phrase="sham", blind="1"))
    assert "Atlantic Ledger" not in blind


def test_nothing_is_found_in_a_data_set_without_texts(homes: dict[str, Path]) -> None:
    assert "holds no texts to search" in words(shown(open_page(homes["text_free"], "search", phrase="vote")))


def test_publishing_again_leaves_the_index_alone_and_sweeps_what_was_killed(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        index = index_file(tmp_path, publish(store, tmp_path))
        before = index.stat().st_mtime_ns
        left = index.with_name(f".{index.name}-999999999")
        left.write_bytes(b"words")
        assert index_file(tmp_path, publish(store, tmp_path)) == index
    assert index.stat().st_mtime_ns == before
    assert not left.exists()
