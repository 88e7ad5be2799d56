"""Reads HTML files and lists of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from collectors.model import Page
from collectors.sources.files.article_rows import web_address
from collectors.sources.files.file_items import Damage, FileItem, ImportDefaults, failure
from collectors.sources.files.raw_bytes import decode, lines, whole


def read_html(stream: BinaryIO, file: str, name: str, given: ImportDefaults) -> Iterator[FileItem]:
    """Read the page in an HTML file.

    Args:
        stream: The file's bytes.
        file: Its name in messages.
        name: The id of the page.
        given: Values for what the page leaves open.

    Yields:
        The page with its bytes, or one failure.
    """
    body = whole(stream)
    if isinstance(body, Damage):
        yield failure(file, body)
    else:
        url, saved = saved_from(body)
        yield FileItem(Page(name, url or given.url, body, None, saved), file, None, given.outlet)


_SINGLEFILE = re.compile(rb"Page saved with SingleFile\s+url:\s*(\S{5,2000})\s+saved date:\s*([^\n]{10,80})")
_SAVED_FROM = re.compile(rb"saved from url=\(\d{4,5}\)(https?://\S{3,2000})")


def saved_from(body: bytes) -> tuple[str | None, str | None]:
    """The address and time that a browser or SingleFile wrote into a saved page; None for each that is unknown."""
    head = body[:8192]
    single = _SINGLEFILE.search(head)
    if single:
        url, written = single.group(1).decode("utf-8", "replace"), single.group(2).decode("utf-8", "replace")
        return (url if web_address(url) else None), _browser_time(written.strip())
    other = _SAVED_FROM.search(head)
    url = other.group(1).decode("utf-8", "replace") if other else ""
    return (url if web_address(url) else None), None


def _browser_time(written: str) -> str | None:
    """ISO 8601 of "Wed Sep 21 2022 08:00:00 GMT+0200 (Central European Summer Time)"."""
    try:
        return datetime.strptime(written.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z").isoformat()
    except ValueError:
        return None


def urls_in(stream: BinaryIO, file: str) -> Iterator[tuple[int, str] | FileItem]:
    """The numbered addresses of a list.

    Args:
        stream: The file's bytes: one address on each line; blank lines and lines that begin with # are ignored.
        file: Its name in messages.

    Yields:
        (line, address), or a failure.
    """
    for number, data in lines(stream, 1 << 16):
        text = data if isinstance(data, Damage) else decode(data, number)
        if isinstance(text, Damage):
            yield failure(file, text if text.line else Damage(text.what, text.remedy, number, text.kind))
            continue
        url = text.strip()
        if not url or url.startswith("#"):
            continue
        if web_address(url):
            yield number, url
        else:
            yield failure(file, Damage(f"{url[:80]!r} is no web address", "give one http(s) address per line", number))


def only_urls(head: bytes) -> bool:
    """Whether the beginning of a text file holds only addresses, blank lines and remarks."""
    text = head.decode("utf-8", "replace")
    written_lines = [line.strip() for line in (text.splitlines()[:-1] if len(head) >= 4096 else text.splitlines())]
    written_lines = [line for line in written_lines if line and not line.startswith("#")]
    return bool(written_lines) and all(web_address(line) for line in written_lines)
