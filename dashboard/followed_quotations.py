"""The same quotation followed through several texts: given whole, cut, or not quoted. Pure.

Two passages between quotation marks are versions of one statement where they share RUN words in a row, or where the
shorter one is contained in the longer. Speakers are not compared, because texts name them differently.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from collectors.metrics.text import words
from dashboard.text_comparison import HeadlineLine

#: Words in a row that two versions share: shorter runs ("the right to self-determination") occur independently.
RUN = 5
#: Least number of words of a statement that is followed, and of a version of it.
STATEMENT, VERSION = 6, 3
#: Runs of fewer words do not count as kept: single words recur by chance.
KEPT = 2
#: A version with this part of the words counts as whole: a missing "that" or an ellipsis is no cut.
WHOLE = 0.95
MOST = 12
_MARKS = '“”"«»„‘’ ,'


@dataclass(frozen=True, slots=True)
class FollowedQuotation:
    """One passage that a text quotes in quotation marks, and its speaker there."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class _Version:
    text: int
    speaker: str
    wording: str
    words: tuple[str, ...]


def followed(per_text: Sequence[Iterable[FollowedQuotation]], most: int = MOST) -> list[HeadlineLine]:
    """Return one line for each statement that at least two texts quote, those in most texts first.

    A cell is "whole", or how many words of the longest version the text gives; None where it quotes none of it.

    Args:
        per_text: the quotations of each text.
        most: how many lines at most.
    """
    versions = [version for index, said in enumerate(per_text) for version in _versions(index, said)]
    statements = [statement for statement in _grouped(versions) if len({version.text for version in statement}) > 1]
    statements.sort(
        key=lambda statement: (
            -len({version.text for version in statement}),
            -max(len(version.words) for version in statement),
            statement[0].words,
        )
    )
    return [
        _line(statement, len(per_text))
        for statement in statements
        if max(len(version.words) for version in statement) >= STATEMENT
    ][:most]


def _versions(text: int, said: Iterable[FollowedQuotation]) -> list[_Version]:
    versions = []
    for one in said:
        tokens = tuple(one.text[word.start : word.end].casefold() for word in words(one.text))
        if len(tokens) >= VERSION:
            versions.append(_Version(text, one.speaker, " ".join(one.text.split()), tokens))
    return versions


def _grouped(versions: Sequence[_Version]) -> list[list[_Version]]:
    """The versions of each statement, in the order of the texts."""
    leader = list(range(len(versions)))

    def of(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for index, other in _alike(versions):
        leader[max(of(index), of(other))] = min(of(index), of(other))
    groups: Mapping[int, list[_Version]] = defaultdict(list)
    for index, version in enumerate(versions):
        groups[of(index)].append(version)
    return list(groups.values())


def _alike(versions: Sequence[_Version]) -> Iterator[tuple[int, int]]:
    """Yield pairs of versions that share a run or of which one contains the other, found by an index of runs."""
    for size in range(VERSION, RUN + 1):
        owner: dict[tuple[str, ...], int] = {}
        for index, version in enumerate(versions):
            if size == RUN or len(version.words) == size:
                for run in _runs(version, size):
                    owner.setdefault(run, index)
        for index, version in enumerate(versions):
            for run in _runs(version, size):
                if (first := owner.get(run, index)) != index:
                    yield first, index


def _runs(version: _Version, size: int) -> Iterator[tuple[str, ...]]:
    return (version.words[at : at + size] for at in range(len(version.words) - size + 1))


def _line(statement: Sequence[_Version], texts: int) -> HeadlineLine:
    longest = max(statement, key=lambda version: len(version.words))
    cells: list[str | None] = []
    for text in range(texts):
        mine = [version for version in statement if version.text == text]
        if not mine:
            cells.append(None)
            continue
        shared_words = set().union(*(_shared_words(longest.words, version.words) for version in mine))
        share = len(shared_words) / len(longest.words)
        cells.append("whole" if share >= WHOLE else f"{len(shared_words)} of {len(longest.words)} words")
    return HeadlineLine(f"{longest.speaker}: “{longest.wording.strip(_MARKS)}”", tuple(cells))


def _shared_words(whole: Sequence[str], part: Sequence[str]) -> set[int]:
    """Return which words of the whole are in the part, in runs of at least KEPT words."""
    blocks = SequenceMatcher(None, whole, part, autojunk=False).get_matching_blocks()
    return {block.a + index for block in blocks if block.size >= KEPT for index in range(block.size)}
