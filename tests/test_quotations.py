"""Quotations: constructions, resolution, floors on marked texts, hostile input."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.config import data_dir, load_catalogue
from collectors.metrics.quotations import METHOD_VERSION, extract_quotations, scare_quotes
from collectors.metrics.quotations.model import about
from collectors.model import Actor, Quotation
from tests.quotation_scores import SAMPLE, rows, score

STANCES = {"say": "neutral", "claim": "distancing", "admit": "endorsing", "slam": "charged", "point out": "endorsing"}


def found(text: str, actors: tuple[Actor, ...] = ()) -> list[Quotation]:
    return extract_quotations(text, actors, STANCES)


def contents(text: str, q: Quotation) -> list[str]:
    return [text[a:b] for a, b in q.content]


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
    assert said[0].speaker_kind == "unnamed"


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
            "unnamed",
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
    assert all(q.speaker_kind in ("unattributed", "person", "body", "unnamed") for q in found(text))
    assert all((q.speaker_name is None) == (q.speaker_kind == "unattributed") for q in found(text))


# --- speakers


def test_pronouns_and_titles_go_to_the_nearest_fitting_person() -> None:
    text = (
        "President Anton Rell met farmers in Oster. The president promised that prices would not rise.\n\n"
        "Agriculture Minister Sofia Lund was less certain. “Spring is a long way off,” she said."
    )
    assert [q.speaker_name for q in found(text)] == ["Anton Rell", "Sofia Lund"]


def test_actors_are_recognised_by_alias() -> None:
    rell = Actor("rell", "Anton Rell", ("Rell", "President Rell"), "north", "leader")
    council = Actor("council", "Baltic Council", ("the Council",), "west", "body", "body")
    text = "Mr Rell said that nobody would be left behind. The Baltic Council said it would watch the border."
    assert [(q.speaker_name, q.actor) for q in found(text, (rell, council))] == [
        ("Anton Rell", "rell"),
        ("Baltic Council", "council"),
    ]


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


def test_scare_quotes_are_nobodys_speech() -> None:
    text = (
        "The so-called “liberators” took the tractor. They read “War and Peace” aloud.\n\n"
        "“They left the piano,” Oksana Reva, its director, said."
    )
    assert [text[a:b] for a, b in scare_quotes(text, found(text))] == ["“liberators”"]


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


# --- hostile text

SOUP = st.lists(
    st.sampled_from(
        ["“", "”", '"', "'", "‘", "’", "«", "»", "„", "said ", "Anna Berg ", "he ", "that ", ". ", ", ", ": ", "\n", "\n\n",
         "according to ", "😀", "e\u0301", "قال ", "\ud800", "\u2028", "the vote ", "told ", "U.S. ", "\x00", "``", "''"]
    ),
    max_size=120,
).map("".join)  # fmt: skip


FOREIGN = st.lists(
    st.sampled_from(
        ["«", "»", "„", "“", "”", '"', "– ", "— ", "\n– ", "сказал ", "заявила ", "по словам ", "Иван Петров ", "он ", "що ",
         "sagte ", "Präsident ", "Ilse Brandt ", "er ", "laut ", "a-t-il ajouté ", "表示", "：", "は", "外相", "「", "」", "قال ",
         ": ", ", ", ". ", "\n", "\n\n", "\ud800", "e\u0301", "й ", "так и не ", "der die das und ist "]
    ),
    max_size=120,
).map("".join)  # fmt: skip


@given(FOREIGN)
@settings(max_examples=100, deadline=None)
def test_spans_of_other_languages_lie_inside_the_text_and_never_overlap(text: str) -> None:
    check(text)
    check("Это не тот день, и так было всегда. " + text)


@given(SOUP)
@settings(max_examples=150, deadline=None)
def test_spans_lie_inside_the_text_and_never_overlap(text: str) -> None:
    check(text)


def check(text: str) -> None:
    got = extract_quotations(text)
    assert got == extract_quotations(text)
    for kind in ("direct", "indirect", "mixed"):
        spans = [c for q in got if q.type == kind for c in q.content]
        ordered = sorted(spans)
        assert all(a.end <= b.start for a, b in pairwise(ordered))
    for q in got:
        assert q.content
        assert list(q.content) == sorted(q.content)
        for span in (*q.content, *(s for s in (q.speaker, q.cue) if s)):
            assert 0 <= span.start < span.end <= len(text)
    assert [q.content[0] for q in got] == sorted(q.content[0] for q in got)
    for span in scare_quotes(text, got):
        assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "“a” ",
        "'a ",
        ". ",
        " ",
        "a",
        "A ",
        "It said “we go”, he said. ",
        'قال "نحن هنا" اليوم. ',
        "😀 said “x y” ",
        "e\u0301",
        "«Мы идём сейчас», — сказал он. ",
        "– Dokąd – powiedział Jan Nowak. – Do domu.\n",
        "外长表示：“我们不会承认这个结果。”",
        "A man, who, said who, ",
        "Head of the Republic of the Region Anna Berg said ",
    ],
)
def test_long_text_without_a_paragraph(piece: str) -> None:
    check(piece * (20_000 // len(piece)))


def test_empty_texts() -> None:
    assert extract_quotations("") == []
    assert extract_quotations(" \n\n ") == []


def test_offsets_count_characters() -> None:
    text = "😀 e\u0301te\u0301. “We leave at dawn,” Anna Berg said. “All of us.”"
    said = " ".join(c for q in extract_quotations(text) for c in contents(text, q))
    assert "“We leave at dawn,”" in said


# --- who is meant: the event's people under what news calls them

PEOPLE = (
    Actor("adviser", "Jonas Kallas", ("Kallas",), "west", "government"),
    Actor("head", "Denys Orlenko", ("Orlenko",), "occupation", "occupation-official"),
    Actor("chancellor", "Ilse Brandt", ("Brandt",), "west", "leader"),
    Actor("chief", "Piet Maas", ("Maas",), "west", "alliance"),
    Actor("palace", "Kremlin", ("the Kremlin",), "russia", "government", "body"),
)


@pytest.mark.parametrize(
    ("text", "name", "kind", "actor"),
    [
        ("National security adviser Jonas Kallas said the ballots would fail.", "Jonas Kallas", "person", "adviser"),
        ("Head of the DPR Denys Orlenko said that the turnout had been high.", "Denys Orlenko", "person", "head"),
        ("Germany's Ilse Brandt said the results would never be accepted.", "Ilse Brandt", "person", "chancellor"),
        ("In a statement, NATO chief Maas said the votes had no force.", "Piet Maas", "person", "chief"),
        ("MOSCOW (Volga Wire) - The Kremlin said on Monday that the talks would go on.", "Kremlin", "body", "palace"),
        ("The Russian Constitution says that the regions can join.", None, "unattributed", None),
        ("France's president said that nothing would change.", "France's president", "unnamed", None),
        ("Anna Berg met reporters. She said the bridge was open.", "Anna Berg", "person", None),
        ("“We were told nothing,” said a senior diplomat, who asked not to be named.",
         "a senior diplomat, who asked not to be named", "unnamed", None),
    ],
)  # fmt: skip
def test_speakers_are_the_events_people(text: str, name: str | None, kind: str, actor: str | None) -> None:
    assert (name, kind, actor) in [(q.speaker_name, q.speaker_kind, q.actor) for q in found(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "name", "kind", "said"),
    [
        ("A senior official, who asked not to be named, said the order had come by telephone.",
         "a senior official, who asked not to be named", "unnamed", "the order had come by telephone"),
        ("An official, who spoke on condition of anonymity because talks went on, told the paper the deal was dead.",
         "an official, who spoke on condition of anonymity because talks went on", "unnamed", "the deal was dead"),
        ("A Kremlin source, who declined to be identified, confirmed that the decision had been taken in August.",
         "a Kremlin source, who declined to be identified", "unnamed", "the decision had been taken"),
        ("Mayor of Melitsk Ivan Fedoryn wrote that soldiers were going from flat to flat with ballot boxes.",
         "Ivan Fedoryn", "person", "soldiers were going from flat to flat"),
        ("Lukan regional governor Serhiy Haidenko said the turnout had been invented.", "Serhiy Haidenko", "person",
         "the turnout had been invented"),
        ("Head of the Dorsk People's Republic Denis Pushkarin wrote on Telegram that the vote would begin on Friday.",
         "Denis Pushkarin", "person", "the vote would begin on Friday"),
        ("Deputy head of the occupation administration Kirill Stremin said in a video posted on Telegram that it was theirs.", "Kirill Stremin", "person", "it was theirs"),
        ("Exiled Melitsk mayor Ivan Fedoryn told the BBC that turnout was below 10 percent.", "Ivan Fedoryn", "person",
         "turnout was below 10 percent"),
        ("President of the European Commission Ursula von der Linden announced a new package of sanctions.",
         "Ursula von der Linden", "person", "a new package of sanctions"),
        ("Voting would be held door to door, the state agency Volga Wire reported.", "Volga Wire", "body",
         "Voting would be held door to door"),
        ("A man who gave his name as Oleksiy said: “I voted no. What difference does it make?”", "Oleksiy", "person",
         "I voted no"),
        ("Larysa, 68, who did not want to give her surname, said two soldiers had waited in the kitchen.", "Larysa",
         "person", "two soldiers had waited"),
        ("Her French counterpart, Luc Moreau, called the plan “a travesty”.", "Luc Moreau", "person", "a travesty"),
        ("Senator Jon Kane, Republican of Westland, said the bill was dead.", "Jon Kane", "person", "the bill was dead"),
        ("Rep. Steve King (R-Westland) said the vote was off.", "Steve King", "person", "the vote was off"),
        ("White House spokesman Bill Burke said the president was at work.", "Bill Burke", "person",
         "the president was at work"),
        ("A spokesman for Westland Media Inc., the paper's owner, said the matter was closed.",
         "a spokesman for Westland Media Inc., the paper's owner", "unnamed", "the matter was closed"),
        ("A spokeswoman for the National Security Council, Adrienne Watt, said talks would follow.", "Adrienne Watt",
         "person", "talks would follow"),
        ("The governor of the Zaporin region, Oleksandr Starun, said on Telegram that 30 people were killed.",
         "Oleksandr Starun", "person", "that 30 people were killed"),
        ("Moscow-appointed officials in Khersk, where a third of the people has fled, say 87% voted in favour.",
         "Moscow-appointed officials in Khersk, where a third of the people has fled", "unnamed", "87% voted in favour"),
        ("The votes are “a show”, Ukraine's foreign ministry said in a statement on its website, urging allies to act.",
         "Ukraine's foreign ministry", "body", "The votes are “a show”"),
        ("Mr. Orlan, in a televised address, accused the West of “nuclear blackmail”.", "Orlan", "person",
         "nuclear blackmail"),
    ],
)  # fmt: skip
def test_titles_places_and_relative_clauses(text: str, name: str, kind: str, said: str) -> None:
    got = [(q.speaker_name, q.speaker_kind) for q in found(text) if said in " ".join(contents(text, q))]
    assert got == [(name, kind)]


def test_what_nobody_is_said_to_fear_is_unattributed() -> None:
    text = "The Council of the Baltic met. It is feared that the votes will be followed by a call-up of reservists."
    assert [(q.speaker_name, q.speaker_kind) for q in found(text) if q.cue] == [(None, "unattributed")]


def test_a_pronoun_goes_to_the_unnamed_person_who_has_just_spoken() -> None:
    text = (
        "Ursula Leyen said the ballots were worthless.\n\n“They came at nine,” said a woman in Melitsk. “With a list.” "
        "She said her mother had signed."
    )
    assert found(text)[-1].speaker_name == "a woman in Melitsk"


def test_namesakes_and_first_names_keep_apart() -> None:
    text = (
        "Petro Savko met his sister, Liubov Savko, at the ferry. “We stay,” Liubov Savko said. “I go,” Petro said. "
        "“Then go,” Liubov said."
    )
    assert [q.speaker_name for q in found(text)] == ["Liubov Savko", "Petro Savko", "Liubov Savko"]


# --- marks that no model claims


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


@pytest.mark.parametrize(
    "text", ["\ud83d\ude00 “\ud800 We go e\u0301 now,” said A\u0301nna Berg.", "“\udfff” said \ud800"]
)
def test_surrogates_and_combining_marks_keep_their_offsets(text: str) -> None:
    check(text)
    check(text * 40)
