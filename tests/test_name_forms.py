"""Names in every case and spelling: one person, in all scripts."""

from __future__ import annotations

import pytest

from collectors.metrics.name_forms import ActorIndex, case_stem, nominative, skeleton
from collectors.model import Actor

ACTORS = (
    Actor("orlenko", "Anatolii Orlenskyi", ("Orlensky", "Анатолій Орленський", "Анатолий Орленский"), "a", "leader"),
    Actor("putov", "Vadim Putov", ("Путов", "Putow"), "b", "leader"),
    Actor("volkova", "Maria Volkova", ("Мария Волкова",), "b", "government"),
    Actor("ministry", "Ministry of Ports", ("Министерство портов",), "b", "government", kind="body"),
    Actor("ivanov-1", "Ivan Strelnikov", (), "a", "expert"),
    Actor("ivanov-2", "Pavel Strelnykov", (), "b", "expert"),
)


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Орленского", "orlenko"), ("Орленському", "orlenko"), ("Анатолием Орленским", "orlenko"), ("Orleńskiego", "orlenko"),
        ("Orlenskyj", "orlenko"), ("Orlenskij", "orlenko"), ("Anatoli Orlenski", "orlenko"), ("Путова", "putov"),
        ("Путову", "putov"), ("Путовым", "putov"), ("Putowa", "putov"), ("Putowem", "putov"), ("Марии Волковой", "volkova"),
        ("Волкову", "volkova"), ("Министерства портов", "ministry"), ("Boris Putov", None), ("Putin", None),
        ("Strelnikow", None), ("", None),
    ],
)  # fmt: skip
def test_an_actor_in_any_case_and_spelling(name: str, actor: str | None) -> None:
    found = ActorIndex(ACTORS).find(name)
    assert (found.id if found else None) == actor


@pytest.mark.parametrize(
    ("language", "genitive", "expected"),
    [
        ("ru", "Дениса Пушкарина", "Денис Пушкарин"),
        ("ru", "Марии Захаровой", "Мария Захарова"),
        ("ru", "Сергея Лаврова", "Сергей Лавров"),
        ("uk", "Олега Гайденка", "Олег Гайденко"),
        ("uk", "Дмитра Зеленського", "Дмитр Зеленський"),  # a masculine -о is not told from its genitive
        ("pl", "Jana Kowalskiego", "Jan Kowalski"),
        ("de", "Olafs", "Olafs"),
    ],
)
def test_names_that_a_phrase_governs(language: str, genitive: str, expected: str) -> None:
    assert " ".join(nominative(genitive.split(), language)) == expected


def test_stems_and_skeletons() -> None:
    assert len({case_stem(w) for w in ("Орленский", "Орленского", "Орленському", "Орленським")}) == 1
    assert len({skeleton(w) for w in ("Selenskyj", "Zelensky", "Зеленский", "Зеленським", "Zełenskiego")}) == 1
    assert len({skeleton(w) for w in ("Peskow", "Pieskow", "Песков", "Пєсков", "Peskov")}) == 1
