"""What a cue and its content look like: a report of words, an attitude, or an act that is no speech at all.

Measured on the quotations that the taggers found in PolNeAR's dev part and BASIL's open half, before any was dropped:

| cue | content | of PolNeAR's right | of BASIL's 212 spans in the author's own words covered | of 170 quoted spans |
|---|---|---|---|---|
| verb of saying | a clause | .85 | 27 | 0 |
| verb of saying | marks in it | .87 | 24 | 31 |
| verb of saying | a phrase or infinitive | .68 | 11 | 0 |
| other ("wants", "rejected", "is expected") | a clause | .60 | 6 | 1 |
| other | a phrase or infinitive | .60 | 18 | 0 |

Contents after a verb that is not one of saying, and that are no clause, cover many of the outlet's own words and hardly
any quoted span. Such quotations therefore need a higher score than others.
"""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.tokens import Ints, TokenizedText
from collectors.metrics.voice import SAYING
from collectors.metrics.word_lists import word_set

_NOUNS = word_set("en.reported_speech.nouns_of_saying")
MARKS, CLAUSE, INFINITIVE, PHRASE = "marks", "clause", "infinitive", "phrase"

_OPENS_CLAUSE = word_set("en.reported_speech.clause_openers")
_VERBS = (ROLE["VF"], ROLE["VC"])
_REFUSALS = word_set("en.reported_speech.refusals")
_NEGATED = word_set("en.reported_speech.negations")
_ANSWERS = word_set("en.reported_speech.answering_verbs")

_ACTS = word_set("en.reported_speech.verbs_of_acts")
_OF_THINGS = word_set("en.reported_speech.verbs_with_things")
_BE = word_set("en.reported_speech.forms_of_be")
_GIVEN = word_set("en.reported_speech.participles_of_giving")  # passive: "were denied visas"
_NAMED = word_set("en.reported_speech.participles_of_naming")
_GIVES_NAME = word_set("en.reported_speech.verbs_of_christening")
_NAME_WORDS = 3  # most words of a name in marks
#: Origins that show by themselves that words are given: a label, a headline's form ("11 killed – Kyiv"), a signature.
BY_FORM = frozenset(("label", "head", "sign"))


def content_form(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> str:
    """Return the form of a quotation's contents: MARKS (some of it in quotation marks), CLAUSE, INFINITIVE or PHRASE.

    Args:
        doc: The text.
        roles: The clause role of each token.
        found: One of its quotations.
    """
    if any(doc.quotes[token] for piece in found.contents for token in range(piece.first, piece.end)):
        return MARKS
    for piece in found.contents:
        if doc.low[piece.first] in _OPENS_CLAUSE:
            return CLAUSE
        of_piece = roles[piece.first : piece.end].tolist()
        verb = next((index for index, role in enumerate(of_piece) if role in _VERBS), 0)
        if ROLE["SB"] in of_piece[:verb] and doc.low[piece.first] != "to":
            return CLAUSE
    return INFINITIVE if doc.low[found.contents[0].first] == "to" else PHRASE


def marked_words(doc: TokenizedText, found: FoundQuotation) -> int:
    """Count the words of the contents that are in quotation marks."""
    tokens = [token for piece in found.contents for token in range(piece.first, piece.end)]
    return sum(doc.word[token] and doc.quotes[token] > 0 for token in tokens)


def says(doc: TokenizedText, found: FoundQuotation) -> bool:
    """Whether the cue holds a verb of saying."""
    return found.cue is not None and not SAYING.isdisjoint(doc.low[found.cue.first : found.cue.end])


def is_refusal(doc: TokenizedText, found: FoundQuotation) -> bool:
    """Whether the quotation reports that somebody does not speak: "declined to comment", "has not said whether"."""
    if found.cue is None:
        return False
    first = found.contents[0].first if found.contents else found.cue.end
    return refuses(doc.low[found.cue.first : found.cue.end], doc.low[first : first + 3])


def refuses(words: Sequence[str], content: Sequence[str] = ()) -> bool:
    """Whether the words of a cue say that somebody does not speak.

    Args:
        words: The cue in lower case.
        content: The words after it, in lower case.
    """
    if not _REFUSALS.isdisjoint(words):
        return not _ANSWERS.isdisjoint([*words, *content])
    return not _NEGATED.isdisjoint(words) and not _ANSWERS.isdisjoint(words)


def is_act(doc: TokenizedText, found: FoundQuotation, form: str) -> bool:
    """Whether a predicate is an act or a name, not speech: "signed the treaties", "were denied visas", "is called Rex".

    Args:
        doc: The text.
        found: One of its quotations.
        form: The form of its content, as `content_form` returns it.
    """
    if found.cue is None or form == CLAUSE:
        return False
    words = doc.low[found.cue.first : found.cue.end]
    if form == MARKS:
        return words[-1] in _GIVES_NAME and marked_words(doc, found) <= _NAME_WORDS
    verb = next((word for word in reversed(words) if word in _ACTS or word in _GIVEN or word in _NAMED), "")
    passive = not _BE.isdisjoint(words)
    named = verb in _NAMED and doc.shapes[found.contents[0].first] in (3, 4)
    return verb in _ACTS or (passive and (verb in _GIVEN or named))


def is_hardly_any(doc: TokenizedText, found: FoundQuotation, form: str) -> bool:
    """Whether a content outside marks is too short to tell: a pronoun ("talked to us"), two words behind a colon.

    Args:
        doc: The text.
        found: One of its quotations.
        form: The form of its content.
    """
    if found.cue is None or form == MARKS:
        return False
    words = [token for piece in found.contents for token in range(piece.first, piece.end) if doc.word[token]]
    if len(words) == 1:
        return doc.low[words[0]] in _HEARERS
    return doc.surfaces[found.cue.first] == ":" and len(words) <= _AFTER_COLON


_HEARERS = word_set("en.reported_speech.object_pronouns")
_AFTER_COLON = 2  # words


def is_worded(doc: TokenizedText, found: FoundQuotation, form: str) -> bool:
    """Whether the content gives what was said, so that its words are the speaker's and not the outlet's.

    A verb or phrase of saying reports speech. What somebody wants, supports or rejects, and a thing that is announced
    or asked about, is told in the outlet's words; words in marks inside it are the speaker's in any case.

    Args:
        doc: The text.
        found: One of its quotations.
        form: The form of its content.
    """
    if found.cue is None or found.origin in BY_FORM:
        return True
    words = doc.low[found.cue.first : found.cue.end]
    if doc.surfaces[found.cue.first] == ":" or "as" in (words[-1], *(doc.low[piece.first] for piece in found.contents)):
        return True  # "regarded as fraudulent"
    if words[-1] in _NOUNS and doc.low[found.contents[0].first] == "that":
        return True  # "X's allegation that ..."
    if any("call" in word for word in words) and words[-1] in ("on", "for", "off", "up"):
        return False
    if form in (PHRASE, INFINITIVE) and not _OF_THINGS.isdisjoint(words):
        return False
    return says(doc, found)
