"""Speech in quotation marks that the trained models left out: nobody doubts that a whole sentence in marks was said.

The models drop a quotation whose speaker they cannot tell, and miss some that stand alone. Here each stretch in marks
that holds a sentence and that no quotation covers is taken in, with the speaker that stands beside it ("...," wrote
X; X: "..."), or as unattributed. Marks left open at the end of a paragraph go on in the next, so they make one.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers.speaker_words import word_set
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import SAYING

_FEWEST = 3  # tokens, with the marks
_SPEECH_WORDS = 4  # in marks, fewer may be a title or a word held at arm's length
_NAME_WORDS = 10  # between the marks and the verb: "..., Karel Voss, a teacher in the town, wrote"
_SPEAKER_WORDS = 8
_ENDS = word_set(". ! ? ... …")
#: What ends a speaker's words after the verb: "wrote Karel Voss in a letter".
_BREAKS = word_set(
    "in on at by from to with as when while after before during who whom whose which that and but , . ; : ( )"
)
_STARTS = word_set("he she they i we it the a an one another some his her their")
#: Forms of verbs of saying that are more often something else beside a quotation.
_NOT_SAYING = word_set("say put read saying telling speaking to")
_PLAIN = SAYING - _NOT_SAYING | {"recited", "recites", "objected", "texted", "texts", "grumbled", "grumbles", "tweets"}


def recover(doc: TokenizedText, kept: Seq[FoundQuotation], dropped: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """The kept quotations and what stands in marks besides; contents never overlap."""
    whole = list(kept)
    holder = {t: i for i, f in enumerate(whole) for p in f.contents for t in range(p.first, p.end)}
    second = {t: f for f in dropped for p in f.contents for t in range(p.first, p.end)}
    firsts = {a for a, _ in doc.sequences}
    for a, b in doc.ranges:
        if b - a < _FEWEST or not holder.keys().isdisjoint(range(a, b)):
            continue
        before = holder.get(a - 1, holder.get(a - 2)) if a in firsts else None
        if before is not None and doc.quotes[a - 1] == 1:  # marks left open at the end of the paragraph before
            found, place = replace(whole[before], contents=(*whole[before].contents, Piece("T", "0", a, b))), before
            whole[before] = found
        else:
            one = _one(doc, a, b, second.get(a + 1))
            if one is None:
                continue
            place = len(whole)
            whole.append(_carried(doc, one, b, _before_paragraph(doc, whole, holder, a) if a in firsts else None))
        holder.update(dict.fromkeys(range(a, b), place))
    return whole


def _before_paragraph(
    doc: TokenizedText, whole: Seq[FoundQuotation], holder: dict[int, int], a: int
) -> FoundQuotation | None:
    """The last quotation of the paragraph before token `a`, if it is direct."""
    first = _paragraph(doc, a - 1)[0] if a else a
    place = next((holder[t] for t in range(a - 1, first - 1, -1) if t in holder), None)
    return whole[place] if place is not None and _inside(doc, whole[place]) else None


def _carried(doc: TokenizedText, f: FoundQuotation, b: int, before: FoundQuotation | None) -> FoundQuotation:
    """A paragraph all in marks goes on with the words of the speaker who was quoted in the one before."""
    alone = b >= len(doc.surfaces) or doc.paragraph[b] != doc.paragraph[b - 1]
    if f.speaker or f.cue or not alone or before is None:
        return f
    return replace(f, speaker=before.speaker, origin="float")


def _one(doc: TokenizedText, a: int, b: int, likely: FoundQuotation | None) -> FoundQuotation | None:
    """The quotation in the marks [a, b), if it is somebody's speech."""
    first, end = _paragraph(doc, a)
    if likely and likely.near_cue and likely.speaker and _inside(doc, likely):
        return likely
    if not _opens(doc, a, first):
        return None
    speaker, cue = _beside(doc, a, b, first, end)
    laid_out = cue is not None and doc.surfaces[cue.first] == ":" and speaker is not None
    if not laid_out and not (_sentence(doc, a, b) and (cue or _closes(doc, a, b))):
        return None
    return FoundQuotation(Sequence.of(doc, first, end, ()), cue, (Piece("T", "0", a, b),), speaker, "-")


def _paragraph(doc: TokenizedText, t: int) -> tuple[int, int]:
    """The sequence that holds token `t`."""
    low, high = 0, len(doc.sequences)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if doc.sequences[middle][0] <= t else (low, middle)
    return doc.sequences[low]


def _inside(doc: TokenizedText, f: FoundQuotation) -> bool:
    """Whether all words of its contents stand in marks."""
    return all(doc.quotes[t] or not doc.word[t] for p in f.contents for t in range(p.first, p.end))


def _last(doc: TokenizedText, b: int) -> str:
    """The mark or word at the end of what the marks before `b` hold."""
    return doc.surfaces[b - 2 if doc.quotes[b - 1] == 3 else b - 1]


def _sentence(doc: TokenizedText, a: int, b: int) -> bool:
    """Whether the marks hold a whole sentence of some length, or end in the comma before "she said"."""
    last = _last(doc, b)
    return doc.surfaces[a + 1][0].isupper() and sum(doc.word[a:b]) >= _SPEECH_WORDS and (last in _ENDS or last == ",")


def _opens(doc: TokenizedText, a: int, first: int) -> bool:
    """Whether the marks open after a paragraph's start, the end of a sentence or quotation, a colon or a comma: marks
    inside a sentence may hold a title."""
    return a == first or doc.surfaces[a - 1] in _ENDS or doc.surfaces[a - 1] in (":", ",") or doc.quotes[a - 1] == 3


def _closes(doc: TokenizedText, a: int, b: int) -> bool:
    """Whether the sentence around the marks ends with them, and began with them or a colon."""
    return doc.surfaces[a - 1] != "," and (
        b >= len(doc.surfaces) or doc.sentences[b] != doc.sentences[b - 1] or doc.quotes[b] == 2
    )


def _beside(doc: TokenizedText, a: int, b: int, first: int, end: int) -> tuple[tuple[int, int] | None, Piece | None]:
    """The speaker and cue that touch the marks: after them, else before them, in the same paragraph."""
    if a == first and a and doc.surfaces[a - 1] == ":":  # "Karel Voss wrote:" is the paragraph before
        first = _paragraph(doc, a - 1)[0]
    return (_last(doc, b) != "." and _after(doc, b, end)) or _before(doc, a, first) or (None, None)


_Side = tuple[tuple[int, int] | None, Piece | None] | None


def _after(doc: TokenizedText, b: int, end: int) -> _Side:
    i = b + (b < end and doc.surfaces[b] == ",")
    if i >= end or doc.quotes[i]:
        return None
    if doc.low[i] in _PLAIN or _uttered(doc, b, i, end):  # "...," wrote Karel Voss
        j = i + 1
        while j < min(end, i + 1 + _SPEAKER_WORDS) and not doc.quotes[j] and doc.low[j] not in _BREAKS:
            j += 1
        return ((i + 1, j) if j > i + 1 else None), Piece("C", "", i, i + 1)
    if not _may_speak(doc, i):
        return None
    for k in range(i + 1, min(end, i + 1 + 2 * _NAME_WORDS)):  # "...," Karel Voss, a teacher, wrote
        if doc.quotes[k] or doc.surfaces[k] in _ENDS or doc.surfaces[k] == ":":
            return None
        if doc.low[k] in _PLAIN:
            stop = next((j for j in range(i, k) if doc.surfaces[j] == ","), k)
            return (i, stop), Piece("C", "", k, k + 1)
    return None


def _uttered(doc: TokenizedText, b: int, i: int, end: int) -> bool:
    """Whether a verb in the past and a name follow the marks of an exclamation: "...!" sighed Ada Norris."""
    named = i + 1 < end and doc.shapes[i + 1] == 3 and doc.low[i].endswith("ed") and doc.shapes[i] == 2
    return named and _last(doc, b) in ("!", "?", ",")


def _may_speak(doc: TokenizedText, i: int) -> bool:
    """Whether a speaker's words may begin here."""
    return doc.surfaces[i][0].isupper() or doc.low[i] in _STARTS


def _before(doc: TokenizedText, a: int, first: int) -> _Side:
    i = a - 1
    if i < first or doc.surfaces[i] not in (",", ":"):
        return None
    colon = doc.surfaces[i] == ":"
    i -= 1
    k = i
    while (
        k > first
        and k > i - _SPEAKER_WORDS
        and not doc.quotes[k - 1]
        and doc.surfaces[k - 1] not in (*_ENDS, ",", ";", ":")
    ):
        k -= 1
    if i < first or doc.quotes[i]:
        return None
    if doc.low[i] in _PLAIN and k < i and _may_speak(doc, k):  # Karel Voss wrote: "..."
        return (k, i), Piece("C", "", i, i + 1)
    named = all(doc.surfaces[t][0].isupper() for t in range(k, i + 1))
    starts = k == first or doc.surfaces[k - 1] in _ENDS or doc.quotes[k - 1] == 3
    if colon and named and starts and i - k < 4:  # Voss: "..."
        return (k, i + 1), Piece("C", "", i + 1, i + 2)
    return None
