"""Quotations: constructions, stances, marks that are nobody's speech, and floors on marked texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collectors.config import data_dir, load_catalogue
from collectors.metrics.quotations import METHOD_VERSION, extract_quotations, scare_quotes
from collectors.metrics.quotations.trained_model import about
from collectors.model import SPEAKER_KINDS, Actor, Quotation
from tests.support.quotation_scores import SAMPLE, rows, score
from tests.support.quotations_found import contents, found


def by_speaker(text: str, name: str, actors: tuple[Actor, ...] = ()) -> list[Quotation]:
    return [q for q in found(text, actors) if q.speaker_name == name]


# --- constructions, in our own words: the turns of a first report on a contested vote

REPORT = """\
After four occupied districts announced plans to hold a vote on joining the neighbour, Western leaders condemned the \
plans, denouncing the ballot as a sham at an assembly in Geneva on Tuesday.

Sweden, Norway and Finland have said they would never accept the result of such "sham" ballots. The Baltic Council said \
the plans were a clear step towards a wider war.

Estonia and Latvia have said such a vote would be an illegal sham and that they would not recognise it.

National Security Adviser Peter Halloran said that his country would never recognise the ballot, which he called "an \
insult to the principles of the charter".

German Chancellor Ilse Brandt scolded the neighbour for its "sham", while French President Luc Moreau called the plans a \
"farce" of democracy.

"If the idea were not so sad it would be funny," Moreau told reporters.

Dmitri Orlenko, a former president who is now deputy chairman of the Security Board, suggested before the announcement \
that the outcome of such votes could not be reversed.

"An attack on our soil is a crime which allows us to use all the means of self-defence," Orlenko said in a post on \
Telegram. "That is why they fear these votes."

No later leader would be able to undo the result, he added.
"""


@pytest.mark.parametrize(
    ("speaker", "words", "kinds"),
    [
        ("Peter Halloran", "an insult to the principles of the charter", {"direct", "mixed"}),
        ("Ilse Brandt", "sham", {"direct", "mixed"}),
        ("Luc Moreau", "farce", {"direct", "mixed"}),
        ("Luc Moreau", "If the idea were not so sad it would be funny", {"direct"}),
        ("Dmitri Orlenko", "An attack on our soil is a crime", {"direct"}),
        ("Dmitri Orlenko", "That is why they fear these votes", {"direct"}),
        ("Dmitri Orlenko", "No later leader would be able to undo the result", {"indirect"}),
        ("Sweden, Norway and Finland", 'such "sham" ballots', {"mixed"}),
        ("Estonia and Latvia", "an illegal sham", {"indirect"}),
    ],
)
def test_a_first_report_is_read(speaker: str, words: str, kinds: set[str]) -> None:
    said = [q for q in by_speaker(REPORT, speaker) if words in " ".join(contents(REPORT, q))]
    assert said, [(q.speaker_name, contents(REPORT, q)) for q in found(REPORT)]
    assert said[0].type in kinds


def test_a_word_denounced_by_leaders_is_theirs() -> None:
    said = [q for q in found(REPORT) if any("ballot as a sham" in c for c in contents(REPORT, q))]
    assert said
    assert said[0].speaker_kind == "group"


@pytest.mark.parametrize(
    ("text", "name", "kind", "said"),
    [
        (
            "“We are late,” Anna Berg, the engineer, said. “We will be later.”",
            "Anna Berg",
            "person",
            "We will be later",
        ),
        (
            "Some 400 people left, according to Lena Costa, who runs the shelter.",
            "Lena Costa",
            "person",
            "400 people left",
        ),
        ("According to the health ministry, 40 people were hurt.", "health ministry", "body", "40 people were hurt"),
        ("The Kremlin said on Monday that the talks would go on.", "Kremlin", "body", "the talks would go on"),
        ("NATO warned that it was ready to act.", "NATO", "body", "it was ready to act"),
        (
            "A senior official said the order had come by telephone.",
            "a senior official",
            "anonymous",
            "the order had come",
        ),
        ("“We did not vote,” Hanna Lis said, “we signed a list.”", "Hanna Lis", "person", "we signed a list"),
        ("The mayor, Tom Brand, stood up. “No water,” Mr. Brand said.", "Tom Brand", "person", "No water"),
        ("‘We will not be moved,’ said Alfred Penn, a councillor.", "Alfred Penn", "person", "We will not be moved"),
    ],
)
def test_speaker_and_content(text: str, name: str, kind: str, said: str) -> None:
    got = [q for q in found(text) if q.speaker_name == name and said in " ".join(contents(text, q))]
    assert got, [(q.speaker_name, contents(text, q)) for q in found(text)]
    assert got[0].speaker_kind == kind


def test_a_quotation_runs_over_paragraphs() -> None:
    text = (
        "Judge Victor Amsel wrote:\n\n“The facts are clear. Forty people gave evidence.\n\n“The law is another matter.”"
    )
    said = " ".join(c for q in found(text) for c in contents(text, q))
    assert "Forty people" in said
    assert "another matter" in said


def test_an_unattributed_quotation_says_so() -> None:
    text = "The note on the door had no name.\n\n“Gone to the sea, and not coming back before the autumn rain.”"
    assert all(q.speaker_kind in SPEAKER_KINDS for q in found(text))
    assert all((q.speaker_name is None) == (q.speaker_kind == "unattributed") for q in found(text))


# --- constructions one by one


@pytest.mark.parametrize(
    ("text", "said", "name"),
    [
        ("“The mill,” Anna Berg said, “is ours. It stays ours.”", ["The mill", "is ours"], "Anna Berg"),
        ("According to Anna Berg, the mill had been sold in spring.", ["the mill had been sold"], "Anna Berg"),
        ("Anna Berg said: “He told me, ‘Leave the mill,’ and I left.”", ["He told me, ‘Leave the mill,’"], "Anna Berg"),
        ("“The mill is ours,” Anna Berg said.\n\n“Nobody can sell it without the village.”",
         ["Nobody can sell it"], "Anna Berg"),
        ("Anna Berg wrote:\n\n“The mill is ours.\n\n“Nobody can sell it.”", ["The mill is ours", "Nobody can"],
         "Anna Berg"),
    ],
)  # fmt: skip
def test_constructions(text: str, said: list[str], name: str) -> None:
    got = [(q.speaker_name, " ".join(contents(text, q))) for q in found(text)]
    for words in said:
        assert any(n == name and words in c for n, c in got), got


# --- stances


@pytest.mark.parametrize(
    ("verb", "stance"),
    [
        ("said", "neutral"),
        ("claimed", "distancing"),
        ("admitted", "endorsing"),
        ("pointed out", "endorsing"),
        ("remarked", "neutral"),
    ],
)
def test_stance_is_the_verbs(verb: str, stance: str) -> None:
    text = f"Anna Berg {verb} that the bridge had been closed since Monday."
    assert [q.stance for q in found(text)] == [stance]


def test_the_shipped_stances_serve() -> None:
    stances = load_catalogue(data_dir()).lexicons["cue-verbs"].mapping("lemma", "stance")
    text = "The minister slammed the plan. Anna Berg denied that the bridge was closed. “It is open,” she insisted."
    got = {q.stance for q in extract_quotations(text, (), stances)}
    assert got <= {"neutral", "distancing", "endorsing", "charged"}
    assert "distancing" in got


# --- marks that no model claims


def test_scare_quotes_are_nobodys_speech() -> None:
    text = (
        "The so-called “liberators” took the tractor. They read “War and Peace” aloud.\n\n"
        "“They left the piano,” Oksana Reva, its director, said."
    )
    assert [text[a:b] for a, b in scare_quotes(text, found(text))] == ["“liberators”"]


@pytest.mark.parametrize(
    ("text", "said", "name"),
    [
        ("Nobody signed the paper on the gate.\n\n“We have left for the hills and took the goats along.”",
         "We have left for the hills", None),
        ("The reporter asked again.\n\nVoss: “Because nobody stopped them when they came for the mill.”",
         "Because nobody stopped them", "Voss"),
    ],
)  # fmt: skip
def test_a_sentence_in_marks_is_kept(text: str, said: str, name: str | None) -> None:
    got = [q for q in found(text) if said in " ".join(contents(text, q))]
    assert [(q.speaker_name, q.type) for q in got] == [(name, "direct")]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The channel already shows the “forecasts” of the evening.", ["“forecasts”"]),
        ("Searches for “how to break an arm” rose during the day.", ["“how to break an arm”"]),
        ("They read “War and Peace” aloud in the cellar.", []),
        ("Anna Berg called it a “farce”.", []),
    ],
)
def test_which_marks_are_scare_quotes(text: str, marked: list[str]) -> None:
    assert [text[a:b] for a, b in scare_quotes(text, found(text))] == marked


# --- floors: measured figures less a margin; see model.json for the figures themselves


def test_floors_on_our_marked_sample() -> None:
    got = score(rows(SAMPLE))
    floors = {
        "precision": 0.92,
        "recall": 0.97,
        "precision_with_speaker": 0.92,
        "recall_with_speaker": 0.96,
        "full_name": 0.97,
        "speaker_kind": 0.97,
        "type": 0.97,
        "scare_precision": 0.75,
        "scare_recall": 0.9,
    }
    assert all(got[k] >= v for k, v in floors.items()), got
    assert got == about()["sample"], "record the new figures: python -m tests.benchmarks.bench_quotations --record"


def demo() -> list[dict[str, object]]:
    folder = data_dir() / "demo"
    texts = {r["id"]: r["text"] for r in rows(folder / "articles.jsonl")}
    return [{**m, "text": texts[m["id"]]} for m in rows(folder / "marks.jsonl") if m["id"] in texts]


def test_floors_on_the_invented_corpus() -> None:
    got = score(demo())
    floors = {
        "precision": 0.8,
        "recall": 0.82,
        "precision_with_speaker": 0.78,
        "recall_with_speaker": 0.8,
        "full_name": 0.77,
        "speaker_kind": 0.91,
        "type": 0.935,
    }
    assert all(got[k] >= v for k, v in floors.items()), got
    assert got["texts_marked"] > 500


def test_the_model_is_small_and_of_this_version() -> None:
    folder = Path(extract_quotations.__globals__["__file__"]).parent
    assert (folder / "model.npz").stat().st_size < 3_000_000
    assert METHOD_VERSION
    assert json.loads((folder / "model.json").read_text(encoding="utf-8"))["seed"] == 7
