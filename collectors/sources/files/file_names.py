"""Names of files: their suffixes, the names of articles in them, and which files are ignored. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

#: Files in a folder or an archive are read if they have one of these suffixes, also with `.gz` or `.zst` after it. A
#: file given by its own name is read whatever its suffix is.
SUFFIXES = (
    *(".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xlsx", ".ods", ".html", ".htm", ".xhtml", ".mht", ".mhtml"),
    *(".xml", ".tei", ".txt", ".md", ".rtf", ".docx", ".odt", ".pdf", ".eml", ".mbox", ".ris", ".bib", ".nbib"),
    *(".warc", ".arc", ".wacz", ".zip", ".tar", ".tgz", ".urls"),
)


@dataclass(frozen=True, slots=True)
class FileName:
    """The names of a file.

    Attributes:
        path: Its name in messages: "archive.zip!folder/file.txt".
        stem: Its name for articles without an id.
        suffix: Its suffix in lower case, without the dot and without `gz` or `zst`.
    """

    path: str
    stem: str
    suffix: str


def suffix_of(path: PurePath) -> str:
    """The suffix in lower case without its dot; a final `.gz` or `.zst` is ignored."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] in ([".gz"], [".zst"]):
        suffixes.pop()
    return suffixes[-1][1:] if suffixes else ""


def stem_of(name: str) -> str:
    """A file's name without the suffixes that only state its kind."""
    for _ in range(2):
        path = PurePath(name)
        if path.suffix.lower() in (".gz", ".zst") or path.suffix.lower() in SUFFIXES:
            name = path.with_suffix("").as_posix()
    return name


def printable(name: str) -> str:
    """A name that can be written: bytes that are not UTF-8 (a name in cp1251 from an old ZIP) are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_passed_over(path: PurePath, suffix: str) -> bool:
    """Whether a file below a folder or in an archive is ignored.

    Args:
        path: Its path below the folder or in the archive.
        suffix: Its suffix, as from `suffix_of`.

    Returns:
        True for hidden files, unknown kinds, and files that a browser saves beside a page.
    """
    folders, name = path.parts[:-1], path.name
    furniture = any(part.startswith((".", "__MACOSX")) or part.endswith("_files") for part in folders)
    return furniture or name.startswith(".") or f".{suffix}" not in SUFFIXES
