"""What the tagger takes for speech, a speaker or a content and is none, and what that is worth. The texts are our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collectors.metrics.quotations import extract_quotations, trained_model
from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.confidence import Calibration, probability
from collectors.metrics.quotations.english import told_quotations
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.predicates import content_form
from collectors.metrics.quotations.tokens import read
from collectors.metrics.quotations.traits import traits_of
from collectors.model import Quotation

MARKS = Path(__file__).with_name("quotation_marks.json")


def found(text: str) -> list[Quotation]:
    return extract_quotations(text, language="en")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            'Anchor Jon Watt says Congress must hold hearings on the leaks on "Jon Watt Primetime."',
            "Congress must hold hearings on the leaks",
        ),
        (
            "The clinic told the anxious woman it had to cancel her operation because of the strike.",
            "it had to cancel her operation because of the strike",
        ),
        (
            "Police said that the convicted thief, Sally Ann Dunn, was sentenced to two years in prison.",
            "that the convicted thief, Sally Ann Dunn, was sentenced to two years in prison",
        ),
        (
            "Prices will go on rising until the spring, say economists, based on what the north has seen.",
            "Prices will go on rising until the spring",
        ),
        (
            "After the minister said that now is not the time for talks, a tired Karel Voss left the hall in Bern.",
            "that now is not the time for talks",
        ),
        ("Sailors say they hold the harbour, governor mulls a new truce", "they hold the harbour"),
    ],
)
def test_a_content_is_what_was_said(text: str, content: str) -> None:
    assert [text[span.start : span.end] for one in found(text) for span in one.content] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "The columnist is on air every day, and she says a lot.",
        "Explainer: How will the country end its nuclear power?",
        "Champions League: Nearly 2,000 fans set to sue the organisers",
        "Governor Lund must not declare war on the doctors of the state.",
        "Cadets are told not to say ‘Mom and Dad’ at the academy any more.",
        "The photo was criticised for making light of the flood.",
        "Gazette called out for blasting Anna Rell in its preview of the debate",
        "It’s official: Anna Rell won the cup on Friday",
        "HIV: How forty children of the village were infected with the disease",
        "Anna Rell said a number of wrong things about the bridge.",
        "Your Thursday Briefing: Anna Rell Quits",
    ],
)
def test_nobody_said_it(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Two singers were accused of avoiding the queue at the palace on Friday.",
        "Swimmer Anna Rell has been advised to end her career at once.",
        "Karel Voss has been remembered as “one of the kindest teachers” of the town.",
        "The congresswoman was branded a “liar” for backing the bridge.",
    ],
)
def test_who_is_accused_or_advised_does_not_speak(text: str) -> None:
    assert {one.speaker_name for one in found(text)} <= {None}


def traits(text: str) -> set[str]:
    doc, roles, told = told_quotations(text)
    return {trait for one in told for trait in traits_of(doc, one, content_form(doc, roles, one))}


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("The mayor said that the bridge was closed to lorries.", "cue plain clause"),
        ("The mayor said that the bridge was closed to lorries.", "speaker people worded"),
        ("Anna Rell said on Monday that the bridge was closed.", "speaker name worded"),
        ("I said that the bridge was closed to lorries.", "speaker writer worded"),
        ("No one said that the bridge was closed to lorries.", "speaker nobody worded"),
        ("The mayor explained why the bridge was closed to lorries.", "topic asked"),
        ("Anna Rell: Bridge to close in May", "headline colon before phrase"),
        ("Mayor says bridge to close in May", "headline verb before phrase"),
        ("The mayor had issued a warning that the bridge was closed to lorries.", "cue of 3 words"),
        ("The king prepares to say that the bridge is closed to lorries.", "verb before to"),
        ("Anna Rell: Is the bridge closed to lorries?", "question outside marks"),
    ],
)
def test_traits(text: str, trait: str) -> None:
    assert trait in traits(text)


def test_a_trait_moves_the_probability() -> None:
    text = "The mayor said that the bridge was closed."
    doc = read(text, trained_model.load().table)
    one = FoundQuotation(
        Sequence.of(doc, 0, 8, ()), Piece("C", "", 2, 3), (Piece("T", "<", 3, 8),), (0, 2), "S", odds=1.0
    )
    weights = Calibration({"worded": (1.0, 0.0)}, {"speaker writer worded": -1.0})
    assert probability(one, weights) == probability(one, weights, ["unknown"]) == 0.731
    assert probability(one, weights, ["speaker writer worded"]) == 0.5


def test_what_an_editor_would_not_print_is_doubtful() -> None:
    """Learnt weights: the writer, nobody and things are worth less than a name."""
    learnt = trained_model.load().calibration.traits
    named = learnt.get("speaker name worded", 0.0)
    assert all(learnt.get(f"speaker {one} worded", 0.0) < named for one in ("writer", "thing"))
    assert learnt.get("cue other phrase", 0.0) < learnt.get("cue plain clause", 0.0)


def test_marks_hold_no_text() -> None:
    marks = json.loads(MARKS.read_text(encoding="utf-8"))["marks"]
    assert {mark["part"] for mark in marks} <= {"open", "kept"}
    assert all(len(mark["sha256"]) == 16 and len(mark["speaker"]) == 8 for mark in marks)
    assert all(set(mark) == {"set", "id", "sha256", "content", "speaker", "kind", "right", "part"} for mark in marks)
