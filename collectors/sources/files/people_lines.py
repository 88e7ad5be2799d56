"""Names from the lines in which archives state who wrote an article."""

from __future__ import annotations

import re

_BY = re.compile(r"\s*(?:by|von|par|por|di|door|de|text|texte|written by)\b[:\s]+", re.I)
_ANONYMOUS = re.compile(r"(?:anonymous|anonyme|anonym|anónimo|n/a|none|unknown|staff)\.?\Z", re.I)
_AND = re.compile(r"\s*(?:;|\n|\s&\s|\sand\s|\sund\s|\set\s|\sy\s|\sen\s|/)\s*")
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:[a-z]{1,3}\s+)?[^\W\d_a-z][\w.'’-]*){1,3}\Z")
_FAMILY_FIRST = re.compile(r"([^\W\d_][^,;]{0,60}),\s*([^\W\d_][^,;]{0,60})\Z")


def authors_in(value: str | None) -> tuple[str, ...]:
    """The names in an author line, without "By": "By ANN BAKER and Tom Carter" -> ("ANN BAKER", "Tom Carter").

    Commas also separate names from offices and places ("Ann Baker, Moscow"). So the part after a comma counts as a name
    only where several names are listed and it looks like one.

    Args:
        value: The line; None for none.

    Returns:
        The distinct names in their order.
    """
    text = " ".join((value or "").replace("\n", " ; ").split())
    parts = [_BY.sub("", part, count=1).strip(" ,;.") for part in _AND.split(_BY.sub("", text, count=1))]
    names: list[str] = []
    for part in parts:
        first, *others = part.split(",")
        names.append(first)
        if len(parts) > 1 and part is not parts[-1]:
            names.extend(other for other in others if _FULL_NAME.match(other.strip()))
    return tuple(dict.fromkeys(name for name in (_name(written) for written in names) if name))


def catalogued_authors(value: str | None) -> tuple[str, ...]:
    """The names in a library's list, family names first, separated by semicolons: "Chu, Henry; Rotella, Ann"."""
    authors = []
    for part in (value or "").split(";"):
        text = " ".join(part.split()).strip(" .")
        match = _FAMILY_FIRST.match(text)
        name = f"{match.group(2)} {match.group(1)}" if match else text
        if name and not _ANONYMOUS.match(name):
            authors.append(name)
    return tuple(dict.fromkeys(authors))


def _name(part: str) -> str | None:
    first = part.strip()
    if not first or _ANONYMOUS.match(first) or not any(letter.isalpha() for letter in first):
        return None
    return first if len(first) <= 120 else None
