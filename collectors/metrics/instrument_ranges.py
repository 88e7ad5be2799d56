"""Which languages each instrument reads, and its measured error there: one registry, printed on the method page.

Where an instrument does not read a language its figures are missing: they are not 0, and English patterns are not used
instead. Errors are measured by tests/benchmarks/bench_languages.py, whose counts are kept beside this file. No figure
is compared across languages (`compare.text_kinds`): instruments differ between languages by more than most
outlets do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from collectors.metrics.framing_devices import scare_quotes
from collectors.metrics.quotations.rule_based import pack_level, packed_languages
from collectors.metrics.readability import UNSPACED
from collectors.metrics.scores import READABILITY_SCORES
from collectors.model import Voice

_RECORD = Path(__file__).with_name("language_quality.json")
#: Languages without a pack whose direct quotations are read by the rules in `direct_rules`.
_DIRECT_ONLY = frozenset(("ar", "zh", "ja", "sv", "no", "da", "ro", "hu", "sr", "bg"))
_SCARE = Path(__file__).parent / "framing_devices" / "scare-quality.json"
_WORD_LISTS = "Hedges, certainty and distancing"
#: Languages other than English that have lists of hedges, certainty and distancing.
_LISTED = ("de", "es", "fr", "pl", "ru", "uk")
#: Sets whose other half was read in the end: its last figure is not unseen.
_ASIDE = {"marked-languages": "counted first, then read"}
#: Judged once by one reader: (right, of) marks drawn by hash from real pages, and from Polish leads of 2022, that were
#: not read when the lists were last changed. Some kinds of error seen there were then taken out (words of frequency).
_IN_NEWS = {
    ("es", "hedges"): (26, 31, "36 real pages"),
    ("es", "certainty"): (5, 5, "36 real pages"),
    ("pl", "hedges"): (31, 40, "900 headlines with leads and pages"),
    ("pl", "certainty"): (10, 10, "900 headlines with leads and pages"),
}
_SETS = {
    "wikinews-de": "German Wikinews marked by others",
    "adaq": "sentences of books and news marked by others",
    "marked-languages": "real articles marked by one reader",
}


@dataclass(frozen=True, slots=True)
class InstrumentRange:
    """How an instrument reads a language.

    Attributes:
        instrument: Its name on the method page.
        language: ISO 639-1 code.
        reads: "full", "direct" (direct quotations only), or "" where it gives nothing.
        measure: The name of the error measure; "" where the error has not been measured.
        value: The measured value, from 0 to 1; None where it has not been measured.
        on: The material on which it was measured, with its n.
    """

    instrument: str
    language: str
    reads: str
    measure: str = ""
    value: float | None = None
    on: str = ""


@cache
def recorded() -> Mapping[str, list[dict[str, Any]]]:
    """Read the counts of the last measurement, by instrument; empty where there is no record."""
    if not _RECORD.is_file():
        return {}
    record: Mapping[str, list[dict[str, Any]]] = json.loads(_RECORD.read_text(encoding="utf-8"))
    return record


def quotation_level(language: str) -> str:
    """Return how quotations are read in a language: "full", "direct", or "" for quotation marks without a speaker."""
    if language == "en":
        return "full"
    return pack_level(language) or ("direct" if language in _DIRECT_ONLY else "")


def hears(voice: str, language: str | None) -> bool:
    """Whether a voice can be told in a language.

    Words in quotation marks are told in every language. What is reported without marks, and so the outlet's own words,
    only where indirect speech is read.

    Args:
        voice: "all" or the value of a `Voice`.
        language: ISO 639-1 code, with or without a region; None where it is not known, which counts as read.
    """
    if not language or voice not in (Voice.OWN, Voice.ATTRIBUTED):
        return True
    return quotation_level(language.split("-", maxsplit=1)[0].lower()) == "full"


def ranges() -> list[InstrumentRange]:
    """Return every instrument and language with its measured error, sorted by instrument, language and material."""
    measured = [*_quotations(), *_readability(), *_naming(), *_identification(), *_scare_quotes(), *_devices()]
    return sorted(measured, key=lambda row: (row.instrument, row.language, row.on))


def _quotations() -> list[InstrumentRange]:
    rows = []
    measured = {(row["language"], row["set"], row["part"]): row for row in recorded().get("quotations", [])}
    for language in sorted({"en", *packed_languages(), *_DIRECT_ONLY}):
        level = quotation_level(language)
        here = [(key, row) for key, row in sorted(measured.items()) if key[0] == language]
        for (_, name, part), counts in here:
            whole = counts["found"] + counts["marked"]
            seen = "seen while the rules were made" if part == "open" else _ASIDE.get(name, "counted, never read")
            on = f"{_SETS[name]}, {counts['marked']} quotations, {seen}"
            for measure, key in (("F1 of the words said", "matched"), ("F1 with the speaker", "joint")):
                value = 2 * counts.get(key, 0) / whole if whole else None
                rows.append(InstrumentRange("Quotations", language, level, measure, value, on))
        if not here:
            rows.append(InstrumentRange("Quotations", language, level))
    return rows


def _naming() -> list[InstrumentRange]:
    return [
        InstrumentRange("Naming", row["language"], "full", "F1",
                        2 * row["matched"] / max(1, row["found"] + row["marked"]),
                        f"sentences of ours on the first event, {row['marked']} names")
        for row in recorded().get("naming", [])
    ]  # fmt: skip


def _identification() -> list[InstrumentRange]:
    return [
        InstrumentRange("Language", row["language"], "full", "share told rightly", row["right"] / row["texts"],
                        f"{row['texts']} sentences without any claim")
        for row in recorded().get("identification", [])
    ]  # fmt: skip


def _readability() -> list[InstrumentRange]:
    """Formulas have no error of measurement, so only the scores that were fitted to each language are listed."""
    tongues = sorted({language for score in READABILITY_SCORES for language in score.languages})
    own = {tongue: [score.title for score in READABILITY_SCORES if tongue in score.languages] for tongue in tongues}
    rows = [InstrumentRange("Readability", tongue, "full", on=", ".join(own[tongue])) for tongue in tongues]
    return rows + [InstrumentRange("Readability", language, "") for language in sorted(UNSPACED)]


def _scare_quotes() -> list[InstrumentRange]:
    """Scare quotes by language, on the part of the sample of ours that the rules had not seen when they were made."""
    parts = json.loads(_SCARE.read_text(encoding="utf-8"))["parts"]
    rows = []
    for language in sorted({"en", *packed_languages()}):
        level = "full" if scare_quotes.reads(language) else ""
        for measure in ("precision", "recall"):
            counts = parts.get(language, {}).get(measure)
            on = f"{parts[language]['passages']} passages in marks of ours" if counts else ""
            value = counts["right"] / counts["of"] if counts else None
            rows.append(InstrumentRange("Scare quotes", language, level, measure if counts else "", value, on))
    return rows


def _devices() -> list[InstrumentRange]:
    """Hedges, certainty and distancing: few sentences in four languages, marks in news in two; Italian has no lists."""
    measured = {row["language"]: row for row in recorded().get("devices", [])}
    rows = []
    for language in sorted(_LISTED):
        counts = measured.get(language)
        judged = [(kind, figures) for (tongue, kind), figures in _IN_NEWS.items() if tongue == language]
        rows += [
            InstrumentRange(_WORD_LISTS, language, "full", f"precision of {kind}", right / number,
                            f"{number} marks in {where}, judged by one reader")
            for kind, (right, number, where) in judged
        ]  # fmt: skip
        if counts is None:
            rows += [] if judged else [InstrumentRange(_WORD_LISTS, language, "full")]
            continue
        value = 2 * counts["matched"] / max(1, counts["found"] + counts["marked"])
        on = f"{counts['sentences']} sentences of ours, {counts['marked']} marks"
        rows.append(InstrumentRange(_WORD_LISTS, language, "full", "F1", value, on))
    return rows
