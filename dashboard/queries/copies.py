"""Near-copies of a selection: the clusters, their articles, and what an article changed in the one it was made from."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from collectors.copies import Changes, changes
from collectors.model import Article
from collectors.publishing.groups import read_groups
from dashboard.queries.held import held
from dashboard.queries.lookup import texts, titles
from dashboard.queries.remember import copied
from dashboard.queries.source import Data, Row, ask
from dashboard.selection import ALL, Selection

MOST_COPIES = 100  # articles of one cluster that a page lists
_COPY = (
    "article_id", "outlet", "title", "published", "day", "words", "agency", "member", "text_sha256", "url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that share most of their wording. `id` is that of the first published, `title` and `outlet` its own;
    `articles` and `outlets` count the selection's."""

    id: str
    title: str
    outlet: str | None
    day: date | None
    agency: str | None
    articles: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Compared:
    """An original, a copy of it, and what the copy changed. Texts are as collected."""

    original: Article
    copy: Article
    found: Changes


@copied()
def clusters(data: Data, sel: Selection, start: int, size: int) -> tuple[int, list[Cluster]]:
    """How many clusters have an article in the selection, whatever its choice of copies, and a page of them: those in
    most outlets first."""
    cond, given = held(replace(sel, copies=ALL))
    rows = ask(
        data,
        f"""with mine as (select cluster, count(*) as articles, count(distinct outlet) as outlets,
                            max(agency) as agency, min(day) as since, count(*) over () as total
                          from sum_clusters where {cond} and member and outlet is not null group by cluster
                          order by outlets desc, articles desc, since nulls last, cluster limit ? offset ?)
            select m.*, f.title, f.outlet, f.day
            from mine m left join sum_clusters f on f.event = ? and f.article_id = m.cluster
            order by m.outlets desc, m.articles desc, m.since nulls last, m.cluster""",
        *given, size, start, sel.event,
    )  # fmt: skip
    total = rows[0]["total"] if rows else 0
    found = [
        Cluster(r["cluster"], r["title"] or "", r["outlet"], r["day"], r["agency"], r["articles"], r["outlets"])
        for r in rows
    ]
    return total, found


@copied()
def copies(data: Data, event: str, cluster: str) -> list[Row]:
    """The articles of a cluster, of the selection or not, in the order of publication; the first is the original."""
    found = read_groups(
        Path(data.summary) / "clusters.parquet", _COPY, [("event", "=", event), ("cluster", "=", cluster)]
    )
    rows: list[Row] = found.slice(0, MOST_COPIES).to_pylist()
    return rows


@copied()
def compared(data: Data, event: str, original: str, copy: str) -> Compared | None:
    """What a copy changed; None where the data set holds no texts of the two."""
    if not data.has_texts:
        return None
    title = titles(data, event, [original, copy])
    text = texts(data, event, [original, copy])
    found = {key: Article(key, None, None, title.get(key), (), None, None, text[key]) for key in text}
    if original not in found or copy not in found:
        return None
    return Compared(found[original], found[copy], changes(found[original], found[copy]))
