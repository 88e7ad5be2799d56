"""What the reader of an export yields: articles and addresses as the export states them, before they are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from collectors.sources.files.file_items import Damage
from collectors.support.extents import ABSTRACT, EXCERPT, FULL, HEADLINE_AND_LEAD

__all__ = ["ABSTRACT", "EXCERPT", "FULL", "HEADLINE_AND_LEAD"]

#: The share by which the number of words may differ from that stated by the archive. Archives count headlines, captions
#: and hyphens in different ways; a larger difference means that text is missing.
WORDS_TOLERANCE = 0.2
#: A difference of at most so many words is ignored.
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
        words: The number of words that the archive states.
        extent: full, headline_and_lead, excerpt or abstract.
        line: Its first line in a text file, from 1; otherwise its number in the file.
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
    """The address of an article whose text the export does not contain, with what it states about the article."""

    archive: str
    url: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """A saved page inside a container; `body` holds its original bytes."""

    name: str
    body: bytes
    url: str | None = None
    content_type: str | None = None
    fetched_at: str | None = None


Exported = ExportedArticle | ExportedAddress | ExportedPage | Damage


def one_line(text: str | None) -> str | None:
    """A text with all white space reduced to single spaces; None where nothing is left."""
    flat = " ".join((text or "").split())
    return flat or None


def paragraphs(blocks: Iterable[str]) -> str:
    """Join blocks to a text: each on one line, with a blank line between them, without empty ones."""
    return "\n\n".join(flat for block in blocks if (flat := one_line(block)))


def archive_word_count(text: str) -> int:
    """Words as archives count them, to hold against what they state: runs of letters and digits, numbers among them.

    What is measured counts words by `collectors.metrics.text.count_words`, which takes "10,000" for one
    word and parts sentences that are glued together, as no archive does.
    """
    return sum(1 for _ in _WORD.finditer(text))


def words_differ(article: ExportedArticle) -> str | None:
    """Why the length of an article casts doubt on it; None where it agrees with the number of words stated."""
    if article.words is None or article.extent != FULL:
        return None
    read = archive_word_count(article.text)
    if abs(read - article.words) <= max(WORDS_SLACK, WORDS_TOLERANCE * article.words):
        return None
    return f"the archive states {article.words:,} words, {read:,} were read"


def _id_of(article: ExportedArticle) -> str | None:
    """An id made of the archive's own; an article that is alone in its file has the file's name."""
    if article.record is None or article.archive == "given":
        return article.record
    return f"{article.archive.lower().replace(' ', '-')}:{article.record}"


def row_of(article: ExportedArticle) -> Mapping[str, object]:
    """The article as a row for `article_rows.found_in`, which checks the rows of every kind of file."""
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
    """Read each item of a file; an exception in one costs only this item.

    Args:
        items: The parts of a file, one for each article.
        read: Called with an item and its number from 1; returns its content, or None for a part without an article.

    Yields:
        What `read` returns, and damage for items that raised an exception.
    """
    for number, item in enumerate(items, start=1):
        try:
            result = read(item, number)
        except Exception as error:  # noqa: BLE001  whatever one article of an export does, the others are read
            yield Damage(f"article {number} cannot be read: {type(error).__name__}", _REPORT, number)
            continue
        if result is not None:
            yield result
