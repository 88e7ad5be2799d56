"""The checks behind `parallax check`: every mistake in a data folder, each with file, line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from collectors.config.address_source_files import SOURCES, check_address_sources
from collectors.config.catalogue import FRAMES, load_outlets
from collectors.config.codes import LANGUAGES
from collectors.config.date_word_files import DATE_FILE, read_date_words
from collectors.config.event_files import read_event
from collectors.config.frame_files import read_frames
from collectors.config.language_pack_files import (
    PACK_FILE,
    REFERENCE_FILE,
    SEVERAL,
    STEMS_FILE,
    TOPICS_FILE,
    WORD_FILES,
    read_pack_file,
    read_reference_file,
    read_topics,
    read_word_file,
)
from collectors.config.lexicon_files import read_header, read_lexicon
from collectors.config.override_files import read_overrides
from collectors.config.problems import DeclarationFile, Problem, nearest, read_text, read_toml

#: The names that a data folder may hold. Nothing else in it is ever read, so anything else is reported.
TOP = (
    "README.md",
    "outlets.toml",
    SOURCES,
    "events",
    "lexicons",
    "overrides",
    "languages",
    "demo",
    "reference",
    "schedule",
    "cluster",
)


def check(data: Path, home: Path | None = None) -> list[Problem]:
    """Find every problem in a data folder, and in what was declared at the desk.

    Checked are, in this order:

    1. files and folders that nothing reads
    2. each event and its overrides
    3. the outlets, and the table of where their addresses were taken from
    4. each lexicon and language pack
    5. the TOML files of the demonstration

    Args:
        data: The folder. One that does not exist is reported as a problem.
        home: The home folder, whose `events` and `overrides` are checked too; None for none.

    Returns:
        The problems, by file and line; an empty list where there are none.
    """
    if not data.is_dir():
        return [Problem(data, 1, "there is no such folder", "name a folder with outlets.toml and events/")]
    problems = _foreign(data, TOP)
    problems += _events([data] if home is None else [data, home])
    if not (data / "outlets.toml").is_file():
        problems.append(Problem(data / "outlets.toml", 1, "the file is missing", "copy the shipped outlets.toml"))
    outlets, wrong = load_outlets(data)
    problems += wrong
    problems += check_address_sources(data / SOURCES, outlets.values())
    problems += _foreign(data / "lexicons", (FRAMES,), ".csv", ".txt")
    if (data / "lexicons" / FRAMES).is_file():
        problems += read_frames(data / "lexicons" / FRAMES)[1]
    for file in sorted((data / "lexicons").glob("*.csv")):
        problems += read_lexicon(file)[1]
    for file in sorted((data / "lexicons").glob("*.txt")):
        problems += _header_only(file)
    problems += _languages(data / "languages")
    for file in sorted((data / "demo").glob("*.toml")):
        problems += read_toml(file)[0].problems if file.name != "outlets.toml" else []
    return sorted(problems)


def _events(folders: list[Path]) -> list[Problem]:
    """The problems of the event files and the overrides in these folders."""
    problems: list[Problem] = []
    files = [file for folder in folders for file in sorted((folder / "events").glob("*.toml"))]
    for folder in folders:
        problems += _foreign(folder / "events", (), ".toml")
    for file in files:
        problems += read_event(file)[1]
    for folder in folders:
        problems += _foreign(folder / "overrides", (), ".toml")
        for file in sorted((folder / "overrides").glob("*.toml")):
            problems += read_overrides(file, [declared.stem for declared in files])[1]
    return problems


#: File in the folder of a language -> how it is read, in the order of their problems.
_LANGUAGE_FILES: dict[str, Callable[[Path], list[Problem]]] = {
    TOPICS_FILE: read_topics,
    **dict.fromkeys(WORD_FILES, read_word_file),
    PACK_FILE: read_pack_file,
    STEMS_FILE: lambda file: read_toml(file)[0].problems,
    REFERENCE_FILE: read_reference_file,
    DATE_FILE: lambda file: read_date_words(file)[1],
}


def _languages(folder: Path) -> list[Problem]:
    """The problems of the folders under `data/languages`."""
    problems = _foreign(folder, (*LANGUAGES, SEVERAL))
    for language in sorted(folder.glob("*/")):
        problems += _foreign(language, tuple(_LANGUAGE_FILES))
        for name, read in _LANGUAGE_FILES.items():
            if (language / name).is_file():
                problems += read(language / name)
    return problems


def _foreign(folder: Path, names: tuple[str, ...], *endings: str) -> list[Problem]:
    """A problem for each file or folder that nothing reads. Hidden files (with a leading dot) are skipped."""
    unread = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in names or path.name.startswith(".") or (path.suffix in endings and path.is_file()):
            continue
        remedy = (
            f"files here end in {' or '.join(endings)}; move or remove it" if endings else nearest(path.name, names)
        )
        unread.append(Problem(path, 1, "nothing reads this", remedy))
    return unread


def _header_only(file: Path) -> list[Problem]:
    """The problems of a word list that another module parses: only its source and licence are checked here."""
    source = DeclarationFile(file)
    text = read_text(file, source)
    if text is not None:
        read_header(text, source)
    return source.problems
