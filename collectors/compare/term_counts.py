"""The words and phrases of an event's articles as sparse counts, read from the table `terms`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import csr_array

from collectors.compare.article_arrays import ArticleParts, chosen_articles, parts_of
from collectors.compare.comparison_rows import ALL, ArticleSelection, Tables
from collectors.compare.instrument_gates import unread
from collectors.compare.permutations import Floats
from collectors.errors import ParallaxError
from collectors.model import Voice


@dataclass(frozen=True, slots=True)
class Terms:
    """Counts of an event's published terms in its sampled member articles that have an outlet.

    Attributes:
        version: the data set's version.
        method_version: version of the measures in the data set.
        vocabulary: the terms.
        articles: the articles, with their columns.
        ids: the articles' ids.
        counts: by voice ("all" included), articles x terms.
        words: by voice ("all" included), the number of words of each article.
    """

    event: str
    version: str
    method_version: str
    vocabulary: tuple[str, ...]
    articles: ArticleParts
    ids: tuple[str, ...]
    counts: Mapping[str, csr_array]
    words: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.ids)

    def chosen(self, selection: ArticleSelection) -> NDArray[np.bool_]:
        """Return which of the articles a selection holds; its voice does not matter."""
        return chosen_articles(self.articles, selection)

    def only(self, terms: NDArray[np.bool_]) -> Terms:
        """Return the same with only the terms where the mask is true."""
        columns = np.flatnonzero(terms)
        return replace(
            self,
            vocabulary=tuple(self.vocabulary[term] for term in columns.tolist()),
            counts={voice: counts[:, columns] for voice, counts in self.counts.items()},
        )


def load_terms(tables: Tables, event: str) -> Terms | None:
    """Read the terms of an event.

    Returns:
        The terms; None where the data set holds none: it is older, or the event has too few articles.
    """
    here: list[tuple[str, str, object]] = [("event", "=", event)]
    try:
        rows_read = tables.table("terms", ["article_id", "voice", "words", "terms", "counts"], here)
    except (ParallaxError, KeyError, FileNotFoundError):
        return None
    articles, ids = _articles(tables, event, pc.unique(rows_read["article_id"]))
    at = pc.index_in(rows_read["article_id"], value_set=ids)
    rows_read, rows = rows_read.filter(pc.is_valid(at)), at.drop_null().to_numpy().astype(np.int64)
    names = pc.list_flatten(rows_read["terms"]).combine_chunks().dictionary_encode()
    if isinstance(names, pa.ChunkedArray):
        names = names.combine_chunks()
    vocabulary = sorted(names.dictionary.to_pylist())
    if not vocabulary:
        return None
    places = pc.index_in(names.dictionary, value_set=pa.array(vocabulary, pa.string())).to_numpy().astype(np.int64)
    terms = places[names.indices.to_numpy()]
    uses = pc.list_flatten(rows_read["counts"]).to_numpy().astype(np.float64)
    lengths = pc.list_value_length(rows_read["terms"]).to_numpy().astype(np.int64)
    spoken = pc.index_in(rows_read["voice"], value_set=pa.array([str(voice) for voice in Voice])).to_numpy()
    total = rows_read["words"].to_numpy().astype(np.float64)
    counts, words = {}, {}
    for code, voice in enumerate(Voice):
        mine = (spoken == code) & ~unread("terms", articles.columns["language"], voice)[rows]
        in_voice = np.repeat(mine, lengths)
        cells = (uses[in_voice], (np.repeat(rows, lengths)[in_voice], terms[in_voice]))
        counts[str(voice)] = csr_array(cells, shape=(len(ids), len(vocabulary)))
        words[str(voice)] = np.bincount(rows[mine], total[mine], len(ids)).astype(np.float64)
    counts[ALL] = csr_array((uses, (np.repeat(rows, lengths), terms)), shape=(len(ids), len(vocabulary)))
    counts[ALL].sum_duplicates()
    words[ALL] = np.bincount(rows, total, len(ids)).astype(np.float64)
    return Terms(
        event, tables.version, tables.method_version, tuple(vocabulary), articles, tuple(ids.to_pylist()), counts, words
    )


def sampled_articles(tables: Tables, event: str) -> tuple[ArticleParts, pa.Array] | None:
    """Return the member articles with an outlet whose words are counted, with their ids.

    Returns:
        All member articles with an outlet where no words are counted; None where there are none.
    """
    try:
        named = tables.table("terms", ["article_id"], [("event", "=", event)])["article_id"]
    except (ParallaxError, KeyError, FileNotFoundError):
        named = None
    articles, ids = _articles(tables, event, pc.unique(named) if named is not None and len(named) else None)
    return (articles, ids) if len(ids) else None


def _articles(tables: Tables, event: str, sampled: pa.Array | None) -> tuple[ArticleParts, pa.Array]:
    """The sampled members with an outlet, by id."""
    text = ("outlet", "phase", "grade", "language", "extent", "cluster", "agency", "country", "ownership")
    where: list[tuple[str, str, object]] = [("event", "=", event)]
    table = tables.table("articles", ["article_id", "member", *text, "first_in_cluster"], where)
    if sampled is not None:
        table = table.filter(pc.is_in(table["article_id"], value_set=sampled))
    table = table.filter(pc.and_(table["member"], pc.is_valid(table["outlet"]))).sort_by("article_id")
    ids = table["article_id"].combine_chunks()
    return parts_of(table, ids, text, ("first_in_cluster",)), ids
