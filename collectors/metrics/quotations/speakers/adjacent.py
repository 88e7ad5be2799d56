"""Speakers right beside their words that leave no doubt: "“...,” sighed Ada Norris", "as an official warns: “...”".

The trained models choose among the speakers of a paragraph; where a sentence can be read in one way only, these rules
override them.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers.speaker_words import ROLE_WORDS
from collectors.metrics.quotations.speakers.subjects import (
    Tokens,
    leading_name,
    phrase_end,
    sentence_of,
    subject_after,
    subject_before,
    with_name,
)
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import SAYING
from collectors.metrics.word_lists import word_set

TELLING = SAYING - word_set("en.reported_speech.verbs_of_other_senses") | word_set(
    "en.reported_speech.verbs_beside_marks"
)
_TOLD = word_set("en.reported_speech.telling_participles")
_TOLD_BE = word_set("en.reported_speech.telling_auxiliaries")
_FUNCTION = word_set("en.reported_speech.words_behind_verb")


def with_adjacent(doc: TokenizedText, found: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """Correct the speakers by the words right beside each quotation, and drop titles of works in marks.

    Args:
        doc: The text.
        found: Its quotations.
    """
    steps = (_subject_behind, _introduced, _described, _sentence_subject, _after_action, _named_in_full, _told_by)
    spoken = [quotation for quotation in found if not _is_title(doc, quotation)]
    for step in steps:
        spoken = [step(doc, quotation) for quotation in spoken]
    return spoken


def _subject_behind(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Take a phrase right behind an inverted verb as the speaker: "“...,” says | the leader in Kherson, amid"."""
    cue, contents = quotation.near_cue, quotation.contents
    if cue is None or len(contents) < 2 or cue.end - cue.first > 1 or doc.low[cue.first] not in TELLING:
        return quotation
    phrase = contents[-1]
    marked = doc.quotes[cue.first - 1] == 3 and not any(doc.quotes[phrase.first : phrase.end])
    if not marked or phrase.first != cue.end or phrase.end - phrase.first > _PHRASE:
        return quotation
    if not _NO_PHRASE.isdisjoint(doc.low[phrase.first : phrase.end]):
        return quotation
    speaker = subject_after(doc, cue.end, phrase.end)
    return replace(quotation, speaker=speaker, contents=contents[:-1]) if speaker else quotation


_PHRASE = 8  # tokens of a speaker behind a verb
_NO_PHRASE = word_set("en.reported_speech.no_noun_phrase")


def _named_in_full(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Extend a description to the name after its comma: "the leader | of Donetsk, Denis Pushilin, said"."""
    if (
        quotation.speaker is None
        or not quotation.near_cue
        or ROLE_WORDS.isdisjoint(doc.low[quotation.speaker[1] - 1 : quotation.speaker[1] + 1])
    ):
        return quotation
    first, (_, stop) = quotation.speaker[0], sentence_of(doc, quotation.sequence, quotation.speaker[0])
    plain = phrase_end(doc, first, stop)
    end = with_name(doc, first, plain, stop)
    closes = end < stop and (doc.surfaces[end] in (",", ".") or end == quotation.near_cue.first)
    return replace(quotation, speaker=(first, end)) if end > plain and closes else quotation


def _told_by(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Give "Penn was told by Lund that ..." the speaker Lund."""
    cue, sequence = quotation.near_cue, quotation.sequence
    if cue is None or doc.low[cue.end - 1] not in _TOLD:
        return quotation
    first, stop = sentence_of(doc, sequence, cue.first)
    verb = cue.end - 1
    passive = verb > first and doc.low[verb - 1] in _TOLD_BE
    if not passive or verb + 2 >= stop or doc.low[verb + 1] != "by":
        return quotation
    end = phrase_end(doc, verb + 2, stop)
    return replace(quotation, speaker=(verb + 2, end)) if end > verb + 2 else quotation


def _is_title(doc: TokenizedText, quotation: FoundQuotation) -> bool:
    """Whether the words in marks are titles of works: each two capitalised words or more, without a verb of saying."""
    if quotation.cue is not None and not TELLING.isdisjoint(doc.low[quotation.cue.first : quotation.cue.end]):
        return False
    marked = [
        index
        for content in quotation.contents
        for index in range(content.first, content.end)
        if doc.quotes[index] in (1, 2, 3)
    ]
    words = [token for token in marked if doc.word[token]]
    works = {doc.range_of[word] for word in words}
    capital = all(doc.surfaces[word][0].isupper() or doc.low[word] in _SMALL for word in words)
    ends = any(doc.surfaces[token] in (".", ",", "!", "?") for token in marked)
    return bool(works) and len(words) >= 2 * len(works) and capital and not ends


_SMALL = word_set("en.reported_speech.title_small_words")


def _after_action(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Give a quotation without speaker and cue the subject of the sentence before it in the paragraph.

    Example: "Vera Lunt spoke to the clerk. “The ledger is gone.”".
    """
    content, sequence = quotation.contents[0], quotation.sequence
    alone = (
        quotation.speaker is None
        and quotation.cue is None
        and doc.quotes[content.first] == 2
        and content.first > sequence.first
    )
    if (
        not alone
        or doc.sentences[content.first - 1] == doc.sentences[content.first]
        or sum(doc.word[content.first : content.end]) < _SENTENCE
    ):
        return quotation
    start, end = sentence_of(doc, sequence, content.first - 1)
    if any(doc.quotes[start:end]):
        return quotation
    starts = [start, *(index + 1 for index in range(start, end - 1) if doc.surfaces[index] == ",")]
    for first in starts:
        subject = leading_name(doc, first, end)
        if subject and subject[1] < end and doc.shapes[subject[1]] == 2 and doc.low[subject[1]] not in _FUNCTION:
            return replace(quotation, speaker=subject, origin="float")
    return quotation


_SENTENCE = 4  # fewest words of speech without a cue


def _introduced(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Give a quotation in marks the speaker and verb right before it: "X warns: “...”", "in the words of X, “...”"."""
    quotation = _inner(doc, quotation)
    content, sequence = quotation.contents[0], quotation.sequence
    if not doc.quotes[content.first] or not content.first or doc.surfaces[content.first - 1] not in (":", ","):
        return quotation
    if content.first == sequence.first:
        return _announced(doc, quotation, content) if doc.surfaces[content.first - 1] == ":" else quotation
    if content.first - 1 <= sequence.first:
        return quotation
    first, _ = sentence_of(doc, sequence, content.first - 1)
    verb = content.first - 2
    if verb > first and doc.low[verb] in TELLING and not doc.quotes[verb]:
        start = (
            verb - 2 if verb - 2 > first and doc.low[verb - 2] == "with" and doc.low[verb].endswith("ing") else first
        )
        speaker = subject_before(doc, sequence, verb, start + (start > first))
        if speaker and not _overlap(speaker, quotation.speaker) and not _touches(doc, quotation, content):
            return replace(quotation, speaker=speaker, cue=Piece("C", "", verb, verb + 1))
    words = next(
        (
            index
            for index in range(first, min(content.first, first + 4))
            if doc.low[index : index + 3] == ["the", "words", "of"]
        ),
        None,
    )
    if words is not None and quotation.speaker is None:
        end = with_name(doc, words + 3, phrase_end(doc, words + 3, content.first), content.first)
        return replace(quotation, speaker=(words + 3, end), cue=Piece("C", "", words, words + 3))
    return quotation


def _inner(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Cut off the words before the marks from a content that holds a verb of saying and a colon before them.

    Example: "quoted critics like Yates and Boswick, with Boswick stating: | “...”".
    """
    content = quotation.contents[0]
    if len(quotation.contents) > 1 or doc.quotes[content.first]:
        return quotation
    for index in range(content.first + 2, content.end - 2):
        if (
            doc.surfaces[index] == ":"
            and doc.quotes[index + 1] == 2
            and doc.low[index - 1] in TELLING
            and not doc.quotes[index]
        ):
            return replace(quotation, contents=(content._replace(first=index + 1),), speaker=None, cue=None)
    return quotation


def _announced(doc: TokenizedText, quotation: FoundQuotation, piece: Piece) -> FoundQuotation:
    """Give a paragraph of quotation the subject of the line that announces it: "Rell answered in a statement:"."""
    if quotation.speaker is not None and quotation.near_cue is not None and quotation.near_cue.first >= piece.first:
        return quotation
    sentence, first = doc.sentences[piece.first - 1], piece.first - 1
    while first > 0 and doc.sentences[first - 1] == sentence:
        first -= 1
    whole = Sequence.of(doc, first, piece.first, ())
    speaker = None
    for verb in (
        index for index in range(first + 1, piece.first) if doc.low[index] in TELLING and not doc.quotes[index]
    ):
        speaker = subject_before(doc, whole, verb, first)
        if speaker is not None:
            break
    speaker = speaker or leading_name(doc, first, piece.first)
    return replace(quotation, speaker=speaker) if speaker is not None else quotation


def _touches(doc: TokenizedText, quotation: FoundQuotation, piece: Piece) -> bool:
    """Whether a verb of saying with the quotation's own speaker comes right after its marks."""
    cue = quotation.near_cue
    return (
        cue is not None and quotation.speaker is not None and cue.first >= piece.end and cue.first - piece.end <= _NEAR
    )


_NEAR = 6  # tokens


def _described(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Extend the speaker of "according to the team's coach, Ali Mehran, ..." to the whole phrase."""
    cue = quotation.near_cue
    if cue is None or doc.low[cue.first : cue.first + 2] != ["according", "to"]:
        return quotation
    sequence = quotation.sequence
    _, stop = sentence_of(doc, sequence, cue.first)
    first = cue.first + 2
    if first >= stop:
        return quotation
    end = with_name(doc, first, phrase_end(doc, first, stop), stop)
    return (
        replace(quotation, speaker=(first, end))
        if end > first and (quotation.speaker is None or quotation.speaker[0] >= first)
        else quotation
    )


def _sentence_subject(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    """Give a quotation the subject of its verb if it has no speaker, or a date or place as its speaker."""
    cue, sequence = quotation.near_cue, quotation.sequence
    wrong = (
        quotation.speaker is not None
        and doc.low[quotation.speaker[0]] in _FUNCTION
        and doc.low[quotation.speaker[0]] != "it"
    )
    if (
        cue is None
        or doc.low[cue.first] not in TELLING
        or doc.quotes[cue.first]
        or (quotation.speaker is not None and not wrong)
    ):
        return quotation
    first, end = sentence_of(doc, sequence, cue.first)
    inverted = cue.first > first and (doc.quotes[cue.first - 1] or doc.surfaces[cue.first - 1] == ",")
    speaker = (inverted and subject_after(doc, cue.end, end)) or subject_before(doc, sequence, cue.first, first)
    if speaker and not _inside(quotation, speaker):
        return replace(quotation, speaker=speaker)
    return _leading_subject(doc, quotation, sequence, first) or quotation


def _leading_subject(
    doc: TokenizedText, quotation: FoundQuotation, sequence: Sequence, start: int
) -> FoundQuotation | None:
    """Take the speaker and verb from the start of a content: "Rell said Friday he had no regrets, but said ..."."""
    content = quotation.contents[0]
    if doc.quotes[content.first] or content.first > start + 2:
        return None
    verb = next(
        (
            index
            for index in range(content.first + 1, min(content.end, content.first + _LEAD))
            if doc.low[index] in TELLING
        ),
        None,
    )
    speaker = subject_before(doc, sequence, verb, start) if verb is not None and not doc.quotes[verb] else None
    if verb is None or speaker is None:
        return None
    first = verb + 1
    while first < content.end and (doc.low[first] in _DAYS or doc.low[first] in ("that", "on")):
        first += 1
    contents = (content._replace(first=first), *quotation.contents[1:])
    return (
        replace(quotation, speaker=speaker, cue=Piece("C", "", verb, verb + 1), contents=contents)
        if first < content.end
        else None
    )


_LEAD = 14  # tokens of a sentence before its verb of saying
_DAYS = word_set("en.reported_speech.days")


def _inside(quotation: FoundQuotation, speaker: Tokens) -> bool:
    return any(content.first <= speaker[0] < content.end for content in quotation.contents)


def _overlap(one: Tokens, other: Tokens | None) -> bool:
    return other is not None and one[0] < other[1] and other[0] < one[1]
