"""Whatever is collected shows as text, with its marks where they belong."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.render.html import (
    MOST_SHOWN,
    Cell,
    TextMark,
    article,
    element,
    escaped,
    link,
    marked,
    matrix,
    outside,
    safe_url,
    table,
)  # fmt: skip
from tests.support.dashboard_home import HOSTILE


class Seen(HTMLParser):
    """The elements and attributes that a browser would make of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


TAG = re.compile(r"</?mark[^>]*>")
marks = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["name", "quote"])).map(
        lambda m: TextMark(min(m[:2]), max(m[:2]), m[2], "said <b>")
    ),
    max_size=6,
)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40), marks)
def test_marked_text_is_the_text(text: str, over: list[TextMark]) -> None:
    assert unescape(TAG.sub("", marked(text, over))) == text


@given(st.text(max_size=60))
def test_escaped_text_opens_nothing(text: str) -> None:
    assert not re.search(r"[<>\"']", escaped(text))


def test_overlapping_marks_share_their_piece() -> None:
    html = marked("abcdef", [TextMark(0, 4, "quote", "A"), TextMark(2, 6, "name", "B")])
    assert html == (
        '<mark class="m-quote" title="A">ab</mark><mark class="m-quote m-name" title="A; B">cd</mark>'
        '<mark class="m-name" title="B">ef</mark>'
    )


def test_a_mark_is_an_anchor_once() -> None:
    html = marked("abcdef", [TextMark(1, 5, "quote", id="at1"), TextMark(2, 3, "name", id="at2")])
    assert html.count('id="at1"') == 1
    assert html.count('id="at2"') == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_every_builder_escapes(text: str) -> None:
    made = [
        element("p", text), link(text, text), outside(text, text), marked(text, [TextMark(0, 9, text, text, text)]),
        article(text, [TextMark(0, 5, "name", text)]), matrix(text, text, [Cell(text)], [("a", [Cell(text, text, text, text)])]),
        table(text, [text], [[escaped(text)]]),
    ]  # fmt: skip
    for html in made:
        seen = Seen()
        seen.feed(html)
        assert seen.tags <= {
            "p",
            "a",
            "mark",
            "div",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "small",
            "span",
        }
        assert not {name for name in seen.attributes if name.startswith("on")}


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/b?c=d&e", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
        (None, False),
        ("a.example", False),
    ],
)
def test_only_web_pages_are_linked(url: str | None, safe: bool) -> None:
    assert (safe_url(url) is not None) is safe
    assert ("href" in outside("Source", url)) is safe


def test_a_very_long_article_is_cut_and_says_so() -> None:
    html = article("word " * 60_000, [])
    assert len(html) < MOST_SHOWN + 1_000
    assert "first 200,000 characters of 300,000" in html
