"""Shows what the patterns of an event find in articles, which never match, and which languages a variant lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from collectors.config.inflection import expanded
from collectors.metrics.naming import Haystack, Matcher, find_all, matchers
from collectors.model import Article, Event, Variant
from collectors.support.language_tags import primary_language

#: Characters of context on each side of a hit.
AROUND = 50
#: Hits shown of each variant.
SHOWN = 5
#: Variants named in the line of a language that they lack; the others are counted.
MOST_NAMED = 6
#: Forms shown of each lemma.
MOST_FORMS = 60


@dataclass(slots=True)
class VariantHits:
    """What one variant finds in the articles of one language.

    Attributes:
        count: Number of mentions found.
        surfaces: How often each spelling occurs, in lower case.
        contexts: The first SHOWN mentions with AROUND characters on each side; brackets mark the mention.
        unmatched: Patterns of the variant that match nothing in these articles, not even where a longer match of
            another variant wins.
    """

    count: int = 0
    surfaces: Counter[str] = field(default_factory=Counter)
    contexts: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def hits(articles: Iterable[Article], event: Event) -> dict[tuple[str, str, str], VariantHits]:
    """Count what each variant of an event finds in articles.

    Args:
        articles: Read once; an article of unknown language is skipped.
        event: The event whose concepts are looked for.

    Returns:
        (language, concept, variant) -> what it finds, for the languages of the articles.
    """
    hits_of: dict[tuple[str, str, str], VariantHits] = {}
    unmatched: dict[str, dict[tuple[str, str], list[re.Pattern[str]]]] = {}
    for article in articles:
        language = primary_language(article.language)
        if not language:
            continue
        searched = matchers(event, language)
        waiting = unmatched.setdefault(
            language, {name: patterns for matcher in searched for name, patterns in _by_variant(matcher).items()}
        )
        for text in filter(None, (article.title, article.text)):
            haystack = Haystack(text)
            for concept, span, variant in find_all(searched, haystack):
                _add(hits_of.setdefault((language, concept, variant), VariantHits()), text, *span)
            for patterns in waiting.values():
                patterns[:] = [pattern for pattern in patterns if not pattern.search(text)]
    for language, patterns_by_name in unmatched.items():
        for (concept, variant), patterns in patterns_by_name.items():
            entry = hits_of.setdefault((language, concept, variant), VariantHits())
            entry.unmatched = [pattern.pattern for pattern in patterns]
    return hits_of


def _by_variant(matcher: Matcher) -> dict[tuple[str, str], list[re.Pattern[str]]]:
    patterns: dict[tuple[str, str], list[re.Pattern[str]]] = {}
    for searched in matcher.patterns:
        patterns.setdefault((matcher.concept, searched.variant), []).append(searched.pattern)
    return patterns


def _add(entry: VariantHits, text: str, start: int, end: int) -> None:
    entry.count += 1
    entry.surfaces[text[start:end].lower()] += 1
    if len(entry.contexts) < SHOWN:
        around = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
        entry.contexts.append(" ".join(around.split()))


def report(hits_of: dict[tuple[str, str, str], VariantHits]) -> Iterator[str]:
    """Format the result of `hits` as lines for people."""
    for (language, concept, variant), entry in sorted(hits_of.items()):
        most = ", ".join(f"{surface} {count}" for surface, count in entry.surfaces.most_common(SHOWN))
        yield f"{language} {concept}.{variant}: {entry.count}{f' ({most})' if most else ''}"
        yield from (f"    {context}" for context in entry.contexts)
        yield from (f"    matches nothing here: {_short(pattern)}" for pattern in entry.unmatched)


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= 120 else f"{pattern[:117]}..."


def holes(event: Event) -> Iterator[str]:
    """A line for each language in which some variants of a concept have patterns and others have none."""
    missing: dict[str, list[str]] = {}
    for concept in event.concepts:
        for language in sorted({language for variant in concept.variants for language in variant.patterns}):
            without = [f"{concept.id}.{variant.id}" for variant in concept.variants if language not in variant.patterns]
            missing.setdefault(language, []).extend(without)
    for language, names in sorted(missing.items()):
        if names:
            more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
            yield f"{event.id}: no patterns in {language} for {', '.join(names[:MOST_NAMED])}{more}"


def forms(event: Event) -> Iterator[str]:
    """A line for each lemma of the event, with the forms that it matches."""
    for concept in event.concepts:
        for variant in concept.variants:
            yield from _forms(f"{concept.id}.{variant.id}", variant)


def _forms(name: str, variant: Variant) -> Iterator[str]:
    for language, lemmas in variant.lemmas.items():
        for lemma in lemmas:
            inflected = expanded(lemma, language)
            rest = f" ... {len(inflected)} in all" if len(inflected) > MOST_FORMS else ""
            yield f"{language} {name} “{lemma}”: {', '.join(inflected[:MOST_FORMS])}{rest}"
