"""Keeping what was collected: checking it, copying it away and back, and taking things out of it for good.

- `integrity`: is everything as it was written? Store, data sets, WARC files, audit log.
- `backups`, `restoring`: a folder with everything, and everything from that folder, on SQLite or PostgreSQL.
- `removing`: an article, an address or an outlet goes from store, WARC files and data sets; a tombstone stays.
"""
