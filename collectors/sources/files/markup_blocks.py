"""The blocks of text in an export's markup, in their order: paragraphs, cells and lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

#: Elements that begin and end a block. Where a row is one block, only a space separates its cells.
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "text",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "noscript", "head", "title", "template", "button", "select", "svg", "iframe"})
_BLANKS = re.compile(r"[^\S\n]+")
_PARTS = re.compile(r"\n\s*\n")


def page_blocks(
    root: etree._Element, mark: Callable[[etree._Element], str | None] | None = None, rows: bool = True
) -> list[str]:
    """The blocks of text below an element, without empty ones.

    Args:
        root: The element.
        mark: Returns a block to insert before an element ("a document begins here"), None for most elements.
        rows: Whether a table's row is one block; otherwise each of its cells is one.

    Returns:
        The blocks.
    """
    parts = "".join(_pieces(root, mark, rows)).split("\f")
    blocks = ("\n".join(_BLANKS.sub(" ", line).strip() for line in part.split("\n")) for part in parts)
    return [piece.strip("\n ") for block in blocks for piece in _PARTS.split(block) if piece.strip()]


def _pieces(root: etree._Element, mark: Callable[[etree._Element], str | None] | None, rows: bool) -> Iterator[str]:
    """Text, line feeds for breaks and form feeds between blocks. Iterative: markup may be nested deep."""
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            if silent == 0:
                yield _flat(element.tail)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            if silent:
                continue
            if mark and (marked := mark(element)):
                yield f"\f{marked}\f"
            yield _edge(element, tag, rows)
            yield _flat(element.text) if tag != "pre" else element.text or ""
        else:
            if not silent and tag != "br":
                yield _edge(element, tag, rows)
            silent -= tag in _SILENT
            if not silent and element is not root:
                yield _flat(element.tail)


def _edge(element: etree._Element, tag: str, rows: bool) -> str:
    """The separator at the border of an element: a line feed, a space, a form feed between blocks, or nothing."""
    if tag == "br":
        return "\n"
    if tag in _CELLS and rows:
        return " "
    if tag not in _BLOCKS:
        return ""
    inside = rows and any(parent.tag in _CELLS and _is_row(parent) for parent in element.iterancestors(*_CELLS))
    return " " if inside else "\f"


def _is_row(cell: etree._Element) -> bool:
    """Whether a cell is one of several in its row; a row with a single cell only serves the layout."""
    row = cell.getparent()
    return row is not None and sum(1 for child in row if child.tag in _CELLS) > 1


def _flat(text: str | None) -> str:
    """Reduce the white space of markup, including line feeds, to single spaces."""
    return re.sub(r"\s+", " ", text.replace("\f", " ").replace("\xa0", " ")) if text else ""
