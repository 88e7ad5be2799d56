"""Distinctive words tell something about the writing: no names of media, no function words, one row for one phrase."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array

from collectors.compare.telling_terms import one_row_each, telling

MEDIA = ("new-york-times", "politico", "bbc-news", "the-guardian", "Reuters", "usa-today")


@pytest.mark.parametrize(
    ("term", "kept"),
    [
        ("politico", False), ("told politico", False), ("york times", False), ("new york times reported", False),
        ("usa today", False), ("reuters", False), ("bbc", False), ("guardian", True), ("new york", False),
        ("times", True), ("the", False), ("p.m", False), ("monday", False), ("1.6", False), ("1.6 billion", True),
        ("sham vote", True), ("sham", True), ("today", False), ("yorkshire", True),
    ],
)  # fmt: skip
def test_which_terms_tell(term: str, kept: bool) -> None:
    assert telling([term], MEDIA).tolist() == [kept]


def test_phrases_that_overlap_in_the_same_articles_are_one_row() -> None:
    vocabulary = ["sham vote", "vote", "the sham vote", "land grab", "sham election"]
    held = np.array([[1, 1, 1, 0, 0]] * 8 + [[0, 1, 0, 1, 1]] * 8)
    counts = csc_array(held)
    assert one_row_each([0, 1, 2, 3, 4], vocabulary, counts, 9) == [0, 3, 4]
    assert one_row_each([0, 1, 2, 3, 4], vocabulary, counts, 1) == [0]
    apart = np.array([[1, 0]] * 8 + [[0, 1]] * 8)
    assert one_row_each([0, 1], ["sham vote", "vote"], csc_array(apart), 9) == [0, 1]
