"""The largest differences as sentences, made by rule from comparison rows: without adjectives, causes or verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, sqrt

from collectors.compare import ComparisonRow, PairDifference, PairFamily
from collectors.model import Voice
from collectors.support.plurals import many
from dashboard.render.charts import SHARE, Form, number

LEVEL = 0.05  # Benjamini-Hochberg level below which a difference is named at all


#: Whose words a share of mentions is about, inside a sentence.
_WORDS = {
    "all": "",
    "own": " in its own words",
    "quoted": " in quotations",
    "attributed": " in reported speech",
    "undecided": " in undecided words",
}


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
        if not pair.holds(LEVEL) or high is None or low is None or not {pair.high, pair.low} <= set(labels.outlets):
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
    ends = f"from {number(low.estimate, form)} in {names[low.outlet]} to {number(high.estimate, form)} in "
    return f"{what}: {ends}{names[high.outlet]}"


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
    high_name, low_name = labels.outlets[high.outlet], labels.outlets[low.outlet]
    high_share, low_share = number(high.estimate, SHARE), number(low.estimate, SHARE)
    if family == "naming" and variant in labels.variants.get(name, {}):
        word, what = labels.variants[name][variant], labels.concepts[name]
        high_total, low_total = f"{high.denominator:,.0f}", f"{low.denominator:,.0f}"
        verb = "writes" if high.voice == Voice.OWN else "has"
        mentions = f"{high_share} of {high_total} mentions{_WORDS[high.voice]}"
        text = f"{what}: {high_name} {verb} “{word}” in {mentions}, {low_name} in {low_share} of {low_total}."
        if labels.grouped:
            text = f"{what}: “{word}” is {mentions} in {high_name}, {low_share} of {low_total} in {low_name}."
        return text, "naming", {"concept": name, "variant": variant}
    if metric in ("sources:side", "sources:role"):
        labels_of = {"side": labels.sides, "role": labels.roles}[name]
        if variant not in labels_of:
            return None
        text = (
            f"{high_name} gives {labels_of[variant]} {high_share} of the words of its speakers, {low_name} {low_share}."
        )
        if labels.grouped:
            text = (
                f"{labels_of[variant]}: {high_share} of the speakers’ words in {high_name}, {low_share} in {low_name}."
            )
        return text, "sources", {"by": name, "who": variant}
    if metric == "sources:quoted_words":
        text = f"Of {high_name}’s words {high_share} are its speakers’, of {low_name}’s {low_share}."
        if labels.grouped:
            text = f"Speakers’ words: {high_share} in {high_name}, {low_share} in {low_name}."
        return text, "sources", {"by": "form"}
    return None


def _caveat(high: ComparisonRow, low: ComparisonRow, pair: PairDifference, labels: Labels, size: int) -> str:
    def inside(row: ComparisonRow) -> str:
        return f"{number(row.ci_low, SHARE)} to {number(row.ci_high, SHARE)} ({many(row.n_articles, 'article')})"

    return (
        f"95% intervals: {inside(high)} and {inside(low)}; of the difference {number(pair.low_end, SHARE)} to "
        f"{number(pair.high_end, SHARE)}. Exchanging articles between these two {labels.kinds} rarely gives as much "
        f"(q = {max(pair.q or 0.0, 0.001):.3f}, over all pairs and {size} figures)."
    )
