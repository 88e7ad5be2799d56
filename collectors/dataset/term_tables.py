"""Published tables of words and phrases: counts per article, and what is distinctive in every default selection.

Neither holds text: see `vocabulary` for what keeps anybody from putting an article together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from collectors.dataset.published_table import PublishedTable, schema

if TYPE_CHECKING:
    from collectors.dataset.store_reader import StoreReader

#: One row per sampled article and voice that has words. `terms` are sorted by how many articles share them.
_TERMS = pa.schema([*schema("event article_id voice words:int terms:strs"), pa.field("counts", pa.list_(pa.int32()))])

#: The words that set an outlet most apart, in each voice and choice of copies; `shuffled` rows are the same for outlets
#: that were dealt their articles at random. `words`, `n` and the rest_ columns are those of the outlet and of all the
#: others; `tested` cells of this table, `below_p` of them with p and `below_q` with q below .05.
_DISTINCTIVE = schema(
    "event outlet voice copies shuffled:bool term uses:int words:int rest_uses:int rest_words:int articles:int n:int "
    "rest_articles:int rest_n:int log_odds:double z:double p_value:double q_value:double ci_low:double ci_high:double "
    "share_low:double share_high:double tested:int below_p:int below_q:int"
)


def _terms(source: StoreReader) -> Iterator[pa.RecordBatch]:
    from collectors.dataset import distinctive_tables  # noqa: PLC0415  loads the metrics; a schema must not

    return distinctive_tables.terms(source, _TERMS)


def _distinctive(source: StoreReader) -> Iterator[pa.RecordBatch]:
    from collectors.dataset import distinctive_tables  # noqa: PLC0415  loads the statistics

    return distinctive_tables.distinctive_words(source, _DISTINCTIVE)


#: Row groups of some 2,000 articles.
TERMS = PublishedTable("terms", _TERMS, _terms, batch=6_000, group=6_000)
DISTINCTIVE = PublishedTable("distinctive", _DISTINCTIVE, _distinctive)
