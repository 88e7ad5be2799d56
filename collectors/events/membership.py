"""Is this article about the event? A published rule, a score and a reason in words.

Points: a query term of the event in the headline 3; in the lead 2; in the body 2 if named three times or more, else
1; each different place or actor of the event named 1, up to 2. An article belongs with 3 points or more, a term
somewhere, a place where the event declares places (an actor will not do: the EU is in all news), and a date inside the
window. From 2 points it is doubtful: left out, and listed for review. Terms and places are matched in the article's
language, in English where it has none.

Precision and recall on 140 short texts of ours (tests/membership_sample.jsonl), more than half of them about other
votes, other annexations and other news of the same places and weeks, stand in `membership_quality.json` and on the
method page. A single mention at the end of an article about something else is what the rule mostly errs on: asking for
more would lose three in ten articles of the demonstration, which name the vote once in their bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from collectors.metrics.text import paragraphs
from collectors.model import Article, Event, Phase
from collectors.support.dates import day_of

POINTS_TO_BELONG = 3.0
POINTS_TO_REVIEW = 2.0
RULE = "window+terms"
REVIEW = "window+terms: doubtful"
NO_RULE = "no rule"
BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether an article belongs to an event. `score` is in points (see the module), `reason` is for people."""

    member: bool
    score: float
    rule: str
    reason: str


def phase_of(day: date | None, phases: Iterable[Phase]) -> str | None:
    """The id of the phase a day falls into, or None."""
    return next((phase.id for phase in phases if day is not None and phase.start <= day <= phase.end), None)


def membership(article: Article, event: Event) -> Membership:
    """Decide by hand where the event's overrides name the article, else by the module's rule; the score is the rule's
    in either case. An event without terms takes every article of its window."""
    found = by_rule(article, event)
    for override in event.overrides:
        if override.article in {article.id, article.url}:
            return Membership(override.include, found.score, BY_HAND, f"{override.reason} ({override.by})")
    return found


def by_rule(article: Article, event: Event) -> Membership:
    """What the rule alone says."""
    day = day_of(article.published)
    if day is not None and not event.start <= day <= event.end:
        return Membership(False, 0.0, RULE, f"published {day}, outside {event.start} to {event.end}")
    if not event.terms:
        return Membership(True, 0.0, NO_RULE, "the event declares no terms")
    patterns = _patterns(_MembershipKey(event), article.language or "en")
    points, reasons = _terms_found(article, patterns)
    undated = "" if day else "; no date, so the window was not tested"
    if not reasons:
        return Membership(False, 0.0, RULE, f"no query term of the event{undated}")
    anchors = _anchors(article, patterns)
    if event.places and not _placed(article, patterns):
        return Membership(False, points, RULE, f"{'; '.join(reasons)}, but no place of the event{undated}")
    score = points + min(2, len(anchors))
    if anchors:
        reasons.append("names " + " and ".join(anchors))
    member = score >= POINTS_TO_BELONG
    rule = REVIEW if POINTS_TO_REVIEW <= score < POINTS_TO_BELONG else RULE
    need = "" if member else f", {POINTS_TO_BELONG:g} needed"
    return Membership(member, score, rule, f"{'; '.join(reasons)} = {score:g} points{need}{undated}")


def _terms_found(article: Article, patterns: _Patterns) -> tuple[float, list[str]]:
    """Points for query terms by place, and each as a phrase."""
    first = next(iter(paragraphs(article.text)), None)
    lead = article.text[first.start : first.end] if first else ""
    rest = article.text[first.end :] if first else ""
    reasons: list[str] = []
    points = 0.0
    for where, text in (("headline", article.title or ""), ("lead", lead), ("body", rest)):
        found = [match.group() for match in patterns.terms.finditer(text)]
        if found:
            points += {"headline": 3.0, "lead": 2.0, "body": 2.0 if len(found) >= 3 else 1.0}[where]
            times = f" ({len(found)} times)" if len(found) > 1 else ""
            reasons.append(f"term “{found[0]}” in the {where}{times}")
    return points, reasons


def _placed(article: Article, patterns: _Patterns) -> bool:
    """Whether the article names a place of the event."""
    return any(patterns.places and patterns.places.search(text) for text in (article.title or "", article.text))


def _anchors(article: Article, patterns: _Patterns) -> list[str]:
    """The first two different places or actors that the article names."""
    whole = f"{article.title or ''}\n{article.text}"
    found: dict[str, None] = {}
    for pattern in patterns.anchors:
        for match in pattern.finditer(whole):
            found.setdefault(match.group())
            if len(found) == 2:
                return list(found)
    return list(found)


@dataclass(frozen=True, slots=True)
class _Patterns:
    terms: re.Pattern[str]
    places: re.Pattern[str] | None
    anchors: tuple[re.Pattern[str], ...]  # places, then actors


class _MembershipKey:
    """An event as a cache key: events are values but hold dictionaries, so identity stands for them."""

    def __init__(self, event: Event) -> None:
        self.event = event

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _MembershipKey) and other.event is self.event

    def __hash__(self) -> int:
        return id(self.event)


@lru_cache(maxsize=64)
def _patterns(key: _MembershipKey, language: str) -> _Patterns:
    """Compiled once per event and language."""
    event = key.event
    places = event.places.get(language) or event.places.get("en") or ()
    names = [name for actor in event.actors for name in (actor.name, *actor.aliases)]
    placed = _words(places, re.IGNORECASE) if places else None
    anchors = [placed] if placed else []
    if names:
        anchors.append(_words(names, 0))
    terms = event.terms.get(language) or event.terms.get("en") or next(iter(event.terms.values()))
    return _Patterns(_words(terms, re.IGNORECASE), placed, tuple(anchors))


def _words(phrases: Sequence[str], flags: int) -> re.Pattern[str]:
    """Any of the phrases as whole words; a * at a word's end leaves its ending open."""
    parts = []
    for phrase in sorted(phrases, key=lambda one_phrase: (-len(one_phrase), one_phrase)):
        words = (re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in phrase.split())
        parts.append(r"\s+".join(words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", flags)
