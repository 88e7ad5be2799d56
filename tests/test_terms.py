"""Words and phrases of a text by voice, what is published of them, and what must never be."""

from __future__ import annotations

import numpy as np
import pytest

from collectors.compare import ArticleSelection, load
from collectors.compare.distinctive_rows import word_comparison, word_of
from collectors.compare.distinctive_words import distinctive
from collectors.compare.term_counts import load_terms
from collectors.dataset.distinctive_tables import LESS, MORE, sample
from collectors.dataset.publishing import publish
from collectors.dataset.term_counting import FEWEST, TermCounter
from collectors.dataset.versions import Dataset, open_dataset
from collectors.metrics.phrases import LONGEST, find_term, form_of, is_phrase, word_forms
from collectors.metrics.voice import VoiceMap
from collectors.model import Span, Voice
from collectors.store import Store
from tests.support.made_values import COURIER, EVENT, WIRE, article
from tests.test_dataset import fill


def own(text: str) -> VoiceMap:
    return VoiceMap(len(text), (0,) if text else (), (Voice.OWN,) if text else ())


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Moscow's", "moscow"),
        ("Moscow’s", "moscow"),
        ("Land‑Grab", "land-grab"),
        ("U.S", "u.s"),
        ("'s", "'s"),
        ("IS", "is"),
    ],
)
def test_a_word_counts_under_its_form(word: str, form: str) -> None:
    assert form_of(word) == form


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("The sham vote. Officials left", ["the sham vote", "officials left"]),
        ("Mr. Trump said", ["mr trump said"]),
        ("a vote, officials said", ["a vote", "officials said"]),
        ("the “sham” vote", ["the sham vote"]),
        ("votes ... staged", ["votes", "staged"]),
        ("one (two) three", ["one", "two", "three"]),
        ("Kyiv\n\nMoscow", ["kyiv", "moscow"]),
        ("", []),
    ],
)
def test_phrases_end_at_marks_and_sentences(text: str, runs: list[str]) -> None:
    found: list[str] = []
    for form, _, _, goes_on in word_forms(text, own(text)):
        if goes_on:
            found[-1] += f" {form}"
        else:
            found.append(form)
    assert found == runs


def test_a_phrase_stays_in_one_voice() -> None:
    text = "He called the vote a land grab today"
    voices = VoiceMap(len(text), (0, 21), (Voice.OWN, Voice.QUOTED))
    assert find_term(text, voices, "land grab") == [Span(21, 30)] == find_term(text, voices, "land grab", Voice.QUOTED)
    assert find_term(text, voices, "land grab", Voice.OWN) == []
    assert find_term(text, voices, "a land") == []


@pytest.mark.parametrize(
    ("words", "kept"),
    [(("the",), True), (("the", "vote"), False), (("secretary", "of", "state"), True), (("vote", "in"), False)],
)
def test_phrases_begin_and_end_with_words_that_mean_something(words: tuple[str, ...], kept: bool) -> None:
    assert is_phrase(words) is kept


def counter(texts: list[str]) -> TermCounter:
    made = TermCounter()
    for text in texts:
        made.add(text, own(text))
    return made


def test_only_what_articles_share_is_counted() -> None:
    texts = [f"Land grab again. Only number{i} has this." for i in range(FEWEST)]
    found = counter(texts).counted()
    # "land" and "grab" stand in nothing but "land grab", so the phrase says it all; nobody else has "number3".
    assert set(found.vocabulary) == {"land grab", "again", "only", "has", "this"}
    assert counter(texts[1:]).counted().vocabulary == ()


def test_near_copies_share_nothing_by_themselves() -> None:
    texts = ["A dispatch that five papers print word for word."] * FEWEST
    assert counter(texts).counted().vocabulary != ()
    assert counter(texts).counted(copies=[0] * FEWEST).vocabulary == ()


def test_counts_are_those_of_the_text() -> None:
    texts = (
        ["vote vote sham. The vote"] + ["vote"] * 4 + ["sham", "the", "sham", "the", "sham", "the", "the sham", "the"]
    )
    found = counter(texts).counted()
    assert set(found.vocabulary) == {"vote", "sham", "the"}
    place = {t: i for i, t in enumerate(found.vocabulary)}
    first = dict(zip(found.terms[: found.ends[1]].tolist(), found.counts.tolist(), strict=False))
    assert first == {place["vote"]: 3, place["sham"]: 1, place["the"]: 1}
    assert found.articles[place["sham"]] == 5
    assert counter(texts).words()[0].tolist() == [5, 0, 0, 0]


def test_the_sample_is_fair_and_always_the_same() -> None:
    ids = [f"a{i}" for i in range(500)] + [f"b{i}" for i in range(40)] + [f"c{i}" for i in range(8)]
    outlets = ["a"] * 500 + ["b"] * 40 + ["c"] * 8
    taken = sample(ids, outlets, most=100, per_outlet=70)
    assert [sum(i.startswith(o) for i in taken) for o in "abc"] == [52, 40, 8]
    order = np.random.default_rng(1).permutation(len(ids))
    assert sample([ids[i] for i in order], [outlets[i] for i in order], most=100, per_outlet=70) == taken
    assert sample(ids, outlets) == sorted(ids)
    assert sample([], []) == []


def story(side: int, i: int, word: str) -> str:
    """Unlike all others but for what outlets share: near-copies would count as one article."""
    rest = ". ".join(" ".join(f"Word{side}x{i}x{j}x{k}" for k in range(8)) for j in range(12))
    return f"The {word} towns voted again. “We never saw the {word} towns vote,” she said. {rest}."


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Two outlets of nine articles with a word of their own each, without texts."""
    home = tmp_path_factory.mktemp("home")
    words = {"courier": "occupied", "wire": "liberated"}
    with Store("sqlite://") as store:
        articles = [
            article(100 * side + i, outlet=outlet.id, url=f"https://{outlet.id}.example/{i}", text=story(side, i, word))
            for side, (outlet, word) in enumerate(zip((COURIER, WIRE), words.values(), strict=True))
            for i in range(9)
        ]
        fill(store, articles)
        version = publish(store, home, texts=False)
    return open_dataset(home, version)


def test_a_data_set_without_texts_has_words(published: Dataset) -> None:
    assert "texts" not in published.tables
    terms = load_terms(published, EVENT.id)
    assert terms is not None
    assert len(terms) == 18
    assert {"occupied towns", "liberated towns"} <= set(terms.vocabulary)
    assert max(t.count(" ") for t in terms.vocabulary) < LONGEST
    whole = dict(zip(terms.ids, terms.words["all"].tolist(), strict=True))
    told = published.table("articles", ["article_id", "words"]).to_pylist()
    assert whole == {r["article_id"]: r["words"] for r in told}, "words are counted as everywhere else"
    by_voice = [terms.counts[str(v)].sum() for v in Voice]
    assert sum(by_voice) == terms.counts["all"].sum()


def test_the_published_words_are_those_of_the_statistics(published: Dataset) -> None:
    terms = load_terms(published, EVENT.id)
    assert terms is not None
    found = distinctive(terms, ArticleSelection(EVENT.id, voice="own"))
    assert found is not None
    rows = [word_of(r) for r in published.table("distinctive").to_pylist()
            if (r["voice"], r["copies"], r["shuffled"], r["outlet"]) == ("own", "all", False, COURIER.id)]  # fmt: skip
    more, less = (found.rows(COURIER.id, most, more=m) for m, most in ((True, MORE), (False, LESS)))
    assert rows == found.with_intervals([*more, *less])
    metrics = {(r.metric, r.variant): r for r in word_comparison(load(published, EVENT.id)) if r.outlet == COURIER.id
               and (r.voice, r.copies) == ("own", "all")}  # fmt: skip
    told = next(word.term for word in more if "occupied towns" in word.term)  # phrases that overlap are one row
    use, held = (metrics[m, told] for m in ("words:use", "words:articles"))
    assert (use.numerator, use.n_articles, held.numerator, held.denominator) == (9, 9, 9, 9)
    assert use.q_value is not None
    assert use.q_value < 0.05
    assert held.q_value is None


def test_paragraphs_that_an_outlet_repeats_are_not_its_words() -> None:
    """A footer of six articles of one outlet is left out; the same words of several outlets are words, and so is a text
    that consists of nothing else."""
    counter = TermCounter()
    for number in range(6):
        for outlet, last in (("a", "Subscribe for sterling coverage."), (f"b{number}", "Honest sailors spoke.")):
            text = f"Number {number} of {outlet} was counted.\n\n{last}"
            counter.add(text, own(text), outlet)
        counter.add("Nothing else stands here.", own("Nothing else stands here."), "c")
    found = set(counter.counted().vocabulary)
    assert "sterling" not in found
    assert {"honest sailors spoke", "nothing"} <= {part for term in found for part in (term, term.split(" ")[0])}
