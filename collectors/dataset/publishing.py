"""Publishing: a data set is written whole to a temporary folder, moved to its place in one step, and named last.

Publishing the same store again gives the same version and the same bytes, whatever was reused of the last data set.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from collectors.dataset import search_index, summary_sums
from collectors.dataset.checksums import META, checksums_of, damages, has_checksums, sealed
from collectors.dataset.reused_rows import LastPublished
from collectors.dataset.table_writer import write_tables
from collectors.dataset.versions import LATEST
from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.support.plurals import many
from collectors.support.whole_files import write_whole


def publish(
    store: Store,
    home: Path,
    *,
    texts: bool = True,
    titles: bool = True,
    label: str | None = None,
    reuse: bool = True,
    executor: Callable[[], Executor] | None = None,
) -> str:
    """Publish the store's current articles and measures.

    Args:
        store: The store.
        home: The folder that holds `datasets`.
        texts: Whether the data set holds the articles' texts.
        titles: Whether it holds titles, standfirsts and bylines.
        label: What the dashboard says above the data.
        reuse: Whether to reuse rows of the last data set for unchanged events; the bytes are the same either way.
        executor: Makes the executor in which words are compared, such as a cluster's; None for this process. The bytes
            are the same in any.

    Returns:
        The version.

    Raises:
        ParallaxError: Some articles are not analysed yet.
    """
    from collectors.metrics import METHOD_VERSION  # noqa: PLC0415  opening a data set must not load the metrics

    pending = store.count_pending(METHOD_VERSION)
    if pending:
        raise ParallaxError(
            f"{many(pending, 'article is', 'articles are')} not analysed yet", remedy="run `parallax analyze` first"
        )
    folder = home / "datasets"
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    temporary = home / f".publishing-{os.getpid()}"
    temporary.mkdir()
    try:
        options = {"texts": texts, "titles": titles}
        last = _last(folder) if reuse else None
        meta = write_tables(store, temporary, METHOD_VERSION, **options, label=label, last=last, executor=executor)
        version = str(meta["dataset_version"])
        summary_sums.build(temporary, into=temporary / "summary")
        meta["files"] = checksums_of(temporary)
        write_whole(temporary / META, json.dumps(sealed(meta), indent=2, ensure_ascii=False) + "\n")
        if not _is_sound(folder / version):
            put_in_place(temporary, folder / version)
        index = search_index.index_file(home, version)
        if not index.is_file():
            search_index.build(folder / version, index)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    write_whole(folder / LATEST, version + "\n")
    return version


def _last(folder: Path) -> LastPublished:
    """The data set that LATEST names, as a source of rows to reuse."""
    try:
        newest = (folder / LATEST).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return LastPublished()
    return LastPublished.of(folder / newest) if newest and Path(newest).name == newest else LastPublished()


def _is_sound(folder: Path) -> bool:
    """Whether this version exists undamaged, with a summary in the current format.

    A data set without checksums, from an older Parallax, is not sound, since changes of it cannot be detected.
    """
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    sound = isinstance(meta, dict) and has_checksums(meta) and summary_sums.current(folder / "summary")
    return sound and next(damages(folder, meta), None) is None


def put_in_place(made: Path, target: Path) -> None:
    """Move a finished data set to its place; a damaged one there is moved aside first and then deleted.

    Args:
        made: The finished folder.
        target: Its place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = made.with_name(f".publishing-{target.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.rename(aside)
    made.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _sweep(home: Path) -> None:
    """Delete the temporary folders that killed programs left."""
    for left in (*home.glob(".publishing-*"), *home.glob("search/.*.sqlite-*")):
        pid = left.name.rpartition("-")[2]
        if not (pid.isdigit() and _alive(int(pid))) or int(pid) == os.getpid():
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return True
