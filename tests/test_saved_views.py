"""Saved views: named, signed, written whole, never by readers; and a report of them with the pages' own numbers."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from collectors.config import Settings
from collectors.custody.manifest import AT_THE_DESK
from collectors.desk import desk_log, saved_views
from collectors.errors import ParallaxError
from dashboard import queries
from dashboard.page_registry import DESK
from dashboard.selection import ViewSelection
from dashboard.view_contexts import context_of
from tests.support.dashboard_home import HOSTILE
from tests.support.dashboard_pages import APP, OPENS_PAGES, shown, words
from tests.support.made_desk import made_settings

pytestmark = OPENS_PAGES
ADDRESS = "http://127.0.0.1:8501/naming?v=0123456789ab&event=weir-vote&concept=vote&embed=1&show=naming_dots&from=8"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = made_settings(tmp_path)
    made.home.mkdir()
    return made


def test_a_view_is_saved_signed_and_deleted(settings: Settings) -> None:
    assert saved_views.saved_views(settings) == []
    view = saved_views.save_view(settings, ADDRESS, "  The\nvote ", " What we saw. ", "ann")
    assert (view.name, view.comment, view.by) == ("The vote", "What we saw.", "ann")
    assert view.link == "./naming?v=0123456789ab&event=weir-vote&concept=vote"
    other = saved_views.save_view(settings, "./?v=a&event=b", "Second", "", "bob")
    assert saved_views.saved_views(settings) == [view, other]
    saved_views.delete_view(settings, view.id, "eve")
    saved_views.delete_view(settings, "gone", "eve")
    assert saved_views.saved_views(settings) == [other]
    assert [(entry.action, entry.by) for entry in desk_log.latest_entries(settings)] == [
        ("delete-view", "eve"), ("save-view", "bob"), ("save-view", "ann"),
    ]  # fmt: skip
    kept = sorted(path.name for path in (settings.home / "desk").rglob("*") if path.is_file())
    assert kept == ["declarations.lock", "views.json"]
    assert "desk/views" in AT_THE_DESK, "a backup holds them"


@pytest.mark.parametrize(
    "address",
    ["", "naming", "javascript:alert(1)?v=a&event=b", "http://[::1?v=a&event=b", "./naming?v=a", "./na%2Fming?v=a&event=b",
     "file:///etc/passwd?v=a&event=b", "./naming?" + urlencode({"v": "a", "event": "b", "outlets": "x" * 5000})],
)  # fmt: skip
def test_what_is_no_view_is_refused(settings: Settings, address: str) -> None:
    with pytest.raises(ParallaxError):
        saved_views.save_view(settings, address, "Name", "", "ann")
    assert saved_views.saved_views(settings) == []


def test_nobody_saves_without_a_name(settings: Settings) -> None:
    for name, by in (("", "ann"), ("Name", " ")):
        with pytest.raises(ParallaxError):
            saved_views.save_view(settings, ADDRESS, name, "", by)


def test_an_address_of_another_site_keeps_only_its_page_and_fields(settings: Settings) -> None:
    view = saved_views.save_view(settings, "https://evil.example/deep/path/naming?v=a&event=b#x", "Name", "", "ann")
    assert view.link == "./naming?v=a&event=b"


def test_a_damaged_file_says_so_and_is_not_written_over(settings: Settings) -> None:
    saved_views.save_view(settings, ADDRESS, "Name", "", "ann")
    file = settings.home / "desk" / "views" / "views.json"
    for damage in ("{", '{"views": [{"id": 1}]}', "[]"):
        file.write_text(damage, encoding="utf-8")
        with pytest.raises(ParallaxError, match="is no list of saved views"):
            saved_views.save_view(settings, ADDRESS, "Other", "", "ann")
        assert file.read_text(encoding="utf-8") == damage


def test_views_saved_at_once_are_all_kept(settings: Settings) -> None:
    saved_views.save_view(settings, ADDRESS, "0", "", "ann")
    work = [
        threading.Thread(target=saved_views.save_view, args=(settings, ADDRESS, str(n), "", "ann")) for n in range(1, 9)
    ]
    for one in work:
        one.start()
    for one in work:
        one.join()
    assert sorted(view.name for view in saved_views.saved_views(settings)) == [str(n) for n in range(9)]


def test_there_is_a_limit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    saved_views.save_view(settings, ADDRESS, "One", "", "ann")
    with pytest.raises(ParallaxError, match="saved already"):
        saved_views.save_view(settings, ADDRESS, "Two", "", "ann")


def opened(home: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> AppTest:
    settings = made_settings(folder)
    for name, value in (("HOME", home), ("DATA", settings.data), ("DATABASE", settings.store)):
        monkeypatch.setenv(f"PARALLAX_{name}", str(value))
    monkeypatch.setattr("dashboard.desk_access.current_editor", lambda: "ann")
    monkeypatch.setattr("dashboard.views.blocks.desk_blocks.editor", lambda: "ann")
    monkeypatch.setattr(saved_views, "_file", lambda _: folder / "views.json")
    monkeypatch.setattr(saved_views, "desk_folder", lambda _: folder)
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page(next(page.file for page in DESK if page.name == "desk_views"))
    return app.run()


def test_three_views_become_a_report(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    monkeypatch.setenv("PARALLAX_HOME", str(homes["demo"]))
    data = queries.open_version(queries.versions()[0])
    event = next(iter(queries.events(data)))
    views = [
        {"id": str(n), "name": name, "comment": comment, "page": page, "query": urlencode(fields), "by": "ann", "at": "2026-01-01"}
        for n, (name, comment, page, fields) in enumerate((
            (HOSTILE[0], "First line.\nSecond line.", "naming", {"v": data.version, "event": event, "concept": "vote", "voice": "own"}),
            ("By country", "", "sources", {"v": data.version, "event": event, "compare": "country"}),
            ("Blind", "", "readability", {"v": data.version, "event": event, "blind": "1"}),
            ("Found", "", "search", {"v": data.version, "event": event, "phrase": "sham"}),
            ("In front", "", "", {"v": data.version, "event": event}),
            ("Gone", "", "naming", {"v": "withdrawn", "event": event}),
        ))
    ]  # fmt: skip
    (tmp_path / "views.json").write_text(json.dumps({"views": views}), encoding="utf-8")
    app = opened(homes["demo"], monkeypatch, tmp_path)
    assert not app.exception
    assert "6 views" in words(shown(app))
    next(button for button in app.button if button.label == "Put it together").click().run()
    assert not app.exception
    page = shown(app)
    report = page[page.index('class="px-report"') :]
    said = words(report)
    assert "First line." in said
    assert "Second line." in said
    assert "<script" not in page
    assert "What this view shows is not here: data set withdrawn is not here." in said
    assert report.count("data:image/svg+xml") >= 3
    sel = ViewSelection(data.version, event, voice="own")
    rows = [row for row in queries.naming(data, sel, only=("naming:vote",)) if row.enough and row.estimate]
    for row in rows:
        assert f"{(row.estimate or 0) * 100:.0f}" in said
        assert f"{row.denominator:,.0f} in {row.n_articles}" in said
    assert "The vote: per cent of mentions (outlet’s own), with the 95% interval" in said
    assert "Searched for “sham”." in said
    assert "Share of articles that hold it, in brackets its 95% interval" in said
    assert "No figure of" not in said
    blind = said[said.index("Blind") : said.index("Found")]
    assert "Outlet A" in blind
    assert "Volga" not in blind


def test_the_context_of_a_link_is_that_of_its_page(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(homes["demo"]))
    data = queries.open_version(queries.versions()[0])
    event = next(iter(queries.events(data)))
    context = context_of("naming", {"v": data.version, "event": event, "compare": "country", "outlets": "volga-wire"})
    assert context.grouped
    assert context.kind == "Country"
    assert context_of("search", {"v": data.version, "event": event, "compare": "country"}).grouped is False
    with pytest.raises(ParallaxError, match="has no event nowhere"):
        context_of("", {"v": data.version, "event": "nowhere"})
