"""Speech behind dashes that names no speaker is nobody's for sure, unless another dash closes it."""

from __future__ import annotations

import pytest

from collectors.metrics.quotations import extract_quotations
from collectors.metrics.voice import voice_of
from collectors.model import Voice

OWN, QUOTED, UNDECIDED = Voice.OWN, Voice.QUOTED, Voice.UNDECIDED


@pytest.mark.parametrize(
    ("language", "text", "word", "voice"),
    [
        ("pl", "Rau był w Genewie. - Nie uznamy tej farsy. Wzywamy wszystkich do pomocy.", "farsy", UNDECIDED),
        ("pl", "Rau był w Genewie. - Nie uznamy tej farsy. Wzywamy wszystkich do pomocy.", "pomocy", UNDECIDED),
        ("pl", "Rau był w Genewie. - Nie uznamy tej farsy. Wzywamy wszystkich do pomocy.", "Genewie", OWN),
        ("pl", "- Nie uznamy nigdy tej farsy - tak zaczął w piątek X. Potem mówił o cenach.", "farsy", QUOTED),
        ("pl", "- Nie uznamy nigdy tej farsy - tak zaczął w piątek X. Potem mówił o cenach.", "cenach", OWN),
        ("pl", "Najważniejsze:\n- Rosja ogłosiła wyniki farsy.\n- Unia przyjęła nowe sankcje.", "farsy", OWN),
        ("pl", "Wybory - Rosja ogłosiła wyniki farsy. Kijów - stolica Ukrainy - protestuje.", "farsy", OWN),
        ("pl", "Rau był w Genewie. - PAP", "PAP", OWN),
        ("pl", "Okupanci podali w piątek wyniki, jakie dała ta farsa na północy.", "farsa", OWN),
        ("ru", "Мэр выступил в городе. – Мы никогда не признаем этот фарс. Город выстоит.", "фарс", UNDECIDED),
        ("uk", "Мер виступив у місті. – Ми ніколи не визнаємо цей фарс. Місто вистоїть.", "фарс", UNDECIDED),
        (
            "es",
            "El alcalde habló en la plaza.\n—Nunca vamos a reconocer esa farsa. La ciudad vencerá.",
            "farsa",
            UNDECIDED,
        ),
        ("de", "Der Rat tagte am Freitag. – Die Farce war damit zu Ende. Alle gingen.", "Farce", OWN),
        ("de", "Die Straßen sind laut Polizei gesperrt.", "gesperrt", Voice.ATTRIBUTED),
        ("pl", 'Zarówno Kijów, jak i zachodni przywódcy potępili "wybory" i zapowiedzieli sankcje.', "Kijów", OWN),
    ],
)
def test_whose_words_stand_behind_a_dash(language: str, text: str, word: str, voice: Voice) -> None:
    voices = voice_of(extract_quotations(text, language=language), text)
    start = text.index(word)
    assert voices.at(start, start + len(word)) is voice


@pytest.mark.parametrize("text", ["-", "- ", "– A", "- - -", "-\n-\n-", "Zdanie. -", ":\n- a"])
def test_dashes_that_hold_hardly_any_words(text: str) -> None:
    assert voice_of(extract_quotations(text, language="pl"), text).length == len(text)
