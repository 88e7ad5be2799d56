"""comparison_wide.csv: one row per outlet and selection, and a column for each estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from collectors.compare import ComparisonRow
from collectors.export.exported_table import ExportColumn, ExportedTable, Row, columns_of
from collectors.export.metric_units import unit_of
from collectors.export.row_labels import RowLabels

WIDE_KEY_COLUMNS = columns_of("""
event string Event.
outlet string Outlet or group.
outlet_label string Its name.
phase string Phase of the event, or "all".
voice string Whose words count.
copies string Which articles count.
""")
#: Metrics with a variant for each of many words: as columns they would be thousands.
_OPEN_ENDED = ("words:", "sources:speaker")


def wide_name(metric: str, variant: str) -> str:
    """The column of a figure: the metric, and after a slash its variant."""
    return f"{metric}/{variant}" if variant else metric


def wide_table(rows: Sequence[ComparisonRow], labels: RowLabels) -> ExportedTable:
    """The estimates of comparison.csv side by side; single words and speakers are left out.

    Args:
        rows: The rows of comparison.csv.
        labels: The names of their ids.
    """
    names: dict[str, ExportColumn] = {}
    made: dict[tuple[str, str, str, str], Row] = {}
    for row in rows:
        if row.metric.startswith(_OPEN_ENDED):
            continue
        name = wide_name(row.metric, row.variant)
        label = labels.variant(row.metric, row.variant)
        names.setdefault(name, ExportColumn(name, "number", f"Estimate of {row.metric}{_of(label)}: {_unit(row)}."))
        key = (row.outlet, row.phase, row.voice, row.copies)
        line = made.setdefault(key, _keyed(row, labels))
        line[name] = row.estimate
    ordered: Mapping[str, ExportColumn] = dict(sorted(names.items()))
    return ExportedTable(
        name="comparison_wide",
        title="The estimates of comparison.csv, one row per outlet",
        key=("event", "outlet", "phase", "voice", "copies"),
        columns=(*WIDE_KEY_COLUMNS, *ordered.values()),
        rows=lambda _data, _event: iter(made.values()),
    )


def _keyed(row: ComparisonRow, labels: RowLabels) -> Row:
    names = ("event", "outlet", "phase", "voice", "copies")
    return {name: getattr(row, name) for name in names} | {"outlet_label": labels.unit(row.outlet)}


def _of(label: str) -> str:
    return f", {label}" if label else ""


def _unit(row: ComparisonRow) -> str:
    return unit_of(row.metric) or "see the codebook"
