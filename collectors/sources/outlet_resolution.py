"""Which declared outlet an imported article belongs to, and when two addresses are one page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collectors.config import Catalogue


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
        known = catalogue.outlet_named(name) or (catalogue.outlet_of_url(f"https://{name}/") if "." in name else None)
        return ResolvedOutlet(known.id if known else name, known is not None)
    host = host_of(url)
    if url is None or host is None:
        return ResolvedOutlet(None, declared=False)
    known = catalogue.outlet_of_url(url)
    return ResolvedOutlet(known.id if known else host, known is not None)


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
