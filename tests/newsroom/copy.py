"""What the invented newsroom publishes: articles, feeds and sitemaps."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORDS = [
    "river",
    "valley",
    "council",
    "vote",
    "ballot",
    "morning",
    "officials",
    "residents",
    "soldiers",
    "station",
    "region",
    "border",
    "commission",
    "evening",
    "hospital",
    "bridge",
    "market",
    "winter",
    "school",
    "factory",
    "harbour",
    "radio",
    "witness",
    "lawyer",
    "teacher",
    "farmer",
    "engineer",
    "minister",
    "paper",
    "count",
    "result",
    "protest",
    "queue",
    "door",
    "street",
    "window",
    "letter",
    "promise",
    "question",
    "answer",
    "silence",
    "minute",
    "village",
    "capital",
]
_VERBS = [
    "said",
    "opened",
    "closed",
    "reported",
    "described",
    "counted",
    "followed",
    "reached",
    "crossed",
    "watched",
    "prepared",
    "delayed",
]


@dataclass(frozen=True, slots=True)
class Story:
    """An article: what a feed says about it."""

    path: str
    title: str
    published: str = "2022-09-24T08:00:00Z"


def story(number: int, path: str | None = None) -> Story:
    """The story with a number."""
    return Story(path or f"/2022/09/24/story-{number}-vote", f"Sham vote opens in district {number}")


def article_html(number: int, edition: int = 1, paragraphs: int = 7) -> bytes:
    """A page about the vote, another text for each number and edition."""
    chance = random.Random(number * 1_000 + edition)
    one = story(number)
    body = "".join(f"<p>{_paragraph(chance, i)}</p>\n" for i in range(paragraphs))
    head = "Sham vote" if edition == 1 else f"Sham vote, edition {edition},"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{head} opens in district {number}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{head} opens in district {number}">'
        f'<meta property="article:published_time" content="{one.published}"></head><body>'
        f'<nav><a href="/">Home</a> <a href="/world">World</a></nav>'
        f"<article><h1>{head} opens in district {number}</h1>\n{body}</article>"
        f"<footer><p>River Courier, invented for tests.</p></footer></body></html>"
    ).encode()


def _paragraph(chance: random.Random, place: int) -> str:
    sentences = (
        ["Officials in the occupied districts opened a vote that the capital calls a sham."] if place == 0 else []
    )
    for _ in range(4):
        words = chance.choices(_WORDS, k=12)
        sentences.append(
            f"The {words[0]} {chance.choice(_VERBS)} the {' and the '.join(words[1:5])} near the {words[5]}."
        )
    return " ".join(sentences)


def rss(base: str, stories: Iterable[Story], title: str = "River Courier") -> bytes:
    """An RSS feed."""
    items = "".join(
        f"<item><title>{s.title}</title><link>{base}{s.path}</link><pubDate>Sat, 24 Sep 2022 08:00:00 GMT</pubDate></item>"
        for s in stories
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


def sitemap(base: str, stories: Sequence[Story]) -> bytes:
    """A sitemap."""
    urls = "".join(f"<url><loc>{base}{s.path}</loc><lastmod>2022-09-24</lastmod></url>" for s in stories)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()
