"""Which addresses look like an article's, and when two of them belong to one article."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

# Parameters that say where a reader came from and do not change the page.
_TRACKING = re.compile(
    r"(?:utm_\w+|at_\w+|ns_\w+|fbclid|gclid|yclid|dclid|msclkid|igshid|mc_[ce]id|cmpid?|ocid|cid|ref|ref_src|referrer"
    r"|smid|source|share|shared|from|partner|intcmp|icid|traffic_source|outputtype|amp|sh|taid|xtor|wt_\w+|pk_\w+)\Z",
    re.I,
)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|pdf|mp[34]|m4[av]|webm|m3u8|ts|woff2?|ttf|eot|zip|gz"
    r"|txt|csv|docx?|xlsx?|map|swf|ics|apk)\Z",
    re.I,
)
_NO_ARTICLE = frozenset(
    re.findall(
        r"\S+",
        """
    tag tags topic topics author authors autor contributor category categories kategorie search suche buscar feed feeds
    rss sitemap wp-json wp-content wp-includes wp-admin wp-login.php login signin signup register account profile
    subscribe newsletter newsletters cart shop static assets cdn-cgi embed oembed ajax api graphql comments users user
    about contact kontakt privacy terms cookie cookies jobs careers advertise help horoscope crossword games tv-guide
    live-tv podcasts""",
    )
)
_DATED = re.compile(r"/(?:19|20)\d\d[-/_]?(?:0?[1-9]|1[0-2])(?:[-/_]|\d\d/|/)")
_NUMBER = re.compile(r"\d{5,}")
_WORDS = re.compile(r"[^\W\d_]{2,}")


def article_like(url: str) -> bool:
    """Return whether an address looks like that of an article.

    Its last part has three words or more or a number of five digits or more, or its path holds a date; and it is not a
    file, tag, author or account page.
    """
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return False
    parts = [part.lower() for part in path.split("/") if part]
    if not parts or _NO_PAGE.search(parts[-1]) or any(part in _NO_ARTICLE for part in parts):
        return False
    last = parts[-1] if len(parts[-1]) > 4 or len(parts) == 1 else f"{parts[-2]} {parts[-1]}"
    return len(_WORDS.findall(last)) >= 3 or bool(_NUMBER.search(last)) or bool(_DATED.search(f"{path}/"))


def plain_address(url: str) -> str:
    """Return an address without the parameters of trackers and without the default port of its scheme."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    default = {"http": 80, "https": 443}.get(parts.scheme)
    netloc = parts.netloc.rpartition(":")[0] if port is not None and port == default else parts.netloc
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0])]
    remaining_query = (
        parts.query if len(query) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(query)
    )
    return urlunsplit((parts.scheme, netloc, parts.path, remaining_query, ""))


_AMP = re.compile(r"(?:/amp|\.amp)(?=/?\Z|\.html?\Z)|\A/amp(?=/)", re.I)


def same_article(url: str) -> str:
    """Return a key that the addresses of one article share: without scheme, www., m., amp, last slash or tracker."""
    try:
        parts = urlsplit(plain_address(url))
    except ValueError:
        return url
    host = re.sub(r"\A(?:www\d?|m|mobile|amp)\.", "", parts.hostname or "")
    path = _AMP.sub("", unquote(parts.path)).rstrip("/")
    return f"{host}{path}{'?' + parts.query if parts.query else ''}"
