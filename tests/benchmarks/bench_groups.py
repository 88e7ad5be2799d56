"""Same-story grouping against marked events: B-cubed F1 over a range of each setting, and how well a setting that was
chosen on one half of the events does on the other half.

python -m tests.benchmarks.bench_groups ARTICLES.jsonl[.gz] [...]      articles carry `event`; each file is one corpus
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from collectors.events.grouping import GroupSettings
from collectors.events.stories import group_stream
from collectors.model import Article
from tests.benchmarks.corpora import read_articles

THRESHOLDS = tuple(round(0.13 + 0.01 * i, 2) for i in range(15))
SPLITS = 5


def b_cubed(articles: Sequence[Article], groups: Mapping[str, str]) -> float:
    """F1 of B-cubed precision and recall (Bagga and Baldwin 1998)."""
    gold, found = {a.id: a.event for a in articles}, {a.id: groups[a.id] for a in articles}
    of_gold = {e: {k for k, v in gold.items() if v == e} for e in set(gold.values())}
    of_found = {g: {k for k, v in found.items() if v == g} for g in set(found.values())}
    both = {k: len(of_gold[gold[k]] & of_found[found[k]]) for k in gold}
    precision = sum(n / len(of_found[found[k]]) for k, n in both.items()) / len(gold)
    recall = sum(n / len(of_gold[gold[k]]) for k, n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def score(articles: Sequence[Article], settings: GroupSettings) -> float:
    return b_cubed(articles, {t.id: t.group for t in group_stream(articles, settings)})


def halves(articles: Sequence[Article], seed: int) -> tuple[list[Article], list[Article]]:
    events = sorted({a.event or "" for a in articles})
    random.Random(seed).shuffle(events)
    one = set(events[: len(events) // 2])
    return [a for a in articles if a.event in one], [a for a in articles if a.event not in one]


def middle_of_best(scores: Mapping[float, float]) -> float:
    """The middle of the thresholds that score best."""
    best = [t for t, s in scores.items() if s >= max(scores.values()) - 1e-9]
    return best[len(best) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    options = parser.parse_args()
    corpora = {path.name: list(read_articles([path])) for path in options.articles}
    for name, articles in corpora.items():
        print(name, len(articles), "articles", len({a.event for a in articles}), "events")
        print(
            "  threshold ", "  ".join(f"{t:.2f} {score(articles, GroupSettings(threshold=t)):.3f}" for t in THRESHOLDS)
        )
        for field, values in (
            ("name_weight", (1.0, 1.5, 2.0, 2.5, 3.0)), ("same_day", (0.0, 0.02, 0.03, 0.04, 0.06)),
            ("per_day", (0.0, 0.005, 0.01, 0.02)), ("window_days", (3, 5, 7, 14)), ("batch", (1, 20, 2000)),
        ):  # fmt: skip
            made = {v: replace(GroupSettings(), **{field: v}) for v in values}  # type: ignore[arg-type]  # fields of two types
            print(f"  {field:11}", "  ".join(f"{v} {score(articles, s):.3f}" for v, s in made.items()))
        chosen, held = [], []
        for seed in range(SPLITS):
            for train, test in (halves(articles, seed), halves(articles, seed)[::-1]):
                t = middle_of_best({t: score(train, GroupSettings(threshold=t)) for t in THRESHOLDS})
                chosen.append(t)
                held.append((score(test, GroupSettings(threshold=t)), score(test, GroupSettings())))
        mean = [sum(x) / len(held) for x in zip(*held, strict=True)]
        print(
            f"  chosen on half the events: {min(chosen):.2f} to {max(chosen):.2f}; other half {mean[0]:.3f}, ", end=""
        )
        print(f"with the shipped setting {mean[1]:.3f} (lowest {min(h for _, h in held):.3f})")


if __name__ == "__main__":
    main()
