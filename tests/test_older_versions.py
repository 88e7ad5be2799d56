"""What earlier versions wrote is still read: real files of theirs (`tests/older/`), and every schema on the way."""

from __future__ import annotations

import gzip
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from collectors.custody.integrity import check_dataset, check_store
from collectors.dataset.publishing import publish
from collectors.dataset.table_registry import SCHEMAS
from collectors.dataset.versions import open_dataset
from collectors.errors import ParallaxError
from collectors.export import export_event
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.migrations import DIALECTS, MIGRATIONS
from collectors.store.transactions import writing
from tests.support.dashboard_pages import open_page, shown
from tests.support.made_store import measure
from tests.support.made_values import EVENT

OLDER = Path(__file__).parent / "older"
STORES = sorted(OLDER.glob("store-schema-*.sqlite.gz"))
DATASETS = sorted(OLDER.glob("datasets-summary-*.tar.gz"))


def test_there_are_files_of_every_schema_that_was_released() -> None:
    assert [p.name for p in STORES][:3] == [f"store-schema-{n}.sqlite.gz" for n in (5, 6, 7)]
    assert [p.name for p in DATASETS][:3] == [f"datasets-summary-{n}.tar.gz" for n in (1, 2, 3)]


@pytest.mark.parametrize("file", STORES, ids=lambda p: p.name)
def test_a_store_of_an_earlier_version_is_taken_over(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(gzip.decompress(file.read_bytes()))
    with Store(f"sqlite:///{path}") as store:
        counts = store.counts()
        assert (counts["articles"], counts["revisions"], counts["texts"], counts["runs"]) == (4, 5, 5, 2)
        assert not list(check_store(store))
        measure(store)
        publish(store, tmp_path)
        data = open_dataset(tmp_path)
        assert data.counts["articles"] == 4
        assert data.table("articles", ["title"]).column("title").to_pylist()[0].endswith("again")
    with Store(f"sqlite:///{path}") as again:
        assert again.counts()["articles"] == 4


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("schema", range(len(MIGRATIONS)))
def test_every_schema_on_the_way_is_migrated(
    tmp_path: Path, new_database: Callable[[], str], kind: str, schema: int
) -> None:
    url = f"sqlite:///{tmp_path / 's.sqlite'}" if kind == "sqlite" else new_database()
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        if schema:
            connection.execute(text("CREATE TABLE schema (version INTEGER NOT NULL PRIMARY KEY)"))
        for number, (_, statements) in enumerate(MIGRATIONS[:schema], start=1):
            for statement in statements:
                connection.execute(text(statement.format(**DIALECTS[kind])))
            connection.execute(text("INSERT INTO schema (version) VALUES (:n)"), {"n": number})
        if schema:
            connection.execute(text("INSERT INTO runs (run, command, started_at) VALUES (1, 'import', '2022')"))
    engine.dispose()
    with Store(url) as store:
        assert store.counts()["runs"] == (1 if schema else 0)
        assert set(inspect(store.engine).get_table_names()) == {*t.TABLES, "schema"}


def test_a_newer_store_refuses_an_older_program(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    with Store(url) as store, writing(store.engine) as connection:
        connection.execute(text("INSERT INTO schema (version) VALUES (:n)"), {"n": len(MIGRATIONS) + 1})
    with pytest.raises(ParallaxError, match="update Parallax"):
        Store(url)


def unpacked(file: Path, folder: Path) -> Path:
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.mark.parametrize("file", DATASETS, ids=lambda p: p.name)
def test_a_data_set_of_an_earlier_summary_is_read(tmp_path: Path, file: Path) -> None:
    data = open_dataset(unpacked(file, tmp_path))
    for name, schema in SCHEMAS.items():
        assert data.table(name, schema.names).schema.names == schema.names, name
    assert sum(data.summary("cells", ["n"]).column("n").to_pylist()) == 4
    assert export_event(data, EVENT.id, tmp_path / "out")
    assert ["no checksums" in f.what for f in check_dataset(data.path)] == [True]


@pytest.mark.usefixtures("home_in_the_environment", "no_worker_left", "patient_pages")
@pytest.mark.parametrize("page", ["overview", "naming", "sources", "articles"])
def test_pages_show_an_earlier_data_set(tmp_path: Path, page: str) -> None:
    app = open_page(unpacked(DATASETS[0], tmp_path), page)
    assert not app.exception
    assert "px-foot" in shown(app)
