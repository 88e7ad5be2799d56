"""From labelled pieces to quotations: which cue a content belongs to, and who is its speaker.

Two logistic models over pairs, content with cue and speaker with cue. Their features are short strings; the models are
plain tables of weights.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter

from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.word_lists import word_set

Weights = Mapping[str, float]
_NEAR = ("0", "1", "2", "3", "3", "5", "5", "5", "5") + ("9",) * 8 + ("17",) * 16
PRONOUNS = word_set("en.reported_speech.subject_pronouns")
_CLOSE = 1  # tokens; with a labelled speaker this near to the cue, unlabelled names are no candidates
_LOOSE = -1.5  # log-odds below which a content is left without a cue
_BETWEEN_CONTENT = (".", ":", ",", ";", "and", "that", "who", "but")
_BETWEEN_SPEAKER = (*_BETWEEN_CONTENT, "by", "to")
_DETERMINERS = word_set("en.speaker_clauses.determiners")
_AUX = word_set("en.reported_speech.auxiliaries")


def far(tokens: int) -> str:
    """Return the class of a distance in tokens: "0" to "17" by size, "f" for anything farther."""
    return _NEAR[tokens] if tokens < len(_NEAR) else "f"


@dataclass
class Sequence:
    """One paragraph's pieces, and plain lists per token for the pair features.

    Tokens are numbered as in the document; the lists begin at token `first`.
    """

    doc: TokenizedText
    first: int
    end: int
    cues: list[Piece] = field(default_factory=list)
    contents: list[Piece] = field(default_factory=list)
    speakers: list[Piece] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    quote: list[int] = field(default_factory=list)
    shape: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, doc: TokenizedText, first: int, end: int, found: Iterable[Piece]) -> Sequence:
        """Sort the pieces of tokens [first, end) of a document into cues, contents and speakers.

        Args:
            doc: the text in tokens.
            first: the first token.
            end: behind the last token.
            found: the tagger's pieces in these tokens, in order.
        """
        sequence = cls(doc, first, end)
        for piece in found:
            (
                sequence.cues if piece.kind == "C" else sequence.contents if piece.kind == "T" else sequence.speakers
            ).append(piece)
        sequence.low = doc.low[first:end]
        sequence.sentence = doc.sentences[first:end]
        sequence.quote = doc.quotes[first:end]
        sequence.shape = doc.shapes[first:end]
        return sequence

    def word(self, token: int) -> str:
        """Return a token of the document in lower case, "<>" outside the sequence."""
        place = token - self.first
        return self.low[place] if 0 <= place < len(self.low) else "<>"


def content_features(sequence: Sequence, content: Piece, cue: Piece) -> list[str]:
    """Return the names of the features of a content and a cue that may belong together.

    Args:
        sequence: The paragraph of both.
        content: A content.
        cue: A cue.
    """
    before = content.end <= cue.first
    start, end = (content.end, cue.first) if before else (cue.end, content.first)
    direction = "B" if before else "A"
    offset = sequence.first
    between = sequence.low[start - offset : end - offset] if end - start < 40 else []
    other_cues = [other for other in _local(sequence.cues, content.first) if other is not cue]
    other_contents = [other for other in _local(sequence.contents, cue.first) if other is not content]
    cues = sum([start <= other_cue.first < end for other_cue in other_cues])
    others = sum([start <= other_content.first < end for other_content in other_contents])
    sources = sum([start <= speaker.first < end for speaker in _local(sequence.speakers, start)])
    sx, sy, sc = [sequence.sentence[token - offset] for token in (content.first, content.end - 1, cue.first)]
    ds = 0 if sx <= sc <= sy else min(3, abs(sc - sx), abs(sc - sy))
    gap = _gap(cue, content)
    rank = sum([_gap(other_cue, content) < gap for other_cue in other_cues])
    quoted = sequence.quote[content.first - offset] > 0
    # Whether the sentence has another content on the other side of the cue, which may be in the middle of a quotation.
    sides = [
        (other_content.end <= cue.first) == before
        for other_content in other_contents
        if sequence.sentence[other_content.first - offset] == sc
    ]
    rival, same = False in sides, True in sides
    features = [
        "b",
        f"d{direction}",
        f"gap{direction}{far(end - start)}",
        f"ncue{direction}{min(2, cues)}",
        f"nx{direction}{min(2, others)}",
        f"ns{direction}{min(2, sources)}",
        f"ds{direction}{ds}",
        f"rank{direction}{min(3, rank)}",
        f"q{direction}{quoted:d}",
        f"riv{direction}{rival:d}{ds == 0:d}",
        f"same{direction}{same:d}{ds == 0:d}",
        f"dir{direction}{content.side}",
        f"dirr{direction}{content.side}{min(2, rank)}{min(1, cues)}",
        f"w{direction}{sequence.word(cue.first)}",
        f"st{direction}{sequence.word(cue.end)[:1]}{quoted:d}",
        f"ncuer{direction}{min(2, cues)}{min(2, rank)}{ds}",
        f"n{min(3, len(sequence.cues))}{min(3, len(sequence.contents))}{direction}",
        f"pre{direction}{sequence.word(content.first - 1)}",
        f"post{direction}{sequence.word(content.end)}",
        f"last{direction}{sequence.word(content.end - 1)}",
        f"ing{direction}{sequence.word(cue.end - 1).endswith('ing'):d}",
        f"adj{direction}{far(end - start)}{min(1, sources)}{quoted:d}",
        f"cend{direction}{sequence.word(cue.end)}",
    ]
    if between:
        features += [f"btw{direction}{word}" for word in _BETWEEN_CONTENT if word in between]
    return features


def _local(pieces: list[Piece], at: int) -> list[Piece]:
    """Return the pieces around a token, at most eight on either side, which bounds the work on text full of cues."""
    if len(pieces) <= 16:
        return pieces
    place = bisect.bisect_left(pieces, at, key=attrgetter("first"))
    return pieces[max(0, place - 8) : place + 8]


def _gap(piece: Piece, other: Piece) -> int:
    return max(piece.first - other.end, other.first - piece.end)


@dataclass(frozen=True)
class SpeakerCandidate:
    """A possible speaker of a cue: tokens [first, end), its origin, and the side of its label, "" without a label."""

    origin: str  # S labelled, N a name or pronoun in the sentence, P the speaker of the cue before, L last speaker
    first: int
    end: int
    side: str = ""


def speaker_features(sequence: Sequence, candidate: SpeakerCandidate, cue: Piece, contents: list[Piece]) -> list[str]:
    """Return the names of the features of a candidate speaker and a cue.

    Args:
        sequence: The paragraph.
        candidate: The possible speaker.
        cue: The cue.
        contents: The contents that belong to the cue.
    """
    if candidate.origin == "L":
        return _carried_features(sequence, cue, contents)
    offset = sequence.first
    before = candidate.end <= cue.first
    start, end = (candidate.end, cue.first) if before else (cue.end, candidate.first)
    direction = candidate.origin + ("B" if before else "A")
    between = sequence.low[start - offset : end - offset] if 0 <= end - start < 40 else []
    others, rank = _rivals(sequence, candidate, cue, (start, end))
    cues = sum([start <= piece.first < end for piece in _local(sequence.cues, cue.first) if piece is not cue])
    content = sum([start <= piece.first < end for piece in _local(sequence.contents, cue.first)])
    inside = True in [one_content.first <= candidate.first < one_content.end for one_content in contents]
    ds = min(2, abs(sequence.sentence[candidate.first - offset] - sequence.sentence[cue.first - offset]))
    look = "p" if sequence.low[candidate.first - offset] in PRONOUNS else str(sequence.shape[candidate.first - offset])
    ing = sequence.word(cue.end - 1).endswith("ing") and sequence.word(cue.first) not in _AUX
    side = bool(contents) and (contents[0].end <= cue.first) == before
    features = [
        "b" + candidate.origin,
        "d" + direction,
        f"gap{direction}{far(max(0, end - start))}",
        f"cue{direction}{min(2, cues)}",
        f"oth{direction}{min(2, others)}",
        f"con{direction}{min(2, content)}",
        f"ds{direction}{ds}",
        f"rank{direction}{min(3, rank)}",
        f"look{direction}{look}",
        f"dir{direction}{candidate.side}",
        f"dirc{direction}{candidate.side}{min(1, cues)}{min(2, rank)}",
        f"w{direction}{sequence.word(cue.first)}",
        f"ing{direction}{ing:d}{min(2, cues)}",
        f"pre{direction}{sequence.word(candidate.first - 1)}",
        f"post{direction}{sequence.word(candidate.end)}",
        f"cpre{direction}{sequence.word(cue.first - 1)}",
        f"in{direction}{inside:d}",
        f"ns{direction}{min(3, len(sequence.speakers))}",
        f"side{direction}{side:d}{ds}",
        f"init{direction}{candidate.first == sequence.first:d}{sequence.word(candidate.first - 1)}",
        f"adj{direction}{far(max(0, end - start))}{look}",
        f"len{direction}{min(3, candidate.end - candidate.first)}",
        f"touchw{direction}{start >= end:d}{sequence.word(cue.first)}",
        f"touchs{direction}{start >= end:d}{side:d}{look}",
        f"endw{direction}{sequence.word(cue.end)[:1]}{start >= end:d}",
        f"of{direction}{_touching(sequence, candidate, cue)}{look}",
    ]
    if between:
        features += [f"btw{direction}{word}" for word in _BETWEEN_SPEAKER if word in between]
    return features


def _carried_features(sequence: Sequence, cue: Piece, contents: list[Piece]) -> list[str]:
    """The features of the last speaker of the paragraphs before, whose distance means nothing."""
    quoted = bool(contents) and sequence.quote[contents[0].first - sequence.first] > 0
    return [
        "L",
        f"Lq{quoted:d}",
        f"Ln{min(2, len(sequence.speakers))}",
        f"Lw{sequence.word(cue.first)}",
        f"Li{cue.first == sequence.first:d}",
    ]


def _rivals(sequence: Sequence, candidate: SpeakerCandidate, cue: Piece, gap: tuple[int, int]) -> tuple[int, int]:
    """Count the other labelled speakers in the gap between candidate and cue, and those nearer to the cue."""
    start, end = gap
    speakers = _local(sequence.speakers, cue.first)
    others = [speaker for speaker in speakers if speaker.first != candidate.first or speaker.end != candidate.end]
    nearer = [
        max(cue.first - speaker.end, speaker.first - cue.end) < end - start
        for speaker in speakers
        if speaker.first != candidate.first
    ]
    return sum([start <= speaker.first < end for speaker in others]), sum(nearer)


def _touching(sequence: Sequence, candidate: SpeakerCandidate, piece: Piece) -> str:
    """Whether another labelled speaker touches the cue before ("b") or after ("a"); "x" if the candidate does."""
    if candidate.end == piece.first or candidate.first == piece.end:
        return "x"
    return "".join(
        [
            "b" if speaker.end == piece.first else "a"
            for speaker in _local(sequence.speakers, piece.first)
            if speaker.end == piece.first or speaker.first == piece.end
        ]
    )


def score(weights: Weights, feats: list[str]) -> float:
    """Return the sum of the weights of features; unknown features weigh 0."""
    return sum(map(weights.get, feats, repeat(0.0)))


def assign(sequence: Sequence, weights: Weights) -> tuple[dict[Piece, list[Piece]], list[Piece], dict[Piece, float]]:
    """Assign each content to its most likely cue.

    Args:
        sequence: The paragraph.
        weights: The weights of the content model.

    Returns:
        The contents of each cue, the contents that fit no cue, and the lowest score among each cue's contents.
    """
    held: dict[Piece, list[Piece]] = {cue: [] for cue in sequence.cues}
    sure: dict[Piece, float] = {}
    free: list[Piece] = []
    for content in sequence.contents:
        best, top = None, _LOOSE
        for near_cue in nearest(sequence, content):
            value = score(weights, content_features(sequence, content, near_cue))
            if value > top:
                best, top = near_cue, value
        if best is None:
            free.append(content)
        else:
            held[best].append(content)
            sure[best] = min(sure.get(best, top), top)
    return held, free, sure


def nearest(sequence: Sequence, content: Piece) -> list[Piece]:
    """Return the at most six cues nearest to a content."""
    near = _local(sequence.cues, content.first)
    return sorted(near, key=lambda item: (_gap(item, content), item.first))[:6] if len(near) > 1 else near


def candidates(
    sequence: Sequence, cue: Piece, before: tuple[int, int] | None, last: tuple[int, int] | None
) -> list[SpeakerCandidate]:
    """Return the possible speakers of a cue.

    They are the labelled speakers of the paragraph, the names and pronouns near the cue in its sentence, and the
    speakers of the cue and of the quotation before.

    Args:
        sequence: The paragraph.
        cue: The cue.
        before: Tokens of the speaker of the cue before in the paragraph, None without one.
        last: Tokens of the speaker of the quotation before in the text, None without one.
    """
    labelled = _local(sequence.speakers, cue.first)
    if len(labelled) > 8:
        labelled = sorted(labelled, key=lambda item: (_gap(cue, item), item.first))[:8]
    found = [SpeakerCandidate("S", piece.first, piece.end, piece.side) for piece in labelled]
    taken = [(piece.first, piece.end) for piece in (*labelled, *_local(sequence.cues, cue.first))]
    if not any(-1 <= _gap(cue, piece) <= _CLOSE for piece in labelled):
        found += [
            SpeakerCandidate("N", first, end)
            for first, end in _mentions(sequence, cue)
            if not any(first < right and left < end for left, right in taken)
        ]
    known = {(piece.first, piece.end) for piece in found}
    for origin, speaker in (("P", before), ("L", last)):
        if speaker and speaker not in known:
            known.add(speaker)
            found.append(SpeakerCandidate(origin if sequence.first <= speaker[0] < sequence.end else "L", *speaker))
    return found


def _mentions(sequence: Sequence, piece: Piece) -> list[tuple[int, int]]:
    """Return capitalised runs and pronouns outside marks in the cue's sentence, 25 tokens before it to 8 after."""
    offset, found, token = sequence.first, [], max(sequence.first, piece.first - 25)
    stop = min(sequence.end, piece.end + 8)
    at = sequence.sentence[piece.first - offset]
    while token < stop:
        place = token - offset
        if sequence.quote[place] or sequence.sentence[place] != at or piece.first <= token < piece.end:
            token += 1
            continue
        if sequence.low[place] in PRONOUNS:
            found.append((token, token + 1))
        elif sequence.shape[place] in (3, 4) or (
            sequence.low[place] in _DETERMINERS and token + 1 < stop and not sequence.quote[place + 1]
        ):
            end = token + 1
            while (
                end < stop
                and (
                    sequence.shape[end - offset] in (3, 4, 7)
                    or (
                        end == token + 1
                        and sequence.shape[place] != 4
                        and sequence.low[place] in _DETERMINERS
                        and sequence.shape[end - offset] == 2
                    )
                )
                and not sequence.quote[end - offset]
                and not piece.first <= end < piece.end
            ):
                end += 1
            found.append((token, end))
            token = end
            continue
        token += 1
    return found
