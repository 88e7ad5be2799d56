"""The language of texts and headlines: letters, claims and outlets in one vote; articles in two languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.extract.language_choice import in_outlet_language
from collectors.metrics.language_identification import code_of, identify, language_runs
from collectors.model import Article

#: Sentences of ours on one event, a headline's length each.
HEADLINES = {
    "en": "The council said on Friday that the vote would be held",
    "de": "Der Rat kündigte für Freitag eine Abstimmung an",
    "fr": "Le conseil a annoncé un vote pour vendredi",
    "es": "El consejo anunció una votación para el viernes",
    "it": "Il consiglio ha annunciato un voto per venerdì",
    "pl": "Rada zapowiedziała głosowanie w piątek",
    "pt": "O conselho anunciou uma votação para sexta-feira",
    "nl": "De raad kondigde voor vrijdag een stemming aan",
    "cs": "Rada oznámila na pátek hlasování",
    "tr": "Meclis cuma günü oylama yapılacağını duyurdu",
    "ru": "Совет объявил о голосовании в пятницу",
    "uk": "Рада оголосила про голосування у п’ятницю",
    "be": "Рада абвясціла пра галасаванне ў пятніцу",
    "bg": "Съветът обяви гласуване за петък, което ще се проведе",
    "sr": "Већ у петак ће се гласати, најавило је веће",
    "ar": "أعلن المجلس عن إجراء تصويت يوم الجمعة",
    "zh": "理事会宣布星期五举行投票",
    "ja": "評議会は金曜日に投票を行うと発表した",
}


@pytest.mark.parametrize(("language", "text"), HEADLINES.items())
def test_a_headline_without_any_claim(language: str, text: str) -> None:
    found = identify(text)
    assert found is not None
    assert (found.language, found.source) == (language, "text")


def test_plain_words_tell_a_long_text_before_its_letters() -> None:
    english = "The council said that the vote was held for those of the region who have not left and would return. " * 5
    for claims in ((), ("en",)):
        found = identify(english, claims)
        assert found is not None
        assert (found.language, found.confidence) == ("en", 0.99)
    against = identify(english, ("de",))
    assert against is not None
    assert against.language == "en", "a wrong claim is checked by the letters"
    for language, other in (("ru", "uk"), ("ja", "ko")):
        told = identify(f"{HEADLINES[language]}. " * 12, (language,))
        denied = identify(f"{HEADLINES[language]}. " * 12, (other,))
        assert told is not None
        assert denied is not None
        assert (told.language, denied.language) == (language, language)


@pytest.mark.parametrize(
    ("text", "claims", "outlet", "language"),
    [
        (HEADLINES["ru"] * 3, ["en"], (), "ru"),  # a long text is not overruled
        ("Putin, Scholz, Macron", ["de"], (), "de"),  # names alone leave it to the claim
        ("Vijeće je najavilo glasovanje u petak, a rezultati će biti objavljeni", ["hr"], (), "hr"),  # a twin language
        ("Moskva, Kyjiv, Berlin, Haag, Wien", [], ("cs",), "cs"),  # an outlet's language
        ("...", [], (), None),
        ("", ["uk"], (), "uk"),
    ],
)
def test_claims_decide_where_letters_do_not(
    text: str, claims: list[str], outlet: tuple[str, ...], language: str | None
) -> None:
    found = identify(text, claims, outlet)
    assert (found.language if found else None) == language


@pytest.mark.parametrize(
    ("claim", "code"), [("en-GB", "en"), ("EN_us", "en"), ("ukr", "uk"), ("nb", "no"), ("English", None), (None, None)]
)
def test_a_stated_language(claim: str | None, code: str | None) -> None:
    assert code_of(claim) == code


def test_an_article_in_two_languages_is_cut_by_paragraphs() -> None:
    english = " ".join([HEADLINES["en"] + "."] * 4)
    russian = " ".join([HEADLINES["ru"] + "."] * 4)
    text = f"{english}\n\n{russian}\n\nКонец.\n\n{english}"
    assert [language for _, language in language_runs(text, "en")] == ["en", "ru", "en"]
    assert [language for _, language in language_runs(english, "en")] == ["en"]


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_string_is_accepted(text: str) -> None:
    found = identify(text)
    assert found is None or 0 <= found.confidence <= 1
    assert all(span.start < span.end <= len(text) for span, _ in language_runs(text, "en"))


def _headline(title: str, language: str | None) -> Article:
    return Article(id="a", url=None, outlet="o", title=title, authors=(), published=None, language=language, text="")


@pytest.mark.parametrize(
    ("title", "language", "outlet", "expected"),
    [
        ("Kiew", None, ("de",), "de"),  # too short to tell: the outlet's only language
        ("Kiew", None, ("de", "fr"), None),
        ("Kiew", "pl", ("de",), "pl"),  # stated
        ("Россия объявила о частичной мобилизации в стране", "ru", ("uk",), "ru"),
        ("Wahl", "de", ("de", "en"), "de"),
        ("Kiew", None, (), None),
    ],
)
def test_the_languages_of_an_outlet_vote(
    title: str, language: str | None, outlet: tuple[str, ...], expected: str | None
) -> None:
    assert in_outlet_language(_headline(title, language), outlet).language == expected


def test_a_long_text_outweighs_its_outlet() -> None:
    text = "The regional council said on Friday that the bridge would stay closed until the end of October. " * 5
    article = replace(_headline("Bridge closed", "en"), text=text)
    assert in_outlet_language(article, ("de",)).language == "en"
