"""Capitals of every script, and names that begin at the beginning of a word."""

from __future__ import annotations

import re

import pytest

from collectors.metrics.quotations.speakers.names import RUN
from collectors.support.letter_case import CAPITAL


@pytest.mark.parametrize("letter", list("ÀŁĘČŞĂŐЇҐΔՀẞЖ中ع"))
def test_a_capital_or_a_letter_without_case(letter: str) -> None:
    assert re.fullmatch(CAPITAL, letter)


@pytest.mark.parametrize("letter", list("aßàłęčşăőїґδհжẽ1_ .ﬁ"[:-1]))
def test_a_small_letter_is_none(letter: str) -> None:
    assert not re.fullmatch(CAPITAL, letter)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a adăugat Marin ieri", ["Marin"]),
        ("powiedział Nowak, a dopięła Łoś", ["Nowak", "Łoś"]),
        ("dodał Lech Wałęsa", ["Lech Wałęsa"]),
        ("řekl Petr Černý", ["Petr Černý"]),
    ],
)
def test_names_begin_at_words(text: str, names: list[str]) -> None:
    assert [match.group() for match in RUN.finditer(text)] == names
