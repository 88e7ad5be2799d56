"""Framing devices: scare quotes, hedges, passives and others, by outlet, with the sentences that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from markupsafe import Markup

from collectors.compare import ComparisonRow
from collectors.metrics.measured_quality import LOADED_PRECISION, LOADED_VALIDATION
from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.queries import framing_device_queries as asked
from dashboard.queries.framing_device_queries import DeviceQuery
from dashboard.queries.story_queries import facts as fact_titles
from dashboard.render import html
from dashboard.render.charts import SHARE, Form, number
from dashboard.render.html import escaped, fill
from dashboard.selection import ALL, field, keep, pick
from dashboard.translation import translated
from dashboard.views.blocks import family_note, metric_grid, page_blocks, row_order, validated_table
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

PER_1000 = Form(1)
DEVICES = {
    "scare": "Words in quotation marks", "distancing": "Distancing", "hedge": "Hedges", "certainty": "Certainty",
    "loaded": "Loaded words", "passive": "Passives without a doer", "headline": "Headline and text",
    "frame": "Frames", "fact": "Facts",
}  # fmt: skip
KINDS = tuple(DEVICES)[:6]
ABOUT = {
    "scare": "A few words in quotation marks that are nobody’s attributed speech. Names, titles and what somebody is "
    "said to call a thing are left out. They are not called scare quotes: of 81 in real articles that one reader "
    "judged, 37 were (46%; 35% to 57%). Only marks on a declared thing are, below: read the sentences.",
    "distancing": "So-called, self-styled, alleged, “what Moscow calls ...”: words that keep a name or a statement at "
    "arm’s length. Counted from a list. In a quotation they are the speaker’s: look at the outlet’s own words.",
    "hedge": "May, could, unclear: words that leave a statement open, counted from a list. Careful reporting of "
    "what is not known hedges more, too.",
    "certainty": "Certainly, never, of course: words that close a statement, counted from a list.",
    "loaded": "Words with a strong valence (VADER) or of opinion (pattern), without names and words of grammar. They "
    "follow the topic as well as tone: “war” and “killed” count. " + LOADED_VALIDATION + LOADED_PRECISION,
    "passive": "“Votes were held” does not say by whom. The share is of all passives with “be” or “get”. Short forms "
    "(“the vote held in May”) are not found; the method page prints the detector’s error.",
    "headline": "Of the articles whose headline names the thing in the outlet’s own words: the share whose text never "
    "uses a variant of the headline in its own words.",
    "frame": "Articles with at least two sentences that hold a cue of the frame. The cues are lists of words in "
    "data/lexicons/frames.toml: a coarse instrument that anybody can read and change. They say which themes come up, "
    "not what is said about them.",
    "fact": "Of an outlet’s articles in a language that the fact has patterns for: the share that mentions it. Small: "
    "the first day. Leaving a fact out of an article is normal; leaving it out of all is worth a look.",
}  # fmt: skip
FAMILIES = {"sv": "Generic frames (Semetko and Valkenburg)", "mfc": "Policy frames (Media Frames Corpus)"}


def page() -> None:
    """Draw the page."""
    context = page_context()
    row = context.kind.lower()
    page_blocks.title("Framing devices", f"Devices of wording, {row} by {row}, and the sentences they stand in.")
    if not asked.has_marks(context.data):
        page_blocks.note(
            "This data set was published before Parallax looked for devices. Publish it again to see them."
        )
        return
    rows = asked.devices(context.data, context.sel, units=context.ids)
    if not rows:
        page_blocks.note("There is nothing to count in this selection. Widen the phase, the voice or the outlets.")
        return
    glance(context, rows)
    device = pick("device", "Device", DEVICES)
    page_blocks.heading(DEVICES[device], ABOUT[device])
    mine = asked.devices(context.data, context.sel, device, units=context.ids)
    {"headline": headline, "frame": frames, "fact": facts}.get(device, words)(context, mine, device)
    family_note.tested_note(context, "devices", context.sel.voice)
    page_blocks.downloads(context, mine, f"framing-{device}")


def glance(context: PageContext, rows: Sequence[ComparisonRow]) -> None:
    """Draw all outlets and devices as one table of rates."""
    page_blocks.heading(
        "At a glance: per 1,000 words",
        "Small figures are the 95% interval with whole articles as the unit; the tint is by column. Italics without a "
        "tint: fewer than eight articles. A dot: nothing that could be counted, such as an English list on texts in "
        "another language. Choose a number to read the sentences.",
    )
    columns = {f"devices:{kind}": translated(DEVICES[kind]) for kind in KINDS}
    href = {f"devices:{kind}": {"device": kind} for kind in KINDS}
    metric_grid.rates(
        context,
        "Marks per 1,000 words",
        [per_1000(row) for row in rows if row.metric in columns],
        columns,
        href,
        PER_1000,
    )


def per_1000(row: ComparisonRow) -> ComparisonRow:
    """Return the row with its share of words as a rate per 1,000 words."""

    def times(share: float | None) -> float | None:
        """Multiply by 1,000; None stays None."""
        return None if share is None else share * 1000

    return replace(row, estimate=times(row.estimate), ci_low=times(row.ci_low), ci_high=times(row.ci_high))


def words(context: PageContext, rows: Sequence[ComparisonRow], device: str) -> None:
    """Draw a device that is counted per word: rates by outlet, the names it is used on, its sentences."""
    mine = [per_1000(row) for row in rows if row.metric == f"devices:{device}"]
    what = f"{DEVICES[device]} per 1,000 words"
    order = row_order.ordered(context, context.of_shown(mine))
    shown = order.rows
    if not shown:
        page_blocks.note(
            "This data set has no figure for it in this selection: publish it again, or widen the selection."
        )
        return
    page_blocks.subheading(page_blocks.finding_heading(context, what, mine, PER_1000), order.note)
    left, right = st.columns([5, 4], gap="medium")
    with left:
        page_blocks.dot_chart(
            context, shown, what=what, form=PER_1000, key=f"framing_{device}", ranks=not order.languages
        )
    with right:
        show_html(rate_table(context, shown, what, device))
    validated_table.show(context, (f"devices:{device}", "", shown[0].voice), what, PER_1000, 1000)
    if device == "passive":
        labels = {row.metric.removeprefix("passives:"): "" for row in rows if row.metric.startswith("passives:")}
        verbs = {f"passives:{label}": "all verbs" if label == "agentless" else f"“{label}”" for label in labels}
        page_blocks.subheading("Of the passives, those without a doer", "The event’s own verbs have a column each.")
        metric_grid.shares(
            context, "Per cent of passives that do not say who did it", rows, verbs, hrefs(verbs, device, "agentless")
        )
    elif device in ("scare", "distancing"):
        titles = {f"{device}:{key}": title for key, title in context.labels.concepts.items()}
        present = {row.metric for row in rows}
        columns = {key: title for key, title in titles.items() if key in present}
        if columns:
            page_blocks.subheading(
                "Scare quotes: marks on what is declared" if device == "scare" else "What it stands on",
                "Of the times a thing is named in an outlet’s own words, the percentage with it.",
            )
            metric_grid.shares(
                context, f"{on_declared(device)}, per cent of own mentions", rows, columns, hrefs(columns, device)
            )
    sentences(context, device, labels_to_choose(context, rows, device))


def on_declared(device: str) -> str:
    """Return what a device is called where it stands on a declared concept."""
    return "Scare quotes" if device == "scare" else DEVICES[device]


def hrefs(columns: Mapping[str, str], device: str, every: str = "") -> dict[str, dict[str, str]]:
    """Return the address fields that the cells of each column lead to; the column `every` leads to all labels."""
    labels = {metric: metric.rpartition(":")[2] for metric in columns}
    return {key: {"device": device, "what": "" if label == every else label} for key, label in labels.items()}


def labels_to_choose(context: PageContext, rows: Sequence[ComparisonRow], device: str) -> dict[str, str]:
    """Return the labels that a list of sentences can be limited to: id -> label."""
    if device in ("scare", "distancing", "headline"):
        return dict(context.labels.concepts)
    if device == "passive":
        return {
            metric.rpartition(":")[2]: metric.rpartition(":")[2]
            for metric in sorted({row.metric for row in rows})
            if "passives:" in metric
        }
    if device == "frame":
        return {row.variant: frame_name(row.variant) for row in rows if row.metric.startswith("frames:")}
    return dict(fact_titles(context.data, context.sel.event)) if device == "fact" else {}


def sentences(context: PageContext, device: str, labels: Mapping[str, str]) -> None:
    """Draw the sentences of a device, limited to the label and the outlet that the address names."""
    what = field("what") if field("what") in labels else ""
    unit = context.of()
    keep("what", what)
    keep("of", unit)
    who = context.name(unit) if unit else f"all {context.kinds}"
    on = f" ({labels[what]})" if what else ""
    page_blocks.heading(f"The sentences: {DEVICES[device].lower()}{on} in {who}", anchor=page_blocks.SENTENCES)
    start = page_blocks.start_of()
    total, shown = asked.sentences(
        context.data, context.within(unit), DeviceQuery(device, what), start, page_blocks.PAGE
    )
    page_blocks.evidence(context, total, shown, start)


def headline(context: PageContext, rows: Sequence[ComparisonRow], device: str) -> None:
    """Draw names in headlines that the text does not use, and rates in headlines minus those in texts."""
    titles = {f"headline:only:{key}": title for key, title in context.labels.concepts.items()}
    present = {row.metric for row in rows if row.denominator}
    columns = {key: title for key, title in titles.items() if key in present}
    if columns:
        caption = "Per cent of articles whose headline’s name for it the text never uses itself"
        metric_grid.shares(context, caption, rows, columns, hrefs(columns, device))
    minus = {
        f"headline:{kind}": translated(DEVICES[kind])
        for kind in KINDS[:-1]
        if f"headline:{kind}" in {row.metric for row in rows}
    }
    if minus:
        page_blocks.subheading(
            "Devices: headline minus text",
            "Marks per 1,000 words of the headline minus those of the text, as the mean over articles. Above 0, "
            "headlines use more of it. Headlines have some ten words, so single articles swing widely.",
        )
        links = {f"headline:{kind}": {"device": kind} for kind in KINDS[:-1]}
        metric_grid.rates(context, "Per 1,000 words, headline minus text", rows, minus, links, PER_1000, plain=True)
    sentences(context, device, labels_to_choose(context, rows, device))


def frame_name(frame: str) -> str:
    """Return the name of a frame: "sv-human-interest" gives "Human interest"."""
    return page_blocks.capital(frame.partition("-")[2].replace("-", " "))


def frames(context: PageContext, rows: Sequence[ComparisonRow], device: str) -> None:
    """Draw the share of articles that use each frame of a family."""
    used = sorted({row.metric.partition(":")[2] for row in rows if row.metric.startswith("frames_used:")}, reverse=True)
    if not used:
        page_blocks.note("No list of cues has the language of these articles.")
        return
    family = pick("family", "Frames", {frame: FAMILIES.get(frame, frame) for frame in used})
    metric = f"frames_used:{family}"
    mine = [replace(row, metric=f"frame:{row.variant}") for row in rows if row.metric == metric]
    columns = {row.metric: frame_name(row.variant) for row in mine}
    metric_grid.shares(context, "Per cent of articles that use the frame", mine, columns, hrefs(columns, device))
    corrected(context, {(metric, row.variant, ALL): columns[row.metric] for row in mine})
    sentences(context, device, labels_to_choose(context, rows, device))


def corrected(context: PageContext, names: Mapping[tuple[str, str, str], str]) -> None:
    """Draw the figure of the chosen frame or fact as corrected by hand; without a choice the first that is."""
    chosen = [figure for figure in names if field("what") in (figure[1], figure[0].partition(":")[2])]
    by_hand = {
        tuple(figure)
        for (*figure, _), result in queries.validated(context.data, context.sel.event).items()
        if result.estimate is not None
    }
    marked = [figure for figure in names if figure in by_hand]
    for figure in (chosen or marked or list(names))[:1]:
        validated_table.show(context, figure, names[figure], SHARE)


def facts(context: PageContext, rows: Sequence[ComparisonRow], device: str) -> None:
    """Draw a table with facts as rows and outlets as columns."""
    titles = fact_titles(context.data, context.sel.event)
    by = {
        (one_row.metric.removeprefix("facts:"), one_row.outlet, one_row.variant): one_row
        for one_row in rows
        if one_row.metric.startswith("facts:")
    }
    if not by:
        page_blocks.note(
            "This event’s file declares no facts, or none with patterns in the language of these articles."
        )
        return
    first = first_days(context)
    head = [
        html.Cell(outlet.name, href=context.sel.link("framing_devices", device="fact", of=outlet.id))
        for outlet in context.shown
    ]
    body = []
    for fact, name in titles.items():
        cells = []
        for outlet in context.shown:
            row, opening = by.get((fact, outlet.id, "mentioned")), by.get((fact, outlet.id, "opening"))
            day = first.get((fact, outlet.id))
            href = context.sel.link("framing_devices", device="fact", what=fact, of=outlet.id)
            cells.append(metric_grid.fact_cell(f"{outlet.name}: {name}", row, opening, day, href))
        body.append((html.link(name, context.sel.link("framing_devices", device="fact", what=fact)), cells))
    show_html(html.matrix("Articles that mention the fact, of those that could", "Fact", head, body))
    corrected(context, {(f"facts:{fact}", "mentioned", ALL): name for fact, name in titles.items()})
    sentences(context, device, labels_to_choose(context, rows, device))


def first_days(context: PageContext) -> dict[tuple[str, str], date]:
    """Return (fact, row) -> day of the first mention.

    For countries and kinds of owner it is the first day of their outlets; for languages and phases it is not known, and
    the result is empty.
    """
    day_of = asked.first_days(context.data, context.sel)
    if not context.grouped:
        return day_of
    if context.sel.by not in ("country", "ownership"):
        return {}
    facts = {fact for fact, _ in day_of}
    days = {
        (fact, unit): [
            day_of[fact, member]
            for member in queries.members(context.data, context.sel.event, unit)
            if (fact, member) in day_of
        ]
        for fact in facts
        for unit in context.units
    }
    return {key: min(some) for key, some in days.items() if some}


def rate_table(context: PageContext, rows: Sequence[ComparisonRow], what: str, device: str) -> Markup:
    """Return the numbers of a dot plot of rates as a table."""

    def opens(row: ComparisonRow) -> str:
        """Return the address of a row's sentences."""
        return context.sel.link("framing_devices", device=device, of=row.outlet) + f"#{page_blocks.SENTENCES}"

    body = []
    for one_row in rows:
        inside = page_blocks.interval(one_row, PER_1000)
        shown = inside if one_row.enough else fill('<span class="warn">{}</span>', inside)
        name = context.swatch(one_row.outlet)
        count = f"{one_row.numerator:,.0f} in {one_row.denominator:,.0f}"
        rate = page_blocks.linked(number(one_row.estimate, PER_1000), one_row.numerator, one_row, opens)
        articles = page_blocks.linked(
            f"{one_row.n_articles:,}", one_row.n_articles, one_row, page_blocks.articles_of(context)
        )
        body.append([name, rate, shown, escaped(count), articles])
    return worded_table(what, [context.kind, "Rate", "95% interval", "In words", "Articles"], body)


page()
