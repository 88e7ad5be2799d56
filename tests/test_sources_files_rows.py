"""Reading rows of JSON Lines and CSV: fields as people write them, and bad rows, each of which is one line."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.metrics import measure
from collectors.metrics.readability import SCORES
from collectors.model import Event, Page
from collectors.sources.files import ImportDefaults
from collectors.sources.files.article_rows import found_in
from collectors.support.extents import holds_full_text
from tests.support.made_files import HTML, NOW, articles, failures, items, jsonl, pages, row


def test_jsonl_of_articles_and_pages(put: Callable[[str, bytes], str]) -> None:
    page = {
        "id": "p1",
        "url": "https://river-courier.example/p1",
        "html": HTML,
        "event": "e1",
        "fetched_at": "2022-09-23",
    }
    path = put("both.jsonl", jsonl(row(1, event="e1", extra={"x": [1]}), "", page))
    found = items(path)
    assert [f.line for f in found] == [1, 3]
    assert articles(found)[0].text == "Text number 1."
    assert pages(found) == [Page("p1", "https://river-courier.example/p1", HTML.encode(), "text/html; charset=utf-8",
                                 "2022-09-23")]  # fmt: skip
    assert found[1].event == "e1"


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.ndjson", "noname", "a.JSONL"])
def test_jsonl_under_any_name(put: Callable[[str, bytes], str], name: str) -> None:
    data = b"\xef\xbb\xbf" + jsonl(row(1), row(2)).replace(b"\n", b"\r\n").rstrip()
    path = put(name, gzip.compress(data, mtime=0) if name.endswith("gz") else data)
    assert [a.id for a in articles(items(path))] == ["a1", "a2"]


def test_standard_input_is_jsonl(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(gzip.compress(jsonl(row(1)), mtime=0)))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert [a.id for a in articles(items("-"))] == ["a1"]
    assert not stdin.closed


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ('{"id": "x", "text": ', "is no JSON"),
        ('[{"id": "x"}]', "the row is no JSON object"),
        ("[" * 100_000, "nested too deep"),
        ('{"id": ' + "9" * 10_000 + "}", "a number too long"),
        ("7", "the row is no JSON object"),
        ({"id": "x"}, "has no `text`"),
        ({"id": "x", "text": "   "}, "has no `text`"),
        ({"id": "x", "url": "https://a.example/1"}, "gives a URL without its text"),
        ({"id": "x", "text": ["a"]}, "`text` is no text"),
        ({"id": "x" * 600, "text": "a"}, "`id` has 600 characters"),
        ({"id": "x", "text": "a", "authors": {"a": 1}}, "`authors` is no list"),
        ({"id": "x", "text": "a" * 1_000_001}, "more than 1,000,000"),
    ],
)
def test_a_bad_row_is_one_line_and_the_rest_goes_on(put: Callable[[str, bytes], str], value: object, what: str) -> None:
    path = put("a.jsonl", jsonl(*(row(n) for n in range(1, 7)), value, row(8)))
    found = items(path)
    assert [a.id for a in articles(found)] == ["a1", "a2", "a3", "a4", "a5", "a6", "a8"]
    assert len(failures(found)) == 1
    assert failures(found)[0].key == f"{path}:7"
    assert what in failures(found)[0].detail
    assert failures(found)[0].remedy


def test_a_row_that_is_no_utf8(put: Callable[[str, bytes], str]) -> None:
    path = put("a.jsonl", jsonl(row(1)) + '{"id": "a2", "text": "голосование"}\n'.encode("cp1251") + jsonl(row(3)))
    found = items(path)
    assert [a.id for a in articles(found)] == ["a1", "a3"]
    assert "not UTF-8 at byte 23 of the line" in failures(found)[0].detail


@pytest.mark.parametrize(
    ("published", "kept", "problem"),
    [
        ("2022-09-23", "2022-09-23", None),
        ("2022-09-23T10:00:00+03:00", "2022-09-23T10:00:00+03:00", None),
        ("2022-09-23T10:00:00Z", "2022-09-23T10:00:00Z", None),
        ("2022-10-20T13:00:00", "2022-10-20T13:00:00", None),
        (None, None, None),
        ("2099-01-01", None, "lies in the future"),
        ("2022-10-20T15:00:00Z", None, "lies in the future"),
        ("23.09.2022", None, "is no ISO 8601 date"),
        ("0001-01-01", None, "before the first newspaper"),
    ],
)
def test_a_wrong_date_is_told_and_the_article_kept_without_it(
    put: Callable[[str, bytes], str], published: str | None, kept: str | None, problem: str | None
) -> None:
    path = put("a.jsonl", jsonl(row(1, published=published)))
    found = items(path)
    assert [a.published for a in articles(found)] == [kept]
    assert [f.key for f in failures(found)] == ([f"{path}:1"] if problem else [])
    assert all(problem is not None and problem in f.detail for f in failures(found))


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"language": "en-US"}, "language", "en"),
        ({"language": "UK"}, "language", "uk"),
        ({"language": "English language"}, "language", None),
        ({"authors": "A. One; B. Two"}, "authors", ("A. One", "B. Two")),
        ({"authors": ["A. One", "", None, 7]}, "authors", ("A. One", "7")),
        ({"id": 7}, "id", "7"),
        ({"id": None, "url": "https://a.example/1"}, "id", "https://a.example/1"),
        ({"title": "  Two\n lines "}, "title", "Two lines"),
        ({"title": "=1+1"}, "title", "=1+1"),
        ({"title": "<script>alert(1)</script>"}, "title", "<script>alert(1)</script>"),
        ({"type": "gallery"}, "type", "news"),
        ({"text": " kept as it is \n"}, "text", " kept as it is \n"),
    ],
)
def test_fields_as_people_write_them(changes: dict[str, object], field: str, value: object) -> None:
    found = list(found_in(row(1, **changes), "f", 1, ImportDefaults(), NOW))
    assert [getattr(a, field) for a in articles(found)] == [value]
    assert not failures(found)


def test_an_id_made_from_the_content_is_the_same_each_time() -> None:
    made = [articles(list(found_in(row(1, id=None), "f", n, ImportDefaults(), NOW)))[0].id for n in (1, 2)]
    assert made[0] == made[1] != articles(list(found_in(row(2, id=None), "f", 1, ImportDefaults(), NOW)))[0].id


def test_an_address_that_is_none_is_left_out_and_told() -> None:
    found = list(found_in(row(1, url="javascript:alert(1)"), "f", 1, ImportDefaults(), NOW))
    assert articles(found)[0].url is None
    assert "is no web address" in failures(found)[0].detail


def test_characters_that_are_no_text_are_taken_out_and_told(put: Callable[[str, bytes], str]) -> None:
    path = put("a.jsonl", b'{"id": "a1", "text": "nul \\u0000 raw \x00 lone \\ud800 pair \\ud83d\\uddf3"}\n')
    found = items(path)
    assert articles(found)[0].text == "nul  raw  lone \ufffd pair \U0001f5f3"
    assert found[0].note == "3 characters that are no text were taken out"
    assert not failures(found)


def test_what_the_user_states_fills_what_rows_leave_open(put: Callable[[str, bytes], str]) -> None:
    path = put("a.jsonl", jsonl(row(1, outlet=None), row(2, language="uk")))
    first, second = articles(items(path, outlet="river-courier", language="en", published="2022-09-23"))
    assert (first.outlet, first.language, first.published) == ("river-courier", "en", "2022-09-23")
    assert second.language == "uk"


# --- CSV


def test_csv_as_spreadsheets_write_it(put: Callable[[str, bytes], str]) -> None:
    text = (
        'ID;Title;Text;Published\r\n1;"Quoted; title";"Two\r\n\r\nparagraphs ""here""";2022-09-23\r\n'
        ";;;\r\n2;Plain;Short row\r\n"
    )
    found = items(put("a.csv", b"\xef\xbb\xbf" + text.encode()))
    first, second = articles(found)
    assert (first.id, first.title, first.text) == ("1", "Quoted; title", 'Two\r\n\r\nparagraphs "here"')
    assert (second.id, second.published) == ("2", None)
    assert [f.line for f in found] == [2, 6]
    assert not failures(found)


def test_csv_rows_that_do_not_fit(put: Callable[[str, bytes], str]) -> None:
    path = put("a.csv", "title,text\nOne,Це текст\nTwo,Sec,ond\nThree,Third\n".encode() + b"\xff,bad\nFour,Fourth\n")
    found = items(path)
    assert [a.title for a in articles(found)] == ["One", "Three", "Four"]
    assert [f.key for f in failures(found)] == [f"{path}:3", f"{path}:5"]


@pytest.mark.parametrize("limit", [300, 1_000_000])
def test_a_quotation_mark_that_is_never_closed_costs_one_row(
    put: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr("collectors.sources.files.csv_rows.MAX_TEXT", limit)
    rows = b"".join(b'Title %d,"Text, %d"\n' % (n, n) for n in range(100))
    path = put("b.csv", b'title,text\nOne,"First"\nTwo,"never closed\n' + rows)
    found = items(path)
    assert [a.title for a in articles(found)] == ["One", *(f"Title {n}" for n in range(100))]
    assert [f.key for f in failures(found)] == [f"{path}:3"]
    assert "close every quotation mark" in failures(found)[0].remedy
    hostile = put("c.csv", b"title,text\n" + b'x,"y"z\n' * 500)
    assert len(items(hostile)) < 60


def test_csv_of_pages(put: Callable[[str, bytes], str]) -> None:
    path = put("a.csv", b'url,html\nhttps://a.example/1,"<p>x</p>"\n')
    assert [p.body for p in pages(items(path))] == [b"<p>x</p>"]


# --- anything at all

json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20), lambda v: st.lists(v, max_size=3), max_leaves=5
)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "url", "outlet", "title", "authors", "published", "language", "text", "html", "event", "type"]
        ),
        json_values,
    )
)
def test_no_row_raises_and_each_ends_somewhere(values: dict[str, object]) -> None:
    assert list(found_in(values, "f", 1, ImportDefaults(), NOW))


def test_a_row_may_say_how_much_of_the_article_it_holds() -> None:
    lead, full, odd = (
        articles(list(found_in(row(1, extent=extent), "f", 1, ImportDefaults(), NOW)))[0]
        for extent in ("headline_and_lead", "full", "half")
    )
    assert lead.sources == {"extent": "headline_and_lead"}
    assert lead.grade_reasons == ("the row holds headline and lead only",)
    assert not holds_full_text(lead)
    assert (full.sources, full.grade_reasons) == ({}, ())
    assert holds_full_text(odd)
    found = list(found_in(row(1, extent="half"), "f", 1, ImportDefaults(), NOW))
    assert "extent 'half' is unknown" in failures(found)[0].detail


def test_readability_leaves_out_what_is_no_full_text() -> None:
    text = "The vote opens in four regions on Friday, officials said in the capital of the region. " * 12
    full = replace(articles(list(found_in(row(1), "f", 1, ImportDefaults(), NOW)))[0], text=text, language="en")
    event = Event("e", "Vote", date(2022, 9, 16), date(2022, 10, 20))
    lead = replace(full, sources={"extent": "headline_and_lead"})
    names = {m.metric for m in measure(full, event).measures} - {m.metric for m in measure(lead, event).measures}
    assert names & set(SCORES)
    assert not {m.metric for m in measure(lead, event).measures} & set(SCORES)
