"""From labelled pieces to quotations of a whole document: contents are joined to cues and cues to speakers.

A content in quotation marks without a cue goes to the last speaker before it; a content after a paragraph
that ends in "X said:" goes to X.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import dataclass, replace

from collectors.metrics.quotations import linking
from collectors.metrics.quotations.labelled_pieces import Piece, pieces
from collectors.metrics.quotations.linking import Sequence, SpeakerCandidate, Weights
from collectors.metrics.quotations.tokens import DASHES, Ints, TokenizedText
from collectors.metrics.word_lists import word_set

_UNSURE = -3.0  # a speaker below this log-odds is not taken


#: The speaker and cue at the end of a paragraph whose content is in the next one.
Waiting = tuple[tuple[int, int] | None, Piece] | None


@dataclass(frozen=True)
class FoundQuotation:
    """A quotation as token ranges, with how its parts were joined.

    Attributes:
        sequence: The paragraph, or piece of a long one, that holds the contents.
        cue: The words of saying, None without any.
        contents: What is said.
        speaker: Tokens [first, end) of the speaker, None without one.
        origin: Where the speaker came from: S, N, P or L as in `linking.SpeakerCandidate`, "pend" (a cue before a colon
            at the end of the paragraph before), "float" (carried over from the quotation before), "rest" (no cue),
            "head" or "sign" (the layout names the speaker), "label" (`attributed_labels`), "-" (no speaker found).
        speaker_score: Log-odds of the speaker by the linking model.
        content_score: The lowest log-odds of a content by the linking model.
        relay: Tokens [first, end) of who passed the words on, None without one.
        odds: Log-odds by the confidence model, None where a rule found the quotation.
        probability: That span and speaker are right, from 0 to 1.
        worded: Whether the content gives what was said.
        by_form: Whether the form of a headline shows the same speaker.
    """

    sequence: Sequence
    cue: Piece | None
    contents: tuple[Piece, ...]
    speaker: tuple[int, int] | None
    origin: str
    speaker_score: float = 0.0
    content_score: float = 0.0
    relay: tuple[int, int] | None = None
    odds: float | None = None
    probability: float = 0.5
    worded: bool = True
    by_form: bool = False

    @property
    def near_cue(self) -> Piece | None:
        """The cue if it is in the same paragraph as the content, else None."""
        cue = self.cue
        return cue if cue and self.sequence.first <= cue.first < self.sequence.end else None


class _LabelWalk:
    """One pass over the paragraphs that remembers the last speaker and a cue before a colon at a paragraph's end."""

    def __init__(self, content_model: Weights, speaker_model: Weights) -> None:
        self.content_model, self.speaker_model = content_model, speaker_model
        self.found: list[FoundQuotation] = []
        self.last: tuple[int, int] | None = None
        self.open: int | None = None  # the quotation whose marks were left open at the end of the paragraph before
        self.waiting: Waiting = None

    def step(self, sequence: Sequence) -> None:
        """Read one paragraph, and remember whether its quotation marks stay open at its end."""
        goes_on = self.open if sequence.quote[0] == 2 else None
        known = len(self.found)
        self._read(sequence, goes_on)
        self.open = goes_on if goes_on is not None and len(self.found) == known else None
        if sequence.quote[-1] == 1 and len(self.found) > known:
            self.open = max(range(known, len(self.found)), key=lambda index: self.found[index].contents[-1].end)
        elif sequence.quote[-1] != 1:
            self.open = None

    def _read(self, sequence: Sequence, goes_on: int | None) -> None:
        laid_out = _laid_out(sequence)
        if laid_out:
            self._add(laid_out)
            return
        held, free, sure = linking.assign(sequence, self.content_model)
        waiting, self.waiting = self.waiting, None
        before: tuple[int, int] | None = None
        for cue in sequence.cues:
            value, who = self._speaker(sequence, cue, held[cue], before)
            speaker = (who.first, who.end) if who else None
            before = speaker or before
            if held[cue]:
                self._add(
                    FoundQuotation(
                        sequence, cue, tuple(held[cue]), speaker, who.origin if who else "-", value, sure[cue]
                    )
                )
            elif sequence.low[-1] == ":" and cue.end >= sequence.end - 3:
                self.waiting = (speaker, cue)
        self._loose(sequence, free, waiting, goes_on)

    def _speaker(
        self, sequence: Sequence, piece: Piece, contents: list[Piece], before: tuple[int, int] | None
    ) -> tuple[float, SpeakerCandidate | None]:
        best, top = None, _UNSURE
        for candidate in linking.candidates(sequence, piece, before, self.last):
            value = linking.score(self.speaker_model, linking.speaker_features(sequence, candidate, piece, contents))
            if value > top:
                best, top = candidate, value
        return top, best

    def _loose(self, sequence: Sequence, free: list[Piece], waiting: Waiting, goes_on: int | None) -> None:
        """Add the contents that no cue of their paragraph took."""
        if not free:
            return
        if waiting:
            self._add(FoundQuotation(sequence, waiting[1], tuple(free), waiting[0], "pend"))
            return
        floating = [content for content in free if _mostly_quoted(sequence, content)]
        if floating and goes_on is not None:
            earlier = self.found[goes_on]
            self.found[goes_on] = replace(earlier, contents=(*earlier.contents, *floating))
        elif floating:
            self._add(FoundQuotation(sequence, None, tuple(floating), self.last, "float"))
        for content in free:
            if content not in floating:
                who = (sequence.speakers[0].first, sequence.speakers[0].end) if sequence.speakers else None
                self.found.append(FoundQuotation(sequence, None, (content,), who, "rest"))

    def _add(self, quotation: FoundQuotation) -> None:
        self.found.append(quotation)
        self.last = quotation.speaker or self.last


_LABELS = word_set("en.reported_speech.capital_labels")


def _laid_out(sequence: Sequence) -> FoundQuotation | None:
    """Read a paragraph whose layout names its speaker: "NAME: words" of a transcript, or "“words” — Name"."""
    return _transcript(sequence) or _signed(sequence)


_BRACKET = 7  # tokens in brackets after a name in a transcript


def _transcript(sequence: Sequence) -> FoundQuotation | None:
    start = sequence.first + (sequence.quote[0] == 2)
    place = start
    while (
        place < min(sequence.end, start + 5)
        and sequence.shape[place - sequence.first] == 4
        and sequence.low[place - sequence.first] not in _LABELS
    ):
        place += 1
    name = place
    if place > start and place < sequence.end and sequence.word(place) == "(":  # "KERNER (voice-over): ..."
        place = next(
            (index + 1 for index in range(place, min(sequence.end, place + _BRACKET)) if sequence.word(index) == ")"),
            place,
        )
    if (
        place == start
        or place + 1 >= sequence.end
        or sequence.word(place) != ":"
        or not _has_word(sequence.doc, Piece("T", "<", place + 1, sequence.end))
    ):
        return None
    return FoundQuotation(
        sequence, Piece("C", "", place, place + 1), (Piece("T", "<", place + 1, sequence.end),), (start, name), "head"
    )


def _signed(sequence: Sequence) -> FoundQuotation | None:
    if not sequence.quote or sequence.quote[0] != 2:
        return None
    place = 1
    while place < len(sequence.quote) and sequence.quote[place] == 1:
        place += 1
    if place + 2 >= len(sequence.quote) or sequence.quote[place] != 3 or sequence.low[place + 1] not in DASHES:
        return None
    first, end = sequence.first + place + 2, sequence.end
    while first < end and sequence.low[first - sequence.first] in DASHES:
        first += 1
    if sequence.low[-1] == ".":
        end -= 1
    shapes = sequence.shape[first - sequence.first : end - sequence.first]
    if (
        not 1 <= len(shapes) <= 8
        or shapes[0] not in (3, 4, 7)
        or sum(shape in (3, 4, 7) for shape in shapes) * 2 < len(shapes)
    ):
        return None
    return FoundQuotation(
        sequence,
        Piece("C", "", sequence.first + place + 1, first),
        (Piece("T", ">", sequence.first, sequence.first + place + 1),),
        (first, end),
        "sign",
    )


def _mostly_quoted(sequence: Sequence, piece: Piece) -> bool:
    inside = (
        piece.end - piece.first - sequence.quote[piece.first - sequence.first : piece.end - sequence.first].count(0)
    )
    return inside * 2 > piece.end - piece.first


def _has_word(doc: TokenizedText, piece: Piece) -> bool:
    return any(doc.word[piece.first : piece.end])


def _may_be_signed(doc: TokenizedText, first: int, end: int) -> bool:
    """Whether a paragraph begins with quotation marks and holds a dash: "“words” — Name"."""
    return doc.quotes[first] == 2 and end - first < _SIGNED and not DASHES.isdisjoint(doc.surfaces[first:end])


_SIGNED = 120  # tokens


def sequences(doc: TokenizedText, labels: Ints) -> list[Sequence]:
    """Return the labelled paragraphs of a document that may hold a quotation.

    Args:
        doc: The text.
        labels: The label of each token, as its place in LABELS.
    """
    plain = labels.tolist()
    found = []
    for first, end in doc.sequences:
        kept = [piece for piece in pieces(plain[first:end], first) if piece.kind != "T" or _has_word(doc, piece)]
        if (
            (kept and any(piece.kind != "S" for piece in kept))
            or ":" in doc.surfaces[first : first + 6]
            or _may_be_signed(doc, first, end)
        ):
            found.append(Sequence.of(doc, first, end, kept))
    return found


def assemble(parts: Seq[Sequence], content_model: Weights, speaker_model: Weights) -> list[FoundQuotation]:
    """Return the quotations of a document, in the reading order of their paragraphs.

    Args:
        parts: The labelled paragraphs.
        content_model: The weights that link contents and cues.
        speaker_model: The weights that link speakers and cues.
    """
    walk = _LabelWalk(content_model, speaker_model)
    for part in parts:
        walk.step(part)
    return walk.found
