"""Sentence boundaries that a full stop alone does not show: lost spaces, lists, brackets."""

from __future__ import annotations

import re

_LOWER, _UPPER = "a-zß-öø-ÿа-яёєіїґ", "A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐ"

#: A full stop after which the space between two sentences is missing ("on Friday.The firm", "in 2017.The firm"), but
#: not in "Ph.D", "U.S" or the name of a site ("Booking.Com").
GLUED_STOP = (
    rf"\.(?:(?<=[{_LOWER}][{_LOWER}]\.)|(?<=\d\d\d\.))(?=[{_UPPER}][{_LOWER}])"
    r"(?!(?:Com|Org|Net|Info|Gov|Edu|Ru|Ua|Uk|De|Fr|Pl|Eu|Io|Js|Tv)(?![^\W_]))"
)

_GLUED_STOP = re.compile(GLUED_STOP)
_AFTER_MARKS = re.compile(rf"[{_UPPER}][{_LOWER}]|[{_UPPER}] ")
_ADDRESS = re.compile(r"[/@\\]|www\.")
_REACH = 40  # characters around a stop that may belong to an address
_LONGEST_BRACKET = 300  # characters
_MARKER = re.compile(r"([•⁃‣▪]?)\s*(?:(\d{1,3})|([a-z]))(\.\)|[.)])\s+(?=\S)")


def lost_space(text: str, mark: int, stop: int) -> bool:
    """Whether a sentence ends at a stop that no space follows: "on Friday.The firm", "“a sham.”The firm".

    Args:
        text: The whole text.
        mark: Offset of the stop.
        stop: Offset behind the stop and the closing marks that belong to it.
    """
    if text[mark] != ".":
        return False
    first = max(text.rfind(space, max(0, mark - _REACH), mark) for space in " \n\t") + 1
    if _ADDRESS.search(text, max(first, mark - _REACH), mark) or _ADDRESS.search(text, stop, stop + 1):
        return False
    chunk = text[stop : stop + _REACH].split(None, 1)
    if chunk and _ADDRESS.search(chunk[0]):
        return False
    if stop - mark == 1:
        return _GLUED_STOP.match(text, mark) is not None
    return text[stop - 1] in '"”»“' and _AFTER_MARKS.match(text, stop) is not None


def list_items(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Split a list that is written in one paragraph into its items: "1.) The first 2.) The second".

    Args:
        text: The whole text.
        start: Offset of the paragraph.
        end: Offset behind it.

    Returns:
        For each item the offsets of its marker, of its words and of its end. A paragraph that begins with no marker is
        one item whose marker and words both begin at `start`.
    """
    marker = _MARKER.match(text, start, end)
    if marker is None:
        return [(start, start, end)]
    bullet, number, letter, close = marker.groups()
    found = [(start, marker.end())]
    following = int(number) if number else ord(letter)
    counts_up = bool(bullet) or following == (1 if number else ord("a"))
    while counts_up and (number or following < ord("z")):
        following += 1
        name = str(following) if number else chr(following)
        sought = re.compile(rf"(?<=\s){bullet}\s*{name}{re.escape(close)}\s+(?=\S)")
        then = sought.search(text, found[-1][1], end)
        if then is None:
            break
        found.append(then.span())
    ends = [_without_space(text, begin) for begin, _ in found[1:]] + [end]
    return [(begin, words, stop) for (begin, words), stop in zip(found, ends, strict=True)]


def _without_space(text: str, end: int) -> int:
    while text[end - 1].isspace():
        end -= 1
    return end


def in_brackets(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether a stop is in brackets after which the sentence continues: "The vote (Kyiv objects. So do we.) ended.".

    Args:
        text: The whole text.
        begin: Offset of the sentence's first character.
        stop: Offset behind the stop and its closing marks.
        end: Offset behind the paragraph.
    """
    opened = text.rfind("(", max(begin + 1, stop - _LONGEST_BRACKET), stop)
    if opened < 0 or text.find(")", opened, stop) >= 0:
        return False
    closed = text.find(")", stop, min(end, stop + _LONGEST_BRACKET))
    rest = text[closed + 1 : closed + 3].strip() if closed >= 0 else ""
    return rest[:1].islower()
