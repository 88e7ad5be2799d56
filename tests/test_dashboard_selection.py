"""The query string and the selection are one thing in two forms."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.selection import BY, COPIES, GRADES, VOICES, SelectionChoices, ViewSelection, parse, plain

CHOICES = SelectionChoices(
    {"e": "Event"},
    {"a": "A", "b": "B", "c": "C"},
    {"p1": "First", "p2": "Second"},
    {"en": "English", "uk": "Ukrainian"},
)
PLAIN = ViewSelection("v1", "e")

selections = st.builds(
    ViewSelection,
    st.just("v1"),
    st.just("e"),
    st.sets(st.sampled_from("abc")).map(lambda s: tuple(sorted(s))),
    st.sampled_from(["all", "p1", "p2"]),
    st.sampled_from(list(VOICES)),
    st.sampled_from(list(COPIES)),
    st.sampled_from(list(GRADES)),
    st.sets(st.sampled_from(["en", "uk"])).map(lambda s: tuple(sorted(s))),
    st.sampled_from(list(BY)),
    st.booleans(),
)


@given(selections)
def test_a_link_gives_the_selection_back(selection: ViewSelection) -> None:
    query = dict(parse_qsl(urlsplit(selection.link("naming", concept="vote")).query))
    assert query.pop("concept") == "vote"
    assert parse(query, "v1", "e", CHOICES) == selection


def test_defaults_leave_the_address_short() -> None:
    assert PLAIN.query() == {"v": "v1", "event": "e"}
    assert PLAIN.link("articles", of="", words="a b") == "./articles?v=v1&event=e&words=a+b"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"phase": "p9"},
        {"voice": "OWN"},
        {"outlets": ",,zz,"},
        {"copies": ""},
        {"grade": "<b>"},
        {"other": "x"},
        {"compare": "city"},
        {"language": "xx"},
    ],
)
def test_what_is_not_on_offer_is_the_default(query: dict[str, str]) -> None:
    assert parse(query, "v1", "e", CHOICES) == PLAIN


def test_outlets_keep_the_order_of_the_page_and_drop_the_unknown() -> None:
    assert parse({"outlets": "c,x,a,c"}, "v1", "e", CHOICES).outlets == ("a", "c")


@pytest.mark.parametrize("text", ["*a*", "$x$", ":red[a]", "[a](b)", "`c`", "<b>", "~~d~~", "# e", "back\\slash"])
def test_labels_lose_their_markup_not_their_text(text: str) -> None:
    made = plain(text)
    assert made.replace("\\", "") == text.replace("\\", "")
    assert all(made[i - 1] == "\\" for i, c in enumerate(made) if c in "*$[]`<>#~:")
