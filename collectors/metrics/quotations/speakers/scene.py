"""Where a text's sentences begin, what is in quotation marks, and which names are subjects of their sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from collectors.metrics.quotations.speakers.names import NAME_WORDS
from collectors.metrics.quotations.speakers.speaker_words import BODY_WORDS, ROLE_WORDS, TITLE_WORDS
from collectors.metrics.text import quoted, sentences
from collectors.metrics.word_lists import alternatives, word_set
from collectors.model import Span
from collectors.support.countries import country_mentions

_OFFICE_WORDS = word_set("en.people.words_inside_offices")
_CLAUSES = word_set("en.speaker_clauses.office_ends")
#: What follows a noun or an order, and no surname: "of" with a small letter ("Rell of the BBC"), an article, "down".
_BEHIND_COMMON = re.compile(
    rf" (?:of (?!the |an? )[a-z]|(?:{alternatives('en.speaker_clauses.common_determiners')}) [a-z]|"
    rf"(?:{alternatives('en.speaker_clauses.after_orders')})\b)"
)
_REACH = 160  # characters before a name that may decide whether it is a subject


class TextScene:
    """Sentences and quotation marks of one text, by character offsets.

    Args:
        text: The text.
        starts: The character at which each sentence begins, in order; with None they are found when needed.
        marked: The passages in quotation marks, in order; with None they are found when needed.
    """

    def __init__(self, text: str, starts: Sequence[int] | None = None, marked: Sequence[Span] | None = None) -> None:
        self.text = text
        self._starts = list(starts) if starts is not None else None
        self._marked = list(marked) if marked is not None else None

    def sentence_start(self, at: int) -> int:
        """Return where the sentence around a place begins."""
        starts = self._sentences()
        place = bisect_right(starts, at) - 1
        return starts[place] if place >= 0 else 0

    def sentence_index(self, at: int) -> int:
        """Return the number of the sentence around a place, -1 before the first."""
        return bisect_right(self._sentences(), at) - 1

    def start_of(self, index: int) -> int:
        """Return where the sentence with this number begins; the length of the text for numbers out of range."""
        starts = self._sentences()
        return starts[index] if 0 <= index < len(starts) else len(self.text)

    def _sentences(self) -> list[int]:
        if self._starts is None:
            self._starts = [span.start for span in sentences(self.text)]
        return self._starts

    def in_marks(self, at: int) -> bool:
        """Whether a place lies inside quotation marks."""
        if self._marked is None:
            self._marked = list(quoted(self.text))
        place = bisect_right(self._marked, at, key=lambda span: span.start) - 1
        return place >= 0 and at < self._marked[place].end

    def is_subject(self, at: int, end: int) -> bool:
        """Whether the name or noun phrase [at, end) is in the position of a subject.

        It follows the start of a sentence or clause, with at most an office in between, and is not a possessive.
        """
        if self.text[end : end + 2] in ("'s", "’s") or self.text[end : end + 1] == "’":
            return False
        tail = self.text[max(self.sentence_start(at), at - _REACH) : self.office_start(at)].rstrip()
        if not tail or tail[-1] in ',;:—–-.”"’)(“':
            return True
        words = NAME_WORDS.findall(tail[-20:])
        return bool(words) and words[-1].lower() in _CLAUSES

    def is_common_word(self, end: int) -> bool:
        """Whether what follows the capitalised word that ends here shows a noun or an order: "Scroll down"."""
        return _BEHIND_COMMON.match(self.text, end) is not None

    def office_start(self, at: int) -> int:
        """Return where the office before a name begins ("the former Latvian president | Egils Levits"), else `at`."""
        start = max(self.sentence_start(at), at - _REACH)
        for match in reversed(list(NAME_WORDS.finditer(self.text, start, at))):
            gap = self.text[match.end() : at]
            if (gap.strip() and gap != ". ") or not self._in_office(match.group()):
                break
            at = match.start()
        return at

    @staticmethod
    def _in_office(word: str) -> bool:
        low = word.lower().rstrip(".")
        known = low in ROLE_WORDS or low in TITLE_WORDS or low in _OFFICE_WORDS or low in BODY_WORDS
        if known and low not in ("and", "that"):
            return low != "said"
        return word[:1].isupper() and bool(country_mentions([word]))
