"""Facts of the first event in eight languages: what its patterns find in sentences of our own, and what they must not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from collectors.config import data_dir, load_event
from collectors.metrics import measure
from tests.support.made_values import article

EVENT = load_event(data_dir({}) / "events" / "ukraine-annexation-referendums-2022.toml")
LANGUAGES = ("en", "uk", "ru", "de", "fr", "es", "it", "pl")
SENTENCES = Path(__file__).parent / "fact_sentences.txt"


def sentences() -> list[tuple[str, str, str]]:
    rows = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(a, b, c) for a, b, c in (row.split(" ", 2) for row in rows if not row.startswith("#"))]


@pytest.mark.parametrize(("language", "facts", "sentence"), sentences())
def test_which_facts_a_sentence_includes(language: str, facts: str, sentence: str) -> None:
    marks = measure(article(text=sentence, title="", language=language), EVENT).marks
    found = {m.label for m in marks if m.kind == "fact"}
    assert found == (set() if facts == "-" else set(facts.split(",")))


def test_every_fact_has_patterns_and_a_sentence_in_every_language() -> None:
    told = Counter((language, fact) for language, facts, _ in sentences() for fact in facts.split(","))
    for fact in EVENT.facts:
        assert set(fact.patterns) >= set(LANGUAGES), fact.id
        assert all(told[language, fact.id] for language in LANGUAGES), fact.id
    assert all(told[language, "-"] >= 2 for language in LANGUAGES)
