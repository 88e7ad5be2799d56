"""Reports behind a noun of saying: "Peskov's announcement that ...", "the statement by Putin that ...".

The tagger finds some, and then takes the main clause for a part of the report: "X's warning that the vote would end
the talks | was repeated". Where such a noun is the subject, a second finite verb without a conjunction before it is the
main one; behind a preposition ("Despite X's claim that it was fair, | Kyiv fights on") a comma ends the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence as Paragraph
from collectors.metrics.quotations.tokens import Ints, TokenizedText
from collectors.metrics.word_lists import word_set

_NOUNS = word_set("en.reported_speech.nouns_of_saying")
_MAIN_VERBS = word_set("en.reported_speech.verbs_behind_report")
_CLAUSE_VERBS = word_set("en.reported_speech.finite_auxiliaries")
_JOINS = word_set("en.reported_speech.opens_inner_clause")
_BEFORE = word_set("en.reported_speech.prepositions_before_report")
_POSSESSIVE = ("'s", "’s", "’", "'")
_FINITE = (ROLE["VF"], ROLE["VC"])
_LONGEST_NAME = 6  # tokens of the speaker before "'s" or behind "by"
_FEWEST = 3  # words of a report


def with_nominal_reports(doc: TokenizedText, roles: Ints, found: Sequence[FoundQuotation]) -> list[FoundQuotation]:
    """Return the quotations, those behind nouns of saying ended before the main clause, with those that were missed.

    Args:
        doc: A text in English.
        roles: The clause role of each token.
        found: Its quotations.
    """
    whole = [_ended(doc, roles, one) for one in found]
    taken = {token for one in whole for piece in one.contents for token in range(piece.first, piece.end)}
    missed: list[FoundQuotation] = []
    for first, end in doc.sequences:
        for that in range(first + 2, end - _FEWEST):
            if doc.low[that] == "that" and that not in taken and not doc.quotes[that]:
                one = _missed(doc, roles, (first, end), that)
                if one and taken.isdisjoint(range(one.contents[0].first, one.contents[0].end)):
                    missed.append(one)
    return [*whole, *missed]


def _ended(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> FoundQuotation:
    cue = found.near_cue
    if cue is None or doc.low[cue.end - 1] not in _NOUNS or len(found.contents) != 1:
        return found
    piece = found.contents[0]
    if piece.first != cue.end or doc.low[piece.first] != "that":
        return found
    end = _report_end(doc, roles, cue.end - 1, piece.first, piece.end)
    return found if end == piece.end else replace(found, contents=(piece._replace(end=end),))


def _missed(doc: TokenizedText, roles: Ints, paragraph: tuple[int, int], that: int) -> FoundQuotation | None:
    """Return the report that a "that" opens behind a noun of saying with its speaker, None if it opens none."""
    first, end = paragraph
    noun, speaker = that - 1, None
    by = next(
        (token for token in range(that - 2, max(first, that - _LONGEST_NAME - 2), -1) if doc.low[token] == "by"), 0
    )
    if by > first and doc.low[by - 1] in _NOUNS:
        noun, speaker = by - 1, (by + 1, that)
    elif doc.low[noun] in _NOUNS and noun > first + 1 and doc.surfaces[noun - 1] in _POSSESSIVE:
        speaker = _owner(doc, first, noun - 1)
    if speaker is None or any(doc.quotes[noun:that]) or not all(map(doc.word.__getitem__, range(*speaker))):
        return None
    stop = that
    while stop < end and doc.sentences[stop] == doc.sentences[that]:
        stop += 1
    stop = _report_end(doc, roles, noun, that, stop)
    while stop > that and not (doc.word[stop - 1] or doc.quotes[stop - 1]):
        stop -= 1
    if sum(doc.word[that + 1 : stop]) < _FEWEST or any(doc.quotes[that:stop]):
        return None
    cue, content = Piece("C", "", noun, noun + 1), Piece("T", "<", that, stop)
    return FoundQuotation(Paragraph.of(doc, first, end, (cue, content)), cue, (content,), speaker, "noun")


def _owner(doc: TokenizedText, first: int, mark: int) -> tuple[int, int] | None:
    """Return the words before a possessive that are one name, or one noun with "the"."""
    start = mark - 1
    while start > first and mark - start < _LONGEST_NAME and doc.shapes[start - 1] in (3, 4):
        start -= 1
    start -= start > first and doc.low[start - 1] == "the"
    return (start, mark) if doc.word[mark - 1] else None


def _report_end(doc: TokenizedText, roles: Ints, noun: int, that: int, end: int) -> int:
    """Return where the clause behind "that" ends: before the main verb, or at a comma."""
    start = noun
    while start and doc.sentences[start - 1] == doc.sentences[noun]:
        start -= 1
    before = [token for token in range(start, noun) if doc.word[token]]
    if not before or any(int(roles[token]) in _FINITE for token in before):
        return end  # "He repeated his claim that ...": the report goes on to the end of its clause
    prepositional, verb, inner = doc.low[before[0]] in _BEFORE, False, False
    for token in range(that + 1, end):
        low = doc.low[token]
        if doc.quotes[token]:
            continue
        if prepositional and verb and doc.surfaces[token] == ",":
            return token
        inner = inner or (verb and low in _JOINS)
        main = low in _MAIN_VERBS or low in _CLAUSE_VERBS
        if verb and not inner and not prepositional and main and doc.low[token - 1] not in _CLAUSE_VERBS:
            return token
        verb = verb or low in _CLAUSE_VERBS or int(roles[token]) in _FINITE
    return end
