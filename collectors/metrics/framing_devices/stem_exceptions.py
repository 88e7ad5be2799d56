"""Words that an open stem of a word list must not take: `crime*` does not take Crimea, `import*` not "important".

Kept in `data/languages/<code>/stems.toml`, beside the language's pack; found by printing every stem with the words that
it really takes (tests/benchmarks/print_stems.py). 163 of 324 hits of "Crime and punishment" in coverage of Ukraine were
Crimea, and every investigation was an investment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from collectors.metrics.quotations.rule_based.language_pack import FOLDERS

FILE = "stems.toml"
_WHOLE = "="  # before a word that is excepted itself, not everything that begins so


@cache
def stem_exceptions(language: str) -> Mapping[str, tuple[str, ...]]:
    """Stem -> beginnings of words that it does not take, those after "=" being whole words; empty without a file."""
    if not language.isalpha():
        return {}
    for folder in FOLDERS:
        file = folder / language / FILE
        if file.is_file():
            raw = tomllib.loads(file.read_text(encoding="utf-8"))
            return {stem: tuple(words.split()) for stem, words in raw["not"].items()}
    return {}


def takes(stem: str, word: str, language: str) -> bool:
    """Whether an open stem takes a word in lower case: the word begins so and is no exception."""
    if not word.startswith(stem):
        return False
    bare = word.removesuffix("'s")
    return not any(
        bare == beginning[1:] if beginning.startswith(_WHOLE) else word.startswith(beginning)
        for beginning in stem_exceptions(language).get(stem, ())
    )
