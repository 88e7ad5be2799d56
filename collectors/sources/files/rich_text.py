"""The text of RTF files as Nexis, Factiva and word processors write them: lines, with tabs after the cells of tables.

Pure, in one pass over the tokens. Pictures, headers, footers, styles and field instructions are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

RTF = b"{\\rtf"

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
#: Groups without text of the document.
_SILENT = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "fldinst",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "bkmkstart",
        "bkmkend",
        "filetbl",
        "revtbl",
        "xmlnstbl",
        "mmathPr",
        "footnote",
        "annotation",
        "atnid",
        "atnauthor",
        "nonshppict",
    ]
)
_MARKS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "row": "\n",
    "cell": "\t",
    "nestcell": "\t",
    "nestrow": "\n",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
}
_SYMBOLS = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
#: Code pages of RTF's \ansicpg that have another name in Python.
_CODEC = {"10000": "mac_roman", "65001": "utf-8", "708": "iso8859_6", "0": "cp1252"}


@dataclass(slots=True)
class _Group:
    """The state inside one pair of braces.

    Attributes:
        silent: Whether its text is left out.
        substitutes: How many characters replace one Unicode character for readers that do not know it.
    """

    silent: bool = False
    substitutes: int = 1


@dataclass(slots=True)
class _Reader:
    """One pass over a file: what was written so far and what is open."""

    codec: str = "cp1252"
    written: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)  # bytes of one multi-byte character, in parts
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    skip: int = 0  # characters to pass over: they stand in for the Unicode character before them
    high: int = 0  # the first half of a pair of surrogates
    first: bool = False  # whether the next word names what the group is

    def text(self, text: str) -> None:
        """Write text where it belongs to the document."""
        self._flush()
        self.first = False
        if self.skip:
            taken = min(self.skip, len(text))
            self.skip -= taken
            text = text[taken:]
        if text and not self.groups[-1].silent:
            self.written.append(text)

    def byte(self, value: int) -> None:
        """Write one byte of the file's code page."""
        self.first = False
        if self.skip:
            self.skip -= 1
        elif not self.groups[-1].silent:
            self.waiting.append(value)

    def brace(self, brace: str) -> None:
        """Open or close a group."""
        self._flush()
        self.skip = 0
        if brace == "{":
            above = self.groups[-1]
            self.groups.append(_Group(above.silent, above.substitutes))
            self.first = True
        elif len(self.groups) > 1:
            self.groups.pop()

    def symbol(self, symbol: str) -> None:
        r"""Obey a control symbol; \\* opens a group that may be passed over."""
        if symbol == "*":
            self.groups[-1].silent = True
            return
        self.text(_SYMBOLS.get(symbol, ""))

    def word(self, word: str, number: str | None) -> None:
        """Obey a control word."""
        self._flush()
        first, self.first = self.first, False
        if first and word in _SILENT:
            self.groups[-1].silent = True
        elif word in _MARKS:
            self.text(_MARKS[word])
        elif word == "u" and number is not None:
            self._unicode(int(number) % 65536)
        elif word == "uc" and number is not None:
            self.groups[-1].substitutes = max(0, min(int(number), 9))
        elif word == "ansicpg" and number is not None:
            self.codec = _known_codec(number)

    def _unicode(self, code: int) -> None:
        if 0xD800 <= code < 0xDC00:
            self.high = code
        else:
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((self.high - 0xD800) << 10) + (code - 0xDC00) if self.high else 0xFFFD
            self.high = 0
            self.skip = 0
            self.text(chr(code))
        self.skip = self.groups[-1].substitutes

    def _flush(self) -> None:
        if self.waiting:
            self.written.append(self.waiting.decode(self.codec, "replace"))
            self.waiting.clear()

    def done(self) -> str:
        """All that was written."""
        self._flush()
        return "".join(self.written)


def _known_codec(number: str) -> str:
    name = _CODEC.get(number, f"cp{number}")
    try:
        b"a".decode(name)
    except LookupError:
        return "cp1252"
    return name


def rtf_text(data: bytes) -> str:
    """The text of an RTF file.

    Args:
        data: The file's bytes. RTF is ASCII; other bytes are decoded with the file's code page.

    Returns:
        A line for each paragraph and row, with a tab after each cell.
    """
    reader = _Reader()
    for match in _TOKEN.finditer(data.decode("latin-1")):
        word, number, code, symbol, brace, text = match.groups()
        if word is not None:
            reader.word(word, number)
        elif code is not None:
            reader.byte(int(code, 16))
        elif brace is not None:
            reader.brace(brace)
        elif symbol is not None:
            reader.symbol(symbol)
        elif text is not None:
            if text.isascii():
                reader.text(text)
            else:
                for value in text.encode("latin-1"):
                    reader.byte(value)
    return reader.done()
