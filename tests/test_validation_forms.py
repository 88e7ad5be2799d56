"""Sheets of naming and framing devices: what is measured in their columns, and where their corrections are shown."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from collectors.compare import ALL, ArticleSelection, described, load
from collectors.dataset.versions import Dataset, open_dataset
from collectors.errors import ParallaxError
from collectors.export.row_labels import RowLabels
from collectors.validation.corrected_figures import (
    corrected,
    figures_of_form,
    kept_marks,
    validated_figures,
    validation_file,
)
from collectors.validation.marking_sheet import MarkedArticle, drawn, read_sheet, rows_of_marks, settled, sheet_bytes
from collectors.validation.measured_counts import MeasuredArticles, measured_articles
from collectors.validation.sheet_forms import DEVICES, QUOTATIONS, SheetForm, facts_form, form_of, forms_of, naming_form
from tests.support.command_line import Run
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words

HOME = Path(__file__).resolve().parents[1] / "data" / "reference"
EVENT = "ukraine-annexation-referendums-2022"
VARIANTS = [
    {"id": "sham", "label": "sham referendum", "family": "delegitimising"},
    {"id": "vote", "label": "vote", "family": "neutral"},
    {"id": "poll", "label": "poll", "family": "neutral"},
    {"id": "other", "label": "other"},
]


@cache
def reference() -> Dataset:
    return open_dataset(HOME)


@cache
def naming() -> SheetForm:
    return next(form for name, form in forms_of(reference(), EVENT).items() if name.startswith("naming:"))


@cache
def measured(form_name: str) -> MeasuredArticles:
    return measured_articles(reference(), EVENT, form_of(reference(), EVENT, form_name))


def marks_like_the_measure(form: SheetForm, each: int = 8, seed: int = 1) -> list[MarkedArticle]:
    """The marks of a coder who counts what the machine counts."""
    articles = measured(form.name)
    place = {article: index for index, article in enumerate(articles.ids)}
    rows = [
        {"event": EVENT, "article_id": article, "outlet": outlet, "url": "", "title": ""}
        for article, outlet in zip(articles.ids, articles.outlets, strict=True)
    ]
    return [
        MarkedArticle(
            str(row["article_id"]), str(row["outlet"]), float(str(row["chance"])), "kim",
            {name: float(articles.counts[name][place[str(row["article_id"])]]) for name in form.counts},
        )
        for row in drawn(rows, each, seed, form)
    ]  # fmt: skip


def test_a_form_of_naming_counts_each_variant_in_all_and_in_own_words() -> None:
    form = naming_form("vote", VARIANTS)
    assert list(form.counts)[:2] == ["vote:sham", "vote:sham:own"]
    assert form.parts["vote:sham:own"] == "vote:sham"
    figures = {figure.key: figure for figure in form.figures}
    assert len(figures) == 2 * (4 + 2)
    assert figures["naming:vote", "poll", "own"].numerator == ("vote:poll:own",)
    assert len(figures["naming:vote", "poll", "own"].denominator) == 4
    neutral = figures["families:vote", "neutral", "all"]
    assert (neutral.numerator, len(neutral.denominator)) == (("vote:vote", "vote:poll"), 3)


def test_an_event_without_such_a_sheet_says_which_it_has() -> None:
    assert list(forms_of(reference(), EVENT))[:3] == ["quotations", "devices", "frames"]
    with pytest.raises(ParallaxError, match="no sheet of 'naming:moon'") as caught:
        form_of(reference(), EVENT, "naming:moon")
    assert naming().name in str(caught.value.remedy)


@pytest.mark.parametrize("page", ["naming", "families", "devices", "frames", "facts"])
def test_what_is_measured_is_what_the_pages_show(page: str) -> None:
    form = naming() if page in ("naming", "families") else form_of(reference(), EVENT, page)
    estimates = corrected(measured(form.name), {}, form)
    facts = load(reference(), EVENT)
    compared = 0
    for voice in (ALL, "own"):
        for row in described(facts, ArticleSelection(EVENT, voice=voice), page if form is naming() else "devices"):
            estimate = estimates.get((row.metric, row.variant, voice, row.outlet))
            if estimate is not None and row.estimate is not None:
                assert estimate.plain == pytest.approx(row.estimate, abs=1e-9), row
                compared += 1
    assert compared > 50


def test_all_forms_of_a_seed_draw_the_same_articles() -> None:
    drawings = [[mark.article_id for mark in marks_like_the_measure(form)] for form in (naming(), DEVICES)]
    assert drawings[0] == drawings[1]


def test_facts_are_shares_of_articles_and_each_counts_once() -> None:
    form = facts_form([{"id": "wall", "title": "The wall"}])
    assert form.parts == {"wall:opening": "wall:mentioned"}
    assert {figure.key: figure.denominator for figure in form.figures} == {
        ("facts:wall", "mentioned", ALL): (),
        ("facts:wall", "opening", ALL): (),
    }
    every = np.arange(60) % 2 == 0
    names = tuple(f"o{place % 4}" for place in range(240))
    counts = {"wall:mentioned": np.zeros(240), "wall:opening": np.zeros(240)}
    articles = MeasuredArticles(tuple(f"a{place}" for place in range(240)), names, counts, {})
    # Coders find it in half of the articles, and one of them counts how often instead of whether.
    marks = {f"a{place}": MarkedArticle(f"a{place}", names[place], 0.5, "kim",
                                        {"wall:mentioned": 3.0 * every[place // 4], "wall:opening": 0.0})
             for place in range(120)}  # fmt: skip
    for outlet in sorted(set(names)):
        estimate = corrected(articles, marks, form)["facts:wall", "mentioned", ALL, outlet]
        assert (estimate.plain, estimate.marked) == (0.0, 30)
        assert estimate.estimate == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("name", ["frames", "facts"])
def test_marks_of_what_the_machine_found_leave_shares_of_articles_alone(name: str) -> None:
    form = form_of(reference(), EVENT, name)
    marks = {mark.article_id: mark for mark in marks_like_the_measure(form, 16)}
    moved = [one for one in corrected(measured(name), marks, form).values() if one.estimate is not None]
    assert moved
    assert all(one.estimate == pytest.approx(one.plain, abs=1e-9) for one in moved)


@pytest.mark.parametrize("name", ["naming", "devices", "frames", "facts"])
def test_kept_marks_correct_the_figures_of_their_form_only(name: str, tmp_path: Path) -> None:
    form = naming() if name == "naming" else form_of(reference(), EVENT, name)
    marks = marks_like_the_measure(form)
    file = validation_file(tmp_path, EVENT, form)
    assert file.name == f"{EVENT}.{form.name.replace(':', '.')}.csv"
    file.parent.mkdir()
    file.write_bytes(sheet_bytes(rows_of_marks(marks, EVENT), form))
    assert sorted(map(repr, read_sheet(file, EVENT, form))) == sorted(map(repr, marks))
    assert kept_marks(tmp_path, EVENT, QUOTATIONS) == ()
    estimates = figures_of_form(reference(), EVENT, tmp_path, form)
    assert repr(estimates) == repr(validated_figures(reference(), EVENT, tmp_path))  # NaN is not equal to itself
    assert {key[:3] for key in estimates} == {figure.key for figure in form.figures}
    settled_ones = [of for of in estimates.values() if of.estimate is not None]
    assert settled_ones
    for of in settled_ones:
        assert of.estimate == pytest.approx(of.plain, abs=1e-9), "marks that agree change nothing"
    with pytest.raises(ParallaxError, match=f"as a sheet of {form.name} has"):
        read_sheet(HOME / "validation" / "us-campaign-2016.csv", EVENT, form)


def test_a_coder_who_finds_more_loaded_words_raises_their_rate_only() -> None:
    marks = marks_like_the_measure(DEVICES)
    more = [replace(mark, counts={**mark.counts, "loaded": 2 * mark.counts["loaded"]}) for mark in marks]
    estimates = corrected(measured("devices"), settled(more), DEVICES)
    by_metric: dict[str, list[tuple[float, float]]] = {}
    for (metric, *_), of in estimates.items():
        if of.estimate is not None:
            by_metric.setdefault(metric, []).append((of.plain, of.estimate))
    assert all(estimate > plain for plain, estimate in by_metric["devices:loaded"] if plain > 0)
    assert all(estimate == pytest.approx(plain, abs=1e-9) for plain, estimate in by_metric["devices:scare"])


def test_badges_are_of_the_voice_that_was_marked() -> None:
    form = naming()
    estimates = corrected(measured(form.name), settled(marks_like_the_measure(form)), form)
    labels = RowLabels(corrected=estimates)
    facts = load(reference(), EVENT)
    badges = {
        voice: {labels.about(row)["validated"] for row in described(facts, ArticleSelection(EVENT, voice=voice), "naming")
                if row.metric == form.name}
        for voice in (ALL, "own", "quoted")
    }  # fmt: skip
    assert "validated, m = 8" in badges[ALL] & badges["own"]
    assert badges["quoted"] == {""}


def test_the_command_draws_and_takes_in_a_sheet_of_devices(tmp_path: Path, run: Run) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "datasets").symlink_to(HOME / "datasets")
    said = ("validate", "--home", str(home), "--event", EVENT, "--of", "devices")
    sheet, to = tmp_path / "empty.csv", tmp_path / "validated.csv"
    status, _, told = run(*said, "--sheet", str(sheet))
    assert status == 0, told
    assert "hedge: words that leave a statement open" in told
    assert read_sheet(sheet, EVENT, DEVICES) == []
    status, _, told = run(*said, str(sheet))
    assert status == 2
    assert "no article was marked yet" in told
    filled = tmp_path / "kim.csv"
    undrawn = marks_like_the_measure(DEVICES)
    filled.write_bytes(sheet_bytes(rows_of_marks(undrawn, EVENT), DEVICES))
    status, _, told = run(*said, str(filled), "--to", str(to))
    assert status == 2
    assert "was not drawn (mark only the articles of a sheet" in told
    marks = marks_like_the_measure(DEVICES, seed=0)
    filled.write_bytes(sheet_bytes(rows_of_marks(marks, EVENT), DEVICES))
    status, out, told = run(*said, str(filled), "--to", str(to))
    assert status == 0, told
    assert "devices:loaded" in out
    assert "validated, m = 8" in out
    assert to.read_text(encoding="utf-8").startswith("event,metric,variant,voice,outlet,measured")
    status, _, told = run(*said[:-1], "naming:moon")
    assert status == 2
    assert "there is no sheet of 'naming:moon'" in told


@OPENS_PAGES
def test_pages_show_what_marks_correct_and_say_where_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "datasets").symlink_to(HOME / "datasets")
    asked = {"event": EVENT, "concept": naming().subject}
    for page in ("naming", "framing_devices"):
        assert "Not validated" in words(shown(open_page(tmp_path, page, **asked)))
    home = tmp_path / "marked"
    (home / "validation").mkdir(parents=True)
    (home / "datasets").symlink_to(HOME / "datasets")
    frames = form_of(reference(), EVENT, "frames")
    for form in (naming(), DEVICES, frames):
        rows = rows_of_marks(marks_like_the_measure(form), EVENT)
        validation_file(home, EVENT, form).write_bytes(sheet_bytes(rows, form))
    for page, device in (("naming", ""), ("framing_devices", "loaded"), ("framing_devices", "frame")):
        html = words(shown(open_page(home, page, **asked, device=device, family="mfc")))
        assert "validated, m = 8" in html, page
        assert "Not validated" not in html, page
    html = words(shown(open_page(home, "framing_devices", **asked, device="frame", family="mfc", what="mfc-security")))
    assert "Not validated: of" in html, "marked, and too few of the articles use it"
