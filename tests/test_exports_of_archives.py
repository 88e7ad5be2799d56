"""Exports of Factiva, Nexis, Europresse and ProQuest: each layout in four languages, article by article."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from collectors.model import Article, Grade
from tests.support.made_articles import Made, made_articles
from tests.support.made_exports import LAYOUTS
from tests.support.made_files import articles, failures, items

LANGUAGES = ("en", "fr", "de", "es")


def normal(text: str) -> str:
    return " ".join(text.split())


def fields(article: Article) -> dict[str, object]:
    return {
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "authors": article.authors,
        "text": [normal(p) for p in article.text.split("\n\n")],
    }


def expected(made: Made) -> dict[str, object]:
    return {
        "title": made.title,
        "outlet": made.outlet,
        "published": made.published,
        "authors": (made.author,) if made.author else (),
        "text": [normal(p) for p in made.paragraphs],
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_article_is_read_as_it_was_written(put: Callable[[str, bytes], str], layout: str, language: str) -> None:
    made = made_articles(language)
    name, write = LAYOUTS[layout]
    found = items(put(name, write(made)))
    assert not failures(found), [f.detail for f in failures(found)]
    read = articles(found)
    assert [fields(a) for a in read] == [expected(m) for m in made]
    assert all(a.grade is Grade.GOOD for a in read), [a.grade_reasons for a in read]
    assert all(a.sources["text"] in {"Nexis", "LexisNexis", "Factiva", "Europresse", "ProQuest"} for a in read)


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if "europresse" not in layout])
def test_language_words_and_section_are_as_stated(put: Callable[[str, bytes], str], layout: str) -> None:
    for language in LANGUAGES:
        made = made_articles(language)
        name, write = LAYOUTS[layout]
        for article, source in zip(articles(items(put(name, write(made)))), made, strict=True):
            assert article.language == language
            assert (article.section or "") == source.section
            if "proquest" not in layout or "text" not in layout:
                assert article.sources.get("words") == str(source.words)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_article_alone(put: Callable[[str, bytes], str], layout: str) -> None:
    made = made_articles()[:1]
    name, write = LAYOUTS[layout]
    read = articles(items(put(name, write(made))))
    assert [fields(a) for a in read] == [expected(m) for m in made]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_name_says_nothing(put: Callable[[str, bytes], str], layout: str) -> None:
    """A file is known by its content: under another name, and without any suffix."""
    made = made_articles()
    path = put("export", LAYOUTS[layout][1](made))
    assert [a.title for a in articles(items(path))] == [m.title for m in made]
