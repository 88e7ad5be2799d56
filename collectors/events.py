"""Is this article about the event? A published rule, a score and a reason in words.

Points: a query term of the event in the headline 3, in the lead 2, in the body 1 each up to 3; a concept named at least
once 1 each up to 2; a declared actor named 1 each up to 2. An article belongs with 4 points or more, a term somewhere
and a date inside the event's window. Terms are matched in the article's language, and in English where it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from collectors.dates import day_of
from collectors.metrics.text import paragraphs
from collectors.model import Article, Event, Phase

POINTS_TO_BELONG = 4.0
RULE = "window+terms"
NO_RULE = "no rule"


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether an article belongs to an event. `score` is in points (see the module), `reason` is for people."""

    member: bool
    score: float
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    terms: re.Pattern[str] | None
    concepts: tuple[re.Pattern[str], ...]
    actors: tuple[re.Pattern[str], ...]


def phase_of(day: date | None, phases: Iterable[Phase]) -> str | None:
    """The id of the phase a day falls into, or None."""
    return next((p.id for p in phases if day is not None and p.start <= day <= p.end), None)


def membership(article: Article, event: Event) -> Membership:
    """Decide by the module's rule. An event without terms takes every article of its window."""
    day = day_of(article.published)
    if day is not None and not event.start <= day <= event.end:
        return Membership(False, 0.0, RULE, f"published {day}, outside {event.start} to {event.end}")
    if not event.terms:
        return Membership(True, 0.0, NO_RULE, "the event declares no terms")
    patterns = _patterns(_Key(event), article.language or "en")
    score, reasons = _score(article, patterns)
    undated = "" if day else "; no date, so the window was not tested"
    has_term = any("term" in reason for reason in reasons)
    if not has_term:
        return Membership(False, score, RULE, f"no query term of the event{undated}")
    member = score >= POINTS_TO_BELONG
    need = "" if member else f", {POINTS_TO_BELONG:g} needed"
    return Membership(member, score, RULE, f"{'; '.join(reasons)} = {score:g} points{need}{undated}")


def _score(article: Article, patterns: _Patterns) -> tuple[float, list[str]]:
    title = article.title or ""
    first = next(iter(paragraphs(article.text)), None)
    lead = article.text[first.start : first.end] if first else ""
    rest = article.text[first.end :] if first else ""
    reasons: list[str] = []
    score = 0.0
    if patterns.terms:
        for name, text, each, most in (
            ("headline", title, 3.0, 3.0),
            ("lead", lead, 2.0, 2.0),
            ("body", rest, 1.0, 3.0),
        ):
            found = [m.group() for m in patterns.terms.finditer(text)]
            if found:
                score += min(each * len(found), most)
                reasons.append(
                    f"term “{found[0]}” in the {name}" + (f" ({len(found)} times)" if len(found) > 1 else "")
                )
    whole = f"{title}\n{article.text}"
    for name, group in (("concept", patterns.concepts), ("actor", patterns.actors)):
        number = min(2, sum(1 for pattern in group if pattern.search(whole)))
        if number:
            score += number
            reasons.append(f"{number}{'+' if number == 2 else ''} {name}{'s' if number > 1 else ''} named")
    return score, reasons


class _Key:
    """An event as a cache key: events are values but hold dictionaries, so identity stands for them."""

    def __init__(self, event: Event) -> None:
        self.event = event

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.event is self.event

    def __hash__(self) -> int:
        return id(self.event)


@lru_cache(maxsize=64)
def _patterns(key: _Key, language: str) -> _Patterns:
    """Compiled once per event and language."""
    event = key.event
    words = event.terms.get(language) or event.terms.get("en") or ()
    concepts = []
    for concept in event.concepts:
        parts = [p for v in concept.variants for p in v.patterns.get(language, v.patterns.get("en", ()))]
        if parts:
            concepts.append(re.compile("|".join(f"(?:{p})" for p in parts), re.IGNORECASE))
    actors = tuple(_words((a.name, *a.aliases), 0) for a in event.actors)
    return _Patterns(_words(words, re.IGNORECASE) if words else None, tuple(concepts), actors)


def _words(phrases: Sequence[str], flags: int) -> re.Pattern[str]:
    """Any of the phrases as whole words; a trailing * leaves the ending open."""
    parts = []
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        open_end = phrase.endswith("*")
        body = r"\s+".join(re.escape(word) for word in phrase.rstrip("*").split())
        parts.append(body + (r"\w*" if open_end else r"(?!\w)"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", flags)
