"""Who speaks, on texts that nobody tuned for: speakers, sides and kinds of marked 2022 leads, and BASIL's speakers.

    python -m tests.benchmarks.bench_speakers CORPUS... [--basil basil-speakers.jsonl.gz] [--record]

The marks (tests/speaker_marks.json) hold offsets and hashes, no text: CORPUS are the files of articles in which the
marked pieces stand. BASIL: of the spans that its annotators give to a person by first and last name and some quotation
covers, the share whose speaker has a word of that name. Writes collectors/metrics/quotations/speaker_quality.json with
--record.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import collectors
from collectors.config import load_catalogue
from collectors.config.settings import data_dir
from collectors.metrics.article_measures import measure
from collectors.metrics.quotations import extract_quotations
from collectors.metrics.text import WORD
from collectors.model import Article, Event, Mention, Quotation
from tests.benchmarks.corpora import read_articles, rows

EVENT = "ukraine-annexation-referendums-2022"
MARKS = Path(__file__).parent.parent / "speaker_marks.json"
RECORD = Path(collectors.__file__).parent / "metrics" / "quotations" / "speaker_quality.json"
_NAME = re.compile(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)+")
_GROUP = re.compile(
    r"Lawmakers|Republicans|Democrats|House|Court|Department|Senate|Officials|Committee|Campaign|News|Times"
)


def text_hash(article: Article) -> str:
    """What a mark holds in place of the text: the first 16 digits of a hash of title and text."""
    return hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()[:16]


def on_marks(articles: Iterable[Article]) -> dict[str, dict[str, dict[str, int]]]:
    """Counts of what is right, by part (all, open, kept, and each draw) and measure (found, speaker, ..., voice).

    Args:
        articles: Those of the corpus; each marked piece must be among them with the text that was marked.

    Raises:
        SystemExit: A marked piece is not in these files.
    """
    marks = {mark["id"]: mark for mark in json.loads(MARKS.read_text(encoding="utf-8"))["marks"]}
    marked = {a.id: a for a in articles if a.id in marks and text_hash(a) == marks[a.id]["sha256"]}
    if len(marked) < len(marks):
        raise SystemExit(f"{len(marks) - len(marked)} of {len(marks)} marked pieces are not in these files")
    catalogue = load_catalogue(data_dir({}))
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for key, mark in marks.items():
        judged = _judged(marked[key], mark, catalogue.events[EVENT], catalogue.stances)
        drawn = f"{mark['part']}, draw {mark.get('draw', 1)}"
        for part in ("all", mark["part"], drawn):
            counts[part].update(judged)
    measures = ("found", "speaker", "side", "kind", "voice")
    return {
        part: {name: {"right": count[name, "right"], "of": count[name, "of"]} for name in measures}
        for part, count in counts.items()
    }


def _judged(
    article: Article, mark: Mapping[str, Any], event: Event, stances: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """Right and all of each measure in one piece."""
    found, count = measure(article, event, stances), Counter[tuple[str, str]]()
    for gold in mark["quotations"]:
        first, end = gold["content"]
        said = next((q for q in found.quotations if any(a < end and first < b for a, b in q.content)), None)
        count["found", "of"] += 1
        count["found", "right"] += said is not None
        if said is not None:
            _judge_speaker(article.text, said, gold, count)
    for gold in mark["mentions"]:
        first, end = gold["span"]
        same = [m for m in found.mentions if (m.place.value, m.concept) == (gold["place"], gold["concept"])]
        use: Mention | None = next((m for m in same if m.span.start < end and first < m.span.end), None)
        if use is not None:
            count["voice", "of"] += 1
            count["voice", "right"] += use.voice.value == gold["voice"]
    return count


def _judge_speaker(text: str, said: Quotation, gold: Mapping[str, Any], count: Counter[tuple[str, str]]) -> None:
    words = {
        w.lower()
        for w in WORD.findall(f"{said.speaker_name or ''} {text[slice(*said.speaker)] if said.speaker else ''}")
    }
    who = WORD.findall(text[slice(*gold["speaker"])]) if gold["speaker"] else []
    count["speaker", "of"] += 1
    count["speaker", "right"] += who[-1].lower() in words if who else said.speaker_name is None
    for measure_, value in (("side", said.side), ("kind", said.speaker_kind)):
        if measure_ in gold:
            count[measure_, "of"] += 1
            count[measure_, "right"] += value == gold[measure_]


def on_basil(articles: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Right and all of the spans of persons named by first and last name that some quotation covers by half."""
    right = of = 0
    for article in articles:
        text = article["text"]
        said = [(q, _words(text, q.content)) for q in extract_quotations(text)]
        for span in article["spans"]:
            name = (span["speaker"] or "").replace("_", " ")
            if not span["quoted"] or not _NAME.fullmatch(name) or _GROUP.search(name):
                continue
            words = _words(text, [span["span"]])
            best = max(said, key=lambda pair: len(pair[1] & words), default=None)
            if best is None or len(words & set().union(*(held for _, held in said))) * 2 < len(words):
                continue
            of += 1
            told = best[0].speaker_name or (text[slice(*best[0].speaker)] if best[0].speaker else "")
            right += bool({w.lower() for w in WORD.findall(name)} & {w.lower() for w in WORD.findall(told)})
    return {"right": right, "of": of}


def _words(text: str, spans: Iterable[Sequence[int]]) -> set[int]:
    return {m.start() for first, end in spans for m in WORD.finditer(text, first, end)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("corpus", nargs="+", type=Path)
    asked.add_argument("--basil", type=Path)
    asked.add_argument("--record", action="store_true")
    given = asked.parse_args()
    recorded = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    recorded["event2022"] = on_marks(read_articles(given.corpus))
    if given.basil:
        recorded["basil"] = on_basil(list(rows(given.basil)))
    if given.record:
        RECORD.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(recorded, indent=1))


if __name__ == "__main__":
    main()
