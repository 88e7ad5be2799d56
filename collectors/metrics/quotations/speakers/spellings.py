"""The event's people and bodies under the names that news gives them: other spellings, initials, first name and alias.

"Volodymyr Zelenskiy" is found as the declared "Volodymyr Zelenskyy", "Antony J. Blinken" without his initial, "Josep
Borrell Fontelles" by two of three names. Spellings are compared by a rough key of how a name sounds in English, German
and French transcription; a surname counts only with a first name that may be the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.names import fold
from collectors.model import Actor
from collectors.support.same_object import once_per_tuple

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "’": "", "'": ""})
#: Transcriptions of one sound, in this order.
_SOUNDS = (
    ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("shch", "s"), ("zh", "z"), ("sh", "s"), ("ch", "c"), ("cz", "c"),
    ("kh", "h"), ("ph", "f"), ("ts", "z"), ("tz", "z"), ("w", "v"), ("oo", "u"), ("ou", "u"), ("ck", "k"), ("q", "k"),
    ("x", "ks"), ("y", "i"), ("j", "i"), ("gu", "g"), ("ei", "e"), ("ie", "e"), ("ia", "a"), ("io", "o"), ("iu", "u"),
)  # fmt: skip
_INITIAL = re.compile(r"[^\W\d_]\.?$")
_OWNED = re.compile(r"[’']s?$")
_FEWEST = 5  # fewest letters of the sound of a surname that is enough without a first name


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """Return a rough key of how a name sounds: "Zelenskiy", "Zelenskyy" and "Zelenskyj" have the same key."""
    low = word.lower().translate(_LETTERS)
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", low)
        if letter.isalpha() and not unicodedata.combining(letter)
    )
    for written, heard in _SOUNDS:
        plain = plain.replace(written, heard)
    kept = [letter for index, letter in enumerate(plain) if index == 0 or letter != plain[index - 1]]
    return "".join(kept)


class DeclaredNames:
    """An event's actors, searchable by the names that a text uses.

    Args:
        actors: The event's people and bodies.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._exact: dict[str, Actor] = {}
        self._surnames: dict[str, list[Actor]] = {}  # sound of a surname -> who bears it
        self._first: dict[str, set[str]] = {}  # id -> sounds of first names
        for actor in actors:
            for name in (actor.name, *actor.aliases):
                self._exact.setdefault(fold(name), actor)
        for actor in actors:
            if actor.kind == "person":
                self._person(actor)

    def _person(self, actor: Actor) -> None:
        words = actor.name.split()
        if len(words) > 1:  # a surname alone means the first person who bears it
            self._exact.setdefault(fold(words[-1]), actor)
        first = {sound(name.split()[0]) for name in (actor.name, *actor.aliases) if " " in name}
        self._first[actor.id] = first
        for name in (actor.name, *actor.aliases):
            parts = name.split()
            key = sound(parts[-1])
            if len(key) > 1 and actor not in self._surnames.setdefault(key, []):
                self._surnames[key].append(actor)

    def find(self, name: str | None) -> Actor | None:
        """Return the actor with this name, None without one.

        A name matches as declared, without initials, or by the sound of surname and first name.
        """
        if not name:
            return None
        hit = self._exact.get(fold(name))
        if hit:
            return hit
        words = [part for part in fold(name).split() if not _INITIAL.match(part)]
        if len(words) >= 2:
            hit = self._exact.get(" ".join(words)) or self._by_sound(words)
        elif words:
            hit = self._surname_alone(words[0])
        return hit

    def _by_sound(self, words: list[str]) -> Actor | None:
        for end in range(len(words), 1, -1):
            bearers = [
                actor for actor in self._surnames.get(sound(words[end - 1]), ()) if self._same_first(actor, words[0])
            ]
            if len(bearers) == 1:
                return bearers[0]
        return None

    def _same_first(self, actor: Actor, first: str) -> bool:
        """Whether a first name may be the actor's: it begins alike and is not of the other sex."""
        own = actor.name.split()[0]
        mine, theirs = gender_of_first_name(own), gender_of_first_name(first)
        if mine and theirs and mine != theirs:
            return False
        key = sound(first)
        return any(
            key[:1] == known[:1] and (key[:2] == known[:2] or _cognate(key, known)) for known in self._first[actor.id]
        )

    def _surname_alone(self, word: str) -> Actor | None:
        key = sound(word)
        bearers = self._surnames.get(key, ()) if len(key) >= _FEWEST else ()
        return bearers[0] if len(bearers) == 1 else None

    def person_called(self, word: str) -> str | None:
        """Return the declared name of the person named by one word, spelt as in the event's file, else None."""
        hit = self._exact.get(_OWNED.sub("", word.lower()))
        return hit.name if hit is not None and hit.kind == "person" else None

    def inside(self, words: Sequence[str]) -> Actor | None:
        """Return the declared actor with the longest name inside a description, None without one.

        It is a body ("the Kremlin spokesman"), or a person in the possessive ("Biden's spokeswoman").
        """
        for size in range(min(7, len(words)), 0, -1):
            for index in range(len(words) - size + 1):
                hit = self._exact.get(fold(" ".join(words[index : index + size])))
                owns = hit is not None and (hit.kind == "body" or _OWNED.search(words[index + size - 1]) is not None)
                if hit is not None and owns and words[index][:1].isupper():
                    return hit
        return None


#: The names of an event's actors, indexed once for all of its articles.
declared_names = once_per_tuple(DeclaredNames)


def _cognate(one: str, other: str) -> bool:
    """Whether first names begin alike or share their consonants: "volodimir", "vladimir"."""
    left, right = (re.sub("[aeiou]", "", name) for name in (one, other))
    return left == right or left[:2] == right[:2]
