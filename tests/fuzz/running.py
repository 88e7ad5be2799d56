"""Running a target: input after input until its time is up, each under a limit of its own."""

from __future__ import annotations

import hashlib
import time
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from collectors.support.time_limit import TookTooLongError, processor_seconds
from tests.fuzz.mutation import mutated
from tests.fuzz.targets import FuzzTarget, chance_of, seeded

#: Seconds of the processor that one execution may take.
LIMIT = 5.0
FOUND = Path(__file__).parent / "found"
#: Faults of one target after which it is left.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class FuzzFault:
    """An input that raised, or took too long: what it raised and where, and the file that holds it."""

    what: str
    file: Path


@dataclass(slots=True)
class FuzzRun:
    """How a run of a target ended. `slowest` is in seconds of the processor."""

    executions: int = 0
    slowest: float = 0.0
    faults: list[FuzzFault] = field(default_factory=list)


def fuzz(target: FuzzTarget, seconds: float, seed: int) -> FuzzRun:
    """Run a target for so many seconds; kept seeds come first, unchanged."""
    run, chance, seeds = FuzzRun(), chance_of(target.name, seed), seeded(target)
    kept = iter(seeds)
    seen: set[str] = set()
    execute(target, seeds[0])  # imports what the target needs before the clock runs
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and len(run.faults) < ENOUGH:
        data = next(kept, None)
        data = mutated(seeds, chance) if data is None else data
        what, took = execute(target, data)
        run.executions += 1
        run.slowest = max(run.slowest, took)
        if what and what not in seen:
            seen.add(what)
            run.faults.append(FuzzFault(what, _keep(target, data)))
    return run


def execute(target: FuzzTarget, data: bytes) -> tuple[str, float]:
    """What an input raised, empty where nothing, and the seconds of the processor that it took."""
    began = time.process_time()
    try:
        with warnings.catch_warnings(), processor_seconds(LIMIT):
            warnings.simplefilter("ignore")
            target.run(data)
    except TookTooLongError:
        return f"took more than {LIMIT:.0f} s", time.process_time() - began
    except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}", time.process_time() - began
    return "", time.process_time() - began


def _keep(target: FuzzTarget, data: bytes) -> Path:
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{target.name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path
