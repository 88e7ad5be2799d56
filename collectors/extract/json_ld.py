"""What a page states about itself in JSON-LD: the article object and a few of its fields as plain text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import lxml.html

from collectors.extract.address_parts import parts_of

#: Values of @type for a text rather than a page, an image or an organisation (schema.org, "Article" and subtypes).
ARTICLE_TYPES = frozenset((
    "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "ReviewNewsArticle", "AskPublicNewsArticle",
    "AdvertiserContentArticle", "Report", "SocialMediaPosting", "TechArticle", "ScholarlyArticle",
))  # fmt: skip
#: Other types whose time of publication is that of what stands on the page.
_DATED_TYPES = frozenset((
    "WebPage", "ItemPage", "AboutPage", "CreativeWork", "Recipe", "HowTo", "VideoObject", "DiscussionForumPosting",
    "MedicalWebPage", "PodcastEpisode", "WebContent", "LearningResource", "Review", "Quiz", "Claim", "ClaimReview",
))  # fmt: skip

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_MAX_SCRIPTS, _MAX_CHARS, _MAX_OBJECTS, _MAX_DEPTH = 60, 2_000_000, 5_000, 40
_WRAPPER = re.compile(
    r"\A\s*(?:<!--|(?:/\*|//)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?:/\*|//)?\s*\]\]>(?:\s*\*/)?)\s*;?\s*\Z"
)
#: A word, or a letter of a script that writes without spaces.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
#: Least share of the words of an object's headline that the page's headlines hold.
_SHARED = 0.34
_DECODER = json.JSONDecoder(strict=False)
_SPARE_COMMA = re.compile(r",(\s{0,200}[}\]])")
_TYPE = re.compile(r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"(?:https?://schema\.org/)?([A-Za-z]{3,40})"')
#: Fields that are read from broken JSON, and the most characters behind the type that are searched for them.
_FIELD_OR_BRACKET = re.compile(
    r'"(headline|url|datePublished|dateModified|dateCreated)"\s{0,9}:\s{0,9}"([^"\\<>]{4,300})"(?=\s{0,99}[,}])|[{}]'
)
_BROKEN = 20_000
_TAG = re.compile(r"<[^<>]{0,2000}>")
_PARAGRAPH = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<br\s*/?>", re.I)


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The article object of a page.

    Fields are None or empty where the page does not state them.

    Attributes:
        types: All @type values on the page, also where none of them is an article.
        article_types: Those types of the chosen object that are in `ARTICLE_TYPES`.
        free: Whether the page says that the article is free to read (isAccessibleForFree).
        words: The number of words that the page states (wordCount).
        page_published: datePublished of the page or of a work on it that is no article (a recipe, a thread); None
            where an article states its own.
        page_modified: dateModified of the same object.
    """

    types: frozenset[str] = frozenset()
    article_types: frozenset[str] = frozenset()
    title: str | None = None
    alternative: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    created: str | None = None
    modified: str | None = None
    body: str = ""
    language: str | None = None
    section: str | None = None
    free: bool | None = None
    words: int | None = None
    page_published: str | None = None
    page_modified: str | None = None


def read_linked(root: lxml.html.HtmlElement, url: str | None) -> LinkedData:
    """Read the JSON-LD of a page.

    Args:
        root: The parsed page.
        url: Its address, to prefer the object that is about this page.

    Returns:
        The fields of the best article object; an empty `LinkedData` (with `types` only) if there is none.
    """
    objects: list[dict[str, Json]] = []
    for index, script in enumerate(root.iter("script")):
        if index >= 2_000 or len(objects) >= _MAX_OBJECTS:
            break
        if "ld+json" in (script.get("type") or "").lower():
            text = script.text or ""
            objects.extend(_walk(_loads(text) or _fields_of_broken(text)))
    types = frozenset(name for node in objects for name in types_of(node))
    listed = {id(inner) for node in objects if "ItemList" in types_of(node) for inner in _walk(node)}
    headlines = _words_of_headlines(root)
    articles = [
        node
        for node in objects
        if types_of(node) & ARTICLE_TYPES and not _of_another_page(node, url, headlines, listed=id(node) in listed)
    ]
    page = next((node for node in objects if types_of(node) & _DATED_TYPES and node.get("datePublished")), {})
    if not articles:
        return LinkedData(
            types,
            page_published=_time_of(page.get("datePublished")),
            page_modified=_time_of(page.get("dateModified")),
        )
    named = {name: node for node in objects if isinstance(name := node.get("@id"), str) and "name" in node}
    best = max(
        articles, key=lambda article: (_about(article, url), "LiveBlogPosting" in types_of(article), _fullness(article))
    )
    linked = _linked(best, types, named)
    return linked if linked.published else replace(linked, page_published=_time_of(page.get("datePublished")))


def _linked(article: Mapping[str, Json], types: frozenset[str], named: Mapping[str, dict[str, Json]]) -> LinkedData:
    body = article.get("articleBody")
    return LinkedData(
        types=types,
        article_types=types_of(article) & ARTICLE_TYPES,
        title=text_of(article.get("headline")) or text_of(article.get("name")),
        alternative=text_of(article.get("alternativeHeadline")),
        description=text_of(article.get("description")),
        authors=tuple(_names(article.get("author") or article.get("creator"), named)),
        published=_time_of(article.get("datePublished")),
        created=_time_of(article.get("dateCreated")),
        modified=_time_of(article.get("dateModified")),
        body=plain(body) if isinstance(body, str) else "",
        language=text_of(article.get("inLanguage")),
        section=text_of(article.get("articleSection")),
        free=_truth(article.get("isAccessibleForFree")),
        words=_count(article.get("wordCount")),
    )


def _about(article: Mapping[str, Json], url: str | None) -> bool:
    """Return whether an object says that it is about this page; a page may also list other articles in JSON-LD."""
    if not url:
        return False
    path = parts_of(url).path.rstrip("/")
    about = article.get("mainEntityOfPage")
    values = (article.get("url"), article.get("@id"), about.get("@id") if isinstance(about, dict) else about)
    return len(path) > 1 and any(path in address for address in map(text_of, values) if address)


def _words_of_headlines(root: lxml.html.HtmlElement) -> frozenset[str]:
    """Return the words of the page's title, of its h1 and of its og:title."""
    texts = [element.text_content() for element in root.iter("title", "h1")][:20]
    texts.extend(meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "og:title")
    return frozenset(_WORD.findall(" ".join(texts)[:4_000].casefold()))


def _of_another_page(article: Mapping[str, Json], url: str | None, headlines: frozenset[str], *, listed: bool) -> bool:
    """Return whether an article object is a teaser: in a list or under another address, with a headline of its own.

    Of 650 real pages none states a headline of its own that shares less than 60 % of its words with those it shows.
    """
    if _about(article, url):
        return False
    elsewhere = len(parts_of(text_of(article.get("url"))).path) > 1
    words = set(_WORD.findall((text_of(article.get("headline")) or "").casefold()))
    return (listed or elsewhere) and bool(words) and len(words & headlines) < _SHARED * len(words)


def _fullness(article: Mapping[str, Json]) -> int:
    weights = (("articleBody", 3), ("datePublished", 2), ("headline", 1), ("author", 1))
    return sum(weight for key, weight in weights if article.get(key))


def _loads(text: str) -> Json:
    """Parse JSON, or return None if it is not JSON.

    Comments or CDATA marks around it and raw line breaks inside strings are accepted.
    """
    if len(text) > _MAX_CHARS:
        return None
    text = _WRAPPER.sub("", text)
    for candidate in (text, _SPARE_COMMA.sub(r"\1", text.strip().rstrip(";")), html.unescape(text)):
        try:
            parsed: Json = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        return parsed
    return _first_value(text.strip())


def _first_value(text: str) -> Json:
    """Return the JSON value that a text begins with, whatever stands behind it: a bracket too many, a second object."""
    try:
        value: Json = _DECODER.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _fields_of_broken(text: str) -> Json:
    """Return the plain fields of an article whose JSON is broken, by a quotation mark within a string or by its end.

    Only the first article is read, to the end of its object and without the objects within it.
    """
    begin = next((match for match in _TYPE.finditer(text[:_MAX_CHARS]) if match[1] in ARTICLE_TYPES), None)
    if begin is None:
        return None
    fields: dict[str, Json] = {"@type": begin[1]}
    depth = 0
    for match in _FIELD_OR_BRACKET.finditer(text, begin.end(), begin.end() + _BROKEN):
        if match[1] and not depth:
            fields.setdefault(match[1], match[2])
        depth += (match[0] == "{") - (match[0] == "}")
        if depth < 0:
            break
    return fields


def _walk(value: Json) -> Iterator[dict[str, Json]]:
    """Yield every object in a JSON value, outer ones first, down to a fixed depth."""
    level: list[Json] = [value]
    for _ in range(_MAX_DEPTH):
        below: list[Json] = []
        for item in level[:_MAX_OBJECTS]:
            if isinstance(item, dict):
                yield item
                below.extend(child for child in item.values() if isinstance(child, dict | list))
            elif isinstance(item, list):
                below.extend(item)
        level = below


def types_of(item: Mapping[str, Json]) -> frozenset[str]:
    """Return the @type values of a JSON-LD object without their namespace."""
    value = item.get("@type")
    values = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/:]", name)[-1] for name in values if isinstance(name, str))


def text_of(value: Json) -> str | None:
    """Return the first text in a value: a string, an object's @value, name or @id, or the first item of a list.

    Markup and entities are removed. None if the value holds no text.
    """
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("@id")
    if not isinstance(value, str):
        return None
    return " ".join(_TAG.sub(" ", html.unescape(value)).split()) or None


def _time_of(value: Json) -> str | None:
    """Return a time as text; numbers (seconds or milliseconds since 1970) become their digits."""
    return str(int(value)) if isinstance(value, int | float) and not isinstance(value, bool) else text_of(value)


def plain(text: str) -> str:
    """Return an articleBody, which may carry markup or entities, as plain text with one paragraph per line."""
    text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", _PARAGRAPH.sub("\n", text))
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _names(value: Json, named: Mapping[str, dict[str, Json]]) -> Iterator[str]:
    """Yield the names in an author value: strings, objects, references by @id, and lists of them."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            reference = item.get("@id")
            source = named.get(reference, item) if "name" not in item and isinstance(reference, str) else item
            name = source.get("name") or _full_name(source)
            for single in name if isinstance(name, list) else [name]:
                if isinstance(single, str):
                    yield html.unescape(single)
        elif isinstance(item, str) and not item.startswith(("http:", "https:")):
            yield html.unescape(item)


def _full_name(person: Mapping[str, Json]) -> str | None:
    """Join the name of a person that is given in parts."""
    parts = [text_of(person.get(key)) for key in ("givenName", "additionalName", "familyName")]
    return " ".join(part for part in parts if part) or None


def _truth(value: Json) -> bool | None:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower() if isinstance(value, str) else ""
    return {"true": True, "false": False}.get(text.rpartition("/")[2])


def _count(value: Json) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 8:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
