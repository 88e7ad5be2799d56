"""The same quotation followed through several texts: given whole, cut, or not quoted. Pure.

Two passages between quotation marks are versions of one statement where they share RUN words in a row, or where the
shorter one stands whole in the longer. Speakers do not decide: they are what texts name differently.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from collectors.metrics.text import words
from dashboard.text_comparison import HeadlineLine

#: Words in a row that two versions share: shorter runs ("the right to self-determination") are anybody's.
RUN = 5
#: Words of a statement that is worth following, and of a version of it.
STATEMENT, VERSION = 6, 3
#: Runs of fewer words do not count as kept: "of the" is in everything.
KEPT = 2
#: A version with this part of the words is given whole: a "that" or an ellipsis makes no cut.
WHOLE = 0.95
MOST = 12
_MARKS = '“”"«»„‘’ ,'


@dataclass(frozen=True, slots=True)
class FollowedQuotation:
    """One passage that a text quotes in marks, and who says it there."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class _Version:
    text: int
    speaker: str
    wording: str
    words: tuple[str, ...]


def followed(per_text: Sequence[Iterable[FollowedQuotation]], most: int = MOST) -> list[HeadlineLine]:
    """One line for each statement that at least two texts quote, those in most texts first: "whole", or how many of the
    words of its longest version a text gives; None where it quotes none of it."""
    versions = [version for index, said in enumerate(per_text) for version in _versions(index, said)]
    statements = [s for s in _grouped(versions) if len({v.text for v in s}) > 1]
    statements.sort(
        key=lambda statement: (
            -len({v.text for v in statement}),
            -max(len(v.words) for v in statement),
            statement[0].words,
        )
    )
    return [
        _line(statement, len(per_text)) for statement in statements if max(len(v.words) for v in statement) >= STATEMENT
    ][:most]


def _versions(text: int, said: Iterable[FollowedQuotation]) -> list[_Version]:
    found = []
    for one in said:
        tokens = tuple(one.text[word.start : word.end].casefold() for word in words(one.text))
        if len(tokens) >= VERSION:
            found.append(_Version(text, one.speaker, " ".join(one.text.split()), tokens))
    return found


def _grouped(versions: Sequence[_Version]) -> list[list[_Version]]:
    """The versions of each statement, in the order of the texts."""
    leader = list(range(len(versions)))

    def of(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for i, j in _alike(versions):
        leader[max(of(i), of(j))] = min(of(i), of(j))
    groups: Mapping[int, list[_Version]] = defaultdict(list)
    for i, version in enumerate(versions):
        groups[of(i)].append(version)
    return list(groups.values())


def _alike(versions: Sequence[_Version]) -> Iterator[tuple[int, int]]:
    """Pairs of versions that share a run, or of which one holds the other; by an index of runs, not pair by pair."""
    for size in range(VERSION, RUN + 1):
        owner: dict[tuple[str, ...], int] = {}
        for i, version in enumerate(versions):
            if size == RUN or len(version.words) == size:
                for run in _runs(version, size):
                    owner.setdefault(run, i)
        for index, version in enumerate(versions):
            for run in _runs(version, size):
                if (i := owner.get(run, index)) != index:
                    yield i, index


def _runs(version: _Version, size: int) -> Iterator[tuple[str, ...]]:
    return (version.words[at : at + size] for at in range(len(version.words) - size + 1))


def _line(statement: Sequence[_Version], texts: int) -> HeadlineLine:
    longest = max(statement, key=lambda item: len(item.words))
    cells: list[str | None] = []
    for text in range(texts):
        mine = [v for v in statement if v.text == text]
        if not mine:
            cells.append(None)
            continue
        kept = set().union(*(_kept(longest.words, v.words) for v in mine))
        share = len(kept) / len(longest.words)
        cells.append("whole" if share >= WHOLE else f"{len(kept)} of {len(longest.words)} words")
    return HeadlineLine(f"{longest.speaker}: “{longest.wording.strip(_MARKS)}”", tuple(cells))


def _kept(whole: Sequence[str], part: Sequence[str]) -> set[int]:
    """Which words of the whole stand in the part, in runs of at least KEPT words."""
    blocks = SequenceMatcher(None, whole, part, autojunk=False).get_matching_blocks()
    return {block.a + index for block in blocks if block.size >= KEPT for index in range(block.size)}
