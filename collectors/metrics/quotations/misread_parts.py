"""Parts that the tagger takes for something else: who hears, a programme's title, a speaker behind "say", an aside.

Each rule reads one form of sentence that leaves no doubt; everything else stays as it was tagged.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.clause_roles import FINITE, ROLE
from collectors.metrics.quotations.heard_subjects import is_only_heard, without_hearing_subject
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.predicates import refuses
from collectors.metrics.quotations.speakers.names import describes
from collectors.metrics.quotations.speakers.speaker_words import BODY_WORDS
from collectors.metrics.quotations.speakers.subjects import sentence_of, subject_after, subject_before
from collectors.metrics.quotations.tokens import DASHES, Ints, TokenizedText
from collectors.metrics.word_lists import word_set

_TELLING = word_set("en.relays.telling_verbs") | word_set("en.reported_speech.verbs_with_hearer")
_INVERTED = word_set("en.reported_speech.plain_verbs")
_STARTS = word_set("en.reported_speech.content_starts")
_OPENERS = word_set("en.reported_speech.openers_behind_telling")
_SMALL = word_set("en.reported_speech.title_small_words")
_OPEN_QUESTIONS = word_set("en.reported_speech.clause_openers") - {"that"}
_SAYS_NOTHING = word_set("en.reported_speech.contents_that_say_nothing")
_BEFORE_TITLE = word_set("en.reported_speech.prepositions_of_programmes")
_LABELS = word_set("en.headlines.labels_before_colon")
_BE = word_set("en.reported_speech.forms_of_be")
_OPENS_NO_NAME = word_set("en.reported_speech.opens_no_name_before_colon")
_ASKS = ("did", "does", "do")
_OBLIGED = word_set("en.reported_speech.auxiliaries_of_duty")
_VERBS = tuple(ROLE[name] for name in FINITE)
_HEARER, _CLAUSE = 8, 8  # tokens of who hears; tokens from a subject to its verb
_FEWEST = 3  # tokens of a content
_THINGS = 7  # words of a content that only counts things
_ASIDE = 14  # tokens between dashes or in brackets
_CAPITALS = (3, 4)
_PARTY = frozenset(("r-", "d-", "i-"))


def set_parts_right(doc: TokenizedText, roles: Ints, found: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """Return the quotations with these parts corrected, without contents that say nothing ("she says a lot").

    Args:
        doc: The text.
        roles: The clause role of each token.
        found: Its quotations.
    """
    taken = {token for one in found for piece in one.contents for token in range(piece.first, piece.end)}
    right = []
    for one in found:
        if _says_nothing(doc, one) or _is_label(doc, one) or _is_unsaid(doc, one) or is_only_heard(doc, one):
            continue
        turned = _turned(doc, roles, without_hearing_subject(doc, one), taken)
        owned = _with_owner(doc, roles, _without_first_verb(doc, roles, turned))
        heard = _behind_hearer(doc, roles, _before_aside(doc, owned))
        right.append(_without_programme(doc, heard))
    return right


def _says_nothing(doc: TokenizedText, found: FoundQuotation) -> bool:
    """Whether the content only counts words: "a lot", "so much", "that question"."""
    if found.cue is None or len(found.contents) > 1:
        return False
    piece = found.contents[0]
    words = [doc.low[token] for token in range(piece.first, piece.end) if doc.word[token]]
    plain = not _INVERTED.isdisjoint(doc.low[found.cue.first : found.cue.end]) and words[:1] != ["that"]
    if plain and "things" in words[:_THINGS] and not any(doc.quotes[piece.first : piece.first + _THINGS]):
        return True  # "said a number of wrong things about the vote"
    return _SAYS_NOTHING.issuperset(words) and not any(doc.quotes[piece.first : piece.end])


def _is_label(doc: TokenizedText, found: FoundQuotation) -> bool:
    """Whether what looks like a source is none: a label ("Analysis: ..."), the "States" of "United States"."""
    cue, speaker = found.near_cue, found.speaker
    if cue is None or speaker is None:
        return False
    if doc.surfaces[cue.first] == ":" and doc.low[speaker[0]] in _OPENS_NO_NAME:
        return True  # "It's official: ..."
    if doc.surfaces[cue.first] == ":" and speaker[1] == cue.first:
        return not _LABELS.isdisjoint(doc.low[slice(*speaker)])
    return doc.surfaces[cue.first] == "States" and doc.low[cue.first - 1] == "united"


def _is_unsaid(doc: TokenizedText, found: FoundQuotation) -> bool:
    """Whether nobody has said it: "must not declare war", "if they deny the vote", "Russia's claimed annexations"."""
    cue, speaker = found.near_cue, found.speaker
    if cue is None or speaker is None:
        return False
    if doc.low[cue.end - 2 : cue.end] == ["called", "to"] and not _BE.isdisjoint(doc.low[cue.first : cue.end]):
        return True  # "ambulances were called to the crash"
    if doc.low[speaker[0] - 1] in _ASKS and speaker[1] <= cue.first and speaker[0] > 0:
        return True  # "What did he say about the vote?"
    if any(doc.quotes[piece.first] for piece in found.contents):
        return False
    return _is_only_possible(doc, found, cue, speaker)


def _is_only_possible(doc: TokenizedText, found: FoundQuotation, cue: Piece, speaker: tuple[int, int]) -> bool:
    """Whether words outside marks are what somebody ought to say, has not said, or would say under a condition."""
    if not _OBLIGED.isdisjoint(doc.low[cue.first : cue.end]) or doc.low[cue.first - 1] in _OBLIGED:
        return True
    first, _ = sentence_of(doc, found.sequence, cue.first)
    if doc.low[found.contents[0].first] in _OPEN_QUESTIONS and refuses(doc.low[max(first, cue.first - 2) : cue.end]):
        return True  # "has not yet said whether"
    conditional = doc.low[first] == "if" and speaker[0] == first + 1 and cue.end <= found.contents[0].first
    owner = speaker[1] == cue.first and doc.low[speaker[1] - 1] in ("'s", "’s")
    return conditional or (owner and doc.low[cue.first : cue.end] == ["claimed"])


def _behind_hearer(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> FoundQuotation:
    """Begin a content behind who hears it: "told the woman | it had to cancel"."""
    cue, piece = found.near_cue, found.contents[0]
    if cue is None or piece.first != cue.end or doc.low[cue.end - 1] not in _TELLING or doc.quotes[piece.first]:
        return found
    start = piece.first + 1 if doc.low[piece.first] not in _OPENERS else piece.end
    while start < min(piece.first + _HEARER, piece.end - _FEWEST):
        verb = int(roles[start]) in _VERBS
        if verb or doc.quotes[start] or not doc.word[start] or doc.low[start] in _OPENERS:
            return found
        noun = int(roles[start - 1]) in (ROLE["NN"], ROLE["OB"], ROLE["SB"])
        if noun and doc.low[start] in _STARTS and _finite_behind(doc, roles, start, piece.end):
            return replace(found, contents=(piece._replace(first=start), *found.contents[1:]))
        start += 1
    return found


def _finite_behind(doc: TokenizedText, roles: Ints, start: int, end: int) -> bool:
    """Whether a subject begins here: a finite verb follows it soon, before any mark."""
    for token in range(start + 1, min(end, start + _CLAUSE)):
        if int(roles[token]) in _VERBS:
            return True
        if not doc.word[token] or doc.quotes[token]:
            return False
    return False


def _without_programme(doc: TokenizedText, found: FoundQuotation) -> FoundQuotation:
    """Cut a programme's title off a content's end: "Congress must act | on “Jesse Watters Primetime.”"."""
    piece = found.contents[-1]
    last = piece.end - 1
    if not doc.quotes[last] or found.cue is None or found.cue.first >= piece.end:
        return found
    first = last
    while first > piece.first and doc.range_of[first - 1] == doc.range_of[last] and doc.quotes[first - 1]:
        first -= 1
    words = [token for token in range(first, piece.end) if doc.word[token]]
    titled = len(words) > 1 and all(doc.shapes[token] in _CAPITALS or doc.low[token] in _SMALL for token in words)
    before = first - 1
    if not titled or doc.shapes[words[0]] not in _CAPITALS or before - piece.first < _FEWEST:
        return found
    if doc.low[before] not in _BEFORE_TITLE:
        return found
    return replace(found, contents=(*found.contents[:-1], piece._replace(end=before)))


def _turned(doc: TokenizedText, roles: Ints, found: FoundQuotation, taken: set[int]) -> FoundQuotation:
    """Read "Rivers will rise, say experts, based on ..." as the words of the experts."""
    cue, piece = found.near_cue, found.contents[0]
    if cue is None or cue.end - cue.first > 1 or doc.low[cue.first] not in _INVERTED or piece.first != cue.end:
        return found
    first, end = sentence_of(doc, found.sequence, cue.first)
    comma = cue.first - 1
    if comma - first < _FEWEST or doc.surfaces[comma] != "," or any(doc.quotes[first : cue.end]):
        return found
    speaker = subject_after(doc, cue.end, end)
    if speaker is None or not (speaker[1] == end or not doc.word[speaker[1]]):
        return found
    names = all(shape in _CAPITALS for shape in doc.shapes[slice(*speaker)])
    if not (names or describes(doc.surfaces[slice(*speaker)]) or doc.low[speaker[1] - 1] in BODY_WORDS):
        return found
    if not any(int(role) in _VERBS for role in roles[first:comma]) or not taken.isdisjoint(range(first, comma)):
        return found
    return replace(found, speaker=speaker, contents=(Piece("T", ">", first, comma),), origin="S")


def _without_first_verb(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> FoundQuotation:
    """Cut a verb of its own off a speaker: "The church | sends its wishes, | says God ordained him"."""
    cue, speaker = found.near_cue, found.speaker
    if cue is None or speaker is None or speaker[1] > cue.first or doc.surfaces[cue.first - 1] != ",":
        return found
    verb = next((token for token in range(*speaker) if int(roles[token]) == ROLE["VF"]), speaker[0])
    return replace(found, speaker=(speaker[0], verb)) if verb > speaker[0] else found


def _with_owner(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> FoundQuotation:
    """Take the sentence's subject in place of "his": "Djokovic stood by | his | decision, saying that ..."."""
    cue, speaker = found.near_cue, found.speaker
    if (
        cue is None
        or speaker is None
        or speaker[1] - speaker[0] > 1
        or doc.low[speaker[0]] not in ("his", "its", "their")
    ):
        return found
    first, _ = sentence_of(doc, found.sequence, speaker[0])
    verb = next((token for token in range(first, speaker[0]) if int(roles[token]) in _VERBS), None)
    subject = subject_before(doc, found.sequence, verb, first) if verb is not None else None
    return replace(found, speaker=subject) if subject else found


def _before_aside(doc: TokenizedText, found: FoundQuotation) -> FoundQuotation:
    """Take the subject before an aside in place of a name in it: "Berg — unlike, say, Stone — recognized"."""
    cue, speaker = found.near_cue, found.speaker
    if cue is None or speaker is None or cue.first < 2:
        return found
    close = cue.first - 1
    party = doc.surfaces[close] == "," and doc.low[close - 1][:2] in _PARTY and doc.surfaces[close - 2] == ","
    opening = close - 2 if party else _opening(doc, close)
    if opening is None or opening <= found.sequence.first or any(doc.quotes[opening:close]):
        return found
    inside = opening <= speaker[0] < close
    first, _ = sentence_of(doc, found.sequence, cue.first)
    apart = speaker[1] < opening and doc.low[speaker[0]] in ("he", "she", "they", "it")
    if opening <= first or not (inside or apart):
        return found
    subject = subject_before(doc, found.sequence, opening, first)
    named = subject is not None and (doc.shapes[subject[1] - 1] in _CAPITALS or apart is False)
    return replace(found, speaker=subject) if subject and named else found


def _opening(doc: TokenizedText, close: int) -> int | None:
    """Return the token that opens an aside which `close` ends, None if it ends none."""
    mark = doc.surfaces[close]
    if mark not in DASHES and mark != ")":
        return None
    for token in range(close - 1, max(-1, close - _ASIDE), -1):
        if doc.sentences[token] != doc.sentences[close]:
            return None
        if doc.surfaces[token] == ("(" if mark == ")" else mark):
            return token
    return None
