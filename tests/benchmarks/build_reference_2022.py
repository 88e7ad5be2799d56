"""Builds the reference data on the referendums of 2022: figures from real headlines and leads, without their texts.

    python -m tests.benchmarks.build_reference_2022 EVENT2022 [--to data/reference]

EVENT2022 is the folder with the article files of three public collections: rss-2022-headline-lead (RSS-Link-Database,
database GPL-3.0), cnn-live-headlines, and ruwa-2022-headline-lead (RUWA, CC BY-NC-SA 4.0). Two data sets come out: of
all three, and of the first two alone, so that what was computed from RUWA can be left out by deleting its folder. They
go through the same steps as everything else: import, analyze, publish. Running it again gives the same bytes.

No address, title, lead or byline goes in, and no string of more than five words.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import update

from collectors import pipeline
from collectors.config import data_dir, load_catalogue
from collectors.dataset.checksums import META, checksums_of, sealed
from collectors.dataset.publishing import publish
from collectors.dataset.versions import LATEST
from collectors.sources.files import ImportDefaults
from collectors.store import Store
from collectors.store.store_tables import articles as stored_articles
from tests.benchmarks.corpora import read_articles
from tests.benchmarks.reference_pieces import chosen

EVENT = "ukraine-annexation-referendums-2022"
FEEDS = ("rss-2022-headline-lead.jsonl.gz", "cnn-live-headlines.jsonl.gz")
RUWA = "ruwa-2022-headline-lead.jsonl.gz"
LABEL = (
    "reference data: figures from {articles} real headlines and leads of {outlets} outlets, 2022, without their texts"
)
MOST_BYTES = 5_000_000
MOST_WORDS = 5
NO_LEAD = "—"
_QUOTED = re.compile("“([^”]*)”")
#: Strings that are ours: names of outlets, rules and declarations.
_OURS = frozenset({
    "event", "event_json", "article_id", "outlet", "outlet_name", "phase", "member_reason", "member_rule", "title",
    "detail", "remedy", "grade_reasons", "text_sha256", "metric", "outlets",
})  # fmt: skip


def build(folder: Path, files: tuple[str, ...], home: Path) -> str:
    """Publishes under `home` what is chosen from the files, and returns the version."""
    catalogue = load_catalogue(data_dir())
    articles = list(read_articles(folder / name for name in files))
    hosts = {article.id: (urlsplit(article.url or "").hostname or "").lower() for article in articles}
    members = list(chosen(articles, catalogue, catalogue.events[EVENT], hosts))
    rows = home / "members.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        for member in members:
            named = ("id", "url", "outlet", "title", "published", "language", "text")
            row = {name: getattr(member, name) for name in named}
            # A headline alone: a text without words, for an import wants a text.
            out.write(json.dumps(row | {"text": member.text or NO_LEAD}, ensure_ascii=False) + "\n")
    label = LABEL.format(articles=len(members), outlets=len({member.outlet for member in members}))
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        given = pipeline.PipelineSettings(EVENT, ImportDefaults(), (), False, os.cpu_count() or 1)
        print(pipeline.import_paths(store, catalogue, [str(rows)], given, datetime.now(UTC)).counts)
        print(pipeline.analyze(store, catalogue, os.cpu_count() or 1).counts)
        with store.engine.begin() as connection:  # after membership was read off them
            connection.execute(update(stored_articles).values(url=None))
        version = publish(store, home, texts=False, titles=False, label=label)
    shorten(home / "datasets" / version)
    return version


def shorten(made: Path) -> None:
    """Cut every string that may be another's to MOST_WORDS words, and seal the data set anew."""
    for file in sorted(made.glob("*.parquet")):
        table = pq.read_table(file)
        if file.name == "terms.parquet":  # of a headline and a lead, overlapping phrases give back much of the text
            table = table.schema.empty_table()
        for at, column in enumerate(table.schema):
            if column.name not in _OURS and pa.types.is_string(column.type):
                values = [_first_words(value) for value in table.column(at).to_pylist()]
            elif column.name == "member_reason":
                values = [_QUOTED.sub(_shorter_quote, value or "") for value in table.column(at).to_pylist()]
            else:
                continue
            table = table.set_column(at, column, pa.array(values, column.type))
        if not table.equals(pq.read_table(file)):
            pq.write_table(table, file, compression="zstd")
    seal_anew(made)


def seal_anew(made: Path) -> None:
    """Write the checksums of a data set whose files were changed on purpose."""
    meta = json.loads((made / META).read_text(encoding="utf-8"))
    meta["files"] = checksums_of(made)
    (made / META).write_text(json.dumps(sealed(meta), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _shorter_quote(quoted: re.Match[str]) -> str:
    return "“" + " … ".join(_first_words(part) or "" for part in quoted[1].split(" … ")) + "”"


def _first_words(value: str | None) -> str | None:
    return value if value is None or len(value.split()) <= MOST_WORDS else " ".join(value.split()[:MOST_WORDS])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", type=Path, default=data_dir() / "reference")
    options = parser.parse_args()
    target = options.to / "datasets"
    target.mkdir(parents=True, exist_ok=True)
    for older in target.glob("*/meta.json"):
        if "real headlines and leads" in json.loads(older.read_text(encoding="utf-8"))["label"]:
            shutil.rmtree(older.parent)
    for name, files in (("feeds-2022", FEEDS), ("feeds-and-ruwa-2022", (*FEEDS, RUWA))):
        with tempfile.TemporaryDirectory() as scratch:
            version = build(options.folder, files, Path(scratch))
            made = Path(scratch) / "datasets" / version
            size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
            print(f"{name} {version}: {size:,} bytes")
            if size > MOST_BYTES:
                raise SystemExit(f"more than {MOST_BYTES:,} bytes")
            shutil.rmtree(target / version, ignore_errors=True)
            shutil.copytree(made, target / version)
    (target / LATEST).write_text(version + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
