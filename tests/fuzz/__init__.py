"""Fuzzing: every parser of what comes from outside, under changed and broken input.

`python -m tests.fuzz --seconds 3600` runs all targets in turn for an hour; `--target NAME` one of them, `--seed N` other
chances. What raises, or takes more than five seconds, is written to tests/fuzz/found/ and named. `tests/test_fuzz.py` runs
each for a moment in CI, and every file of tests/fuzz/seeds/TARGET/ once: put a found case there, and it stays found.
"""
