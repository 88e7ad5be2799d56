"""The tests of one page: every outlet and variant of all its metrics is one family, corrected together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import cast

import numpy as np

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.comparison_rows import ALL, ArticleSelection
from collectors.compare.metric_families import MetricQuestion
from collectors.compare.metric_sample import MetricSample, SelectedUnits, metric_sample, selected_units
from collectors.compare.permutations import Floats, q_values_of

#: Selections whose tests are kept in memory.
KEPT = 24

FamilyOf = Callable[[ArticleArrays, ArticleSelection, Sequence[str]], Iterable[MetricQuestion]]
_LOCK = Lock()


class Samples:
    """The metrics of one selection as samples; what several of them share, and each sample, is computed once."""

    def __init__(self, facts: ArticleArrays, selection: ArticleSelection) -> None:
        self.facts, self.selection = facts, selection
        self.names = facts.cube.units(selection.by).names
        self._made: dict[str, SelectedUnits] = {}
        self._samples: dict[MetricQuestion, tuple[MetricSample, SelectedUnits]] = {}

    def _selected(self, what: str) -> SelectedUnits:
        if what not in self._made:
            # Coverage of a phase is measured against the outlet's articles in all phases.
            choice = replace(self.selection, phase=ALL) if what == "phases" else self.selection
            cells = self.facts.cube.chosen(choice)
            self._made[what] = selected_units(
                self.facts,
                self.selection,
                cells,
                by_article=what == "articles",
                by_kind=what in ("articles", "lengths"),
            )
        return self._made[what]

    def of(self, question: MetricQuestion) -> tuple[MetricSample, SelectedUnits]:
        """Return a metric's sample and its units."""
        if question not in self._samples:
            self._samples[question] = self._sample(question)
        return self._samples[question]

    def _sample(self, question: MetricQuestion) -> tuple[MetricSample, SelectedUnits]:
        cube = self.facts.cube
        if not question.metric.startswith("coverage:"):
            selected = self._selected("articles")
            return metric_sample(self.facts, selected, question), selected
        layer = None
        if question.metric == "coverage:articles":
            layer = cube.articles(cube.chosen(self.selection))
        elif question.metric == "coverage:own":
            layer = cube.articles(cube.chosen(replace(self.selection, copies="own"))).limited_to(cube.with_texts())
        elif question.metric == "coverage:repeated":
            key = (question.metric, question.voice, question.place, question.variants)
            layer = cube.layer(*key).limited_to(cube.with_texts())
        elif question.metric == "coverage:words":
            return metric_sample(self.facts, self._selected("lengths"), question), self._selected("lengths")
        selected = self._selected("phases" if question.metric == "coverage:articles" else "copies")
        return metric_sample(self.facts, selected, question, layer), selected


@dataclass(frozen=True, slots=True)
class FamilyTests:
    """p and q of a family by metric, each groups x variants; `size` is the number of tests."""

    p: Mapping[str, Floats]
    q: Mapping[str, Floats]
    size: int


def family_tests(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, samples: Samples | None = None
) -> FamilyTests:
    """Test all metrics of a family in a selection; the results of the last KEPT selections are kept.

    Args:
        facts: the event.
        selection: which articles and words count.
        family: yields the family's metrics; a function at the top of a module, whose name is part of the key.
        samples: the selection's samples, where the caller needs them, too.
    """
    key = (family.__module__, family.__name__, selection)
    with _LOCK:
        if key in facts.family_tests:
            facts.family_tests.move_to_end(key)
            return cast(FamilyTests, facts.family_tests[key])
    samples = samples or Samples(facts, selection)
    p_values: dict[str, Floats] = {}
    for question in family(facts, selection, ()):
        sample, _ = samples.of(question)
        p_values[question.metric] = (
            sample.p_values(facts.event) if question.tested else np.full(sample.enough.shape, np.nan)
        )
    made = FamilyTests(p_values, *_corrected(p_values))
    with _LOCK:
        facts.family_tests[key] = made
        while len(facts.family_tests) > KEPT:
            facts.family_tests.popitem(last=False)
    return made


def _corrected(p_values: Mapping[str, Floats]) -> tuple[dict[str, Floats], int]:
    flat = np.concatenate([table.ravel() for table in p_values.values()]) if p_values else np.zeros(0)
    q_values = q_values_of(flat)
    ends = np.cumsum([table.size for table in p_values.values()])
    parts = np.split(q_values, ends[:-1]) if p_values else []
    return {name: part.reshape(p_values[name].shape) for name, part in zip(p_values, parts, strict=True)}, int(
        np.isfinite(flat).sum()
    )
