"""Answers are kept by what was asked, and by all of it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from dashboard.queries import cache
from dashboard.queries.open_data import Data
from dashboard.selection import ViewSelection

DATA = Data("home", "folder", "v1", "m1", None, (), "summary")
PLAIN = ViewSelection("v1", "e")


@pytest.mark.parametrize("name", list(cache.WRITTEN))
def test_what_is_written_shortly_is_a_type_that_there_is(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert isinstance(getattr(import_module(module), kind), type)


@pytest.mark.parametrize("kept", [cache.cached_copies, cache.cached_shared])
def test_the_same_question_is_answered_once(kept: object) -> None:
    asked = []

    def work(data: Data, sel: ViewSelection, *, units: tuple[str, ...] = ()) -> list[str]:
        asked.append((data, sel, units))
        return [sel.event]

    answer = kept()(work)  # type: ignore[operator]
    questions = [
        (DATA, PLAIN, ()),
        (replace(DATA, version="v2"), PLAIN, ()),
        (replace(DATA, home="other"), PLAIN, ()),
        (DATA, replace(PLAIN, outlets=("a", "b")), ()),
        (DATA, replace(PLAIN, outlets=("a,b",)), ()),
        (DATA, replace(PLAIN, voice="own"), ()),
        (DATA, replace(PLAIN, copies="own"), ()),
        (DATA, PLAIN, ("a",)),
    ]
    for _ in range(2):
        for data, sel, units in questions:
            assert answer(data, sel, units=units) == [sel.event]
    assert asked == questions


def test_a_copy_is_the_readers_own() -> None:
    def work(sel: ViewSelection) -> list[str]:
        return [sel.event]

    copied, shared = cache.cached_copies()(work), cache.cached_shared()(work)
    copied(PLAIN).append("changed")
    assert copied(PLAIN) == ["e"]
    assert shared(PLAIN) is shared(PLAIN)
