"""Patterns of event files: pieces put in, and what would make a pattern wrong or slow.

A pattern is a Python regular expression that ignores upper and lower case. A space stands for any single white space,
because web pages put no-break spaces between words. `{name}` stands for a piece declared under [words.<language>].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

FLAGS = re.IGNORECASE

#: Longest pattern after the pieces are put in. The longest shipped one has 1,041 characters.
MAX_LENGTH = 10_000

_PIECE = re.compile(r"\{([a-z][a-z_]*)\}")
_PART = re.compile(
    r"(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<open>\((?:\?(?:[aiLmsux-]*:|<?[=!]|P<\w+>|>))?)"
    r"|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<repeat>[*+?]|\{\d*,?\d*\})"
    r"|(?P<atom>\\.|.)",
    re.DOTALL,
)
# Atoms that no \w can match: a repeat before one of them ends there.
_SEPARATORS = frozenset((r"\s", "-", ",", ":", ";", "'", '"', "’", "”", r"\.", "/", "%"))


class Fault(NamedTuple):
    """What is wrong with a pattern and what to do."""

    what: str
    remedy: str


def expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """The regular expression that a pattern of an event file stands for. Raises KeyError with an undeclared piece."""
    return _PIECE.sub(lambda m: pieces[m.group(1)], pattern).replace(" ", r"\s")


def pieces_of(declared: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Pieces with the pieces above them put in, and those that name an undeclared one: {piece: what it names}."""
    ready: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, text in declared.items():
        try:
            ready[name] = _PIECE.sub(lambda m: ready[m.group(1)], text)
        except KeyError as error:
            wrong[name] = str(error.args[0])
            ready[name] = ""
    return ready, wrong


def faults(pattern: str) -> list[Fault]:
    """What keeps an expanded pattern from being used safely on text from the web."""
    if len(pattern) > MAX_LENGTH:
        return [Fault(f"the pattern has {len(pattern)} characters", "split it into several patterns")]
    try:
        compiled = re.compile(pattern, FLAGS)
    except (re.error, RecursionError, OverflowError) as error:
        return [Fault(f"the pattern is no regular expression: {error}", "see 'Patterns' in data/README.md")]
    found = [Fault(what, remedy) for what, remedy in _slow(pattern)]
    if not found and any(m.start() == m.end() for probe in ("", "a", "a b") for m in compiled.finditer(probe)):
        found.append(Fault("the pattern matches the empty text", "ask for at least one word"))
    return found


class _RegexGroup:
    """A group that is being read: whether it holds an unbounded repeat and whether a separator ends its rounds."""

    def __init__(self, pending: bool) -> None:
        self.pending = pending  # an unbounded repeat stands before this point and nothing has ended it yet
        self.unbounded = False
        self.first: str | None = None
        self.last: str | None = None

    def rounds_end(self) -> bool:
        return self.first in _SEPARATORS or self.last in _SEPARATORS


def _slow(pattern: str) -> Iterator[Fault]:
    """Repeats that can take more than linear time; the pattern is known to compile."""
    stack = [_RegexGroup(pending=False)]
    for kind, text, least, most in _parts(pattern):
        if kind == "open":
            stack.append(_RegexGroup(stack[-1].pending))
        elif kind == "bar":
            stack[-1].pending = False
        elif kind == "close":
            yield from _slow_group(stack.pop(), stack[-1], most)
        else:
            yield from _slow_atom(text, least, most, stack[-1])
    if re.match(r"(?:\\[wds]|\[[^\]]*\])(?:[*+]|\{\d*,\})", pattern):
        yield Fault("the pattern begins with a repeat", r"begin with \b or a letter")


def _slow_group(group: _RegexGroup, outer: _RegexGroup, most: int | None) -> Iterator[Fault]:
    if most is None:
        yield Fault("a group is repeated without a limit", "write {0,3} in place of * or +")
    elif most > 1 and group.unbounded and not group.rounds_end():
        yield Fault("a repeat stands inside a repeated group", "end the group with a space or take one away")
    outer.pending, outer.last = group.pending, None
    outer.first = outer.first or ")"
    outer.unbounded |= group.unbounded


def _slow_atom(text: str, least: int, most: int | None, group: _RegexGroup) -> Iterator[Fault]:
    group.first, group.last = group.first or text, text
    if most is None:
        if text == "." or text.startswith("[^") or text in (r"\W", r"\S", r"\D"):
            yield Fault(f"{text} is repeated without a limit", "write {0,40} in place of * or +")
        elif group.pending:
            yield Fault("two repeats follow each other", "put a space between them or give one a limit")
        group.pending = group.unbounded = True
    elif text in _SEPARATORS and least > 0:
        group.pending = False


def _parts(pattern: str) -> Iterator[tuple[str, str, int, int | None]]:
    """(kind, text, least, most repeats) of each part; most is None without a limit."""
    found = [(m.lastgroup or "", m.group()) for m in _PART.finditer(pattern)]
    for i, (kind, text) in enumerate(found):
        if kind == "repeat":
            continue
        after = found[i + 1] if i + 1 < len(found) else ("", "")
        least, most = _repeat(after[1]) if after[0] == "repeat" else (1, 1)
        yield kind, text, least, most


def _repeat(text: str) -> tuple[int, int | None]:
    if text in ("*", "+", "?"):
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[text]
    low, comma, high = text[1:-1].partition(",")
    least = int(low or 0)
    return least, (int(high) if high else None) if comma else least
