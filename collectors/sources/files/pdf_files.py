"""The text of PDF files, read by pypdf (the extra `documents`) within limits of pages and time."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator

from collectors.sources.files.export_file import HEAD, Carrier, ExportFile
from collectors.sources.files.file_items import Damage

PDF = b"%PDF-"
MAX_PAGES = 5_000
#: Seconds of processor time for one file.
MAX_SECONDS = 120.0
_ENDED = re.compile(r"[.!?…:]['\"”’»)\]]*\Z")
_EXTRA = "install the extra that reads it: pip install 'parallax-news[documents]'"

# pypdf logs a warning for each flaw of a file.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_file(path: str, stem: str, data: bytes) -> ExportFile | Damage:
    """A PDF as a text file.

    Args:
        path: Its name in messages.
        stem: Its name for an article without an id.
        data: The whole file.

    Returns:
        The file, or why it cannot be read.
    """
    try:
        from pypdf import PdfReader  # noqa: PLC0415  an extra
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError:
        return Damage("is a PDF", _EXTRA)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Damage("is an encrypted PDF", "save it without a password")
        text = "\n\f\n".join(_pages(reader))
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError) as error:
        return Damage(f"is a PDF that cannot be read: {type(error).__name__}", "save it again, or give the page's HTML")
    if not text.strip("\n\f "):
        return Damage("is a PDF without text (a scan)", "give the text, or run it through text recognition first")
    flat = unwrapped(text)
    file = ExportFile(path, stem, Carrier.TEXT, flat[:HEAD], io.BytesIO(flat.encode("utf-8", "replace")))
    file.remarks.append("read from a PDF, whose order of lines may be wrong")
    return file


def _pages(reader: object) -> Iterator[str]:
    begun = time.process_time()
    for number, page in enumerate(reader.pages):  # type: ignore[attr-defined]  # an extra, imported where it is used
        if number >= MAX_PAGES or time.process_time() - begun > MAX_SECONDS:
            return
        yield page.extract_text() or ""


def unwrapped(text: str) -> str:
    """Join the lines of PDF pages to paragraphs.

    A paragraph ends at a blank line, and at a line that ends a sentence and is clearly shorter than most. Words
    hyphenated at the end of a line are joined.

    Args:
        text: The text of the pages, line by line.

    Returns:
        Paragraphs with blank lines between them.
    """
    lines = [line.strip() for line in text.replace("\f", "\n").split("\n")]
    longest = sorted(len(line) for line in lines if line)
    usual = longest[int(len(longest) * 0.8)] if longest else 0
    blocks: list[str] = [""]
    for line in lines:
        if not line:
            blocks.append("")
            continue
        held = blocks[-1]
        if held.endswith("-") and line[:1].islower() and held[-2:-1].isalpha():
            blocks[-1] = held[:-1] + line
        else:
            blocks[-1] = f"{held} {line}".strip()
        if len(line) < 0.8 * usual and (_ENDED.search(line) or len(line) < 0.5 * usual):
            blocks.append("")
    return "\n\n".join(block for block in blocks if block)
