"""The body of pages that are drawn by a script and keep the article in their page state, as markup or as texts.

A last resort for pages whose markup holds next to no text: 1 of 207 real pages, and every page of its outlet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import lxml.html

from collectors.extract.blocks import blocks_of
from collectors.extract.page_document import parse
from collectors.support.characters import admit

#: A string literal of JSON or JavaScript; no two alternatives match the same character, so it is linear.
_STRING = re.compile(r'"((?:[^"\\]|\\.){200,})"', re.S)
_PARAGRAPH = re.compile(r"<p[\s>]", re.I)
_HINT = re.compile(r"<p[\s>]|\\u003cp|\\x3cp|<\\/p>", re.I)
_FEWEST_CHARS, _MAX_CHARS, _MAX_LEVELS = 400, 3_000_000, 3


def embedded_text(root: lxml.html.HtmlElement) -> str:
    """Return the longest text in paragraphs among the strings of a page's scripts.

    Args:
        root: The parsed page with its scripts.

    Returns:
        One paragraph per line; an empty string if there is none.
    """
    best = ""
    for script in root.iter("script"):
        source = script.text or ""
        if _FEWEST_CHARS < len(source) < _MAX_CHARS and _HINT.search(source):
            for markup in _markup(source, _MAX_LEVELS):
                best = max(best, _paragraphs(markup), key=len)
    return best


def _markup(source: str, levels: int) -> Iterator[str]:
    """Yield the strings that hold paragraphs, including strings inside strings."""
    for match in _STRING.finditer(source):
        literal = match.group(1)
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
    root = parse(admit(f"<html><body>{markup}</body></html>"))
    if root is None:
        return ""
    paragraphs = [
        block.text
        for block in blocks_of(root)
        if block.links < 0.5 and (block.place.tag in ("p", "li") or len(block.text) > 80)
    ]
    return "\n".join(paragraphs)


# --- page state that holds paragraphs as plain strings

_JSON_START = re.compile(r"[\[{]")
_MAX_NODES, _MAX_DEPTH = 200_000, 4
#: Most JSON values of one script, where such a value is assigned, and a paragraph in a stream of React elements.
_MOST_STATES = 20
_ASSIGNED = re.compile(r"=\s{0,9}[\[{]")
_ELEMENT = re.compile(r'\["\$","(?:p|li|h2|h3|blockquote)",')
_DEEPEST = 12
#: A paragraph has at least so many characters and words, and a sentence ends in it.
_LEAST_CHARS, _LEAST_WORDS = 40, 6
_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)]*(?:\s|$)")


def state_text(root: lxml.html.HtmlElement) -> str:
    """Return the list of paragraphs with the most text in the page's JSON data.

    Args:
        root: The page with its scripts, such as `<script id="__NEXT_DATA__">` or `window.__STATE__ = {...}`.

    Returns:
        One paragraph per line; an empty string if there is none.
    """
    best = ""
    for script in root.iter("script"):
        source = script.text or ""
        if not _FEWEST_CHARS < len(source) < _MAX_CHARS or "ld+json" in (script.get("type") or "").lower():
            continue
        for state in _states(source):
            best = max([best, *map("\n".join, _lists_of_texts(state))], key=len)
    return best


def _states(source: str) -> Iterator[object]:
    """Yield the JSON values of a script: the first one, or those that it assigns ("Fusion.globalContent = {...};")."""
    decoder, at = json.JSONDecoder(strict=False), 0
    for _ in range(_MOST_STATES):
        start = _JSON_START.search(source, at)
        if start is None:
            return
        try:
            state, at = decoder.raw_decode(source, start.start())
        except (ValueError, RecursionError):
            assigned = _ASSIGNED.search(source, start.end())
            if assigned is None:
                return
            at = assigned.end() - 1
            continue
        yield state


def streamed_text(root: lxml.html.HtmlElement) -> str:
    """Return the paragraphs that Next.js streams to the page as React elements (`self.__next_f.push([1, "..."])`).

    Args:
        root: The page with its scripts.

    Returns:
        One paragraph per line; an empty string if there is none.
    """
    pieces: list[str] = []
    for script in root.iter("script"):
        source = script.text or ""
        if "__next_f" in source[:200] and len(source) < _MAX_CHARS:
            for state in _states(source):
                pieces.extend(item for item in state if isinstance(item, str)) if isinstance(state, list) else None
    stream, decoder = "".join(pieces)[:_MAX_CHARS], json.JSONDecoder(strict=False)
    paragraphs: list[str] = []
    for match in _ELEMENT.finditer(stream):
        try:
            element, _ = decoder.raw_decode(stream, match.start())
        except (ValueError, RecursionError):
            continue
        if text := " ".join("".join(_strings(element, 0)).split()):
            paragraphs.append(text)
    return "\n".join(dict.fromkeys(paragraphs))


def _strings(element: object, depth: int) -> Iterator[str]:
    """Yield the texts of a React element (["$", tag, key, {"children": ...}]) in reading order."""
    if isinstance(element, str):
        yield element
    elif isinstance(element, list) and depth < _DEEPEST:
        if len(element) == 4 and element[0] == "$" and isinstance(element[3], dict):
            yield from _strings(element[3].get("children"), depth + 1)
        else:
            for child in element:
                yield from _strings(child, depth + 1)


def _lists_of_texts(state: object) -> Iterator[list[str]]:
    """Yield the paragraphs of every list in a JSON value, the longest one of each item."""
    waiting = [state]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(child for child in value.values() if isinstance(child, dict | list))
        elif isinstance(value, list):
            waiting.extend(child for child in value if isinstance(child, dict | list))
            paragraphs = [paragraph for item in value[:2_000] if (paragraph := _paragraph(item, 0))]
            if len(paragraphs) > 1:
                yield list(dict.fromkeys(paragraphs))


def _paragraph(item: object, depth: int) -> str:
    """Return the longest string in a list item that reads like a paragraph; empty if there is none."""
    if isinstance(item, str):
        text = " ".join(re.sub(r"<[^<>]{0,2000}>", " ", item).split()) if "<" in item else " ".join(item.split())
        wordy = len(text) >= _LEAST_CHARS and len(text.split()) >= _LEAST_WORDS
        return text if wordy and _SENTENCE_END.search(text) else ""
    if depth >= _MAX_DEPTH or not isinstance(item, dict):
        return ""
    return max((_paragraph(value, depth + 1) for value in list(item.values())[:40]), key=len, default="")
