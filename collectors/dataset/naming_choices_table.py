"""Published table of how often the sampled articles use each variant of a concept: input to the map of outlets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from collectors.dataset.offline_duckdb import offline_database
from collectors.dataset.published_table import PublishedTable, batches_of, schema

if TYPE_CHECKING:
    from collectors.dataset.store_reader import StoreReader

_CHOICES = schema("event article_id voice concept variant uses:int")


def _choices(source: StoreReader) -> Iterator[pa.RecordBatch]:
    return choices_of(source.folder)


def choices_of(folder: Path) -> Iterator[pa.RecordBatch]:
    """Count the mentions in the articles of the table `terms`.

    Args:
        folder: The folder that already holds the tables `mentions` and `terms`.

    Yields:
        Batches of the table `choices`, sorted by all columns.
    """
    mentions, terms = (str(folder / f"{name}.parquet") for name in ("mentions", "terms"))
    with offline_database() as connection:
        rows = connection.execute(
            """select event, article_id, voice, concept, variant, count(*)::int as uses
               from read_parquet(?) semi join (select distinct event, article_id from read_parquet(?))
                 using (event, article_id)
               group by all order by all""",
            [mentions, terms],
        )
        yield from batches_of(_CHOICES, rows.fetchall())


CHOICES = PublishedTable("choices", _CHOICES, _choices)
