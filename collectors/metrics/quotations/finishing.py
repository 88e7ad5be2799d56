"""From token ranges to `Quotation`s: exact spans with their marks, type and stance; also scare quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain, compress

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.confidence import is_decided
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.speakers.resolution import SpeakerResolver
from collectors.metrics.quotations.speakers.resolved import ResolvedSpeaker
from collectors.metrics.quotations.speakers.scene import TextScene
from collectors.metrics.quotations.speakers.speaker_sides import SpeakerSides
from collectors.metrics.quotations.speakers.speaker_spans import whole_speaker
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.text import WORD, quoted
from collectors.metrics.voice import SAYING
from collectors.metrics.word_lists import word_map, word_set
from collectors.model import Actor, Quotation, Span

#: Most words of scare quotes; _SCARE_LONGEST if they do not end as a clause does.
_SCARE_WORDS, _SCARE_LONGEST = 4, 6
_SHOWN_WORDS = 2  # words in marks in a quotation without a verb of saying: "the channel already shows 'forecasts'"
_DOUBLED = re.compile(r"([bdglmnprt])\1$")
_IRREGULAR = word_map("en.reported_speech.lemmas_of_irregular_forms")


def finish(
    doc: TokenizedText,
    found: Sequence[FoundQuotation],
    actors: Sequence[Actor],
    stances: Mapping[str, str] | None,
    sides: SpeakerSides | None = None,
) -> list[Quotation]:
    """Turn found quotations into `Quotation`s, in the order of their first content.

    Args:
        doc: The text.
        found: Its quotations, in any order.
        actors: The event's people and bodies.
        stances: The stance of a verb of saying by its lemma; with None every cue is neutral.
        sides: The sides of the event; None for no sides.

    Returns:
        Quotations whose contents never overlap: a token belongs to one piece.
    """
    people = SpeakerResolver(doc.text, actors, sides, _scene(doc))
    ordered = sorted(found, key=lambda item: (item.contents[0].first, item.contents[0].end))
    verbs = Stances(stances or {})
    said = {
        index for quotation in found for content in quotation.contents for index in range(content.first, content.end)
    }
    taken: set[int] = set()
    read = {quotation.sequence.first: quotation.sequence for quotation in found}
    for piece in chain(
        (content for quotation in found for content in quotation.contents),
        (cue for sequence in read.values() for cue in (*sequence.cues, *sequence.speakers)),
    ):
        taken.update(range(piece.first, piece.end))
    # All contents are extended first, so that one cannot take marks that another needs.
    whole = [
        (quotation, [_to_phrase_end(doc, content, taken) for content in quotation.contents]) for quotation in ordered
    ]
    return [_quotation(doc, quotation, pieces, (people, verbs), (taken, said)) for quotation, pieces in whole]


def _scene(doc: TokenizedText) -> TextScene:
    """Return the sentences and marks of a document, with which pronouns and descriptions are resolved."""
    firsts = [
        index for index, sentence in enumerate(doc.sentences) if index == 0 or sentence != doc.sentences[index - 1]
    ]
    return TextScene(
        doc.text, doc.starts[firsts].tolist(), [doc.span(first, end) for first, end in doc.ranges if first < end]
    )


def _quotation(
    doc: TokenizedText,
    quotation: FoundQuotation,
    pieces: list[Piece],
    judges: tuple[SpeakerResolver, Stances],
    tokens: tuple[set[int], set[int]],
) -> Quotation:
    """Finish one quotation.

    Args:
        doc: The text.
        quotation: The quotation in tokens.
        pieces: Its contents, extended to the ends of their phrases.
        judges: The resolver of speakers and the lexicon of stances.
        tokens: The tokens that any piece holds, and those that contents held before they were extended.
    """
    (people, stances), (taken, said) = judges, tokens
    speaker = doc.span(*whole_speaker(doc, quotation.speaker, taken, said)) if quotation.speaker else None
    cue = doc.span(quotation.cue.first, quotation.cue.end) if quotation.cue else None
    kept = [piece for piece in pieces if not _only_relative(doc, piece)] or pieces
    contents = tuple(sorted(doc.span(*_with_marks(doc, piece, taken)) for piece in kept))
    who = (
        people.resolve(speaker, contents) if not _impersonal(doc, quotation) else ResolvedSpeaker(None, "unattributed")
    )
    stance = stances.of(doc.text[cue.start : cue.end]) if cue else "none"
    relay = doc.span(*quotation.relay) if quotation.relay else None
    return Quotation(
        speaker,
        who.name,
        cue,
        contents,
        kind_of(doc, kept),
        who.kind,
        who.actor,
        stance,
        relay=relay,
        relay_name=people.relay(relay),
        side=who.side,
        role=who.role,
        probability=quotation.probability,
        worded=quotation.worded,
        decided=is_decided(quotation),
    )


def _to_phrase_end(doc: TokenizedText, piece: Piece, taken: set[int]) -> Piece:
    """Extend a content that ends in an article or preposition to the next mark, piece or sentence end."""
    end = piece.end
    if doc.low[end - 1] not in _UNFINISHED or doc.quotes[end - 1]:
        return piece
    while end < len(doc.surfaces) and end - piece.end < 25 and end not in taken and not doc.quotes[end]:
        if not doc.word[end] or doc.sentences[end] != doc.sentences[piece.first]:
            break
        taken.add(end)
        end += 1
    return piece._replace(end=end)


_UNFINISHED = word_set("en.reported_speech.unfinished_ends")


def _only_relative(doc: TokenizedText, piece: Piece) -> bool:
    """Whether a piece is only a pronoun for what was said: "which" in "the vote, which he called a farce"."""
    return piece.end - piece.first == 1 and doc.low[piece.first] in _STANDS_FOR_CONTENT


def _impersonal(doc: TokenizedText, quotation: FoundQuotation) -> bool:
    """Whether the subject of a passive does not speak: "it is feared that", "the actress is said to be abroad"."""
    speaker, cue = quotation.speaker, quotation.cue
    if not speaker or not cue or doc.low[cue.first] not in _PASSIVE or cue.end - cue.first < 2:
        return False
    if doc.low[speaker[0] : speaker[1]] == ["it"]:
        return True
    report = doc.low[cue.end - 1] in _PASSIVE_REPORTS and speaker[1] <= cue.first
    return report and doc.low[quotation.contents[0].first] == "to"


_PASSIVE = word_set("en.reported_speech.impersonal_auxiliaries")
_PASSIVE_REPORTS = word_set("en.reported_speech.passive_reports")
_STANDS_FOR_CONTENT = word_set("en.reported_speech.pronouns_of_content")


def _with_marks(doc: TokenizedText, piece: Piece, taken: set[int]) -> tuple[int, int]:
    """Extend a piece to the quotation marks around it, and cut off punctuation at its ends."""
    first, end = piece.first, piece.end
    state = doc.quotes
    size = len(state)
    while first < end - 1 and state[first] != 2 and doc.surfaces[first] in (",", ":", ";", "—", "–", "-"):
        first += 1
    while end - 1 > first and state[end - 1] == 0 and doc.surfaces[end - 1] in (",", ":", ";", "—", "–", "-"):
        end -= 1
    if (
        state[first] == 1
        and first > 0
        and first - 1 not in taken
        and state[first - 1] == 2
        and doc.range_of[first - 1] == doc.range_of[first]
    ):
        first -= 1
    if (
        state[end - 1] in (1, 2)
        and end < size
        and end not in taken
        and state[end] == 3
        and doc.range_of[end] == doc.range_of[end - 1]
    ):
        end += 1
    return first, end


def kind_of(doc: TokenizedText, contents: Sequence[Piece]) -> str:
    """Return the type: "direct" if every word is in quotation marks, "indirect" if none is, else "mixed"."""
    inside = outside = 0
    for content in contents:
        marks = list(compress(doc.quotes[content.first : content.end], doc.word[content.first : content.end]))
        free = marks.count(0)
        inside, outside = inside + len(marks) - free, outside + free
    return "direct" if not outside else "indirect" if not inside else "mixed"


# --- stance


class Stances:
    """The stance of a cue.

    Args:
        lexicon: Stance by lemma or phrase ("say", "point out").
    """

    def __init__(self, lexicon: Mapping[str, str]) -> None:
        self._lexicon = lexicon
        self._verbs = {part for phrase in lexicon for part in phrase.split()[:1]}

    def of(self, cue: str) -> str:
        """Return the stance of a cue's longest phrase in the lexicon, the last of several; else "neutral"."""
        words = [word.lower() for word in WORD.findall(cue)][:12]
        lemmas = [self._lemma(word) for word in words]
        for size in (3, 2, 1):
            for index in range(len(words) - size, -1, -1):
                for form in ([lemmas[index], *words[index + 1 : index + size]], words[index : index + size]):
                    stance = self._lexicon.get(" ".join(form))
                    if stance is not None:
                        return stance
        return "neutral"

    def _lemma(self, word: str) -> str:
        """Return the base form of a verb: the first of the regular guesses that the lexicon has."""
        if word in self._verbs or word in _IRREGULAR:
            return _IRREGULAR.get(word, word)
        for ending, added in _ENDINGS:
            if word.endswith(ending):
                base = word[: -len(ending)] + added
                short = _DOUBLED.sub(r"\1", base)
                if base in self._verbs or short in self._verbs:
                    return base if base in self._verbs else short
        return word


_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip


# --- scare quotes


def scare_quotes(text: str, quotations: Sequence[Quotation]) -> list[Span]:
    """Return the stretches in quotation marks that are nobody's attributed speech.

    They hold at most six words, lie outside every quotation's content, and are neither a title of a work (first and
    last word capitalised) nor a whole sentence. One or two words in marks inside a quotation without a verb of saying
    count too ("the channel already shows 'forecasts'").

    Args:
        text: The text.
        quotations: The quotations found in it.
    """
    claimed = sorted(
        (content, quotation.cue is None or _says(text, quotation.cue))
        for quotation in quotations
        for content in quotation.content
    )
    found = []
    place = 0
    for span in quoted(text):
        while place < len(claimed) and claimed[place][0].end <= span.start:
            place += 1
        words = WORD.findall(text, *span)
        if (
            place < len(claimed)
            and claimed[place][0].start < span.end
            and (claimed[place][1] or len(words) > _SHOWN_WORDS)
        ):
            continue
        if not words or len(words) > _SCARE_LONGEST:
            continue
        title = len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
        inside = text[span.start : span.end].rstrip("”\"'»’")
        sentence = words[0][0].isupper() and inside.endswith((".", "!", "?", ","))
        clause = len(words) > _SCARE_WORDS and inside.endswith((".", "!", "?", ",", ";"))
        if not title and not sentence and not clause:
            found.append(span)
    return found


def _says(text: str, cue: Span) -> bool:
    """Whether a cue holds a verb of saying."""
    return not SAYING.isdisjoint(word.lower() for word in WORD.findall(text, *cue))
