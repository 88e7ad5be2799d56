"""Finds the line of each value in a TOML file.

`tomllib` gives values without their lines, so this module scans the text a second time, for positions only. It
expects a document that `tomllib` has accepted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

#: The path of a value in a document: keys of tables and positions in arrays, from the top.
KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r"""
    \"{3}(?:\\.|[^\\])*?\"{3,5}  # text over several lines
    | '{3}.*?'{3,5}               # the same, literally
    | "(?:\\.|[^"\\\n])*"
    | '[^'\n]*'
    """,
    re.DOTALL | re.VERBOSE,
)
_PLAIN_VALUE = re.compile(r"[^,\]}\n#]+")


def lines_of(text: str) -> Mapping[KeyPath, int]:
    """The line, from 1, of every table, key and array item of a valid TOML document."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    """A scanner at a position `at` of the text. Each method reads one piece of syntax and moves past it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._tables: dict[KeyPath, int] = {}  # arrays of tables -> how many tables they have so far

    def document(self) -> None:
        """Read the whole document."""
        base: KeyPath = ()
        self.blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                base = self.header()
            else:
                self.pair(base)
            self.blank()

    def header(self) -> KeyPath:
        """Read [table] or [[array of tables]]; returns the path that the keys below it belong to."""
        start, double = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        keys = self.keys()
        self.at += 2 if double else 1
        path = self.resolve(keys[:-1] if double else keys)
        if double:
            array = (*path, keys[-1])
            self._tables[array] = self._tables.get(array, 0) + 1
            self.mark(array, start)
            path = (*array, self._tables[array] - 1)
        self.mark(path, start)
        return path

    def resolve(self, keys: KeyPath) -> KeyPath:
        """The path of a header's keys. The name of an array of tables means its last table."""
        path: KeyPath = ()
        for key in keys:
            path = (*path, key)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def pair(self, base: KeyPath) -> None:
        """Read `key = value` inside the table at `base`."""
        start = self.at
        for key in self.keys():
            base = (*base, key)
            self.mark(base, start)
        self.at += 1  # the equals sign
        self.blank()
        self.value(base)

    def keys(self) -> KeyPath:
        """Read a dotted key, up to what follows it."""
        path: list[str | int] = []
        while True:
            self.blank()
            quoted = _STRING.match(self.text, self.at)
            bare = quoted or _BARE_KEY.match(self.text, self.at)
            if bare is None:
                return tuple(path)
            path.append(quoted.group()[1:-1] if quoted else bare.group())
            self.at = bare.end()
            self.blank()
            if self.text[self.at : self.at + 1] != ".":
                return tuple(path)
            self.at += 1

    def value(self, path: KeyPath) -> None:
        """Read the value of a path."""
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self.items(path)
        elif first == "{":
            self.inline(path)
        elif match := (_STRING.match(self.text, self.at) or _PLAIN_VALUE.match(self.text, self.at)):
            self.at = match.end()

    def items(self, path: KeyPath) -> None:
        """Read an array."""
        self.at += 1
        index = 0
        self.blank()
        while self.at < len(self.text) and self.text[self.at] != "]":
            self.mark((*path, index), self.at)
            self.value((*path, index))
            index += 1
            self.separator()
        self.at += 1

    def inline(self, path: KeyPath) -> None:
        """Read an inline table."""
        self.at += 1
        self.blank()
        while self.at < len(self.text) and self.text[self.at] != "}":
            self.pair(path)
            self.separator()
        self.at += 1

    def separator(self) -> None:
        """Read a comma, if there is one, and the blanks around it."""
        self.blank()
        if self.text[self.at : self.at + 1] == ",":
            self.at += 1
            self.blank()

    def blank(self) -> None:
        """Read white space, line ends and comments."""
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def mark(self, path: KeyPath, at: int) -> None:
        """Note the line of a path, unless it is known."""
        self.lines.setdefault(path, bisect_left(self._breaks, at) + 1)
