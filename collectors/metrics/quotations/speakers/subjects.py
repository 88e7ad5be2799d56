"""Subjects and noun phrases around a verb, found by the neighbouring words alone."""

from __future__ import annotations

from collectors.metrics.quotations.linking import PRONOUNS, Sequence
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.word_lists import word_set

Tokens = tuple[int, int]

AUXILIARIES = word_set("en.speaker_clauses.auxiliaries_and_adverbs")
_OPENERS = word_set("en.speaker_clauses.clause_openers")
_PREPOSITIONS = word_set("en.speaker_clauses.prepositions")
_BREAKS = _PREPOSITIONS | _OPENERS | {"and", "said", "says", "saying"}
_INSIDE = word_set("en.speaker_clauses.words_inside_names")
_MARKS = frozenset(",;:—–-().!?…")
_DAYS = word_set("en.reported_speech.days")
_LONGEST = 14  # tokens of a subject
_APPOSITION = 16  # tokens between the commas of an apposition


def sentence_of(doc: TokenizedText, sequence: Sequence, token: int) -> Tokens:
    """Return tokens [first, end) of the sentence around a token, inside the sequence.

    Args:
        doc: the text in tokens.
        sequence: the part of it that is read at one time.
        token: a token of the sequence.
    """
    first = end = token
    while first > sequence.first and doc.sentences[first - 1] == doc.sentences[token]:
        first -= 1
    while end < sequence.end and doc.sentences[end] == doc.sentences[token]:
        end += 1
    return first, end


def subject_before(doc: TokenizedText, sequence: Sequence, verb: int, start: int) -> Tokens | None:
    """Return the subject before a verb without adverbs, with an apposition between commas; None without one.

    Args:
        doc: The document.
        sequence: The paragraph; a labelled speaker of several words that touches the verb is preferred.
        verb: The token of the verb.
        start: The first token that may belong to the subject.
    """
    end = verb
    while end > start and (
        doc.low[end - 1] in AUXILIARIES or doc.low[end - 1].endswith("ly") or doc.low[end - 1] in _DAYS
    ):
        end -= 1
        if end > start and doc.low[end - 1] == "on":
            end -= 1
    labelled = next(
        (
            speaker
            for speaker in sequence.speakers
            if end - 1 <= speaker.end <= end and speaker.first >= start and speaker.end > start
        ),
        None,
    )
    if labelled and labelled.end - labelled.first > 1:
        return labelled.first, labelled.end
    if end > start and doc.surfaces[end - 1] == ",":
        return _with_apposition(doc, end - 1, start)
    first = _phrase_start(doc, end, start)
    return (first, end) if first < end and _may_name(doc, first, end) else None


def _with_apposition(doc: TokenizedText, comma: int, start: int) -> Tokens | None:
    """Return a subject with the apposition before the verb: "Anton Rell, the mayor, said"."""
    opening = comma - 1
    while opening > max(start, comma - _APPOSITION) and doc.surfaces[opening] != "," and not doc.quotes[opening]:
        opening -= 1
    if opening <= start or doc.surfaces[opening] != ",":
        return None
    first = _phrase_start(doc, opening, start)
    return (first, comma) if first < opening and _may_name(doc, first, opening) else None


def _phrase_start(doc: TokenizedText, end: int, start: int) -> int:
    """Return where the noun phrase before `end` begins."""
    first = end
    while first > max(start, end - _LONGEST):
        low = doc.low[first - 1]
        if doc.quotes[first - 1] or low in _OPENERS or (low in _MARKS and not _inner_stop(doc, first - 1)):
            break
        if low == "and" and not _joined(doc, first - 1, start):
            break
        first -= 1
    while first < end - 1 and (doc.low[first] in _PREPOSITIONS or doc.low[first] in _DAYS):
        step = 2 if doc.low[first] in _PREPOSITIONS and doc.low[first + 1] in _DAYS else 1
        if step == 1 and doc.low[first] in _PREPOSITIONS:
            return end  # "in Moscow said": no subject
        first += step
    return first


def _inner_stop(doc: TokenizedText, token: int) -> bool:
    """Whether a full stop belongs to an abbreviation inside a name: "Mr. Rell", "U.S. officials"."""
    if doc.surfaces[token] != "." or token == 0 or token + 1 >= len(doc.surfaces):
        return False
    return doc.sentences[token - 1] == doc.sentences[token + 1] and len(doc.surfaces[token - 1]) <= 4


def _joined(doc: TokenizedText, token: int, start: int) -> bool:
    """Whether "and" joins two names or bodies: a capital before and after, with an article at most."""
    before = token > start and (doc.shapes[token - 1] in (3, 4) or doc.low[token - 1].endswith("s"))
    after = token + 1 < len(doc.surfaces) and (
        doc.shapes[token + 1] in (3, 4) or doc.low[token + 1] in ("the", "other", "its")
    )
    return before and after


def _may_name(doc: TokenizedText, first: int, end: int) -> bool:
    """Whether a phrase may be a speaker: a pronoun, a name, or an article, number or adjective before a noun."""
    if doc.low[first] in PRONOUNS:
        return end - first == 1
    return any(doc.word[first:end]) and not doc.surfaces[end - 1].isdigit()


def subject_after(doc: TokenizedText, verb_end: int, stop: int) -> Tokens | None:
    """Return the subject after an inverted verb ("said Anton Rell, the mayor") up to the first mark or preposition.

    Args:
        doc: The document.
        verb_end: The token after the verb.
        stop: The token before which the subject ends at the latest.

    Returns:
        Tokens [first, end), None without a subject.
    """
    end = phrase_end(doc, verb_end, stop)
    return (verb_end, end) if end > verb_end and _may_name(doc, verb_end, end) else None


def phrase_end(doc: TokenizedText, first: int, stop: int) -> int:
    """Return the end of the noun phrase that begins at `first`, at most `stop`.

    It ends before a mark, a preposition other than "of" and "for", a verb of saying or a clause.

    Args:
        doc: the text in tokens.
        first: the phrase's first token.
        stop: the token before which it must end.
    """
    end = first
    while end < min(stop, first + _LONGEST) and not doc.quotes[end]:
        low = doc.low[end]
        if low in _MARKS and not _inner_stop(doc, end):
            break
        if low in _BREAKS and low not in _INSIDE:
            break
        if low == "and" and not _joined(doc, end, first):
            break
        end += 1
    return end


def with_name(doc: TokenizedText, first: int, end: int, stop: int) -> int:
    """Extend a description to the name after its comma: "the city's mayor, Ivan Fedorov".

    Args:
        doc: The document.
        first: The first token of the description.
        end: The token after it.
        stop: The token before which the name ends at the latest.

    Returns:
        The end of the name, `end` without one.
    """
    if doc.shapes[first] == 3 and doc.low[first] not in _APPOSED:
        return end
    if end >= stop or doc.surfaces[end] != "," or end + 2 >= stop or doc.shapes[end + 1] != 3:
        return end
    more = phrase_end(doc, end + 1, stop)
    named = more - end > 2 and all(
        shape in (3, 4, 7) or doc.low[end + 1 + index] in _INSIDE
        for index, shape in enumerate(doc.shapes[end + 1 : more])
    )
    return more if named else end


def leading_name(doc: TokenizedText, start: int, stop: int) -> Tokens | None:
    """Return the name that tokens [start, stop) begin with, None without one.

    A word and a comma may come first: "Still, President Rell himself went further".

    Args:
        doc: the text in tokens.
        start: the first token.
        stop: behind the last token.
    """
    first = start
    if first + 1 < stop and doc.surfaces[first + 1] == "," and doc.low[first] not in PRONOUNS:
        first += 2
    end = first
    while end < stop and (doc.shapes[end] in (3, 4, 7) or _inner_stop(doc, end)) and not doc.quotes[end]:
        end += 1
    return (first, end) if end > first and doc.low[first] not in _NOT_NAMES else None


_APPOSED = word_set("en.speaker_clauses.determiners_of_appositions")
_NOT_NAMES = word_set("en.speaker_clauses.capitals_at_start")
