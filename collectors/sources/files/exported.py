"""What the reader of an export yields: articles and addresses, as the export states them, before they are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from collectors.sources.files.file_items import Damage
from collectors.support.extents import EXCERPT, FULL, HEADLINE_AND_LEAD

__all__ = ["EXCERPT", "FULL", "HEADLINE_AND_LEAD"]

#: The share by which the words read may differ from those the archive states. Archives count headlines, captions and
#: hyphens in their own ways; what is missing beyond that is text.
WORDS_TOLERANCE = 0.2
#: Below so many words more or less a difference says nothing.
WORDS_SLACK = 30

Item = TypeVar("Item")

_REPORT = "the other articles were read; please report the layout of this one"
_SPACE = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"\w[\w'’.-]*")


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """One article of an export.

    Attributes:
        archive: Who made the export: "Factiva", "Nexis", "Guardian Open Platform".
        record: The archive's own id of the article.
        published: ISO 8601 to the precision stated; a month or year alone is kept as it is.
        words: The words that the archive states.
        extent: full, headline_and_lead or excerpt.
        line: Where it begins in a text file, from 1; else its number in the file.
        doubts: Why it cannot be trusted, each a short phrase.
    """

    archive: str
    text: str
    title: str | None = None
    record: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    edition: str | None = None
    published: str | None = None
    language: str | None = None
    section: str | None = None
    words: int | None = None
    url: str | None = None
    extent: str = FULL
    type: str = "news"
    line: int | None = None
    fetched_at: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedAddress:
    """An address of an article whose text the export does not hold, with what it states about it."""

    archive: str
    url: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """A saved page inside a container; `body` are its bytes as they were."""

    name: str
    body: bytes
    url: str | None = None
    content_type: str | None = None
    fetched_at: str | None = None


Exported = ExportedArticle | ExportedAddress | ExportedPage | Damage


def one_line(text: str | None) -> str | None:
    """A value without line breaks and spaces around it; None where nothing is left."""
    flat = " ".join((text or "").split())
    return flat or None


def paragraphs(blocks: Iterable[str]) -> str:
    """A text of paragraphs with a blank line between them, each on one line; empty ones are left out."""
    return "\n\n".join(flat for block in blocks if (flat := one_line(block)))


def text_lines(text: str) -> list[str]:
    """The lines of a text, without the spaces at their ends and with single spaces inside."""
    return [_SPACE.sub(" ", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def count_words(text: str) -> int:
    """Words as archives count them: runs of letters and digits."""
    return sum(1 for _ in _WORD.finditer(text))


def words_differ(article: ExportedArticle) -> str | None:
    """Why an article's length casts doubt on it, None where it agrees with the words that the archive states."""
    if article.words is None or article.extent != FULL:
        return None
    read = count_words(article.text)
    if abs(read - article.words) <= max(WORDS_SLACK, WORDS_TOLERANCE * article.words):
        return None
    return f"the archive states {article.words:,} words, {read:,} were read"


def _id_of(article: ExportedArticle) -> str | None:
    """An id from the archive's own; a file that holds one article gives it its name."""
    if article.record is None or article.archive == "given":
        return article.record
    return f"{article.archive.lower().replace(' ', '-')}:{article.record}"


def row_of(article: ExportedArticle) -> Mapping[str, object]:
    """The article as a row for the one gate that all rows pass."""
    return {
        "id": _id_of(article),
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "authors": list(article.authors),
        "published": article.published,
        "language": article.language,
        "text": article.text,
        "standfirst": article.standfirst,
        "section": article.section,
        "type": article.type,
        "extent": article.extent,
        "fetched_at": article.fetched_at,
    }


def each_apart(
    items: Iterable[Item], read: Callable[[Item, int], ExportedArticle | ExportedAddress | Damage | None]
) -> Iterator[Exported]:
    """What `read` makes of each item and its number from 1; a bad item costs itself.

    Args:
        items: The parts of a file, one for each article.
        read: Gives what the part holds, or None where it is none (a blank page of the export).
    """
    for number, item in enumerate(items, start=1):
        try:
            result = read(item, number)
        except Exception as error:  # noqa: BLE001  whatever one article of an export does, the others are read
            yield Damage(f"article {number} cannot be read: {type(error).__name__}", _REPORT, number)
            continue
        if result is not None:
            yield result
