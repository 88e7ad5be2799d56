"""Whether a first name is nearly always a man's or a woman's. The list `first_names.txt` names its sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PATH = Path(__file__).with_name("first_names.txt")


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _PATH.read_text(encoding="utf-8").splitlines():
        gender, colon, names = line.partition(": ")
        if colon and gender in ("f", "m"):
            found.update(dict.fromkeys(names.split(), gender))
    return found


def gender_of_first_name(name: str) -> str:
    """Return "m" or "f" for a first name that one sex bears eight times as often as the other, else ""."""
    low = name.lower().rstrip(".")
    return _names().get(low) or _names().get(low.split("-")[0], "")
