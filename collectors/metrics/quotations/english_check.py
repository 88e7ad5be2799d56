"""Decide whether a text is English: the trained tagger reads only English, other languages are read by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collectors.metrics.quotations.speakers.speaker_words import word_set

#: The commonest function words of English that are rare in other languages with Latin letters.
_ENGLISH = word_set(
    """
    the of and to that is was for with on it he she said as at by this have has had be are were not but they
    from his her their which who will would it's been if we you my an there what when after its i in
    """
)
#: Function words of the larger languages with Latin letters that English does not have.
_OTHER = word_set(
    """
    der die das und ist nicht ein eine den dem mit von zu le la les des et est une dans que qui pas pour el los
    las del en por con una il di che è per non un sono het een van niet dat op och att är inte som det jag w
    na się nie jest że z o não os uma com ve bir bu için si jsou se nous vous ont été avec sur sont mais raconte dit
    más pero como sus dijo según to są dla przez tego powiedział dit zei voor ook der auf für sich auch sagte so
    hanno sono alla ha detto della dei gli uma mais disse também
    """
)
_MARKS = re.compile("[’‘]")  # typographic apostrophes
_SAMPLE = 600


def is_english(words: Sequence[str]) -> bool:
    """Whether a text looks English, by function words.

    Args:
        words: The text's words in lower case; the first 600 are read.

    Returns:
        True for a text in Latin letters that is too short to tell; False for one without any word.
    """
    low = [word for word in words[:_SAMPLE] if word[0].isalpha()]
    if not low:
        return False
    if sum(map(str.isascii, low)) * 2 < len(low):
        return False
    english = sum(map(_ENGLISH.__contains__, low))
    other = sum(map(_OTHER.__contains__, low))
    if len(low) >= 25:
        return english >= 2 * other and english * 10 >= len(low)
    return (
        other + sum(not word.isascii() for word in low if not _MARKS.search(word)) <= english or other == english == 0
    )
