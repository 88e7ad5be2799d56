"""The trained model: read from `model.npz` beside this file (arrays only, nothing is unpickled), once per process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import second_pass_features, tag_features
from collectors.metrics.quotations.linking import Weights
from collectors.metrics.quotations.tagging import STEP, Floats, Paths, Tagger
from collectors.metrics.quotations.tokens import Ints, TokenizedText, Vocabulary, WordTable

PATH = Path(__file__).with_name("model.npz")


@dataclass(frozen=True)
class ModelSettings:
    """Numbers chosen by cross-validation: see `model.json`."""

    first_recall: float  # taken from the score of "no label" in the first reading
    first_share: float  # how much of the first reading's scores enters the second
    second_recall: float
    keep: float  # quotations less likely than this are dropped


@dataclass(frozen=True)
class Model:
    """Two taggers, three linear models over strings and the words they know."""

    table: WordTable
    first: Tagger
    second: Tagger
    content: Weights
    speaker: Weights
    trust: Weights
    settings: ModelSettings

    def label(self, doc: TokenizedText) -> tuple[Ints, Floats]:
        """A document read twice: its labels and the second reading's scores. It has at least one token."""
        read = [self._label(part) for part in doc.blocks()]
        return np.concatenate([y for y, _ in read]), np.concatenate([s for _, s in read])

    def _label(self, doc: TokenizedText) -> tuple[Ints, Floats]:
        known, s = self.table.index, self.settings
        scores = self.first.scores(tag_features.hashed(doc, known("according"), known("to")))
        labels = self.first.paths.labels(scores, doc.sequences, s.first_recall)
        total = self.second.scores(second_pass_features.hashed(doc, labels), scores * np.float32(s.first_share))
        return self.second.paths.labels(total, doc.sequences, s.second_recall), total


def pack_tagger(name: str, buckets: Ints, weights: Floats, *small: Floats) -> dict[str, NDArray[np.generic]]:
    """A tagger as small arrays: bucket numbers as differences, and its weights as signed bytes."""
    quantised = np.clip(np.rint(weights / STEP), -127, 127).astype(np.int8)
    used = np.flatnonzero(quantised.any(1))
    quantised, kept = quantised[used], np.sort(buckets[used])
    quantised = quantised[np.argsort(buckets[used], kind="stable")]
    packed: dict[str, NDArray[np.generic]] = {
        f"{name}_buckets": np.diff(kept, prepend=0).astype(np.uint32),
        f"{name}_mask": np.packbits(quantised != 0),
        f"{name}_values": quantised[quantised != 0],
    }
    for key, value in zip(("moves", "start", "end"), small, strict=True):
        packed[f"{name}_{key}"] = value.astype(np.float32)
    return packed


def _unpack_tagger(name: str, data: dict[str, NDArray[np.generic]]) -> Tagger:
    buckets = np.cumsum(data[f"{name}_buckets"].astype(np.int64))
    moves = data[f"{name}_moves"].astype(np.float32)
    size = len(moves)
    mask = np.unpackbits(data[f"{name}_mask"].astype(np.uint8))[: len(buckets) * size].astype(bool)
    weights = np.zeros(len(buckets) * size, dtype=np.int8)
    weights[mask] = data[f"{name}_values"].astype(np.int8)
    start, end = (data[f"{name}_{k}"].astype(np.float32) for k in ("start", "end"))
    return Tagger.of(buckets, weights.reshape(-1, size), Paths.of(moves, start, end))


def about() -> dict[str, Any]:
    """The model's provenance and its measured precision and recall, as recorded beside it in `model.json`."""
    known: dict[str, Any] = json.loads(PATH.with_suffix(".json").read_text(encoding="utf-8"))
    return known


def _text(data: NDArray[np.generic]) -> str:
    return data.astype(np.uint8).tobytes().decode("utf-8")


def as_bytes(text: str) -> NDArray[np.generic]:
    """A string as an array that `numpy.load` reads without pickle."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


@cache
def load(path: Path = PATH) -> Model:
    """The model of this version."""
    with np.load(path, allow_pickle=False) as stored:
        data: dict[str, NDArray[np.generic]] = {k: stored[k] for k in stored.files}
    words = tuple(_text(data["words"]).split("\n"))
    classes = {k: data[f"words_{k}"].astype(np.int64) for k in ("cue", "source", "fine", "coarse")}
    tables: dict[str, dict[str, float]] = json.loads(_text(data["tables"]))
    return Model(
        WordTable(Vocabulary(words, **classes)),
        _unpack_tagger("first", data),
        _unpack_tagger("second", data),
        tables["content"],
        tables["speaker"],
        tables["trust"],
        ModelSettings(**tables["settings"]),
    )
