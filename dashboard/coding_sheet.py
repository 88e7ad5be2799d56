"""A coding sheet as data: its sample, its labels, and the file that holds them. Pure.

A sheet is a selection, a seed and a size; everybody who opens its address has the same sentences in the same order.
Labels are kept in the coder's browser session and in the files they download: the data set is never written to.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from collectors.errors import ParallaxError
from collectors.export.csv_cells import csv_bytes, plain_text
from collectors.metrics.text import count_words, sentences

COLUMNS = ("dataset_version", "event", "sheet", "item", "coder", "label", "article_id", "start", "end", "text")
SHORTEST = 6  # words of a sentence that can be coded: fewer is a fragment
LONGEST_FILE = 1_000_000
MOST_ROWS = 10_000
MOST_LABELS = 8
Labels = Mapping[tuple[str, str], str]  # (coder, item) -> label


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A sentence to code; its `id` does not reveal its outlet. `start` and `end` are offsets in the article's text."""

    id: str
    article: str
    outlet: str
    start: int
    end: int
    text: str


def sheet_name(version: str, items: Sequence[SheetItem]) -> str:
    """Return a short name for the sample: sheets with the same name hold the same sentences."""
    return sha256("\x1f".join([version, *(f"{item.article} {item.start}" for item in items)]).encode()).hexdigest()[:8]


def sample(texts: Sequence[tuple[str, str, str]], seed: int, size: int) -> list[SheetItem]:
    """Draw sentences by chance from the seed: one of each article, then a second, and so on.

    Args:
        texts: (article id, outlet id, text) of each article.
        seed: decides which sentences are drawn.
        size: how many sentences; all where there are fewer.
    """
    drawn: list[tuple[int, str, SheetItem]] = []
    for article, outlet, text in texts:
        places = [
            (_chance(seed, article, sentence.start), sentence.start, sentence.end)
            for sentence in sentences(text)
            if count_words(text[sentence.start : sentence.end]) >= SHORTEST
        ]
        for turn, (key, start, end) in enumerate(sorted(places)[:size]):
            drawn.append((turn, key, SheetItem(key[:12], article, outlet, start, end, text[start:end])))
    return [item for _, _, item in sorted(drawn, key=lambda item: item[:2])[:size]]


def _chance(seed: int, article: str, start: int) -> str:
    return sha256(f"{seed}\x1f{article}\x1f{start}".encode()).hexdigest()


def codes(text: str) -> tuple[str, ...]:
    """Return the labels of a comma-separated line; empty where it names fewer than two."""
    labels = tuple(dict.fromkeys(part.strip()[:40] for part in text.split(",") if part.strip()))[:MOST_LABELS]
    return labels if len(labels) > 1 else ()


def to_csv(labels: Labels, version: str, event: str, sheet: str, items: Sequence[SheetItem] = ()) -> bytes:
    """Return the labels as a CSV file, by coder and item, each with its article, offsets and text.

    Args:
        labels: the labels.
        version: the data set's version.
        event: the event's id.
        sheet: the sheet's name.
        items: the sheet's sentences, with the text as the coder saw it.
    """
    item_of = {item.id: item for item in items}
    rows: list[dict[str, object]] = []
    for (coder, name), label in sorted(labels.items()):
        row = {"dataset_version": version, "event": event, "sheet": sheet, "item": name, "coder": coder, "label": label}
        item = item_of.get(name)
        about = {"article_id": item.article, "start": item.start, "end": item.end, "text": item.text} if item else {}
        rows.append(row | about)
    return csv_bytes(COLUMNS, rows)


def from_csv(data: bytes, sheet: str) -> dict[tuple[str, str], str]:
    """Read the labels of a file of this sheet, by (coder, item).

    Lines pasted from a spreadsheet have tabs between their cells, and files pasted one after the other several headers.

    Raises:
        ParallaxError: the file is too large, no CSV file, without labels, or of another sheet.
    """
    if len(data) > LONGEST_FILE:
        raise ParallaxError("the file is too large for a coding sheet", remedy="choose a file downloaded here")
    try:
        lines = data.decode("utf-8-sig")
        delimiter = "\t" if "\t" in lines.partition("\n")[0] else ","
        table = csv.DictReader(io.StringIO(lines, newline=""), delimiter=delimiter)
        rows = [row for row in table if (row.get("sheet"), row.get("item")) != ("sheet", "item")]
    except (UnicodeDecodeError, csv.Error):
        raise ParallaxError("the file is not a CSV file in UTF-8", remedy="choose a file downloaded here") from None
    if not rows or not {"sheet", "item", "coder", "label"} <= set(rows[0]):
        raise ParallaxError("the file holds no labels", remedy="choose a file downloaded here")
    if any(row["sheet"] != sheet for row in rows):
        raise ParallaxError("the file is of another sample", remedy="open the address that the other coder used")
    return {
        (plain_text(row["coder"] or "")[:40], row["item"] or ""): plain_text(row["label"] or "")[:40]
        for row in rows[:MOST_ROWS]
        if row["coder"] and row["item"] and row["label"]
    }
