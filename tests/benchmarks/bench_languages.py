"""How well each instrument reads each language, on material that others marked. Nothing of it is shipped but counts.

python -m tests.benchmarks.bench_languages SHARED [--write]

SHARED holds `corpora/quotes`, `cases` and `corpora/pages` as described in tests/benchmarks/README.md. Articles are split
by the hash of their name: rules were written on one half ("open"), the other ("aside") was only counted until the end.
`--write` records the counts in collectors/metrics/language_quality.json, which the method page prints.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from collectors.config import data_dir, load_catalogue
from collectors.metrics.framing_devices import devices, lists_of
from collectors.metrics.language_identification import identify
from collectors.metrics.naming import mentions
from collectors.metrics.quotations import extract_quotations
from collectors.metrics.text import WORD
from collectors.metrics.voice import voice_of
from collectors.model import Article

Row = dict[str, Any]
RECORD = Path(__file__).parents[2] / "collectors" / "metrics" / "language_quality.json"
QUOTES = ("wikinews-de", "adaq", "marked-languages")
EVENT = load_catalogue(data_dir({})).events["ukraine-annexation-referendums-2022"]


def rows_of(path: Path) -> Iterator[Row]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from (json.loads(line) for line in text.decode("utf-8").split("\n") if line)


def part_of(name: str) -> str:
    return "aside" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 else "open"


def words_in(text: str, spans: list[Any]) -> set[int]:
    """The places of the words of a text that lie in some spans."""
    return {m.start() for start, end in spans for m in WORD.finditer(text, start, end)}


def score(text: str, language: str, marked: list[Row]) -> Counter[str]:
    """Counts of one text: quotations found, marked, matched by half of their words, with the right speaker."""
    found = extract_quotations(text, language=language)
    mine = [words_in(text, list(q.content)) for q in found]
    gold = [(words_in(text, a["content"]), words_in(text, a["source"])) for a in marked]
    gold = [g for g in gold if g[0]]
    pairs = sorted(
        (-len(a & b) / len(a | b), i, j) for i, a in enumerate(mine) for j, (b, _) in enumerate(gold) if a & b
    )
    counts = Counter(found=len(found), marked=len(gold))
    taken: tuple[set[int], set[int]] = (set(), set())
    for overlap, i, j in pairs:
        if -overlap >= 0.5 and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            speaker = words_in(text, [found[i].speaker]) if found[i].speaker else set()
            counts["matched"] += 1
            counts["joint"] += not gold[j][1] or bool(speaker & gold[j][1])
    return counts


def f1(counts: Counter[str], key: str) -> float:
    return 2 * counts[key] / max(1, counts["found"] + counts["marked"])


def quotations(shared: Path) -> list[Row]:
    made = []
    for name in QUOTES:
        sums: dict[tuple[str, str], Counter[str]] = {}
        for row in rows_of(shared / "corpora" / "quotes" / f"{name}.jsonl.gz"):
            key = row["language"], part_of(row["id"])
            sums.setdefault(key, Counter()).update(score(row["text"], row["language"], row["attributions"]))
        for (language, part), counts in sorted(sums.items()):
            made.append({"language": language, "set": name, "part": part, **counts})
            print(f"quotations {name} {language} {part}: span F1 {f1(counts, 'matched'):.3f} joint {f1(counts, 'joint'):.3f} of {counts['marked']}")  # fmt: skip
    return made


def identification(shared: Path) -> list[Row]:
    tallies: dict[str, Counter[str]] = {}
    for name in ("naming", "stories", "devices"):
        for row in rows_of(shared / "cases" / f"{name}.jsonl"):
            found = identify(row["text"])
            language = row["language"].split("-")[0]
            right = found is not None and found.language == language
            tallies.setdefault(language, Counter()).update(texts=1, right=right)
    print("identification", {k: f"{v['right']}/{v['texts']}" for k, v in sorted(tallies.items())})
    return [{"language": k, **v} for k, v in sorted(tallies.items())]


def naming(shared: Path) -> list[Row]:
    tallies: dict[str, Counter[str]] = {}
    for row in rows_of(shared / "cases" / "naming.jsonl"):
        article = Article(id="a", url=None, outlet=None, title=None, authors=(), published=None, language=row["language"], text=row["text"])  # fmt: skip
        voices = voice_of((), row["text"])
        found = Counter(f"{m.concept}.{m.variant}" for m in mentions(article, EVENT, voices))
        wanted = Counter(row["expect"] if "expect" in row else [f"{m['concept']}.{m['variant']}" for m in row["marks"]])
        right = sum((found & wanted).values())
        tallies.setdefault(row["language"], Counter()).update(
            found=sum(found.values()), marked=sum(wanted.values()), matched=right
        )
    for language, counts in sorted(tallies.items()):
        print(f"naming {language}: F1 {f1(counts, 'matched'):.3f} of {counts['marked']}")
    return [{"language": k, **v} for k, v in sorted(tallies.items())]


def actors(shared: Path) -> list[Row]:
    tallies: dict[str, Counter[str]] = {}
    for row in rows_of(shared / "cases" / "speakers.jsonl"):
        if "actor" in row:
            language = row["language"].split("-")[0]
            found = {q.actor for q in extract_quotations(row["text"], EVENT.actors, language=language)}
            tallies.setdefault(language, Counter()).update(cases=1, right=row["actor"] in found)
    total = sum(tallies.values(), Counter[str]())
    print(f"actors {total['right']}/{total['cases']}")
    return [{"language": k, **v} for k, v in sorted(tallies.items())]


#: Kinds of marks that `cases/devices.jsonl` names, by the names they have there.
DEVICES = {"hedge": "hedge", "certainty": "booster", "distancing": "distancing"}


def devices_by_language(shared: Path) -> list[Row]:
    catalogue = load_catalogue(data_dir({}))
    tallies: dict[str, Counter[str]] = {}
    for row in rows_of(shared / "cases" / "devices.jsonl"):
        text, language = row["text"], row["language"]
        article = Article(id="a", url=None, outlet=None, title=None, authors=(), published=None, language=language, text=text)  # fmt: skip
        lists = lists_of(catalogue.terms, language)
        marks = devices(article, EVENT, language, voice_of((), text), [], lists).marks
        found = Counter(DEVICES[mark.kind] for mark in marks if mark.kind in DEVICES)
        wanted = Counter(kind for kind in row["expect"] if kind in DEVICES.values())
        tallies.setdefault(language, Counter()).update(
            found=found.total(), marked=wanted.total(), matched=(found & wanted).total(), sentences=1
        )
    for language, counts in sorted(tallies.items()):
        print(f"devices {language}: F1 {f1(counts, 'matched'):.3f} of {counts['marked']}")
    return [{"language": k, **v} for k, v in sorted(tallies.items())]


def main(shared: Path, write: bool) -> None:
    record = {
        "quotations": quotations(shared),
        "identification": identification(shared),
        "naming": naming(shared),
        "actors": actors(shared),
        "devices": devices_by_language(shared),
    }
    if write:
        RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
