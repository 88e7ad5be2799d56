"""Rebuilds data/reference: the published data set of figures from PolNeAR's articles, without any of their text.

    python -m tests.benchmarks.build_reference TRAIN.jsonl.gz DEV.jsonl.gz [--to data/reference]

PolNeAR (Newell, Margolin and Ruths, LREC 2018) is a corpus of 1,028 articles on the US campaign of 2015-2016 from
seven outlets, 924 of them open here. They go through the same steps as everything else: import, analyze with
data/events/us-campaign-2016.toml, publish. Running it again gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from collectors import pipeline
from collectors.config import data_dir, load_catalogue
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset
from collectors.sources.files import ImportDefaults
from collectors.store import Store
from tests.benchmarks.build_reference_2022 import seal_anew

EVENT = "us-campaign-2016"
LABEL = "reference data: figures from 924 articles of seven US outlets, 2015-2016 (PolNeAR), without their texts"
MOST_BYTES = 5_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--to", type=Path, default=data_dir() / "reference")
    options = parser.parse_args()
    catalogue = load_catalogue(data_dir())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
            given = pipeline.PipelineSettings(EVENT, ImportDefaults(language="en"), (), False, os.cpu_count() or 1)
            told = pipeline.import_paths(store, catalogue, [str(p) for p in options.articles], given, datetime.now(UTC))
            print(told)
            print(pipeline.analyze(store, catalogue, os.cpu_count() or 1))
            version = publish(store, home, texts=False, titles=False, label=LABEL)
        made = open_dataset(home, version).path
        shutil.rmtree(made / "summary")  # made again in some seconds where the data set is opened
        seal_anew(made)
        size = sum(f.stat().st_size for f in made.rglob("*") if f.is_file())
        print(f"{version}: {size:,} bytes")
        if size > MOST_BYTES:
            raise SystemExit(f"more than {MOST_BYTES:,} bytes")
        target = options.to / "datasets"
        for older in target.glob("*/meta.json"):  # of this corpus; the data sets of 2022 stay, and so does LATEST
            if json.loads(older.read_text(encoding="utf-8"))["label"] == LABEL:
                shutil.rmtree(older.parent)
        shutil.copytree(made, target / version)


if __name__ == "__main__":
    main()
