"""Texts in turns and signed words: transcripts, interviews with Q and A, statements with a name below them.

A paragraph that begins with a speaker's label ("DR. LENA FROST: ...", "Ms Adler: ...", "A: ...") is that speaker's
words, up to the next label. Small letters and initials count as labels only where a text has two turns or more, so that
"Time:" and "Price:" in a list do not speak. What a Q introduces is the outlet's question; an A is the one person whom
the text names before the first Q, or unattributed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Seq
from dataclasses import dataclass, replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.subjects import Tokens
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.word_lists import word_set

_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sen|Rep|Gov|Gen|MR|MRS|MS|DR|PROF|SEN|REP|GOV|GEN)\.?[ ])"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’-]+"
_NAMES = r"[A-ZÀ-Þ][\w'’-]+(?:[ ][A-ZÀ-Þ][\w'’.-]*){0,3}"
_BRACKET = r"(?:[ ]\([^()\n]{1,40}\))?"
#: A label at the beginning of a paragraph, before a colon: in capitals, also initials, with a title or description; in
#: small letters with a title, or of several words.
_LABEL = re.compile(
    rf"(?P<capitals>{_TITLE}?{_CAPITALS}(?:[ ]{_CAPITALS}){{0,3}})"
    rf"(?P<described>,[ ][A-Z][^:;.\n–-]{{2,60}})?{_BRACKET}:[ ]"
    rf"|(?P<named>{_TITLE}{_NAMES}|[A-ZÀ-Þ][\w'’-]+(?:[ ][A-ZÀ-Þ][\w'’.-]*){{1,3}}){_BRACKET}:[ ]"
)
_ASKED = re.compile(r"(?:Q|Question|QUESTION)[:.][ ]")
_ANSWERED = re.compile(r"(?:A|Answer|ANSWER)[:.][ ]")
#: A question or answer that begins inside a paragraph.
_INSIDE = re.compile(r"(?<=[.?!][ ])(?:Q|A)[:.][ ]")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:[ ][A-ZÀ-Þ][\w'’-]+){1,2}")
_NO_SPEAKER = word_set("en.reported_speech.labels_before_colon")
_TITLED = re.compile(rf"(?:Mayor|Minister|President|Professor|Dr\.?) ({_PERSON.pattern})")
_SIGNED = re.compile(rf"[—―–-]{{1,2}}[ \u00a0]?(?P<name>{_PERSON.pattern})(?P<rest>,[ ][^.!?\n“”\"]{{2,80}})?[.]?$")
_PARAGRAPH = re.compile(r"[^\n]+")
_INITIALS = 3  # letters at most
_MOST = 1_000  # paragraphs and turns read of one text: bounds the work on hostile ones
_OPENING = 3_000  # characters before the first turn in which its speakers are looked for


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one label introduces: characters of the label's name (None for a question) and of the words."""

    kind: str  # "capitals", "described", "named", "initials", "question", "answer"
    name: tuple[int, int] | None
    label: tuple[int, int]
    words: list[tuple[int, int]]


def with_turns(doc: TokenizedText, found: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """Add the turns of a transcript or interview and who signed words in marks; they replace what was read inside.

    Args:
        doc: The text.
        found: Its quotations.
    """
    turns = _spoken(doc.text, _turns(doc.text))
    added = [one for turn in turns if (one := _of_turn(doc, turn)) is not None]
    asked = {
        index for turn in turns if turn.kind == "question" for words in turn.words for index in _tokens(doc, words)
    }
    taken = asked.union(*(range(piece.first, piece.end) for one in added for piece in one.contents))
    kept = [one for one in found if taken.isdisjoint(range(one.contents[0].first, one.contents[0].end))]
    return [*(_with_signature(doc, one) for one in kept), *added]


def _turns(text: str) -> list[_Turn]:
    """Cut a text at its labels. Paragraphs without one go on with the turn before them."""
    turns: list[_Turn] = []
    for number, paragraph in enumerate(_PARAGRAPH.finditer(text)):
        if number >= _MOST or len(turns) >= _MOST:
            break
        starts = [paragraph.start(), *(match.start() for match in _INSIDE.finditer(text, *paragraph.span()))]
        for start, end in zip(starts, [*starts[1:], paragraph.end()], strict=True):
            turn = _labelled(text, start, end)
            if turn is not None:
                turns.append(turn)
            elif turns:
                turns[-1].words.append((start, end))
    return turns


def _labelled(text: str, start: int, end: int) -> _Turn | None:
    for pattern, kind in ((_ASKED, "question"), (_ANSWERED, "answer")):
        if match := pattern.match(text, start, end):
            return _Turn(kind, None, match.span(), [(match.end(), end)])
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    kind = "capitals" if match["capitals"] else "named"
    words = match[kind].lower().split()
    if not _NO_SPEAKER.isdisjoint(words) and re.match(_TITLE, match[kind]) is None:
        return None
    described = kind == "capitals" and bool(match["described"] or " " in match[kind])
    if kind == "capitals" and len(match[kind]) <= _INITIALS and not match["described"]:
        return _Turn("initials", match.span(kind), match.span(), [(match.end(), end)])
    return _Turn("described" if described else kind, match.span(kind), match.span(), [(match.end(), end)])


def _spoken(text: str, turns: list[_Turn]) -> list[_Turn]:
    """Return the turns that somebody speaks: all of a text in turns, else none.

    A text is in turns if it has two or more, of which one is a question with an answer, a label comes again or is a
    person's, or three labels are in capitals.
    """
    kinds = [turn.kind for turn in turns]
    labels = {text[slice(*turn.name)] for turn in turns if turn.name}
    answered = "question" in kinds and "answer" in kinds
    repeated = len(labels) >= 2 and len(labels) < sum(turn.name is not None for turn in turns)
    people = sum(_is_person(label) for label in labels) >= 2
    capitals = set(kinds) <= {"capitals", "described", "question"} and (len(labels) >= 3 or "question" in kinds)
    interview = len(turns) >= 1 and set(kinds) == {"initials"} and _in_full(text, turns[0]) is not None
    if not (answered or repeated or people or capitals or interview):
        return [
            turn for turn in turns[:1] if turn.kind == "described" and turn.label[0] == 0 and _is_described(text, turn)
        ]
    who = _interviewed(text, turns[0].label[0])
    return [
        replace(turn, name=who) if turn.kind == "answer" else replace(turn, name=_in_full(text, turn) or turn.name)
        for turn in turns
    ]


def _is_described(text: str, turn: _Turn) -> bool:
    """Whether a label in capitals is a name with a description or a title: "JANE HALL, CNN CORRESPONDENT"."""
    label = text[slice(*turn.label)]
    return "," in label or re.match(_TITLE, label) is not None


def _is_person(label: str) -> bool:
    return re.match(_TITLE, label) is not None or (" " in label and bool(_gender(label)))


def _gender(name: str) -> str | None:
    return gender_of_first_name(name.split(maxsplit=1)[0])


def _interviewed(text: str, end: int) -> tuple[int, int] | None:
    """Return the one person whom a text names before its first question."""
    named = [match for match in _PERSON.finditer(text, max(0, end - _OPENING), end) if _gender(match[0])]
    titled = list(_TITLED.finditer(text, max(0, end - _OPENING), end))
    people = {match[0]: match.span() for match in named} | {match[1]: match.span(1) for match in titled}
    people = {
        name: span for name, span in people.items() if not any(name != other and other in name for other in people)
    }
    return next(iter(people.values())) if len(people) == 1 else None


def _in_full(text: str, turn: _Turn) -> tuple[int, int] | None:
    """Return the person before the first turn whose initials a label is: "HB:" of Hugo Brandt."""
    if turn.kind != "initials" or turn.name is None:
        return None
    initials = text[slice(*turn.name)]
    end = turn.label[0]
    words = ((match, match[0].split()) for match in _PERSON.finditer(text, max(0, end - _OPENING), end))
    return next(
        (
            (match.end() - len(" ".join(name[-len(initials) :])), match.end())
            for match, name in words
            if "".join(word[0] for word in name[-len(initials) :]) == initials
        ),
        None,
    )


def _tokens(doc: TokenizedText, span: tuple[int, int]) -> range:
    return range(int(doc.starts.searchsorted(span[0])), int(doc.starts.searchsorted(span[1])))


def _of_turn(doc: TokenizedText, turn: _Turn) -> FoundQuotation | None:
    if turn.kind == "question":
        return None
    pieces = [(words[0], words[-1] + 1) for span in turn.words if (words := _tokens(doc, span))]
    pieces = [(first, end) for first, end in pieces if any(doc.word[first:end])]
    label = _tokens(doc, turn.label)
    if not pieces or not label:
        return None
    name: Tokens | None = None
    if turn.name is not None:
        of_name = _tokens(doc, turn.name)
        name = (of_name[0], of_name[-1] + 1) if of_name else None
    first, end = pieces[0]
    contents = tuple(Piece("T", "<", *piece) for piece in pieces)
    cue = Piece("C", "", label[-1], label[-1] + 1)
    return FoundQuotation(Sequence.of(doc, first, end, ()), cue, contents, name, "head")


def _with_signature(doc: TokenizedText, one: FoundQuotation) -> FoundQuotation:
    """Give words in marks without a speaker to who signs them behind a dash: "“...” – Carl Berg, director"."""
    last = one.contents[-1].end
    if one.speaker is not None or one.cue is not None or not doc.quotes[one.contents[0].first]:
        return one
    at = int(doc.ends[last - 1])
    behind = re.compile(r"\s*").match(doc.text, at)
    start = behind.end() if behind else at
    line = _PARAGRAPH.match(doc.text, start)
    signed = _SIGNED.match(doc.text, start, line.end()) if line else None
    if signed is None:
        return one
    name, dash = _tokens(doc, signed.span("name")), int(doc.starts.searchsorted(signed.start()))
    return replace(one, speaker=(name[0], name[-1] + 1), cue=Piece("C", "", dash, dash + 1), origin="sign")
