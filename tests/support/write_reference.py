"""Writes REFERENCE.md: every command, published table, exported column and metric, from the code itself.

python -m tests.support.write_reference
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from collectors.cli import app
from collectors.dataset.column_meanings import TABLE_MEANINGS, meaning_of
from collectors.dataset.table_registry import TABLES
from collectors.export import COLUMNS, METRICS
from collectors.method import METHOD_PARTS

FILE = Path(__file__).parent.parent.parent / "REFERENCE.md"


def reference() -> str:
    """The whole file."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Written by `python -m tests.support.write_reference` from the code; a test compares. Do not edit by hand."
    yield from _commands()
    yield from _tables()
    yield from _files()
    yield from ("", "## Metrics of comparison.csv", "", "| metric | what it counts |", "|---|---|")
    yield from (_row(f"`{metric}`", meaning) for metric, meaning in METRICS.items())
    yield from ("", "## Parts of the method", "", "| part | version | what it decides |", "|---|---|---|")
    yield from (_row(f"`{part.name}`", part.version, part.decides) for part in METHOD_PARTS)


def _commands() -> Iterator[str]:
    yield from ("", "## Commands", "", "| command | what it does |", "|---|---|")
    group = typer.main.get_command(app)
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]  a group has commands
        yield _row(f"`parallax {name}`", (command.help or "").split("\n\n")[0])


def _tables() -> Iterator[str]:
    yield from (
        "",
        "## Tables of a data set",
        "",
        "Parquet files below `datasets/VERSION/`, in the order they are written.",
    )
    for table in TABLES:
        yield from ("", f"### {table.name}", "", TABLE_MEANINGS[table.name], "")
        yield from ("| column | type | meaning |", "|---|---|---|")
        yield from (
            _row(f"`{field.name}`", str(field.type), meaning_of(table.name, field.name)) for field in table.schema
        )


def _files() -> Iterator[str]:
    yield from ("", "## Files of an export")
    for name, columns in COLUMNS.items():
        yield from ("", f"### {name}.csv", "", "| column | type | meaning |", "|---|---|---|")
        yield from (_row(f"`{column.name}`", column.type, column.meaning) for column in columns)


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
