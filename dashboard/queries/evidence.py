"""The sentences behind a number."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.queries.articles import where
from dashboard.queries.source import KEEP, Data, Row, ask
from dashboard.queries.story import story
from dashboard.selection import ALL, Selection


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence behind a number: `text` is the sentence (or headline), `marks` are spans into it."""

    article: str
    outlet: str
    title: str
    day: date | None
    voice: str
    place: str
    text: str
    marks: tuple[tuple[int, int], ...]
    at: int | None = None  # where the first mark begins in the article, for a link to it
    speaker: str | None = None
    stance: str | None = None


_FRONT = "m.article_id, m.outlet, m.day, a.title, m.sentence_start as s, m.sentence_end as e"


def _turns(joined: str, cond: str, order: str) -> str:
    """The page of rows a list shows: outlets take turns, and articles within an outlet, so that no one fills it."""
    return f"""ranked as (select m.*, row_number() over (partition by m.outlet, m.article_id order by {order}) as nth
                 from {joined} where {cond}),
          turned as (select *, row_number() over (partition by outlet order by nth, day nulls last, article_id) as turn
                 from ranked),
          hit as (select * from turned order by turn, outlet limit ? offset ?)"""


def _sentence(data: Data, headline: str) -> tuple[str, str]:
    """The column that holds a row's sentence, and the join it needs: null where the data set has no texts."""
    if not data.has_texts:
        return f"case when {headline} then a.title end", ""
    inside = "substring(t.text, m.sentence_start + 1, m.sentence_end - m.sentence_start)"
    join = "left join texts t on t.event = m.event and t.article_id = m.article_id"
    return f"case when {headline} then a.title else {inside} end", join


@st.cache_data(max_entries=KEEP, show_spinner=False)
def mentions(
    data: Data, sel: Selection, concept: str, variant: str, outlet: str, place: str, start: int, size: int
) -> tuple[int, list[Evidence]]:
    """How many mentions of a variant there are, and a page of their sentences. Empty filters mean any."""
    cond, given = where(sel)
    for name, value in (("concept", concept), ("variant", variant), ("outlet", outlet), ("place", place)):
        if value and value != ALL:
            cond += f" and m.{name} = ?"
            given.append(value)
    if sel.voice != ALL:
        cond += " and m.voice = ?"
        given.append(sel.voice)
    joined = "mentions m join articles a on a.event = m.event and a.article_id = m.article_id"
    (count,) = ask(data, f"select count(*) n from {joined} where {cond}", *given)
    text, join = _sentence(data, "m.place = 'headline'")
    rows = ask(
        data,
        f"""with {_turns(joined, cond, "m.place <> 'headline', m.start")}
            select {_FRONT}, m.voice, m.place, m.surface, m.start, m.end,
              case when m.place <> 'headline' then m.start end as at, {text} as text
            from hit m join articles a on a.event = m.event and a.article_id = m.article_id {join}
            order by m.turn, m.outlet""",
        *given, size, start,
    )  # fmt: skip
    return count["n"], [_mention(r) for r in rows]


def _mention(r: Row) -> Evidence:
    text, s = r["text"], r["s"] or 0
    if text is None:
        return _evidence(r, r["voice"], r["place"], r["surface"] or "", ((0, len(r["surface"] or "")),))
    return _evidence(r, r["voice"], r["place"], text, ((r["start"] - s, r["end"] - s),))


def _evidence(r: Row, voice: str, place: str, text: str, marks: tuple[tuple[int, int], ...]) -> Evidence:
    return Evidence(
        r["article_id"], r["outlet"], r["title"] or "", r["day"], voice, place, text, marks, r.get("at"),
        r.get("speaker_name"), r.get("stance"),
    )  # fmt: skip


#: Where side and role are not known, the statistics count by what is known of the speaker.
_KINDS = {
    "unattributed": "m.{0} is null and m.speaker_kind = 'unattributed'",
    "unnamed": "m.{0} is null and m.speaker_kind = 'unnamed'",
    "unknown": "m.{0} is null and coalesce(m.speaker_kind, '') not in ('unattributed', 'unnamed')",
}


def _who(data: Data, event: str, by: str, value: str) -> tuple[str, list[object]]:
    """The condition on quotations that a variant of sources:side, role, speaker or stance means."""
    if by == "stance":
        return "m.stance = ?", [value]
    if by == "speaker":
        if value in ("unnamed", "unattributed"):
            same = "=" if value == "unattributed" else "<>"
            return f"m.actor is null and m.speaker_name is null and m.speaker_kind {same} 'unattributed'", []
        actors = [a for a, name in story(data, event).actors.items() if name == value]
        return "(list_contains(?::varchar[], m.actor) or (m.actor is null and m.speaker_name = ?))", [actors, value]
    column = {"side": "side", "role": "role"}[by]
    return (_KINDS[value].format(column), []) if value in _KINDS else (f"m.{column} = ?", [value])


@st.cache_data(max_entries=KEEP, show_spinner=False)
def quotations(
    data: Data, sel: Selection, by: str, value: str, outlet: str, start: int, size: int
) -> tuple[int, list[Evidence]]:
    """How many quotations are behind a variant of sources:<by>, and a page of them. Empty `outlet` means any."""
    cond, given = where(sel)
    more, also = _who(data, sel.event, by, value)
    cond, given = f"{cond} and {more}", [*given, *also]
    if outlet:
        cond += " and m.outlet = ?"
        given.append(outlet)
    joined = "quotations m join articles a on a.event = m.event and a.article_id = m.article_id"
    (count,) = ask(data, f"select count(*) n from {joined} where {cond}", *given)
    text, join = _sentence(data, "false")
    rows = ask(
        data,
        f"""with {_turns(joined, cond, "m.quotation")}
            select {_FRONT}, m.type, m.speaker_name, m.stance, m.content, m.quotation, m.content[1].start as at,
              {text} as text
            from hit m join articles a on a.event = m.event and a.article_id = m.article_id {join}
            order by m.turn, m.outlet""",
        *given, size, start,
    )  # fmt: skip
    return count["n"], [_quotation(r) for r in rows]


def _quotation(r: Row) -> Evidence:
    text, s = r["text"] or "", r["s"] or 0
    ends = [(max(c["start"] - s, 0), min(c["end"] - s, len(text))) for c in r["content"] or ()]
    return _evidence(r, r["type"], "body", text, tuple((a, b) for a, b in ends if a < b))
