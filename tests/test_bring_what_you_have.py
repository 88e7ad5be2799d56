"""README's chapter "Bring what you have": each row of its table is read as it says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from collectors.sources.files import FileItem
from collectors.sources.files.kinds import KINDS
from tests import test_containers as contained
from tests import test_exports_of_peers as peers
from tests import test_tables as tables
from tests.support.made_articles import made_articles
from tests.support.made_exports import LAYOUTS
from tests.support.made_files import HTML, articles, failures, items, jsonl, pages, row
from tests.support.made_packed import docx, rtf, zipped

ROOT = Path(__file__).parents[1]
File = tuple[str, bytes]


def layouts(*words: str) -> list[File]:
    return [
        (name, write(made_articles())) for layout, (name, write) in LAYOUTS.items() if any(w in layout for w in words)
    ]


def as_json(value: object) -> list[File]:
    return [("a.json", json.dumps(value).encode())]


def csv(header: str) -> bytes:
    return f"{header}\nVote,{tables.TEXT.replace(',', '')},2022-09-21\n".encode()


TABLE: list[list[object]] = [["title", "text"], ["Vote", tables.TEXT]]
RIS = f"TY  - NEWS\nTI  - T\nN2  - {peers.TEXT}\nUR  - https://www.proquest.com/docview/1\nER  - \n".encode()

SAMPLES: dict[str, list[File]] = {
    "Factiva": layouts("factiva"),
    "Nexis, LexisNexis": layouts("nexis text", "lexisnexis", "nexis old layout"),
    "Nexis Uni, Nexis Advance": layouts("nexis uni"),
    "Europresse": layouts("europresse"),
    "ProQuest": layouts("proquest"),
    "ProQuest RIS": [("p.ris", RIS)],
    "Guardian Open Platform": as_json(peers.ANSWERS["guardian"][0]),
    "NYT Article Search and Archive": as_json(peers.ANSWERS["nyt"][0]),
    "NewsAPI": as_json(peers.ANSWERS["newsapi"][0]),
    "Event Registry": as_json(peers.ANSWERS["event registry"][0]),
    "news-please": [*as_json(peers.NEWS_PLEASE), ("a.jsonl", peers.lines(peers.NEWS_PLEASE, peers.NEWS_PLEASE))],
    "Fundus": as_json([peers.FUNDUS]),
    "trafilatura": [*as_json(peers.TRAFILATURA), ("a.xml", peers.XML.encode()), ("a.xml", peers.TEI.encode())],
    "newspaper": as_json(peers.NEWSPAPER),
    "4CAT, Zeeschuimer": [("a.ndjson", peers.lines(peers.FOUR_CAT)), ("a.ndjson", peers.lines(peers.ZEESCHUIMER))],
    "Telegram": as_json(peers.TELEGRAM),
    "Mastodon": as_json([peers.STATUS]),
    "Tables": [
        ("a.csv", csv("Überschrift,Volltext,Datum")),
        ("a.tsv", csv("headline,body,date").replace(b",", b"\t")),
        ("a.xlsx", tables.workbook(TABLE)),
        ("a.ods", tables.ods([["title", "text"], ["Vote", tables.TEXT]])),
    ],
    "Media Cloud": [peers.ADDRESSES["media cloud"][:2]],
    "GDELT": [peers.ADDRESSES["gdelt doc"][:2], peers.ADDRESSES["gdelt gkg"][:2]],
    "Zotero": [peers.ADDRESSES[name][:2] for name in ("zotero", "ris", "csl", "bibtex")],
    "Lists of addresses": [("a.txt", b"https://a.example/1\n"), ("a.urls", b"https://a.example/1\n")],
    "Word, RTF, text": [
        ("a.docx", docx([tables.TEXT])),
        ("a.rtf", rtf([tables.TEXT])),
        ("a.txt", tables.TEXT.encode()),
    ],
    "PDF": [("a.pdf", contained.pdf(["Officials said on Tuesday that the vote would be held."]))],
    "E-mail": [("a.eml", contained.mail(f"{tables.TEXT}\n\n{tables.TEXT}"))],
    "Saved pages": [("a.html", HTML.encode())],
    "Web archives": [("a.wacz", contained.wacz()), ("a.warc", contained.warc())],
    "ZIP, tar": [("a.zip", zipped(contained.MEMBERS)), ("a.tar", contained.tarred(contained.MEMBERS))],
    "Own rows": [("a.jsonl", jsonl(row(1)))],
}


def table_rows() -> list[tuple[str, str]]:
    """The first and the last cell of each row of the chapter's table."""
    chapter = (ROOT / "README.md").read_text("utf-8").split("## Bring what you have")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in chapter.splitlines() if line.startswith("|")
    ]
    return [(cells[0], cells[2]) for cells in rows[2:]]


def holds(found: Sequence[FileItem], what: str) -> bool:
    read = articles(list(found))
    extents = {a.sources.get("extent", "full") for a in read}
    return {
        "articles": extents == {"full"} and all(a.type in {"news", "other", "opinion"} for a in read),
        "headline and lead": extents == {"headline_and_lead"},
        "abstracts": extents == {"abstract"},
        "excerpts": extents == {"excerpt"},
        "posts": bool(read) and all(a.type == "post" for a in read),
        "addresses": not read and all("--urls" in f.remedy or "--pages" in f.remedy for f in failures(list(found))),
        "pages": bool(pages(list(found))),
        "what is inside": bool(read) and bool(pages(list(found))),
    }[what]


def test_each_row_has_its_samples() -> None:
    assert [name for name, _ in table_rows()] == list(SAMPLES)


@pytest.mark.parametrize(("name", "what"), table_rows())
def test_a_row_is_read_as_it_says(put: Callable[[str, bytes], str], name: str, what: str) -> None:
    for file, data in SAMPLES[name]:
        found = items(put(file, data))
        assert holds(found, what), (file, [f.detail for f in failures(found)])
        if not file.lower().endswith((".zip", ".wacz", ".xlsx", ".ods", ".docx", ".pdf", ".warc")):
            again = items(put(f"{file}.gz", gzip.compress(data)))
            assert holds(again, what), f"{file}.gz"


def test_each_kind_is_registered_once_and_described() -> None:
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names))
    assert all(kind.title and kind.holds and kind.carriers for kind in KINDS)
    folder = ROOT / "collectors/sources/files/kinds"
    helpers = {"__init__", "nexis_article", "factiva_article", "factiva_lines", "proquest_article"}
    assert {path.stem for path in folder.glob("*.py")} - helpers == {
        kind.read.__module__.rpartition(".")[2] for kind in KINDS
    }
