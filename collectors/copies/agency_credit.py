"""Finds whose words an article is: agency credit in byline, dateline or sign-off.

An agency's names are declared in `outlets.toml` (`credits`). Only the places where credits are given are read (the
byline, a dateline in the first paragraphs, and the end), because agencies are also quoted ("state news agency TASS
said").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.metrics.pattern_needles import fold
from collectors.metrics.text import paragraphs
from collectors.model import Article, Outlet, Span

# Place, then agency: "KYIV, Ukraine (AP) —", "Cleveland (AFP) –", "МОСКВА, 20 сен — РИА Новости.", "Berlin (dpa) -".
_DATELINE_REACH = 120
# "(Reporting by A; Editing by B)" is Reuters' sign-off; it names no agency.
_REUTERS_SIGN_OFF = re.compile(
    r"^\(?(?:Additional )?[Rr]eporting by [^()]{3,300}?;\s*(?:[Ww]riting by [^()]{3,200}?;\s*)?[Ee]diting by "
)
_CONTRIBUTED = re.compile(
    r"\b(?:contributed|with (?:(?:reporting|material|files|inputs?|information) (?:by|from)|\w+ inputs)|contribut|"
    r"mit Material|avec|по материалам|по информации|за матеріалами|за інформацією|con información)\b",
    re.IGNORECASE,
)
_SYNDICATED = re.compile(r"\bsyndicated feed\b", re.IGNORECASE)
# Words by which an agency is a source or the author of a picture, and not of the text.
_SOURCE = re.compile(
    r"\b(?:told|tells|sa(?:id|ys)|according|reported|reports|wrote|writes|cited|citing|quoted|photo\w*|image|picture|video|"
    r"сообщ\w+|передает|передаёт|пишет|заявил\w*|фото|повідомл\w+|пише|laut|sagte|bericht\w+|zufolge|foto|bild|"
    r"selon|déclaré|dépêche|según|dijo|informó|podał\w?|powiedział\w?|secondo)\b",
    re.IGNORECASE,
)
#: The most words of a byline: a longer one is a sentence about the author.
_MOST_IN_BYLINE = 10


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency's credit.

    Attributes:
        agency: Outlet id of the agency.
        kind: "copy" where the text is the agency's, "contributed" where the agency helped.
        where: "byline", "dateline" or "sign-off".
        span: Span of the credit in the text; None for a byline.
    """

    agency: str
    kind: str
    where: str
    span: Span | None


def credit(article: Article, agencies: Sequence[Outlet]) -> Credit | None:
    """Find the agency that an article credits.

    Args:
        article: The article. Its own outlet is never credited.
        agencies: The declared agencies.

    Returns:
        The credit in the byline, else in a dateline, else in a sign-off; None where there is none.
    """
    others = tuple(agency for agency in agencies if agency.id != article.outlet)
    return _byline(article, others) or _dateline(article, others) or _sign_off(article, others)


def _byline(article: Article, agencies: tuple[Outlet, ...]) -> Credit | None:
    for author in article.authors:
        if len(author.split()) > _MOST_IN_BYLINE or _SOURCE.search(author):
            continue
        agency, _ = _longest(agencies, _credits, author[:300])
        if agency:
            return Credit(agency.id, "copy", "byline", None)
    return None


def _dateline(article: Article, agencies: tuple[Outlet, ...]) -> Credit | None:
    # The headline is repeated as the first paragraph in some corpora, so two paragraphs are read.
    for start, end in paragraphs(article.text)[:2]:
        head = article.text[start : min(end, start + _DATELINE_REACH)]
        agency, match = _longest(agencies, _dateline_pattern, head)
        if agency and match:
            who = "who" if match.group("who") else "cjk"
            return Credit(agency.id, "copy", "dateline", Span(start + match.start(who), start + match.end(who)))
    return None


def _sign_off(article: Article, agencies: tuple[Outlet, ...]) -> Credit | None:
    for start, end in paragraphs(article.text)[-3:]:
        if end - start > 300:
            continue
        line = article.text[start:end]
        if _REUTERS_SIGN_OFF.match(line) and any(one_agency.id == "reuters" for one_agency in agencies):
            return Credit("reuters", "copy", "sign-off", Span(start, end))
        agency, match = _longest(agencies, _credits, line)
        if agency is None or match is None:
            continue
        helped = _CONTRIBUTED.search(line)
        if helped or _SYNDICATED.search(line) or _is_credit_line(line, match):
            kind = "contributed" if helped else "copy"
            return Credit(agency.id, kind, "sign-off", Span(start + match.start(), start + match.end()))
    return None


Match = re.Match[str]


@lru_cache(maxsize=512)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, names))


def _longest(
    agencies: tuple[Outlet, ...], pattern_of: Callable[[tuple[str, ...]], re.Pattern[str]], text: str
) -> tuple[Outlet | None, Match | None]:
    """The agency whose name is found, the longest name first: "Interfax-Ukraine" is not Interfax.

    Forty patterns take half a millisecond a paragraph, so only those are searched of which the text has a name.
    """
    folded = fold(text)
    matches = [
        (agency, m)
        for agency in agencies
        if any(map(folded.__contains__, _folded(agency.credits))) and (m := pattern_of(agency.credits).search(text))
    ]
    return max(matches, key=lambda item: item[1].end() - item[1].start(), default=(None, None))


def _is_credit_line(line: str, credit_match: Match) -> bool:
    """Whether a line holds little but the name: "Reuters", "© AFP 2022", "Source: TASS", "By Continental Press"."""
    left = (line[: credit_match.start()] + line[credit_match.end() :]).strip(" .()[]—–-©|:/,")
    words = [part for part in left.split() if part.lower().strip(".,") not in _LEGAL]
    return len(words) <= 4 and not _SOURCE.search(left) and not _SENTENCE_END.search(left)


_LEGAL = frozenset(
    ["copyright", "©", "the", "all", "rights", "reserved", "alle", "rechte", "riproduzione", "riservata"]
)
_SENTENCE_END = re.compile(r"[.!?]\s+(?!All rights)")


@lru_cache(maxsize=512)
def _credits(names: tuple[str, ...]) -> re.Pattern[str]:
    if not names:
        return re.compile(r"(?!)")
    parts = [_name(name) for name in sorted(names, key=lambda name: (-len(name), name))]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _name(name: str) -> str:
    """The pattern of one name.

    Acronyms keep their case ("AP", not "ap"). Longer names ignore case, and a Cyrillic name of one word may have the
    ending of a grammatical case ("Укрінформу").
    """
    if name.isupper() or len(name) <= 3:
        return re.escape(name)
    ending = "(?:ом|а|у|е|і)?" if "\u0400" <= name[-1] <= "\u04ff" and " " not in name else ""
    return f"(?i:{re.escape(name)}{ending})"


@lru_cache(maxsize=512)
def _dateline_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # The place before it holds no sentence end; "Nev." and "Sept. 20" do. Lower-case words beyond a few mean prose.
    # What opens the name is a sign or a date: "Москва. 23 сентября. ИНТЕРФАКС -".
    opened = r"(?:[(\[/|—–-]|\d{1,2}\s[^\W\d]{3,9}\.)"
    dated = rf"^[^\n!?]{{0,70}}?{opened}\s*(?P<who>{_credits(names).pattern})\s*[)\]/.:|—–-]"
    # "新华社莫斯科9月23日电": no spaces, the place behind the name.
    cjk = "|".join(re.escape(name) for name in names if name[:1] >= "\u3040")
    chinese = rf"|^(?P<cjk>{cjk})[^\s。，]{{0,16}}日电" if cjk else "|(?P<cjk>(?!))"
    return re.compile(dated + chinese)
