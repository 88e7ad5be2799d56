"""Direct quotations by rule, for texts that the trained English tagger does not read.

The content is what stands inside quotation marks, or what the dash of a dialogue opens. A speaker and a cue are given
only where the pattern is clear: a verb of saying beside the marks with a name on its other side, "according to NAME",
or "NAME: «...»". A pronoun beside the verb refers to the last speaker.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from collectors.metrics.quotations import direct_rule_words as rw
from collectors.metrics.quotations.script_speakers import names_medium, script_side
from collectors.metrics.quotations.speakers.resolution import SpeakerResolver
from collectors.metrics.quotations.speakers.resolved import ResolvedSpeaker
from collectors.metrics.text import WORD, quoted
from collectors.metrics.word_lists import alternatives, word_set
from collectors.model import Actor, Quotation, Span


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


_CUE = re.compile(rf"\b(?:(?:{_any(rw.AUXILIARIES)})[ \u00a0])?(?:{_any(rw.SAID)})\b", re.IGNORECASE)
_ACCORDING = re.compile(rf"\b(?:{_any(rw.ACCORDING)})[ \u00a0]", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*")
_PARTICLES = word_set("mul.direct_speech.particles")
_STOP = re.compile(r"[.!?;\n](?:\s|$)|\n")
_PATRONYMIC = re.compile(r"(?:вич|вна|ович|івна|ївна)$")
_REACH = 110  # characters on either side of the marks in which a cue may stand
_BESIDE = 40  # characters between the marks and a cue after them
_FAR = 1500  # characters within which a pronoun refers to the last speaker
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_NO_CAPITALS = re.compile("[\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff]")
_FEWEST_IDEOGRAPHS = 4
_FEWEST_SAID = 2  # before "と" or behind a colon
#: A paragraph that a dash opens, with its words up to the dash before the verb.
_DIALOGUE = re.compile(r"^[ \t]*[–—-][ \u00a0](?P<said>[^\n–—]{2,600}?),?[ \u00a0][–—-][ \u00a0](?=\w)", re.MULTILINE)

_GOES_ON = re.compile(r"[.!?]?[ \u00a0]*[–—-][ \u00a0]")

_Side = tuple[Span | None, Span | None]


def direct_by_rule(
    text: str, actors: Sequence[Actor] = (), stances: Mapping[str, str] | None = None
) -> list[Quotation]:
    """Extract the direct quotations of a text in any language.

    Args:
        text: The text; its language need not be known.
        actors: The event's people and bodies, to whom speakers are resolved.
        stances: Stance by cue in lower case; None or a cue without an entry gives "none".

    Returns:
        Quotations of at least two words, or four ideographs, in reading order; they do not overlap.
    """
    found: list[Quotation] = []
    people = SpeakerResolver(text, actors)
    last: tuple[Span, ResolvedSpeaker] | None = None
    for span, (named, cue) in _sides(text):
        speaker = named
        pronoun = speaker is not None and text[speaker.start : speaker.end].lower() in rw.PRONOUNS
        if pronoun or (speaker is None and cue is not None and text[cue.start] != ":"):
            near = last if last and 0 <= span.start - last[0].end < _FAR else None
            speaker, who = (speaker or near[0], near[1]) if near else (None, ResolvedSpeaker(None, "unattributed"))
        else:
            who = _without_titles(text, speaker, people.resolve(speaker))
        if speaker is not None and who.name is not None:
            last = (speaker, who)
        who = _named_inside(text, speaker, who, actors)
        stance = (stances or {}).get(text[cue.start : cue.end].lower(), "none") if cue else "none"  # no list: not known
        found.append(Quotation(speaker, who.name, cue, (span,), "direct", who.kind, who.actor, stance))
    return found


def _named_inside(text: str, speaker: Span | None, who: ResolvedSpeaker, actors: Sequence[Actor]) -> ResolvedSpeaker:
    """Resolve a speaker in a script without capitals to the actor named in the words: "ゼレンスキー大統領"."""
    if speaker is None or who.actor:
        return who
    words = text[speaker.start : speaker.end]
    if not _NO_CAPITALS.search(words):
        return who
    for actor in actors:
        if any(_NO_CAPITALS.search(name) and name in words for name in (actor.name, *actor.aliases)):
            return ResolvedSpeaker(actor.name, actor.kind, actor.id)
    return who


def _without_titles(text: str, speaker: Span | None, who: ResolvedSpeaker) -> ResolvedSpeaker:
    """Remove the office before a person's name in other languages; English titles are removed already."""
    if speaker is None or who.name is None or who.actor or who.kind != "person":
        return who
    own = _NAME.findall(text, *speaker)
    words = who.name.split()
    while len(words) > 1 and _is_title(words[0]):
        words = words[1:]
    return ResolvedSpeaker(" ".join(own if len(own) > 1 else words), "person")


def _sides(text: str) -> list[tuple[Span, _Side]]:
    """Return the contents in reading order, each with its speaker and cue."""
    marks = [span for span in quoted(text) if not names_medium(text, span)]
    found = []
    for index, span in enumerate(marks):
        if not _long_enough(text, span):
            continue
        floor = marks[index - 1].end if index else 0
        ceiling = marks[index + 1].start if index + 1 < len(marks) else len(text)
        found.append((span, _beside(text, span, floor, ceiling)))
    dialogue = [
        (span, side) for span, side in _dialogue(text) if not any(_meet(span, mark) for mark in _near(marks, span))
    ]
    both = sorted([*found, *dialogue], key=lambda item: item[0])
    return [
        after for before, after in pairwise([(Span(-1, -1), (None, None)), *both]) if after[0].start >= before[0].end
    ]


def _long_enough(text: str, span: Span) -> bool:
    words = sum(1 for _ in WORD.finditer(text, *span))
    ideographs = len(_IDEOGRAPHS.findall(text, *span))
    said = text[span.end : span.end + 1] == "と" or text[max(0, span.start - 1) : span.start] in ("：", ":")
    return words >= 2 or ideographs >= (_FEWEST_SAID if said else _FEWEST_IDEOGRAPHS)


def _near(marks: Sequence[Span], span: Span) -> Iterable[Span]:
    first = bisect.bisect_left(marks, span)
    return marks[max(0, first - 1) : first + 3]


def _meet(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end


def _dialogue(text: str) -> Iterable[tuple[Span, _Side]]:
    """Yield speech that dashes set off: "– To farsa – powiedział prezydent. – Nic to nie zmieni."."""
    for match in _DIALOGUE.finditer(text):
        line = _line_end(text, match.end(), len(text))
        cue = _CUE.match(text, match.end(), min(line, match.end() + _BESIDE))
        if cue is None:
            continue
        stop = _clause_end(text, cue.end(), min(line, cue.end() + _REACH))
        side = _subject(text, Span(*cue.span()), match.end(), stop)
        yield Span(*match.span("said")), side
        on = _GOES_ON.match(text, stop)
        if on and line - on.end() > 3:
            yield Span(on.end(), line), side


def _beside(text: str, span: Span, floor: int, ceiling: int) -> _Side:
    """Find speaker and cue of a quotation: first after its marks, then before them, in the same paragraph."""
    if _NO_CAPITALS.search(text, max(0, span.start - _BESIDE), span.end + _BESIDE):
        return script_side(text, span, floor, ceiling)
    stop = _clause_end(text, span.end, _line_end(text, span.end, min(ceiling, span.end + _REACH)))
    after = _CUE.search(text, span.end, stop)
    if after and after.start() - span.end < _BESIDE and not _idle(text, after, span.end):
        speaker, cue = _subject(text, Span(*after.span()), span.end, stop)
        return speaker or _subject_before(text, span, floor), cue
    start = max(floor, span.start - _REACH, text.rfind("\n", 0, span.start) + 1)
    before = [match for match in _CUE.finditer(text, start, span.start) if match.group().lower() not in rw.AMBIGUOUS]
    if before:
        return _subject(text, Span(*before[-1].span()), _sentence_start(text, start, before[-1].start()), span.start)
    return _without_verb(text, span, start)


def _idle(text: str, cue: re.Match[str], end: int) -> bool:
    """Whether an ambiguous cue after the marks is another word, because more than a comma or dash is between them."""
    return cue.group().lower() in rw.AMBIGUOUS and bool(text[end : cue.start()].strip(" \u00a0,–—-"))


def _without_verb(text: str, span: Span, start: int) -> _Side:
    """Find speakers in "according to NAME" and "NAME: «...»", and speakers in scripts without capitals."""
    head = text[start : span.start]
    begin = _sentence_start(text, start, span.start)
    told = [*_ACCORDING.finditer(text, begin, span.start)]
    if told:
        cue = told[-1].span()
        name = _best(text, cue[1], span.start)
        return name, Span(cue[0], cue[1] - 1)
    if head.rstrip().endswith(":"):
        end = start + len(head.rstrip()) - 1
        return _best(text, begin, end), Span(end, end + 1)
    return None, None


def _subject(text: str, cue: Span, start: int, stop: int) -> _Side:
    """Find the name or pronoun that is the subject of a cue: after the cue, else before it.

    A single capitalised word after the cue counts only if there is no name before it, because German writes every noun
    with a capital.
    """
    ahead = None if _TURNS.match(text, cue.end) else _best(text, cue.end, stop)
    if ahead is None or len(_NAME.findall(text, *ahead)) == 1:
        pronoun = _pronoun(text, cue, start, stop)
        if pronoun and ahead is None:
            return pronoun, cue
        behind = _best(text, start, cue.start)
        if behind and (ahead is None or len(_NAME.findall(text, *behind)) > 1):
            return behind, cue
        ahead = ahead or pronoun
    return ahead, cue


#: Signs and words after a cue that show that its subject stands before it.
_TURNS = re.compile(rf"\s*(?:[,:]|\b(?:{alternatives('mul.direct_speech.complementisers')})\b)")


def _pronoun(text: str, cue: Span, start: int, stop: int) -> Span | None:
    """Find a pronoun that touches the cue."""
    turns = _TURNS.match(text, cue.end)
    words = [] if turns else [*_NAME.finditer(text, cue.end, min(stop, cue.end + 14))][:1]
    words += [*_NAME.finditer(text, max(start, cue.start - 14), cue.start)][-1:]
    return next((Span(*word.span()) for word in words if word.group().lower() in rw.PRONOUNS), None)


def _subject_before(text: str, span: Span, floor: int) -> Span | None:
    """Find the name that a comma separates from the marks where the verb comes last: "Erdoğan, «...» dedi"."""
    start = max(floor, span.start - _REACH, text.rfind("\n", 0, span.start) + 1)
    head = text[start : span.start].rstrip()
    return _best(text, _sentence_start(text, start, span.start), start + len(head) - 1) if head.endswith(",") else None


def _line_end(text: str, start: int, stop: int) -> int:
    newline = text.find("\n", start, stop)
    return stop if newline < 0 else newline


def _clause_end(text: str, start: int, stop: int) -> int:
    match = _STOP.search(text, start, stop)
    return match.start() if match else stop


def _sentence_start(text: str, start: int, stop: int) -> int:
    ends = [match.end() for match in _STOP.finditer(text, start, stop)]
    return ends[-1] if ends else start


def _best(text: str, start: int, end: int) -> Span | None:
    """Return the likeliest name of a clause, never a place after a preposition.

    It is the first name of two words or more, else the first of one word.
    """
    runs = [trimmed for trimmed in (_trimmed(text, run, start) for run in _runs(text, start, end)) if trimmed]
    long = [run for run in runs if len(_NAME.findall(text, *run)) > 1]
    return next(iter(long or runs), None)


def _trimmed(text: str, run: Span, floor: int) -> Span | None:
    """Remove titles and an office's field or country from a run; None where it is the object of a preposition."""
    words = list(_NAME.finditer(text, *run))
    before = _NAME.findall(text, max(floor, run.start - 20), run.start)
    last = before[-1].lower() if before and text[run.start - 1] in " \u00a0’'" else ""
    titled = False
    while len(words) > 1 and (_is_title(words[0].group()) or words[0].group().lower() in rw.ARTICLES):
        words, titled = words[1:], titled or _is_title(words[0].group())
    while len(words) > 2 and words[0].group().isupper() and len(words[0].group()) > 1:
        words = words[1:]
    three = len(words) > 2 and not any(_PATRONYMIC.search(word.group()) for word in words)
    if three and (
        last in rw.GENITIVES or ((last or titled) and _SLAVIC.search(text, max(0, floor - 400), run.end + 100))
    ):
        words = words[-2:]  # "ministro degli Esteri Dmytro Kuleba", "kanclerz Niemiec Olaf Scholz"
    elif last in rw.PREPOSITIONS and not titled:
        return None
    if len(words) == 1 and _is_title(words[0].group()):
        return None
    return Span(words[0].start(), words[-1].end())


#: Letters of languages that put an office's field or country before the name without a preposition.
_SLAVIC = re.compile(r"[\u0400-\u04ffąęłńśźżěřů]")


def _is_title(word: str) -> bool:
    low = word.lower()
    return low in rw.TITLES or low.endswith(rw.TITLE_ENDINGS)


def _runs(text: str, start: int, end: int) -> list[Span]:
    """Return the runs of capitalised words, with the particles inside them."""
    runs: list[Span] = []
    last: Span | None = None
    for match in _NAME.finditer(text, start, end):
        gap = text[last.end : match.start()] if last else ""
        if match.group()[0].isupper():
            if last and gap.strip(" \u00a0") in ("", *_PARTICLES) and len(gap) < 8:
                last = runs[-1] = Span(last.start, match.end())
            else:
                last = Span(*match.span())
                runs.append(last)
    return runs
