"""contrasts.csv: every pair of outlets in every figure, with the interval of their difference."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.compare import ALL, FAMILIES, ArticleArrays, ArticleSelection, contrasts
from collectors.compare.pair_contrasts import MOST_UNITS
from collectors.export.exported_table import ExportedTable, Row, columns_of
from collectors.export.metric_units import unit_of
from collectors.export.row_labels import RowLabels, concept_of
from collectors.model import Voice

CONTRAST_COLUMNS = columns_of(f"""
event string Event.
metric string What is measured, as in comparison.csv. All phases together.
variant string The variant, side, role, speaker or stance; empty where the metric has none.
voice string Whose words count: all or own, or the voice that was asked for.
copies string Which articles count: all, or as asked for.
first string The outlet or group that comes first by id. Pairs are of {MOST_UNITS}, those with most articles.
second string The other one.
difference number The estimate of first less that of second, in the unit of the metric.
ci_low number Lower end of the 95 % interval of the difference (Zou and Donner 2008), from the interval of each.
ci_high number Upper end of the 95 % interval.
p_value number Two-sided p of this pair alone, as if chosen before looking: articles exchanged between the two. Empty \
where the interval holds 0; these pairs are not exchanged.
q_value number Benjamini-Hochberg value of p_value over all pairs of all figures of a page (naming, sources, \
readability, devices or coverage) in this voice; a missing p counts as 1.
dataset_version string Version of the published data set.
first_label string Name of the first.
second_label string Name of the second.
concept string The declared concept that the metric is about; empty where it is about none.
concept_label string Title of the concept.
variant_label string Label of the variant.
unit string Unit of difference, ci_low and ci_high.
""")

#: Pages that have the same figures in every voice.
_VOICELESS = ("coverage",)


def contrast_rows(
    facts: ArticleArrays, labels: RowLabels, *, by: str, voices: tuple[str, ...], copies: str
) -> Iterator[Row]:
    """One row per pair and figure that can be tested.

    Args:
        facts: The event's arrays.
        labels: The names of its ids.
        by: What is compared.
        voices: Whose words count; a set of rows for each.
        copies: Which articles count.
    """
    for page in FAMILIES:
        for voice in (ALL,) if page in _VOICELESS else voices:
            selection = ArticleSelection(facts.event, voice=voice, copies=copies, by=by)
            for one in contrasts(facts, selection, page):
                concept = concept_of(one.metric)
                yield {
                    "event": facts.event, "metric": one.metric, "variant": one.variant, "voice": voice,
                    "copies": copies, "first": one.first, "second": one.second, "difference": one.difference,
                    "ci_low": one.low, "ci_high": one.high, "p_value": one.p, "q_value": one.q,
                    "dataset_version": facts.version, "first_label": labels.unit(one.first),
                    "second_label": labels.unit(one.second), "concept": concept,
                    "concept_label": labels.concepts.get(concept, concept),
                    "variant_label": labels.variant(one.metric, one.variant), "unit": unit_of(one.metric),
                }  # fmt: skip


def contrasts_table(facts: ArticleArrays, labels: RowLabels, *, by: str, voice: str, copies: str) -> ExportedTable:
    """The table of an export.

    Args:
        facts: The event's arrays.
        labels: The names of its ids.
        by: What is compared.
        voice: Whose words count; empty for all words and the outlets' own.
        copies: Which articles count; empty for all.
    """
    voices = (voice,) if voice else (ALL, str(Voice.OWN))
    return ExportedTable(
        name="contrasts",
        title="Pairs of outlets beside each other, with the interval of their difference",
        key=("event", "metric", "variant", "voice", "copies", "first", "second"),
        columns=CONTRAST_COLUMNS,
        rows=lambda _data, _event: contrast_rows(facts, labels, by=by, voices=voices, copies=copies or ALL),
    )
