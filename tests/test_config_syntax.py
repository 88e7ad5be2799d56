"""What declarations are written in: the line of every key in any TOML, sound patterns, their pieces and spaces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.config import Problem
from collectors.config.event_patterns import expand, faults
from collectors.config.toml_lines import lines_of


def test_lines_of_every_shape_of_toml() -> None:
    text = '''\
# a comment with = and [brackets]
a = 1
"quoted key".b = """one
two \\""" [x]
three"""
c = [ # list
  "x]", 'y',

  { d = 1, e = [2,
    3] },
]
[t.u]
f = \'\'\'
literal " \'\'\'
[[rows]]
g = {}
[[rows]]
g = 2024-03-01
[rows.sub]
h = true'''
    lines = lines_of(text)
    expected: dict[tuple[str | int, ...], int] = {
        ("a",): 2,
        ("quoted key", "b"): 3,
        ("c",): 6,
        ("c", 0): 7,
        ("c", 1): 7,
        ("c", 2): 9,
        ("c", 2, "d"): 9,
        ("c", 2, "e"): 9,
        ("c", 2, "e", 1): 10,
        ("t", "u"): 12,
        ("t", "u", "f"): 13,
        ("rows",): 15,
        ("rows", 0): 15,
        ("rows", 0, "g"): 16,
        ("rows", 1): 17,
        ("rows", 1, "g"): 18,
        ("rows", 1, "sub", "h"): 20,
    }
    assert {path: lines.get(path) for path in expected} == expected


@given(st.lists(st.text(alphabet="ab'\"#[]{},=\n\\ é", max_size=12), max_size=8))
def test_lines_of_any_strings(values: list[str]) -> None:
    """Keys written one after another, each value as a TOML basic string."""
    quoted = ['"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for v in values]
    text = "\n".join(f"k{i} = [\n{value},\n]" for i, value in enumerate(quoted))
    lines = lines_of(text)
    assert [lines[(f"k{i}", 0)] for i in range(len(values))] == [3 * i + 2 for i in range(len(values))]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bsham\b",
        r"\bso-called\s(?:\w+\s){0,3}vote\b",
        r"(?-i:DPR|LPR)",
        r"\bannex\w*",
        r"\b\d{1,2}(?:[.,]\d+)?\s?%",
        r"(?<!\bto\s)votes?",
        r"[\[\]()]x",
    ],
)
def test_sound_patterns(pattern: str) -> None:
    assert faults(pattern) == []


def test_pieces_and_spaces() -> None:
    assert expand("a {b} c{2,3}", {"b": "(?:x y)"}) == r"a\s(?:x\sy)\sc{2,3}"
    assert Problem(Path("f"), 2, "what", "remedy") > Problem(Path("f"), 1, "z", "z")
