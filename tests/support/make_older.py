"""Makes what `tests/older/` holds: run with the program of the version whose files are wanted.

python -m tests.support.make_older FOLDER, then `gzip -9n store.sqlite` as store-schema-N.sqlite.gz; the data sets of a
new summary format as `tar czf datasets-summary-N.tar.gz -C FOLDER datasets`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from collectors.dataset.publishing import publish
from collectors.store import Incoming
from tests.support.made_store import filled, measure
from tests.support.made_values import article


def make(folder: Path) -> str:
    """A store of four articles, one of them revised, and its data set; returns the version."""
    with filled(f"sqlite:///{folder / 'store.sqlite'}", 4, measured=False) as store:
        run = store.begin_run("import")
        store.save(run, [Incoming(article(1, title="Sham vote opens in four regions, again"))])
        store.end_run(run)
        measure(store)
        return publish(store, folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
