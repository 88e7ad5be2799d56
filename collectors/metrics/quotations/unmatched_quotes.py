"""Whole sentences in quotation marks that the trained models left out.

The models drop a quotation whose speaker they cannot tell, and miss some that stand alone. A whole sentence in marks
was said by somebody, so each stretch in marks that holds one and that no quotation covers is added, with the speaker
beside it ("...," wrote X; X: "..."), or as unattributed. Marks left open at the end of a paragraph continue in the next
paragraph, and both make one quotation.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import SAYING
from collectors.metrics.word_lists import word_set

_FEWEST = 3  # tokens, with the marks
_SPEECH_WORDS = 4  # words in marks; fewer may be a title or scare quotes
_NAME_WORDS = 10  # between the marks and the verb: "..., Karel Voss, a teacher in the town, wrote"
_SPEAKER_WORDS = 8
_ENDS = frozenset((".", "!", "?", "...", "…"))
_BREAKS = word_set("en.reported_speech.speaker_ends")
_STARTS = word_set("en.reported_speech.sentence_starts")
_NOT_SAYING = word_set("en.reported_speech.doubtful_verbs")
_PLAIN = SAYING - _NOT_SAYING | word_set("en.reported_speech.more_verbs_beside_marks")


def recover(doc: TokenizedText, kept: Seq[FoundQuotation], dropped: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """Return the kept quotations, with those in marks that none of them covers; the added contents overlap no other.

    Args:
        doc: The text.
        kept: The quotations so far.
        dropped: The quotations that were dropped; one of them is preferred where its content is in marks.
    """
    whole = list(kept)
    holder = {
        token: index
        for index, quotation in enumerate(whole)
        for content in quotation.contents
        for token in range(content.first, content.end)
    }
    second = {
        index: quotation
        for quotation in dropped
        for content in quotation.contents
        for index in range(content.first, content.end)
    }
    firsts = {first for first, _ in doc.sequences}
    for first, end in doc.ranges:
        if end - first < _FEWEST or not holder.keys().isdisjoint(range(first, end)):
            continue
        before = holder.get(first - 1, holder.get(first - 2)) if first in firsts else None
        if before is not None and doc.quotes[first - 1] == 1:  # marks left open at the end of the paragraph before
            found, place = (
                replace(whole[before], contents=(*whole[before].contents, Piece("T", "0", first, end))),
                before,
            )
            whole[before] = found
        else:
            one = _one(doc, first, end, second.get(first + 1))
            if one is None:
                continue
            place = len(whole)
            whole.append(
                _carried(doc, one, end, _before_paragraph(doc, whole, holder, first) if first in firsts else None)
            )
        holder.update(dict.fromkeys(range(first, end), place))
    return whole


def _before_paragraph(
    doc: TokenizedText, whole: Seq[FoundQuotation], holder: dict[int, int], opening: int
) -> FoundQuotation | None:
    """Return the last quotation of the paragraph before token `opening`, if it is direct."""
    first = _paragraph(doc, opening - 1)[0] if opening else opening
    place = next((holder[index] for index in range(opening - 1, first - 1, -1) if index in holder), None)
    return whole[place] if place is not None and _inside(doc, whole[place]) else None


def _carried(
    doc: TokenizedText, quotation: FoundQuotation, closed: int, before: FoundQuotation | None
) -> FoundQuotation:
    """Give a paragraph that is wholly in marks the speaker who was quoted in the paragraph before."""
    alone = closed >= len(doc.surfaces) or doc.paragraph[closed] != doc.paragraph[closed - 1]
    if quotation.speaker or quotation.cue or not alone or before is None:
        return quotation
    return replace(quotation, speaker=before.speaker, origin="float")


def _one(doc: TokenizedText, opening: int, closed: int, likely: FoundQuotation | None) -> FoundQuotation | None:
    """Return the quotation in the marks [opening, closed), None if it is not speech."""
    first, end = _paragraph(doc, opening)
    if likely and likely.near_cue and likely.speaker and _inside(doc, likely):
        return likely
    if not _opens(doc, opening, first):
        return None
    speaker, cue = _beside(doc, opening, closed, first, end)
    laid_out = cue is not None and doc.surfaces[cue.first] == ":" and speaker is not None
    if not laid_out and not (_sentence(doc, opening, closed) and (cue or _closes(doc, opening, closed))):
        return None
    return FoundQuotation(Sequence.of(doc, first, end, ()), cue, (Piece("T", "0", opening, closed),), speaker, "-")


def _paragraph(doc: TokenizedText, token: int) -> tuple[int, int]:
    """Return the sequence that holds a token."""
    low, high = 0, len(doc.sequences)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if doc.sequences[middle][0] <= token else (low, middle)
    return doc.sequences[low]


def _inside(doc: TokenizedText, quotation: FoundQuotation) -> bool:
    """Whether all words of the contents are in marks."""
    return all(
        doc.quotes[index] or not doc.word[index]
        for content in quotation.contents
        for index in range(content.first, content.end)
    )


def _last(doc: TokenizedText, closed: int) -> str:
    """Return the last token inside the marks that end before token `closed`."""
    return doc.surfaces[closed - 2 if doc.quotes[closed - 1] == 3 else closed - 1]


def _sentence(doc: TokenizedText, opening: int, closed: int) -> bool:
    """Whether the marks hold a whole sentence of some length, or end in the comma before "she said"."""
    last = _last(doc, closed)
    return (
        doc.surfaces[opening + 1][0].isupper()
        and sum(doc.word[opening:closed]) >= _SPEECH_WORDS
        and (last in _ENDS or last == ",")
    )


def _opens(doc: TokenizedText, opening: int, first: int) -> bool:
    """Whether the marks may open speech: after a paragraph's start, a sentence or quotation, a colon or a comma.

    Marks elsewhere inside a sentence may hold a title.
    """
    return (
        opening == first
        or doc.surfaces[opening - 1] in _ENDS
        or doc.surfaces[opening - 1] in (":", ",")
        or doc.quotes[opening - 1] == 3
    )


def _closes(doc: TokenizedText, opening: int, closed: int) -> bool:
    """Whether the sentence around the marks ends with them, and no comma comes before them."""
    return doc.surfaces[opening - 1] != "," and (
        closed >= len(doc.surfaces) or doc.sentences[closed] != doc.sentences[closed - 1] or doc.quotes[closed] == 2
    )


def _beside(
    doc: TokenizedText, opening: int, closed: int, first: int, end: int
) -> tuple[tuple[int, int] | None, Piece | None]:
    """Return the speaker and cue that touch the marks, after them or else before them."""
    if opening == first and opening and doc.surfaces[opening - 1] == ":":  # "Karel Voss wrote:" is the paragraph before
        first = _paragraph(doc, opening - 1)[0]
    return (_last(doc, closed) != "." and _after(doc, closed, end)) or _before(doc, opening, first) or (None, None)


_Side = tuple[tuple[int, int] | None, Piece | None] | None


def _after(doc: TokenizedText, closed: int, end: int) -> _Side:
    place = closed + (closed < end and doc.surfaces[closed] == ",")
    if place >= end or doc.quotes[place]:
        return None
    if doc.low[place] in _PLAIN or _uttered(doc, closed, place, end):  # "...," wrote Karel Voss
        after = place + 1
        while after < min(end, place + 1 + _SPEAKER_WORDS) and not doc.quotes[after] and doc.low[after] not in _BREAKS:
            after += 1
        return ((place + 1, after) if after > place + 1 else None), Piece("C", "", place, place + 1)
    if not _may_speak(doc, place):
        return None
    for index in range(place + 1, min(end, place + 1 + 2 * _NAME_WORDS)):  # "...," Karel Voss, a teacher, wrote
        if doc.quotes[index] or doc.surfaces[index] in _ENDS or doc.surfaces[index] == ":":
            return None
        if doc.low[index] in _PLAIN:
            stop = next((token for token in range(place, index) if doc.surfaces[token] == ","), index)
            return (place, stop), Piece("C", "", index, index + 1)
    return None


def _uttered(doc: TokenizedText, closed: int, place: int, end: int) -> bool:
    """Whether a verb in the past and a name follow the marks of an exclamation: "...!" sighed Ada Norris."""
    named = place + 1 < end and doc.shapes[place + 1] == 3 and doc.low[place].endswith("ed") and doc.shapes[place] == 2
    return named and _last(doc, closed) in ("!", "?", ",")


def _may_speak(doc: TokenizedText, place: int) -> bool:
    """Whether a speaker's words may begin here."""
    return doc.surfaces[place][0].isupper() or doc.low[place] in _STARTS


def _before(doc: TokenizedText, opening: int, first: int) -> _Side:
    place = opening - 1
    if place < first or doc.surfaces[place] not in (",", ":"):
        return None
    colon = doc.surfaces[place] == ":"
    place -= 1
    start = place
    while (
        start > first
        and start > place - _SPEAKER_WORDS
        and not doc.quotes[start - 1]
        and doc.surfaces[start - 1] not in (*_ENDS, ",", ";", ":")
    ):
        start -= 1
    if place < first or doc.quotes[place]:
        return None
    if doc.low[place] in _PLAIN and start < place and _may_speak(doc, start):  # Karel Voss wrote: "..."
        return (start, place), Piece("C", "", place, place + 1)
    named = all(doc.surfaces[index][0].isupper() for index in range(start, place + 1))
    starts = start == first or doc.surfaces[start - 1] in _ENDS or doc.quotes[start - 1] == 3
    if colon and named and starts and place - start < 4:  # Voss: "..."
        return (start, place + 1), Piece("C", "", place + 1, place + 2)
    return None
