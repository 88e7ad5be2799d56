"""The eight scores of textstat, in the order of its manual and with its constants.

Seven were fitted to English only; Flesch reading ease has its own constants in some other languages.
"""

from __future__ import annotations

import math

from collectors.metrics.scores.readability_score import Counts, ReadabilityScore

#: Flesch reading ease: base, weight of words per sentence, weight of syllables per word. Only languages whose weights
#: at least two independent places state with the name of their author; each line says which ("textstat": LANG_CONFIGS
#: of 0.7.13; "textacy": text_stats/readability.py of 0.13; "koRpus": the presets of R koRpus 0.13; "Yoast": issue 267
#: of YoastSEO.js, after its linguists). Hungarian is left out: only textstat has weights for it, and names no source.
#: Polish and Ukrainian have none: textstat uses the English ones for them.
FLESCH: dict[str, tuple[float, float, float]] = {
    "en": (206.835, 1.015, 84.6),  # Flesch 1948: textstat, textacy, koRpus, Yoast
    "de": (180.0, 1.0, 58.5),  # Amstad 1978: textstat, textacy, koRpus, Yoast, leichtlesbar.ch
    "es": (206.84, 1.02, 60.0),  # Fernandez Huerta 1959: textstat, Yoast, koRpus, legible.es (which warns of misprints)
    "fr": (207.0, 1.015, 73.6),  # Kandel and Moles 1958: textstat, textacy, Yoast; elsewhere 209, 1.15 and 68 are given
    "it": (217.0, 1.3, 60.0),  # Franchina and Vacca 1986: textstat, textacy, Yoast (Vacca 1972 had 206, 1 and 65)
    "nl": (206.835, 0.93, 77.0),  # Douma 1960: textstat, textacy; Yoast 206.84, dbnl.org (a text of 1977) 206.8
    "ru": (206.835, 1.3, 60.1),  # Oborneva 2006: textstat, textacy, Yoast
    "pt": (248.835, 1.015, 84.6),  # Martins et al. 1996, Notas do ICMC 28: textacy, Coh-Metrix-Port; not in textstat
    "tr": (198.825, 2.610, 40.175),  # Atesman 1997, Dil Dergisi 58: textacy, okunabilirlikindeksi.com; not in textstat
}
ENGLISH = frozenset({"en"})


def _per_sentence(counts: Counts) -> float:
    return counts.sums.words / counts.sentences


def _flesch(counts: Counts, language: str) -> float:
    base, by_sentence, by_word = FLESCH[language]
    return base - by_sentence * _per_sentence(counts) - by_word * (counts.sums.syllables / counts.sums.words)


def _flesch_kincaid(counts: Counts, _language: str) -> float:
    return 0.39 * _per_sentence(counts) + 11.8 * (counts.sums.syllables / counts.sums.words) - 15.59


def _gunning_fog(counts: Counts, _language: str) -> float:
    return 0.4 * (_per_sentence(counts) + 100 * counts.sums.hard / counts.sums.words)


def _smog(counts: Counts, _language: str) -> float:
    return 1.043 * math.sqrt(30 * counts.sums.poly / counts.sentences) + 3.1291


def _automated_readability(counts: Counts, _language: str) -> float:
    return 4.71 * (counts.sums.chars / counts.runs) + 0.5 * _per_sentence(counts) - 21.43


def _coleman_liau(counts: Counts, _language: str) -> float:
    return 5.8 * counts.sums.letters / counts.sums.words - 29.6 * counts.sentences / counts.sums.words - 15.8


def _dale_chall(counts: Counts, _language: str) -> float:
    unknown = 100 * counts.sums.unknown / counts.sums.words
    return 0.1579 * unknown + 0.0496 * _per_sentence(counts) + (3.6365 if unknown > 5 else 0.0)


def _linsear_write(counts: Counts, _language: str) -> float:
    points = counts.linsear_points / counts.linsear_sentences
    return (points - 2 if points <= 20 else points) / 2


SCORES = (
    ReadabilityScore(
        name="flesch_reading_ease",
        title="Flesch reading ease",
        reading="About 0 to 100; higher is easier.",
        meaning="Flesch reading ease, 0 (very hard) to 100 (very easy), with the language's own constants.",
        source="Flesch 1948; de Amstad 1978, es Fernandez Huerta 1959, fr Kandel and Moles 1958, it Franchina and "
        "Vacca 1986, nl Douma 1960, ru Oborneva 2006, pt Martins et al. 1996, tr Atesman 1997",
        languages=frozenset(FLESCH),
        compute=_flesch,
    ),
    ReadabilityScore(
        name="flesch_kincaid_grade",
        title="Flesch–Kincaid grade",
        reading="US school grade needed; higher is harder.",
        meaning="Flesch-Kincaid grade: US school years. English only.",
        source="Kincaid et al. 1975",
        languages=ENGLISH,
        compute=_flesch_kincaid,
    ),
    ReadabilityScore(
        name="gunning_fog",
        title="Gunning fog",
        reading="Years of schooling; higher is harder.",
        meaning="Gunning fog index: US school years. English only.",
        source="Gunning 1952",
        languages=ENGLISH,
        compute=_gunning_fog,
    ),
    ReadabilityScore(
        name="smog_index",
        title="SMOG",
        reading="Years of schooling; higher is harder.",
        meaning="SMOG index: US school years. English only.",
        source="McLaughlin 1969",
        languages=ENGLISH,
        compute=_smog,
    ),
    ReadabilityScore(
        name="automated_readability_index",
        title="ARI",
        reading="US school grade, from letters; higher is harder.",
        meaning="Automated readability index: US school years. English only.",
        source="Senter and Smith 1967",
        languages=ENGLISH,
        compute=_automated_readability,
    ),
    ReadabilityScore(
        name="coleman_liau_index",
        title="Coleman–Liau",
        reading="US school grade, from letters; higher is harder.",
        meaning="Coleman-Liau index: US school years. English only.",
        source="Coleman and Liau 1975",
        languages=ENGLISH,
        compute=_coleman_liau,
    ),
    ReadabilityScore(
        name="dale_chall_readability_score",
        title="Dale–Chall",
        reading="From a list of easy words; higher is harder.",
        meaning="Dale-Chall score: below 5 easy, above 10 graduate level. English only.",
        source="Chall and Dale 1995",
        languages=ENGLISH,
        compute=_dale_chall,
    ),
    ReadabilityScore(
        name="linsear_write_formula",
        title="Linsear Write",
        reading="US school grade; higher is harder.",
        meaning="Linsear write formula of the first 100 words: US school years. English only.",
        source="textstat 0.7.13",
        languages=ENGLISH,
        compute=_linsear_write,
    ),
)
