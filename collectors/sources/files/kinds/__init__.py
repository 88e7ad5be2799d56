"""The registry of kinds of files: one module here and one line below for each; the first that recognises reads."""

from __future__ import annotations

from collectors.sources.files.export_file import ExportFile
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds import (
    bibtex,
    csl_json,
    europresse,
    event_registry,
    extractor_json,
    extractor_xml,
    factiva_pages,
    factiva_text,
    factiva_xml,
    fundus,
    gdelt_rows,
    guardian,
    lexisnexis_pages,
    mastodon,
    news_please,
    newsapi,
    nexis_text,
    nexis_uni,
    nyt,
    platform_posts,
    proquest_pages,
    proquest_text,
    ris,
    telegram,
    zotero_csv,
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
    guardian.KIND,
    nyt.KIND,
    newsapi.KIND,
    event_registry.KIND,
    news_please.KIND,
    fundus.KIND,
    extractor_json.KIND,
    extractor_xml.KIND,
    telegram.KIND,
    mastodon.KIND,
    platform_posts.KIND,
    gdelt_rows.KIND,
    csl_json.KIND,
    ris.KIND,
    bibtex.KIND,
    zotero_csv.KIND,
)


def kind_for(file: ExportFile) -> FileKind | None:
    """The first kind that recognises a file, None where none does."""
    return next((kind for kind in KINDS if file.carrier in kind.carriers and kind.recognises(file)), None)
