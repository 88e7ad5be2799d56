"""Naming discovery on sentences of ours: which phrases speak of whom, and which of them outlets use unevenly."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.discovery import ReadArticle, Target, candidates, declaration, link, phrase_key
from collectors.discovery.candidates import repeats_a_name
from collectors.discovery.noun_phrase_runs import noun_phrases
from collectors.discovery.phrase_words import says_little
from collectors.metrics.naming import Haystack, find, matchers
from collectors.metrics.remembered_sentences import remembered_sentences
from collectors.metrics.text import sentences
from collectors.model import Actor, Concept, Event, Variant

ORLOVA = Target("orlova", ("Vera Orlova", "Orlova"), person=True)
ISLAND = Target("island", ("Marrow", "Marrish", "Port Elm"), person=False)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The crowd cheered Vera Orlova on Monday.", ["Vera Orlova"]),
        (
            "Former harbour minister Vera Orlova spoke.",
            ["Former harbour minister", "Former harbour minister Vera Orlova", "Vera Orlova"],
        ),
        ("Mrs. Orlova left. The dictator, Orlova, said no.", ["Mrs. Orlova", "Orlova", "The dictator"]),
        ("The council met Orlova's lawyer.", []),
        ("The Marrish government denied it.", ["The Marrish government"]),
        ("Talks with Marrow failed.", ["Marrow"]),
        ("They want Marrow's leaders to answer.", ["Marrow's leaders"]),
        ("The Marrish president flew home.", []),  # speaks of a person, not of the country
        ("The talks were Marrish.", []),
    ],
)
def test_what_a_named_phrase_is(text: str, phrases: list[str]) -> None:
    [found] = link([text], [ORLOVA, ISLAND])
    assert sorted({f.surface for f in found}) == sorted(phrases)


def test_a_description_means_whom_its_head_was_seen_with() -> None:
    texts = [
        "Marrish strongman Vera Orlova closed the port. The strongman gave no reason. The mayor of Elm protested.",
        "Orlova said nothing. The Marrish strongman went home.",
    ]
    first, second = link(texts, [ORLOVA])
    assert [f.surface for f in first if f.evidence == "described"] == ["The strongman"]
    assert [f.surface for f in second if f.evidence == "described"] == ["The Marrish strongman"]


def test_phrases_are_counted_without_determiner_and_possessive() -> None:
    assert phrase_key("The “Old  Guard’s”") == "old guard"
    assert phrase_key("the the") == ""


EVENT = Event(
    "port",
    "The port",
    date(2022, 9, 1),
    date(2022, 9, 30),
    actors=(Actor("orlova", "Vera Orlova", ("Orlova",), "marrow", "leader", "person"),),
    concepts=(
        Concept("vote", "The vote", (Variant("vote", "vote", {"en": (r"\bvote\b",), "uk": (r"\bголосуванн\w+",)}),)),
    ),
)


def articles() -> list[ReadArticle]:
    """Two outlets that name the vote and the leader differently, a third between them."""
    said = {
        "blaze": "The sham vote is over. The dictator Vera Orlova won it.",
        "gazette": "The island vote is over. President Vera Orlova won it.",
        "post": "The vote is over. Orlova won it, and the old bridge stands.",
    }
    return [ReadArticle(f"{o}-{n:02}", o, "all", "en", text) for o, text in said.items() for n in range(10)]


def test_uneven_names_come_first_and_can_be_declared() -> None:
    found = candidates(articles(), EVENT)
    by_phrase = {(c.kind, c.phrase): c for c in found}
    sham = by_phrase["concept", "sham vote"]
    assert (sham.articles, sham.named, sham.mentions) == (10, 30, 10)
    assert sham.outlets == {"blaze": (10, 10), "gazette": (0, 10), "post": (0, 10)}
    assert sham.q_value is not None
    assert sham.q_value < 0.05
    assert ("actor", "dictator") in by_phrase
    assert ("concept", "vote") not in by_phrase, "a declared name is no discovery"
    assert [c.p_value for c in found] == sorted(c.p_value for c in found if c.p_value is not None)
    declared = tomllib.loads(f"variants = [\n{declaration(sham.kind, sham.target, sham.language, sham.surface)}\n]")[
        "variants"
    ]
    assert declared == [{"id": "sham-vote", "label": "sham vote", "patterns": {"en": [r"\bsham vote\b"]}}]


def test_the_order_of_the_articles_changes_nothing() -> None:
    assert candidates(articles(), EVENT) == candidates(articles()[::-1], EVENT)


def test_few_articles_are_listed_and_not_tested() -> None:
    few = [a for a in articles() if int(a.article[-2:]) < 5]
    assert {c.p_value for c in candidates(few, EVENT)} == {None}


def test_other_languages_give_the_word_beside_the_match() -> None:
    texts = ["Фальшиве голосування завершено на острові."] * 4 + ["Голосування скоро почнеться."] * 20
    read = [ReadArticle(f"{n:02}", "ukr", "all", "uk", text) for n, text in enumerate(texts)]
    assert [c.phrase for c in candidates(read, EVENT)] == ["голосування завершено", "фальшиве голосування"]


def test_a_quote_in_a_phrase_cannot_break_the_toml() -> None:
    hostile = [
        ReadArticle(a.article, a.outlet, a.phase, a.language, a.text.replace("sham vote", "Elm's] } \"vote"))
        for a in articles()
    ]
    for found in candidates(hostile, EVENT):
        if found.kind == "concept":
            assert tomllib.loads(
                f"variants = [\n{declaration(found.kind, found.target, found.language, found.surface)}\n]"
            )["variants"]


@pytest.mark.parametrize(
    ("phrase", "repeats"),
    [
        ("Foreign Minister Sergei Lavrov", True),
        ("the Grand Kremlin Palace", True),
        ("President Vladimir Putin’s", True),
        ("dictator Vladimir Putin", False),
        ("Kremlin stooges", False),
        ("Foreign Minister", False),
    ],
)
def test_an_office_beside_a_declared_name_is_no_new_name(phrase: str, repeats: bool) -> None:
    assert repeats_a_name(phrase, {"sergei lavrov", "vladimir putin", "putin", "kremlin"}) == repeats


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab'’. ,-\"“”\n\u0301МоTheVera Orlova", max_size=200))
def test_any_text_gives_phrases_inside_it(text: str) -> None:
    for chunk in noun_phrases(text):
        assert 0 <= chunk.span.start < chunk.span.end <= len(text)
    [found] = link([text], [ORLOVA, ISLAND])
    assert all(text[slice(*f.span)] == f.surface for f in found)


@pytest.mark.parametrize("phrase", ["the country", "his army", "their leaders", "The president", "this"])
def test_phrases_that_only_stand_for_a_name(phrase: str) -> None:
    assert says_little(phrase)


@pytest.mark.parametrize(
    "phrase", ["Russian dictator", "the dictator", "pseudo-republics", "integrated territories", "his puppet"]
)
def test_phrases_that_say_something(phrase: str) -> None:
    assert not says_little(phrase)


def test_names_that_measuring_found_need_no_second_search() -> None:
    """With the places of the declared names the same candidates come out as when the names are looked for."""
    sources = articles()
    searched = matchers(EVENT, "en")
    known = [
        replace(one, named={m.concept: [span for span, _ in find(m, Haystack(one.text))] for m in searched})
        for one in sources
    ]
    assert candidates(known, EVENT) == candidates(sources, EVENT)
    nameless = candidates([replace(one, named={}) for one in sources], EVENT)
    assert not [one for one in nameless if one.kind == "concept"], "what measuring did not find is not looked for"


def test_remembered_sentences_are_those_of_the_text() -> None:
    for text in ("", "One. Two? Three", "He said: “No.” Then\n\nA list:\n- one\n- two", "a\ud800b. C."):
        assert remembered_sentences(text) == [tuple(span) for span in sentences(text)]
        assert remembered_sentences(text) == remembered_sentences(text)
