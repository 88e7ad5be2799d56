"""Plain reports that the trained models left without content: "the exiled mayor told the BBC that ...".

The tagger sees a verb of saying and often its speaker, but misses a content with words that it does not know. In plain
sentences the content is taken by rule: the rest of the sentence after the verb, or the words before the speaker, as in
"..., officials said."
"""

from __future__ import annotations

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
)
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import SAYING
from collectors.metrics.word_lists import word_set

_PLAIN = word_set("en.reported_speech.plain_verbs")
_PASSIVE = word_set("en.reported_speech.passive_auxiliaries")
_TO_SOMEBODY = word_set("en.reported_speech.verbs_with_hearer")
_HEARERS = word_set("en.reported_speech.hearers")
_ADVERBS = word_set("en.reported_speech.adverbs_before_verb")
_DAYS = word_set("en.reported_speech.days_of_saying")
_NOT_CONTENT = word_set("en.reported_speech.content_barriers")
_RELATIVE = word_set("en.reported_speech.relatives_and_participles")
_JOINS = word_set("en.reported_speech.clause_joins")
_NO_REPORT = word_set("en.reported_speech.words_before_no_report")
_SUBJECT = 8  # tokens of a speaker up to its first comma
_CLAUSE = 30  # tokens of a speaker with its relative clauses
_REACH = 14  # tokens between a verb and its "that"
_FEWEST = 3  # words of a content


def reports(
    doc: TokenizedText, parts: Seq[Sequence], found: Seq[FoundQuotation], dropped: Seq[FoundQuotation]
) -> list[FoundQuotation]:
    """Return the found quotations, corrected, with those of bare verbs of saying and of dropped contents beside one.

    Args:
        doc: The text.
        parts: Its labelled paragraphs.
        found: The quotations that were kept.
        dropped: The quotations that were dropped as unlikely.
    """
    whole = [_trimmed(doc, _set_right(doc, quotation)) for quotation in found]
    got = [quotation for quotation in whole if quotation.contents]
    taken = {
        index for quotation in got for content in quotation.contents for index in range(content.first, content.end)
    }
    used = {quotation.cue.first for quotation in whole if quotation.cue}
    for part in parts:
        for cue in part.cues:
            if (
                cue.first in used
                or cue.first in taken
                or doc.quotes[cue.first]
                or refuses(doc.low[cue.first : cue.end])
            ):
                continue
            one = _report(_Clause(doc, part, taken), cue)
            if one:
                got.append(one)
                taken.update(range(one.contents[0].first, one.contents[0].end))
    got += _with_that(doc, parts, taken)
    for quotation in dropped:
        again = _beside_verb(doc, quotation, taken)
        if again:
            got.append(again)
            taken.update(range(again.contents[0].first, again.contents[0].end))
    return got


def _with_that(doc: TokenizedText, parts: Seq[Sequence], taken: set[int]) -> list[FoundQuotation]:
    """Return the reports whose verb the tagger passed over, though "that" follows: "the ministry states that ..."."""
    added = []
    for part in parts:
        cues = {token for cue in part.cues for token in range(cue.first, cue.end)}
        for verb in range(part.first + 1, part.end - _FEWEST):
            plain = doc.low[verb] in SAYING and doc.low[verb + 1] == "that" and not doc.quotes[verb]
            if not plain or verb in cues or verb in taken or doc.low[verb - 1] in _NO_REPORT:
                continue
            one = _report(_Clause(doc, part, taken), Piece("C", "", verb, verb + 1))
            if one:
                added.append(one)
                taken.update(range(one.contents[0].first, one.contents[0].end))
    return added


def _beside_verb(doc: TokenizedText, quotation: FoundQuotation, taken: set[int]) -> FoundQuotation | None:
    """Give a dropped content the speaker and plain verb of saying that follow it: "..., the agency reported"."""
    content = quotation.contents[0]
    if (
        quotation.cue
        or len(quotation.contents) > 1
        or doc.quotes[content.first]
        or not taken.isdisjoint(range(content.first, content.end))
    ):
        return None
    for index in range(content.end + 2, min(quotation.sequence.end, content.end + 2 + _SUBJECT)):
        if doc.low[index] in _PLAIN and doc.surfaces[content.end] == ",":
            clause, cue = _Clause(doc, quotation.sequence, taken), Piece("C", "", index, index + 1)
            first, end = clause.bounds(cue)
            ends = end - cue.end <= 4 or doc.surfaces[cue.end] == ","
            if ends and first <= content.first and _subject(doc, content.end + 1, index, comma=False):
                return replace(quotation, cue=cue, speaker=(content.end + 1, index))
            return None
    return None


def _set_right(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Remove a content that only describes the speaker, and correct a speaker in or beside that content."""
    cue, content = quotation.near_cue, quotation.contents[0]
    if (
        quotation.cue
        and _ANONYMOUS & set(doc.low[content.first : content.end])
        and _ASKING & set(doc.low[quotation.cue.first : quotation.cue.end])
    ):
        return replace(quotation, contents=quotation.contents[1:])  # a wish not to be named describes a source
    if (
        cue
        and doc.low[cue.first] == "asked"
        and _opens(doc, quotation.sequence, cue.first)
        and content.first >= cue.end
    ):
        return replace(quotation, speaker=None)  # "Asked whether ..., she replied": the question is not hers
    if quotation.speaker and _describes_speaker(doc, quotation, content):
        return replace(quotation, contents=quotation.contents[1:], speaker=(content.first, quotation.speaker[1]))
    if (
        cue
        and content.end + 1 == cue.first
        and doc.surfaces[content.end] == ","
        and not any(doc.quotes[content.first : content.end])
    ):
        return _with_speaker_inside(doc, quotation, content)
    return _with_main_clause(doc, quotation) if quotation.speaker else quotation


def _with_speaker_inside(doc: TokenizedText, quotation: FoundQuotation, piece: Piece) -> FoundQuotation:
    """Take the speaker out of the content right before the cue.

    Either the whole content is the speaker ("A senior official, who asked not to be named, said ..."), or its end is
    ("..., the council's head, Iryna Lozova, told").
    """
    relative = set(doc.low[piece.first : piece.first + _SUBJECT]) & _RELATIVE
    comma = quotation.speaker[0] - 1 if quotation.speaker else -1
    described = (
        piece.first < comma < piece.end and len(quotation.contents) > 1 and describes(doc.surfaces[piece.first : comma])
    )
    if _opens(doc, quotation.sequence, piece.first) and (
        described or (relative and _subject(doc, piece.first, piece.end, comma=True))
    ):
        return replace(quotation, contents=quotation.contents[1:], speaker=(piece.first, piece.end), origin="S")
    if comma > piece.first + _FEWEST and comma < piece.end and doc.surfaces[comma] == ",":
        return replace(
            quotation, contents=(piece._replace(end=comma), *quotation.contents[1:]), speaker=(comma + 1, piece.end)
        )
    return quotation


def _with_main_clause(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Replace a speaker from a relative clause before the cue by the subject that the clause belongs to.

    Example: "officials in Kherson, where a third has fled, say".
    """
    first, end = quotation.speaker or (0, 0)
    cue, sequence = quotation.near_cue, quotation.sequence
    inside = (
        cue is not None
        and first - 2 > sequence.first
        and end <= cue.first <= end + 1
        and doc.surfaces[first - 2] == ","
    )
    if (
        not inside
        or doc.low[first - 1] not in ("where", "whose", "which")
        or doc.surfaces[cue.first - 1 if cue else 0] != ","
    ):
        return quotation
    start = first - 2
    while start > sequence.first and doc.word[start - 1] and doc.sentences[start - 1] == doc.sentences[first]:
        start -= 1
    whole = (
        _opens(doc, sequence, start) and first - 2 - start <= _SUBJECT and describes(doc.surfaces[start : first - 2])
    )
    return replace(quotation, speaker=(start, end)) if whole and not any(doc.quotes[start:first]) else quotation


def _describes_speaker(doc: TokenizedText, quotation: FoundQuotation, piece: Piece) -> bool:
    """Whether a content only says who the speaker is: "A spokeswoman for the council, | Adrienne Watt, | said ..."."""
    after = quotation.speaker is not None and piece.end + 1 == quotation.speaker[0] and doc.surfaces[piece.end] == ","
    plain = (
        len(quotation.contents) > 1
        and _opens(doc, quotation.sequence, piece.first)
        and not any(doc.quotes[piece.first : piece.end])
    )
    return after and plain and piece.end - piece.first <= _CLAUSE and describes(doc.surfaces[piece.first : piece.end])


def _trimmed(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Cut off the place or hearer at the start of a content: "on Telegram that ...", "the agency: “...”"."""
    cue = quotation.near_cue
    first_content = next((content for content in quotation.contents if cue and content.first == cue.end), None)
    if first_content is None or doc.quotes[first_content.first]:
        return quotation
    stop = min(first_content.end, first_content.first + _HEARER)
    start = next(
        (
            index
            for index in range(first_content.first, stop)
            if doc.quotes[index] or doc.low[index] in (":", ",", "that")
        ),
        stop,
    )
    colon = start + 1 < first_content.end and doc.low[start] == ":" and doc.quotes[start + 1] == 2
    place = doc.low[cue.end - 1] in _WHERE or doc.low[first_content.first] in _WHERE if cue else False
    that = start < stop and doc.low[start] == "that" and place and start > first_content.first
    if not (colon or that) or first_content.end - start <= _FEWEST:
        return quotation
    return replace(
        quotation,
        contents=tuple(
            content._replace(first=start + colon) if content is first_content else content
            for content in quotation.contents
        ),
    )


_HEARER = 9  # tokens of the place or hearer at the start of a content
_WHERE = word_set("en.reported_speech.place_prepositions")


def _opens(doc: TokenizedText, sequence: Sequence, token: int) -> bool:
    """Whether a token is the first of its sentence."""
    return token == sequence.first or doc.sentences[token - 1] != doc.sentences[token]


_ASKING = word_set("en.reported_speech.anonymity_verbs")
_ANONYMOUS = word_set("en.reported_speech.anonymity_words")


class _Clause:
    """A sentence around a cue, with the tokens that contents already hold."""

    def __init__(self, doc: TokenizedText, sequence: Sequence, taken: set[int]) -> None:
        self.doc, self.sequence, self.taken = doc, sequence, taken

    def bounds(self, cue: Piece) -> tuple[int, int]:
        """Return tokens [first, end) of the cue's sentence."""
        doc, sequence = self.doc, self.sequence
        number = doc.sentences[cue.first]
        first, end = cue.first, cue.end
        while first > sequence.first and doc.sentences[first - 1] == number:
            first -= 1
        while end < sequence.end and doc.sentences[end] == number:
            end += 1
        return first, end


def _report(clause: _Clause, piece: Piece) -> FoundQuotation | None:
    first, end = clause.bounds(piece)
    speaker = _speaker(clause, piece, first)
    if speaker is None:
        return None
    content = _after(clause, piece, end) or _before(clause, piece, first, end, speaker)
    if content is None:
        return None
    return FoundQuotation(clause.sequence, piece, (content,), speaker, "S")


def _speaker(clause: _Clause, piece: Piece, start: int) -> tuple[int, int] | None:
    """Return the subject before the cue: a labelled speaker that touches it, or the phrase from the clause's start."""
    doc, end = clause.doc, piece.first
    while end > start and doc.low[end - 1] in _ADVERBS:
        end -= 1
    for speaker in clause.sequence.speakers:
        if speaker.end in (end, end - 1) and doc.surfaces[end - 1] != ".":
            return speaker.first, speaker.end
    comma = end > start and doc.surfaces[end - 1] == ","
    stop = end - comma
    first = stop
    while first > max(start, stop - _CLAUSE) and first - 1 not in clause.taken and not doc.quotes[first - 1]:
        if doc.low[first - 1] in _JOINS and not comma:
            break
        first -= 1
    return (first, stop) if first < stop and _subject(doc, first, stop, comma) else None


def _subject(doc: TokenizedText, first: int, stop: int, comma: bool) -> bool:
    """Whether tokens are a speaker: a name, a body or people.

    A relative clause or apposition after it counts only before a comma.
    """
    low = doc.low[first:stop]
    head = low.index(",") if "," in low else len(low)
    if head == 0 or head > _SUBJECT or (head < len(low)) != comma:
        return False
    behind = low[head + 1] if head + 1 < len(low) else ""
    if head < len(low) and behind not in _RELATIVE and behind not in ("a", "an", "the"):
        return False
    if head == 1 and low[0] in PRONOUNS:
        return True
    shapes = doc.shapes[first : first + head]
    words = doc.low[first : first + head]
    known = words[-1] in PEOPLE_WORDS or words[-1] in BODY_WORDS or words[-1] in ROLE_WORDS or words[-1] in PLACES
    return known or (shapes[-1] in (3, 4) and all(doc.word[first : first + head]))


def _after(clause: _Clause, piece: Piece, end: int) -> Piece | None:
    """Return the rest of the sentence after the cue as a content, None if it is none."""
    doc, first = clause.doc, piece.end
    verbs = set(doc.low[piece.first : piece.end])
    if verbs & _PASSIVE or not verbs & SAYING:
        return None
    stop = next((index for index in range(first, end) if index in clause.taken or doc.low[index] == ";"), end)
    that = next((index for index in range(first, min(stop, first + _REACH)) if doc.low[index] == "that"), None)
    if that is not None and not any(
        doc.low[index] in (",", "and", "but") or doc.quotes[index] for index in range(first, that)
    ):
        first = that
    else:
        first = _start(doc, piece, stop) if verbs & _PLAIN else -1
    while stop > first and not doc.word[stop - 1] and not doc.quotes[stop - 1]:
        stop -= 1
    if first < 0 or sum(doc.word[first:stop]) < _FEWEST:
        return None
    return Piece("T", "<", first, stop)


def _start(doc: TokenizedText, piece: Piece, stop: int) -> int:
    """Return where a content without "that" begins, -1 if the words after the cue are no content."""
    first = _past_day(doc, piece.end, stop)
    if doc.low[piece.end - 1] in _TO_SOMEBODY:
        heard = _hearer(doc, first, stop)
        if heard == first and doc.low[piece.end - 1] != "warned":
            return -1
        first = heard
    return -1 if first >= stop or doc.low[first] in _NOT_CONTENT or doc.quotes[first] else first


def _past_day(doc: TokenizedText, first: int, stop: int) -> int:
    """Return the token behind a day that follows a verb of saying: "said Friday", "said on Friday"."""
    if first < stop and doc.low[first] in _DAYS:
        return first + 1
    return first + 2 if first + 1 < stop and doc.low[first] == "on" and doc.low[first + 1] in _DAYS else first


def _hearer(doc: TokenizedText, place: int, stop: int) -> int:
    """Return the end of the hearer ("reporters", "the BBC"); `place`, where the words begin, if it is not clear."""
    if place < stop and doc.low[place] in _HEARERS:
        return place + 1
    first = place + (place < stop and doc.low[place] == "the")
    end = first
    while end < stop and doc.shapes[end] in (3, 4):
        end += 1
    if end == first and first > place and first < stop and doc.low[first] in BODY_WORDS | {"paper", "magazine"}:
        end += 1
    return end if end > first and end < stop and doc.low[end] in _CONTENT_STARTS else place


_CONTENT_STARTS = word_set("en.reported_speech.content_starts")


def _before(clause: _Clause, piece: Piece, first: int, end: int, speaker: tuple[int, int]) -> Piece | None:
    """Return the words before ", officials said." at the end of a sentence as a content."""
    doc = clause.doc
    comma = speaker[0] - 1
    behind = _past_day(doc, piece.end, end)  # "..., she said Friday, but ..."
    ends = end - piece.end <= 4 or doc.surfaces[behind] == "," or doc.low[piece.end] in _WHERE
    if comma <= first or doc.surfaces[comma] != "," or not ends or not _PLAIN & set(doc.low[piece.first : piece.end]):
        return None
    if not clause.taken.isdisjoint(range(first, comma)) or sum(doc.word[first:comma]) <= _FEWEST:
        return None
    if doc.quotes[first] in (1, 3) or doc.quotes[comma - 1] in (1, 2):  # marks that open or close elsewhere
        return None
    return Piece("T", ">", first, comma)
