"""How far p, q, intervals and findings can be believed: brute force, null corpora and coverage, by family of figures.

    python -m tests.benchmarks.bench_calibration tails DATASET [--cells 300]
    python -m tests.benchmarks.bench_calibration null DATASET [--splits 200]
    python -m tests.benchmarks.bench_calibration coverage DATASET [--draws 100]
    python -m tests.benchmarks.bench_calibration overviews DATASET [--splits 200]

DATASET is the folder of a published data set: its real articles are split and drawn, so that nothing differs by
construction. `tails` compares p with 200,000 shuffles where it says less than .05, on real cells and on adversarial
ones. `null` deals the articles to sides of 8, 15 and 40 and to 7 outlets of 20, and says what part of p < .05 the
arrangements can reach: marks that are there or not have few distances, and an exact test stays below .05. `coverage` draws articles of one outlet
with replacement, also with near-copies planted, and asks how often the 95 % interval holds the outlet's own share, by how many
articles with the mark such draws have on average, and by how many this draw has: of an outlet with ten on average only the
draws that happen to have many reach 15, whose estimate lies too high. `overviews` deals
articles to 7 outlets of 8, 15 and 40 and asks how often a page of findings names a difference.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from collectors.compare import ArticleArrays, ArticleSelection, load, metric_families
from collectors.compare import framing_device_metrics as device_metrics
from collectors.compare.article_sums import intervals
from collectors.compare.metric_families import MetricQuestion
from collectors.compare.metric_sample import MetricSample
from collectors.compare.outlet_pairs import STATED, corrected_pairs, pairs_of_metric
from collectors.compare.permutations import Floats, q_values_of
from collectors.compare.unit_sums import UnitTable, merged_units, unit_table
from collectors.dataset.versions import open_dataset

SHUFFLES = 200_000
#: What one of --seed adds to each seed: 0 is the splits that the README's table is of.
SEEDS_APART = 1_000_000
SIDES = ((8, 8), (15, 15), (40, 40), (20,) * 7)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles of an event and its metrics."""

    facts: ArticleArrays
    outlets: np.ndarray
    questions: list[MetricQuestion]

    def family(self, question: MetricQuestion) -> str:
        return question.metric.partition(":")[0] if question.metric.startswith(("naming", "scare")) else question.metric

    def sample(
        self, question: MetricQuestion, rows: np.ndarray, groups: np.ndarray, copies: np.ndarray
    ) -> MetricSample:
        """A metric of articles (one may come twice) dealt to groups."""
        layer = self.facts.values.layer(question.metric, question.voice, question.place, question.variants)
        none, size = np.zeros(len(rows), dtype=np.int64), int(groups.max()) + 1
        units = merged_units(np.arange(len(rows)), groups, none, copies, size)
        order = np.argsort(layer.article, kind="stable")
        begin, end = (np.searchsorted(layer.article[order], rows, side=side) for side in ("left", "right"))
        article = np.repeat(np.arange(len(rows)), end - begin)
        at = order[np.arange(len(article)) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin)
                   + np.repeat(begin, end - begin)]  # fmt: skip
        variants = len(question.variants)
        table = unit_table(units, layer.y[rows], article, layer.variant[at], layer.x[at], variants)
        alone = table.keep(~table.linked)
        marks = question.share and question.marked
        return MetricSample(table.sums(), alone.sums(), alone, table.n_articles, 8, question.share, marks)


def corpus(folder: Path) -> Corpus:
    data = open_dataset(folder.parent.parent, folder.name)
    (event, *_) = data.table("events", ["event"])["event"].to_pylist()
    facts, selection = load(data, event), ArticleSelection(event)
    questions = [
        question
        for family in (metric_families.naming, metric_families.sources, metric_families.readability, device_metrics.devices)
        for question in family(facts, selection, ())
    ]  # fmt: skip
    return Corpus(facts, facts.cube.columns["outlet"].codes[facts.values.cell], questions)


def null_groups(rng: np.random.Generator, given: Corpus, sizes: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Articles drawn without replacement and dealt by chance."""
    rows = rng.permutation(len(given.facts.values))[: sum(sizes)]
    return rows, np.repeat(np.arange(len(sizes)), sizes)


def null(given: Corpus, splits: int, seed: int) -> None:
    """Print how often articles dealt by chance are called different, beside what the arrangements can reach."""
    print("family, sides: part of p < .05 with its standard error over splits, of so many tests [what the arrangements can "
          "reach: mean over cells of the largest p up to .05 that one has]; tables with a q < .05")  # fmt: skip
    for sizes in SIDES:
        rng = np.random.default_rng(len(sizes) * 1000 + sizes[0] + SEEDS_APART * seed)
        told: dict[str, list[Floats]] = {}
        levels: dict[str, list[float]] = {}
        for split in range(splits):
            rows, groups = null_groups(rng, given, sizes)
            tables: dict[str, list[Floats]] = {}
            for question in given.questions:
                sample = given.sample(question, rows, groups, np.full(len(rows), -1))
                p = sample.p_values(f"{split + SEEDS_APART * seed}")
                p = p[:1] if len(sizes) == 2 else p  # two sides have one test
                tables.setdefault(table_of(question), []).append(p[np.isfinite(p)])
                if split % LOOKED == 0 and sample.units is not None:
                    levels.setdefault(table_of(question), []).extend(reachable(sample.units, np.isfinite(p[0])))
            for family, of_questions in tables.items():
                told.setdefault(family, []).append(np.concatenate(of_questions))
        for family, by_split in sorted(told.items()):
            said = null_line([p for p in by_split if len(p)], levels.get(family, []))
            if said:
                print(f"  {family}, {'x'.join(map(str, sizes))}: {said}", flush=True)


#: One split of so many is looked at for what its arrangements can reach; and so many exchanges are drawn for it.
LOOKED, ARRANGEMENTS = 10, 2_000
FEWEST_TESTS = 200


def table_of(question: MetricQuestion) -> str:
    """The table that a metric is a part of: figures of devices, facts and headlines are one each."""
    head = question.metric.partition(":")[0]
    return question.metric if head in ("sources", "frames", "frames_used") else head


def null_line(by_split: list[Floats], levels: list[float]) -> str:
    """What one family says; empty where too little was tested."""
    sizes = np.array([len(p) for p in by_split])
    if sizes.sum() < FEWEST_TESTS:
        return ""
    below = np.array([(p < 0.05).sum() for p in by_split])
    share = below.sum() / sizes.sum()
    error = np.sqrt(((below - sizes * share) ** 2).sum()) / sizes.sum()
    called = sum(float(np.nanmin(q_values_of(p))) < 0.05 for p in by_split)
    reach = f" [{np.mean(levels):.3f}]" if levels else ""
    return (f"{share:.3f} +- {error:.3f} of {sizes.sum()}{reach}; {called / len(by_split):.3f} +- "
            f"{np.sqrt(called * (len(by_split) - called) / len(by_split) ** 3):.3f} of {len(by_split)}")  # fmt: skip


def reachable(table: UnitTable, tested: np.ndarray) -> list[float]:
    """The size of the exact test at .05 in each tested variant: the largest p up to .05 that an arrangement has.

    None of the tested code: arrangements of the first group are drawn, and the distances that they give are ranked.
    """
    rng, size = np.random.default_rng(len(table.y)), int((table.groups == 0).sum())
    x = np.zeros((len(table.y), table.shape[2]))
    x[table.row, table.variant] = table.x
    scores = x - table.y[:, None] * x.sum(axis=0) / table.y.sum()
    chosen = np.argsort(rng.random((ARRANGEMENTS, len(table.y))), axis=1)[:, :size]
    member = np.zeros((ARRANGEMENTS, len(table.y)))
    np.put_along_axis(member, chosen, 1.0, axis=1)
    found = []
    for variant in np.flatnonzero(tested).tolist():
        far = np.round(np.abs(member @ scores[:, variant]) / (1e-12 + np.abs(scores[:, variant]).sum()), 9)
        _, counts = np.unique(far, return_counts=True)
        reached = counts[::-1].cumsum()[::-1] / ARRANGEMENTS
        found.append(float(reached[reached <= 0.05].max(initial=0.0)))
    return found


def real_cells(given: Corpus, cells: int) -> Iterator[tuple[str, Floats, Floats, np.ndarray, float]]:
    """Cells that are called different: x, y and groups of their articles, and p."""
    rng, told = np.random.default_rng(7), 0
    while told < cells:
        each = int(rng.choice([10, 20, 40]))
        names = np.unique(given.outlets)
        rows = np.concatenate([
            rng.permutation(np.flatnonzero(given.outlets == name))[:each] for name in names
        ])  # fmt: skip
        groups = np.searchsorted(names, given.outlets[rows])
        for question in given.questions:
            sample = given.sample(question, rows, groups, np.full(len(rows), -1))
            p = sample.p_values("tails")
            table = sample.units
            assert table is not None
            for group, variant in np.argwhere(p < 0.05)[:3].tolist():
                x = np.zeros(len(table.y))
                here = table.variant == variant
                x[table.row[here]] = table.x[here]
                told += 1
                yield question.metric, x, table.y, np.where(table.groups == group, 0, 1), float(p[group, variant])


def adversarial_cells(rng: np.random.Generator) -> Iterator[tuple[str, Floats, Floats, np.ndarray, float]]:
    """Long articles without a mark, one article with all marks, marks by the hundred."""
    for _ in range(60):
        here, rest = int(rng.integers(8, 30)), int(rng.integers(20, 120))
        y = np.concatenate([np.full(here, rng.integers(20, 200)), np.full(rest, rng.integers(2, 40))]).astype(float)
        x, marked = np.zeros(len(y)), rng.permutation(len(y))[: int(rng.integers(8, 14))]
        x[marked] = np.minimum(y[marked], np.round(rng.pareto(0.7, len(marked)) + 1))
        groups = (np.arange(len(y)) >= here).astype(np.int64)
        units = merged_units(np.arange(len(y)), groups, np.zeros_like(groups), np.full(len(y), -1), 2)
        row = np.flatnonzero(x)
        table = unit_table(units, y, row, np.zeros(len(row), dtype=np.int64), x[row], 1)
        sample = MetricSample(table.sums(), table.sums(), table, table.n_articles, 8, True, True)
        p = float(sample.p_values("tails")[0, 0])
        if np.isfinite(p):
            yield "adversarial", x, y, groups, p


def brute_force(x: Floats, y: Floats, groups: np.ndarray, times: int = SHUFFLES) -> float:
    """How often shuffled labels take group 0 as far; none of the tested code."""
    rng, scores, inside = np.random.default_rng(11), x - y * x.sum() / y.sum(), groups == 0
    far, held, reached = abs(scores[inside].sum()) - 1e-9 * (1 + np.abs(scores).sum()), int(inside.sum()), 0
    for _ in range(times // 2_000):
        order = rng.permuted(np.broadcast_to(scores, (2_000, len(y))), axis=1)
        reached += int((np.abs(order[:, :held].sum(axis=1)) >= far).sum())
    return (reached + 1) / (times + 1)


def tails(given: Corpus, cells: int) -> None:
    bad, every = [], []
    for source in (real_cells(given, cells), adversarial_cells(np.random.default_rng(5))):
        for metric, x, y, groups, p in source:
            truth = brute_force(x, y, groups)
            every.append((p, truth))
            if p < 1e-4 and truth > 1e-3:
                bad.append((metric, p, truth))
    p, truth = np.array(every).T
    print(f"{len(p)} cells with p < .05 or adversarial; {len(bad)} with p < 1e-4 and brute force above 1e-3: {bad[:5]}")
    print(f"p < .05 and brute force above .05: {((p < 0.05) & (truth > 0.05)).sum()}, above .06: "
          f"{((p < 0.05) & (truth > 0.06)).sum()}; median p / brute force {np.median(p / truth):.2f}")  # fmt: skip


#: By the marked articles of all draws on average, and of the draw itself.
BANDS = ("15+", "8-14", "below", "[15+]", "[8-14]", "[below]")


def coverage(given: Corpus, draws: int, copied: float, seed: int) -> None:
    """How often the interval holds an outlet's own share, by the number of drawn articles that have the mark."""
    print("family, articles with the mark, on average and [in this draw]: coverage (intervals); "
          f"{copied:.0%} of the articles are near-copies of another")  # fmt: skip
    rng = np.random.default_rng(3 + SEEDS_APART * seed)
    held: dict[tuple[str, str], list[bool]] = {}
    for size in (8, 15, 40, 100):
        for outlet in np.unique(given.outlets):
            for question in given.questions:
                if question.share:
                    cover(given, question, np.flatnonzero(given.outlets == outlet), size, draws, copied, rng, held)
    for family in sorted({name for name, _ in held}):
        said = [f"{band}: {np.mean(held[family, band]):.3f} ({len(held[family, band])})" for band in BANDS
                if len(held.get((family, band), ())) > 200]  # fmt: skip
        print(f"  {family}: {', '.join(said)}", flush=True)


def cover(
    given: Corpus, question: MetricQuestion, own: np.ndarray, size: int, draws: int, copied: float,
    rng: np.random.Generator, held: dict[tuple[str, str], list[bool]],
) -> None:  # fmt: skip
    """Draw from one outlet's articles that count for a metric."""
    layer = given.facts.values.layer(question.metric, question.voice, question.place, question.variants)
    own = own[layer.y[own] > 0]
    if not len(own):
        return
    mine = np.isin(layer.article, own)
    truth = np.bincount(layer.variant[mine], layer.x[mine], len(question.variants)) / layer.y[own].sum()
    texts = rng.integers(0, len(own), (draws, size))
    copy_of = np.where(rng.random((draws, size)) < copied, rng.integers(0, size, (draws, size)), np.arange(size))
    copy_of = np.minimum(copy_of, np.arange(size))
    rows = own[np.take_along_axis(texts, copy_of, axis=1)].ravel()
    groups = np.repeat(np.arange(draws), size)
    copies = (copy_of + size * np.arange(draws)[:, None]).ravel() if copied else np.full(len(rows), -1)
    sample = given.sample(question, rows, groups, copies)
    low, high = np.moveaxis(intervals(sample.sums, True), 2, 0)
    marked = sample.sums.parts[:, 0, :, 6]
    told = (truth > 0) & (truth < 1) & np.isfinite(low)
    holding = (low <= truth) & (truth <= high)
    usual = np.broadcast_to(marked.mean(axis=0), marked.shape)
    for names, counted in ((BANDS[:3], usual), (BANDS[3:], marked)):
        for band, here in zip(names, (counted >= 15, (counted >= 8) & (counted < 15), counted < 8), strict=True):
            held.setdefault((given.family(question), band), []).extend(holding[here & told].tolist())


def overviews(given: Corpus, splits: int, seed: int) -> None:
    """How often a difference is found among the naming and the sources of outlets that were dealt by chance."""
    asked = [q for q in given.questions if q.metric.startswith(("naming:", "sources:"))]
    for sizes in ((8,) * 7, (15,) * 7, (40,) * 7):
        rng, found, wide = np.random.default_rng(sizes[0] + SEEDS_APART * seed), 0, 0
        names = [f"outlet-{i}" for i in range(len(sizes))]
        for split in range(splits):
            rows, groups = null_groups(rng, given, sizes)
            pairs = []
            for question in asked:
                sample = given.sample(question, rows, groups, np.full(len(rows), -1))
                pairs += pairs_of_metric(
                    sample, question.metric, question.variants, names, names, str(split + SEEDS_APART * seed)
                )
            family = corrected_pairs(pairs)
            found += any(pair.holds(STATED) for pair in family.pairs.values())
            wide += family.size
        print(f"{len(sizes)} outlets of {sizes[0]}: {found} of {splits} pages with a finding, {wide / splits:.0f} figures a "
              "page", flush=True)  # fmt: skip


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=("tails", "null", "coverage", "overviews"))
    ask.add_argument("dataset", type=Path)
    ask.add_argument("--cells", type=int, default=300)
    ask.add_argument("--splits", type=int, default=200)
    ask.add_argument("--draws", type=int, default=100)
    ask.add_argument("--copied", type=float, default=0.0, help="part of the articles that are near-copies of another")
    ask.add_argument("--seed", type=int, default=0, help="another number draws other splits")
    asked = ask.parse_args()
    given = corpus(asked.dataset)
    if asked.what == "tails":
        tails(given, asked.cells)
    elif asked.what == "null":
        null(given, asked.splits, asked.seed)
    elif asked.what == "overviews":
        overviews(given, asked.splits, asked.seed)
    else:
        coverage(given, asked.draws, asked.copied, asked.seed)


if __name__ == "__main__":
    main()
