"""The headline of an article, by a vote over everything on the page that claims to be it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from collectors.extract.address_parts import parts_of
from collectors.extract.stated_metadata import StatedMetadata

#: Votes per source. Several settings score the same on the 112 fundus pages; with these the headline in the text and
#: that in JSON-LD outweigh what is written for search engines and sharing. The best single source is og:title (.830).
WEIGHTS = {"json-ld": 1.2, "og:title": 1.0, "h1": 1.0, "newspaper3k": 0.7, "twitter:title": 0.2, "title": 0.2}

_SEPARATOR = re.compile(r"\s[|–—·•»:-]\s|\s?[|｜ㅣ：]\s?")
_FOLD = {ord(char): "'" for char in '‘’‚‛“”„‟«»"`´′″'} | {ord(char): "-" for char in "‐‑‒–—―−"}


@dataclass(frozen=True, slots=True)
class ChosenTitle:
    """The headline and where it came from."""

    value: str
    source: str


def choose_title(stated: StatedMetadata, newspaper: str | None, url: str | None) -> ChosenTitle | None:
    """Choose the headline.

    Args:
        stated: What the page states about itself.
        newspaper: The title that newspaper3k reads, if any.
        url: The page's address, to recognise the name of the site.

    Returns:
        The headline without the name of the site; None if nothing claims to be one.
    """
    site = site_words(stated.first("og:site_name"), url)
    raw = {
        "json-ld": stated.linked.title,
        "og:title": stated.first("og:title"),
        "newspaper3k": newspaper,
        "h1": next((heading for heading in stated.headings if len(heading) > 12), None),
        "twitter:title": stated.first("twitter:title"),
        "title": stated.page_title,
    }
    claims = {source: " ".join(text.split()) for source, text in raw.items() if text and text.strip()}
    folded = {fold(claim) for claim in claims.values()}
    titles = {source: _without_site(text, folded - {fold(text)}, site) for source, text in claims.items()}
    if "LiveBlogPosting" in stated.linked.article_types and "og:title" in titles:
        # The headline of a live page changes with each update; og:title is the one it is known by.
        return ChosenTitle(titles["og:title"], "og:title")
    return _elect(titles)


def _elect(titles: Mapping[str, str]) -> ChosenTitle | None:
    if not titles:
        return None
    votes: dict[str, float] = {}
    for source, text in titles.items():
        votes[fold(text)] = votes.get(fold(text), 0.0) + WEIGHTS[source]
    most = max(votes.values())
    winner = next(source for source, text in titles.items() if votes[fold(text)] == most)
    # Pages add a kicker before the headline ("Olympics: ...") or a rider after it, and share it without them.
    short = titles.get("og:title", "")
    if len(short) >= 25 and short != titles[winner]:
        long, core = fold(titles[winner]), fold(short)
        if long.startswith(core + " ") or long.endswith(" " + core):
            return ChosenTitle(short, "og:title")
    agreeing = [key for key, title in titles.items() if fold(title) == fold(titles[winner])]
    return ChosenTitle(titles[winner], " + ".join(agreeing))


def fold(text: str) -> str:
    """Return a form in which titles that differ only in quotation marks, dashes, case or spaces are equal."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLD).casefold().split())


def _without_site(text: str, others: set[str], site: set[str]) -> str:
    """Remove " | Outlet" from a title, if the rest is another claim or the tail names the site."""
    breaks = list(_SEPARATOR.finditer(text))[:12]
    for match in breaks:
        if fold(text[: match.start()]) in others:
            return text[: match.start()].strip()
    for match in reversed(breaks):
        tail = letters(text[match.end() :])
        if match.start() >= 15 and tail and len(tail) <= 30 and any(tail in word or word in tail for word in site):
            text = text[: match.start()].strip()
    return text


def site_words(name: str | None, url: str | None) -> set[str]:
    """Return the names under which a site may sign its titles, in letters and digits only.

    Args:
        name: The site's name as the page states it, if it does.
        url: The page's address.
    """
    host = parts_of(url).hostname or ""
    labels = [part for part in host.split(".")[:-1] if part not in ("www", "m", "amp", "com", "co", "news", "edition")]
    words = {letters(label) for label in (name or "", host, *labels)}
    return {word for word in words if len(word) >= 3}


def letters(text: str) -> str:
    """Return the letters and digits of a text without case, with German umlauts written out."""
    low = text.casefold().replace("ö", "oe").replace("ä", "ae").replace("ü", "ue")
    return re.sub(r"[\W_]+", "", low)
