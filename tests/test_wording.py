"""Naming: which variant, where, in whose voice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.config import data_dir, load_event
from collectors.errors import ParallaxError
from collectors.method import MEASURES_VERSION
from collectors.metrics import METHOD_VERSION, measure
from collectors.metrics.naming import mentions
from collectors.metrics.voice import voice_of
from collectors.model import Article, Concept, Event, Mention, Quotation, Span, Variant, Voice


def concept(name: str, **variants: dict[str, tuple[str, ...]]) -> Concept:
    return Concept(name, name, tuple(Variant(key, key, patterns) for key, patterns in variants.items()))


EVENT = Event(
    "vote-2022",
    "A vote",
    date(2022, 9, 1),
    date(2022, 10, 1),
    concepts=(
        concept(
            "vote",
            referendum={"en": (r"\breferend(?:um|ums|a)\b",), "ru": (r"\bреферендум\w*",), "de": (r"\bReferend\w+",)},
            sham={
                "en": (r"\bsham\b", r"\bsham['\"\u201d]?\s+(?:vote|referendum|ballot)s?\b"),
                "ru": (r"\bпсевдореферендум\w*",),
            },
            vote={"en": (r"\bvotes?\b",)},
        ),
        concept(
            "officials", separatist={"en": (r"\bseparatists?\b",)}, backed={"en": (r"\bRussian-backed separatists?\b",)}
        ),
        concept("backing", backed={"en": (r"\bRussian-backed\b",)}),
    ),
)


def article(text: str, title: str | None = None, language: str | None = "en") -> Article:
    return Article("a", None, "o", title, (), None, language, text)


def found(text: str, title: str | None = None, language: str | None = "en") -> list[tuple[str, str, str]]:
    a = article(text, title, language)
    return [(m.concept, m.variant, m.surface) for m in mentions(a, EVENT, voice_of((), text))]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The referendum began.", "en", [("vote", "referendum", "referendum")]),
        ("REFERENDA everywhere", "en-GB", [("vote", "referendum", "REFERENDA")]),
        ("a sham vote", "en", [("vote", "sham", "sham vote")]),
        ("a \u201csham\u201d referendum", "en", [("vote", "sham", "sham\u201d referendum")]),
        ("a sham, a vote", "en", [("vote", "sham", "sham"), ("vote", "vote", "vote")]),
        (
            "Russian-backed separatists",
            "en",
            [("officials", "backed", "Russian-backed separatists"), ("backing", "backed", "Russian-backed")],
        ),
        (
            "На псевдореферендумах и референдуме",
            "ru",
            [("vote", "sham", "псевдореферендумах"), ("vote", "referendum", "референдуме")],
        ),
        ("Das Referendum", "de", [("vote", "referendum", "Referendum")]),
        ("A referendum in a French text", "fr", []),  # English patterns say nothing of French words
        ("A referendum in a German text about a vote", "de", [("vote", "referendum", "referendum")]),
        ("referendum, референдум", None, [("vote", "referendum", "referendum"), ("vote", "referendum", "референдум")]),
        ("Nothing to see", "en", []),
        ("", "en", []),
    ],
)
def test_variants(text: str, language: str | None, expected: list[tuple[str, str, str]]) -> None:
    assert found(text, language=language) == expected


def test_place_and_span() -> None:
    text = "The vote opened.\n\nNo vote since."
    all_found = mentions(article(text, "Sham vote opens"), EVENT, voice_of((), text))
    assert [(m.place.value, tuple(m.span), m.surface) for m in all_found] == [
        ("headline", (0, 9), "Sham vote"),
        ("lead", (4, 8), "vote"),
        ("body", (21, 25), "vote"),
    ]


def test_voice_of_mentions() -> None:
    text = "The vote opened. \u201cThis sham vote is a crime,\u201d she said. He said the vote void."
    content = (Span(text.index("This"), text.index(",\u201d")),)
    reported = (Span(text.index("the vote void"), len(text) - 1),)
    quotations = [
        Quotation(None, None, None, content, "direct"),
        Quotation(None, None, Span(text.index("said"), text.index("said") + 4), reported, "indirect"),
    ]
    voices = voice_of(quotations, text)
    assert [(m.variant, m.voice) for m in mentions(article(text), EVENT, voices)] == [
        ("vote", Voice.OWN),
        ("sham", Voice.QUOTED),
        ("vote", Voice.ATTRIBUTED),
    ]


def test_scare_quotes_in_the_text_are_the_outlets_own() -> None:
    text = "Polls opened in the \u201creferendum\u201d today."
    assert [m.voice for m in mentions(article(text), EVENT, voice_of((), text))] == [Voice.OWN]


def test_words_in_a_headlines_marks_are_not_the_outlets() -> None:
    found = mentions(article("x", "\u2018Sham vote\u2019 opens, a sham vote"), EVENT, voice_of((), "x"))
    assert [m.voice for m in found] == [Voice.QUOTED, Voice.OWN]


def test_a_pattern_that_is_no_expression_is_named() -> None:
    broken = Event("e", "E", date(2022, 1, 1), date(2022, 1, 2), concepts=(concept("vote", bad={"en": ("(",)}),))
    with pytest.raises(ParallaxError, match=r"vote\.bad.*parallax check"):
        mentions(article("x"), broken, voice_of((), "x"))


def test_the_marked_corpus_is_read_as_marked() -> None:
    """The demo corpus marks every mention with its voice by hand: floors that may rise, and must not sink."""
    demo, events = data_dir() / "demo", data_dir() / "events"
    event = load_event(events / "ukraine-annexation-referendums-2022.toml")
    given = [json.loads(line) for line in (demo / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    marks = [json.loads(line) for line in (demo / "marks.jsonl").read_text(encoding="utf-8").splitlines()]
    marked = {m["id"]: {(x["concept"], x["variant"], x["start"], x["place"]): x for x in m["mentions"]} for m in marks}
    wanted = hits = extra = right = 0
    for row in given:
        text = Article(row["id"], None, row["outlet"], row["title"], (), None, row["language"], row["text"])
        own = {(m.concept, m.variant, m.span.start, str(m.place)): m for m in measure(text, event).mentions}
        wanted += len(marked[row["id"]])
        extra += len(own.keys() - marked[row["id"]].keys())
        for key in own.keys() & marked[row["id"]].keys():
            hits += 1
            right += own[key].voice == marked[row["id"]][key]["voice"]
    assert hits >= 0.98 * wanted
    assert extra <= 0.02 * wanted
    assert right >= 0.90 * hits


def overlap(one: Mention, other: Mention) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["sham", "vote", "referendum", "Russian-backed", "separatist", ".", "\n\n", "x"]), max_size=30
    )
)
def test_spans_hold_their_surface_and_do_not_overlap(pieces: list[str]) -> None:
    text = " ".join(pieces)
    all_found = mentions(article(text), EVENT, voice_of((), text))
    assert all(text[slice(*m.span)] == m.surface for m in all_found)
    assert all_found == sorted(all_found, key=lambda m: m.span.start)
    for name in ("vote", "officials", "backing"):
        own = [m for m in all_found if m.concept == name]
        assert not any(overlap(a, b) for i, a in enumerate(own) for b in own[i + 1 :])


def test_measure_gives_everything_of_one_article() -> None:
    text = (
        "The vote opened at dawn in the harbour town. " * 30 + "\u201cThis sham vote is a crime,\u201d said Anna Kask."
    )
    result = measure(article(text, "Vote opens"), EVENT)
    assert result.words == sum(words for _, words in result.voices) == 279
    assert result.sentences == 31
    assert {m.variant for m in result.mentions} == {"vote", "sham"}
    scores = [m for m in result.measures if ":" not in m.metric]
    assert {m.voice for m in scores} == {"all", "own"}
    assert {m.metric: m.value for m in result.measures if m.voice == "own"}["words_per_sentence"] == 9.0
    assert METHOD_VERSION == MEASURES_VERSION, "one part for each kind of measure"


@pytest.mark.parametrize("text", ["", "\n\n", "\u201c", "...", "\u0000"])
def test_an_empty_article_can_be_measured(text: str) -> None:
    result = measure(article(text), EVENT)
    assert (result.words, result.mentions, result.marks) == (0, (), ())
    assert {m.value for m in result.measures if not m.metric.startswith("reads:")} <= {0.0}


ACT = Concept(
    "act", "The act", (Variant("joining", "joining", {"en": (r"\bjoining Russia\b",)}),), not_inside=("vote",)
)
NAMED = Concept(
    "vote",
    "The vote",
    (
        Variant("referendum", "referendum", {"en": (r"\breferendums?(?: on joining Russia)?\b",)}),
        Variant("vote", "vote", {"en": (r"\bvotes?\b",)}, unless={"en": (r"\bassembly\b",)}),
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A referendum on joining Russia.", [("vote", "referendum")]),
        ("Joining Russia after a referendum.", [("act", "joining"), ("vote", "referendum")]),
        ("The assembly set a vote for Friday.", []),
        ("The assembly met. A vote followed.", [("vote", "vote")]),
        ("A vote came first, then the assembly.", []),
    ],
)
def test_one_phrase_counts_once_and_not_in_foreign_contexts(text: str, expected: list[tuple[str, str]]) -> None:
    event = replace(EVENT, concepts=(NAMED, ACT))
    assert [(m.concept, m.variant) for m in mentions(article(text), event, voice_of((), text))] == expected
