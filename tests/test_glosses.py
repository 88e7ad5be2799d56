"""A marked name says in English what it means, in articles and in the sentences behind a figure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from dashboard.context import PageContext
from dashboard.queries import EvidenceSentence
from dashboard.render.html import marked
from dashboard.views.blocks import marked_text, page_blocks

LABELS = SimpleNamespace(
    concepts={"vote": "The vote"},
    variants={"vote": {"farce": "farce", "sham": "sham"}},
    glosses={"vote": {"farce": "a parody <of> a vote"}},
)


def context_of() -> PageContext:
    made = SimpleNamespace(
        labels=LABELS,
        hide=str,
        name=str,
        colour=lambda _outlet: "#000",
        sel=SimpleNamespace(link=lambda _page, **_fields: "/articles"),
    )
    return cast(PageContext, made)


def test_a_name_in_an_article_has_its_gloss() -> None:
    row: dict[str, Any] = {"concept": "vote", "variant": "farce", "start": 0, "end": 4, "place": "body"}
    mark = marked_text.mention(context_of(), row)
    assert mark.said == "The vote: farce (a parody <of> a vote)"
    assert 'title="The vote: farce (a parody &lt;of&gt; a vote)"' in str(marked("фарс", [mark]))
    assert marked_text.mention(context_of(), row | {"variant": "sham"}).said == "The vote: sham"


def test_the_sentences_behind_a_figure_have_it_too() -> None:
    sentence = EvidenceSentence(
        article="a", outlet="outlet", title="T", day=None, voice="own", place="lead", text="Це фарс", marks=((3, 7),)
    )
    shown = str(page_blocks.quote(context_of(), sentence, "a parody").sentence)
    assert 'title="a parody"' in shown
    assert "фарс</mark>" in shown
