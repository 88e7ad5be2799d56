"""From token ranges to `Quotation`s: exact spans with their marks, type, stance, and scare quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from collectors.metrics.quotations.assemble import Found
from collectors.metrics.quotations.features import Document
from collectors.metrics.quotations.pieces import Piece
from collectors.metrics.quotations.speakers import Speakers
from collectors.metrics.text import WORD, quoted
from collectors.model import Actor, Quotation, Span

_SCARE_WORDS = 4  # a longer stretch in quotation marks is somebody's sentence, not a word held at arm's length
_DOUBLED = re.compile(r"([bdglmnprt])\1$")
_IRREGULAR = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "spoke": "speak",
    "spoken": "speak",
    "thought": "think",
    "felt": "feel",
    "knew": "know",
    "held": "hold",
    "made": "make",
    "gave": "give",
    "found": "find",
    "swore": "swear",
    "hit": "hit",
    "put": "put",
    "saw": "see",
    "heard": "hear",
    "took": "take",
    "went": "go",
    "meant": "mean",
    "read": "read",
    "let": "let",
    "shot": "shoot",
    "says": "say",
    "lied": "lie",
    "lying": "lie",
    "denies": "deny",
    "denied": "deny",
    "replied": "reply",
}


def finish(
    doc: Document, found: Sequence[Found], actors: Sequence[Actor], stances: Mapping[str, str] | None
) -> list[Quotation]:
    """The quotations in the order of their first content. Contents never overlap: a token belongs to one piece."""
    people = Speakers(doc.text, actors)
    ordered = sorted(found, key=lambda f: (f.contents[0].first, f.contents[0].end))
    return [_quotation(doc, f, people, stances) for f in ordered]


def _quotation(doc: Document, f: Found, people: Speakers, stances: Mapping[str, str] | None) -> Quotation:
    speaker = doc.span(*f.speaker) if f.speaker else None
    cue = doc.span(f.cue.first, f.cue.end) if f.cue else None
    contents = tuple(sorted(doc.span(*_with_marks(doc, p)) for p in f.contents))
    who = people.resolve(speaker)
    stance = stance_of(doc.text[cue.start : cue.end], stances or {}) if cue else "none"
    return Quotation(speaker, who.name, cue, contents, kind_of(doc, f.contents), who.kind, who.actor, stance)


def _with_marks(doc: Document, p: Piece) -> tuple[int, int]:
    """A piece with the quotation marks that enclose it and without the punctuation that does not belong to it."""
    first, end = p.first, p.end
    state = doc.quote
    n = len(state)
    while first < end - 1 and state[first] != 2 and doc.surfaces[first] in (",", ":", ";", "—", "–", "-"):
        first += 1
    while end - 1 > first and state[end - 1] == 0 and doc.surfaces[end - 1] in (",", ":", ";", "—", "–", "-"):
        end -= 1
    if state[first] == 1 and first > 0 and state[first - 1] == 2 and doc.range_of[first - 1] == doc.range_of[first]:
        first -= 1
    if state[end - 1] in (1, 2) and end < n and state[end] == 3 and doc.range_of[end] == doc.range_of[end - 1]:
        end += 1
    return first, end


def kind_of(doc: Document, contents: Sequence[Piece]) -> str:
    """direct: every word stands in quotation marks; indirect: none; mixed: some."""
    inside = outside = 0
    for p in contents:
        marks = doc.quote[p.first : p.end].tolist()
        for w, q in zip(doc.surfaces[p.first : p.end], marks, strict=True):
            if w[0].isalnum():
                inside += q > 0
                outside += q == 0
    return "direct" if not outside else "indirect" if not inside else "mixed"


# --- stance


def stance_of(cue: str, stances: Mapping[str, str]) -> str:
    """The stance of a cue: that of its longest phrase, else of its last verb, in the lexicon (lemma -> stance); neutral
    for a cue the lexicon does not know."""
    words = [w.lower() for w in WORD.findall(cue)][:12]
    lemmas = [_lemma(w, stances) for w in words]
    for size in (3, 2, 1):
        for i in range(len(words) - size, -1, -1):
            for form in (lemmas[i : i + size], [lemmas[i], *words[i + 1 : i + size]], words[i : i + size]):
                stance = stances.get(" ".join(form))
                if stance is not None:
                    return stance
    return "neutral"


def _lemma(word: str, known: Mapping[str, str]) -> str:
    """The base form of a verb: the first of the regular guesses that the lexicon knows."""
    if word in known or word in _IRREGULAR:
        return _IRREGULAR.get(word, word)
    for ending, added in (
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("es", "e"),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending):
            base = word[: -len(ending)] + added
            short = _DOUBLED.sub(r"\1", base)
            if base in known or short in known:
                return base if base in known else short
    return word


# --- scare quotes


def scare_quotes(text: str, quotations: Sequence[Quotation]) -> list[Span]:
    """Words in quotation marks that are nobody's attributed speech: at most four words, outside every quotation's
    content, not a title of a work (first and last word capitalised) and not a whole sentence."""
    taken = sorted(c for q in quotations for c in q.content)
    found = []
    k = 0
    for span in quoted(text):
        while k < len(taken) and taken[k].end <= span.start:
            k += 1
        if k < len(taken) and taken[k].start < span.end:
            continue
        words = WORD.findall(text, *span)
        if not words or len(words) > _SCARE_WORDS:
            continue
        title = len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
        sentence = words[0][0].isupper() and text[span.start : span.end].rstrip("”\"'»’").endswith((".", "!", "?", ","))
        if not title and not sentence:
            found.append(span)
    return found
