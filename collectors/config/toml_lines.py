"""On which line of a TOML file a value stands.

`tomllib` gives values without their lines, so this reads the text a second time, only for positions. It expects a
document that `tomllib` has accepted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

#: Where a value stands in a document: keys of tables and positions in arrays, from the top.
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
    """The line, counted from 1, of every table, key and array item of a valid TOML document."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._tables: dict[KeyPath, int] = {}  # arrays of tables -> how many tables they have so far

    def document(self) -> None:
        base: KeyPath = ()
        self.blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                base = self.header()
            else:
                self.pair(base)
            self.blank()

    def header(self) -> KeyPath:
        """[table] or [[array of tables]]: where the keys after it belong."""
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
        """A header's keys as a path: an array of tables stands for its last table."""
        path: KeyPath = ()
        for key in keys:
            path = (*path, key)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def pair(self, base: KeyPath) -> None:
        start = self.at
        for key in self.keys():
            base = (*base, key)
            self.mark(base, start)
        self.at += 1  # the equals sign
        self.blank()
        self.value(base)

    def keys(self) -> KeyPath:
        """A dotted key; stops at what follows it."""
        found: list[str | int] = []
        while True:
            self.blank()
            quoted = _STRING.match(self.text, self.at)
            bare = quoted or _BARE_KEY.match(self.text, self.at)
            if bare is None:
                return tuple(found)
            found.append(quoted.group()[1:-1] if quoted else bare.group())
            self.at = bare.end()
            self.blank()
            if self.text[self.at : self.at + 1] != ".":
                return tuple(found)
            self.at += 1

    def value(self, path: KeyPath) -> None:
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self.items(path)
        elif first == "{":
            self.inline(path)
        elif found := (_STRING.match(self.text, self.at) or _PLAIN_VALUE.match(self.text, self.at)):
            self.at = found.end()

    def items(self, path: KeyPath) -> None:
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
        self.at += 1
        self.blank()
        while self.at < len(self.text) and self.text[self.at] != "}":
            self.pair(path)
            self.separator()
        self.at += 1

    def separator(self) -> None:
        self.blank()
        if self.text[self.at : self.at + 1] == ",":
            self.at += 1
            self.blank()

    def blank(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def mark(self, path: KeyPath, at: int) -> None:
        self.lines.setdefault(path, bisect_left(self._breaks, at) + 1)
