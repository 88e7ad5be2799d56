"""Countries and alliances as news names them: by name, adjective, people, capital, seat of power, region or city.

The table `countries.tsv` beside this module is read once per process. Codes are ISO 3166-1 alpha-2, plus EU, NATO, UN
and WEST for groups that are not countries but are quoted and named like one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_PATH = Path(__file__).with_name("countries.tsv")
_FORMS = ("name", "adjective", "people", "capital", "seat", "region")
_POSSESSIVE = re.compile(r"[’']s?$")
_LONGEST = 6  # words of the longest form


class CountryMention(NamedTuple):
    """Words [first, end) that name a country.

    Attributes:
        first: Index of the first word.
        end: Index behind the last word.
        code: ISO 3166-1 alpha-2, or EU, NATO, UN or WEST.
        form: "name", "adjective", "people", "capital", "seat" or "region".
    """

    first: int
    end: int
    code: str
    form: str


class _Table(NamedTuple):
    forms: dict[tuple[str, ...], tuple[str, str]]  # words -> code, form
    starts: frozenset[str]
    names: dict[str, str]  # code -> name
    places: frozenset[str]  # names of countries, regions and cities, in capitals


@cache
def _table() -> _Table:
    forms: dict[tuple[str, ...], tuple[str, str]] = {}
    names: dict[str, str] = {}
    places: set[str] = set()
    for line in _PATH.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, *columns = line.split("\t")
        columns += [""] * (len(_FORMS) - len(columns))
        places.update(name.upper() for index in (0, 3, 5) for name in columns[index].split("|") if name)
        if code == "-":
            continue
        names[code] = columns[0].split("|")[0]
        for form, values in zip(_FORMS, columns, strict=False):
            for value in filter(None, values.split("|")):
                forms.setdefault(tuple(value.replace(".", "").split()), (code, form))
    return _Table(forms, frozenset(words[0] for words in forms), names, frozenset(places))


def country_codes() -> frozenset[str]:
    """Return all codes of the table, which are those that an event file may use."""
    return frozenset(_table().names)


def place_names() -> frozenset[str]:
    """Return the names of countries, regions and cities in capitals, as datelines write them."""
    return _table().places


def plain_word(word: str) -> str:
    """Remove a word's possessive ending and its full stops: "U.S.'s" -> "US"."""
    return _POSSESSIVE.sub("", word).replace(".", "")


def country_mentions(words: Sequence[str]) -> list[CountryMention]:
    """Find the countries that a sequence of words names.

    Where two forms begin at the same word, the longer one counts.

    Args:
        words: Words in their original capitals ("US" is a country, "us" is not), with or without possessive endings and
            full stops.

    Returns:
        The mentions in reading order, as ranges of `words` that do not overlap.
    """
    table, mentions, index = _table(), [], 0
    plain = [plain_word(word) for word in words]
    while index < len(plain):
        step = 1
        if plain[index] in table.starts:
            for end in range(min(len(plain), index + _LONGEST), index, -1):
                hit = table.forms.get(tuple(plain[index:end]))
                if hit:
                    mentions.append(CountryMention(index, end, *hit))
                    step = end - index
                    break
        index += step
    return mentions


@lru_cache(maxsize=4_096)
def country_alone(name: str) -> CountryMention | None:
    """Return the country to which a whole name refers.

    Args:
        name: Words separated by spaces, with or without an article: "the Netherlands", "Kyiv", "the Kremlin".

    Returns:
        The mention; None where the name holds other words too, names several countries, or names none.
    """
    words = name.split()
    if words and words[0].lower() in ("the", "a", "an"):
        words = [word if index else word.lower() for index, word in enumerate(words)]
        mentions = country_mentions(words) or country_mentions(words[1:])
        rest = len(words) if mentions and mentions[0].first == 0 and mentions[0].end == len(words) else len(words) - 1
    else:
        mentions, rest = country_mentions(words), len(words)
    return mentions[0] if len(mentions) == 1 and mentions[0].end - mentions[0].first == rest else None
