"""The pages Coverage and Copies: what is compared, what is doubtful, and that no collected text is more than text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from collectors.copies import changes
from collectors.events.membership import BY_HAND, REVIEW
from collectors.model import Article
from dashboard.render import copy_edits
from tests.support import dashboard_pages
from tests.support.dashboard_home import HOSTILE, Tables, usual
from tests.support.dashboard_pages import open_page, words
from tests.support.make_dataset import write

FIRST, SECOND = "dnipro-courier-000000", "volga-wire-000001"
BEFORE = f"The referendum opened on Friday.\n\n{HOSTILE[0]}\n\nSoldiers stood at the doors of the halls."
AFTER = f"The sham referendum opened on Friday. Nobody could refuse.\n\n{HOSTILE[0]}"


def changed(table: pa.Table, column: str, value: Callable[[int, object], object]) -> pa.Table:
    old = table[column].to_pylist()
    at = table.schema.get_field_index(column)
    return table.set_column(at, column, pa.array([value(i, x) for i, x in enumerate(old)], table.schema.field(at).type))


def tables() -> Tables:
    """The usual ones with one cluster of two, two doubtful articles and one decided by hand."""
    made = usual()
    articles = made["articles"]
    ids = articles["article_id"].to_pylist()
    pair = {ids.index(FIRST): HOSTILE[1], ids.index(SECOND): HOSTILE[0]}
    articles = changed(articles, "cluster", lambda i, _: FIRST if i in pair else None)
    articles = changed(articles, "first_in_cluster", lambda i, _: ids[i] != SECOND)
    articles = changed(articles, "agency", lambda i, _: "volga-wire" if ids[i] == SECOND else None)
    articles = changed(articles, "title", pair.get)
    rules = {5: REVIEW, 6: REVIEW, 7: BY_HAND}
    articles = changed(articles, "member_rule", rules.get)
    articles = changed(articles, "member", lambda i, _: i not in rules)
    articles = changed(articles, "member_reason", lambda i, x: HOSTILE[0] if i in rules else x)
    articles = changed(articles, "grade", lambda i, x: "good" if i in pair else x)
    texts = changed(made["texts"], "text", lambda i, x: {FIRST: BEFORE, SECOND: AFTER}.get(ids[i], x))
    told = json.loads(made["events"]["event_json"][0].as_py())
    told["overrides"] = [{"article": ids[7], "include": False, "reason": HOSTILE[0], "by": "The desk"}]
    events = changed(made["events"], "event_json", lambda *_: json.dumps(told))
    return made | {"articles": articles, "texts": texts, "events": events}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = tables()
    found = {}
    for name, some in (("full", made), ("text-free", {n: t for n, t in made.items() if n != "texts"})):
        found[name] = tmp_path_factory.mktemp(name)
        write(found[name], some)
    return found


@pytest.fixture(autouse=True)
def home_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", os.devnull)


def shown(home: Path, page: str, monkeypatch: pytest.MonkeyPatch, **query: str) -> str:
    monkeypatch.setenv("PARALLAX_HOME", str(home))
    app = open_page(home, page, **query)
    assert not app.exception
    html = dashboard_pages.shown(app)
    assert "<script" not in html
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", html)
    return html


def test_what_a_copy_changed_is_marked(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    html = shown(homes["full"], "copies", monkeypatch)
    assert "The <ins>sham</ins> referendum opened on Friday." in html
    assert "<ins class=whole>Nobody could refuse.</ins>" in html
    assert "<del>Soldiers stood at the doors of the halls.</del>" in html
    assert "1 cluster in the selection" in html
    assert "Volga Wire" in words(html)


def test_without_texts_the_page_says_so(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    html = shown(homes["text-free"], "copies", monkeypatch, cluster=FIRST, copy=SECOND)
    assert "carries no texts, so what was changed cannot be shown" in html
    assert "1 cluster in the selection" in html


def test_a_cluster_that_is_not_there(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    html = shown(homes["full"], "copies", monkeypatch, cluster="<b>no</b>")
    assert "holds no such cluster" in html
    assert "<b>no</b>" not in html


def test_articles_without_a_date_are_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = usual()
    for column in ("day", "published", "phase"):
        made["articles"] = changed(made["articles"], column, lambda *_: None)
    write(tmp_path, made)
    text = words(shown(tmp_path, "coverage", monkeypatch))
    rows = text.split("Articles of the selection", 1)[1].split("Share of the coverage", 1)[0]
    first = re.search(r"All days Announcement Voting Annexation Atlantic Ledger (\d+) undated none here", rows)
    assert first, rows[:300]
    assert int(first[1]) > 0
    assert "No article of the selection has a date." in text


def test_coverage_claims_no_silence_and_shows_the_review(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    html = shown(homes["full"], "coverage", monkeypatch)
    text = words(html)
    assert "does not record on which days outlets were collected from" in text
    assert "none found" not in text
    assert "117 articles belong, 3 not; of these 2 doubtful. Decided by hand: 1." in text
    assert text.count("parallax review --event synthetic --include") == 2
    assert "exclude" in text
    assert "The desk" in text
    assert re.search(r"precision 0\.\d\d \(\d+ of \d+ taken, 95% interval", text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A vote opens", "A sham vote opens", "A <ins>sham</ins> vote opens"),
        ("A vote opens", "A poll opens", "A <del>vote</del> <ins>poll</ins> opens"),
        ("The long vote", "The vote", "The <del>long</del> vote"),
        (None, "<b>", "<ins>&lt;b&gt;</ins>"),
        ("Same", "Same", "Same"),
        (None, None, "Untitled"),
    ],
)
def test_headlines(before: str | None, after: str | None, expected: str) -> None:
    assert copy_edits.headline(before, after) == expected


def test_words_cut_at_the_end_of_a_paragraph_stand_there_once() -> None:
    def of(text: str) -> Article:
        return Article("a", None, None, "T", (), None, "en", text)

    before, after = "They left the old town early today.\n\nRain fell.", "They left the old town early.\n\nRain fell."
    html = copy_edits.text(before, after, changes(of(before), of(after)))
    assert html.count("<del>today</del>") == 1
    assert words(html).split() == ["They", "left", "the", "old", "town", "early", "today", ".", "Rain", "fell."]
