"""Whose words an article really is: agency credit in byline, dateline or sign-off.

An agency's names are declared in `outlets.toml` (`credits`). Only the places where a credit is given are read, since
agencies are also quoted ("state news agency TASS said"): the byline, a dateline in the first paragraphs, and the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.metrics.text import paragraphs
from collectors.model import Article, Outlet, Span

# Place, then agency: "KYIV, Ukraine (AP) —", "Cleveland (AFP) –", "МОСКВА, 20 сен — РИА Новости.", "Berlin (dpa) -".
_DATELINE_REACH = 120
# "(Reporting by A; Editing by B)" is Reuters' sign-off; it names no agency.
_REUTERS_SIGN_OFF = re.compile(
    r"^\(?(?:Additional )?[Rr]eporting by [^()]{3,300}?;\s*(?:[Ww]riting by [^()]{3,200}?;\s*)?[Ee]diting by "
)
_CONTRIBUTED = re.compile(
    r"\b(?:contributed|with (?:reporting|material|files|inputs?|information) (?:by|from)|contribut|mit Material|avec|"
    r"по материалам|за матеріалами|con información)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency's credit. `kind`: copy (the text is the agency's) or contributed (it helped); no span in a byline."""

    agency: str
    kind: str
    where: str  # byline | dateline | sign-off
    span: Span | None


def credit(article: Article, agencies: Sequence[Outlet]) -> Credit | None:
    """The agency an article credits, or None. An agency's own article needs no credit."""
    others = tuple(a for a in agencies if a.id != article.outlet)
    return _byline(article, others) or _dateline(article, others) or _sign_off(article, others)


def _byline(article: Article, agencies: tuple[Outlet, ...]) -> Credit | None:
    for author in article.authors:
        for agency in agencies:
            if _credits(agency.credits).search(author):
                return Credit(agency.id, "copy", "byline", None)
    return None


def _dateline(article: Article, agencies: tuple[Outlet, ...]) -> Credit | None:
    # The headline is repeated as the first paragraph in some corpora, so two paragraphs are read.
    for start, end in paragraphs(article.text)[:2]:
        head = article.text[start : min(end, start + _DATELINE_REACH)]
        for agency in agencies:
            match = _dateline_pattern(agency.credits).match(head)
            if match:
                return Credit(agency.id, "copy", "dateline", Span(start + match.start("who"), start + match.end("who")))
    return None


def _sign_off(article: Article, agencies: tuple[Outlet, ...]) -> Credit | None:
    for start, end in paragraphs(article.text)[-3:]:
        if end - start > 300:
            continue
        line = article.text[start:end]
        if _REUTERS_SIGN_OFF.match(line) and any(a.id == "reuters" for a in agencies):
            return Credit("reuters", "copy", "sign-off", Span(start, end))
        for agency in agencies:
            found = _credits(agency.credits).search(line)
            if found and (_CONTRIBUTED.search(line) or _is_credit_line(line, found)):
                kind = "contributed" if _CONTRIBUTED.search(line) else "copy"
                return Credit(agency.id, kind, "sign-off", Span(start + found.start(), start + found.end()))
    return None


def _is_credit_line(line: str, found: re.Match[str]) -> bool:
    """A line that holds little but the name: "Reuters", "© AFP 2022", "Source: TASS", "By Continental Press"."""
    left = (line[: found.start()] + line[found.end() :]).strip(" .()[]—–-©|:/,")
    return len(left.split()) <= 4 and not re.search(r"[.!?]\s", line)


@lru_cache(maxsize=512)
def _credits(names: tuple[str, ...]) -> re.Pattern[str]:
    if not names:
        return re.compile(r"(?!)")
    # Acronyms keep their case ("AP", not "ap"); longer names do not depend on it.
    parts = [re.escape(n) if n.isupper() or len(n) <= 3 else f"(?i:{re.escape(n)})" for n in names]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(parts, key=lambda p: (-len(p), p)))})(?!\w)")


@lru_cache(maxsize=512)
def _dateline_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # The place before it holds no sentence end; "Nev." and "Sept. 20" do. Lower-case words beyond a few mean prose.
    return re.compile(rf"^[^\n!?]{{0,70}}?[(\[/—–-]\s*(?P<who>{_credits(names).pattern})\s*[)\]/.:—–-]")
