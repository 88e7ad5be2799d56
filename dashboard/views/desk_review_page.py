"""The desk's review queue: articles that the rule is not sure of, decided by people with a reason, and taken back."""

from __future__ import annotations

import streamlit as st

from collectors.config import Settings
from collectors.desk import review_decisions
from collectors.desk.review_decisions import WaitingArticle
from collectors.model import Override
from dashboard.desk_access import current_editor, desk_settings
from dashboard.render import html
from dashboard.render.html import fill
from dashboard.views.blocks import desk_blocks, page_blocks
from dashboard.views.blocks.drawing import show_html

SIZE = 8  # articles on one page


def page() -> None:
    """Draw the page."""
    if current_editor() is None:
        return
    settings = desk_settings()
    page_blocks.title(
        "Review", "Articles that the rule is not sure of. A decision wins over the rule from the next analysis on."
    )
    desk_blocks.said()
    event = desk_blocks.choose_event(desk_blocks.own_first(settings, desk_blocks.catalogue(settings)), "review_event")
    if not event:
        return
    count, shown = review_decisions.waiting(settings, event, SIZE)
    waits = "waits" if count == 1 else "wait"
    page_blocks.heading(
        f"{page_blocks.many(count, 'article')} {waits}", "Those with most points come first." * bool(count)
    )
    if not count:
        page_blocks.note("None waits. What was imported after the last analysis is not judged yet.")
    for one in shown:
        waiting(settings, event, one)
    decided(settings, event)


def waiting(settings: Settings, event: str, one: WaitingArticle) -> None:
    """Draw an article that waits, with the buttons that decide."""
    article = one.article
    facts = f"{article.outlet or 'unknown source'}, {(article.published or 'undated')[:10]}, {article.score:g} points"
    with st.container(key=f"review_{article.id}"):
        show_html(
            fill(
                '<div class="px-doubt"><b dir="auto">{}</b><div class="px-source">{} · {}</div>'
                '<p class="px-note" dir="auto">{} …</p><p class="px-note">{}</p></div>',
                article.title or "Untitled",
                facts,
                html.outside("the page", article.url) if article.url else "no address",
                one.beginning,
                article.reason,
            )
        )
        why = st.text_input("Reason", key=f"why_{article.id}", max_chars=200, width=520)

        def decide(include: bool) -> None:
            reason = str(st.session_state.get(f"why_{article.id}", why))
            decision = Override(article.id, include, reason, desk_blocks.editor())
            word = "Included" if include else "Excluded"
            desk_blocks.attempt(
                lambda: review_decisions.decide(settings, event, decision), f"{word}: {article.title or article.id}"
            )

        with st.container(horizontal=True, gap="small"):
            st.button("Include", key=f"include_{article.id}", on_click=decide, args=(True,))
            st.button("Exclude", key=f"exclude_{article.id}", on_click=decide, args=(False,))


def decided(settings: Settings, event: str) -> None:
    """Draw the decisions made at the desk, each with the button that takes it back."""
    made = review_decisions.decisions(settings, event)
    page_blocks.heading(f"{page_blocks.many(len(made), 'decision')} at the desk")
    titles = review_decisions.headlines(settings, event, [one.article for one in made[:40]]) if made else {}
    for number, one in enumerate(made[:40]):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"decided_{number}"):
            word = "Included" if one.include else "Excluded"
            show_html(
                fill(
                    '<p class="px-note"><b>{}</b>: {} · {} ({})</p>',
                    word,
                    titles.get(one.article, one.article),
                    one.reason,
                    one.by,
                ),
                width="content",
            )

            def undo(article: str = one.article) -> None:
                desk_blocks.attempt(
                    lambda: review_decisions.undo(settings, event, article, desk_blocks.editor()),
                    f"Taken back: {article}",
                )

            st.button("Undo", key=f"undo_{number}", on_click=undo)


page()
