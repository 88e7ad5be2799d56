"""Learns what probability a quotation has, from marked news that no model had seen; writes calibration.json.

    python -m tests.benchmarks.calibrate_quotations outcomes.jsonl.gz --gum gum.jsonl.gz --leads CORPUS...
        --read CORPUS... [--record]

`outcomes.jsonl.gz` is what `train_quotations` found out of fold on PolNeAR. Beside it stand, with SHARE of all weight, the
open texts of GUM (contents cut to the sentence, as its marks are) and the open half of the marked leads of 2022 (a content
is right there if it meets a marked one). Guidelines differ: PolNeAR marks what somebody wants or rejects as an attribution,
the others hardly do, so that such accounts have a curve of their own; so have the forms of headlines, which PolNeAR lacks.
`--read` takes the texts of `tests/quotation_marks.json`, quotations of real news that one reader judged as an editor would:
what an editor would not print (acts, first persons, things that cannot speak) is what the traits are learnt from.

Printed for every set: expected error in ten bins, and what a reader without any error would show on as many quotations,
the mean and the 95th of 500 draws. Once with all sets, once with each left out of learning.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from collectors.metrics.quotations import trained_model
from collectors.metrics.quotations.confidence import Calibration
from collectors.metrics.quotations.english import told_quotations
from collectors.metrics.quotations.finishing import finish
from collectors.metrics.text import WORD
from collectors.model import Quotation
from tests.benchmarks import quotation_gold as qg
from tests.benchmarks.bench_probability import binned, expected_error, judged
from tests.benchmarks.bench_speakers import MARKS, text_hash
from tests.benchmarks.bench_world import within_sentence
from tests.benchmarks.corpora import read_articles
from tests.benchmarks.quotation_calibration import Outcome, calibration, outcome_of, read_outcomes

#: The part of all weight that news other than PolNeAR has, and how it is divided: what an editor read in real coverage counts
#: most. More weight (.17) takes the expected error on PolNeAR's dev part to .040.
SHARE = 0.14
PARTS = {"gum open": 1.0, "leads open": 1.0, "read open": 2.0}
#: GUM's reports that were never read while working.
GUM_KEPT = frozenset(f"GUM_news_{name}" for name in ("crane", "flag", "homeopathic", "iodine", "soccer", "warhol"))
READ = Path(__file__).parents[1] / "quotation_marks.json"
#: Probabilities from which the share of wrong quotations is printed.
_LEAST = (0.5, 0.7, 0.75, 0.8, 0.85, 0.9)
_DRAWS, _BINS = 500, 10

Sets = Mapping[str, Sequence[Outcome]]


def read_text(text: str) -> list[tuple[Quotation, Outcome]]:
    """The quotations of a text, each with its kind, log-odds and traits, as if it were wrong."""
    doc, roles, told = told_quotations(text)
    ordered = sorted(told, key=lambda one: (one.contents[0].first, one.contents[0].end))
    outcomes = [outcome_of(doc, roles, one, right=False) for one in ordered]
    return list(zip(finish(doc, ordered, (), None), outcomes, strict=True))


def on_gum(records: Iterable[qg.Record]) -> dict[str, list[Outcome]]:
    """Outcomes on GUM: "gum open", learnt from, and the parts kept aside."""
    found: dict[str, list[Outcome]] = {"gum open": [], "gum news kept": [], "gum other kept": []}
    for record in records:
        sentences: Any = record["sentences"]
        told = [(within_sentence(q, sentences), outcome) for q, outcome in read_text(record["text"])]
        told = [row for row in told if any(WORD.search(record["text"], *span) for span in row[0].content)]
        right = [right for _, right in judged(record, [q for q, _ in told])]
        news: bool = record["genre"] == "news"
        odd = int(hashlib.sha256(record["id"].encode()).hexdigest(), 16) % 2 == 1
        kept = record["id"] in GUM_KEPT if news else odd
        part = f"gum {'news' if news else 'other'} kept" if kept else "gum open"
        found[part] += [replace(outcome, right=y) for (_, outcome), y in zip(told, right, strict=True)]
    return found


def on_leads(corpus: Sequence[Path]) -> dict[str, list[Outcome]]:
    """Outcomes on the marked leads of 2022 (first draw): "leads open", learnt from, and "leads kept"."""
    marks = {m["id"]: m for m in json.loads(MARKS.read_text(encoding="utf-8"))["marks"] if m.get("draw", 1) == 1}
    found: dict[str, list[Outcome]] = {"leads open": [], "leads kept": []}
    for article in read_articles(corpus):
        mark = marks.get(article.id)
        if mark is None or text_hash(article) != mark["sha256"] or not article.text.strip():
            continue
        for quotation, outcome in read_text(article.text):
            right = _is_right(article.text, quotation, mark["quotations"])
            found[f"leads {mark['part']}"].append(replace(outcome, right=right))
    return found


def on_read(corpus: Sequence[Path]) -> dict[str, list[Outcome]]:
    """Outcomes on what one reader judged: quotations that still have the words, speaker and kind that were judged."""
    marks: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for mark in json.loads(READ.read_text(encoding="utf-8"))["marks"]:
        marks.setdefault((mark["id"], mark["sha256"]), []).append(mark)
    found: dict[str, list[Outcome]] = {"read open": [], "read kept": []}
    for article in read_articles(corpus):
        for text in {article.text, article.title or ""}:
            wanted = marks.pop((article.id, _digest(text)), [])
            told = read_text(text) if wanted else []
            for mark in wanted:
                same = next((outcome for one, outcome in told if _is_same(one, mark)), None)
                if same is not None:
                    found[f"read {mark['part']}"].append(replace(same, right=mark["right"]))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _is_same(quotation: Quotation, mark: Mapping[str, Any]) -> bool:
    """Whether a quotation is what was judged: its speaker and kind, and its content but for an end that was wrong."""
    first, end = mark["content"]
    return (
        quotation.content[0].start == first
        and (mark["right"] or quotation.content[-1].end == end)
        and quotation.speaker_kind == mark["kind"]
        and _digest(quotation.speaker_name or "")[:8] == mark["speaker"]
    )


def _is_right(text: str, quotation: Quotation, marked: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a quotation meets a marked one and has its speaker."""
    for one in marked:
        first, end = one["content"]
        if any(start < end and first < stop for start, stop in quotation.content):
            names = f"{quotation.speaker_name or ''} {text[slice(*quotation.speaker)] if quotation.speaker else ''}"
            who = WORD.findall(text[slice(*one["speaker"])]) if one["speaker"] else []
            said = {word.lower() for word in WORD.findall(names)}
            return who[-1].lower() in said if who else quotation.speaker_name is None
    return False


def mixed(polnear: Sequence[Outcome], others: Sets) -> list[Outcome]:
    """PolNeAR's outcomes with those of other sets, which share SHARE of the weight as PARTS says."""
    each = len(polnear) * SHARE / (1 - SHARE) / sum(PARTS[name] for name in others)
    weighed = (replace(one, weight=each * PARTS[name] / len(some)) for name, some in others.items() for one in some)
    return [*polnear, *weighed]


def report(name: str, sets: Sets, learnt: Calibration) -> dict[str, dict[str, float]]:
    """Print, and return, the expected error of each set and that of a reader without error."""
    rng, rows = np.random.default_rng(0), {}
    for part, outcomes in sets.items():
        pairs = [(_probability(one, learnt), one.right) for one in outcomes]
        if not pairs:
            continue
        chance = [expected_error(binned([(p, bool(rng.random() < p)) for p, _ in pairs], _BINS)) for _ in range(_DRAWS)]
        rows[part] = {
            "n": len(pairs),
            "expected_error": round(expected_error(binned(pairs, _BINS)), 3),
            "of_no_error": round(float(np.mean(chance)), 3),
            "of_no_error_95": round(float(np.quantile(chance, 0.95)), 3),
        }
        wrong = [[not right for p, right in pairs if p >= least] for least in _LEAST]
        print(name, part, rows[part], *(f"from {p}: {sum(w)} of {len(w)}" for p, w in zip(_LEAST, wrong, strict=True)))
    return rows


def _probability(one: Outcome, learnt: Calibration) -> float:
    slope, constant = learnt.curves.get(one.kind, (0.0, 0.0))
    odds = slope * one.odds + constant + sum(learnt.traits.get(trait, 0.0) for trait in one.traits)
    return min(0.99, max(0.01, 1 / (1 + math.exp(-odds))))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("outcomes", type=Path)
    parser.add_argument("--gum", type=Path, required=True)
    parser.add_argument("--leads", type=Path, nargs="+", required=True)
    parser.add_argument("--read", type=Path, nargs="+", default=[], help="the texts of tests/quotation_marks.json")
    parser.add_argument("--record", action="store_true", help="write collectors/metrics/quotations/calibration.json")
    given = parser.parse_args()
    polnear = read_outcomes(given.outcomes)
    others = on_gum(qg.load(given.gum)) | on_leads(given.leads) | on_read(given.read)
    learn = {part: others[part] for part in PARTS if others[part]}
    learnt = calibration(mixed(polnear, learn))
    figures = report("all", others | {"polnear out of fold": polnear}, learnt)
    for left_out in learn:
        kept = {part: outcomes for part, outcomes in learn.items() if part != left_out}
        report(f"without {left_out}", others, calibration(mixed(polnear, kept)))
    if given.record:
        about = {"script": "tests/benchmarks/calibrate_quotations.py", "share_of_other_news": SHARE}
        written = about | {"kinds": learnt.curves, "traits": learnt.traits, "measured": figures}
        trained_model.CALIBRATION.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
