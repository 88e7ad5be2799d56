"""E-mails: exports sent by archives, saved pages (MHTML), and newsletters; one message or a mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import errors, message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from itertools import islice
from typing import Any

from collectors.sources.files.export_file import HEAD, Carrier, ExportFile, html_root
from collectors.sources.files.exported import Exported, ExportedArticle, ExportedPage, one_line, paragraphs
from collectors.sources.files.file_items import MAX_BYTES, Damage
from collectors.sources.files.markup_blocks import page_blocks

NEWSLETTER = "e-mail"
#: At most so many parts of one message are read.
MAX_PARTS = 200
#: What the parser notes of a body that does not decode.
_BROKEN = (
    errors.InvalidBase64CharactersDefect,
    errors.InvalidBase64LengthDefect,
)
_FOOTER = re.compile(
    r"unsubscribe|view (?:this email |it )?in (?:your )?browser|abbestellen|se désabonner|im browser|darse de baja",
    re.I,
)
_FROM = re.compile(rb"From \S+.*\d{4}\s*\Z")


def messages_of(file: ExportFile) -> Iterator[EmailMessage | Damage]:
    """The messages of a file: one, or those of a mailbox, each cut after MAX_BYTES."""
    if not file.head.startswith("From "):
        yield _parsed(file.data)
        return
    held: list[bytes] = []
    size, blank = 0, True
    for raw in file.data.splitlines(keepends=True):
        if blank and _FROM.match(raw.rstrip(b"\r\n")):
            if held:
                yield _parsed(b"".join(held))
            held, size = [], 0
        else:
            size += len(raw)
            if size <= MAX_BYTES:
                held.append(raw)
        blank = not raw.strip()
    if held:
        yield _parsed(b"".join(held))


class _Headers(EmailPolicy):
    """Reads headers as the standard policy does; what its parser stumbles over stays as it is written."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # a subclass of str with attributes by header
        try:
            return super().header_fetch_parse(name, value)
        except (LookupError, AttributeError, TypeError, ValueError, RecursionError):
            return one_line(value) or ""


def _parsed(data: bytes) -> EmailMessage | Damage:
    message = message_from_bytes(data, policy=_Headers())
    if not isinstance(message, EmailMessage) or not message.keys():
        return Damage("is a message without headers", "export it again")
    return message


def html_of(message: EmailMessage, path: str, stem: str) -> ExportFile | None:
    """The HTML of a message as a file of its own.

    Args:
        message: The message.
        path: Its name in messages to the user.
        stem: Its name for articles without an id.

    Returns:
        The file; None where the message has no HTML.
    """
    part = _part(message, "text/html")
    text = None if part is None else _content(part)
    if not text:
        return None
    return ExportFile(path, stem, Carrier.HTML, text[:HEAD], BytesIO(text.encode("utf-8", "replace")))


def attachments_of(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """The attached files with their names."""
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            return
        name = part.get_filename()
        if name and not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                yield str(name), payload


def is_saved_page(message: EmailMessage) -> bool:
    """Whether a message is a page that a browser saved (MHTML)."""
    return message.get_content_type() == "multipart/related" and (
        "snapshot-content-location" in message or "saved by" in str(message.get("from", "")).lower()
    )


def saved_page(message: EmailMessage, stem: str) -> ExportedPage | Damage:
    """The page in an MHTML file, named `stem`; damage where it has no HTML."""
    part = _part(message, "text/html")
    body = None if part is None else part.get_payload(decode=True)
    if part is None or not isinstance(body, bytes):
        return Damage("is a saved page without HTML", "save the page again")
    url = message.get("snapshot-content-location") or part.get("content-location")
    return ExportedPage(
        stem, body, str(url).strip() if url else None, str(part.get("content-type", "")), _dated(message)
    )


def newsletter(message: EmailMessage, stem: str, number: int) -> Exported:
    """A message as one article: its subject is the headline, its sender the outlet.

    Args:
        message: The message.
        stem: The id of an article whose message has none.
        number: The number of the message in its file.

    Returns:
        The article, or damage where the message has no text.
    """
    text = _text(message)
    if any(isinstance(defect, _BROKEN) for part in islice(message.walk(), MAX_PARTS) for defect in part.defects):
        return Damage("is a message whose encoding is damaged", "save the message again", number)
    if not text:
        return Damage("is a message without text", "give the message with its text", number)
    name, address = parseaddr(str(message.get("from", "")))
    sent = _dated(message)
    return ExportedArticle(
        NEWSLETTER,
        text,
        title=one_line(str(message.get("subject", ""))),
        record=one_line(str(message.get("message-id", "")).strip("<> ")) or stem,
        outlet=one_line(name) or address.rpartition("@")[2] or None,
        published=sent,
        type="other",
        line=number,
    )


def _text(message: EmailMessage) -> str:
    plain = _part(message, "text/plain")
    text = _content(plain) if plain is not None else ""
    if len(text.split()) >= 20:
        blocks = re.split(r"\n\s*\n", text)
    else:
        part = _part(message, "text/html")
        content = _content(part) if part is not None else ""
        blocks = page_blocks(html_root(content), rows=False) if content.strip() else [text]
    return paragraphs(block for block in blocks if not _FOOTER.search(block) or len(block) > 300)


def _part(message: EmailMessage, kind: str) -> EmailMessage | None:
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            return None
        if part.get_content_type() == kind and not part.get_filename() and isinstance(part, EmailMessage):
            return part
    return None


def _content(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, UnicodeError, ValueError):  # a charset nobody knows
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""


def _dated(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["date"])).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
