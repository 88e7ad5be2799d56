"""Turns what a reader of a kind yields into items of the import; articles pass the checks of `article_rows`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from collectors.model import Article, Grade, Page
from collectors.sources.files.article_rows import found_in
from collectors.sources.files.export_file import DamagedFileError
from collectors.sources.files.exported import (
    FULL,
    Exported,
    ExportedAddress,
    ExportedArticle,
    ExportedPage,
    archive_word_count,
    row_of,
    words_differ,
)
from collectors.sources.files.file_items import Damage, FileItem, ImportDefaults, failure
from collectors.support.plurals import many

#: The remedy for an unexpected exception.
_REPORT = "the rest was read; please report it with the name of the program that wrote the file"


#: Archives that state the language of each document.
ARCHIVES = frozenset({"Factiva", "Nexis", "LexisNexis", "ProQuest", "Europresse"})
#: From so many words on, the language recognised in a text outweighs the one stated.
TELLING = 60
#: Called with a file and the kind it is read as, before its first article.
TakenFor = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What an import knows besides a file's contents.

    Attributes:
        file: The file's name in messages.
        given: Values for what rows leave open.
        now: Dates must not be later than this.
        columns: Field -> column of tables; None where they are to be identified.
        taken_for: Called with each file and the kind it is read as.
    """

    file: str
    given: ImportDefaults
    now: datetime
    columns: Mapping[str, str] | None = None
    taken_for: TakenFor = lambda _file, _kind: None


def items_of(exported: Iterator[Exported], context: ReadingContext, holds: str) -> Iterator[FileItem]:
    """The items of one file; an exception of its reader costs only the rest of this file.

    Args:
        exported: What the reader yields.
        context: The file, and what the user stated.
        holds: What people call such a file.

    Yields:
        Articles, pages and failures; one failure for all addresses without a text.
    """
    addresses = items = 0
    try:
        for record in exported:
            items += 1
            if isinstance(record, ExportedAddress):
                addresses += 1
            else:
                yield from _items(record, context)
    except DamagedFileError as error:
        yield failure(context.file, error.damage)
    except Exception as error:  # noqa: BLE001  one guard around every file: an export may hold anything
        yield failure(context.file, Damage(f"cannot be read further: {type(error).__name__}: {error}"[:300], _REPORT))
    if addresses:
        yield failure(context.file, addresses_only(addresses, context.file, holds))
    elif not items:
        what = f"looks like an export of {holds}, but holds no article that can be read"
        yield failure(context.file, Damage(what, "export it again with full texts; it may be cut short"))


def addresses_only(count: int, file: str, holds: str) -> Damage:
    """The failure of a file whose articles have addresses but no texts, with the command that fetches them.

    Args:
        count: how many addresses the file holds.
        file: its name, for the command.
        holds: what the file is, such as "a Media Cloud export".
    """
    what = f"is {holds}: {many(count, 'address', 'addresses')} without a text"
    return Damage(what, f"fetch the pages: parallax collect --event ID --urls {file}")


def _items(record: ExportedArticle | ExportedPage | Damage, context: ReadingContext) -> Iterator[FileItem]:
    if isinstance(record, Damage):
        yield failure(context.file, record)
    elif isinstance(record, ExportedPage):
        url = record.url or context.given.url
        page = Page(record.name, url, record.body, record.content_type, record.fetched_at)
        yield FileItem(page, context.file, None, context.given.outlet)
    else:
        yield from _article_items(record, context)


def _article_items(article: ExportedArticle, context: ReadingContext) -> Iterator[FileItem]:
    for item in found_in(row_of(article), context.file, article.line or 1, context.given, context.now):
        if isinstance(item.item, Article):
            yield replace(item, item=_with_provenance(item.item, article))
        else:
            yield item


def _with_provenance(article: Article, exported: ExportedArticle) -> Article:
    """The article with its source, and with a grade that follows from what the archive states."""
    if exported.archive == "given" and not exported.doubts:
        return article
    sources = {"text": exported.archive, **_stated(exported)}
    language = article.language
    doubts = [*exported.doubts, *filter(None, [words_differ(exported)])]
    if exported.archive in ARCHIVES and exported.language and language != exported.language:
        # Librarians state the language of each document; a text that seems to be in another one is doubtful.
        if archive_word_count(exported.text) >= TELLING:
            doubts.append(f"the archive states the language {exported.language}, the text looks like {language}")
        language = exported.language
    grade = Grade.DOUBTFUL if doubts else Grade.GOOD
    if exported.extent != FULL:
        doubts.append(
            f"the export holds {exported.extent.replace('_', ' ')} only"
        )  # a remark: measures heed the extent
    reasons = tuple(doubts)
    return replace(
        article, sources=sources, grade=grade, grade_reasons=reasons, extractor=exported.archive, language=language
    )


def _stated(exported: ExportedArticle) -> dict[str, str]:
    """What the archive states that the article has no field for."""
    month = exported.published if exported.published and len(exported.published) < len("2022-09-01") else None
    stated = {
        "record": exported.record,
        "words": None if exported.words is None else str(exported.words),
        "edition": exported.edition,
        "extent": None if exported.extent == FULL else exported.extent,
        "published": month,
    }
    return {name: value for name, value in stated.items() if value}
