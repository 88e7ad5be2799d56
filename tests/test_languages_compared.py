"""One text in eight faithful translations is one editorial line: nothing is compared across languages but counts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from collectors import compare
from collectors.compare import ArticleArrays, ArticleSelection
from collectors.compare.coded_columns import CodedColumn
from collectors.compare.correspondence import load_choices, naming_map
from collectors.compare.distinctive_words import distinctive
from collectors.compare.term_counts import load_terms
from collectors.compare.text_kinds import commonest_kind, text_kinds, within_kinds
from collectors.config import data_dir, load_catalogue
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset
from collectors.export.row_labels import RowLabels
from collectors.export.tables.contrasts_export import contrast_rows
from collectors.metrics.quotations import extract_quotations
from collectors.model import Article, Outlet
from collectors.store import Store
from dashboard import queries
from dashboard.findings import Labels, headline, largest
from dashboard.render.charts import SHARE
from dashboard.selection import ViewSelection
from tests.support.made_values import article
from tests.test_dataset import fill

#: Three paragraphs on the event in eight languages, written for this project.
TEXTS: dict[str, list[str]] = json.loads((Path(__file__).parent / "translated_texts.json").read_text(encoding="utf-8"))
SHIPPED = load_catalogue(data_dir({}))
EVENT = SHIPPED.events["ukraine-annexation-referendums-2022"]
ARTICLES = 10


def outlet(language: str) -> Outlet:
    return replace(next(iter(SHIPPED.outlets.values())), id=f"paper-{language}", name=f"Paper {language}", aliases=(), domains=(f"{language}.example",), languages=(language,))  # fmt: skip


def translated(language: str, number: int) -> Article:
    """One of ten articles: the same paragraphs in another order, so that none is a copy of another."""
    parts = TEXTS[language]
    turned = parts[number % 3 :] + parts[: number % 3]
    return article(
        number,
        id=f"{language}-{number}",
        url=f"https://{language}.example/{number}",
        outlet=f"paper-{language}",
        language=language,
        title=None,
        text="\n\n".join([*turned, f"{number} {number}.", *turned]),
        event=EVENT.id,
        published="2022-09-21",
        authors=(),
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    known = replace(SHIPPED, outlets={f"paper-{x}": outlet(x) for x in TEXTS})
    home = tmp_path_factory.mktemp("home")
    with Store("sqlite://") as store:
        fill(store, [translated(language, n) for language in TEXTS for n in range(ARTICLES)], known)
        publish(store, home)
    return home


@pytest.fixture(scope="module")
def facts(home: Path) -> ArticleArrays:
    return compare.load(open_dataset(home), EVENT.id)


def test_no_figure_differs_between_translations(facts: ArticleArrays) -> None:
    rows = compare.comparison(facts)
    assert {r.outlet for r in rows} == {f"paper-{language}" for language in TEXTS}
    tested = [r for r in rows if r.q_value is not None and not r.metric.startswith("coverage:")]
    assert [(r.metric, r.outlet, r.q_value) for r in tested if r.q_value is not None and r.q_value < 0.05] == []
    figures = [
        r for r in rows if r.metric.startswith(("naming:", "readability:", "sources:")) and r.estimate is not None
    ]
    assert figures
    assert all(r.p_value is None for r in figures), "shown, with their intervals, and not compared"


def test_no_card_of_any_page_tells_translations_apart(facts: ArticleArrays) -> None:
    """Cards, headings and findings are made of pairs of outlets: none crosses languages, in any family and voice."""
    own, every = ArticleSelection(EVENT.id, voice="own"), ArticleSelection(EVENT.id)
    pages = [(page, chosen) for page in ("naming", "sources", "devices", "readability") for chosen in (own, every)]
    assert not compare.pairs(facts, tuple(pages)).pairs


@pytest.mark.parametrize("voice", ["own", "all"])
def test_no_word_or_place_tells_translations_apart(facts: ArticleArrays, voice: str) -> None:
    """Distinctive words and the map's test of its picture: nothing below .05."""
    chosen = ArticleSelection(EVENT.id, voice=voice)
    terms, choices = load_terms(facts.tables, EVENT.id), load_choices(facts.tables, EVENT.id)
    words = distinctive(terms, chosen) if terms else None
    assert words is None or words.table.below(0.05, corrected=True) == 0
    assert choices is not None
    drawn = naming_map(choices, chosen)
    assert drawn is None or drawn.p >= 0.05


def test_no_exported_contrast_and_no_sentence_of_a_card_tells_translations_apart(facts: ArticleArrays) -> None:
    """Every pair of a declared figure as `contrasts.csv` writes it, and what headings and findings of cards say, over all pages and both voices."""
    names = RowLabels()
    written = list(contrast_rows(facts, names, by="outlet", voices=("all", "own"), copies="all"))
    below = [row for row in written if row["q_value"] is not None and float(str(row["q_value"])) < 0.05]
    assert [row for row in below if not str(row["metric"]).startswith("coverage:")] == []
    rows = compare.comparison(facts)
    outlets = {row.outlet: row.outlet for row in rows}
    said = Labels(outlets, {}, {}, {}, {})
    for page in ("naming", "sources", "devices", "readability"):
        family = compare.pairs(facts, ((page, ArticleSelection(EVENT.id)),))
        assert largest(rows, family, said) == []
        for metric, variant in {(row.metric, row.variant) for row in rows}:
            of_figure = [row for row in rows if (row.metric, row.variant) == (metric, variant)]
            pair = family.pairs.get((metric, variant))
            assert headline("What it is", of_figure, outlets, SHARE, pair) == "What it is"


def test_a_trend_counts_mentions_in_one_language(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outlets of other languages have no share beside those whose language a trend is asked for."""
    monkeypatch.setenv("PARALLAX_HOME", str(home))
    data = queries.open_version(open_dataset(home).version)
    units = tuple(f"paper-{language}" for language in TEXTS)
    sel = ViewSelection(data.version, EVENT.id)
    found = queries.trend(data, sel, "day", ("vote", "referendum"), units, language="de")
    assert found is not None
    assert {point.unit for point in found.points if point.share is not None} <= {"all", "paper-de"}
    by_language = queries.trend(data, replace(sel, by="language"), "day", ("vote", "referendum"), ("de", "uk"))
    assert by_language is not None
    assert all(point.share is None for point in by_language.points if point.unit == "all")


def test_no_claim_is_made_about_two_translations(facts: ArticleArrays) -> None:
    chosen = ArticleSelection(EVENT.id)
    for figure in (("naming:vote", "referendum"), ("sources:quoted_words", "")):
        evidence = compare.claim(facts, chosen, figure, ("paper-de", "paper-uk"))
        assert not evidence.comparable
        assert evidence.pair is None
        assert evidence.within is None


def test_one_language_among_several_is_still_compared(facts: ArticleArrays) -> None:
    alone = compare.sources(facts, ArticleSelection(EVENT.id, languages=("en",)))
    assert all(r.p_value is None for r in alone), "one outlet is compared with nobody"
    counts = compare.coverage(facts, ArticleSelection(EVENT.id))
    assert any(r.p_value is not None for r in counts if r.metric == "coverage:agency")


#: Direct speech only is read in Dutch, none in Greek; German is read to the full.
PARTLY_READ = {
    "de": "„Das ist keine Abstimmung“, sagte Ministerin Anna Bergmann. Sie erklärte, dass niemand komme. ",
    "nl": "“Dit is geen stemming”, zei minister Anna Bergman in Kiev. Zij zei dat niemand komt. ",
    "el": "«Αυτό δεν είναι ψηφοφορία», είπε η υπουργός Άννα Μπέργκμαν. Είπε ότι κανείς δεν έρχεται. ",
}


def test_what_a_language_is_not_read_for_is_missing(tmp_path: Path) -> None:
    known = replace(SHIPPED, outlets={f"paper-{x}": outlet(x) for x in PARTLY_READ})
    articles = [
        replace(translated("de", n), id=f"{x}-{n}", url=f"https://{x}.example/{n}", outlet=f"paper-{x}", language=x,
                title="Referendum in Kherson", text=f"Referendum, Kherson, Cherson, Donetsk {n}.\n\n" + text * 5)
        for x, text in PARTLY_READ.items() for n in range(ARTICLES)
    ]  # fmt: skip
    with Store("sqlite://") as store:
        fill(store, articles, known)
        publish(store, tmp_path)
    data = compare.load(open_dataset(tmp_path), EVENT.id)
    assert {name for name, n in data.cube.by_outlet(np.ones(len(data.cube), dtype=bool)).items() if n} == {
        f"paper-{x}" for x in PARTLY_READ
    }
    found = {(r.metric, r.outlet): r.estimate for r in compare.sources(data, ArticleSelection(EVENT.id, grades=()))}
    assert found["sources:direct_share", "paper-de"] is not None
    assert found["sources:unattributed", "paper-nl"] is not None
    for metric, tongue in (("direct_share", "nl"), ("quoted_words", "nl"), ("direct_share", "el"), ("unattributed", "el")):  # fmt: skip
        assert found.get((f"sources:{metric}", f"paper-{tongue}")) is None, (metric, tongue)


@pytest.mark.parametrize("language", TEXTS)
def test_the_same_speakers_in_every_language(language: str) -> None:
    text = "\n\n".join(TEXTS[language])
    found = extract_quotations(text, EVENT.actors, language=language)
    actors = {q.actor for q in found if q.actor}
    assert {"zelenskyy", "putin", "european-union"} <= actors
    assert sum(q.type == "direct" for q in found) == 2
    assert sum(q.type != "direct" for q in found) >= 4
    assert all(q.stance != "none" for q in found if q.cue)


@pytest.mark.parametrize("cut_by", ["language", "extent"])
def test_strata_are_cut_where_a_selection_holds_several_kinds_of_text(cut_by: str) -> None:
    strata = CodedColumn(np.array([0, 0, 1, -1]), ("before", "after"))
    same = CodedColumn(np.array([0, 0, 0, 0]), ("en",) if cut_by == "extent" else ("full",))
    other = CodedColumn(np.array([0, 1, 0, 0]), ("full", "headline_and_lead") if cut_by == "extent" else ("de", "en"))
    kinds = text_kinds({"language": same, "extent": same, cut_by: other})
    every = np.ones(4, dtype=bool)
    assert len(np.unique(within_kinds(strata, kinds, every).codes)) == 4
    one = np.array([True, False, True, False])
    assert within_kinds(strata, kinds, one) is strata
    outlets = np.array([0, 0, 1, -1])
    mostly = commonest_kind(outlets, kinds.codes, every)
    assert [kinds.names[code] for code in mostly.tolist()] == [kinds.names[kinds.codes[0]]] * 2
    assert commonest_kind(outlets, kinds.codes, one).tolist() == [0, 0]


def test_a_text_of_unknown_extent_is_full_and_one_of_unknown_language_a_kind_of_its_own() -> None:
    language = CodedColumn(np.array([0, 0, -1]), ("en",))
    extent = CodedColumn(np.array([0, -1, 0]), ("full",))
    first, second, third = text_kinds({"language": language, "extent": extent}).codes.tolist()
    assert first == second != third
