"""Reads outlet files, `data/outlets.toml` and `data/demo/outlets.toml`, and finds the outlet of a URL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from collectors.config.codes import COUNTRIES, LANGUAGES
from collectors.config.problems import DeclaredTable, Problem, check_id, nearest, read_toml
from collectors.model import Outlet, Ownership

_KEYS: tuple[str, ...] = ("id", "name", "domains", "country", "languages", "ownership", "feeds", "sitemaps")
_KEYS += ("agency", "credits", "invented", "aliases")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{0,61}[a-z0-9]")
_INVENTED = ".example"  # RFC 2606 reserves it: no real site has such a name


def read_outlets(file: Path) -> tuple[list[Outlet], list[Problem]]:
    """Read an outlet file.

    Returns:
        The outlets without a mistake, and every mistake in the file.
    """
    source, table = read_toml(file)
    if table is None:
        return [], source.problems
    table.only("outlets")
    taken: dict[str, int] = {}
    domains: dict[str, tuple[str, int]] = {}
    names: dict[str, tuple[str, int]] = {}
    outlets = []
    for row in table.tables("outlets"):
        before = len(source.problems)
        outlet = _outlet(row, taken)
        _claim(row, outlet.id, "domains", outlet.domains, domains)
        _claim(row, outlet.id, "aliases", outlet.aliases, names)
        if len(source.problems) == before:
            outlets.append(outlet)
    if not table.data.get("outlets"):
        source.add(1, "there are no outlets", "add [[outlets]] with id, name, domains, country, languages, ownership")
    return outlets, source.problems


def _outlet(row: DeclaredTable, taken: dict[str, int]) -> Outlet:
    row.only(*_KEYS)
    ownership = row.one_of("ownership", [kind.value for kind in Ownership])
    country = row.text("country")
    if country.strip() and country not in COUNTRIES:
        row.add("country", f"{country!r} is no country code", "use two capital letters of ISO 3166-1, such as UA, GB")
    outlet = Outlet(
        id=check_id(row, taken, "outlet"),
        name=row.text("name"),
        domains=_domains(row),
        country=country,
        languages=_languages(row),
        ownership=Ownership(ownership) if ownership in list(Ownership) else Ownership.PRIVATE,
        feeds=_urls(row, "feeds"),
        sitemaps=_urls(row, "sitemaps"),
        agency=row.flag("agency"),
        credits=row.strings("credits"),
        invented=row.flag("invented"),
        aliases=row.strings("aliases"),
    )
    if outlet.agency and not outlet.credits:
        row.add("agency", "an agency needs credits", 'add credits = ["..."], the bylines under which its copy is run')
    if outlet.credits and not outlet.agency:
        row.add("credits", "only an agency has credits", "add agency = true or remove credits")
    if outlet.invented != all(domain.endswith(_INVENTED) for domain in outlet.domains or [""]):
        row.add("domains", "invented outlets, and only they, have domains under .example", "change invented or domains")
    return outlet


def _domains(row: DeclaredTable) -> tuple[str, ...]:
    domains = row.strings("domains", required=True)
    for index, domain in enumerate(domains):
        if not _DOMAIN.fullmatch(domain):
            row.source.add(
                (*row.at, "domains", index),
                f"{domain!r} is no domain",
                "write it in lower case without https://, www. and path, such as bbc.co.uk",
            )
        elif domain.startswith("www."):
            row.source.add((*row.at, "domains", index), f"{domain!r} begins with www.", f"write {domain[4:]!r}")
    return domains


def _languages(row: DeclaredTable) -> tuple[str, ...]:
    languages = row.strings("languages", required=True)
    for index, language in enumerate(languages):
        if language not in LANGUAGES:
            at = (*row.at, "languages", index)
            row.source.add(at, f"{language!r} is no language code", "use two letters of ISO 639-1, such as en, uk, de")
    return languages


def _urls(row: DeclaredTable, key: str) -> tuple[str, ...]:
    urls = row.strings(key)
    for index, url in enumerate(urls):
        host = _host(url)
        if not re.fullmatch(r"https?://\S+", url) or host is None or not _DOMAIN.fullmatch(host):
            row.source.add(
                (*row.at, key, index), f"{url!r} is no web address", "write it from https:// on, without spaces"
            )
    return urls


def _claim(
    row: DeclaredTable, owner: str, key: str, values: Iterable[str], claimed: dict[str, tuple[str, int]]
) -> None:
    for index, value in enumerate(values):
        at = (*row.at, key, index)
        other, line = claimed.setdefault(value, (owner, row.source.line(at)))
        if (other, line) != (owner, row.source.line(at)) and other != owner:
            row.source.add(at, f"{value!r} belongs to {other!r} too (line {line})", "leave it to one of the two")


def _host(url: str) -> str | None:
    if not re.match(r"(?:https?:)?//", url, re.IGNORECASE):
        if re.match(r"[^/]*@|\w+://", url):  # an e-mail address; ftp://
            return None
        url = f"//{url}"
    try:
        host = urlsplit(url).hostname
    except ValueError:  # "http://[": a bracket that opens no IPv6 address
        return None
    return host.rstrip(".") if host else None


def owner_of_url(url: str, domains: Mapping[str, str]) -> str | None:
    """Look up the host of a URL in a table of domains.

    Args:
        url: An address, with or without its scheme.
        domains: Domain -> value.

    Returns:
        The value of the longest domain that equals the host or is a parent of it: {"bbc.co.uk": "bbc"} gives "bbc" for
        https://news.bbc.co.uk/x. None where no domain fits.
    """
    host = _host(url)
    while host:
        if host in domains:
            return domains[host]
        host = host.partition(".")[2]
    return None


def suggest(name: str, names: Iterable[str]) -> str:
    """A remedy, for an error message, about an outlet that is not declared."""
    likely = nearest(name, names)
    return f"{likely}{'' if likely.endswith('?') else ';'} or add it to outlets.toml"
