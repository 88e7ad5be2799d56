"""A saved view as a section of a report: its comment, its figures with a chart, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urljoin

import streamlit as st
from markupsafe import Markup

from collectors.dataset.search_phrase import phrase_of
from collectors.errors import ParallaxError
from dashboard import citation, queries
from dashboard.context import PageContext
from dashboard.labels import SCORES
from dashboard.page_registry import BY_NAME
from dashboard.render import html
from dashboard.render.charts import SCORE, SHARE
from dashboard.render.html import escaped, fill, together
from dashboard.report_file import Section
from dashboard.selection import ALL
from dashboard.view_contexts import context_of
from dashboard.views.blocks import phrase_table, report_sections, search_languages


def section_of(name: str, comment: str, page: str, query: str) -> Section:
    """Return a saved view as a section of a report.

    Args:
        name: What the view is called.
        comment: What its editor says of it; lines are paragraphs.
        page: The page's word in addresses.
        query: Its query string.

    Returns:
        The section. A view whose data set is gone says so, because other figures would pass for it.
    """
    fields = dict(parse_qsl(query))
    said = [html.element("p", line) for line in comment.splitlines() if line.strip()]
    try:
        context = context_of(page, fields)
        parts = [section.body for section in figures_of(context, page, fields)]
        notes = [html.element("p", source_of(context, page), "px-note")]
    except ParallaxError as error:
        parts, notes = [], [html.element("p", f"What this view shows is not here: {error}.", "px-note")]
    return Section(name, together([*said, *parts, *notes, way_back(page, query)]))


def way_back(page: str, query: str) -> Markup:
    """Return a line with the address of a view, which a reader of the report can open.

    Args:
        page: The page's word in addresses.
        query: Its query string.
    """
    address = urljoin(st.context.url or "http://localhost/", f"./{page}?{query}")
    return fill('<p class="px-note px-address">This view: {}</p>', html.outside(address, address))


def figures_of(context: PageContext, page: str, fields: Mapping[str, str]) -> list[Section]:
    """Return what a report shows of a page: tables with a chart, or the largest differences, or that it has neither."""
    if page == "naming":
        concept = fields.get("concept", "")
        concept = concept if concept in context.labels.concepts else next(iter(context.labels.concepts), "")
        place = fields.get("place", ALL)
        place = place if place in ("headline", "lead", "body") else ALL
        rows = queries.naming(context.data, context.own_first, place, only=(f"naming:{concept}",), units=context.ids)
        variants = context.labels.variants.get(concept, {})
        made = report_sections.shares(context, rows, f"naming:{concept}", concept, variants)
    elif page == "sources":
        rows = queries.sources(context.data, context.sel, only=report_sections.SOURCES, units=context.ids)
        made = report_sections.shares(context, rows, "sources:side", "By side", context.labels.sides)
        quoted = [row for row in rows if row.metric == "sources:quoted_words"]
        made += report_sections.single(context, quoted, "Words given to speakers", "", SHARE)
    elif page == "readability":
        score = fields.get("score", "")
        name = SCORES[score][0] if score in SCORES else ""
        rows = queries.readability(context.data, context.sel, only=(f"readability:{score}",), units=context.ids)
        made = report_sections.single(context, rows, name, "", SCORE) if name else report_sections.score(context)
    elif page in ("", "overview"):  # the address of the first page may leave its name out
        made = [report_sections.largest_differences(context)]
    elif page == "search":
        made = searched_for(context, fields)
    else:
        made = [not_drawn("this page")]
    return made or [report_sections.largest_differences(context)]


def searched_for(context: PageContext, fields: Mapping[str, str]) -> list[Section]:
    """Return the share of each outlet's articles that hold a phrase, or that they cannot be searched for it."""
    typed = fields.get("phrase", "")
    phrase = phrase_of(typed, fields.get("place") or ALL)
    searched = search_languages.in_script(context, typed)
    lines = queries.concordance(context.data, searched, phrase) if phrase else None
    if phrase is None or lines is None:
        return [not_drawn(f"the search for “{typed}”" if typed else "this page")]
    exact = queries.phrase_counts(context.data, searched, phrase) if lines.drawn else None
    shown = exact if isinstance(exact, tuple) else lines.counts
    if not shown:
        return [not_drawn(f"the search for “{typed}”")]
    table = phrase_table.shares(context, searched, shown, lambda one: escaped(f"{one.articles:,}"), whole=lines.whole)
    partly = f" Counted in {lines.drawn:,} articles drawn by chance." if lines.drawn and shown is lines.counts else ""
    return [Section("search", together((html.element("p", f"Searched for “{typed}”.{partly}", "px-deck"), table)))]


def not_drawn(what: str) -> Section:
    """Return the section of a view without figures that a report could hold."""
    return Section("", html.element("p", f"No figure of {what} is drawn here: its link shows them.", "px-deck"))


def source_of(context: PageContext, page: str) -> str:
    """Return the line under a view: page, selection in words, data set and method."""
    names = {outlet.id: outlet.name for outlet in context.outlets.values()}
    languages = queries.languages(context.data, context.sel.event)
    here = BY_NAME.get(page or "overview", BY_NAME["overview"])
    shown = citation.described(
        context.sel, context.labels.phases, names, languages, own_words=here.name in ("overview", "naming")
    )
    title = here.title
    label = f" {context.label}." if context.label else ""
    return (
        f"{title}: {context.labels.title} ({shown}). Parallax, data set {context.data.version}, method "
        f"{context.data.method}.{label}"
    )
