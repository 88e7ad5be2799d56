"""Europresse (Eureka, CEDROM-SNi), HTML: the pages of elements `article`, and the older ones of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart, one_line, paragraphs
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.markup_blocks import page_blocks
from collectors.sources.files.people_lines import authors_in

ARCHIVE = "Europresse"
_NUMBER = re.compile(r"(news|web|social|report|pub|bio)[·.]([0-9]{8})[·.]([\w-]+)[·.]([\w·.-]+)")
_NUMBERED = re.compile(r"(?:num[ée]ro de document|document number|número de documento|dokumentnummer)\s*:?", re.I)
_RIGHTS = re.compile(r"\s*(?:©|\(c\)|copyright)", re.I)
#: Behind the name of the paper: ", no. 5968", "(site web)".
_ISSUE = re.compile(r"\s*,\s*(?:no|n°|nº|nr|num|#)\.?\s*[\w-]+.*\Z", re.I)
_PAGE = re.compile(r"\s*p(?:ag|p)?\.\s*\S", re.I)
#: An author's line is short.
_MOST_WORDS = 10
_LANGUAGE = re.compile(r"\b(?:fran[çc]ais|french|english|anglais)\b", re.I)


def _recognises(file: ExportFile) -> bool:
    head = file.head
    return "DocPublicationName" in head or ("cedrom-sni" in head.lower() and "titrearticlevisu" in file.text.lower())


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_parts(file.html), _article)


def _parts(root: etree._Element) -> list[etree._Element]:
    """The elements that hold one article each: the nearest around each name of a paper that holds no second one."""
    named = [e for e in root.iter() if _has_class(e, "DocPublicationName")]
    parts: list[etree._Element] = []
    for element in named:
        own = element
        for parent in element.iterancestors():
            if sum(1 for e in parent.iter() if _has_class(e, "DocPublicationName")) > 1 or parent.tag == "body":
                break
            own = parent
            if parent.tag == "article":
                break
        parts.append(own)
    return parts


def _has_class(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and name.lower() in str(element.get("class") or "").lower().split()


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next((e for e in root.iter() if _has_class(e, name)), None)


def _flat(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _article(element: etree._Element, number: int) -> ExportedArticle | None:
    old = element.tag != "article" and _first(element, "docOcurrContainer") is None
    header = ", ".join(_flat(e).strip(" ,") for e in element.iter() if _has_class(e, "DocHeader"))
    section, published = _header(header)
    title = _first(element, "titreArticleVisu")
    blocks = page_blocks(element)
    text, author, standfirst, kicker = _old_body(element, title) if old else _new_body(element, title)
    identified = _NUMBER.search(" ".join(blocks))
    if not text and title is None:
        return None
    return ExportedArticle(
        archive=ARCHIVE,
        text=text,
        title=one_line(_flat(title)),
        record=identified.group() if identified else None,
        standfirst=standfirst,
        authors=authors_in(author),
        outlet=one_line(_ISSUE.sub("", _flat(_first(element, "DocPublicationName")))),
        published=published,
        section=section or one_line(kicker),
        line=number,
    )


def _header(header: str) -> tuple[str | None, str | None]:
    """Section and day from "Politique, jeudi 5 octobre 2013, p. 12": what stands before the date is the section."""
    parts = [part.strip() for part in header.split(",") if part.strip()]
    for size in (1, 2, 3):
        for i in range(len(parts) - size + 1):
            day = published_day(" ".join(parts[i : i + size]))
            if day:
                before = [part for part in parts[:i] if not _PAGE.match(part) and len(part.split()) <= 8]
                return (before[0] if before and not _is_weekday(before[0]) else None), day
    return None, None


def _is_weekday(part: str) -> bool:
    from collectors.support.calendars import weekday_names  # noqa: PLC0415  one of few uses

    return part.lower() in weekday_names()


def _new_body(element: etree._Element, title: etree._Element | None) -> tuple[str, str | None, str | None, str | None]:
    """Text, author, standfirst and kicker of an article of the newer layout."""
    kicker, before, after = None, list[str](), list[str]()
    holder = None if title is None else title.getparent()
    if holder is not None and title is not None:
        before = [_flat(e) for e in title.itersiblings(preceding=True) if e.tag == "p"]
        after = [_flat(e) for e in title.itersiblings() if isinstance(e.tag, str) and _flat(e)]
    author = None
    for place in [holder, title] if holder is not None and holder.tag != "header" else [title]:
        for sibling in place.itersiblings() if place is not None else ():
            flat = _flat(sibling) if isinstance(sibling.tag, str) else ""
            if sibling.tag == "div" and flat and author is None and len(flat.split()) <= _MOST_WORDS + 5:
                author = flat
    standfirst = " ".join(part for part in [*reversed(before), *[a for a in after if a != author]] if part)
    header = element.find("header")
    if header is not None:
        lines = [_flat(e) for e in header.iter("p") if not _inside(e, holder) and not _has_class(e, "titreArticleVisu")]
        kicker = next((line for line in lines if line), None)
    return paragraphs(_sections(element)), author, one_line(standfirst), kicker


def _inside(element: etree._Element, holder: etree._Element | None) -> bool:
    return holder is not None and holder.tag != "header" and any(parent is holder for parent in element.iterancestors())


def _sections(element: etree._Element) -> list[str]:
    """The blocks of the text: those of its section; what follows in `aside` and `footer` is the archive's."""
    sections = list(element.iter("section"))
    container = sections[0] if sections else _first(element, "docOcurrContainer")
    if container is None:
        return []
    apart = {id(e) for part in container.iter("aside", "footer") for e in part.iter()}
    if not apart:
        return page_blocks(container)
    for part in list(container.iter("aside", "footer")):
        parent = part.getparent()
        if parent is not None:
            parent.remove(part)
    return page_blocks(container)


def _old_body(element: etree._Element, title: etree._Element | None) -> tuple[str, str | None, str | None, str | None]:
    """Text, author, standfirst and kicker of an article of the older layout: siblings parted by breaks.

    Behind the headline and two breaks comes the author, where there is one, before the first paragraph; the archive's
    own lines begin with the notice of copyright or the document's number.
    """
    if title is None:
        return "", None, None, None
    holder = title.getparent()
    if holder is None:
        return "", None, None, None
    before, after = _around(holder, title)
    # The author's line ends with a break; text ends with the mark of a paragraph.
    author, text = None, after
    if len(after) > 1 and after[0].endswith("\v") and len(after[0].split()) <= _MOST_WORDS:
        author, text = after[0].strip("\v "), after[1:]
    body: list[str] = []
    for block in text:
        if _RIGHTS.match(block) or _NUMBERED.match(block) or _NUMBER.match(block.strip()):
            break
        body.append(block.strip("\v "))
    header_end = next((i for i in range(len(before) - 1, -1, -1) if published_day(before[i])), -1)
    standfirst = " ".join(
        block.strip("\v ") for block in before[header_end + 1 :] if not _PAGE.match(block.strip("\v ,"))
    )
    return paragraphs(body), author, one_line(standfirst), None


def _around(holder: etree._Element, title: etree._Element) -> tuple[list[str], list[str]]:
    r"""The lines before and behind the headline among its siblings; a line that a break ends is marked with \\v."""
    before, after = [""], [""]
    current = before
    current[-1] += holder.text or ""
    for child in holder:
        tag = child.tag if isinstance(child.tag, str) else ""
        if child is title:
            current = after
        elif tag == "br":
            current[-1] += "\v"
            current.append("")
        elif tag in {"p", "table", "div"}:
            current.append("")
            current.extend([*page_blocks(child), ""])
        elif tag:
            current[-1] += "".join(child.itertext())
        current[-1] += child.tail or ""
    return _filled_blocks(before), _filled_blocks(after)


def _filled_blocks(blocks: list[str]) -> list[str]:
    flat = (" ".join(block.replace("\v", "").split()) + ("\v" if block.endswith("\v") else "") for block in blocks)
    return [block for block in flat if block.strip("\v ")]


KIND = FileKind("europresse-html", "Europresse, HTML", frozenset({Carrier.HTML}), _recognises, _read)
