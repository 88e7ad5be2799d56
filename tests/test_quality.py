"""The figures on the method page come from the model's own record."""

from __future__ import annotations

from collectors.metrics.measured_quality import by_language, measured


def test_precision_and_recall_are_stated_with_what_they_were_measured_on() -> None:
    rows = measured()
    assert {"precision", "recall"} <= {r.measure for r in rows}
    assert {r.what for r in by_language()} <= {r.what for r in rows}
    assert {r.what for r in rows} >= {"Passives that do not say who did it", "Loaded words per outlet"}
    assert all(0 <= r.value <= 1 and r.on for r in rows)
    assert any("PolNeAR" in r.on for r in rows)
    assert any("our own sample" in r.on for r in rows)
