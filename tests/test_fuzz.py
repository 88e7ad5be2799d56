"""Every parser of outside input under broken input: a moment in CI, an hour with `python -m tests.fuzz`."""

from __future__ import annotations

import pytest

from tests.fuzz.export_targets import export_targets
from tests.fuzz.running import LIMIT, execute, fuzz
from tests.fuzz.targets import FuzzTarget, targets

TARGETS = [*targets(), *export_targets()]
#: Seconds for each target: half a minute for all.
MOMENT = 30.0 / len(TARGETS)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_sound_input_and_every_found_case_is_read(target: FuzzTarget) -> None:
    for data in [*target.seeds, *target.kept()]:
        assert execute(target, data)[0] == ""


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_broken_input_raises_nothing_and_takes_no_time(target: FuzzTarget) -> None:
    run = fuzz(target, MOMENT, seed=21)
    assert not run.faults
    assert run.executions > 3
    assert run.slowest < LIMIT
