"""Turns entries of bibliographies into addresses, or into abstracts where there is no address; never into texts."""

from __future__ import annotations

from urllib.parse import urlsplit

from collectors.sources.files.article_rows import web_address
from collectors.sources.files.export_dates import published_day
from collectors.sources.files.exported import ABSTRACT, ExportedAddress, ExportedArticle, one_line
from collectors.sources.files.file_items import Damage
from collectors.sources.files.language_names import language_code

#: Hosts of archives behind a library's log-in, whose pages are not those of an outlet.
_ARCHIVES = (
    *("proquest.com", "nexis.com", "lexisnexis.com", "lexis.com", "factiva.com", "dowjones.com", "europresse.com"),
    *(
        "eureka.cc",
        "ebscohost.com",
        "newsbank.com",
        "gale.com",
        "pressreader.com",
        "doi.org",
        "wiso-net.de",
        "genios.de",
    ),
    "jstor.org",
)


def entry_of(archive: str, fields: dict[str, str], number: int) -> ExportedAddress | ExportedArticle | Damage:
    """Read one entry.

    Args:
        archive: The program that wrote it.
        fields: title, outlet, published, url, abstract, authors (separated by semicolons), language, record.
        number: Its line or number in the file.

    Returns:
        Its address; or its abstract where there is no address; or damage where there is neither.
    """
    url, title, outlet = fields.get("url"), one_line(fields.get("title")), one_line(fields.get("outlet"))
    published, language = published_day(fields.get("published", "")), language_code(fields.get("language"))
    if url and web_address(url) and not _behind_log_in(url):
        return ExportedAddress(archive, url, title, outlet, published, language, number)
    abstract = one_line(fields.get("abstract"))
    if abstract is None:
        what = f"entry {number} ({title or 'without a title'}) has neither an address nor an abstract"
        return Damage(what, "add its URL in the library program", number)
    return ExportedArticle(
        archive,
        abstract,
        title=title,
        record=fields.get("record"),
        authors=tuple(part for name in fields.get("authors", "").split(";") if (part := " ".join(name.split()))),
        outlet=outlet,
        published=published,
        language=language,
        extent=ABSTRACT,
        line=number,
    )


def _behind_log_in(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == archive or host.endswith(f".{archive}") for archive in _ARCHIVES)
