"""Stories across languages: names and numbers join what words cannot."""

from __future__ import annotations

from collectors.events.interlingual import ArticleProfile, joined_groups, profile_of, terms_in
from collectors.events.stories import group_stream
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


def test_a_group_joins_one_group_of_each_other_language() -> None:
    terms = frozenset({"#37", "fdrn", "kvlk"})
    profiles = {name: ArticleProfile(name[:2], 1, terms) for name in ("de-a", "en-a", "en-b")}
    joined = joined_groups({name: name for name in profiles}, profiles)
    assert joined == {"en-a": "de-a"}


def test_articles_of_one_language_stay_as_they_are() -> None:
    profiles = {a.id: profile_of(a) for a in _articles() if a.language == "en"}
    assert joined_groups({name: name for name in profiles}, profiles) == {}


def test_terms_are_alike_in_every_alphabet() -> None:
    shared = [terms_in(text) for text in STORIES["bridge"].values()]
    assert {"#37", "#1250", "fdrn", "kvlk"} <= frozenset.intersection(*shared)
