"""Words and phrases of a text by voice, what is published of them, and what must never be."""

from __future__ import annotations

import numpy as np
import pytest

from collectors.metrics.terms import find_term, form_of, is_phrase, word_forms
from collectors.metrics.voice import VoiceMap
from collectors.model import Span, Voice
from collectors.publishing.vocabulary import FEWEST, TermCounter
from collectors.publishing.wording import sample


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
    assert counter(texts).words()[0].tolist() == [5, 0, 0]


def test_the_sample_is_fair_and_always_the_same() -> None:
    ids = [f"a{i}" for i in range(500)] + [f"b{i}" for i in range(40)] + [f"c{i}" for i in range(8)]
    outlets = ["a"] * 500 + ["b"] * 40 + ["c"] * 8
    taken = sample(ids, outlets, most=100, per_outlet=70)
    assert [sum(i.startswith(o) for i in taken) for o in "abc"] == [52, 40, 8]
    order = np.random.default_rng(1).permutation(len(ids))
    assert sample([ids[i] for i in order], [outlets[i] for i in order], most=100, per_outlet=70) == taken
    assert sample(ids, outlets) == sorted(ids)
    assert sample([], []) == []
