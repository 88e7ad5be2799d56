"""The same article from Nexis and from the web is one article with two provenances."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.twins import headline_key, same_text
from tests.support.command_line import Run
from tests.support.made_articles import Made, made_articles
from tests.support.made_exports import factiva_xml, nexis_text

WEB = "https://www.bbc.com/news/world-1"


def paper(count: int = 3) -> list[Made]:
    """The invented articles, in an outlet that is declared, with texts of some length."""
    more = tuple(
        f"Paragraph {n} of the article goes on about the valley, the ferry and the council of its bank."
        for n in range(4)
    )
    made = made_articles()[:count]
    return [
        Made(m.title, "BBC News (London)", m.published, m.paragraphs + more, m.author, record=m.record) for m in made
    ]


def web(made: Made, **changes: object) -> bytes:
    values = {
        "id": "w1",
        "url": WEB,
        "outlet": "bbc",
        "title": made.title,
        "published": made.published,
        "text": made.text,
    }
    return json.dumps({**values, **changes}).encode() + b"\n"


def stored(home: Path) -> tuple[int, list[tuple[str, str]]]:
    with Store(f"sqlite:///{home / 'home' / 'store.sqlite'}") as store, store.engine.connect() as connection:
        articles = connection.execute(select(t.articles.c.id, t.articles.c.url)).all()
        revisions = connection.execute(
            select(t.revisions.c.extractor, t.articles.c.id).join(
                t.articles, t.articles.c.article == t.revisions.c.article
            )
        ).all()
    return len(articles), sorted((row.id, row.extractor) for row in revisions)


@pytest.mark.parametrize("first", ["archive", "web"])
def test_one_article_from_two_places(run: Run, tmp_path: Path, first: str) -> None:
    made = paper()
    (tmp_path / "a.TXT").write_bytes(nexis_text(made))
    (tmp_path / "w.jsonl").write_bytes(web(made[0], title=f"‘{made[0].title}’", published="2022-09-22T01:00:00+00:00"))
    order = ["a.TXT", "w.jsonl"] if first == "archive" else ["w.jsonl", "a.TXT"]
    for name in order:
        assert run("import", str(tmp_path / name), "--any-outlet")[0] == 0
    count, revisions = stored(tmp_path)
    assert count == 3
    assert len(revisions) == 4
    (held,) = {name for name, _ in revisions if sum(n == name for n, _ in revisions) == 2}
    assert {e for n, e in revisions if n == held} == {"Nexis", "given"}
    for name in order:  # again: nothing changes
        assert run("import", str(tmp_path / name), "--any-outlet")[0] == 0
    assert stored(tmp_path) == (count, revisions)
    with Store(f"sqlite:///{tmp_path / 'home' / 'store.sqlite'}") as store, store.engine.connect() as connection:
        assert WEB in connection.execute(select(t.articles.c.url)).scalars().all(), "the copy with an address stands"


def test_two_archives_in_one_import(run: Run, tmp_path: Path) -> None:
    made = paper(2)
    (tmp_path / "a.TXT").write_bytes(nexis_text(made))
    (tmp_path / "f.xml").write_bytes(factiva_xml(made))
    assert run("import", str(tmp_path), "--any-outlet")[0] == 0
    assert stored(tmp_path)[0] == 2


def test_others_stay_others(run: Run, tmp_path: Path) -> None:
    made = paper(1)
    (tmp_path / "a.TXT").write_bytes(nexis_text(made))
    other = "Another text of the same headline, about the harvest and the weather in the hills, " * 8
    rows = web(made[0], text=other) + web(made[0], id="w2", url=WEB + "2", published="2022-10-30")
    (tmp_path / "w.jsonl").write_bytes(rows + web(made[0], id="w3", url=WEB + "3", outlet="cnn"))
    assert run("import", str(tmp_path), "--any-outlet")[0] == 0
    assert stored(tmp_path)[0] == 4


def test_what_makes_two_texts_one() -> None:
    text = " ".join(f"word{n}" for n in range(100))
    assert same_text(text, text + " and a correction was appended")
    assert same_text(text, " ".join(text.split()[:40]))
    assert not same_text(text, " ".join(f"other{n}" for n in range(100)))
    assert not same_text("too short", "too short")
    assert headline_key("“Vote – a farce”, says council") == headline_key("Vote: A FARCE, says Council")
