"""Near-copies of a selection: the clusters, their articles, and what a copy changed in its original."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date

from collectors.copies import Changes, changes
from collectors.model import Article
from dashboard.queries.article_lookup import texts, titles
from dashboard.queries.cache import cached_copies
from dashboard.queries.comparison_queries import cells
from dashboard.queries.group_queries import group_counts
from dashboard.queries.open_data import Data, Row, dataset
from dashboard.selection import ALL, ViewSelection

MOST_COPIES = 100  # articles of one cluster that a page lists
_COPY = (
    "cluster", "article_id", "outlet", "title", "published", "day", "words", "agency", "member", "text_sha256", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that share most of their wording.

    Attributes:
        id: id of the first published article.
        title: its title.
        outlet: its outlet; None where unknown.
        day: its day; None where unknown.
        agency: an agency that one of the selection's articles credits; None where none does.
        articles: how many articles of the selection.
        outlets: how many outlets of the selection.
    """

    id: str
    title: str
    outlet: str | None
    day: date | None
    agency: str | None
    articles: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Compared:
    """An original, a copy of it, and what the copy changed; texts are as collected."""

    original: Article
    copy: Article
    found: Changes


@cached_copies()
def clusters(data: Data, sel: ViewSelection, start: int, size: int) -> tuple[int, list[Cluster]]:
    """Count the clusters with an article in the selection, whatever its choice of copies, and return one page of them.

    Those in most outlets come first, then those with most articles, then by number.

    Args:
        data: the data set.
        sel: the selection.
        start: how many clusters come before the page.
        size: how many clusters a page has.
    """
    here = cells(data, replace(sel, copies=ALL))
    ranked = group_counts(data, sel.event, "clusters").ranked(here, 1)
    page = ranked.page(start, size)
    among: dict[int, list[Row]] = {number: [] for number, _, _ in page}
    tables = dataset(data.home, data.version)
    for row in tables.summary("clusters", ["number", "cell", *_COPY], [("number", "in", list(among))]).to_pylist():
        among[row["number"]].append(row)
    held = set(here.tolist())
    return len(ranked.number), [_cluster(among[number], held, articles, outlets) for number, outlets, articles in page]


def _cluster(rows: Sequence[Row], held: Container[int], articles: int, outlets: int) -> Cluster:
    """Make a cluster of all its rows, with what those in the `held` cells of the selection credit."""
    first = next((row for row in rows if row["article_id"] == row["cluster"]), None) or dict.fromkeys(_COPY)
    agencies = [row["agency"] for row in rows if row["cell"] in held and row["agency"]]
    agency = max(agencies, default=None)
    return Cluster(rows[0]["cluster"], first["title"] or "", first["outlet"], first["day"], agency, articles, outlets)


@cached_copies()
def copies(data: Data, event: str, cluster: str) -> list[Row]:
    """Return the first MOST_COPIES articles of a cluster in order of publication, in the selection or not."""
    where = [("event", "=", event), ("cluster", "=", cluster)]
    stored = dataset(data.home, data.version).summary("clusters", _COPY, where)
    rows: list[Row] = stored.slice(0, MOST_COPIES).to_pylist()
    return rows


@cached_copies()
def compared(data: Data, event: str, original: str, copy: str) -> Compared | None:
    """Return what a copy changed; None where the data set does not hold the texts of both.

    Args:
        data: the open data set.
        event: an event's id.
        original: the article id of the text that was there first.
        copy: the article id of the later text.
    """
    if not data.has_texts:
        return None
    title = titles(data, event, [original, copy])
    text = texts(data, event, [original, copy])
    articles = {key: Article(key, None, None, title.get(key), (), None, None, text[key]) for key in text}
    if original not in articles or copy not in articles:
        return None
    return Compared(articles[original], articles[copy], changes(articles[original], articles[copy]))
