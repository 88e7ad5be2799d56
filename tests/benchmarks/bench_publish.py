"""How long publishing takes per article: a store's articles multiplied, and the tables written.

    python -m tests.benchmarks.bench_publish STORE.db --times 50

Copies the SQLite store beside itself, multiplies its articles, and prints rows, seconds and memory per table.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

from collectors.dataset.table_writer import write_tables
from collectors.metrics import METHOD_VERSION
from collectors.store import Store
from collectors.store import store_tables as t

#: Tables whose rows belong to an article, parents first.
OF_ARTICLES = ("revisions", "texts", "analyses", "mentions", "marks", "quotations", "voices", "measures")


def multiply(file: Path, times: int) -> int:
    """Add `times` - 1 copies of every article with all its rows; returns how many articles there are then."""
    with sqlite3.connect(file) as db:
        (most,) = db.execute("select max(article) from articles").fetchone()
        for i in range(1, times):
            db.execute(
                "insert into articles select article + ?, event, id || '-' || ?, outlet, url, revision, run "
                "from articles where article <= ?", (i * most, i, most)
            )  # fmt: skip
            for name in OF_ARTICLES:
                rest = ", ".join(c.name for c in t.TABLES[name].c if c.name != "article")
                query = (
                    f"insert into {name} (article, {rest}) select article + ?, {rest} from {name} where article <= ?"  # noqa: S608  names of our own tables
                )
                db.execute(query, (i * most, most))
        (count,) = db.execute("select count(*) from articles").fetchone()
    return int(count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--times", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        shutil.copy(options.store, file)
        count = multiply(file, options.times)
        into = Path(folder) / "tables"
        into.mkdir()
        with Store(f"sqlite:///{file}") as store:
            started = time.process_time()
            meta = write_tables(store, into, METHOD_VERSION, texts=True)
            taken = time.process_time() - started
        rows = sum(meta["counts"].values())  # type: ignore[attr-defined]  # meta.json's counts
        size = sum(p.stat().st_size for p in into.iterdir())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:,} articles, {rows:,} rows, {size / 1e6:.0f} MB: {taken:.1f} s of processor, "
              f"{1e3 * taken / count:.2f} ms an article, {rows / taken:,.0f} rows/s, peak {peak:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
