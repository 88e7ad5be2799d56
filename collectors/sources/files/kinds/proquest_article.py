"""One article of ProQuest from its labelled fields, whatever the layout they stood in. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from collectors.sources.files.export_dates import published_day, written_date
from collectors.sources.files.exported import ABSTRACT, FULL, ExportedArticle, one_line, paragraphs
from collectors.sources.files.kinds.factiva_article import stated_length
from collectors.sources.files.language_names import language_code
from collectors.sources.files.people_lines import catalogued_authors

ARCHIVE = "ProQuest"
#: What stands where there is no text or abstract.
_NOTHING = re.compile(
    r"\s*(?:none\s?available|not available|n/a|full text (?:is )?not available|no abstract.{0,20}|non disponible|"
    r"nicht verfügbar|no disponible|ninguno disponible|abstract not available)\s*\.?\s*\Z",
    re.I,
)
#: Paragraphs that ProQuest puts behind a text.
_BEHIND = re.compile(
    r"\s*(?:credit:|illustration\s*\Z|caption:|crédit\s?:|captionless|\[illustration|word count:)", re.I
)
_LEFTOVER = re.compile(r"\s*(?:html>|</?html>?|body>)\s*\Z", re.I)
_CORRECTION = re.compile(r"\s*CORRECTION: ")
_INFO = re.compile(r"(?P<outlet>[^;\[]+?)\s*(?:;|\[|,\s*(?=[^,]*\[)).*?\]\.?\s*(?P<date>.*)\Z", re.S)
_EDITION = re.compile(r"(?P<name>.+?);\s*(?P<place>.+)\Z", re.S)
#: Kinds of documents that are no news, as ProQuest calls them.
_OPINION = re.compile(r"editorial|commentary|letter|opinion|op-ed|column|leitartikel|kommentar|éditorial", re.I)


def proquest_article(
    title: str | None, fields: Mapping[str, Sequence[str]], number: int | None, words: str | None = None
) -> ExportedArticle | None:
    """The article that these fields make, None where they hold no headline.

    Args:
        title: Its headline.
        fields: Field (see `field_labels`) -> its blocks; "info" is the line "Publication info".
        number: Its line or number in the file.
        words: The words that the archive states.
    """

    def first(name: str) -> str | None:
        return one_line(" ".join(fields.get(name, ())))

    title = one_line(title) or first("title")
    if title is None:
        return None
    text = paragraphs(_own_text(fields.get("text", ())))
    abstract = paragraphs(block for block in fields.get("abstract", ()) if not _NOTHING.match(block))
    extent = FULL if text else ABSTRACT
    outlet, dated = _published_in(first("outlet"), first("info"))
    return ExportedArticle(
        archive=ARCHIVE,
        text=text or abstract,
        title=title,
        record=first("record"),
        authors=catalogued_authors(first("authors")),
        outlet=outlet,
        edition=first("edition"),
        published=published_day(first("published") or "") or dated,
        language=language_code(first("language")),
        section=first("section"),
        words=stated_length(words),
        extent=extent,
        type="opinion" if _OPINION.search(first("type") or "") else "news",
        line=number,
    )


def _own_text(blocks: Sequence[str]) -> list[str]:
    """The blocks of the text without ProQuest's own: credit and captions behind it, corrections in front of it."""
    article_blocks: list[str] = []
    for i, block in enumerate(blocks):
        if i == 0 and _LEFTOVER.match(block):
            continue
        if _BEHIND.match(block) and article_blocks:
            break
        if _NOTHING.match(block) or _CORRECTION.match(block):
            continue
        article_blocks.append(block)
    return article_blocks


def _published_in(title: str | None, info: str | None) -> tuple[str | None, str | None]:
    """Outlet and day of a ProQuest source line.

    For example "Los Angeles Times; Los Angeles, Calif." and "Los Angeles Times ; Los Angeles, Calif. [Los Angeles,
    Calif]08 May 2010: AA.2.".
    """
    match = _INFO.match(info or "")
    dated = None
    if match:
        written = written_date(match.group("date"))
        dated = written.day[:10] if written and written.day else None
    elif info:
        dated = published_day(info)
    name = title or (match.group("outlet") if match else None)
    placed = _EDITION.match(name or "")
    return one_line(placed.group("name") if placed else name), dated
