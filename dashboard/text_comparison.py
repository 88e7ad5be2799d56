"""Several texts on one story: what they share, and what only some of them say. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from collectors.metrics.text import sentences, words
from collectors.model import Span

#: Words a sentence needs before the same sentence elsewhere counts as a shared passage: shorter ones recur by chance.
LONG_ENOUGH = 8
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:[,. \u00a0]\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class SharedPassages:
    """A sentence of one text that occurs word for word in others."""

    span: Span
    others: tuple[str, ...]


def shared(texts: Mapping[str, str]) -> dict[str, list[SharedPassages]]:
    """Return, for each text, its sentences that occur in another text, which are most likely agency copy.

    Args:
        texts: texts by name.
    """
    passages: dict[str, list[tuple[Span, tuple[str, ...]]]] = {}
    where: dict[tuple[str, ...], list[str]] = {}
    for name, text in texts.items():
        for sentence in sentences(text):
            inside = text[sentence.start : sentence.end]
            said = tuple(inside[word.start : word.end].casefold() for word in words(inside))
            if len(said) >= LONG_ENOUGH:
                passages.setdefault(name, []).append((sentence, said))
                where.setdefault(said, []).append(name)
    return {
        name: [
            SharedPassages(sentence, tuple(sorted(others)))
            for sentence, said in mine
            if (others := {*where[said]} - {name})
        ]
        for name, mine in passages.items()
    }


@dataclass(frozen=True, slots=True)
class HeadlineLine:
    """One thing that texts can hold: its label and, for each text, how it occurs there; None where it does not."""

    label: str
    cells: tuple[str | None, ...]

    @property
    def missing(self) -> int:
        """How many texts lack it."""
        return sum(cell is None for cell in self.cells)


def namings(per_text: Sequence[Iterable[tuple[str, str, str]]], labels: Mapping[str, str]) -> list[HeadlineLine]:
    """Return, for each concept, the variants that each text uses.

    Args:
        per_text: (concept, variant's label, voice) of each mention, by text.
        labels: names of the concepts by id.
    """
    counted = [Counter(uses) for uses in (list(text) for text in per_text)]
    lines = []
    for concept, label in labels.items():
        cells = tuple(
            _variants({(variant, voice): count for (named, variant, voice), count in uses.items() if named == concept})
            for uses in counted
        )
        if any(cells):
            lines.append(HeadlineLine(label, cells))
    return lines


def _variants(uses: Mapping[tuple[str, str], int]) -> str | None:
    totals: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for (variant, voice), count in uses.items():
        totals[variant] += count
        if voice != "own":
            theirs[variant] += count
    parts = [
        f"“{variant}” {total}{_whose(total, theirs[variant])}"
        for variant, total in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return "; ".join(parts) or None


def _whose(total: int, theirs: int) -> str:
    if not theirs:
        return ""
    return " (in quotation)" if theirs == total else f" ({theirs} in quotation)"


def speakers(per_text: Sequence[Iterable[tuple[str, int]]], most: int = 14) -> list[HeadlineLine]:
    """Return who is quoted or reported in each text and with how many words, those in most texts first.

    Args:
        per_text: (speaker, words) of each quotation, by text.
        most: how many speakers at most.
    """
    totals = [_summed(pairs) for pairs in per_text]
    everybody = Counter[str]()
    for one in totals:
        everybody.update(one)
    ranked = sorted(everybody, key=lambda who: (-sum(who in one for one in totals), -everybody[who], who))
    return [
        HeadlineLine(who, tuple(f"{one[who]:,} words" if who in one else None for one in totals))
        for who in ranked[:most]
    ]


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for who, count in pairs:
        total[who] = total.get(who, 0) + count
    return total


def presence(per_text: Sequence[Iterable[str]], labels: Mapping[str, str] | None = None) -> list[HeadlineLine]:
    """Return the things that some of the texts hold and others do not, those that fewest texts lack first.

    Args:
        per_text: the things that each text holds.
        labels: names of the things by id; None shows the ids.
    """
    have = [frozenset(thing) for thing in per_text]
    every = sorted({thing for one in have for thing in one})
    lines = [
        HeadlineLine((labels or {}).get(thing, thing), tuple("yes" if thing in one else None for one in have))
        for thing in every
    ]
    return sorted((line for line in lines if line.missing), key=lambda line: (line.missing, line.label))


def figures(text: str) -> set[str]:
    """Return the numbers of two digits or more in a text, without their separators."""
    numbers = (re.sub(r"[, \u00a0]", "", match.group()) for match in _FIGURE.finditer(text))
    return {number for number in numbers if len(number.replace(".", "")) > 1}
