"""Near-duplicates: recall by kind of rewriting, precision, and datasketch's MinHash LSH on the same pairs in the same run.

python tests/benchmarks/bench_copies.py ARTICLES.jsonl[.gz] [...]

Copies are generated from the given articles (article contract): verbatim, headline changed, trimmed to the first half,
paragraphs shuffled, and 10, 30 or 60 % of the sentences rewritten (their words in another order: no shingle survives).
An unrelated pair counted as a copy is a false positive. Needs `pip install datasketch` for the peer.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from collectors.copies import NearSettings, near_duplicates
from collectors.metrics.text import WORD, sentences
from collectors.model import Article
from tests.benchmarks.corpora import read_articles

KINDS = ("verbatim", "headline", "trimmed", "shuffled", "rewritten 10 %", "rewritten 30 %", "rewritten 60 %")


def copy_of(article: Article, kind: str, chance: random.Random) -> Article:
    """A copy of the article, made as `kind` says."""
    text = article.text
    if kind == "trimmed":
        found = sentences(text)
        text = text[: found[max(0, len(found) // 2 - 1)].end] if found else text
    elif kind == "shuffled":
        parts = [p for p in text.split("\n") if p.strip()]
        chance.shuffle(parts)
        text = "\n\n".join(parts)
    elif kind.startswith("rewritten"):
        share = int(kind.split()[1]) / 100
        parts = [text[s.start : s.end] for s in sentences(text)]
        for i in chance.sample(range(len(parts)), round(share * len(parts))):
            words = parts[i].split()
            parts[i] = " ".join(chance.sample(words, len(words)))
        text = " ".join(parts)
    title = "Another headline altogether" if kind == "headline" else article.title
    return replace(article, id=f"{article.id}#{kind}", title=title, text=text)


def generated(originals: list[Article], seed: int) -> Iterator[Article]:
    chance = random.Random(seed)
    for article in originals:
        yield article
        for kind in KINDS:
            yield copy_of(article, kind, chance)


def with_datasketch(articles: list[Article], threshold: float) -> dict[str, str]:
    """The peer: MinHash (128 permutations) over the same shingles in its LSH; clusters by connected components."""
    from datasketch import MinHash, MinHashLSH

    lsh, parent = MinHashLSH(threshold=threshold, num_perm=128), {a.id: a.id for a in articles}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for article in articles:
        found = [m.group().lower() for m in WORD.finditer(article.text)]
        signature = MinHash(num_perm=128)
        signature.update_batch([" ".join(found[i : i + 5]).encode() for i in range(len(found) - 4)])
        for other in lsh.query(signature):
            one, two = sorted((root(article.id), root(other)))
            parent[two] = one
        lsh.insert(article.id, signature)
    return {a.id: root(a.id) for a in articles}


def report(
    name: str, clusters: dict[str, str], originals: list[Article], known: dict[str, str], seconds: float
) -> None:
    """Recall by kind: the copy is in its original's cluster. Precision: of all clustered pairs of different originals'
    families, none should be together, except families that the untouched originals already join."""
    recall = {}
    for kind in KINDS:
        hits = sum(
            clusters.get(a.id) is not None and clusters.get(a.id) == clusters.get(f"{a.id}#{kind}") for a in originals
        )
        recall[kind] = hits / len(originals)
    members: dict[str, list[str]] = {}
    for key, cluster in clusters.items():
        members.setdefault(cluster, []).append(known.get(key.split("#")[0], key.split("#")[0]))
    right = wrong = 0
    for families in members.values():
        for i, one in enumerate(families):
            same = sum(one == two for two in families[i + 1 :])
            right += same
            wrong += len(families) - i - 1 - same
    print(f"{name:28} " + "  ".join(f"{k} {v:.3f}" for k, v in recall.items()), end="  ")
    print(f"precision {right / (right + wrong) if right + wrong else 1.0:.4f}  {seconds:.1f} CPU s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    originals = [a for a in read_articles(options.articles) if len(sentences(a.text)) >= 6]
    # Originals that share a quarter of their wording (a press release, a wire) are one family from the start.
    known = near_duplicates(originals, NearSettings(containment=0.25))
    print(f"{len(originals)} originals, {len(known)} of them already share a quarter of their wording with another")
    everything = list(generated(originals, options.seed))
    start = time.process_time()
    clusters = near_duplicates(everything)
    report("parallax", clusters, originals, known, time.process_time() - start)
    for threshold in (0.3, 0.5):
        start = time.process_time()
        clusters = with_datasketch(everything, threshold)
        report(f"datasketch LSH at {threshold}", clusters, originals, known, time.process_time() - start)


if __name__ == "__main__":
    main()
