"""Language packs: the words with which a language reports speech, read from `data/languages/<code>/attribution.toml`.

A pack is part of the method, as the syllable lexicon is. It is read from the installation and never from `--data`, so
that two users of one method version find the same quotations.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from collectors.metrics.name_forms import case_stem
from collectors.metrics.word_lists import LANGUAGE_FOLDERS, language_file, word_groups, word_set, word_tuple

FILE = "attribution.toml"

#: Roles of verbs: `saying` is read in every construction, `thinking` only with a clause, `beside` only with quotation
#: marks, and `passive` names a text after a preposition ("говорится в заявлении").
ROLES = ("saying", "thinking", "beside", "passive")
STANCES = ("neutral", "distancing", "endorsing", "charged")

#: Languages whose nouns have cases; their titles and bodies are recognised by their stems.
_VICE = {"pl": "wice", "ru": "вице-", "uk": "віце-", "de": "vize", "cs": "více"}
_MEDIA = word_set("mul.reported_speech.words_of_media_names")
INFLECTED = frozenset(("ru", "uk", "pl", "cs"))
ROMANCE = frozenset(("fr", "es", "it", "pt"))
_CYRILLIC = frozenset(("ru", "uk"))

_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SayingVerb:
    """One form of a verb of saying.

    Attributes:
        role: One of ROLES.
        stance: One of STANCES.
        needs: Words of which one must be in its clause, such as a separable prefix; empty for none.
    """

    role: str
    stance: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """The reported speech of one language.

    Attributes:
        language: Two letters.
        level: "full" where indirect speech is read as well, "direct" where only quotation marks and dialogue are.
        verbs: What is known of each form of a verb of saying, by the form in lower case.
        according: Phrases that introduce a source, as tuples of words, longest first.
        words: The closed lists by name, and the stems of titles and bodies.
        title_endings: Endings of words that are offices.
        body_endings: Endings of words that are heads of names of bodies.
        inflected: Whether nouns have cases, so that stems are compared.
    """

    language: str
    level: str
    verbs: Mapping[str, SayingVerb]
    according: tuple[tuple[str, ...], ...]
    words: Mapping[str, frozenset[str]]
    title_endings: tuple[str, ...]
    body_endings: tuple[str, ...]
    inflected: bool = False

    def has(self, name: str, word: str) -> bool:
        """Whether a word in lower case is in the list `name`; a missing list is empty."""
        return word in self.words.get(name, _EMPTY)

    def is_title(self, word: str) -> bool:
        """Whether a word in lower case is an office or form of address, also with "vice" before it."""
        word = word.removeprefix(_VICE.get(self.language, "vice"))
        former = next(filter(word.startswith, _FORMER), "")
        if former and self.has("titles", word.removeprefix(former)):
            return True
        if self.has("titles", word) or (bool(self.title_endings) and word.endswith(self.title_endings)):
            return True
        return self.inflected and case_stem(word) in self.words["title_stems"]

    def is_foreign(self, word: str) -> bool:
        """Whether a word is in Latin letters in a language of Cyrillic ones."""
        return word.isascii() and self.language in _CYRILLIC

    def is_body(self, word: str) -> bool:
        """Whether a word in lower case is the head of a body's name: a ministry, party, paper or court."""
        if self.has("bodies", word) or (bool(self.body_endings) and word.endswith(self.body_endings)):
            return True
        return self.inflected and case_stem(word) in self.words["body_stems"]


def is_media(words: Iterable[str]) -> bool:
    """Whether words in lower case name a broadcaster or paper: "Polsat News", "The Guardian"."""
    return any(word in _MEDIA for word in words)


def expand_forms(entry: str, endings: Mapping[str, str]) -> list[str]:
    """Expand an entry of a pack into the forms that it stands for.

    Args:
        entry: "stem+class", "stem+ending", or one form without a plus.
        endings: The pack's classes: endings separated by spaces, by name.

    Returns:
        The stem with each ending of the class; what is no class is taken as a single ending ("croi+t").
    """
    stem, plus, name = entry.partition("+")
    if not plus:
        return [entry]
    if name in endings:
        return [stem + ending for ending in endings[name].split()]
    return [stem + name]  # one ending of its own: "croi+t"


_FORMER = word_tuple("mul.reported_speech.prefixes_of_former_offices")
_CONTRACTED = word_groups("mul.reported_speech.contractions")
_ELIDED = re.compile(r"(['’])(?=\w)")


def _contracted(phrase: str) -> list[tuple[str, ...]]:
    """Return a phrase that names a source as its words, once for each form of the preposition at its end."""
    words = _ELIDED.sub("' ", phrase).split()
    if not words:
        return []
    return [(*words[:-1], last) for last in _CONTRACTED.get(words[-1], (words[-1],))]


def parse_pack(raw: Mapping[str, Any]) -> LanguagePack:
    """Make a pack from the parsed TOML of its file.

    Args:
        raw: The tables `endings`, `verbs.<role>`, `split` and `words`, beside `language` and `level`.

    Raises:
        KeyError: `language`, `level`, or the table `verbs` or `words` is missing.
    """
    endings: Mapping[str, str] = raw.get("endings", {})
    split = {verb: frozenset(words.split()) for verb, words in raw.get("split", {}).items()}
    verbs: dict[str, SayingVerb] = {}
    for role in ROLES:
        for stance, entries in raw["verbs"].get(role, {}).items():
            for entry in entries.split():
                for form in expand_forms(entry, endings):
                    verbs.setdefault(form, SayingVerb(role, stance, split.get(form, _EMPTY)))
    lists: Mapping[str, str] = raw["words"]
    phrases = [
        form for phrase in lists.get("according", "").replace("\n", "").split("|") for form in _contracted(phrase)
    ]
    words = {name: frozenset(text.split()) for name, text in lists.items() if name != "according"}
    words["titles"] = words.get("titles", _EMPTY) | words.get("abbreviations", _EMPTY)
    words["title_stems"] = frozenset(map(case_stem, words.get("titles", ())))
    words["body_stems"] = frozenset(map(case_stem, words.get("bodies", ())))
    return LanguagePack(
        inflected=raw["language"] in INFLECTED,
        language=raw["language"],
        level=raw["level"],
        verbs=verbs,
        according=tuple(sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase))),
        words=words,
        title_endings=tuple(lists.get("title_endings", "").split()),
        body_endings=tuple(lists.get("body_endings", "").split()),
    )


@cache
def pack_of(language: str) -> LanguagePack | None:
    """Return the pack of a language by its two letters; None where there is none."""
    file = language_file(language, FILE)
    return parse_pack(tomllib.loads(file.read_text(encoding="utf-8"))) if file else None


@cache
def packed_languages() -> tuple[str, ...]:
    """Return the languages that have a pack, in alphabetical order."""
    return tuple(sorted({file.parent.name for folder in LANGUAGE_FOLDERS for file in folder.glob(f"*/{FILE}")}))
