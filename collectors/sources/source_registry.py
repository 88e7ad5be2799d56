"""The sources by their names, and where the services behind them are."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from collectors.errors import ParallaxError
from collectors.sources import ccnews, feed_discovery, gdelt, wayback
from collectors.sources.ccnews import CcNews
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.feeds import Feeds
from collectors.sources.gdelt import Gdelt
from collectors.sources.sitemaps import Sitemaps
from collectors.sources.source_protocol import Source
from collectors.sources.wayback import Wayback

#: Environment variable -> the address it replaces: a mirror, or an archive of one's own.
ADDRESSES = {
    "PARALLAX_HOMEPAGES": feed_discovery.HOME,
    "PARALLAX_GDELT": gdelt.BASE,
    "PARALLAX_WAYBACK_CDX": wayback.CDX,
    "PARALLAX_WAYBACK": wayback.REPLAY,
    "PARALLAX_CCNEWS": ccnews.BASE,
}

_MAKERS: Mapping[str, Callable[[CoverageQuery, Mapping[str, str]], Source]] = {
    "feeds": lambda wanted, at: Feeds(wanted, at["PARALLAX_HOMEPAGES"]),
    "sitemaps": lambda wanted, at: Sitemaps(wanted, at["PARALLAX_HOMEPAGES"]),
    "gdelt": lambda wanted, at: Gdelt(wanted, at["PARALLAX_GDELT"]),
    "wayback": lambda wanted, at: Wayback(wanted, at["PARALLAX_WAYBACK_CDX"], at["PARALLAX_WAYBACK"]),
    "ccnews": lambda wanted, at: CcNews(wanted, at["PARALLAX_CCNEWS"]),
}

NAMES = tuple(_MAKERS)
#: What is asked without being named: what the outlets say themselves, and the two indexes that are cheap to ask. A day
#: of CC-NEWS is some 20 GB.
DEFAULT = ("feeds", "sitemaps", "gdelt", "wayback")


def sources_of(
    names: Sequence[str], wanted: CoverageQuery, environ: Mapping[str, str] | None = None
) -> dict[str, Source]:
    """The named sources. Raises ParallaxError for a name that is none, and for an event that one cannot be asked
    about."""
    environ = os.environ if environ is None else environ
    at = {name: environ.get(name) or address for name, address in ADDRESSES.items()}
    for name in names:
        if name not in _MAKERS:
            raise ParallaxError(f"there is no source {name!r}", remedy=f"sources: {', '.join(NAMES)}")
    return {name: _MAKERS[name](wanted, at) for name in names}
