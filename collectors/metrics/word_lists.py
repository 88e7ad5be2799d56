"""Word lists of the method, read from `data/languages/<code>/<subject>.toml`.

A list is named by its language, subject and key: `word_set("en.names.titles")` is the list `titles` of
`data/languages/en/names.toml`; `mul` stands for several languages at once. As language packs, the lists are part of the
method: they are read from the installation, never from `--data`, and each file once per process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve()
#: In a checkout the folder is beside `collectors/`; in the wheel it is inside the package.
LANGUAGE_FOLDERS = (_HERE.parents[2] / "data" / "languages", _HERE.parents[1] / "_data" / "languages")


def language_file(language: str, name: str) -> Path | None:
    """Find a file of a language's folder.

    Args:
        language: The folder's name: ISO 639-1 code, or "mul".
        name: Name of the file.

    Returns:
        Its path in the installation; None where the language has no such file.
    """
    if not language.isalpha():
        return None
    return next((file for folder in LANGUAGE_FOLDERS if (file := folder / language / name).is_file()), None)


def word_set(name: str) -> frozenset[str]:
    """Return a list of words as a set.

    Args:
        name: "language.subject.key".

    Raises:
        KeyError: There is no such list.
    """
    return frozenset(word_tuple(name))


def word_tuple(name: str, *, optional: bool = False) -> tuple[str, ...]:
    """Return a list of words or phrases in its order.

    Args:
        name: "language.subject.key". A string is split at white space; the entries of an array are taken whole.
        optional: Whether a list that is not in its file is empty, as some languages need no words for it.

    Raises:
        KeyError: There is no such list, and it is not optional; or no such file.
    """
    return _entries(_value(name, optional=optional))


def word_groups(name: str, *, optional: bool = False) -> dict[str, frozenset[str]]:
    """Return a table of lists, in the order of the file.

    Args:
        name: "language.subject.table".
        optional: Whether a file without the table has an empty one.

    Returns:
        The words of each list by its key.

    Raises:
        KeyError: There is no such table, and it is not optional.
    """
    return {key: frozenset(_entries(words)) for key, words in (_value(name, optional=optional) or {}).items()}


def word_map(name: str) -> dict[str, str]:
    """Return a table of words by other words, such as lemmas by their forms.

    Args:
        name: "language.subject.table".

    Raises:
        KeyError: There is no such table.
    """
    return {str(key): str(word) for key, word in _value(name).items()}


def alternatives(name: str) -> str:
    """Return a list as alternatives of a regular expression, joined by "|".

    Args:
        name: "language.subject.key". The entries are patterns, in which "films?" stands for "film" and "films".

    Raises:
        KeyError: There is no such list.
    """
    return "|".join(word_tuple(name))


def _entries(words: str | list[str]) -> tuple[str, ...]:
    return tuple(words.split() if isinstance(words, str) else words)


def _value(name: str, *, optional: bool = False) -> Any:
    language, subject, key = name.split(".")
    lists = _subject(language, subject)
    return lists.get(key, "") if optional else lists[key]


@cache
def _subject(language: str, subject: str) -> Mapping[str, Any]:
    file = language_file(language, f"{subject}.toml")
    if file is None:
        raise KeyError(f"{language}.{subject}")
    return tomllib.loads(file.read_text(encoding="utf-8"))
