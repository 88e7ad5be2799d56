"""ProQuest, text: documents between lines of underscores, a label before each field. Streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart
from collectors.sources.files.field_labels import field_of
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.nexis_text import blocks_of
from collectors.sources.files.kinds.proquest_article import proquest_article

_LINE = re.compile(r"\s*_{20,}\s*\Z")
_SIGNS = re.compile(r"^[^\S\n]*_{20,}[^\S\n]*$", re.M)
_LABEL = re.compile(r"([^\W\d_][^:\n]{1,45}?)\s?:[ \t\xa0]*")
_NUMBERED = re.compile(r"\s*(?:document|dokument|documento) \d+ (?:of|de|von) \d+\s*\Z", re.I)
_MOST_LINES = 40_000


def _recognises(file: ExportFile) -> bool:
    head = file.head
    if not _SIGNS.search(head):
        return False
    if "proquest" in head.lower():
        return True
    labels = {field[0] for line in head.split("\n")[:200] if (field := _field(line))}
    return len(labels & {"info", "authors", "abstract", "text", "outlet", "record", "published"}) >= 2


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_documents(file), lambda document, _: _article(*document))


def _documents(file: ExportFile) -> Iterator[tuple[int, list[str]]]:
    begun, held = 1, list[str]()
    for number, line in file.lines():
        if _LINE.match(line):
            yield begun, held
            begun, held = number + 1, []
        elif len(held) < _MOST_LINES:
            held.append(line)
    yield begun, held


def _article(begun: int, lines: list[str]) -> ExportedArticle | None:
    """The article in the lines between two separators; None for what stands before the first and behind the last."""
    blocks = [block for block in _label_blocks(lines) if not _NUMBERED.match(block)]
    labels = [_field(block) for block in blocks]
    names = {label[0] for label in labels if label}
    if not names & {"outlet", "info", "record"} or not names & {"text", "abstract", "published", "info"}:
        return None
    fields: dict[str, list[str]] = {}
    title = blocks[0] if labels[0] is None else None
    current: list[str] = []
    ending = _end_of_text(labels)
    for i, (block, label) in enumerate(zip(blocks, labels, strict=True)):
        if label and not (_in_text(fields, current) and i < ending):
            name, value = label
            current = fields.setdefault(name, []) if name not in fields or name == "text" else []
            if value:
                current.append(value)
        elif i > 0 or title is None:
            current.append(block)
    return proquest_article(title, fields, begun)


def _label_blocks(lines: list[str]) -> list[str]:
    """Paragraphs, with each line that begins with a label as one of its own (metadata stand without blank lines)."""
    blocks: list[str] = []
    for block in blocks_of(lines):
        held: list[str] = []
        for line in block.split("\n"):
            if held and _field(line):
                blocks.append("\n".join(held))
                held = []
            held.append(line)
        blocks.append("\n".join(held))
    return blocks


def _field(block: str) -> tuple[str, str] | None:
    match = _LABEL.match(block)
    if match is None:
        return None
    label = match.group(1)
    name = field_of(label)
    return (name, block[match.end() :].strip()) if name else None


def _in_text(fields: dict[str, list[str]], current: list[str]) -> bool:
    return "text" in fields and current is fields["text"]


def _end_of_text(labels: list[tuple[str, str] | None]) -> int:
    """Where the labels behind the text begin: what looks like a label before them is text ("Where: 453 Spring St.").

    They are the last run of labelled blocks; a value of several lines may stand between two of them.
    """
    end = len(labels)
    misses = 0
    for i in range(len(labels) - 1, -1, -1):
        if labels[i]:
            end, misses = i, 0
            if (labels[i] or ("", ""))[0] == "text":
                return i + 1
        else:
            misses += 1
            if misses > 1:
                break
    return end


KIND = FileKind("proquest-text", "ProQuest, text", frozenset({Carrier.TEXT}), _recognises, _read)
