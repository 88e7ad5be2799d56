"""Reads every file of a folder of real inputs with the sources' readers and prints what came of each.

    python tests/benchmarks/check_inputs.py FOLDER

Below FOLDER are looked for feeds, sitemaps, CDX answers and files, GDELT rows and WARC files, by the name of the folder
they lie in. Ends with 1 where a reader raised an exception, with 0 otherwise: a refusal with its reason is a result.
"""

from __future__ import annotations

import argparse
import json
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from collectors.model import Entry, Page
from collectors.sources.cdx import parse_index
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.feeds import Feeds
from collectors.sources.files.file_items import ImportDefaults
from collectors.sources.files.warc_files import read_warc
from collectors.sources.gdelt import parse_answer
from collectors.sources.sitemaps import Sitemaps
from collectors.sources.source_protocol import Finding, Kind, Refusal, Request, Response
from collectors.sources.warc_scan import Scan

ADDRESS = "https://www.outlet.example/input"
WANTED = CoverageQuery()


def answer(path: Path, body: bytes | None = None) -> Response:
    return Response(ADDRESS, 200, {}, path.read_bytes() if body is None else body, "2026-01-01T00:00:00+00:00")


def told(found: Iterable[Finding]) -> tuple[str, str]:
    """How many of each kind were found, and the reasons of what was refused."""
    counts: dict[str, int] = {}
    reasons = []
    for item in found:
        name = {Entry: "entries", Page: "pages", Request: "requests"}.get(type(item))
        if name:
            counts[name] = counts.get(name, 0) + 1
        if isinstance(item, Refusal):
            reasons.append(f"{item.kind.value}: {item.reason}")
    return ", ".join(f"{n} {name}" for name, n in sorted(counts.items())) or "-", "; ".join(reasons)


def feed(path: Path) -> tuple[str, str]:
    return told(Feeds(WANTED).read(Request(ADDRESS, "feeds", Kind.FEED), answer(path)))


def sitemap(path: Path) -> tuple[str, str]:
    kind = Kind.LISTING if path.name == "robots.txt" else Kind.SITEMAP
    return told(Sitemaps(WANTED).read(Request(ADDRESS, "sitemaps", kind), answer(path)))


def cdx(path: Path) -> tuple[str, str]:
    index = parse_index(answer(path))
    if isinstance(index, Refusal):
        return "-", f"{index.kind.value}: {index.reason}"
    bad = f"{index.malformed} malformed: {index.first_bad[:60]}" if index.malformed else ""
    return f"{len(index.captures)} captures" + (", resume key" if index.resume else ""), bad


def gdelt(path: Path) -> tuple[str, str]:
    """Rows that somebody kept of GDELT's answers, given the shape of an answer again, 250 at a time."""
    rows = json.loads(path.read_bytes())["results"]
    entries = bad = 0
    reasons = []
    for i in range(0, len(rows), 250):
        part = [{**row, "seendate": row["date"], "sourcecountry": row["domain_country"]} for row in rows[i : i + 250]]
        read = parse_answer(answer(path, json.dumps({"articles": part}).encode()))
        if isinstance(read, Refusal):
            reasons.append(read.reason)
        else:
            entries, bad = entries + len(read.entries), bad + read.bad
    return f"{entries} entries", "; ".join([*reasons, f"{bad} without address"] if bad else reasons)


def warc(path: Path) -> tuple[str, str]:
    """Through the streaming scan and through the reader of `parallax import`, which also knows ARC."""
    with path.open("rb") as stream:
        scan = Scan(stream, WANTED, path.name)
        found = list(scan)
    with path.open("rb") as stream:
        imported = sum(1 for item in read_warc(stream, path.name, ImportDefaults()) if isinstance(item.item, Page))
    what, reasons = told(item for item in found if not isinstance(item, Refusal) or item.failed)
    return f"{scan.records} records, {what}; import: {imported} pages", reasons


def reader_of(path: Path) -> Callable[[Path], tuple[str, str]] | None:
    """The reader for a file, by its ending and by the folders it lies in."""
    parts = set(path.parts)
    if ".cdx" in path.name or "cdx" in parts:
        return cdx
    if "warc" in parts:
        return warc
    return feed if "feeds" in parts else sitemap if "sitemaps" in parts else gdelt if "gdelt" in parts else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    raised = files = 0
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        reader = reader_of(path.relative_to(folder))
        if reader is None:
            continue
        files += 1
        try:
            what, reasons = reader(path)
        except Exception:  # noqa: BLE001  # what this program is for
            raised += 1
            what, reasons = "EXCEPTION", traceback.format_exc(limit=-2).replace("\n", " | ")
        print(f"{path.relative_to(folder)!s:58} {what:58} {reasons[:170]}".rstrip())
    print(f"{files} files, {raised} exceptions")
    return int(raised > 0 or not files)


if __name__ == "__main__":
    raise SystemExit(main())
