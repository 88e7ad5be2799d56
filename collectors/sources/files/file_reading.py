"""Reads one file, whatever it is.

bytes -> WARC | ZIP, tar | Word, PDF | text        (by the first bytes)
      text -> kinds.kind_for(...)                  (exports, answers of APIs, bibliographies, tables)
           -> rows | page | list of addresses | mail | one article
      -> items of the import, one failure for each thing that cannot be read
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from collectors.sources.files.containers import ZIP, ReadMember, is_tar, read_tar, read_zip
from collectors.sources.files.export_file import (
    MAX_WHOLE,
    Carrier,
    DamagedFileError,
    ExportFile,
    is_json_lines,
    json_value,
    opened,
    word_file,
)
from collectors.sources.files.exported_items import ReadingContext, items_of
from collectors.sources.files.file_items import Damage, FileItem, failure
from collectors.sources.files.file_names import FileName, is_passed_over, printable, stem_of, suffix_of
from collectors.sources.files.kinds import kind_for
from collectors.sources.files.mail_files import (
    attachments_of,
    html_of,
    is_saved_page,
    messages_of,
    newsletter,
    saved_page,
)
from collectors.sources.files.page_files import only_urls, read_html, urls_in
from collectors.sources.files.pdf_files import PDF, pdf_file
from collectors.sources.files.raw_bytes import blocks, not_text, whole
from collectors.sources.files.row_files import read_jsonl
from collectors.sources.files.single_article import single_article
from collectors.sources.files.table_files import read_csv_table, read_workbook
from collectors.sources.files.warc_files import read_warc
from collectors.sources.files.word_documents import office_part
from collectors.sources.files.workbooks import sheet_kind


def read_stream(stream: BinaryIO, name: FileName, context: ReadingContext) -> Iterator[FileItem]:
    """Read an open file.

    Args:
        stream: Its bytes, seekable and at their beginning.
        name: Its name.
        context: What the user stated; its `file` is the name's path.

    Yields:
        Articles, pages and failures.
    """

    def member(inner: BinaryIO, inner_name: FileName) -> Iterator[FileItem]:
        return read_stream(inner, inner_name, replace(context, file=inner_name.path))

    first = _first_bytes(stream)
    if isinstance(first, Damage):
        yield failure(name.path, first)
        return
    if name.suffix in {"warc", "arc"} or first.startswith(b"WARC/"):
        if isinstance(wrong := not_text(first) if not first.strip() else None, Damage):
            yield failure(name.path, Damage(wrong.what, "give a WARC file with responses, or leave it out"))
        else:
            context.taken_for(name.path, "WARC, an archive of pages")
            yield from read_warc(stream, name.path, context.given)
    elif first.startswith(ZIP):
        yield from _zipped(stream, name, context, member)
    elif is_tar(first):
        context.taken_for(name.path, "tar archive")
        yield from read_tar(stream, name, member)
    else:
        file = _text_file(stream, name, first)
        if isinstance(file, Damage):
            yield failure(name.path, file)
        else:
            yield from _read_text_file(file, name, context, member)


def _first_bytes(stream: BinaryIO) -> bytes | Damage:
    """The first bytes after unpacking gzip; damage after them is reported when they are read."""
    first = next(blocks(stream), b"")
    stream.seek(0)
    return first if isinstance(first, Damage) else first[:8192]


def _text_file(stream: BinaryIO, name: FileName, first: bytes) -> ExportFile | Damage:
    """A file whose content is text in some form, or why it is not one."""
    if first.startswith(PDF):
        data = whole(stream, MAX_WHOLE)
        return data if isinstance(data, Damage) else pdf_file(name.path, name.stem, data)
    wrong = not_text(first)
    return wrong or opened(name.path, name.stem, stream, name.suffix)


def _zipped(stream: BinaryIO, name: FileName, context: ReadingContext, member: ReadMember) -> Iterator[FileItem]:
    """A spreadsheet, a word processor's document, or the files of a ZIP archive."""
    sheets, part = sheet_kind(stream), office_part(stream)
    if sheets is None and part is None:
        context.taken_for(name.path, "ZIP archive")
        yield from read_zip(stream, name, member)
        return
    data = whole(stream, MAX_WHOLE)
    if isinstance(data, Damage):
        yield failure(name.path, data)
    elif sheets is not None:
        yield from read_workbook(data, sheets, context)
    else:
        file = word_file(name.path, name.stem, data)
        if isinstance(file, Damage):
            yield failure(name.path, file)
        else:
            yield from _read_text_file(file, name, context, member)


def _read_text_file(
    file: ExportFile, name: FileName, context: ReadingContext, member: ReadMember
) -> Iterator[FileItem]:
    kind = kind_for(file)
    if kind is not None:
        context.taken_for(name.path, kind.title)
        yield from items_of(kind.read(file), context, kind.title)
    elif file.carrier is Carrier.MAIL:
        yield from _messages(file, name, context, member)
    else:
        yield from _own_kind(file, name, context)


def _messages(file: ExportFile, name: FileName, context: ReadingContext, member: ReadMember) -> Iterator[FileItem]:
    """What each message of a file holds: an archive's export, attached files, a saved page, or itself."""
    for number, message in enumerate(messages_of(file), start=1):
        if isinstance(message, Damage):
            yield failure(name.path, message)
            continue
        if is_saved_page(message):
            context.taken_for(name.path, "page saved as MHTML")
            yield from items_of(iter([saved_page(message, name.stem)]), context, "a saved page")
            continue
        page = html_of(message, name.path, name.stem)
        kind = None if page is None else kind_for(page)
        if page is not None and kind is not None:
            context.taken_for(name.path, kind.title)
            yield from items_of(kind.read(page), context, kind.title)
            continue
        attached = 0
        for attachment, data in attachments_of(message):
            path = PurePosixPath(printable(attachment))
            if not is_passed_over(PurePosixPath(path.name), suffix_of(path)):
                attached += 1
                inner = FileName(f"{name.path}!{path.name}", f"{name.stem}/{stem_of(path.name)}", suffix_of(path))
                yield from member(BytesIO(data), inner)
        if not attached:
            context.taken_for(name.path, "e-mail, a newsletter")
            yield from items_of(iter([newsletter(message, name.stem, number)]), context, "an e-mail")


#: Suffixes of spreadsheets, which no article has that is a plain text.
_SHEETS = frozenset({"xlsx", "xlsm", "xls", "ods"})


def _own_kind(file: ExportFile, name: FileName, context: ReadingContext) -> Iterator[FileItem]:
    """Rows, pages, lists and texts that no particular program wrote."""
    if file.carrier is Carrier.JSON or name.suffix in {"jsonl", "ndjson", "json"}:
        if damage := _one_value(file):
            yield failure(name.path, damage)
            return
        # JSON is UTF-8, with or without a byte order mark, or UTF-16; any other line becomes a failure.
        stream = file.utf8 if file.encoding.startswith(("utf-16", "utf-32")) else file.stream
        context.taken_for(name.path, "rows of articles or pages, JSON Lines")
        yield from read_jsonl(stream, name.path, context.given, context.now)
    elif file.carrier is Carrier.TABLE:
        yield from read_csv_table(file, context)
    elif file.carrier is Carrier.HTML or name.suffix in {"html", "htm", "xhtml"}:
        if damage := several_articles(_TAG.sub("\n", file.head), _IN_PAGES):
            yield failure(name.path, damage)
            return
        context.taken_for(name.path, "one page, HTML")
        yield from read_html(file.stream, name.path, name.stem, context.given)
    elif file.carrier is Carrier.XML:
        yield failure(name.path, _unknown_markup(file))
    elif name.suffix == "urls" or only_urls(file.head.encode("utf-8", "replace")[:4096]):
        context.taken_for(name.path, "list of addresses")
        yield from _without_pages(file, name)
    elif damage := several_articles(file.head) or _list_of_addresses(file.head):
        yield failure(name.path, damage)
    elif name.suffix in _SHEETS:
        remedy = "save it again from the spreadsheet program, or name a table of text .csv"
        yield failure(name.path, Damage(f"is named .{name.suffix} and holds plain text in no whole table", remedy))
    else:
        context.taken_for(name.path, "one article, text")
        yield from items_of((single_article(one) for one in (file,)), context, "a text")


def _one_value(file: ExportFile) -> Damage | None:
    """Why a JSON file is no file of lines: its first line is no value of its own, and all of them together are one."""
    lines = (line.strip() for line in file.head.lstrip("\ufeff").splitlines())
    first = next(filter(None, lines), "")
    try:
        json_value(first)
    except DamagedFileError:
        pass
    else:
        return None
    if is_json_lines("\n".join(file.first_lines(2))):
        return None  # rows that are longer than the beginning
    try:
        value = file.value
    except DamagedFileError:
        return None
    if "\n" not in file.head.strip() and isinstance(value, dict) and not value.keys().isdisjoint(("text", "html")):
        return None  # a row that is longer than the beginning
    if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version")):
        return Damage("is a feed, which names articles", _COLLECTED)
    return Damage("is JSON of a kind that is not known", "give one JSON object per line, with `text` or `html`")


def _unknown_markup(file: ExportFile) -> Damage:
    before, *after = file.head.split("<!--")
    root = _ROOT.search(before + "".join(part.partition("-->")[2] for part in after))
    tag = root.group(1).lower() if root else ""
    if tag in ("rss", "feed", "rdf"):
        return Damage("is a feed, which names articles", _COLLECTED)
    if tag in ("urlset", "sitemapindex"):
        return Damage("is a sitemap, which names articles", _COLLECTED)
    return Damage("is XML of a kind that is not known", "export it as JSON, CSV or HTML")


def _list_of_addresses(text: str) -> Damage | None:
    """Why a text is no article: three of four lines are an address with few words around it."""
    written = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    listed = sum(1 for line in written if _ADDRESS.search(line) and len(line.split()) <= _AROUND_ADDRESS)
    if not written or listed < len(written) * 3 / 4:
        return None
    return Damage("lists addresses and holds no article", "collect them: parallax collect --event ID --urls FILE")


def _without_pages(file: ExportFile, name: FileName) -> Iterator[FileItem]:
    for entry in urls_in(file.utf8, name.path):
        if isinstance(entry, FileItem):
            yield entry
            continue
        number, url = entry
        what, remedy = f"{url} has no saved page", "give the saved pages too: --pages DIR or WARC"
        yield failure(name.path, Damage(what, remedy, number))


def _line(pattern: str) -> str:
    r"""A pattern for a whole line. Its blanks end at the line: `^\s*` is quadratic over a long run of empty lines."""
    return rf"^[^\S\n]*(?:{pattern})[^\S\n]*$"


#: What reads a feed or a sitemap.
_COLLECTED = "declare it in outlets.toml (feeds, sitemaps) for parallax collect, or save the pages"
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)[\s/>]")
_ADDRESS = re.compile(r"\bhttps?://[^\s/]+\.", re.I)
#: Words of a line that states an address and what is known of it, as lists of captures do.
_AROUND_ADDRESS = 10
#: Patterns that occur once in each article of an export, and hardly ever twice in one article.
_REPEATED = {
    "Nexis": _line(r"\d+ (?:of|von|de|van) \d+ DOCUMENTS?|End of Document|Load-Date: .*"),
    "Factiva": _line(r"(?:AN\s+)?Document [A-Z][A-Za-z0-9]{5,11}\d{8}\w{3,}"),
    "ProQuest": _line("_{30,}") + r"|ProQuest document ID\s*:",
    "Europresse": r"num[ée]ro de document\s*:",
    "several articles": _line(r"\d[\d.,]* (?:words|mots|Wörter|palabras)|TY  - [A-Z]+|@\w+\{[^,\n]+,"),
}


#: Those that a page on the web never has: lists of articles do say "500 words".
_IN_PAGES = ("Nexis", "Factiva", "Europresse")
_TAG = re.compile(r"<[^<>]{0,2000}>")


def several_articles(text: str, archives: Sequence[str] = tuple(_REPEATED)) -> Damage | None:
    """Why a text is not a single article: it contains what archives write once per article at least twice.

    Args:
        text: The beginning of a file.
        archives: The archives whose patterns are looked for.

    Returns:
        The damage; None where the text may be one article.
    """
    for name in archives:
        count = len(re.findall(_REPEATED[name], text, re.M | re.I))
        if count > 1:
            what = f"looks like an export of {name} ({count} articles or more) in a layout that is not known"
            return Damage(what, "export it as HTML, RTF or Word with all fields, or report the layout")
    return None
