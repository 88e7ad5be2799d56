"""Paragraphs as the rules read them: tokens, quotation marks that may be nested, and units that keep marks together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collectors.metrics.text import paragraphs, sentences_in
from collectors.metrics.word_lists import alternatives, word_set
from collectors.model import Span

#: Elided articles and pronouns, pronouns that a hyphen ties to a verb, words, numbers, and single marks.
_TOKEN = re.compile(
    rf"(?:[ldnsjcmt]|{alternatives('mul.function_words.elided_before_apostrophe')})['’](?=[^\W\d_])"
    r"|-t-(?:ils?|elles?|on)\b|-(?:ils?|elles?|on|je)\b"
    r"|[^\W\d_]+(?:\.[^\W\d_]+)*(?:[-‑](?!t-(?:il|elle|on)|(?:ils?|elles?|on|je)\b)[^\W_]+|['’](?=[^\W\d_])[^\W\d_]+)*"
    r"|\d+(?:[.,:]\d+)*(?:[-‑][^\W\d_]+)*|[^\w\s]",
    re.IGNORECASE,
)
#: Dashes of dialogue, insertions and headlines; a hyphen stands for one in many newsrooms.
DASHES = frozenset("—–-")
SENTENCE_ENDS = frozenset(".!?…")
EDGE_MARKS = DASHES | SENTENCE_ENDS | frozenset(",;:")  # marks that a trimmed range leaves at its edges
#: Words between single marks, on one line; an apostrophe may stand inside a word, or before "s", "t", "n", "k".
_SINGLE_MARKS = re.compile(
    r"(?<![\w‘’'])[‘'](?!(?:s|t|n|k|m|er)\b)"
    r"(?P<inside>\w(?:[^‘’'\n]|[’'](?=\w)|(?<=\s)[’'](?=[stnkm]\b)){2,600})[’'](?!\w)"
)
_WORD_TOKEN = re.compile(r"-?[^\W_]")
_QUOTE_MARK = re.compile(r"[“”„‟\"«»]|''|``")
_CLOSED_BY = {"„": '“”"', "“": '”"', "‟": "”", "«": "»", "»": "«", '"': '"”“', "``": "''", "''": "''", "”": "”"}
_AFTER_SPEECH = re.compile(r"\s*[,.]?\s*[—–-]\s")
#: Behind speech: one mark may close two, as in "... "Нафтогазу", - наголошується в заяві".
_SAID_BEHIND = re.compile(r",\s*[—–-]\s+[^\W\d_]")
_BEFORE_OPENING = frozenset('([{—–-«„“/"')  # marks that a mark inside another may follow
_LONGEST_UNIT = 3_000  # characters; the longest sentence of real articles had 1,900
_CAPITAL_PARTICLES = word_set("mul.reported_speech.capital_particles")
_AT_START = frozenset('.!?…:"“”„«»')
_LONGEST_HEADING = 14  # tokens
_DEEPEST = 6  # marks inside marks
_LONGEST_ASIDE = 5  # tokens in brackets that are passed over
_LONGEST_NAME = 3  # words in marks that may be a name: «Газпром нефть»


#: The tokens [first, end) of a unit.
TokenRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch inside the outermost quotation marks: its span with the marks, and its number of words."""

    span: Span
    words: int


@dataclass(slots=True)
class Unit:
    """A sentence, or several that quotation marks hold together, as aligned lists with one entry per token.

    Attributes:
        span: The unit's characters in the text.
        surfaces: Each token as written.
        low: Each token in lower case, with straight apostrophes and without the hyphen of a tied pronoun.
        starts: Each token's offset in the text.
        ends: The offset behind each token.
        quote: The index into `quotes` of the stretch that holds the token, -1 outside marks.
        quotes: The quoted stretches that meet the unit.
    """

    span: Span
    surfaces: list[str]
    low: list[str]
    starts: list[int]
    ends: list[int]
    quote: list[int]
    quotes: list[Quoted]

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.surfaces)

    def is_word(self, index: int) -> bool:
        """Whether the token at `index` is a word or number."""
        return _WORD_TOKEN.match(self.surfaces[index]) is not None

    def is_capital(self, index: int) -> bool:
        """Whether the token at `index` begins with a capital letter."""
        return self.surfaces[index][0].isupper()

    def is_initial(self, index: int) -> bool:
        """Whether the token at `index` is the initial of a name: a capital letter with a full stop behind it."""
        if len(self.surfaces[index]) != 1 or not self.is_capital(index) or index + 1 >= len(self):
            return False
        return self.low[index + 1] == "." and self.starts[index + 1] == self.ends[index]

    def opens_name(self, index: int) -> bool:
        """Whether the token at `index` is a particle with a capital before a name: "zei Van Dalen"."""
        if not index or index + 1 >= len(self) or not (self.is_capital(index) and self.is_capital(index + 1)):
            return False
        return self.low[index] in _CAPITAL_PARTICLES and self.low[index - 1] not in _AT_START

    def text_span(self, first: int, end: int) -> Span:
        """Return the span of characters of the tokens [first, end)."""
        return Span(self.starts[first], self.ends[end - 1])


def is_heading(units: Sequence[Unit]) -> bool:
    """Return whether a paragraph is a heading: one short line that no full stop ends.

    Args:
        units: The sentences of the paragraph.
    """
    return len(units) == 1 and len(units[0]) <= _LONGEST_HEADING and units[0].is_word(len(units[0]) - 1)


def nested_quotes(text: str, start: int, end: int) -> list[Quoted]:
    """Find the outermost quoted stretches of text[start:end], in linear time.

    Marks of one kind inside another are told apart. A stretch that is never closed ends at the last closing mark before
    a dash, else at `end`.

    Args:
        text: The whole text.
        start: Offset of the paragraph.
        end: Offset behind the paragraph.
    """
    found: list[Span] = []
    stack: list[str] = []
    opened = last_close = start
    for match in _QUOTE_MARK.finditer(text, start, end):
        mark = match.group()
        if stack and _is_closing(text, match, stack, end):
            closers = [index for index, opener in enumerate(stack) if mark in _CLOSED_BY[opener]]
            outermost = len(stack) > 1 and _SAID_BEHIND.match(text, match.end(), end)
            del stack[(closers[0] if outermost else closers[-1]) if closers else 0 :]
            last_close = match.end()
            if not stack:
                found.append(Span(opened, match.end()))
        elif _is_opening(text, match, bool(stack), start, end):
            if not stack:
                opened = last_close = match.start()
            if len(stack) < _DEEPEST:
                stack.append(mark)
    if stack:
        stop = last_close if last_close > opened and _AFTER_SPEECH.match(text, last_close) else end
        found.append(Span(opened, stop))
    return [
        Quoted(span, sum(1 for _ in re.finditer(r"[^\W_]+(?:[-'’.][^\W_]+)*", text[span.start : span.end])))
        for span in found
    ]


def _is_closing(text: str, match: re.Match[str], stack: list[str], end: int) -> bool:
    """Whether a mark closes an open stretch: it fits an opener, and a straight mark follows a word."""
    mark = match.group()
    if not any(mark in _CLOSED_BY[opener] for opener in stack):
        return False
    if mark in ('"', "''") or (mark == "“" and stack[-1] != "„"):
        before = text[match.start() - 1]
        opens = before.isspace() or before in _BEFORE_OPENING
        return not (opens and match.end() < end and text[match.end()].isalnum())
    return True


def _is_opening(text: str, match: re.Match[str], inside: bool, start: int, end: int) -> bool:
    """Whether a mark can open: something follows it without a space."""
    mark = match.group()
    if match.end() >= end:
        return False
    if mark in "„‟«“``" and not (mark == "«" and inside and text[match.end()].isspace()):
        return True
    before = text[match.start() - 1] if match.start() > start else " "
    return (before.isspace() or before in _BEFORE_OPENING) and not text[match.end()].isspace()


def with_double_marks(text: str) -> str:
    """Write single quotation marks as double ones, character by character, so that offsets stay.

    Apostrophes ("foto's", "'s avonds") are left. Languages that quote in single marks need this (Dutch).

    Args:
        text: Any string.
    """
    return _SINGLE_MARKS.sub(lambda match: f"“{match['inside']}”", text)


def units_of(text: str, shortened: frozenset[str] = frozenset()) -> Iterator[list[Unit]]:
    """Yield the paragraphs of a text, each as its units in reading order.

    Args:
        text: The text.
        shortened: Offices and forms of address that are written short, in lower case. The full stop behind one of
            them is left out of the tokens, so that "gen. X" reads as "generał X".
    """
    for start, end in paragraphs(text):
        quotes = nested_quotes(text, start, end)
        starts = [quote.span.start for quote in quotes]
        pieces: list[Span] = []
        for sentence in sentences_in(text, [Span(start, end)]):
            if pieces and _torn(quotes, starts, sentence.start):
                pieces[-1] = Span(pieces[-1].start, sentence.end)
            else:
                pieces.append(sentence)
        short = [part for piece in pieces for part in _cut_long(text, piece)]
        yield [_without_stops(_unit(text, piece, quotes, starts), shortened) for piece in short]


def _cut_long(text: str, piece: Span) -> Iterator[Span]:
    """Cut a piece at spaces into parts of at most _LONGEST_UNIT characters.

    The time spent on a unit may grow with the square of its length.
    """
    start = piece.start
    while piece.end - start > _LONGEST_UNIT:
        space = text.rfind(" ", start + _LONGEST_UNIT // 2, start + _LONGEST_UNIT)
        stop = space + 1 if space > 0 else start + _LONGEST_UNIT
        yield Span(start, stop)
        start = stop
    yield Span(start, piece.end)


def _torn(quotes: list[Quoted], starts: list[int], position: int) -> bool:
    index = bisect_right(starts, position) - 1
    return index >= 0 and quotes[index].span.start < position < quotes[index].span.end


def _unit(text: str, piece: Span, quotes: list[Quoted], starts: list[int]) -> Unit:
    first = max(0, bisect_right(starts, piece.start) - 1)
    inside = [
        quote
        for quote in quotes[first : bisect_right(starts, piece.end)]
        if quote.span.end > piece.start and quote.span.start < piece.end
    ]
    unit = Unit(piece, [], [], [], [], [], inside)
    index = 0
    for match in _TOKEN.finditer(text, *piece):
        while index < len(inside) and inside[index].span.end <= match.start():
            index += 1
        unit.surfaces.append(match.group())
        low = match.group().lower().replace("’", "'")
        unit.low.append(low if len(low) == 1 else low.lstrip("-").removeprefix("t-") or "-")
        unit.starts.append(match.start())
        unit.ends.append(match.end())
        unit.quote.append(index if index < len(inside) and inside[index].span.start <= match.start() else -1)
    return _without_asides(unit)


def _without_asides(unit: Unit) -> Unit:
    """Remove short brackets such as "(SPD)", which separate no clauses, from a unit; text spans still include them."""
    kept: list[int] = []
    index = 0
    while index < len(unit):
        close = _closing_bracket(unit, index) if unit.low[index] == "(" else 0
        if close:
            index = close + 1
        else:
            kept.append(index)
            index += 1
    return _only(unit, kept)


def _without_stops(unit: Unit, shortened: frozenset[str]) -> Unit:
    """Remove the full stops behind shortened offices that another word follows: "prof. dr. hab. X", "ген.-лейт. X"."""
    dropped: set[int] = set()
    for index in range(len(unit) - 2):
        if unit.low[index] in shortened and unit.low[index + 1] == "." and unit.starts[index + 1] == unit.ends[index]:
            joined = unit.low[index + 2] in "-‑" and index + 3 < len(unit) and unit.low[index + 3] in shortened
            if joined or unit.is_word(index + 2):
                dropped.update((index + 1, index + 2) if joined else (index + 1,))
    return _only(unit, [index for index in range(len(unit)) if index not in dropped])


def _only(unit: Unit, kept: list[int]) -> Unit:
    """Return a unit with only the tokens of some indices."""
    if len(kept) == len(unit):
        return unit
    columns = (unit.surfaces, unit.low)
    surfaces, low = ([column[index] for index in kept] for column in columns)
    starts, ends, quote = ([column[index] for index in kept] for column in (unit.starts, unit.ends, unit.quote))
    return Unit(unit.span, surfaces, low, starts, ends, quote, unit.quotes)


def _closing_bracket(unit: Unit, opened: int) -> int:
    """Return the token that closes a bracket of at most five tokens; 0 where none does."""
    for index in range(opened + 1, min(len(unit), opened + _LONGEST_ASIDE + 2)):
        if unit.low[index] == ")":
            return index if index < len(unit) - 1 else 0
    return 0


def is_name_like(quoted: Quoted) -> bool:
    """Whether quotation marks may hold a name rather than speech: at most three words."""
    return quoted.words <= _LONGEST_NAME


def trimmed(unit: Unit, first: int, end: int) -> TokenRange | None:
    """Return the range [first, end) without the marks at its edges; None where no word is left."""
    while first < end and unit.quote[first] < 0 and unit.low[first] in EDGE_MARKS:
        first += 1
    while end > first and unit.quote[end - 1] < 0 and unit.low[end - 1] in EDGE_MARKS:
        end -= 1
    return (first, end) if any(unit.is_word(index) for index in range(first, end)) else None
