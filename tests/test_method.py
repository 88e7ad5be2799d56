"""Provenance that cannot lie: a figure of the demonstration that changes needs a new version of the part that made it."""

from __future__ import annotations

import json

import pytest

from collectors.dataset.versions import Dataset, open_dataset
from collectors.method import MEASURES_VERSION, METHOD_PARTS
from tests.support.demo_home import demo_home
from tests.support.method_digests import FILE, READ, digests

RECORDED = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(demo_home(tmp_path_factory))


@pytest.fixture(scope="module")
def found(demo: Dataset) -> dict[str, dict[str, str]]:
    return digests(demo)


def test_every_part_has_a_digest_and_a_version_of_its_own() -> None:
    assert set(READ) == {part.name for part in METHOD_PARTS} == set(RECORDED)
    assert len({part.version for part in METHOD_PARTS}) == len(METHOD_PARTS)
    assert MEASURES_VERSION.split(".") == [part.version for part in METHOD_PARTS if part.measured]


@pytest.mark.parametrize("part", READ)
def test_a_changed_figure_has_a_changed_version(part: str, found: dict[str, dict[str, str]]) -> None:
    now, then = found[part], RECORDED[part]
    if now["digest"] != then["digest"]:
        assert now["versions"] != then["versions"], (
            f"{part}: its figures changed; raise its version in collectors/method.py"
        )
    assert now == then, "the change is meant: run python -m tests.support.method_digests"


def test_a_data_set_says_which_parts_made_it(demo: Dataset) -> None:
    assert demo.meta["method_parts"] == {part.name: part.version for part in METHOD_PARTS}
    assert demo.method_version == MEASURES_VERSION
