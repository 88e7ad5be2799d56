"""Nexis Uni, Nexis Advance and Nexis+: exports in Word, RTF and text.

A document has headline, outlet, date, copyright, labels, "Body", the text, labels and "End of Document". A file
holds one document, or many behind a cover page with their list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart, one_line, paragraphs
from collectors.sources.files.field_labels import field_of
from collectors.sources.files.file_items import Damage
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.nexis_article import stated_words
from collectors.sources.files.language_names import language_code
from collectors.sources.files.people_lines import authors_in

ARCHIVE = "Nexis"
_END = re.compile(
    r"\s*(?:end of document|ende des dokuments?|dokumentende|fin du document|fin del documento|fine del documento|"
    r"fim do documento|einde van (?:het )?document|koniec dokumentu)\s*\Z",
    re.I,
)
_ENDED = re.compile(_END.pattern.replace(r"\s*(?:", r"^[ \t]*(?:", 1).replace(r"\s*\Z", r"[ \t]*$"), re.I | re.M)
_BODY = re.compile(r"\s*(?:body|text|textkörper|corps(?: du texte)?|texte|cuerpo|corpo|tekst|texto)\s*\Z", re.I)
_BEHIND = re.compile(
    r"\s*(?:classification|klassifizierung|classement|clasificación|graphics?|grafik(?:en)?|graphique|gráficos?|notes?|"
    r"notas|anmerkungen|correction|load-date|copyright|related articles?|urls?|links?)\s*\Z",
    re.I,
)
_LABEL = re.compile(r"\s*([^\W\d_][^\W\d_/ -]{1,24}(?:[ /-][^\W\d_]{1,16}){0,3}):[\s\xa0]*(.*)\Z", re.S)
_COPYRIGHT = re.compile(
    r"\s*(?:copyright\b|©|\(c\)\s*\d{4}|alle rechte|all rights|tous droits|todos los derechos)", re.I
)
_FURNITURE = re.compile(
    r"\s*(?:page \d+ of \d+|seite \d+ von \d+|page \d+ (?:sur|de) \d+|página \d+ de \d+|.*\|\s*about lexisnexis.*|"
    r"about lexisnexis.*|all rights reserved\.?|document delivered:.*|\d+)\s*\Z",
    re.I,
)
_SIGNS = re.compile(
    r"^[ \t]*(?:Load-Date|Length|Länge|Longueur|Longitud|Byline|Section|Rubrik|Sección)\s?:", re.M | re.I
)
#: Stands for the end of the document before, of which nothing can belong to a headline.
_AFTER = "\ue000"
#: Lines that a document has at least: headline, outlet, date, length, text.
_SHORTEST = 6
#: Lines above the labels: headline, outlet, date, edition, copyright and what a publisher adds.
_MOST_LEAD = 12


def _recognises(file: ExportFile) -> bool:
    head = file.head.replace("\xa0", " ")
    if _ENDED.search(head) or ("Client/Matter:" in head and "Job Number:" in head):
        return True
    # The first document may end behind the head: its labels and its body line stand in it.
    labels = {match.group().strip(" :\t").lower() for match in _SIGNS.finditer(head)}
    return len(labels) >= 2 and any(_BODY.match(line) for line in head.split("\n"))


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_documents(file), lambda document, _: _article(*document))


def _documents(file: ExportFile) -> Iterator[tuple[int, list[str]]]:
    """The line of each document and its lines, without blank ones, up to the one that ends it."""
    begun, held = 1, list[str]()
    for number, line in file.lines():
        text = " ".join(line.replace("\xa0", " ").split())
        if not text:
            continue
        if held in ([], [_AFTER]):
            begun = number
        if _END.match(text):
            yield begun, held
            held = [_AFTER]
        else:
            held.append(text)
    if held and held != [_AFTER]:
        yield begun, held


def _article(begun: int, lines: list[str]) -> ExportedArticle | Damage | None:
    lines = [line for line in lines if not _FURNITURE.match(line)]
    if lines[:1] == [_AFTER] and len(lines) < _SHORTEST:
        return None  # a footer behind the last document
    first = _first_label(lines)
    if first is None:
        return (
            Damage("is a document in a layout that is not known", "export it with full texts", begun) if lines else None
        )
    outlet, dated, headline = _lead(lines[:first])
    fields, body = _fields_of_head(lines, first)
    text, behind = _text_and_fields(lines[body:])
    for name, value in behind.items():
        fields.setdefault(name, value)
    if not text and headline is None:
        return None
    return ExportedArticle(
        archive=ARCHIVE,
        text=paragraphs(text),
        title=headline or one_line(fields.get("title")),
        standfirst=one_line(fields.get("standfirst")),
        authors=authors_in(fields.get("authors")),
        outlet=outlet,
        edition=one_line(fields.get("edition") or _edition(lines[:first], dated)),
        published=published_day(dated or ""),
        language=language_code(fields.get("language")),
        section=one_line(fields.get("section")),
        words=stated_words(fields.get("length")),
        line=begun,
    )


def _label(line: str) -> tuple[str, str] | None:
    match = _LABEL.match(line)
    name = field_of(match.group(1)) if match else None
    return (name, match.group(2).strip()) if match and name else None


def _first_label(lines: Sequence[str]) -> int | None:
    """Where the labels of a document begin: at the first of those that only archives write, or at its body."""
    for i, line in enumerate(lines):
        label = _label(line)
        if label and label[0] in {"length", "section", "authors"} and any(_dated(above) for above in lines[:i]):
            return i
        if _BODY.match(line) and i > 1:
            return i
    return next((i for i, line in enumerate(lines) if (_label(line) or ("", ""))[0] == "length"), None)


def _dated(line: str) -> bool:
    return len(line) < 90 and published_day(line) is not None


def _lead(lines: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Outlet, date and headline from the lines above the labels.

    The date is the last line that is one; the outlet stands above it, the headline above that. A cover page with its
    list of documents stands above them in the first document of a file.
    """
    lines = list(lines)
    dates = [i for i, line in enumerate(lines) if i > 0 and _dated(line) and not _label(line)]
    dated = dates[-1] if dates else None
    end = (
        dated if dated is not None else next((i for i, line in enumerate(lines) if _COPYRIGHT.match(line)), len(lines))
    )
    above = [line for line in lines[max(0, end - _MOST_LEAD) : end] if not _COPYRIGHT.match(line)]
    outlet = above[-1] if above else None
    headline = above[-2] if len(above) > 1 else None
    if above[:1] == [_AFTER]:
        # Nothing stands between the end of the document before and this one's headline, which may have several lines.
        headline = " ".join(above[1:-1]) or None
    outlet = None if outlet == _AFTER else outlet
    if len(above) == 1:
        outlet, headline = None, above[0]
    return outlet, lines[dated] if dated is not None else None, headline


def _edition(lines: Sequence[str], dated: str | None) -> str | None:
    """What stands between the date and the copyright: "Edition 1, Scotland", "London Edition"."""
    if dated is None or dated not in lines:
        return None
    place = len(lines) - 1 - list(reversed(lines)).index(dated)
    for line in lines[place + 1 :]:
        if _COPYRIGHT.match(line):
            return None
        if re.search(r"edition|ausgabe|édition|edición|editie", line, re.I):
            return line
    tail = dated.rpartition(",")[2].strip() or dated
    return tail if re.search(r"edition|ausgabe|édition|edición|editie", tail, re.I) and tail != dated else None


def _fields_of_head(lines: Sequence[str], first: int) -> tuple[dict[str, str], int]:
    """The labels above the text, and where the text begins: behind the line "Body", or behind the last label."""
    fields: dict[str, str] = {}
    place = first
    body = next((i for i in range(first, min(len(lines), first + 20)) if _BODY.match(lines[i])), None)
    end = body if body is not None else len(lines)
    current = ""
    while place < end:
        label = _label(lines[place])
        if label:
            current = label[0]
            fields.setdefault(current, label[1])
        elif body is None:
            break
        elif current in {"standfirst", "authors"}:
            fields[current] = f"{fields[current]} {lines[place]}".strip()
        place += 1
    return fields, (body + 1 if body is not None else place)


def _text_and_fields(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The lines of the text, and the labels behind it."""
    fields: dict[str, str] = {}
    end = len(lines)
    for i, line in enumerate(lines):
        label = _label(line)
        if _BEHIND.match(line) and _labels_follow(lines, i + 1):
            end = i
            break
        if label and label[0] in {"loaded", "language", "type"} and _labels_follow(lines, i):
            end = i
            break
    for line in lines[end:]:
        label = _label(line)
        if label:
            fields.setdefault(*label)
    return list(lines[:end]), fields


def _labels_follow(lines: Sequence[str], begin: int) -> bool:
    """Whether labels of the archive follow: what they hold and captions may stand between them."""
    labels = [_label(line) for line in lines[begin:]]
    return any(label and label[0] in {"loaded", "language", "type"} for label in labels)


KIND = FileKind("nexis-uni", "Nexis Uni, Word or RTF", frozenset({Carrier.TEXT}), _recognises, _read)
