"""A file as the readers of kinds see it: its carrier (text, markup, JSON, a table, a mail) and its content.

The bytes decide what a file is; its name counts only where the bytes do not. Each reader asks for the form that it
needs: `lines` streams, the other forms read the whole file within limits.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import BinaryIO, cast

from lxml import etree, html

from collectors.extract.decode import NotText, decode
from collectors.sources.files.file_items import MAX_BYTES, Damage
from collectors.sources.files.raw_bytes import blocks, lines, whole
from collectors.sources.files.rich_text import RTF, rtf_text
from collectors.sources.files.word_documents import WordParagraph, word_paragraphs
from collectors.sources.web_markup import XML_FROM_OUTSIDE, xml_of

#: Characters at the beginning of a file by which its kind is recognised.
HEAD = 65_536
#: At most so many bytes of a file are read whole.
MAX_WHOLE = 4 * MAX_BYTES
_DEEPEST = 200  # levels of JSON: no answer of an API has more than 20


class Carrier(StrEnum):
    """What a file is made of, whoever made it."""

    TEXT = "text"
    HTML = "html"
    XML = "xml"
    JSON = "json"
    TABLE = "table"
    MAIL = "mail"


class DamagedFileError(Exception):
    """The file cannot be read in the form that was asked for."""

    def __init__(self, damage: Damage) -> None:
        super().__init__(damage.what)
        self.damage = damage


@dataclass
class ExportFile:
    """A file on its way to its reader.

    Attributes:
        path: Its name in messages; inside a container "archive.zip!folder/file.txt".
        stem: Its name below the given folder, without the suffixes of its kind.
        carrier: What it is made of.
        head: Its first characters, decoded.
        stream: Its bytes from the beginning, possibly gzip.
        encoding: The encoding of its text.
        paragraphs: Those of a Word file, with their styles; empty for all others.
        remarks: Doubts about how it was read.
    """

    path: str
    stem: str
    carrier: Carrier
    head: str
    stream: BinaryIO
    encoding: str = "utf-8"
    paragraphs: tuple[WordParagraph, ...] = ()
    remarks: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Numbered lines, streamed; raises `DamagedFileError` where one cannot be read."""
        if self.paragraphs:
            # Where blank paragraphs part the others, each is a line; else each is a block.
            blank = sum(not paragraph.text.strip() for paragraph in self.paragraphs) > len(self.paragraphs) // 6
            after = () if blank else ("",)
            yield from enumerate(
                (line for paragraph in self.paragraphs for line in (*paragraph.text.split("\n"), *after)), start=1
            )
            return
        wide = self.encoding.startswith("utf-16") or self.encoding.startswith("utf-32")
        if wide:
            yield from enumerate(self.text.split("\n"), start=1)
            return
        self.stream.seek(0)
        for number, data in lines(self.stream):
            if isinstance(data, Damage):
                raise DamagedFileError(data)
            text = data.decode(self.encoding, "replace")
            yield number, text.removeprefix("\ufeff") if number == 1 else text

    @cached_property
    def data(self) -> bytes:
        """All bytes, unpacked; raises `DamagedFileError` where they are too many or damaged."""
        self.stream.seek(0)
        data = whole(self.stream, MAX_WHOLE)
        self.stream.seek(0)
        if isinstance(data, Damage):
            raise DamagedFileError(data)
        return data

    @cached_property
    def text(self) -> str:
        """The whole text, with line feeds only; raises `DamagedFileError` where it is not text."""
        if self.paragraphs:
            return "\n\n".join(paragraph.text for paragraph in self.paragraphs)
        try:
            text = decode(self.data).text
        except NotText as error:
            raise DamagedFileError(Damage(str(error), "give a file with text")) from error
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def utf8(self) -> BinaryIO:
        """The file's bytes in UTF-8: the stream itself where it has that encoding."""
        if self.encoding.startswith("utf-8") or self.encoding == "ascii":
            return self.stream
        return io.BytesIO(self.text.encode("utf-8", "replace"))

    @cached_property
    def html(self) -> html.HtmlElement:
        """The root of an HTML document."""
        return html_root(self.text)

    @cached_property
    def xml(self) -> etree._Element:
        """The root of an XML document, read without entities or external definitions."""
        document = xml_of(self.text)
        if isinstance(document, str):
            raise DamagedFileError(Damage(document, "give the XML file as it was exported"))
        parser = etree.XMLParser(**XML_FROM_OUTSIDE)
        root = etree.fromstring(document.text.encode("utf-8", "replace"), parser)
        if root is None:
            raise DamagedFileError(Damage("is XML that cannot be parsed", "export it again"))
        return root

    @cached_property
    def value(self) -> object:
        """The JSON value of the whole file."""
        return json_value(self.text)

    def values(self) -> Iterator[tuple[int, object]]:
        """The JSON values of the file, numbered: those of its lines, the items of its list, or the single value."""
        first = self.head.lstrip("\ufeff \t\r\n")
        if first.startswith("{") and is_json_lines(first):
            for number, line in self.lines():
                if line.strip():
                    yield number, json_value(line, number)
        elif isinstance(self.value, list):
            yield from enumerate(cast("list[object]", self.value), start=1)
        else:
            yield 1, self.value

    @cached_property
    def first_value(self) -> object:
        """The first item of a JSON list or file of lines, otherwise the whole value; None where it cannot be read."""
        first = self.head.lstrip("\ufeff \t\r\n")
        start = first[1:].lstrip() if first.startswith("[") else first
        for text in (start, *self._line_beyond_head()):
            try:
                value, _ = json.JSONDecoder(strict=False).raw_decode(text)
            except (ValueError, RecursionError):
                continue
            return cast("object", value)
        try:
            value = self.value
        except DamagedFileError:
            return None
        return value[0] if isinstance(value, list) and value else value

    def _line_beyond_head(self) -> list[str]:
        """The first line where it is longer than the head."""
        if "\n" in self.head.strip() or not self.head.lstrip("\ufeff \t\r\n").startswith("{"):
            return []
        return self.first_lines(1)

    def first_lines(self, count: int) -> list[str]:
        """The first lines, so that a file of lines is not read whole; none where one of them cannot be read."""
        try:
            first_lines = [line for _, line in islice(self.lines(), count)]
        except DamagedFileError:
            first_lines = []
        self.stream.seek(0)
        return first_lines


def html_root(text: str) -> html.HtmlElement:
    """The root of an HTML text; raises `DamagedFileError` where it cannot be parsed."""
    parser = html.HTMLParser(recover=True, no_network=True, huge_tree=False, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFileError(Damage("is HTML that cannot be parsed", "save it again")) from error


def is_json_lines(text: str) -> bool:
    """Whether a file that begins with this text holds one JSON object per line."""
    line, feed, rest = text.partition("\n")
    if not feed or not rest.strip():
        return False
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def json_value(text: str, line: int | None = None) -> object:
    """The value of a JSON text; raises `DamagedFileError`, with the number `line`, where it is not valid."""
    try:
        return cast("object", json.loads(text, strict=False))
    except json.JSONDecodeError as error:
        place = f"character {error.pos + 1}" if line else f"line {error.lineno}"
        what = f"is no JSON: {error.msg} at {place}"
        raise DamagedFileError(Damage(what, "export it again; it may be cut short", line)) from error
    except (RecursionError, ValueError) as error:
        what = "is JSON that no export needs: nested too deep or a number too long"
        raise DamagedFileError(Damage(what, "export it again", line)) from error


def opened(path: str, stem: str, stream: BinaryIO, suffix: str) -> ExportFile | Damage:
    """Open a text file, which may be RTF, by its first bytes.

    Args:
        path: Its name in messages.
        stem: Its name for articles without an id.
        stream: Its bytes, seekable and at their beginning.
        suffix: The end of its name in lower case, without `.gz`; it only distinguishes tables from text.

    Returns:
        The file, or why it cannot be read.
    """
    first = b""
    for block in blocks(stream):
        if isinstance(block, Damage):
            if not first:
                return block
            break  # the part before the damage is read
        first += block
        if len(first) >= 4 * HEAD:
            break
    stream.seek(0)
    if first.startswith(RTF):
        data = whole(stream, MAX_WHOLE)
        if isinstance(data, Damage):
            return data
        text = rtf_text(data)
        return ExportFile(path, stem, Carrier.TEXT, text[:HEAD], io.BytesIO(text.encode("utf-8", "replace")))
    try:
        head, encoding = decode(first[: 2 * HEAD])
    except NotText as error:
        return Damage(str(error).replace("the page ", ""), "give a file with articles, or leave it out")
    head = head[:HEAD].replace("\r\n", "\n").replace("\r", "\n")
    return ExportFile(path, stem, carrier_of(head, suffix), head, stream, _streamable(encoding))


def word_file(path: str, stem: str, data: bytes) -> ExportFile | Damage:
    """A Word or OpenDocument text as a text file with styled paragraphs."""
    paragraphs = word_paragraphs(data)
    if isinstance(paragraphs, Damage):
        return paragraphs
    head = "\n\n".join(paragraph.text for paragraph in paragraphs)[:HEAD]
    return ExportFile(path, stem, Carrier.TEXT, head, io.BytesIO(data), paragraphs=tuple(paragraphs))


def _streamable(encoding: str) -> str:
    """An encoding in which lines can be decoded one by one."""
    return "utf-8-sig" if encoding == "utf-8-sig" else codecs.lookup(encoding).name


_MAIL = re.compile(
    r"(?:From [^\n]{3,200}\n)?(?:(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|"
    r"x-[\w-]+|dkim-signature|content-type|snapshot-content-location|reply-to|sender|list-[\w-]+|authentication-results)"
    r":[^\n]*\n(?:[ \t][^\n]*\n){0,60}){2,}",
    re.I,
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|article|meta|title|a|span|section|form)\b", re.I)
_XML = re.compile(r"<(?:\?xml\b|[A-Za-z_][\w.:-]*[\s/>])")


def carrier_of(head: str, suffix: str = "") -> Carrier:
    """What a file is made of, by its first characters; the suffix distinguishes tables from text."""
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")) and suffix not in {"csv", "tsv", "txt", "md"}:
        return Carrier.JSON
    if start.startswith("{") and re.match(r"\{\s*(?:\"|\})", start):
        return Carrier.JSON
    if start.startswith("<"):
        return _markup(start)
    if suffix in {"csv", "tsv", "tab"} or start.lower().startswith("sep="):
        return Carrier.TABLE
    if _MAIL.match(start):
        return Carrier.MAIL
    return Carrier.TEXT


def _markup(start: str) -> Carrier:
    body = re.sub(r"\A(?:\s*<!--.*?-->)+", "", start, flags=re.S).lstrip()
    if _HTML.match(body) or re.match(r"<!doctype\s+html", body, re.I):
        return Carrier.HTML
    if re.match(r"<\?xml\b", body):
        return Carrier.HTML if re.search(r"<(?:!doctype\s+html|html)\b", body[:2_000], re.I) else Carrier.XML
    return Carrier.XML if _XML.match(body) or re.match(r"<!doctype\s+(?!html)", body, re.I) else Carrier.HTML
