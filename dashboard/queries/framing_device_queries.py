"""Framing devices for a selection: the statistics, the sentences behind them, and when a fact was first mentioned."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from collectors import compare
from dashboard.queries.cache import cached_copies, cached_shared
from dashboard.queries.comparison_queries import Rows, _facts, selection_of
from dashboard.queries.evidence_queries import EvidenceSentence, with_sentences
from dashboard.queries.open_data import Data, Row, ask
from dashboard.queries.row_filters import row_filter
from dashboard.selection import ALL, ViewSelection

MARKS = "marks"
#: Family of metrics -> the section that shows it.
SECTIONS = {
    "scare": "scare", "distancing": "distancing", "passives": "passive", "headline": "headline", "frames": "frame",
    "frames_used": "frame", "facts": "fact",
}  # fmt: skip
#: Devices and families of frames, as the method page calls them.
NAMES = {
    "scare": "Words in quotation marks", "distancing": "Distancing", "hedge": "Hedges", "certainty": "Certainty",
    "loaded": "Loaded words", "passive": "Passives without a doer", "sv": "Generic frames", "mfc": "Policy frames",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeviceQuery:
    """Which marks a list shows; empty fields mean any.

    The kind "headline" is names in headlines that the text does not have; `label` is then the concept.
    """

    kind: str
    label: str = ""
    place: str = ""


def named(metric: str) -> str:
    """Return what the method page calls the device or family of frames of a metric."""
    kind = metric.partition(":")[2]
    return NAMES.get(kind, kind)


def has_marks(data: Data) -> bool:
    """Return whether the data set has devices at all; older ones have none."""
    return MARKS in data.tables


@cached_shared()  # rows are immutable: nothing to copy for each reader
def devices(data: Data, sel: ViewSelection, device: str = "", *, units: tuple[str, ...] = ()) -> Rows:
    """Compute the figures of one device, or of all that are counted per word.

    Metrics that are counted in all words only are given whatever the selection's voice.

    Args:
        data: the data set.
        sel: the selection.
        device: as `device_of` names it; "" means all that are counted per word.
        units: ids of the outlets or groups to return rows for; empty means all.
    """
    facts = _facts(data, sel.event)
    only = [
        metric
        for metric in facts.cube.metrics_with("")
        if device_of(metric) == device or (not device and metric.startswith("devices:"))
    ]
    if not only:
        return ()
    rows = compare.devices(facts, selection_of(sel), only=only, units=units or None)
    if sel.voice != ALL:
        have = {row.metric for row in rows}
        more = [metric for metric in only if metric not in have]
        rows += (
            compare.devices(facts, selection_of(replace(sel, voice=ALL)), only=more, units=units or None)
            if more
            else []
        )
    return tuple(rows)


def device_of(metric: str) -> str:
    """Return the device in whose section a metric is shown; "" for none."""
    family, _, rest = metric.partition(":")
    if family == "devices":
        return rest
    return SECTIONS.get(family, "")


@cached_copies()
def languages_read(data: Data, event: str) -> dict[str, tuple[list[str], list[str]]]:
    """Return, by metric of a device or family of frames, the event's languages that it reads and does not read."""
    return compare.languages_read(_facts(data, event))


@cached_copies()
def sentences(
    data: Data, sel: ViewSelection, wanted: DeviceQuery, start: int, size: int
) -> tuple[int, list[EvidenceSentence]]:
    """Count the marks, and return a page of their sentences, with outlets taking turns.

    Args:
        data: the open data set.
        sel: the reader's selection.
        wanted: the device, and the label and outlet that limit it.
        start: how many sentences are left out before the page.
        size: sentences on a page.
    """
    source, cond, given = _marks_wanted(sel, wanted)
    (count,) = ask(data, f"select count(*) n from {source} where {cond}", *given)
    rows = ask(
        data,
        f"""select article_id, outlet, day, voice, place, surface, start, "end", sentence_start as s,
              sentence_end as e from {source} where {cond} order by turn, outlet, article_id, start limit ? offset ?""",
        *given, size, start,
    )  # fmt: skip
    return count["n"], [_evidence(with_sentence) for with_sentence in with_sentences(data, sel.event, rows)]


def _marks_wanted(sel: ViewSelection, wanted: DeviceQuery) -> tuple[str, str, list[object]]:
    """Return table, condition and parameters of the wanted marks."""
    cond, given = row_filter(sel)
    more = {"place": wanted.place}
    if wanted.kind == "headline":
        source = "sum_headlines"
        more["concept"] = wanted.label
    else:
        source = "sum_marks"
        more |= {"kind": wanted.kind, "label": wanted.label}
        if sel.voice != ALL and wanted.kind not in ("fact", "frame"):
            more["voice"] = sel.voice
    for column, value in more.items():
        if value:
            cond += f" and {column} = ?"
            given.append(value)
    return source, cond, given


def _evidence(row: Row) -> EvidenceSentence:
    text, begin = row["text"], row["s"] or 0
    headline = row["place"] == "headline"
    if text is None:
        text, begin, span = row["surface"] or "", 0, (0, len(row["surface"] or ""))
    else:
        span = (row["start"], row["end"]) if headline else (row["start"] - begin, row["end"] - begin)
    at = None if headline else row["start"]
    return EvidenceSentence(
        article=row["article_id"],
        outlet=row["outlet"],
        title=row["title"] or "",
        day=row["day"],
        voice=row["voice"],
        place=row["place"],
        text=text,
        marks=(span,),
        at=at,
    )


@cached_copies()
def first_days(data: Data, sel: ViewSelection) -> dict[tuple[str, str], date]:
    """Return the first day on which an outlet's articles in the selection mention a fact, by (fact, outlet)."""
    cond, given = row_filter(sel)
    rows = ask(
        data,
        f"""select label, outlet, min(day) as day from sum_marks
            where {cond} and kind = 'fact' and day is not null group by label, outlet""",
        *given,
    )
    return {(row["label"], row["outlet"]): row["day"] for row in rows}
