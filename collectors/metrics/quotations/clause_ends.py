"""The end of a content: a clause of its own after a comma is the outlet's account, not the speaker's words.

Measured on all contents of PolNeAR's training part that follow their cue and are outside marks, where the sentence
continues after a comma: annotators end the content there before a relative clause in .64 of cases that it reaches,
before a participle clause in .70, before "while" in .71, before "but" in .71, before "and" with a new subject in .70;
without a comma in hardly any (.00 to .12). So only a comma ends a content, and not before "if", "because", "though".
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.clause_roles import FINITE, ROLE
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.speakers.speaker_words import ROLE_WORDS
from collectors.metrics.quotations.speakers.subjects import sentence_of
from collectors.metrics.quotations.tokens import Ints, TokenizedText
from collectors.metrics.word_lists import word_set

_FEWEST = 4  # tokens of a content before a clause that is cut off, or behind the name of its speaker
_NAME, _CAPITALISED = 2, 3  # words of a name, and the shape of them
_BREAKS = (",", "—", "–", "-")
_ADVERBIAL = word_set("en.reported_speech.adverbial_openers")
_SPANS_OF_TIME = word_set("en.reported_speech.spans_of_time")
_PRONOUNS = word_set("en.reported_speech.clause_subjects")
_BEHIND_MARKS = word_set("en.reported_speech.opens_account_behind_marks")
_BEFORE_WHAT_IS_SAID = word_set("en.reported_speech.clauses_before_what_is_said")
_BEFORE_MAIN_CLAUSE = word_set("en.reported_speech.openers_before_main_clause")
_JOINS = word_set("en.reported_speech.clause_joins")
_VERBS = (ROLE["VF"], ROLE["VC"])
_FINITE = tuple(ROLE[name] for name in FINITE)


def end_at_clauses(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> FoundQuotation:
    """Cut the contents of a quotation at the end of their clause.

    Args:
        doc: The text.
        roles: The clause role of each token.
        found: One of its quotations. Contents before the cue, or with the cue in another paragraph, stay as they are.
    """
    cue = found.near_cue
    if cue is None:
        return found
    contents = tuple(
        piece._replace(
            first=_start(doc, found, piece),
            end=min(_end(doc, roles, piece), _agent(doc, found, piece), _main_clause(doc, roles, found, piece)),
        )
        if cue.first < piece.first
        else piece
        for piece in found.contents
    )
    return found if contents == found.contents else replace(found, contents=contents)


def with_main_clause(doc: TokenizedText, roles: Ints, found: FoundQuotation, taken: Set[int]) -> FoundQuotation:
    """Go on to what was said where a content ends before its verb: "that if the vote goes on, | it will fail".

    Of 61 such contents of PolNeAR that annotators marked, all go on behind the comma.

    Args:
        doc: The text.
        roles: The clause role of each token.
        found: One of its quotations.
        taken: The tokens that no content may take in: those of all contents and cues.
    """
    piece = found.contents[-1]
    comma, second = piece.end, piece.first + 1
    if second >= comma or doc.low[piece.first] != "that":
        return found
    condition = doc.low[second] in _BEFORE_WHAT_IS_SAID
    if not condition and any(int(role) in _FINITE for role in roles[piece.first : comma]):
        return found  # "that the rapper | , whose name was Ivey, died" has no verb yet
    if comma + 1 >= len(doc.low) or doc.surfaces[comma] != "," or "," in doc.surfaces[piece.first : comma]:
        return found
    end = comma + 1
    while end < len(doc.low) and end not in taken and doc.sentences[end] == doc.sentences[piece.first]:
        if doc.surfaces[end] in (";", "—", "–", "(") or (not doc.word[end] and end + 1 == len(doc.low)):
            break
        end += 1
    while end > comma + 1 and (doc.low[end - 1] in _ADVERBIAL or not (doc.word[end - 1] or doc.quotes[end - 1])):
        end -= 1
    if end - comma <= 1:
        return found
    if condition:
        end = _end(doc, roles, piece._replace(first=comma + 1, end=end))
    return replace(found, contents=(*found.contents[:-1], piece._replace(end=end)))


def _start(doc: TokenizedText, found: FoundQuotation, piece: Piece) -> int:
    """Return where a content begins behind the name of its speaker.

    "According to the coach, | Ali Mehraban, | in their first match ...": a name of two words or more between commas,
    behind a description of the speaker, and an age behind the name, belong to the speaker.
    """
    first = piece.first
    behind = found.speaker is not None and found.speaker[1] == first - 1 and doc.surfaces[first - 1] == ","
    if not behind or not found.speaker or ROLE_WORDS.isdisjoint(doc.low[slice(*found.speaker)]):
        return first
    end = first
    while end < piece.end and doc.shapes[end] == _CAPITALISED and not doc.quotes[end]:
        end += 1
    if end - first < _NAME or end + _FEWEST > piece.end or doc.surfaces[end] != ",":
        return first
    if doc.surfaces[end + 1].isdigit() and doc.surfaces[end + 2] == ",":
        end += 2
    return first if doc.low[end + 1] in ("who", "whose", "and") else end + 1


def _agent(doc: TokenizedText, found: FoundQuotation, piece: Piece) -> int:
    """Return where "by" and the speaker begin in a content ("regarded as fraudulent | by Ukraine"), else its end."""
    by = found.speaker[0] - 1 if found.speaker else -1
    if by > piece.first and found.speaker and doc.low[by] == "the":
        by -= 1
    inside = piece.first < by < piece.end and doc.low[by] == "by"
    return by if inside else piece.end


def _main_clause(doc: TokenizedText, roles: Ints, found: FoundQuotation, piece: Piece) -> int:
    """Return where the main clause begins: "After he said that it was over, | his rival threatened ...", else its end.

    A sentence that opens with "after", "when" or "although" before the verb of saying has its main clause behind it.
    """
    cue = found.near_cue
    if cue is None or found.speaker is None:
        return piece.end
    first, end = sentence_of(doc, found.sequence, cue.first)
    opens = doc.low[first] in _BEFORE_MAIN_CLAUSE and first < found.speaker[0] <= first + _FEWEST
    if not opens or "," in doc.surfaces[first : cue.first]:
        return piece.end
    has_verb = False
    for token in range(piece.first, piece.end):
        if has_verb and doc.surfaces[token] == "," and not doc.quotes[token] and token >= piece.first + _FEWEST:
            behind = roles[token + 1 : end].tolist()
            own = doc.low[token + 1] in _JOINS or any(role in (ROLE["RW"], ROLE["VP"]) for role in behind[:1])
            return piece.end if own or not any(role in _FINITE for role in behind) else token
        has_verb = has_verb or int(roles[token]) in _VERBS
    return piece.end


def _end(doc: TokenizedText, roles: Ints, piece: Piece) -> int:
    """Return the end of a content's clause: the first comma after its verb that another clause follows."""
    has_verb = False
    for token in range(piece.first, piece.end):
        if doc.quotes[token]:
            has_verb = has_verb or doc.quotes[token] == 3
            continue
        behind = doc.surfaces[token - 1] in _BREAKS and not doc.quotes[token - 1] and token >= piece.first + _FEWEST
        if has_verb and behind and _opens_other(doc, roles, token) and not any(doc.quotes[token : piece.end]):
            return token - 1
        closed = doc.quotes[token - 1] == 3 and token > piece.first + _FEWEST
        if closed and doc.low[token] in _BEHIND_MARKS and not any(doc.quotes[token : piece.end]):
            return token  # "that it is “prepared to defend” the north | after X took the south"
        has_verb = has_verb or int(roles[token]) in _VERBS
    return piece.end


def _opens_other(doc: TokenizedText, roles: Ints, token: int) -> bool:
    """Whether a token after a comma opens a clause that does not belong to the content."""
    role, low = int(roles[token]), doc.low[token]
    if low in _SPANS_OF_TIME:
        return token + 1 < len(doc.low) and doc.low[token + 1] in ("after", "before")
    if role in (ROLE["RW"], ROLE["VP"]):
        return True
    if role == ROLE["MA"]:
        return low in _ADVERBIAL
    if role == ROLE["CS"]:
        follows = doc.low[token + 1] if token + 1 < len(doc.low) else ""
        return follows != "that" if low == "but" else follows not in _PRONOUNS
    return role == ROLE["CV"] and low == "but" and (token + 1 >= len(doc.low) or doc.low[token + 1] != "that")
