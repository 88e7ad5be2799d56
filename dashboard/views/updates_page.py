"""What is new: articles, revisions and figures that moved since an earlier data set, and the feeds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from collectors.compare import page_of
from collectors.support.plurals import many
from collectors.updates.update_words import figure_name, figure_value, headline, method_note
from collectors.updates.version_difference import EventDifference, MovedFigure
from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.render import html
from dashboard.render.html import escaped, fill
from dashboard.selection import pick
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

SHOWN = 40  # articles of each kind, and figures
_PAGES = {"families": "naming", "devices": "framing_devices"}  # family of figures -> the page that shows it


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "What is new", "Articles, revisions and figures that moved since an earlier data set, whatever is chosen above."
    )
    feeds(context)
    since = _since(context)
    if since is None:
        page_blocks.note("This is the first data set here: there is none before it to compare it with.")
        return
    found = queries.updates(context.data, since)
    if found is None:
        page_blocks.note(
            f"Data set {since} cannot be compared with this one here: it is too large or of another Parallax. "
            f"`parallax changes --since {since}` may take longer."
        )
        return
    note = method_note(found)
    if note:
        show_html(html.element("p", note, "px-note"))
    event = next((one for one in found.events if one.event == context.sel.event), None)
    if event is None or event.nothing:
        page_blocks.note(f"Nothing is new in this event since data set {since}.")
        return
    page_blocks.heading(page_blocks.capital(headline(event)), f"Data set {found.version} beside {since}.")
    articles(context, "New articles", event.added_ids, event.added)
    articles(context, "Articles with another text", event.revised_ids, event.revised)
    if event.removed:
        page_blocks.subheading(
            "Gone", f"{many(event.removed, 'article')} of data set {since} no longer counted: taken out, or decided so."
        )
    figures(context, event)


def feeds(context: PageContext) -> None:
    """Draw the links to the feeds."""
    atom, json = (
        fill(
            '<a class="px-link" target="_blank" rel="noopener" href="{}">{}</a>',
            f"./feed.{kind}?{urlencode({'event': context.sel.event})}",
            name,
        )
        for kind, name in (("atom", "Atom"), ("json", "JSON Feed"))
    )
    show_html(
        fill('<p class="px-note">To be told of each new data set, subscribe to this event: {} or {}.</p>', atom, json)
    )


def _since(context: PageContext) -> str | None:
    """Draw the choice of the earlier data set and return it; None where there is none."""
    recorded, earlier = queries.since_version(context.data), queries.earlier_versions(context.data)
    choices = ({recorded: recorded} if recorded else {}) | earlier
    if len(choices) < 2:
        return next(iter(choices), None)
    return pick("since", "Since data set", choices, menu=True)


def articles(context: PageContext, title: str, ids: Sequence[str], total: int) -> None:
    """Draw a list of articles, each linked to its text."""
    if not total:
        return
    found = queries.new_articles(context.data, context.sel.event, tuple(ids[:SHOWN]))
    page_blocks.subheading(title, f"{len(found)} of {total:,}, the newest first." if total > len(found) else "")
    body = []
    for article in found:
        outlet = context.name(article.outlet) if context.sel.blind else article.outlet_name
        link = html.link(context.hide(article.title), context.sel.link("articles", article=article.id))
        body.append([link, escaped(outlet)])
    show_html(worded_table(title, ["Headline", "Outlet"], body, left=2))


def figures(context: PageContext, event: EventDifference) -> None:
    """Draw the figures that moved, those beyond their interval first."""
    if not event.figures:
        return
    page_blocks.subheading(
        "Figures that moved",
        f"{event.moved:,} in all, {event.beyond:,} of them beyond the earlier 95% interval; shown are the "
        f"first {min(len(event.figures), SHOWN)}. Compared are names, sources, devices and readability of all days, "
        "where there were enough articles before and now. Many figures are looked at, so that some leave their "
        "interval by chance.",
    )
    names = queries.event_names(context.data, context.sel.event)
    body = []
    for figure in event.figures[:SHOWN]:
        page = page_of(figure.metric)
        link = html.link(
            figure_name(figure, names),
            replace(context.sel, voice=figure.voice).link(_PAGES.get(page, page), **_fields(figure)),
        )
        before, after, low, high = (
            figure_value(figure, value) for value in (figure.before, figure.after, figure.low, figure.high)
        )
        beyond = "beyond" if figure.beyond else "within"
        cells = [before, after, f"{low} to {high}", beyond, f"{figure.articles:,}"]
        body.append([link, context.swatch(figure.outlet), *cells])
    columns = ["Figure", "Outlet", "Before", "Now", "Interval before", "It is", "Articles now"]
    show_html(worded_table("Figures that moved", columns, body, left=2))


def _fields(figure: MovedFigure) -> dict[str, str]:
    """Return the fields of a figure's page that show it."""
    kind, _, what = figure.metric.partition(":")
    return {"concept": what, "variant": figure.variant} if kind == "naming" else {}


page()
