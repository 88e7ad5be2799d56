"""Readability across languages: distances from real texts of the same language, and never the scores themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from collectors import compare
from collectors.compare import ArticleSelection
from collectors.config import check
from collectors.config.language_pack_files import read_reference_file
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset
from collectors.export import METRICS
from collectors.export.metric_units import unit_of
from collectors.metrics.readability import readability
from collectors.metrics.scores.readability_reference import (
    FEWEST_DOMAINS,
    REFERENCED,
    parse_references,
    references,
    stated,
)
from collectors.metrics.scores.standard_scores import STANDARD
from collectors.store import Store
from tests.benchmarks.readability_reference import distribution
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words
from tests.test_dataset import fill
from tests.test_languages_compared import ARTICLES, EVENT, SHIPPED, TEXTS, outlet, translated

pytestmark = OPENS_PAGES
SPOKEN = ("de", "en", "ru")


@pytest.mark.parametrize(("language", "score"), [(language, score) for language in TEXTS for score in REFERENCED])
def test_a_standard_score_is_the_distance_from_its_reference(language: str, score: str) -> None:
    scores = readability("\n\n".join(TEXTS[language] * 2), language)
    reference, raw, standard = references().get((language, score)), scores[score], scores[f"{score}_z"]
    if reference is None or raw is None:
        assert standard is None, "missing, not 0"
    else:
        assert standard == pytest.approx((raw - reference.median) / reference.deviation)


def test_every_reference_states_how_many_texts_it_rests_on() -> None:
    assert {language for language, _ in references()} == {"de", "en", "es", "fr"}
    for (language, score), reference in references().items():
        assert reference.texts >= reference.domains >= FEWEST_DOMAINS, language
        assert 0 < reference.error_z < 0.35
        assert f"{language} {reference.texts} texts of {reference.domains} domains" in stated(score)
    for name in STANDARD:
        assert "398 texts of 362 domains" in METRICS[f"readability:{name}"]
        assert unit_of(f"readability:{name}") == "standard deviations"


GOOD = 'language = "da"\ntexts = 30\ndomains = 20\n[lix]\nmedian = 40.0\ndeviation = 5.0\nerror = 1.0\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD, ""),
        (GOOD.replace("domains = 20", "domains = 4"), "needs 15 domains"),
        (GOOD.replace("deviation = 5.0\n", ""), "deviation"),
        (GOOD.replace("deviation = 5.0", "deviation = 0"), "above 0"),
        (GOOD.replace("[lix]", "[fog]"), "no scores"),
        (GOOD.replace('"da"', '"sv"'), "the folder is 'da'"),
        ("language = ", ""),
    ],
)
def test_a_mistake_in_a_reference_is_named(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "da" / "readability.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    problems = read_reference_file(file)
    assert bool(problems) == (text != GOOD)
    assert said in " ".join(problem.what for problem in problems)
    if text == GOOD:
        assert parse_references(text)[0].error_z == pytest.approx(0.2)


def test_the_shipped_references_hold_no_mistakes() -> None:
    from collectors.config import data_dir  # noqa: PLC0415  one of two users

    folder = data_dir({})
    assert not [problem for problem in check(folder) if problem.file.name == "readability.toml"]


def test_a_publisher_with_many_texts_is_not_the_language() -> None:
    many = {"one.example": [90.0] * 100} | {f"{n}.example": [40.0 + n] for n in range(20)}
    median, deviation, error = distribution(many)
    assert median == pytest.approx(50, abs=1.5)
    assert 5 < deviation < 10
    assert error == pytest.approx(1.2533 * deviation / 21**0.5)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    known = replace(SHIPPED, outlets={f"paper-{x}": outlet(x) for x in SPOKEN})
    with Store("sqlite://") as store:
        fill(store, [translated(language, n) for language in SPOKEN for n in range(ARTICLES)], known)
        publish(store, folder)
    return folder


def test_standard_scores_are_figures_and_are_not_tested_across_languages(home: Path) -> None:
    rows = compare.readability(compare.load(open_dataset(home), EVENT.id), ArticleSelection(EVENT.id))
    mine = {row.outlet: row for row in rows if row.metric == "readability:lix_z"}
    assert {name for name, row in mine.items() if row.estimate is not None} == {"paper-de", "paper-en"}
    assert mine["paper-ru"].n_articles == 0, "Russian has no reference"
    assert all(row.p_value is None for row in mine.values())


def test_the_page_ranks_scores_within_one_language_only(home: Path) -> None:
    html = words(shown(open_page(home, "readability", grade="all")))
    across, within = (
        html.split("What the formulas are made of")[0]
        .split("errors of the references", 1)[1]
        .split("Missing: texts in Russian", 1)
    )
    assert "398" in across
    assert "362" in across
    assert "Paper de" in across
    assert 0 < across.index("Paper de") < across.index("Paper en"), "by language, not by score"
    shown_within = {paper for paper in ("Paper de", "Paper en", "Paper ru") if paper in within}
    assert len(shown_within) == 1, "the scores of one language"


def test_a_page_in_one_language_has_no_references(home: Path) -> None:
    html = words(shown(open_page(home, "readability", grade="all", language="ru")))
    assert "Across languages" not in html
    assert "Paper ru" in html
