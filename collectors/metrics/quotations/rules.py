"""Direct quotations by rule, for text that the trained English tagger was not made for.

Content is what stands inside quotation marks; a speaker and a cue are given only where the pattern is evident: a verb
of saying beside the marks with a capitalised name on its other side, or "NAME: «...»".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from collectors.metrics.quotations.lexicon import word_set
from collectors.metrics.quotations.speakers import Speakers
from collectors.metrics.text import WORD, quoted
from collectors.model import Actor, Quotation, Span

#: Verbs and phrases of saying of the larger news languages, as they stand next to a quotation. Written for this module.
_SAID = sorted(
    word_set(
        """
    said says told wrote added warned stated asked replied argued insisted claimed announced declared dit
    déclare déclaré affirme affirmé ajoute ajouté estime estimé explique expliqué assure assuré écrit répondu
    lancé souligné sagt sagte sagten erklärt erklärte betont betonte schrieb schreibt meint meinte fügte
    kritisierte warnte dijo dice afirmó declaró señaló aseguró explicó añadió agregó sostuvo escribió advirtió
    disse diz afirmou declarou acrescentou explicou escreveu ha detto dichiarato affermato aggiunto spiegato
    scritto zei zegt aldus schreef verklaarde säger sade uppgav sier sa uttalte siger sagde powiedział
    powiedziała dodał dodała stwierdził oświadczył napisał podkreślił ocenił řekl řekla uvedl uvedla dodal
    prohlásil spus declarat adăugat mondta közölte dedi söyledi belirtti сказал сказала заявил заявила заявили
    сообщил сообщила отметил отметила добавил добавила подчеркнул написал пояснил сказав заявив заявляє
    повідомив повідомила зазначив зазначила додав додала підкреслив написав написала наголосив каза заяви рече
    изјави
    """
    )
)
_CUE = re.compile(r"\b(?:" + "|".join(sorted(set(_SAID), key=lambda w: (-len(w), w))) + r")\b", re.IGNORECASE)
# A name: capitalised words, at most six, joined by spaces, hyphens and small particles.
_NAME = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*")
_PARTICLES = word_set("de del della der den von van da di du la le al el bin ibn")
#: Between a cue and the name after it: a mark, or a preposition that begins another phrase.
_CLAUSE = re.compile(r"[.:;,]|\b(?:in|on|at|to|that|this|dans|sur|à|que|in|im|auf|en|в|на|у|что|що)\b")
_REACH = 90  # characters on either side of the marks in which a cue may stand


def direct_by_rule(
    text: str, actors: Sequence[Actor] = (), stances: Mapping[str, str] | None = None
) -> list[Quotation]:
    """The direct quotations of a text in any language, in reading order, of at least two words each."""
    found: list[Quotation] = []
    marks = quoted(text)
    people = Speakers(text, actors)
    for k, span in enumerate(marks):
        if sum(1 for _ in WORD.finditer(text, *span)) < 2:
            continue
        floor = marks[k - 1].end if k else 0
        ceiling = marks[k + 1].start if k + 1 < len(marks) else len(text)
        speaker, cue = _beside(text, span, floor, ceiling)
        who = people.resolve(speaker)
        stance = "none"
        if cue:
            stance = (stances or {}).get(text[cue.start : cue.end].lower(), "neutral")
        found.append(Quotation(speaker, who.name, cue, (span,), "direct", who.kind, who.actor, stance))
    return found


def _beside(text: str, span: Span, floor: int, ceiling: int) -> tuple[Span | None, Span | None]:
    """The speaker and cue of a quotation: first after its marks, then before them, in the same paragraph."""
    stop = _line_end(text, span.end, min(ceiling, span.end + _REACH))
    after = _CUE.search(text, span.end, stop)
    if after and after.start() - span.end < 40:
        cue = Span(*after.span())
        return _name_near(text, cue, span.end, stop), cue
    start = max(floor, span.start - _REACH, text.rfind("\n", 0, span.start) + 1)
    before = list(_CUE.finditer(text, start, span.start))
    if before:
        cue = Span(*before[-1].span())
        return _name_near(text, cue, start, span.start), cue
    head = text[start : span.start].rstrip()
    if head.endswith(":"):
        end = start + len(head) - 1
        return _last_name(text, start, end), Span(end, end + 1)
    return None, None


def _line_end(text: str, start: int, stop: int) -> int:
    newline = text.find("\n", start, stop)
    return stop if newline < 0 else newline


def _name_near(text: str, cue: Span, start: int, stop: int) -> Span | None:
    """The name next to a cue: right after it, else the last one before it."""
    run = _runs(text, _NAME.finditer(text, cue.end, stop))
    if run and not _CLAUSE.search(text, cue.end, run[0].start) and run[0].start - cue.end < 30:
        return run[0]
    return _last_name(text, start, cue.start)


def _last_name(text: str, start: int, end: int) -> Span | None:
    run = _runs(text, _NAME.finditer(text, start, end))
    return run[-1] if run else None


def _runs(text: str, words: Iterable[re.Match[str]]) -> list[Span]:
    """Runs of capitalised words, with particles inside them."""
    runs: list[Span] = []
    last: Span | None = None
    for m in words:
        gap = text[last.end : m.start()] if last else ""
        if m.group()[0].isupper():
            if last and gap.strip() in ("", *_PARTICLES) and len(gap) < 8:
                last = runs[-1] = Span(last.start, m.end())
            else:
                last = Span(*m.span())
                runs.append(last)
    return runs
