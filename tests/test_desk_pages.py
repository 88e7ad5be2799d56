"""The desk's pages as Streamlit runs them: for editors only, with texts that try to be more than text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from collectors.config import Settings
from collectors.desk import desk_jobs, desk_log, event_texts, review_decisions, uploads
from collectors.model import Override
from dashboard.page_registry import DESK
from tests.support.dashboard_home import HOSTILE
from tests.support.dashboard_pages import APP, OPENS_PAGES, shown, words
from tests.support.made_desk import COLUMNS, EVENT, HEADER, article_rows, done, made_settings, started, workbook

pytestmark = OPENS_PAGES
BY_NAME = {page.name: page for page in DESK}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    made = made_settings(tmp_path)
    made.home.mkdir()
    for name, value in (("HOME", made.home), ("DATA", made.data), ("DATABASE", made.store)):
        monkeypatch.setenv(f"PARALLAX_{name}", str(value))
    return made


def edits(monkeypatch: pytest.MonkeyPatch, name: str | None = "ann") -> None:
    monkeypatch.setattr("dashboard.desk_access.current_editor", lambda: name)


def opened(name: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page(BY_NAME[name].file)
    return app.run()


@pytest.mark.parametrize("name", BY_NAME)
def test_a_page_of_the_desk_exists_for_editors_only(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    edits(monkeypatch)
    app = opened(name)
    assert not app.exception
    assert f">{BY_NAME[name].title}</h1>" in shown(app)
    assert "You write as <b>ann</b>" in shown(app)
    edits(monkeypatch, None)
    app.run()
    assert "the desk" not in shown(app)
    assert not app.button


def test_streamlit_limits_uploads_and_asks_for_its_token() -> None:
    server = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]
    assert server["enableXsrfProtection"] is True
    assert server["maxUploadSize"] * 1024 * 1024 == uploads.MAX_UPLOAD
    assert server["address"] == "127.0.0.1"


def test_hostile_texts_stay_texts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """File names, cells, headlines, sources, reasons and titles of events."""
    text = started(settings)
    rows = [[HOSTILE[n % 4], f"{row[1]} {HOSTILE[n % 4]}", HOSTILE[(n + 1) % 4], row[3], ""]
            for n, row in enumerate(article_rows()[:6])]  # fmt: skip
    rows.append(
        [HOSTILE[0], f"{HOSTILE[1]}\n\nA weir vote, another weir vote, a weir vote.", HOSTILE[2], "03/10/2017", ""]
    )
    header = [*HEADER[:3], "Date", HOSTILE[0]]
    upload = uploads.keep_upload(settings, f"{HOSTILE[0]}.xlsx", workbook(rows, header), "ann")
    edits(monkeypatch)
    app = opened("desk_import")
    assert not app.exception
    app.radio[0].set_value(":dmy").run()
    assert not app.exception
    assert "&lt;script&gt;" in shown(app)
    page = shown(app)
    done(settings, "import", event=EVENT, files=[{"key": upload.key, "columns": COLUMNS, "any_outlet": True}])
    done(settings, "publish")
    hostile = text.replace("The vote on", "The </textarea><script>window.hit=1</script> on")
    event_texts.save_event(settings, EVENT, hostile, "<b>bob</b>", seen=event_texts.digest_of(text), reason=HOSTILE[0])
    _, found = review_decisions.waiting(settings, EVENT, 5)
    for name in ("desk_event", "desk_review", "desk_publish"):
        app = opened(name)
        assert not app.exception, name
        page += shown(app)
    assert found
    review_decisions.decide(settings, EVENT, Override(found[0].article.id, True, HOSTILE[0], "<i>eve</i>"))
    page += shown(opened("desk_review"))
    for tag in ("<script", "<img", "<b>bob", "<i>eve", 'onerror="'):
        assert tag not in page.replace("&lt;", ""), tag


def test_a_table_without_rows_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads.keep_upload(settings, "heads.csv", b"Headline,Body,Source,Date\n", "ann")
    edits(monkeypatch)
    assert "heads.csv holds no article: there is no row below its heads." in words(shown(opened("desk_import")))


def test_the_log_as_csv_is_no_formula(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from collectors.export import csv_bytes  # noqa: PLC0415  as the page does
    from collectors.store.audit import FIELDS  # noqa: PLC0415

    desk_log.sign(settings, "ann", "import", "=HYPERLINK(1).csv", "@SUM(1)", {"saved": 1})
    (entry,) = desk_log.latest_entries(settings)
    rows = csv_bytes(FIELDS, [{name: getattr(entry, name) for name in FIELDS}]).decode()
    assert ",=HYPERLINK" not in rows
    assert ",@SUM" not in rows
    edits(monkeypatch)
    assert "=HYPERLINK(1).csv" in words(shown(opened("desk_publish")))


def test_a_job_is_shown_while_it_runs_and_after(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    now = "2099-01-01T00:00:00+00:00"
    job = desk_jobs.DeskJob("20990101T000000-x", "import", "ann", now, {}, "starting", 3, 12)
    desk_jobs.write_job(settings, job)
    edits(monkeypatch)
    app = opened("desk_publish")
    assert 'aria-valuenow="25"' in shown(app)
    assert "3 of 12" in words(shown(app))
    app.button(key="publish_now")
    ended = desk_jobs.DeskJob(job.id, "import", "ann", now, {}, "x", 12, 12, ("a.csv: 12 saved",), now)
    desk_jobs.write_job(settings, ended)
    app.run()
    assert "Import is done" in words(shown(app))
    assert "a.csv: 12 saved" in words(shown(app))
