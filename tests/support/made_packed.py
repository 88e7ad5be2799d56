"""Word, RTF and ZIP files made of what they are to hold."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Mapping, Sequence


def docx(paragraphs: Sequence[str | tuple[str, str]]) -> bytes:
    """A Word file; a paragraph may be a pair of style and text."""
    body = []
    for item in paragraphs:
        style, text = item if isinstance(item, tuple) else ("", item)
        mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        runs = "<w:br/>".join(f'<w:t xml:space="preserve">{html.escape(line)}</w:t>' for line in text.split("\n"))
        body.append(f"<w:p>{mark}<w:r>{runs}</w:r></w:p>")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{"".join(body)}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def rtf(paragraphs: Sequence[str]) -> bytes:
    """An RTF file with a header, a picture and characters beyond ASCII."""

    def escaped(text: str) -> str:
        plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\n", "\\line ")
        return "".join(
            c if ord(c) < 128 else f"\\'{ord(c):02x}" if 160 <= ord(c) < 256 else f"\\u{ord(c)}?" for c in plain
        )

    head = (
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\header\\pard Page 1 of 9\\par}{\\pict\\pngblip 89504e47}"
    )
    return (head + "".join(f"\\pard\\plain {escaped(p)}\\par\n" for p in paragraphs) + "}").encode("ascii")
