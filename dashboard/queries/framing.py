"""The devices of wording for a selection: the statistics, the sentences behind them, when a fact first came up."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from collectors import compare
from collectors.compare import ComparisonRow
from dashboard.queries.articles import where
from dashboard.queries.evidence import Evidence
from dashboard.queries.source import KEEP, Data, Row, ask
from dashboard.queries.statistics import _asked, _facts
from dashboard.selection import ALL, OUTLET, Selection

MARKS = "marks"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which marks a list shows. Empty fields mean any. `kind` "headline" is names in headlines that the text lacks."""

    kind: str
    label: str = ""
    outlet: str = ""
    place: str = ""


def has_marks(data: Data) -> bool:
    """Whether the data set has devices at all: older ones have none."""
    return MARKS in data.tables


@st.cache_data(max_entries=KEEP, show_spinner=False)
def devices(data: Data, sel: Selection, place: str = ALL) -> list[ComparisonRow]:
    """Every figure of the devices, per outlet. What is counted in all words only is given whatever the voice."""
    facts = _facts(data, sel.event)
    mine = replace(sel, by=OUTLET)
    rows = compare.devices(facts, _asked(mine, place))
    if sel.voice != ALL:
        have = {r.metric for r in rows}
        rows += [r for r in compare.devices(facts, _asked(replace(mine, voice=ALL), place)) if r.metric not in have]
    return rows


@st.cache_data(max_entries=KEEP, show_spinner=False)
def sentences(data: Data, sel: Selection, wanted: Wanted, start: int, size: int) -> tuple[int, list[Evidence]]:
    """How many marks there are, and a page of their sentences: outlets take turns."""
    source, cond, given = _found(sel, wanted)
    (count,) = ask(data, f"select count(*) n from {source} where {cond}", *given)
    if data.has_texts:
        inside = "substring(t.text, h.sentence_start + 1, h.sentence_end - h.sentence_start)"
        join = "left join texts t on t.event = h.event and t.article_id = h.article_id"
    else:
        inside, join = "null", ""
    rows = ask(
        data,
        f"""with ranked as (select m.*, a.title, row_number() over (partition by m.outlet, m.article_id
                              order by m.place <> 'headline', m.start) as nth from {source} where {cond}),
              turned as (select *, row_number() over (partition by outlet order by nth, day nulls last, article_id)
                           as turn from ranked),
              h as (select * from turned order by turn, outlet limit ? offset ?)
            select h.article_id, h.outlet, h.day, h.title, h.voice, h.place, h.surface, h.start, h.end,
              h.sentence_start as s, case when h.place = 'headline' then h.title else {inside} end as text
            from h {join} order by h.turn, h.outlet""",
        *given, size, start,
    )  # fmt: skip
    return count["n"], [_evidence(r) for r in rows]


def _found(sel: Selection, wanted: Wanted) -> tuple[str, str, list[object]]:
    """Table, condition and parameters of the wanted marks."""
    cond, given = where(sel)
    joined = "join articles a on a.event = m.event and a.article_id = m.article_id"
    more = {"outlet": wanted.outlet, "place": wanted.place}
    if wanted.kind == "headline":
        source = f"mentions m {joined}"
        more |= {"concept": wanted.label, "place": "headline", "voice": "own"}
        cond += """ and not exists (from mentions o where o.event = m.event and o.article_id = m.article_id
                      and o.concept = m.concept and o.variant = m.variant and o.voice = 'own'
                      and o.place <> 'headline')"""
    else:
        source = f"marks m {joined}"
        more |= {"kind": wanted.kind, "label": wanted.label}
        if sel.voice != ALL and wanted.kind not in ("fact", "frame"):
            more["voice"] = sel.voice
    for column, value in more.items():
        if value:
            cond += f" and m.{column} = ?"
            given.append(value)
    return source, cond, given


def _evidence(r: Row) -> Evidence:
    text, s = r["text"], r["s"] or 0
    headline = r["place"] == "headline"
    if text is None:
        text, s, span = r["surface"] or "", 0, (0, len(r["surface"] or ""))
    else:
        span = (r["start"], r["end"]) if headline else (r["start"] - s, r["end"] - s)
    at = None if headline else r["start"]
    return Evidence(r["article_id"], r["outlet"], r["title"] or "", r["day"], r["voice"], r["place"], text, (span,), at)


@st.cache_data(max_entries=KEEP, show_spinner=False)
def first_days(data: Data, sel: Selection) -> dict[tuple[str, str], date]:
    """(fact, outlet) -> the first day on which one of the outlet's articles in the selection mentions it."""
    cond, given = where(sel)
    rows = ask(
        data,
        f"""select m.label, m.outlet, min(m.day) as day
            from marks m join articles a on a.event = m.event and a.article_id = m.article_id
            where {cond} and m.kind = 'fact' and m.day is not null group by m.label, m.outlet""",
        *given,
    )
    return {(r["label"], r["outlet"]): r["day"] for r in rows}
