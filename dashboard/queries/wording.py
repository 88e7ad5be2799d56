"""Distinctive words and the map of outlets for a selection: published ones where there are, else worked out beside the
server."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from collectors.compare import ComparisonRow
from collectors.compare.distinctive import Word
from collectors.compare.framing import Map
from collectors.compare.words import WORD_COLUMNS, word_rows
from collectors.metrics.terms import find_term
from collectors.metrics.text import sentences
from collectors.metrics.voice import VoiceMap, voice_of
from collectors.model import Quotation, Span, Voice
from dashboard import worked_out
from dashboard.queries import lookup
from dashboard.queries.evidence import Evidence
from dashboard.queries.held import held
from dashboard.queries.later import Pending, desk
from dashboard.queries.remember import copied, shared
from dashboard.queries.source import Data, ask, dataset, tuples
from dashboard.queries.statistics import _asked as question
from dashboard.selection import ALL, OUTLET, Selection
from dashboard.worked_out import Board, Found


def has_terms(data: Data) -> bool:
    """Whether words were counted when the data set was published."""
    return "terms" in data.tables


@copied()
def counted(data: Data, event: str) -> tuple[int, int]:
    """How many of an event's member articles have their words counted, and how many there are."""
    (row,) = ask(
        data,
        """select (select count(distinct article_id) from terms where event = ?) as sampled,
                  (select count(*) from articles where event = ? and member and outlet is not null) as whole""",
        event, event,
    )  # fmt: skip
    return row["sampled"], row["whole"]


def is_published(sel: Selection) -> bool:
    """Whether publishing computes this selection: all outlets, all days, good texts in any language."""
    return (sel.outlets, sel.phase, sel.grade, sel.languages, sel.by) == ((), ALL, "good", (), OUTLET)


def without_outlets(sel: Selection) -> Selection:
    """The same with all outlets: what a group is compared with."""
    return replace(sel, outlets=())


def words(data: Data, sel: Selection, group: tuple[str, ...] = (), *, at_once: bool = False) -> Found | Pending | None:
    """The distinctive words of a selection; with `group` those of these outlets together against the rest. `at_once`
    does not wait for them."""
    if is_published(sel) and not group and "distinctive" in data.tables:
        return _published(data, sel)
    return desk().ask(worked_out.words, data.home, data.version, question(sel), group, at_once=at_once)


@shared()  # thousands of words, which nobody changes
def _published(data: Data, sel: Selection) -> Found | None:
    rows = tuples(
        data,
        f"""select shuffled, tested, below_p, below_q, {", ".join(WORD_COLUMNS)} from distinctive
            where event = ? and voice = ? and copies = ?""",
        sel.event, sel.voice, sel.copies,
    )[1]  # fmt: skip
    return Found(_board(rows, shuffled=False), _board(rows, shuffled=True)) if rows else None


def _board(rows: Sequence[tuple[Any, ...]], *, shuffled: bool) -> Board:
    found: dict[bool, dict[str, list[Word]]] = {True: {}, False: {}}
    told = (0, 0, 0)
    for row in rows:
        if row[0] != shuffled:
            continue
        told, word = row[1:4], Word(*row[4:])
        for more in (True, False):
            found[more].setdefault(word.unit, [])
        found[word.z > 0][word.unit].append(word)
    return Board(found[True], found[False], *told)


def rows(data: Data, sel: Selection, found: Sequence[Word]) -> list[ComparisonRow]:
    """Words as the rows that a download holds."""
    return list(word_rows(found, question(sel), data.method, data.version))


# --- the map -----------------------------------------------------------------------------------------------------


def outlets_map(data: Data, sel: Selection, *, at_once: bool = False) -> Map | Pending | None:
    """The framing map of a selection, of outlets whatever the page compares."""
    return desk().ask(worked_out.outlets_map, data.home, data.version, question(sel), at_once=at_once)


# --- sentences ---------------------------------------------------------------------------------------------------


@copied()
def term_sentences(data: Data, sel: Selection, term: str, start: int, size: int) -> tuple[int, list[Evidence]]:
    """How many of the counted articles hold a term in the chosen voice, and the first use in each of a page of them.
    Outlets take turns."""
    cond, given = held(sel)
    spoken = "" if sel.voice == ALL else " and voice = ?"
    asked_for = [sel.event, term] if sel.voice == ALL else [sel.event, term, sel.voice]
    hits = f"""with mine as (select article_id, outlet, day from sum_articles where {cond}),
               uses as (select article_id, voice from terms where event = ? and list_contains(terms, ?){spoken}),
               held as (select article_id, outlet, day, min(voice) as voice from mine join uses using (article_id)
                 group by all),
               turned as (select *, row_number() over (partition by outlet order by day nulls last, article_id) as turn
                 from held)"""
    (count,) = ask(data, f"{hits} select count(*) n from turned", *given, *asked_for)
    page = ask(
        data, f"{hits} select * from turned order by turn, outlet limit ? offset ?", *given, *asked_for, size, start
    )
    ids = [r["article_id"] for r in page]
    titles = lookup.titles(data, sel.event, ids)
    texts, maps = _texts(data, sel.event, ids)
    voice = None if sel.voice == ALL else Voice(sel.voice)
    found = []
    for r in page:
        key = r["article_id"]
        about = (key, r["outlet"], titles.get(key) or "", r["day"])
        found.append(_evidence(about, r["voice"], term, texts.get(key), maps.get(key), voice))
    return count["n"], found


def _texts(data: Data, event: str, ids: Sequence[str]) -> tuple[dict[str, str], dict[str, VoiceMap]]:
    """The texts of some articles and the voices in them; nothing where the data set has no texts."""
    texts = lookup.texts(data, event, ids)
    if not texts:
        return {}, {}
    said: dict[str, list[Quotation]] = {}
    columns = ["article_id", "quotation", "type", "cue_start", "cue_end", "content"]
    here: list[tuple[str, str, object]] = [("event", "=", event), ("article_id", "in", list(ids))]
    rows = dataset(data.home, data.version).table("quotations", columns, here).to_pylist()
    for r in sorted(rows, key=lambda r: r["quotation"]):
        cue = Span(r["cue_start"], r["cue_end"]) if r["cue_start"] is not None else None
        content = tuple(Span(c["start"], c["end"]) for c in r["content"] or ())
        said.setdefault(r["article_id"], []).append(Quotation(None, None, cue, content, r["type"]))
    return texts, {key: voice_of(said.get(key, ()), text) for key, text in texts.items()}


_About = tuple[str, str, str, date | None]


def _evidence(
    about: _About, heard: str, term: str, text: str | None, voices: VoiceMap | None, voice: Voice | None
) -> Evidence:
    uses = find_term(text, voices, term, voice) if text is not None and voices is not None else []
    if text is None or voices is None or not uses:
        return Evidence(*about, heard, "body", term, ((0, len(term)),))
    use = uses[0]
    around = next((s for s in sentences(text) if s.start <= use.start < s.end), use)
    marks = tuple((s.start - around.start, min(s.end, around.end) - around.start) for s in uses if s.start < around.end)
    return Evidence(*about, str(voices.at(*use)), "body", text[around.start : around.end], marks, use.start)
