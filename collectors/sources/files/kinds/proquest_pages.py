"""ProQuest, HTML (saved pages, and the mails that hold them): labels in bold, the text in an element of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from collectors.sources.files.export_file import Carrier, ExportFile, html_root
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart
from collectors.sources.files.field_labels import field_of
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.proquest_article import proquest_article
from collectors.sources.files.markup_blocks import page_blocks

# Private-use characters: no page holds them.
_DOCUMENT, _LABEL, _TEXT, _TEXT_END = "\ue000", "\ue001", "\ue002", "\ue003"
_INNER = re.compile(r"</?(?:html|body|head)\b[^<>]{0,500}>|<!doctype[^<>]{0,500}>", re.I)
_SIGNS = re.compile(r"name=[\"']?DocID_|ProQuest document (?:ID|link)|<title>ProQuest|Full text:\s*</strong>", re.I)
_SKIPPED = re.compile(
    r"\s*(?:proquest document link|enlace de documentos de proquest|lien (?:vers le|de) document proquest|"
    r"link zum proquest[- ]dokument|email \d+ of \d+|document \d+ of \d+|documento? \d+ de \d+|dokument \d+ von \d+|"
    r"table of contents|bibliography|citation style.*)\s*\Z",
    re.I,
)


def _recognises(file: ExportFile) -> bool:
    return "proquest" in file.head.lower() and bool(_SIGNS.search(file.head))


def _read(file: ExportFile) -> Iterator[Exported]:
    # Each text is a whole document inside of the page; its end would end the page for the parser.
    root = html_root(f"<html><body>{_INNER.sub('', file.text)}</body></html>")
    blocks = page_blocks(root, _mark)
    yield from each_apart(_documents(blocks), _article)


def _mark(element: etree._Element) -> str | None:
    """Marks for what markup tells and text does not: where documents, labels and texts begin."""
    if element.tag == "a" and "DocID_" in str(
        element.get("name") or element.get("id") or ""
    ):  # mail programs add to it
        return _DOCUMENT
    if element.tag == "text":
        return f"{_TEXT}{element.get('wordcount') or ''}"
    if element.tag in {"strong", "b"}:
        words = "".join(element.itertext()).strip()
        inside = next(element.iterancestors("text"), None) is not None
        if not inside and words.endswith(":") and len(words) < 60:
            return _LABEL
    # The first label behind a text shows where it ends; another element behind it does as well.
    return None


def _documents(blocks: list[str]) -> Iterator[list[str]]:
    """The blocks of each document: behind its anchor, or behind the line "Document 1 of 10"."""
    marks = [i for i, block in enumerate(blocks) if block == _DOCUMENT]
    if not marks:
        marks = [
            i for i, block in enumerate(blocks) if re.match(r"\s*docum\w+ \d+ (?:of|de|von) \d+\s*\Z", block, re.I)
        ]
    if not marks:
        marks = [0, *_titles(blocks)]
    for begin, end in zip(marks, [*marks[1:], len(blocks)], strict=True):
        yield blocks[begin:end]


def _titles(blocks: list[str]) -> list[int]:
    """Where documents begin in a page that lost its anchors (a forwarded mail).

    That is the block above the first label of a document, once the one before has stated its number.
    """
    titles, numbered = [], False
    for i in range(2, len(blocks)):
        if blocks[i - 1] != _LABEL:
            continue
        name = field_of(blocks[i].partition(":")[0])
        if name == "record":
            numbered = True
        elif numbered and name in {"authors", "info"} and blocks[i - 2] != _LABEL:
            titles.append(i - 2)
            numbered = False
    return titles


def _article(blocks: list[str], number: int) -> ExportedArticle | None:
    title: list[str] = []
    fields: dict[str, list[str]] = {}
    words: str | None = None
    current: list[str] = title
    labelled = False
    for block in blocks:
        if block in {_DOCUMENT, _LABEL}:
            labelled = block == _LABEL
        elif block.startswith(_TEXT):
            words = block[1:]
        elif labelled:
            labelled = False
            current = _begun(fields, block, current)
        elif not _SKIPPED.match(block):
            current.append(block)
    return proquest_article(title[0] if title else None, fields, number, words)


def _begun(fields: dict[str, list[str]], block: str, current: list[str]) -> list[str]:
    """The list that a labelled block begins, with its value; the current one where the label names nothing."""
    label, _, value = block.partition(":")
    name = field_of(label)
    if name is None:
        if current is fields.get("text"):
            current.append(block)
            return current
        name = "other"
    if name == "abstract" and "text" in fields:
        name = "other"
    blocks = fields.setdefault(name, []) if name not in {"title", "outlet", "published"} or name not in fields else []
    if value.strip():
        blocks.append(value.strip())
    return blocks


KIND = FileKind("proquest-html", "ProQuest, HTML or e-mail", frozenset({Carrier.HTML}), _recognises, _read)
