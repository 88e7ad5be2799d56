"""The texts of the pages that translators have to know, found in the code.

python -m tests.support.marked_strings

prints for each language the texts without an entry, as entries to be filled in, and the entries that no text has any more.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
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
)  # fmt: skip
_SPOKEN = ("title", "heading", "subheading", "note")
#: Tables of labels on those pages.
_PLACES = ("PLACES", "KINDS", "FORMS", "UNIT", "WORDS", "IN_PLACES", "ORDERS", "MARGINS")


@cache
def marked() -> dict[str, str]:
    """Every marked text with its plural, "" where it has none."""
    found: dict[str, str] = {}
    for table in (selection.VOICES, selection.COPIES, selection.GRADES, selection.BY):
        found |= dict.fromkeys(table.values(), "")
    found |= dict.fromkeys((page.title for page in PAGES if page.section in SECTIONS), "")
    found |= dict.fromkeys(SECTIONS, "")
    for path in sorted(DASHBOARD.rglob("*.py")):
        main = path.name in {f"{name}_page.py" for name in MAIN_PAGES}
        found |= dict(_in_file(path, main))
    return found


def _in_file(path: Path, main: bool) -> Iterator[tuple[str, str]]:
    """The marked texts of one file, with their plurals."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name == "translated_count" and len(texts) == 2:
                yield texts[0], texts[1]
            elif name == "translated" and texts:
                yield texts[0], ""
            elif main and name in _SPOKEN and isinstance(node.func, ast.Attribute):
                yield from ((text, "") for text in texts)
        elif main and isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in _PLACES:
            yield from ((text, "") for text in _texts_in(node.value))


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
