"""Texts joined into one, to be tagged together: a task of articles costs numpy as many calls as a single headline.

Nothing a tagger computes for one text depends on the others: sequences are padded apart, sentences are numbered with a
gap, and a search for the nearest cue or verb ends at the edge of its text (`padded_tokens`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from collectors.metrics.quotations.tokens import Ints, TokenizedText


def joined(docs: Sequence[TokenizedText]) -> TokenizedText:
    """Join texts of at least one token each. The result is for taggers only: it has no text and no places in it."""
    if len(docs) == 1:
        return docs[0]
    tokens = _offsets([len(doc.surfaces) for doc in docs])
    sentences = _offsets([int(doc.sentence[-1]) + 2 for doc in docs])  # one number stays free between two texts
    ranges = _offsets([len(doc.ranges) for doc in docs])
    paragraphs = _offsets([int(doc.paragraph[-1]) + 1 for doc in docs])
    return TokenizedText(
        text="",
        surfaces=[surface for doc in docs for surface in doc.surfaces],
        starts=np.concatenate([doc.starts for doc in docs]),
        ends=np.concatenate([doc.ends for doc in docs]),
        rows=np.concatenate([doc.rows for doc in docs]),
        paragraph=_shifted([doc.paragraph for doc in docs], paragraphs),
        sentence=_shifted([doc.sentence for doc in docs], sentences),
        quote=np.concatenate([doc.quote for doc in docs]),
        range_of=_shifted([doc.range_of for doc in docs], ranges),
        ranges=[(first + by, end + by) for doc, by in zip(docs, tokens, strict=True) for first, end in doc.ranges],
        sequences=[
            (first + by, end + by) for doc, by in zip(docs, tokens, strict=True) for first, end in doc.sequences
        ],
        openings=tuple(_offsets([len(doc.sequences) for doc in docs])),
    )


def _offsets(sizes: list[int]) -> list[int]:
    """Return where each of these begins if they lie one behind the other."""
    return [0, *np.cumsum(sizes[:-1]).tolist()]


def _shifted(parts: list[Ints], by: list[int]) -> Ints:
    """Join arrays of numbers, each counted from its offset; negative numbers stay as they are."""
    return np.concatenate([np.where(part < 0, part, part + offset) for part, offset in zip(parts, by, strict=True)])
