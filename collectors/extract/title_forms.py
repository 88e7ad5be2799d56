"""Forms of titles and names in which those that differ only in writing are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet

from collectors.extract.address_parts import parts_of

_FOLD = {ord(char): "'" for char in '‘’‚‛“”„‟«»"`´′″'} | {ord(char): "-" for char in "‐‑‒–—―−"}
#: Least Latin letters of a site's name with which a longer one may begin: "Port News Online" on portnews.example.
_BEGINS = 5


def fold(text: str) -> str:
    """Return a form in which titles that differ only in quotation marks, dashes, case or spaces are equal."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLD).casefold().split())


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


def is_site(text: str, site: AbstractSet[str]) -> bool:
    """Return whether a text is the name of a site or a part of it.

    Args:
        text: A title or a part of one.
        site: Names of the site, as `site_words` returns them.
    """
    short = letters(text)
    return short in site or (len(short) >= 3 and any(short in word for word in site))


def names_site(text: str, site: AbstractSet[str]) -> bool:
    """Return whether a part of a title is the name of a site, or begins or ends with it.

    Args:
        text: A part of a title.
        site: Names of the site, as `site_words` returns them.
    """
    short = letters(text)
    return is_site(text, site) or any(
        len(word) >= (_BEGINS if word.isascii() else 2) and (short.startswith(word) or short.endswith(word))
        for word in site
    )
