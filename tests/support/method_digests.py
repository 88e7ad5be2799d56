"""A digest of what each part of the method gives on the demonstration. After a change of the method:

python -m tests.support.method_digests
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from collectors.compare import COLUMNS, comparison, load
from collectors.dataset.versions import Dataset, open_dataset
from collectors.export import csv_bytes
from collectors.method import METHOD_PARTS, version_of
from collectors.metrics.readability import PARTS, SCORES
from tests.support.build_demo import EVENT
from tests.support.demo_home import make_demo

FILE = Path(__file__).parent.parent / "method_digests.json"
Rows = Iterable[object]


def _columns(table: str, *columns: str, without: tuple[str, ...] = ()) -> Callable[[Dataset], Rows]:
    """Reads columns of a table; all but `without` where none are named."""

    def rows(data: Dataset) -> Rows:
        found = data.table(table, list(columns) or None)
        kept = [name for name in found.column_names if name not in without]
        return found.select(kept).to_pylist()

    return rows


def _measures(of_readability: bool) -> Callable[[Dataset], Rows]:
    figures = {*SCORES, *PARTS}

    def rows(data: Dataset) -> Rows:
        return [row for row in data.table("measures").to_pylist() if (row["metric"] in figures) == of_readability]

    return rows


def _marks(data: Dataset) -> Rows:
    yield from _columns("marks", without=("voice",))(data)
    yield from _measures(False)(data)


def _comparison(data: Dataset) -> Rows:
    rows = ({name: getattr(row, name) for name in COLUMNS} for row in comparison(load(data, EVENT)))
    return csv_bytes(COLUMNS[:-2], rows).decode().splitlines()  # without the versions


#: Part -> the rows that it decides. Voices of names and marks are those of the part voice.
READ: dict[str, Callable[[Dataset], Rows]] = {
    "extraction": _columns(
        "articles", "article_id", "title", "authors", "published", "language", "grade", "text_sha256"
    ),
    "readability": _measures(True),
    "voice": _columns("voices"),
    "naming": _columns("mentions", without=("voice",)),
    "framing_devices": _marks,
    "quotations": _columns("quotations"),
    "membership": _columns("articles", "article_id", "member", "member_score", "member_rule", "member_reason"),
    "copies": _columns("articles", "article_id", "agency", "cluster", "first_in_cluster"),
    "stories": _columns("stories"),
    "phrases": _columns("terms"),
    "comparison": _comparison,
    "distinctive_words": _columns("distinctive"),
    "correspondence": _columns("choices"),
    "discovery": _columns("proposals"),
}
#: Parts that work on what all others give: any of them may change their figures.
DERIVED = frozenset({"comparison", "distinctive_words", "correspondence", "discovery", "phrases"})


def versions_behind(part: str) -> str:
    """The versions of what may change the figures of a part: its own, or all."""
    return ".".join(one.version for one in METHOD_PARTS) if part in DERIVED else version_of(part)


def digests(data: Dataset) -> dict[str, dict[str, str]]:
    """Part -> {"versions", "digest"} of a data set of the demonstration."""
    found = {}
    for part, rows in READ.items():
        text = "\n".join(json.dumps(row, sort_keys=True, default=str, ensure_ascii=False) for row in rows(data))
        found[part] = {"versions": versions_behind(part), "digest": hashlib.sha256(text.encode()).hexdigest()[:16]}
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = digests(open_dataset(make_demo(Path(folder))))
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
