"""Plain reports that the trained models left without content: "the exiled mayor told the BBC that ...".

The tagger sees a verb of saying and often its speaker, but finds no content whose words it knows. Where the sentence
leaves no doubt, the content is its rest after the verb, or what stands before the speaker: "..., officials said."
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import PRONOUNS, Sequence
from collectors.metrics.quotations.predicates import refuses
from collectors.metrics.quotations.speakers.names import describes
from collectors.metrics.quotations.speakers.speaker_words import (
    BODY_WORDS,
    PEOPLE_WORDS,
    PLACES,
    ROLE_WORDS,
    word_set,
)
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import SAYING

#: Verbs that report what follows them whatever it is; those of more senses ("stated", "held") only as labelled cues.
_PLAIN = word_set(
    "said says say told claimed claims warned warns insisted insists announced confirmed reported added adds tweeted "
    "believes believe maintains argued argues declared stressed admitted acknowledged alleged wrote assured recounted "
    "predicted accused promised recalled explained noted"
)
_PASSIVE = word_set("is are was were be been being")
_TO_SOMEBODY = word_set("told tell tells informed assured reminded warned")
_HEARERS = word_set("him her them us me reporters journalists lawmakers parliament viewers supporters")
_ADVERBS = word_set("also later then earlier again repeatedly previously has have had recently now still")
_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow earlier later recently"
)
#: What cannot begin a content: a phrase on place or time, or a noun the verb governs.
_NOT_CONTENT = word_set("on in at to by for during after before with of about from as , . : ; so it) much little")
_RELATIVE = word_set("who whose whom which speaking citing quoting asking requesting")
_JOINS = word_set("and but while as when because although though that if so whereas or")
_SUBJECT = 8  # tokens of a speaker up to its first comma
_CLAUSE = 30  # tokens of a speaker with its relative clauses
_REACH = 14  # tokens between a verb and its "that"
_FEWEST = 3  # words of a content


def reports(
    doc: TokenizedText, parts: Iterable[Sequence], found: Seq[FoundQuotation], dropped: Seq[FoundQuotation]
) -> list[FoundQuotation]:
    """The found quotations, those of verbs of saying that have none, and dropped contents beside such a verb."""
    whole = [_trimmed(doc, _set_right(doc, f)) for f in found]
    got = [f for f in whole if f.contents]
    taken = {t for f in got for p in f.contents for t in range(p.first, p.end)}
    used = {f.cue.first for f in whole if f.cue}
    for s in parts:
        for c in s.cues:
            if c.first in used or c.first in taken or doc.quotes[c.first] or refuses(doc.low[c.first : c.end]):
                continue
            one = _report(_Clause(doc, s, taken), c)
            if one:
                got.append(one)
                taken.update(range(one.contents[0].first, one.contents[0].end))
    for f in dropped:
        again = _beside_verb(doc, f, taken)
        if again:
            got.append(again)
            taken.update(range(again.contents[0].first, again.contents[0].end))
    return got


def _beside_verb(doc: TokenizedText, f: FoundQuotation, taken: set[int]) -> FoundQuotation | None:
    """A dropped content without a cue that a speaker and a plain verb of saying go with: "..., the agency reported"."""
    x = f.contents[0]
    if f.cue or len(f.contents) > 1 or doc.quotes[x.first] or not taken.isdisjoint(range(x.first, x.end)):
        return None
    for t in range(x.end + 2, min(f.sequence.end, x.end + 2 + _SUBJECT)):
        if doc.low[t] in _PLAIN and doc.surfaces[x.end] == ",":
            clause, c = _Clause(doc, f.sequence, taken), Piece("C", "", t, t + 1)
            a, b = clause.bounds(c)
            ends = b - c.end <= 4 or doc.surfaces[c.end] == ","
            if ends and a <= x.first and _subject(doc, x.end + 1, t, comma=False):
                return replace(f, cue=c, speaker=(x.end + 1, t))
            return None
    return None


def _set_right(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation without a content that is none, and with the speaker that stands in or beside that content."""
    c, x = f.near_cue, f.contents[0]
    if f.cue and _ANONYMOUS & set(doc.low[x.first : x.end]) and _ASKING & set(doc.low[f.cue.first : f.cue.end]):
        return replace(f, contents=f.contents[1:])  # a wish not to be named describes a source
    if c and doc.low[c.first] == "asked" and _opens(doc, f.sequence, c.first) and x.first >= c.end:
        return replace(f, speaker=None)  # "Asked whether ..., she replied": the question is not hers
    if f.speaker and _describes_speaker(doc, f, x):
        return replace(f, contents=f.contents[1:], speaker=(x.first, f.speaker[1]))
    if c and x.end + 1 == c.first and doc.surfaces[x.end] == "," and not any(doc.quotes[x.first : x.end]):
        return _with_speaker_inside(doc, f, x)
    return _with_main_clause(doc, f) if f.speaker else f


def _with_speaker_inside(doc: TokenizedText, f: FoundQuotation, x: Piece) -> FoundQuotation:
    """A quotation whose content right before the cue holds its speaker: all of it is the speaker ("A senior official,
    who asked not to be named, said ..."), or its end ("..., the council's head, Iryna Lozova, told")."""
    relative = set(doc.low[x.first : x.first + _SUBJECT]) & _RELATIVE
    comma = f.speaker[0] - 1 if f.speaker else -1
    described = x.first < comma < x.end and len(f.contents) > 1 and describes(doc.surfaces[x.first : comma])
    if _opens(doc, f.sequence, x.first) and (described or (relative and _subject(doc, x.first, x.end, comma=True))):
        return replace(f, contents=f.contents[1:], speaker=(x.first, x.end), origin="S")
    if comma > x.first + _FEWEST and comma < x.end and doc.surfaces[comma] == ",":
        return replace(f, contents=(x._replace(end=comma), *f.contents[1:]), speaker=(comma + 1, x.end))
    return f


def _with_main_clause(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A speaker inside a relative clause before the cue ("officials in Kherson, where a third has fled, say"), with the
    subject that the clause belongs to."""
    first, end = f.speaker or (0, 0)
    c, s = f.near_cue, f.sequence
    inside = c is not None and first - 2 > s.first and end <= c.first <= end + 1 and doc.surfaces[first - 2] == ","
    if (
        not inside
        or doc.low[first - 1] not in ("where", "whose", "which")
        or doc.surfaces[c.first - 1 if c else 0] != ","
    ):
        return f
    start = first - 2
    while start > s.first and doc.word[start - 1] and doc.sentences[start - 1] == doc.sentences[first]:
        start -= 1
    whole = _opens(doc, s, start) and first - 2 - start <= _SUBJECT and describes(doc.surfaces[start : first - 2])
    return replace(f, speaker=(start, end)) if whole and not any(doc.quotes[start:first]) else f


def _describes_speaker(doc: TokenizedText, f: FoundQuotation, x: Piece) -> bool:
    """Whether a content is who the speaker is: "A spokeswoman for the council, | Adrienne Watt, | said ..."."""
    after = f.speaker is not None and x.end + 1 == f.speaker[0] and doc.surfaces[x.end] == ","
    plain = len(f.contents) > 1 and _opens(doc, f.sequence, x.first) and not any(doc.quotes[x.first : x.end])
    return after and plain and x.end - x.first <= _CLAUSE and describes(doc.surfaces[x.first : x.end])


def _trimmed(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation whose content after the cue begins with where or to whom it was said ("on Telegram that ...", "the
    agency: “...”"), without that."""
    c = f.near_cue
    x = next((x for x in f.contents if c and x.first == c.end), None)
    if x is None or doc.quotes[x.first]:
        return f
    stop = min(x.end, x.first + _HEARER)
    start = next((t for t in range(x.first, stop) if doc.quotes[t] or doc.low[t] in (":", ",", "that")), stop)
    colon = start + 1 < x.end and doc.low[start] == ":" and doc.quotes[start + 1] == 2
    place = doc.low[c.end - 1] in _WHERE or doc.low[x.first] in _WHERE if c else False
    that = start < stop and doc.low[start] == "that" and place and start > x.first
    if not (colon or that) or x.end - start <= _FEWEST:
        return f
    return replace(f, contents=tuple(y._replace(first=start + colon) if y is x else y for y in f.contents))


_HEARER = 9  # tokens of where or to whom something is said
_WHERE = word_set("on in at to via by during through from")


def _opens(doc: TokenizedText, s: Sequence, t: int) -> bool:
    """Whether a token is the first of its sentence."""
    return t == s.first or doc.sentences[t - 1] != doc.sentences[t]


_ASKING = word_set("asked asking requested insisted declined refused wanted")
_ANONYMOUS = word_set("anonymity anonymous anonymously named identified withheld name surname")


class _Clause:
    """A sentence around a cue, and which of its tokens other pieces hold."""

    def __init__(self, doc: TokenizedText, s: Sequence, taken: set[int]) -> None:
        self.doc, self.sequence, self.taken = doc, s, taken

    def bounds(self, c: Piece) -> tuple[int, int]:
        """The first and the end token of the cue's sentence."""
        doc, s = self.doc, self.sequence
        n = doc.sentences[c.first]
        a, b = c.first, c.end
        while a > s.first and doc.sentences[a - 1] == n:
            a -= 1
        while b < s.end and doc.sentences[b] == n:
            b += 1
        return a, b


def _report(clause: _Clause, c: Piece) -> FoundQuotation | None:
    a, b = clause.bounds(c)
    speaker = _speaker(clause, c, a)
    if speaker is None:
        return None
    content = _after(clause, c, b) or _before(clause, c, a, b, speaker)
    if content is None:
        return None
    return FoundQuotation(clause.sequence, c, (content,), speaker, "S")


def _speaker(clause: _Clause, c: Piece, a: int) -> tuple[int, int] | None:
    """The subject before the cue: a labelled speaker that touches it, or a phrase from the clause's start."""
    doc, end = clause.doc, c.first
    while end > a and doc.low[end - 1] in _ADVERBS:
        end -= 1
    for x in clause.sequence.speakers:
        if x.end in (end, end - 1) and doc.surfaces[end - 1] != ".":
            return x.first, x.end
    comma = end > a and doc.surfaces[end - 1] == ","
    stop = end - comma
    first = stop
    while first > max(a, stop - _CLAUSE) and first - 1 not in clause.taken and not doc.quotes[first - 1]:
        if doc.low[first - 1] in _JOINS and not comma:
            break
        first -= 1
    return (first, stop) if first < stop and _subject(doc, first, stop, comma) else None


def _subject(doc: TokenizedText, first: int, stop: int, comma: bool) -> bool:
    """Whether tokens are a speaker: a name, a body, people; a relative clause or apposition only before a comma."""
    low = doc.low[first:stop]
    head = low.index(",") if "," in low else len(low)
    if head == 0 or head > _SUBJECT or (head < len(low)) != comma:
        return False
    if head < len(low) and low[head + 1] not in _RELATIVE and low[head + 1] not in ("a", "an", "the"):
        return False
    if head == 1 and low[0] in PRONOUNS:
        return True
    shapes = doc.shapes[first : first + head]
    words = doc.low[first : first + head]
    known = words[-1] in PEOPLE_WORDS or words[-1] in BODY_WORDS or words[-1] in ROLE_WORDS or words[-1] in PLACES
    return known or (shapes[-1] in (3, 4) and all(doc.word[first : first + head]))


def _after(clause: _Clause, c: Piece, b: int) -> Piece | None:
    """The rest of the sentence after the cue."""
    doc, i = clause.doc, c.end
    verbs = set(doc.low[c.first : c.end])
    if verbs & _PASSIVE or not verbs & SAYING:
        return None
    stop = next((t for t in range(i, b) if t in clause.taken or doc.low[t] == ";"), b)
    that = next((t for t in range(i, min(stop, i + _REACH)) if doc.low[t] == "that"), None)
    if that is not None and not any(doc.low[t] in (",", "and", "but") or doc.quotes[t] for t in range(i, that)):
        i = that
    else:
        i = _start(doc, c, stop) if verbs & _PLAIN else -1
    while stop > i and not doc.word[stop - 1] and not doc.quotes[stop - 1]:
        stop -= 1
    if i < 0 or sum(doc.word[i:stop]) < _FEWEST:
        return None
    return Piece("T", "<", i, stop)


def _start(doc: TokenizedText, c: Piece, stop: int) -> int:
    """Where a content without "that" begins, -1 where the words after the cue are none."""
    i = c.end
    if i < stop and doc.low[i] in _DAYS:
        i += 1
    elif i + 1 < stop and doc.low[i] == "on" and doc.low[i + 1] in _DAYS:
        i += 2
    if doc.low[c.end - 1] in _TO_SOMEBODY:
        heard = _hearer(doc, i, stop)
        if heard == i and doc.low[c.end - 1] != "warned":
            return -1
        i = heard
    return -1 if i >= stop or doc.low[i] in _NOT_CONTENT or doc.quotes[i] else i


def _hearer(doc: TokenizedText, i: int, stop: int) -> int:
    """The end of whom something is told, `i` if that is not plain: "reporters", "the paper", "the BBC"."""
    if i < stop and doc.low[i] in _HEARERS:
        return i + 1
    k = i + (i < stop and doc.low[i] == "the")
    end = k
    while end < stop and doc.shapes[end] in (3, 4):
        end += 1
    if end == k and k > i and k < stop and doc.low[k] in BODY_WORDS | {"paper", "magazine"}:
        end += 1
    return end if end > k and end < stop and doc.low[end] in _CONTENT_STARTS else i


_CONTENT_STARTS = word_set("the a an he she it they we i there his her their its this these those no some many")


def _before(clause: _Clause, c: Piece, a: int, b: int, speaker: tuple[int, int]) -> Piece | None:
    """What stands before ", officials said." at the end of a sentence."""
    doc = clause.doc
    comma = speaker[0] - 1
    ends = b - c.end <= 4 or doc.surfaces[c.end] == "," or doc.low[c.end] in _WHERE
    if comma <= a or doc.surfaces[comma] != "," or not ends or not _PLAIN & set(doc.low[c.first : c.end]):
        return None
    if not clause.taken.isdisjoint(range(a, comma)) or sum(doc.word[a:comma]) <= _FEWEST:
        return None
    if doc.quotes[a] in (1, 3) or doc.quotes[comma - 1] in (1, 2):  # marks that open or close elsewhere
        return None
    return Piece("T", ">", a, comma)
