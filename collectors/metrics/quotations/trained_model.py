"""The trained model, loaded once per process from `model.npz` beside this file (arrays only, without pickle)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import second_pass_features, tag_features
from collectors.metrics.quotations.clause_roles import ROLES, ClauseTagger
from collectors.metrics.quotations.confidence import Calibration
from collectors.metrics.quotations.joined_texts import joined
from collectors.metrics.quotations.linking import Weights
from collectors.metrics.quotations.tagging import STEP, Floats, Paths, ScoreTable, Tagger
from collectors.metrics.quotations.tokens import BLOCK, Ints, TokenizedText, Vocabulary, WordTable

PATH = Path(__file__).with_name("model.npz")
CALIBRATION = PATH.with_name("calibration.json")


@dataclass(frozen=True)
class ModelSettings:
    """Numbers chosen by cross-validation; `model.json` records how."""

    first_recall: float  # subtracted from the score of "O" in the first pass
    first_share: float  # factor of the first pass's scores in the second
    second_recall: float
    keep: float  # quotations less likely than this are dropped


@dataclass(frozen=True)
class Reading:
    """What the taggers say of each token of a text.

    Attributes:
        roles: The clause role, as its place in `clause_roles.ROLES`.
        labels: The label, as its place in `labelled_pieces.LABELS`.
        scores: The scores of the second pass, of shape (tokens, labels).
    """

    roles: Ints
    labels: Ints
    scores: Floats


@dataclass(frozen=True)
class Model:
    """The whole model: a tagger of clause roles, two of quotations, and four linear models over feature names.

    `content` and `speaker` are the weights of linking, `ends` those of where contents end, `trust` those of confidence.
    """

    table: WordTable
    clauses: ClauseTagger
    first: Tagger
    second: Tagger
    content: Weights
    speaker: Weights
    ends: Weights
    trust: Weights
    calibration: Calibration
    settings: ModelSettings

    def label(self, doc: TokenizedText) -> Reading:
        """Tag the clauses of a text, then its quotations in two passes.

        Args:
            doc: A text of at least one token.
        """
        parts = [self._label(part) for part in doc.blocks()]
        return Reading(*(np.concatenate(of_part) for of_part in zip(*parts, strict=True)))

    def label_together(self, docs: Sequence[TokenizedText]) -> list[Reading]:
        """Tag several texts at once: the same as `label` gives for each, in a third of its time for short ones.

        Args:
            docs: Texts of at least one token.
        """
        return [reading for batch in _batches(docs) for reading in self._label_batch(batch)]

    def _label_batch(self, docs: Sequence[TokenizedText]) -> Iterable[Reading]:
        if len(docs) == 1:
            return [self.label(docs[0])]
        ends = np.cumsum([len(doc.surfaces) for doc in docs])[:-1]
        parts = (np.split(of_all, ends) for of_all in self._label(joined(docs)))
        return [Reading(*of_one) for of_one in zip(*parts, strict=True)]

    def _label(self, doc: TokenizedText) -> tuple[Ints, Ints, Floats]:
        known, settings = self.table.index, self.settings
        roles = self.clauses.roles(doc)
        scores = self.first.table.scores(tag_features.hashed(doc, roles, known("according"), known("to")))
        labels = self.first.paths.labels(scores, doc.sequences, settings.first_recall)
        hashed = second_pass_features.hashed(doc, roles, labels)
        total = self.second.table.scores(hashed, scores * np.float32(settings.first_share))
        return roles, self.second.paths.labels(total, doc.sequences, settings.second_recall), total


def _batches(docs: Sequence[TokenizedText]) -> list[list[TokenizedText]]:
    """Cut a sequence of texts into runs of at most BLOCK tokens; a longer text is a run of its own."""
    batches: list[list[TokenizedText]] = []
    room = 0
    for doc in docs:
        if len(doc.surfaces) > room:
            batches.append([])
            room = BLOCK
        batches[-1].append(doc)
        room -= len(doc.surfaces)
    return batches


def pack_table(name: str, buckets: Ints, weights: Floats) -> dict[str, NDArray[np.generic]]:
    """Pack a table of weights as small arrays: bucket numbers as differences, weights as signed bytes.

    Args:
        name: The beginning of the arrays' names.
        buckets: The buckets that carry weights.
        weights: Their weights, of shape (buckets, labels).
    """
    quantised = np.clip(np.rint(weights / STEP), -127, 127).astype(np.int8)
    used = np.flatnonzero(quantised.any(1))
    used = used[np.argsort(buckets[used], kind="stable")]
    quantised = quantised[used]
    return {
        f"{name}_buckets": np.diff(buckets[used], prepend=0).astype(np.uint32),
        f"{name}_mask": np.packbits(quantised != 0),
        f"{name}_values": quantised[quantised != 0],
    }


def pack_tagger(name: str, buckets: Ints, weights: Floats, *small: Floats) -> dict[str, NDArray[np.generic]]:
    """Pack a tagger as small arrays.

    Args:
        name: The beginning of the arrays' names.
        buckets: The buckets that carry weights.
        weights: Their weights, of shape (buckets, labels).
        small: The weights of moves, starts and ends, in this order.
    """
    packed = pack_table(name, buckets, weights)
    for key, value in zip(("moves", "start", "end"), small, strict=True):
        packed[f"{name}_{key}"] = value.astype(np.float32)
    return packed


def _unpack_table(name: str, data: dict[str, NDArray[np.generic]], labels: int) -> ScoreTable:
    buckets = np.cumsum(data[f"{name}_buckets"].astype(np.int64))
    mask = np.unpackbits(data[f"{name}_mask"].astype(np.uint8))[: len(buckets) * labels].astype(bool)
    weights = np.zeros(len(buckets) * labels, dtype=np.int8)
    weights[mask] = data[f"{name}_values"].astype(np.int8)
    return ScoreTable.of(buckets, weights.reshape(-1, labels))


def _unpack_tagger(name: str, data: dict[str, NDArray[np.generic]]) -> Tagger:
    moves = data[f"{name}_moves"].astype(np.float32)
    start, end = (data[f"{name}_{key}"].astype(np.float32) for key in ("start", "end"))
    return Tagger(_unpack_table(name, data, len(moves)), Paths.of(moves, start, end))


def about() -> dict[str, Any]:
    """Return the model's provenance and its measured precision and recall, as recorded in `model.json`."""
    known: dict[str, Any] = json.loads(PATH.with_suffix(".json").read_text(encoding="utf-8"))
    return known


def _text(data: NDArray[np.generic]) -> str:
    return data.astype(np.uint8).tobytes().decode("utf-8")


def as_bytes(text: str) -> NDArray[np.generic]:
    """Return a string as an array that `numpy.load` reads without pickle."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _calibration() -> Calibration:
    """Read the curves and weights of traits, which `tests/benchmarks/calibrate_quotations.py` learns."""
    learnt: dict[str, dict[str, Any]] = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    curves = {kind: (float(slope), float(constant)) for kind, (slope, constant) in learnt["kinds"].items()}
    return Calibration(curves, learnt["traits"])


@cache
def load(path: Path = PATH) -> Model:
    """Load the model from a file; the same path is read only once."""
    with np.load(path, allow_pickle=False) as stored:
        data: dict[str, NDArray[np.generic]] = {file: stored[file] for file in stored.files}
    words = tuple(_text(data["words"]).split("\n"))
    classes = {key: data[f"words_{key}"].astype(np.int64) for key in ("cue", "source", "fine", "coarse")}
    tables: dict[str, dict[str, Any]] = json.loads(_text(data["tables"]))
    return Model(
        table=WordTable(Vocabulary(words, **classes)),
        clauses=ClauseTagger(*(_unpack_table(name, data, len(ROLES)) for name in ("roles", "neighbours"))),
        first=_unpack_tagger("first", data),
        second=_unpack_tagger("second", data),
        content=tables["content"],
        speaker=tables["speaker"],
        ends=tables["ends"],
        trust=tables["trust"],
        calibration=_calibration(),
        settings=ModelSettings(**tables["settings"]),
    )
