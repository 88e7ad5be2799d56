"""Blind reading: outlets as Outlet A, B ..., their names removed from texts, and addresses that do not reveal them.

It is meant for honest readers, such as coders, who prefer not to know; it does not protect secrets. The letters depend
on the data set and the event alone, so a letter means the same outlet on every page, in every file and for everybody.
"""

from __future__ import annotations

import base64
import re
from binascii import Error
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b, sha256

#: The fields of an address that name an outlet, an article or several of them.
NAMING = frozenset({"outlets", "of", "unit", "article", "story", "texts", "cluster", "copy"})
MARK = "~"
SHORTEST = 4  # letters of a name that is looked for in texts: shorter ones are everyday words
_OPENING, _CLOSING = '«‹„“"‘‚»', '»›“”"’‘«'
_AGENCY = re.compile("agen[ct]|аген[тц]", re.IGNORECASE)
_HOST = re.compile(r"[^\s.]+(?:\.[^\s.]+)+")
_VOWELS = "aeiouyąęéèаеєиіїоуюяыэёйь"


def letters(version: str, event: str, outlets: Iterable[str]) -> dict[str, str]:
    """Return "Outlet A", "Outlet B" ... by outlet id, in an order that reveals nothing of the names.

    Args:
        version: the data set's version; the order differs between versions.
        event: an event's id.
        outlets: outlet ids.
    """
    order = sorted(outlets, key=lambda outlet: sha256(f"{version}\x1f{event}\x1f{outlet}".encode()).hexdigest())
    return {outlet: f"Outlet {_letter(index)}" for index, outlet in enumerate(order)}


def _letter(place: int) -> str:
    """Return the letters of a place: A ... Z, AA, AB ... as spreadsheets name columns."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def masked(text: str, names: Iterable[str]) -> str:
    """Block out every one of these names in a text, character by character, so that offsets still hold.

    Names are found in full, without "Agency" at the end, and with other endings ("у «Степовому кур'єрі»"), run together
    as in addresses ("daily-blaze.example", "@dailyblaze"), by their last word after an article ("told the Blaze") or by
    one of their words in quotation marks ("«Вісник»"), and by their initials in brackets in a dateline ("MOSCOW (CP)").
    Names of two or three letters ("RT") are found in capitals only, as they are everyday words else.

    Args:
        text: the text.
        names: names of outlets, and the hosts of their addresses.
    """
    pattern = _pattern(tuple(names))
    return pattern.sub(lambda match: "█" * len(match.group()), text) if pattern else text


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = {form for name in names for form in _forms(name)}
    if not forms:
        return None
    ordered = sorted(forms, key=lambda written: (-len(written), written))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ordered)})(?![^\W_])", re.IGNORECASE)


def _forms(name: str) -> Iterator[str]:
    """Yield patterns of the ways in which a name is written."""
    words = _words(name)
    if len(name) < SHORTEST or not words:
        if len(name) > 1 and name.isupper() and words == [name]:
            yield f"(?-i:{name})"
        return
    yield r"(?:the[\W_]{0,3})?" + r"[\W_]{0,3}".join(re.escape(word) for word in words)
    if len(words) == 1:
        yield _inflected(words[0], capital=True)
    elif not _HOST.fullmatch(name):
        yield r"[\W_]{0,3}".join((*(_inflected(word) for word in words[:-1]), _inflected(words[-1], least=2)))
        if len(words) > 2 and _AGENCY.match(words[-1]):  # "/Volga Wire/" of the Volga Wire Agency
            yield r"[\W_]{0,3}".join(re.escape(word) for word in words[:-1])
        if len(words[-1]) >= SHORTEST:
            yield rf"(?<=\bthe )(?-i:{re.escape(words[-1])})"
        for word in {words[0], words[-1]}:
            if word.isupper() and len(word) >= SHORTEST - 1:  # "BBC" of "BBC News"
                yield f"(?-i:{word})"
            elif len(word) > SHORTEST:
                yield rf"(?<=[{_OPENING}]){_inflected(word, capital=True)}(?=[{_CLOSING}])"
        yield rf"(?<=\()(?-i:{_initials(words)})(?=\))"


def _inflected(word: str, *, least: int = SHORTEST, capital: bool = False) -> str:
    """Return a pattern of a word with any ending of up to four letters.

    Args:
        word: the word.
        least: letters that its stem has at least; a shorter word is taken as it is.
        capital: whether its first letter counts as it is written, because the word stands alone.
    """
    stem = word.rstrip(_VOWELS) or word
    if not capital and len(stem) > SHORTEST + 1:  # "Rheinischer", "Rheinischen": the name's other words stand beside it
        stem = stem[:-1]
    if len(stem) < least:
        return re.escape(word)
    first = f"(?-i:{re.escape(stem[0])})" if capital else re.escape(stem[0])
    return rf"{first}{re.escape(stem[1:])}[^\W\d_]{{0,{3 if capital else 4}}}"


def _words(name: str) -> list[str]:
    """Return a name's words without a leading article."""
    parts = re.findall(r"[^\W_]+", name)
    return parts[1:] if len(parts) > 1 and parts[0].casefold() == "the" else parts


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0].upper() for word in words)


def gives_away(term: str, names: Iterable[str]) -> bool:
    """Return whether a word or phrase contains a word of one of these names, or the initials of one."""
    words, inflected = _revealing_words(tuple(names))
    return any(
        word.casefold() in words or (inflected and inflected.fullmatch(word)) for word in re.findall(r"[^\W_]+", term)
    )


@lru_cache(maxsize=8)
def _revealing_words(names: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """Return the words and initials of the names, and a pattern of words in other letters with their endings."""
    revealing: set[str] = set()
    for name in names:
        words = _words(name)
        revealing |= {word.casefold() for word in words if len(word) > 2 or len(words) == 1}
        revealing |= {_initials(words).casefold()} if len(words) > 1 else set()
    inflected = "|".join(sorted(_inflected(word) for word in revealing if not word.isascii()))
    return frozenset(revealing), re.compile(inflected, re.IGNORECASE) if inflected else None


def hide_outlets(text: str) -> str:
    """Return the text in a form that readers cannot read; `reveal_outlets` restores it."""
    return MARK + base64.urlsafe_b64encode(_mixed(text.encode())).decode().rstrip("=")


def reveal_outlets(text: str) -> str:
    """Restore a text that `hide_outlets` hid; other texts are returned as they are, and "" for a damaged one."""
    if not text.startswith(MARK):
        return text
    try:
        return _mixed(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))).decode()
    except (Error, ValueError):
        return ""


def _mixed(data: bytes) -> bytes:
    """Return the bytes mixed with a fixed stream; mixing twice restores them."""
    stream = b"".join(blake2b(index.to_bytes(4, "big")).digest() for index in range(len(data) // 64 + 1))
    return bytes(byte ^ mask for byte, mask in zip(data, stream, strict=False))


def hidden_address(fields: Mapping[str, str]) -> dict[str, str]:
    """Return an address's fields with outlets and articles hidden."""
    return {
        key: hide_outlets(value) if key in NAMING and value and not value.startswith(MARK) else value
        for key, value in fields.items()
    }


def revealed_address(fields: Mapping[str, str]) -> dict[str, str]:
    """Return an address's fields as they were before `hidden_address`."""
    return {key: reveal_outlets(value) if key in NAMING else value for key, value in fields.items()}
