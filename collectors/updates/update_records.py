"""Publishing with a record of what is new: `datasets/VERSION.update.json`, beside the data set that it is about."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from collectors.dataset.publishing import publish
from collectors.dataset.versions import LATEST, open_dataset, versions
from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.support.whole_files import write_whole
from collectors.updates.version_difference import VersionDifference, difference, from_json

#: The end of the name of a record.
RECORD = ".update.json"
#: A record is some ten kilobytes an event; a larger file is none of ours.
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """What a published data set brought: when it was published, ISO 8601 in UTC, and the difference."""

    published: str
    difference: VersionDifference


def publish_recorded(
    store: Store,
    home: Path,
    *,
    texts: bool = True,
    now: datetime | None = None,
    executor: Callable[[], Executor] | None = None,
) -> str:
    """Publish the store, and write what is new since the data set that was the newest before.

    Nothing is written where nothing was published before, or the same version again.

    Args:
        store: the store.
        home: the folder that holds `datasets`.
        texts: whether the data set holds the articles' texts.
        now: the time of publishing; None for that of the clock.
        executor: as in `publishing.publish`.

    Returns:
        The version.

    Raises:
        ParallaxError: some articles are not analysed yet.
    """
    before = _latest(home)
    version = publish(store, home, texts=texts, executor=executor)
    if before is not None and before != version:
        record(home, before, version, now or datetime.now(UTC))
    return version


def record(home: Path, since: str, version: str, now: datetime) -> UpdateRecord | None:
    """Write the record of a data set.

    Args:
        home: the folder that holds `datasets`.
        since: the data set before.
        version: the data set.
        now: when it was published.

    Returns:
        The record; None where one of the two cannot be read, which costs the record and nothing else.
    """
    try:
        changed = difference(open_dataset(home, since), open_dataset(home, version))
    except ParallaxError:
        return None
    made = UpdateRecord(now.astimezone(UTC).isoformat(timespec="seconds"), changed)
    document = {"published": made.published, "difference": changed.as_json()}
    write_whole(home / "datasets" / f"{version}{RECORD}", json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    return made


def read_record(home: Path, version: str) -> UpdateRecord | None:
    """Read the record of a data set; None where there is none, or none that can be read."""
    if Path(version).name != version:
        return None
    file = home / "datasets" / f"{version}{RECORD}"
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        document = json.loads(file.read_text(encoding="utf-8"))
        datetime.fromisoformat(document["published"])
        return UpdateRecord(document["published"], from_json(document["difference"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def records(home: Path) -> Iterator[UpdateRecord]:
    """Read the records of the data sets that are published, the newest data set first."""
    for version in versions(home):
        if (stored := read_record(home, version)) is not None:
            yield stored


def _latest(home: Path) -> str | None:
    try:
        name = (home / "datasets" / LATEST).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return name if name and Path(name).name == name else None
