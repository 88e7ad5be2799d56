"""Speed of the quotation extractor, and of a spaCy parse beside it, in one run.

    python -m tests.benchmarks.bench_quotations ARTICLES.jsonl[.gz] [--articles 40] [--spacy PYTHON] [--scorer SCORER.py] [--record]

Words are white-space separated, seconds are processor seconds of one process with one thread; both sides take turns on
the same articles, so that a busy machine slows them alike. `--spacy` is a Python that can import spaCy; without it this
Python is tried. It parses with a small English model (any installed package whose name holds en_core_web_sm), else with
that model's tok2vec, tagger, parser and entity recogniser under blank weights. With `--scorer`,
a script whose `evaluate(gold, predictions)` scores PolNeAR articles, its table is printed too.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from collectors.metrics.quotations import extract_quotations, trained_model
from tests.support import quotation_scores

PEER = """
import importlib.metadata, importlib, json, sys, time
import spacy
from spacy.training import Example

def tok2vec():
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": 96,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
            "rows": [5000, 1000, 2500, 2500, 50, 50], "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1,
            "maxout_pieces": 3,
        },
    }

def transitions(kind, own):
    return {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": own,
    }

def blank():
    # The architecture of en_core_web_sm without what it learnt: a forward pass costs the same whatever the weights.
    heard = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": tok2vec()})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": heard}})
    parser = nlp.add_pipe("parser", config={"model": transitions("parser", heard)})
    ner = nlp.add_pipe("ner", config={"model": transitions("ner", tok2vec())})
    for i in range(50):
        tagger.add_label(f"T{i}")
    for i in range(45):
        parser.add_label(f"d{i}")
    for i in range(18):
        ner.add_label(f"E{i}")
    words = nlp.make_doc("We go now")
    marks = {"tags": ["T0", "T1", "T2"], "heads": [1, 1, 1], "deps": ["d0", "ROOT", "d1"], "entities": ["O"] * 3}
    nlp.initialize(lambda: [Example.from_dict(words, marks)])
    return nlp

for d in sorted(importlib.metadata.distributions(), key=lambda d: d.metadata["Name"]):
    name = d.metadata["Name"].lower().replace("-", "_")
    if "en_core_web_sm" in name:
        nlp = importlib.import_module(name).load()
        break
else:
    name, nlp = "blank weights in the architecture of en_core_web_sm", blank()
nlp("A first sentence warms it up.")
print(json.dumps([name, nlp.meta["version"], spacy.__version__]), flush=True)
for line in sys.stdin:
    start = time.process_time()
    nlp(json.loads(line))
    print(time.process_time() - start, flush=True)
"""


def load(path: Path, limit: int | None) -> list[dict[str, object]]:
    """The first articles of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return rows[:limit]


def ours(text: str) -> float:
    start = time.process_time()
    extract_quotations(text)
    return time.process_time() - start


class Peer:
    """A spaCy process that parses a text a line and answers with its processor seconds."""

    def __init__(self, python: str) -> None:
        one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [python, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | one
        )
        first = self.process.stdout.readline() if self.process.stdout else ""
        self.name = json.loads(first) if first else None

    def parse(self, text: str) -> float:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def speed(rows: list[dict[str, object]], python: str) -> None:
    """Words per processor second of both, article by article in turn."""
    texts = [str(r["text"]) for r in rows]
    words = [len(t.split()) for t in texts]
    start = time.process_time()
    trained_model.load()
    print(f"model: {trained_model.PATH.stat().st_size / 1e6:.2f} MB, loaded in {time.process_time() - start:.2f} s")
    ours(texts[0])
    peer = Peer(python)
    spent, theirs = [], []
    for text in texts:
        spent.append(ours(text))
        if peer.name:
            theirs.append(peer.parse(text))
    print(f"articles {len(texts)}, words {sum(words)}, load average {os.getloadavg()[0]:.1f}")
    rate = sum(words) / sum(spent)
    middle = statistics.median(w / s for w, s in zip(words, spent, strict=True))
    print(f"parallax: {rate:,.0f} words per processor second (median article {middle:,.0f})")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if peer.name:
        other = sum(words) / sum(theirs)
        print(f"spaCy {peer.name[2]}, {peer.name[0]} {peer.name[1]}: {other:,.0f} words per processor second")
        print(f"ratio {rate / other:.1f}")
    else:
        print("spaCy is not importable: not compared")


def record(polnear: dict[str, dict[str, float]] | None) -> None:
    """The figures on our marked sample, and on PolNeAR where they were measured, into model.json for the method page."""
    file = trained_model.PATH.with_suffix(".json")
    about = json.loads(file.read_text(encoding="utf-8"))
    about["sample"] = quotation_scores.score(quotation_scores.rows(quotation_scores.SAMPLE))
    if polnear:
        about["polnear_dev"] = polnear
    file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def score(rows: list[dict[str, object]], scorer: Path) -> dict[str, dict[str, float]]:
    """The scorer's table of our quotations on these articles, printed and returned."""
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = {}
    for r in rows:
        found[r["id"]] = [
            {
                "speaker": list(q.speaker) if q.speaker else None,
                "cue": list(q.cue) if q.cue else None,
                "content": [list(c) for c in q.content],
            }
            for q in extract_quotations(str(r["text"]))
        ]
    kept = {}
    for part, s in module.evaluate(rows, found).items():
        kept[part] = {k: s[f"joint_{k}"] for k in ("p", "r", "f1")} | {"speaker": s["src"], "span_f1": s["span_f1"]}
        print(
            f"{part:10s} tokens {s['tok_f1']:.3f}  spans {s['span_p']:.3f}/{s['span_r']:.3f}/{s['span_f1']:.3f}"
            f"  speaker {s['src']:.3f}  joint {s['joint_f1']:.3f}  marked {s['n_gold']} found {s['n_pred']}"
        )
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--articles", dest="limit", type=int, default=None, help="only the first N")
    parser.add_argument("--spacy", default=sys.executable, help="a Python that can import spaCy")
    parser.add_argument("--record", action="store_true", help="write the figures into the package's model.json")
    parser.add_argument("--scorer", type=Path, help="print this scorer's table")
    given = parser.parse_args()
    rows = load(given.articles, given.limit)
    speed(rows, given.spacy)
    table = score(rows, given.scorer) if given.scorer else None
    if given.record:
        record(table)


if __name__ == "__main__":
    main()
