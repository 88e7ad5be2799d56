"""trafilatura's XML, and TEI as it and others write it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart, one_line, paragraphs
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.web_markup import local_name

_BLOCKS = frozenset({"p", "head", "item", "quote", "ab", "lg", "cell", "code"})


def _recognises(file: ExportFile) -> bool:
    root = file.head.lower()
    return "<tei" in root[:2_000] or ("<doc " in root[:2_000] and "<main" in root) or "<teicorpus" in root[:2_000]


def _read(file: ExportFile) -> Iterator[Exported]:
    documents = [e for e in file.xml.iter() if local_name(e) in {"doc", "TEI", "TEI.2"}]
    yield from each_apart(documents, lambda e, number: _doc(e, number) if local_name(e) == "doc" else _tei(e, number))


def _doc(element: etree._Element, number: int) -> ExportedArticle | None:
    main = next((child for child in element if local_name(child) == "main"), element)
    text = _text(main)
    if not text:
        return None

    def stated(name: str) -> str | None:
        return one_line(element.get(name))

    return ExportedArticle(
        "trafilatura",
        text,
        title=stated("title"),
        authors=tuple(part for name in (element.get("author") or "").split(";") if (part := " ".join(name.split()))),
        outlet=stated("sitename") or stated("hostname"),
        published=stated("date"),
        language=stated("language"),
        url=stated("url") or stated("source"),
        line=number,
    )


def _tei(element: etree._Element, number: int) -> ExportedArticle | None:
    header = next((child for child in element.iter() if local_name(child) == "teiHeader"), None)
    body = next((child for child in element.iter() if local_name(child) == "body"), None)
    text = "" if body is None else _text(body)
    if not text:
        return None
    outlet, sigle = _source(header)
    return ExportedArticle(
        "TEI",
        text,
        title=_at(header, "titleStmt", "title"),
        authors=_authors(header),
        outlet=outlet,
        published=published_day(_dated(header) or ""),
        language=next((e.get("ident") for e in _all(header, "language") if e.get("ident")), None),
        url=_address(header),
        record=sigle,
        line=number,
    )


def _text(root: etree._Element) -> str:
    """The paragraphs below an element: each block once, at its outermost."""
    blocks = [e for e in root.iter() if local_name(e) in _BLOCKS and not _nested(e, root)]
    return paragraphs("".join(block.itertext()) for block in blocks)


def _nested(element: etree._Element, root: etree._Element) -> bool:
    for parent in element.iterancestors():
        if parent is root:
            return False
        if local_name(parent) in _BLOCKS:
            return True
    return False


def _all(root: etree._Element | None, *names: str) -> list[etree._Element]:
    """The elements with the last name, each below elements with the others."""
    elements = [] if root is None else [root]
    for name in names:
        elements = [e for parent in elements for e in parent.iter() if local_name(e) == name and e is not parent]
    return elements


def _at(root: etree._Element | None, *names: str) -> str | None:
    return next((flat for e in _all(root, *names) if (flat := one_line("".join(e.itertext())))), None)


def _authors(header: etree._Element | None) -> tuple[str, ...]:
    elements = _all(header, "titleStmt", "author") or _all(header, "sourceDesc", "author")
    return tuple(dict.fromkeys(flat for e in elements if (flat := one_line(" ".join(e.itertext())))))


def _source(header: etree._Element | None) -> tuple[str | None, str | None]:
    """Outlet and id: trafilatura writes `<bibl>Outlet, date</bibl>` with its `sigle`, others a title of level j."""
    journal = next((e for e in _all(header, "sourceDesc", "title") if e.get("level") in {"j", "m"}), None)
    sigle = next((one_line("".join(e.itertext())) for e in _all(header, "bibl") if e.get("type") == "sigle"), None)
    if journal is not None:
        return one_line("".join(journal.itertext())), sigle
    publisher = _at(header, "publicationStmt", "publisher")
    plain = next((e for e in _all(header, "sourceDesc", "bibl") if e.get("type") != "sigle"), None)
    name = one_line("".join(plain.itertext())) if plain is not None else None
    outlet = name.partition(",")[0].strip() if name else None
    return publisher or outlet or None, sigle


def _dated(header: etree._Element | None) -> str | None:
    dates = _all(header, "sourceDesc", "date") or _all(header, "publicationStmt", "date")
    for element in dates:
        value = element.get("when") or "".join(element.itertext())
        if published_day(value):
            return value
    bibl = _at(header, "sourceDesc", "bibl")
    return bibl.partition(",")[2] if bibl else None


def _address(header: etree._Element | None) -> str | None:
    for element in [*_all(header, "ptr"), *_all(header, "ref")]:
        if str(element.get("target") or "").startswith("http"):
            return str(element.get("target"))
    values = (_at(header, "sourceDesc", "idno"), _at(header, "note"))
    return next((value for value in values if value and value.startswith("http")), None)


KIND = FileKind("extractor-xml", "trafilatura XML and TEI", frozenset({Carrier.XML}), _recognises, _read)
