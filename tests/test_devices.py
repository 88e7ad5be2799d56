"""Devices of wording: what each finds and, as important, what it leaves alone."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.config import data_dir, load_catalogue
from collectors.metrics import measure
from collectors.metrics.framing_devices import lists_of
from collectors.metrics.framing_devices.english_verbs import is_participle, participles
from collectors.metrics.framing_devices.passive_sample import clauses, score
from collectors.metrics.framing_devices.passives import passives
from collectors.metrics.framing_devices.phrase_book import PhraseBook
from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.metrics.text import WORD
from collectors.model import Event, Fact, Mark, Place, Voice
from tests.support.made_values import EVENT, article

CATALOGUE = load_catalogue(data_dir({}))
TERMS = CATALOGUE.terms
FACTS = (
    Fact("guards", "Armed guards", {"en": (r"\barmed (?:men|guards)\b",), "uk": (r"\bозброєн\w+ люд\w+",)}),
    Fact("turnout", "Turnout", {"en": (r"\bturnout\b",)}),
)
MADE = replace(EVENT, facts=FACTS, verbs={"en": ("hold", "evict")})


def marks(text: str, kind: str, *, title: str = "", language: str | None = "en", event: Event = MADE) -> list[Mark]:
    made = article(text=text, title=title, language=language)
    return [m for m in measure(made, event, CATALOGUE.stances, TERMS).marks if m.kind == kind]


def surfaces(text: str, kind: str, **more: str) -> list[str]:
    return [m.surface for m in marks(text, kind, **more)]  # type: ignore[arg-type]  # title and language are texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The region opened its “vote” on Friday. Few came.", ["“vote”"]),
        ("Two “observers” toured the 'polling station' with a guard.", ["“observers”", "'polling station'"]),
        ("“Nobody will come,” said Olena Tarasiuk, a teacher.", []),
        ("She said that the “vote” was over.", []),
        ("The hall belonged to what Moscow calls the “commission”.", []),
        ("They read “War and Peace” in the evening.", []),
        ("The man known as “the baker” came back.", []),
        ("Volodymyr “Volodya” Koval came home. Nobody else did.", []),
        ("“That was quick,” and they were gone.", []),
        ("The paper printed “a long passage of at least seven plain words” on Friday.", []),
        ("The sign showed the letter “Z” on a car.", []),
    ],
)  # fmt: skip
def test_scare_quotes(text: str, found: list[str]) -> None:
    assert surfaces(text, "scare") == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("“Vote” opens in four regions", ["“Vote”"]),
        ("Four regions open ‘vote’ under guard", ["‘vote’"]),
        ("‘Sham vote’: Kyiv answers", []),
        ("Kyiv says ‘vote’ is over", []),
        ("“Nobody will come”", []),
    ],
)
def test_scare_quotes_in_headlines(title: str, found: list[str]) -> None:
    assert surfaces("Nothing else.", "scare", title=title) == found


def test_a_scare_quote_tells_what_it_stands_on() -> None:
    (mark,) = marks("The so-called commission opened its “vote” on Friday.", "scare")
    assert (mark.label, mark.voice, mark.place, mark.surface) == ("vote", Voice.OWN, Place.LEAD, "“vote”")
    labels = [m.label for m in marks("The so-called vote. A so-called commission.", "distancing")]
    assert labels == ["vote", ""]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("distancing", "the so-called vote and its self-styled mayor", ["so-called", "self-styled"]),
        ("distancing", "what the Russian side calls a vote", ["what the Russian side calls"]),
        ("distancing", "He was supposed to come. The supposed winner did.", ["supposed"]),
        ("distancing", "They alleged that it rained on the alleged thief.", ["alleged"]),
        ("hedge", "It may rain in May. May 9 may be dry.", ["may", "may"]),
        ("hedge", "The claim could not be verified.", ["could not be verified"]),
        ("hedge", "military might and what might be", ["might"]),
        (
            "hedge",
            "He appeared at a rally, appears in court and would appear before them. They appeared tired.",
            ["appeared"],
        ),
        ("hedge", "It appears on track; he appeared at first to nod.", ["appears on track", "appeared at first"]),
        ("certainty", "Of course it is, there is no doubt.", ["Of course", "there is no doubt"]),
        ("loaded", "A horrible, shameful day for the table.", ["horrible", "shameful"]),
        (
            "loaded",
            "Last week she met the agent Josh Horrible of the firm Shameful Foods in a town. Horrible food.",
            ["Horrible"],
        ),
        ("loaded", "Mr. Horrible ate a horrible meal.", ["horrible"]),
        ("loaded", "Horrible Day Ends With Shameful Meal For Town", ["Horrible", "Shameful"]),
        ("loaded", "“Horrible,” it said; the rest was Horrible.", ["Horrible"]),
        ("frame", "Both sides clashed.", ["Both sides", "clashed"]),
    ],
)
def test_words_of_lists(kind: str, text: str, found: list[str]) -> None:
    assert surfaces(text, kind) == found


def test_words_of_grammar_are_not_loaded() -> None:
    """The lists give "like" and "only" a value, which news uses as words of grammar."""
    terms = {"loaded": {"en": [("like", "vader"), ("only", "subjectivity"), ("horrible", "vader")]}}
    told = measure(article(text="Only a horrible cake like this is its own kind."), MADE, {}, terms).marks
    assert [mark.surface for mark in told if mark.kind == "loaded"] == ["horrible"]


def test_lists_read_their_languages_only() -> None:
    text = "Обидві сторони конфлікту могли б заявити про horrible."
    read = {m.metric for m in measure(article(text=text, title="", language="uk"), MADE, {}, TERMS).measures}
    assert "reads:frame:sv" in read
    assert not {"reads:loaded", "reads:passive", "passives:all", "reads:frame:mfc"} & read
    assert surfaces(text, "frame", language="uk") == ["конфлікту"]
    assert surfaces(text, "loaded", language="uk") == []
    assert lists_of(TERMS, None).names == ()


@pytest.mark.parametrize(
    ("terms", "text", "found"),
    [
        ((("a b", "x"), ("a", "x")), "a b a", ["a b", "a"]),
        ((("what ... calls", "x"),), "what it calls; what the old man calls; what a b c d calls", ["what it calls", "what the old man calls"]),
        ((("clash*", "x"),), "Clash clashes CLASHED unclash", ["Clash", "clashes", "CLASHED"]),
        ((("a b", "x"),), "a. b a, b a “b”", ["a “b"]),
        ((("don't know", "x"),), "don’t know", ["don’t know"]),
        ((("so-called", "none"),), "so-called", []),
    ],
)  # fmt: skip
def test_phrases(terms: tuple[tuple[str, str], ...], text: str, found: list[str]) -> None:
    book = PhraseBook(("list", label, term) for term, label in terms)
    ground = VoicedText(text, "en", lambda start, end: Voice.OWN, lead_end=0)
    assert [text[slice(*f.span)] for f in book.find(ground)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The vote was held on Friday.", [("hold", False)]),
        ("Families were evicted by soldiers.", [("evict", True)]),
        ("The town was shelled by night.", [("shelled", False)]),
        ("She was interested. He was born in May.", []),
        ("They were being held by the river.", [("hold", False)]),
        ("It was decided, not by the mayor.", [("decided", False)]),
    ],
)
def test_passives(text: str, found: list[tuple[str, bool]]) -> None:
    ground = VoicedText(text, "en", lambda start, end: Voice.OWN, lead_end=0)
    assert [(p.verb, p.agent) for p in passives(ground, MADE)] == found


def test_forms_of_verbs() -> None:
    verbs = ("hold", "stop", "carry", "visit", "admit", "veto", "seize", "draft", "rig", "obey")
    forms = ("held", "stopped", "carried", "visited", "admitted", "vetoed", "seized", "drafted", "rigged", "obeyed")
    assert [sorted(participles(verb)) for verb in verbs] == [[form] for form in forms]
    assert all(map(is_participle, forms))
    assert not any(map(is_participle, ("interested", "born", "indeed", "need", "voted")))


def test_the_passive_detector_stays_as_good_as_it_is() -> None:
    """Floors on the marked sample (0.98 and 0.92 when they were set): raised with a better detector, never lowered."""
    found = score()
    assert found.clauses >= 190
    assert found.marked >= 95
    assert found.precision >= 0.97
    assert found.recall >= 0.91
    assert sum(not clause.passives for clause in clauses()) >= 70, "hard cases without a passive"


def test_facts_by_language() -> None:
    assert surfaces("Armed men came. Armed guards left.", "fact") == ["Armed men", "Armed guards"]
    assert surfaces("Озброєні люди прийшли.", "fact", language="uk") == ["Озброєні люди"]
    assert [m.label for m in marks("The armed men spoke of the turnout; озброєні люди.", "fact", language=None)] == [
        "guards",
        "turnout",
    ]  # fmt: skip  an undeclared text is read in the language that it is in


def test_figures_beside_the_marks() -> None:
    text = "The vote was held.\n\n“Families were evicted by soldiers,” said Olena Tarasiuk. The vote was held again."
    found = measure(article(text=text, title="Vote was held"), MADE, CATALOGUE.stances, TERMS)
    figures = {(m.metric, m.voice): m.value for m in found.measures if ":" in m.metric}
    assert figures["words:headline", "all"] == figures["words:headline", "own"] == 3
    assert figures["words:lead", "all"] == 4
    assert figures["passives:all", "all"] == 4
    assert figures["passives:all", "quoted"] == figures["passives:by", "quoted"] == figures["passives:by:evict", "all"]
    assert figures["reads:loaded", "all"] == 1
    assert [m.label for m in found.marks if m.kind == "passive"] == ["hold"] * 3


@given(st.text(alphabet=string.ascii_letters + " .,“”\"'’-\n1а", max_size=200))
@settings(max_examples=60, deadline=None)
def test_every_mark_opens_its_words(text: str) -> None:
    made = article(text=text, title=text[:40])
    for m in measure(made, MADE, CATALOGUE.stances, TERMS).marks:
        whole = made.title if m.place is Place.HEADLINE else made.text
        assert whole
        assert whole[slice(*m.span)] == m.surface
        assert WORD.search(m.surface)
