"""The registry of kinds of files: one module here and one line below for each; the first that recognises reads."""

from __future__ import annotations

from collectors.sources.files.export_file import ExportFile
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds import (
    europresse,
    factiva_pages,
    factiva_text,
    factiva_xml,
    lexisnexis_pages,
    nexis_text,
    nexis_uni,
    proquest_pages,
    proquest_text,
)

KINDS: tuple[FileKind, ...] = (
    factiva_xml.KIND,
    factiva_pages.KIND,
    factiva_text.KIND,
    lexisnexis_pages.KIND,
    nexis_text.KIND,
    nexis_uni.KIND,
    europresse.KIND,
    proquest_pages.KIND,
    proquest_text.KIND,
)


def kind_for(file: ExportFile) -> FileKind | None:
    """The first kind that recognises a file, None where none does."""
    return next((kind for kind in KINDS if file.carrier in kind.carriers and kind.recognises(file)), None)
