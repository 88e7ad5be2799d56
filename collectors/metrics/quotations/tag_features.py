"""The feature templates of the first reading: for each token of a text one hashed integer per template."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import clause_features
from collectors.metrics.quotations import tokens as ft
from collectors.metrics.quotations.padded_tokens import Pad, Rows, distance, hash_values, join, left_of, right_of
from collectors.metrics.quotations.tokens import Ints, TokenizedText


def _window(p: Pad) -> list[Ints]:
    out = [np.zeros_like(p.w), p.w, p.s3, p.s2, p.shape, p.cb, p.source, p.q, p.fine, p.coarse, p.stem]
    for k in (-1, 1, -2, 2):
        out += [p.by(p.w, k), p.by(p.shape, k), p.by(p.cb, k), p.by(p.fine, k), p.by(p.source, k)]
    for k in (-1, 1):
        out += [p.by(p.q, k), p.by(p.stem, k), p.by(p.s3, k)]
    for k in (-4, -3, 3, 4):
        out += [p.by(p.w, k), p.by(p.cb, k), p.by(p.coarse, k)]
    for k in (-1, 0):
        a, b = k, k + 1
        out.append(join(p.by(p.w, a), p.by(p.w, b)))
        out.append(join(p.by(p.cb, a), p.by(p.cb, b), p.by(p.shape, a), p.by(p.shape, b)))
        out.append(join(p.by(p.coarse, a), p.by(p.coarse, b)))
    out.append(join(p.by(p.coarse, -1), p.coarse, p.by(p.coarse, 1)))
    out.append(join(p.by(p.mark, -1), p.q, p.by(p.mark, 1), p.cb))
    out.append(join(p.by(p.w, -2), p.by(p.w, -1), p.w))
    out.append(join(p.w, p.by(p.w, 1), p.by(p.w, 2)))
    return out


def _near_cues(p: Pad) -> list[Ints]:
    """Where the next likely cue stands on either side, what it is, and what lies between."""
    i = p.index
    outside = p.q != 1
    strong = outside & (p.cue >= 7) & (p.cue <= 8) | (p.w == p.according) & (p.by(p.w, 1) == p.to)
    weak = outside & (p.cue >= 6) & (p.cue <= 8)
    left, right = left_of(i, strong), right_of(i, strong)
    r = np.minimum(right, p.size - 1)
    # Where there is none, the index is that of the last place, which is padding and of no sentence.
    l_in, r_in = (p.sentence[left] == p.sentence) & p.real, (p.sentence[r] == p.sentence) & p.real
    ld, rd = np.where(l_in, distance(i - left), 9), np.where(r_in, distance(right - i), 9)
    lw, rw = p.w[left] * l_in, p.w[r] * r_in
    comma, that, colon = (np.cumsum(p.mark == m + 1) for m in (1, 12, 3))
    close = np.cumsum(p.q == 3)
    before, r_before, r_after = np.maximum(i - 1, 0), r - 1, np.minimum(r + 1, p.size - 1)

    def left_has(c: Ints) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.logical_and(c[before] > c[left], l_in)
        return found

    def right_has(c: Ints) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.logical_and(c[r_before] > c, r_in)
        return found

    lb = left_has(that) + 2 * left_has(comma) + 4 * left_has(colon) + 8 * ~l_in
    rb = right_has(comma) + 2 * right_has(close) + 4 * ~r_in
    after_l = p.w[left + 1] * l_in
    after_r = (p.mark[r_after] + 20 * p.shape[r_after]) * r_in
    before_r = (p.shape[r_before] + 20 * p.mark[r - 2]) * r_in
    iscue = strong * (1 + p.by(p.q, -1) * 5 + p.by(p.q, 1))
    return [
        ld,
        rd,
        join(ld, rd, p.q),
        lw,
        rw,
        join(lb, p.q),
        join(rb, p.q),
        join(lw, after_l),
        join(lw, ld),
        join(after_r, rb),
        join(before_r, rb),
        join(after_r, before_r),
        join(lb, p.mark),
        join(lb, p.w),
        iscue,
        *_weak_cues(p, weak),
        *_far_cues(p, left, right),
        join(lb, rb, p.q),
        join(lb, p.mark, p.by(p.cb, 1)),
        join(lb, p.mark, p.by(p.shape, 1), p.by(p.cb, 2)),
    ]


def _weak_cues(p: Pad, weak: NDArray[np.bool_]) -> list[Ints]:
    """The nearest words that may be cues, on either side within the sentence."""
    i = p.index
    left, right = left_of(i, weak), right_of(i, weak)
    r = np.minimum(right, p.size - 1)
    l_in, r_in = (p.sentence[left] == p.sentence) & p.real, (p.sentence[r] == p.sentence) & p.real
    ld, rd = np.where(l_in, distance(i - left), 9), np.where(r_in, distance(right - i), 9)
    return [p.w[left] * l_in, ld, rd, p.w[r] * r_in, join(ld, rd, p.q)]


def _far_cues(p: Pad, left: Ints, right: Ints) -> list[Ints]:
    """The nearest cues in the whole sequence, for speech that runs over several sentences."""
    r = np.minimum(right, p.size - 1)
    lp, rp = (p.sequence[left] == p.sequence) & p.real, (p.sequence[r] == p.sequence) & p.real
    before = np.where(lp, np.minimum(p.sentence - p.sentence[left], 3), 4)
    far = before * 5 + np.where(rp, np.minimum(p.sentence[r] - p.sentence, 3), 4)
    return [join(far, p.q), join(p.w[left] * lp, far), join(p.w[r] * rp, far)]


def _places(p: Pad, doc: TokenizedText) -> list[Ints]:
    """Sentence, quotation and paragraph around a token."""
    i, n = p.index, p.size
    s = p.sentence
    size = int(s.max()) + 2
    first, last = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    first[s[::-1]] = i[::-1]  # of several the one written last stays
    last[s] = i
    strong = (p.q != 1) & (p.cue >= 7) & (p.cue <= 8)
    cues = np.minimum(np.bincount(s + 1, weights=strong, minlength=size).astype(np.int64), 2)[s + 1]
    inq = (p.q >= 1) & (p.q <= 3)
    total = np.bincount(s + 1, minlength=size)
    share = np.bincount(s + 1, weights=inq, minlength=size)
    kind_of = np.where(share == 0, 0, np.where(share >= total - 1, 1, 2))
    kind = kind_of[s + 1]
    previous = np.where(s > 0, kind_of[np.maximum(s, 0)], 3)
    sp, se = distance(i - first[s]), distance(last[s] - i)
    first_w, last_w = p.w[np.minimum(first[s], n - 1)], p.mark[last[s]]
    before_last = p.mark[np.maximum(last[s] - 1, 0)]
    punct = (p.mark > 1) & (p.mark <= 12) & (p.shape == 2)
    lp, rp = left_of(i, punct), np.minimum(right_of(i, punct), n - 1)
    same_l, same_r = (s[lp] == s) & (lp >= 0), s[rp] == s
    lpm, rpm = p.mark[lp] * same_l, p.mark[rp] * same_r
    lp1, rp1 = np.minimum(lp + 1, n - 1), np.minimum(rp + 1, n - 1)
    lpd, rpd = np.where(same_l, distance(i - lp), 9), np.where(same_r, distance(rp - i), 9)
    commas = np.cumsum(p.mark == 2)
    ncomma = np.minimum(commas - commas[np.minimum(first[s], n - 1)], 3)
    out = [
        cues,
        join(kind, cues),
        sp,
        se,
        join(previous, p.q),
        join(cues, p.q),
        join(lpm, lpd, p.q),
        join(rpm, rpd, p.q),
        join(lpm, rpm, ncomma),
        join(ncomma, p.cb),
        join(first_w, np.minimum(sp, 5)),
        join(last_w, p.q),
        join(last_w, before_last, kind),
        join(lpm, p.w, np.minimum(lpd, 2)),
        p.w[lp1] * same_l,
        p.w[rp1] * same_r,
        join((p.cb[rp1] * 12 + p.shape[rp1]) * same_r, p.cb[np.minimum(rp + 2, n - 1)] * same_r),
    ]
    return out + _quotation_marks(p, doc) + _paragraph(p, doc)


def _quotation_marks(p: Pad, doc: TokenizedText) -> list[Ints]:
    """The quotation range around a token: its size, place in it, what stands before and after it."""
    nr = len(doc.ranges) + 1
    a = np.array([p.at[x] if x < len(p.at) else 0 for x, _ in doc.ranges] + [0], dtype=np.int64)
    b = np.array([p.at[y - 1] if y else 0 for _, y in doc.ranges] + [0], dtype=np.int64)
    k = p.put(doc.range_of, -1)
    here = k >= 0
    k = np.where(here, k, nr - 1)
    length = distance(b[k] - a[k])
    before, after = p.w[np.maximum(a[k] - 1, 0)], np.minimum(b[k] + 1, p.size - 1)
    inner = p.mark[np.maximum(b[k] - 1, 0)]

    def inside(values: Ints) -> Ints:
        return (values + 1) * here

    return [
        inside(join(distance(p.index - a[k]), length)),
        inside(before),
        inside(join(before, length)),
        inside(join(p.cb[after], p.shape[after], inner)),
        inside(join(inner, length, p.cb[np.maximum(a[k] - 1, 0)])),
        inside(join(p.w[after], inner)),
        inside(join(distance(b[k] - p.index), inner)),
    ]


def _paragraph(p: Pad, doc: TokenizedText) -> list[Ints]:
    """The paragraph: its place, a "NAME:" at its start, how the one before ended."""
    firsts = np.array([a for a, _ in doc.sequences])
    lasts = np.array([b - 1 for _, b in doc.sequences])
    head = np.zeros(len(firsts), dtype=np.int64)
    for k, (a, b) in enumerate(doc.sequences):
        head[k] = _head(doc, a, b)
    end_mark = doc.rows[lasts, ft.MARK] * 5 + doc.quote[lasts]
    end_cue = np.where(doc.rows[np.maximum(lasts - 1, 0), ft.CUE] >= 6, 1, 0)
    before = np.concatenate([[0], end_mark[:-1] * 2 + end_cue[:-1] + 1])
    size = distance(lasts - firsts)
    place = np.minimum(np.arange(len(firsts)), 2)
    seq = p.sequence
    ok = p.real
    colon = head[seq] * ok
    at = p.index - p.at[firsts][seq]
    side = np.where(at < colon // 8 - 1, 0, np.where(at == colon // 8 - 1, 1, 2))
    opens = doc.quote[firsts][seq]
    return [
        join(before[seq], p.q, np.minimum(at, 2)) * ok,
        join(size[seq], place[seq], p.shape) * ok,
        (join(colon % 8, side, p.q) + 1) * (ok & (colon > 0)),
        join(opens, before[seq], p.q),
        join(place[seq], p.shape, p.by(p.shape, 1), p.by(p.shape, -1)) * ok,
        join(distance(at), place[seq]) * ok,
    ]


def _head(doc: TokenizedText, a: int, b: int) -> int:
    """A colon among the first nine tokens: 8 * (its place + 1) + the look of what stands before it; 0 without one."""
    if ":" not in doc.surfaces[a : a + 9]:
        return 0
    for i in range(a, min(b, a + 9)):
        if doc.surfaces[i] == ":" and doc.quote[i] != 1:
            shapes = set(doc.rows[a:i, ft.SHAPE].tolist()) - {1}
            look = 1 if shapes <= {4} else 2 if shapes <= {3, 4, 7} else 3
            return 8 * (i - a + 1) + look + (4 if i + 1 < b and doc.quote[i + 1] == 2 else 0)
    return 0


def hashed(doc: TokenizedText, roles: Ints, according: int, to: int) -> Rows:
    """The buckets of each token's features.

    Args:
        doc: The text.
        roles: The clause role of each token (`clause_roles`).
        according: The place of "according" in the vocabulary.
        to: The place of "to" in the vocabulary.

    Returns:
        Buckets below 2 ** BUCKETS_LOG2, of shape (templates, tokens).
    """
    p = Pad(doc, according, to)
    values = _window(p) + _near_cues(p) + _places(p, doc) + clause_features.around_words(p, roles)
    return hash_values(values, p, 0)
