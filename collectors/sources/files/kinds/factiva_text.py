"""Factiva, RTF, Word and text: each article ends with its record number; with field codes, or in article format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart
from collectors.sources.files.file_items import Damage
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.factiva_article import CODES, factiva_article, record_of
from collectors.sources.files.kinds.factiva_lines import WORDS, article_of_lines

#: Stands in the place of the last line of an article that the export ends in.
CUT = "\ue000"
_END = re.compile(
    r"^[ \t]*(?:AN[ \t]+)?(?:Document|Dokument|Documento|Документ)[ \t]+[A-Za-z0-9]{4,12}\d{4,40}\w{3,40}[ \t]*$", re.M
)
_CODED = re.compile(r"[ \t]*([A-Z]{2,3})(?:[ \t]+(\S.*)|[ \t]*)\Z")
_FOOTER = re.compile(
    r"\s*(?:Page \d+ of \d+|©\s*\d{4} Factiva|Search Summary|Text\b.*|Date\b.*|Source\b.*|Author\b.*|Company\b.*|"
    r"Subject\b.*|Industry\b.*|Region\b.*|Language\b.*|News Filters\b.*|Results Found\b.*|Timestamp\b.*)",
    re.I,
)


def _recognises(file: ExportFile) -> bool:
    if _END.search(file.head):
        return True
    # A very long first article ends behind the head; its codes, or its number of words and its date, stand in it.
    lines = [line.replace("\xa0", " ").strip() for line in file.head.split("\n") if line.strip()]
    codes = {match.group(1) for line in lines if (match := _CODED.match(line))}
    if len(codes & {"HD", "WC", "PD", "SN", "LP", "SC"}) >= 3 or codes >= {"SE", "HD"}:
        return True
    return any(WORDS.match(line) and published_day(below) for line, below in pairwise(lines))


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_articles(file), lambda part, _: _article(*part))


def _articles(file: ExportFile) -> Iterator[tuple[int, list[str]]]:
    """The line of each article and its lines, up to that with its record number."""
    begun, held = 1, list[str]()
    for number, line in file.lines():
        text = line.replace("\xa0", " ").strip()
        if not text:
            continue
        if not held:
            begun = number
        held.append(text)
        if len(text) < 120 and record_of(_without_code(text)) and re.match(r"(?:AN\s|[^\W\d_]+\s)", text):
            yield begun, held
            held = []
    if any(WORDS.match(line) for line in held) or any(line.startswith("HD") for line in held[:8]):
        yield begun, [*held, CUT]


def _without_code(line: str) -> str:
    match = _CODED.match(line)
    return match.group(2) or "" if match and match.group(1) in CODES else line


def _article(begun: int, lines: list[str]) -> ExportedArticle | Damage | None:
    if lines[-1] != CUT:
        return _whole(begun, lines)
    article = _whole(begun, lines[:-1])
    if not isinstance(article, ExportedArticle):
        return Damage("ends in the middle of an article", "export it again", begun)
    return replace(article, doubts=("the export ends in the middle of it",))


def _whole(begun: int, lines: list[str]) -> ExportedArticle | Damage | None:
    fields: dict[str, list[str]] = {}
    current = ""
    for line in lines:
        match = _CODED.match(line)
        if match and match.group(1) in CODES and (match.group(1) not in fields or match.group(1) == current):
            current = match.group(1)
            fields.setdefault(current, [])
            if match.group(2):
                fields[current].append(match.group(2).strip())
        elif current:
            fields[current].append(line)
    if "HD" in fields and ("PD" in fields or "SN" in fields):
        return factiva_article(fields, begun)
    article = article_of_lines(_without_cover(lines), begun)
    return article or Damage("is an article in a layout that is not known", "export it with all fields", begun)


def _without_cover(lines: list[str]) -> list[str]:
    """The lines of an article without what stands on the export's first page."""
    anchor = next((i for i, line in enumerate(lines) if WORDS.match(line)), None)
    if anchor is None:
        return lines
    begin = max((i + 1 for i in range(anchor) if _FOOTER.fullmatch(lines[i])), default=0)
    return lines[max(begin, anchor - 6) :]


KIND = FileKind("factiva-text", "Factiva, RTF or text", frozenset({Carrier.TEXT}), _recognises, _read)
