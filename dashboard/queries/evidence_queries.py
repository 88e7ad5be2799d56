"""The sentences behind a number."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from collectors.dataset.row_groups import column_names
from dashboard.queries.article_lookup import texts, titles
from dashboard.queries.cache import cached_copies
from dashboard.queries.comparison_queries import heard_cells, tally
from dashboard.queries.open_data import Data, Row, ask, dataset
from dashboard.queries.row_filters import row_filter
from dashboard.selection import ALL, ViewSelection


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSentence:
    """One sentence behind a number.

    Attributes:
        text: the sentence or headline; where the data set has no texts, the marked words or "".
        marks: spans of the marked words in `text`.
        at: where the first mark begins in the article, for a link to it; None in a headline.
    """

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


#: The least probability of a quotation that a reader who hides the doubtful sees. How many of these an editor would not
#: print stands in tests/benchmarks/README.md, "Confident quotations".
LEAST_LIKELY = 0.85
_LIKELY = """not exists (select 1 from quotations as whole where whole.event = listed.event
    and whole.article_id = listed.article_id and whole.quotation = listed.quotation and whole.probability < ?)"""


def has_probabilities(data: Data) -> bool:
    """Return whether the data set says how likely each quotation is to be right; older ones do not."""
    return "quotations" in data.tables and "probability" in column_names(Path(data.folder) / "quotations.parquet")


_MENTION = (
    "article_id", "outlet", "day", "sentence_start", "sentence_end", "voice", "place", "surface", "start", "end",
)  # fmt: skip


@cached_copies()
def mentions(
    data: Data, sel: ViewSelection, concept: str, variant: str, place: str, start: int, size: int
) -> tuple[int, list[EvidenceSentence]]:
    """Count the mentions of a variant, and return a page of their sentences.

    Args:
        data: the data set.
        sel: the selection.
        concept: the concept's id.
        variant: the variant's id.
        place: "headline", "lead" or "body"; "" means any.
        start: how many sentences come before the page.
        size: how many sentences a page has.
    """
    where: list[tuple[str, str, object]] = [("event", "=", sel.event), ("concept", "=", concept)]
    where += [("variant", "=", variant), ("cell", "in", heard_cells(data, sel, f"naming:{concept}"))]
    where += [(name, "=", value) for name, value in (("place", place), ("voice", sel.voice)) if value not in ("", ALL)]
    stored = dataset(data.home, data.version).first_of_summary("mentions", _MENTION, where, start, size)
    rows = stored.rename_columns({"sentence_start": "s", "sentence_end": "e"}).to_pylist()
    for row in rows:
        row["at"] = None if row["place"] == "headline" else row["start"]
    count = tally(data, sel, f"naming:{concept}", variant, place or ALL)
    return count, [_mention(with_sentence) for with_sentence in with_sentences(data, sel.event, rows)]


def with_sentences(data: Data, event: str, rows: list[Row]) -> list[Row]:
    """Add the article's title and the sentence (or headline) to each row; None where the data set has no texts.

    Args:
        data: the data set.
        event: the event's id.
        rows: with article_id, the sentence's start `s` and end `e`, and place; changed in place.
    """
    title = titles(data, event, {row["article_id"] for row in rows})
    text = texts(data, event, {row["article_id"] for row in rows if row.get("place") != "headline"})
    for row in rows:
        row["title"] = title.get(row["article_id"])
        whole = text.get(row["article_id"])
        inside = whole[row["s"] : row["e"]] if whole is not None and row["s"] is not None else None
        row["text"] = row["title"] if row.get("place") == "headline" else inside
    return rows


def _mention(row: Row) -> EvidenceSentence:
    text, begin = row["text"], row["s"] or 0
    if text is None:
        return _evidence(row, row["voice"], row["place"], row["surface"] or "", ((0, len(row["surface"] or "")),))
    return _evidence(row, row["voice"], row["place"], text, ((row["start"] - begin, row["end"] - begin),))


def _evidence(row: Row, voice: str, place: str, text: str, marks: tuple[tuple[int, int], ...]) -> EvidenceSentence:
    return EvidenceSentence(
        article=row["article_id"],
        outlet=row["outlet"],
        title=row["title"] or "",
        day=row["day"],
        voice=voice,
        place=place,
        text=text,
        marks=marks,
        at=row.get("at"),
        speaker=row.get("speaker_name"),
        stance=row.get("stance"),
    )


@cached_copies()
def quotations(
    data: Data,
    sel: ViewSelection,
    by: str,
    value: str,
    outlet: str,
    start: int,
    size: int,
    likely_only: bool = False,
) -> tuple[int, list[EvidenceSentence]]:
    """Count the quotations behind a variant of sources:<by>, and return a page of their sentences.

    Args:
        data: the data set.
        sel: the selection; its voice does not affect the count.
        by: "side", "role", "speaker" or "stance".
        value: the variant.
        outlet: an outlet's id, instead of the selection's outlets; "" means the selection's.
        start: how many sentences come before the page.
        size: how many sentences a page has.
        likely_only: whether to leave out quotations less likely to be right than LEAST_LIKELY.
    """
    sel = replace(sel, outlets=(outlet,)) if outlet else sel
    cond, given = row_filter(sel)
    column = {"side": "side", "role": "role", "speaker": "speaker", "stance": "stance"}[by]
    cond, given = f"{cond} and {column} = ?", [*given, value]
    likely_only = likely_only and has_probabilities(data)
    if likely_only:
        cond, given = f"{cond} and {_LIKELY}", [*given, LEAST_LIKELY]
    rows = ask(
        data,
        f"""select article_id, outlet, day, sentence_start as s, sentence_end as e, type, speaker_name, stance, content,
              quotation, content[1].start as at
            from sum_quotations as listed where {cond} order by turn, outlet limit ? offset ?""",
        *given, size, start,
    )  # fmt: skip
    if likely_only:
        count = int(ask(data, f"select count(*) as n from sum_quotations as listed where {cond}", *given)[0]["n"])
    else:
        count = tally(data, replace(sel, voice=ALL), f"quotations:{by}", value)
    return count, [_quotation(with_sentence) for with_sentence in with_sentences(data, sel.event, rows)]


def _quotation(row: Row) -> EvidenceSentence:
    text, begin = row["text"] or "", row["s"] or 0
    ends = [(max(span["start"] - begin, 0), min(span["end"] - begin, len(text))) for span in row["content"] or ()]
    return _evidence(row, row["type"], "body", text, tuple((start, end) for start, end in ends if start < end))
