"""The kind of a page: a kind of article with its section, language and address, or no article at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from collectors.extract.address_parts import parts_of
from collectors.extract.blocks import Block
from collectors.extract.stated_metadata import StatedMetadata

#: A page with fewer words is not an article (the shortest of 207 real ones has 67).
MIN_WORDS = 25
#: The same for a page that calls itself an article (short news, a video with a line of text), graded doubtful.
MIN_WORDS_CLAIMED = 10

NO_TEXT = "no article text found"

#: Of a page of teasers: least number of them and least share of the text's paragraphs, most characters of one, least
#: characters of the headline above it and how many blocks above it that may stand (a date, a byline between them).
_FEWEST_TEASERS, _TEASED, _TEASER, _HEADLINE, _ABOVE = 5, 0.7, 300, 20, 3

_OPINION = re.compile(
    r"(?:^|[/_-])(?:opinions?|op-?ed|columnists?|columns?|comment(?:ary|isfree)?|editorials?|kommentare?|meinung"
    r"|opinion[e]?|tribunes?|kolumnen?)(?:[/_-]|$)",
    re.I,
)
_LIVE = re.compile(
    r"(?:^|[/_-])(?:live|live-?blog|live-?updates?|liveticker|newsticker|live-?ticker|en-?direct)(?:[/_-]|$)", re.I
)
_VIDEO = re.compile(r"(?:^|/)(?:videos?|watch|mediathek|av)/", re.I)
_SECTION = re.compile(r"/(?:news/)?([a-z][a-z-]{2,30})/", re.I)

# Only whole titles, or the part before the site's name: "Access denied: how the port shut reporters out" is an article.
_ERROR = re.compile(
    r"^\W{0,3}(?:(?:http )?error\W{0,3})?(?:40[0-9]|410|429|50[0-4])\s*(?:$|[|:–—-]|error\b|page\b|not found"
    r"|forbidden|bad gateway"
    r"|internal server|service unavailable|too many requests|unauthori[sz]ed|gone\b)"
    r"|^(?:(?:the )?page (?:was )?not found|(?:the )?page (?:cannot be|can't be|could not be) found|not found"
    r"|access denied|forbidden"
    r"|just a moment|attention required!?|service unavailable|error|are you (?:a )?(?:robot|human)\??|captcha|oops!?"
    r"|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata"
    r"|страница не найдена|сторінку не знайдено|nie znaleziono strony)[\s.…!]*(?:$|[|–—-])",
    re.I,
)
_CONSENT = re.compile(
    r"we (?:and our (?:\d+ )?partners|value your privacy|care about your privacy)|accept (?:all|and continue"
    r"|cookies)|manage (?:your )?(?:cookies|privacy|consent|preferences)"
    r"|cookie (?:policy|settings|preferences)|your privacy choices|consent|zustimmung|einwilligung|datenschutz"
    r"|mit werbung|akzeptieren|tout accepter"
    r"|aceptar (?:todo|y continuar)|accetta|zgadzam się|cookies",
    re.I,
)


def no_article(
    stated: StatedMetadata, url: str | None, blocks: list[Block], text: str, words: int, *, sure: bool = False
) -> str | None:
    """Return why a page is not an article, or None if it may be one.

    Args:
        stated: What the page states about itself.
        url: Its address.
        blocks: Its blocks of text.
        text: The body that was read.
        words: The number of words in the body.
        sure: Whether the readers agree on the text (`grade.is_sure`); the checks for lists and home pages are then
            skipped.
    """
    title = stated.page_title or stated.first("og:title") or ""
    claims = bool(stated.linked.article_types) or (stated.first("og:type") or "").lower() == "article"
    checks = (
        (words < 200 and _is_error(stated, title), f"an error page served as a page ({title[:60]!r})"),
        (
            not claims and words < 400 and _consenting(text, words),
            "a consent wall: no article, only a request for permission",
        ),
        (not claims and words < 120 and _is_gallery(stated), "a picture gallery"),
        (not stated.linked.article_types and not sure and _is_home(url, stated.canonical), "a home page"),
        (not claims and not sure and _is_list(blocks, words), "a section or list page: most of its text is links"),
        (words < (MIN_WORDS_CLAIMED if claims else MIN_WORDS), NO_TEXT),
    )
    return next((reason for applies, reason in checks if applies), None)


def _is_gallery(stated: StatedMetadata) -> bool:
    return bool({"ImageGallery", "MediaGallery"} & stated.linked.types)


def _is_error(stated: StatedMetadata, title: str) -> bool:
    return any(_ERROR.search(heading[:200]) for heading in (title, *stated.headings[:1]))


def _consenting(text: str, words: int) -> bool:
    hits = len(_CONSENT.findall(text[:6000]))
    return hits >= 3 and hits * 40 >= words


def _is_home(url: str | None, canonical: str | None) -> bool:
    for parts in (parts_of(url), parts_of(canonical)):
        home = parts.path.strip("/").lower() in ("", "index.html", "index.php", "home") and not parts.query
        if home and parts.scheme in ("http", "https"):
            return True
    return False


def _is_list(blocks: list[Block], words: int) -> bool:
    """Return whether a page is mostly headlines in links with little running text."""
    linked = sum(len(block.text.split()) for block in blocks if block.links > 0.6 and len(block.text.split()) >= 5)
    return linked > 5 * words and words < 400


def holds_teasers(blocks: Sequence[Block], text: str) -> bool:
    """Return whether most paragraphs of a text are short and stand right below a headline that is a link.

    Readers agree on the teasers of a section page as well as on the paragraphs of an article, so such a text is given
    with a doubt.

    Args:
        blocks: The blocks of the page.
        text: Its text, with a blank line between paragraphs.
    """
    paragraphs = frozenset(text.split("\n\n"))
    kept = [number for number, block in enumerate(blocks) if block.text in paragraphs]
    if len(kept) < _FEWEST_TEASERS:
        return False
    teased = sum(
        len(blocks[number].text) <= _TEASER and any(map(_is_linked_headline, blocks[max(0, number - _ABOVE) : number]))
        for number in kept
    )
    return teased >= _TEASED * len(kept)


def _is_linked_headline(block: Block) -> bool:
    return block.links > 0.6 and block.place.tag in ("h2", "h3", "h4") and len(block.text) >= _HEADLINE


def article_type(stated: StatedMetadata, url: str | None) -> tuple[str, str]:
    """Return the kind of an article ("news", "opinion", "live" or "video") and where that was read."""
    types = stated.linked.article_types
    path = parts_of(url).path
    section = f"/{stated.linked.section or ''}/{stated.first('article:section') or ''}/".lower()
    if "LiveBlogPosting" in types:
        return "live", "json-ld"
    if types & {"OpinionNewsArticle"} or (stated.first("article:opinion") or "").lower() == "true":
        return "opinion", "json-ld" if types & {"OpinionNewsArticle"} else "meta"
    if _OPINION.search(path) or _OPINION.search(section.replace(" ", "-")):
        return "opinion", "url" if _OPINION.search(path) else "section"
    if _LIVE.search(path.rpartition("/")[0] + "/") or re.search(r"-live(?:-updates)?(?:-|\.|/|$)", path):
        return "live", "url"
    if (stated.first("og:type") or "").startswith("video") or _VIDEO.search(path):
        return "video", "og:type" if not _VIDEO.search(path) else "url"
    return "news", "json-ld" if types else "default"


def section_of(stated: StatedMetadata, url: str | None) -> tuple[str, str] | None:
    """Return the section of an article and where it was read, or None."""
    for value, source in (
        (stated.linked.section, "json-ld"),
        (stated.first("article:section", "section", "parsely-section"), "meta"),
    ):
        if value and len(value) <= 60:
            return value, source
    match = _SECTION.match(parts_of(url).path)
    return (match.group(1).lower(), "url") if match else None


def address_of(stated: StatedMetadata, url: str | None) -> tuple[str | None, str]:
    """Return the canonical address of a page and its source.

    A stated address is used only if it is on the same site and is not the home page; otherwise it is the address as
    fetched.
    """
    for value, source in ((stated.canonical, "canonical link"), (stated.first("og:url"), "og:url")):
        if not value:
            continue
        try:
            address = urljoin(url or "", value)
        except ValueError:
            continue
        parts, own = parts_of(address), parts_of(url or address)
        same = _site(parts.hostname) == _site(own.hostname)
        if parts.scheme in ("http", "https") and parts.hostname and same and len(parts.path) > 1:
            return address.partition("#")[0], source
    return url, "as fetched"


def _site(host: str | None) -> str:
    labels = (host or "").lower().split(".")
    while len(labels) > 2 and labels[0] in ("www", "m", "amp", "mobile"):
        labels = labels[1:]
    return ".".join(labels)
