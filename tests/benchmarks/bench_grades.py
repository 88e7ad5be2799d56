"""What the grade of an extraction is worth: `python -m tests.benchmarks.bench_grades CORPORA [--seeds 2]`.

Every page is read by a vote that has not seen its site (the folds of train_extract) and graded; the table counts pages
by grade and by page F1 of the body. Real pages below .5 are too few to tell how many of them a grade finds, so worse ones
are made of the same pages and counted by themselves:

- cut download: the markup ends after 30 % of the article;
- paywall: what follows the first 30 % is gone, and the page asks for a subscription there;
- silent cut: the same without a word about it;
- one reader: the body is what one reader alone kept, on the pages where that is below .5.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from collectors.extract.block_vote import Trees
from collectors.extract.body import choose_body
from collectors.extract.grade import grade
from collectors.extract.page_document import PageDocument, document_of
from collectors.extract.readers import BodyReading, read
from collectors.model import Page
from tests.benchmarks.train_extract import Sample, load, models, page_score

SHARE = 0.3
#: As outlets write them; each page gets one by the length of its markup.
WALLS = (
    "<p>Subscribe to read the full story. Already a subscriber? Log in.</p>",
    "<div><h3>Jetzt weiterlesen</h3><p>Testen Sie Hafen+ einen Monat</p><p>Sie sind bereits Abonnent?</p></div>",
    '<section class="offer"><p>Cet article est réservé aux abonnés</p><p>Déjà abonné ? Connectez-vous</p></section>',
    '<div class="box"><h2>Get unlimited access for $1</h2><p>Cancel anytime.</p><button>Subscribe now</button></div>',
    "<div><p>You have reached your limit of free articles.</p><p>Subscribe for $2 a week</p></div>",
    "<div><p>Lees verder met een abonnement</p><p>Al abonnee? Log in</p></div>",
)

Row = tuple[str, float]  # grade, page F1


def graded(
    s: Sample, document: PageDocument, reading: BodyReading, probability: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Row:
    """Grade and F1 of the body that the given probabilities make."""
    body = choose_body(reading, document, probability)
    if body.words < 25:  # no article at all for the reader of the page (kind.MIN_WORDS)
        return "refused", 0.0
    return str(grade(reading, body, cut=document.cut).grade), page_score(s.golds, body.text)[2]


def reread(s: Sample, html: str, trees: Trees) -> Row | None:
    """A changed page, from its markup on."""
    document = document_of(Page(s.id, s.url, b""), html)
    if not isinstance(document, PageDocument):
        return None
    reading = read(document)
    return graded(s, document, reading, trees.probability(reading.evidence.rows))


def ends(s: Sample) -> tuple[int, int] | None:
    """Where in the markup the first 30 % of the article end, and where all of it does."""
    right = [b.text for b, label in zip(s.evidence.blocks, s.label, strict=True) if label and len(b.text) > 40]
    total, so_far, first, position = sum(map(len, right)), 0, 0, 0
    for text in right:
        found = s.html.find(text[-25:], position)
        if found < 0:
            continue
        position = found + 25
        so_far += len(text)
        if not first and so_far >= SHARE * total:
            first = position
    return (first, position) if first and position > first else None


def cut(s: Sample, trees: Trees) -> Iterator[Row | None]:
    place = ends(s)
    yield reread(s, s.html[: place[0]], trees) if place else None


def walled(s: Sample, trees: Trees, wall: str | None = None) -> Iterator[Row | None]:
    place = ends(s)
    wall = WALLS[len(s.html) % len(WALLS)] if wall is None else wall
    yield reread(s, s.html[: place[0]] + "</p>" + wall + s.html[place[1] :], trees) if place else None


def silent(s: Sample, trees: Trees) -> Iterator[Row | None]:
    yield from walled(s, trees, "")


def single(s: Sample, _: Trees) -> Iterator[Row | None]:
    for column in range(3):
        row = graded(s, s.document, s.reading, s.evidence.votes[:, column])
        yield row if row[1] < 0.5 else None


KINDS: dict[str, Callable[[Sample, Trees], Iterator[Row | None]]] = {
    "cut download": cut,
    "paywall": walled,
    "silent cut": silent,
    "one reader": single,
}


def table(name: str, rows: Sequence[Row]) -> None:
    """Pages by grade: how many, and how many of them below .5 and below .8."""
    print(f"\n{name}: {len(rows)} pages")
    counts = Counter(g for g, _ in rows)
    low, fair = (Counter(g for g, f in rows if f < limit) for limit in (0.5, 0.8))
    for g in ("good", "doubtful", "partial", "refused"):
        if counts[g]:
            print(f"  {g:9s} {counts[g]:5d}   below .5 {low[g]:4d} ({low[g] / counts[g]:.3f})   below .8 {fair[g]:4d}")
    bad = sum(low.values())
    if bad:
        print(f"  below .5: {bad}, of them not good {bad - low['good']} ({1 - low['good'] / bad:.3f})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    samples = load(options.corpora)
    for seed in range(1, options.seeds + 1):
        fold, trees = models(samples, seed)
        mine = {s.id: trees[f] for s, f in zip(samples, fold, strict=True)}
        for corpus in ("aeb", "fundus"):
            chosen = [s for s in samples if s.corpus == corpus]
            rows = [graded(s, s.document, s.reading, mine[s.id].probability(s.evidence.rows)) for s in chosen]
            table(f"{corpus}, out of fold, seed {seed}", rows)
        if seed == 1:
            for name, kind in KINDS.items():
                table(name, [row for s in samples if s.golds for row in kind(s, mine[s.id]) if row])


if __name__ == "__main__":
    main()
