"""Trains the quotation model and writes it into the package, with its provenance beside it.

    python -m tests.benchmarks.train_quotations --polnear polnear.train.jsonl.gz --roles roles.jsonl.gz
        --others others.jsonl.gz --other-roles other-roles.jsonl.gz --outcomes outcomes.jsonl.gz [--out DIR]

0. texts: PolNeAR's, one in three set in the style of other papers, and news without marks (`training_texts`)
1. words: their share inside cues and speakers, and groups of words by their neighbours, in all texts
2. clauses: a tagger of clause roles, learnt from a parser's (`parse_clause_roles`) on all texts that were parsed, and
   each article's roles by one that never saw it
3. first reading: a tagger on all articles, and one per fold so that every article has scores from a tagger that never
   saw it
4. second reading: a tagger on those scores and what the first one found around each token
5. links: content with cue, speaker with cue, and where contents end, on the labels of second readings that never saw the article
6. trust: which quotations are right, on links that never saw the article
7. pack, and measure all of it out of fold; `calibrate_quotations` then learns probabilities from the outcomes

Deterministic: the same articles and seed write the same bytes. About ten minutes of one core and 4 GB.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import content_ends, linking, second_pass_features, tag_features
from collectors.metrics.quotations import trained_model as packed
from collectors.metrics.quotations.assembly import FoundQuotation, assemble, sequences
from collectors.metrics.quotations.confidence import QuotationEvidence, confidence_features
from collectors.metrics.quotations.english import chosen
from collectors.metrics.quotations.labelled_pieces import LABELS
from collectors.metrics.quotations.tagging import Floats
from collectors.metrics.quotations.tokens import (
    BUCKETS_LOG2,
    Ints,
    TokenizedText,
    Vocabulary,
    WordTable,
    read,
)
from collectors.metrics.quotations.trained_model import ModelSettings, Reading
from tests.benchmarks import crf_training as crf
from tests.benchmarks import quotation_gold as qg
from tests.benchmarks.quotation_calibration import Outcome, Weights, logistic, measure, outcome_of, write_outcomes
from tests.benchmarks.quotation_corpus import SEED, Corpus, Sources, corpus, say

FOLDS = 4
SETTINGS = ModelSettings(first_recall=0.25, first_share=0.7, second_recall=0.0, keep=0.2)
Buckets = NDArray[np.int32]
Learnt = tuple[Ints, crf.Weights]  # the buckets that carry weights, and the weights


def feature_buckets(c: Corpus, of: list[int], vocabulary: Vocabulary) -> list[Buckets]:
    """First-reading buckets of these articles with these word classes."""
    table = WordTable(vocabulary)
    known = (table.index("according"), table.index("to"))
    return [_by_token(tag_features.hashed(read(c.records[i]["text"], table), c.roles[i], *known)) for i in of]


def _by_token(buckets: Buckets) -> Buckets:
    return np.ascontiguousarray(buckets.T)


def jackknifed(c: Corpus, of: list[int], parts: int = 5) -> list[Buckets]:
    """Buckets of training articles whose word classes were counted on the others: a word's own label must not leak."""
    got: dict[int, Buckets] = {}
    for k in range(parts):
        inside = [i for n, i in enumerate(of) if n % parts == k]
        others = [i for n, i in enumerate(of) if n % parts != k]
        got.update(zip(inside, feature_buckets(c, inside, c.vocabulary(others)), strict=True))
    return [got[i] for i in of]


def fit_tagger(
    docs: list[TokenizedText], buckets: list[Buckets], labels: list[Ints], base: list[Floats] | None, l1: float
) -> tuple[crf.Scorer, Learnt]:
    """A tagger on the buckets seen at least three times."""
    count = np.bincount(np.concatenate([b.ravel() for b in buckets]), minlength=1 << BUCKETS_LOG2)
    kept = np.flatnonzero(count >= 3)
    remap = np.zeros(1 << BUCKETS_LOG2, dtype=np.int32)
    remap[kept] = np.arange(1, len(kept) + 1, dtype=np.int32)
    items = [
        crf.Sequence(remap[b[x:y]], g[x:y], None if base is None else base[n][x:y])
        for n, (d, b, g) in enumerate(zip(docs, buckets, labels, strict=True))
        for x, y in d.sequences
    ]
    w = crf.train(
        items,
        len(kept) + 1,
        len(LABELS),
        epochs=8,
        rate=0.1,
        l1=l1,
        l2=0.0,
        average_from=4,
        initial=10.0,
        seed=SEED,
        log=False,
    )
    return crf.Scorer.of(kept, w), (kept, w)


def folds(n: int) -> list[tuple[list[int], list[int]]]:
    """(articles to learn from, articles kept out), by turns."""
    return [([i for i in range(n) if i % FOLDS != k], [i for i in range(n) if i % FOLDS == k]) for k in range(FOLDS)]


def first_reading(c: Corpus, learn: list[int], apply: list[int]) -> tuple[list[Floats], list[Ints], Learnt]:
    """Step 3 for one fold: scores and labels of the articles in `apply` by a tagger learnt on `learn`."""
    docs = [c.plain[i] for i in learn]
    tagger, raw = fit_tagger(docs, jackknifed(c, learn), [c.gold[i].labels for i in learn], None, 0.05)
    scores = [tagger.scores(b) for b in feature_buckets(c, apply, c.vocabulary(learn))]
    return (
        scores,
        [
            tagger.paths.labels(s, c.plain[i].sequences, SETTINGS.first_recall)
            for s, i in zip(scores, apply, strict=True)
        ],
        raw,
    )


@dataclass
class Read:
    """An article as the second reading of a fold left it."""

    doc: TokenizedText
    gold: qg.Gold
    parts: list[linking.Sequence]
    reading: Reading


def pairs(articles: list[Read]) -> tuple[list[list[str]], list[bool], list[list[str]], list[bool]]:
    """Step 5: content-cue pairs and speaker-cue pairs with the gold answers."""
    xt: list[list[str]] = []
    yt: list[bool] = []
    xs: list[list[str]] = []
    ys: list[bool] = []
    for a in articles:
        last: tuple[int, int] | None = None
        for s in a.parts:
            own = {cue: qg.owner(a.gold.by_cue, cue) for cue in s.cues}
            held = {x: qg.owner(a.gold.by_content, x) for x in s.contents}
            for x, k in held.items():
                if k >= 0:
                    near = linking.nearest(s, x)
                    xt += [linking.content_features(s, x, cue) for cue in near]
                    yt += [own[cue] == k for cue in near]
            before: tuple[int, int] | None = None
            for cue, k in own.items():
                source = qg.speaker_tokens(a.doc, a.gold, k) if k >= 0 else set()
                if not source:
                    continue
                contents = [x for x in s.contents if held[x] == k]
                right = None
                for cand in linking.candidates(s, cue, before, last):
                    hit = any(t in source for t in range(cand.first, cand.end))
                    xs.append(linking.speaker_features(s, cand, cue, contents))
                    ys.append(hit)
                    if hit and (right is None or cand.origin == "S"):
                        right = (cand.first, cand.end)
                before = right or before
            last = before or last
    return xt, yt, xs, ys


@dataclass(frozen=True)
class Links:
    """What joins pieces to quotations: contents to cues, speakers to cues, and where contents end."""

    content: Weights
    speaker: Weights
    ends: Weights

    def quotations(self, article: Read) -> tuple[list[FoundQuotation], QuotationEvidence]:
        """The quotations of an article, before any is dropped."""
        evidence = QuotationEvidence(article.doc, article.reading.roles, article.reading.scores)
        found = assemble(article.parts, self.content, self.speaker)
        return content_ends.with_best_ends(found, article.parts, evidence, self.ends), evidence


def links(articles: list[Read]) -> Links:
    xt, yt, xs, ys = pairs(articles)
    without = Links(logistic(xt, yt), logistic(xs, ys), {})
    return replace(without, ends=logistic(*ends(articles, without), 2.0))


def ends(articles: list[Read], without: Links) -> tuple[list[list[str]], list[bool]]:
    """Step 5: the ends that contents might have, and whether the content then overlaps with a marked one by half."""
    rows: list[list[str]] = []
    right: list[bool] = []
    for a in articles:
        found, evidence = without.quotations(a)
        taken = content_ends.tokens_taken(found, a.parts)
        word = {i for i, w in enumerate(a.doc.surfaces) if w[0].isalnum()}
        marked = [part["content"] & word for part in a.gold.parts]
        for one in found:
            others = content_ends.other_ends(one, evidence, taken)
            piece = one.contents[0]
            near = [c for c in marked if any(t in c for t in range(piece.first, piece.end))] if others else []
            for end in [piece.end, *others] if others else []:
                mine = set(range(piece.first, end)) & word
                rows.append(content_ends.end_features(one, evidence, end))
                right.append(any(len(mine & c) * 2 >= len(mine | c) for c in near))
    return rows, right


def judged(articles: list[Read], models: Links) -> list[tuple[list[FoundQuotation], list[list[str]], list[bool], int]]:
    """Each article's quotations with their trust features, whether they are right, and how many are marked."""
    out = []
    for a in articles:
        found, evidence = models.quotations(a)
        right, wanted = qg.verdicts(a.doc, a.gold, found)
        out.append((found, [confidence_features(f, evidence) for f in found], right, wanted))
    return out


def outcomes(articles: list[Read]) -> tuple[list[Outcome], int]:
    """Step 7: what the whole path finds by links and trust learnt on other folds, and how many are marked."""
    found: list[Outcome] = []
    wanted = 0
    for learn_on, out in folds(len(articles)):
        models = links([articles[i] for i in learn_on])
        seen = judged([articles[i] for i in learn_on], models)
        trust = logistic([f for _, rows, _, _ in seen for f in rows], [y for _, _, ys, _ in seen for y in ys], 3.0)
        for i in out:
            a = articles[i]
            every, evidence = models.quotations(a)
            kept = chosen(evidence, a.parts, every, trust, SETTINGS.keep)
            right, n = qg.verdicts(a.doc, a.gold, kept)
            found += [outcome_of(a.doc, a.reading.roles, f, y) for f, y in zip(kept, right, strict=True)]
            wanted += n
    return found, wanted


@dataclass
class FirstRead:
    """Out-of-fold scores and labels of every article, and the tagger learnt on all."""

    scores: list[Floats]
    labels: list[Ints]
    tagger: Learnt


def read_first(c: Corpus) -> FirstRead:
    """Step 3."""
    n = len(c.records)
    got: dict[int, tuple[Floats, Ints]] = {}
    for seen, apart in folds(n):
        scores, labels, _ = first_reading(c, seen, apart)
        got.update(zip(apart, zip(scores, labels, strict=True), strict=True))
        say("first reading without fold", apart[0])
    _, _, tagger = first_reading(c, list(range(n)), [])
    say("first reading of all")
    return FirstRead([got[i][0] for i in range(n)], [got[i][1] for i in range(n)], tagger)


def read_second(c: Corpus, first: FirstRead) -> tuple[list[Read], Learnt]:
    """Step 4: every article as a second tagger that never saw it leaves it, and the tagger learnt on all."""
    n = len(c.records)
    table = WordTable(c.vocabulary(list(range(n))))
    docs = [read(r["text"], table) for r in c.records]
    readings = zip(docs, c.roles, first.labels, strict=True)
    buckets = [_by_token(second_pass_features.hashed(*one)) for one in readings]
    base = [s * np.float32(SETTINGS.first_share) for s in first.scores]

    def tagger(of: list[int]) -> tuple[crf.Scorer, Learnt]:
        gold = [c.gold[i].labels for i in of]
        return fit_tagger([docs[i] for i in of], [buckets[i] for i in of], gold, [base[i] for i in of], 0.1)

    articles: dict[int, Read] = {}
    for seen, apart in folds(n):
        fitted, _ = tagger(seen)
        for i in apart:
            total = fitted.scores(buckets[i], base[i])
            y = fitted.paths.labels(total, docs[i].sequences, SETTINGS.second_recall)
            articles[i] = Read(docs[i], c.gold[i], sequences(docs[i], y), Reading(c.roles[i], y, total))
        say("second reading without fold", apart[0])
    _, whole = tagger(list(range(n)))
    return [articles[i] for i in range(n)], whole


def learn_links(articles: list[Read]) -> dict[str, object]:
    """Steps 5 and 6."""
    trust_x: list[list[str]] = []
    trust_y: list[bool] = []
    for seen, apart in folds(len(articles)):
        models = links([articles[i] for i in seen])
        for _, rows, ys, _ in judged([articles[i] for i in apart], models):
            trust_x += rows
            trust_y += ys
    return asdict(links(articles)) | {"trust": logistic(trust_x, trust_y, 3.0)}


def run(sources: Sources, out: Path, outcomes_file: Path) -> None:
    """All steps."""
    c = corpus(sources)
    say("articles", len(c.records), "words known", len(c.words))
    first = read_first(c)
    articles, second_tagger = read_second(c, first)
    found, wanted = outcomes(articles)
    cross = measure(found, wanted)
    say("out of fold, joint", cross)
    write(out, c, (first.tagger, second_tagger), learn_links(articles))
    write_outcomes(outcomes_file, found)
    provenance(out, sources, c, cross)


def write(
    out: Path,
    c: Corpus,
    raw: tuple[Learnt, Learnt],
    tables: Mapping[str, object],
) -> None:
    """The model file."""
    v = c.vocabulary(list(range(len(c.records))))
    arrays: dict[str, NDArray[np.generic]] = {"words": packed.as_bytes("\n".join(v.words))}
    for key in ("cue", "source", "fine", "coarse"):
        arrays[f"words_{key}"] = getattr(v, key).astype(np.uint16)
    for name, learnt in (("roles", c.clauses.words), ("neighbours", c.clauses.neighbours)):
        shipped = learnt.pruned()
        arrays |= packed.pack_table(name, shipped.buckets, shipped.weights)
    for name, (kept, w) in zip(("first", "second"), raw, strict=True):
        arrays |= packed.pack_tagger(name, kept, w.state[1:], w.moves, w.start, w.end)
    arrays["tables"] = packed.as_bytes(
        json.dumps(dict(tables) | {"settings": asdict(SETTINGS)}, sort_keys=True, separators=(",", ":"))
    )
    np.savez_compressed(out / "model.npz", allow_pickle=False, **{k: arrays[k] for k in sorted(arrays)})
    say("model", (out / "model.npz").stat().st_size, "bytes")


def provenance(out: Path, sources: Sources, c: Corpus, cross: dict[str, float]) -> None:
    """What the model was learnt from and how well it did out of fold."""
    about = {
        "model": "model.npz",
        "sha256": hashlib.sha256((out / "model.npz").read_bytes()).hexdigest(),
        "script": "tests/benchmarks/train_quotations.py",
        "data": "PolNeAR 1.0 (networkdynamics/PolNeAR), training part; no text of it is kept, only weights and word counts' classes",
        "clause_roles": "spaCy's en_core_web_sm 3.8.0 (MIT) on the same articles, by tests/benchmarks/parse_clause_roles.py",
        "data_sha256": hashlib.sha256(sources.marked.read_bytes()).hexdigest(),
        "other_data": "groups of words and clause roles also from news without marks, by tests/benchmarks/training_texts.py",
        "other_data_sha256": hashlib.sha256(sources.others.read_bytes()).hexdigest(),
        "articles": len(c.records),
        "attributions": sum(len(r["attributions"]) for r in c.records),
        "tokens": sum(len(d.surfaces) for d in c.plain),
        "folds": FOLDS,
        "seed": SEED,
        "settings": asdict(SETTINGS),
        "joint_out_of_fold": cross,
        "measure": "content overlap of at least half and a word of the speaker; all attributions, our own count by tokens",
    }
    (out / "model.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def on_one_thread() -> None:
    """Starts again with one thread of linear algebra: with another number sums come out in another order, and the last
    digits, and with them the file, depend on the machine's cores."""
    one = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    if any(os.environ.get(k) != v for k, v in one.items()):
        again = [sys.executable, "-m", "tests.benchmarks.train_quotations", *sys.argv[1:]]
        os.execve(sys.executable, again, os.environ | one)  # noqa: S606 -- this program, with its own arguments


def main() -> None:
    on_one_thread()
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--polnear", type=Path, required=True, help="polnear.train, .jsonl or .jsonl.gz")
    parser.add_argument(
        "--out", type=Path, default=packed.PATH.parent, help="folder of the model (default: the package)"
    )
    parser.add_argument("--roles", type=Path, required=True, help="what parse_clause_roles wrote for these articles")
    parser.add_argument("--others", type=Path, required=True, help="what training_texts wrote")
    parser.add_argument(
        "--other-roles", type=Path, required=True, help="what parse_clause_roles wrote for (some of) them"
    )
    parser.add_argument(
        "--outcomes", type=Path, required=True, help="where what became of quotations out of fold goes (.gz)"
    )
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    run(Sources(given.polnear, given.roles, given.others, given.other_roles), given.out, given.outcomes)


if __name__ == "__main__":
    main()
