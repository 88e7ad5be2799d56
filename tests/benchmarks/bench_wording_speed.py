"""The whole comparison of 20 outlets x 500 articles beside the same table by scattertext with a bootstrap, in one run.

    python -m tests.benchmarks.bench_wording_speed ARTICLES.jsonl.gz --peer PYTHON-WITH-SCATTERTEXT

The articles are the corpus's, drawn with replacement. Both sides begin with the same counts of words and phrases. Ours:
naming (8 concepts, 5 variants), distinctive words with 2,000 shuffles and their null, all intervals. The peer's: z-scores
of the same log-odds for each pair of outlets in 2,000 resamples of their articles. It would take hours, so a part is
timed (--pairs, --resamples) and the whole is that part times its share; so is one outlet against the rest, which is
less than what pairs ask for. CPU seconds.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array, save_npz

from collectors.compare import ArticleSelection
from collectors.compare.article_sums import intervals
from collectors.compare.coded_columns import CodedColumn
from collectors.compare.distinctive_words import distinctive
from collectors.compare.term_counts import Terms
from collectors.compare.unit_permutations import exchanged_p
from collectors.compare.unit_sums import Units, unit_table
from tests.benchmarks.bench_wording import terms_of
from tests.benchmarks.corpora import read_articles

RESAMPLES, SHUFFLES = 2000, 2000

PEER = """
import sys, time
import numpy as np
from scipy.sparse import load_npz
import scattertext as st
folder, pairs, resamples = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
X = load_npz(folder + "/counts.npz").tocsr()
outlets = np.load(folder + "/outlets.npy")
vocabulary = {f"t{i}": i for i in range(X.shape[1])}
rng = np.random.default_rng(0)

def scores(rows, sides):
    matrix = st.TermDocMatrixFromScikit(X[rows], sides, vocabulary, ["mine", "theirs"]).build()
    freq = matrix.get_term_freq_df("")
    every = freq.sum(axis=1).values
    prior = st.LogOddsRatioInformativeDirichletPrior(every + 0.01, 10, "word")
    return prior.get_zeta_i_j_given_separate_counts(freq["mine"].values, every - freq["mine"].values)

def resampled(mask):
    rows = np.flatnonzero(mask)
    return rng.choice(rows, len(rows))

for kind in ("pair", "rest"):
    start = time.process_time()
    done = 0
    for a in range(pairs):
        b = (a + 7) % (outlets.max() + 1)
        for _ in range(resamples):
            if kind == "pair":
                rows = np.concatenate([resampled(outlets == a), resampled(outlets == b)])
            else:
                rows = np.concatenate([resampled(outlets == g) for g in range(outlets.max() + 1)])
            scores(rows, np.where(outlets[rows] == a, 0, 1))
            done += 1
    print(kind, (time.process_time() - start) / done)
"""


def drawn(terms: Terms, outlets: int, each: int) -> Terms:
    """Outlets of articles drawn from the corpus, in three phases."""
    rng = np.random.default_rng(0)
    rows = rng.integers(0, len(terms), outlets * each)
    columns = {name: CodedColumn(c.codes[rows], c.names) for name, c in terms.articles.columns.items()}
    names = tuple(f"outlet-{i:02}" for i in range(outlets))
    columns["outlet"] = CodedColumn(np.repeat(np.arange(outlets), each), names)
    columns["phase"] = CodedColumn(rng.integers(0, 3, len(rows)), ("one", "two", "three"))
    numbers = {name: values[rows] for name, values in terms.articles.numbers.items()}
    return replace(
        terms,
        ids=tuple(f"{i:06}" for i in range(len(rows))),
        articles=replace(terms.articles, article=np.arange(len(rows)), columns=columns, numbers=numbers),
        counts={voice: csr_array(counts[rows]) for voice, counts in terms.counts.items()},
        words={voice: words[rows] for voice, words in terms.words.items()},
    )


def naming(terms: Terms) -> None:
    """Eight concepts of five variants, named in about half of the articles."""
    rng = np.random.default_rng(1)
    outlets, phases = terms.articles.columns["outlet"], terms.articles.columns["phase"].codes
    for concept in range(8):
        counts = rng.poisson(0.4, (len(terms), 5)).astype(np.float64)
        article, variant = np.nonzero(counts)
        units = Units(
            np.arange(len(terms)), outlets.codes, phases, np.zeros(len(terms), dtype=bool), len(outlets.names)
        )
        table = unit_table(units, counts.sum(axis=1), article, variant, counts[article, variant], 5)
        exchanged_p(table, np.ones((len(outlets.names), 5), dtype=bool), str(concept))
        intervals(table.sums(), share=True)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("articles", type=Path, nargs="+")
    ask.add_argument("--peer", type=Path, required=True, help="a Python that has scattertext")
    ask.add_argument("--outlets", type=int, default=20)
    ask.add_argument("--each", type=int, default=500)
    ask.add_argument("--pairs", type=int, default=3)
    ask.add_argument("--resamples", type=int, default=4)
    given = ask.parse_args()
    terms = drawn(terms_of(list(read_articles(given.articles))), given.outlets, given.each)
    counts = terms.counts["all"]
    print(f"{len(terms):,} articles, {counts.shape[1]:,} terms, {counts.nnz:,} counts", flush=True)
    start = time.process_time()
    naming(terms)
    found = distinctive(terms, ArticleSelection("bench"))
    assert found is not None
    for unit in found.table.units:
        found.with_intervals([*found.table.top(unit, 40), *found.table.top(unit, 20, more=False)])
    ours = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"ours: {ours:.1f} s of CPU, at most {peak:.2f} GiB; null: {found.null.below(corrected=True)} cells with q < .05"
    )
    with tempfile.TemporaryDirectory() as folder:
        save_npz(Path(folder) / "counts.npz", counts.tocsr().astype(np.int64))
        np.save(Path(folder) / "outlets.npy", terms.articles.columns["outlet"].codes)
        command = [str(given.peer), "-W", "ignore", "-c", PEER, folder, str(given.pairs), str(given.resamples)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    outlets = given.outlets
    for line in told.splitlines():
        kind, seconds = line.split()
        tables = outlets * (outlets - 1) // 2 if kind == "pair" else outlets
        whole = float(seconds) * tables * RESAMPLES
        what = "each pair" if kind == "pair" else "each outlet against the rest"
        print(f"scattertext, {what}: {float(seconds):.3f} s a resample, {whole:,.0f} s for {tables} x {RESAMPLES:,}")
        print(f"  ours takes 1/{whole / ours:.0f} of it")


if __name__ == "__main__":
    main()
