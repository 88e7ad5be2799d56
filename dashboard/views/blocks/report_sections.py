"""The sections of a report: what is compared, what differs most, charts with tables, method and versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from collectors.compare import ComparisonRow
from dashboard import citation, findings, queries
from dashboard.context import PageContext
from dashboard.labels import SCORES
from dashboard.method_texts import LIMITS, MADE
from dashboard.render import html, svg, theme
from dashboard.render.charts import SCORE, SHARE, Dot, Form, number
from dashboard.render.html import escaped, fill, together
from dashboard.report_file import Section
from dashboard.selection import VOICES
from dashboard.translation import inside_sentence
from dashboard.views.blocks import farthest_pairs, page_blocks, page_foot, row_order

SOURCES = ("sources:quoted_words", "sources:side", "sources:role")  # metrics of the report
MOST_VARIANTS = 8  # columns that fit on a printed page
MANY = 3  # a concept with so many variants or more has a table and a chart of its own


def deck(context: PageContext) -> str:
    """Return how many articles are compared, and from which days."""
    counted = queries.counted(context.data, context.sel)
    label = f" {context.label}." if context.label else ""
    days = f", {page_blocks.days(counted['first'], counted['last'])}" if counted["first"] else ""
    return f"{page_blocks.many(counted['shown'], 'article')} of {counted['found']:,} in the data set{days}.{label}"


def sections(context: PageContext) -> list[Section]:
    """Return the sections of the report; those without numbers are left out."""
    naming = queries.naming(context.data, context.own_first, units=context.ids)
    sources = queries.sources(context.data, context.sel, only=SOURCES, units=context.ids)
    made = [chosen(context), largest_differences(context)]
    pairs = {
        one_concept
        for one_concept in context.labels.concepts
        if len(used(context, naming, f"naming:{one_concept}", context.labels.variants[one_concept])) < MANY
    }
    for concept, title in context.labels.concepts.items():
        if concept not in pairs:
            made += shares(context, naming, f"naming:{concept}", title, context.labels.variants[concept])
    made += either(context, naming, [one_concept for one_concept in context.labels.concepts if one_concept in pairs])
    made += shares(context, sources, "sources:side", "Share of voice by side", context.labels.sides)
    quoted = [source for source in sources if source.metric == "sources:quoted_words"]
    made += single(
        context, quoted, "Words given to speakers", "Of all words, those in quotations and reported speech.", SHARE
    )
    return [*made, *score(context), method(), versions(context)]


def score(context: PageContext) -> list[Section]:
    """Return the section of the first readability formula that has a value for these texts; empty where none has."""
    for key, (name, meaning) in SCORES.items():
        rows = queries.readability(context.data, context.sel, only=(f"readability:{key}",), units=context.ids)
        if any(row.estimate is not None for row in rows):
            return single(context, rows, name, meaning, SCORE)
    return []


def chosen(context: PageContext) -> Section:
    """Return the section that says what the numbers are counted from."""
    view = page_foot.view_of(context, "Report")
    names = ", ".join(outlet.name for outlet in context.shown)
    rows = [("Event", view.event), ("Selection", view.shown), (context.kind, names)]
    return Section("What is compared", html.table("The selection", ["What", "Choice"], rows, left=2))


def largest_differences(context: PageContext, most: int = 5) -> Section:
    """Return the section of the largest differences that hold, at most `most`."""
    about = context.labels
    labels = findings.Labels(context.spoken, about.concepts, about.variants, about.sides, about.roles, context.kinds)
    rows, pairs, where = farthest_pairs.differences(context)
    largest = findings.largest(rows, pairs, labels, most=most)
    items = together(fill("<li><p>{}</p><div>{}</div></li>", finding.text, finding.caveat) for finding in largest)
    body = (
        fill('<ol class="px-told">{}</ol>', items) if largest else html.element("p", "No difference holds.", "px-deck")
    )
    return Section(
        "What differs most", body, f"One of each kind, and only what holds when articles are exchanged{where}."
    )


def dot(context: PageContext, row: ComparisonRow) -> Dot:
    """Return a row as a dot of a chart."""
    place = context.units[row.outlet].colour if row.outlet in context.units else 0
    return Dot(
        context.name(row.outlet),
        row.estimate,
        row.ci_low,
        row.ci_high,
        row.n_articles,
        row.enough,
        theme.outlet_colour(place),
    )


def shares(
    context: PageContext, rows: Sequence[ComparisonRow], metric: str, title: str, columns: Mapping[str, str]
) -> list[Section]:
    """Return a table of shares, with a chart of the column in which the rows differ most.

    Args:
        context: The page.
        rows: Figures of any metric.
        metric: The metric to show.
        title: Title of the section.
        columns: Variant -> heading; the `MOST_VARIANTS` most frequent ones are shown.

    Returns:
        One section, or none where nothing was counted. Without an interval in any row it has no chart.
    """
    mine = [row for row in context.of_shown(rows) if row.metric == metric]
    every = used(context, rows, metric, columns)
    variants = every[:MOST_VARIANTS]
    if not variants:
        return []
    by = {(row.outlet, row.variant): row for row in mine}
    body = [
        [
            context.swatch(outlet.id),
            _counted([by.get((outlet.id, variant)) for variant in variants]),
            *(_share(by.get((outlet.id, variant))) for variant in variants),
        ]
        for outlet in context.shown
        if any((outlet.id, variant) in by for variant in variants)
    ]
    left = f" Only the {MOST_VARIANTS} commonest of {len(every)}." if len(every) > MOST_VARIANTS else ""
    caption = f"{_unit(context, mine[0])}, with the 95% interval. A star: fewer than eight articles.{left}"
    table = html.table(caption, [context.kind, "Count in articles", *(columns[variant] for variant in variants)], body)
    if not any(row.enough for row in mine):
        return [Section(title, table)]  # too little for an interval: the table says it all
    most = row_order.first_shown(context, mine, variants)
    order = row_order.ordered(context, [row for row in mine if row.variant == most])
    alt = row_order.alt(context, order.rows, f"{title}: {columns[most]}", SHARE, ranks=not order.languages)
    chart = svg.picture(svg.dots([dot(context, row) for row in order.rows], SHARE, svg.STYLE), alt)
    sentence = page_blocks.finding_heading(
        context, f"“{columns[most]}”" if metric.startswith("naming:") else columns[most], order.rows
    )
    said = html.element("p", order.note, "px-note") if order.note else html.NOTHING
    return [Section(title, together((table, html.element("h3", sentence, "px-h3"), said, chart)))]


def _unit(context: PageContext, row: ComparisonRow) -> str:
    """Return what a share is a part of, and in whose words."""
    kind, _, concept = row.metric.partition(":")
    if kind == "naming":
        named = context.labels.concepts.get(concept, concept)
        return f"{named}: per cent of mentions ({inside_sentence(VOICES[row.voice])})"
    return "Per cent of quoted and reported words"


def _counted(shown: Sequence[ComparisonRow | None]) -> str:
    """Return the denominator of a row's shares and the articles it was counted in."""
    row = next((one for one in shown if one is not None), None)
    return f"{row.denominator:,.0f} in {row.n_articles:,}" if row else "–"


def used(context: PageContext, rows: Sequence[ComparisonRow], metric: str, columns: Mapping[str, str]) -> list[str]:
    """Return the declared variants that the rows shown use, the most frequent first."""
    counts: Counter[str] = Counter()
    for row in context.of_shown(rows):
        if row.metric == metric and row.variant in columns:
            counts[row.variant] += int(row.numerator)
    return sorted((key for key, count in counts.items() if count), key=lambda item: (-counts[item], item))


def either(context: PageContext, rows: Sequence[ComparisonRow], concepts: Sequence[str]) -> list[Section]:
    """Return one table of all concepts that are named in one or two ways: the share of the more frequent variant."""
    columns: dict[tuple[str, str], str] = {}
    for concept in concepts:
        labels = context.labels.variants[concept]
        first, *others = used(context, rows, f"naming:{concept}", labels) or [""]
        if first:
            columns[f"naming:{concept}", first] = labels[first] + (f", not {labels[others[0]]}" if others else " alone")
    if not columns:
        return []
    by = {(row.outlet, (row.metric, row.variant)): row for row in context.of_shown(rows)}
    body = [
        [
            context.swatch(outlet.id),
            *(_share(by.get((outlet.id, column))) for column in columns),
        ]
        for outlet in context.shown
        if any((outlet.id, column) in by for column in columns)
    ]
    caption = "Per cent, with the 95% interval. A star: fewer than eight articles. A dash: not named."
    return [Section("One way or the other", html.table(caption, [context.kind, *columns.values()], body))]


def _share(row: ComparisonRow | None) -> Markup:
    if row is None or row.estimate is None:
        return escaped("–")
    text = f"{row.estimate * 100:.0f}"
    if not row.enough:
        return fill('<span class="warn">{}*</span>', text)
    has_interval = row.numerator and row.ci_low is not None and row.ci_high is not None
    return (
        fill(
            '{} <span class="px-n">({}–{})</span>',
            text,
            f"{(row.ci_low or 0) * 100:.0f}",
            f"{(row.ci_high or 0) * 100:.0f}",
        )
        if has_interval
        else escaped(text)
    )


def single(context: PageContext, rows: Sequence[ComparisonRow], title: str, note: str, form: Form) -> list[Section]:
    """Return a section with a chart and a table of one number per row; none where no row has a value."""
    order = row_order.ordered(context, context.of_shown(rows))
    mine = order.rows
    if not any(row.estimate is not None for row in mine):
        return []
    alt = row_order.alt(context, mine, title, form, ranks=not order.languages)
    chart = svg.picture(svg.dots([dot(context, row) for row in mine], form, svg.STYLE), alt)
    table = page_blocks.estimate_table(context, mine, what=title, form=form)
    return [Section(title, chart + table, " ".join(part for part in (note, order.note) if part))]


def method() -> Section:
    """Return the section on how the numbers are made and what they cannot say."""
    made = together(fill("<dt><b>{}</b></dt><dd>{}</dd>", key, " ".join(value.split())) for key, value in MADE.items())
    limits = together(html.element("li", limit) for limit in LIMITS)
    read = [
        [escaped(row["what"]), escaped(row["on"]), escaped(row["measure"]), number(row["value"], Form(2))]
        for row in queries.quality()
    ]
    columns = ["Reader", "Measured on", "Measure", "Value"]
    errors = html.table("Measured error", columns, read, left=3, cards=True) if read else ""
    return Section("Method", fill('<dl class="px-aside">{}</dl><ul class="px-aside">{}</ul>{}', made, limits, errors))


def versions(context: PageContext) -> Section:
    """Return the section on versions, with the citation."""
    view = page_foot.view_of(context, "Report")
    rows = [["Data set", escaped(view.dataset)], ["Method", escaped(view.method)], ["Address", escaped(view.address)]]
    cite = html.element("p", citation.text(view, page_foot.today()), "px-aside")
    return Section("Versions", html.table("These numbers", ["What", "Version"], rows, left=2) + cite)


#: What a class may talk about, whatever the event.
QUESTIONS = (
    "Which of these names would you have used? Why?",
    "Whose words does each outlet pass on, and whose are missing?",
    "What would you have to read before you say that an outlet is one-sided?",
    "Look at the intervals: which differences could be chance?",
)


def handout(context: PageContext, report: Sequence[Section]) -> list[Section]:
    """Return the sections of a hand-out for a class, which fits on one page: sentences, a chart, questions.

    Args:
        context: The page.
        report: The chosen sections of the report; the first chart among them is the hand-out's.
    """
    made = [largest_differences(context, most=3)]
    for section in report:
        picture = section.body.find("<img")
        if picture >= 0:
            start = max(section.body.rfind("<h3", 0, picture), 0) or picture
            end = section.body.find(">", picture) + 1
            made.append(Section(section.title, section.body[start:end]))
            break
    questions = together(html.element("li", question) for question in QUESTIONS)
    made.append(Section("To talk about", fill("<ol>{}</ol>", questions)))
    view = page_foot.view_of(context, "Hand-out")
    cite = html.element("p", citation.text(view, page_foot.today()), "px-note")
    return [*made, Section("Where this is from", cite)]
