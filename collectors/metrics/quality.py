"""How often the readers err, as measured against texts marked by hand: what the method page prints.

The figures are written beside the trained model by tests/benchmarks/train_quotations.py; nothing here is typed by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from collectors.metrics.quotations.model import about

#: Slices of PolNeAR that say something to a reader of the method page.
_SLICES = {"all": "all quotations", "direct": "direct quotations", "speech": "quotations with a verb of saying"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure between 0 and 1: of which reader, which measure, on which texts."""

    what: str
    measure: str
    value: float
    on: str


def measured() -> list[Measured]:
    """The quotation extractor's precision and recall, content and speaker both right, on our sample and on PolNeAR."""
    recorded = about()
    sample = recorded["sample"]
    ours = f"our own sample, {sample['texts_marked']} marked quotations by the hand that wrote the extractor"
    rows = [
        Measured("Quotations with their speaker", "precision", sample["precision_with_speaker"], ours),
        Measured("Quotations with their speaker", "recall", sample["recall_with_speaker"], ours),
    ]
    for key, name in _SLICES.items():
        score = recorded["polnear_dev"][key]
        on = f"PolNeAR, 84 US articles of 2016 that the model was not trained on: {name}"
        rows.append(Measured("Quotations with their speaker", "precision", score["p"], on))
        rows.append(Measured("Quotations with their speaker", "recall", score["r"], on))
    return rows
