"""Speech outside English whose verb no pack lists, whose speaker a pronoun or nothing names, or whose title is short."""

from __future__ import annotations

import pytest

from collectors.metrics.quotations import extract_quotations


def _speakers(text: str, language: str) -> list[str | None]:
    return [quotation.speaker_name for quotation in extract_quotations(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "„Das ist kein Spiel mehr“, lästerte Trainer Karl Brandt.", "Karl Brandt"),
        ("pt", "“Ninguém nos avisou disso”, desabafou o motorista, que fugiu.", "motorista"),
        ("nl", "“Dit kost ons onze banen”, moppert bakker Ton Hendriks.", "Ton Hendriks"),
        ("cs", "„Chceme domů!“ skandoval dav před radnicí.", "dav"),
        ("es", "“Se resolverá ya en su parte final”, corroboró el abogado Javier Peña.", "Javier Peña"),
        ("pt", "“Isso é mesmo mentira”, rebateu, em nota, a empresa Águas do Norte.", "Águas do Norte"),
    ],
)
def test_an_unlisted_verb_behind_speech_names_its_speaker(language: str, text: str, name: str) -> None:
    assert name in (_speakers(text, language)[0] or "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "“Memórias de uma casa”, publicado por Ana Lima, sai em maio."),
        ("es", "“Cien años de una casa”, escrita por Ana Lima, sale en mayo."),
        ("de", "„Die Sanktionen treffen euch“, so laute die Botschaft."),
        ("fr", "« Une maison au bord », signé Luc Moreau, sort en mai."),
    ],
)
def test_what_describes_the_words_in_marks_is_no_verb_of_saying(language: str, text: str) -> None:
    assert all(quotation.cue is None for quotation in extract_quotations(text, language=language))


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("pt", "Ana Teles chegou às nove. “Só quero justiça para ele”, disse ela.", "Ana Teles"),
        ("nl", "Maria Smit woont hier al lang. “Ik ga hier niet weg”, zegt ze.", "Maria Smit"),
        ("cs", "Premiér Fiala se brání. „Nic jsme nezatajili,“ zdůraznil.", "Fiala"),
        ("pl", "Anna Nowak przyjechała rano. „To nie są wybory” – powiedziała.", "Anna Nowak"),
        ("ru", "Анна Белова приехала утром. «Это никакие не выборы», — сказала она.", "Анна Белова"),
    ],
)
def test_who_opened_the_sentence_before_is_meant(language: str, text: str, name: str) -> None:
    assert _speakers(text, language) == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Anna Nowak przyjechała rano. „To nie są wybory” – powiedział."),
        ("ru", "Анна Белова приехала утром. «Это никакие не выборы», — сказал он."),
        ("pt", "Ana Teles chegou às nove. “Só quero justiça para ele”, disse ele."),
    ],
)
def test_the_gender_of_verb_and_pronoun_must_fit(language: str, text: str) -> None:
    assert not any(name and "An" in name for name in _speakers(text, language))


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("pl", "„Rosja przegrywa tę wojnę” – ocenił gen. Waldemar Skrzyp.", "Waldemar Skrzyp"),
        ("pl", "Jak przekazał płk. rez. Adam Nowak, wojska się wycofują.", "Adam Nowak"),
        ("ru", "По словам ген. Сергея Сурикова, обстановка напряжённая.", "Сергей Суриков"),
        ("ru", "«Это полный бред», — сказал проф. А. И. Петров.", "А. И. Петров"),
        ("uk", "За словами ген. Валерія Залісного, ситуація важка.", "Валерій Залісний"),
        ("de", "„Das ist ganz falsch“, sagte Prof. Dr. med. Karl Weber.", "Karl Weber"),
        ("de", "Hr. Müller sagte, er habe nichts gewusst.", "Müller"),
        ("es", "«No lo sé», dijo el Sr. Pérez.", "Pérez"),
        ("it", "«È tutto falso», ha detto il prof. M. Dragoni.", "M. Dragoni"),
        ("nl", "“Dat klopt niet”, zegt prof. dr. Jan Vos.", "Jan Vos"),
        ("nl", "'We hebben alles geprobeerd', zegt commandant Joost Verkerk over foto's.", "Joost Verkerk"),
    ],
)
def test_short_titles_and_initials_do_not_cut_names(language: str, text: str, name: str) -> None:
    assert _speakers(text, language) == [name]


def test_a_short_title_alone_is_nobody() -> None:
    assert _speakers("„Mój apel kieruję do świata” – powiedział na placu gen.", "pl") in ([None], [])


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("pl", "„Kabel nie działa od rana” – poinformowała w sobotę Enea.", "Enea"),
        ("ru", "«Мы не уйдём отсюда», — заявил во вторник Песков.", "Песков"),
        ("pl", "– Nie mamy dowodów – powiedziała Interii posłanka Wiera Jurkowa.", "Wiera Jurkowa"),
    ],
)
def test_days_and_papers_beside_the_verb_are_passed_over(language: str, text: str, name: str) -> None:
    assert _speakers(text, language) == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Das ist schwierig“. Laut Gesetz soll die Akte den Plan enthalten. Das Amt prüft das nach Gesetz."),
        ("de", "Entspannung findet Lena Vogt auf der Insel, und „ich freue mich auf die Ruhe“."),
        ("de", "Zum Beispiel: „Das ist für mich ein schwieriges Thema und bleibt es.“"),
        ("de", "Den Zuhörern erzählte er: „Ich habe drei Geschichten, die wichtig sind.“"),
        ("es", "El ministro describió la situación en la Ciudad de Gaza. Ciudad de Gaza dijo que “todo es muy grave”."),
        ("pl", "To zły pomysł - powiedział prezydent Wałbrzycha."),
        ("pl", "To zły pomysł - powiedział prezes Związku Sadowników RP."),
        ("pl", "Decyzja zapadła - zapewnił gabinet Natalii Kowalskiej."),
        ("pl", "Będzie drożej - alarmuje mieszkaniec Jeleniej Góry."),
        ("it", "Meteo.it comunica che nel pomeriggio arriverà la pioggia."),
        ("fr", "« Nous répondrons », affirme Séoul."),
    ],
)  # fmt: skip
def test_fields_places_and_nouns_are_no_people(language: str, text: str) -> None:
    kinds = [(one.speaker_name, one.speaker_kind) for one in extract_quotations(text, language=language)]
    assert all(kind != "person" for _, kind in kinds), kinds


def test_a_pronominal_adverb_is_nobody() -> None:
    assert "Darin" not in _speakers("Darin führte die Bank aus, dass sich nichts ändere.", "de")


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Nachdem Torben sagte, er habe nichts gewusst, ging er.", "Torben"),
        ("de", "Obwohl Lindqvist warnte, dass die Lage ernst sei, blieb alles ruhig.", "Lindqvist"),
        ("de", "Sobald Karl Brandt betonte, er sei krank, wurde das Spiel verlegt.", "Karl Brandt"),
        ("de", "„So geht es nicht weiter“, verrät Dir Jan Walter.", "Jan Walter"),
        ("de", "Wie es weitergeht, verrät Ihnen Jan Walter: „Wir machen weiter.“", "Jan Walter"),
    ],
)
def test_a_conjunction_or_pronoun_with_a_capital_is_no_part_of_a_name(language: str, text: str, name: str) -> None:
    assert _speakers(text, language) == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ich fragte mich, was hier geschieht."),
        ("ru", "Я сказал, что это неправда."),
        ("uk", "Я сказав, що це неправда."),
        ("it", "Io ho detto che non era vero."),
    ],
)
def test_the_author_who_tells_of_himself_is_no_speaker(language: str, text: str) -> None:
    assert _speakers(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Dekretami z nocy Rell uznał głosowanie i zapowiedział, że podpisze traktaty."),
        ("pl", "Decyzją rządu Rell zapowiedział, że ceny spadną."),
        ("ru", "Указами от пятницы Релл объявил, что признаёт голосование."),
    ],
)
def test_the_means_that_open_a_sentence_are_no_speaker(language: str, text: str) -> None:
    assert _speakers(text, language) == [None]
