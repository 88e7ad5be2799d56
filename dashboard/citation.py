"""How to cite a view: text, BibTeX and address, with the versions of the data set and of the method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.selection import ALL, BY, COPIES, GRADES, OUTLET, VOICES, ViewSelection


@dataclass(frozen=True, slots=True)
class View:
    """What is cited.

    Attributes:
        page: the page's title.
        event: the event's title.
        shown: the selection in words.
        dataset: the data set's version.
        method: the method's version.
        label: the data set's label; None where it has none.
        address: the view's address.
    """

    page: str
    event: str
    shown: str
    dataset: str
    method: str
    label: str | None
    address: str


#: Whose words count on pages of own words while the reader has not chosen.
OWN_WORDS = "names in the outlets’ own words where they use any, else all words"


def described(
    sel: ViewSelection,
    phases: Mapping[str, str],
    outlets: Mapping[str, str],
    languages: Mapping[str, str],
    *,
    own_words: bool = False,
) -> str:
    """Describe the selection in words, naming every choice.

    Args:
        sel: the selection.
        phases: titles of phases by id.
        outlets: names of outlets by id.
        languages: names of languages by code.
        own_words: whether the page compares names in the outlets' own words while the reader has not chosen.
    """
    some = ", ".join(outlets.get(outlet, outlet) for outlet in sel.outlets[:6])
    more = f" and {len(sel.outlets) - 6} more outlets" if len(sel.outlets) > 6 else ""
    parts = [
        f"{some}{more}" if some else "all outlets",
        "all days" if sel.phase == ALL else phases.get(sel.phase, sel.phase),
        OWN_WORDS if own_words and sel.voice == ALL else VOICES[sel.voice].lower(),
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
    """Return the citation as a sentence for a footnote; `day` is the day of access."""
    label = f" [{view.label}]" if view.label else ""
    return (
        f"Parallax: {view.event}{label}, “{view.page}” ({view.shown}). Data set {view.dataset}, method {view.method}. "
        f"{view.address}, accessed {day.day} {day:%B %Y}."
    )


#: Characters with a meaning in LaTeX -> how they are written literally.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _latex(value: str) -> str:
    return "".join(_LATEX.get(char, char) for char in value if char >= " ")


def bibtex(view: View, day: date) -> str:
    """Return the citation as a BibTeX entry; its address is in `url`, which styles print unchanged."""
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
