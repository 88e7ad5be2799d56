"""Custody: what is backed up comes back whole on either database, and what is removed is gone everywhere."""

from __future__ import annotations

import errno
import gzip
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.config import Settings
from collectors.custody import backups
from collectors.custody.backups import Places, back_up
from collectors.custody.integrity import check_store, check_warcs
from collectors.custody.manifest import NAME
from collectors.custody.removing import Removed, Wanted, matching_articles, remove
from collectors.custody.restoring import restore
from collectors.custody.rows import counted
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset, versions, withdrawn
from collectors.desk.uploads import keep_upload
from collectors.errors import ParallaxError
from collectors.model import OutcomeKind
from collectors.store import Incoming, Store
from collectors.store import store_tables as t
from collectors.store.audit import broken_entries, entries, record
from collectors.store.transactions import writing
from tests.support.command_line import Run
from tests.support.made_store import filled, measure
from tests.support.made_values import COURIER, EVENT, WIRE, article


def quiet(_: str) -> None:
    """Take the lines of progress and print none."""


def places(home: Path) -> Places:
    """A home folder with event files beside it."""
    data = home / "declared"
    (data / "events").mkdir(parents=True, exist_ok=True)
    (data / "events" / "river.toml").write_text("title = 'The river vote'\n")
    return Places(home, data)


def warc(home: Path, urls: list[str]) -> Path:
    """A WARC file as a collection writes it: a gzip member for each record."""
    path = home / "warc" / EVENT.id / "20220923T080000-00001-000.warc.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for url in urls:
            body = f"<html>the page of {url}</html>".encode() * 20
            told = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record_ = writer.create_warc_record(url, "response", io.BytesIO(body), len(body), http_headers=told)
            writer.write_record(record_)
    return path


def urls_in(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [r.rec_headers.get_header("WARC-Target-URI") for r in ArchiveIterator(file, check_digests="raise")]


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything a store holds but its audit log."""
    with store.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in t.TABLES.items()
            if name != "audit"
        }


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes the URL of an empty database."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / f'{name}.sqlite'}"
    make: Callable[[], str] = request.getfixturevalue("new_database")
    return lambda _: make()


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_backup_comes_back_whole_on_either_database(
    other_url: Callable[[str], str], to: str, new_database: Callable[[], str], tmp_path: Path
) -> None:
    home, target, kept = tmp_path / "home", tmp_path / "restored", tmp_path / "kept"
    with filled(other_url("source"), 12) as store:
        version = publish(store, home)
        warc(home, ["https://river-courier.example/1"])
        manifest = back_up(store, places(home), kept, quiet)
        assert manifest.rows["articles"] == 12
        before = rows(store)
    url = new_database() if to == "postgresql" else f"sqlite:///{tmp_path / 'target.sqlite'}"
    with Store(url) as restored:
        restore(restored, Places(target, tmp_path / "shipped"), kept, quiet)
        assert rows(restored) == before
        assert [e.action for e in _entries(restored)] == ["backup", "restore"]
        assert not _broken(restored)
        assert not list(check_store(restored))
        assert publish(restored, tmp_path / "again") == version, "the same store gives the same data set"
        run = restored.begin_run("import")  # keys are counted on from those that were copied
        outcome = restored.save(run, [Incoming(article(99))])[0]
        assert outcome.kind is OutcomeKind.SAVED
    for name in ("warc", "datasets"):
        assert files(target / name) == files(home / name)
    assert (target / "data" / "events" / "river.toml").is_file()


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _entries(store: Store) -> list[object]:
    with store.reading() as connection:
        return list(entries(connection))


def _broken(store: Store) -> list[int]:
    with store.reading() as connection:
        return broken_entries(connection)


def test_a_backup_without_room_says_so_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(source: Path, to: Path) -> int:
        to.mkdir()
        (to / "a part").write_text("of it")
        raise OSError(errno.ENOSPC, "No space left on device", str(source))

    home, kept = tmp_path / "home", tmp_path / "kept"
    monkeypatch.setattr(backups, "copy_tree", no_room)
    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 3, measured=False) as store:
        with pytest.raises(ParallaxError, match="has no room for the backup") as told:
            back_up(store, places(home), kept, quiet)
        assert told.value.file == kept
        assert list(kept.iterdir()) == []
        monkeypatch.undo()
        assert back_up(store, places(home), kept, quiet).rows["articles"] == 3


def test_a_backup_that_was_changed_or_broke_off_is_not_restored(tmp_path: Path) -> None:
    home, kept = tmp_path / "home", tmp_path / "kept"
    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 3, measured=False) as store:
        back_up(store, places(home), kept, quiet)
        with pytest.raises(ParallaxError, match="not empty"):
            back_up(store, places(home), kept, quiet)
    for name in ("store.sqlite", "data/events/river.toml", NAME):
        damaged = tmp_path / f"damaged-{name.replace('/', '-')}"
        shutil.copytree(kept, damaged)
        data = bytearray((damaged / name).read_bytes())
        data[len(data) // 2] ^= 4
        (damaged / name).write_bytes(data)
        with Store(f"sqlite:///{tmp_path / name.replace('/', '-')}.target") as target:
            with pytest.raises(ParallaxError, match=r"changed|cannot be read"):
                restore(target, Places(tmp_path / "new", tmp_path), damaged, quiet)
            with target.reading() as connection:
                assert not any(counted(connection).values())
    (kept / NAME).unlink()
    with Store("sqlite://") as target, pytest.raises(ParallaxError, match="no whole backup"):
        restore(target, Places(tmp_path / "new", tmp_path), kept, quiet)


def test_restoring_overwrites_nothing(tmp_path: Path) -> None:
    home, kept = tmp_path / "home", tmp_path / "kept"
    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 3, measured=False) as store:
        publish_folder = home / "datasets" / "here"
        publish_folder.mkdir(parents=True)
        back_up(store, places(home), kept, quiet)
        with pytest.raises(ParallaxError, match="the store holds"):
            restore(store, Places(tmp_path / "new", tmp_path), kept, quiet)
    with Store("sqlite://") as target, pytest.raises(ParallaxError, match="is not empty"):
        restore(target, Places(home, tmp_path), kept, quiet)


def taken_down(store: Store, home: Path, wanted: Wanted) -> Removed:
    return remove(store, home, wanted, "the publisher asked for it", "ann", quiet)


def test_a_take_down_on_both_databases(  # noqa: PLR0915  one way, told in one piece
    other_url: Callable[[str], str], tmp_path: Path
) -> None:
    """The whole way of a letter: list, remove, look everywhere, import again, publish again, restore from before."""
    home = tmp_path / "home"
    with filled(other_url("store"), 12) as store:
        first = article(1, outlet=WIRE.id, url=f"https://{WIRE.domains[0]}/1")
        sentence = "What must not be read by anybody was written here."
        run = store.begin_run("import")
        store.save(run, [Incoming(replace(first, text=f"{first.text}\n\n{sentence}"))])  # a revision
        measure(store)
        old = publish(store, home)
        path = warc(
            home, [str(first.url), "https://river-courier.example/2", f"http://www.{WIRE.domains[0]}/1?utm_source=x"]
        )
        back_up(store, places(home), tmp_path / "kept", quiet)
        sheet = home / "validation" / f"{EVENT.id}.csv"
        sheet.parent.mkdir()
        sheet.write_text(f"event,article_id,title\n{EVENT.id},{first.id},Sham\n{EVENT.id},courier-0002,Other\n")
        counts = store.outcome_counts()

        wanted = Wanted(articles=(first.id,))
        assert [d[1] for d in matching_articles(store, wanted)] == [first.id]
        done = taken_down(store, home, wanted)
        assert (done.articles, done.revisions, done.warc_records, len(done.data_sets)) == (1, 2, 2, 1)

        # Gone from the store, and counted on.
        left = {name: repr(held) for name, held in rows(store).items()}
        assert [name for name, held in left.items() if first.id in held] == ["tombstones"]
        assert [name for name, held in left.items() if sentence in held] == []
        after = store.outcome_counts()
        assert sum(after.values()) == sum(counts.values())
        assert after[EVENT.id, "removed"] == 1
        assert not list(check_store(store))
        # Gone from the WARC file, whose other record is as it was.
        assert urls_in(path) == ["https://river-courier.example/2"]
        assert not list(check_warcs(home))
        assert first.id not in sheet.read_text()
        assert "courier-0002" in sheet.read_text()
        # Gone from the data set, which is another version and names the old one.
        new = done.data_sets[0][1]
        assert versions(home) == [new]
        data = open_dataset(home)
        data.require_sound()
        assert (data.version, data.meta["ancestor"], data.meta["removed"]) == (new, old, 1)
        assert data.table("articles").num_rows == data.counts["articles"] == 11
        assert first.id not in {i for name in data.tables for i in _ids(data.table(name))}
        assert (withdrawn(home, old) or {})["successor"] == new
        assert [p.stem for p in (home / "search").glob("*.sqlite")] == [new], "nor is it found by its words"
        with pytest.raises(ParallaxError, match=f"{old} was withdrawn.*publisher asked.*{new} stands for it"):
            open_dataset(home, old)
        # It does not come again, under its id or its address.
        run = store.begin_run("import")
        again = store.save(run, [Incoming(first), Incoming(replace(first, id="other", url=f"{first.url}?fbclid=1"))])
        assert [o.kind for o in again] == [OutcomeKind.REMOVED] * 2
        assert "ann: the publisher asked for it" in again[0].detail
        assert store.articles_per_event() == {EVENT.id: 11}
        # Publishing again is as if it had never been there; who did what stands in the log.
        assert publish(store, home) not in {old, new}
        assert [(e.action, e.by) for e in _entries(store)][-2:] == [("remove", "ann"), ("removed", "ann")]  # type: ignore[attr-defined]
        assert not _broken(store)
        assert taken_down(store, home, wanted).articles == 0, "again changes nothing"
    with Store(other_url("restored")) as restored:
        restore(restored, Places(tmp_path / "before", tmp_path), tmp_path / "kept", quiet)
        assert restored.articles_per_event() == {EVENT.id: 12}, (
            "a backup from before still holds it, as the README says"
        )


def _ids(table: object) -> list[str]:
    return table["article_id"].to_pylist() if "article_id" in table.schema.names else []  # type: ignore[attr-defined,index]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(outlets=(WIRE.id,)), {COURIER.id}),
        (Wanted(urls=("http://river-courier.example/2/?utm_campaign=x",)), {COURIER.id, WIRE.id}),
        (Wanted(before=date(2022, 9, 24)), set()),
        (Wanted(before=date(2022, 9, 23)), {COURIER.id, WIRE.id}),
        (Wanted(outlets=(WIRE.id,), event="another"), {COURIER.id, WIRE.id}),
    ],
)
def test_what_a_removal_names(tmp_path: Path, wanted: Wanted, left: set[str]) -> None:
    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 6, measured=False) as store:
        expected = len(matching_articles(store, wanted))
        assert taken_down(store, tmp_path, wanted).articles == expected
        with store.reading() as connection:
            assert set(connection.execute(select(t.articles.c.outlet)).scalars()) == left
        later = article(50, outlet=WIRE.id, url="https://elsewhere.example/50")
        kind = store.save(store.begin_run("import"), [Incoming(later)])[0].kind
        assert (kind is OutcomeKind.REMOVED) == (wanted == Wanted(outlets=(WIRE.id,)))


def test_a_removal_reaches_files_that_wait_at_the_desk(tmp_path: Path) -> None:
    """Any column of theirs may hold what is removed, so none of them stays."""
    settings = Settings.resolve(str(tmp_path), f"sqlite:///{tmp_path / 's.sqlite'}", None)
    upload = keep_upload(settings, "rows.csv", b"Headline,Body\nA vote,Of the river\n", "ann")
    told: list[str] = []
    with filled(settings.store, 2, measured=False) as store:
        remove(store, tmp_path, Wanted(articles=("a1",)), "asked to", "", told.append)
    assert not upload.path.exists()
    assert "files that waited at the desk to be imported: 1 deleted" in " ".join(told)


def test_a_removal_needs_a_reason_and_a_name(run: Run, tmp_path: Path) -> None:
    status, _, err = run("remove", "--article", "x")
    assert (status, "give --reason" in err) == (2, True)
    status, _, err = run("remove", "--reason", "why not")
    assert (status, "give --article, --url, --outlet or --before" in err) == (2, True)
    status, _, err = run("remove", "--before", "soon", "--reason", "age")
    assert (status, "is no day" in err) == (2, True)


def test_a_warc_file_that_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 2, measured=False) as store:
        path = warc(tmp_path, ["https://river-courier.example/2"])
        broken = path.with_name("broken.warc.gz")
        broken.write_bytes(gzip.compress(b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\nabc"))
        done = taken_down(store, tmp_path, Wanted(articles=("courier-0002",)))
        assert done.warc_records == 1
        assert [str(broken) in w for w in done.warnings] == [True]
        assert any(str(broken) == f.place for f in check_warcs(tmp_path))


def test_what_was_written_past_the_program_is_found(tmp_path: Path) -> None:
    with filled(f"sqlite:///{tmp_path / 's.sqlite'}", 4, measured=False) as store:
        with writing(store.engine) as connection:
            for action in ("one", "two", "three"):
                record(connection, action, "something", counts={"of": 1})
        assert not list(check_store(store))
        with writing(store.engine) as connection:
            connection.execute(update(t.texts).where(t.texts.c.article == 1).values(text="altered"))
            connection.execute(text("DELETE FROM texts WHERE article = 2"))
            connection.execute(update(t.audit).where(t.audit.c.entry == 2).values(reason="another"))
        said = [f.what for f in check_store(store)]
        assert "its text is not the one that was saved" in said
        assert "its text is gone" in said
        assert "entry 2 of the audit log does not fit the one before it" in said


def test_fault_a_corrupt_store_is_one_line_with_what_to_do(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "home" / "store.sqlite"
    with filled(f"sqlite:///{path}", 60, measured=False):
        pass
    sound = path.read_bytes()
    data = bytearray(sound)
    for at in range(8_192, len(data), 4_096):
        data[at : at + 600] = b"\xff" * 600
    path.write_bytes(data)
    for command in (["status"], ["verify"], ["analyze"], ["publish"]):
        status, _, err = run(*command)
        assert status in {1, 2}, command
        assert "Traceback" not in err
        assert "recover" in err or "backup" in err, err
        assert max(map(len, err.splitlines())) < 600
    no_utf8 = sound.replace(b"CREATE TABLE", b"CREATE \xff\xfeBLE")  # Python's driver has an error of its own for it
    for broken, said in ((b"this is no database" * 400, "is not a database"), (no_utf8, "malformed")):
        path.write_bytes(broken)
        status, _, err = run("status")
        assert (status, len(err.strip().splitlines())) == (2, 1)
        assert said in err


def test_fault_a_store_with_a_damaged_page_is_backed_up(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "home" / "store.sqlite"
    with filled(f"sqlite:///{path}", 60, measured=False) as store, store.reading() as connection:
        (root,) = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'articles'")).one()
        (size,) = connection.execute(text("PRAGMA page_size")).one()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : (root - 1) * size + 8] = b"\x0d\0\0\0\0\0\0\0"  # a leaf of a table without rows
    path.write_bytes(data)
    for command in (["verify"], ["backup", str(tmp_path / "kept")]):
        status, _, err = run(*command)
        assert (status, "Traceback" in err) == (2 if command[0] == "backup" else 1, False)
    assert len(err.strip().splitlines()) == 1
    assert "the store is damaged" in err


def test_the_commands_say_what_they_did(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with filled(f"sqlite:///{home / 'store.sqlite'}", 4) as store:
        publish(store, home)
    home.chmod(0o700)
    assert run("verify")[::2] == (0, "nothing is wrong: the store, 1 data sets and the WARC files\n")
    status, _, err = run("backup", str(tmp_path / "kept"))
    assert (status, "read again and compared" in err) == (0, True)
    assert json.loads((tmp_path / "kept" / NAME).read_text())["rows"]["articles"] == 4
    status, out, _ = run("remove", "--url", "https://river-courier.example/2", "--dry-run")
    assert (status, "courier-0002" in out) == (0, True)
    status, _, err = run("remove", "--url", "https://river-courier.example/2", "--reason", "asked", "--by", "ann")
    assert (status, "is now" in err) == (0, True)
    status, out, _ = run("audit")
    assert (status, "asked" in out, "backup" in out) == (0, True, True)
    assert run("verify")[0] == 0
    data = bytearray((path := next(home.glob("datasets/*/voices.parquet"))).read_bytes())
    data[60] ^= 1
    path.write_bytes(data)
    status, _, err = run("verify")
    assert (status, "voices.parquet" in err) == (1, True)
    elsewhere = ("--home", str(tmp_path / "new"), "--store", f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert run("restore", str(tmp_path / "kept"), *elsewhere)[0] == 0
