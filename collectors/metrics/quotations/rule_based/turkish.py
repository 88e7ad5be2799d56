"""Turkish speech: what stands right behind the marks reports them, and a participle puts its speaker behind itself.

"«...» diyen müdür", "«...» iddiasında bulunan Vali X", "X, «...» eleştirisini yaptı", "X'in «...» sözleri".
"""

from __future__ import annotations

import re

from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.word_lists import word_set

_BEHIND_MARKS = word_set("tr.reported_speech.words_behind_marks")
#: A noun with the possessive of the third person and a case: "eleştirisini", "iddiasında", "sözleriyle", "sözleri".
_POSSESSED = re.compile(
    r"\w{2,}(?:[sş]?[ıiuü]n[ıiuüae]|[sş]?[ıiuü]nd[ae]|l[ae]r[ıi](?:n[ıiae]|yla|yle)?|[ıiuü]yl[ae])\Z"
)
_PARTICIPLE = re.compile(r"\w{1,}[ae]n\Z")
_NO_PARTICIPLES = word_set("tr.reported_speech.no_participles")
_FURTHEST = 4  # tokens between the marks and the participle
_LONGEST = 8  # tokens of the speaker behind it


def reports_marks(unit: Unit, index: int, speech: frozenset[int]) -> bool:
    """Whether a word stands right behind speech and says that it is some: "diye", "iddiasında".

    Args:
        unit: The sentence.
        index: The word's token.
        speech: The quoted stretches that are speech.
    """
    if index == 0 or unit.quote[index - 1] not in speech or unit.quote[index] in speech:
        return False
    low = unit.low[index]
    return low in _BEHIND_MARKS or _POSSESSED.match(low) is not None


def speaker_behind_participle(unit: Unit, verb: int, pack: LanguagePack) -> TokenRange | None:
    """Return the phrase behind the participle that reports the marks before it.

    Args:
        unit: The sentence.
        verb: The token of the word behind the marks.
        pack: The words of the language.

    Returns:
        The phrase's tokens up to a comma or the end of its name, None where no participle stands there.
    """
    stop = min(len(unit), verb + _FURTHEST)
    participles = (index for index in range(verb, stop) if unit.is_word(index))
    at = next((index for index in participles if _is_participle(unit.low[index])), None)
    if at is None or any(not unit.is_word(index) for index in range(verb, at)):
        return None
    first = end = at + 1
    while end < min(len(unit), first + _LONGEST) and unit.is_word(end) and unit.quote[end] < 0:
        if end > first and unit.is_capital(end - 1) and not unit.is_capital(end) and not pack.is_title(unit.low[end]):
            break
        end += 1
    return (first, end) if end > first else None


def _is_participle(low: str) -> bool:
    return _PARTICIPLE.match(low) is not None and low not in _NO_PARTICIPLES
