"""The data we ship: sound, complete where it says so, and its patterns find what coverage says."""

from __future__ import annotations

import csv
import os
import re
from functools import cache
from pathlib import Path

import pytest

from collectors.config import check, data_dir, load_catalogue
from collectors.config.catalogue import Catalogue
from collectors.config.event_patterns import FLAGS, tried
from collectors.config.sound_patterns import digest_of, sound_digests
from collectors.metrics.naming import Haystack, find, find_all, matchers
from collectors.model import Event
from tests.benchmarks.bench_naming import naming_quality
from tests.benchmarks.corpora import read_articles
from tests.support.write_sound_patterns import shipped_patterns

UKRAINE = "ukraine-annexation-referendums-2022"
LANGUAGES = ("en", "uk", "ru", "de", "fr", "es")


@cache
def catalogue() -> Catalogue:
    return load_catalogue(data_dir({}))


def event(name: str = UKRAINE) -> Event:
    return catalogue().events[name]


def test_everything_shipped_is_sound() -> None:
    assert [str(problem) for problem in check(data_dir({}))] == []
    assert catalogue().problems == ()


def test_events_are_data() -> None:
    sizes = {
        name: (len(e.phases), len(e.actors), len(e.concepts), len(e.facts)) for name, e in catalogue().events.items()
    }
    others = {"crimea-referendum-2014", "brazil-congress-attack-2023", "us-campaign-2016"}
    assert set(sizes) == {UKRAINE} | others
    for phases, actors, concepts, facts in sizes.values():
        assert phases >= 4
        assert actors >= 15
        assert concepts >= 3
        assert facts >= 8
    assert sizes[UKRAINE][1] >= 50


def test_phases_of_the_first_event() -> None:
    assert [(p.id, p.start.isoformat(), p.end.isoformat()) for p in event().phases] == [
        ("announcement", "2022-09-20", "2022-09-20"),
        ("mobilisation", "2022-09-21", "2022-09-22"),
        ("voting", "2022-09-23", "2022-09-26"),
        ("results", "2022-09-27", "2022-09-29"),
        ("annexation", "2022-09-30", "2022-10-11"),
        ("un-vote", "2022-10-12", "2022-10-15"),
    ]


@pytest.mark.parametrize("concept", ["vote", "act", "territory", "officials", "war"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_concepts_have_patterns_in_each_language(concept: str, language: str) -> None:
    declared = next(c for c in event().concepts if c.id == concept)
    with_patterns = [v.id for v in declared.variants if v.patterns.get(language)]
    assert len(with_patterns) >= len(declared.variants) - 5, with_patterns
    assert all("en" in v.patterns for v in declared.variants)


def test_every_language_has_query_terms() -> None:
    assert set(LANGUAGES) | {"it", "pl"} <= set(event().terms)


def test_sides_and_roles_of_actors() -> None:
    sides = {actor.side for actor in event().actors}
    assert sides == set(event().sides)
    assert {"resident", "expert", "unnamed", "occupation-official", "international-body"} <= set(event().roles)


def test_outlets_from_every_side() -> None:
    real = [o for o in catalogue().outlets.values() if not o.invented]
    assert len(real) >= 60
    wanted = "UA RU US GB DE FR PL IN CN BR ZA NG KE QA TR SG JP MX AR ID EG PK"
    assert set(wanted.split()) <= {o.country for o in real}
    assert {o.ownership.value for o in real} == {"state", "public", "private", "non-profit"}
    agencies = {o.id for o in catalogue().agencies}
    assert {"associated-press", "reuters", "afp", "tass", "ria-novosti", "interfax", "ukrinform", "xinhua"} <= agencies
    assert {"dpa", "efe", "pti", "ansa", "kyodo", "anadolu"} <= agencies


def test_outlets_of_the_demonstration() -> None:
    invented = sorted(o.id for o in catalogue().outlets.values() if o.invented)
    assert invented == [
        "atlantic-ledger",
        "continental-press",
        "daily-blaze",
        "dnipro-courier",
        "konkan-standard",
        "kurier-wislany",
        "meridian-public",
        "northgate-post",
        "rheinischer-morgen",
        "stepovyi-kurier",
        "vestnik-reki",
        "volga-wire",
    ]
    assert catalogue().outlets["continental-press"].agency


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("nyt", "new-york-times"),
        ("fox", "fox-news"),
        ("hpo", "huffpost"),
        ("huff-post", "huffpost"),
        ("usa-today", "usa-today"),
        ("breitbart", "breitbart"),
        ("politico", "politico"),
        ("wash-post", "washington-post"),
        ("west-journal", "western-journal"),
        ("TASS", "tass"),
        ("Kyiv Independent", "kyiv-independent"),
    ],
)
def test_names_used_by_research_corpora(name: str, outlet: str) -> None:
    found = catalogue().outlet_named(name)
    assert found is not None
    assert found.id == outlet


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.bbc.co.uk/news/world-europe-62965998", "bbc"),
        ("https://www.bbc.com/russian/news-62965998", "bbc"),
        ("https://tass.com/politics/1509829", "tass"),
        ("https://www.pravda.com.ua/eng/news/2022/09/20/1/", "ukrainska-pravda"),
        ("https://thecaucus.blogs.nytimes.com/2012/1/", "new-york-times"),
        ("https://agenciabrasil.ebc.com.br/geral/", "agencia-brasil"),
        ("https://g1.globo.com/mundo/", "g1"),
        ("https://timesofindia.indiatimes.com/world/", "times-of-india"),
        ("https://japannews.yomiuri.co.jp/a", "japan-news"),
        ("https://volga-wire.example/1", "volga-wire"),
        ("https://example.com/", None),
    ],
)
def test_outlets_by_url(url: str, outlet: str | None) -> None:
    found = catalogue().outlet_of_url(url)
    assert (found.id if found else None) == outlet


def test_lexicons() -> None:
    stances = catalogue().lexicons["cue-verbs"].mapping("lemma", "stance")
    assert (stances["say"], stances["claim"], stances["admit"], stances["slam"]) == (
        "neutral",
        "distancing",
        "endorsing",
        "charged",
    )
    assert all(lexicon.source and lexicon.licence for lexicon in catalogue().lexicons.values())


def test_the_readme_names_every_file_or_its_folder() -> None:
    data = data_dir({})
    readme = (data / "README.md").read_text(encoding="utf-8")
    files = [p.relative_to(data).as_posix() for p in sorted(data.rglob("*")) if p.is_file() and p.name != "README.md"]
    assert [n for n in files if f"`{n}`" not in readme and f"`{n.split('/')[0]}/`" not in readme] == []


def test_the_shipped_patterns_are_sound_and_mostly_known_to_be() -> None:
    """Commands leave out trying what the file names, so that all of it is tried here."""
    shipped = shipped_patterns()
    assert {pattern: mistakes for pattern in shipped if (mistakes := tried(pattern))} == {}
    digests, most = {digest_of(pattern) for pattern in shipped}, len(shipped) // 20
    advice = "python -m tests.support.write_sound_patterns"
    assert len(digests - sound_digests()) <= most, f"every command tries the others: {advice}"
    assert len(sound_digests() - digests) <= most, f"nothing shows these to be sound any more: {advice}"


@pytest.mark.parametrize("name", [UKRAINE, "crimea-referendum-2014", "brazil-congress-attack-2023"])
def test_patterns_are_linear_on_long_hostile_text(name: str) -> None:
    """No pattern of an event hangs; a nested repeat would take years on these."""
    units = ("a", "vote ", "referendum on the ", '"', " ", "pro-russian separatist ", "head of the a-b ", "annex")
    patterns = [p for c in event(name).concepts for v in c.variants for ps in v.patterns.values() for p in ps]
    patterns += [p for f in event(name).facts for ps in f.patterns.values() for p in ps]
    for unit in units:
        text = (unit * 10_000)[:10_000]
        for pattern in patterns:
            assert sum(1 for _ in re.compile(pattern, FLAGS).finditer(text)) <= len(text)


SENTENCES = Path(__file__).parent / "naming_sentences.csv"


def sentences() -> list[tuple[str, str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [(row["language"], row["sentence"], row["mentions"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("language", "sentence", "expected"), sentences())
def test_which_variants_a_sentence_uses(language: str, sentence: str, expected: str) -> None:
    """`mentions` lists concept.variant in reading order, for each concept the longest match."""
    found = sorted(
        (span.start, f"{concept}.{variant}")
        for concept, span, variant in find_all(matchers(event(), language), Haystack(sentence))
        if not concept.endswith("_spelling")
    )
    assert [name for _, name in found] == expected.split()


@pytest.mark.parametrize(
    ("name", "language", "sentence", "expected"),
    [
        ("crimea-referendum-2014", "en", "Masked gunmen guarded the vote.", "troops.little_green_men vote.vote"),
        ("crimea-referendum-2014", "en", "The sham referendum preceded an annexation.", "vote.sham act.annexation"),
        ("crimea-referendum-2014", "ru", "Вежливые люди и воссоединение", "troops.polite_people act.reunification"),
        ("crimea-referendum-2014", "uk", "Псевдореферендум і анексія", "vote.pseudo act.annexation"),
        ("brazil-congress-attack-2023", "pt", "Golpistas nos atos golpistas", "people.coup_plotters event.coup_attempt"),
        ("brazil-congress-attack-2023", "pt", "Vândalos, não manifestantes", "people.vandals people.protesters"),
        ("brazil-congress-attack-2023", "en", "Rioters stormed Congress", "people.vandals event.invasion"),
        ("brazil-congress-attack-2023", "en", "Bolsonaro's supporters and a coup", "people.bolsonaristas event.coup_attempt"),
    ],
)  # fmt: skip
def test_variants_of_the_other_events(name: str, language: str, sentence: str, expected: str) -> None:
    found = sorted(
        (span.start, f"{matcher.concept}.{variant}")
        for matcher in matchers(event(name), language)
        for span, variant in find(matcher, Haystack(sentence))
    )
    assert [variant for _, variant in found] == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv and Kiev", ["kyiv", "kiev"]),
        ("Luhansk, Lugansk", ["luhansk", "lugansk"]),
        ("Zaporizhzhia, Zaporizhia and Zaporozhye", ["zaporizhzhia", "zaporizhzhia", "zaporozhye"]),
        ("Donbas or Donbass", ["donbas", "donbass"]),
        ("Kharkiv not Kharkov", ["kharkiv", "kharkov"]),
        ("chicken Kiev", []),
    ],
)
def test_spellings(text: str, expected: list[str]) -> None:
    found = [
        (span.start, variant)
        for matcher in matchers(event(), "en")
        if matcher.concept.endswith("_spelling")
        for span, variant in find(matcher, Haystack(text))
    ]
    assert [variant for _, variant in sorted(found)] == expected


@pytest.mark.parametrize(
    ("language", "text", "fact"),
    [
        ("en", "Officials claimed that 97.51 percent of voters backed it.", "claimed-results"),
        ("en", "Turnout passed 70 %, the commission said.", "claimed-turnout"),
        ("en", "Election staff went from house to house.", "door-to-door"),
        ("en", "They were accompanied by armed soldiers.", "armed-escort"),
        ("en", "About 100 foreign observers had been invited.", "foreign-observers"),
        ("en", "The OSCE sent nobody.", "no-osce-observation"),
        ("en", "He ordered a partial mobilization of 300,000 reservists.", "mobilisation"),
        ("en", "This is not a bluff, he said.", "nuclear-threat"),
        ("en", "It violates the U.N. Charter.", "un-charter"),
        ("en", "Russia annexed Crimea in 2014.", "crimea-2014"),
        ("en", "Only 143 countries voted for it; India abstained.", "general-assembly-143"),
        ("en", "Only 143 countries voted for it; India abstained.", "abstentions"),
        ("en", "Ukraine applied to join NATO.", "nato-application"),
        ("en", "Moscow cited Kosovo and self-determination.", "kosovo"),
        ("en", "The capitals would never recognise the outcome.", "non-recognition"),
        ("uk", "Комісії ходили по квартирах із озброєними людьми.", "door-to-door"),
        ("ru", "Явка превысила 50 процентов.", "claimed-turnout"),
        ("de", "Das verstößt gegen das Völkerrecht.", "un-charter"),
        ("fr", "Le droit international est violé.", "un-charter"),
        ("es", "Votaron puerta a puerta.", "door-to-door"),
    ],
)
def test_facts(language: str, text: str, fact: str) -> None:
    declared = next(f for f in event().facts if f.id == fact)
    assert any(re.search(pattern, text, FLAGS) for pattern in declared.patterns[language])


def test_naming_on_real_pieces() -> None:
    """The marks are shipped, the texts are not: set PARALLAX_TEST_CORPORA to the folder that holds event2022/."""
    files = sorted(Path(os.environ.get("PARALLAX_TEST_CORPORA", "/nowhere")).glob("event2022/*.jsonl.gz"))
    if not files:
        pytest.skip("PARALLAX_TEST_CORPORA names no folder with event2022/")
    measured = naming_quality(read_articles(files))
    assert measured["precision"][0] / measured["precision"][1] >= 0.97
    assert measured["recall"][0] / measured["recall"][1] >= 0.95


def test_every_variant_has_a_family_a_gloss_and_its_languages() -> None:
    named = [v for concept in event().concepts if not concept.id.endswith("_spelling") for v in concept.variants]
    assert [v.id for v in named if not v.family] == ["kyiv_regime"]
    assert all(v.gloss for v in named)
    wanted = {"en", "uk", "ru", "de", "fr", "es", "it", "pl", "pt", "tr", "nl", "cs", "ar", "zh", "ja"}
    assert {v.id: wanted - set(v.patterns) for v in named if wanted - set(v.patterns)} == {}
