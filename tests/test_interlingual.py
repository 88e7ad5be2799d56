"""Stories across languages: names and numbers join what words cannot."""

from __future__ import annotations

from collectors.events.interlingual import ArticleProfile, joined_stories, profile_of, terms_in
from collectors.events.news_topics import topic_finder, topic_languages
from collectors.events.stories import group_stream
from collectors.events.story_pairs import WEIGHTS, likelihood
from collectors.model import Article

#: Two invented stories of one week in four languages.
STORIES = {
    "bridge": {
        "en": "The old bridge at Enersk was closed on Monday. Mayor Ivan Fedorin said that 1,250 people a day used it. Engineer Marta Kowalik found 37 cracks.",
        "de": "Die alte Brücke in Enersk wurde am Montag gesperrt. Bürgermeister Iwan Fedorin sagte, 1.250 Menschen am Tag hätten sie benutzt. Ingenieurin Marta Kowalik fand 37 Risse.",
        "ru": "Старый мост в Энерске закрыли в понедельник. Мэр Иван Федорин сказал, что им пользовались 1250 человек в день. Инженер Марта Ковалик нашла 37 трещин.",
        "uk": "Старий міст в Енерську закрили в понеділок. Мер Іван Федорін сказав, що ним користувалися 1250 людей на день. Інженерка Марта Ковалик знайшла 37 тріщин.",
    },
    "harbour": {
        "en": "The port of Luvina reopened on Tuesday after 14 months. Minister Anton Rellov welcomed the first ship, the Sanderling, with 86 sailors on board.",
        "de": "Der Hafen von Luvina öffnete am Dienstag nach 14 Monaten wieder. Minister Anton Rellow begrüßte das erste Schiff, die Sanderling, mit 86 Seeleuten an Bord.",
        "ru": "Порт Лувина открылся во вторник после 14 месяцев. Министр Антон Реллов встретил первое судно «Сандерлинг» с 86 моряками на борту.",
        "uk": "Порт Лувіна відкрився у вівторок після 14 місяців. Міністр Антон Реллов зустрів перше судно «Сандерлінг» з 86 моряками на борту.",
    },
}  # fmt: skip


def _articles(published: str = "2022-09-20") -> list[Article]:
    return [
        Article(
            id=f"{story}-{language}",
            url=None,
            outlet=None,
            title=None,
            authors=(),
            published=published,
            language=language,
            text=text,
        )
        for story, texts in STORIES.items()
        for language, text in texts.items()
    ]


def test_one_story_in_four_languages_and_two_alphabets() -> None:
    groups: dict[str, set[str]] = {}
    for found in group_stream(_articles()):
        groups.setdefault(found.group, set()).add(found.id)
    assert sorted(map(len, groups.values())) == [4, 4]
    assert all(len({name.split("-")[0] for name in members}) == 1 for members in groups.values())


def test_days_apart_are_not_joined() -> None:
    early = [a for a in _articles("2022-09-01") if a.language == "en"]
    late = [a for a in _articles("2022-09-20") if a.language == "ru"]
    assert len({found.group for found in group_stream([*early, *late])}) == 4


def test_a_second_group_of_a_language_must_be_very_similar() -> None:
    told = {"#37", "fdrn", "kvlk", "nrsk", "@bridge"}
    terms = {"de-a": told, "en-a": told, "en-b": {"#37", "fdrn", "#5", "#6", "#7"}}
    terms |= {f"{language}-other{number}": {"@vote"} for language in ("de", "en") for number in range(6)}
    profiles = {name: ArticleProfile(name[:2], 1, frozenset(held), frozenset(held)) for name, held in terms.items()}
    groups = {name: name for name in profiles}
    assert joined_stories(groups, profiles) == {"en-a": "de-a"}
    profiles["en-b"] = profiles["en-a"]
    assert joined_stories(groups, profiles) == {"en-a": "de-a", "en-b": "de-a"}


def test_what_stories_are_about_joins_them_where_names_alone_do_not() -> None:
    said = {
        "en": ("Kyiv and Moscow: hundreds of prisoners swapped.", "Kyiv and Moscow: grain ships leave again."),
        "de": ("Kiew und Moskau: Hunderte Gefangene ausgetauscht.", "Kiew und Moskau: Getreideschiffe fahren wieder."),
        "ru": ("Киев и Москва: обмен сотнями пленных.", "Киев и Москва: корабли с зерном вышли снова."),
    }
    terms = {language: [terms_in(text, language) for text in texts] for language, texts in said.items()}
    assert all({"@prisoner", "@exchange"} <= swapped for swapped, _ in terms.values())
    assert all("@grain" in ships for _, ships in terms.values())
    profiles = {
        f"{language}-{number}": ArticleProfile(language, 1, held, held)
        for language, two in terms.items()
        for number, held in enumerate(two)
    }
    joined = joined_stories({name: name for name in profiles}, profiles)
    assert joined.get("ru-0") == joined.get("en-0", "en-0") == "de-0"


def test_topics_are_found_by_the_beginnings_of_words_of_their_language() -> None:
    assert topic_finder("pl").topics("Referendum") == topic_finder("uk").topics("референдуму") == {"vote"}
    assert topic_finder("en").topics("couple") == frozenset()
    assert topic_finder("xx").topics("vote") == frozenset()
    assert set(topic_languages()) == {"en", "de", "fr", "es", "it", "pl", "ru", "uk"}


def test_articles_of_one_language_stay_as_they_are() -> None:
    profiles = {a.id: profile_of(a) for a in _articles() if a.language == "en"}
    assert joined_stories({name: name for name in profiles}, profiles) == {}


def test_terms_are_alike_in_every_alphabet() -> None:
    shared = [terms_in(text) for text in STORIES["bridge"].values()]
    assert {"#37", "#1250", "fdrn", "kvlk"} <= frozenset.intersection(*shared)


def test_a_group_of_two_languages_is_parted_where_they_tell_two_stories() -> None:
    said = {
        "en-1": ("Nobel prize for literature goes to Ann Erno.", "Ann Erno of Luvina wrote 20 books."),
        "en-2": ("Ann Erno wins Nobel prize for literature.", "The writer from Luvina wrote 20 books."),
        "de-1": ("Friedensnobelpreis für Memorial aus Enersk.", "Das Komitee in Oslo ehrt Bürgerrechtler."),
        "de-2": ("Literaturnobelpreis geht an Ann Erno.", "Die Autorin aus Luvina schrieb 20 Bücher."),
    }
    profiles = {
        name: profile_of(Article(name, None, None, title, (), "2022-10-06", name[:2], f"{title} {text}"))
        for name, (title, text) in said.items()
    }
    joined = joined_stories(dict.fromkeys(said, "en-1"), {k: v for k, v in profiles.items() if k != "de-2"})
    assert joined == {"de-1": "de-1"}
    apart = joined_stories({"en-1": "en-1", "en-2": "en-1", "de-1": "de-1", "de-2": "de-2"}, profiles)
    assert {apart.get(name, "en-1") for name in ("en-1", "en-2")} == {apart.get("de-2", "de-2")}
    assert apart.get("de-1", "de-1") == "de-1" != apart.get("de-2", "de-2")


def test_likelihood_grows_with_what_both_share_and_falls_with_what_one_lacks() -> None:
    nothing = dict.fromkeys(WEIGHTS, 0.0)
    assert 0 < likelihood(nothing) < 0.05
    shared = nothing | {"names": 3.0, "headline_names": 2.0, "rarest_name": 1.0, "topics": 1.0}
    assert likelihood(shared) > 0.9 > likelihood(shared | {"headline_topics_missing": 3.0, "days_apart": 2.0})
