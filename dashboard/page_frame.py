"""Router and frame: the data set, the pages, the selection that all pages share, and the line under each page."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from collectors.dataset.table_writer import INVENTED, SOME_INVENTED
from collectors.errors import ParallaxError
from dashboard import desk_access, desk_frame, embedding, queries, selection
from dashboard.cited_link import MissingData, missing_choices, missing_event, missing_version
from dashboard.context import PageContext
from dashboard.page_registry import BY_NAME, DESK, PAGES, SECTIONS
from dashboard.render import html
from dashboard.render.html import fill, together
from dashboard.selection import BY, OUTLET, SelectionChoices, ViewSelection
from dashboard.translation import PAGE_LANGUAGES, translated
from dashboard.view_contexts import named
from dashboard.views.blocks import entrance, in_page_links, page_foot
from dashboard.views.blocks.drawing import show_html

HERE = Path(__file__).parent
NAME = "Parallax"
#: Runs at which everything loaded so far counts as permanent: the first pages load libraries and data.
SETTLED = (2, 8, 32, 128)
#: What the labels of data sets mean to a reader; any other label is that of a reference data set.
ABOUT = {
    INVENTED: "outlets, articles and most speakers are made up",
    SOME_INVENTED: "outlets that outlets.toml declares as invented do not exist",
}
#: How often an open page looks for a newer data set.
POLL = "60s"


def main() -> None:
    """Run a page once: open the data set, draw the frame, then the page itself."""
    settle()
    st.set_page_config(NAME, page_icon=str(HERE / "icon.svg"), layout="wide")
    show_html(HERE / "style.css")
    first, *others = PAGES
    pages = [st.Page(first.file, title=first.title, default=True)]
    # The first page also has an address of its own, and every page those of earlier versions.
    addresses = [(first, first.name), *((page, name) for page in others for name in (page.name, *page.former))]
    pages += [st.Page(page.file, title=page.title, url_path=name) for page, name in addresses]
    editor = desk_access.current_editor()
    desk = {page.title: page for page in DESK} if editor else {}
    pages += [st.Page(page.file, title=page.title, url_path=page.name) for page in desk.values()]
    page = st.navigation(pages, position="hidden")
    if not entrance.admitted():
        return
    embedding.start()
    brought = selection.arrive()
    if editor and page.title in desk:
        st.set_page_config(f"{page.title} · {NAME}")
        desk_frame.draw(desk[page.title], editor, page.run)
        return
    opened = open_data(brought=brought)
    if opened is None:
        return
    data, events = opened
    name = next(one.name for one in PAGES if one.title == page.title)
    bar = st.container(key="top")
    if not events:
        show_html(
            html.element("p", "This data set holds no event yet. Import articles, then publish again.", "px-note")
        )
        return
    context = frame(bar, name, data, events, brought=brought)
    if isinstance(context, MissingData):
        not_here(context)
        return
    # What tabs, bookmarks and screen readers call the page. It never names an outlet: it may be read blind.
    st.set_page_config(f"{translated(page.title)} · {context.labels.title} · {NAME}")
    st.session_state["here"] = context
    st.session_state["page"] = name
    page.run()
    page_foot.draw(context, BY_NAME[name].title)
    if alone := embedding.finish():
        show_html(alone)
    selection.depart(context.sel)
    in_page_links.follow()


def open_data(*, brought: bool) -> tuple[queries.Data, Mapping[str, str]] | None:
    """Open the data set that the address names, or the newest, and read its events.

    Args:
        brought: whether the reader has just brought a new address, such as a cited link.

    Returns:
        The data set and its events; None where there is none, where it cannot be read, or where the link cites one that
        is
        not here. The page then says so.
    """
    versions = queries.versions()
    published = [*versions, *queries.references()]
    version = selection.address_field("v")
    lost = (
        missing_version(selection.brought(), published, queries.withdrawn(version or ""))
        if brought and published
        else None
    )
    if lost is None and version not in published:
        version = queries.opens_first()
        if version is None:
            nothing_published()
            return None
    if lost is None and version is not None:
        try:
            data = queries.open_version(version)
            events = queries.events(data)
        except ParallaxError as error:  # a damaged file, or a data set of another Parallax
            lost = MissingData(f"Data set {version} cannot be shown: {error}.", {})
        else:
            lost = missing_event(selection.brought(), events) if brought and events else None
            if lost is None:
                return data, events
    if lost is not None:
        not_here(lost)
    return None


@st.cache_resource(show_spinner=False)
def _runs() -> Iterator[int]:
    atexit.register(gc.unfreeze)  # else DuckDB reports all it has as leaked when the server ends
    return count(1)


def settle() -> None:
    """Exclude what is loaded by now from Python's search for cycles, a few times while a server starts.

    Streamlit searches after every run of a page: .12 s through the half a million objects of the libraries alone.
    """
    if next(_runs()) in SETTLED:
        gc.freeze()


def frame(
    bar: st.delta_generator.DeltaGenerator,
    page: str,
    data: queries.Data,
    events: Mapping[str, str],
    *,
    brought: bool,
) -> PageContext | MissingData:
    """Draw masthead, links, notices and the selection bar.

    Args:
        bar: the container to draw in.
        page: the page's name.
        data: the data set.
        events: titles of its events by id.
        brought: whether the reader has just brought a new address.

    Returns:
        What the page is about; or what is missing, where a link that was `brought` asks for something that is not here.
    """
    with bar:
        head = st.container(key="nav")
        noticed = st.container()
        offer(data.version)
        with st.container(key="bar", horizontal=True, vertical_alignment="bottom", gap="small"):
            event = selection.choose_event(events, queries.newest_event(data))
            with noticed:
                notices(data, event)
            labels = queries.event_labels(data, event)
            outlets = named(data, event, queries.outlets(data, event), blind=selection.is_blind())
            spoken = queries.languages(data, event)
            choices = SelectionChoices(
                events, {outlet.id: outlet.name for outlet in outlets.values()}, labels.phases, spoken
            )
            if brought and (lost := missing_choices(selection.brought(), choices)):
                return lost
            chosen = selection.choose(data.version, choices)
    with head:
        show_html(menu(page, chosen))
    grouped = chosen.by != OUTLET and BY_NAME[page].grouped
    context = PageContext(data, chosen, labels, outlets, queries.units(data, event, chosen.by) if grouped else outlets)
    remarks(context, page)
    return context


def menu(here: str, chosen: ViewSelection) -> Markup:
    """Return the links to every page, in sections; on a narrow screen they fold behind the page's title."""
    parts = []
    for section, names in SECTIONS.items():
        items = together(
            fill(
                '<li><a class="px-link" href="{}"{}>{}</a></li>',
                chosen.link("" if name == "overview" else name),
                " aria-current=page" if name == here else "",
                translated(BY_NAME[name].title),
            )
            for name in names
        )
        parts.append(fill('<div class="px-section"><span>{}</span><ul>{}</ul></div>', translated(section), items))
    inside = together(parts)
    editor = desk_access.current_editor() is not None
    desk = html.link(translated("Go to the desk"), f"./{DESK[0].name}") if editor else html.NOTHING
    return fill(
        '<div class="px-head"><div class="px-masthead"><div class="px-aids">{}{}</div>'
        '<span class="px-brand">Parallax</span></div>'
        '<nav class="px-menu px-wide" aria-label="Pages">{}</nav><details class="px-narrowmenu"><summary>{}</summary>'
        '<nav class="px-menu" aria-label="Pages">{}</nav></details></div>',
        tongues(here, chosen),
        desk,
        inside,
        translated(BY_NAME[here].title),
        inside,
    )


def tongues(here: str, chosen: ViewSelection) -> Markup:
    """Return links that show this page in each of the other languages."""
    page = "" if here == "overview" else here
    own = {key: value for key, value in st.session_state.get("view", {}).items() if isinstance(value, str)}
    links = (
        fill(
            '<a class="px-link" lang="{}" href="{}">{}</a> ',
            code,
            replace(chosen, interface=code).link(page, **own),
            name,
        )
        for code, name in PAGE_LANGUAGES.items()
        if code != chosen.interface
    )
    return fill('<span class="px-tongues">{}</span>', together(links))


def notices(data: queries.Data, event: str) -> None:
    """Show what a reader must know before any number: that the data are invented, or a sample without texts."""
    if said := queries.notice_of(data, event):
        about = ABOUT.get(said, "a sample, no measure of coverage")
        label = said[:1].upper() + said[1:]
        show_html(fill('<div class="px-banner" role="note">{}: {}.</div>', label, about))


@st.fragment(run_every=POLL)
def offer(version: str) -> None:
    """Offer a data set that was published after this one; the page never changes to it by itself."""
    newest, references = queries.versions()[:1], queries.references()
    if version in references and newest:
        own = html.link(own_data_name(), f"./?v={newest[0]}")
        show_html(fill('<p class="px-note">This is a reference data set that comes with Parallax. {}</p>', own))
    elif version in references:
        show_html(
            fill(
                '<p class="px-note">This is a reference data set that comes with Parallax; nothing of your own is '
                "published yet. <code>parallax import</code> and <code>parallax publish</code> do that; "
                "<code>parallax demo</code> shows invented articles with their texts.</p>"
            )
        )
    elif newest and newest[0] != version:
        fresh = html.link("Show the newest", f"./?v={newest[0]}")
        show_html(
            fill(
                '<p class="px-note" role="status">This is data set {}; a newer one has been published. {}</p>',
                version,
                fresh,
            )
        )


def own_data_name() -> str:
    """Return the text of the link from the reference data to the home's own data."""
    return "Open the invented demonstration" if queries.shows_demonstration() else "Back to the published data"


def remarks(context: PageContext, page: str) -> None:
    """Show remarks on the rows: how many are left out, that groups do not apply here, that names are hidden."""
    said = []
    if context.hidden:
        said.append(
            f"Rows show the {len(context.shown)} {context.kinds} with most articles of {len(context.units)}. "
            f"Figures are computed over all{'' if context.grouped else '; choose outlets above to see others'}."
        )
    if context.sel.by != OUTLET and context.units is context.outlets and page in SECTIONS["Words"] + SECTIONS["Event"]:
        said.append(f"This page compares outlets; the choice of {BY[context.sel.by].lower()} applies on other pages.")
    for text in said:
        show_html(html.element("p", text, "px-note"))
    if context.sel.blind:
        open_eyes = html.link(
            "Show the names", replace(context.sel, blind=False).link("" if page == "overview" else page)
        )
        show_html(
            fill(
                '<p class="px-note">Blind reading: the outlets’ names are hidden; letters keep their outlet. {}</p>',
                open_eyes,
            )
        )


def not_here(lost: MissingData) -> None:
    """Show what is missing instead of a page, because other figures would pass for the cited ones."""
    show_html(
        fill('<span class="px-brand">Parallax</span>')
        + html.element("h1", "What this link cites is not here", "px-h1")
        + html.element("p", lost.sentence, "px-deck")
    )
    for label, address in lost.offers.items():
        show_html(fill("<p>{}</p>", html.link(label, address)))


def nothing_published() -> None:
    """Show how to import and publish, where there is no data set yet."""
    show_html(
        fill('<span class="px-brand">Parallax</span>')
        + html.element("h1", "No data set has been published yet", "px-h1")
        + fill('<p class="px-deck">Import articles, then publish them:</p>')
    )
    st.code(
        "parallax import articles.jsonl --event ID\nparallax publish\n\nparallax demo   # or look at invented data",
        language=None,
    )
    show_html(html.element("p", f"Looked in {queries.home() / 'datasets'} (PARALLAX_HOME).", "px-note"))
    if desk_access.current_editor():
        show_html(fill("<p>{}</p>", html.link("Or import a file here, at the desk", f"./{DESK[0].name}")))
        in_page_links.follow()
