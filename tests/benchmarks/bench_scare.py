"""Precision and recall of scare quotes on the marked sample, recorded where the method page reads them.

python -m tests.benchmarks.bench_scare             writes scare-quality.json and names what went wrong
python -m tests.benchmarks.bench_scare ARTICLES    prints every scare quote found in real articles, to be judged by eye
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from collectors.metrics import framing_devices
from collectors.metrics.framing_devices.scare_quotes import scare
from collectors.metrics.framing_devices.voiced_words import VoicedText, voiced_texts
from collectors.metrics.quotations import extract_quotations
from collectors.metrics.text import quoted
from collectors.metrics.voice import voice_of
from collectors.model import Article
from tests.benchmarks.corpora import read_articles

SAMPLE = Path(__file__).parent.parent / "scare_quotes_sample.txt"
RECORD = Path(framing_devices.__file__).parent / "scare-quality.json"
_MARK = re.compile(r"\[([^\]]+)\]")


class Line(NamedTuple):
    """A line of the sample: where its scare quotes begin, as marked and as found; how many passages stand in marks."""

    language: str
    kind: str
    text: str
    marked: frozenset[int]
    found: frozenset[int]
    passages: int


def lines(sample: Path = SAMPLE) -> list[Line]:
    """The sample with what the detector says of it. No event: nothing is helped by a declared concept."""
    rows = sample.read_text(encoding="utf-8").splitlines()
    return [_line(row) for row in rows if row and not row.startswith("#")]


def _line(row: str) -> Line:
    language, kind, marked = row.split(" ", 2)
    text, starts, last = "", set(), 0
    for m in _MARK.finditer(marked):
        text += marked[last : m.start()]
        starts.add(len(text))
        text += m[1]
        last = m.end()
    text += marked[last:]
    headline = kind.startswith("head-")
    article = Article("sample", None, None, text if headline else "", (), None, language, "" if headline else text)
    ground = _read(article, language)[0 if headline else 1]
    found = frozenset(m.span.start for m in scare(ground))
    return Line(language, kind, text, frozenset(starts), found, len(quoted(text)))


def _read(article: Article, language: str) -> tuple[VoicedText, VoicedText]:
    return voiced_texts(article, language, voice_of(extract_quotations(article.text), article.text), [])


def counts(rows: list[Line]) -> dict[str, Any]:
    """Right of found (precision) and right of marked (recall), with the number of passages in marks."""
    right = sum(len(row.marked & row.found) for row in rows)
    return {
        "passages": sum(row.passages for row in rows),
        "precision": {"right": right, "of": sum(len(row.found) for row in rows)},
        "recall": {"right": right, "of": sum(len(row.marked) for row in rows)},
    }


def scare_quality() -> dict[str, Any]:
    """The counts of the whole sample and of its English, German, French, Russian and Ukrainian parts; the other three
    languages are too few to be told apart."""
    rows = lines()
    parts = {code: counts([row for row in rows if row.language == code]) for code in ("en", "de", "fr", "ru", "uk")}
    return {"all": counts(rows), "languages": sorted({row.language for row in rows}), "parts": parts}


def in_articles(articles: Path) -> Iterator[str]:
    """Each scare quote of real English articles, with the words around it."""
    for article in read_articles([articles]):
        for ground in _read(article, "en"):
            for mark in scare(ground):
                start, end = mark.span
                before, after = ground.text[max(0, start - 110) : start], ground.text[end : end + 60]
                yield " ".join(f"{before}>>>{mark.surface}<<<{after}".split())


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("articles", type=Path, nargs="?")
    given = ask.parse_args()
    if given.articles:
        for number, passage in enumerate(in_articles(given.articles), 1):
            print(number, passage)
        return
    for row in lines():
        if row.marked != row.found:
            print("missed" if row.marked - row.found else "false", row.language, row.kind, row.text)
    measured = scare_quality()
    RECORD.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    for part, found in {"all": measured["all"], **measured["parts"]}.items():
        precision, recall = found["precision"], found["recall"]
        print(
            f"{part}: {found['passages']} passages, precision {precision['right']}/{precision['of']} = "
            f"{precision['right'] / precision['of']:.2f}, recall {recall['right']}/{recall['of']} = "
            f"{recall['right'] / recall['of']:.2f}"
        )


if __name__ == "__main__":
    main()
