"""Reads declared tables field by field and turns every mistake into a `Problem` with file, line and remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from collectors.config.toml_lines import KeyPath, lines_of
from collectors.support.characters import admit

T = TypeVar("T")

#: Declarations are written by hand; the largest shipped event file has 90 KB. More is a mistaken file.
MAX_BYTES = 5_000_000

_TYPES = {str: "text in quotation marks", bool: "true or false", list: "a list in [ ]", dict: "a table", date: "a date"}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in a file of `data/`.

    Attributes:
        file: The file.
        line: The line, from 1.
        what: What is wrong.
        remedy: What to do about it.
    """

    file: Path
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} ({self.remedy})"


#: Known words that a remedy names.
MOST_NAMED = 20


def nearest(word: str, names: Iterable[str]) -> str:
    """A remedy: the known word closest to this one; where none is close, the known words, or some of many."""
    options = sorted(names)
    close = get_close_matches(word.lower(), options, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if len(options) <= MOST_NAMED:
        return f"use one of: {', '.join(options)}"
    likely = get_close_matches(word.lower(), options, n=3, cutoff=0.3)
    some = f"nearest are {', '.join(likely)}" if likely else f"such as {', '.join(options[:3])}"
    return f"none of the {len(options)} that are known is like it; {some}"


class DeclarationFile:
    """A declaration file and the problems found in it so far."""

    def __init__(self, file: Path, lines: Mapping[KeyPath, int] | None = None) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._lines = lines or {}

    def add(self, at: KeyPath | int, what: str, remedy: str) -> None:
        """Add a problem.

        Args:
            at: A line, or the path of a value. Where the value's line is not known, that of the closest table around it
                is used.
            what: What is wrong.
            remedy: What to do about it.
        """
        self.problems.append(Problem(self.file, at if isinstance(at, int) else self.line(at), what, remedy))

    def line(self, at: KeyPath) -> int:
        """The line of a value, or of the closest table around it whose line is known; else 1."""
        while at and at not in self._lines:
            at = at[:-1]
        return self._lines.get(at, 1)


def read_text(file: Path, source: DeclarationFile) -> str | None:
    r"""Read a UTF-8 file.

    Args:
        file: The file.
        source: Collects the problem where the file cannot be read.

    Returns:
        The text with "\n" as line ends and its characters admitted; None where the file is too large, is not UTF-8 or
        cannot be opened.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            source.add(1, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "is it in the right folder?")
            return None
        return admit(file.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        source.add(line, "this is not UTF-8 text", "save the file with the encoding UTF-8")
    except OSError as error:
        source.add(1, f"cannot be read: {error.strerror or error}", "check the name and the permissions")
    return None


def read_toml(file: Path) -> tuple[DeclarationFile, DeclaredTable | None]:
    """Read a TOML file.

    Returns:
        The file with its problems, and its top table; None in place of the table where the file is not valid TOML.
    """
    source = DeclarationFile(file)
    text = read_text(file, source)
    if text is None:
        return source, None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column \d+\)", str(error))
        line = int(place.group(1)) if place else text.rstrip().count("\n") + 1
        what = re.sub(r" \(at .*\)$", "", str(error))
        source.add(line, f"not valid TOML: {what}", "compare with a shipped file; quotation marks and commas first")
        return source, None
    except RecursionError:
        source.add(1, "not valid TOML: brackets are nested too deeply", "remove the superfluous brackets")
        return source, None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        number = re.search(r"[\d_]{4300,}", text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        source.add(line, "not valid TOML: a number of thousands of digits", "put it into quotation marks or remove it")
        return source, None
    source = DeclarationFile(file, lines_of(text))
    return source, DeclaredTable(source, data, ())


class DeclaredTable:
    """A table of a TOML file.

    Reading a field that is missing or has the wrong type adds a problem to the file and returns an empty value.
    """

    def __init__(self, source: DeclarationFile, data: Mapping[str, object], at: KeyPath) -> None:
        self.source, self.data, self.at = source, data, at

    def add(self, key: str | None, what: str, remedy: str) -> None:
        """Add a problem at a key of this table; `key` None stands for the table itself."""
        self.source.add(self.at if key is None else (*self.at, key), what, remedy)

    def only(self, *keys: str) -> None:
        """Add a problem for each key that is not one of these."""
        for key in self.data:
            if key not in keys:
                self.add(key, f"unknown key {key!r}", nearest(key, keys))

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not empty. The key is required where `default` is None."""
        value = self._typed(key, str, required=default is None)
        if value is not None and not value.strip():
            self.add(key, f"{key} is empty", "write a value or remove the line")
        return value if value is not None else default or ""

    def one_of(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Read a text that must be one of `choices`. The key is required where `default` is None.

        Args:
            key: the key in this table.
            choices: the texts that are allowed.
            default: the text where the key is missing; None where it must not be.
        """
        value, options = self.text(key, default), tuple(choices)
        if value.strip() and value not in options:
            self.add(key, f"{key} is {value!r}", nearest(value, options))
        return value

    def flag(self, key: str) -> bool:
        """Read true or false; false where the key is missing."""
        return self._typed(key, bool, required=False) or False

    def day(self, key: str) -> date | None:
        """Read a required date without time, as TOML writes it (2022-09-30) or as text; None for a mistake."""
        value = self.data.get(key)
        if value is None:
            self.add(None, f"{key} is missing", f"add a line such as {key} = 2022-09-30")
        elif isinstance(value, date) and not isinstance(value, datetime):
            return value
        elif isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        if value is not None:
            self.add(key, f"{key} is {value!s}, which is no date", f"write {key} = 2022-09-30, without quotation marks")
        return None

    def strings(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Read a list of texts. Empty and repeated ones are reported and left out."""
        values: list[str] = []
        for index, item in enumerate(self._typed(key, list, required=required) or ()):
            at = (*self.at, key, index)
            if not isinstance(item, str):
                self.source.add(at, f"{key} holds {item!r}", f"write {_TYPES[str]}")
            elif not item.strip():
                self.source.add(at, f"{key} holds an empty text", "remove it")
            elif item in values:
                self.source.add(at, f"{key} holds {item!r} twice", "remove one of them")
            else:
                values.append(item)
        if required and key in self.data and not values:
            self.add(key, f"{key} is empty", "write at least one value")
        return tuple(values)

    def table(self, key: str) -> DeclaredTable:
        """Read a table inside this one; an empty table where the key is missing."""
        return DeclaredTable(self.source, self._typed(key, dict, required=False) or {}, (*self.at, key))

    def tables(self, key: str) -> list[DeclaredTable]:
        """Read a list of tables, [[key]] or key = [{...}, {...}]; an empty list where the key is missing."""
        tables = []
        for index, item in enumerate(self._typed(key, list, required=False) or ()):
            at = (*self.at, key, index)
            if isinstance(item, dict):
                tables.append(DeclaredTable(self.source, item, at))
            else:
                self.source.add(at, f"{key} holds {item!r}", 'write a table: { id = "...", ... }')
        return tables

    def _typed(self, key: str, kind: type[T], *, required: bool) -> T | None:
        value = self.data.get(key)
        if isinstance(value, kind):
            return value
        if value is not None:
            self.add(key, f"{key} is {value!r}", f"write {_TYPES[kind]}")
        elif required:
            self.add(None, f"{key} is missing", f"add {key} = ..., {_TYPES[kind]}")
        return None


_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def check_id(table: DeclaredTable, taken: dict[str, int], noun: str) -> str:
    """Read the id of a table and check it.

    Args:
        table: The table; mistakes are added to its file.
        taken: Id -> line of the ids read so far; a valid new id is added to it.
        noun: What the table declares, for messages.

    Returns:
        The id as written, even where it has a mistake. A valid one has lower-case letters, digits, hyphens and
        underscores, and is used once.
    """
    name = table.text("id")
    if not name.strip():
        return name
    if not _ID.fullmatch(name):
        table.add("id", f"{name!r} is no id", "use lower-case letters, digits, hyphens and underscores, no spaces")
    elif name in taken:
        table.add("id", f"the {noun} {name!r} stands in line {taken[name]} already", "give one of them another id")
    else:
        taken[name] = table.source.line((*table.at, "id"))
    return name
