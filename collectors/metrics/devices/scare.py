"""Scare quotes: a few words in quotation marks that are nobody's attributed speech.

Whose words a passage in marks is, the voice says: what a quotation claims is its speaker's. Of the rest only short
passages count, and not titles, nicknames, names, or words that the text says somebody uses ("what Moscow calls ...":
that is distancing, and has its own list).
"""

from __future__ import annotations

import re

from collectors.metrics.devices.ground import Ground
from collectors.metrics.text import WORD
from collectors.metrics.voice import SAYING
from collectors.model import Mark, Place, Span, Voice

#: Words inside the marks: up to here it is a name or a label, beyond a quotation that was not recognised.
MOST_WORDS = 5

#: Before the marks, these say that the words are a name, a title, or somebody's word for the thing.
_NAMES = re.compile(
    r"(?<![\w-])(?:call(?:s|ed|ing)?|dub(?:s|bed)|nam(?:es?|ed)|nicknamed|titled?|entitled|known|term(?:s|ed)?|label(?:s|led|ed)|"
    r"brand(?:s|ed)|describ(?:es?|ed|ing)|denounc(?:es?|ed|ing)|dismiss(?:es|ed|ing)|condemn(?:s|ed|ing)|"
    r"reject(?:s|ed|ing)|slam(?:s|med)|refer(?:s|red|ring)|words? for|phrases?|slogans?|motto|chant(?:s|ed|ing)|"
    r"code-?named|film|book|song|series|magazine|newspaper|channel)"
    r"(?:\W{1,3}\w{1,14}){0,3}\W{0,2}$",
    re.IGNORECASE,
)
#: Languages that set names of bodies and papers in quotation marks.
_NAMES_IN_MARKS = frozenset(("uk", "ru", "be", "bg", "pl"))
_BEFORE = 60
_MARKS = "\"'“”„‟«»‘’‚‹›「」『』`"
_ENDS = ".,!?…"


def scare(ground: Ground) -> list[Mark]:
    """The scare quotes of a title or text; the label is the concept they stand on. The span holds the marks."""
    said = ground.lead_end is None and not SAYING.isdisjoint(ground.lower)
    return [
        ground.mark("scare", ground.concept_at(*span), span, Voice.OWN)
        for span in ground.quoted
        if not said and _is_scare(ground, span)
    ]


def _is_scare(ground: Ground, span: Span) -> bool:
    text = ground.text
    words = [m.group() for m in WORD.finditer(text, *span)]
    if not 1 <= len(words) <= MOST_WORDS or max(map(len, words)) < 2 or not any(w.isalpha() for w in words):
        return False
    if ground.place_of(span.start) is Place.HEADLINE:
        if _colon(text, span):
            return False
    elif ground.voice_at(span.start + 1, span.end - 1) is not Voice.OWN:
        return False
    inside = text[span.start : span.end].strip(_MARKS)
    if inside[:1].isupper() and inside.rstrip()[-1:] in _ENDS:  # "She won.": a sentence, whoever said it
        return False
    before = text[max(0, span.start - _BEFORE) : span.start].rpartition("\n")[2]
    if _NAMES.search(before) or not SAYING.isdisjoint(word.lower() for word in before.split()[-2:]):
        return False
    return bool(ground.concept_at(*span)) or not _is_name(ground, words)


def _colon(text: str, span: Span) -> bool:
    """A headline that divides a quotation from its speaker: 'Sham': Kyiv on the vote."""
    before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
    return before.endswith((":", "–", "—")) or after.startswith((":", "–", "—", "- ")) or not (before or after)


def _is_name(ground: Ground, words: list[str]) -> bool:
    """Whether the passage looks like a title, a nickname or a name: all its longer words have capitals."""
    capitals = [w[0].isupper() for w in words if len(w) > 3 or len(words) == 1]
    return (bool(capitals) and all(capitals)) or (ground.language in _NAMES_IN_MARKS and words[0][0].isupper())
