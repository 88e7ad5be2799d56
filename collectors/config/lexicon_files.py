"""Reads lexicons: word lists in `data/lexicons/` with their source and licence in the first lines.

An example:

# title: Cue verbs and their stance
# source: our own list
# licence: Apache-2.0
# language: en
lemma,stance
claim,distancing
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.config.codes import LANGUAGES
from collectors.config.cue_syntax import fault_of
from collectors.config.problems import DeclarationFile, Problem, nearest, read_text

#: The allowed values of a column of numbers: any number.
NUMBER: tuple[str, ...] = ()
#: The name of columns of words and phrases, whose syntax `cue_syntax` checks.
PHRASES = "term"
#: The tables that Parallax reads: file -> column -> the values it may have, None for any. A second file of a table, for
#: another language, has the language in its name: certainty.uk.csv.
TABLES: Mapping[str, Mapping[str, tuple[str, ...] | None]] = {
    "cue-verbs": {"lemma": None, "stance": ("neutral", "distancing", "endorsing", "charged")},
    "certainty": {"term": None, "kind": ("hedge", "booster", "none")},
    "distancing": {"term": None, "kind": ("label", "term", "hearsay", "none")},
    "vader": {"term": None, "valence": NUMBER},
    "subjectivity": {"term": None, "subjectivity": NUMBER},
}

_HEADER = re.compile(r"#\s*(?P<key>[a-z]+):\s*(?P<value>.*\S)?\s*")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list.

    Attributes:
        id: The file's name without its ending.
        title: The title in its header, or the id.
        source: Where the list comes from.
        licence: Its licence.
        language: ISO 639-1 code; None for a list that serves every language.
        columns: The names of the columns.
        rows: The cells of each row, in the order of `columns`.
    """

    id: str
    title: str
    source: str
    licence: str
    language: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def mapping(self, key: str, value: str) -> dict[str, str]:
        """Map one column to another, in the order of the file.

        Args:
            key: The column whose cells are the keys.
            value: The column whose cells are the values.

        Raises:
            ValueError: The lexicon has no such column.
        """
        keys, values = self.columns.index(key), self.columns.index(value)
        return {row[keys]: row[values] for row in self.rows}


def read_lexicon(file: Path) -> tuple[Lexicon | None, list[Problem]]:
    """Read the lexicon of a CSV file.

    Returns:
        The lexicon, or None where the file has a mistake; and every mistake in it.
    """
    source = DeclarationFile(file)
    text = read_text(file, source)
    if text is None:
        return None, source.problems
    head = read_header(text, source)
    rows = _rows(text, source)
    lexicon = None
    table = file.stem.partition(".")[0]
    if table not in TABLES:
        source.add(1, f"nothing reads the lexicon {file.stem!r}", nearest(file.stem, TABLES))
    elif not rows:
        source.add(1, "the lexicon has no rows", f"write the line {','.join(TABLES[file.stem])} and rows below it")
    else:
        columns = _columns(rows[0], TABLES[table], source)
        cells = _cells(rows[1:], columns, TABLES[table], source)
        lexicon = Lexicon(
            file.stem,
            head.get("title", file.stem),
            head.get("source", ""),
            head.get("licence", ""),
            head.get("language"),
            columns,
            tuple(cells),
        )
    return (None if source.problems else lexicon), source.problems


def read_header(text: str, source: DeclarationFile) -> dict[str, str]:
    """Read the `# key: value` lines at the top of a lexicon.

    Args:
        text: The text of the file.
        source: Collects a problem for a missing source or licence, and for a language that is wrong.

    Returns:
        Key -> value, without keys that have no value.
    """
    head: dict[str, str] = {}
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        stated = _HEADER.fullmatch(line)
        if stated and stated["value"]:
            head[stated["key"]] = stated["value"]
    for key in ("source", "licence"):
        if key not in head:
            source.add(1, f"there is no {key} line", f"begin the file with the line '# {key}: ...'")
    if "language" in head and head["language"] not in LANGUAGES:
        source.add(1, f"{head['language']!r} is no language code", "use two letters of ISO 639-1, such as en")
    named = source.file.stem.partition(".")[2]
    if named and named != head.get("language"):
        what = f"the file is named for {named!r}, its language line says {head.get('language')!r}"
        source.add(1, what, f"write '# language: {named}'")
    return head


def _rows(text: str, source: DeclarationFile) -> list[tuple[int, list[str]]]:
    lines = text.split("\n")
    numbered = [(index, line) for index, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    rows = []
    for number, line in numbered:
        try:
            rows.append((number, [cell.strip() for cell in next(csv.reader([line], strict=True))]))
        except csv.Error as error:
            source.add(number, f"not a line of CSV: {error}", "put cells that hold commas or quotes in quotation marks")
    return rows


def _columns(
    header: tuple[int, list[str]], declared: Mapping[str, tuple[str, ...] | None], source: DeclarationFile
) -> tuple[str, ...]:
    line, columns = header
    for column in columns:
        if column not in declared:
            source.add(line, f"unknown column {column!r}", nearest(column, declared))
    for column in declared:
        if column not in columns:
            source.add(line, f"the column {column!r} is missing", f"write the line {','.join(declared)}")
    return tuple(columns)


def _cells(
    rows: list[tuple[int, list[str]]],
    columns: tuple[str, ...],
    declared: Mapping[str, tuple[str, ...] | None],
    source: DeclarationFile,
) -> list[tuple[str, ...]]:
    seen: dict[str, int] = {}
    table = []
    for line, cells in rows:
        if len(cells) != len(columns):
            source.add(line, f"{len(cells)} cells for {len(columns)} columns", f"write {','.join(columns)}")
            continue
        for column, cell in zip(columns, cells, strict=True):
            allowed = declared.get(column)
            if not cell:
                source.add(line, f"the cell of {column!r} is empty", "fill it or remove the line")
            elif allowed is NUMBER and not _is_number(cell):
                source.add(line, f"{column} is {cell!r}, which is no number", "write a number such as -1.5")
            elif allowed and cell not in allowed:
                source.add(line, f"{column} is {cell!r}", nearest(cell, allowed))
            elif column == PHRASES and (fault := fault_of(cell)):
                source.add(line, *fault)
        if cells[0] in seen:
            source.add(line, f"{cells[0]!r} stands in line {seen[cells[0]]} already", "remove one of them")
        seen.setdefault(cells[0], line)
        table.append(tuple(cells))
    return table


def _is_number(cell: str) -> bool:
    try:
        return abs(float(cell)) < float("inf")
    except ValueError:
        return False
