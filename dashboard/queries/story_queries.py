"""Articles that tell one story: the stories, their articles, and what is marked in a text."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from dashboard.queries.article_lookup import of_article, texts
from dashboard.queries.cache import cached_copies
from dashboard.queries.comparison_queries import cells
from dashboard.queries.group_queries import group_counts
from dashboard.queries.open_data import Data, Row, ask, dataset
from dashboard.queries.row_filters import days, row_filter
from dashboard.selection import ViewSelection

MOST_STORIES = 100  # a menu holds no more
MOST_TEXTS = 60
CIRCLE = 2**32  # places that an article can have by chance
_DAY = "day:"
_TOLD = ("article_id", "outlet", "title", "published", "day", "words", "agency", "cluster")


@dataclass(frozen=True, slots=True)
class StoryText:
    """A story with its size in the selection.

    Attributes:
        id: id of the story's first article, or "day:2022-09-23" where the articles of one day are shown as a story.
        title: the first article's title; "" for a day.
        day: the first article's day; None where unknown.
        outlets: how many outlets of the selection.
        articles: how many articles of the selection.
    """

    id: str
    title: str
    day: date | None
    outlets: int
    articles: int


@cached_copies()
def stories(data: Data, sel: ViewSelection) -> list[StoryText]:
    """Return the stories that at least two outlets of the selection tell, those of most outlets first.

    Where there are none, days with articles of two outlets are returned instead. A story's title and day are those of
    its first article, in the selection or not.
    """
    largest = group_counts(data, sel.event, "story_articles").ranked(cells(data, sel), 2).page(0, MOST_STORIES)
    if not largest:
        return _days(data, sel)
    rows = ask(
        data,
        "select number, story, title, day from sum_stories where event = ? and list_contains(?, number)",
        sel.event, [number for number, _, _ in largest],
    )  # fmt: skip
    about = {row["number"]: row for row in rows}
    return [
        StoryText(about[number]["story"], about[number]["title"] or "", about[number]["day"], outlets, articles)
        for number, outlets, articles in largest
    ]


def _days(data: Data, sel: ViewSelection) -> list[StoryText]:
    cond, given = days(sel)
    rows = ask(
        data,
        f"""select day, count(distinct outlet) as outlets, sum(n)::bigint as articles from sum_days
            where {cond} and day is not null group by day having outlets > 1
            order by outlets desc, articles desc, day limit {MOST_STORIES}""",
        *given,
    )
    return [StoryText(f"{_DAY}{row['day']}", "", row["day"], row["outlets"], row["articles"]) for row in rows]


@cached_copies()
def story_articles(data: Data, sel: ViewSelection, story: str) -> list[Row]:
    """Return the first MOST_TEXTS articles of a story in the selection, in order of publication."""
    if story.startswith(_DAY):
        cond, given = row_filter(sel)
        return ask(
            data,
            f"""select {", ".join(_TOLD)} from sum_articles where {cond} and day = ?::date
                order by published nulls last, article_id limit {MOST_TEXTS}""",
            *given, story.removeprefix(_DAY),
        )  # fmt: skip
    numbers = ask(data, "select number from sum_stories where event = ? and story = ?", sel.event, story)
    if not numbers:
        return []
    where = [("number", "=", numbers[0]["number"]), ("cell", "in", cells(data, sel))]
    rows: list[Row] = dataset(data.home, data.version).summary("story_articles", _TOLD, where).to_pylist()
    last = date.max, "\U0010ffff"  # after all that is known
    rows.sort(key=lambda item: (item["day"] or last[0], item["published"] or last[1], item["article_id"]))
    return rows[:MOST_TEXTS]


@cached_copies()
def marks(data: Data, event: str, article_id: str) -> list[Row]:
    """Return the devices found in one article: kind, label, voice, place, start, end. Older data sets have none."""
    rows = of_article(data, "marks", event, article_id, ["kind", "label", "voice", "place", "start", "end"])
    return sorted(rows, key=lambda row: (row["start"], row["end"], row["kind"], row["label"]))


@cached_copies()
def facts(data: Data, event: str) -> dict[str, str]:
    """Return the titles of the facts that the event's file lists, by id."""
    (row,) = ask(data, "select event_json from events where event = ?", event)
    declared = json.loads(row["event_json"] or "{}").get("facts") or []
    return {str(fact["id"]): str(fact.get("title") or fact["id"]) for fact in declared}


@cached_copies(8)
def sample_texts(data: Data, sel: ViewSelection, seed: int, size: int) -> list[tuple[str, str, str]]:
    """Draw the texts of articles of the selection by chance.

    Each article has a random place on a circle; the seed decides where on it the sample begins.

    Args:
        data: the data set.
        sel: the selection.
        seed: decides which articles are drawn.
        size: how many articles; all where there are fewer.

    Returns:
        (article id, outlet id, text) of each, by id; empty where the data set has no texts.
    """
    if not data.has_texts:
        return []
    start = -int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:4]) % CIRCLE
    tables, here = dataset(data.home, data.version), [("event", "=", sel.event), ("cell", "in", cells(data, sel))]
    outlet_of: dict[str, str] = {}
    for part in [("draw", ">=", start)], [("draw", "<=", max(start - 1, 0))]:
        left = size - len(outlet_of)
        drawn = tables.first_of_summary("drawn", ["article_id", "outlet"], [*here, *part], 0, left)
        outlet_of |= {row["article_id"]: row["outlet"] for row in drawn.to_pylist()}
    return [(key, outlet_of[key], text or "") for key, text in sorted(texts(data, sel.event, outlet_of).items())]
