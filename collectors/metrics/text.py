"""Words, sentences and paragraphs of news text: the only tokenizer of the project.

Every function takes the text as it is, returns `Span`s into it in linear time, and never raises on any string.
Readability, wording and quotations all count with these units, so their denominators agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.abbreviations import stop_ends
from collectors.metrics.sentence_limits import GLUED_STOP, in_brackets, list_items, lost_space
from collectors.model import Span

#: A word: letters and digits, joined inside by an apostrophe, hyphen or full stop ("don't", "door-to-door", "U.S",
#: "3.5"), with commas inside numbers ("10,000").
WORD = re.compile(rf"[^\W_]+(?:(?!{GLUED_STOP})[.'’\-‑][^\W_]+|(?<=\d),(?=\d{{3}}(?!\d))[^\W_]+)*")

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_ONE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")

#: Texts whose units are remembered: the title and the text of an article, which a dozen steps cut one after the other.
RECENT = 16

#: Lines broken at a fixed width (mail, plain-text files) have a width in this range.
NARROWEST, WIDEST = 40, 160

# A run of sentence-ending marks with the closing quotation marks and brackets that belong to it. French puts a space
# before the closing guillemet; German opens with the same sign and has no space after it.
_END = re.compile(r"[.?!…؟۔।。？！]+(?:[\"'”’»«›‹“)\]」』]|[ \u00a0\u202f]»(?![^\s.,;:]))*")


def words(text: str) -> list[Span]:
    """Return the words of a text in reading order."""
    return [Span(*match.span()) for match in WORD.finditer(text)]


def count_words(text: str) -> int:
    """Count the words of a text."""
    return sum(1 for _ in WORD.finditer(text))


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text without the white space around them.

    A paragraph is a line; lines broken at a fixed width belong together up to the next blank line.
    """
    return list(_paragraphs_of(text))


@lru_cache(maxsize=RECENT)
def _paragraphs_of(text: str) -> tuple[Span, ...]:
    return tuple(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[Span]:
    block: list[Span] = []
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if not bare:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        if block and not _ONE_BREAK.fullmatch(text[block[-1].end : start].strip(" \t")):
            yield from _joined(text, block)
            block = []
        block.append(Span(start, start + len(bare)))
    yield from _joined(text, block)


def _joined(text: str, lines: list[Span]) -> list[Span]:
    """Join lines without a blank line between them if they were broken at a fixed width.

    They were if no line but the last has room for the next line's first word. Two lines may fit that by chance, so at
    least three are needed.
    """
    width = max((end - start for start, end in lines), default=0)
    if len(lines) < 3 or not NARROWEST <= width <= WIDEST:
        return lines
    for line, following in pairwise(lines):
        word = text[following.start : following.end].split(None, 1)[0]
        if line.end - line.start + 1 + len(word) <= width:
            return lines
    return [Span(lines[0].start, lines[-1].end)]


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text.

    A sentence never crosses a paragraph and is never white space only. Together the sentences hold every character that
    is not white space.
    """
    return list(_sentences_in_all(text))


@lru_cache(maxsize=RECENT)
def _sentences_in_all(text: str) -> tuple[Span, ...]:
    return tuple(sentences_in(text, _paragraphs_of(text)))


def sentences_in(text: str, blocks: Iterable[Span]) -> list[Span]:
    """Return the sentences of these paragraphs of a text."""
    found: list[Span] = []
    for block in blocks:
        for begin, body, end in list_items(text, *block):
            found += _sentences_of(text, begin, body, end)
    return found


def _sentences_of(text: str, begin: int, body: int, end: int) -> Iterator[Span]:
    """Yield the sentences of text[begin:end]; marks inside text[begin:body], a list's marker, end no sentence."""
    for match in _END.finditer(text, body, end):
        stop = match.end()
        if stop >= end or not _ends_sentence(text, match.start(), stop, begin, end):
            continue
        if in_brackets(text, begin, stop, end):
            continue
        yield Span(begin, stop)
        begin = _skip_space(text, stop, end)
    if begin < end:
        yield Span(begin, end)


def _skip_space(text: str, place: int, end: int) -> int:
    while place < end and text[place].isspace():
        place += 1
    return place


def _ends_sentence(text: str, mark: int, stop: int, begin: int, end: int) -> bool:
    """Whether the marks text[mark:stop] close the sentence that began at `begin`."""
    if text[mark] in "。？！":
        return True
    after = _skip_space(text, stop, end)
    if after == stop and not lost_space(text, mark, stop):  # "3.5", "kyiv.example", "U.S.-led"
        return False
    following = _LETTERS.search(text, after, min(end, after + _REACH))
    # Where only marks follow ("...", a dash), they belong to this sentence. A lower-case word continues it after an
    # abbreviation, an ellipsis or a quoted question ("Why?" he asked).
    if following is None or following.group()[0].islower() or _in_speech(text, begin, after):
        return False
    if text[mark] != "." or text[mark:stop] != ".":  # "?", "...", or closing quotation marks
        return True
    single = following.end() - following.start() == 1 and text[following.end() : following.end() + 1] == "."
    if single and _is_initial(text, mark, begin):  # "J. R. Smith", "z. B."
        return False
    return stop_ends(text, mark, begin, following.group())


def _in_speech(text: str, begin: int, after: int) -> bool:
    """Whether a dash leads back into speech whose guillemet is open: "«Нет, — сказал он. — Мы против»."."""
    if text[after] not in "—–":
        return False
    return text.rfind("«", begin, after) > text.rfind("»", begin, after)


def _is_initial(text: str, mark: int, begin: int) -> bool:
    """Whether a single letter comes before the mark."""
    return mark > begin and text[mark - 1].isalpha() and (mark - 1 == begin or not text[mark - 2].isalnum())


# Long enough for any word that decides; a bound keeps the whole linear on text without spaces.
_REACH = 40
_LETTERS = re.compile(r"[^\W_]+")


# --- words with their punctuation, and quotation marks ------------------------------------------------------------

#: A token: a word without its clitic, a clitic ("’s", "'ll"), a run of full stops, a two-character quotation mark, or
#: one other mark. A full stop inside a word belongs to it ("U.S", "3.5"), the last one is a token of its own.
TOKEN = re.compile(
    r"''|``"
    rf"|[^\W_]+(?:(?!{GLUED_STOP})[.\-‑&/][^\W_]+)*(?:[’'](?!(?:[sS]|re|ve|ll|d|m)\b)[^\W_]+)*"
    r"|[’'](?:[sS]|re|ve|ll|d|m)\b"
    r"|\.{2,}|[^\w\s]|_"
)


def tokens(text: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Return the tokens of a text: every character that is not white space belongs to one.

    The places follow from the tokens' lengths, which takes a third of the time of asking each match.

    Returns:
        Surfaces, starts and ends, aligned. No token crosses a line.
    """
    surfaces = TOKEN.findall(text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    solid = np.flatnonzero(_SOLID.take(codes, mode="clip"))
    after = np.cumsum(np.fromiter(map(len, surfaces), dtype=np.int64, count=len(surfaces)))
    ends = solid.take(after - 1) + 1
    starts = solid.take(np.concatenate(([0], after[:-1]))) if surfaces else ends
    return surfaces, starts, ends


#: Whether a character is no white space, by its code point; none beyond this range is white space.
_SOLID = np.array([not chr(index).isspace() for index in range(0x3002)])


_MARK = re.compile(r"[“”„‟\"«»「」『』]|''|``|[‘’‚'‹›]")
_CLOSES = {
    "“": ("”",),
    "„": ("“", "”"),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«",),
    "「": ("」",),
    "『": ("』",),
    "``": ("''",),
}


def quoted(text: str) -> list[Span]:
    """Return the stretches inside quotation marks, with their marks, outermost only, in reading order.

    Reads “curly”, "straight", ``TeX'', „low“, «guillemets», 「corner」 and ‘single’ marks. Double marks left open
    run to the end of their paragraph, as in a quotation that continues in the next; single marks count only in pairs,
    because most are apostrophes. The time is linear: each mark is read once, and once more as the possible end of a
    single pair.
    """
    return list(_quoted_in_all(text))


@lru_cache(maxsize=RECENT)
def _quoted_in_all(text: str) -> tuple[Span, ...]:
    return tuple(quoted_in(text, _paragraphs_of(text)))


def quoted_in(text: str, blocks: Iterable[Span]) -> list[Span]:
    """Return the stretches inside quotation marks of these paragraphs of a text."""
    return [span for start, end in blocks for span in _quoted_line(text, start, end)]


def _quoted_line(text: str, start: int, end: int) -> Iterator[Span]:
    marks = list(_MARK.finditer(text, start, end))
    place, count = 0, len(marks)
    while place < count:
        match = marks[place]
        mark = match.group()
        place += 1
        if mark in "‘’‚'‹›":
            closing = _single_end(text, marks, place - 1, start, end)
            if closing:
                yield Span(match.start(), marks[closing].end())
                place = closing + 1
            continue
        if mark in ("”", "''") and not _opens(text, match.start(), match.end(), start, end):
            continue  # a closing mark without its opening one
        closers = _CLOSES.get(mark, (mark,))
        while place < count and not _closes(text, marks[place], closers, mark, start, end):
            place += 1
        yield Span(match.start(), marks[place].end() if place < count else end)
        place += 1


def _closes(text: str, match: re.Match[str], closers: tuple[str, ...], opener: str, start: int, end: int) -> bool:
    """Whether a mark ends the quotation that `opener` began."""
    mark = match.group()
    if mark in ('"', "''", "”") and (mark in closers or opener in '"“”'):
        # A straight mark closes unless it plainly opens a quotation inside: a space before, none after.
        return mark == "”" or not _opens(text, match.start(), match.end(), start, end) or match.end() >= end
    return mark in closers


def _opens(text: str, at: int, stop: int, start: int, end: int) -> bool:
    """Whether a mark of the same look at both ends opens: space, bracket or dash before it and none after."""
    before = at == start or text[at - 1].isspace() or text[at - 1] in "([{—–-"
    return before and stop < end and not text[stop].isspace()


_SINGLE_END = {"‘": "’'", "‚": "‘’", "‹": "›", "›": "‹", "’": "’", "'": "'"}


def _single_end(text: str, marks: list[re.Match[str]], place: int, start: int, end: int) -> int:
    """Return the index of the mark that ends the single quotation opened at marks[place]; 0 if none does.

    A closing ’ after an s and before a lower-case word may be a possessive ("the leaders’ plan"): it closes only if no
    better one follows. The search ends at the next opening single mark, so the whole stays linear.
    """
    opener = marks[place]
    if not _opens(text, opener.start(), opener.end(), start, end) or not text[opener.end()].isalnum():
        return 0
    fallback = 0
    for index in range(place + 1, min(len(marks), place + 40)):
        mark = marks[index]
        at, stop = mark.span()
        if mark.group() not in _SINGLE_END[opener.group()]:
            if mark.group() in "‘‚‹":
                break
            continue
        if text[at - 1].isspace() or (stop < end and text[stop].isalnum()):
            continue  # an apostrophe, or another opening
        possessive = text[at - 1] in "sS" and stop + 1 < end and text[stop].isspace() and text[stop + 1].islower()
        if not possessive:
            return index
        fallback = fallback or index
    return fallback
