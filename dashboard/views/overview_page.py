"""Overview: who covered the event, when, in which words, quoting whom, and what differs most, on one screen."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from collectors.compare import ComparisonRow
from dashboard import findings, queries
from dashboard.context import PageContext, page_context
from dashboard.labels import NOBODY
from dashboard.render import html
from dashboard.render.charts import SCORE, SHARE, number
from dashboard.render.html import escaped, fill, together
from dashboard.selection import ALL
from dashboard.settled_first import settled_first
from dashboard.translation import translated, translated_count
from dashboard.views.blocks import calendar_strip, farthest_pairs, page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

GRADE = "readability:flesch_kincaid_grade"
ASIDE = "readability:lix"  # where the language has no school grade
COLUMNS = 2  # concepts that fit into the table


def page() -> None:
    """Draw the page."""
    context = page_context()
    counted = queries.counted(context.data, context.sel)
    page_blocks.title(context.labels.title, deck(context, counted))
    if not counted["shown"]:
        page_blocks.nothing(context)
        return
    naming = queries.naming(context.data, context.own_first, units=context.ids, tested=False)
    sources = queries.sources(context.data, context.sel, units=context.ids, tested=False)
    largest_differences(context)
    days = queries.calendar(context.data, context.sel, context.ids)
    page_blocks.heading("Who, when, in which words, quoting whom")
    show_html(
        summary(
            context,
            days,
            naming,
            sources,
            queries.readability(context.data, context.sel, only=(GRADE, ASIDE), units=context.ids, tested=False),
        )
    )
    page_blocks.note(reading_aid(context, days, naming, sources))
    page_blocks.downloads(context, lambda: tested_rows(context), "overview")


def tested_rows(context: PageContext) -> list[ComparisonRow]:
    """Return the page's rows with their tests, which only its files show."""
    return [
        *queries.naming(context.data, context.own_first, units=context.ids),
        *queries.sources(context.data, context.sel, units=context.ids),
    ]


def deck(context: PageContext, counted: queries.Row) -> str:
    """Return how many outlets and articles there are, and how many are left out."""
    writing = sum(1 for count in queries.articles_by_outlet(context.data, context.sel).values() if count)
    said = (
        f"{translated_count(writing, 'outlet', 'outlets')}, {translated_count(counted['shown'], 'article', 'articles')}"
    )
    if counted["first"]:
        said += f", {page_blocks.days(counted['first'], counted['last'])}"
    left = counted["found"] - counted["shown"]
    limits = page_blocks.scope(context)
    return f"{said}{f' ({limits})' if limits else ''}." + (
        translated(" {articles} left out: see Method.", articles=translated_count(left, "article", "articles"))
        if left
        else ""
    )


def why_none(context: PageContext, where: str, figures: int) -> str:
    """Return why no difference is shown.

    Args:
        context: The page.
        where: In which texts, as the end of a clause.
        figures: Number of figures that were tested.
    """
    if len(context.shown) < 2:
        return translated(
            "A difference takes two {kinds}, and only one is shown. The pages behind describe what there is.",
            kinds=context.kinds,
        )
    if context.sel.by == "language":
        return translated(
            "Languages are not compared with each other: what is measured in one errs otherwise in another. "
            "The pages behind describe each."
        )
    if not figures:
        return translated(
            "No difference between these {kinds} was tested{where}: it takes at least eight articles each (four "
            "outlets in a group). The pages behind describe what there is.",
            kinds=context.kinds,
            where=where,
        )
    return translated(
        "No difference between these {kinds} holds{where}: it takes at least eight articles each (four outlets in a "
        "group) and more than exchanged articles show, over all {figures} figures. The pages behind describe what "
        "there is.",
        kinds=context.kinds,
        where=where,
        figures=figures,
    )


def largest_differences(context: PageContext) -> None:
    """Draw the largest differences that hold, each with its caveat and a link to its sentences."""
    about = context.labels
    labels = findings.Labels(context.spoken, about.concepts, about.variants, about.sides, about.roles, context.kinds)
    rows, pairs, where = farthest_pairs.differences(context)
    largest = findings.largest(rows, pairs, labels)
    if not largest:
        page_blocks.heading("What differs most")
        page_blocks.note(why_none(context, where, pairs.size))
        return
    page_blocks.heading(
        "What differs most",
        translated(
            "Largest first, one of each kind, and only what holds when the articles of the two {kinds} are "
            "exchanged{where}; names are those in the outlets’ own words unless you choose other words.",
            kinds=context.kinds,
            where=where,
        ),
    )
    items = together(
        fill(
            '<li class="px-finding"><p>{}</p><div>{} {}</div></li>',
            finding.text,
            finding.caveat,
            html.link(
                translated("Read the sentences"),
                context.sel.link(finding.page, **finding.fields) + f"#{page_blocks.SENTENCES}",
            ),
        )
        for finding in largest
    )
    show_html(fill('<ol class="px-findings">{}</ol>', items))


def reading_aid(
    context: PageContext, days: Sequence[queries.Row], naming: Sequence[ComparisonRow], sources: Sequence[ComparisonRow]
) -> str:
    """Return how to read the columns that the table has."""
    said = []
    if calendar_strip.window(context, days):
        said.append(
            translated(
                "Discs are days, their area the number of articles, over the event’s phases; an empty stretch says "
                "that this data set holds no article."
            )
        )
    if telling(context, naming):
        said.append(
            translated(
                "Words: the most frequent name for each thing, in their own words, in per cent of all its names."
            )
            if context.sel.voice == ALL
            else translated("Words: the most frequent name for each thing, in per cent of all its names.")
        )
    elif not context.labels.concepts:
        said.append(
            translated(
                "This event’s file declares no names to compare: see Distinctive words for what sets outlets apart."
            )
        )
    if any(sides(context, sources)):
        said.append(
            translated(
                "Quoted most: the side whose speakers get most words, in per cent of all quoted words, where its "
                "interval lies above that of the next; speakers on no side’s list make up the rest."
            )
        )
    elif any(speakers(sources)):
        said.append(
            translated(
                "Quoted most: who gets most words, in per cent of all quoted words, where the interval lies above that "
                "of the next."
            )
        )
    if any(sides(context, sources)) or any(speakers(sources)):
        said.append(translated("Two of them stand where their intervals overlap: which is quoted more is not settled."))
    return " ".join([*said, translated("In brackets 95% intervals; italics: fewer than eight articles.")])


def sides(context: PageContext, sources: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    """Return the rows of the event's sides that are quoted."""
    return [
        source
        for source in sources
        if source.metric == "sources:side" and source.variant in context.labels.sides and source.numerator
    ]


def speakers(sources: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    """Return the rows of named speakers, which are shown where the event declares no sides."""
    return [
        source
        for source in sources
        if source.metric == "sources:speaker" and source.variant not in NOBODY and source.numerator
    ]


def summary(
    context: PageContext,
    days: Sequence[queries.Row],
    naming: Sequence[ComparisonRow],
    sources: Sequence[ComparisonRow],
    grades: Sequence[ComparisonRow],
) -> Markup:
    """Return the table of all outlets.

    Args:
        context: The page.
        days: Counts by outlet and day.
        naming: Shares of variants.
        sources: Shares of quoted words.
        grades: Readability scores; LIX is shown where no article has a school grade.
    """
    concepts = telling(context, naming)
    scores = [grade for grade in grades if grade.metric == GRADE] or [
        grade for grade in grades if grade.metric == ASIDE
    ]
    quoted = sides(context, sources) or speakers(sources)
    window, most = calendar_strip.window(context, days), calendar_strip.busiest(days)
    heads = [
        context.kind,
        *([calendar_strip.heading(window)] if window else []),
        *(context.labels.concepts[concept] for concept in concepts),
    ]
    heads += [translated("Quoted most")] if quoted else []
    left = len(heads)
    scored = any(score.estimate is not None for score in scores)
    heads += [translated("Articles")]
    heads += ["LIX" if scores[0].metric == ASIDE else translated("School grade")] if scored else []
    rows = []
    by_unit: dict[str, list[queries.Row]] = {}
    for day in days:
        by_unit.setdefault(day["unit"], []).append(day)
    for outlet in context.shown:
        mine = by_unit.get(outlet.id, [])
        cells = [context.swatch(outlet.id)]
        cells += [calendar_strip.strip(context, outlet, mine, window, most)] if window else []
        cells += [
            _top(
                context,
                [row for row in naming if row.metric == f"naming:{concept}" and row.outlet == outlet.id],
                concept,
            )
            for concept in concepts
        ]
        cells += [_quoted(context, [row for row in quoted if row.outlet == outlet.id])] if quoted else []
        cells += [_articles(context, outlet, mine)]
        cells += [_grade(context, [score for score in scores if score.outlet == outlet.id])] if scored else []
        rows.append(cells)
    return fill(
        '<div class="px-glance">{}</div>', worded_table(context.labels.title, heads, rows, left=left, cards=True)
    )


def telling(context: PageContext, naming: Sequence[ComparisonRow]) -> list[str]:
    """Return the concepts that the table shows, at most `COLUMNS`.

    They are the first ones in the event's file that have at least three variants. Concepts with two, such as spellings,
    say little and are taken only if there is no other.
    """
    named = {row.metric for row in naming if row.numerator}
    used = [concept for concept in context.labels.concepts if f"naming:{concept}" in named]
    return [concept for concept in used if len(context.labels.variants[concept]) > 2][:COLUMNS] or used[:COLUMNS]


def _articles(context: PageContext, outlet: queries.OutletLabel, mine: Sequence[queries.Row]) -> Markup:
    total = sum(row["n"] for row in mine)
    return html.link(f"{total:,}", context.sel.link("articles", of=outlet.id)) if total else escaped("0")


def _quiet(row: ComparisonRow, text: str) -> Markup:
    return (
        fill('{} <span class="px-n">({})</span>', text, _span(row))
        if row.enough
        else fill('<span class="warn">{}</span>', text)
    )


def _span(row: ComparisonRow) -> str:
    if row.ci_low is None or row.ci_high is None:
        return "–"
    share = not row.metric.startswith("readability:")
    return f"{row.ci_low * 100:.0f}–{row.ci_high * 100:.0f}" if share else f"{row.ci_low:.1f}–{row.ci_high:.1f}"


def _top(context: PageContext, rows: Sequence[ComparisonRow], concept: str) -> Markup:
    counted = [row for row in rows if row.numerator]
    if not counted:
        return escaped("–")
    top = max(counted, key=lambda item: (item.numerator, item.variant))
    label = context.labels.variants[concept].get(top.variant, top.variant)
    href = context.sel.link("naming", concept=concept, variant=top.variant, of=top.outlet)
    return _quiet(top, fill("{} {}", html.link(label, href), number(top.estimate, SHARE)))


def _quoted(context: PageContext, rows: Sequence[ComparisonRow]) -> Markup:
    if not rows:
        return escaped("–")
    by = rows[0].metric.partition(":")[2]
    top = settled_first(rows)
    if top is not None:
        return _quiet(top, _part(context, top, by))
    leading = sorted(rows, key=lambda row: (-row.numerator, row.variant))[:2]
    first, second = (_part(context, row, by) for row in leading)
    return fill('<span class="{}">{} · {}</span>', "" if all(row.enough for row in leading) else "warn", first, second)


def _part(context: PageContext, row: ComparisonRow, by: str) -> Markup:
    """Return who is quoted, and the share of all quoted words in per cent."""
    href = context.sel.link("sources", by=by, who=row.variant, of=row.outlet)
    name = context.labels.sides.get(row.variant) or context.hide(row.variant)
    return fill("{} {}", html.link(name, href), number(row.estimate, SHARE))


def _grade(context: PageContext, rows: Sequence[ComparisonRow]) -> Markup:
    if not rows or rows[0].estimate is None:
        return escaped("–")
    return _quiet(rows[0], html.link(number(rows[0].estimate, SCORE), context.sel.link("readability")))


page()
