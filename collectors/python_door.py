"""The door for notebooks and other programs: published tables and comparisons as Arrow tables.

    from collectors import open_dataset

    data = open_dataset()                                 # the newest of PARALLAX_HOME, or ~/.parallax
    event = data.event("ukraine-annexation-referendums-2022")
    event.naming("vote", voice="own").to_pandas()         # the numbers of the page Naming
    event.comparison().to_pandas()                        # comparison.csv
    event.table("quotations").to_pandas()

Every figure is the one that the dashboard shows and `parallax export` writes: the same functions compute them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import cast

import pyarrow as pa

from collectors import compare
from collectors.compare import ALL, OUTLET, ArticleArrays, ArticleSelection, ComparisonRow, load
from collectors.config import Settings
from collectors.dataset import versions
from collectors.dataset.versions import Dataset
from collectors.errors import ParallaxError
from collectors.export import ExportChoices, RowLabels, comparison_line, export_event, row_labels
from collectors.export.exported_table import ExportColumn
from collectors.export.tables.comparison_columns import COMPARISON_COLUMNS
from collectors.export.tables.contrasts_export import CONTRAST_COLUMNS, contrast_rows
from collectors.model import Voice

__all__ = ["OpenedDataset", "OpenedEvent", "open_dataset"]

#: Type of an exported column -> that of an Arrow column.
_TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
          "date": pa.date32()}  # fmt: skip


def open_dataset(home: str | Path | None = None, version: str | None = None) -> OpenedDataset:
    """Open a published data set for reading.

    Args:
        home: The folder that holds `datasets`; None for PARALLAX_HOME, else ~/.parallax.
        version: A version, also that of a reference data set that comes with Parallax; None for the newest.

    Returns:
        The data set.

    Raises:
        ParallaxError: There is no such data set, or it is damaged or of another Parallax.
    """
    folder = Path(home).expanduser() if home is not None else Settings.resolve().home
    return OpenedDataset(versions.open_dataset(folder, version))


class OpenedDataset:
    """A published data set. It never changes: a version always gives the same figures."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def __repr__(self) -> str:
        return f"<Parallax data set {self.version}, events: {', '.join(self.events)}>"

    @property
    def version(self) -> str:
        """Its version, by which it is cited."""
        return self._dataset.version

    @property
    def method_version(self) -> str:
        """The version of the measures in it."""
        return self._dataset.method_version

    @property
    def label(self) -> str | None:
        """What stands above its data, such as "invented demonstration data"; None for nothing."""
        return self._dataset.label

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables; REFERENCE.md explains their columns."""
        return self._dataset.tables

    @cached_property
    def events(self) -> dict[str, str]:
        """Its events: id -> title."""
        rows = self._dataset.table("events", ["event", "title"]).to_pylist()
        return {row["event"]: row["title"] for row in rows}

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Read a table of all events.

        Args:
            name: One of `tables`.
            columns: The columns to read; None for all.

        Raises:
            ParallaxError: There is no such table, or its file is damaged.
        """
        return self._dataset.table(name, columns)

    def event(self, event: str | None = None) -> OpenedEvent:
        """Open an event.

        Args:
            event: Its id; None where the data set has one event only.

        Raises:
            ParallaxError: The data set does not hold it, or holds several and none was named.
        """
        names = ", ".join(sorted(self.events)) or "none"
        if event is None:
            if len(self.events) != 1:
                raise ParallaxError("the data set does not hold one event", remedy=f"name one of: {names}")
            event = next(iter(self.events))
        if event not in self.events:
            raise ParallaxError(f"the data set has no event {event!r}", remedy=f"events: {names}")
        return OpenedEvent(self._dataset, event)


class OpenedEvent:
    """One event of a data set: its tables, and comparisons with the columns of comparison.csv.

    The comparisons take what the dashboard's bar of choices offers: `outlets` (ids), `phase` (a phase's id), `voice`
    ("all", "own", "quoted", "attributed", "undecided"), `copies` ("all", "own", "one"), `place` ("headline", "lead",
    "body"), `languages` (codes), `grades` (of extraction; () for doubtful texts, too) and `by` ("outlet", "country",
    "ownership", "language", "phase"). Without them they answer for all articles of good grade.
    """

    def __init__(self, dataset: Dataset, event: str) -> None:
        self.id, self._dataset = event, dataset

    def __repr__(self) -> str:
        return f"<event {self.id} of Parallax data set {self._dataset.version}>"

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Read the event's rows of a published table.

        Args:
            name: A table with a column `event`.
            columns: The columns to read; None for all.

        Raises:
            ParallaxError: There is no such table, or its file is damaged.
        """
        return self._dataset.table(name, columns, [("event", "=", self.id)])

    def naming(self, concept: str = "", **choices: object) -> pa.Table:
        """The share of each variant among the mentions of a concept.

        Args:
            concept: A concept's id; empty for all.
            **choices: As the class says. Without a voice all words count; the page shows the outlets' own first.

        Raises:
            ParallaxError: The event declares no such concept, or a choice is not on offer.
        """
        self._require_concept(concept)
        return self._compared(compare.naming, "naming", concept, choices)

    def families(self, concept: str = "", **choices: object) -> pa.Table:
        """The share of each family of variants among the mentions of a concept; arguments as in `naming`."""
        self._require_concept(concept)
        return self._compared(compare.naming_families, "families", concept, choices)

    def readability(self, score: str = "", **choices: object) -> pa.Table:
        """The mean of a readability score or part, such as "flesch_kincaid_grade"; empty for all."""
        return self._compared(compare.readability, "readability", score, choices)

    def sources(self, figure: str = "", **choices: object) -> pa.Table:
        """Who is quoted and how: "side", "role", "speaker", "quoted_words" and others; empty for all."""
        return self._compared(compare.sources, "sources", figure, choices)

    def devices(self, **choices: object) -> pa.Table:
        """The figures of framing devices."""
        return self._compared(compare.devices, "devices", "", choices)

    def coverage(self, **choices: object) -> pa.Table:
        """How much each outlet published, and how much of it is copied."""
        return self._compared(compare.coverage, "coverage", "", choices)

    def comparison(self, by: str = OUTLET) -> pa.Table:
        """Every figure of the event, as comparison.csv holds them; takes seconds."""
        return self._rows(compare.comparison(self._facts, by=by))

    def contrasts(self, voice: str = ALL, copies: str = ALL, by: str = OUTLET) -> pa.Table:
        """Every pair of outlets in every figure, as contrasts.csv holds them.

        Args:
            voice: Whose words count.
            copies: Which articles count.
            by: What is compared.
        """
        rows = contrast_rows(self._facts, self._labels, by=by, voices=(voice,), copies=copies)
        return _table(CONTRAST_COLUMNS, rows)

    def export(self, folder: str | Path, **choices: object) -> list[Path]:
        """Write the files of `parallax export`.

        Args:
            folder: Where to; created where it does not exist.
            **choices: Fields of `collectors.export.ExportChoices`, such as wide=True.
        """
        return export_event(self._dataset, self.id, Path(folder), choices=ExportChoices(**choices))  # type: ignore[arg-type]  # its dataclass refuses what it does not know

    @cached_property
    def _facts(self) -> ArticleArrays:
        return load(self._dataset, self.id)

    @cached_property
    def _labels(self) -> RowLabels:
        return row_labels(self._dataset, self.id, self._dataset.path.parent.parent)

    def _compared(
        self, function: Callable[..., list[ComparisonRow]], family: str, name: str, choices: Mapping[str, object]
    ) -> pa.Table:
        selection = self._selection(choices)
        rows = function(self._facts, selection, only=(f"{family}:{name}",) if name else ())
        if name and not rows:  # a figure that these articles do not have, or one that does not exist
            offered = {row.metric.partition(":")[2] for row in function(self._facts, ArticleSelection(self.id))}
            if family not in ("naming", "families") and name not in offered:
                raise ParallaxError(f"{family} has no {name!r}", remedy=f"choose one of {', '.join(sorted(offered))}")
        return self._rows(rows)

    def _require_concept(self, concept: str) -> None:
        """Raise ParallaxError where the event declares no such concept."""
        concepts = self._labels.concepts
        if concept and concept not in concepts:
            raise ParallaxError(
                f"the event has no concept {concept!r}", remedy=f"concepts: {', '.join(concepts) or 'none'}"
            )

    def _selection(self, choices: Mapping[str, object]) -> ArticleSelection:
        """The selection for keyword arguments.

        Raises:
            ParallaxError: An argument is unknown, or its value is not on offer.
        """
        offered = {
            "voice": (ALL, *map(str, Voice)), "copies": compare.COPIES, "by": compare.BY,
            "place": (ALL, "headline", "lead", "body"), "phase": (ALL, *self._facts.phases),
        }  # fmt: skip
        several = ("outlets", "languages", "grades")
        made: dict[str, object] = {}
        for name, value in choices.items():
            if name in several:
                made[name] = (value,) if isinstance(value, str) else tuple(cast("Iterable[str]", value))
            elif name not in offered:
                raise ParallaxError(
                    f"there is no choice {name!r}", remedy=f"choices: {', '.join([*several, *offered])}"
                )
            elif value not in offered[name]:
                raise ParallaxError(f"{name} has no {value!r}", remedy=f"choose one of {', '.join(offered[name])}")
            else:
                made[name] = value
        for outlet in cast("tuple[str, ...]", made.get("outlets", ())):
            if outlet not in self._labels.outlets:
                names = ", ".join(self._facts.cube.columns["outlet"].names)
                raise ParallaxError(f"the data set has no outlet {outlet!r}", remedy=f"outlets with articles: {names}")
        return ArticleSelection(self.id, **made)  # type: ignore[arg-type]  # checked above

    def _rows(self, rows: Iterable[ComparisonRow]) -> pa.Table:
        return _table(COMPARISON_COLUMNS, (comparison_line(row, self._labels) for row in rows))


def _table(columns: Sequence[ExportColumn], rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """An Arrow table with the columns of an exported file; empty text is "", a missing number null."""
    lines = list(rows)
    arrays = [pa.array([line.get(column.name) for line in lines], _TYPES[column.type]) for column in columns]
    return pa.table(arrays, names=[column.name for column in columns])
