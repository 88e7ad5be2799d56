"""Where contents end, which predicates are speech, and whose word a label is. The texts are our own."""

from __future__ import annotations

import pytest

from collectors.metrics.quotations import extract_quotations, trained_model
from collectors.metrics.quotations.assembly import assemble, sequences
from collectors.metrics.quotations.clause_roles import ROLES
from collectors.metrics.quotations.confidence import QuotationEvidence
from collectors.metrics.quotations.content_ends import end_features, other_ends, tokens_taken, with_best_ends
from collectors.metrics.quotations.tokens import read
from collectors.metrics.voice import voice_of
from collectors.model import Quotation, Voice


def found(text: str) -> list[Quotation]:
    return extract_quotations(text, language="en")


def contents(text: str) -> list[str]:
    return [text[span.start : span.end] for quotation in found(text) for span in quotation.content]


def test_roles_of_a_sentence() -> None:
    model = trained_model.load()
    doc = read(
        "The plan, which ended aid, was rejected because he left, and the mayor said that it failed.", model.table
    )
    roles = dict(zip(doc.surfaces, (ROLES[role] for role in model.clauses.roles(doc).tolist()), strict=True))
    expected = {
        "plan": "SB", "which": "RW", "ended": "VR", "aid": "OB", "was": "VF", "because": "MA", "left": "VA", "and": "CS",
        "said": "VF", "that": "MC", "failed": "VC",
    }  # fmt: skip
    assert {word: roles[word] for word in expected} == expected


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        (
            "The minister said the bridge would be rebuilt within a year, while engineers kept clearing the river.",
            "the bridge would be rebuilt within a year",
            "engineers",
        ),
        (
            "The mayor told reporters that the shelters had been closed for lack of money, leaving hundreds outside.",
            "the shelters had been closed",
            "hundreds",
        ),
        (
            "The governor said the roads to the coast were open again, but nobody had seen a bus there since Sunday.",
            "the roads to the coast were open again",
            "nobody",
        ),
        (
            "The company said it would cut 300 jobs at its plant in Leeds, which opened only two years ago.",
            "it would cut 300 jobs at its plant in Leeds",
            "two years",
        ),
        (
            "According to the head of the union, Peter Brandt, wages will fall next year.",
            "wages will fall next year",
            "Peter Brandt",
        ),
        (
            "According to the team's coach, Ana Mehran, 54, in their first match the players were nervous.",
            "in their first match the players were nervous",
            "Mehran",
        ),
    ],
)
def test_a_content_ends_with_its_clause(text: str, inside: str, outside: str) -> None:
    said = contents(text)
    assert any(inside in content for content in said), said
    assert not any(outside in content for content in said), said


def test_a_joined_clause_with_that_goes_on() -> None:
    said = contents("The minister said that he would stay, but that his deputy would leave.")
    assert said == ["that he would stay, but that his deputy would leave"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The minister conceded on Sunday that if the party let the election be a referendum, it would certainly lose.",
            ["that if the party let the election be a referendum, it would certainly lose"],
        ),
        ("Occupied Norland: Soldiers are preparing to leave the city. They sing.", []),
    ],
)
def test_conditions_go_on_and_places_do_not_speak(text: str, said: list[str]) -> None:
    assert contents(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "According to TASS, Russia, Iran and Turkey will meet in May.",
        "According to the mayor, Anna Lund and her deputy will resign.",
    ],
)
def test_names_that_begin_a_content_stay_in_it(text: str) -> None:
    name = "Russia" if "Russia" in text else "Anna Lund and"
    assert any(content.startswith(name) for content in contents(text)), contents(text)


def test_a_content_may_end_at_the_boundaries_of_its_sentence() -> None:
    model = trained_model.load()
    doc = read("The mayor said the bridge, which is old, would close, while the ferry sails. It is late.", model.table)
    reading = model.label(doc)
    parts = sequences(doc, reading.labels)
    (one,) = assemble(parts, model.content, model.speaker)
    evidence = QuotationEvidence(doc, reading.roles, reading.scores)
    ends = [one.contents[0].end, *other_ends(one, evidence, tokens_taken([one], parts))]
    last = {doc.surfaces[end - 1] for end in ends}
    assert {"old", "close", "sails"} <= last
    assert "late" not in last
    assert with_best_ends([one], parts, evidence, {}) == [one]
    to_the_end = dict.fromkeys(end_features(one, evidence, doc.surfaces.index("sails") + 1), 9.0)
    for feature in end_features(one, evidence, one.contents[0].end):
        to_the_end.pop(feature, None)
    (whole,) = with_best_ends([one], parts, evidence, to_the_end)
    assert doc.surfaces[whole.contents[0].end - 1] == "sails"


@pytest.mark.parametrize(
    "text",
    [
        "The ministry declined to comment on the report.",
        "Officials have not said why the bridge was closed.",
        "The company did not respond to questions about the fire.",
        "The president signed the treaties on Friday and left the hall.",
        "The striker conceded a penalty in the last minute of the match.",
        "The visitors were denied visas twice this year.",
        "The Syrian team named their robot “Robogee” and came third.",
        "The players listed their country as “Hope” on the form.",
    ],
)
def test_acts_and_refusals_are_no_speech(text: str) -> None:
    assert contents(text) == []


@pytest.mark.parametrize(
    ("text", "label", "speaker"),
    [
        ('NATO condemns "sham" referendums', '"sham"', "NATO"),
        ("West condemns plan for 'sham' votes in occupied Ukraine", "'sham'", "West"),
        ("The votes, dismissed as a sham by Kyiv, end today.", "a sham", "Kyiv"),
        ("He spoke after what the West calls illegal referendums in four regions.", "illegal referendums", "the West"),
        ("Russia annexed four regions, which the West rejects as illegal.", "illegal", "the West"),
        ("The vote, branded a “farce” by the UN, is over.", "a “farce”", "the UN"),
        ("The ballots are regarded as fraudulent by Ukraine and its allies.", "fraudulent", "Ukraine"),
        ("The mayor slams the council's plan as an 'absolute disgrace'", "an 'absolute disgrace'", "The mayor"),
    ],
)
def test_a_label_is_the_word_of_who_gives_it(text: str, label: str, speaker: str) -> None:
    of_label = [q for q in found(text) if any(label in text[span.start : span.end] for span in q.content)]
    assert of_label, contents(text)
    said_by = of_label[0].speaker
    assert said_by is not None
    assert speaker in text[said_by.start : said_by.end]
    at = text.index(label.strip("'\"“”").split()[-1].strip("”"))
    assert voice_of(found(text), text).at(at, at + 3) is not Voice.OWN


@pytest.mark.parametrize(
    "text",
    [
        "'Sham' referendums begin in Ukraine",
        "His dog is called Rex.",
    ],
)
def test_a_word_that_nobody_is_said_to_use_stays_the_outlets(text: str) -> None:
    marked = text.index("'") + 1 if "'" in text else text.index(text.rsplit(maxsplit=1)[-1])
    assert voice_of(found(text), text).at(marked, marked + 3) is Voice.OWN


def test_probabilities_are_between_nothing_and_certainty() -> None:
    text = "“We will rebuild the bridge,” the mayor said. The council wants a ferry. He said the river was too wide."
    probabilities = [q.probability for q in found(text)]
    assert probabilities
    assert all(p is not None and 0 < p < 1 for p in probabilities)
    assert max(p for p in probabilities if p is not None) > 0.8


def test_a_text_may_end_with_according_to() -> None:
    assert all(q.content for q in found("he ”. according to "))
