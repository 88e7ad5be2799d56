"""Reads frames, `data/lexicons/frames.toml`: lists of cues per language, with a problem for each mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.config.codes import LANGUAGES
from collectors.config.cue_syntax import fault_of
from collectors.config.problems import DeclaredTable, Problem, check_id, nearest, read_toml


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame and the words and phrases by which it is recognised, per language."""

    id: str
    title: str
    family: str  # an id declared under [families]
    meaning: str
    cues: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of the file, in its order.

    Attributes:
        families: Title of each family of frames, by id.
        frames: The frames.
        source: Where the lists come from.
        licence: Their licence.
    """

    families: Mapping[str, str]
    frames: tuple[Frame, ...]
    source: str = ""
    licence: str = ""


def read_frames(file: Path) -> tuple[Frames | None, list[Problem]]:
    """Read a file of frames.

    Returns:
        The frames, or None where the file has a mistake; and every mistake in it.
    """
    source, table = read_toml(file)
    frames = _frames(table) if table else None
    return (None if source.problems else frames), source.problems


def _frames(table: DeclaredTable) -> Frames:
    table.only("source", "licence", "families", "frames")
    families = {key: table.table("families").text(key) for key in table.table("families").data}
    for key in families:
        if not key.isalnum():
            table.add("families", f"the family {key!r} is no id", "use letters and digits only")
    taken: dict[str, int] = {}
    return Frames(
        families,
        tuple(_frame(row, families, taken) for row in table.tables("frames")),
        table.text("source"),
        table.text("licence"),
    )


def _frame(row: DeclaredTable, families: Mapping[str, str], taken: dict[str, int]) -> Frame:
    row.only("id", "title", "family", "meaning", "cues")
    name, family = check_id(row, taken, "frame"), row.one_of("family", families)
    if name and family in families and not name.startswith(f"{family}-"):
        row.add("id", f"the frame {name!r} does not begin with its family", f"write {family}-{name}")
    return Frame(
        name,
        row.text("title"),
        family,
        row.text("meaning"),
        _cues(row.table("cues")),
    )


def _cues(table: DeclaredTable) -> dict[str, tuple[str, ...]]:
    if not table.data:
        table.add(None, "cues are missing", 'add cues.en = ["...", "..."]')
    cues_of = {}
    for language in table.data:
        if language not in LANGUAGES:
            table.add(language, f"{language!r} is no language code", nearest(language, LANGUAGES))
        cues_of[language] = table.strings(language, required=True)
        for cue in cues_of[language]:
            if fault := fault_of(cue):
                table.add(language, *fault)
    return cues_of
