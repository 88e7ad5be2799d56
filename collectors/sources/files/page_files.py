"""HTML files and lists of URLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.model import Page
from collectors.sources.files.article_rows import web_address
from collectors.sources.files.file_items import Damage, FileItem, ImportDefaults, failure
from collectors.sources.files.raw_bytes import decode, lines, whole


def read_html(stream: BinaryIO, file: str, name: str, given: ImportDefaults) -> Iterator[FileItem]:
    """The page in an HTML file, as its bytes; its id is `name`."""
    body = whole(stream)
    if isinstance(body, Damage):
        yield failure(file, body)
    else:
        yield FileItem(Page(name, given.url, body), file, None, given.outlet)


def urls_in(stream: BinaryIO, file: str) -> Iterator[tuple[int, str] | FileItem]:
    """The numbered URLs of a list, one a line; blank lines and lines starting with # are passed over."""
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
    """Whether the beginning of a text file holds nothing but URLs, blank lines and remarks."""
    text = head.decode("utf-8", "replace")
    found = [line.strip() for line in (text.splitlines()[:-1] if len(head) >= 4096 else text.splitlines())]
    found = [line for line in found if line and not line.startswith("#")]
    return bool(found) and all(web_address(line) for line in found)
