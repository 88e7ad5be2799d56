"""The definition of a kind of export: its name, its carriers, and how it is recognised and read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file that holds articles or their addresses.

    Attributes:
        name: An id: "nexis-text".
        title: What people call it: "Nexis or LexisNexis, text".
        carriers: What such a file may be made of.
        recognises: Whether a file is of this kind, by its content; called for files of these carriers only.
        read: Yields the articles, addresses and damages in it, streamed where the carrier allows. It may raise
            `DamagedFileError`; any other exception becomes a failure of the file.
        holds: What it contains, for the table of formats: "articles", "headline and lead", "addresses", "posts".
    """

    name: str
    title: str
    carriers: frozenset[Carrier]
    recognises: Callable[[ExportFile], bool]
    read: Callable[[ExportFile], Iterator[Exported]]
    holds: str = "articles"
