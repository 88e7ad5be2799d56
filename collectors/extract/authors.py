"""Who wrote an article: names from the page's statements and bylines, cut apart and cleaned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import lxml.html

from collectors.extract.stated_metadata import StatedMetadata, flat
from collectors.extract.title import fold, letters, site_words

_META = (
    "parsely-author",
    "sailthru.author",
    "author",
    "article:author",
    "dc.creator",
    "byl",
    "cxenseparse:author",
    "twitter:misc:written by",
)
_BYLINE = lxml.html.etree.XPath(
    "//*[@rel='author' or @itemprop='author' or contains(@class,'byline') or contains(@class,'author')"
    " or contains(@class,'Byline') or contains(@class,'Author') or contains(@data-testid,'byline')]"
)
_BY = re.compile(
    r"^(?:(?:written|reported|story|text|article|analysis|opinion|comment|kommentar|ein kommentar|eine analyse"
    r"|words)\s+)?"
    r"(?:by|von|par|por|di|da|door|af|av|przez|from)\b[\s:]+|^(?:autor(?:in)?|author|text|redaktion)\s*:\s*"
    r"|^автор(?:ы)?\s*:?\s+|^by:\s*",
    re.I,
)
# " and " in the languages of the pages; a slash, bar or bullet; commas are handled with their context.
_SPLIT = re.compile(r"\s*[;|•·\n/]\s*|\s+(?:and|und|&|with|y|och|og|e|i|та|и|mit)\s+")
_ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|journalists?|staff|writers?|producers?|columnists?|contributors?"
    r"|korrespondent\w*|redakteur\w*"
    r"|redaktor\w*|journalist\w*|journaliste|periodista|producent|updated|published|min(?:ute)? read|follow"
    r"|email|twitter|read more|view|profile|senior"
    r"|biograf\w+|developer|admin|administrator|guest)\b",
    re.I,
)
_OFFICE = re.compile(r"\s*(?:기자|특파원|記者|记者)$")
_BAD = re.compile(r"https?:|www\.|@|\d{3}|[{}<>=()]|^\W*$|^[a-z]+(?:[-.][a-z]+)+$")


def choose_authors(
    stated: StatedMetadata, root: lxml.html.HtmlElement, newspaper: Callable[[], Iterable[str]], url: str | None
) -> tuple[tuple[str, ...], str | None]:
    """Author names in page order and their source; no names and None where the page gives none.

    JSON-LD comes first (author F1 on the fundus pages .82 alone), then the byline on the page, meta tags, newspaper3k.
    Where JSON-LD only names the outlet and the byline a person, the byline is the better answer.
    """
    site = site_words(stated.first("og:site_name"), url)
    linked = _clean(stated.linked.authors)
    if linked and not all(_is_site(name, site) for name in linked):
        return linked, "json-ld"
    metas = _clean(value for name in _META for value in stated.meta.get(name, ()))
    people = tuple(name for name in metas if not _is_site(name, site))
    byline = () if people and not linked else _bylines(root, site)
    if people:
        return people, "meta"
    for names, source in ((byline, "byline"), (linked, "json-ld"), (metas, "meta")):
        if names:
            return names[:8], source
    # Last, since it costs 18 ms a page and takes sentences for names.
    last = tuple(n for n in _clean(newspaper()) if _like_a_name(n))[:4]
    return last, "newspaper3k" if last else None


def _is_site(name: str, site: set[str]) -> bool:
    """Whether an author is only the outlet: "BBC News" on bbc.co.uk."""
    short = letters(name)
    return any(word in short or short in word for word in site)


def _bylines(root: lxml.html.HtmlElement, site: set[str]) -> tuple[str, ...]:
    """Names from the first short element that is marked as a byline and reads like names."""
    for element in _BYLINE(root)[:40]:
        if element.tag in ("meta", "link", "script", "style", "body", "article", "main", "html"):
            continue
        text = flat(element)
        if 3 < len(text) <= 120:
            # Names in elements of their own ("<span>A B</span> <span>C D</span>") are apart even without a comma.
            spans = [t for child in element.iterdescendants("span", "a") if not len(child) and (t := flat(child))]
            names = tuple(
                n for n in _clean(spans if len(spans) > 1 else [text]) if not _is_site(n, site) and _like_a_name(n)
            )
            if names:
                return names
    return ()


def _like_a_name(name: str) -> bool:
    parts = name.split()
    return 2 <= len(parts) <= 4 and all(
        p[:1].isupper() or p in ("de", "van", "von", "der", "da", "el", "al", "bin") for p in parts
    )


def _clean(values: Iterable[str]) -> tuple[str, ...]:
    """Single names from author values, without duplicates."""
    found: dict[str, str] = {}
    for value in values:
        for name in _names(value):
            found.setdefault(fold(name), name)
    return tuple(found.values())


def _names(value: str) -> Iterator[str]:
    text = re.sub(r"<[^<>]{0,500}>", " ", value[:600])
    text = " ".join(text.split())
    if re.match(r"https?:|\(|\S+@", text):
        return
    while (shorter := _BY.sub("", text, count=1).strip()) != text:
        text = shorter
    for part in _SPLIT.split(text):
        pieces = [p.strip() for p in part.split(",")]
        # "Lenharo, Mariana" is one person; "Anna Berg, dpa" and "Anna Berg, Jan Holm" are two.
        if (
            len(pieces) == 2
            and all(len(p.split()) == 1 for p in pieces)
            and pieces[0][:1].isupper()
            and pieces[1][:1].isupper()
        ):
            pieces = [f"{pieces[1]} {pieces[0]}"]
        for piece in pieces:
            name = _OFFICE.sub("", _BY.sub("", piece)).strip(" .,:;-–—*•|")
            if 1 < len(name) <= 60 and len(name.split()) <= 6 and not _BAD.search(name) and not _ROLE.search(name):
                yield name
