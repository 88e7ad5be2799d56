"""Distinctive words on real articles: how often chance is called a difference, and which known differences are found.

    python -m tests.benchmarks.bench_wording null ARTICLES.jsonl.gz --sides 8 20 40 --splits 200
    python -m tests.benchmarks.bench_wording power ARTICLES.jsonl.gz

null: articles are split at random into two sides of n each, so nothing differs; within an event where articles name one
(both sides get half of each event), so that phases are at work as well. power: the outlets as they are.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from collectors.compare import ArticleSelection
from collectors.compare.article_arrays import ArticleParts
from collectors.compare.coded_columns import CodedColumn
from collectors.compare.distinctive_words import Distinctive, distinctive
from collectors.compare.term_counts import Terms
from collectors.dataset.term_counting import TermCounter
from collectors.metrics.phrases import VOICES
from collectors.metrics.voice import VoiceMap, voice_of
from collectors.model import Article, Voice
from tests.benchmarks.corpora import read_articles


def column(values: Sequence[str | None]) -> CodedColumn:
    names = tuple(sorted({v for v in values if v is not None}))
    at = {name: i for i, name in enumerate(names)}
    return CodedColumn(np.array([at[v] if v is not None else -1 for v in values], dtype=np.int64), names)


def terms_of(articles: Sequence[Article], *, voices: bool = False, most: int | None = None) -> Terms:
    """The articles' terms as a data set would hold them; the event is the phase."""
    counter = TermCounter()
    for article in articles:
        counter.add(article.text, heard(article.text) if voices else whole(article.text))
    found, words = counter.counted(), counter.words()
    n, width = len(articles), len(found.vocabulary)
    rows = np.repeat(np.arange(n * len(VOICES)), np.diff(found.ends))
    counts: dict[str, csr_array] = {}
    for code, voice in enumerate(VOICES):
        mine = rows % len(VOICES) == code
        cells = (found.counts[mine].astype(np.float64), (rows[mine] // len(VOICES), found.terms[mine]))
        counts[str(voice)] = csr_array(cells, shape=(n, width))
    counts["all"] = csr_array((found.counts.astype(np.float64), (rows // len(VOICES), found.terms)), shape=(n, width))
    counts["all"].sum_duplicates()
    total = {str(v): words[:, i].astype(np.float64) for i, v in enumerate(VOICES)}
    total["all"] = words.sum(axis=1).astype(np.float64)
    none = column([None] * n)
    columns = dict.fromkeys(("language", "extent", "cluster", "agency", "country", "ownership"), none)
    columns |= {"grade": column(["good"] * n), "outlet": column([a.outlet for a in articles])}
    columns["phase"] = column([a.event for a in articles])
    parts = ArticleParts(np.arange(n), columns, {"first_in_cluster": np.ones(n)})
    ids = tuple(a.id for a in articles)
    return Terms("bench", "v", "m", found.vocabulary, parts, ids, counts, total).only(
        np.arange(width) < (most or width)
    )


def whole(text: str) -> VoiceMap:
    return VoiceMap(len(text), (0,) if text else (), (Voice.OWN,) if text else ())


def heard(text: str) -> VoiceMap:
    from collectors.metrics.quotations import extract_quotations

    return voice_of(extract_quotations(text), text)


def split(terms: Terms, n: int, rng: np.random.Generator) -> Terms:
    """n articles a side; each event gives both sides equally many, as far as it goes."""
    phases = terms.articles.columns["phase"].codes
    sides = np.full(len(terms), -1, dtype=np.int64)
    pairs = []
    for phase in np.unique(phases):
        here = rng.permutation(np.flatnonzero(phases == phase))
        pairs += list(here[: len(here) // 2 * 2].reshape(-1, 2).tolist())
    for at in rng.permutation(len(pairs))[:n]:
        sides[pairs[at]] = rng.permutation(2)
    columns = dict(terms.articles.columns) | {"outlet": CodedColumn(sides, ("one", "other"))}
    return replace(terms, articles=replace(terms.articles, columns=columns))


def null(terms: Terms, sides: Sequence[int], splits: range) -> None:
    for n in sides:
        if 2 * n > len(terms):
            continue
        below = tested = any_q = 0
        for i in splits:
            found = distinctive(split(terms, n, np.random.default_rng([n, i])), ArticleSelection("bench"), seed=i)
            if found is None:
                continue
            # Both sides say the same: the second is the first with the sign changed.
            p, q = found.table.p[0], found.table.q[0]
            tested += len(p)
            below += int((p < 0.05).sum())
            any_q += bool((q < 0.05).any())
        print(
            f"{n:3} a side: {below / tested:.2%} of {tested:,} words p < .05; {any_q} of {len(splits)} splits with a q < .05",
            flush=True,
        )


def power(terms: Terms, top: int = 12) -> None:
    start = time.process_time()
    found = distinctive(terms, ArticleSelection("bench"))
    assert found is not None
    print(f"{len(terms)} articles, {len(found.table.terms)} terms, {time.process_time() - start:.1f} s of CPU")
    for name, table in (("outlets", found.table), ("shuffled outlets", found.null)):
        print(
            f"{name}: {table.below(corrected=False) / table.tested:.2%} of {table.tested:,} cells p < .05, {table.below(corrected=True)} q < .05"
        )
    for unit in found.table.units:
        for more in (True, False):
            words = [w for w in found.table.top(unit, top, more=more) if w.q is not None and w.q < 0.05]
            said = ", ".join(
                f"{w.term} ({w.articles}/{w.n} against {w.rest_articles}/{w.rest_n}, q {w.q:.3f})" for w in words
            )
            print(f"  {unit} {'more' if more else 'less'}: {said or 'nothing with q < .05'}")


def same_bytes(terms: Terms) -> None:
    """The same figures from one, two and three processes."""
    seen = Counter[bytes]()
    for processes in (1, 2, 3):
        if processes == 1:
            seen[digest(distinctive(terms, ArticleSelection("bench")))] += 1
            continue
        with ProcessPoolExecutor(processes) as pool:
            seen[digest(distinctive(terms, ArticleSelection("bench"), executor=pool))] += 1
    print(f"1, 2 and 3 processes: {'the same bytes' if len(seen) == 1 else 'DIFFERENT'}")


def digest(found: Distinctive | None) -> bytes:
    assert found is not None
    return b"".join(a.tobytes() for t in (found.table, found.null) for a in (t.p, t.q, t.z, t.uses, t.articles))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=("null", "power", "processes"))
    ask.add_argument("articles", type=Path, nargs="+")
    ask.add_argument("--sides", type=int, nargs="+", default=[8, 20, 40])
    ask.add_argument("--splits", type=int, default=200)
    ask.add_argument("--first", type=int, default=0, help="number of the first split, for a run in parts")
    ask.add_argument("--voices", action="store_true", help="find quotations, so that voices can be told")
    given = ask.parse_args()
    terms = terms_of(list(read_articles(given.articles)), voices=given.voices)
    if given.what == "null":
        null(terms, given.sides, range(given.first, given.first + given.splits))
    elif given.what == "power":
        power(terms)
    else:
        same_bytes(terms)


if __name__ == "__main__":
    main()
