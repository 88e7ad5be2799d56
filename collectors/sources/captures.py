"""Captures of an archive: the one nearest to publication, and whether the answer is the expected article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from collectors.model import Article, Entry
from collectors.sources.article_addresses import same_article
from collectors.sources.cdx import Capture, same_bytes_once
from collectors.sources.coverage_query import fold, slug
from collectors.sources.source_protocol import Refusal, RefusalKind
from collectors.sources.source_times import iso_time, moment_of

_HTML = frozenset({"text/html", "application/xhtml+xml", "warc/revisit", "unk"})


def nearest(captures: Iterable[Capture], published: str | None, most: int) -> list[Capture]:
    """Return the captures of a page that are worth trying, the one nearest to its publication first.

    Captures from before the publication (an earlier page at the address) come last. Redirects, errors, other media and
    second captures of the same bytes are left out.

    Args:
        captures: All captures of the page.
        published: When the page was published (ISO 8601); None puts the earliest capture first.
        most: The most captures to return.
    """
    pages = [
        page for page in captures if page.status in {None, 200} and (page.media is None or page.media.lower() in _HTML)
    ]
    moment = moment_of(published)
    if moment is None:
        return same_bytes_once(sorted(pages, key=lambda page: page.timestamp))[:most]
    # A bare day counts as its noon, so captures of that morning must not count as earlier than the publication.
    floor = moment - timedelta(hours=14)

    def distance(capture: Capture) -> tuple[bool, float, str]:
        taken = moment_of(capture.time) or moment
        return taken < floor, abs((taken - moment).total_seconds()), capture.timestamp

    return same_bytes_once(sorted(pages, key=distance))[:most]


_MEMENTO = re.compile(r"/(\d{4,14})(?:[a-z]{2}_)?/(https?:/{1,2}.+)\Z", re.S)


def original_of(memento: str) -> tuple[str, str] | None:
    """Return the capture time (ISO 8601) and the original address in a memento's address; None for other addresses."""
    match = _MEMENTO.search(memento)
    when = iso_time(match.group(1)) if match else None
    if match is None or when is None:
        return None
    return when, re.sub(r"\A(https?):/{1,2}", r"\1://", match.group(2))


# Pages shown instead of an article: consent walls, robot checks, error pages that answer 200, sign-in pages.
_WALLS = re.compile(
    r"before you continue|your (?:privacy|cookie) (?:choices|settings)|we value your privacy|cookie (?:consent|policy)"
    r"|accept (?:all )?cookies|privacy (?:center|manager|gate)|consent|zustimmung|datenschutz-?einstellungen"
    r"|are you a robot|just a moment|attention required|access denied|access to this page|forbidden|security check"
    r"|verify you are human|enable javascript|unsupported browser|page (?:not|cannot be) found|not found|\b404\b"
    r"|410 gone|no longer available|seite nicht gefunden|page introuvable|página no encontrada|сторінку не знайдено"
    r"|страница не найдена|sign in|log ?in|subscribe (?:to|now)|wayback machine|internet archive|service unavailable"
    r"|temporarily unavailable|error \d{3}",
    re.I,
)
_WALL_HOSTS = re.compile(
    r"(?:\A|\.)(?:consent|guce|auth|login|account|accounts|sso|idp|myprivacy|privacy-?mgmt)\.", re.I
)
_WALL_PATHS = re.compile(
    r"/(?:consent|collectconsent|gdpr|privacywall|cookie-?wall|login|signin|captcha)(?:[/?.]|\Z)", re.I
)

#: A page with a wall's title or words is that wall if its text has fewer words than this.
SHORT = 120
#: Least share of the expected title's words in the article, for the same address (headlines are rewritten) and for
#: another one.
SAME_ADDRESS, OTHER_ADDRESS = 0.2, 0.6


def acceptable(article: Article, entry: Entry, final_url: str | None = None) -> Refusal | None:
    """Return why an article read from a capture is not the one of the entry, or None if it is.

    Args:
        article: The article as read.
        entry: What was looked for.
        final_url: Where the archive's answer came from after redirects; None for the article's own address.
    """
    final = final_url or article.url or entry.url
    inside = original_of(final)
    final = inside[1] if inside else final
    wall = _wall(article, final)
    if wall:
        return Refusal(entry.url, RefusalKind.FORMAT, f"the capture is {wall}")
    moved = same_article(final) != same_article(entry.url)
    if moved and _is_home(final):
        return Refusal(entry.url, RefusalKind.FORMAT, f"the capture leads to the front page: {final[:200]}")
    share = _likeness(article, entry)
    needed = OTHER_ADDRESS if moved else SAME_ADDRESS
    if share is None:
        return Refusal(entry.url, RefusalKind.FORMAT, f"the capture leads elsewhere: {final[:200]}") if moved else None
    if share < needed:
        where = f"leads to {final[:120]} and " if moved else ""
        what = f"the capture {where}has another headline: {(article.title or 'none')[:120]}"
        return Refusal(entry.url, RefusalKind.FORMAT, what)
    return None


def _wall(article: Article, final: str) -> str | None:
    try:
        parts = urlsplit(final)
    except ValueError:
        return None
    if _WALL_HOSTS.search(parts.hostname or "") or _WALL_PATHS.search(parts.path):
        return f"a consent or sign-in page: {final[:120]}"
    short = len(article.text.split()) < SHORT
    for text in (article.title or "", article.text[:300]):
        sentence = _WALLS.search(text) if short else None
        if sentence:
            return f"no article but a page that says “{sentence.group()[:60]}”"
    return None


def _is_home(url: str) -> bool:
    """Return whether an address is a front page: no path, or one short word such as a language or a section."""
    words = [part for part in urlsplit(url).path.split("/") if part]
    return len(words) == 0 or (len(words) == 1 and len(words[0]) <= 12 and words[0].isalpha())


def _likeness(article: Article, entry: Entry) -> float | None:
    """Return the share of the expected words that occur in the article's title, standfirst or beginning.

    The words are those of the entry's title, else of its address; words of one or two letters do not count. None if
    there are fewer than three.
    """
    expected = _key_words(entry.title or "") or _key_words(slug(entry.url))
    if len(expected) < 3:
        return None
    present = _key_words(f"{article.title or ''} {article.standfirst or ''} {article.text[:1_500]}")
    return sum(1 for word in expected if word in present) / len(expected)


def _key_words(text: str) -> set[str]:
    """Return the first six letters of the longer words, because endings differ between a headline and a sentence."""
    return {word[:6] for word in fold(text[:4_000]).split() if len(word) > 2}
