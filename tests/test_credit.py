"""Agency credits in the languages of the agencies we declare, and what only looks like one. All sentences are invented."""

from __future__ import annotations

from functools import cache

import pytest

from collectors.config import data_dir, load_catalogue
from collectors.copies import credit
from collectors.model import Article, Outlet

BODY = "Voting began in four regions on Friday.\n\nIt is to end on Tuesday.\n\nNobody could say how many came."


@cache
def agencies() -> tuple[Outlet, ...]:
    return load_catalogue(data_dir({})).agencies


def credited(text: str, *authors: str) -> str | None:
    found = credit(Article("a", None, "river-courier", "A headline", authors, None, None, text), agencies())
    return found.agency if found else None


BYLINES = [
    ("associated-press", "Associated Press"), ("associated-press", "The Associated Press"), ("associated-press", "Jane Roe, AP"), ("associated-press", "By JANE ROE Associated Press"),
    ("associated-press", "Jane Roe/AP"), ("reuters", "Reuters"), ("reuters", "By Jane Roe | Reuters"), ("reuters", "Reuters Staff"),
    ("reuters", "Jane Roe (Reuters)"), ("afp", "AFP"), ("afp", "Agence France-Presse"), ("afp", "Le Monde avec AFP"),
    ("afp", "La rédaction avec AFP"), ("tass", "TASS"), ("tass", "ТАСС"), ("ria-novosti", "РИА Новости"), ("ria-novosti", "RIA Novosti"),
    ("interfax", "Интерфакс"), ("interfax", "Interfax"), ("interfax-ukraine", "Interfax-Ukraine"),
    ("interfax-ukraine", "Інтерфакс-Україна"), ("ukrinform", "Укрінформ"), ("ukrinform", "Ukrinform"), ("xinhua", "Xinhua"),
    ("xinhua", "新华社"), ("xinhua", "Xinhua News Agency"), ("dpa", "dpa"), ("dpa", "DPA"), ("dpa", "dpa/jr"),
    ("efe", "EFE"), ("efe", "Agencia EFE"), ("efe", "Redacción / EFE"), ("pti", "PTI"), ("pti", "Press Trust of India"),
    ("ani", "ANI"), ("ansa", "ANSA"), ("pap", "PAP"), ("kyodo", "Kyodo News"), ("yonhap", "Yonhap News Agency"),
    ("anadolu", "Anadolu Agency"), ("unian", "УНІАН"), ("pa-media", "PA Media"), ("upi", "UPI"),
]  # fmt: skip

DATELINES = [
    ("associated-press", "KYIV, Ukraine (AP) — Voting began."), ("associated-press", "WASHINGTON (AP) -- Voting began."),
    ("associated-press", "UNITED NATIONS (AP) — Voting began."), ("reuters", "KYIV, Sept 23 (Reuters) - Voting began."),
    ("reuters", "LONDON (Reuters) – Voting began."), ("reuters", "MOSCOW/KYIV, Sept 23 (Reuters) - Voting began."),
    ("afp", "Kiev (AFP) – Le vote a commencé."), ("afp", "Kyiv, Ukraine | AFP | Voting began."),
    ("afp", "PARIS, 23 septembre 2022 (AFP) - Le vote a commencé."), ("tass", "MOSCOW, September 23. /TASS/. Voting began."),
    ("tass", "МОСКВА, 23 сентября. /ТАСС/. Голосование началось."), ("ria-novosti", "МОСКВА, 23 сен - РИА Новости. Голосование началось."),
    ("ria-novosti", "ДОНЕЦК, 23 сен — РИА Новости. Голосование началось."),
    ("interfax", "Москва. 23 сентября. INTERFAX.RU - Голосование началось."),
    ("interfax", "МОСКВА. 23 сентября. ИНТЕРФАКС - Голосование началось."), ("interfax", "MOSCOW. Sept 23 (Interfax) - Voting began."),
    ("interfax-ukraine", "Київ. 23 вересня. ІНТЕРФАКС-УКРАЇНА - Голосування почалося."),
    ("ukrinform", "КИЇВ, 23 вересня. /Укрінформ/. Голосування почалося."),
    ("xinhua", "MOSCOW, Sept. 23 (Xinhua) -- Voting began."), ("xinhua", "新华社莫斯科9月23日电 投票开始。"),
    ("dpa", "Kiew (dpa) - Die Abstimmung hat begonnen."), ("dpa", "Kiew/Moskau (dpa) – Die Abstimmung hat begonnen."),
    ("efe", "Kiev, 23 sep (EFE).- La votación ha comenzado."), ("efe", "Moscú (EFE). La votación ha comenzado."),
    ("pti", "New Delhi, Sep 23 (PTI) Voting began in four regions."), ("ani", "New Delhi [India], September 23 (ANI): Voting began."),
    ("ansa", "(ANSA) - ROMA, 23 SET - Il voto è cominciato."), ("pap", "Kijów (PAP) - Głosowanie się rozpoczęło."),
    ("yonhap", "SEOUL, Sept. 23 (Yonhap) -- Voting began."), ("anadolu", "ANKARA (AA) - Oylama başladı."),
    ("kyodo", "TOKYO (Kyodo) -- Voting began."),
]  # fmt: skip

SIGN_OFFS = [
    ("associated-press", "Copyright 2022 The Associated Press. All rights reserved."), ("associated-press", "© 2022 The Associated Press"), ("associated-press", "Source: AP"),
    ("associated-press", "—AP"), ("associated-press", "Jane Roe in Kyiv contributed to this report by The Associated Press."),
    ("reuters", "(Reporting by Jane Roe in Kyiv; Editing by John Doe)"), ("reuters", "Reporting by Jane Roe; Writing by John Doe; Editing by Ann Poe"),
    ("reuters", "(Reuters)"), ("reuters", "With inputs from Reuters"), ("afp", "© 2022 AFP"), ("afp", "(Avec AFP)"), ("afp", "Avec AFP"),
    ("afp", "Mit Material von AFP"), ("afp", "Quelle: AFP"), ("dpa", "Quelle: dpa"), ("dpa", "© dpa-infocom, dpa:220923-99-123456/2"),
    ("dpa", "Mit Material der dpa"), ("efe", "Con información de EFE"), ("efe", "EFE"), ("tass", "По материалам ТАСС"),
    ("tass", "Источник: ТАСС"), ("ria-novosti", "Источник: РИА Новости"), ("interfax", "По информации Интерфакса"),
    ("ukrinform", "Джерело: Укрінформ"), ("ukrinform", "За матеріалами Укрінформу"), ("unian", "Джерело: УНІАН"),
    ("pti", "(With PTI inputs)"), ("pti", "PTI"), ("pti", "(This story has not been edited and is published from a syndicated feed. PTI)"),
    ("ani", "(ANI)"), ("xinhua", "(Xinhua)"), ("xinhua", "来源：新华社"), ("ansa", "(ANSA)"), ("ansa", "Riproduzione riservata © Copyright ANSA"),
    ("pap", "Źródło: PAP"), ("yonhap", "(Yonhap)"), ("pa-media", "Press Association"),
]  # fmt: skip

NO_CREDITS = [
    "Voting began, a resident told Reuters by phone.", "Voting began, according to TASS.", "Voting began, RIA Novosti reported.",
    "KYIV — Officials told the Associated Press that voting began.", "“We voted,” she told AFP – and left.",
    "MOSCOW — State news agency TASS (which the Kremlin owns) said so.", "Голосование началось, сообщает ТАСС.",
    "Об этом РИА Новости сообщил глава комиссии.", "«Интерфакс» пишет, что голосование началось.",
    "Про це повідомляє Укрінформ з посиланням на мерію.", "Das sagte sie der Nachrichtenagentur dpa am Freitag.",
    "Das berichtete die Agentur Interfax - unter Berufung auf Beamte.", "C’est ce qu’a déclaré le maire à l’AFP.",
    "Así lo dijo el alcalde a EFE este viernes.", "He told PTI that voting began.", "Speaking to ANI, she said that voting began.",
    "新华社报道，投票开始。", "The AP style guide says otherwise.", "The PAP won the election in Singapore - again.",
    "A reporter of The Associated Press was among those expelled. He left on Friday.",
    "Reuters could not verify the claim. AFP could not either.", "In a statement (seen by Reuters), the mayor said that voting began.",
    "The footage, published by RIA Novosti - and later deleted - shows a hall.", "Photo: AP. The hall on Friday, before the vote began.",
    "Kyodo News and Yonhap both wrote about it, in much detail and at great length, on Friday.",
]  # fmt: skip


@pytest.mark.parametrize(("agency", "author"), BYLINES)
def test_bylines(agency: str, author: str) -> None:
    assert credited(BODY, author) == agency


@pytest.mark.parametrize(("agency", "first"), DATELINES)
def test_datelines(agency: str, first: str) -> None:
    assert credited(f"{first}\n\n{BODY}") == agency
    assert credited(f"{first} {BODY}") == agency


@pytest.mark.parametrize(("agency", "last"), SIGN_OFFS)
def test_sign_offs(agency: str, last: str) -> None:
    assert credited(f"{BODY}\n\n{last}") == agency


@pytest.mark.parametrize("sentence", NO_CREDITS)
def test_sources_are_no_credits(sentence: str) -> None:
    assert credited(f"{sentence}\n\n{BODY}") is None
    assert credited(f"{BODY}\n\n{sentence}") is None


def test_an_author_is_no_agency() -> None:
    assert credited(BODY, "Ap Roe") is None
    assert credited(BODY, "Anita Efe") is None
    assert (
        credited(BODY, "Jane Roe, who has written for several papers and once told Reuters what she thought of them")
        is None
    )
