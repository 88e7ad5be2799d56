"""The tables of a published data set, in the order in which they are written.

Comparisons, exports and the dashboard rely on these tables and columns.
"""

from __future__ import annotations

import pyarrow as pa

from collectors.dataset import (
    article_tables,
    collected_days_table,
    collection_tables,
    declaration_tables,
    measure_tables,
    naming_choices_table,
    proposal_table,
    story_table,
    term_tables,
)
from collectors.dataset.published_table import PublishedTable

#: Raise with every change after which older data sets can no longer be read. A new table is not such a change: a data
#: set that lacks it reads as an empty table.
SCHEMA = 1

TABLES: tuple[PublishedTable, ...] = (
    article_tables.ARTICLES,
    article_tables.TEXTS,
    measure_tables.MENTIONS,
    measure_tables.MARKS,
    measure_tables.QUOTATIONS,
    measure_tables.VOICES,
    measure_tables.MEASURES,
    declaration_tables.OUTCOMES,
    declaration_tables.OUTLETS,
    declaration_tables.EVENTS,
    story_table.STORIES,
    proposal_table.PROPOSALS,
    collected_days_table.COLLECTED_DAYS,
    collection_tables.READINGS,
    collection_tables.ROUNDS,
    collection_tables.CHANGES,
    term_tables.TERMS,
    naming_choices_table.CHOICES,
    term_tables.DISTINCTIVE,
)

#: Table -> columns.
SCHEMAS: dict[str, pa.Schema] = {table.name: table.schema for table in TABLES}
