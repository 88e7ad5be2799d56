"""The largest differences as sentences, made by rule from comparison rows: without adjectives, causes or verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, sqrt

from collectors.compare import ComparisonRow, PairDifference, PairFamily
from collectors.compare.outlet_pairs import STATED
from collectors.model import Voice
from dashboard.render.charts import SHARE, Form, number
from dashboard.translation import translated, translated_count

LEVEL = 0.05  # Benjamini-Hochberg level below which a heading names a difference


@dataclass(frozen=True, slots=True)
class Labels:
    """What ids are called; `variants` is by concept, and `kinds` is what is compared, in the plural."""

    outlets: Mapping[str, str]
    concepts: Mapping[str, str]
    variants: Mapping[str, Mapping[str, str]]
    sides: Mapping[str, str]
    roles: Mapping[str, str]
    kinds: str = "outlets"  # what is compared; groups and phases do not write

    @property
    def grouped(self) -> bool:
        """Whether a row is a group and not an outlet."""
        return self.kinds != "outlets"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    Attributes:
        text: the sentence.
        caveat: intervals, q and the number of figures.
        size: how large it is, as Cohen's h.
        page: the page with its evidence.
        fields: the fields of that page's address.
    """

    text: str
    caveat: str
    size: float
    page: str
    fields: dict[str, str]


def largest(rows: Iterable[ComparisonRow], pairs: PairFamily, labels: Labels, *, most: int = 3) -> list[Finding]:
    """The largest differences that hold, one per metric, largest first; empty where none does.

    Args:
        rows: the figures of the page.
        pairs: of every figure the two outlets farthest apart, tested as a pair and corrected over all figures.
        labels: what ids are called.
        most: how many.
    """
    by = {(row.metric, row.variant, row.outlet): row for row in rows}
    best: dict[str, Finding] = {}
    for (metric, variant), pair in sorted(pairs.pairs.items()):
        high, low = by.get((metric, variant, pair.high)), by.get((metric, variant, pair.low))
        if not pair.holds(STATED) or high is None or low is None or not {pair.high, pair.low} <= set(labels.outlets):
            continue
        candidate = _difference(high, low, pair, labels, pairs.size)
        if candidate and (metric not in best or candidate.size > best[metric].size):
            best[metric] = candidate
    return sorted(best.values(), key=lambda finding: -finding.size)[:most]


def headline(
    what: str, rows: Sequence[ComparisonRow], names: Mapping[str, str], form: Form, pair: PairDifference | None
) -> str:
    """Return the heading over one estimate per outlet: with the farthest two where they differ beyond chance.

    Args:
        what: what is counted; the whole heading where no difference holds.
        rows: the figures, of one metric and one variant.
        names: names of outlets by id.
        form: how to write the estimates.
        pair: the farthest pair of these figures; None where no pair can be tested.
    """
    by = {row.outlet: row for row in rows}
    if pair is None or not pair.holds(LEVEL) or not {pair.high, pair.low} <= set(by) & set(names):
        return what
    low, high = by[pair.low], by[pair.high]
    return translated(
        "{what}: from {least} in {low} to {most} in {high}", what=what, least=number(low.estimate, form),
        low=names[low.outlet], most=number(high.estimate, form), high=names[high.outlet],
    )  # fmt: skip


def _difference(
    high: ComparisonRow, low: ComparisonRow, pair: PairDifference, labels: Labels, size: int
) -> Finding | None:
    said = _sentence(high.metric, high.variant, high, low, labels)
    if said is None:
        return None
    text, page, fields = said
    return Finding(
        text, _caveat(high, low, pair, labels, size), _effect(high.estimate or 0) - _effect(low.estimate or 0), page,
        fields,
    )  # fmt: skip


def _effect(share: float) -> float:
    """The arcsine transform of Cohen's h (Cohen 1988, ch. 6): equal steps are equally hard to see at any share."""
    return 2 * asin(sqrt(min(max(share, 0.0), 1.0)))


def _sentence(
    metric: str, variant: str, high: ComparisonRow, low: ComparisonRow, labels: Labels
) -> tuple[str, str, dict[str, str]] | None:
    family, _, name = metric.partition(":")
    values = {
        "high": labels.outlets[high.outlet], "low": labels.outlets[low.outlet],
        "share": number(high.estimate, SHARE), "low_share": number(low.estimate, SHARE),
    }  # fmt: skip
    if family == "naming" and variant in labels.variants.get(name, {}):
        values |= {"concept": labels.concepts[name], "word": labels.variants[name][variant]}
        values |= {"total": f"{high.denominator:,.0f}", "low_total": f"{low.denominator:,.0f}"}
        text = _naming_sentence(values | {"words": _words(high.voice)}, own=high.voice == Voice.OWN, labels=labels)
        return text, "naming", {"concept": name, "variant": variant}
    if metric in ("sources:side", "sources:role"):
        labels_of = {"side": labels.sides, "role": labels.roles}[name]
        if variant not in labels_of:
            return None
        values["who"] = labels_of[variant]
        if labels.grouped:
            text = translated("{who}: {share} of the speakers’ words in {high}, {low_share} in {low}.", **values)
        else:
            text = translated("{high} gives {who} {share} of the words of its speakers, {low} {low_share}.", **values)
        return text, "sources", {"by": name, "who": variant}
    if metric == "sources:quoted_words":
        if labels.grouped:
            text = translated("Speakers’ words: {share} in {high}, {low_share} in {low}.", **values)
        else:
            text = translated("Of {high}’s words {share} are its speakers’, of {low}’s {low_share}.", **values)
        return text, "sources", {"by": "form"}
    return None


def _naming_sentence(values: Mapping[str, str], *, own: bool, labels: Labels) -> str:
    """Return the sentence on a variant: a group does not write, and only an outlet's own words are what it writes."""
    if labels.grouped:
        return translated(
            "{concept}: “{word}” is {share} of {total} mentions{words} in {high}, {low_share} of {low_total} in {low}.",
            **values,
        )
    if own:
        return translated(
            "{concept}: {high} writes “{word}” in {share} of {total} mentions{words}, "
            "{low} in {low_share} of {low_total}.",
            **values,
        )
    return translated(
        "{concept}: {high} has “{word}” in {share} of {total} mentions{words}, {low} in {low_share} of {low_total}.",
        **values,
    )


def _words(voice: str) -> str:
    """Return whose words a share of mentions is about, inside a sentence."""
    if voice == Voice.OWN:
        return translated(" in its own words")
    if voice == Voice.QUOTED:
        return translated(" in quotations")
    if voice == Voice.ATTRIBUTED:
        return translated(" in reported speech")
    return translated(" in undecided words") if voice == Voice.UNDECIDED else ""


def _caveat(high: ComparisonRow, low: ComparisonRow, pair: PairDifference, labels: Labels, size: int) -> str:
    def inside(row: ComparisonRow) -> str:
        articles = translated_count(row.n_articles, "article", "articles")
        ends = {"low": number(row.ci_low, SHARE), "high": number(row.ci_high, SHARE)}
        return translated("{low} to {high} ({articles})", articles=articles, **ends)

    values = {
        "one": inside(high), "other": inside(low), "low": number(pair.low_end, SHARE),
        "high": number(pair.high_end, SHARE), "q": f"{max(pair.q or 0.0, 0.001):.3f}", "figures": size,
    }  # fmt: skip
    if labels.grouped:
        return translated(
            "95% intervals: {one} and {other}; of the difference {low} to {high}. Exchanging articles between these "
            "two {kinds} rarely gives as much (q = {q}, over all pairs and {figures} figures).",
            kinds=labels.kinds,
            **values,
        )
    return translated(
        "95% intervals: {one} and {other}; of the difference {low} to {high}. Exchanging articles between these two "
        "outlets rarely gives as much (q = {q}, over all pairs and {figures} figures).",
        **values,
    )
