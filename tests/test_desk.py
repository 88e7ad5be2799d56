"""The desk's door without a browser: event files with their history, decisions, jobs, and who did what."""

from __future__ import annotations

import os
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors.config import Settings, load_catalogue
from collectors.custody.backups import Places, back_up
from collectors.custody.restoring import restore
from collectors.dataset.versions import DEMO_MARK, OWN_IN_DEMO, open_dataset
from collectors.desk import desk_jobs, desk_log, event_additions, event_texts, review_decisions, uploads
from collectors.desk.event_trial import store_stamp, try_event
from collectors.errors import ParallaxError
from collectors.model import Override
from collectors.store import Store
from collectors.support.file_lock import LockHeldError, file_lock, lock_note
from tests.newsroom.copy import article_html, rss, story
from tests.newsroom.desk import EVENT_ID, HOME_PAGE, OUTLET_ID, declare, environment
from tests.newsroom.server import Reply, Site
from tests.support.made_desk import (
    ANN,
    COLUMNS,
    EVENT,
    SHAM,
    TITLE,
    article_rows,
    done,
    ended_job,
    imported,
    made_settings,
    started,
    workbook,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return made_settings(tmp_path)


# --- events


def test_an_event_is_saved_only_where_check_passes_and_each_version_is_kept(settings: Settings) -> None:
    text = started(settings)
    assert (settings.home / "events" / f"{EVENT}.toml").read_text() == text
    assert load_catalogue(settings.data, settings.home).events[EVENT].title == TITLE
    seen = event_texts.digest_of(text)
    with pytest.raises(ParallaxError, match="line 3"):
        event_texts.save_event(settings, EVENT, text.replace("2017-10-01", '"soon"'), "bob", seen=seen)
    second = text.replace("Tellmouth", "Tell Mouth")
    event_texts.save_event(settings, EVENT, second, "bob", seen=seen, reason="the town's spelling")
    with pytest.raises(ParallaxError, match="changed meanwhile by bob"):
        event_texts.save_event(settings, EVENT, text, "ann", seen=seen)
    event_texts.restore_event(settings, EVENT, 1, "cat")
    assert event_texts.event_text(settings, EVENT) == text
    told = [(one.number, one.by, one.reason) for one in event_texts.event_versions(settings, EVENT)]
    assert told == [(1, "ann", "a start"), (2, "bob", "the town's spelling"), (3, "cat", "version 1 again")]
    assert event_texts.version_text(settings, EVENT, 2) == second
    with pytest.raises(ParallaxError, match="no version 9"):
        event_texts.version_text(settings, EVENT, 9)
    log = desk_log.latest_entries(settings)
    assert [(entry.by, entry.action, entry.subject) for entry in log] == [
        (name, "event", EVENT) for name in ("cat", "bob", "ann")
    ]


def test_the_desk_changes_a_shipped_event_without_touching_its_file(settings: Settings) -> None:
    file = settings.data / "events" / "strike.toml"
    before = file.read_text()
    changed = before.replace('title = "A strike"', 'title = "The strike"')
    event_texts.save_event(settings, "strike", changed, ANN, seen=event_texts.digest_of(before))
    assert file.read_text() == before
    assert load_catalogue(settings.data, settings.home).events["strike"].title == "The strike"
    assert load_catalogue(settings.data).events["strike"].title == "A strike"
    assert [one.by for one in event_texts.event_versions(settings, "strike")] == [event_texts.SHIPPED, ANN]


@pytest.mark.parametrize("name", ["../x", "A", "", "a b", "-a", "x" * 81, "a/b", "ё"])
def test_no_id_leads_out_of_the_folder(settings: Settings, name: str) -> None:
    for act in (event_texts.event_text, event_texts.event_versions, review_decisions.decisions):
        with pytest.raises(ParallaxError, match="no id"):
            act(settings, name)


def test_fields_add_to_a_text_and_leave_the_rest(settings: Settings) -> None:
    text = (settings.data / "events" / "strike.toml").read_text()
    longer = event_additions.with_term(text, "en", "quay walkout*")
    longer = event_additions.with_term(longer, "uk", "страйк")
    longer = event_additions.with_actor(longer, "Bo Stern", ["Stern"], "Workers", "Shop stewards")
    longer = event_additions.with_variant(
        longer, "walkout", "stoppage", "en", ["work stoppage*", "(so-called) stoppage"]
    )
    longer = event_additions.with_variant(longer, "The port", "harbour", "en", ["harbo*"])
    event, problems = event_texts.checked_event("strike", longer)
    assert not problems
    assert event
    assert event.terms["en"][-1] == "quay walkout*"
    assert event.terms["uk"] == ("страйк",)
    assert (event.actors[-1].side, event.actors[-1].role) == ("workers", "shop-stewards")
    assert [variant.label for variant in event.concepts[0].variants] == ["strike", "blockade", "stoppage"]
    assert event.concepts[1].variants[0].label == "harbour"
    assert set(text.splitlines()) - set(longer.splitlines()) <= {'en = ["port strike", "dock*"]'}
    for again in (
        lambda: event_additions.with_term(longer, "en", "dock*"),
        lambda: event_additions.with_actor(longer, "Bo Stern", [], "Workers", "Union"),
        lambda: event_additions.with_variant(longer, "The port", "harbour", "en", ["harbo*"]),
        lambda: event_additions.with_variant(longer, "walkout", "new", "en", [" "]),
        lambda: event_additions.with_term(longer, "en", "  "),
        lambda: event_additions.with_term("terms = [", "en", "x"),
    ):
        with pytest.raises(ParallaxError):
            again()


def test_every_shipped_event_can_be_added_to() -> None:
    for file in sorted((Path(__file__).parent.parent / "data" / "events").glob("*.toml")):
        text = event_additions.with_term(file.read_text(encoding="utf-8"), "en", "a new term")
        text = event_additions.with_actor(text, "Zed Zander", ["Zander"], "A new side", "A new role")
        concept = tomllib.loads(text)["concepts"][0]["id"]
        text = event_additions.with_variant(text, concept, "a new name", "en", ["new name*"])
        document = tomllib.loads(text)
        assert document["terms"]["en"][-1] == "a new term"
        assert document["actors"][-1]["side"] == "a-new-side"
        assert document["concepts"][0]["variants"][-1]["patterns"] == {"en": ["\\bnew name\\w*\\b"]}
        first = document["concepts"][0]["variants"][0]
        for language in (
            "hu",
            next(iter(first["patterns"])),
        ):  # a language that the name had no words in, and one it had
            text = event_additions.with_variant(text, concept, first["label"], language, ["szó*", "más"])
            spelt = tomllib.loads(text)["concepts"][0]["variants"][0]["patterns"][language]
            assert spelt == [*first["patterns"].get(language, []), "\\bszó\\w*\\b", "\\bmás\\b"]


@pytest.mark.parametrize(
    "variant",
    [
        "[[concepts.variants]]\nid = 'a'\nlabel = 'A'\npatterns.en = ['a']\n[[concepts.variants]]\nid = 'b'\n",
        "[[concepts.variants]]\nid = 'a'\nlabel = 'A'\n[concepts.variants.patterns]\nen = ['a']\n",
        "[[concepts.variants]]\nid = 'a'\nlabel = 'A'\npatterns = { en = ['a'] }\n",
        "variants = [\n  { id = 'a', label = 'A', patterns = { en = ['a'] } },\n  { id = 'b' },\n]\n",
        "variants = [{ id = 'a', label = 'A', patterns.en = ['a'] }]\n",
    ],
)
def test_a_name_gets_spellings_in_another_language_however_it_is_written(variant: str) -> None:
    text = f"[[concepts]]\nid = 'thing'\n{variant}"
    longer = event_additions.with_variant(text, "thing", "A", "de", ["Wort*"])
    wanted = tomllib.loads(text)
    wanted["concepts"][0]["variants"][0]["patterns"]["de"] = ["\\bWort\\w*\\b"]
    assert tomllib.loads(longer) == wanted


def test_a_trial_counts_what_publishing_will_count(settings: Settings) -> None:
    text = started(settings)
    job = imported(settings)
    assert not job.failed, job.lines
    assert "40 saved" in job.lines[0]
    draft = event_additions.with_variant(text, "The vote", "sham vote", "en", ["sham vote*"])
    trial = try_event(EVENT, draft, settings.store, EVENT, (), store_stamp(settings.store, EVENT))
    assert (trial.total, trial.read, trial.belong, trial.outside) == (40, 40, 40, 0)
    found = {(name.what, name.name): name for name in trial.names}
    assert found["The vote", "sham vote"].uses == 2 * sum(SHAM)
    assert "[sham vote]" in found["The vote", "sham vote"].contexts[0]
    assert found["term", "sham vote"].articles == sum(SHAM)
    german = try_event(EVENT, text.replace("en = ", "de = "), settings.store, EVENT)
    assert {name.name: name.articles for name in german.names}["sham vote"] == sum(SHAM), "also of other languages"
    untold = "\n".join(line for line in text.splitlines() if not re.match(r"\[terms\]|en = ", line))
    assert try_event(EVENT, untold, settings.store, EVENT).without_terms, "an event of its days alone"
    wrong = try_event(EVENT, text.replace("start", "begin"), settings.store, EVENT)
    assert wrong.read == 0
    assert {line for line, _, _ in wrong.problems} == {1, 3}
    nothing = try_event(
        EVENT, text.replace("weir vote", "lock vote").replace("sham vote", "lock"), settings.store, EVENT
    )
    assert nothing.belong < 40
    assert try_event("strike", (settings.data / "events" / "strike.toml").read_text(), settings.store, "strike")


# --- jobs


def test_import_then_publish_and_every_step_is_signed(settings: Settings) -> None:
    text = started(settings)
    imported(settings)
    draft = event_additions.with_variant(text, "The vote", "sham vote", "en", ["sham vote*"])
    event_texts.save_event(settings, EVENT, draft, ANN, seen=event_texts.digest_of(text))
    job = done(settings, "publish")
    assert not job.failed, job.lines
    data = open_dataset(settings.home, job.version)
    assert data.counts["articles"] == 40
    mentions = data.table("mentions", ["variant"]).column("variant").to_pylist()
    assert mentions.count("sham-vote") == 2 * sum(SHAM)
    log = desk_log.latest_entries(settings)
    assert [entry.action for entry in log] == ["publish", "event", "import", "event"]
    assert {entry.by for entry in log} == {ANN}
    again = imported(settings)
    assert "40 already saved" in again.lines[0] or "unchanged" in again.lines[0], again.lines


def test_a_job_is_a_process_of_its_own_and_one_runs_at_a_time(settings: Settings) -> None:
    started(settings)
    upload = uploads.keep_upload(settings, "weir.xlsx", workbook(), ANN)
    given = {"event": EVENT, "files": [{"key": upload.key, "columns": COLUMNS, "any_outlet": True}]}
    job = desk_jobs.start_job(settings, "import", ANN, given)
    with pytest.raises(ParallaxError, match="still under way"):
        desk_jobs.start_job(settings, "publish", "bob")
    ended = ended_job(settings, job.id, 120)
    assert ended.ended
    assert not ended.failed, ended.lines
    with Store(settings.store) as store:
        assert store.articles_per_event() == {EVENT: 40}
    with pytest.raises(ParallaxError, match="does not run"):
        desk_jobs.stop_job(settings, job.id)


def test_a_killed_job_is_told_from_one_that_runs(settings: Settings) -> None:
    job = desk_jobs.DeskJob("20260101T000000-x", "import", ANN, "2026-01-01T00:00:00+00:00", {}, "importing")
    desk_jobs.write_job(settings, job)
    with file_lock(desk_jobs.lock_of(settings, "import"), f"{os.getpid()} {job.id}"):
        assert lock_note(desk_jobs.lock_of(settings, "import")) == f"{os.getpid()} {job.id}"
        assert desk_jobs.running_job(settings) == job
        with pytest.raises(LockHeldError), file_lock(desk_jobs.lock_of(settings, "import"), "me"):
            pass
    (seen,) = desk_jobs.jobs(settings)
    assert seen.failed
    assert "start it again" in seen.lines[-1]
    assert desk_jobs.running_job(settings) is None


def test_a_stopped_job_goes_on_when_it_is_started_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    started(settings)
    rows = [[f"{row[0]}, copy {n}", *row[1:]] for n in range(15) for row in article_rows()]  # two batches
    upload = uploads.keep_upload(settings, "many.xlsx", workbook(rows), ANN)
    given = {"event": EVENT, "files": [{"key": upload.key, "columns": COLUMNS, "any_outlet": True}]}
    monkeypatch.setattr(desk_jobs, "WORKER_MODULE", "tests.support.waiting_job")
    job = desk_jobs.start_job(settings, "import", ANN, given)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        seen = desk_jobs.read_job(settings, job.id)
        if seen and (seen.done or seen.ended):
            break
        time.sleep(0.02)
    desk_jobs.stop_job(settings, job.id)
    ended = ended_job(settings, job.id, 120)
    assert ended.failed
    assert "starting it again goes on" in ended.lines[-1]
    with Store(settings.store) as store:
        kept = store.articles_per_event()[EVENT]
    assert 0 < kept < len(rows)
    again = done(settings, "import", **given)
    assert not again.failed, again.lines
    with Store(settings.store) as store:
        assert store.articles_per_event() == {EVENT: len(rows)}


def test_a_job_that_fails_says_why(settings: Settings) -> None:
    gone = done(settings, "import", event="strike", files=[{"key": "0" * 24}])
    assert gone.failed
    assert "no longer here" in gone.lines[-1]
    upload = uploads.keep_upload(settings, "a.csv", b"title,text\nA,B\n", ANN)
    job = done(settings, "import", event="nowhere", files=[{"key": upload.key}])
    assert "there is no event 'nowhere'" in job.lines[-1]
    with pytest.raises(ParallaxError, match="no job"):
        desk_jobs.start_job(settings, "rm", ANN)


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Declarations of one outlet, whose feed and page a server on loopback gives; nothing else may be reached."""
    declare(tmp_path / "declared")
    with Site() as site:
        one = story(1)
        site.routes = {
            "/": Reply(HOME_PAGE),
            "/feed.xml": Reply(rss(site.url(""), [one]), content_type="application/rss+xml"),
            one.path: Reply(article_html(1)),
        }
        for name, value in environment(site).items():
            if name.startswith("PARALLAX_"):
                monkeypatch.setenv(name, value)
        home = tmp_path / "home"
        yield Settings(home, f"sqlite:///{home / 'store.sqlite'}", tmp_path / "declared")


ASKED = {"event": EVENT_ID, "outlets": [OUTLET_ID], "sources": ["feeds"]}


def test_collect_now(newsroom: Settings) -> None:
    job = done(newsroom, "collect", **ASKED)
    assert not job.failed, job.lines
    assert job.lines[0].endswith(f"of {EVENT_ID}: 1 saved, 2 read")
    assert [(one.action, one.by, one.counts) for one in desk_log.latest_entries(newsroom)] == [
        ("collect", ANN, {"saved": 1, "read": 2})
    ]
    missing = done(newsroom, "collect", event="nowhere")
    assert "there is no event" in missing.lines[-1]


def test_a_schedule_is_switched_on_and_off(newsroom: Settings) -> None:
    job = desk_jobs.start_job(newsroom, "schedule", ANN, ASKED | {"every": "6h"})
    until = time.monotonic() + 240
    while time.monotonic() < until:
        seen = desk_jobs.running_job(newsroom, schedule=True)
        if seen is None or seen.stage.startswith("waiting"):
            break
        time.sleep(0.2)
    assert seen, desk_jobs.read_job(newsroom, job.id)
    assert [line.split()[-2:] for line in seen.lines] == [
        ["collect:", "done"],
        ["analyze:", "done"],
        ["publish:", "done"],
    ]
    assert open_dataset(newsroom.home).counts["articles"] == 1
    with pytest.raises(ParallaxError, match="still under way"):
        desk_jobs.start_job(newsroom, "schedule", ANN, ASKED)
    desk_jobs.stop_job(newsroom, job.id)
    ended = ended_job(newsroom, job.id, 60)
    assert ended.ended
    assert not ended.failed
    assert [one.reason for one in desk_log.latest_entries(newsroom)] == ["off", "on, every 6h"]
    refused = done(newsroom, "schedule", **ASKED, every="soon")
    assert "no interval" in refused.lines[-1]


# --- review


def test_decisions_have_a_name_and_a_reason_and_can_be_taken_back(settings: Settings) -> None:
    started(settings)
    rows = article_rows()[:2]
    rows.append(["Boats", "The boats wait.\n\nThere was a weir vote. Some called the weir vote odd. A weir vote.", "x",
                 "03/10/2017", ""])  # fmt: skip
    upload = uploads.keep_upload(settings, "three.xlsx", workbook(rows), ANN)
    done(settings, "import", event=EVENT, files=[{"key": upload.key, "columns": COLUMNS, "any_outlet": True}])
    done(settings, "publish")
    count, found = review_decisions.waiting(settings, EVENT, 10)
    assert count == 1
    assert found[0].article.title == "Boats"
    assert found[0].beginning.startswith("The boats wait.")
    name = found[0].article.id
    for bad in (Override(name, True, " ", ANN), Override(name, True, "because", ""), Override("other", True, "x", ANN)):
        with pytest.raises(ParallaxError):
            review_decisions.decide(settings, EVENT, bad)
    review_decisions.decide(settings, EVENT, Override(name, True, "it is about the vote", ANN))
    assert review_decisions.waiting(settings, EVENT, 10)[0] == 0
    with pytest.raises(ParallaxError, match="already"):
        review_decisions.decide(settings, EVENT, Override(name, False, "no", "bob"))
    assert [one.by for one in load_catalogue(settings.data, settings.home).events[EVENT].overrides] == [ANN]
    made = load_catalogue(settings.data, settings.home).events[EVENT].overrides
    text = event_texts.event_text(settings, EVENT)
    assert [try_event(EVENT, text, settings.store, EVENT, given).belong for given in ((), made)] == [2, 3]
    assert review_decisions.headlines(settings, EVENT, [name, "other"]) == {name: "Boats"}
    version = done(settings, "publish").version
    members = open_dataset(settings.home, version).table("articles", ["article_id", "member"]).to_pylist()
    assert {row["article_id"]: row["member"] for row in members}[name]
    review_decisions.undo(settings, EVENT, name, "bob")
    assert review_decisions.decisions(settings, EVENT) == []
    with pytest.raises(ParallaxError, match="not decided"):
        review_decisions.undo(settings, EVENT, name, "bob")
    log = desk_log.latest_entries(settings)
    assert [(entry.action, entry.by) for entry in log[:3]] == [("undo", "bob"), ("publish", ANN), ("include", ANN)]


def test_own_work_in_the_demonstration_is_not_cleared(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / DEMO_MARK).write_text("x")
    started(settings)
    assert not (settings.home / DEMO_MARK).exists()
    assert (settings.home / OWN_IN_DEMO).exists()


def test_a_backup_holds_what_the_desk_keeps(settings: Settings, tmp_path: Path) -> None:
    text = started(settings)
    imported(settings)
    done(settings, "publish")
    name = article_id(settings)
    review_decisions.decide(settings, EVENT, Override(name, True, "why not", ANN))
    with Store(settings.store) as store:
        back_up(store, Places(settings.home, settings.data), tmp_path / "backup", lambda _: None)
    home = tmp_path / "elsewhere"
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        restore(store, Places(home, settings.data), tmp_path / "backup", lambda _: None)
    there = Settings(home, f"sqlite:///{home / 'store.sqlite'}", settings.data)
    assert event_texts.event_text(there, EVENT) == text
    assert [one.by for one in event_texts.event_versions(there, EVENT)] == [ANN]
    assert [one.article for one in review_decisions.decisions(there, EVENT)] == [name]
    assert desk_log.latest_entries(there)[-1].action == "event"


def article_id(settings: Settings) -> str:
    with Store(settings.store) as store:
        return next(stored.article.id for batch in store.by_date(EVENT) for stored in batch)
