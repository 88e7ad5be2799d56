"""Many words looked for at once: each by itself is found faster than one regular expression with all of them.

A pattern of 40 words takes 50 µs on a class attribute, 40 times `in` take 2; pages have hundreds of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PLAIN = re.compile(r"[\w @:©-]+")


def any_of(pattern: str) -> Callable[[str], bool]:
    """A test whether one of the alternatives of a pattern stands in a text, without regard to case.

    The alternatives are split at each `|`, so none stands inside of a group; those that are words are looked for as
    such, the others as a regular expression.
    """
    parts = pattern.split("|")
    words = tuple(dict.fromkeys(p.lower() for p in parts if _PLAIN.fullmatch(p)))
    others = [p for p in parts if not _PLAIN.fullmatch(p)]
    rest = re.compile("|".join(others), re.I) if others else None

    def found(text: str) -> bool:
        low = text.lower()
        for word in words:  # a loop: any() would start a generator for each text
            if word in low:
                return True
        return rest is not None and rest.search(text) is not None

    return found
