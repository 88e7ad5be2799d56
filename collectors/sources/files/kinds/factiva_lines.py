"""An article of Factiva in article format: a line for each field without its code, then the paragraphs. Pure.

The order of the lines is fixed: section, headline, credit, author, words, date, time, source, its code, edition, page,
volume, language, copyright. The number of words is the anchor: it is the only line that cannot be anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.exported import ExportedArticle
from collectors.sources.files.kinds.factiva_article import factiva_article, is_copyright, record_of
from collectors.sources.files.language_names import language_code

#: "345 words" in the languages of Factiva's interface.
WORDS = re.compile(
    r"\s*\d[\d.,\s\u202f]*\s?(?:words?|mots?|wörter|wort|palabras?|parole|parola|palavras?|слов[ао]?|woorden|"
    r"słów|słowa|ord|語|字|文字|个字|단어)\s*\Z",
    re.I,
)
_CLOCK = re.compile(r"\s*\d{1,2}:\d\d(?:\s?[AP]M)?\s*\Z", re.I)
_CODE = re.compile(r"\s*[A-Z][A-Z0-9]{2,9}\s*\Z")
_PAGE = re.compile(r"\s*(?:(?:page|p\.?|seite|pág\.?)\s*)?[A-Z]{0,3}\.?\d{1,4}(?:[;,/ -].{0,40})?\s*\Z", re.I)
_VOLUME = re.compile(r"\s*(?:volume|band|issn|n°|no\.|vol)", re.I)
_BY = re.compile(r"\s*(?:by|von|par|por|di|door|from)\s+\S", re.I)
#: Lines between the number of words and the text.
_MOST_FIELDS = 14


def article_of_lines(
    lines: Sequence[str],
    number: int | None,
    language: str | None = None,
    title: str | None = None,
    body: Sequence[str] | None = None,
) -> ExportedArticle | None:
    """The article in these lines, None where no line states its words and date.

    Args:
        lines: All lines of the article, its record number last.
        number: Its line or number in the file.
        language: What the file says of it apart from its lines.
        title: Its headline, where the markup tells it.
        body: Its paragraphs, where the markup tells them.
    """
    anchor = next((i for i, line in enumerate(lines[:12]) if WORDS.match(line)), None)
    if anchor is None:
        return None
    fields: dict[str, list[str]] = {"WC": [lines[anchor]]}
    _above(fields, list(lines[:anchor]), title)
    begin = _below(fields, lines, anchor + 1)
    rest = list(lines[begin:])
    for place in range(len(rest) - 1, max(-1, len(rest) - 4), -1):
        if record := record_of(rest[place]):
            fields["AN"] = [record]
            del rest[place:]
            break
    fields["TD"] = list(body) if body else rest
    return factiva_article(fields, number, language)


def _above(fields: dict[str, list[str]], lines: list[str], title: str | None) -> None:
    """Section, headline and author from the lines above the number of words."""
    if lines and _BY.match(lines[-1]) and len(lines) > 1:
        fields["BY"] = [lines.pop()]
    flat = " ".join((title or "").split())
    if flat:
        fields["HD"] = [flat]
        place = next((i for i, line in enumerate(lines) if " ".join(line.split()) == flat), None)
        if place is not None:
            if place > 0:
                fields["SE"] = [lines[0]]
            if place + 1 < len(lines) and "BY" not in fields:
                fields["BY"] = [lines[-1]]
        return
    if not lines:
        return
    # A headline is the longest line but for an author's, which comes behind it and is short.
    place = max(range(len(lines)), key=lambda i: (len(lines[i].split()), -i))
    fields["HD"] = [lines[place]]
    if place > 0:
        fields["SE"] = [lines[0]]
    if place + 1 < len(lines) and "BY" not in fields:
        fields["BY"] = [lines[-1]]


def _below(fields: dict[str, list[str]], lines: Sequence[str], place: int) -> int:
    """Date, source, language and copyright from the lines below; returns where the text begins."""
    end = min(len(lines), place + _MOST_FIELDS)
    while place < end:
        line = lines[place]
        if "LA" in fields:
            return place + 1 if is_copyright(line) or _likely_notice(line) else place
        code = _field_of(line, fields)
        if code:
            fields.setdefault(code, [line])
        place += 1
        if code == "CY":
            break
    return place


def _field_of(line: str, fields: Mapping[str, Sequence[str]]) -> str | None:
    """The code of the field that a line is, given those above it; None for a line that belongs to none."""
    if "PD" not in fields:
        return "PD" if published_day(line) else None
    tests = {
        "ET": _CLOCK.match(line),
        "SN": "SN" not in fields,
        "CY": is_copyright(line),
        "SC": _CODE.match(line) and "SC" not in fields,
        "LA": len(line.split()) <= 3 and language_code(line),
        "PG": _PAGE.match(line),
        "": _VOLUME.match(line),
        "ED": True,
    }
    return next(code for code, holds in tests.items() if holds) or None


def _likely_notice(line: str) -> bool:
    """Whether a line behind the language is its notice of copyright in words that are not known: short, with a year."""
    return (
        len(line) < 160
        and bool(re.search(r"\b(?:19|20)\d\d\b", line))
        and not line.rstrip().endswith((",", "?", "!", "“"))
    )
