"""Lemmas and their forms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from collectors.config.inflection import expanded, lemma_pattern

PARADIGMS = [
    (*heading.split(" ", 1), forms)
    for heading, forms in (
        line.split(": ")
        for line in (Path(__file__).parent / "inflection_forms.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
]


@pytest.mark.parametrize(("language", "lemma", "forms"), PARADIGMS)
def test_paradigms_of_key_terms(language: str, lemma: str, forms: str) -> None:
    found = re.compile(lemma_pattern(lemma, language), re.IGNORECASE)
    assert [form for form in forms.split() if not found.fullmatch(form)] == []


@pytest.mark.parametrize(
    ("language", "lemma", "text", "surface"),
    [
        ("ru", "фиктивный референдум", "о «фиктивных» референдумах сказали", "фиктивных» референдумах"),
        ("pl", "fałszywy referendum|głosowanie", "w fałszywym głosowaniu", "fałszywym głosowaniu"),
        ("es", "anexión =ilegal", "las anexiones ilegal", "anexiones ilegal"),
        ("zh", "假|虚假 公投", "所谓虚假公投结束", "虚假公投"),
        ("de", "Annex*", "die Annexionspläne", "Annexionspläne"),
    ],
)
def test_phrases(language: str, lemma: str, text: str, surface: str) -> None:
    match = re.search(lemma_pattern(lemma, language), text, re.IGNORECASE)
    assert match is not None
    assert match.group() == surface


def test_a_lemma_is_not_found_in_other_words() -> None:
    assert not re.search(lemma_pattern("annesso", "it"), "un annessivo")
    assert not re.search(lemma_pattern("ilhak", "tr"), "tilhak")


def test_forms_for_people() -> None:
    assert expanded("anexe", "cs")[:3] == ["anexe", "anexi", "anexí"]
    assert expanded("=der Beitritt*", "de") == ["der Beitritt*"]
    assert expanded("假 公投", "zh") == ["假公投"]
