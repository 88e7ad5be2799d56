"""Grouping and copies at scale: time per article and memory as a synthetic stream grows.

python -m tests.benchmarks.bench_scale_groups --articles 1000000 --out FOLDER
python -m tests.benchmarks.bench_scale_groups --chart FOLDER       draws the chart of its scale_groups.csv again

The stream is made, not collected: words drawn by Zipf's law (exponent 1.05, 150,000 words), lengths log-normal with a median
of 420 words, 3,000 articles a day; a story has 60 words of its own, lives up to three days and is told by 1 to 40 outlets;
one article in eight is a near-copy of an earlier one of its story. Prints one row for each tenth; writes rows and a chart.
"""

from __future__ import annotations

import argparse
import csv
import resource
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from collectors.copies import Copies
from collectors.events.grouping import Grouper, batches
from collectors.model import Article

WORDS = 150_000
PER_DAY = 3_000
OWN_WORDS = 60
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def vocabulary() -> list[str]:
    """Pronounceable, distinct words; the commonest are the shortest."""
    base = len(SYLLABLES)
    return [
        "".join(SYLLABLES[(i // base**k) % base] for k in range(1 + (i >= base) + (i >= base**2))) for i in range(WORDS)
    ]


def stream(number: int, seed: int) -> Iterator[tuple[Article, int]]:
    """Articles in order of publication, each with the number of its story."""
    random = np.random.default_rng(seed)
    words = np.array(vocabulary(), dtype=object)
    weights = 1.0 / np.arange(1, WORDS + 1) ** 1.05
    cumulative = np.cumsum(weights / weights.sum())
    open_stories: list[tuple[int, np.ndarray, int, int]] = []  # story, its words, articles left, last day
    texts: dict[int, list[str]] = {}
    story = 0
    for i in range(number):
        day = i // PER_DAY
        if i % PER_DAY == 0:
            open_stories = [s for s in open_stories if s[3] >= day and s[2] > 0]
            texts = {s[0]: texts.get(s[0], []) for s in open_stories}
        if not open_stories or random.random() < 0.15:
            left = int(min(40, 1 + random.pareto(1.0)))
            open_stories.append((story, random.integers(300, WORDS, OWN_WORDS), left, day + 2))
            texts[story] = []
            story += 1
        at = int(random.integers(len(open_stories)))
        which, own, left, last = open_stories[at]
        open_stories[at] = (which, own, left - 1, last)
        if left <= 1:
            open_stories.pop(at)
        text = _copied(texts[which], random) or _written(words, cumulative, own, random)
        texts[which].append(text)
        published = (date(2020, 1, 1) + timedelta(days=day)).isoformat()
        yield Article(f"a{i}", None, f"o{i % 200}", None, (), published, "en", text), which


def _written(words: np.ndarray, cumulative: np.ndarray, own: np.ndarray, random: np.random.Generator) -> str:
    length = int(min(3_000, max(60, random.lognormal(6.04, 0.55))))
    drawn = np.minimum(np.searchsorted(cumulative, random.random(length)), WORDS - 1)
    topical = random.random(length) < 0.2
    drawn[topical] = own[np.minimum(random.geometric(0.06, int(topical.sum())), OWN_WORDS) - 1]
    picked = words[drawn].tolist()
    return "\n\n".join(" ".join(picked[k : k + 60]).capitalize() + "." for k in range(0, length, 60))


def _copied(earlier: list[str], random: np.random.Generator) -> str | None:
    if not earlier or random.random() > 0.125:
        return None
    paragraphs = earlier[int(random.integers(len(earlier)))].split("\n\n")
    return "\n\n".join(p for p in paragraphs if random.random() < 0.9) or None


def pairs(left: list[int]) -> int:
    return sum(n * (n - 1) // 2 for n in left)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--chart", type=Path, help="only draw the chart of the scale_groups.csv in this folder")
    options = parser.parse_args()
    if options.chart:
        with (options.chart / "scale_groups.csv").open(encoding="utf-8", newline="") as file:
            write(options.chart, [[float(x) for x in row] for row in list(csv.reader(file))[1:]])
        return
    grouper, copies = Grouper(), Copies()
    truth: dict[str, int] = {}
    rows: list[tuple[float, ...]] = []
    seen = 0
    spent = {"group": 0.0, "copies": 0.0}
    step = max(PER_DAY, options.articles // 20)
    for batch in batches((_note(a, s, truth) for a, s in stream(options.articles, options.seed)), PER_DAY):
        start = time.process_time()
        grouper.add(batch)
        middle = time.process_time()
        for article in batch:
            copies.add(article)
        spent["group"] += middle - start
        spent["copies"] += time.process_time() - middle
        seen += len(batch)
        if seen % step < PER_DAY or seen == options.articles:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rows.append((seen, *(1000 * spent[k] / max(1, seen - (rows[-1][0] if rows else 0)) for k in spent), memory))
            print(
                "articles {:>9,}  group {:.2f} ms  copies {:.2f} ms an article  peak {:,.0f} MiB".format(*rows[-1]),
                flush=True,
            )
            spent = dict.fromkeys(spent, 0.0)
    print(f"pairwise F1 of the groups against the stories: {pairwise(grouper, truth):.3f}")
    if options.out:
        write(options.out, rows)


def _note(article: Article, story: int, truth: dict[str, int]) -> Article:
    truth[article.id] = story
    return article


def pairwise(grouper: Grouper, truth: dict[str, int]) -> float:
    """F1 over pairs of articles."""
    joint: dict[tuple[str, int], int] = {}
    groups: dict[str, int] = {}
    stories: dict[int, int] = {}
    for key, story in truth.items():
        name = grouper.group_of(key)
        joint[name, story] = joint.get((name, story), 0) + 1
        groups[name] = groups.get(name, 0) + 1
        stories[story] = stories.get(story, 0) + 1
    return 2 * pairs(list(joint.values())) / (pairs(list(groups.values())) + pairs(list(stories.values())))


def write(folder: Path, rows: Sequence[Sequence[float]]) -> None:
    """The rows as CSV and a chart of time and memory against size."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "scale_groups.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["articles", "group_ms_per_article", "copies_ms_per_article", "peak_mib"])
        writer.writerows([int(r[0]), *(round(x, 2) for x in r[1:3]), round(r[3])] for r in rows)
    (folder / "scale_groups.svg").write_text(chart(rows), encoding="utf-8")


WIDTH, HEIGHT, LEFT, BOTTOM = 640, 220, 56, 34


def chart(rows: Sequence[Sequence[float]]) -> str:
    """Two small charts under each other: CPU milliseconds an article, and peak memory, as articles come in."""
    most = max(r[0] for r in rows)
    lines = {"grouping": [r[1] for r in rows], "copies": [r[2] for r in rows]}
    top = _panel([r[0] for r in rows], lines, most, "CPU milliseconds an article", 0)
    memory = {"peak memory": [r[3] / 1024 for r in rows]}
    bottom = _panel([r[0] for r in rows], memory, most, "GiB", HEIGHT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {2 * HEIGHT}" font-family="sans-serif" '
        f'font-size="13" role="img"><rect width="100%" height="100%" fill="#fff"/>{top}{bottom}</svg>\n'
    )


def _panel(sizes: Sequence[float], lines: dict[str, list[float]], most: float, unit: str, down: int) -> str:
    highest = max(max(values) for values in lines.values()) * 1.15
    right, base = WIDTH - 110, down + HEIGHT - BOTTOM

    def x(size: float) -> float:
        return round(LEFT + (right - LEFT) * size / most, 1)

    def y(value: float) -> float:
        return round(base - (HEIGHT - BOTTOM - 34) * value / highest, 1)

    parts = [f'<text x="{LEFT}" y="{down + 20}">{unit}</text>']
    parts += [
        f'<line x1="{LEFT}" x2="{right}" y1="{y(v)}" y2="{y(v)}" stroke="#ddd"/>'
        f'<text x="{LEFT - 8}" y="{y(v) + 4}" text-anchor="end">{v:.1f}</text>'
        for v in (0, highest / 2, highest)
    ]
    parts += [
        f'<text x="{x(most * k / 4)}" y="{base + 18}" text-anchor="middle">{most * k / 4:,.0f}</text>' for k in range(5)
    ]
    for (name, values), colour in zip(lines.items(), ("#2f7ebc", "#c4651a"), strict=False):
        points = " ".join(f"{x(s)},{y(v)}" for s, v in zip(sizes, values, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{right + 8}" y="{y(values[-1]) + 4}" fill="{colour}">{name}</text>')
    return "".join(parts)


if __name__ == "__main__":
    main()
