"""Names in every case and spelling: stems without case endings, and skeletons that transliterations share.

"По словам Зеленского", "Zełenskiemu" and "Selenskyj" name one person. A name is compared first as written, then by the
stems of its words (case endings of Russian, Ukrainian, Polish and Czech, by table), and last by the consonants of its
romanised surname, which stay the same in another script or spelling. Tables of endings are used rather than a
morphological dictionary because dictionaries lack surnames, and the licence of the Ukrainian one does not fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from collectors.model import Actor
from collectors.support.same_object import once_per_tuple

#: Case endings of nouns and adjectives, longest first. At least three letters of a word are kept.
_CYRILLIC_ENDINGS = tuple(
    """
    ского скому ским ском ская ской скую ские ских скими ський ського ському ським ській ську ські ських
    ский ого ому его ему ыми ими иями ами ями ием ьем ьою ією єю ою ею ём ем ом ым им ых их ой ей ый ий
    ії ію ая яя ую юю ое ее ія ия ию ии ие иї ові еві єві ів ам ям ах ях а я у ю е є і и ы о ь й ї
    """.split()  # noqa: SIM905  endings are read as one line
)
_CYRILLIC_SKI = re.compile(r"(?:ськ|ск)$")
_LATIN_ENDINGS = tuple(
    """
    skiego skiemu skim ski ska skiej ską skou ského skému ským ský ckiego ckiemu ckim cki iego iemu ego
    emu owi ovi dzie em ie im ym ej ou a u y ą ę o e i
    """.split()  # noqa: SIM905  endings are read as one line
)
_SHORTEST_STEM = 3

_ROMAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
#: Spellings of one sound and its sign in a skeleton: German "sch", Polish "sz", French "ch", English "sh" become "s".
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|schtsch|chtch|szcz|tsch|tch|ch(?=[aeiouy])|cz|sch|sh|sz|zh|rz|dzh|dj|dsch|č|š|ž|ş|ç", "s"),
        (r"kh|ch|h|gh", "g"),
        (r"ts|tz|ß|c(?=[eiy])", "s"),
        (r"ph", "f"),
        (r"qu|q|c", "k"),
        (r"x", "ks"),
        (r"w|v|ff?$", "v"),
        (r"z", "s"),
    )
)
_VOWELS = re.compile(r"[aeiouyj]")
_DOUBLED = re.compile(r"(.)\1+")
_ADJECTIVAL = re.compile(r"sk(?:[iyj]+|ii|oi|oj|aia|aya|aja|y|iego|iemu|im|ogo|omu)$")
_SHORTEST_SKELETON = 4


@lru_cache(maxsize=1 << 15)
def case_stem(word: str) -> str:
    """Return a word in lower case without its case ending, in Cyrillic or in a Latin script with cases.

    Use it on names only: in languages without these cases it may cut letters that are no ending.

    Args:
        word: One word in any capitals.

    Returns:
        The stem, of three letters or more unless the word is shorter.
    """
    low = word.lower().replace("’", "'").replace("ё", "е")
    cyrillic = any("Ѐ" <= letter <= "ӿ" for letter in low)
    for ending in _CYRILLIC_ENDINGS if cyrillic else _LATIN_ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST_STEM:
            stem = low[: -len(ending)]
            consonants = ending[:2] if ending.startswith(("ск", "sk", "ck")) else "d" if ending == "dzie" else ""
            if ending.startswith("ськ"):
                consonants = "ск"
            return _CYRILLIC_SKI.sub("ск", stem + consonants)
    return _CYRILLIC_SKI.sub("ск", low)


def romanised(word: str) -> str:
    """Return a word in lower-case Latin letters without diacritics."""
    low = "".join(_ROMAN.get(letter, letter) for letter in word.lower().replace("ł", "l").replace("ø", "o"))
    return "".join(
        character for character in unicodedata.normalize("NFKD", low) if not unicodedata.combining(character)
    )


@lru_cache(maxsize=1 << 15)
def skeleton(word: str) -> str:
    """Return the consonants that all spellings of a surname share: "Selenskyj" and "Зеленский" both give "slnsk"."""
    low = romanised(case_stem(word) if _has_cases(word) else word)
    low = _ADJECTIVAL.sub("sk", low)
    for pattern, sound in _SOUNDS:
        low = pattern.sub(sound, low)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", low[:1]) + _VOWELS.sub("", low[1:])) if low else ""


def _has_cases(word: str) -> bool:
    return any("Ѐ" <= letter <= "ӿ" for letter in word) or bool(re.search(r"(?:iego|iemu|owi|ego|emu)$", word.lower()))


_WORDS = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


class ActorIndex:
    """The actors of an event by name: as written, by case stems, and by the skeleton of a person's surname."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        """Index the names and aliases of actors; of two actors with the same form the first is kept."""
        self._exact: dict[str, Actor] = {}
        self._stems: dict[tuple[str, ...], Actor] = {}
        self._skeletons: dict[str, Actor | None] = {}
        actors = list(actors)
        for actor in actors:
            for name in (actor.name, *actor.aliases):
                words = _words_of(name)
                self._exact.setdefault(" ".join(word.lower() for word in words), actor)
                self._stems.setdefault(tuple(map(case_stem, words)), actor)
        for actor in actors:
            if actor.kind == "person":
                for name in (actor.name, *actor.aliases):
                    words = _words_of(name)
                    self._surname(words, actor)

    def _surname(self, words: list[str], actor: Actor) -> None:
        if not words:
            return
        self._exact.setdefault(words[-1].lower(), actor)
        self._stems.setdefault((case_stem(words[-1]),), actor)
        bones = skeleton(words[-1])
        if len(bones) >= _SHORTEST_SKELETON:
            owner = self._skeletons.setdefault(bones, actor)
            if owner is not actor:
                self._skeletons[bones] = None  # two people share it, so it identifies neither

    def find(self, name: str) -> Actor | None:
        """Find the actor whom a name in any case or spelling belongs to.

        Args:
            name: A name of one or more words, with or without a possessive ending.

        Returns:
            The actor; None where the name fits nobody, only fits a skeleton that two people share, or has a first name
            that does not fit the actor.
        """
        words = _words_of(name)
        if not words:
            return None
        actor = self._exact.get(" ".join(word.lower() for word in words)) or self._stems.get(
            tuple(map(case_stem, words))
        )
        if actor is not None:
            return actor
        if len(words) > 4:
            return None
        stem = self._exact.get(words[-1].lower()) or self._stems.get((case_stem(words[-1]),))
        if stem is None:
            bones = skeleton(words[-1])
            stem = self._skeletons.get(bones) if len(bones) >= _SHORTEST_SKELETON else None
        if stem is None or stem.kind != "person" or (len(words) > 1 and not _same_first(words, stem)):
            return None
        return stem

    def __bool__(self) -> bool:
        """Whether any actor is indexed."""
        return bool(self._exact)


#: The index of an event's actors, made once for all of its articles.
actor_index = once_per_tuple(ActorIndex)


def _same_first(words: list[str], actor: Actor) -> bool:
    """Whether a first name may be the actor's: it begins with the same sound as in one of the actor's spellings."""
    first = _sound_of(words[0])
    spelled = [_words_of(alias) for alias in (actor.name, *actor.aliases)]
    initials = {_sound_of(spelling[0]) for spelling in spelled if len(spelling) > 1}
    return first in initials or not initials


def _sound_of(word: str) -> str:
    bones = skeleton(word)
    return bones[:2] if bones else romanised(word)[:1]


def _words_of(name: str) -> list[str]:
    return [word.removesuffix("'s").removesuffix("’s") for word in _WORDS.findall(name)]


#: Genitive endings and the nominative endings that replace them, for names such as "по словам Захаровой".
_GENITIVES = {
    "ru": (("овой", "ова"), ("евой", "ева"), ("иной", "ина"), ("ской", "ская"), ("ского", "ский"), ("цкого", "цкий"),
           ("ого", "ый"), ("его", "ий"), ("ова", "ов"), ("ева", "ев"), ("ёва", "ёв"), ("ина", "ин"), ("ына", "ын"),
           ("ии", "ия"), ("ы", "а"), ("ги", "га"), ("ки", "ка"), ("ея", "ей"), ("ая", "ай"), ("ия", "ий"), ("ля", "ль"),
           ("ря", "рь")),
    "uk": (("енка", "енко"), ("ової", "ова"), ("евої", "ева"), ("ської", "ська"),
           ("ського", "ський"), ("цького", "цький"),
           ("ого", "ий"), ("ова", "ов"), ("ева", "ев"), ("іна", "ін"), ("ії", "ія"), ("и", "а"), ("ія", "ій"),
           ("ля", "ль"), ("ря", "р")),
    "pl": (("skiego", "ski"), ("ckiego", "cki"), ("skiej", "ska"), ("ckiej", "cka"), ("iego", "i"), ("ego", "y"),
           ("owej", "owa"), ("y", "a"), ("ki", "ka"), ("gi", "ga"), ("ii", "ia"), ("eja", "ej"), ("ja", "j")),
}  # fmt: skip
_CONSONANT_A = re.compile(r"[бвгґдзклмнпрстфхцчшщжbcćdfghklłmnprstwzżź][аa]$")


def nominative(words: list[str], language: str) -> list[str]:
    """Put the words of a name from the genitive into the nominative, as far as their endings tell.

    Args:
        words: The words of a name in the genitive.
        language: ISO 639-1 code; words of languages other than Russian, Ukrainian and Polish are returned unchanged.
    """
    table = _GENITIVES.get(language)
    return [_nominative(word, table) for word in words] if table else words


def _nominative(word: str, table: tuple[tuple[str, str], ...]) -> str:
    if len(word) <= _SHORTEST_STEM or word.isupper():
        return word
    for ending, replaced in table:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)] + replaced
    return word[:-1] if _CONSONANT_A.search(word) else word
