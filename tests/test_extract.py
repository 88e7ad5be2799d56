"""Pages of invented outlets in, articles or named outcomes out."""

from __future__ import annotations

import gzip
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.extract import extract, extract_text_page
from collectors.extract.decode import MAX_BYTES
from collectors.extract.page_document import MAX_TAGS
from collectors.model import Article, Grade, OutcomeKind, Page, Unreadable

PAGES = Path(__file__).parent / "extract_pages"
URL = "https://www.harbour-courier.example/politics/2022/09/20/port-council-calls-ballot"
PARAGRAPH_STARTS = ["The council of", "“We want", "The regional", "Residents who", "Observers from"]


def page(name: str, url: str | None = URL) -> Page:
    return Page(name, url, (PAGES / name).read_bytes(), "text/html; charset=utf-8", "2022-09-21T06:00:00Z")


def article(name: str, url: str | None = URL) -> Article:
    found = extract(page(name, url))
    assert isinstance(found, Article), found
    return found


def refusal(body: bytes | str, url: str | None = URL) -> Unreadable:
    found = extract(Page("p", url, body.encode() if isinstance(body, str) else body))
    assert isinstance(found, Unreadable), found
    return found


def starts(found: Article) -> list[str]:
    return [" ".join(p.split()[:3]) for p in found.text.split("\n\n")]


def test_every_field_of_an_article_and_its_source() -> None:
    found = article("article.html", URL + "?utm_source=feed")
    assert found.title == "Port council calls ballot on joining neighbours"
    assert found.standfirst == "Seven members vote for a ballot that the regional government calls unlawful."
    assert found.authors == ("Ines Calloway", "Peter Holm", "Ruth Aden")
    assert found.published == "2022-09-20T16:05:00+02:00"
    assert (found.language, found.section, found.type, found.url) == ("en", "Politics", "news", URL)
    assert [p.partition(" ")[0] for p in found.text.split("\n\n")] == ["The", "“We", "The", "Residents", "Observers"]
    assert (found.grade, found.grade_reasons) == (Grade.GOOD, ())
    assert found.sources["published"] == "json-ld + meta article:published_time + url; minute; zone stated; confident"
    assert found.sources["url"] == "canonical link"
    assert set(found.sources) >= {"title", "authors", "language", "section", "standfirst", "text", "type"}


def test_furniture_is_left_out() -> None:
    text = article("article.html").text
    for furniture in ("cookies", "newsletter", "Read more", "Ferry service", "Photo:", "All rights", "Calloway"):
        assert furniture not in text
    assert "Seven members vote" not in text


def test_paragraphs_made_of_line_breaks() -> None:
    found = article("breaks.html", None)
    assert len(found.text.split("\n\n")) == 5
    assert (found.published, found.language) == (None, "en")  # the page was fetched before the day that it prints
    assert "Contact" not in found.text


def test_text_repeated_by_the_page_appears_once() -> None:
    found = article("repeated.html")
    assert len(found.text.split("\n\n")) == 5
    assert found.text.count("Tobias Renn") == 1


def test_a_page_behind_a_paywall_is_partial() -> None:
    found = article("paywall.html")
    assert found.grade is Grade.PARTIAL
    assert any("not free to read" in r for r in found.grade_reasons)
    assert any("1450 words" in r for r in found.grade_reasons)


@pytest.mark.parametrize(
    ("place", "grade"),
    [("behind the text", Grade.PARTIAL), ("far behind it", Grade.GOOD), ("above it", Grade.GOOD)],
)
def test_a_wall_where_a_long_text_ends_makes_it_partial(place: str, grade: Grade) -> None:
    wall = "<p>Subscribe to read the full story.</p>"
    paragraphs = [
        f"<p>In district {n} the turnout was {n} per cent, said the official in charge of it, Tobias Renn.</p>"
        for n in range(40)
    ]
    others = "".join(f"<p>Teaser number {n}</p>" for n in range(5))
    parts = {"behind the text": ("", wall), "far behind it": ("", others + wall), "above it": (wall + others, "")}[
        place
    ]
    body = f"<nav>{parts[0]}</nav><article><h1>Turnout by district</h1>{''.join(paragraphs)}</article><div class='promo'>{parts[1]}</div>"
    found = extract(
        Page("p", URL, f"<html><head><title>Turnout by district</title></head><body>{body}</body></html>".encode())
    )
    assert isinstance(found, Article)
    assert len(found.text.split()) > 250
    assert found.grade is grade, found.grade_reasons


def test_text_in_the_state_of_a_script_is_read_and_doubted() -> None:
    found = article("scripted.html")
    assert len(found.text.split("\n\n")) == 5
    assert found.sources["text"] == "page state in a script"
    assert found.grade is Grade.DOUBTFUL


@pytest.mark.parametrize(
    ("name", "url", "kind", "word"),
    [
        ("home.html", "https://www.harbour-courier.example/", OutcomeKind.NOT_AN_ARTICLE, "home page"),
        ("section.html", "https://www.harbour-courier.example/politics/", OutcomeKind.NOT_AN_ARTICLE, "list page"),
        ("error.html", URL, OutcomeKind.NOT_AN_ARTICLE, "error page"),
        ("consent.html", URL, OutcomeKind.NOT_AN_ARTICLE, "consent wall"),
        ("gallery.html", URL, OutcomeKind.NOT_AN_ARTICLE, "gallery"),
        ("scripted_empty.html", URL, OutcomeKind.UNREADABLE, "open it in a browser"),
    ],
)
def test_pages_that_are_no_articles(name: str, url: str, kind: OutcomeKind, word: str) -> None:
    found = extract(page(name, url))
    assert isinstance(found, Unreadable), found
    assert found.kind is kind
    assert word in found.reason


@pytest.mark.parametrize(
    ("body", "kind", "word"),
    [
        (b"", OutcomeKind.UNREADABLE, "empty"),
        (b" \n\t ", OutcomeKind.UNREADABLE, "empty"),
        (b"\x00" * 50, OutcomeKind.UNREADABLE, "empty"),
        (b"%PDF-1.7 \xff\xd8 stream", OutcomeKind.UNREADABLE, "no text"),
        (gzip.compress(b"<p>" + b"word " * 9_000, mtime=0)[:60], OutcomeKind.UNREADABLE, "cut short"),
        (b"\x1f\x8b\x08" + b"rubbish" * 9, OutcomeKind.UNREADABLE, "damaged"),
        (b"a" * (MAX_BYTES + 1), OutcomeKind.TOO_LARGE, "limit"),
        (b"<p>a</p>" * (MAX_TAGS + 1), OutcomeKind.TOO_LARGE, "tags"),
        (b"<div>" * 20_000 + b"text", OutcomeKind.TOO_LARGE, "nested"),
        (b"<b><i>" * 15_000 + b"text", OutcomeKind.TOO_LARGE, "nested"),
        (b"<p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">", OutcomeKind.TOO_LARGE, "attributes"),
        (b"just a line of text without any markup", OutcomeKind.NOT_AN_ARTICLE, "no article text"),
    ],
)
def test_what_cannot_be_a_page(body: bytes, kind: OutcomeKind, word: str) -> None:
    found = refusal(body)
    assert found.kind is kind
    assert word in found.reason


def test_a_page_still_in_gzip_and_with_nul_bytes() -> None:
    body = (PAGES / "article.html").read_bytes().replace(b"council", b"coun\x00cil")
    found = extract(Page("p", URL, gzip.compress(body, mtime=0)))
    assert isinstance(found, Article)
    assert found.text.startswith("The council of Port Saltmarsh")


def test_nothing_reaches_for_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page was read with the network")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    for name in sorted(p.name for p in PAGES.glob("*.html")):
        body = (PAGES / name).read_bytes()
        refresh = (
            b'<head><meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/"><base href="http://127.0.0.1:9/">'
        )
        extract(Page(name, "http://localhost:9/x", body.replace(b"<head>", refresh)))


def test_entities_are_not_expanded_and_files_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    head = (
        f'<!DOCTYPE html [<!ENTITY a "{"x" * 1000}"><!ENTITY b "{"&a;" * 1000}"><!ENTITY s SYSTEM "file://{secret}">]>'
    )
    text = (PAGES / "article.html").read_text(encoding="utf-8").replace("<!DOCTYPE html>", head)
    found = extract(Page("p", URL, text.replace("of Port Saltmarsh", "of &s; &b; Port Saltmarsh").encode()))
    assert isinstance(found, Article)
    assert "hunter2" not in found.text
    assert len(found.text) < 5_000


def test_a_decoded_page_reads_like_its_bytes() -> None:
    html = (PAGES / "article.html").read_text(encoding="utf-8")
    found = extract_text_page("article.html", URL, html, "2022-09-21T06:00:00Z")
    assert found == extract(page("article.html"))


def test_reading_twice_gives_the_same() -> None:
    assert extract(page("article.html")) == extract(page("article.html"))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</div>",
                "<div class='x'>",
                "words and more words. ",
                "<script>",
                "<!--",
                "&#0;",
                "\x00",
                "<br>",
                "<table><td>",
                "é",
                "</body>",
                "<a href=//[>",
            ]
        ),
        max_size=40,
    )
)
def test_no_markup_breaks_the_reader(parts: list[str]) -> None:
    found = extract(Page("p", "https://x.example/a", "".join(parts).encode()))
    assert isinstance(found, Article | Unreadable)
