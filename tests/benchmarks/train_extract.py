"""Train and measure the vote over blocks: `python -m tests.benchmarks.train_extract CORPORA [--write]`.

CORPORA is a folder with `aeb.jsonl.gz` and `fundus.jsonl.gz`: pages with their correct body (`{"id", "url", "html",
"gold": {"body", "summary"}}`). Prints body F1 of each voter and, by cross-validation over registered domains, of the
vote: no page is judged by a model that has seen another page of its publisher; `--write` then trains on all pages and writes collectors/extract/model.json.
Needs `pip install lightgbm` (training only; the package evaluates the trees with numpy). Deterministic: same pages,
same lightgbm version, same file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.metadata
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from collectors.extract.block_features import READERS, WIDTH, BlockEvidence, KeptBlocks, Matrix, squeeze
from collectors.extract.block_vote import MODEL, Trees, read_model
from collectors.extract.body import choose_body
from collectors.extract.page_document import PageDocument, document_of
from collectors.extract.readers import BodyReading, read
from collectors.model import Page

TREES, SEED, FOLDS = 200, 1, 8
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

    @property
    def evidence(self) -> BlockEvidence:
        return self.reading.evidence


def load(folder: Path) -> list[Sample]:
    """All pages of both corpora that have blocks."""
    return [s for corpus in ("aeb", "fundus") for s in _load(folder / f"{corpus}.jsonl.gz", corpus)]


def _load(path: Path, corpus: str) -> Iterator[Sample]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            document = document_of(Page(row["id"], row["url"], b""), row["html"])
            if isinstance(document, PageDocument):
                yield _sample(row, corpus, document)


def _sample(row: dict[str, Any], corpus: str, document: PageDocument) -> Sample:
    """Blocks are right where the correct body or standfirst holds 60 % of them. An error counts by its words (to the
    power .75), in proportion to the article, since the measure is the mean over pages."""
    gold, reading = row["gold"], read(document)
    right = KeptBlocks(gold["body"] + "\n" + (gold.get("summary") or ""))
    blocks = reading.evidence.blocks
    label = np.array([float(right.share(squeeze(b.text)) >= 0.6) for b in blocks])
    weight = np.array([float(len(b.text.split()) + 1) ** 0.75 for b in blocks])
    total = weight[label > 0].sum() if label.any() else weight.sum()
    golds = (gold["body"], *([gold["summary"] + "\n" + gold["body"]] if gold.get("summary") else []))
    return Sample(
        id=row["id"],
        site=site_of(row["url"]),
        corpus=corpus,
        url=row["url"],
        html=row["html"],
        document=document,
        reading=reading,
        label=label,
        weight=weight / total if total else weight,
        golds=golds,
    )


def site_of(url: str) -> str:
    """The registered domain: pages of one publisher's hosts (edition., amp., uk.) share a fold."""
    labels = (urlsplit(url).hostname or "").split(".")
    second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "net", "gov", "ac", "or")
    return ".".join(labels[-3 if second else -2 :])


def train(samples: Sequence[Sample]) -> dict[str, object]:
    """A model in its JSON form, without provenance."""
    import lightgbm  # type: ignore[import-not-found]  # needed for training only, not a dependency

    used = [s for s in samples if len(s.label)]
    rows = np.vstack([s.evidence.rows for s in used])
    label = np.concatenate([s.label for s in used])
    weight = np.concatenate([s.weight for s in used])
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


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """4-grams of words, as article-extraction-benchmark counts them."""
    tokens = re.findall(r"\w+", text)
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3) if tokens else 0))


def page_score(golds: Sequence[str], text: str) -> tuple[float, float, float]:
    """Precision, recall and F1 against the better of the right bodies."""
    found = shingles(text)
    scores = []
    for gold in golds:
        right = shingles(gold)
        hit = sum((right & found).values())
        p, r = hit / max(1, sum(found.values())), hit / max(1, sum(right.values()))
        scores.append((2 * p * r / (p + r) if p + r else 0.0, p, r))
    f, p, r = max(scores)
    return p, r, f


def report(name: str, samples: Sequence[Sample], texts: Sequence[str]) -> None:
    """One line: benchmark F1 (of mean precision and recall), mean page F1 and share below .5 for both corpora."""
    cells = []
    for corpus in ("aeb", "fundus"):
        pairs = zip(samples, texts, strict=True)
        scores = [page_score(s.golds, text) for s, text in pairs if s.corpus == corpus]
        p, r, f = (float(np.mean([s[i] for s in scores])) for i in range(3))
        low = float(np.mean([s[2] < 0.5 for s in scores]))
        cells.append(f"{corpus} F1 {2 * p * r / (p + r):.4f} page {f:.4f} low {low:.3f}")
    print(f"{name:28s}", " | ".join(cells), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    samples = load(options.corpora)
    for name in READERS:
        report(f"{name} alone, as voter", samples, [s.reading.texts[name] for s in samples])
    for seed in range(1, options.seeds + 1):
        found = out_of_fold(samples, seed)
        texts = [choose_body(s.reading, s.document.root, found[s.id]).text for s in samples]
        report(f"out of fold, seed {seed}", samples, texts)
    if options.write:
        model = train(samples)
        model["provenance"] = _provenance(options.corpora, samples)
        MODEL.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")


def _provenance(folder: Path, samples: Sequence[Sample]) -> dict[str, object]:
    import lightgbm

    files = {
        f"{c}.jsonl.gz": hashlib.sha256((folder / f"{c}.jsonl.gz").read_bytes()).hexdigest() for c in ("aeb", "fundus")
    }
    return {
        "program": "tests/benchmarks/train_extract.py",
        "lightgbm": lightgbm.__version__,
        "readers": {name: importlib.metadata.version(name) for name in ("trafilatura", "newspaper3k", "lxml")},
        "settings": SETTINGS,
        "pages": len(samples),
        "blocks": int(sum(len(s.label) for s in samples)),
        "corpora": "scrapinghub/article-extraction-benchmark and flairNLP/fundus test pages: weights only, no text",
        "sha256": files,
    }


if __name__ == "__main__":
    main()
