"""Names that somebody gives a thing, outside full quotations.

Examples are "what the West calls illegal referendums", "dismissed as a sham by Kyiv" and "NATO condemns “sham”
referendums": the word belongs to the speaker, not to the outlet. The tagger finds such labels only where its training
articles held them often, so here they are read from the verb that gives the label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence as Paragraph
from collectors.metrics.quotations.predicates import INFINITIVE, PHRASE, content_form, is_worded
from collectors.metrics.quotations.tokens import Ints, TokenizedText
from collectors.metrics.word_lists import word_set

_NAMING = word_set("en.labels.naming_verbs")
_CALLING = word_set("en.labels.calling_verbs")
_OPENS_NOUN = word_set("en.labels.before_noun")
_AS = word_set("en.labels.verbs_with_as")
_TELLING = word_set("en.labels.verbs_before_what")
_JUDGING = word_set("en.labels.judging_verbs")
_CHARGED = word_set("en.labels.charged_verbs")
_AUXILIARY = word_set("en.labels.auxiliaries_and_adverbs")
_ENDS_OBJECT = word_set("en.labels.object_ends")
_PASSIVE = word_set("en.labels.passive_auxiliaries")
_POSSESSIVE = word_set("en.labels.possessive_endings")
_PRONOUNS = word_set("en.labels.personal_pronouns")
_RELATIVE = word_set("en.labels.relative_words")
_ENDS_LABEL = word_set("en.labels.label_ends")
_ENDS_SUBJECT = word_set("en.labels.subject_ends")
_LONGEST_LABEL, _LONGEST_SUBJECT, _LONGEST_OBJECT = 7, 9, 14  # tokens
_VERBS = tuple(ROLE[name] for name in ("VF", "VC", "VR", "VA", "VB", "VP"))
_NEAR = 12  # tokens between "what" and the label


def attributed_labels(doc: TokenizedText, roles: Ints, found: Sequence[FoundQuotation]) -> list[FoundQuotation]:
    """Return the quotations with the labels of the text that lie in no words that somebody is said to say.

    What somebody asks for or does is told in the outlet's words, so that a label in it ("asked Putin to annex regions
    after votes dismissed as a sham") is cut out of such a content. So is, of any content, what somebody else calls a
    thing in a clause with "what" ("Peskov said they would sign after what the West casts as sham referendums").

    Args:
        doc: A text in English.
        roles: The clause role of each token.
        found: Its quotations so far.
    """
    worded, told = set[int](), set[int]()
    for one in found:
        tokens = {token for piece in one.contents for token in range(piece.first, piece.end)}
        form = content_form(doc, roles, one)
        is_account = form in (PHRASE, INFINITIVE) and not is_worded(doc, one, form)
        (told if is_account else worded).update(tokens)
    labels: list[FoundQuotation] = []
    for first, end in doc.sequences:
        for verb in range(first, end):
            low = doc.low[verb]
            if doc.quotes[verb] or not (low in _NAMING or low in _AS):
                continue
            reading = _Label(doc, roles, (first, end), verb)
            others = verb in worded and reading.is_of_somebody_else()
            if verb in worded and not others:
                continue
            for label in reading.readings():
                words = range(label.contents[0].first, label.contents[0].end)
                inside = others or (verb in told and int(roles[verb]) in _VERBS)
                if (others or worded.isdisjoint(words)) and (inside or told.isdisjoint(words)):
                    labels.append(label)
                    worded.update(words)
                    told.update(words if others else ())
                    break
    cut = {token for label in labels for token in range(label.contents[0].first, label.contents[0].end)} & told
    if cut:
        found = [left for one in found if (left := _without(one, cut)).contents]
    return [*found, *labels]


def _without(found: FoundQuotation, cut: set[int]) -> FoundQuotation:
    """Take tokens out of the contents of a quotation."""
    pieces: list[Piece] = []
    for piece in found.contents:
        start = piece.first
        for token in range(piece.first, piece.end + 1):
            if token == piece.end or token in cut:
                if start < token:
                    pieces.append(piece._replace(first=start, end=token))
                start = token + 1
    return found if tuple(pieces) == found.contents else replace(found, contents=tuple(pieces))


def given_by(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> FoundQuotation:
    """Return a quotation with the speaker who gives it as a label: "what Western officials have called “sham” votes".

    Args:
        doc: A text in English.
        roles: The clause role of each token.
        found: One of its quotations, of whatever origin.

    Returns:
        The quotation, with another speaker and cue if "what X calls" stands right before it.
    """
    sequence, first = found.sequence, found.contents[0].first
    for verb in range(first - 1, max(sequence.first, first - _NEAR), -1):
        if doc.sentences[verb] != doc.sentences[first]:
            break
        if doc.quotes[verb] or doc.low[verb] not in _NAMING | _AS | _TELLING:
            continue
        giver = _Label(doc, roles, (sequence.first, sequence.end), verb).giver()
        if giver is not None:
            return replace(found, speaker=giver, cue=Piece("C", "", verb, verb + 1))
    return found


def label_alone(doc: TokenizedText, found: FoundQuotation) -> FoundQuotation:
    """Leave of "calls the illegal votes a “farce”" the label as content: how the thing is named is the outlet's word.

    Args:
        doc: A text in English.
        found: One of its quotations.
    """
    cue, piece = found.near_cue, found.contents[0]
    if cue is None or len(found.contents) > 1 or piece.first != cue.end or doc.low[cue.end - 1] not in _CALLING:
        return found
    for token in range(piece.first + 1, piece.end - 1):
        low = doc.low[token]
        if doc.quotes[token] == 2 or (low in ("a", "an") and doc.low[token - 1] not in _OPENS_NOUN):
            return replace(found, contents=(piece._replace(first=token),))
        if doc.quotes[token] or not (doc.word[token] or low in _POSSESSIVE):
            break
    return found


def label_behind_as(doc: TokenizedText, roles: Ints, found: FoundQuotation) -> FoundQuotation:
    """Leave of "denounces the move to annex parts as a “land grab”" the label: the move's name is the outlet's word.

    Args:
        doc: A text in English.
        roles: The clause role of each token.
        found: One of its quotations.
    """
    cue, piece = found.near_cue, found.contents[0]
    if cue is None or len(found.contents) > 1 or piece.first < cue.end or doc.low[cue.end - 1] not in _AS:
        return found
    for token in range(piece.end - 2, piece.first, -1):
        if doc.low[token] == "as" and not doc.quotes[token] and int(roles[token]) != ROLE["MA"]:
            return replace(found, contents=(piece._replace(first=token + 1),))
    return found


class _Label:
    """One verb that may give a label, in its paragraph."""

    def __init__(self, doc: TokenizedText, roles: Ints, paragraph: tuple[int, int], verb: int) -> None:
        self.doc, self.roles, self.verb = doc, roles, verb
        first, end = paragraph
        sentence = doc.sentences[verb]
        self.first, self.end = verb, verb + 1
        while self.first > first and doc.sentences[self.first - 1] == sentence:
            self.first -= 1
        while self.end < end and doc.sentences[self.end] == sentence:
            self.end += 1
        self.paragraph = paragraph

    def readings(self) -> Iterator[FoundQuotation]:
        """Yield the possible labels of the verb, the likeliest first."""
        low = self.doc.low[self.verb]
        subject = self._subject()
        passive = self._passive()
        start = self.verb + 1
        if low in _NAMING and (self._relative(subject) or passive):
            speaker, start = self._named_speaker(start) if passive else (None, start)
            yield from self._labelled(start, speaker or (None if passive else subject), passive)
        elif low in _NAMING and low.endswith("ed"):
            yield from self._of_noun(start)
        if low in _AS:
            speaker, start = self._named_speaker(start) if passive else (None, start)
            behind = self._behind_as(start)
            if behind is not None:
                yield from self._labelled(behind, speaker or (None if passive else subject), passive)
        if low in _JUDGING and subject is not None and not passive:
            marked = self._marked()
            if marked is not None:
                yield self._quotation(subject, marked)

    def giver(self) -> tuple[int, int] | None:
        """Return the subject of the verb in a clause that "what" opens, None if it is in no such clause."""
        subject = self._subject()
        opened = subject is not None and subject[0] > self.first and self.doc.low[subject[0] - 1] == "what"
        return subject if opened else None

    def is_of_somebody_else(self) -> bool:
        """Whether the subject of a clause with "what" is named: "what the West calls", not "what he calls"."""
        giver = self.giver()
        return giver is not None and self.doc.low[giver[0]] not in _PRONOUNS

    def _labelled(self, start: int, speaker: tuple[int, int] | None, passive: bool) -> Iterator[FoundQuotation]:
        label = self._label(start)
        if label is not None:
            if passive and speaker is None:
                speaker, _ = self._named_speaker(label[1])
            if speaker is None and self.doc.low[self.verb] not in _CHARGED:
                return  # "is called Ivan", "is considered a toss-up": no speaker
            yield self._quotation(speaker, label)

    def _of_noun(self, start: int) -> Iterator[FoundQuotation]:
        """Yield the label of a noun right before the participle: "votes widely considered shams by the West"."""
        label = self._label(start)
        speaker, _ = self._named_speaker(label[1]) if label else (None, 0)
        if label and speaker:
            yield self._quotation(speaker, label)

    def _quotation(self, speaker: tuple[int, int] | None, label: tuple[int, int]) -> FoundQuotation:
        cue = Piece("C", "", self.verb, self.verb + 1)
        content = Piece("T", "<", *label)
        return FoundQuotation(
            Paragraph.of(self.doc, *self.paragraph, (cue, content)), cue, (content,), speaker, "label"
        )

    def _auxiliaries(self) -> int:
        """Return the token at which the verb's auxiliaries and adverbs begin."""
        start = self.verb
        while start > self.first and self.doc.low[start - 1] in _AUXILIARY:
            start -= 1
        return start

    def _passive(self) -> bool:
        """Whether the verb is a participle without a subject of its own: "is called", "dismissed as a sham by"."""
        doc = self.doc
        if not doc.low[self.verb].endswith(("ed", "seen", "cast")):
            return False
        start = self._auxiliaries()
        words = doc.low[start : self.verb]
        after = doc.low[self.verb + 1] if self.verb + 1 < self.end else ""
        before = doc.low[max(self.first, start - _NEAR) : start]
        if after == "by":
            return True  # "votes slammed by Kyiv as illegal": what is slammed is no speaker
        if after == "as" and _RELATIVE.isdisjoint(before):
            return True  # "votes dismissed as a sham"; with a subject, the object comes first
        if not _PASSIVE.isdisjoint(words):
            return True
        return start == self.first or not doc.word[start - 1] or doc.quotes[start - 1] == 3

    def _subject(self) -> tuple[int, int] | None:
        """Return the words right before the verb that may be its subject, up to the word that opens their clause."""
        doc, end = self.doc, self._auxiliaries()
        start = end
        while start > self.first and end - start < _LONGEST_SUBJECT and not doc.quotes[start - 1]:
            if doc.low[start - 1] in _ENDS_SUBJECT and not self._joins_names(start - 1):
                break
            start -= 1
        return (start, end) if start < end else None

    def _joins_names(self, token: int) -> bool:
        """Whether a token is an "and" between two names: "Ukraine and its allies"."""
        doc = self.doc
        if doc.low[token] != "and" or token == self.first:
            return False
        return doc.shapes[token - 1] in (3, 4) and (doc.shapes[token + 1] in (3, 4) or doc.low[token + 1] == "its")

    def _relative(self, subject: tuple[int, int] | None) -> bool:
        """Whether a relative pronoun opens the clause: "what Moscow calls", "which it terms".

        A second verb after such a pronoun counts too: "what it calls referendums but Ukraine calls a farce".
        """
        doc = self.doc
        if subject is None or subject[0] == self.first:
            return False
        opener = doc.low[subject[0] - 1]
        if opener in _RELATIVE:
            return True
        return opener == "but" and "what" in doc.low[max(self.first, subject[0] - 12) : subject[0]]

    def _named_speaker(self, start: int) -> tuple[tuple[int, int] | None, int]:
        """Return who is named after "by" at `start`, None without one, and the token after the name."""
        doc = self.doc
        if start >= self.end or doc.low[start] != "by":
            return None, start
        stop = start + 1
        while stop < self.end and stop - start < _LONGEST_SUBJECT and not doc.quotes[stop]:
            low = doc.low[stop]
            if (low in _ENDS_LABEL and low != "and") or (low == "and" and not self._joins_names(stop)):
                break
            stop += 1
        return ((start + 1, stop) if stop > start + 1 else None), stop

    def _behind_as(self, start: int) -> int | None:
        """Return the token after the verb's "as", which may follow a short object; None without "as"."""
        doc = self.doc
        for token in range(start, min(self.end - 1, start + _LONGEST_OBJECT)):
            if doc.low[token] == "as":
                clause = int(self.roles[token]) == ROLE["MA"] or doc.low[token + 1] in ("well", "such")
                return None if clause else token + 1
            if not (doc.word[token] or doc.quotes[token] or doc.low[token] in _POSSESSIVE):
                return None
        return None

    def _label(self, start: int) -> tuple[int, int] | None:
        """Return the label that begins at a token: words up to the next clause, with words in marks and their noun."""
        doc, stop = self.doc, start
        while stop < self.end and stop - start < _LONGEST_LABEL:
            if doc.quotes[stop] == 2:
                while stop < self.end and doc.quotes[stop] in (1, 2):
                    stop += 1
                stop += stop < self.end and doc.quotes[stop] == 3
                if stop - start > 2 * _LONGEST_LABEL:
                    return None
                if doc.surfaces[stop - 2] in (",", "."):
                    break
                continue
            if doc.low[stop] in _ENDS_LABEL:
                break
            stop += 1
        words = [token for token in range(start, min(stop, self.end)) if doc.word[token]]
        if not words or doc.low[words[0]] in _PRONOUNS:
            return None
        return start, words[-1] + 1 if not doc.quotes[stop - 1] else stop

    def _marked(self) -> tuple[int, int] | None:
        """Return a few words in marks in the object of the verb, before another clause begins; None without any."""
        doc = self.doc
        for token in range(self.verb + 1, min(self.end, self.verb + 1 + _LONGEST_OBJECT)):
            if doc.quotes[token] == 2:
                stop = token + 1
                while stop < self.end and doc.quotes[stop] == 1:
                    stop += 1
                stop += stop < self.end and doc.quotes[stop] == 3
                return (token, stop) if stop - token <= _LONGEST_LABEL + 2 else None
            if not (doc.word[token] or doc.low[token] in _POSSESSIVE) or doc.low[token] in _ENDS_OBJECT:
                return None
        return None
