"""Find the words and phrases of many lists in one pass over a text.

A term is one or more words in any case. A `*` at the end of a word leaves its ending open ("conflict*"); `...` matches
one to three words ("what ... calls"), `... ...` two to six. Between the words of a phrase only white space, hyphens and
quotation marks may stand; a comma or full stop may stand only where the term has one ("те, що ... називає", "т. зв.").
An elided article is not part of a word: "autoproclamé" is found in "l'autoproclamé". Where several terms of one list
begin at the same word the longest counts, and terms of one list do not overlap. A term under the label `none` excludes
words from its list ("supposed to").

Time is linear in the text: each word is looked up once, and a phrase reads at most LONGEST words ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from collectors.metrics.framing_devices.stem_exceptions import takes
from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.metrics.word_lists import word_set
from collectors.model import Span

#: kind -> language -> (term, label)
Terms = Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]

#: The label of terms that are recognised but not reported.
NONE = "none"
#: Lists of frames are named "frame:<family>".
FRAME = "frame:"
GAP, MOST_GAP = "...", 3
#: The most words that a phrase may span, gaps included.
LONGEST = 12
#: How many words are cached with their terms: the vocabulary of some thousand articles.
REMEMBERED = 100_000

ELIDED = word_set("mul.function_words.elided_words")

_BETWEEN = " \t\u00a0\u202f\"'“”„«»‘’-–‑"


class PhraseMatch(NamedTuple):
    """A term found in a text.

    Attributes:
        kind: The list.
        label: The term's label in that list.
        span: Where it stands in the text.
    """

    kind: str
    label: str
    span: Span


class _Entry(NamedTuple):
    """What follows the first word of a term.

    A step that begins with a comma or full stop allows that mark before its word. The first word begins `skip`
    characters into the word of the text.
    """

    kind: str
    label: str
    steps: tuple[str, ...]
    skip: int = 0


class PhraseBook:
    """The terms of several lists in one language, indexed by their first words."""

    def __init__(self, terms: Iterable[tuple[str, str, str]], language: str = "") -> None:
        """Index terms.

        Args:
            terms: (kind, label, term) for each term.
            language: The language whose stem exceptions apply; "" for none.
        """
        self._language = language
        self._exact: dict[str, list[_Entry]] = {}
        self._open: dict[str, list[_Entry]] = {}
        for kind, label, term in terms:
            first, *rest = _steps(term)
            index, key = (self._open, first[:-1]) if first.endswith("*") else (self._exact, first)
            index.setdefault(key, []).append(_Entry(kind, label, tuple(rest)))
        self._lengths = sorted({len(stem) for stem in self._open})
        self._known: dict[str, tuple[_Entry, ...]] = {}

    def find(self, ground: VoicedText) -> list[PhraseMatch]:
        """Find every term in a title or text, in reading order."""
        matches: list[PhraseMatch] = []
        taken: dict[tuple[str, str], int] = {}
        for index, word in enumerate(ground.lower):
            entries = self._known.get(word)
            if entries is None:
                entries = self._remember(word)
            if entries:
                self._longest(ground, index, entries, taken, matches)
        return matches

    def _remember(self, word: str) -> tuple[_Entry, ...]:
        entries = self._beginning(word)
        bare = _without_article(word)
        if bare != word:
            skip = len(word) - len(bare)
            entries += [entry._replace(skip=skip) for entry in self._beginning(bare)]
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        remembered = self._known[word] = tuple(entries)
        return remembered

    def _beginning(self, word: str) -> list[_Entry]:
        entries = list(self._exact.get(word, ()))
        for length in self._lengths:
            opened = self._open.get(word[:length]) if length <= len(word) else None
            if opened and takes(word[:length], word, self._language):
                entries += opened
        return entries

    def _longest(
        self,
        ground: VoicedText,
        index: int,
        entries: Sequence[_Entry],
        taken: dict[tuple[str, str], int],
        matches: list[PhraseMatch],
    ) -> None:
        """Keep the longest term of each list that begins at word `index`."""
        best: dict[tuple[str, str], tuple[int, _Entry]] = {}
        for entry in entries:
            last = _last(ground, index, entry.steps) if entry.steps else index
            # A cue may belong to several frames, so each frame label is treated as a list of its own.
            key = (entry.kind, entry.label if entry.kind.startswith(FRAME) else "")
            if last is None or index < taken.get(key, 0):
                continue
            longest = best.get(key)
            if longest is None or last > longest[0] or (last == longest[0] and entry.label == NONE):
                best[key] = last, entry
        for key, (last, entry) in best.items():
            taken[key] = last + 1
            if entry.label != NONE:
                span = Span(ground.words[index].start + entry.skip, ground.words[last].end)
                matches.append(PhraseMatch(entry.kind, entry.label, span))


def _steps(term: str) -> list[str]:
    """Split a term into lower-case words; a comma or full stop behind a word is moved before the next word."""
    words = term.lower().replace("’", "'").split()
    return [
        ("" if index == 0 or not _is_mark(words[index - 1]) else words[index - 1][-1])
        + (word[:-1] if _is_mark(word) else word)
        for index, word in enumerate(words)
    ]


def _is_mark(word: str) -> bool:
    return word[-1] in ".," and word != GAP


def _last(ground: VoicedText, position: int, steps: Sequence[str]) -> int | None:
    """Return the last word of a phrase whose first word is at `position`, None where the phrase is not there."""
    for index, step in enumerate(steps):
        if step == GAP:
            return _after_gap(ground, position, steps[index + 1 :])
        mark = step[0] if step[0] in ".," else ""
        if position + 1 >= len(ground.lower) or not _is(ground.lower[position + 1], step[len(mark) :], ground.language):
            return None
        if not _joined(ground, position, 1, mark):
            return None
        position += 1
    return position


def _after_gap(ground: VoicedText, index: int, rest: Sequence[str]) -> int | None:
    """Return the last word of a phrase that continues with `rest` after one to three words behind word `index`."""
    for skip in range(1, MOST_GAP + 1):
        if index + skip + 1 < len(ground.lower) and (
            not rest or rest[0] == GAP or _is(ground.lower[index + skip + 1], rest[0], ground.language)
        ):
            last = _last(ground, index + skip, rest)
            if last is not None and _joined(ground, index, skip):
                return last
    return None


def _is(word: str, step: str, language: str | None) -> bool:
    stem = step[:-1] if step.endswith("*") else None
    both = (word, _without_article(word))
    return any(takes(stem, form, language or "") if stem is not None else form == step for form in both)


def _without_article(word: str) -> str:
    """Return a word without an elided article before it."""
    before, mark, behind = word.partition("'")
    return behind if mark and behind and before in ELIDED else word


def _joined(ground: VoicedText, index: int, steps: int, mark: str = "") -> bool:
    """Whether the next `steps` words follow word `index` with no dividing mark between them but `mark`."""
    if index + steps >= len(ground.words):
        return False
    pairs = zip(ground.words[index : index + steps], ground.words[index + 1 : index + steps + 1], strict=True)
    return all(not ground.text[before.end : behind.start].strip(_BETWEEN + mark) for before, behind in pairs)


def book_of(terms: Terms, language: str) -> PhraseBook:
    """Index the terms that apply to a language: its own, and those declared for every language.

    Args:
        terms: All lists, by kind and language; the language "" means every language.
        language: ISO 639-1 code.
    """
    chosen = (
        (kind, label, term)
        for kind, by in sorted(terms.items())
        for code in (language, "")
        for term, label in by.get(code, ())
    )
    return PhraseBook(chosen, language)
