"""One article of Factiva from its coded fields (HD, BY, WC, PD, SN, LP, TD ...). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.exported import ExportedArticle, one_line, paragraphs
from collectors.sources.files.language_names import language_code
from collectors.sources.files.people_lines import authors_in

ARCHIVE = "Factiva"
#: The codes of Factiva's fields, as its pages, texts and help name them.
CODES = frozenset(
    [
        "AN",
        "ART",
        "AU",
        "BY",
        "CLM",
        "CO",
        "CR",
        "CT",
        "CX",
        "CY",
        "DE",
        "DF",
        "DP",
        "ED",
        "ET",
        "FDS",
        "GC",
        "HD",
        "HL",
        "IN",
        "IPC",
        "IPD",
        "LA",
        "LP",
        "NGC",
        "NS",
        "OB",
        "PD",
        "PG",
        "PUB",
        "RE",
        "RF",
        "RIC",
        "RST",
        "SC",
        "SE",
        "SN",
        "SO",
        "TD",
        "UD",
        "VOL",
        "WC",
    ]
)
_RECORD = re.compile(
    r"(?:Document|Dokument|Documento|Документ|文件|文書)?\s*([A-Za-z0-9]{4,12}\d{4,40}[A-Za-z0-9]{3,40})\s*\Z"
)
_CREDIT = re.compile(r"\s*(?:\(c\)|©|copyright)", re.I)


def stated_length(value: str | None) -> int | None:
    """The number in "345 words", "1.234 Wörter", "1 204 mots"; None where there is none."""
    match = re.match(r"\s*(\d[\d.,\s\u202f]*)", value or "")
    digits = re.sub(r"\D", "", match.group(1)) if match else ""
    return int(digits) if digits and len(digits) < 8 else None


def record_of(value: str | None) -> str | None:
    """Factiva's accession number in "Document GRDN000020220921ei9l0003x"; None for anything else."""
    match = _RECORD.match((value or "").strip())
    return match.group(1) if match else None


def factiva_article(
    fields: Mapping[str, Sequence[str]], number: int | None, language: str | None = None
) -> ExportedArticle | None:
    """The article that these fields make, None where they hold neither headline nor text.

    Args:
        fields: Code -> its paragraphs, in the order of the export.
        number: Its line or number in the file.
        language: What the page says of it apart from its fields.
    """

    def first(code: str) -> str | None:
        return one_line(" ".join(fields.get(code, ())))

    lead, rest = list(fields.get("LP", ())), list(fields.get("TD", ()))
    text = paragraphs([*lead, *rest])
    title = first("HD")
    if not text and not title:
        return None
    return ExportedArticle(
        archive=ARCHIVE,
        text=text,
        title=title,
        record=record_of(first("AN")) or first("AN"),
        authors=authors_in("\n".join(fields.get("BY", ()) or fields.get("AU", ()))),
        outlet=first("SN") or first("NGC"),
        edition=first("ED"),
        published=published_day(first("PD") or ""),
        language=language_code(first("LA")) or language_code(language),
        section=first("SE") or first("CLM"),
        words=stated_length(first("WC")),
        line=number,
    )


def is_copyright(line: str) -> bool:
    """Whether a line is a notice of copyright."""
    return bool(_CREDIT.match(line)) and len(line) < 300
