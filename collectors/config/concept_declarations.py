"""Reads the concepts and facts of event files: variants, their patterns, lemmas, families and contexts."""

from __future__ import annotations

from collections.abc import Mapping

from collectors.config.codes import LANGUAGES
from collectors.config.event_patterns import expand, faults
from collectors.config.inflection import lemma_pattern
from collectors.config.problems import DeclarationFile, DeclaredTable, Problem, check_id, nearest
from collectors.config.toml_lines import KeyPath
from collectors.model import NAMING_FAMILIES, Concept, Fact, Variant

#: Language -> piece -> regular expression.
Pieces = Mapping[str, Mapping[str, str]]


def read_concepts(table: DeclaredTable, pieces: Pieces) -> tuple[Concept, ...]:
    """Read the [[concepts]] of an event with their variants.

    Args:
        table: The event file's top table. Mistakes are added to the problems of its file.
        pieces: The event's named pieces of patterns, by language.
    """
    taken: dict[str, int] = {}
    concepts = []
    for row in table.tables("concepts"):
        row.only("id", "title", "not_inside", "variants")
        name, title = check_id(row, taken, "concept"), row.text("title")
        names: dict[str, int] = {}
        variants = [
            _variant(item, check_id(item, names, f"variant of {name!r}"), pieces) for item in row.tables("variants")
        ]
        if not variants:
            row.add(None, f"the concept {name!r} has no variants", "add [[concepts.variants]]")
        concepts.append(Concept(name, title, tuple(variants), row.strings("not_inside")))
    for concept, row in zip(concepts, table.tables("concepts"), strict=True):
        for other in concept.not_inside:
            if other == concept.id or other not in taken:
                row.add("not_inside", f"{other!r} is no other concept of this event", nearest(other, taken))
    return tuple(concepts)


def _variant(item: DeclaredTable, variant: str, pieces: Pieces) -> Variant:
    item.only("id", "label", "family", "gloss", "lemma", "patterns", "unless")
    label = item.text("label", variant)
    lemmas, patterns = _lemmas(item), read_patterns(item, "patterns", pieces)
    if not lemmas and not patterns:
        item.add(None, "patterns are missing", "add patterns.en = ['''...'''] or lemma.en = [\"...\"]")
    declared = {
        language: (*patterns.get(language, ()), *_lemma_patterns(item, language, lemmas.get(language, ()), pieces))
        for language in {**patterns, **lemmas}
    }
    return Variant(
        variant,
        label,
        declared,
        family=item.one_of("family", NAMING_FAMILIES, ""),
        gloss=item.text("gloss", label),
        unless=read_patterns(item, "unless", pieces),
        lemmas=lemmas,
    )


def _lemmas(item: DeclaredTable) -> dict[str, tuple[str, ...]]:
    table = item.table("lemma")
    check_languages(table)
    return {language: table.strings(language, required=True) for language in table.data}


def _lemma_patterns(item: DeclaredTable, language: str, lemmas: tuple[str, ...], pieces: Pieces) -> list[str]:
    at = (*item.at, "lemma", language)
    return [
        _expanded(item.source, (*at, index), lemma_pattern(lemma, language), pieces)
        for index, lemma in enumerate(lemmas)
    ]


def read_facts(table: DeclaredTable, pieces: Pieces) -> tuple[Fact, ...]:
    """Read the [[facts]] of an event. Mistakes are added to the problems of the file."""
    taken: dict[str, int] = {}
    facts = []
    for row in table.tables("facts"):
        row.only("id", "title", "patterns")
        name, title = check_id(row, taken, "fact"), row.text("title")
        if not row.table("patterns").data:
            row.add(None, "patterns are missing", "add patterns.en = ['''...''']")
        facts.append(Fact(name, title, read_patterns(row, "patterns", pieces)))
    return tuple(facts)


def read_patterns(row: DeclaredTable, key: str, pieces: Pieces) -> dict[str, tuple[str, ...]]:
    """Read a table of patterns, with the pieces of each language put in.

    Args:
        row: The table of a variant or fact. Mistakes are added to the problems of its file.
        key: The key of the patterns, such as "patterns" or "unless".
        pieces: The event's named pieces of patterns, by language.

    Returns:
        Language -> regular expressions.
    """
    table = row.table(key)
    check_languages(table)
    patterns_of = {}
    for language, listed in table.data.items():
        patterns = []
        for pattern in table.strings(language, required=True):
            line = listed.index(pattern) if isinstance(listed, list) else 0
            patterns.append(_expanded(table.source, (*table.at, language, line), pattern, pieces))
        patterns_of[language] = tuple(patterns)
    return patterns_of


def check_languages(table: DeclaredTable) -> None:
    """Add a problem for each key of a table that is not a language code of ISO 639-1."""
    for key in table.data:
        if key not in LANGUAGES:
            line = table.source.line((*table.at, key))
            remedy = "use two letters of ISO 639-1, such as en, uk, de"
            table.source.problems.append(Problem(table.source.file, line, f"{key!r} is no language code", remedy))


def _expanded(source: DeclarationFile, at: KeyPath, pattern: str, pieces: Pieces) -> str:
    language = str(at[-2])
    try:
        text = expand(pattern, pieces.get(language, {}))
    except KeyError as error:
        source.add(
            at, f"{{{error.args[0]}}} is not declared under [words.{language}]", "declare it or correct the name"
        )
        return pattern
    for fault in faults(text):
        source.add(at, fault.what, fault.remedy)
    return text
