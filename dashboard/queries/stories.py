"""Articles that tell one story: which stories there are, their articles, and what is marked in a text."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.queries.articles import where
from dashboard.queries.source import KEEP, Data, Row, ask
from dashboard.selection import Selection

MOST_STORIES = 100  # a menu holds no more
MOST_TEXTS = 60
_DAY = "day:"


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its size; `id` is that of the story's first article, or "day:2022-09-23" where articles of one day
    stand in for a story."""

    id: str
    title: str
    day: date | None
    outlets: int
    articles: int


def _story(data: Data) -> tuple[str, str]:
    """The column that holds an article's story, and the join it needs."""
    if "stories" not in data.tables:
        return "null", ""
    return "s.story", "left join stories s on s.event = a.event and s.article_id = a.article_id"


@st.cache_data(max_entries=KEEP, show_spinner=False)
def stories(data: Data, sel: Selection) -> list[Told]:
    """What at least two outlets of the selection tell, most outlets first; days with articles of two outlets where the
    data set knows no such story."""
    cond, given = where(sel)
    column, join = _story(data)
    for key in (column, f"'{_DAY}' || a.day"):
        if key == "null":
            continue
        rows = ask(
            data,
            f"""select {key} as id, arg_min(a.title, coalesce(a.published, '9') || a.article_id) as title,
                  min(a.day) as day, count(distinct a.outlet) as outlets, count(*) as articles
                from articles a {join} where {cond} group by 1 having id is not null and outlets > 1
                order by outlets desc, articles desc, day, id limit {MOST_STORIES}""",
            *given,
        )
        if rows:
            return [Told(r["id"], r["title"] or "", r["day"], r["outlets"], r["articles"]) for r in rows]
    return []


@st.cache_data(max_entries=KEEP, show_spinner=False)
def story_articles(data: Data, sel: Selection, story: str) -> list[Row]:
    """The articles of a story in the selection, in the order of publication."""
    cond, given = where(sel)
    column, join = _story(data)
    key = f"'{_DAY}' || a.day" if story.startswith(_DAY) else column
    return ask(
        data,
        f"""select a.article_id, a.outlet, a.title, a.published, a.day, a.words, a.agency, a.cluster
            from articles a {join} where {cond} and {key} = ?
            order by a.day nulls last, a.published nulls last, a.article_id limit {MOST_TEXTS}""",
        *given, story,
    )  # fmt: skip


@st.cache_data(max_entries=KEEP, show_spinner=False)
def marks(data: Data, event: str, article_id: str) -> list[Row]:
    """The devices found in one article: kind, label, voice, place, start, end. Older data sets have none."""
    if "marks" not in data.tables:
        return []
    return ask(
        data,
        """select kind, label, voice, place, start, "end" from marks
           where event = ? and article_id = ? order by start, "end", kind, label""",
        event, article_id,
    )  # fmt: skip


@st.cache_data(max_entries=KEEP, show_spinner=False)
def facts(data: Data, event: str) -> dict[str, str]:
    """The facts that the event's file lists, id -> title: what a text can leave out."""
    (row,) = ask(data, "select event_json from events where event = ?", event)
    told = json.loads(row["event_json"] or "{}").get("facts") or []
    return {str(f["id"]): str(f.get("title") or f["id"]) for f in told}


@st.cache_data(max_entries=8, show_spinner=False)
def sample_texts(data: Data, sel: Selection, seed: int, size: int) -> list[tuple[str, str, str]]:
    """The texts of `size` articles of the selection, by chance from the seed: (article, outlet, text)."""
    if not data.has_texts:
        return []
    cond, given = where(sel)
    rows = ask(
        data,
        f"""with drawn as (select a.event, a.article_id, a.outlet from articles a where {cond}
                           order by md5(? || '/' || a.article_id), a.article_id limit ?)
            select article_id, outlet, text from drawn join texts using (event, article_id) order by article_id""",
        *given, str(seed), size,
    )  # fmt: skip
    return [(r["article_id"], r["outlet"], r["text"] or "") for r in rows]
