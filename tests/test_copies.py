"""Agency credit, near-duplicates and what a copy changed. All texts are invented."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.copies import Copies, NearSettings, changes, credit, near_duplicates
from collectors.copies.near_duplicate_search import sketch
from collectors.metrics.text import sentences
from collectors.model import Article, Outlet, Ownership


def agency(key: str, *names: str) -> Outlet:
    return Outlet(key, names[0], (), "US", ("en",), Ownership.PRIVATE, agency=True, credits=names)


AGENCIES = (
    agency("ap", "AP", "Associated Press"),
    agency("reuters", "Reuters"),
    agency("afp", "AFP", "Agence France-Presse"),
    agency("tass", "TASS", "ТАСС"),
    agency("ria", "РИА Новости", "RIA Novosti"),
)


def article(text: str, *, authors: tuple[str, ...] = (), outlet: str = "courier", key: str = "a") -> Article:
    return Article(key, None, outlet, "A headline", authors, "2022-09-23", "en", text)


@pytest.mark.parametrize(
    ("text", "authors", "expected"),
    [
        ("KYIV, Ukraine (AP) — Polling opened on Friday.", (), ("ap", "copy", "dateline")),
        ("RENO, Nev. (AP) - He spoke.", (), ("ap", "copy", "dateline")),
        ("Headline again.\n\nBerlin (AFP) – Ministers met.", (), ("afp", "copy", "dateline")),
        ("МОСКВА, 20 сен — РИА Новости. Голосование началось.", (), ("ria", "copy", "dateline")),
        ("MOSCOW, September 20. /TASS/. Voting began.", (), ("tass", "copy", "dateline")),
        ("Voting began.", ("Associated Press",), ("ap", "copy", "byline")),
        ("Voting began.", ("Jane Roe", "AFP"), ("afp", "copy", "byline")),
        ("Voting began.\n\nIt ended.\n\n(Reporting by A. Roe; Editing by B. Doe)", (), ("reuters", "copy", "sign-off")),
        ("Voting began.\n\nIt ended.\n\n© AFP 2022", (), ("afp", "copy", "sign-off")),
        ("Voting began.\n\nIt ended.\n\nThe Associated Press contributed to this report.", (), ("ap", "contributed", "sign-off")),
        ("Voting began.\n\nWith reporting by Reuters.", (), ("reuters", "contributed", "sign-off")),
        ("Voting began, TASS said. Officials told Reuters that it went well.\n\nIt ended.", (), None),
        ("The agency (known to all) said so.\n\nIt ended.", (), None),
        ("Voting began.\n\nOfficials denied what Reuters wrote. They gave no reason.", (), None),
        ("apples (ap) were sold.", (), None),
        ("", (), None),
    ],
)  # fmt: skip
def test_credit(text: str, authors: tuple[str, ...], expected: tuple[str, str, str] | None) -> None:
    found = credit(article(text, authors=authors), AGENCIES)
    assert (found and (found.agency, found.kind, found.where)) == expected
    if found and found.span:
        assert 0 <= found.span.start < found.span.end <= len(text)


def test_an_agency_does_not_credit_itself() -> None:
    assert credit(article("MOSCOW, September 20. /TASS/. Voting began.", outlet="tass"), AGENCIES) is None


def prose(seed: int, number: int = 24) -> str:
    """Sentences of invented words."""
    chance = random.Random(seed)
    made = (" ".join("".join(chance.choices("abdeiklmnorstu", k=6)) for _ in range(14)) for _ in range(number))
    return "\n\n".join(f"{s.capitalize()}." for s in made)


def test_copies_are_found_and_named_by_the_first_published() -> None:
    text = prose(1)
    found = sentences(text)
    original = replace(article(text, key="z-original"), published="2022-09-23T08:00:00+00:00")
    half = replace(article(text[: found[11].end], key="trimmed"), published="2022-09-23T11:30:00+03:00")
    shuffled = replace(article("\n\n".join(reversed(text.split("\n\n"))), key="shuffled"), published="2022-09-24")
    other = article(prose(2), key="other")
    assert near_duplicates([shuffled, other, half, original]) == {
        "z-original": "z-original",
        "trimmed": "z-original",
        "shuffled": "z-original",
    }


def test_a_third_rewritten_is_a_copy_and_a_shared_quotation_is_not() -> None:
    text, foreign = prose(3).split("\n\n"), prose(4).split("\n\n")
    rewritten = [foreign[i] if i % 3 == 0 else s for i, s in enumerate(text)]
    quoting = [text[i] if i < 3 else s for i, s in enumerate(prose(5).split("\n\n"))]
    found = near_duplicates(
        [article("\n\n".join(t), key=k) for k, t in (("a", text), ("b", rewritten), ("c", quoting))]
    )
    assert found == {"a": "a", "b": "a"}


def test_copies_weeks_apart_are_not_compared() -> None:
    text = prose(6)
    first, later = article(text, key="a"), replace(article(text, key="b"), published="2022-11-23")
    assert near_duplicates([first, later]) == {}


def test_memory_is_bounded_by_the_settings() -> None:
    copies = Copies(NearSettings(active=100, window_days=3))
    for i in range(1_100):
        copies.add(article(prose(i, 3), key=f"k{i}"))
    assert len(copies._seen) <= 100 + 500
    assert copies.clusters() == {}


@given(st.text())
def test_any_text_has_a_sketch(text: str) -> None:
    found = sketch(text)
    assert list(found) == sorted(set(found.tolist()))


def test_what_a_copy_changed() -> None:
    original = article(
        "The referendum opened on Friday. Observers came from six countries. Soldiers stood at the doors of the halls."
    )
    copy = replace(
        article("The sham referendum opened on Friday. Soldiers stood at the doors of the halls. Nobody could refuse."),
        title="Sham vote opens",
    )
    found = changes(original, copy)
    assert found.headline == ("A headline", "Sham vote opens")
    assert found.kept == 1
    assert [copy.text[a:b] for a, b in found.added] == ["Nobody could refuse."]
    assert [original.text[a:b] for a, b in found.cut] == ["Observers came from six countries."]
    assert [r.words for r in found.reworded] == [(("", "sham"),)]
    (edit,) = found.reworded[0].edits
    assert (copy.text[slice(*edit.after)], original.text[edit.before.start :][:10]) == ("sham", "referendum")


@given(st.text(alphabet="ab .\n", max_size=60), st.text(alphabet="ab .\n", max_size=60))
def test_edits_lie_in_their_texts_and_do_not_overlap(before: str, after: str) -> None:
    found = changes(article(before), article(after))
    for reworded in found.reworded:
        assert len(reworded.edits) == len(reworded.words)
        for spans, text, whole in (
            ([e.before for e in reworded.edits], before, reworded.before),
            ([e.after for e in reworded.edits], after, reworded.after),
        ):
            ends = [x for span in spans for x in span]
            assert ends == sorted(ends)
            assert all(whole.start <= x <= whole.end <= len(text) for x in ends)


def test_a_long_hostile_text_is_compared_in_bounded_time() -> None:
    """Sentences of the same words in other orders: every pair looks alike. Without bounds it took minutes."""
    chance = random.Random(1)

    def hostile() -> str:
        words = [a + b for a in "kl" for b in "aeiou"]
        return " ".join(f"X {' '.join(chance.sample(words, 10))}." for _ in range(400))

    found = changes(article(hostile()), article(hostile()))
    assert found.kept + len(found.added) + len(found.reworded) <= 200


def test_an_unchanged_copy_has_no_changes() -> None:
    text = prose(7)
    found = changes(article(text), article(text))
    assert (found.headline, found.kept, found.added, found.cut, found.reworded) == (None, 24, (), (), ())
