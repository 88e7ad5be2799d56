"""Router and frame: which data set, the pages, the selection that all of them share, and the line under each.

streamlit run dashboard/app.py        reads PARALLAX_HOME/datasets, writes nothing
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard import markup, queries, selection
from dashboard.selection import COPIES, GRADES, VOICES, Choices, Selection
from dashboard.views import links
from dashboard.views.common import Here

HERE = Path(__file__).parent
VIEWS = {
    "overview": "Overview", "naming": "Naming", "readability": "Readability", "sources": "Sources",
    "articles": "Articles", "method": "Method",
}  # fmt: skip


def main() -> None:
    st.set_page_config("Parallax", page_icon=str(HERE / "icon.svg"), layout="wide")
    st.html(HERE / "style.css")
    pages = {
        name: st.Page(f"views/{name}.py", title=title, url_path=name, default=name == "overview")
        for name, title in VIEWS.items()
    }
    page = st.navigation(list(pages.values()), position="hidden")
    versions = queries.versions()
    if not versions:
        nothing_published()
        return
    selection.arrive()
    version = selection.asked("v")
    data = queries.open_version(version if version in versions else versions[0])
    events = queries.events(data)
    bar = st.container(key="top")
    if not events:
        st.html(
            markup.element("p", "This data set holds no event yet. Import articles, then publish again.", "px-note")
        )
        return
    frame(bar, pages, page, data, events, newest=versions[0])


def frame(
    bar: st.delta_generator.DeltaGenerator,
    pages: Mapping[str, st.Page],
    page: st.Page,
    data: queries.Data,
    events: Mapping[str, str],
    newest: str,
) -> None:
    """Masthead, links, notices and the selection bar; then the page; then the line that says what it shows."""
    with bar:
        head = st.container(key="nav", horizontal=True, wrap=False, vertical_alignment="center", gap="small")
        notices(data, newest)
        with st.container(key="bar", horizontal=True, wrap=False, vertical_alignment="bottom", gap="small"):
            event = selection.choose_event(events)
            found = queries.outlets(data, event)
            story = queries.story(data, event)
            choices = Choices(events, {o.id: o.name for o in found.values()}, story.phases)
            chosen = selection.choose(data.version, choices)
    with head:
        st.html('<span class="px-brand">Parallax</span>', width="content")
        for made in pages.values():
            st.page_link(made, query_params=chosen.query())
    at = Here(data, chosen, story, found)
    st.session_state["here"] = at
    st.session_state["page"] = next(n for n, p in pages.items() if p.title == page.title)
    if at.hidden:
        most = f"Rows show the {len(at.shown)} outlets with most articles of {len(found)}. "
        st.html(
            markup.element("p", most + "Figures are computed over all; choose outlets above to see others.", "px-note")
        )
    page.run()
    st.html(footer(data, chosen, story))
    selection.depart(chosen)
    links.follow()


def notices(data: queries.Data, newest: str) -> None:
    """What a reader must know before any number: invented data, an older version."""
    if data.label:
        label = data.label[:1].upper() + data.label[1:]
        st.html(
            f'<div class="px-banner" role="note">{markup.esc(label)}: outlets, articles and most speakers are made up.'
            "</div>"
        )
    if data.version != newest:
        fresh = markup.link("Show the newest", f"./?v={newest}")
        st.html(
            f'<p class="px-note">This is data set {markup.esc(data.version)}; a newer one has been published. '
            f"{fresh}</p>"
        )


def footer(data: queries.Data, sel: Selection, story: queries.Story) -> str:
    """Which data set, method and selection the page shows."""
    kept = ", ".join([
        "all days" if sel.phase == "all" else story.phases[sel.phase], VOICES[sel.voice].lower(),
        COPIES[sel.copies].lower(), GRADES[sel.grade].lower(),
        "all outlets" if not sel.outlets else f"{len(sel.outlets)} outlets",
    ])  # fmt: skip
    return (
        f'<div class="px-foot" role="contentinfo">Data set <b>{markup.esc(data.version)}</b> · method '
        f"<b>{markup.esc(data.method)}</b> · {markup.esc(story.title)}: {markup.esc(kept)}. The address of this page "
        "is this view; whoever opens it sees the same numbers. Parallax shows differences and gives no verdict.</div>"
    )


def nothing_published() -> None:
    """The first thing a new user may see."""
    st.html(
        '<span class="px-brand">Parallax</span>'
        + markup.element("h1", "No data set has been published yet", "px-h1")
        + '<p class="px-deck">Import articles, then publish them:</p>'
    )
    st.code(
        "parallax import articles.jsonl --event ID\nparallax publish\n\nparallax demo   # or look at invented data",
        language=None,
    )
    st.html(markup.element("p", f"Looked in {queries.home() / 'datasets'} (PARALLAX_HOME).", "px-note"))


main()
