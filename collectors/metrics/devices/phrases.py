"""Finding the words and phrases of many lists in one pass over a text.

A term is one or more words in any case. A `*` at the end of a word leaves its ending open ("conflict*"), `...` stands
for one to three words ("what ... calls"). The words of a phrase follow each other with nothing but white space,
hyphens or quotation marks between them. Where terms of one list begin at the same word the longest counts, and terms
of one list do not overlap; a term under the label `none` takes words out of the list ("supposed to").

Linear time: each word of the text is looked up once, and a phrase reads at most LONGEST words ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from collectors.metrics.devices.ground import Ground
from collectors.model import Span

#: kind -> language -> (term, label)
Terms = Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]

#: Under this label a term is passed over.
NONE = "none"
#: Lists of frames are named "frame:<family>".
FRAME = "frame:"
GAP, MOST_GAP = "...", 3
#: Words that a phrase may take, gaps included.
LONGEST = 12
#: Words whose terms are remembered: the vocabulary of some thousand articles.
REMEMBERED = 100_000

_BETWEEN = " \t\u00a0\u202f\"'“”„«»‘’-–‑"


class Found(NamedTuple):
    """A term in a text: its list, its label, and where it stands."""

    kind: str
    label: str
    span: Span


class _Entry(NamedTuple):
    kind: str
    label: str
    steps: tuple[str, ...]


class PhraseBook:
    """The terms of several lists in one language, ready to be found."""

    def __init__(self, terms: Iterable[tuple[str, str, str]]) -> None:
        """From (kind, label, term)."""
        self._exact: dict[str, list[_Entry]] = {}
        self._open: dict[str, list[_Entry]] = {}
        for kind, label, term in terms:
            first, *rest = term.lower().replace("’", "'").split()
            index, key = (self._open, first[:-1]) if first.endswith("*") else (self._exact, first)
            index.setdefault(key, []).append(_Entry(kind, label, tuple(rest)))
        self._lengths = sorted({len(stem) for stem in self._open})
        self._known: dict[str, tuple[_Entry, ...]] = {}

    def find(self, ground: Ground) -> list[Found]:
        """Every term in a text, in reading order."""
        found: list[Found] = []
        taken: dict[tuple[str, str], int] = {}
        for i, word in enumerate(ground.lower):
            entries = self._known.get(word)
            if entries is None:
                entries = self._remember(word)
            if entries:
                self._longest(ground, i, entries, taken, found)
        return found

    def _remember(self, word: str) -> tuple[_Entry, ...]:
        entries = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length <= len(word):
                entries += self._open.get(word[:length], ())
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        known = self._known[word] = tuple(entries)
        return known

    def _longest(
        self,
        ground: Ground,
        i: int,
        entries: Sequence[_Entry],
        taken: dict[tuple[str, str], int],
        found: list[Found],
    ) -> None:
        """Keep the longest term of each list that begins at word i."""
        best: dict[tuple[str, str], tuple[int, _Entry]] = {}
        for entry in entries:
            last = _last(ground, i, entry.steps) if entry.steps else i
            # A cue may belong to several frames: there each label is a list of its own.
            key = (entry.kind, entry.label if entry.kind.startswith(FRAME) else "")
            if last is not None and i >= taken.get(key, 0) and (key not in best or last > best[key][0]):
                best[key] = last, entry
        for key, (last, entry) in best.items():
            taken[key] = last + 1
            if entry.label != NONE:
                span = Span(ground.words[i].start, ground.words[last].end)
                found.append(Found(entry.kind, entry.label, span))


def _last(ground: Ground, i: int, steps: Sequence[str]) -> int | None:
    """The last word of a phrase whose first word is i, or None where it does not stand there."""
    for n, step in enumerate(steps):
        if step == GAP:
            return _after_gap(ground, i, steps[n + 1 :])
        if i + 1 >= len(ground.lower) or not _is(ground.lower[i + 1], step) or not _joined(ground, i, 1):
            return None
        i += 1
    return i


def _after_gap(ground: Ground, i: int, rest: Sequence[str]) -> int | None:
    """The last word of a phrase that goes on with `rest` after one to three words that follow word i."""
    for skip in range(1, MOST_GAP + 1):
        if i + skip + 1 < len(ground.lower) and (not rest or _is(ground.lower[i + skip + 1], rest[0])):
            last = _last(ground, i + skip, rest)
            if last is not None and _joined(ground, i, skip):
                return last
    return None


def _is(word: str, step: str) -> bool:
    return word.startswith(step[:-1]) if step.endswith("*") else word == step


def _joined(ground: Ground, i: int, steps: int) -> bool:
    """Whether the next words follow word i without a mark that divides."""
    if i + steps >= len(ground.words):
        return False
    pairs = zip(ground.words[i : i + steps], ground.words[i + 1 : i + steps + 1], strict=True)
    return all(not ground.text[a.end : b.start].strip(_BETWEEN) for a, b in pairs)


def book_of(terms: Terms, language: str) -> PhraseBook:
    """The lists that have terms in this language."""
    return PhraseBook(
        (kind, label, term)
        for kind, by in sorted(terms.items())
        for code in (language, "")
        for term, label in by.get(code, ())
    )
