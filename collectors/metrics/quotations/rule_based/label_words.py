"""The words with which a language gives labels, read from `data/languages/<code>/labels.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from collectors.metrics.word_lists import language_file, word_groups, word_tuple

#: The frame of a verb whose label stands beside the object, without a word that opens it.
BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class LabelWords:
    """What the rules for labels without quotation marks know of one language.

    Attributes:
        frames: By the form of a verb: the words that may open its label, or `BESIDE`.
        marked: By the form of a verb: the prepositions behind which a word in marks is its speaker's.
        articles: Indefinite articles, with which a label may begin.
        objects: Words with which the object begins that is called something.
        pronouns: Those of them that are the whole object.
        adjectives: Endings of adjectives that are labels.
        endings: Endings of the case in which labels stand.
        doubtful: Endings of that case that another case has as well.
        last: Endings that count at the end of the clause alone.
    """

    frames: Mapping[str, tuple[str, ...]]
    marked: Mapping[str, tuple[str, ...]]
    articles: frozenset[str]
    objects: frozenset[str]
    pronouns: frozenset[str]
    adjectives: tuple[str, ...]
    endings: tuple[str, ...]
    doubtful: tuple[str, ...]
    last: tuple[str, ...]


@cache
def label_words(language: str) -> LabelWords | None:
    """Return the words for labels of a language by its two letters; None where there is no list of them."""
    if language == "en" or language_file(language, "labels.toml") is None:
        return None

    return LabelWords(
        frames=_by_verb(f"{language}.labels.verbs"),
        marked=_by_verb(f"{language}.labels.marked"),
        articles=frozenset(word_tuple(f"{language}.labels.articles", optional=True)),
        objects=frozenset(word_tuple(f"{language}.labels.objects", optional=True)),
        pronouns=frozenset(word_tuple(f"{language}.labels.pronouns", optional=True)),
        adjectives=word_tuple(f"{language}.labels.adjective_endings", optional=True),
        endings=word_tuple(f"{language}.labels.case_endings", optional=True),
        doubtful=word_tuple(f"{language}.labels.doubtful_case_endings", optional=True),
        last=word_tuple(f"{language}.labels.case_endings_at_the_end", optional=True),
    )


def gives_label(verb: str, opener: str, language: str) -> bool:
    """Whether a word behind a verb opens a label, and no infinitive: "qualifié *de* simulacre".

    Args:
        verb: The verb's form in lower case.
        opener: The word behind it.
        language: Two letters.
    """
    words = label_words(language)
    return words is not None and opener in words.frames.get(verb, ())


def _by_verb(table: str) -> dict[str, tuple[str, ...]]:
    """Return the keys of a table of verbs, by verb."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for key, verbs in sorted(word_groups(table, optional=True).items()):
        for verb in sorted(verbs):
            keys[verb].append(key)
    return {verb: tuple(found) for verb, found in keys.items()}
