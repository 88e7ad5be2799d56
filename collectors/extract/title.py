"""The headline of an article, by a vote over everything on the page that claims to be it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.extract.block_features import squeeze
from collectors.extract.blocks import Block
from collectors.extract.stated_metadata import StatedMetadata
from collectors.extract.title_claims import TitleClaims, title_claims
from collectors.extract.title_forms import fold, is_site, letters

#: Votes per source on a page whose JSON-LD states a news article, and on any other, where the heading above the text
#: is the best source and titles are often written for search engines.
NEWS = {"json-ld": 1.2, "og:title": 1.0, "h1": 1.0, "headline": 0.3, "title": 0.4, "twitter:title": 0.2, "h2": 0.0}
OTHER = {"json-ld": 1.2, "og:title": 1.0, "h1": 2.0, "headline": 0.5, "title": 0.4, "twitter:title": 0.2, "h2": 0.1}
#: Where the shown and the shared headline agree; a name of the site; a text of few or of very many letters; one that
#: is cut short.
AGREED, SITE, SHORT, LONG, CUT = 0.6, -3.0, -0.3, -0.7, -1.0
#: A heading of second rank above the text counts as one of first rank where only it is repeated elsewhere.
_INSTEAD = frozenset(("title", "og:title", "json-ld"))
_FEW, _MANY = 12, 130


@dataclass(frozen=True, slots=True)
class ChosenTitle:
    """The headline and where it came from."""

    value: str
    source: str


def choose_title(stated: StatedMetadata, above: Sequence[Block], url: str | None) -> ChosenTitle | None:
    """Choose the headline.

    Args:
        stated: What the page states about itself.
        above: The blocks from the page's beginning to the beginning of the text, to tell its heading from others.
        url: The page's address, to recognise the name of the site.

    Returns:
        The headline without the name of the site; None if nothing but the name of the site claims to be one.
    """
    claims = title_claims(stated, above, url)
    if "LiveBlogPosting" in stated.linked.article_types and "og:title" in claims.texts:
        # The headline of a live page changes with each update; og:title is the one it is known by.
        return ChosenTitle(claims.texts["og:title"], "og:title")
    news = any(kind.endswith("NewsArticle") for kind in stated.linked.article_types)
    return _elect(claims, NEWS if news else OTHER)


def _elect(claims: TitleClaims, weights: Mapping[str, float]) -> ChosenTitle | None:
    if not claims.texts:
        return None
    agreeing: dict[str, list[str]] = {}
    for source, text in claims.texts.items():
        agreeing.setdefault(squeeze(text) or fold(text), []).append(source)
    votes = {key: _votes(sources, claims, weights) for key, sources in agreeing.items()}
    winner = agreeing[max(votes, key=votes.__getitem__)]
    value = _best_written(winner, claims, weights)
    if letters(value) in claims.site:
        return None  # a page that is called after its site has no headline that can be told
    # Pages add a kicker before the headline ("Olympics: ...") or a rider after it, and share it without them.
    short = claims.texts.get("og:title", "")
    if len(short) >= 25 and squeeze(short) != squeeze(value):
        long, core = fold(value), fold(short)
        if long.startswith(core + " ") or long.endswith(" " + core):
            return ChosenTitle(short, "og:title")
    return ChosenTitle(value, " + ".join(winner))


def _votes(sources: Sequence[str], claims: TitleClaims, weights: Mapping[str, float]) -> float:
    text = claims.texts[sources[0]]
    votes = sum(weights[source] for source in sources)
    if claims.strange and "h1" in sources:
        votes -= weights["h1"] / 2
    votes += AGREED if {"h1", "og:title"} <= set(sources) else 0.0
    if "h2" in sources and claims.lone and _INSTEAD & set(sources):
        votes += weights["h1"]
    votes += SITE if is_site(text, claims.site | claims.labels) else 0.0
    votes += SHORT if len(text) < _FEW else LONG if len(text) > _MANY else 0.0
    return votes + (CUT if text.endswith(("…", "...")) else 0.0)


def _best_written(sources: Sequence[str], claims: TitleClaims, weights: Mapping[str, float]) -> str:
    """Return the way of writing with most votes: with quotation marks or without, and not in capitals if possible."""
    written: dict[str, float] = {}
    for source in sources:
        written[fold(claims.texts[source])] = written.get(fold(claims.texts[source]), 0.0) + weights[source]
    most = max(written.values())
    texts = [claims.texts[source] for source in sources if written[fold(claims.texts[source])] == most]
    return next((text for text in texts if not text.isupper()), texts[0])
