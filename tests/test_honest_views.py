"""What a page may not say: claims across languages, another view than the one asked for, rows that fall short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import queries
from dashboard.selection import ViewSelection
from tests.support.dashboard_home import make_home
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words
from tests.support.demo_home import demo_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_home(tmp_path_factory)


FIGURE = ("naming:vote", "sham")


def test_two_outlets_of_two_languages_are_not_claimed_to_differ(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(home))
    data = queries.open_version(queries.versions()[0])
    event = next(iter(queries.events(data)))
    mine = ViewSelection(data.version, event)
    units = ("rheinischer-morgen", "konkan-standard")
    assert not queries.comparable(data, mine, units)
    evidence = queries.claim(data, mine, FIGURE, units)
    assert not evidence.comparable
    assert (evidence.pair, evidence.within, evidence.pooled, evidence.curve) == (None, None, None, ())
    english = ("atlantic-ledger", "konkan-standard")
    assert queries.comparable(data, mine, english)
    assert queries.claim(data, mine, FIGURE, english).pair is not None


def test_units_without_articles_are_no_reason_to_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(make_home(tmp_path, "usual")))
    data = queries.open_version(queries.versions()[0])
    assert queries.comparable(
        data, ViewSelection(data.version, next(iter(queries.events(data)))), ("nobody", "volga-wire")
    )


@OPENS_PAGES
@pytest.mark.parametrize(
    ("page", "query", "value"),
    [
        ("naming", {"concept": "nosuch"}, "nosuch"),
        ("naming", {"concept": "vote", "variant": "nosuch"}, "nosuch"),
        ("claims", {"one": "no*such*"}, "no*such*"),
    ],
)
def test_a_choice_that_is_not_here_is_said(
    homes: dict[str, Path], page: str, query: dict[str, str], value: str
) -> None:
    app = open_page(homes["usual"], page, **query)
    assert not app.exception
    said = words(shown(app)) + " ".join(caption.value.replace("\\", "") for caption in app.caption)
    assert f"“{value}” is not on offer here" in said
    assert "not on offer" not in words(shown(open_page(homes["usual"], page)))


@OPENS_PAGES
def test_the_matrix_of_quotations_has_all_its_columns(homes: dict[str, Path]) -> None:
    page = shown(open_page(homes["demo"], "naming", concept="vote"))
    matrix = next(
        table for table in re.findall(r"<table.*?</table>", page, re.S) if "Per cent of mentions (quoted)" in table
    )
    for line in re.findall(r"<tr.*?</tr>", matrix.partition("<tbody>")[2], re.S):
        shares = [int(share) for share in re.findall(r">(\d+)(?=<)", line.partition("</th>")[2])]
        assert not any(shares) or sum(shares) in range(97, 104), words(line)


@OPENS_PAGES
def test_a_claim_opens_with_outlets_of_one_language(homes: dict[str, Path]) -> None:
    """Where no figure is known well enough of two, the first two that may be compared stand there, not the first two."""
    outlets = "kurier-wislany,northgate-post,daily-blaze"
    app = open_page(homes["demo"], "claims", outlets=outlets, phase="voting")
    assert not app.exception
    chosen = [app.selectbox(f"view_{side}").value for side in ("one", "other")]
    assert "kurier-wislany" not in chosen, chosen
