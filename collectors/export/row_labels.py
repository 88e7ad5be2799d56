"""The names, units and tests that stand beside the ids of a comparison row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from collectors.compare import ALL, ComparisonRow, Tables
from collectors.compare.comparison_rows import GROUPED_BY
from collectors.compare.validated_estimates import ValidatedEstimate, rounded_figure
from collectors.export.metric_units import unit_of
from collectors.support.english_names import COUNTRIES, LANGUAGES, NOBODY, OWNERSHIP

#: Metrics that are about one declared concept, which is the part after the colon.
_OF_CONCEPTS = ("naming", "families", "scare", "distancing", "headline:only")

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowLabels:
    """The labels of one event's ids. What has no label keeps its id.

    Attributes:
        outlets: Outlet id -> name.
        phases: Phase id -> title.
        concepts: Concept id -> title.
        variants: Concept id -> variant id -> label.
        sides: Side id -> label.
        roles: Role id -> label.
        actors: Actor id -> name.
        facts: Fact id -> title.
        corrected: (metric, variant, voice, outlet) -> the figure that hand-marked articles correct.
    """

    outlets: Names = field(default_factory=dict)
    phases: Names = field(default_factory=dict)
    concepts: Names = field(default_factory=dict)
    variants: Mapping[str, Names] = field(default_factory=dict)
    sides: Names = field(default_factory=dict)
    roles: Names = field(default_factory=dict)
    actors: Names = field(default_factory=dict)
    facts: Names = field(default_factory=dict)
    corrected: Mapping[tuple[str, str, str, str], ValidatedEstimate] = field(default_factory=dict)

    def unit(self, unit: str) -> str:
        """The name of an outlet, or of a group such as "country:GB"."""
        by, _, value = unit.partition(":")
        names = {"country": COUNTRIES, "ownership": OWNERSHIP, "language": LANGUAGES, "phase": self.phases}.get(by, {})
        return self.outlets.get(unit) or names.get(value) or value or unit

    def phase(self, phase: str) -> str:
        """The title of a phase; "All days" for all of them."""
        return "All days" if phase == ALL else self.phases.get(phase, phase)

    def variant(self, metric: str, variant: str) -> str:
        """The label of a variant, side, role or speaker."""
        concept = concept_of(metric)
        names: Names = self.variants.get(concept, {}) if metric.startswith("naming:") else {}
        if metric == "sources:side":
            names = NOBODY | dict(self.sides)
        elif metric == "sources:role":
            names = NOBODY | dict(self.roles)
        elif metric == "sources:speaker":
            names = self.actors
        return names.get(variant, variant)

    def about(self, row: ComparisonRow) -> dict[str, object]:
        """The label columns of a row, as comparison.csv has them after those of the contract."""
        concept = concept_of(row.metric)
        fact = row.metric.removeprefix("facts:") if row.metric.startswith("facts:") else ""
        whole = row.phase == row.copies == ALL
        validated = self.corrected.get((row.metric, row.variant, row.voice, row.outlet)) if whole else None
        return {
            "outlet_label": self.unit(row.outlet),
            "phase_label": self.phase(row.phase),
            "concept": concept,
            "concept_label": self.facts.get(fact, fact) or self.concepts.get(concept, concept),
            "variant_label": self.variant(row.metric, row.variant),
            "unit": unit_of(row.metric),
            "p_tests": "" if row.p_value is None else what_p_tests(row.metric, row.outlet),
            "validated": validated.badge if validated else "",
            "corrected": rounded_figure(validated.estimate) if validated else None,
            "corrected_low": rounded_figure(validated.low) if validated else None,
            "corrected_high": rounded_figure(validated.high) if validated else None,
        }


def concept_of(metric: str) -> str:
    """The concept that a metric is about; empty where it is about none. "naming:vote@headline" is about "vote"."""
    family, _, rest = metric.rpartition(":")
    return rest.partition("@")[0] if family in _OF_CONCEPTS else ""


def what_p_tests(metric: str, outlet: str) -> str:
    """What the p-value of a row tests, in a few words.

    Args:
        metric: The row's metric.
        outlet: The row's outlet or group.
    """
    group = outlet.partition(":")[0]
    if metric == "words:use":
        return "outlet against all others: whole articles shuffled"
    if group in GROUPED_BY and ":" in outlet:
        return f"{group} against all others: outlets exchanged"
    if group == "phase" and ":" in outlet:
        return "phase against all others: articles exchanged"
    return "outlet against all others: articles exchanged within phases"


def row_labels(data: Tables, event: str, home: Path | None = None) -> RowLabels:
    """Read the labels of an event from a data set.

    Args:
        data: The data set.
        event: The event's id.
        home: The folder that holds `validation/` with hand-marked articles; None where there is none.
    """
    from collectors.validation.corrected_figures import validated_figures  # noqa: PLC0415  its sheets are CSV of this room

    outlets = data.table("outlets", ["outlet", "outlet_name"]).to_pylist()
    stored = data.table("events", ["event", "event_json"], [("event", "=", event)]).to_pylist()
    declared = json.loads(stored[0]["event_json"] or "{}") if stored else {}
    concepts = declared.get("concepts") or ()
    return RowLabels(
        outlets={row["outlet"]: row["outlet_name"] or row["outlet"] for row in outlets},
        phases=_named(declared.get("phases"), "title"),
        concepts=_named(concepts, "title"),
        variants={concept["id"]: _named(concept.get("variants"), "label") for concept in concepts},
        sides=dict(declared.get("sides") or {}),
        roles=dict(declared.get("roles") or {}),
        actors=_named(declared.get("actors"), "name"),
        facts=_named(declared.get("facts"), "title"),
        corrected=validated_figures(data, event, home) if home else {},
    )


def _named(declared: Iterable[Mapping[str, str]] | None, label: str) -> dict[str, str]:
    return {one["id"]: one.get(label) or one["id"] for one in declared or ()}
