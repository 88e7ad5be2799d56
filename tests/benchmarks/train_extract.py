"""Train and measure the vote over blocks: `python -m tests.benchmarks.train_extract CORPORA [--write]`.

CORPORA is a folder with `aeb.jsonl.gz`, `fundus.jsonl.gz` (pages with their correct body: `{"id", "url", "html", "gold":
{"body", "summary"}}`) and `trafilatura.jsonl.gz` (pages with snippets that must and must not be in the text: `{"gold":
{"with", "without"}}`; pages that are no UTF-8 carry `html_latin1_bytes`). Prints the body scores of each voter and, by
cross-validation over registered domains, of the vote: no page is judged by a model that has seen another page of its
publisher. `--nested` chooses the weight of the snippets and the threshold inside of each fold's training part, so that
what is printed is never what chose; `--without NAME` leaves a reader's or a family's columns out, `--ablate` each in turn; `--write` trains on
all pages and writes collectors/extract/model.json. Needs `pip install lightgbm` (training only; the package evaluates
the trees with numpy). Deterministic: same pages, same lightgbm version, same file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import importlib.metadata
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from collectors.extract.block_features import (
    READERS,
    WIDTH,
    BlockEvidence,
    KeptBlocks,
    Matrix,
    agreement_of,
    evidence,
    squeeze,
)
from collectors.extract.block_vote import MODEL, THRESHOLD, Trees, read_model
from collectors.extract.body import choose_body
from collectors.extract.page_document import PageDocument, read_document
from collectors.extract.readers import AGREED, BodyReading, read, read_generously
from collectors.model import Page
from tests.benchmarks.bench_extract import body_score

TREES, SEED, FOLDS = 200, 1, 8
CORPORA = ("aeb", "fundus", "trafilatura")
#: What a page with snippets counts beside one with its whole body.
SNIPPETS = 0.5
SETTINGS = {
    "objective": "binary",
    "num_leaves": 12,
    "learning_rate": 0.05,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "num_threads": 1,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True)
class Sample:
    """A page as read, with the label and weight of each block and the right body."""

    id: str
    site: str
    corpus: str
    url: str
    html: str
    document: PageDocument
    reading: BodyReading
    label: Matrix
    weight: Matrix
    golds: tuple[str, ...]
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def evidence(self) -> BlockEvidence:
        return self.reading.evidence


def load(folder: Path, *, spare: bool = True) -> list[Sample]:
    """All pages of the corpora that have blocks; without `spare`, newspaper3k is asked on every page."""
    return [s for corpus in CORPORA for s in _load(folder / f"{corpus}.jsonl.gz", corpus, spare)]


def _load(path: Path, corpus: str, spare: bool) -> Iterator[Sample]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            document = read_document(page_of(row))
            if isinstance(document, PageDocument):
                reading = read(document, spare=spare)
                made = _snippets if "with" in row["gold"] else _sample
                yield made(row, corpus, document, reading)


def page_of(row: dict[str, Any]) -> Page:
    """The page of a record, in its own bytes where it is no UTF-8."""
    if row.get("html") is None:
        return Page(row["id"], row["url"], row["html_latin1_bytes"].encode("latin-1"))
    return Page(row["id"], row["url"], row["html"].encode(), "text/html; charset=utf-8")


def _sample(row: dict[str, Any], corpus: str, document: PageDocument, reading: BodyReading) -> Sample:
    """Blocks are right where the correct body or standfirst holds 60 % of them. An error counts by its words (to the
    power .75), in proportion to the article, since the measure is the mean over pages."""
    gold = row["gold"]
    right = KeptBlocks(gold["body"] + "\n" + (gold.get("summary") or ""))
    blocks = reading.evidence.blocks
    label = np.array([float(right.share(squeeze(b.text)) >= 0.6) for b in blocks])
    weight = np.array([float(len(b.text.split()) + 1) ** 0.75 for b in blocks])
    total = weight[label > 0].sum() if label.any() else weight.sum()
    golds = (gold["body"], *([gold["summary"] + "\n" + gold["body"]] if gold.get("summary") else []))
    return _made(row, corpus, document, reading, (label, weight / total if total else weight), golds)


def _snippets(row: dict[str, Any], corpus: str, document: PageDocument, reading: BodyReading) -> Sample:
    """Only blocks with a snippet have a label. A short unwanted snippet inside of a long block says little of it."""
    wanted, unwanted = (tuple(map(_flat, row["gold"][name])) for name in ("with", "without"))
    blocks = reading.evidence.blocks
    label, weight = np.zeros(len(blocks)), np.zeros(len(blocks))
    for i, block in enumerate(blocks):
        text = _flat(block.text)
        label[i] = weight[i] = sum(snippet in text for snippet in wanted)
        others = [snippet for snippet in unwanted if snippet in text]
        if others and not label[i]:
            telling = len(text) < 60 or max(map(len, others)) >= 0.3 * len(text)
            weight[i] = len(others) if telling else 0.3
    label = np.minimum(label, 1.0)
    scale = SNIPPETS / weight.sum() if weight.any() else 0.0
    return _made(row, corpus, document, reading, (label, weight * scale), (), wanted, unwanted)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _made(
    row: dict[str, Any],
    corpus: str,
    document: PageDocument,
    reading: BodyReading,
    labels: tuple[Matrix, Matrix],
    golds: tuple[str, ...],
    *snippets: tuple[str, ...],
) -> Sample:
    site = site_of(row["url"]) or row["id"]
    html = row.get("html") or ""
    return Sample(row["id"], site, corpus, row["url"], html, document, reading, *labels, golds, *snippets)


def site_of(url: str) -> str:
    """The registered domain: pages of one publisher's hosts (edition., amp., uk.) share a fold."""
    labels = (urlsplit(url).hostname or "").split(".")
    second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "net", "gov", "ac", "or")
    return ".".join(labels[-3 if second else -2 :])


def train(samples: Sequence[Sample], snippets: float = 1.0) -> dict[str, object]:
    """A model in its JSON form, without provenance; `snippets` multiplies what pages with snippets count."""
    lightgbm = importlib.import_module("lightgbm")  # needed for training only, not a dependency

    used = [s for s in samples if s.weight.any()]
    rows = np.vstack([s.evidence.rows for s in used])
    label = np.concatenate([s.label for s in used])
    weight = np.concatenate([s.weight * (snippets if s.wanted else 1.0) for s in used])
    known = weight > 0
    rows, label, weight = rows[known], label[known], weight[known]
    weight *= len(weight) / weight.sum()
    booster = lightgbm.train(SETTINGS, lightgbm.Dataset(rows, label, weight=weight), TREES)
    trees = [_nodes(t["tree_structure"]) for t in booster.dump_model()["tree_info"]]
    return {
        "width": WIDTH,
        "readers": list(READERS),
        "base": 0.0,
        "depth": max(d for _, d in trees),
        "trees": [n for n, _ in trees],
    }


def _nodes(root: dict[str, object]) -> tuple[list[list[float]], int]:
    """A tree as a flat list of nodes, root first, and its depth."""
    nodes: list[list[float]] = []
    deepest = 0

    def add(node: dict[str, object], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        place = len(nodes)
        nodes.append([])
        if "leaf_value" in node and "left_child" not in node:
            nodes[place] = [round(float(str(node["leaf_value"])), 5)]
            return place
        left, right = node["left_child"], node["right_child"]
        assert isinstance(left, dict)
        assert isinstance(right, dict)
        at = float(f"{float(str(node['threshold'])):.7g}")
        nodes[place] = [int(str(node["split_feature"])), at, add(left, depth + 1), add(right, depth + 1)]
        return place

    add(root, 0)
    return nodes, deepest


def folds(samples: Sequence[Sample], seed: int) -> list[int]:
    """A fold for each page; pages of one site share it."""
    sites = sorted({s.site for s in samples})
    order = np.random.default_rng(seed).permutation(len(sites))
    place = {site: int(order[i]) % FOLDS for i, site in enumerate(sites)}
    return [place[s.site] for s in samples]


def models(samples: Sequence[Sample], seed: int) -> tuple[list[int], list[Trees]]:
    """The fold of each page, and for each fold the model that was trained on the others."""
    fold = folds(samples, seed)
    parts = ([s for s, f in zip(samples, fold, strict=True) if f != k] for k in range(FOLDS))
    return fold, [read_model(train(part)) for part in parts]


def out_of_fold(samples: Sequence[Sample], seed: int) -> dict[str, Matrix]:
    """Probabilities of every page's blocks by a model that has not seen its site."""
    fold, trees = models(samples, seed)
    return {s.id: trees[f].probability(s.evidence.rows) for s, f in zip(samples, fold, strict=True)}


def page_score(golds: Sequence[str], text: str) -> tuple[float, float, float]:
    """Precision, recall and F1 against the better of the right bodies."""
    f, p, r = body_score(list(golds), text)
    return p, r, f


def snippet_counts(s: Sample, text: str) -> tuple[int, int, int]:
    """How many wanted and unwanted snippets a text holds, and how many wanted ones it lacks."""
    flat = _flat(text)
    hits = sum(snippet in flat for snippet in s.wanted)
    return hits, sum(snippet in flat for snippet in s.unwanted), len(s.wanted) - hits


def report(name: str, samples: Sequence[Sample], bodies: Sequence[tuple[str, str | None]]) -> None:
    """One line: benchmark F1 (of mean precision and recall) and mean page F1 of pages with a whole body, precision,
    recall and F1 of snippets. A body is its text and the standfirst before it, which counts for snippets only."""
    cells = []
    pairs = [*zip(samples, bodies, strict=True)]
    for corpus in ("aeb", "fundus"):
        scores = [page_score(s.golds, text) for s, (text, _) in pairs if s.corpus == corpus]
        p, r, f = (float(np.mean([s[i] for s in scores])) for i in range(3))
        cells.append(f"{corpus} F1 {2 * p * r / (p + r):.4f} page {f:.4f}")
    counts = [snippet_counts(s, f"{lead or ''}\n{text}") for s, (text, lead) in pairs if s.wanted]
    hits, wrong, lost = (sum(c[i] for c in counts) for i in range(3))
    p, r = hits / max(1, hits + wrong), hits / max(1, hits + lost)
    cells.append(f"snippets P {p:.4f} R {r:.4f} F1 {2 * p * r / (p + r):.4f}")
    print(f"{name:28s}", " | ".join(cells), flush=True)


def _alone(s: Sample, name: str) -> str:
    """The text of one reader; it is asked here if the vote did without it."""
    texts = s.reading.texts
    return texts[name] if name in texts else read(s.document, spare=False).texts[name]


Probabilities = dict[str, Matrix]


def nested(samples: Sequence[Sample], seed: int, outer: int = 3) -> Probabilities:
    """Probabilities out of fold, shifted so that the threshold chosen inside of the fold is the shipped one.

    For each of the outer folds the weight of the snippets and the threshold are chosen on the other folds alone, by
    training on a half of their sites and scoring on the other half: what is reported never chose.
    """
    place = [f % outer for f in folds(samples, seed)]
    found: Probabilities = {}
    for k in range(outer):
        inside = [s for s, f in zip(samples, place, strict=True) if f != k]
        half = [f % 2 for f in folds(inside, seed + 100)]
        first, second = ([s for s, h in zip(inside, half, strict=True) if h == side] for side in (0, 1))
        best = max(_choices(first, second))
        print(f"  fold {k}: snippets count {best[1]:g}, threshold {best[2]:g} (inside {best[0]:.4f})", flush=True)
        trees = read_model(train(inside, best[1]))
        for s, f in zip(samples, place, strict=True):
            if f == k:
                found[s.id] = trees.probability(s.evidence.rows) + (THRESHOLD - best[2])
    return found


def _choices(first: Sequence[Sample], second: Sequence[Sample]) -> Iterator[tuple[float, float, float]]:
    """(score, weight of snippets, threshold): the mean of page F1 and snippet F1 on pages that did not train."""
    for weight in (0.5, 1.0, 2.0):
        trees = read_model(train(first, weight))
        for threshold in (0.5, 0.55, 0.6, 0.65):
            pages: list[float] = []
            counts = np.zeros(3)
            for s in second:
                shifted = trees.probability(s.evidence.rows) + (THRESHOLD - threshold)
                body = choose_body(s.reading, s.document, shifted)
                if s.wanted:
                    counts += snippet_counts(s, f"{body.standfirst or ''}\n{body.text}")
                else:
                    pages.append(page_score(s.golds, body.text)[2])
            hits, wrong, lost = counts.tolist()
            yield (float(np.mean(pages)) + 2 * hits / (2 * hits + wrong + lost)) / 2, weight, threshold


def without(samples: Sequence[Sample], name: str) -> list[Sample]:
    """The samples as they would be without one reader (`SPARED`: as shipped), or with one family's columns at zero."""
    changed = []
    for s in samples:
        reading, e = s.reading, s.evidence
        if name in (*READERS, SPARED):
            title = reading.title.value if reading.title else ""
            texts = {**reading.texts, name: ""}
            if name == SPARED and agreement_of(e.blocks, e.votes[:, 0], e.votes[:, 2]) >= AGREED:
                del texts["newspaper3k"]
            kept = {reader: KeptBlocks(text) for reader, text in texts.items()}
            rows = evidence(e.blocks, kept, title, reading.stated.description or "").rows
        else:
            rows = e.rows.copy()
            rows[:, COLUMNS[name]] = 0.0
        changed.append(replace(s, reading=replace(reading, evidence=replace(e, rows=rows))))
    return changed


#: newspaper3k left out where the other two agree.
SPARED = "newspaper3k where the others agree"
#: Columns of the families of features.
COLUMNS = {
    "voting": slice(0, 20),
    "neighbours": slice(20, 29),
    "kind and container": slice(29, 33),
    "looks": slice(33, 62),
    "place": slice(62, 77),
}


def ablate(samples: Sequence[Sample]) -> None:
    """Print the scores out of fold of the vote with everything, and without each reader and each family of features."""
    for name in (None, SPARED, *READERS, *COLUMNS):
        changed = without(samples, name) if name else list(samples)
        probabilities = out_of_fold(changed, SEED)
        bodies = [choose_body(s.reading, s.document, probabilities[s.id]) for s in changed]
        report(f"without {name}" if name else "everything", changed, [(b.text, b.standfirst) for b in bodies])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--nested", action="store_true")
    parser.add_argument("--without", choices=[*READERS, *COLUMNS], default=None)
    parser.add_argument("--ablate", action="store_true", help="leave out each reader and family in turn")
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    samples = load(options.corpora, spare=not options.ablate and not options.without)
    if options.ablate:
        ablate(samples)
        return
    if options.without:
        samples = without(samples, options.without)
    for name in READERS:
        report(f"{name} alone, as voter", samples, [(_alone(s, name), None) for s in samples])
    report("trafilatura, all of it", samples, [(read_generously(s.document.root), None) for s in samples])
    for seed in range(1, options.seeds + 1):
        found = nested(samples, seed) if options.nested else out_of_fold(samples, seed)
        bodies = [choose_body(s.reading, s.document, found[s.id]) for s in samples]
        report(
            f"{'nested' if options.nested else 'out of fold'}, seed {seed}",
            samples,
            [(b.text, b.standfirst) for b in bodies],
        )
    if options.write:
        model = train(samples)
        model["provenance"] = _provenance(options.corpora, samples)
        MODEL.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")


def _provenance(folder: Path, samples: Sequence[Sample]) -> dict[str, object]:
    lightgbm = importlib.import_module("lightgbm")

    files = {f"{c}.jsonl.gz": hashlib.sha256((folder / f"{c}.jsonl.gz").read_bytes()).hexdigest() for c in CORPORA}
    return {
        "program": "tests/benchmarks/train_extract.py",
        "lightgbm": lightgbm.__version__,
        "readers": {name: importlib.metadata.version(name) for name in ("trafilatura", "newspaper3k", "lxml")},
        "settings": SETTINGS,
        "pages": len(samples),
        "blocks": int(sum(len(s.label) for s in samples)),
        "corpora": "pages of article-extraction-benchmark, fundus and trafilatura's evaluation: weights only, no text",
        "sha256": files,
    }


if __name__ == "__main__":
    main()
