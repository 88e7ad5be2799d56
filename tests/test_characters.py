"""The gate for characters: one form for each, none without a shape, and offsets that lead back."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.cli.row_offsets import in_given_text
from collectors.extract import extract_text_page
from collectors.model import Article
from collectors.pipeline import writable
from collectors.support.characters import admit, given_offsets
from tests.support.command_line import Run

ODD = "\xad\u200b\u200d\u2060\ufeff\u0301\u0306\u0308\x00\x07\x92\u2028\ud800\u1161\u11a8\u0958\u212b"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.sampled_from("aeиI ᄀé.\n"), st.characters()), max_size=40)


@pytest.mark.parametrize(
    ("given_text", "admitted"),
    [
        ("Schein\xadreferen\xaddum", "Scheinreferendum"),
        ("zero\u200bwidth\u2060joined\ufeff", "zerowidthjoined"),
        ("Кии\u0306в", "Кийв"),
        ("Tues\x00day\x07", "Tuesday"),
        ("don\x92t", "don’t"),
        ("one\u2028two\x0cthree", "one\ntwo\nthree"),
        ("lone \ud800", "lone \ufffd"),
        ("\u200fעברית\u200e", "עברית"),
        ("a\xa0b\tc\r\nd", "a\xa0b\tc\r\nd"),
    ],
)
def test_what_enters_has_one_form(given_text: str, admitted: str) -> None:
    assert admit(given_text) == admitted


def test_plain_text_is_the_same_object() -> None:
    text = "The vote was called a “sham” in Kyїv.".replace("ї", "i") * 3
    assert admit(text) is text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_admitting_twice_changes_nothing_and_every_offset_leads_back(text: str) -> None:
    admitted = admit(text)
    assert admit(admitted) == admitted
    assert unicodedata.is_normalized("NFC", admitted)
    offsets = given_offsets(text)
    assert len(offsets.starts) == len(admitted)
    for start in range(len(admitted)):
        begin, end = offsets.span(start, len(admitted))
        assert 0 <= begin < end <= len(text)
        assert admit(text[begin:end]).endswith(admitted[start:]) or len(admit(text[begin:end])) >= len(admitted) - start


def test_offsets_of_a_stream_are_into_the_text_as_it_was_given() -> None:
    given_text = "Er nannte es ein „Schein\xadreferen\xaddum“, sagte sie."
    row = {
        "id": "a",
        "quotes": [{"speaker": None, "content": [[17, 35]], "cue": [37, 42], "speaker_name": "x"}],
        "mentions": [{"start": 18, "end": 34, "place": "body"}, {"start": 3, "end": 9, "place": "headline"}],
    }
    made: dict[str, Any] = in_given_text(row, given_text)
    admitted = admit(given_text)
    assert admitted[17:35] == "„Scheinreferendum“"
    (quote,) = made["quotes"]
    assert [given_text[a:b] for a, b in quote["content"]] == ["„Schein\xadreferen\xaddum“"]
    assert given_text[slice(*quote["cue"])] == "sagte"
    first, second = made["mentions"]
    assert given_text[first["start"] : first["end"]] == "Schein\xadreferen\xaddum"
    assert (second["start"], second["end"]) == (3, 9)


def test_the_quotes_command_answers_in_offsets_of_its_input(run: Run, tmp_path: Path) -> None:
    text = "The gover\xadnor said: “This is a sh\xadam and no\u200b vote at all.” He went home after the mee\xadting."
    source = tmp_path / "articles.jsonl"
    source.write_text(json.dumps({"id": "a", "text": text, "language": "en"}) + "\n", encoding="utf-8")
    status, out, _ = run("quotes", str(source))
    assert status == 0
    (quote,) = json.loads(out)["quotes"]
    assert "sh\xadam and no\u200b vote" in "".join(text[a:b] for a, b in quote["content"])


PARAGRAPH = "<p>Die Verwaltung k&uuml;ndigte ein Schein&shy;referen\xaddum an, das f&#252;nf Tage dauern soll{}.</p>"


def test_a_page_loses_its_soft_hyphens_and_is_no_worse_for_it() -> None:
    body = "".join(PARAGRAPH.format(f", sagte der {n}. Sprecher am Diens&#173;tag") for n in range(8))
    page = (
        f"<html lang=de><head><title>Schein&shy;referendum</title></head><body><article>{body}</article></body></html>"
    )
    article = extract_text_page("p", "https://example.org/a/b", page)
    assert isinstance(article, Article)
    assert article.text.count("Scheinreferendum") == 8
    assert article.text.count("Dienstag") == 8
    assert article.title == "Scheinreferendum"
    assert article.grade.value == "good"


def test_what_a_row_brings_in_escapes_is_admitted_before_it_is_stored() -> None:
    article = Article("a", None, None, "Schein\xadwahl", ("Ann\u200b Berg",), None, "de", "Text", section="Po\xadlitik")
    kept = writable(article)
    assert (kept.title, kept.authors, kept.section) == ("Scheinwahl", ("Ann Berg",), "Politik")
    assert writable(kept) is kept
