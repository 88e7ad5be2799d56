"""Scare quotes: every style of quotation marks, the languages that are read, and the floor on the marked sample."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from collectors.metrics import measure
from collectors.metrics.framing_devices.scare_quote_cues import CUES
from collectors.metrics.framing_devices.scare_quotes import reads
from tests.benchmarks.bench_scare import RECORD, counts, lines, scare_quality
from tests.support.made_values import EVENT, article


def scare_quotes(text: str, language: str | None = "en", title: str = "") -> list[str]:
    found = measure(article(text=text, title=title, language=language), EVENT).marks
    return [m.surface for m in found if m.kind == "scare"]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "“helpers”"), ("en", "‘helpers’"), ("en", '"helpers"'), ("en", "'helpers'"), ("en", "``helpers''"),
        ("en", "''helpers''"), ("en", "„helpers”"), ("de", "„Helfer“"), ("de", "»Helfer«"), ("de", "«Helfer»"),
        ("de", "‚Helfer‘"), ("de", "›Helfer‹"), ("fr", "«\u00a0secouristes\u00a0»"), ("fr", "« secouristes »"),
        ("fr", "“secouristes”"), ("uk", "«помічники»"), ("uk", "„помічники“"), ("uk", "“помічники”"),
        ("ru", "«помощники»"), ("ru", '"помощники"'), ("pl", "„pomocnicy”"), ("pl", "«pomocnicy»"),
        ("es", "«ayudantes»"), ("it", "“aiutanti”"), ("en", "「helpers」"), ("en", "『helpers』"),
    ],
)  # fmt: skip
def test_every_style_of_marks(language: str, marked: str) -> None:
    around = {
        "en": "Then the {} came with rifles.", "de": "Dann kamen die {} mit Gewehren.",
        "fr": "Puis les {} sont venus avec des fusils.", "uk": "Потім ці {} прийшли зі зброєю.",
        "ru": "Потом эти {} пришли с оружием.", "pl": "Potem ci {} przyszli z bronią.",
        "es": "Luego los {} vinieron con fusiles.", "it": "Poi i {} vennero con i fucili.",
    }  # fmt: skip
    assert scare_quotes(around[language].format(marked), language) == [marked]


def test_the_sample_keeps_its_figures() -> None:
    """Floors on 547 passages (.96 and .89 when they were set), and a recorded figure that is theirs."""
    measured = scare_quality()
    assert measured == json.loads(RECORD.read_text(encoding="utf-8")), "run python -m tests.benchmarks.bench_scare"
    precision, recall = measured["all"]["precision"], measured["all"]["recall"]
    assert precision["right"] / precision["of"] >= 0.94
    assert recall["right"] / recall["of"] >= 0.87
    for part in measured["parts"].values():
        assert part["precision"]["right"] / part["precision"]["of"] >= 0.85
        assert part["recall"]["right"] / part["recall"]["of"] >= 0.8


def test_the_sample_is_large_and_half_of_it_is_hard() -> None:
    rows = lines()
    whole = counts(rows)
    assert whole["passages"] >= 540
    assert whole["recall"]["of"] >= 200
    assert all(Counter(row.language for row in rows)[code] >= 50 for code in ("en", "de", "fr", "ru", "uk"))
    kinds = Counter(row.kind for row in rows)
    assert all(
        kinds[kind] >= 15 for kind in ("title", "nickname", "name", "term", "word", "cued", "speech", "head-cued")
    )
    assert all(bool(row.marked) == row.kind.endswith("scare") for row in rows)


def test_a_language_without_cues_is_not_read() -> None:
    """Half of what was found there would be somebody's speech; the rate has no denominator instead."""
    assert scare_quotes("Bölgede “seçim” başladı.", "tr") == []
    assert [reads(code) for code in ("en", "uk", "tr", None)] == [True, True, False, False]
    for code in (*CUES, "tr"):
        figures = {m.metric for m in measure(article(text="A b c.", title="", language=code), EVENT).measures}
        assert ("reads:scare" in figures) == (code in CUES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“I will go after them,” he said. What “go after them” means is open.", []),
        ("Voters ticked “yes”, “no” or “maybe”.", []),
        ("The so-called “Southern Republic” has no bank.", ["“Southern Republic”"]),
        ("The tag had id=“example” in it.", []),
        ("It was recalled by the “experts” of the firm.", ["“experts”"]),
    ],
)
def test_what_stands_around_the_marks(text: str, found: list[str]) -> None:
    assert scare_quotes(text) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "“We are ready to go home,” said Olena Koval, and the “experts” nodded.", []),
        ("en", "“We are ready to go home,” said Olena Koval. The “experts” nodded.", ["“experts”"]),
        ("de", "Ein „Anzeiger“-Reporter war dort.", []),
        ("de", "Es hieß am Abend, die „Experten“ seien fort.", []),
        ("fr", "Il a appelé au « calme » et à la « retenue ».", []),
        ("pl", "„Okupanci zaatakowali miasto”. Alarm trwa do rana.", []),
        ("es", "Según la ministra, el nuevo y “urgente” plan llega tarde.", []),
        ("es", "El nuevo y “urgente” plan llega tarde.", ["“urgente”"]),
    ],
)
def test_words_of_others_in_the_same_sentence(language: str, text: str, found: list[str]) -> None:
    assert scare_quotes(text, language) == found
