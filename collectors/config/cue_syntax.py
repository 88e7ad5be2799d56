"""What a word or phrase of a list may look like, so that a slip is named and not just never found.

Words with single spaces between them; a `*` at a word's end leaves the ending open, `...` stands for one to three
words, a comma or full stop behind a word allows it there.
"""

from __future__ import annotations

import re

#: Letters before a `*`: a shorter stem would take in half the dictionary.
SHORTEST_STEM = 3

_WORD = r"[^\W_](?:[\w.'’\-]*[^\W_])?\*?[.,]?"
_CUE = re.compile(rf"{_WORD}(?: (?:\.\.\.|{_WORD}))*")


def fault_of(cue: str) -> tuple[str, str] | None:
    """What is wrong with a cue, and the remedy; None where nothing is."""
    if not _CUE.fullmatch(cue):
        return f"{cue!r} is no cue", "write words, with * for an open ending and ... for a gap"
    if any(len(word) <= SHORTEST_STEM for word in cue.split() if word.endswith("*")):
        return f"the stem of {cue!r} is too short", f"write {SHORTEST_STEM} letters before the *"
    return None
