"""How to cite a view: text, BibTeX and address, with the versions of the data set and of the method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.selection import ALL, BY, COPIES, GRADES, OUTLET, VOICES, ViewSelection


@dataclass(frozen=True, slots=True)
class View:
    """What is cited: the page, the event, what the selection leaves in, the versions, the label, the address."""

    page: str
    event: str
    shown: str
    dataset: str
    method: str
    label: str | None
    address: str


def described(
    sel: ViewSelection, phases: Mapping[str, str], outlets: Mapping[str, str], languages: Mapping[str, str]
) -> str:
    """The selection in words, every choice named."""
    some = ", ".join(outlets.get(outlet, outlet) for outlet in sel.outlets[:6])
    more = f" and {len(sel.outlets) - 6} more outlets" if len(sel.outlets) > 6 else ""
    parts = [
        f"{some}{more}" if some else "all outlets",
        "all days" if sel.phase == ALL else phases.get(sel.phase, sel.phase),
        VOICES[sel.voice].lower(),
        COPIES[sel.copies].lower(),
        GRADES[sel.grade].lower() + ("" if sel.grade == ALL else " texts"),
        " and ".join(languages.get(language, language) for language in sel.languages)
        if sel.languages
        else "all languages",
    ]
    if sel.by != OUTLET:
        parts.append(f"compared by {BY[sel.by].lower()}")
    return ", ".join([*parts, *(["outlets’ names hidden"] if sel.blind else [])])


def text(view: View, day: date) -> str:
    """One sentence for a footnote."""
    label = f" [{view.label}]" if view.label else ""
    return (
        f"Parallax: {view.event}{label}, “{view.page}” ({view.shown}). Data set {view.dataset}, method {view.method}. "
        f"{view.address}, accessed {day.day} {day:%B %Y}."
    )


#: What LaTeX gives a meaning to, and how it is written to be itself.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _latex(value: str) -> str:
    return "".join(_LATEX.get(char, char) for char in value if char >= " ")


def bibtex(view: View, day: date) -> str:
    """One entry. The address goes into `url`, which BibTeX styles print as it is."""
    label = f" [{view.label}]" if view.label else ""
    address = "".join(char for char in view.address if char > " " and char not in "{}\\")
    return "\n".join([
        f"@misc{{parallax-{view.dataset},",
        "  author = {{Parallax}},",
        f"  title = {{{_latex(view.event + label)}: {_latex(view.page)}}},",
        f"  year = {{{day.year}}},",
        f"  note = {{{_latex(view.shown)}; data set {_latex(view.dataset)}, method {_latex(view.method)}}},",
        f"  url = {{{address}}},",
        f"  urldate = {{{day.isoformat()}}},",
        "}",
    ])  # fmt: skip
