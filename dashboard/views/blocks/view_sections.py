"""A saved view as a section of a report: its comment, its figures with a chart, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urljoin

import streamlit as st
from markupsafe import Markup

from collectors.errors import ParallaxError
from dashboard import citation, queries
from dashboard.context import PageContext
from dashboard.labels import SCORES
from dashboard.page_registry import BY_NAME
from dashboard.render import html
from dashboard.render.charts import SCORE, SHARE
from dashboard.render.html import fill, together
from dashboard.report_file import Section
from dashboard.selection import ALL
from dashboard.view_contexts import context_of
from dashboard.views.blocks import report_sections


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
    elif page == "overview":
        made = [report_sections.largest_differences(context)]
    else:
        phrase = fields.get("phrase", "")
        what = f"the search for “{phrase}”" if page == "search" and phrase else "this page"
        made = [Section(page, html.element("p", f"No figure of {what} is drawn here: its link shows them.", "px-deck"))]
    return made or [report_sections.largest_differences(context)]


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
