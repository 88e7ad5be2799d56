"""PolNeAR's marks as labels and pairs for training: what the quotation models learn from, and a measure of their own.

Nothing here is needed at run time.
"""

from __future__ import annotations

import bisect
import gzip
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import LABELS, Piece
from collectors.metrics.quotations.tokens import Ints, TokenizedText, Vocabulary

_AT = {name: i for i, name in enumerate(LABELS)}
#: Words that do not make a speaker right on their own.
_FUNCTION = "the a an of in on at by for to from with and or his her its their our my your that which as is was"
FUNCTION = frozenset(_FUNCTION.split())


class Mark(TypedDict):
    """One attribution: lists of [start, end) characters."""

    source: list[list[int]]
    cue: list[list[int]]
    content: list[list[int]]


class Record(TypedDict):
    """One marked article."""

    id: str
    text: str
    attributions: list[Mark]


@dataclass
class Gold:
    """An article's marks in tokens: label per token, and per attribution the token sets of its parts."""

    labels: Ints
    parts: list[dict[str, set[int]]] = field(default_factory=list)
    by_cue: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_content: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def load(path: Path) -> list[Record]:
    """The articles of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def gold(doc: TokenizedText, marks: list[Mark]) -> Gold:
    """Labels and parts. Where attributions nest, the outer one's labels win."""
    starts, ends = doc.starts.tolist(), doc.ends.tolist()
    sequence = np.repeat(np.arange(len(doc.sequences)), [b - a for a, b in doc.sequences]).tolist()
    labels, own = [0] * len(starts), [-1] * len(starts)

    def ranges(spans: list[list[int]]) -> list[tuple[int, int]]:
        found = ((bisect.bisect_right(ends, s), bisect.bisect_left(starts, e)) for s, e in spans)
        return [(a, b) for a, b in found if b > a]

    g = Gold(np.zeros(0, np.int64))
    cut = [{"source": ranges(m["source"]), "cue": ranges(m["cue"]), "content": ranges(m["content"])} for m in marks]
    for k in sorted(range(len(cut)), key=lambda k: (sum(b - a for a, b in cut[k]["content"]), k)):
        for kind, letter in (("content", "T"), ("source", "S"), ("cue", "C")):
            for a, b in cut[k][kind]:
                _write(labels, own, sequence, (a, b, k, letter), cut[k]["cue"])
    for i, label in enumerate(labels):
        name = LABELS[label]
        if name[0] == "I" and (
            i == 0 or sequence[i] != sequence[i - 1] or LABELS[labels[i - 1]][1:] != name[1:] or own[i - 1] != own[i]
        ):
            labels[i] = _AT["B" + name[1:]]
    g.labels = np.array(labels, dtype=np.int64)
    for k, parts in enumerate(cut):
        g.parts.append({kind: {t for a, b in r for t in range(a, b)} for kind, r in parts.items()})
        for t in g.parts[k]["cue"]:
            g.by_cue[t].append(k)
        for t in g.parts[k]["content"]:
            g.by_content[t].append(k)
    return g


def _write(
    labels: list[int],
    own: list[int],
    sequence: list[int],
    piece: tuple[int, int, int, str],
    cues: list[tuple[int, int]],
) -> None:
    """Label one piece, beginning again in each sequence that it runs through."""
    a, b, k, letter = piece
    for i in range(a, b):
        first = i == a or sequence[i] != sequence[i - 1]
        if first:
            side = ""
            if letter != "C":
                near = [c for c in cues if sequence[c[0]] == sequence[i]]
                side = "0" if not near else ">" if near[0][0] >= i else "<"
        labels[i] = _AT[("B" if first else "I") + letter + side]
        own[i] = k


def owner(by: dict[int, list[int]], p: Piece) -> int:
    """The attribution that most tokens of a piece belong to, -1 for none."""
    count = Counter(k for t in range(p.first, p.end) for k in by.get(t, ()))
    return min(count, key=lambda k: (-count[k], k)) if count else -1


def speaker_tokens(doc: TokenizedText, g: Gold, k: int) -> set[int]:
    """The tokens that make a speaker of attribution `k` right."""
    return {t for t in g.parts[k]["source"] if doc.surfaces[t][0].isalnum() and doc.surfaces[t].lower() not in FUNCTION}


def verdicts(doc: TokenizedText, g: Gold, found: list[FoundQuotation]) -> tuple[list[bool], int]:
    """Which found quotations are right (content overlap at least half of the union, and a word of the speaker), and how
    many attributions are marked. Words only; each attribution is matched once, best overlap first."""
    word = {i for i, w in enumerate(doc.surfaces) if w[0].isalnum()}
    want = [(k, p["content"] & word) for k, p in enumerate(g.parts)]
    want = [(k, c) for k, c in want if c]
    got = [{t for p in f.contents for t in range(p.first, p.end)} & word for f in found]
    pairs = []
    for i, mine in enumerate(got):
        near = {k for t in mine for k in g.by_content.get(t, ())}
        for k, c in want:
            if k in near and len(mine & c) * 2 >= len(mine | c):
                pairs.append((-len(mine & c) / len(mine | c), i, k))
    right, used = [False] * len(found), set()
    matched: set[int] = set()
    for _, i, k in sorted(pairs):
        if i in matched or k in used:
            continue
        matched.add(i)
        used.add(k)
        source = speaker_tokens(doc, g, k)
        who = found[i].speaker
        right[i] = not source or bool(who and source & set(range(*who)))
    return right, len(want)


# --- what words are like


def shares(
    docs: list[TokenizedText], labels: list[Ints]
) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
    """Per word: how often it occurs, outside quotation marks, inside a cue, inside a speaker."""
    total, outside, cue, source = (Counter[str]() for _ in range(4))
    for doc, y in zip(docs, labels, strict=True):
        for w, label, q in zip(doc.surfaces, y.tolist(), doc.quote.tolist(), strict=True):
            low = w.lower()
            total[low] += 1
            if q == 1:
                continue
            outside[low] += 1
            kind = LABELS[label][1:2]
            if kind == "C":
                cue[low] += 1
            elif kind == "S":
                source[low] += 1
    return total, outside, cue, source


def bucket(n: int, k: int) -> int:
    """A word's share inside cues (or speakers) as one of nine classes; rare words have classes of their own."""
    if n < 3:
        return min(n, 1)
    p = (k + 0.02) / (n + 1)
    return 3 + sum(p > edge for edge in (0.02, 0.08, 0.2, 0.4, 0.7))


def vocabulary(
    words: tuple[str, ...], docs: list[TokenizedText], labels: list[Ints], groups: dict[str, tuple[int, int]]
) -> Vocabulary:
    """The classes of these words as these articles show them."""
    _, n, cue, source = shares(docs, labels)
    return Vocabulary(
        words,
        np.array([bucket(n[w], cue[w]) for w in words]),
        np.array([bucket(n[w], source[w]) for w in words]),
        np.array([groups.get(w, (0, 0))[0] for w in words]),
        np.array([groups.get(w, (0, 0))[1] for w in words]),
    )


def clusters(docs: list[TokenizedText], total: Counter[str], seed: int) -> dict[str, tuple[int, int]]:
    """Words grouped by their neighbours, 300 fine and 60 coarse groups: positive pointwise mutual information with the
    800 commonest words at offsets -2 to 2, 40 singular vectors, spherical k-means."""
    words = [w for w, c in sorted(total.items(), key=lambda z: (-z[1], z[0])) if c >= 6]
    index, context = {w: i for i, w in enumerate(words)}, 800
    rows, columns = [], []
    for doc in docs:
        ids = np.array([index.get(w.lower(), -1) for w in doc.surfaces])
        for block, k in enumerate((-2, -1, 1, 2)):
            a, b = (ids[-k:], ids[:k]) if k < 0 else (ids[:-k], ids[k:])
            ok = (a >= 0) & (b >= 0) & (b < context)
            rows.append(a[ok])
            columns.append(b[ok] + block * context)
    r, c = np.concatenate(rows), np.concatenate(columns)
    m = csr_matrix((np.ones(len(r)), (r, c)), shape=(len(words), 4 * context))
    m.sum_duplicates()
    row, column = np.asarray(m.sum(1)).ravel(), np.asarray(m.sum(0)).ravel()
    coo = m.tocoo()
    pmi = np.maximum(np.log(coo.data * m.sum() / (row[coo.row] * column[coo.col] + 1e-9)), 0)
    rng = np.random.default_rng(seed)
    u, s, _ = svds(csr_matrix((pmi, (coo.row, coo.col)), shape=m.shape), k=40, v0=rng.standard_normal(min(m.shape)))
    x = u * np.sqrt(s)
    x /= np.linalg.norm(x, axis=1, keepdims=True) + 1e-9
    weight = np.sqrt(np.array([total[w] for w in words], dtype=float))
    fine, coarse = (_k_means(x, weight, k, rng) for k in (300, 60))
    return {w: (int(fine[i]) + 1, int(coarse[i]) + 1) for w, i in index.items()}


def _k_means(x: np.ndarray, weight: np.ndarray, k: int, rng: np.random.Generator) -> Ints:
    k = min(k, max(1, len(x) // 3))
    centres = x[: k * 3][rng.permutation(min(len(x), k * 3))[:k]]
    for _ in range(25):
        nearest = (x @ centres.T).argmax(1)
        total = np.zeros_like(centres)
        np.add.at(total, nearest, x * weight[:, None])
        size = np.linalg.norm(total, axis=1, keepdims=True)
        centres = np.where(size > 0, total / np.maximum(size, 1e-9), centres)
    return np.asarray(nearest, dtype=np.int64)
