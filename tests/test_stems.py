"""Open stems take what they are meant for: no crime in Crimea, no trade in what is important."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.metrics.framing_devices.phrase_book import book_of
from collectors.metrics.framing_devices.stem_exceptions import stem_exceptions, takes
from tests.benchmarks.print_stems import shipped_stems

STEMS = shipped_stems()
#: Words that lists took in real news and must not: by language, found by printing every stem.
FALSE_FRIENDS = {
    "en": "crimea crimean crimea's important importance importantly bombshell companion churchill courtney courtesy "
    "crystal crypto cryptocurrency cute barbara accustomed familiar hospitality morale nursery pollution priceless "
    "programmer protestant stafford stealth striker subsided subsidiary surge surging terrific trademark unclear urgent "
    "victoria victorian winter windsor windows wind wing wine decentralized solvency childers guardiola dignitaries bishopsgate",
    "de": "barbara important schamanismus protestantismus steuerung spannungsteiler witwer gebeten verraten familiar",
    "es": "sufragio amigables condensada",
    "fr": "protestant barbara",
    "ru": "нападающий нападающего",
    "uk": "батьківщина батьківщини нападник погроми",
}


@pytest.mark.parametrize("language", FALSE_FRIENDS)
def test_no_stem_takes_a_known_false_friend(language: str) -> None:
    taken = {
        (stem, word)
        for word in FALSE_FRIENDS[language].split()
        for stem in STEMS[language]
        if takes(stem, word, language)
    }
    # "invest*" and "investigat*" are two stems: the second is meant.
    assert taken == set()


def test_investigations_are_no_investments() -> None:
    assert [s for s in STEMS["en"] if takes(s, "investigation", "en")] == ["investigat"]
    assert "invest" in STEMS["en"]
    assert takes("invest", "investors", "en")


def test_stems_still_take_their_own_words() -> None:
    for stem, word in (
        ("crime", "crimes"),
        ("win", "winners"),
        ("win", "wins"),
        ("surg", "surgeon"),
        ("urge", "urged"),
    ):
        assert takes(stem, word, "en"), (stem, word)
    for language in FALSE_FRIENDS:
        assert all(takes(stem, stem, language) for stem in STEMS[language] if f"={stem}" not in stem_exceptions(language).get(stem, ()))  # fmt: skip


@pytest.mark.parametrize("language", FALSE_FRIENDS)
def test_every_exception_belongs_to_a_shipped_stem(language: str) -> None:
    assert set(stem_exceptions(language)) <= STEMS[language]


def test_the_book_leaves_exceptions_out() -> None:
    book = book_of({"frame:x": {"en": (("crime*", "crime"), ("war crime*", "war"))}}, "en")
    assert [e.label for e in book._remember("crimes")] == ["crime"]
    assert not [e for e in book._remember("crimea") if not e.steps]


#: Language, stem, and the commonest words that it took in real news when it was last printed (up to eight); none where
#: the material has no word of it. `python -m tests.benchmarks.print_stems` prints them.
TAKEN = [
    line.split("\t") for line in (Path(__file__).parent / "stems_taken.tsv").read_text(encoding="utf-8").splitlines()
]


def test_every_shipped_stem_was_printed() -> None:
    printed = {(language, stem) for language, stem, _ in TAKEN}
    shipped = {(language, stem) for language, stems in STEMS.items() for stem in stems}
    assert shipped - printed == set(), "print new stems with the words that they take, read them, add them to the list"
    assert printed - shipped == set()


def test_stems_take_the_words_that_were_read() -> None:
    lost = [
        (language, stem, word)
        for language, stem, words in TAKEN
        for word in words.split()
        if not takes(stem, word.replace("’", "'"), language)
    ]
    assert lost == []
