"""Word lists in eight languages: what each finds in sentences of our own, and the false friends that it leaves alone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from collectors.config import data_dir, load_catalogue
from collectors.metrics import measure
from collectors.metrics.framing_devices import lists_of
from tests.support.made_values import EVENT, article

SHIPPED = load_catalogue(data_dir({}))
TERMS, ANNEXATION = SHIPPED.terms, SHIPPED.events["ukraine-annexation-referendums-2022"]
SENTENCES = Path(__file__).parent / "device_sentences.txt"
KINDS = {"d": "distancing", "h": "hedge", "c": "certainty"}
_MARK = re.compile(r"\{([dhc])\|([^}]+)\}")


def sentences() -> list[tuple[str, str]]:
    rows = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(row[:2], row[3:]) for row in rows if not row.startswith("#")]


def found(text: str, language: str) -> list[tuple[str, str]]:
    marks = measure(article(text=text, title="", language=language), EVENT, {}, TERMS).marks
    return [(m.kind, m.surface) for m in marks if m.kind in KINDS.values()]


@pytest.mark.parametrize(("language", "marked"), sentences())
def test_what_the_lists_find(language: str, marked: str) -> None:
    expected = [(KINDS[kind], surface) for kind, surface in _MARK.findall(marked)]
    assert found(_MARK.sub(r"\2", marked), language) == expected


def test_each_language_has_its_sentences() -> None:
    counted = Counter((language, "{" in marked) for language, marked in sentences())
    for language in ("uk", "ru", "de", "fr", "es", "pl"):
        assert counted[language, True] >= 8
        assert counted[language, False] >= 3


def test_no_term_is_shadowed() -> None:
    """Each term is found where it stands alone, as its own kind: no `none` and no longer term hides it for good."""
    for name, kinds in (("distancing", {"distancing"}), ("certainty", {"hedge", "certainty"})):
        for language, terms in TERMS[name].items():
            for term, label in terms:
                text = term.replace("... ...", "x y").replace("...", "x").replace("*", "xx")
                marks = [kind for kind, _ in found(text, language) if kind in kinds]
                wanted = {"hedge": "hedge", "booster": "certainty", "none": None, "term": None}.get(label, name)
                assert marks[:1] == ([wanted] if wanted else []), (language, term, marks)


@pytest.mark.parametrize("language", ["uk", "ru", "de", "fr", "es", "pl"])
def test_which_lists_read_a_language(language: str) -> None:
    """It follows from the files: a language without a list has no rate, not a rate of nothing."""
    read = set(lists_of(TERMS, language).names)
    assert {"certainty", "distancing"} <= read
    assert not {"loaded", "frame:mfc"} & read
    assert lists_of(TERMS, "tr").names == lists_of(TERMS, "it").names == ()


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [("Wyniki tzw. referendum podano wieczorem.", ["tzw"]), ("To była tzw. wczesna profilaktyka.", [])],
)
def test_what_introduces_a_term_keeps_distance_from_declared_things_only(text: str, surfaces: list[str]) -> None:
    marks = measure(article(text=text, title="", language="pl"), ANNEXATION, {}, TERMS).marks
    assert [m.surface for m in marks if m.kind == "distancing"] == surfaces


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
def test_every_apostrophe(apostrophe: str) -> None:
    assert found(f"l{apostrophe}autoproclamée république", "fr") == [("distancing", "autoproclamée")]
