"""Nexis and LexisNexis, text files in the old layout: "1 of 10 DOCUMENTS" before each article. Streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.nexis_article import COUNTER, nexis_article

ARCHIVE = "Nexis"
#: Lines of one article: a million characters have fewer.
_MOST_LINES = 40_000

#: The same anywhere, with blanks of its own line alone: over a long run of empty lines `\s*` would be quadratic.
_ANY = re.compile("^" + COUNTER.pattern.replace(r"\s*", r"[^\S\n]*").replace(r"\Z", "$"), re.I | re.M)
#: A quick look before the pattern: no line without one of these is a counter.
_HINT = re.compile(r"\bDO[CK]UM", re.I)


def _recognises(file: ExportFile) -> bool:
    return any(_counts(match.group()) for match in _ANY.finditer(file.head))


def _counts(line: str) -> bool:
    """Whether a line is an article's number, alone on its line: "1 of 10 DOCUMENTS", "Dokument 1 von 10"."""
    match = COUNTER.match(line)
    if match is None:
        return False
    numbers = [int(re.sub(r"\D", "", n)) for n in match.groups() if n]
    return len(numbers) == 2 and numbers[0] >= 1


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_articles(file), lambda part, _: _article(*part))


def _articles(file: ExportFile) -> Iterator[tuple[int, list[str]]]:
    """The line of each article and its lines behind the counter."""
    begun: int | None = None
    held: list[str] = []
    for number, line in file.lines():
        if len(line) < 200 and _HINT.search(line) and _counts(line):
            if begun is not None:
                yield begun, held
            begun, held = number, []
        elif begun is not None and len(held) < _MOST_LINES:
            held.append(line)
    if begun is not None:
        yield begun, held


def _article(line: int, lines: list[str]) -> ExportedArticle | None:
    return nexis_article(blocks_of(lines), ARCHIVE, line)


def blocks_of(lines: list[str]) -> list[str]:
    """Paragraphs: lines without blank ones between them, joined by line feeds."""
    text = "\n".join([line.strip() for line in lines])
    return [block for block in (part.strip("\n") for part in re.split(r"\n{2,}", text)) if block]


KIND = FileKind("nexis-text", "Nexis or LexisNexis, text", frozenset({Carrier.TEXT}), _recognises, _read)
