"""Texts that are tagged side by side are tagged as each would be alone, and one that fails costs the others nothing."""

from __future__ import annotations

import numpy as np
import pytest

from collectors import analysis
from collectors.metrics.quotations import trained_model
from collectors.metrics.quotations.tokens import BLOCK, TokenizedText, read
from collectors.store import Stored
from tests.support.made_values import article

TEXTS = (
    "“We will not accept this,” the minister said.\n\nShe added that the vote was void. Nobody, he said, had asked them",
    "Kremlin: talks go on",
    "said",
    "?",
    "The “vote\n\n“It is a sham,” said John Smith. “We told them so” - and left.\n\nMOSCOW (AP) -- One. Two three",
    "According to the ministry, who said it was not so, the town held. " * 30,
)


def _docs(texts: tuple[str, ...]) -> list[TokenizedText]:
    return [read(text, trained_model.load().table) for text in texts]


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[::-1], TEXTS[1:3] * 4, TEXTS[3:4]])
def test_texts_together_are_tagged_as_alone(texts: tuple[str, ...]) -> None:
    model, docs = trained_model.load(), _docs(texts)
    for together, doc in zip(model.label_together(docs), docs, strict=True):
        alone = model.label(doc)
        assert np.array_equal(together.roles, alone.roles)
        assert np.array_equal(together.labels, alone.labels)
        assert np.array_equal(together.scores, alone.scores), "the same numbers, not only nearly"


def test_texts_together_stay_within_a_block() -> None:
    docs = _docs((TEXTS[0] * 30, TEXTS[5] * 20, TEXTS[1], TEXTS[5] * 12))
    batches = trained_model._batches(docs)
    assert [doc for batch in batches for doc in batch] == docs
    assert all(len(batch) == 1 or sum(len(doc.surfaces) for doc in batch) <= BLOCK for batch in batches)
    assert trained_model.load().label_together([]) == []


def test_a_text_that_no_tagger_foresaw_costs_the_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [Stored(number, 1, article(number, language="en")) for number in (1, 2)]
    assert len(analysis._tagged(articles)) > 1

    def fails(_: object) -> None:
        raise ValueError("never seen before")

    monkeypatch.setattr(analysis, "tagged_together", fails)
    assert analysis._tagged(articles) == {}


def test_long_and_foreign_texts_are_tagged_alone() -> None:
    long = article(1, language="en", text="We said so. " * 9_000, title="We said so")
    foreign = article(2, language="de", text="Er sagte es.", title="Er sagt es")
    assert set(analysis._tagged([Stored(1, 1, long), Stored(2, 1, foreign)])) == {"We said so"}
