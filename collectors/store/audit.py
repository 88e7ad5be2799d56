"""The audit log: who did what to the material, when and why. Entries are only ever added.

Each entry holds a digest over itself and the entry before it, so that changing or deleting an entry is detected.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from collectors.store import store_tables as t

FIELDS = ("number", "at", "by", "action", "subject", "reason", "counts")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One action.

    Attributes:
        number: Its number, from 1.
        at: When it happened, ISO 8601 in UTC.
        by: Who did it.
        action: What was done, in one word.
        subject: What it was done to.
        reason: Why, in words.
        counts: What was affected -> how much of it.
        digest: SHA-256 over the entry and the digest before it.
    """

    number: int
    at: str
    by: str
    action: str
    subject: str
    reason: str
    counts: dict[str, int]
    digest: str


def current_user() -> str:
    """The name of the user who runs this program; "user NUMBER" or "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user database
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def record(
    connection: Connection, action: str, subject: str, *, reason: str = "", by: str = "", counts: dict[str, int] | None
) -> AuditEntry:
    """Add an entry inside the caller's writing transaction.

    Args:
        connection: A writing transaction: the writer's lock keeps numbers and digests consecutive.
        action: What was done, one word, such as "remove".
        subject: What it was done to.
        reason: Why, in words.
        by: Who did it; by default the user who runs the program.
        counts: What was affected -> how much of it.

    Returns:
        The entry as it was written.
    """
    log = t.audit
    last = connection.execute(select(log.c.entry, log.c.digest).order_by(log.c.entry.desc()).limit(1)).first()
    number, before = (last.entry + 1, last.digest) if last else (1, "")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    entry = AuditEntry(number, at, by or current_user(), action, subject, reason, dict(counts or {}), "")
    digest = _digest(entry, before)
    values = {"entry": number, "at": at, "who": entry.by, "action": action, "subject": subject, "reason": reason}
    counted = json.dumps(entry.counts, sort_keys=True)
    connection.execute(insert(log).values(**values, counts=counted, digest=digest))
    return AuditEntry(number, at, entry.by, action, subject, reason, entry.counts, digest)


def entries(connection: Connection) -> Iterator[AuditEntry]:
    """Every entry of the log, oldest first."""
    for row in connection.execute(select(t.audit).order_by(t.audit.c.entry)):
        counts = json.loads(row.counts)
        yield AuditEntry(row.entry, row.at, row.who, row.action, row.subject, row.reason, counts, row.digest)


def broken_entries(connection: Connection) -> list[int]:
    """The numbers of entries whose digest or number does not follow from the entry before: evidence of a change."""
    broken, before, expected = [], "", 1
    for entry in entries(connection):
        if entry.number != expected or entry.digest != _digest(entry, before):
            broken.append(entry.number)
        before, expected = entry.digest, entry.number + 1
    return broken


def _digest(entry: AuditEntry, before: str) -> str:
    values = [before, *(getattr(entry, name) for name in FIELDS)]
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()
