"""The largest differences as sentences, made by rule from comparison rows: no adjective, no cause, no verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, sqrt

from collectors.compare import ComparisonRow
from dashboard.render.charts import SHARE, Form, number

LEVEL = 0.05  # Benjamini-Hochberg level below which a difference is named at all


@dataclass(frozen=True, slots=True)
class Labels:
    """What ids are called: outlets, concepts, concept -> variant, sides, roles."""

    outlets: Mapping[str, str]
    concepts: Mapping[str, str]
    variants: Mapping[str, Mapping[str, str]]
    sides: Mapping[str, str]
    roles: Mapping[str, str]
    kinds: str = "outlets"  # what is compared; groups and phases do not write

    @property
    def grouped(self) -> bool:
        """Whether a row is something else than an outlet."""
        return self.kinds != "outlets"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: a sentence, its caveat, how large it is (Cohen's h) and the page and fields with its evidence."""

    text: str
    caveat: str
    size: float
    page: str
    fields: dict[str, str]


def largest(rows: Iterable[ComparisonRow], labels: Labels, *, most: int = 3) -> list[Finding]:
    """The largest differences that hold, one per metric, largest first; empty where none does.

    A difference holds when both outlets have enough articles, their intervals do not overlap, and one of them
    differs from the others at LEVEL after correction.
    """
    families: dict[str, dict[str, list[ComparisonRow]]] = {}
    for row in rows:
        if row.enough and row.estimate is not None and row.outlet in labels.outlets:
            families.setdefault(row.metric, {}).setdefault(row.variant, []).append(row)
    found = []
    for metric, by in sorted(families.items()):
        told = [f for variant, group in sorted(by.items()) if (f := _difference(metric, variant, group, labels))]
        if told:
            found.append(max(told, key=lambda item: item.size))
    return sorted(found, key=lambda item: -item.size)[:most]


def headline(what: str, rows: Sequence[ComparisonRow], names: Mapping[str, str], form: Form, unit: str = "") -> str:
    """The heading over one estimate per outlet: its ends where they differ by more than a shuffle of articles gives,
    else only what is counted. `rows` have one metric and one variant; `unit` follows the numbers."""
    ends = extremes([row for row in rows if row.enough and row.estimate is not None and row.outlet in names])
    if ends is None:
        return what
    high, low = ends
    told = f"from {number(low.estimate, form)} in {names[low.outlet]} to {number(high.estimate, form)} in "
    return f"{what}: {told}{names[high.outlet]}{unit}"


def extremes(group: Sequence[ComparisonRow]) -> tuple[ComparisonRow, ComparisonRow] | None:
    """The rows with the largest and the smallest estimate, where their difference holds."""
    if len(group) < 2:
        return None
    high = max(group, key=lambda item: (item.estimate or 0, item.outlet))
    low = min(group, key=lambda item: (item.estimate or 0, item.outlet))
    return (high, low) if holds(high, low) else None


def _difference(metric: str, variant: str, group: Sequence[ComparisonRow], labels: Labels) -> Finding | None:
    ends = extremes(group)
    if ends is None:
        return None
    high, low = ends
    said = _sentence(metric, variant, high, low, labels)
    if said is None:
        return None
    text, page, fields = said
    return Finding(
        text, _caveat(high, low, labels), _effect(high.estimate or 0) - _effect(low.estimate or 0), page, fields
    )


def holds(high: ComparisonRow, low: ComparisonRow) -> bool:
    """Whether `high` is above `low` by more than chance gives: see `largest`."""
    if high.ci_low is None or low.ci_high is None or high.ci_low <= low.ci_high:
        return False
    qs = [row.q_value for row in (high, low) if row.q_value is not None]
    return bool(qs) and min(qs) < LEVEL


def _effect(share: float) -> float:
    """The arcsine transform of Cohen's h (Cohen 1988, ch. 6): equal steps are equally hard to see at any share."""
    return 2 * asin(sqrt(min(max(share, 0.0), 1.0)))


def _sentence(
    metric: str, variant: str, high: ComparisonRow, low: ComparisonRow, labels: Labels
) -> tuple[str, str, dict[str, str]] | None:
    family, _, name = metric.partition(":")
    a, b = labels.outlets[high.outlet], labels.outlets[low.outlet]
    x, y = number(high.estimate, SHARE), number(low.estimate, SHARE)
    if family == "naming" and variant in labels.variants.get(name, {}):
        word, what = labels.variants[name][variant], labels.concepts[name]
        n, m = f"{high.denominator:,.0f}", f"{low.denominator:,.0f}"
        text = f"{what}: {a} writes “{word}” in {x} of {n} mentions, {b} in {y} of {m}."
        if labels.grouped:
            text = f"{what}: “{word}” is {x} of {n} mentions in {a}, {y} of {m} in {b}."
        return text, "naming", {"concept": name, "variant": variant}
    if metric in ("sources:side", "sources:role"):
        known = {"side": labels.sides, "role": labels.roles}[name]
        if variant not in known:
            return None
        text = f"{a} gives {known[variant]} {x} of the words of its speakers, {b} {y}."
        if labels.grouped:
            text = f"{known[variant]}: {x} of the speakers’ words in {a}, {y} in {b}."
        return text, "sources", {"by": name, "who": variant}
    if metric == "sources:quoted_words":
        text = f"Of {a}’s words {x} are its speakers’, of {b}’s {y}."
        return (f"Speakers’ words: {x} in {a}, {y} in {b}." if labels.grouped else text), "sources", {"by": "form"}
    return None


def _caveat(high: ComparisonRow, low: ComparisonRow, labels: Labels) -> str:
    def inside(r: ComparisonRow) -> str:
        return f"{number(r.ci_low, SHARE)} to {number(r.ci_high, SHARE)} ({r.n_articles} articles)"

    qs = [row.q_value for row in (high, low) if row.q_value is not None]
    shuffled = (
        f" Shuffling articles between {labels.kinds} rarely gives as much (q = {max(min(qs), 0.001):.3f})."
        if qs
        else ""
    )
    return f"95% intervals: {inside(high)} and {inside(low)}.{shuffled}"
