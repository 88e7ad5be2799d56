"""The tables of a large invented data set that publishing makes from a sample of its articles, and of its collecting.

`make_large` calls it. Words are counted by publishing's own code; which of them are distinctive is drawn, in as many rows
as publishing writes: it would shuffle for ten minutes, and pages only read the result.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from collectors.compare.comparison_rows import COPIES
from collectors.compare.distinctive_words import MOST_UNITS
from collectors.dataset import distinctive_tables, naming_choices_table, table_registry
from collectors.dataset.published_table import batches_of
from collectors.dataset.term_counting import TermCounter
from collectors.metrics.voice import voice_of
from collectors.model import Quotation, Span, Voice

Row = tuple[object, ...]
#: Undeclared names that publishing proposes for an event.
PROPOSALS = 400
#: A round every six hours of a year.
ROUNDS = 4 * 366


def add_words(folder: Path, event: str) -> dict[str, int]:
    """Write terms, choices, distinctive and proposals; rows per table."""
    sampled = distinctive_tables.sampled_of(folder)
    ids = sorted(sampled[event].copies)
    counter = TermCounter()
    for text, quotations in _read(folder, ids):
        counter.add(text, voice_of(quotations, text))
    counts = {
        "terms": _write(folder, "terms", distinctive_tables.term_rows(_schema("terms"), event, counter, ids, sampled))
    }
    counts["choices"] = _write(folder, "choices", naming_choices_table.choices_of(folder))
    counts["distinctive"] = _write(folder, "distinctive", _rows("distinctive", _distinctive(event)))
    counts["proposals"] = _write(folder, "proposals", _rows("proposals", _proposals(event, ids)))
    return counts


def add_collecting(folder: Path, event: str, outlets: Sequence[dict[str, Any]], start: Any) -> dict[str, int]:
    """Write readings, rounds, changes and collected; rows per table."""
    names = [o["outlet"] for o in outlets]
    made = {
        "readings": ((event, s, o, f"https://{o}.example/{s}", ROUNDS, f"{start + timedelta(days=365)}T18:00:00+00:00",
                      20 + i % 40, "far fewer entries than usual" if i % 50 == 7 else None)
                     for i, o in enumerate(names) for s in ("feeds", "sitemaps")),
        "rounds": ((event, f"{start + timedelta(hours=6 * r)}T{6 * (r % 4):02}:00:00+00:00", "feeds", o, kind, 1 + (r + i) % 9)
                   for r in range(ROUNDS) for i, o in enumerate(names[:100]) for kind in ("saved", "unchanged")),
        "changes": ((event, f"{i:07x}", names[i % len(names)], f"https://example.org/{i}", 2, f"{start}T10:00:00+00:00",
                     f"Headline {i}", f"Headline {i + i % 2}", [f"paragraph {i}"], [f"paragraph {i + 1}"]) for i in range(20_000)),
        "collected": ((event, o, start + timedelta(days=d), "collected" if (i + d) % 9 else "failed", "feeds")
                           for i, o in enumerate(names) for d in range(366)),
    }  # fmt: skip
    return {name: _write(folder, name, _rows(name, rows)) for name, rows in made.items()}


def _read(folder: Path, ids: Sequence[str]) -> Iterator[tuple[str, list[Quotation]]]:
    """Text and quotations of these articles, in their order."""
    among = [("article_id", "in", ids)]
    said: dict[str, list[Quotation]] = {}
    columns = ["article_id", "type", "cue_start", "cue_end", "content"]
    for r in pq.read_table(folder / "quotations.parquet", columns=columns, filters=among).to_pylist():
        content = tuple(Span(c["start"], c["end"]) for c in r["content"])
        said.setdefault(r["article_id"], []).append(
            Quotation(None, None, Span(r["cue_start"], r["cue_end"]), content, r["type"])
        )
    texts = pq.read_table(folder / "texts.parquet", columns=["article_id", "text"], filters=among).sort_by("article_id")
    for name, text in zip(texts["article_id"].to_pylist(), texts["text"].to_pylist(), strict=True):
        yield text, said.get(name, [])


def _proposals(event: str, ids: Sequence[str]) -> Iterator[Row]:
    rng = np.random.default_rng(1)
    for i in range(PROPOSALS):
        uses = {f"outlet-{o:03d}": [int(rng.integers(1, 9)), 30] for o in rng.integers(0, 200, 12)}
        kind, target = ("concept", f"c{i % 10}") if i % 2 else ("actor", f"a{i % 12}")
        yield (event, kind, target, "en", f"phrase {i}", f"Phrase {i}", 40, 36, 3000, json.dumps(uses, sort_keys=True),
               ids[i % len(ids)], "outlet-000", 10, 20, i / PROPOSALS, min(1.0, 2 * i / PROPOSALS))  # fmt: skip


def _distinctive(event: str) -> Iterator[Row]:
    """Drawn figures of the 60 outlets that get some, 40 words that they use more and 20 less."""
    rng = np.random.default_rng(2)
    cells = itertools.product(
        ("all", *map(str, Voice)),
        COPIES,
        (False, True),
        range(MOST_UNITS),
        range(distinctive_tables.MORE + distinctive_tables.LESS),
    )
    for voice, copies, shuffled, outlet, i in cells:
        z = float(rng.normal(4.0, 1.0)) * (1 if i < distinctive_tables.MORE else -1)
        p = float(rng.random()) / 50
        yield (event, f"outlet-{outlet:03d}", voice, copies, shuffled, f"word {i}", 40, 90_000, 300, 3_000_000, 30, 150, 200,
               9_000, z / 5, z, p, min(1.0, 4 * p), 0.0001, 0.0009, 0.1, 0.3, 360_000, 18_000, 0 if shuffled else 900)  # fmt: skip


def _schema(name: str) -> pa.Schema:
    return table_registry.SCHEMAS[name]


def _rows(name: str, rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    return batches_of(_schema(name), rows)


def _write(folder: Path, name: str, batches: Iterable[pa.RecordBatch]) -> int:
    (table,) = (t for t in table_registry.TABLES if t.name == name)
    rows = 0
    with pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd") as file:
        for batch in batches:
            file.write_batch(batch, row_group_size=table.group)
            rows += batch.num_rows
    return rows
