r"""Normalisation of every text that comes in: one form for each character, and no invisible characters.

Pages, feeds, imported rows and the patterns of event files are all normalised, so that a word is the same sequence of
characters everywhere. In a German article with soft hyphens, which held "sham" 16 times, not one was found before.

- Letters are composed (Unicode normalisation form NFC).
- Characters without a shape are removed and leave no space: soft hyphens, zero-width spaces and joiners, direction
  marks, byte order marks, control characters.
- Line and paragraph separators become line feeds; other controls that mean white space become spaces. U+0080 to U+009F,
  which no text should contain, are read as Windows-1252 (`don\x92t`), as browsers do with such references.
- Lone surrogates, which no file and no database can hold, become U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# U+00AD soft hyphen, U+034F grapheme joiner, U+061C and U+200E-F and U+202A-E and U+2066-9 direction, U+180E and
# U+200B-D and U+2060-4 and U+FEFF zero width, U+FFF9-B annotation, U+FFFE-F no characters, U+E0001-7F tags.
_SHAPELESS = (
    "\x00-\x08\x0e-\x1b\x7f\x81\x8d\x8f\x90\x9d\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0001-\U000e007f"
)
_ODD = re.compile(f"[{_SHAPELESS}\x0b\x0c\x1c-\x1f\x80-\x9f\u2028\u2029\ud800-\udfff]")
#: Printable ASCII characters and white space, as bytes of UTF-8. Leaving them out first makes the search for odd
#: characters on a page of 160,000 characters four times as fast.
_USUAL = bytes([*range(0x20, 0x7F)]) + b"\t\n\r"
_REPLACED = {c: bytes([ord(c)]).decode("cp1252", "ignore") for c in map(chr, range(0x80, 0xA0))}
_REPLACED |= dict.fromkeys("\x0b\x0c\u2028\u2029", "\n") | dict.fromkeys("\x1c\x1d\x1e\x1f", " ")


def admit(text: str) -> str:
    """Normalise a text on its way in: compose it and remove characters that have no shape.

    Args:
        text: Any text; its line feeds and spaces stay as they are.

    Returns:
        The normalised text; the same object where nothing has to be changed, which is usual and costs one scan.
        Admitting a text twice changes nothing more.
    """
    rare = text.encode("utf-8", "surrogatepass").translate(None, _USUAL)
    if rare and _ODD.search(rare.decode("utf-8", "surrogatepass")):
        text = _ODD.sub(_replacement, text)
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= character <= "\udfff" else _REPLACED.get(character, "")


@dataclass(frozen=True, slots=True)
class GivenOffsets:
    """For each character of an admitted text, the span of the given text from which it was made.

    Attributes:
        starts: For each admitted character, the offset of the first given character.
        ends: For each admitted character, the offset behind the last given character.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Translate a span of the admitted text into the span of the given text from which it was made.

        Args:
            start: Offset of its first character in the admitted text.
            end: Offset behind its last character.

        Returns:
            Start and end in the given text, end exclusive; an empty span stays empty.
        """
        if not self.starts:
            return 0, 0
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return place, place
        return self.starts[start], self.ends[end - 1]


def given_offsets(text: str) -> GivenOffsets:
    """Work out how offsets into `admit(text)` map back to offsets into `text`.

    Streams need this when their rows refer to positions in the text as it was given.

    Args:
        text: The text as it was given.

    Returns:
        The mapping. Characters that were composed together, or from which something was removed, share one span.
    """
    starts: list[int] = []
    ends: list[int] = []
    for match in _cluster().finditer(text):
        first, last = match.span()
        admitted = admit(match.group())
        if admitted == match.group():
            starts.extend(range(first, last))
            ends.extend(range(first + 1, last + 1))
        else:  # composed, or with something removed: the parts cannot be told apart
            starts.extend([first] * len(admitted))
            ends.extend([last] * len(admitted))
    return GivenOffsets(tuple(starts), tuple(ends))


@lru_cache(maxsize=1)
def _cluster() -> re.Pattern[str]:
    """Match a character with all that may be composed with it: marks, and the vowels and finals of Korean syllables."""
    marks = [
        chr(code_point) for code_point in range(0x300, 0x20000) if unicodedata.category(chr(code_point)).startswith("M")
    ]
    return re.compile(f"[^{_SHAPELESS}][{_SHAPELESS}\u1160-\u11ff{''.join(marks)}]*|[{_SHAPELESS}]+", re.DOTALL)
