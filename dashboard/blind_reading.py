"""Blind reading: outlets as Outlet A, B ..., their names removed from texts, and addresses that do not reveal them.

It is meant for honest readers, such as coders, who prefer not to know; it does not protect secrets. The letters depend
on the data set and the event alone, so a letter means the same outlet on every page, in every file and for everybody.
"""

from __future__ import annotations

import base64
import re
from binascii import Error
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b, sha256

#: The fields of an address that name an outlet, an article or several of them.
NAMING = frozenset({"outlets", "of", "unit", "article", "story", "texts", "cluster", "copy"})
MARK = "~"
SHORTEST = 4  # letters of a name that is looked for in texts: shorter ones are everyday words


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

    Names are found in full, run together as in addresses ("daily-blaze.example", "@dailyblaze"), by their last word
    after an article ("told the Blaze"), and by their initials in brackets in a dateline ("MOSCOW (CP)").
    """
    pattern = _pattern(tuple(names))
    return pattern.sub(lambda match: "█" * len(match.group()), text) if pattern else text


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    forms: set[str] = set()
    for name in names:
        words = _words(name)
        if len(name) < SHORTEST or not words:
            continue
        forms.add(r"(?:the[\W_]{0,3})?" + r"[\W_]{0,3}".join(re.escape(word) for word in words))
        if len(words) > 1:
            forms |= {rf"(?<=\bthe )(?-i:{re.escape(words[-1])})"} if len(words[-1]) >= SHORTEST else set()
            forms |= {rf"(?<=\()(?-i:{_initials(words)})(?=\))"}
    if not forms:
        return None
    ordered = sorted(forms, key=lambda written: (-len(written), written))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ordered)})(?![^\W_])", re.IGNORECASE)


def _words(name: str) -> list[str]:
    """Return a name's words without a leading article."""
    parts = re.findall(r"[^\W_]+", name)
    return parts[1:] if len(parts) > 1 and parts[0].casefold() == "the" else parts


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0].upper() for word in words)


def gives_away(term: str, names: Iterable[str]) -> bool:
    """Return whether a word or phrase contains a word of one of these names, or the initials of one."""
    return not _revealing_words(tuple(names)).isdisjoint(word.casefold() for word in re.findall(r"[^\W_]+", term))


@lru_cache(maxsize=8)
def _revealing_words(names: tuple[str, ...]) -> frozenset[str]:
    revealing: set[str] = set()
    for name in names:
        words = _words(name)
        revealing |= {word.casefold() for word in words if len(word) > 2 or len(words) == 1}
        revealing |= {_initials(words).casefold()} if len(words) > 1 else set()
    return frozenset(revealing)


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
