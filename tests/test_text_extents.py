"""How much of an article a row holds, and how sure its day is: published, exported, shown, and heeded by figures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from collectors.compare import ArticleSelection, coverage, sources
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset
from collectors.export.tables.articles_export import articles_rows
from collectors.extract import extract_text_page
from collectors.model import Article, Grade, Unreadable
from collectors.sources.files import read
from collectors.store import Incoming, Store
from collectors.support.dates import CONFIDENT, GIVEN, date_confidence, date_evidence
from collectors.support.extents import EXCERPT, HEADLINE_AND_LEAD, ends_as_excerpt
from dashboard.views.blocks import text_extents
from tests.support.made_store import measure
from tests.support.made_values import COURIER, article, catalogue
from tests.test_compare import article as article_row
from tests.test_compare import facts, quotation

VOICES = [
    {"event": "e", "article_id": key, "voice": voice, "words": words}
    for key, voice, words in [("whole", "own", 60), ("whole", "quoted", 40), ("lead", "own", 2), ("lead", "quoted", 18)]
]
SAID = [
    quotation("whole", 40, side="north", speaker_name="Ms Kask"),
    quotation("lead", 18, side="south", speaker_name="Jo Reed"),
]


def figures(*extents: str | None) -> dict[tuple[str, str], tuple[float, float]]:
    """Compare an article of a hundred words with a lead of twenty, whose rows state these extents."""
    rows = [
        article_row(key, "alpha", words=words, **({"extent": extent} if extent else {}))
        for key, words, extent in zip(("whole", "lead"), (100, 20), extents, strict=True)
    ]
    tables = facts(articles=rows, voices=VOICES, quotations=SAID)
    found = [*sources(tables, ArticleSelection("e")), *coverage(tables, ArticleSelection("e"))]
    return {(row.metric, row.variant): (row.numerator, row.denominator) for row in found}


def test_lengths_and_shares_of_voice_leave_out_a_lead_beside_full_texts() -> None:
    found = figures("full", HEADLINE_AND_LEAD)
    assert found["coverage:words", ""] == (100, 1)
    assert found["sources:quoted_words", ""] == (40, 100)
    assert found["sources:side", "north"] == (40, 40)
    assert ("sources:side", "south") not in found or found["sources:side", "south"][0] == 0
    assert found["sources:direct_share", ""] == (2, 2), "shares of quotations need no whole text"


def test_without_any_text_nobody_can_tell_whose_words_an_article_ran() -> None:
    rows = [article_row(f"h{n}", "alpha", words=0) for n in range(9)]
    rows += [article_row(f"t{n}", "beta", words=100 * (n > 0)) for n in range(9)]
    found = {(row.metric, row.outlet): row for row in coverage(facts(articles=rows), ArticleSelection("e"))}
    for metric, share in (("coverage:own", 1.0), ("coverage:repeated", 0.0)):
        assert found.get((metric, "alpha")) is None or found[metric, "alpha"].estimate is None
        assert found[metric, "beta"].estimate == share
        assert found[metric, "beta"].p_value is None, "there is nobody to compare it with"
    assert found["coverage:agency", "alpha"].estimate == 0
    assert found["coverage:articles", "alpha"].numerator == 9


@pytest.mark.parametrize("extents", [(None, None), (EXCERPT, EXCERPT)], ids=["not stated", "none is full"])
def test_texts_of_one_kind_are_compared_as_they_are(extents: tuple[str | None, str | None]) -> None:
    found = figures(*extents)
    assert found["coverage:words", ""] == (120, 2)
    assert found["sources:quoted_words", ""] == (58, 120)
    assert found["sources:side", "south"] == (18, 58)


def counted_of(full: int, leads: int) -> tuple[float, float]:
    """The length of an outlet with so many texts of a hundred words and leads of twenty, beside one of full texts."""
    rows = [article_row(f"f{n}", "alpha", words=100, extent="full") for n in range(full)]
    rows += [article_row(f"l{n}", "alpha", words=20, extent=HEADLINE_AND_LEAD) for n in range(leads)]
    rows += [article_row(f"b{n}", "beta", words=100, extent="full") for n in range(20)]
    found = coverage(facts(articles=rows), ArticleSelection("e"), only=["coverage:words"])
    return next((row.numerator, row.denominator) for row in found if row.outlet == "alpha")


@pytest.mark.parametrize(
    ("full", "leads", "words", "texts"),
    [(8, 50, 800, 8), (7, 50, 1000, 50), (1, 300, 6000, 300), (3, 2, 300, 3), (2, 2, 200, 2), (0, 4, 80, 4)],
)
def test_one_full_text_does_not_leave_out_all_leads(full: int, leads: int, words: int, texts: int) -> None:
    assert counted_of(full, leads) == (words, texts)


def test_a_headline_without_a_text_is_no_article_of_no_words() -> None:
    rows = [article_row("known", "alpha", words=100), article_row("bare", "alpha", words=0)]
    rows += [article_row(f"b{n}", "beta", words=0) for n in range(9)]
    found = coverage(facts(articles=rows), ArticleSelection("e"), only=["coverage:words"])
    assert [(row.outlet, row.numerator, row.denominator) for row in found if row.denominator] == [("alpha", 100, 1)]
    assert all(row.estimate is None for row in found if row.outlet == "beta")


def test_the_extent_and_the_evidence_of_the_day_are_published_and_exported(tmp_path: Path) -> None:
    evidence = {
        "published": "json-ld + url; minute; zone stated; confident",
        "published_claims": "json-ld: 2022-09-24T09:00:00+03:00; url: 2022-09-24",
    }
    with Store("sqlite://") as store:
        known = catalogue()
        store.declare_outlets(list(known.outlets.values()))
        store.declare_events(list(known.events.values()), {}, list(known.outlets.values()))
        run = store.begin_run("import")
        made = [replace(article(n, outlet=COURIER.id), url=f"https://{COURIER.domains[0]}/{n}") for n in (1, 2, 3)]
        made[0] = replace(made[0], sources=evidence)
        made[1] = replace(made[1], sources={"extent": HEADLINE_AND_LEAD})
        made[2] = replace(made[2], published=None)
        store.save(run, [Incoming(one) for one in made])
        store.end_run(run)
        measure(store)
        data = open_dataset(tmp_path, publish(store, tmp_path))
    columns = ["article_id", "event", "extent", "date_confidence", "date_evidence", "date_claims"]
    rows = data.table("articles", columns).sort_by("article_id").to_pylist()
    assert [row["extent"] for row in rows] == ["full", HEADLINE_AND_LEAD, "full"]
    assert [row["date_confidence"] for row in rows] == [CONFIDENT, GIVEN, None]
    assert [row["date_evidence"] for row in rows] == ["json-ld + url; minute; zone stated", None, None]
    assert [row["date_claims"] for row in rows] == [evidence["published_claims"], None, None]
    exported = list(articles_rows(data, rows[0]["event"]))
    assert [row["extent"] for row in exported] == ["full", HEADLINE_AND_LEAD, "full"]


def test_confidence_is_the_last_word_of_the_evidence() -> None:
    assert date_confidence({}) == GIVEN
    assert date_evidence({}) is None
    from_feed = {"published": "feeds + json-ld; minute; zone stated; confident"}
    assert (date_confidence(from_feed), date_evidence(from_feed)) == (
        CONFIDENT,
        "feeds + json-ld; minute; zone stated",
    )
    assert date_evidence({"published": "the file's name"}) == "the file's name"


def test_the_article_page_tells_extent_and_day() -> None:
    about = {
        "extent": EXCERPT,
        "day": "2022-09-24",
        "date_confidence": "doubtful",
        "date_evidence": "text near the headline; day",
        "date_claims": "text: 2022-09-24",
    }
    assert text_extents.extent_of(about) == "an excerpt only"
    assert text_extents.day_of(about) == (
        "doubtful, so it leaves no article out of the event, by text near the headline; day"
    )
    assert text_extents.claims_of(about) == "text: 2022-09-24"
    assert text_extents.day_of({}) == "no day is known"
    older = {"day": "2022-09-24"}
    assert (text_extents.extent_of(older), text_extents.day_of(older)) == ("not stated", "not stated")


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("The region votes on Friday. Officials went from door to door … [+1834 chars]", True),
        ("The region votes on Friday. Continue reading...", True),
        ("Die Region stimmt am Freitag ab. Weiterlesen »", True),
        ("The region votes on Friday [...]", True),
        ("The region votes. The post A vote appeared first on Harbour Courier.", True),
        ("He said that he wants to read more", False),
        ("The region votes on Friday. Officials went from door to door...", False),
        ("Subscribers may continue reading the paper on their phones, the publisher said.", False),
    ],
)
def test_an_end_that_only_excerpts_have(text: str, excerpt: bool) -> None:
    assert ends_as_excerpt(text) is excerpt


def test_a_row_that_ends_as_an_excerpt_is_one_unless_it_says_what_it_is(tmp_path: Path) -> None:
    text = "The region votes on Friday. Officials went from door to door. Continue reading"
    rows = [{"id": "cut", "text": text}, {"id": "said", "text": text, "extent": "full"}]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    articles = [found.item for found in read(str(file)) if isinstance(found.item, Article)]
    assert {row.id: row.sources.get("extent") for row in articles} == {"cut": EXCERPT, "said": None}


PARAGRAPHS = (
    "The regional administration said on Tuesday that the vote would be held over five days in all districts.",
    "Observers from several countries doubted that the vote could be free while fighting went on near the stations.",
    "The foreign minister told reporters that her government would never recognise the outcome of the vote.",
)


@pytest.mark.parametrize(
    ("lang", "wall"),
    [
        ("en", "Continue reading with a subscription. Already a subscriber? Log in."),
        ("de", "Sie haben bereits ein Abo? Anmelden"),
        ("fr", "Abonnez-vous pour lire la suite"),
        ("es", "Suscríbete para seguir leyendo"),
        ("it", "Questo articolo è riservato agli abbonati"),
        ("nl", "Verder lezen? Word abonnee. Al abonnee? Log in"),
        ("pl", "Dalsza część artykułu dostępna dla prenumeratorów"),
        ("ru", "Оформите подписку, чтобы читать дальше"),
        ("uk", "Щоб читати далі, оформіть підписку"),
        ("ja", "この記事は会員限定です"),
    ],
)
def test_a_page_with_a_wall_holds_an_excerpt(lang: str, wall: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    markup = f"<html lang='{lang}'><body><article><h1>Officials announce a vote</h1>{body}<div><p>{wall}</p></div></article></body></html>"
    page = extract_text_page("p", "https://courier.example/vote", markup)
    assert isinstance(page, Article)
    assert (page.grade, page.sources["extent"]) == (Grade.PARTIAL, EXCERPT)
    assert wall not in page.text


def test_a_gallery_with_a_headline_and_a_day_is_its_headline() -> None:
    head = (
        "<meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2022-09-20T10:00:00Z'>"
    )
    markup = f"<html><head>{head}</head><body><h1>The best journalists of the region were honoured</h1></body></html>"
    page = extract_text_page("p", "https://courier.example/gallery", markup)
    assert isinstance(page, Article)
    assert (page.text, page.grade) == ("The best journalists of the region were honoured", Grade.DOUBTFUL)
    assert (page.sources["extent"], page.published) == (HEADLINE_AND_LEAD, "2022-09-20T10:00:00+00:00")
    undated = extract_text_page("p", "https://courier.example/gallery", markup.replace("published_time", "x"))
    assert isinstance(undated, Unreadable)
