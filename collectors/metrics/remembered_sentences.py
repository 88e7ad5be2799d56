"""Sentences of texts that several steps of publishing read one after the other: 1 ms a text, found once."""

from __future__ import annotations

import hashlib
from array import array
from collections import OrderedDict
from threading import Lock

from collectors.metrics.text import sentences

#: Texts whose sentences are kept, 300 bytes each: an event's sample.
KEPT = 10_000

_LOCK = Lock()
_SPANS: OrderedDict[bytes, array[int]] = OrderedDict()


def remembered_sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text's sentences, as `text.sentences` finds them; those of the last KEPT texts are kept."""
    key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    with _LOCK:
        flat = _SPANS.get(key)
    if flat is None:
        flat = array("i", [end for span in sentences(text) for end in span])
        with _LOCK:
            _SPANS[key] = flat
            while len(_SPANS) > KEPT:
                _SPANS.popitem(last=False)
    ends = iter(flat)
    return list(zip(ends, ends, strict=True))
