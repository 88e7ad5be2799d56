"""Who speaks and through whom, of which kind and on which side; our cases, and what was measured on 2022 leads."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import collectors
from collectors.config import data_dir, load_catalogue
from collectors.metrics.quotations import SpeakerSides, extract_quotations, sides_of
from collectors.metrics.quotations.house_styles import without_layout
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.offices import describe
from collectors.metrics.quotations.speakers.scene import TextScene
from collectors.metrics.quotations.speakers.spellings import DeclaredNames
from collectors.model import SPEAKER_KINDS, Actor, Quotation
from collectors.support.countries import country_alone, country_codes, country_mentions, place_names

EVENT = load_catalogue(data_dir()).events["ukraine-annexation-referendums-2022"]
CASES = [json.loads(line) for line in Path(__file__).with_name("speaker_cases.jsonl").read_text("utf-8").splitlines()]
MARKS = Path(__file__).with_name("speaker_marks.json")
RECORDED = Path(collectors.__file__).parent / "metrics" / "quotations" / "speaker_quality.json"


def said(text: str, holding: str) -> Quotation | None:
    found = extract_quotations(text, EVENT.actors, sides=sides_of(EVENT))
    return next((q for q in found if any(holding in text[a:b] for a, b in q.content)), None)


def wrong(case: dict[str, Any]) -> list[str]:
    """What of a case is not as it must be."""
    q = said(case["text"], case["holding"])
    if q is None or case["speaker"] is None:
        return [] if q is None and case["speaker"] is None else ["quotation"]
    bad = [] if re.search(case["speaker"], q.speaker_name or "None") else [f"speaker {q.speaker_name}"]
    if "relay" in case:
        told = q.relay_name is None if case["relay"] is None else re.search(case["relay"], q.relay_name or "")
        bad += [] if told else [f"relay {q.relay_name}"]
    bad += [f"kind {q.speaker_kind}"] if case.get("kind", q.speaker_kind) != q.speaker_kind else []
    return bad + ([f"side {q.side}"] if case.get("side", q.side) != q.side else [])


@pytest.mark.parametrize("case", [c for c in CASES if c["what"] == "relay"], ids=lambda case: case["text"][:60])
def test_a_relay_is_never_the_speaker(case: dict[str, Any]) -> None:
    assert wrong(case) == []


@pytest.mark.parametrize("what", ["pronoun", "description", "kind and side", "dateline", "form", "reading", "sibling"])
def test_our_cases(what: str) -> None:
    mine = [c for c in CASES if c["what"] == what]
    bad = {c["text"]: found for c in mine if (found := wrong(c))}
    assert len(bad) <= 0.1 * len(mine), bad


def test_two_who_fit_are_nobody() -> None:
    text = "Senator Ida Crane met Senator Paul Reyes in the Capitol. The senator said the plan was dead."
    q = said(text, "plan was dead")
    assert q is not None
    assert (q.speaker_name, q.speaker_kind, q.side) == ("the senator", "unresolved", None)


# --- the parts


@pytest.mark.parametrize(
    ("words", "kind", "country", "role"),
    [
        ("a Kremlin spokesman", "office", "RU", "spokesperson"),
        ("the Ukrainian president", "office", "UA", "leader"),
        ("U.K. Defense Secretary", "office", "GB", "military"),
        ("the US ambassador to Russia", "office", "US", "diplomat"),
        ("Ukraine's Armed Forces", "body", "UA", "military"),
        ("Western officials", "group", "WEST", "government"),
        ("the Netherlands", "country", "NL", "government"),
        ("a senior Western official", "anonymous", "WEST", "government"),
        ("the emails", "thing", None, None),
    ],
)
def test_what_words_describe(words: str, kind: str, country: str | None, role: str | None) -> None:
    found = describe(words)
    assert (found.kind, found.country) == (kind, country)
    assert role is None or found.role in {role, "government"}


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Moscow-backed officials in Kherson", "occupation"),
        ("the pro-Russian head of the region", "occupation"),
        ("Russian officials", "russia"),
        ("a Russian pensioner", None),
        ("Latvia's parliament", "west"),
        ("an Iranian company", None),
        ("the mayor", None),
    ],
)
def test_sides_are_composed(words: str, side: str | None) -> None:
    assert describe(words).side(EVENT.countries, EVENT.installed) == side


def test_without_countries_nobody_has_a_side() -> None:
    assert SpeakerSides().place("office", "the Latvian president", ["the Latvian president"], None, None) == (
        None,
        None,
    )


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Volodymyr Zelenskiy", "zelenskyy"), ("Wolodymyr Selenskyj", "zelenskyy"), ("Zelenskiy", "zelenskyy"),
        ("Vladimir V. Putin", "putin"), ("Antony J. Blinken", "blinken"), ("Dmitrij Pieskow", "peskov"),
        ("Serhii Haidai", "haidai"), ("Alexander Lukashenka", "lukashenko"), ("Olena Zelenska", None),
        ("Dmitry Zelensky", None), ("Michael Michel", None), ("Andrei Fedorov", None), ("", None),
    ],
)  # fmt: skip
def test_spellings_of_declared_people(name: str, actor: str | None) -> None:
    hit = DeclaredNames(EVENT.actors).find(name)
    assert (hit.id if hit else None) == actor


def test_a_surname_of_two_people_is_nobodys_by_its_sound() -> None:
    two = (Actor("a", "Ada Novakova", (), "x", "y"), Actor("b", "Ida Novakova", (), "x", "y"))
    assert DeclaredNames(two).find("Nowakova") is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("NEW DELHI: The government said no.", "The government said no."),
        ("PARIS, Sept 23: France said no.", "France said no."),
        ("KYIV, Ukraine (AP) — Officials said no.", "Officials said no."),
        ("LONDON/KYIV, Sept 28 (Reuters) - Britain said no.", "Britain said no."),
        ("MOSCOW, September 27. /TASS/. The commission said no.", "The commission said no."),
        ("Berlin (dpa) - The chancellor said no.", "The chancellor said no."),
        ("WASHINGTON — Michael Steel said no.", "Michael Steel said no."),
        ("Islamabad - The minister said no.", "The minister said no."),
        ("Sept 30 (Reuters) - Ukraine said no.", "Ukraine said no."),
        ("Washington CNN — Ukraine said no.", "Ukraine said no."),
        ("DHAKA, Sept 30, 2022 (BSS) - The minister said no.", "The minister said no."),
        ("Berlin, 28.09.2022 - Germany said no.", "Germany said no."),
        ("THE HAGUE, Netherlands (AP) — Judges said no.", "Judges said no."),
        ("Anna Berg - a miller - said no.", "Anna Berg - a miller - said no."),
        ("Kyiv: we will never give in", "Kyiv: we will never give in"),
        ("KERNER: This is how it looks.", "KERNER: This is how it looks."),
        ("Voss: “No.”", "Voss: “No.”"),
        ("Moscow said no on Friday.", "Moscow said no on Friday."),
    ],
)
def test_datelines_are_blanked_in_place(text: str, rest: str) -> None:
    found = without_layout(text, place_names())
    assert len(found) == len(text)
    assert found.strip() == rest


def test_countries_by_their_forms() -> None:
    words = ["The", "US", "and", "Ukraine's", "army", "met", "the", "Dutch", "in", "Brussels"]
    assert [(m.code, m.form) for m in country_mentions(words)] == [
        ("US", "name"), ("UA", "name"), ("NL", "adjective"), ("EU", "capital"),
    ]  # fmt: skip
    assert country_alone("us") is None
    assert len(country_codes()) > 190


def test_first_names() -> None:
    assert [gender_of_first_name(name) for name in ("Liz", "Volodymyr", "Kaja", "Sasha", "Xyz")] == [
        "f",
        "m",
        "f",
        "",
        "",
    ]


def test_every_kind_is_declared() -> None:
    text = "\n\n".join(case["text"] for case in CASES)
    assert {q.speaker_kind for q in extract_quotations(text)} <= set(SPEAKER_KINDS)


# --- measured on 2022 leads: python -m tests.benchmarks.bench_speakers CORPUS... --basil FILE --record


def test_the_marks_hold_no_text() -> None:
    marks = json.loads(MARKS.read_text(encoding="utf-8"))["marks"]
    count = Counter(mark["part"] for mark in marks for _ in mark["quotations"])
    assert count["open"] + count["kept"] >= 150
    assert sum(len(mark["mentions"]) for mark in marks) >= 150
    assert all(set(mark) - {"draw"} == {"id", "sha256", "part", "quotations", "mentions"} for mark in marks)
    assert all(set(q) <= {"content", "speaker", "side", "kind"} for mark in marks for q in mark["quotations"])


@pytest.mark.parametrize(("measure", "floor"), [("speaker", 0.92), ("side", 0.85), ("kind", 0.9), ("voice", 0.93)])
@pytest.mark.parametrize("part", ["all", "kept"])
def test_floors_on_2022_leads(part: str, measure: str, floor: float) -> None:
    counts = json.loads(RECORDED.read_text(encoding="utf-8"))["event2022"][part][measure]
    assert counts["right"] / counts["of"] >= floor


def test_floor_on_basil() -> None:
    counts = json.loads(RECORDED.read_text(encoding="utf-8"))["basil"]
    assert counts["right"] / counts["of"] >= 0.93


@pytest.mark.parametrize(
    ("home", "text", "side"),
    [
        ("UA", "The Defence Ministry said that the town was free.", "ukraine"),
        ("RU", "The Defence Ministry said that the town was free.", "russia"),
        ("RU", "The Ministry of Defence said that the town was free.", "russia"),
        ("UA", "Russia's Defence Ministry said that the town was free.", "russia"),
        ("UA", "The Ministry of Defence of Belarus said that the town was free.", "other-states"),
        ("UA", "The company said that the town was free.", None),
        ("PL", "The Defence Ministry said that the town was free.", None),
        ("GB", "The Ministry of Defence said that the town was free.", "west"),
        (None, "The Defence Ministry said that the town was free.", None),
    ],
)
def test_a_ministry_without_a_country_is_that_of_the_outlet(home: str | None, text: str, side: str | None) -> None:
    (q,) = extract_quotations(text, EVENT.actors, language="en", sides=sides_of(EVENT, home))
    assert (q.speaker_kind, q.side) == ("body", side)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sens. Paul Reyes, D-Conn., and Ida Crane, R-S.C., said the bill would punish Moscow.", "Paul Reyes"),
        ("“We will not wait,” said Sens. Paul Reyes, D-Conn., and Ida Crane.", "Paul Reyes"),
        ("Gens. Mark Hollis and Peter Kane told reporters they had warned the president.", "Mark Hollis"),
        ("Union reps said the strike would go on.", "Union reps"),
    ],
)
def test_a_title_in_the_plural_is_no_name(text: str, name: str) -> None:
    assert [quotation.speaker_name for quotation in extract_quotations(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Occupation of part of the country: Zelensky and Michel discussed how to respond to the sham referendums.",
        "Behind the jokes lies a worry that the bridge will not be rebuilt this year.",
        "Recognition of foreign diplomas: Reyes and Crane discussed how to respond to the “sham” decision.",
    ],
)
def test_a_noun_that_opens_a_sentence_is_no_person(text: str) -> None:
    assert [quotation.speaker_name for quotation in extract_quotations(text)] == [None]


def test_an_order_that_opens_a_sentence_is_no_person() -> None:
    scene = TextScene("Scroll down to see more. Rell of the BBC spoke. Read the full story. Rell said no.")
    assert [scene.is_common_word(end) for end in (6, 29, 52, 73)] == [
        True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscow is set to annex the regions after referendums slammed by Kyiv and the West as a “sham”.", "Kyiv"),
        ("Russia announced results in referendums slammed by Kyiv as illegal.", "Kyiv"),
        ("The vote, a ballot denounced by NATO as a “farce”, ended on Tuesday.", "NATO"),
    ],
)
def test_what_is_slammed_is_no_speaker(text: str, name: str) -> None:
    found = [quotation.speaker_name or "" for quotation in extract_quotations(text)]
    assert name in found
    assert not any("referendums" in one or "ballot" in one for one in found)
