"""From the bytes of a page to text: byte order mark, declaration, and a check whether the declaration is true.

A declaration is used only if the bytes agree with it. Valid UTF-8 with multi-byte characters is UTF-8 whatever was
declared. Bytes that do not match their declaration are read in the encoding for which `detect` finds the most plausible
text.
"""

from __future__ import annotations

import codecs
import re
import zlib
from typing import NamedTuple

from collectors.extract.charsets import detect
from collectors.support.characters import admit

#: Larger bodies are not read: the readers' time grows with the tags, and 6 MB of them take some 10 s.
MAX_BYTES = 6_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta\b[^<>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"\s{0,20}<\?xml[^<>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,40})", re.I)
_HEADER = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.I)
#: ISO-2022-JP in seven bits: the escape to two-byte characters, and that back to ASCII.
_ESCAPED_JAPANESE = re.compile(rb"\x1b\$[@B][!-~]{4,2000}?\x1b\([BJ]")
_BAD = "\N{REPLACEMENT CHARACTER}"

# Labels that browsers read as a wider encoding (WHATWG Encoding Standard, section "Names and labels").
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-8": "cp1255",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
#: Multi-byte encodings; such a declaration is believed if the bytes decode.
_MULTIBYTE = frozenset(("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"))
#: One broken character in so many is tolerated.
_RARE = 200

# Names that Python does not know.
_ALIASES = {"x-sjis": "cp932", "x-gbk": "gb18030", "windows-874": "cp874", "win-1251": "cp1251", "utf8mb4": "utf-8"}


class Decoded(NamedTuple):
    """The text of a page and the codec it was read with."""

    text: str
    encoding: str


class NotText(ValueError):  # noqa: N818  names the state of the bytes, as callers read it
    """The bytes are not a page; the message says why."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode the bytes of a page, and pass the text through `admit`.

    Args:
        body: The bytes; the caller has bounded their size. Gzip is unpacked.
        content_type: The Content-Type header, if there is one.

    Raises:
        NotText: If the bytes are empty, binary, or compressed and damaged or too large.
    """
    body = _inflate(body)
    if not body.strip(b" \t\r\n\0"):
        raise NotText("the page is empty")
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(admit(body[len(bom) :].decode(name, "replace")), name)
    wide = _utf16(body)
    if wide:
        return Decoded(admit(body.decode(wide, "replace")), wide)
    if _is_binary(body):
        raise NotText("the bytes are no text")
    return _by_evidence(body, _declared(body, content_type))


def _by_evidence(body: bytes, declared: list[str]) -> Decoded:
    """Decode as UTF-8 if the bytes are, else in a plausible declared encoding, else in the most plausible one."""
    if b"\x1b$" in body and "iso2022_jp" in declared:
        return Decoded(admit(body.decode("iso2022_jp", "replace")), "iso2022_jp")
    multibyte = next((name for name in declared if name in _MULTIBYTE and _decodes(body, name)), None)
    text = body.decode("utf-8", "replace")
    bad = text.count(_BAD) - body.count(b"\xef\xbf\xbd")
    if bad <= 0 and _ESCAPED_JAPANESE.search(body) and body.isascii():
        return Decoded(admit(body.decode("iso2022_jp", "replace")), "iso2022_jp")
    if bad <= 0:
        return Decoded(admit(text), "utf-8")
    # A few broken bytes (a page cut in the middle, a pasted quotation mark) among many good multi-byte characters.
    good = sum(1 for char in text if char > "\x7f") - text.count(_BAD)
    if bad * 5 <= good:
        return Decoded(admit(text), "utf-8")
    name = multibyte or detect(body, [name for name in declared if name != "utf-8"])
    return Decoded(admit(body.decode(name, "replace")), name)


def _decodes(body: bytes, name: str) -> bool:
    """Return whether bytes are text in a multi-byte encoding: at most one in `_RARE` characters is broken.

    Broken characters come from a cut end or an advertisement in another encoding. Only very few bytes pass by chance.
    """
    text = body.decode(name, "replace")
    return text.count(_BAD) * _RARE <= sum(1 for char in text if char > "\x7f")


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the codecs that the header, the XML declaration and the meta tags name, in that order."""
    labels = [match.group(1) for match in [_HEADER.search(content_type or "")] if match]
    head = body[:8192]
    stated = (_XML.match(head), _META.search(head))
    labels.extend(match.group(1).decode("ascii", "replace") for match in stated if match)
    names = (codec_name(label) for label in labels)
    return list(dict.fromkeys(name for name in names if name))


def codec_name(label: str) -> str | None:
    """Return Python's codec for an encoding label, widened as browsers do (WHATWG Encoding Standard).

    Args:
        label: A label as pages write it, such as "ISO-8859-1".

    Returns:
        The codec, such as "cp1252"; None if there is no such text encoding.
    """
    low = label.strip().lower()
    try:
        info = codecs.lookup(_ALIASES.get(low, low))
    except LookupError:
        return None
    if not getattr(info, "_is_text_encoding", True):
        return None
    return _WIDER.get(info.name, info.name)


def _utf16(body: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark by the NUL in every other byte of its markup."""
    head = body[:400]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.1 else None


def _is_binary(body: bytes) -> bool:
    if body.startswith(
        (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x00\x00\x00\x18ftyp", b"BZh")
    ):
        return True
    head = body[:4096]
    control = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), 28, 29, 30, 31))
    return control > len(head) // 20


def _inflate(body: bytes) -> bytes:
    """Unpack a body that is still in gzip: some servers compress twice, some archives keep the compression.

    Raises:
        NotText: If the data are damaged, cut short or too large.
    """
    if not body.startswith(b"\x1f\x8b\x08"):
        return body
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        out = stream.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise NotText("the page is compressed and damaged") from error
    if len(out) > MAX_BYTES:
        raise NotText(f"the page is larger than {MAX_BYTES:,} bytes when unpacked")
    if not stream.eof:
        raise NotText("the page is compressed and cut short")
    return out
