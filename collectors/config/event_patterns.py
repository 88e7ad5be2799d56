"""The patterns of event files: putting in named pieces, and finding what makes a pattern wrong or slow.

A pattern is a Python regular expression that ignores upper and lower case. A space matches any single white space,
because web pages put no-break spaces between words. `{name}` stands for a piece declared under [words.<language>].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from time import thread_time
from typing import NamedTuple

from collectors.config.sound_patterns import known_to_be_sound

FLAGS = re.IGNORECASE

#: Texts that are repeated to try patterns, and the seconds of a CPU that a search of 1,000 characters may take: the
#: slowest shipped pattern takes a thousandth of it.
PROBES = ("a", "а", "A1", "a ", "a-", "-", " ")
PROBE_LIMIT = 0.2
#: The ends of the texts that are tried, by length.
_ENDINGS = [
    [filler * (length // len(filler)) + "\0" for filler in PROBES] for length in (16, 20, 24, 28, 32, 64, 256, 1_024)
]
_LETTERS = re.compile(r"(?<!\\)[^\W\d_]{3,}")

#: The most repeats of a group that can match one text in several ways: with three, the number of ways grows with the
#: cube of a word's length.
FEW_ROUNDS = 3

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


#: "(0, 3)" after a word or group, where "{0,3}" is meant: such a pattern matches the literal figures.
_REPEAT_IN_BRACKETS = re.compile(r"(?<=[\w)\]*+?])(?<!\\)\((\d),(?:\\s|\s)?(\d)\)")


class Fault(NamedTuple):
    """What is wrong with a pattern, and what to do about it."""

    what: str
    remedy: str


def expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """Turn a pattern of an event file into the regular expression that it stands for.

    Args:
        pattern: The pattern as written, with `{name}` for pieces and a space for any white space.
        pieces: The regular expression of each piece.

    Raises:
        KeyError: The pattern names a piece that is not declared; the error holds the name.
    """
    return _PIECE.sub(lambda item: pieces[item.group(1)], pattern).replace(" ", r"\s")


def pieces_of(declared: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Put pieces into the pieces that are declared below them.

    Args:
        declared: Piece -> its text, in declared order. A piece may use those above it.

    Returns:
        Every piece with its references put in ("" for a piece with a mistake), and for each piece with a mistake the
        undeclared name that it uses.
    """
    ready: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, text in declared.items():
        try:
            ready[name] = _PIECE.sub(lambda item: ready[item.group(1)], text)
        except KeyError as error:
            wrong[name] = str(error.args[0])
            ready[name] = ""
    return ready, wrong


def faults(pattern: str) -> list[Fault]:
    """Find what makes a pattern unsafe to run on text from the web.

    A pattern is tried once in a process, and a shipped one in the tests.

    Args:
        pattern: A pattern after `expand`.

    Returns:
        The faults, if any: the pattern is too long, does not compile, can take more than linear time, has a slip that
        keeps it from ever matching, or matches the empty text.
    """
    return [] if known_to_be_sound(pattern) else list(tried(pattern))


@lru_cache(maxsize=20_000)
def tried(pattern: str) -> tuple[Fault, ...]:
    """Find the faults of a pattern by trying it, even where it is known to be sound; arguments as of `faults`."""
    if len(pattern) > MAX_LENGTH:
        return (Fault(f"the pattern has {len(pattern)} characters", "split it into several patterns"),)
    try:
        compiled = re.compile(pattern, FLAGS)
    except (re.error, RecursionError, OverflowError) as error:
        return (Fault(f"the pattern is no regular expression: {error}", "see 'Patterns' in data/README.md"),)
    mistakes = list(_slow(pattern))
    if spelled := _REPEAT_IN_BRACKETS.search(pattern):
        least, most = spelled.groups()
        what = f"({least}, {most}) stands for these figures, so this never matches"
        mistakes.append(Fault(what, f"write {{{least},{most}}}"))
    if not mistakes and any(
        match.start() == match.end() for probe in ("", "a", "a b") for match in compiled.finditer(probe)
    ):
        mistakes.append(Fault("the pattern matches the empty text", "ask for at least one word"))
    if not mistakes and (slowest := _probed(pattern, compiled)):
        mistakes.append(slowest)
    return tuple(mistakes)


def _probed(pattern: str, compiled: re.Pattern[str]) -> Fault | None:
    """The fault of a pattern that takes more than PROBE_LIMIT seconds on one of several hard texts, else None.

    All texts of one length are tried before longer ones, so that a pattern whose time explodes is found while it is
    short, and are timed together: asking for the time takes longer than most searches.
    """
    starts = [f" {start}" for start in ("", *_LETTERS.findall(pattern)[:3])]
    for endings in _ENDINGS:
        texts = [start + ending for ending in endings for start in starts]
        began = thread_time()
        for text in texts:
            compiled.search(text)
        if thread_time() - began > PROBE_LIMIT and (slowest := _slowest(compiled, texts)):
            return slowest
    return None


def _slowest(compiled: re.Pattern[str], texts: list[str]) -> Fault | None:
    """The fault of the first text that alone takes more than PROBE_LIMIT seconds, else None."""
    for text in texts:
        began = thread_time()
        compiled.search(text)
        if (took := thread_time() - began) > PROBE_LIMIT:
            what = f"the pattern takes {took:.1f} s for a text of {len(text)} characters"
            return Fault(what, "make its repeats shorter or fewer, and put spaces between them")
    return None


class _RegexGroup:
    """A group while it is parsed: whether it holds repeats, and whether a separator ends each of its rounds."""

    def __init__(self, pending: bool) -> None:
        self.pending = pending  # an unbounded repeat came before and nothing has ended it yet
        self.unbounded = False
        self.varies = False  # it can match texts of several lengths, or one text in several ways
        self.swallows = False  # and one of its repeats takes separators, too
        self.closed = True  # all alternatives so far begin or end with a separator that must be there
        self.first: str | None = None
        self.last: str | None = None

    def add(self, text: str) -> None:
        """Note the next part of the current alternative; "" for a part that is optional."""
        self.first, self.last = self.first if self.first is not None else text, text

    def end_alternative(self) -> None:
        """Note that the current alternative has ended."""
        if self.first is not None:
            self.closed &= self.first in _SEPARATORS or self.last in _SEPARATORS
        self.first = self.last = None

    def rounds_end(self) -> bool:
        """Whether a text can be divided among the rounds of this group in one way only."""
        return self.closed and not self.swallows


def _slow(pattern: str) -> Iterator[Fault]:
    """The repeats that can take more than linear time. The pattern must compile."""
    stack = [_RegexGroup(pending=False)]
    for kind, text, least, most in _parts(pattern):
        if kind == "open":
            stack.append(_RegexGroup(stack[-1].pending))
        elif kind == "bar":
            stack[-1].pending, stack[-1].varies = False, True
            stack[-1].end_alternative()
        elif kind == "close":
            stack[-1].end_alternative()
            yield from _slow_group(stack.pop(), stack[-1], least, most)
        else:
            yield from _slow_atom(text, least, most, stack[-1])
    if re.match(r"(?:\\[wds]|\[[^\]]*\])(?:[*+]|\{\d*,\})", pattern):
        yield Fault("the pattern begins with a repeat", r"begin with \b or a letter")


def _slow_group(group: _RegexGroup, outer: _RegexGroup, least: int, most: int | None) -> Iterator[Fault]:
    if most is None:
        yield Fault("a group is repeated without a limit", "write {0,3} in place of * or +")
    elif most > 1 and group.unbounded and not group.rounds_end():
        yield Fault("a repeat stands inside a repeated group", "end the group with a space or take one away")
    elif most > FEW_ROUNDS and group.varies and not group.rounds_end():
        # (?:[a-z]{1,9}-?){0,20}! took 7 s for 26 letters: each can be shared out among the rounds in many ways.
        what = f"a group with a repeat of several lengths in it is repeated up to {most} times"
        yield Fault(what, f"end each round with a space, or repeat it {FEW_ROUNDS} times at most")
    outer.pending = group.pending
    outer.add(")")
    outer.unbounded |= group.unbounded
    outer.varies |= group.varies or least != most
    outer.swallows |= group.swallows


def _slow_atom(text: str, least: int, most: int | None, group: _RegexGroup) -> Iterator[Fault]:
    group.add(text if least > 0 else "")
    if least != most:
        group.varies = True
        group.swallows |= text in {".", r"\W", r"\S", r"\D"} or _takes_separators(text)
    if most is None:
        if text == "." or text.startswith("[^") or text in (r"\W", r"\S", r"\D"):
            yield Fault(f"{text} is repeated without a limit", "write {0,40} in place of * or +")
        elif group.pending:
            yield Fault("two repeats follow each other", "put a space between them or give one a limit")
        group.pending = group.unbounded = True
    elif text in _SEPARATORS and least > 0:
        group.pending = False


def _takes_separators(text: str) -> bool:
    """Whether a character class matches a separator that would otherwise end a round."""
    return text.startswith("[^") or (text.startswith("[") and any(mark in text[1:-1] for mark in (r"\s", "-]", r"\W")))


def _parts(pattern: str) -> Iterator[tuple[str, str, int, int | None]]:
    """(kind, text, least, most repeats) of each part; most is None without a limit."""
    parts = [(match.lastgroup or "", match.group()) for match in _PART.finditer(pattern)]
    for index, (kind, text) in enumerate(parts):
        if kind == "repeat":
            continue
        after = parts[index + 1] if index + 1 < len(parts) else ("", "")
        least, most = _repeat(after[1]) if after[0] == "repeat" else (1, 1)
        yield kind, text, least, most


def _repeat(text: str) -> tuple[int, int | None]:
    if text in ("*", "+", "?"):
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[text]
    low, comma, high = text[1:-1].partition(",")
    least = int(low or 0)
    return least, (int(high) if high else None) if comma else least
