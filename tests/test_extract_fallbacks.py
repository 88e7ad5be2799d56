"""What a reader read is never refused; what only data for machines hold is given as doubtful."""

from __future__ import annotations

import json

import numpy as np
import pytest

from collectors.extract import extract_text_page
from collectors.extract.address_parts import parts_of
from collectors.extract.block_vote import lists_together
from collectors.extract.blocks import blocks_of
from collectors.extract.page_document import parse
from collectors.model import Article, Grade, Unreadable

URL = "https://harbour-courier.example/world/2022/officials-announce-vote"
SENTENCES = [
    "The regional administration said on Tuesday that the referendum would be held over five days in all districts.",
    "Observers from several countries doubted that the vote could be free while fighting went on near the stations.",
    "The foreign minister told reporters that her government would never recognise the outcome of what she called a sham.",
    "Residents who spoke by telephone said that officials went from door to door with transparent ballot boxes.",
    "The central bank kept its rate unchanged, and the currency fell by two per cent in afternoon trading.",
    "A spokeswoman for the electoral commission said that all of the ballots would be counted by hand on Tuesday.",
    "Several shops in the centre of the town stayed closed, and buses did not run to the villages on the river.",
]
PARAGRAPHS = "".join(f"<p>{s}</p>" for s in SENTENCES)
HEAD = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Officials announce a vote</title>{}</head>"
MENU = '<header><nav><a href="/">Home</a> <a href="/w">World</a></nav></header>'


def read(body: str, head: str = "", url: str | None = URL) -> Article | Unreadable:
    return extract_text_page("p", url, f"{HEAD.format(head)}{body}</html>")


def article(body: str, head: str = "", url: str | None = URL) -> Article:
    found = read(body, head, url)
    assert isinstance(found, Article), found
    return found


def json_ld(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Officials announce a vote", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


NEXT = json.dumps({"props": {"related": [{"t": "Read this"}], "body": [{"type": "p", "text": s} for s in SENTENCES]}})
MARKUP_STATE = json.dumps({"page": {"html": PARAGRAPHS}})


@pytest.mark.parametrize(
    ("body", "head", "source"),
    [
        (f"<body>{MENU}<noscript><article>{PARAGRAPHS}</article></noscript></body>", "", "the page without scripts"),
        (f"<body>{MENU}<template><div>{PARAGRAPHS}</div></template></body>", "", "the page without scripts"),
        (f'<body>{MENU}<script id="__NEXT_DATA__" type="application/json">{NEXT}</script></body>', "", "page state in a script"),
        (f"<body>{MENU}<script>window.__STATE__ = {MARKUP_STATE};</script></body>", "", "page state in a script"),
        (f"<body>{MENU}</body>", json_ld(articleBody=" ".join(SENTENCES)), "json-ld articleBody"),
    ],
    ids=["noscript", "template", "strings", "markup", "json-ld"],
)  # fmt: skip
def test_text_that_no_two_readers_saw_is_given_as_doubtful(body: str, head: str, source: str) -> None:
    found = article(body, head)
    assert all(sentence in found.text for sentence in SENTENCES)
    assert "Read this" not in found.text
    assert found.grade is Grade.DOUBTFUL
    assert found.sources["text"] == source
    assert any(source in reason for reason in found.grade_reasons)


def test_a_full_article_body_replaces_the_beginning_that_the_page_shows() -> None:
    body = f"<body>{MENU}<main><article><h1>Officials announce a vote</h1><p>{SENTENCES[0]} {SENTENCES[1]}</p></article></main></body>"
    found = article(body, json_ld(articleBody="\n".join(SENTENCES * 2)))
    assert SENTENCES[-1] in found.text
    assert found.sources["text"].startswith("json-ld articleBody")
    assert article(body, json_ld(articleBody="Another text altogether. " * 60)).text.startswith(SENTENCES[0])


@pytest.mark.parametrize(
    "body",
    [
        f"<body>{MENU}</body><div><article>{PARAGRAPHS}</article></div>",
        f"<body>{MENU}</body><body><article>{PARAGRAPHS}</article></body>",
        f"<body>{MENU}<!-- advertisement <main><article>{PARAGRAPHS}</article></main></body>",
    ],
    ids=["behind body", "second body", "open comment"],
)
def test_text_in_odd_places_counts(body: str) -> None:
    assert all(sentence in article(body).text for sentence in SENTENCES)


@pytest.mark.parametrize("link", ["http://[harbour", "https://harbour.example:port/x", "//[::1", "http://"])
def test_a_malformed_canonical_link_costs_no_article(link: str) -> None:
    head = f'<link rel="canonical" href="{link}"><meta property="og:url" content="{link}">'
    assert article(f"<body>{MENU}<article>{PARAGRAPHS}</article></body>", head).url == URL
    assert isinstance(read(f"<body><article>{PARAGRAPHS}</article></body>", url=link), Article)
    assert parts_of("http://[harbour").path == ""


def test_a_rule_about_lists_cannot_overrule_readers_that_agree() -> None:
    links = "".join(
        f'<li><a href="/n/{n}">The council of town {n} meets again after the winter break</a></li>' for n in range(90)
    )
    page = f"<body>{MENU}<article>{PARAGRAPHS}</article><aside><ul>{links}</ul></aside></body>"
    assert all(sentence in article(page).text for sentence in SENTENCES)
    assert isinstance(read(f"<body>{MENU}<ul>{links}</ul></body>"), Unreadable)


def test_short_news_that_call_themselves_an_article_are_doubtful_not_refused() -> None:
    body = f"<body>{MENU}<article><h1>Officials announce a vote</h1><p>{SENTENCES[0]}</p></article></body>"
    found = article(body, json_ld())
    assert found.text == SENTENCES[0]
    assert found.grade is not Grade.GOOD


def test_items_of_one_list_are_kept_or_dropped_together() -> None:
    root = parse(
        "<body><p>One.</p><ul><li>short</li><li>a much longer item</li></ul><ul class=b><li>x</li></ul></body>"
    )
    assert root is not None
    blocks = blocks_of(root)
    shared = lists_together(blocks, np.array([0.9, 0.2, 0.8, 0.1]))
    assert shared[0] == 0.9
    assert shared[1] == shared[2]
    assert 0.6 < shared[1] < 0.8
    assert shared[3] == 0.1


def test_an_article_that_the_page_appends_is_another_one() -> None:
    other = "".join(
        f"<p>Storm paragraph {n}: the wind took roofs and trees along the whole coast on Monday.</p>" for n in range(6)
    )
    page = (
        f"<body>{MENU}<main><article><h1>Officials announce a vote</h1>{PARAGRAPHS}</article>"
        f"<article><h1>A storm on the coast</h1>{other}</article></main></body>"
    )
    found = article(page)
    assert all(sentence in found.text for sentence in SENTENCES)
    assert "Storm paragraph" not in found.text


def test_the_paragraphs_of_a_script_that_assigns_or_streams_them() -> None:
    sentences = [
        f"The district council of place {number} said on Tuesday that the vote would be held over several days."
        for number in range(8)
    ]
    elements = ",".join(f'["$","p",null,{{"children":{json.dumps(sentence)}}}]' for sentence in sentences)
    streamed = f"self.__next_f.push([1,{json.dumps('5:[' + elements + ']')}])"
    assigned = "window.F=window.F||{};F.content=" + json.dumps({"elements": [{"content": text} for text in sentences]})
    for script in (streamed, assigned, f"var a = [broken; {assigned}"):
        found = extract_text_page(
            "p", "https://courier.example/vote", f"<html><body><h1>A vote</h1><script>{script}</script></body></html>"
        )
        assert isinstance(found, Article), script[:40]
        assert all(sentence in found.text for sentence in sentences)
