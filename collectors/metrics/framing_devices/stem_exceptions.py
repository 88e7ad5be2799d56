"""Words that an open stem of a word list must not match: `crime*` must not match Crimea, nor `import*` "important".

They are kept in `data/languages/<code>/stems.toml`, beside the language's pack, and were found by printing every stem
with the words that it matches (tests/benchmarks/print_stems.py). 163 of 324 hits of "Crime and punishment" in coverage
of Ukraine were Crimea, and investment matched the stem meant for investigations.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from collectors.metrics.word_lists import language_file

FILE = "stems.toml"
_WHOLE = "="  # before an exception that is a whole word and not the beginning of words


@cache
def stem_exceptions(language: str) -> Mapping[str, tuple[str, ...]]:
    """Read the exceptions of a language, once per process.

    Args:
        language: ISO 639-1 code.

    Returns:
        For each stem the beginnings of words that it must not match; those that begin with "=" are whole words. Empty
        for a language without a file.
    """
    file = language_file(language, FILE)
    if file is None:
        return {}
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {stem: tuple(words.split()) for stem, words in raw["not"].items()}


def takes(stem: str, word: str, language: str) -> bool:
    """Whether an open stem matches a word.

    Args:
        stem: The beginning of a word, in lower case.
        word: A word in lower case; a final "'s" is ignored when it is compared with whole-word exceptions.
        language: ISO 639-1 code, for the exceptions.
    """
    if not word.startswith(stem):
        return False
    bare = word.removesuffix("'s")
    return not any(
        bare == beginning[1:] if beginning.startswith(_WHOLE) else word.startswith(beginning)
        for beginning in stem_exceptions(language).get(stem, ())
    )
