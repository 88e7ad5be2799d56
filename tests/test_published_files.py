"""Published files are as they were published, or say that they are not: flipped bits, cut and missing files."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import ParamSpec, TypeVar

import pyarrow as pa
import pytest

from collectors.custody.integrity import check_dataset, check_datasets, compare_with_store
from collectors.dataset import checksums, story_table
from collectors.dataset.publishing import publish
from collectors.dataset.table_registry import SCHEMA
from collectors.dataset.versions import LATEST, open_dataset, versions
from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.support.executors import InProcess
from tests.support.command_line import Run
from tests.support.made_store import filled

P = ParamSpec("P")
T = TypeVar("T")
#: The tables whose bits are flipped, 150 in each.
FLIPPED = ("articles", "mentions", "quotations", "measures", "voices", "marks", "summary/parts")
FLIPS = 150


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Path]:
    """A store, and a home folder with its data set."""
    folder = tmp_path_factory.mktemp("published")
    store = filled(f"sqlite:///{folder / 'store.sqlite'}", 40)
    publish(store, folder)
    return store, folder


@pytest.fixture
def home(published: tuple[Store, Path], tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(published[1] / "datasets", tmp_path / "datasets")
    return tmp_path


def dataset(home: Path) -> Path:
    return home / "datasets" / versions(home)[0]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def test_fault_published_data_are_not_verified_every_flipped_bit_is_found(home: Path) -> None:
    folder, chance = dataset(home), random.Random(21)
    for name in FLIPPED:
        path = folder / f"{name}.parquet"
        sound = path.read_bytes()
        for _ in range(FLIPS):
            flip(path, chance)
            found = list(check_dataset(folder))
            assert [f.place for f in found] == [str(path)]
            assert "SHA-256" in found[0].what
            path.write_bytes(sound)
    assert not list(check_dataset(folder))


def test_no_flipped_bit_reaches_an_exported_figure(home: Path) -> None:
    chance = random.Random(22)
    for name in FLIPPED:
        path = dataset(home) / f"{name}.parquet"
        sound = path.read_bytes()
        for _ in range(20):
            flip(path, chance)
            data = open_dataset(home)
            with pytest.raises(ParallaxError, match="SHA-256"):
                data.require_sound()
            with pytest.raises(ParallaxError, match="SHA-256"):
                _ = data.summary_folder if "/" in name else data.table(name)
            path.write_bytes(sound)
            checksums._checked.cache_clear()


def test_a_large_file_is_compared_page_by_page_where_it_is_not_compared_wholly(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checksums, "WHOLLY", 0)
    checksums._checked.cache_clear()
    path, chance, seen = dataset(home) / "measures.parquet", random.Random(23), 0
    sound, whole = path.read_bytes(), open_dataset(home).table("measures")
    for _ in range(60):
        flip(path, chance)
        try:
            assert open_dataset(home).table("measures").equals(whole)
        except ParallaxError as error:
            seen += "cannot be read" in str(error)
        path.write_bytes(sound)
    assert seen > 30
    checksums._checked.cache_clear()


def test_publish_mends_what_was_damaged_to_the_original_bytes(published: tuple[Store, Path], home: Path) -> None:
    store, chance = published[0], random.Random(24)
    before, folder = everything(home / "datasets"), dataset(home)
    flip(folder / "measures.parquet", chance)
    (folder / "voices.parquet").unlink()
    (folder / "marks.parquet").write_bytes(b"PAR1")
    flip(folder / "meta.json", chance)
    assert publish(store, home) == folder.name
    assert everything(home / "datasets") == before


def test_a_data_set_has_the_same_bytes_where_workers_read_its_articles(
    published: tuple[Store, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_table, "WORKERS_PAY", 1)
    read: list[str] = []

    class Counting(InProcess):
        def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
            read.append(fn.__name__)
            return super().submit(fn, *args, **kwargs)

    publish(published[0], tmp_path, executor=Counting)
    assert {"first_reading", "second_reading"} <= set(read)
    assert everything(tmp_path / "datasets") == everything(published[1] / "datasets")


def test_publish_adds_checksums_to_what_an_older_parallax_published(published: tuple[Store, Path], home: Path) -> None:
    before, folder = everything(home / "datasets"), dataset(home)
    meta = json.loads((folder / "meta.json").read_text())
    del meta["files"], meta["seal"]
    (folder / "meta.json").write_text(json.dumps(meta))
    assert open_dataset(home).table("articles").num_rows == 40, "it is read as before"
    assert ["no checksums" in f.what for f in check_dataset(folder)] == [True]
    publish(published[0], home)
    assert everything(home / "datasets") == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda p: p.write_bytes(p.read_bytes()[:100]), "has 100 bytes instead of"),
        (lambda p: p.write_bytes(b"\0" * p.stat().st_size), "SHA-256 differs"),
        (lambda p: p.unlink(), "is missing from the data set"),
    ],
)
def test_a_cut_garbled_or_missing_file_is_one_clear_line(
    published: tuple[Store, Path], home: Path, run: Run, damage: object, said: str
) -> None:
    damage(dataset(home) / "articles.parquet")  # type: ignore[operator]  # one of three functions
    checksums._checked.cache_clear()
    event = pa.table({"e": ["river-vote-2022"]})["e"][0].as_py()
    status, _, err = run("export", "--event", event, "--to", str(home / "out"), "--home", str(home))
    assert status == 2
    assert len(err.strip().splitlines()) == 1
    assert said in err
    assert "parallax verify" in err
    assert not (home / "out" / "comparison.csv").exists()


def test_what_describes_a_data_set_is_sealed_too(home: Path) -> None:
    path = dataset(home) / "meta.json"
    path.write_text(path.read_text().replace('"articles": 40', '"articles": 41'))
    with pytest.raises(ParallaxError, match="was changed after it was published"):
        open_dataset(home)
    assert [f.what for f in check_dataset(path.parent)] == ["was changed after it was published"]
    (home / "datasets" / LATEST).write_text("nonsense")
    (path.parent / "extra.parquet").write_bytes(b"")
    assert [f.what for f in check_datasets(home)][1:] == [
        "does not belong to the data set", "does not name a data set that is here",
    ]  # fmt: skip


def test_every_flipped_bit_of_what_describes_a_data_set_is_one_finding_or_more(home: Path) -> None:
    meta, chance = dataset(home) / checksums.META, random.Random(22)
    sound = meta.read_bytes()
    for _ in range(200):
        meta.write_bytes(sound)
        flip(meta, chance)
        assert list(check_dataset(dataset(home))), meta.read_bytes()
        with pytest.raises(ParallaxError):
            open_dataset(home)


@pytest.mark.parametrize(
    "told",
    [
        {"files": {"articles.parquet": {"octets": 1}}, "schema": 10**9},
        {"files": {"articles.parquet": [1]}, "schema": [1]},
        {"files": {"../../x": None}, "schema": None},
        {"files": None, "schema": "1", "counts": []},
        {"schema": SCHEMA},
    ],
)
def test_a_description_that_makes_no_sense_is_one_clear_line(home: Path, told: dict[str, object]) -> None:
    (dataset(home) / checksums.META).write_text(json.dumps(checksums.sealed(told)), encoding="utf-8")
    assert list(check_dataset(dataset(home)))
    with pytest.raises(ParallaxError):
        open_dataset(home)


def test_a_data_set_is_compared_with_its_store(published: tuple[Store, Path], tmp_path: Path) -> None:
    folder = dataset(published[1])
    assert not list(compare_with_store(published[0], folder))
    with filled(f"sqlite:///{tmp_path / 'other.sqlite'}", 38) as other:
        assert "2 articles that the store does not hold" in next(compare_with_store(other, folder)).what
