"""Speakers that stand right beside their words and leave no doubt: "“...,” sighed Ada Norris", "as an official warns:
“...”".

The trained models choose among speakers of a paragraph; where the sentence has only one reading, that one counts.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers.speaker_words import ROLE_WORDS, word_set
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

#: Verbs that have no other reading right beside quotation marks.
TELLING = SAYING - word_set("put read speaking to call label brand point record") | word_set(
    """sighed sighs grumbled groaned shouted yelled cried exclaimed joked mused whispered muttered laughed snapped
    quipped thundered lamented bragged boasted pleaded stating saying adding writing tweeting"""
)
_FUNCTION = word_set("on in at by to for of from with about over after before during as it there this that which what")


def with_adjacent(doc: TokenizedText, found: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """The quotations with the speaker that touches them, where the models chose another one or none."""
    steps = (_introduced, _described, _sentence_subject, _after_action, _named_in_full, _told_by, _so_called)
    spoken = [f for f in found if not _is_title(doc, f)]
    for step in steps:
        spoken = [step(doc, f) for f in spoken]
    return spoken


def _so_called(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation in "what X calls ...", with that X: "in what Western officials have called “sham” referendums"."""
    x = f.contents[0]
    a, _ = sentence_of(doc, f.sequence, x.first)
    what = next((t for t in range(x.first - 1, max(a, x.first - _WHAT) - 1, -1) if doc.low[t] == "what"), None)
    if what is None or doc.quotes[what]:
        return f
    verb = next((t for t in range(what + 2, x.first) if doc.low[t] in _CALLS), None)
    if verb is None:
        return f
    end = verb - (doc.low[verb - 1] in ("has", "have", "had"))
    plain = end > what + 1 and all(doc.word[t] and not doc.quotes[t] for t in range(what + 1, end))
    return replace(f, speaker=(what + 1, end), cue=Piece("C", "", verb, verb + 1)) if plain else f


_WHAT = 10  # tokens between "what" and what somebody calls it
_CALLS = word_set(
    "call calls called describe describes described term terms termed dub dubbed say says said label labels"
)


def _named_in_full(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation by a description with the name behind its comma: "the leader | of Donetsk, Denis Pushilin, said"."""
    if f.speaker is None or not f.near_cue or ROLE_WORDS.isdisjoint(doc.low[f.speaker[1] - 1 : f.speaker[1] + 1]):
        return f
    first, (_, b) = f.speaker[0], sentence_of(doc, f.sequence, f.speaker[0])
    plain = phrase_end(doc, first, b)
    end = with_name(doc, first, plain, b)
    closes = end < b and (doc.surfaces[end] in (",", ".") or end == f.near_cue.first)
    return replace(f, speaker=(first, end)) if end > plain and closes else f


def _told_by(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation by "Penn was told by Lund that ...", with who told it."""
    c, s = f.near_cue, f.sequence
    if c is None or doc.low[c.end - 1] not in ("told", "informed", "warned", "assured", "reminded"):
        return f
    a, b = sentence_of(doc, s, c.first)
    verb = c.end - 1
    passive = verb > a and doc.low[verb - 1] in ("was", "were", "been", "being", "is", "are")
    if not passive or verb + 2 >= b or doc.low[verb + 1] != "by":
        return f
    end = phrase_end(doc, verb + 2, b)
    return replace(f, speaker=(verb + 2, end)) if end > verb + 2 else f


def _is_title(doc: TokenizedText, f: FoundQuotation) -> bool:
    """Whether all that stands in marks are titles of works, two words or more in capitals, and no verb of saying goes
    with them."""
    if f.cue is not None and not TELLING.isdisjoint(doc.low[f.cue.first : f.cue.end]):
        return False
    marked = [t for p in f.contents for t in range(p.first, p.end) if doc.quotes[t] in (1, 2, 3)]
    words = [t for t in marked if doc.word[t]]
    works = {doc.range_of[t] for t in words}
    capital = all(doc.surfaces[t][0].isupper() or doc.low[t] in _SMALL for t in words)
    ends = any(doc.surfaces[t] in (".", ",", "!", "?") for t in marked)
    return bool(works) and len(words) >= 2 * len(works) and capital and not ends


_SMALL = word_set("a an the of in on at to for and or but by with from")


def _after_action(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation that nothing attributes, with the subject of the sentence before it in the paragraph: "Vera Lunt
    spoke to the clerk. “The ledger is gone.”"."""
    x, s = f.contents[0], f.sequence
    alone = f.speaker is None and f.cue is None and doc.quotes[x.first] == 2 and x.first > s.first
    if not alone or doc.sentences[x.first - 1] == doc.sentences[x.first] or sum(doc.word[x.first : x.end]) < _SENTENCE:
        return f
    a, b = sentence_of(doc, s, x.first - 1)
    if any(doc.quotes[a:b]):
        return f
    starts = [a, *(t + 1 for t in range(a, b - 1) if doc.surfaces[t] == ",")]
    for first in starts:
        subject = leading_name(doc, first, b)
        if subject and subject[1] < b and doc.shapes[subject[1]] == 2 and doc.low[subject[1]] not in _FUNCTION:
            return replace(f, speaker=subject, origin="float")
    return f


_SENTENCE = 4  # words of speech that stands alone


def _introduced(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation in marks with the speaker and verb right before them: "X warns: “...”", "in the words of X,
    “...”"."""
    f = _inner(doc, f)
    x, s = f.contents[0], f.sequence
    if not doc.quotes[x.first] or not x.first or doc.surfaces[x.first - 1] not in (":", ","):
        return f
    if x.first == s.first:
        return _announced(doc, f, x) if doc.surfaces[x.first - 1] == ":" else f
    if x.first - 1 <= s.first:
        return f
    a, _ = sentence_of(doc, s, x.first - 1)
    verb = x.first - 2
    if verb > a and doc.low[verb] in TELLING and not doc.quotes[verb]:
        start = verb - 2 if verb - 2 > a and doc.low[verb - 2] == "with" and doc.low[verb].endswith("ing") else a
        speaker = subject_before(doc, s, verb, start + (start > a))
        if speaker and not _overlap(speaker, f.speaker) and not _touches(doc, f, x):
            return replace(f, speaker=speaker, cue=Piece("C", "", verb, verb + 1))
    words = next((t for t in range(a, min(x.first, a + 4)) if doc.low[t : t + 3] == ["the", "words", "of"]), None)
    if words is not None and f.speaker is None:
        end = with_name(doc, words + 3, phrase_end(doc, words + 3, x.first), x.first)
        return replace(f, speaker=(words + 3, end), cue=Piece("C", "", words, words + 3))
    return f


def _inner(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A content that holds the verb and colon before its marks, without what stands before the marks: "quoted critics
    like Yates and Boswick, with Boswick stating: | “...”"."""
    x = f.contents[0]
    if len(f.contents) > 1 or doc.quotes[x.first]:
        return f
    for t in range(x.first + 2, x.end - 2):
        if doc.surfaces[t] == ":" and doc.quotes[t + 1] == 2 and doc.low[t - 1] in TELLING and not doc.quotes[t]:
            return replace(f, contents=(x._replace(first=t + 1),), speaker=None, cue=None)
    return f


def _announced(doc: TokenizedText, f: FoundQuotation, x: Piece) -> FoundQuotation:
    """A paragraph of quotation with the subject of the line that announces it: "Rell answered in a statement:"."""
    if f.speaker is not None and f.near_cue is not None and f.near_cue.first >= x.first:
        return f
    n, a = doc.sentences[x.first - 1], x.first - 1
    while a > 0 and doc.sentences[a - 1] == n:
        a -= 1
    whole = Sequence.of(doc, a, x.first, ())
    speaker = None
    for verb in (t for t in range(a + 1, x.first) if doc.low[t] in TELLING and not doc.quotes[t]):
        speaker = subject_before(doc, whole, verb, a)
        if speaker is not None:
            break
    speaker = speaker or leading_name(doc, a, x.first)
    return replace(f, speaker=speaker) if speaker is not None else f


def _touches(doc: TokenizedText, f: FoundQuotation, x: Piece) -> bool:
    """Whether a verb of saying with the quotation's own speaker stands right behind its marks."""
    c = f.near_cue
    return c is not None and f.speaker is not None and c.first >= x.end and c.first - x.end <= _NEAR


_NEAR = 6  # tokens


def _described(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation by "according to the team's coach, Ali Mehran, ..." with all of its speaker."""
    c = f.near_cue
    if c is None or doc.low[c.first : c.first + 2] != ["according", "to"]:
        return f
    s = f.sequence
    _, b = sentence_of(doc, s, c.first)
    first = c.first + 2
    end = with_name(doc, first, phrase_end(doc, first, b), b)
    return replace(f, speaker=(first, end)) if end > first and (f.speaker is None or f.speaker[0] >= first) else f


def _sentence_subject(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    """A quotation without a speaker, or with a date or place for one, with the subject of its verb."""
    c, s = f.near_cue, f.sequence
    wrong = f.speaker is not None and doc.low[f.speaker[0]] in _FUNCTION and doc.low[f.speaker[0]] != "it"
    if c is None or doc.low[c.first] not in TELLING or doc.quotes[c.first] or (f.speaker is not None and not wrong):
        return f
    a, b = sentence_of(doc, s, c.first)
    inverted = c.first > a and (doc.quotes[c.first - 1] or doc.surfaces[c.first - 1] == ",")
    speaker = (inverted and subject_after(doc, c.end, b)) or subject_before(doc, s, c.first, a)
    if speaker and not _inside(f, speaker):
        return replace(f, speaker=speaker)
    return _leading_subject(doc, f, s, a) or f


def _leading_subject(doc: TokenizedText, f: FoundQuotation, s: Sequence, a: int) -> FoundQuotation | None:
    """A quotation whose content holds its own speaker and verb at its start: "Rell said Friday he had no regrets, but
    said ..."."""
    x = f.contents[0]
    if doc.quotes[x.first] or x.first > a + 2:
        return None
    verb = next((t for t in range(x.first + 1, min(x.end, x.first + _LEAD)) if doc.low[t] in TELLING), None)
    speaker = subject_before(doc, s, verb, a) if verb is not None and not doc.quotes[verb] else None
    if verb is None or speaker is None:
        return None
    first = verb + 1
    while first < x.end and (doc.low[first] in _DAYS or doc.low[first] in ("that", "on")):
        first += 1
    contents = (x._replace(first=first), *f.contents[1:])
    return replace(f, speaker=speaker, cue=Piece("C", "", verb, verb + 1), contents=contents) if first < x.end else None


_LEAD = 14  # tokens of a sentence before its verb of saying
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday")


def _inside(f: FoundQuotation, speaker: Tokens) -> bool:
    return any(p.first <= speaker[0] < p.end for p in f.contents)


def _overlap(one: Tokens, other: Tokens | None) -> bool:
    return other is not None and one[0] < other[1] and other[0] < one[1]
