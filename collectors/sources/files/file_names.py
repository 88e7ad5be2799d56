"""Names of files: what they end in, what articles in them are called, and which are passed over. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

#: Suffixes of the files of a folder or an archive that are looked at, also with `.gz` behind them. A file given by its
#: own name is read whatever its suffix is.
SUFFIXES = (
    *(".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xlsx", ".ods", ".html", ".htm", ".xhtml", ".mht", ".mhtml"),
    *(".xml", ".tei", ".txt", ".md", ".rtf", ".docx", ".odt", ".pdf", ".eml", ".mbox", ".ris", ".bib", ".nbib"),
    *(".warc", ".arc", ".wacz", ".zip", ".tar", ".tgz", ".urls"),
)


@dataclass(frozen=True, slots=True)
class FileName:
    """How a file is called: `path` in messages ("archive.zip!folder/file.txt"), `stem` for articles without an id,
    `suffix` in lower case without its dot and without `gz`."""

    path: str
    stem: str
    suffix: str


def suffix_of(path: PurePath) -> str:
    """The suffix in lower case without its dot; `.gz` behind another one is passed over."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    return suffixes[-1][1:] if suffixes else ""


def stem_of(name: str) -> str:
    """A file's name without the suffixes that only say what kind it is."""
    for _ in range(2):
        path = PurePath(name)
        if path.suffix.lower() == ".gz" or path.suffix.lower() in SUFFIXES:
            name = path.with_suffix("").as_posix()
    return name


def printable(name: str) -> str:
    """A name that can be written: bytes of it that are no UTF-8 (a name in cp1251 from an old ZIP) are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_passed_over(path: PurePath, suffix: str) -> bool:
    """Whether a file below a folder or in an archive is none to import: hidden, of an unknown kind, or one of those
    that a browser saves beside a page."""
    folders, name = path.parts[:-1], path.name
    furniture = any(part.startswith((".", "__MACOSX")) or part.endswith("_files") for part in folders)
    return furniture or name.startswith(".") or f".{suffix}" not in SUFFIXES
