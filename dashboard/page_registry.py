"""Which pages there are, in which sections, and which of them can show groups. A page is a file in views/."""

from __future__ import annotations

#: Page -> its title, in the order of the menu.
VIEWS = {
    "overview": "Overview",
    "side_by_side": "Side by side",
    "coverage": "Coverage",
    "copies": "Copies",
    "naming": "Naming",
    "wording": "Wording",
    "framing": "Framing",
    "readability": "Readability",
    "sources": "Sources",
    "articles": "Articles",
    "coding": "Coding sheet",
    "collection": "Collection",
    "report": "Report",
    "method": "Method",
}
#: Pages whose file is not called after them: the file bears the name of what is measured.
FILES = {"wording": "distinctive_words", "framing": "framing_devices"}
SECTIONS = {
    "Story": ("overview", "side_by_side", "coverage", "copies"),
    "Words": ("naming", "wording", "framing", "readability"),
    "Voices": ("sources",),
    "Material": ("articles", "coding", "collection", "report", "method"),
}
#: Pages whose rows can be groups of outlets or phases as well as outlets.
GROUPED = frozenset({
    "overview", "coverage", "copies", "naming", "wording", "framing", "readability", "sources", "report",
})  # fmt: skip


def page_file(name: str) -> str:
    """The file of a page, below the dashboard's folder."""
    return f"views/{FILES.get(name, name)}_page.py"
