"""The body of pages that a script draws: many keep the article's markup in a string of their page state.

A last resort for pages whose markup holds next to no text (1 of 207 real ones, and every one of its outlet's).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import lxml.html

from collectors.extract.blocks import blocks_of
from collectors.extract.page_document import parse

#: A string literal of JSON or JavaScript; no two alternatives match the same character, so it is linear.
_STRING = re.compile(r'"((?:[^"\\]|\\.){200,})"', re.S)
_PARAGRAPH = re.compile(r"<p[\s>]", re.I)
_HINT = re.compile(r"<p[\s>]|\\u003cp|\\x3cp|<\\/p>", re.I)
_MAX_CHARS, _MAX_LEVELS = 3_000_000, 3


def embedded_text(root: lxml.html.HtmlElement) -> str:
    """The longest text in paragraphs that stands in a script's strings, one paragraph per line; empty without one."""
    best = ""
    for script in root.iter("script"):
        source = script.text or ""
        if 400 < len(source) < _MAX_CHARS and _HINT.search(source):
            for markup in _markup(source, _MAX_LEVELS):
                best = max(best, _paragraphs(markup), key=len)
    return best


def _markup(source: str, levels: int) -> Iterator[str]:
    """Strings that hold paragraphs, also in strings inside of strings."""
    for found in _STRING.finditer(source):
        literal = found.group(1)
        if not _HINT.search(literal):
            continue
        try:
            text = json.loads(f'"{literal}"', strict=False)
        except (ValueError, RecursionError):
            continue
        if levels > 1 and _STRING.search(text) and "\\" in text:
            yield from _markup(text, levels - 1)
        elif _PARAGRAPH.search(text):
            yield text


def _paragraphs(markup: str) -> str:
    root = parse(f"<html><body>{markup}</body></html>")
    if root is None:
        return ""
    kept = [b.text for b in blocks_of(root) if b.links < 0.5 and (b.place.tag in ("p", "li") or len(b.text) > 80)]
    return "\n".join(kept)
