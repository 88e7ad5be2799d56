"""The tables of a published data set, in the order they are written: the contract with comparisons, exports and the
dashboard."""

from __future__ import annotations

import pyarrow as pa

from collectors.publishing import (
    articles,
    choices,
    collected,
    collection,
    declared,
    measured,
    proposals,
    stories,
    terms,
)
from collectors.publishing.columns import Published

#: Raise with every change that a reader of older data sets would not survive. A new table is no such change: where a
#: data set lacks it, it is empty.
SCHEMA = 1

TABLES: tuple[Published, ...] = (
    articles.ARTICLES,
    articles.TEXTS,
    measured.MENTIONS,
    measured.MARKS,
    measured.QUOTATIONS,
    measured.VOICES,
    measured.MEASURES,
    declared.OUTCOMES,
    declared.OUTLETS,
    declared.EVENTS,
    stories.STORIES,
    proposals.PROPOSALS,
    collected.COLLECTED_DAYS,
    collection.READINGS,
    collection.ROUNDS,
    collection.CHANGES,
    terms.TERMS,
    choices.CHOICES,
    terms.DISTINCTIVE,
)

#: Table -> columns.
SCHEMAS: dict[str, pa.Schema] = {table.name: table.schema for table in TABLES}
