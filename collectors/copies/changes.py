"""What an outlet changed in the copy it ran: headline, sentences added and cut, words exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from collectors.metrics.text import WORD, sentences
from collectors.model import Article, Span

# Sentences that share at least this much of their words are one sentence reworded (difflib's ratio).
SAME_SENTENCE = 0.6
# Beyond this many sentences the comparison, quadratic at worst, is left to the first ones.
MOST_SENTENCES = 400


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence of the original, its counterpart in the copy, and the words exchanged (old, new); "" adds or cuts."""

    before: Span
    after: Span
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """`cut` are spans into the original's text, `added` into the copy's; `kept` counts sentences left as they were."""

    headline: tuple[str | None, str | None] | None
    kept: int
    added: tuple[Span, ...]
    cut: tuple[Span, ...]
    reworded: tuple[Reworded, ...]


def changes(original: Article, copy: Article) -> Changes:
    """Compare a copy with the article it was made from, sentence by sentence; a moved sentence counts as kept."""
    old = [(s, _words(original.text, s)) for s in sentences(original.text)[:MOST_SENTENCES]]
    new = [(s, _words(copy.text, s)) for s in sentences(copy.text)[:MOST_SENTENCES]]
    kept, old_left, new_left = _exact(old, new)
    reworded = []
    for span, words in list(new_left):
        best = max(((_ratio(o[1], words), -o[0].start, o) for o in old_left), default=None, key=lambda c: c[:2])
        if best and best[0] >= SAME_SENTENCE:
            before = best[2]
            reworded.append(Reworded(before[0], span, _exchanged(before[1], words)))
            old_left.remove(before)
            new_left.remove((span, words))
    return Changes(
        headline=None if original.title == copy.title else (original.title, copy.title),
        kept=kept,
        added=tuple(s for s, _ in new_left),
        cut=tuple(s for s, _ in old_left),
        reworded=tuple(reworded),
    )


_Sentence = tuple[Span, tuple[str, ...]]


def _words(text: str, span: Span) -> tuple[str, ...]:
    return tuple(m.group() for m in WORD.finditer(text, span.start, span.end))


def _exact(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> tuple[int, list[_Sentence], list[_Sentence]]:
    """Pair sentences of the same words; what is left of each side, in order."""
    waiting: dict[tuple[str, ...], list[_Sentence]] = {}
    for sentence in old:
        waiting.setdefault(sentence[1], []).append(sentence)
    kept = 0
    new_left = []
    for sentence in new:
        if waiting.get(sentence[1]):
            waiting[sentence[1]].pop(0)
            kept += 1
        else:
            new_left.append(sentence)
    return kept, sorted((s for left in waiting.values() for s in left), key=lambda s: s[0]), new_left


def _ratio(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < SAME_SENTENCE or matcher.quick_ratio() < SAME_SENTENCE:
        return 0.0
    return matcher.ratio()


def _exchanged(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    operations = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return tuple((" ".join(a[i:j]), " ".join(b[k:m])) for tag, i, j, k, m in operations if tag != "equal")
