"""`parallax verify`: checks that everything is as it was written, and that store and data sets agree."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from warcio.archiveiterator import ArchiveIterator

from collectors.custody.warc_records import UNREADABLE, read_to_its_end
from collectors.dataset.checksums import META, damages, has_checksums
from collectors.dataset.versions import LATEST, versions
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.audit import broken_entries
from collectors.store.engine import MEND_STORE
from collectors.store.transactions import reading

BATCH = 2_000
#: At most so many problems of one kind are listed; a failing disk has thousands.
MOST = 50

MEND_DATA = "`parallax publish` writes it anew from the store, `parallax restore` from a backup"
MEND_WARC = "take the file from a backup; what was read of it is in the store"


@dataclass(frozen=True, slots=True)
class IntegrityFinding:
    """Something that is not as it should be.

    Attributes:
        place: The file, store or article.
        what: What is wrong with it.
        remedy: What to do about it.
    """

    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} ({self.remedy})"


# --- the store


def check_store(store: Store) -> Iterator[IntegrityFinding]:
    """Check a store: the database file, the texts against their checksums, and the audit log.

    Args:
        store: The store, read to its end.

    Yields:
        Each problem.
    """
    try:
        if store.engine.dialect.name == "sqlite":
            yield from check_sqlite(store)
        yield from _texts(store)
        with reading(store.engine) as connection:
            for number in broken_entries(connection)[:MOST]:
                what = f"entry {number} of the audit log does not fit the one before it"
                yield IntegrityFinding(store.name, what, "compare with a backup: somebody wrote past Parallax")
    except DatabaseError as error:
        what = str(error.orig).splitlines()[0] if error.orig else "cannot be read"
        yield IntegrityFinding(store.name, what, MEND_STORE)


def check_sqlite(store: Store) -> Iterator[IntegrityFinding]:
    """Check the structure of a SQLite file: its pages, its indexes, and that no row refers to one that is gone.

    Args:
        store: A store on SQLite.

    Yields:
        Each problem.

    Raises:
        DatabaseError: The file is too damaged to be checked.
    """
    with reading(store.engine) as connection:
        for (said,) in connection.execute(text(f"PRAGMA integrity_check({MOST})")).all():
            if said != "ok":
                yield IntegrityFinding(store.name, str(said).replace("\n", " "), MEND_STORE)
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        if orphans:
            yield IntegrityFinding(
                store.name, f"{len(orphans):,} rows belong to nothing, first in {orphans[0][0]}", MEND_STORE
            )


def _texts(store: Store) -> Iterator[IntegrityFinding]:
    """Revisions whose text is missing or differs from its checksum."""
    revision, texts, article = t.revisions, t.texts, t.articles
    joined = revision.join(article, article.c.article == revision.c.article).outerjoin(
        texts, (texts.c.article == revision.c.article) & (texts.c.revision == revision.c.revision)
    )
    query = (
        select(article.c.event, article.c.id, revision.c.revision, revision.c.text_sha256, texts.c.text)
        .select_from(joined)
        .execution_options(yield_per=BATCH)
    )
    damaged = 0
    with reading(store.engine) as connection:
        for row in connection.execute(query):
            if row.text is None:
                what = "its text is gone"
            elif hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.text_sha256:
                what = "its text is not the one that was saved"
            else:
                continue
            damaged += 1
            if damaged <= MOST:
                yield IntegrityFinding(f"{row.event} {row.id}, revision {row.revision}", what, MEND_STORE)


# --- data sets


def check_dataset(folder: Path) -> Iterator[IntegrityFinding]:
    """Check one published data set, reading every byte of it.

    Args:
        folder: The data set's folder.

    Yields:
        Each problem.
    """
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        yield IntegrityFinding(str(folder / META), "cannot be read", MEND_DATA)
        return
    if not isinstance(meta, dict):
        yield IntegrityFinding(str(folder / META), "is no description of a data set", MEND_DATA)
        return
    if meta.get("dataset_version") != folder.name:
        yield IntegrityFinding(str(folder), f"describes itself as {meta.get('dataset_version')}", MEND_DATA)
    if not has_checksums(meta):
        yield from _unsealed(folder, meta)
        return
    for damage in damages(folder, meta):
        yield IntegrityFinding(str(damage.file), damage.what, MEND_DATA)


def _unsealed(folder: Path, meta: dict[str, object]) -> Iterator[IntegrityFinding]:
    """Check a data set without checksums: its tables must be readable and have the number of rows in meta.json."""
    yield IntegrityFinding(
        str(folder), "has no checksums: an older Parallax published it", "`parallax publish` adds them"
    )
    counts = meta.get("counts")
    for name, count in counts.items() if isinstance(counts, dict) else ():
        file = folder / f"{name}.parquet"
        try:
            rows = sum(batch.num_rows for batch in pq.ParquetFile(file).iter_batches())
        except (OSError, pa.ArrowException) as error:
            yield IntegrityFinding(str(file), f"cannot be read: {str(error).splitlines()[0]}", MEND_DATA)
        else:
            if rows != count:
                yield IntegrityFinding(str(file), f"has {rows:,} rows instead of {count:,}", MEND_DATA)


def check_datasets(home: Path) -> Iterator[IntegrityFinding]:
    """Check every data set of a home folder, and that LATEST names one of them."""
    published = versions(home)
    for version in published:
        yield from check_dataset(home / "datasets" / version)
    latest = home / "datasets" / LATEST
    if published and (
        not latest.is_file() or latest.read_text(encoding="utf-8", errors="replace").strip() not in published
    ):
        yield IntegrityFinding(str(latest), "does not name a data set that is here", "`parallax publish` writes it")


def compare_with_store(store: Store, folder: Path) -> Iterator[IntegrityFinding]:
    """Compare a data set with the store.

    Args:
        store: The store.
        folder: The data set's folder.

    Yields:
        At most one finding: how many articles only one of the two holds, and how many have another text.
    """
    columns = ["event", "article_id", "text_sha256"]
    try:
        table = pq.read_table(folder / "articles.parquet", columns=columns, page_checksum_verification=True)
    except (OSError, pa.ArrowException):
        return  # check_dataset reports it
    published = {(row["event"], row["article_id"]): row["text_sha256"] for row in table.to_pylist()}
    article, revision = t.articles, t.revisions
    joined = article.join(
        revision, (revision.c.article == article.c.article) & (revision.c.revision == article.c.revision)
    )
    query = select(article.c.event, article.c.id, revision.c.text_sha256).select_from(joined)
    with reading(store.engine) as connection:
        stored = {(row.event, row.id): row.text_sha256 for row in connection.execute(query)}
    gone = published.keys() - stored.keys()
    differ = [key for key in published.keys() & stored.keys() if published[key] != stored[key]]
    newer = len(stored.keys() - published.keys())
    said = [
        (len(gone), "articles that the store does not hold"),
        (len(differ), "articles whose text the store has otherwise"),
        (newer, "articles fewer than the store"),
    ]
    differences = ", ".join(f"{count:,} {what}" for count, what in said if count)
    if differences:
        yield IntegrityFinding(
            str(folder), f"has {differences}", "`parallax publish` writes the store's state as a new data set"
        )


# --- WARC files


def check_warcs(home: Path) -> Iterator[IntegrityFinding]:
    """WARC files that cannot be read to their end, or contain records that do not match their digests."""
    for path in sorted((home / "warc").rglob("*.warc*")):
        yield from _warc(path)


def _warc(path: Path) -> Iterator[IntegrityFinding]:
    records = wrong = 0
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                read_to_its_end(record)
                records += 1
                wrong += record.digest_checker.passed is False
    except UNREADABLE as error:
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        yield IntegrityFinding(str(path), f"cannot be read after record {records:,}: {said}", MEND_WARC)
    if wrong:
        yield IntegrityFinding(str(path), f"{wrong:,} of {records:,} records were changed", MEND_WARC)


def check_permissions(home: Path) -> Iterator[IntegrityFinding]:
    """Whether other users of this machine can read what was collected; at most one finding."""
    for path in (home, home / "warc", *sorted(home.glob("store.sqlite*"))):
        if os.name == "posix" and path.exists() and path.stat().st_mode & 0o007 and home.stat().st_mode & 0o001:
            yield IntegrityFinding(str(path), "may be read by every user of this machine", f"chmod -R o= {home}")
            return
