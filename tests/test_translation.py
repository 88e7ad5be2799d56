"""The pages in German and Ukrainian: every marked text has its entry, and a page asked for in a language is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import translation
from dashboard.page_registry import PAGES
from dashboard.selection import SelectionChoices, parse
from dashboard.translation import FOLDER, PAGE_LANGUAGES, catalogue
from tests.support.dashboard_home import make_home
from tests.support.dashboard_pages import open_page, shown
from tests.support.marked_strings import entries, marked, names_in

OTHERS = [code for code in PAGE_LANGUAGES if code != "en"]


def first(ids: str | list[str] | tuple[str, ...]) -> str:
    return ids if isinstance(ids, str) else ids[0]


def test_something_is_marked() -> None:
    assert len(marked()) > 120
    assert {"Overview", "Whose words", "95% interval", "What they call it", "Outlet’s own"} <= set(marked())
    assert marked()["article"] == "articles"


@pytest.mark.parametrize("language", OTHERS)
def test_every_marked_text_has_its_entry(language: str) -> None:
    there = {first(message.id): message for message in entries(language) if message.id}
    assert set(marked()) - set(there) == set(), "python -m tests.support.marked_strings prints them"
    assert set(there) - set(marked()) == set(), "entries that no page uses"
    for text, message in there.items():
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(forms), f"{text} has an empty translation"
        assert all(names_in(form) <= names_in(text) for form in forms), f"{text}: unknown names in braces"
        assert not message.fuzzy, text


@pytest.mark.parametrize(("language", "said"), [
    ("de", ["1 Artikel", "5 Artikel"]), ("uk", ["1 стаття", "3 статті", "5 статей", "21 стаття", "12 статей"]),
])  # fmt: skip
def test_plurals_are_those_of_the_language(language: str, said: list[str]) -> None:
    for text in said:
        number = int(text.split()[0])
        assert f"{number} {catalogue(language).ngettext('article', 'articles', number)}" == text


def test_an_unknown_language_is_english() -> None:
    assert catalogue("xx").gettext("Overview") == "Overview"
    nothing = SelectionChoices({}, {}, {})
    assert parse({"lang": "../../etc"}, "v", "e", nothing).interface == "en"
    assert parse({"lang": "de"}, "v", "e", nothing).query()["lang"] == "de"
    assert "lang" not in parse({}, "v", "e", nothing).query()


def test_outside_of_a_page_texts_are_english() -> None:
    assert translation.translated("{title}: in quotations", title="The {vote}") == "The {vote}: in quotations"
    assert translation.translated("100 % {not a name}") == "100 % {not a name}"
    assert (translation.language_name("de"), translation.language_name("xx")) == ("German", "xx")
    assert translation.translated_count(1200, "article", "articles") == "1,200 articles"


def test_tables_of_reading_pages_are_worded_in_the_language_of_the_page() -> None:
    # Pages of the desk and reports are English; every other table translates its caption and headings.
    others = ("desk_", "report_", "worded_table", "validated_table")
    views = [path for path in (FOLDER.parent / "views").rglob("*.py") if not path.name.startswith(others)]
    assert len(views) > 30
    assert [path.name for path in views if "html.table(" in path.read_text(encoding="utf-8")] == []
    assert {"Compare with the first", "Who quotes whom, with how many words", "What counts alike"} <= set(marked())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("translated"), "usual")


@pytest.mark.parametrize(
    ("page", "language", "texts"),
    [
        ("naming", "de", ["Wie sie es nennen", "Benennung", "Lesbarkeit", "95-%-Intervall"]),
        ("sources", "uk", ["Кому дають слово", "Джерела", "частка голосу", "95% інтервал"]),
        ("overview", "de", ["Wer, wann, in welchen Worten, mit wessen Zitaten", "Am meisten zitiert"]),
        ("naming", "en", ["What they call it", "Deutsch", "Українська"]),
    ],
)
def test_a_page_is_in_the_language_that_is_asked_for(home: Path, page: str, language: str, texts: list[str]) -> None:
    app = open_page(home, page, lang=language)
    assert not app.exception
    said = shown(app)
    assert [text for text in texts if text not in said] == []
    labels = {box.label for box in app.selectbox}
    assert {"en": "Whose words", "de": "Wessen Worte", "uk": "Чиї слова"}[language] in labels
    if language != "en":
        assert f"lang={language}" in said, "links keep the language"
        assert ">English</a>" in said


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_page_is_drawn_in_other_letters(homes: dict[str, Path], page: str) -> None:
    # Keys of blocks must not be made of translated texts: without their Cyrillic letters two captions are the same.
    app = open_page(homes["demo"], page, lang="uk")
    assert not app.exception
