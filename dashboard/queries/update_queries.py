"""What is new in a data set since an earlier one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from collectors.dataset.versions import versions
from collectors.errors import ParallaxError
from collectors.updates.update_records import RECORD, UpdateRecord, read_record
from collectors.updates.update_words import EventNames, NewArticle, articles_of, names_of
from collectors.updates.version_difference import VersionDifference, difference
from dashboard.queries.cache import cached_shared
from dashboard.queries.open_data import Data, dataset

#: Articles of a data set up to which a page compares it with any other: beyond, `parallax changes` does.
MOST_COMPARED = 200_000


def earlier_versions(data: Data) -> dict[str, str]:
    """Return the data sets that were published before this one, the newest first, with the day of each."""
    published = versions(Path(data.home))
    here = published.index(data.version) if data.version in published else len(published)
    return {name: name for name in published[here + 1 :]}


def since_version(data: Data) -> str | None:
    """Return the data set that this one's record compares it with; None where it has no record."""
    record = read_record(Path(data.home), data.version)
    return record.difference.since if record else None


def newest_event(data: Data) -> str | None:
    """Return the event to which publishing added most articles; None where it added none or has left no record."""
    record = _record(data.home, data.version)
    added = [event for event in record.difference.events if event.added] if record else []
    return max(added, key=lambda event: (event.added, event.event)).event if added else None


@lru_cache(maxsize=4)
def _stamped_record(home: str, version: str, _stamp: int) -> UpdateRecord | None:
    return read_record(Path(home), version)


def _record(home: str, version: str) -> UpdateRecord | None:
    """Read a record, which may be written seconds after its data set; it is kept while its file is the same."""
    try:
        stamp = (Path(home) / "datasets" / f"{version}{RECORD}").stat().st_mtime_ns
    except OSError:
        return None
    return _stamped_record(home, version, stamp)


@cached_shared(16)
def updates(data: Data, since: str) -> VersionDifference | None:
    """Compare a data set with an earlier one: from its record, otherwise now.

    Returns:
        The difference; None where the earlier one cannot be read or both are too large to compare while a page waits.
    """
    record = read_record(Path(data.home), data.version)
    if record and record.difference.since == since:
        return record.difference
    try:
        old, new = dataset(data.home, since), dataset(data.home, data.version)
        if max(old.counts.get("articles", 0), new.counts.get("articles", 0)) > MOST_COMPARED:
            return None
        return difference(old, new)
    except ParallaxError:
        return None


@cached_shared(16)
def event_names(data: Data, event: str) -> EventNames:
    """Return what the ids of an event are called."""
    return names_of(dataset(data.home, data.version), event)


@cached_shared(16)
def new_articles(data: Data, event: str, ids: tuple[str, ...]) -> tuple[NewArticle, ...]:
    """Look articles up in their order; those that the data set does not hold are left out."""
    return tuple(articles_of(dataset(data.home, data.version), event, ids))
