"""Language packs: what a file may hold, what its mistakes are, and what the one engine reads with them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.config.language_pack_files import read_pack_file
from collectors.metrics.quotations import extract_quotations
from collectors.metrics.quotations.rule_based import attributions, pack_of, packed_languages
from collectors.metrics.quotations.rule_based.language_pack import expand_forms, parse_pack

MINIMAL = {
    "language": "xx",
    "level": "full",
    "verbs": {"saying": {"neutral": "ba+s"}},
    "words": {},
    "endings": {"s": "t te"},
}


def test_a_class_stands_for_its_endings() -> None:
    assert expand_forms("sag+weak", {"weak": "t te"}) == ["sagt", "sagte"]
    assert expand_forms("croi+t", {}) == ["croit"]
    assert expand_forms("dit", {}) == ["dit"]
    assert set(parse_pack(MINIMAL).verbs) == {"bat", "bate"}


def test_a_pack_without_verbs_is_none() -> None:
    with pytest.raises(KeyError):
        parse_pack({"language": "xx", "level": "full", "words": {}})
    assert pack_of("zz") is None
    assert pack_of("../de") is None
    assert attributions("„Das ist so“, sagte er.", "zz") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('language = "de"\nlevel = "full"\n[verbs.saying]\nneutral = "sagt"\n[words]\nas = "wie"\n', None),
        ('language = "de"\nlevel = "some"\n[verbs.saying]\nneutral = "sagt"\n', "level is 'some'"),
        ('language = "fr"\nlevel = "full"\n[verbs.saying]\nneutral = "sagt"\n', "the folder is 'de'"),
        ('language = "de"\nlevel = "full"\n[verbs.telling]\nneutral = "sagt"\n', "nothing reads [verbs.telling]"),
        ('language = "de"\nlevel = "full"\n[verbs.saying]\nangry = "sagt"\n', "nothing reads the stance 'angry'"),
        ('language = "de"\nlevel = "full"\n[verbs.saying]\nneutral = "x"\n[words]\nnames = "a"\n', "the list 'names'"),
        ('language = "de"\nlevel = "full"\n', "there are no verbs of saying"),
        ("language = \n", "not valid TOML"),
    ],
)
def test_mistakes_of_a_pack_are_named(tmp_path: Path, text: str, problem: str | None) -> None:
    file = tmp_path / "de" / "attribution.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    found = [p.what for p in read_pack_file(file)]
    assert bool(found) == (problem is not None)
    assert problem is None or any(problem in what for what in found)


#: (language, text, speaker, type, stance, words of the content)
CASES = [
    ("de", "Die Lage sei ernst, sagte Ministerin Anna Bergmann. Man müsse handeln.", "Anna Bergmann", "indirect", "neutral", "Die Lage sei ernst"),
    ("de", "Wie Gouverneur Iwan Rell mitteilte, sind zehn Menschen geflohen.", "Iwan Rell", "indirect", "neutral", "sind zehn Menschen geflohen"),
    ("de", "Präsident Anton Rell wirft der Regierung vor, das Land zu verraten.", "Anton Rell", "indirect", "charged", "das Land zu verraten"),
    ("de", "Nach Polizeiangaben wurde niemand verletzt.", "Polizeiangaben", "indirect", "neutral", "wurde niemand verletzt"),
    ("ru", "По его словам, всё спокойно. Мэр Иван Федорин подтвердил, что мост закрыт.", "Иван Федорин", "indirect", "endorsing", "что мост закрыт"),
    ("ru", "Мост закрыт на ремонт, сообщила газета «Порт».", "газета Порт", "indirect", "neutral", "Мост закрыт на ремонт"),
    ("ru", "В мэрии заявили, что мост закрыт.", "мэрии", "indirect", "neutral", "что мост закрыт"),
    ("ru", "Мост закрыт на долгий ремонт. Об этом сообщает Порт-Ньюс.", "Порт-Ньюс", "indirect", "none", "Мост закрыт на долгий ремонт"),
    ("uk", "За словами мера Івана Федоріна, міст закрито.", "Іван Федорін", "indirect", "neutral", "міст закрито"),
    ("fr", "Le maire Luc Moreau a assuré que le pont resterait fermé.", "Luc Moreau", "indirect", "distancing", "que le pont resterait fermé"),
    ("es", "La alcaldesa Ana Duarte denunció que el puente sigue cerrado.", "Ana Duarte", "indirect", "charged", "que el puente sigue cerrado"),
    ("it", "Il sindaco Mario Dragone ha ammesso che il ponte è chiuso.", "Mario Dragone", "indirect", "endorsing", "che il ponte è chiuso"),
    ("pl", "Burmistrz Jan Nowak twierdzi, że most jest zamknięty.", "Jan Nowak", "indirect", "distancing", "że most jest zamknięty"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker", "kind", "stance", "words"), CASES)
def test_reported_speech(language: str, text: str, speaker: str, kind: str, stance: str, words: str) -> None:
    found = [q for q in extract_quotations(text, language=language) if text[slice(*q.content[0])] == words]
    assert [(q.speaker_name, q.type, q.stance) for q in found] == [(speaker, kind, stance)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wir erklären, wie das Wetter wird."),
        ("fr", "Le niveau critique a été atteint."),
        ("es", "Se espera que llueva mañana en todo el país."),
        ("ru", "«Газпром нефть» увеличила добычу."),
        ("de", "Der Mann wurde in Berlin verurteilt, weil er gestohlen hatte."),
    ],
)
def test_nobody_says_anything(language: str, text: str) -> None:
    assert extract_quotations(text, language=language) == []


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "„Das ist so“, sagte die Sprecherin der Stadt, Anna Bergmann.", "Anna Bergmann"),
        ("es", "“No hay dinero”, dijo ayer el ministro. Además, el país espera.", "ministro"),
        ("de", "Umso wichtiger sei die Abstimmung, sagte Hamburgs Bürgermeister Karl Voss.", "Karl Voss"),
        ("pl", "Brytyjscy planiści uważali, że to za wcześnie.", "brytyjscy planiści"),
        ("ru", "«Это наш выбор», — заявил журналистам глава Энерской области Иван Рогожин.", "Иван Рогожин"),
    ],
)
def test_names_are_not_made_up(language: str, text: str, name: str) -> None:
    assert [q.speaker_name for q in extract_quotations(text, language=language)][:1] == [name]


@given(
    st.text(alphabet="-„“”«»\"'–—:,. \nsagte дасказал что Que dijo él що Іван Anna (X)", max_size=300),
    st.sampled_from(packed_languages()),
)
@settings(max_examples=120, deadline=None)
def test_any_text_gives_contents_in_order_inside_it(text: str, language: str) -> None:
    found = attributions(text, language)
    spans = sorted(span for q in found for span in q.content)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert [q.content[0] for q in found] == sorted(q.content[0] for q in found)
