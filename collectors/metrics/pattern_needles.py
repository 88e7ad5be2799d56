"""Strings that a text must contain for a regular expression to match: a quick test before a slow search.

An event has a hundred patterns, most of which cannot match in a given article. `needles` derives from a regular
expression sets of plain strings; every match contains at least one string of each set. Searching for those
strings costs a hundredth of a search with the pattern. A part of a pattern that is not understood gives no needles,
never wrong ones.
"""

from __future__ import annotations

import re

#: Every match contains one string of each set; an empty tuple excludes nothing.
Needles = tuple[frozenset[str], ...]

#: The shortest needle; nearly every text contains shorter strings.
SHORTEST = 3

# Letters that `re.IGNORECASE` treats as equal although `str.lower` does not.
_ALIKE = str.maketrans({"\u0131": "i", "\u017f": "s", "\u03c2": "\u03c3", "\u00b5": "\u03bc", "\u0307": None})
_QUANTIFIER = re.compile(r"[?*+]|\{(\d*)(?:,\d*)?\}")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_OPENING = re.compile(r"\((?:\?(?::|=|P<\w+>|(?P<flags>-?[a-z]+):|(?P<never>!|<=|<!)))?")


def fold(text: str) -> str:
    """Return a text as needles are compared: in lower case, with letters that IGNORECASE treats as equal made equal."""
    return text.lower().translate(_ALIKE)


def needles(pattern: str) -> Needles:
    """Derive the needles of a regular expression.

    Args:
        pattern: The pattern as it would be given to `re.compile`, searched with or without IGNORECASE.

    Returns:
        Sets of folded strings, the quickest to rule out first. The folded form of every match contains one string of
        each set. Empty where the pattern is not understood.
    """
    try:
        alternatives, end = _alternatives(pattern, 0)
    except (ValueError, IndexError, RecursionError):
        return ()
    return (
        tuple(sorted(set(alternatives), key=lambda strings: (len(strings), sorted(strings))))
        if end == len(pattern)
        else ()
    )


def _alternatives(pattern: str, index: int) -> tuple[Needles, int]:
    """Return the needles of branches separated by "|", up to a closing bracket or the end, and where they end."""
    branches: list[Needles] = []
    while True:
        branch, index = _sequence(pattern, index)
        branches.append(branch)
        if index >= len(pattern) or pattern[index] == ")":
            break
        index += 1
    if len(branches) == 1:
        return branches[0], index
    # One branch matches, so the best sets of all are united. A branch without needles makes nothing certain.
    best = [
        max(choices, key=lambda strings: (min(map(len, strings)), -len(strings), sorted(strings)))
        for choices in branches
        if choices
    ]
    return ((frozenset[str]().union(*best),) if len(best) == len(branches) else ()), index


def _sequence(pattern: str, index: int) -> tuple[Needles, int]:
    """Return the needles of one branch, all parts of which must match, and where it ends."""
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
    """Return the needles of the part at `index`, its literal character or None, and where it ends.

    Raises:
        ValueError: The part is of an unknown kind.
    """
    sign = pattern[index]
    if sign == "\\":
        escaped = pattern[index + 1]
        # \b, \s, \d and the like match classes or positions; an escaped sign stands for itself.
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
