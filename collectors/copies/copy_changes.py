"""Finds what an outlet changed in the copy it ran: headline, sentences added and cut, words exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from collectors.metrics.text import WORD, sentences
from collectors.model import Article, Span

# difflib's ratio of words from which two sentences count as one sentence reworded.
SAME_SENTENCE = 0.6
# Only the first MOST_SENTENCES are compared, and no rewording is looked for in longer sentences: the comparison is
# quadratic at worst.
MOST_SENTENCES = 200
MOST_WORDS = 250
# The number of sentences, of those that share most words, with which a sentence is compared in full.
NEAREST = 4


@dataclass(frozen=True, slots=True)
class Edit:
    """Words exchanged for others.

    Attributes:
        before: Span in the original; empty where words were added.
        after: Span in the copy; empty where words were cut.
    """

    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence of the original with its counterpart in the copy.

    Attributes:
        before: Span of the sentence in the original.
        after: Span of its counterpart in the copy.
        words: The words exchanged, as (old, new); "" on one side where words were added or cut.
        edits: The spans of the same exchanges.
    """

    before: Span
    after: Span
    words: tuple[tuple[str, str], ...]
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between an original and a copy.

    Attributes:
        headline: Old and new headline; None where it did not change.
        kept: Number of sentences left as they were.
        added: Spans of sentences in the copy's text alone.
        cut: Spans of sentences in the original's text alone.
        reworded: Sentences with some words exchanged.
    """

    headline: tuple[str | None, str | None] | None
    kept: int
    added: tuple[Span, ...]
    cut: tuple[Span, ...]
    reworded: tuple[Reworded, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    words: tuple[str, ...]
    at: tuple[Span, ...]
    bag: Counter[str]


def changes(original: Article, copy: Article) -> Changes:
    """Compare a copy with the article it was made from, sentence by sentence.

    Args:
        original: The article that was copied.
        copy: The copy.

    Returns:
        The differences. A sentence that was only moved counts as kept.
    """
    unchanged, old_left, new_left = _exact(_sentences(original.text), _sentences(copy.text))
    reworded = []
    added = []
    for sentence in new_left:
        before = _counterpart(sentence, old_left)
        if before is not None:
            reworded.append(_reworded(before, sentence))
            old_left.remove(before)
        else:
            added.append(sentence.span)
    return Changes(
        headline=None if original.title == copy.title else (original.title, copy.title),
        kept=unchanged,
        added=tuple(added),
        cut=tuple(left.span for left in old_left),
        reworded=tuple(reworded),
    )


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """The words exchanged between two short texts, such as headlines."""
    return _edits(_sentence(before, Span(0, len(before))), _sentence(after, Span(0, len(after))))


def _sentences(text: str) -> list[_Sentence]:
    return [_sentence(text, span) for span in sentences(text)[:MOST_SENTENCES]]


def _sentence(text: str, span: Span) -> _Sentence:
    matches = list(WORD.finditer(text, span.start, span.end))
    words = tuple(match.group() for match in matches)
    return _Sentence(span, words, tuple(Span(*match.span()) for match in matches), Counter(words))


def _exact(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> tuple[int, list[_Sentence], list[_Sentence]]:
    """Pair sentences with the same words: the number of pairs, and the unpaired ones of each side in order."""
    waiting: dict[tuple[str, ...], list[_Sentence]] = {}
    for sentence in old:
        waiting.setdefault(sentence.words, []).append(sentence)
    unchanged = 0
    new_left = []
    for sentence in new:
        if waiting.get(sentence.words):
            waiting[sentence.words].pop(0)
            unchanged += 1
        else:
            new_left.append(sentence)
    return unchanged, sorted(chain.from_iterable(waiting.values()), key=lambda item: item.span), new_left


def _counterpart(sentence: _Sentence, among: Sequence[_Sentence]) -> _Sentence | None:
    """The sentence that was reworded into this one; None where no sentence is similar enough."""
    if len(sentence.words) > MOST_WORDS:
        return None
    near = []
    for other in among:
        # The ratio cannot exceed that of the words in common, whatever their order.
        most = 2 * (sentence.bag & other.bag).total() / max(1, len(sentence.words) + len(other.words))
        if most >= SAME_SENTENCE and len(other.words) <= MOST_WORDS:
            near.append((-most, other.span, other))
    nearest = [other for _, _, other in sorted(near, key=lambda item: item[:2])[:NEAREST]]
    rated = [(SequenceMatcher(None, other.words, sentence.words, autojunk=False).ratio(), other) for other in nearest]
    best = max(rated, key=lambda item: (item[0], -item[1].span.start), default=None)
    return best[1] if best and best[0] >= SAME_SENTENCE else None


def _reworded(before: _Sentence, after: _Sentence) -> Reworded:
    operations = _operations(before, after)
    words = tuple((" ".join(before.words[old]), " ".join(after.words[new])) for old, new in operations)
    return Reworded(before.span, after.span, words, _edits(before, after))


def _edits(before: _Sentence, after: _Sentence) -> tuple[Edit, ...]:
    return tuple(Edit(_span(before, old), _span(after, new)) for old, new in _operations(before, after))


def _operations(before: _Sentence, after: _Sentence) -> list[tuple[slice, slice]]:
    if max(len(before.words), len(after.words)) > MOST_WORDS:
        return [(slice(0, len(before.words)), slice(0, len(after.words)))]
    matcher = SequenceMatcher(None, before.words, after.words, autojunk=False)
    return [(slice(*op[1:3]), slice(*op[3:5])) for op in matcher.get_opcodes() if op[0] != "equal"]


def _span(sentence: _Sentence, words: slice) -> Span:
    """The span of a range of words. An empty range gives an empty span before the word that would follow."""
    first, end = words.start, words.stop
    if first < end:
        return Span(sentence.at[first].start, sentence.at[end - 1].end)
    if first < len(sentence.at):
        at = sentence.at[first].start
    else:
        at = sentence.at[-1].end if sentence.at else sentence.span.start
    return Span(at, at)
