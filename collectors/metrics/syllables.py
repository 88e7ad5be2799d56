"""Counts of single words as textstat 0.7.13 makes them, without its download: syllables and easy words.

English syllables come from the CMU dictionary (`data/lexicons/cmu-syllables.txt`), and from hyphenation for words that
it lacks; for English this is textstat's own order. In other languages they are counted from the vowels where spelling
shows them (`vowel_syllables`), else from hyphenation. The dictionary must always be present: textstat does not start
without it, and hyphenation alone moves the mean Flesch score of 65 to 72.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pyphen

from collectors.errors import ParallaxError
from collectors.metrics.vowel_syllables import VOWEL_COUNTERS

_HERE = Path(__file__).resolve()
# In a checkout the folder is beside `collectors/`; in the wheel it is inside the package. `--data` is not used, because
# syllables are part of the method: two users of one method version must count the same.
_LEXICONS = [_HERE.parents[2] / "data" / "lexicons", _HERE.parents[1] / "_data" / "lexicons"]
_CMU = "cmu-syllables.txt"

# textstat's tokens: what stands between spaces, without punctuation; an apostrophe is kept before contraction endings.
_LOOSE_APOSTROPHE = re.compile(r"'(?![tsd]|ve|ll|re)")
_COMMON_MARKS = '.,;:!?"“”()[]…'
_MARKS = re.compile(r"[^\w\s']")

_REMEMBERED = 1 << 16  # runs: holds an event's vocabulary in about 20 MB, bounds what hostile text can make us keep

#: Longer tokens are addresses or debris; they are not cached, and are hyphenated in pieces of this length.
LONGEST = 60


class SyllableSums(NamedTuple):
    """Counts over runs of characters between spaces: of one run, or added up over a text."""

    words: int  # runs with a letter, digit or underscore
    chars: int  # with punctuation
    letters: int  # letters and digits
    syllables: int
    long: int  # words of more than 6 letters
    poly: int  # words of 3 syllables or more
    unknown: int  # words not in the list of easy words
    hard: int  # words not in that list and of 3 syllables or more
    mute: int  # words without a syllable ("hmm")
    mono: int  # words of one syllable
    four: int  # words of 4 syllables or more
    unfamiliar: int  # words neither in the list of easy words nor a regular inflection of one


# The sums of a run travel packed into one integer, so that adding up a text is one `sum` in C, a third of the time of
# adding field by field. 30 bits hold a text of a gigabyte, and are one digit of Python's integers.
_FIELD = (1 << 30) - 1
_SHIFTS = tuple(range(0, 30 * len(SyllableSums._fields), 30))
_WORD, _CHAR, _LETTER, _SYLLABLE, _LONG, _POLY, _UNKNOWN, _HARD, _MUTE, _MONO, _FOUR, _UNFAMILIAR = (
    1 << shift for shift in _SHIFTS
)


def unpack(packed: int) -> SyllableSums:
    """Unpack the counts from a packed integer or from a sum of packed integers."""
    return SyllableSums(*[packed >> shift & _FIELD for shift in _SHIFTS])


@cache
def cmu_syllables() -> dict[str, int]:
    """Read the CMU dictionary: 124,925 English words in lower case, with the syllables of the first pronunciation.

    Raises:
        ParallaxError: The file is missing from the installation.
    """
    for folder in _LEXICONS:
        if (folder / _CMU).is_file():
            counts: dict[str, int] = {}
            for line in (folder / _CMU).read_text(encoding="utf-8").splitlines():
                if line[:1] != "#":
                    number, *entries = line.split()
                    counts.update(dict.fromkeys(entries, int(number)))
            return counts
    raise ParallaxError("the syllable lexicon is missing", file=_LEXICONS[0] / _CMU, remedy="install parallax again")


@cache
def easy_words() -> frozenset[str]:
    """Read the words that Dale and Chall found fourth-graders to know, as textstat ships them.

    Raises:
        ParallaxError: textstat is not installed.
    """
    spec = find_spec("textstat")  # found, not imported: the import pulls in nltk, 0.4 s for a word list
    if spec is None or not spec.submodule_search_locations:
        raise ParallaxError("textstat is not installed", remedy="pip install textstat")
    path = Path(spec.submodule_search_locations[0]) / "resources" / "en" / "easy_words.txt"
    return frozenset(line.strip() for line in path.read_text(encoding="utf-8").splitlines())


@cache
def _hyphenation(language: str) -> pyphen.Pyphen | None:
    name = pyphen.language_fallback("en_US" if language == "en" else language)
    return pyphen.Pyphen(lang=name) if name else None


def _hyphenated(word: str, language: str) -> int:
    dictionary = _hyphenation(language)
    if dictionary is None:
        return 0
    pieces = [word[start : start + LONGEST] for start in range(0, len(word), LONGEST)]
    count = sum(len(dictionary.positions(piece)) + 1 for piece in pieces)
    dictionary.hd.cache.clear()  # pyphen keeps every word it ever saw
    return count


def syllables(word: str, language: str) -> int:
    """Count the syllables of a word.

    Args:
        word: One word, without punctuation.
        language: ISO 639-1 code.

    Returns:
        The number of syllables; 0 in a language without hyphenation patterns or vowel rules.
    """
    return unpack(run_table(language)[word]).syllables


#: Endings of the regular inflections that Dale and Chall count as familiar, and what replaces them in the base form.
_INFLECTIONS = (
    ("'s", ("",)), ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ied", ("y",)), ("ing", ("", "e")),
    ("er", ("", "e")), ("est", ("", "e")), ("ier", ("y",)), ("iest", ("y",)),
)  # fmt: skip


def _bases(word: str) -> Iterator[str]:
    """Yield the words of which a word may be a regular inflection; a doubled consonant is also undone ("stopped")."""
    for ending, replacements in _INFLECTIONS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield from (stem + replaced for replaced in replacements)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


class RunTable(dict[str, int]):
    """A dictionary that computes and keeps the packed counts of each run of characters between spaces.

    `table[run]` never raises KeyError. A plain dict costs a third of a cached function, and readability looks up 600
    runs per article.
    """

    def __init__(self, language: str) -> None:
        """Make an empty table for a language, given by its ISO 639-1 code."""
        super().__init__()
        self.language = language
        self._syllables = cmu_syllables() if language == "en" else {}
        self._easy = easy_words() if language == "en" else None
        self._vowels = VOWEL_COUNTERS.get(language)

    def __missing__(self, raw: str) -> int:
        """Compute the packed counts of a run and keep them, unless the run is longer than LONGEST."""
        packed = self._read(raw)
        if len(raw) <= LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[raw] = packed
        return packed

    def _read(self, raw: str) -> int:
        word = raw.strip(_COMMON_MARKS)
        if not word.isalnum():  # 97 % of runs are plain after the marks at their edges: no expression needed
            word = _MARKS.sub("", _LOOSE_APOSTROPHE.sub("", raw))
        if not word:
            return len(raw) * _CHAR
        letters = len(word) - word.count("'")
        word = word.lower()
        count = self._syllables.get(word)
        if count is None:
            count = self._vowels(word[: LONGEST * 10]) if self._vowels else _hyphenated(word, self.language)
        packed = _WORD + len(raw) * _CHAR + letters * _LETTER + count * _SYLLABLE
        if letters > 6:
            packed += _LONG
        if count >= 3:
            packed += _POLY + _FOUR if count > 3 else _POLY
        else:
            packed += _MUTE if count == 0 else _MONO if count == 1 else 0
        if self._easy is not None and word not in self._easy:
            packed += _UNKNOWN + _HARD if count >= 3 else _UNKNOWN
            if not any(base in self._easy for base in _bases(word)):
                packed += _UNFAMILIAR
        return packed


@cache
def run_table(language: str) -> RunTable:
    """Return the table of a language; each process has one per language."""
    return RunTable(language)
