"""Checks language packs, `data/languages/<code>/attribution.toml`: their level, verbs and lists of words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from collectors.config.codes import LANGUAGES
from collectors.config.problems import DeclarationFile, DeclaredTable, Problem, nearest, read_text, read_toml

PACK_FILE, STEMS_FILE, REFERENCE_FILE = "attribution.toml", "stems.toml", "readability.toml"
#: Files of word lists by subject, which the method reads by name (`collectors.metrics.word_lists`).
WORD_FILES = tuple(
    f"{subject}.toml"
    for subject in (
        "abbreviations", "direct_speech", "function_words", "headlines", "labels", "names", "noun_phrases", "passives",
        "people", "relays", "reported_speech", "scare_quotes", "speaker_clauses",
    )
)  # fmt: skip
#: A table of topics by the words of several languages, which `collectors.events.news_topics` reads.
TOPICS_FILE = "news_topics.tsv"
#: The folder of lists that hold words of several languages at once.
SEVERAL = "mul"
_TABLES = ("language", "level", "endings", "verbs", "split", "words")
_ROLES = ("saying", "thinking", "beside", "passive")
_STANCES = ("neutral", "distancing", "endorsing", "charged")
_LEVELS = ("full", "direct")
#: The lists of words that the attribution rules read.
LISTS = frozenset(
    """
    according according_heads according_noun according_before_noun according_after according_comma as because
    complementisers questions relatives conjunctions subordinators auxiliaries reportative reportative_sure infinitive
    correlatives pronouns own_pronouns people_pronouns
    plural_pronouns possessives articles oblique prepositions genitives particles adverbs
    abbreviations titles title_endings bodies body_endings people places locative
    backward never_names homographs before_que agencies describing_questions colon_heads calling reflexives thus
    """.split()  # noqa: SIM905  a list of words is read as one
)


def read_topics(file: Path) -> list[Problem]:
    """The rows of a table of topics that do not have a cell for each language."""
    source = DeclarationFile(file)
    text = read_text(file, source)
    rows = [(number, line) for number, line in enumerate((text or "").split("\n"), 1) if line and line[0] != "#"]
    width = rows[0][1].count("\t") if rows else 0
    for number, line in rows:
        if line.count("\t") != width or not all(line.split("\t")):
            source.add(number, "the row does not have words in each language", "fill its cells, parted by tabs")
    return source.problems


def read_pack_file(file: Path) -> list[Problem]:
    """Every mistake in a language pack. Mistakes other than of TOML syntax are reported at line 1."""
    source, table = read_toml(file)
    if table is not None:
        _check(table.data, file.parent.name, source)
    return source.problems


def read_word_file(file: Path) -> list[Problem]:
    """Every mistake in a file of word lists, reported at line 1: each value is words, an array of them or a table."""
    source, table = _read_of_folder(file)
    for key, value in table.data.items() if table is not None else ():
        for words in value.values() if isinstance(value, dict) else [value]:
            entries = words if isinstance(words, list) else [words]
            if not entries or not all(isinstance(entry, str) and entry.strip() for entry in entries):
                source.add(1, f"{key!r} is no list of words", f'write {key} = "word word" or {key} = ["a phrase"]')
    return source.problems


def read_reference_file(file: Path) -> list[Problem]:
    """Every mistake in a language's reference of readability scores, reported at line 1."""
    from collectors.metrics.scores.readability_reference import parse_references  # noqa: PLC0415  loads all scores

    source, table = _read_of_folder(file)
    if table is None:
        return source.problems
    try:
        if not parse_references(file.read_text(encoding="utf-8")):
            source.add(1, "there are no scores", "make it anew with tests/benchmarks/readability_reference.py")
    except (KeyError, TypeError, ValueError) as error:
        source.add(1, f"it is no reference: {error}", "make it anew with tests/benchmarks/readability_reference.py")
    return source.problems


def _read_of_folder(file: Path) -> tuple[DeclarationFile, DeclaredTable | None]:
    """Read a TOML file that names the language of its folder, with a problem where it does not."""
    source, table = read_toml(file)
    if table is not None and table.data.get("language") != file.parent.name:
        source.add(1, f"the folder is {file.parent.name!r}", f'write language = "{file.parent.name}"')
    return source, table


def _check(raw: Mapping[str, Any], folder: str, source: DeclarationFile) -> None:
    _unread(raw, _TABLES, "{!r}", source)
    if raw.get("language") != folder or folder not in LANGUAGES:
        source.add(1, f"the folder is {folder!r}, the language {raw.get('language')!r}", f'write language = "{folder}"')
    if raw.get("level") not in _LEVELS:
        source.add(1, f"level is {raw.get('level')!r}", 'write level = "full" or level = "direct"')
    verbs = raw.get("verbs", {})
    _unread(verbs, _ROLES, "[verbs.{}]", source)
    for by_stance in verbs.values():
        _unread(by_stance if isinstance(by_stance, dict) else {}, _STANCES, "the stance {!r}", source)
    if not verbs.get("saying"):
        source.add(1, "there are no verbs of saying", "write [verbs.saying] with neutral = ...")
    _unread(raw.get("words", {}), LISTS, "the list {!r}", source)


def _unread(given: Mapping[str, Any], keys: Collection[str], shown: str, source: DeclarationFile) -> None:
    for key in given:
        if key not in keys:
            source.add(1, f"nothing reads {shown.format(key)}", nearest(key, tuple(keys)))
