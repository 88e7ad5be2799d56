"""Formulas that were fitted to one language other than English, as published; they do not compare across languages.

Their weights were compared with those of other programs and pages: the first Wiener Sachtextformel with koRpus (`nWS`)
and textacy; Szigriszt-Pazos with textacy and legible.es; Gulpease with textacy and corrige.it; the fog and Pisarek's
linear index for Polish with a program of indices that counts syllables by hyphenation. That program leaves proper names
and numerals out of Pisarek's hard words; here they are counted, since nothing tells them from other words at the start
of a sentence.
"""

from __future__ import annotations

from collectors.metrics.scores.readability_score import Counts, ReadabilityScore


def _per_sentence(counts: Counts) -> float:
    return counts.sums.words / counts.sentences


def _percent(part: int, counts: Counts) -> float:
    return 100 * part / counts.sums.words


def _wiener_sachtextformel(counts: Counts, _language: str) -> float:
    sums = counts.sums
    return (
        0.1935 * _percent(sums.poly, counts)
        + 0.1672 * _per_sentence(counts)
        + 0.1297 * _percent(sums.long, counts)
        - 0.0327 * _percent(sums.mono, counts)
        - 0.875
    )


def _szigriszt_pazos(counts: Counts, _language: str) -> float:
    return 206.835 - 62.3 * counts.sums.syllables / counts.sums.words - _per_sentence(counts)


def _gulpease(counts: Counts, _language: str) -> float:
    return 89 + (300 * counts.sentences - 10 * counts.sums.letters) / counts.sums.words


def _fog_pl(counts: Counts, _language: str) -> float:
    return 0.4 * (_per_sentence(counts) + _percent(counts.sums.four, counts))


def _pisarek(counts: Counts, _language: str) -> float:
    return _per_sentence(counts) / 3 + _percent(counts.sums.four, counts) / 3 + 1


SCORES = (
    ReadabilityScore(
        name="wiener_sachtextformel",
        title="Wiener Sachtextformel",
        reading="Austrian school grade, 4 to 15; higher is harder. German only.",
        meaning="First Wiener Sachtextformel: school grade. German only.",
        source="Bamberger and Vanecek 1984",
        languages=frozenset({"de"}),
        compute=_wiener_sachtextformel,
    ),
    ReadabilityScore(
        name="szigriszt_pazos",
        title="Szigriszt-Pazos",
        reading="About 0 to 100; higher is easier. Spanish only.",
        meaning="Perspicuity index of Szigriszt-Pazos. Spanish only.",
        source="Szigriszt Pazos 1993",
        languages=frozenset({"es"}),
        compute=_szigriszt_pazos,
    ),
    ReadabilityScore(
        name="gulpease_index",
        title="Gulpease",
        reading="0 to 100; higher is easier. Italian only.",
        meaning="Gulpease index. Italian only.",
        source="Lucisano and Piemontese 1988",
        languages=frozenset({"it"}),
        compute=_gulpease,
    ),
    ReadabilityScore(
        name="fog_pl",
        title="FOG-PL",
        reading="Years of schooling; hard words have four syllables or more. Polish only.",
        meaning="Gunning's fog with words of four syllables or more as hard ones. Polish only.",
        source="Gunning 1952, with words of four syllables as for Polish (FOG-PL)",
        languages=frozenset({"pl"}),
        compute=_fog_pl,
    ),
    ReadabilityScore(
        name="pisarek",
        title="Pisarek",
        reading="Years of schooling; higher is harder. Polish only.",
        meaning="Pisarek's linear index: a third of sentence length and of the percentage of words of four syllables "
        "or more, plus 1. Polish only.",
        source="Pisarek 1969",
        languages=frozenset({"pl"}),
        compute=_pisarek,
    ),
)
