"""Cues of the five generic frames in six languages, in sentences of our own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from collectors.config import data_dir, load_catalogue
from collectors.metrics import measure
from tests.support.made_values import EVENT, article

CATALOGUE = load_catalogue(data_dir({}))
SENTENCES = Path(__file__).parent / "frame_sentences.txt"
_MARK = re.compile(r"\{([a-z-]+)\|([^}]+)\}")


def sentences() -> list[tuple[str, str]]:
    rows = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(row[:2], row[3:]) for row in rows if not row.startswith("#")]


@pytest.mark.parametrize(("language", "marked"), sentences())
def test_which_cues_a_sentence_holds(language: str, marked: str) -> None:
    text = _MARK.sub(r"\2", marked)
    marks = measure(article(text=text, title="", language=language), EVENT, {}, CATALOGUE.terms).marks
    found = [(m.label.removeprefix("sv-"), m.surface) for m in marks if m.kind == "frame"]
    assert found == _MARK.findall(marked)


def test_every_generic_frame_has_cues_and_a_sentence_in_every_language() -> None:
    assert CATALOGUE.frames
    told = Counter((language, frame) for language, marked in sentences() for frame, _ in _MARK.findall(marked))
    for frame in CATALOGUE.frames.frames:
        if frame.family == "sv":
            assert set(frame.cues) == {"en", "uk", "ru", "de", "fr", "es"}
            assert all(told[language, frame.id.removeprefix("sv-")] for language in frame.cues if language != "en")
        else:
            assert set(frame.cues) == {"en"}
