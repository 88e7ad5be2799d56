"""`python -m tests.fuzz`: see the package."""

from __future__ import annotations

import argparse
import sys
import time

from tests.fuzz.export_targets import export_targets
from tests.fuzz.running import fuzz
from tests.fuzz.targets import targets


def main() -> int:
    """Run targets in turn and print a line for each; 1 where something was found."""
    parser = argparse.ArgumentParser(description="Fuzz every parser of outside input.")
    parser.add_argument("--seconds", type=float, default=3_600.0, help="for all targets together")
    parser.add_argument("--target", action="append", help="only this one (repeatable)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the chance")
    given = parser.parse_args()
    chosen = [target for target in [*targets(), *export_targets()] if not given.target or target.name in given.target]
    total = found = 0
    for target in chosen:
        run = fuzz(target, given.seconds / len(chosen), given.seed)
        total, found = total + run.executions, found + len(run.faults)
        sys.stdout.write(
            f"{target.name}: {run.executions:,} executions, slowest {run.slowest:.2f} s, {len(run.faults)} faults\n"
        )
        for fault in run.faults:
            sys.stdout.write(f"  {fault.what}: {fault.file}\n")
        sys.stdout.flush()
    sys.stdout.write(f"all: {total:,} executions, {found} faults, seed {given.seed}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
