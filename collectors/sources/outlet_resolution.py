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
    """The id of an article's outlet, and whether `outlets.toml` declares it."""

    outlet: str | None
    declared: bool


def outlet_of(catalogue: Catalogue, name: str | None, url: str | None) -> ResolvedOutlet:
    """Return the outlet of an article.

    Args:
        catalogue: The declared outlets.
        name: The name that a row gives (id, name, alias or domain). An undeclared name is kept as it is.
        url: The article's address, used if there is no name. An undeclared host names itself, so that any corpus can be
            compared.
    """
    if name is not None:
        domain = "".join(name.lower().split())  # "Le Monde.fr"
        outlet = catalogue.outlet_named(name) or (
            catalogue.outlet_of_url(f"https://{domain}/") if "." in domain else None
        )
        outlet = outlet or _without_additions(catalogue, name)
        return ResolvedOutlet(outlet.id if outlet else name, outlet is not None)
    host = host_of(url)
    if url is None or host is None:
        return ResolvedOutlet(None, declared=False)
    outlet = catalogue.outlet_of_url(url)
    return ResolvedOutlet(outlet.id if outlet else host, outlet is not None)


def _without_additions(catalogue: Catalogue, name: str) -> Outlet | None:
    """Return the outlet with this name plus an edition or a place in the outlet's own country."""
    for bare, country in bare_names(name):
        outlet = catalogue.outlet_named(bare) or catalogue.outlet_named(bare.removeprefix("The ").removeprefix("the "))
        if outlet is not None:
            return outlet if country in {None, outlet.country} else None
    return None


def host_of(url: str | None) -> str | None:
    """Return the host of a URL without "www.", or None if it has none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=10_000)  # a collection computes the keys of all items under way with every answer
def same_page(url: str) -> str:
    """Return a key that two spellings of one address share: without fragment, "www.", scheme and last slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"
