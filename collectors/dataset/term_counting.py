"""Counts words and phrases of each article and voice, so that the counts can be published without the texts.

Nobody must be able to reconstruct an article from the counts. So only words and phrases of at most three words are kept
that at least FEWEST articles share (near-copies count as one), at most MOST_TERMS of them, and never their order.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.phrases import LONGEST, VOICES, form_of, is_phrase, term_columns
from collectors.metrics.voice import VoiceMap

Ints = NDArray[np.int64]

#: Articles (near-copies count once) that must share a term. Rarer ones cannot tell outlets apart anyway: five
#: articles all in one of two equal outlets happen by chance once in 16 times.
FEWEST = 5
#: At most so many terms of an event are kept, those in most articles first: as many as one computation can hold.
MOST_TERMS = 6_000
#: At most so many words of an article are counted: longer articles are live blogs and lists.
LONGEST_ARTICLE = 4_000
#: A paragraph that so many texts of an outlet share belongs to the page (a footer, a note), not to the story.
STANDING = 3
#: A word or phrase is dropped where at least this share of its uses is inside one longer phrase.
NESTED = 0.95


@dataclass(frozen=True, slots=True)
class CountedTerms:
    """Terms, those in most articles first, and how often each row uses them.

    A row is an article in one voice, sorted by article. The terms of a row are `terms[ends[row]:ends[row + 1]]`,
    ascending, with the `counts` at the same places.

    Attributes:
        vocabulary: The terms.
        sizes: The number of words of each term.
        articles: The number of articles that contain each term.
        ends: Shape (rows + 1,).
    """

    vocabulary: tuple[str, ...]
    sizes: Ints
    articles: Ints
    ends: Ints
    terms: Ints
    counts: Ints


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """The offset of each line with words, and a hash of what it says, never 0."""
    paragraphs, at = [], 0
    for line in text.split("\n"):
        plain = " ".join(line.lower().split())
        if plain:
            digest = hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=7).digest()
            paragraphs.append((at, int.from_bytes(digest, "big") + 1))
        at += len(line) + 1
    return paragraphs


@dataclass(slots=True)
class TermCounter:
    """Counts the words of texts that are added one by one; it needs 18 bytes of memory a word."""

    forms: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)  # word as written -> number of its form
    ids: array[int] = field(default_factory=lambda: array("i"))
    voices: array[int] = field(default_factory=lambda: array("b"))
    goes_on: array[int] = field(default_factory=lambda: array("b"))
    lengths: array[int] = field(default_factory=lambda: array("i"))
    outlets: list[str] = field(default_factory=list)
    paragraphs: array[int] = field(default_factory=lambda: array("q"))

    def add(self, text: str, voices: VoiceMap, outlet: str = "") -> None:
        """Add the next article.

        Args:
            text: Its text.
            voices: Whose words each part of the text is.
            outlet: Its outlet. Paragraphs that several articles of the outlet share are left out (see `_standing`); an
                empty string keeps all paragraphs.
        """
        words = term_columns(text, voices)
        spans = words.spans[:LONGEST_ARTICLE]
        paragraphs = _paragraphs(text) if outlet else []
        begins = np.array([at for at, _ in paragraphs], dtype=np.int64)
        within = np.searchsorted(begins, np.array([start for start, _ in spans], dtype=np.int64), side="right")
        hashes = [0, *(digest for _, digest in paragraphs)]
        spoken = [VOICES.index(voice) for voice in voices.voices]
        numbers = self.numbers
        self.outlets.append(outlet)
        self.paragraphs.extend([hashes[paragraph] for paragraph in within.tolist()])
        self.ids.extend([
            numbers[word] if word in numbers else self._number(word) for word in words.words[:LONGEST_ARTICLE]
        ])  # fmt: skip
        self.voices.extend([spoken[passage] for passage in words.passages[:LONGEST_ARTICLE]])
        self.goes_on.extend(words.goes_on[:LONGEST_ARTICLE])
        self.lengths.append(len(spans))

    def _number(self, word: str) -> int:
        """The number of the form of a word that was not met before."""
        return self.numbers.setdefault(word, self.forms.setdefault(form_of(word), len(self.forms)))

    def words(self) -> Ints:
        """The number of words of each article in each voice, shape (articles, voices)."""
        lengths = np.array(self.lengths, dtype=np.int64)
        rows = np.repeat(np.arange(len(lengths)), lengths) * len(VOICES) + self._voices()
        return np.bincount(rows, minlength=len(lengths) * len(VOICES)).reshape(len(lengths), len(VOICES))

    def counted(self, copies: Sequence[int] | None = None) -> CountedTerms:
        """Count the terms of all articles added so far.

        Args:
            copies: A number for each article; articles with the same number are near-copies. None: no two are.

        Returns:
            The counts.
        """
        lengths = np.frombuffer(self.lengths, dtype=np.int32) if self.lengths else np.zeros(0, np.int32)
        owner = np.repeat(np.arange(len(lengths)), lengths)
        texts = np.asarray(copies if copies is not None else range(len(lengths)), dtype=np.int64)
        sized_terms = self._terms(texts[owner] if len(owner) else owner, self._standing(texts, owner))
        return _tabulated(self._vocabulary(sized_terms, len(lengths)), owner, self._voices(), len(lengths))

    def _voices(self) -> Ints:
        return np.array(self.voices, dtype=np.int64)

    def _standing(self, texts: Ints, owner: Ints) -> NDArray[np.bool_]:
        """Which words are in a paragraph that STANDING texts of the outlet share: footers, notes, advertisements."""
        paragraph = np.array(self.paragraphs, dtype=np.int64)
        if not paragraph.any():
            return np.zeros(len(paragraph), dtype=bool)
        names = {name: index for index, name in enumerate(sorted(set(self.outlets)))}
        outlet = np.array([names[name] for name in self.outlets], dtype=np.int64)[owner]
        _, place = np.unique(paragraph, return_inverse=True)
        key = outlet * (int(place.max()) + 1) + place
        keys, kind = np.unique(key, return_inverse=True)
        pairs = np.unique(kind * (int(texts.max(initial=0)) + 1) + texts[owner])
        spread = np.bincount(pairs // (int(texts.max(initial=0)) + 1), minlength=len(keys))
        standing = (spread[kind] >= STANDING) & (paragraph != 0)
        # Where shared paragraphs are most of a text, they are kept.
        most = np.bincount(owner, standing - 0.5, len(self.lengths)) > 0
        return np.asarray(standing & ~most[owner])

    def _terms(self, text_of: Ints, standing: NDArray[np.bool_]) -> list[_Sized]:
        """For terms of one, two and three words: the term that ends at each word; -1 where too few texts have it."""
        words = list(self.forms)
        ids, goes_on = np.array(self.ids, dtype=np.int64), np.array(self.goes_on, dtype=bool)
        ids = np.where(standing, -1, ids) if len(ids) else ids
        here = _frequent(ids, text_of)
        sized_terms = [_Sized(here.codes, [(words[key],) for key in here.keys.tolist()], here.spread)]
        single = sized_terms[0]
        for _ in range(1, LONGEST):
            last = sized_terms[-1]
            before = np.concatenate([[-1], last.codes[:-1]]) if len(ids) else ids
            # The words after the first must be a frequent phrase too: of three words, the last two.
            rest = last.codes if len(sized_terms) > 1 else single.codes
            both = goes_on & (before >= 0) & (rest >= 0)
            keys = np.where(both, before * max(1, len(words)) + ids, -1)
            here = _frequent(keys, text_of)
            forms = [(*last.forms[key // len(words)], words[key % len(words)]) for key in here.keys.tolist()]
            sized_terms.append(_Sized(here.codes, forms, here.spread))
        return sized_terms

    def _vocabulary(self, sized_terms: list[_Sized], articles: int) -> list[_Kept]:
        """The vocabulary: at most MOST_TERMS terms, without those that occur only inside a longer phrase."""
        totals = [np.bincount(sized.codes[sized.codes >= 0], minlength=len(sized.forms)) for sized in sized_terms]
        inside: dict[tuple[str, ...], int] = {}  # form -> uses within its commonest longer phrase
        entries = []
        for sized, total in reversed(list(zip(sized_terms, totals, strict=True))):
            for form, uses, spread in zip(sized.forms, total.tolist(), sized.spread.tolist(), strict=True):
                if is_phrase(form) and uses * NESTED > inside.get(form, 0):
                    entries.append((-spread, " ".join(form), form))
                    for part in (form[1:], form[:-1]):
                        inside[part] = max(inside.get(part, 0), uses)
                elif form in inside:  # the parts of a dropped phrase are also inside the longer phrase
                    for part in (form[1:], form[:-1]):
                        inside[part] = max(inside.get(part, 0), inside[form])
        chosen = sorted(entries)[:MOST_TERMS]
        place = {form: index for index, (_, _, form) in enumerate(chosen)}
        common_terms = []
        for sized in sized_terms:
            where = np.array([place.get(form, -1) for form in sized.forms] + [-1], dtype=np.int64)
            common_terms.append(
                _Kept(where[sized.codes], {place[one_form]: one_form for one_form in sized.forms if one_form in place})
            )
        return common_terms


@dataclass(frozen=True, slots=True)
class _Frequent:
    """Keys that enough texts have. `codes`: index into `keys` at each word, or -1. `spread`: texts with each key."""

    codes: Ints
    keys: Ints
    spread: Ints


@dataclass(frozen=True, slots=True)
class _Sized:
    """The frequent terms of one size."""

    codes: Ints
    forms: list[tuple[str, ...]]
    spread: Ints


@dataclass(frozen=True, slots=True)
class _Kept:
    """For terms of one size that are kept: where they end, as indices into the vocabulary, and what they are."""

    codes: Ints
    forms: dict[int, tuple[str, ...]]


def _frequent(keys: Ints, text_of: Ints) -> _Frequent:
    """The keys (-1: none) that at least FEWEST texts contain."""
    used = keys >= 0
    values, inverse = np.unique(keys[used], return_inverse=True)
    texts = int(text_of.max()) + 1 if len(text_of) else 1
    pairs = np.unique(inverse * texts + text_of[used])
    spread = np.bincount(pairs // texts, minlength=len(values))
    enough = spread >= FEWEST
    place = np.where(enough, np.cumsum(enough) - 1, -1)
    codes = np.full(len(keys), -1, dtype=np.int64)
    codes[used] = place[inverse]
    return _Frequent(codes, values[enough], spread[enough])


def _tabulated(common_terms: list[_Kept], owner: Ints, voices: Ints, articles: int) -> CountedTerms:
    forms = {key: form for sized in common_terms for key, form in sized.forms.items()}
    width, rows = max(1, len(forms)), articles * len(VOICES)
    row = owner * len(VOICES) + voices
    keys = np.concatenate([(row * width + sized.codes)[sized.codes >= 0] for sized in common_terms])
    cells, counts = np.unique(keys, return_counts=True)
    terms = cells % width
    pairs = np.unique(cells // width // len(VOICES) * width + terms)
    return CountedTerms(
        vocabulary=tuple(" ".join(forms[index]) for index in range(len(forms))),
        sizes=np.array([len(forms[index]) for index in range(len(forms))], dtype=np.int64),
        articles=np.bincount(pairs % width, minlength=len(forms))[: len(forms)],
        ends=np.searchsorted(cells // width, np.arange(rows + 1)),
        terms=terms,
        counts=counts.astype(np.int64),
    )
