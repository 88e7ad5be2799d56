"""Contrasts that were declared, as entries of the audit log: what, when, and how many articles were there already.

The log is a chain of digests, so that neither the time nor the count of an entry can be changed unseen. It shows the
order of what happened in this store; whoever wants to prove more leaves the hash with somebody else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, func, select

from collectors.config.contrast_files import Contrast
from collectors.store import store_tables as t
from collectors.store.audit import AuditEntry, entries, record

ACTION = "declare"


def declare(connection: Connection, contrasts: Sequence[Contrast], file_digest: str) -> AuditEntry:
    """Record the contrasts of a file in the audit log, in a writing transaction.

    Args:
        connection: A writing transaction.
        contrasts: The contrasts, of one event.
        file_digest: SHA-256 of the file.

    Returns:
        The entry.
    """
    event = contrasts[0].event
    said = json.dumps([asdict(contrast) for contrast in contrasts], sort_keys=True, ensure_ascii=False)
    counts = {"contrasts": len(contrasts), "articles": _articles(connection, event)}
    return record(connection, ACTION, f"{event} sha256 {file_digest}", reason=said, counts=counts)


def _articles(connection: Connection, event: str) -> int:
    """How many articles of an event the store has or had."""
    held = select(func.count()).select_from(t.articles).where(t.articles.c.event == event)
    gone = select(func.count()).select_from(t.tombstones).where(t.tombstones.c.event == event)
    return int(connection.execute(held).scalar_one()) + int(connection.execute(gone).scalar_one())


def declared(connection: Connection) -> list[dict[str, object]]:
    """Return every declared contrast as it is stamped into a data set, by its first declaration.

    Returns:
        Rows with the fields of `Contrast`, `sha256` of the contrast, `file_sha256`, `declared_at` (ISO 8601, UTC) and
        `articles_then`: how many articles of the event were in the store when it was first declared.
    """
    by_digest: dict[str, dict[str, object]] = {}
    for entry in entries(connection):
        if entry.action != ACTION:
            continue
        for row in json.loads(entry.reason):
            contrast = Contrast(**row)
            stamp = {
                "sha256": contrast.digest,
                "file_sha256": entry.subject.rpartition(" ")[2],
                "declared_at": entry.at,
                "articles_then": entry.counts.get("articles", 0),
            }
            by_digest.setdefault(contrast.digest, row | stamp)
    return list(by_digest.values())
