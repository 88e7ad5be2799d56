"""The quotations that are found in a sentence, with stances of cue verbs, and their words."""

from __future__ import annotations

from collectors.metrics.quotations import extract_quotations
from collectors.model import Actor, Quotation

STANCES = {"say": "neutral", "claim": "distancing", "admit": "endorsing", "slam": "charged", "point out": "endorsing"}


def found(text: str, actors: tuple[Actor, ...] = ()) -> list[Quotation]:
    return extract_quotations(text, actors, STANCES)


def contents(text: str, q: Quotation) -> list[str]:
    return [text[a:b] for a, b in q.content]
