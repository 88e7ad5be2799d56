"""The authors of an article: people that the page names as authors and shows. An uncertain name is left out.

JSON-LD comes first, then bylines around the headline, then meta tags. A name counts if readers of the page see it
outside comments, lists and boxes about other stories. Organisations and agencies are kept apart from people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import lxml.html

from collectors.extract.author_names import (
    credited_in,
    is_agency,
    is_nickname,
    is_organisation,
    is_person,
    names_in,
)
from collectors.extract.block_features import squeeze
from collectors.extract.blocks import Block
from collectors.extract.main_content import elements_around
from collectors.extract.stated_metadata import StatedMetadata, flat
from collectors.extract.title_forms import fold, letters, site_words

_META = (
    "parsely-author",
    "sailthru.author",
    "author",
    "article:author",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
    "twitter:misc:written by",
)
#: By way of the attributes, which takes half the time of asking each element for them.
_BYLINE = lxml.html.etree.XPath(
    "//@class[contains(., 'uthor') or contains(., 'utor') or contains(., 'yline') or contains(., 'riter')]/parent::*"
    " | //@rel[. = 'author']/parent::* | //@itemprop[. = 'author']/parent::*"
    " | //@data-testid[contains(., 'byline')]/parent::*"
)
_OF_OTHERS = re.compile(
    r"comment|kommentar|respond|reply|replies|discuss|relat(?!ive)|teaser|recommend|sidebar|popular|latest|trending|widget|site-info|"
    r"(?<!entry-)(?<!post-)(?<!article-)footer|colophon|"
    r"columnist|kolumnist|customer|bewertung|review[-_]?(?:s\b|item|list|box|author|entry)|more-|read-?next|most-|newsletter|carousel|slider|archive|recent|similar",
    re.I,
)
_BYLINE_BOX = re.compile(r"meta|author|byline|info", re.I)
_MACHINERY = frozenset(("meta", "link", "script", "style", "body", "article", "main", "html", "img", "input", "form"))
_SIGNED = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|przez|od|автор:?|autor(?:in)?:|text:|foto|текст:|haber:|szerző:|oprac\.|بقلم:?"
    r"|記者|记者|(?:exclusive|words) by|aus \w+ bericht\w+|dall[ao]? nostr[oa] inviat[oa])\s",
    re.I,
)
#: A day, with or without its time, before the word of a byline: "20 September 2022, by", "20.09.2022, 14:05 Uhr | Von".
_DATE_AHEAD = re.compile(
    r".{0,30}?(?:19|20)\d\d(?:\D{1,3}\d{1,2}[:.]\d\d)?(?:\s?(?:Uhr|h\b|[ap]\.?m\.?))?[\s,|·•–—/-]{1,4}", re.I
)
#: Boxes of pictures, videos and quotations name who made or said those.
_PICTURE_TAGS = frozenset(("figure", "figcaption", "picture", "video", "blockquote", "q"))
_OF_PICTURES = re.compile(
    r"gallery|galerie|slideshow|video[-_]|tweet|quot(?:e|ation)|\bzitat"
    r"|(?:photo|image|img|picture|media|foto|bild|wp)[-_]?(?:author|autor|credit|source|by|caption)",
    re.I,
)
_MADE_OBJECT = re.compile(r"schema\.org/(?:Image|Video|Media|Audio)Object|schema\.org/(?:Photograph|Quotation)")
_AUTHOR_BOX = re.compile(r"author|autor|byline|writer", re.I)
#: A desk is not an author. A domain counts as an organisation if readers of the page see it.
_DESK = re.compile(
    r"^\W*(?:staff|team|admin|desk|agencias?|editorial\w*|red)\W*$|contributors|\bdesk\b|\bnews ?room\b"
    r"|\beditorial (?:board|team|staff)\b"
    r"|^(?:(?:die|la|el|da|de|onze|nasza|our|the)\s)?(?:online-?|web-?)?"
    r"(?:redaktion(?:en)?|redacci[oó]n|r[ée]daction|redazione|reda[cç][aã]o|redakcja|redactie|редак[а-яі]+)"
    r"(?:\s(?:web|online|digital|inter\w+|nacional|na[tz]ional\w*|mundo|esteri|buitenland|binnenland|ausland|politi[kc]\w*))?$"
    r"|^отдел\s|^відділ\s|haber merkezi",
    re.I,
)
_DOMAIN = re.compile(r"\w\.[a-z]{2,4}$", re.I)
_JOINED = re.compile(r"\w\s+(?:and|und|&|et|y|e|i|и|та|och|og|ve)\s+\w", re.I)
_MOST, _LONGEST, _SIGNATURE, _MOST_NAMES = 60, 160, 80, 8
_SIGNATURE_LINE = 100
#: Share of bold characters, and most characters, of a line below a text that is only a name.
_BOLD, _NAME = 0.9, 30
#: A signature may be in this range of blocks around the first block of the text.
_BEFORE, _BEHIND = 3, 8


class Authors(NamedTuple):
    """The authors of an article.

    Attributes:
        people: Names in page order; empty if the page shows none. Agencies and other organisations are listed here if
            the page credits them instead of people.
        source: Where the names were read; None if there are none.
        organisation: The outlet, desk or agency that the page states beside the people or instead of them.
    """

    people: tuple[str, ...]
    source: str | None
    organisation: str | None


def choose_authors(
    stated: StatedMetadata,
    root: lxml.html.HtmlElement,
    url: str | None,
    blocks: Sequence[Block],
    first: int,
    last: int = -1,
    around: frozenset[lxml.html.HtmlElement] | None = None,
) -> Authors:
    """Choose the authors of an article.

    Args:
        stated: What the page states about itself.
        root: The parsed page.
        url: Its address.
        blocks: Its visible text.
        first: Number of the first block of the article's text.
        last: Number of the last one; -1 where it is not known.
        around: The elements around the text, if they are known already.
    """
    site = site_words(stated.first("og:site_name"), url)
    sections = {fold(name) for name in (stated.linked.section, stated.first("article:section")) if name}
    linked = tuple(name for name in names_in(stated.linked.authors) if fold(name) not in sections)
    metas = names_in(value for name in _META for value in stated.meta.get(name, ()))
    organisation = next((name for name in (*linked, *metas) if is_organisation(name) or _is_site(name, site)), None)
    shown = "".join(squeeze(block.text) for block in blocks)
    agencies = tuple(filter(is_agency, linked))
    news = any(kind.endswith("NewsArticle") for kind in stated.linked.article_types)
    if around is None:
        inside = 0 <= first <= last < len(blocks)
        around = elements_around(root, blocks[first].text, blocks[last].text) if inside else frozenset()
    for names, source in _candidates(linked, metas, root, blocks, (first, last), around):
        people = tuple(name for name in names if not _is_site(name, site))
        explicit = source == "byline" or (source == "json-ld" and news)
        if people and (explicit or any(squeeze(person) in shown for person in people)):
            both = tuple(name for name in linked if name in people or name in agencies)
            credited = _with_shown(both, people, blocks, first) if source == "json-ld" else people
            return Authors(credited[:_MOST_NAMES], source.partition(",")[0], organisation)
    organisation = organisation or next(
        (name for names in _bylines(root, around) for name in names if is_organisation(name)), None
    )
    if agencies:
        return Authors(agencies, "json-ld", organisation)
    signed = _organisations(linked, site, blocks, first)
    return Authors(signed, "json-ld" if signed else None, organisation)


def _with_shown(
    stated: tuple[str, ...], people: tuple[str, ...], blocks: Sequence[Block], first: int
) -> tuple[str, ...]:
    """Return the stated names, or those of a short line near the headline that joins all these people with others."""
    for block in blocks[max(0, first - _BEHIND) : first + _BEFORE]:
        if len(block.text) > _SIGNATURE or not _JOINED.search(block.text):
            continue
        shown = tuple(filter(is_person, names_in([block.text])))
        if len(shown) > len(people) and {fold(person) for person in people} <= {fold(name) for name in shown}:
            return (*shown, *(name for name in stated if name not in people))
    return stated


def _organisations(linked: tuple[str, ...], site: set[str], blocks: Sequence[Block], first: int) -> tuple[str, ...]:
    """Return the organisations that JSON-LD names instead of people.

    Desks are left out, and domains count only if a short line near the beginning of the text shows them.
    """
    lines = [
        squeeze(block.text)
        for block in blocks[max(0, first - _BEHIND) : first + _BEFORE]
        if len(block.text) <= _SIGNATURE
    ]
    return tuple(
        name
        for name in linked
        if (is_organisation(name) or _is_site(name, site))
        and not _DESK.search(name)
        and (not _DOMAIN.search(name) or any(squeeze(name) in line for line in lines))
    )


def _candidates(
    linked: tuple[str, ...],
    metas: tuple[str, ...],
    root: lxml.html.HtmlElement,
    blocks: Sequence[Block],
    ends: tuple[int, int],
    around: frozenset[lxml.html.HtmlElement],
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield names of people with their source, best first and computed on demand."""
    yield tuple(filter(is_person, linked)), "json-ld"
    first, last = ends
    yield _signature(blocks, first), "byline"
    yield next(filter(None, (tuple(filter(is_person, names)) for names in _bylines(root, around))), ()), "byline"
    yield _credited_below(blocks, last), "byline"
    yield tuple(filter(is_person, metas)), "meta"
    yield tuple(name for name in linked if is_nickname(name) and not _DESK.search(name)), "json-ld, one word"


def _is_site(name: str, site: set[str]) -> bool:
    """Return whether an author is only the outlet, such as "BBC News" on bbc.co.uk."""
    short = letters(name)
    return any(word in short or short in word for word in site)


def _bylines(root: lxml.html.HtmlElement, around: frozenset[lxml.html.HtmlElement]) -> Iterator[tuple[str, ...]]:
    """Yield the names in the short elements that are marked as a byline, in page order."""
    for element in _BYLINE(root)[:_MOST]:
        if element.tag in _MACHINERY or _of_others(element, around):
            continue
        text = flat(element)
        if not 2 < len(text) <= _LONGEST:
            continue
        # Names in elements of their own ("<span>A B</span> <span>C D</span>") are separate even without a comma.
        leaves = (flat(child) for child in element.iterdescendants("span", "a") if not len(child))
        spans = [leaf for leaf in leaves if leaf]
        names = names_in([text])
        if len(spans) > 1 or not any(map(is_person, names)):
            names = tuple(filter(is_person, names_in(spans))) or names
        yield names


def _of_others(element: lxml.html.HtmlElement, around_text: frozenset[lxml.html.HtmlElement]) -> bool:
    """Return whether an element belongs to comments, to other stories or to the frame of the page."""
    for depth, around in enumerate((element, *element.iterancestors())):
        if depth > 12 or around.tag in ("body", "html") or around in around_text:
            return False
        names = f"{around.get('class') or ''} {around.get('id') or ''}"
        if _of_picture(around, names, itself=not depth):
            return True
        if around.tag in ("aside", "nav") and depth and not _BYLINE_BOX.search(names):
            return True
        if _OF_OTHERS.search(names):
            return True
    return False


def _of_picture(element: lxml.html.HtmlElement, names: str, *, itself: bool) -> bool:
    """Return whether an element is the box of a picture, a video or a quotation, or names who made one.

    A picture of the author is a picture, too: its box may say so.
    """
    if _OF_PICTURES.search(names) or _MADE_OBJECT.search(element.get("itemtype") or ""):
        return True
    return element.tag in _PICTURE_TAGS and (itself or not _AUTHOR_BOX.search(names))


def _signature(blocks: Sequence[Block], first: int) -> tuple[str, ...]:
    """Return the people in a short block near the beginning of the text that starts with "By", "Von" or the like.

    A day may stand before that word.
    """
    for block in blocks[max(0, first - _BEHIND) : first + _BEFORE]:
        if len(block.text) > _SIGNATURE_LINE:
            continue
        dated = _DATE_AHEAD.match(block.text)
        line = block.text[dated.end() :] if dated else block.text
        if _SIGNED.match(line) and (people := tuple(filter(is_person, names_in([line])))):
            return people
    return ()


def _credited_below(blocks: Sequence[Block], last: int) -> tuple[str, ...]:
    """Return the people whom the end of the text credits: in brackets, or by a name alone in bold."""
    for block in blocks[max(0, last - 1) : last + 3] if last >= 0 else ():
        if people := tuple(filter(is_person, credited_in(block.text[-60:]))):
            return people
        bold = block.emphasis >= _BOLD and block.place.tag == "p" and len(block.text) <= _NAME
        if bold and block.links <= 0.5 and not block.text.isupper() and is_person(block.text):
            return (block.text,)
    return ()
