"""The syntax of words and phrases in lists, checked so that a slip is reported and does not just match nothing.

A cue is one or more words with single spaces between them. A `*` at a word's end leaves its ending open, `...` stands
for one to three words, and a comma or full stop after a word allows that sign there.
"""

from __future__ import annotations

import re

#: The fewest letters before a `*`: a shorter stem would match far too many words.
SHORTEST_STEM = 3

_WORD = r"[^\W_](?:[\w.'’\-]*[^\W_])?\*?[.,]?"
_CUE = re.compile(rf"{_WORD}(?: (?:\.\.\.|{_WORD}))*")


def fault_of(cue: str) -> tuple[str, str] | None:
    """Check the syntax of one cue.

    Returns:
        What is wrong and the remedy; None for a cue without a mistake.
    """
    if not _CUE.fullmatch(cue):
        return f"{cue!r} is no cue", "write words, with * for an open ending and ... for a gap"
    if any(len(word) <= SHORTEST_STEM for word in cue.split() if word.endswith("*")):
        return f"the stem of {cue!r} is too short", f"write {SHORTEST_STEM} letters before the *"
    return None
