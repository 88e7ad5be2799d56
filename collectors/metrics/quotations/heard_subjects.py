"""Subjects of passives: who was told, advised, branded or remembered says nothing.

"The swimmer has been advised | to retire", "cadets are told not to say", "the senator was branded a liar", "newspaper
called out for blasting X": the words are somebody else's, whom the sentence may not name, or nobody's.
"""

from __future__ import annotations

from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.word_lists import word_set

_BE = word_set("en.reported_speech.forms_of_be")
_BE_UNCLIPPED = _BE - {"'s", "’s"}
_ACCUSED = word_set("en.reported_speech.participles_of_accusing")
_HEARING = (
    word_set("en.relays.telling_verbs")
    | word_set("en.reported_speech.verbs_with_hearer")
    | word_set("en.reported_speech.participles_of_hearing")
)
_JUDGED = word_set("en.reported_speech.participles_of_judging")
_CALLED_OUT_FOR = ["called", "out", "for"]
_REASON = 2  # tokens behind a cue in which "for" may follow


def is_only_heard(doc: TokenizedText, found: FoundQuotation) -> bool:
    """Whether a quotation holds what its subject was told to do, or is blamed for, so that nobody says it.

    Args:
        doc: The text.
        found: One of its quotations.
    """
    cue = found.near_cue
    if cue is None or found.speaker is None or doc.low[found.speaker[0] - 1] == "by":
        return False
    words = doc.low[cue.first : cue.end]
    passive = _passive_at(doc, cue) if found.speaker[1] <= cue.first else None
    if passive is not None and words[passive] in _HEARING and "to" in words[passive + 1 :]:
        return True  # "cadets are told not to say", "ministers were asked to say whether"
    behind = [*words, *doc.low[cue.end : cue.end + _REASON]]
    return any(
        behind[place + 1] == "for" if word in _JUDGED else behind[place : place + 3] == _CALLED_OUT_FOR
        for place, word in enumerate(words)
        if place + 1 < len(behind)
    )


def without_hearing_subject(doc: TokenizedText, found: FoundQuotation) -> FoundQuotation:
    """Take away the speaker of "the man accused | of ..." and "investors have been told": the subject says nothing.

    Args:
        doc: The text.
        found: One of its quotations.
    """
    cue, piece = found.near_cue, found.contents[0]
    if cue is None or found.speaker is None or found.speaker[1] > cue.first or piece.first < cue.end:
        return found
    words = doc.low[cue.first : piece.first + 1]
    place = next((index for index, word in enumerate(words[:-1]) if word in _ACCUSED), None)
    accused = piece.first == cue.end and place is not None and words[place + 1] in ("of", "with")
    passive = _passive_at(doc, cue)
    last = passive is not None and cue.first + passive == cue.end - 1  # not "was quoted as saying"
    return replace(found, speaker=None, origin="-") if accused or (last and "by" not in words) else found


def _passive_at(doc: TokenizedText, cue: Piece) -> int | None:
    """Return the place in the cue of a participle of hearing or judging behind a form of "be", None without one."""
    before = doc.low[cue.first - 1] in _BE_UNCLIPPED
    for place, word in enumerate(doc.low[cue.first : cue.end]):
        if word in _BE:
            before = True
        elif before and word[-3:] != "ing" and (word in _HEARING or word in _JUDGED):
            return place
    return None
