"""Custody of what was collected: checking it, backing it up and restoring it, and removing parts of it for good.

- `integrity`: checks that store, data sets, WARC files and audit log are as they were written.
- `backups`, `restoring`: copy everything to a folder, and from that folder back to SQLite or PostgreSQL.
- `removing`: deletes an article, an address or an outlet from store, WARC files and data sets, and leaves a tombstone.
"""
