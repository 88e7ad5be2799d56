"""The texts of the pages that translators have to know, found in the code.

python -m tests.support.marked_strings

prints for each language the texts without an entry, as entries to be filled in, and the entries that no text has any more.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dashboard import selection
from dashboard.page_registry import PAGES, SECTIONS
from dashboard.translation import FOLDER, PAGE_LANGUAGES

DASHBOARD = FOLDER.parent
#: Pages whose headings and notes are translated, besides what is marked anywhere by `translated`.
MAIN_PAGES = (
    "overview", "naming", "sources", "claims", "coverage", "search", "trends", "copies", "readability",
    "side_by_side", "framing_devices", "distinctive_words", "articles", "coding", "collection", "updates",
)  # fmt: skip
_SPOKEN = ("title", "heading", "subheading", "note")
#: Tables of labels on those pages.
_COLUMNS = ("columns", "heads", "COLUMNS")
_PLACES = ("PLACES", "KINDS", "FORMS", "UNIT", "WORDS", "IN_PLACES", "ORDERS", "MARGINS", "DEVICES", "ABOUT", "SAID")


@cache
def marked() -> dict[str, str]:
    """Every marked text with its plural, "" where it has none."""
    found: dict[str, str] = {}
    for table in (selection.VOICES, selection.COPIES, selection.GRADES, selection.BY):
        found |= dict.fromkeys(table.values(), "")
    found |= dict.fromkeys((page.title for page in PAGES if page.section in SECTIONS), "")
    found |= dict.fromkeys(SECTIONS, "")
    for path in sorted(DASHBOARD.rglob("*.py")):
        main = path.name in {f"{name}_page.py" for name in MAIN_PAGES} or (
            path.parent.name == "blocks" and not path.name.startswith("desk_")
        )
        found |= {text: more for text, more in _in_file(path, main) if text}
    return found


def _in_file(path: Path, main: bool) -> Iterator[tuple[str, str]]:
    """The marked texts of one file, with their plurals."""
    code = path.read_text(encoding="utf-8")
    tables = "worded_table" in code
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name == "translated_count" and len(texts) == 2:
                yield texts[0], texts[1]
            elif name == "translated" and texts:
                yield texts[0], ""
            elif name == "worded_table":
                yield from ((text, "") for text in _headings(node.args[:2]))
            elif main and name == "_text" and len(texts) > 1:
                yield texts[1], ""
            elif main and name in _SPOKEN and isinstance(node.func, ast.Attribute):
                yield from ((text, "") for text in texts)
        elif tables and isinstance(node, ast.Assign | ast.AugAssign) and _name(node) in _COLUMNS:
            yield from ((text, "") for text in _headings([node.value]) if text[:1].isupper())
        elif main and isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in _PLACES:
            yield from ((text, "") for text in _texts_in(node.value))


def _name(node: ast.Assign | ast.AugAssign) -> str:
    """The name that a value is given, "" for anything but a name."""
    return getattr(node.targets[0] if isinstance(node, ast.Assign) else node.target, "id", "")


def _headings(nodes: Sequence[ast.expr]) -> list[str]:
    """The constant texts of a caption and a list of headings, not those that a call makes or an f-string holds."""
    flat = [part for node in nodes for part in (node.elts if isinstance(node, ast.List | ast.Tuple) else [node])]
    parts = [part for one in flat for part in (_both_ways(one.value) if isinstance(one, ast.Starred) else [one])]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _both_ways(node: ast.expr) -> list[ast.expr]:
    """The elements of a list, or of both lists of a choice."""
    lists = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [part for one in lists if isinstance(one, ast.List | ast.Tuple) for part in one.elts]


def _texts_in(node: ast.expr) -> list[str]:
    """The texts of a constant, or of the values of a table, also in tuples."""
    values = node.values if isinstance(node, ast.Dict) else [node]
    flat = [part for value in values for part in (value.elts if isinstance(value, ast.Tuple) else [value])]
    return [part.value for part in flat if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def entries(language: str) -> Catalog:
    """The catalogue of a language."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def names_in(text: str) -> set[str]:
    """The names in braces of a text."""
    return set(re.findall(r"\{(\w+)\}", text))


def main() -> None:
    texts = marked()
    lines = []
    for language in (code for code in PAGE_LANGUAGES if code != "en"):
        there = {message.id if isinstance(message.id, str) else message.id[0] for message in entries(language)} - {""}
        lines.append(f"# {language}")
        lines += [f'\nmsgid "{text}"\nmsgstr ""' for text in sorted(set(texts) - there)]
        lines += [f"# no longer: {text}" for text in sorted(there - set(texts))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
