"""Articles that tell one story: which stories there are, their articles, and what is marked in a text."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from collectors.compare.told import ToldArticles, told_articles
from dashboard.queries.held import days, held
from dashboard.queries.lookup import of_article, texts
from dashboard.queries.remember import copied, shared
from dashboard.queries.source import Data, Row, ask, dataset
from dashboard.queries.statistics import _asked
from dashboard.selection import Selection

MOST_STORIES = 100  # a menu holds no more
MOST_TEXTS = 60
_DAY = "day:"


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its size in the selection; `id` is that of the story's first article, or "day:2022-09-23" where the
    articles of one day stand in for a story (they have no title)."""

    id: str
    title: str
    day: date | None
    outlets: int
    articles: int


@shared(4)
def _told(data: Data, event: str) -> ToldArticles:
    return told_articles(dataset(data.home, data.version), event)


@copied()
def stories(data: Data, sel: Selection) -> list[Told]:
    """What at least two outlets of the selection tell, most outlets first; days with articles of two outlets where the
    data set knows no such story. A story's title and day are those of its first article, of the selection or not."""
    found = _told(data, sel.event).most_told(_asked(sel), MOST_STORIES)
    if not found:
        return _days(data, sel)
    rows = ask(
        data,
        "select number, story, title, day from sum_stories where event = ? and list_contains(?, number)",
        sel.event, [number for number, _, _ in found],
    )  # fmt: skip
    about = {r["number"]: r for r in rows}
    return [
        Told(about[n]["story"], about[n]["title"] or "", about[n]["day"], outlets, articles)
        for n, outlets, articles in found
    ]


def _days(data: Data, sel: Selection) -> list[Told]:
    cond, given = days(sel)
    rows = ask(
        data,
        f"""select day, count(distinct outlet) as outlets, sum(n)::bigint as articles from sum_days
            where {cond} and day is not null group by day having outlets > 1
            order by outlets desc, articles desc, day limit {MOST_STORIES}""",
        *given,
    )
    return [Told(f"{_DAY}{r['day']}", "", r["day"], r["outlets"], r["articles"]) for r in rows]


@copied()
def story_articles(data: Data, sel: Selection, story: str) -> list[Row]:
    """The articles of a story in the selection, in the order of publication."""
    cond, given = held(sel)
    if story.startswith(_DAY):
        source, key, value = "sum_articles", "day = ?::date", story.removeprefix(_DAY)
    else:
        known = ask(data, "select number from sum_stories where event = ? and story = ?", sel.event, story)
        if not known:
            return []
        source, key, value = "sum_story_articles", "number = ?", known[0]["number"]
    return ask(
        data,
        f"""select article_id, outlet, title, published, day, words, agency, cluster
            from {source} where {cond} and {key}
            order by day nulls last, published nulls last, article_id limit {MOST_TEXTS}""",
        *given, value,
    )  # fmt: skip


@copied()
def marks(data: Data, event: str, article_id: str) -> list[Row]:
    """The devices found in one article: kind, label, voice, place, start, end. Older data sets have none."""
    rows = of_article(data, "marks", event, article_id, ["kind", "label", "voice", "place", "start", "end"])
    return sorted(rows, key=lambda r: (r["start"], r["end"], r["kind"], r["label"]))


@copied()
def facts(data: Data, event: str) -> dict[str, str]:
    """The facts that the event's file lists, id -> title: what a text can leave out."""
    (row,) = ask(data, "select event_json from events where event = ?", event)
    told = json.loads(row["event_json"] or "{}").get("facts") or []
    return {str(f["id"]): str(f.get("title") or f["id"]) for f in told}


@copied(8)
def sample_texts(data: Data, sel: Selection, seed: int, size: int) -> list[tuple[str, str, str]]:
    """The texts of `size` articles of the selection, by chance from the seed: (article, outlet, text).

    Each article has a place by chance on a circle of 2^32; the seed says where on it the sample begins."""
    if not data.has_texts:
        return []
    cond, given = held(sel)
    start = int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:4])
    rows = ask(
        data,
        f"""select article_id, outlet from sum_articles where {cond}
            order by (draw::bigint + ?) % 4294967296, article_id limit ?""",
        *given, start, size,
    )  # fmt: skip
    outlet_of = {r["article_id"]: r["outlet"] for r in rows}
    return [(key, outlet_of[key], text or "") for key, text in sorted(texts(data, sel.event, outlet_of).items())]
