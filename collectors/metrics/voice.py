"""Whose words a passage is: every character of an article belongs to exactly one voice.

A speaker's words inside quotation marks are quoted, what the outlet reports of somebody's speech in its own words is
attributed, and the rest is the outlet's own. The cue and the speaker's name are the outlet's own. Where the reader is
not sure enough that somebody is responsible for a report, its words are undecided: nobody's in any figure of one voice.

Whether somebody is responsible for a clause is decided in one place, where quotations are found (`quotations`): what a
`Quotation` holds belongs to its speaker, so that sources and voices count the same words. A quotation that is not
`worded` names what somebody spoke about, wants or did: that is the outlet's own account, except for marks in it.

Marks inside reported speech ("the vote was a 'farce', he said") keep their words quoted. Marks that no `Quotation`
claims are quoted where they hold a sentence of somebody's speech, and the outlet's own where they hold a word or a
title: scare quotes are the outlet's choice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from collectors.method import version_of
from collectors.metrics.text import WORD, count_words, quoted
from collectors.metrics.word_lists import word_set, word_tuple
from collectors.model import Quotation, Span, Voice

METHOD_VERSION = version_of("voice")

#: Unclaimed marks hold speech from SPEECH_WORDS if they end as a clause does, from LONG_WORDS whatever the end.
SPEECH_WORDS, LONG_WORDS = 4, 12
#: Of the voices that a passage may have, the one that counts comes first; the outlet's own words are what is left.
_BY_STRENGTH = (Voice.QUOTED, Voice.ATTRIBUTED, Voice.UNDECIDED)
_ENDS = (".", ",", "?", "!", "\u2026", "\u3002")
_MARKS = "\"'\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u2039\u203a\u300c\u300d\u300e\u300f`"


def forms(verb: str) -> list[str]:
    """Return the forms of a regular English verb.

    Args:
        verb: Its base form, of at least two letters.
    """
    stem = verb[:-1] if verb[-1] == "e" else verb
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    return [verb, f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s", f"{stem}ed", f"{stem}ing"]


#: Forms of English verbs of saying; the packs in data/languages hold those of other languages.
SAYING = word_set("en.reported_speech.irregular_forms_of_saying") | frozenset(
    form for verb in word_tuple("en.reported_speech.regular_verbs_of_saying") for form in forms(verb)
)


@dataclass(frozen=True, slots=True)
class VoiceMap:
    """The voices of a text: passage i begins at `starts[i]` and has `voices[i]`; neighbours differ.

    Attributes:
        length: The characters of the text.
        starts: The first character of each passage.
        voices: The voice of each passage.
    """

    length: int
    starts: tuple[int, ...]
    voices: tuple[Voice, ...]

    def at(self, start: int, end: int) -> Voice:
        """Return the voice of the characters [start, end).

        A passage that crosses voices is quoted if any of it is, else attributed, else undecided: marks around a part
        of a name (a "sham" vote) show that it is not the outlet's.
        """
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first + 1, bisect_left(self.starts, end))
        heard = self.voices[first:last]
        return next((voice for voice in _BY_STRENGTH if voice in heard), Voice.OWN)

    def spans(self) -> list[tuple[Span, Voice]]:
        """Return the passages in reading order; together they are the whole text."""
        ends = (*self.starts[1:], self.length)[: len(self.starts)]
        return [(Span(start, end), voice) for start, end, voice in zip(self.starts, ends, self.voices, strict=True)]


def voice_of(quotations: Iterable[Quotation], text: str) -> VoiceMap:
    """Return the voices of a text.

    Args:
        quotations: The quotations found in it. Spans outside the text are cut to it.
        text: The text.
    """
    pieces: dict[Voice, list[Span]] = {voice: [] for voice in Voice}
    for quotation in quotations:
        for start, end in quotation.content:
            piece = Span(max(0, start), min(len(text), end))
            if piece.start < piece.end:
                pieces[quotation.voice].append(piece)
    claimed = sorted(piece for spoken in pieces.values() for piece in spoken)
    for marked in quoted(text):
        inside = _common(marked, claimed)
        if inside:
            pieces[Voice.QUOTED].extend(inside)
        elif _is_speech(text[marked.start : marked.end].strip(_MARKS)):
            pieces[Voice.QUOTED].append(marked)
    return _paint(len(text), pieces)


def outside_marks_undecided(voices: VoiceMap) -> VoiceMap:
    """Return the voices of a text in a language whose reported speech is not read, where only marks tell them.

    Args:
        voices: The voices as `voice_of` returns them.

    Returns:
        The same passages; what is not quoted is undecided.
    """
    heard = [voice if voice is Voice.QUOTED else Voice.UNDECIDED for voice in voices.voices]
    keep = [index for index in range(len(heard)) if index == 0 or heard[index] != heard[index - 1]]
    starts = tuple(voices.starts[index] for index in keep)
    return VoiceMap(voices.length, starts, tuple(heard[index] for index in keep))


def unclaimed_speech(quotations: Iterable[Quotation], text: str) -> list[Span]:
    """Return the speech in quotation marks that no quotation claims, without its marks.

    Args:
        quotations: The quotations found in the text.
        text: The text of an article.
    """
    claimed = sorted(span for quotation in quotations for span in quotation.content)
    found = []
    for marked in quoted(text):
        inside = text[marked.start : marked.end].strip(_MARKS)
        if inside and not _common(marked, claimed) and _is_speech(inside):
            start = text.index(inside, marked.start)
            found.append(Span(start, start + len(inside)))
    return found


def _common(span: Span, others: list[Span]) -> list[Span]:
    """Return what a span shares with each of some sorted spans."""
    first = max(0, bisect_right(others, span) - 1)
    shared = []
    for other in others[first:]:
        if other.start >= span.end:
            break
        if other.end > span.start:
            shared.append(Span(max(span.start, other.start), min(span.end, other.end)))
    return shared


def _is_speech(inside: str) -> bool:
    count = count_words(inside)
    return count >= LONG_WORDS or (count >= SPEECH_WORDS and inside.rstrip().endswith(_ENDS))


def _paint(length: int, pieces: Mapping[Voice, list[Span]]) -> VoiceMap:
    """Lay quoted over attributed over undecided over own, in one sweep over the borders."""
    if not length:
        return VoiceMap(0, (), ())
    steps = [(span, rank) for rank, voice in enumerate(_BY_STRENGTH) for span in pieces[voice]]
    borders = sorted([(start, rank, 1) for (start, _), rank in steps] + [(end, rank, -1) for (_, end), rank in steps])
    starts, voices, depth = [0], [Voice.OWN], [0] * len(_BY_STRENGTH)
    for position, rank, step in borders:
        depth[rank] += step
        voice = next((voice for voice, open_ in zip(_BY_STRENGTH, depth, strict=True) if open_), Voice.OWN)
        if position >= length:
            continue
        if starts[-1] == position:
            voices[-1] = voice
        else:
            starts.append(position)
            voices.append(voice)
    keep = [index for index in range(len(starts)) if index == 0 or voices[index] != voices[index - 1]]
    return VoiceMap(length, tuple(starts[place] for place in keep), tuple(voices[place] for place in keep))


def words_by_voice(text: str, voices: VoiceMap) -> dict[Voice, int]:
    """Count the words of a text in each voice, with 0 for absent voices.

    Args:
        text: The text.
        voices: Its voices. A word belongs to the voice of its first letter.
    """
    counts = dict.fromkeys(Voice, 0)
    passages = voices.spans()
    place = 0
    for match in WORD.finditer(text):
        while place + 1 < len(passages) and passages[place + 1][0].start <= match.start():
            place += 1
        counts[passages[place][1]] += 1
    return counts


def passages(voice: Voice, voices: VoiceMap, sentences: Sequence[Span]) -> list[Span]:
    """Return the passages of one voice, cut at the ends of sentences.

    For the outlet's own voice only whole sentences count: the words around a quotation ("..., she said") are no
    sentence. Passages in the other voices may be clauses.

    Args:
        voice: The voice.
        voices: The voices of the text.
        sentences: The sentences of the text, in order.
    """
    runs = [span for span, one_voice in voices.spans() if one_voice is voice]
    found: list[Span] = []
    place = 0
    for start, end in sentences:
        while place < len(runs) and runs[place].end <= start:
            place += 1
        after = place
        while after < len(runs) and runs[after].start < end:
            piece = Span(max(start, runs[after].start), min(end, runs[after].end))
            if voice is not Voice.OWN or piece == (start, end):
                found.append(piece)
            after += 1
    return found
