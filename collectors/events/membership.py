"""Decides whether an article is about the event, with a published rule that gives a score and a reason in words.

Points: a query term of the event in the headline gives 3, or in the address where the headline has none 3; in the lead
2; in the body 2 if there are three or more, else 1; each different place or actor of the event that is named gives 1,
up to 2. An article belongs with 3 points or more if it has a term somewhere, a place where the event declares places
(an actor is not enough: the EU is in all news), and no certain date outside the window. From 2 points it is doubtful:
left out, and listed for review. Terms and places are matched in the article's language, or in English where the event
has none for it; `event_terms` defines what counts as a term.

Precision and recall are in `membership_quality.json` and on the method page. They were measured on 455 real headlines
with leads from feeds of 18 outlets, marked in two passes (tests/membership_marks.json holds the marks, no text), and on
140 short texts of ours (tests/membership_sample.jsonl). The most frequent error is a single mention at the end of an
article about something else; asking for more would lose three in ten articles of the demonstration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collectors.events.event_terms import EventTerms, event_terms
from collectors.metrics.text import paragraphs
from collectors.model import Article, Event, Phase
from collectors.sources.coverage_query import slug
from collectors.support.dates import day_of, is_certain

POINTS_TO_BELONG = 3.0
POINTS_TO_REVIEW = 2.0
RULE = "window+terms"
REVIEW = "window+terms: doubtful"
NO_RULE = "no rule"
BY_HAND = "by hand"

_POINTS = {"headline": 3.0, "address": 3.0, "lead": 2.0, "body": 1.0}
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_ADDRESS = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether an article belongs to an event.

    Attributes:
        member: Whether it belongs.
        score: Points of the rule, 0 or more; see the module's docstring.
        rule: The rule that decided: RULE, REVIEW, NO_RULE, BY_HAND, or another of the caller's.
        reason: The reason in words, for people.
    """

    member: bool
    score: float
    rule: str
    reason: str


def phase_of(day: date | None, phases: Iterable[Phase]) -> str | None:
    """The id of the phase that contains a day; None for no day, and for a day outside all phases."""
    return next((phase.id for phase in phases if day is not None and phase.start <= day <= phase.end), None)


def membership(article: Article, event: Event) -> Membership:
    """Decide whether an article belongs to an event.

    An override of the event that names the article by id or URL decides. Otherwise the module's rule does, which takes
    every article of the window for an event without terms.

    Returns:
        The decision. The score is that of the rule in either case.
    """
    decided = by_rule(article, event)
    for override in event.overrides:
        if override.article in {article.id, article.url}:
            return Membership(override.include, decided.score, BY_HAND, f"{override.reason} ({override.by})")
    return decided


def by_rule(article: Article, event: Event) -> Membership:
    """Decide by the rule alone, without overrides."""
    day = day_of(article.published)
    outside = day is not None and not event.start <= day <= event.end
    if outside and is_certain(article):
        return Membership(False, 0.0, RULE, f"published {day}, outside {event.start} to {event.end}")
    if not event.terms:
        return Membership(True, 0.0, NO_RULE, "the event declares no terms")
    terms = event_terms(event, article.language)
    points, reasons = _terms_found(article, terms)
    undated = "" if day else "; no date, so the window was not tested"
    if outside:
        undated = f"; its date, {day}, is not certain, so the window was not tested"
    if not reasons:
        return Membership(False, 0.0, RULE, f"no query term of the event{undated}")
    anchors = _anchors(article, terms)
    if event.places and not _names_a_place(article, terms):
        return Membership(False, points, RULE, f"{'; '.join(reasons)}, but no place of the event{undated}")
    score = points + min(2, len(anchors))
    if anchors:
        reasons.append("names " + " and ".join(anchors))
    member = score >= POINTS_TO_BELONG
    rule = REVIEW if POINTS_TO_REVIEW <= score < POINTS_TO_BELONG else RULE
    need = "" if member else f", {POINTS_TO_BELONG:g} needed"
    return Membership(member, score, rule, f"{'; '.join(reasons)} = {score:g} points{need}{undated}")


def _terms_found(article: Article, terms: EventTerms) -> tuple[float, list[str]]:
    """Points for query terms by place, and a reason in words for each place.

    The address is read where the headline has no term: outlets often put the subject into the address and a teaser
    above the article.
    """
    first = next(iter(paragraphs(article.text)), None)
    lead = article.text[first.start : first.end] if first else ""
    rest = article.text[first.end :] if first else ""
    reasons: list[str] = []
    points = 0.0
    for where, text in (("headline", article.title or ""), ("address", ""), ("lead", lead), ("body", rest)):
        phrases = terms.terms_in(_address_words(article.url) if where == "address" and not reasons else text)
        if phrases:
            points += _POINTS[where] + (1.0 if where == "body" and len(phrases) >= 3 else 0.0)
            times = f" ({len(phrases)} times)" if len(phrases) > 1 else ""
            reasons.append(f"term “{phrases[0]}” in the {where}{times}")
    return points, reasons


def _address_words(url: str | None) -> str:
    """The words of an address's path: "/world/sham-vote-90210/" -> "world sham vote"."""
    return " ".join(_LETTERS.findall(slug(url[:_LONGEST_ADDRESS]))) if url else ""


def _names_a_place(article: Article, terms: EventTerms) -> bool:
    """Whether the article names a place of the event, in title, text or address."""
    texts = (article.title or "", article.text, _address_words(article.url))
    return any(terms.places and terms.places.search(text) for text in texts)


def _anchors(article: Article, terms: EventTerms) -> list[str]:
    """The first two different places or actors that the article names."""
    whole = f"{article.title or ''}\n{article.text}\n{_address_words(article.url)}"
    anchors: dict[str, None] = {}
    for pattern in terms.anchors:
        for match in pattern.finditer(whole):
            anchors.setdefault(match.group())
            if len(anchors) == 2:
                return list(anchors)
    return list(anchors)
