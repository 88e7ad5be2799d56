"""Which declared outlet an imported article belongs to, and when two addresses are one page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from collectors.sources.outlet_names import bare_names

if TYPE_CHECKING:
    from collectors.config import Catalogue
    from collectors.model import Outlet


@dataclass(frozen=True, slots=True)
class ResolvedOutlet:
    """The outlet of an article: its id, and whether `outlets.toml` declares it."""

    outlet: str | None
    declared: bool


def outlet_of(catalogue: Catalogue, name: str | None, url: str | None) -> ResolvedOutlet:
    """The outlet by the name a row gives (id, name, alias or domain), else by its URL.

    A name nobody declared stays as it is; a host nobody declared names itself, so that any corpus can be compared.
    """
    if name is not None:
        domain = "".join(name.lower().split())  # "Le Monde.fr"
        known = catalogue.outlet_named(name) or (
            catalogue.outlet_of_url(f"https://{domain}/") if "." in domain else None
        )
        known = known or _without_additions(catalogue, name)
        return ResolvedOutlet(known.id if known else name, known is not None)
    host = host_of(url)
    if url is None or host is None:
        return ResolvedOutlet(None, declared=False)
    known = catalogue.outlet_of_url(url)
    return ResolvedOutlet(known.id if known else host, known is not None)


def _without_additions(catalogue: Catalogue, name: str) -> Outlet | None:
    """The outlet whose name this is with an edition or a place in its own country behind it."""
    for bare, country in bare_names(name):
        known = catalogue.outlet_named(bare) or catalogue.outlet_named(bare.removeprefix("The ").removeprefix("the "))
        if known is not None:
            return known if country in {None, known.country} else None
    return None


def host_of(url: str | None) -> str | None:
    """The host of a URL without "www."."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=10_000)  # a collection asks for the keys of all that is under way with every answer
def same_page(url: str) -> str:
    """A key under which two spellings of one address meet: no fragment, no "www.", no scheme, no last slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"
