"""Where a speaker is meant in the sentence of the words, and sentences that say who said the one before (not English)."""

from __future__ import annotations

import pytest

from collectors.metrics.quotations import extract_quotations


@pytest.mark.parametrize(
    ("language", "text", "mention", "name"),
    [
        ("de", "„Wir haben verloren“, sagte Trainer Karl Weber. Er habe der Mannschaft immer vertraut.", "Er", "Karl Weber"),
        ("de", "„Das war zu viel“, klagte Anna Kurz.\n\nSie sei damit nicht allein.", "Sie", "Anna Kurz"),
        ("de", "„Das war zu viel“, klagte Anna Kurz. Die Lage sei ernst.", "Anna Kurz", "Anna Kurz"),
        ("de", "„Es reicht“, sagte Jan Vogt. Zudem zeige der Bericht: „Niemand hat etwas getan.“", "Jan Vogt", "Jan Vogt"),
    ],
)  # fmt: skip
def test_a_speaker_is_given_as_mention_beside_the_words_and_by_name(
    language: str, text: str, mention: str, name: str
) -> None:
    last = extract_quotations(text, language=language)[-1]
    assert last.speaker is not None
    assert (text[slice(*last.speaker)], last.speaker_name) == (mention, name)


@pytest.mark.parametrize(
    ("language", "text", "said", "name"),
    [
        ("es", "“Fue una noche terrible para todos”. Con esas palabras ha descrito Ruiz el incendio.", "“Fue", "Ruiz"),
        ("ru", "Цены могут вырасти вдвое. Так считают в Международном энергетическом агентстве.", "Цены", "агентстве"),
        ("uk", "Ціни можуть зрости вдвічі. Про це повідомила міністерка Олена Кравець.", "Ціни", "Олена Кравець"),
        ("pl", "Ceny wzrosną dwukrotnie. Tak uważa profesor Anna Nowak.", "Ceny", "Anna Nowak"),
        ("de", "Die Preise steigen weiter. Das bestätigte Ministerin Anna Kurz.", "Die Preise", "Anna Kurz"),
        ("ru", "А в правительстве отметили, что рост продолжается.", "что рост", "правительстве"),
        ("ru", "Об этом заявила директор завода по внешним связям Алиса Фарах, что рост есть.", "что рост", "Алиса Фарах"),
        ("uk", "\"Без цього рішення \"Нафтобуд\" не міг би платити \"Енергобуду\", - заявив Іван Кравець.", "\"Без", "Іван"),
        ("de", "Die »Gesellschaft für Frieden – Freie Bürger« (GfF) warnte vor einem »weiteren Schritt zurück«.", "»weiteren Schritt zurück«", "Gesellschaft"),
        ("fr", "Luc Moreau affirme qu'il souhaite un accord, évoquant la défense.", "qu'il souhaite un accord", "Luc Moreau"),
    ],
)  # fmt: skip
def test_who_said_it_stands_apart(language: str, text: str, said: str, name: str) -> None:
    (quotation,) = extract_quotations(text, language=language)
    assert text[quotation.content[0].start : quotation.content[-1].end].startswith(said)
    assert name in (quotation.speaker_name or "")


def test_the_first_person_is_no_reported_speech() -> None:
    text = "„Wir kommen“, sagte Jan Vogt. Das finde ich sehr gut."
    assert len(extract_quotations(text, language="de")) == 1


def test_marks_behind_a_colon_are_apart_from_the_subjunctive_before_it() -> None:
    text = "„Es reicht“, sagte Jan Vogt. Er sehe darin eine Chance: „Niemand darf von oben herab reden.“"
    kinds = [quotation.type for quotation in extract_quotations(text, language="de")]
    assert kinds == ["direct", "indirect", "direct"]


@pytest.mark.parametrize(
    "text",
    [
        "“Bu oylama geçersiz” diyen Olaf Scholz'un sözleri tartışıldı.",
        'Olaf Scholz\'un "Bu oylama geçersizdir" sözleri tartışma yarattı.',
    ],
)
def test_a_turkish_name_is_given_without_its_case(text: str) -> None:
    (quotation,) = extract_quotations(text, language="tr")
    assert quotation.speaker_name == "Olaf Scholz"
