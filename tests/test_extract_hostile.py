"""Pages made to be slow or to do harm: each ends in an article or a named outcome, and nothing is fetched.

How the time grows with the size is measured by tests/benchmarks/bench_hostile.py, whose shapes these are.
"""

from __future__ import annotations

import copy
import re
import socket
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from collectors.extract import extract
from collectors.extract.page_document import PageDocument, _holds_crowded_tag, document_of
from collectors.extract.readers import _READERS, _without_machinery
from collectors.extract.word_search import any_of
from collectors.model import Article, Grade, OutcomeKind, Page, Unreadable
from tests.benchmarks.bench_hostile import SHAPES

ARTICLE = (Path(__file__).parent / "extract_pages" / "article.html").read_text(encoding="utf-8")
URL = "https://www.harbour-courier.example/politics/2022/09/20/port-council-calls-ballot"

PARAGRAPHS = {
    "cp1251": "Совет портового города проголосовал во вторник за проведение голосования, сообщили чиновники области. ",
    "gb18030": "港口城市议会星期二投票决定举行公民投票，地区政府称这是非法的，居民们正在等待结果。",
    "shift_jis": "港の町の議会は火曜日に住民投票を実施することを決めた。地域の政府はこれを違法だと述べている。",
}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shape_ends_in_an_article_or_a_named_outcome(name: str) -> None:
    found = extract(Page("p", URL, SHAPES[name](8_192).encode()))
    assert isinstance(found, Article | Unreadable)
    if isinstance(found, Unreadable):
        assert found.kind in (OutcomeKind.NOT_AN_ARTICLE, OutcomeKind.UNREADABLE, OutcomeKind.TOO_LARGE)
        assert found.reason


@pytest.mark.parametrize("encoding", sorted(PARAGRAPHS))
def test_an_article_in_another_encoding_than_declared(encoding: str) -> None:
    text = PARAGRAPHS[encoding]
    paragraphs = "".join(f"<p>{text}{n}</p>" for n in range(8))
    html = (
        f'<html><head><meta charset="utf-8"><title>x</title></head><body><article>{paragraphs}</article></body></html>'
    )
    found = extract(Page("p", URL, html.encode(encoding), "text/html; charset=utf-8"))
    assert isinstance(found, Article)
    assert found.text.startswith(text.strip())


def test_a_page_of_ten_megabytes_is_refused_before_it_is_parsed() -> None:
    found = extract(Page("p", URL, b"<p>word</p>" * 950_000))
    assert isinstance(found, Unreadable)
    assert found.kind is OutcomeKind.TOO_LARGE


@pytest.mark.parametrize(
    ("markup", "cut"),
    [
        (ARTICLE[: ARTICLE.index("Residents who") + 60], True),
        (ARTICLE[: ARTICLE.index("</body>")], True),
        (ARTICLE[: ARTICLE.index("</html>")], False),
        (ARTICLE.upper().partition("</BODY>")[0] + "</BODY >", False),
        ("".join(f"<p>{line}" for line in ARTICLE.split("<p>")[1:6]), False),  # never opened one
    ],
)
def test_a_page_that_breaks_off_is_partial(markup: str, cut: bool) -> None:
    document = document_of(Page("p", URL, b""), markup)
    assert isinstance(document, PageDocument)
    assert document.cut is cut
    if cut:
        found = extract(Page("p", URL, markup.encode()))
        assert isinstance(found, Article), found
        assert found.grade is Grade.PARTIAL
        assert any("cut short" in reason for reason in found.grade_reasons)


class _Counting(BaseHTTPRequestHandler):
    """Answers every request and notes its path."""

    def do_GET(self) -> None:
        self.server.paths.append(self.path)  # type: ignore[attr-defined]  # put there by the fixture
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815  the name the base class looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        pass


@pytest.fixture
def site() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Counting)
    server.paths = []  # type: ignore[attr-defined]  # as above
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_nothing_a_page_refers_to_is_fetched(site: HTTPServer) -> None:
    at = f"http://127.0.0.1:{site.server_port}"
    head = (
        f'<!DOCTYPE html SYSTEM "{at}/dtd" [<!ENTITY x SYSTEM "{at}/entity">]><html><head><base href="{at}/base/">'
        f'<meta http-equiv="refresh" content="0; url={at}/refresh"><link rel="stylesheet" href="{at}/css">'
        f'<link rel="canonical" href="{at}/canonical"><meta property="og:image" content="{at}/image">'
        f'<link rel="alternate" type="application/rss+xml" href="{at}/feed"><script src="{at}/script"></script>'
    )
    extra = f'<img src="{at}/img"><iframe src="{at}/frame"></iframe><video src="{at}/video"></video>&x;'
    html = head + ARTICLE.partition("<head>")[2].replace("<article", f"{extra}<article", 1)
    found = extract(Page("p", f"{at}/article", html.encode()))
    assert isinstance(found, Article)
    assert site.paths == []  # type: ignore[attr-defined]  # as above
    with urllib.request.urlopen(f"{at}/control", timeout=10):  # noqa: S310  our own server
        assert site.paths == ["/control"]  # type: ignore[attr-defined]  # the server would have told


def test_the_refusal_of_sockets_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard of test_extract.test_nothing_reaches_for_the_network stops newspaper3k's own way to a page."""
    from newspaper import Article as NewspaperArticle  # noqa: PLC0415  only here, and it takes a second

    asked: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        asked.append("socket")
        raise OSError("no network")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    NewspaperArticle("http://127.0.0.1:9/x").download()
    assert asked


def test_readers_leave_the_page_as_it_is_for_those_after_them() -> None:
    document = document_of(Page("p", URL, b""), ARTICLE)
    assert isinstance(document, PageDocument)
    tree = _without_machinery(document.root)
    before = [(e.tag, e.text, e.tail, dict(e.attrib)) for e in copy.deepcopy(tree).iter()]
    whole = [(e.tag, e.text, e.tail) for e in document.root.iter()]
    assert _READERS[0][1](tree, document.root)
    assert [(e.tag, e.text, e.tail, dict(e.attrib)) for e in tree.iter()] == before
    for _, reader in _READERS[1:]:
        assert reader(_without_machinery(document.root), document.root)
        assert [(e.tag, e.text, e.tail) for e in document.root.iter()] == whole


@pytest.mark.parametrize("before", ["", "x" * 4_999, "<p>" + "y" * 12_345])
@pytest.mark.parametrize(
    ("tag", "crowded"),
    [
        ("<a" + " b=1" * 5_001 + ">", True),
        ("<a" + " b=1" * 5_001, True),  # never closed
        ("<a" + " b=1" * 5_000 + ">", False),
        ("< a" + " b=1" * 5_001 + ">", False),  # no tag but text
        ("<a>" + " b=1" * 5_001, False),
    ],
)
def test_a_crowded_tag_is_seen_wherever_it_stands(before: str, tag: str, crowded: bool) -> None:
    assert _holds_crowded_tag(f"{before}{tag}") is crowded
    assert _holds_crowded_tag(f"{before}{tag}<p>{'z' * 7_000}</p>") is crowded


@pytest.mark.parametrize(
    ("box", "left_out"),
    [
        ("<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>", True),
        ("<footer>Copyright 2001-2022 <a href='/terms'>Terms</a></footer>", True),
        ("<nav><a href='/'>Home</a> 21 September 2022</nav>", False),
        ("<footer>2022/9/21 <a href='/more'>More</a></footer>", False),
        ("<footer><time>now</time> <a href='/more'>More</a></footer>", False),
        ("<nav><p>A paragraph.</p><a href='/'>Home</a></nav>", False),
        ("<article><footer>By <a href='/ann'>Ann Lee</a></footer></article>", False),
    ],
)
def test_menus_are_left_out_unless_an_article_or_its_day_may_stand_there(box: str, left_out: bool) -> None:
    document = document_of(Page("p", URL, b""), f"<html><body><p>Text.</p>{box}</body></html>")
    assert isinstance(document, PageDocument)
    tree = _without_machinery(document.root)
    assert (len(tree.find("body")) == 1) is left_out


@pytest.mark.parametrize(
    ("text", "found"),
    [("a Sidebar-left", True), ("ad", True), ("x ads", True), ("loads", False), ("shadow", False), ("", False)],
)
def test_words_are_found_as_the_pattern_finds_them(text: str, found: bool) -> None:
    assert any_of(r"sidebar|^ads?$|[-_ ]ads?$")(text) is found


@pytest.mark.parametrize(
    "text",
    [
        "Photo by A",
        "PHOTOS  BY A",
        "photoſ by A",
        "B\u0130LD : x",
        "b\u0131ld: x",
        "Comment",
        "comments",
        "comet",
        "by",
    ],
)
def test_alternatives_are_found_as_one_pattern_finds_them(text: str) -> None:
    pattern = r"photos?\s{1,2}by|bild\s?:|comments?\b"
    assert any_of(pattern)(text) is bool(re.search(pattern, text, re.I))
