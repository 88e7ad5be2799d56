"""The feature templates of the first pass: for each token of a text one hashed integer per template."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import clause_features
from collectors.metrics.quotations import tokens as ft
from collectors.metrics.quotations.padded_tokens import Pad, Rows, distance, hash_values, join, left_of, right_of
from collectors.metrics.quotations.tokens import Ints, TokenizedText


def _window(pad: Pad) -> list[Ints]:
    out = [
        np.zeros_like(pad.w),
        pad.w,
        pad.s3,
        pad.s2,
        pad.shape,
        pad.cb,
        pad.source,
        pad.q,
        pad.fine,
        pad.coarse,
        pad.stem,
    ]
    for shift in (-1, 1, -2, 2):
        out += [
            pad.by(pad.w, shift),
            pad.by(pad.shape, shift),
            pad.by(pad.cb, shift),
            pad.by(pad.fine, shift),
            pad.by(pad.source, shift),
        ]
    for shift in (-1, 1):
        out += [pad.by(pad.q, shift), pad.by(pad.stem, shift), pad.by(pad.s3, shift)]
    for shift in (-4, -3, 3, 4):
        out += [pad.by(pad.w, shift), pad.by(pad.cb, shift), pad.by(pad.coarse, shift)]
    for shift in (-1, 0):
        left, right = shift, shift + 1
        out.append(join(pad.by(pad.w, left), pad.by(pad.w, right)))
        out.append(join(pad.by(pad.cb, left), pad.by(pad.cb, right), pad.by(pad.shape, left), pad.by(pad.shape, right)))
        out.append(join(pad.by(pad.coarse, left), pad.by(pad.coarse, right)))
    out.append(join(pad.by(pad.coarse, -1), pad.coarse, pad.by(pad.coarse, 1)))
    out.append(join(pad.by(pad.mark, -1), pad.q, pad.by(pad.mark, 1), pad.cb))
    out.append(join(pad.by(pad.w, -2), pad.by(pad.w, -1), pad.w))
    out.append(join(pad.w, pad.by(pad.w, 1), pad.by(pad.w, 2)))
    return out


def _near_cues(pad: Pad) -> list[Ints]:
    """The nearest likely cue on either side, its word, and what lies between."""
    index = pad.index
    outside = pad.q != 1
    strong = outside & (pad.cue >= 7) & (pad.cue <= 8) | (pad.w == pad.according) & (pad.by(pad.w, 1) == pad.to)
    weak = outside & (pad.cue >= 6) & (pad.cue <= 8)
    left, right = left_of(pad, strong), right_of(pad, strong)
    right_safe = np.minimum(right, pad.size - 1)
    # Without a cue the index is that of the last place, which is padding and in no sentence.
    l_in, r_in = (pad.sentence[left] == pad.sentence) & pad.real, (pad.sentence[right_safe] == pad.sentence) & pad.real
    ld, rd = np.where(l_in, distance(index - left), 9), np.where(r_in, distance(right - index), 9)
    lw, rw = pad.w[left] * l_in, pad.w[right_safe] * r_in
    comma, that, colon = (np.cumsum(pad.mark == mark + 1) for mark in (1, 12, 3))
    close = np.cumsum(pad.q == 3)
    before, r_before, r_after = np.maximum(index - 1, 0), right_safe - 1, np.minimum(right_safe + 1, pad.size - 1)

    def left_has(counts: Ints) -> NDArray[np.bool_]:
        """Whether a counted mark lies between the cue on the left and the token."""
        found: NDArray[np.bool_] = np.logical_and(counts[before] > counts[left], l_in)
        return found

    def right_has(counts: Ints) -> NDArray[np.bool_]:
        """Whether a counted mark lies between the token and the cue on the right."""
        found: NDArray[np.bool_] = np.logical_and(counts[r_before] > counts, r_in)
        return found

    lb = left_has(that) + 2 * left_has(comma) + 4 * left_has(colon) + 8 * ~l_in
    rb = right_has(comma) + 2 * right_has(close) + 4 * ~r_in
    after_l = pad.w[left + 1] * l_in
    after_r = (pad.mark[r_after] + 20 * pad.shape[r_after]) * r_in
    before_r = (pad.shape[r_before] + 20 * pad.mark[right_safe - 2]) * r_in
    iscue = strong * (1 + pad.by(pad.q, -1) * 5 + pad.by(pad.q, 1))
    return [
        ld,
        rd,
        join(ld, rd, pad.q),
        lw,
        rw,
        join(lb, pad.q),
        join(rb, pad.q),
        join(lw, after_l),
        join(lw, ld),
        join(after_r, rb),
        join(before_r, rb),
        join(after_r, before_r),
        join(lb, pad.mark),
        join(lb, pad.w),
        iscue,
        *_weak_cues(pad, weak),
        *_far_cues(pad, left, right),
        join(lb, rb, pad.q),
        join(lb, pad.mark, pad.by(pad.cb, 1)),
        join(lb, pad.mark, pad.by(pad.shape, 1), pad.by(pad.cb, 2)),
    ]


def _weak_cues(pad: Pad, weak: NDArray[np.bool_]) -> list[Ints]:
    """The nearest words that may be cues, on either side within the sentence."""
    index = pad.index
    left, right = left_of(pad, weak), right_of(pad, weak)
    right_safe = np.minimum(right, pad.size - 1)
    l_in, r_in = (pad.sentence[left] == pad.sentence) & pad.real, (pad.sentence[right_safe] == pad.sentence) & pad.real
    ld, rd = np.where(l_in, distance(index - left), 9), np.where(r_in, distance(right - index), 9)
    return [pad.w[left] * l_in, ld, rd, pad.w[right_safe] * r_in, join(ld, rd, pad.q)]


def _far_cues(pad: Pad, left: Ints, right: Ints) -> list[Ints]:
    """The nearest cues in the whole sequence, for speech that runs over several sentences."""
    right_safe = np.minimum(right, pad.size - 1)
    lp, rp = (pad.sequence[left] == pad.sequence) & pad.real, (pad.sequence[right_safe] == pad.sequence) & pad.real
    before = np.where(lp, np.minimum(pad.sentence - pad.sentence[left], 3), 4)
    far = before * 5 + np.where(rp, np.minimum(pad.sentence[right_safe] - pad.sentence, 3), 4)
    return [join(far, pad.q), join(pad.w[left] * lp, far), join(pad.w[right_safe] * rp, far)]


def _places(pad: Pad, doc: TokenizedText) -> list[Ints]:
    """Sentence, quotation and paragraph around a token."""
    index, places = pad.index, pad.size
    sentence = pad.sentence
    size = int(sentence.max()) + 2
    first, last = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    first[sentence[::-1]] = index[::-1]  # of several writes the last one counts
    last[sentence] = index
    strong = (pad.q != 1) & (pad.cue >= 7) & (pad.cue <= 8)
    cues = np.minimum(np.bincount(sentence + 1, weights=strong, minlength=size).astype(np.int64), 2)[sentence + 1]
    inq = (pad.q >= 1) & (pad.q <= 3)
    total = np.bincount(sentence + 1, minlength=size)
    share = np.bincount(sentence + 1, weights=inq, minlength=size)
    kind_of = np.where(share == 0, 0, np.where(share >= total - 1, 1, 2))
    kind = kind_of[sentence + 1]
    previous = np.where(sentence > pad.first_sentence, kind_of[np.maximum(sentence, 0)], 3)
    sp, se = distance(index - first[sentence]), distance(last[sentence] - index)
    first_w, last_w = pad.w[np.minimum(first[sentence], places - 1)], pad.mark[last[sentence]]
    before_last = pad.mark[np.maximum(last[sentence] - 1, 0)]
    punct = (pad.mark > 1) & (pad.mark <= 12) & (pad.shape == 2)
    lp, rp = left_of(pad, punct), np.minimum(right_of(pad, punct), places - 1)
    same_l, same_r = (sentence[lp] == sentence) & (lp >= 0), sentence[rp] == sentence
    lpm, rpm = pad.mark[lp] * same_l, pad.mark[rp] * same_r
    lp1, rp1 = np.minimum(lp + 1, places - 1), np.minimum(rp + 1, places - 1)
    lpd, rpd = np.where(same_l, distance(index - lp), 9), np.where(same_r, distance(rp - index), 9)
    commas = np.cumsum(pad.mark == 2)
    ncomma = np.minimum(commas - commas[np.minimum(first[sentence], places - 1)], 3)
    out = [
        cues,
        join(kind, cues),
        sp,
        se,
        join(previous, pad.q),
        join(cues, pad.q),
        join(lpm, lpd, pad.q),
        join(rpm, rpd, pad.q),
        join(lpm, rpm, ncomma),
        join(ncomma, pad.cb),
        join(first_w, np.minimum(sp, 5)),
        join(last_w, pad.q),
        join(last_w, before_last, kind),
        join(lpm, pad.w, np.minimum(lpd, 2)),
        pad.w[lp1] * same_l,
        pad.w[rp1] * same_r,
        join((pad.cb[rp1] * 12 + pad.shape[rp1]) * same_r, pad.cb[np.minimum(rp + 2, places - 1)] * same_r),
    ]
    return out + _quotation_marks(pad, doc) + _paragraph(pad, doc)


def _quotation_marks(pad: Pad, doc: TokenizedText) -> list[Ints]:
    """The quoted range around a token: its length, the place in it, the words before and after it."""
    nr = len(doc.ranges) + 1
    firsts = np.array([pad.at[first] if first < len(pad.at) else 0 for first, _ in doc.ranges] + [0], dtype=np.int64)
    lasts = np.array([pad.at[end - 1] if end else 0 for _, end in doc.ranges] + [0], dtype=np.int64)
    range_of = pad.put(doc.range_of, -1)
    here = range_of >= 0
    range_of = np.where(here, range_of, nr - 1)
    length = distance(lasts[range_of] - firsts[range_of])
    before, after = pad.w[np.maximum(firsts[range_of] - 1, 0)], np.minimum(lasts[range_of] + 1, pad.size - 1)
    inner = pad.mark[np.maximum(lasts[range_of] - 1, 0)]

    def inside(values: Ints) -> Ints:
        """Return the values plus one inside quoted ranges, 0 outside."""
        return (values + 1) * here

    return [
        inside(join(distance(pad.index - firsts[range_of]), length)),
        inside(before),
        inside(join(before, length)),
        inside(join(pad.cb[after], pad.shape[after], inner)),
        inside(join(inner, length, pad.cb[np.maximum(firsts[range_of] - 1, 0)])),
        inside(join(pad.w[after], inner)),
        inside(join(distance(lasts[range_of] - pad.index), inner)),
    ]


def _paragraph(pad: Pad, doc: TokenizedText) -> list[Ints]:
    """The paragraph of a token: its length and place, a "NAME:" at its start, and how the one before ended."""
    firsts = np.array([first for first, _ in doc.sequences])
    lasts = np.array([end - 1 for _, end in doc.sequences])
    head = np.zeros(len(firsts), dtype=np.int64)
    for index, (first, end) in enumerate(doc.sequences):
        head[index] = _head(doc, first, end)
    end_mark = doc.rows[lasts, ft.MARK] * 5 + doc.quote[lasts]
    end_cue = np.where(doc.rows[np.maximum(lasts - 1, 0), ft.CUE] >= 6, 1, 0)
    before = np.concatenate([[0], end_mark[:-1] * 2 + end_cue[:-1] + 1])
    before[list(doc.openings)] = 0
    size = distance(lasts - firsts)
    place = np.minimum(np.arange(len(firsts)) - pad.opening, 2)
    seq = pad.sequence
    ok = pad.real
    colon = head[seq] * ok
    at = pad.index - pad.at[firsts][seq]
    side = np.where(at < colon // 8 - 1, 0, np.where(at == colon // 8 - 1, 1, 2))
    opens = doc.quote[firsts][seq]
    return [
        join(before[seq], pad.q, np.minimum(at, 2)) * ok,
        join(size[seq], place[seq], pad.shape) * ok,
        (join(colon % 8, side, pad.q) + 1) * (ok & (colon > 0)),
        join(opens, before[seq], pad.q),
        join(place[seq], pad.shape, pad.by(pad.shape, 1), pad.by(pad.shape, -1)) * ok,
        join(distance(at), place[seq]) * ok,
    ]


def _head(doc: TokenizedText, first: int, end: int) -> int:
    """Return 8 * (place + 1) of a colon among the first nine tokens, plus the look before it; 0 without one."""
    if ":" not in doc.surfaces[first : first + 9]:
        return 0
    for index in range(first, min(end, first + 9)):
        if doc.surfaces[index] == ":" and doc.quote[index] != 1:
            shapes = set(doc.rows[first:index, ft.SHAPE].tolist()) - {1}
            look = 1 if shapes <= {4} else 2 if shapes <= {3, 4, 7} else 3
            return 8 * (index - first + 1) + look + (4 if index + 1 < end and doc.quote[index + 1] == 2 else 0)
    return 0


def hashed(doc: TokenizedText, roles: Ints, according: int, to: int) -> Rows:
    """Return the buckets of each token's features in the first pass.

    Args:
        doc: The text.
        roles: The clause role of each token (`clause_roles`).
        according: The place of "according" in the vocabulary.
        to: The place of "to" in the vocabulary.

    Returns:
        Buckets below 2 ** BUCKETS_LOG2, of shape (templates, tokens).
    """
    pad = Pad(doc, according, to)
    values = _window(pad) + _near_cues(pad) + _places(pad, doc) + clause_features.around_words(pad, roles)
    return hash_values(values, pad, 0)
