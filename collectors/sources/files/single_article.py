"""The single article in a text, Word or PDF file that no archive wrote."""

from __future__ import annotations

import re

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.export_file import ExportFile
from collectors.sources.files.exported import ExportedArticle, one_line
from collectors.sources.files.word_documents import WordParagraph, stated_properties

ARCHIVE = "given"
_TITLES = ("title", "titel", "titre", "heading1", "berschrift1", "überschrift1", "titre1", "ttulo1", "título1")
_SUBTITLES = ("subtitle", "untertitel", "sous-titre", "subttulo", "subtítulo")


def single_article(file: ExportFile) -> ExportedArticle:
    """The article in a text file.

    Its title is the first line only where that is marked as one ("# Title", a style of Word). It is never guessed: the
    first line of a saved article is often a caption, and the words of a headline count as the outlet's own.

    Args:
        file: The file. Its paragraphs are lines, or are separated by blank lines.

    Returns:
        The article.
    """
    if file.paragraphs:
        return _word_article(file)
    text = file.text.strip()
    title = None
    if text.startswith("# "):
        title, _, text = text[2:].partition("\n")
    return ExportedArticle(ARCHIVE, text.strip(), one_line(title), record=file.stem, line=1, doubts=tuple(file.remarks))


def _word_article(file: ExportFile) -> ExportedArticle:
    paragraphs = [paragraph for paragraph in file.paragraphs if paragraph.text.strip()]
    title = next((paragraph for paragraph in paragraphs[:3] if paragraph.style in _TITLES), None)
    standfirst = next((paragraph for paragraph in paragraphs[:4] if paragraph.style in _SUBTITLES), None)
    text = "\n\n".join(
        paragraph.text.strip() for paragraph in paragraphs if paragraph is not title and paragraph is not standfirst
    )
    properties = stated_properties(file.data)
    return ExportedArticle(
        ARCHIVE,
        text,
        title=_flat(title),
        record=file.stem,
        standfirst=_flat(standfirst),
        published=_dated(paragraphs[:6]),
        authors=(properties["author"],) if _is_name(properties.get("author")) else (),
        line=1,
    )


def _flat(paragraph: WordParagraph | None) -> str | None:
    return None if paragraph is None else one_line(paragraph.text)


def _dated(paragraphs: list[WordParagraph]) -> str | None:
    """The date on a line of its own near the beginning; when the file was made is not a date of publication."""
    for paragraph in paragraphs:
        if len(paragraph.text) < 40 and (day := published_day(paragraph.text)):
            return day
    return None


def _is_name(value: str | None) -> bool:
    """Whether a stated author is the name of a person, not of an account or a program."""
    return bool(value) and bool(re.fullmatch(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}", value or ""))
