"""Every character of a text belongs to one voice."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.config import data_dir, load_catalogue
from collectors.metrics.quotations import extract_quotations
from collectors.metrics.text import count_words, sentences
from collectors.metrics.voice import passages, voice_of, words_by_voice
from collectors.model import Quotation, Span, Voice

OWN, QUOTED, ATTRIBUTED, UNDECIDED = Voice.OWN, Voice.QUOTED, Voice.ATTRIBUTED, Voice.UNDECIDED


def quotation(text: str, *contents: str, kind: str, cue: str | None = "said") -> Quotation:
    """A quotation whose contents and cue are these passages of the text."""
    spans = tuple(Span(text.index(c), text.index(c) + len(c)) for c in contents)
    at = Span(text.index(cue), text.index(cue) + len(cue)) if cue else None
    return Quotation(None, None, at, spans, kind)


def heard(text: str, *quotations: Quotation) -> list[tuple[str, Voice]]:
    return [(text[start:end].strip(), voice) for (start, end), voice in voice_of(quotations, text).spans()]


def test_cue_and_speaker_stay_the_outlets() -> None:
    text = "\u201cWe will never accept it,\u201d the envoy said."
    assert heard(text, quotation(text, "We will never accept it", kind="direct", cue=None)) == [
        ("\u201c", OWN),
        ("We will never accept it", QUOTED),
        (",\u201d the envoy said.", OWN),
    ]


def test_reported_speech_is_attributed_and_marks_in_it_are_quoted() -> None:
    text = "The envoy said the vote was \u201ca farce\u201d and would change nothing."
    content = "the vote was \u201ca farce\u201d and would change nothing"
    for kind in ("mixed", "indirect"):
        assert heard(text, quotation(text, content, kind=kind)) == [
            ("The envoy said", OWN),
            ("the vote was", ATTRIBUTED),
            ("\u201ca farce\u201d", QUOTED),
            ("and would change nothing", ATTRIBUTED),
            (".", OWN),
        ]


@pytest.mark.parametrize("cue", ["said", "told reporters", "is expected to recognise", None])
def test_what_a_quotation_holds_is_its_speakers(cue: str | None) -> None:
    text = f"The envoy {cue} the vote."
    voices = voice_of([quotation(text, "the vote", kind="indirect", cue=cue)], text)
    assert voices.at(text.index("the vote"), len(text) - 1) is ATTRIBUTED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They hold a \u201creferendum\u201d today.", {OWN}),  # scare quotes
        ("He wrote \u201cThe Long Road Home\u201d in exile.", {OWN}),  # a title
        ("\u201cWe are staying here.\u201d Then silence.", {OWN, QUOTED}),  # somebody's sentence without a speaker
        ('"Nobody asked us anything," one poster read.', {OWN, QUOTED}),
        ("\u00abНас никто не спрашивал\u00bb.", {OWN}),
        ("\u00abНас никто об этом не спрашивал!\u00bb", {QUOTED}),
        ("The dockers' leaders' plan isn't ready.", {OWN}),
        ("", set()),
    ],
)
def test_marks_that_no_quotation_claims(text: str, expected: set[Voice]) -> None:
    assert {voice for _, voice in voice_of((), text).spans()} == expected


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("The envoy", OWN),
        ("vote", ATTRIBUTED),
        ("farce", QUOTED),
        ("was \u201ca farce", QUOTED),
        ("said the", ATTRIBUTED),
    ],
)
def test_the_voice_of_a_passage(passage: str, expected: Voice) -> None:
    text = "The envoy said the vote was \u201ca farce\u201d and would change nothing."
    voices = voice_of([quotation(text, text[15:-1], kind="mixed")], text)
    assert voices.at(text.index(passage), text.index(passage) + len(passage)) is expected


def test_words_by_voice_add_up() -> None:
    text = "The envoy said the vote was \u201ca farce\u201d and would change nothing."
    counts = words_by_voice(text, voice_of([quotation(text, text[15:-1], kind="mixed")], text))
    assert counts == {OWN: 3, QUOTED: 2, ATTRIBUTED: 7, UNDECIDED: 0}
    assert sum(counts.values()) == count_words(text)


def test_passages_of_a_voice() -> None:
    text = "It rained. The envoy said the vote was over. \u201cWe go home,\u201d he added. Nobody moved."
    reported = quotation(text, "the vote was over", kind="indirect")
    quotations = [reported, quotation(text, "We go home", kind="direct", cue=None)]
    voices = voice_of(quotations, text)
    found = {v: [text[slice(*s)] for s in passages(v, voices, sentences(text))] for v in Voice}
    assert found == {
        OWN: ["It rained.", "Nobody moved."],
        QUOTED: ["We go home"],
        ATTRIBUTED: ["the vote was over"],
        UNDECIDED: [],
    }


def test_a_report_that_the_reader_is_not_sure_of_is_nobodys() -> None:
    text = "The envoy said the vote was \u201ca farce\u201d and would change nothing."
    unsure = replace(quotation(text, text[15:-1], kind="mixed"), decided=False)
    assert unsure.voice is UNDECIDED
    voices = voice_of([unsure], text)
    assert words_by_voice(text, voices) == {OWN: 3, QUOTED: 2, ATTRIBUTED: 0, UNDECIDED: 7}
    vote = text.index("vote")
    assert voices.at(vote, vote + 4) is UNDECIDED
    assert voices.at(vote, text.index("farce") + 5) is QUOTED
    sure = quotation(text, "would change nothing", kind="indirect")
    assert voice_of([unsure, sure], text).at(len(text) - 8, len(text) - 1) is ATTRIBUTED


def test_marks_and_what_only_names_a_matter_are_always_decided() -> None:
    text = "The envoy rejected the vote."
    spoken = quotation(text, "the vote", kind="direct", cue="rejected")
    assert replace(spoken, decided=False).voice is QUOTED
    assert replace(spoken, type="indirect", worded=False, decided=False).voice is OWN


SPANS = st.lists(
    st.tuples(st.integers(-5, 130), st.integers(-5, 130), st.sampled_from(["direct", "indirect", "mixed"]))
)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab cd.\u201c\u201d\"'\u2019\u00ab\u00bb\n", max_size=120), SPANS)
def test_the_map_is_a_partition(text: str, given_spans: list[tuple[int, int, str]]) -> None:
    quotations = [Quotation(None, None, None, (Span(a, b),), kind) for a, b, kind in given_spans]
    voices = voice_of(quotations, text)
    parts = voices.spans()
    assert "".join(text[start:end] for (start, end), _ in parts) == text
    assert all(start < end for (start, end), _ in parts)
    assert all(before[1] is not after[1] for before, after in pairwise(parts))
    assert sum(words_by_voice(text, voices).values()) == count_words(text)
    for (start, end), voice in parts:
        assert voices.at(start, end) is voice


def test_quoted_speech_covers_what_it_claims() -> None:
    text = "x" * 50
    voices = voice_of([Quotation(None, None, None, (Span(10, 20), Span(30, 99)), "direct")], text)
    assert [(tuple(s), v) for s, v in voices.spans()] == [
        ((0, 10), OWN),
        ((10, 20), QUOTED),
        ((20, 30), OWN),
        ((30, 50), QUOTED),
    ]


CASES = [json.loads(line) for line in Path(__file__).with_name("voice_cases.jsonl").read_text("utf-8").splitlines()]
EVENT = load_catalogue(data_dir()).events["ukraine-annexation-referendums-2022"]


def wrong_voices(language: str) -> list[str]:
    """The headlines of a language in which the marked word is in another voice."""
    wrong = []
    for case in CASES:
        if case["language"] == language:
            title = case["title"]
            start = title.index(case["word"])
            voices = voice_of(extract_quotations(title, EVENT.actors, language=language), title)
            heard = voices.at(start, start + len(case["word"])).value
            wrong += [] if heard == case["voice"] else [f"{title}: {case['word']} {heard}"]
    return wrong


@pytest.mark.parametrize("language", ["en", "pl", "uk", "ru", "de"])
def test_whose_word_stands_in_our_headlines(language: str) -> None:
    of = sum(case["language"] == language for case in CASES)
    wrong = wrong_voices(language)
    assert len(wrong) <= 0.05 * of, wrong


@pytest.mark.parametrize("title", ["", ":", "Kyiv:", "- Kyiv", ": words of no one here", "A: b", "– ", "VIDEO. PHOTO"])
@pytest.mark.parametrize("language", ["en", "pl", "uk"])
def test_headlines_that_are_hardly_any(title: str, language: str) -> None:
    assert voice_of(extract_quotations(title, EVENT.actors, language=language), title).length == len(title)


def test_dialogue_behind_a_dash_is_quoted_inside_a_paragraph() -> None:
    text = "Premier spotkał się z gośćmi. - Nie mogę milczeć. Zima będzie ciężka - dodał premier. Potem wyjechał."
    voices = voice_of(extract_quotations(text, language="pl"), text)
    assert voices.at(*Span(text.index("Nie mogę"), text.index(" - dodał"))) is Voice.QUOTED
    assert voices.at(text.index("Potem"), len(text)) is Voice.OWN
