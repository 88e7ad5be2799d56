"""Headlines with leads of feeds as they enter the reference data of 2022: cleaned, of known outlets, members, once each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from collectors.config.catalogue import Catalogue
from collectors.events.membership import membership
from collectors.model import Article, Event, Outlet
from collectors.sources.outlet_resolution import same_page

#: With fewer members an outlet is described, not tested: it stays out.
LEAST_MEMBERS = 8
_CALLS = re.compile(r"\s*(?:View (?:photo |video )?news\.?|— Ukrinform\.?|- Ukrinform\.?|VIDEO\.?|INFOGRAPHICS\.?)\s*$")
_MARKS = re.compile(r"[\W_]+")
_WORDS = re.compile(r"\w[\w-]*")
#: Keywords before a headline: "Stoltenberg about the pseudo-referendum: NATO does not recognise pseudo-referendums".
_KEYWORDS = re.compile(r"([^:.?!]{3,80}): (?=\S)")
#: They are left out where each of their words of so many letters comes again; so many letters of it are compared.
_TELLING, _STEM = 8, 7


def cleaned(article: Article) -> Article:
    """The piece without what its feed adds.

    That is the headline again before the lead, calls to view the news, and keywords before a headline that says their
    words again, which would count the outlet's choice twice.
    """
    title, text = (article.title or "").strip(), article.text.strip()
    while shorter := _CALLS.sub("", text):
        if shorter == text:
            break
        text = shorter
    return replace(article, title=_without_keywords(title), text=_without_headline(title, text))


def _without_keywords(title: str) -> str:
    before = _KEYWORDS.match(title)
    if before is None:
        return title
    rest = title[before.end() :]
    stems = {word[:_STEM].casefold() for word in _WORDS.findall(rest)}
    telling = {word[:_STEM].casefold() for word in _WORDS.findall(before[1]) if len(word) >= _TELLING}
    return rest if telling and telling <= stems else title


def _without_headline(title: str, text: str) -> str:
    """The text after the headline where it begins with it; marks make no difference."""
    wanted = _MARKS.sub("", title).casefold()
    if not wanted or not _MARKS.sub("", text).casefold().startswith(wanted):
        return text
    seen = 0
    for at, sign in enumerate(text):
        if seen == len(wanted):
            return text[at:].lstrip(" .:–—-\"'”’")
        seen += len(_MARKS.sub("", sign).casefold())
    return ""


def outlet_by_host(catalogue: Catalogue, host: str) -> Outlet | None:
    """The outlet whose domain a host is or is under; of several the longest counts."""
    found = [
        (len(domain), outlet)
        for outlet in catalogue.outlets.values()
        for domain in outlet.domains
        if host == domain or host.endswith(f".{domain}")
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def chosen(articles: Iterable[Article], catalogue: Catalogue, event: Event, hosts: dict[str, str]) -> Iterator[Article]:
    """The members of outlets with LEAST_MEMBERS or more, one of each headline and address, in the order of their ids.

    Args:
        articles: pieces as the corpus has them.
        hosts: the host of each article's address, by article id.
    """
    seen: set[tuple[str, str]] = set()
    members = []
    for article in sorted(articles, key=lambda one: one.id):
        outlet = outlet_by_host(catalogue, hosts.get(article.id, ""))
        if outlet is None or not (article.title or "").strip() or not membership(article, event).member:
            continue
        keys = {(outlet.id, _MARKS.sub("", article.title or "").casefold())}
        if article.url:
            keys.add((outlet.id, same_page(article.url)))
        if not keys & seen:
            seen |= keys
            members.append(replace(cleaned(article), outlet=outlet.id))
    counts = Counter(member.outlet for member in members)
    yield from (member for member in members if counts[member.outlet] >= LEAST_MEMBERS)
