"""What is not read is missing; what is read says how well: the registry of instruments by language."""

from __future__ import annotations

import pytest

from collectors.compare.instrument_gates import reads
from collectors.config import data_dir, load_catalogue
from collectors.metrics.article_measures import measure
from collectors.metrics.instrument_ranges import hears, quotation_level, ranges
from collectors.metrics.measured_quality import by_language, measured
from collectors.metrics.quotations.rule_based import packed_languages
from collectors.model import Article, Voice

FULL = ("de", "es", "fr", "it", "pl", "ru", "uk")
DIRECT = ("cs", "nl", "pt", "tr", "ar", "zh", "ja")


def test_every_language_says_how_its_quotations_are_read() -> None:
    assert {x: quotation_level(x) for x in FULL} == dict.fromkeys(FULL, "full")
    assert {x: quotation_level(x) for x in DIRECT} == dict.fromkeys(DIRECT, "direct")
    assert quotation_level("sw") == ""
    assert set(packed_languages()) <= {r.language for r in ranges() if r.instrument == "Quotations"}


def test_a_measured_error_has_its_n_and_lies_between_0_and_1() -> None:
    found = [r for r in ranges() if r.value is not None]
    assert {"Quotations", "Naming", "Language"} <= {r.instrument for r in found}
    for r in found:
        assert r.value is not None
        assert 0 <= r.value <= 1
        assert any(c.isdigit() for c in r.on), "no figure without its n"


def test_the_floors_of_the_last_measurement() -> None:
    """Recorded on material that is not shipped: these may rise, they may not sink unseen."""
    values = {
        (r.language, r.measure, r.on.split(",")[0], "counted, never read" in r.on): r.value or 0 for r in ranges()
    }
    german = "German Wikinews marked by others"
    assert values["de", "F1 of the words said", german, True] >= 0.7
    assert values["de", "F1 with the speaker", german, True] >= 0.55
    assert values["ru", "F1 with the speaker", "sentences of books and news marked by others", True] >= 0.85
    assert min(v for (_, measure, on, _), v in values.items() if measure == "F1" and on.startswith("sentences")) >= 0.93


def test_the_method_page_prints_errors_by_language() -> None:
    shown = {row.what for row in by_language()}
    assert {"Quotations in German", "Naming in Ukrainian", "Language in Polish"} <= shown
    assert shown <= {row.what for row in measured()}


@pytest.mark.parametrize(
    ("voice", "language", "heard"),
    [
        ("own", "en", True), ("own", "ru-RU", True), ("own", "tr", False), ("attributed", "sv", False),
        ("quoted", "tr", True), ("all", "sv", True), ("own", "sw", False), ("own", None, True),
    ],
)  # fmt: skip
def test_own_words_are_told_only_where_reported_speech_is_read(voice: str, language: str | None, heard: bool) -> None:
    assert hears(voice, language) is heard
    assert language is None or reads("naming:vote", language, voice) is heard


def test_words_outside_marks_are_undecided_in_a_language_whose_reported_speech_is_not_read() -> None:
    event = load_catalogue(data_dir({})).events["ukraine-annexation-referendums-2022"]
    texts = {
        "tr": "Bakan Yusuf Tezel, seçimin yasal olduğunu söyledi. \"Kimse paniğe kapılmasın lütfen\" dedi.",
        "pl": "Minister Jan Tezel powiedział, że wybory są legalne. „Niech nikt nie panikuje proszę” – dodał.",
    }  # fmt: skip
    words = {}
    for language, text in texts.items():
        article = Article("a", None, None, None, (), None, language, text)
        words[language] = dict(measure(article, event).voices)
    assert words["tr"][Voice.OWN] == words["tr"][Voice.ATTRIBUTED] == 0 < words["tr"][Voice.UNDECIDED]
    assert words["tr"][Voice.QUOTED] > 0
    assert words["pl"][Voice.OWN] > 0
