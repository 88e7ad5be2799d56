"""What a text must hold for a pattern to match: a quick test before a slow search.

An event has a hundred patterns, most of which no given article can match. `needles` reads from a regular expression
sets of plain strings; one of each set stands in everything it matches. Looking for those costs a hundredth of the
search. A part that is not understood gives no needles, never wrong ones.
"""

from __future__ import annotations

import re

#: Of each set one string is in the text; an empty tuple says nothing.
Needles = tuple[frozenset[str], ...]

#: Shorter strings stand in nearly every text.
SHORTEST = 3

# Letters that `re.IGNORECASE` takes for each other although `str.lower` keeps them apart.
_ALIKE = str.maketrans({"\u0131": "i", "\u017f": "s", "\u03c2": "\u03c3", "\u00b5": "\u03bc", "\u0307": None})
_QUANTIFIER = re.compile(r"[?*+]|\{(\d*)(?:,\d*)?\}")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_OPENING = re.compile(r"\((?:\?(?::|=|P<\w+>|(?P<flags>-?[a-z]+):|(?P<never>!|<=|<!)))?")


def fold(text: str) -> str:
    """Text as needles are compared: a needle stands in the text where it stands in its folded form."""
    return text.lower().translate(_ALIKE)


def needles(pattern: str) -> Needles:
    """Sets of strings, folded, one of each in the folded form of every match; the quickest to rule out come first."""
    try:
        found, end = _alternatives(pattern, 0)
    except (ValueError, IndexError, RecursionError):
        return ()
    return tuple(sorted(set(found), key=lambda strings: (len(strings), sorted(strings)))) if end == len(pattern) else ()


def _alternatives(pattern: str, index: int) -> tuple[Needles, int]:
    """The needles of branches divided by "|", up to a closing bracket or the end."""
    branches: list[Needles] = []
    while True:
        branch, index = _sequence(pattern, index)
        branches.append(branch)
        if index >= len(pattern) or pattern[index] == ")":
            break
        index += 1
    if len(branches) == 1:
        return branches[0], index
    # One of the branches: its best set. A branch without needles leaves nothing certain.
    best = [
        max(choices, key=lambda strings: (min(map(len, strings)), -len(strings), sorted(strings)))
        for choices in branches
        if choices
    ]
    return ((frozenset[str]().union(*best),) if len(best) == len(branches) else ()), index


def _sequence(pattern: str, index: int) -> tuple[Needles, int]:
    """The needles of one branch: those of all its parts, which must all match."""
    found: list[frozenset[str]] = []
    run = ""
    while index < len(pattern) and pattern[index] not in "|)":
        part, literal, index = _atom(pattern, index)
        quantifier = _QUANTIFIER.match(pattern, index)
        if quantifier:
            index = quantifier.end() + (pattern[quantifier.end() : quantifier.end() + 1] in ("?", "+"))
            optional = quantifier.group() in ("?", "*") or quantifier.group(1) in ("", "0")
            part, literal = ((), None) if optional else (part, literal)
        run += literal or ""
        if literal is None or quantifier:
            found.append(frozenset({run}))
            run = ""
        found.extend(part)
    found.append(frozenset({run}))
    return tuple(strings for strings in found if min(map(len, strings)) >= SHORTEST), index


def _atom(pattern: str, index: int) -> tuple[Needles, str | None, int]:
    """One part at i: (its needles, its literal character or None, the end). Raises ValueError for what is unknown."""
    sign = pattern[index]
    if sign == "\\":
        escaped = pattern[index + 1]
        # \b, \s, \d and their kind match classes or places; an escaped sign is itself.
        return (), (None if escaped.isalnum() else fold(escaped)), index + 2
    if sign == "[":
        match = _CLASS.match(pattern, index)
        if match is None:
            raise ValueError(pattern)
        return (), None, match.end()
    if sign == "(":
        match = _OPENING.match(pattern, index)
        if match is None or "x" in (match["flags"] or "") or pattern[match.end() : match.end() + 1] == "?":
            raise ValueError(pattern)
        inside, end = _alternatives(pattern, match.end())
        if pattern[end : end + 1] != ")":
            raise ValueError(pattern)
        return (() if match["never"] else inside), None, end + 1
    return (), (None if sign in ".^$" else fold(sign)), index + 1
