"""Coverage: who covered the event and its phases, who did not, and which articles count as about it."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from collectors.compare import ComparisonRow
from collectors.config.override_files import entry
from collectors.model import Override
from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.render import charts, html
from dashboard.render.html import NOTHING, escaped, fill, together
from dashboard.selection import ALL, ViewSelection
from dashboard.translation import translated, translated_count
from dashboard.views.blocks import calendar_strip, page_blocks, text_extents
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

#: Doubtful articles, and decisions, that a page shows at once.
SIZE, DECIDED = 8, 12
Rows = Mapping[tuple[str, str, str], ComparisonRow]  # (metric, outlet, phase) -> row


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "Who covered it, and who did not",
        "Articles by outlet, phase and day. A missing article says something about an outlet only where it is "
        "known that the outlet was collected from on those days.",
    )
    phases = [ALL, *context.labels.phases] if context.sel.phase == ALL else [context.sel.phase]
    if context.grouped:
        groups(context)
        return
    rows = [
        row
        for phase in phases
        for row in queries.presence(context.data, replace(context.sel, phase=phase), context.ids)
    ]
    if rows:
        here = [row for row in rows if row.phase == context.sel.phase]
        covered(context, rows, phases)
        shares(context, here)
        timeline(context)
        text_extents.extent_note(context, "Mean lengths")
        page_blocks.downloads(context, rows, "coverage")
    else:
        page_blocks.nothing(context)
    review(context)


def groups(context: PageContext) -> None:
    """Draw articles of groups by phase and day.

    Collection and doubtful articles are known for outlets only, so they are left out here.
    """
    days = queries.calendar(context.data, context.sel, context.ids)
    if not days:
        page_blocks.nothing(context)
        return
    counts: Counter[tuple[str, str | None]] = Counter()
    for day in days:
        counts[day["unit"], day["phase"]] += day["n"]
    total = counts.total()
    phases = {} if context.sel.by == "phase" or context.sel.phase != ALL else context.labels.phases
    heads = [context.kind, translated("All days"), translated("Share"), *phases.values()]
    body = []
    for outlet in context.shown:
        count = sum(counts[outlet.id, phase] for phase in [*context.labels.phases, None])
        cells = [_opened(context, count, context.sel, outlet.id), charts.number(count / total, charts.SHARE)]
        cells += [
            _opened(context, counts[outlet.id, phase], replace(context.sel, phase=phase), outlet.id) for phase in phases
        ]
        body.append([context.swatch(outlet.id), *cells])
    page_blocks.heading(
        "Articles",
        "Of the outlets in this data set. Whether an outlet was silent, or was not collected from, is only known of "
        "outlets: choose Compare: Outlets.",
    )
    show_html(
        worded_table(
            translated("{articles} of the selection", articles=translated_count(total, "article", "articles")),
            heads,
            body,
        )
    )
    timeline(context)


def _opened(context: PageContext, count: int, sel: ViewSelection, unit: str) -> Markup:
    return html.link(f"{count:,}", sel.link("articles", of=unit)) if count else escaped("0")


def covered(context: PageContext, rows: Sequence[ComparisonRow], phases: Sequence[str]) -> None:
    """Draw a row per outlet and a column per phase: articles, days with one, and what is known where there is none."""
    by_cell = {(row.metric, row.outlet, row.phase): row for row in rows}
    shown = {outlet.id for outlet in context.shown}
    silent = {row.outlet for row in rows if row.outlet not in context.outlets}  # collected from, without any article
    outlets = sorted({row.outlet for row in rows if row.outlet in shown} | silent, key=context.name)
    days_recorded = any(row.metric == "coverage:collected_days" for row in rows)
    says = (
        "“None found” means that the outlet was collected from on the days that are given; “unknown” means that "
        "nothing is known of collecting, so that missing articles may never have been looked for."
        if days_recorded
        else "This data set does not record on which days outlets were collected from: its articles were imported. So "
        "“none here” means that the data set holds none, and not that the outlet published none."
    )
    page_blocks.heading("Phase by phase", f"Articles, and the days of the phase with at least one. {says}")
    names = {ALL: translated("All days")} | dict(context.labels.phases)
    body = [
        [
            context.swatch(outlet),
            *(_cell(context, by_cell, outlet, phase, days_recorded=days_recorded) for phase in phases),
        ]
        for outlet in outlets
    ]
    show_html(
        worded_table(
            translated("Articles of the selection"), [translated("Outlet"), *(names[phase] for phase in phases)], body
        )
    )


def _cell(context: PageContext, by_cell: Rows, outlet: str, phase: str, *, days_recorded: bool) -> Markup:
    share, days, collected = (
        by_cell.get((f"coverage:{metric}", outlet, phase)) for metric in ("share", "days", "collected_days")
    )
    count = int(share.numerator) if share else 0
    length = page_blocks.many(int(days.denominator), "day") if days else ""
    seen = f"collected {collected.denominator:.0f} of {length}" if collected and days else ""
    if count:
        link = html.link(f"{count:,}", replace(context.sel, phase=phase).link("articles", of=outlet))
        parts = [f"{days.numerator:.0f} of {length}" if days and days.numerator else "undated", seen]
        return fill('{}<br><span class="px-n">{}</span>', link, "; ".join(part for part in parts if part))
    none = "none found" if seen else "unknown" if days_recorded else "none here"
    return fill('<span class="warn">{}</span>', none) + (fill('<br><span class="px-n">{}</span>', seen) if seen else "")


def shares(context: PageContext, rows: Sequence[ComparisonRow]) -> None:
    """Draw each outlet's share of all articles."""
    page_blocks.heading(
        "Share of the coverage",
        "Each outlet’s part of all articles in the selection. It depends on which outlets were collected, and how "
        "completely; the interval only says how far chance alone could move it.",
    )
    mine = [row for row in rows if row.metric == "coverage:share"]
    page_blocks.dot_block(context, mine, what="Share of the articles", key="coverage_share")


def timeline(context: PageContext) -> None:
    """Draw articles per row and day, with the phases as bands."""
    days = queries.calendar(context.data, context.sel, context.ids)
    page_blocks.heading(
        "Day by day",
        "A disc is a day with articles; its area is their number. Bands are the event’s phases. A gap is a day without "
        "an article in this data set.",
    )
    span = calendar_strip.window(context, days)
    if span is None:
        page_blocks.note("No article of the selection has a date.")
        return
    calendar_strip.draw(context, days, span)
    joined = calendar_strip.step(span, calendar_strip.MOST_DISCS)
    if joined > 1:
        page_blocks.note(f"A disc stands for {joined} days and is as large as their mean.")
    undated = sum(day["n"] for day in days if day["day"] is None)
    if undated:
        page_blocks.note(
            f"{page_blocks.many(undated, 'article')} without a date {'is' if undated == 1 else 'are'} not drawn."
        )


# --- is it about this event? -------------------------------------------------------------------------------------


def review(context: PageContext) -> None:
    """Draw the rule of membership, its measured error, the doubtful articles, and the decisions made by hand."""
    counts = queries.membership_counts(context.data, context.sel.event)
    page_blocks.heading(
        "Is it about this event?",
        "Points for the event’s query terms (headline 3, first paragraph 2, rest 1 or 2) and for its places and people "
        "(up to 2): three are needed, with a term somewhere, one of the event’s places where it declares some, and a "
        "date inside its window. From two points an article is doubtful: it is left out until somebody decides.",
    )
    page_blocks.note(
        f"{page_blocks.many(counts['members'], 'article belongs', 'articles belong')}, {counts['others']:,} not; "
        f"of these {counts['doubtful']:,} doubtful. Decided by hand: {counts['by_hand']:,}."
    )
    page_blocks.note(_measured())
    start = page_blocks.start_of(SIZE)
    total, rows = queries.reviewed(context.data, context.sel, "doubtful", start, SIZE)
    if total:
        page_blocks.subheading("Waiting for a decision", "Those nearest to belonging first.")
        show_html(together(_doubtful(context, row) for row in rows))
        page_blocks.pager(context, total, start, len(rows), SIZE)
    elif counts["doubtful"]:
        page_blocks.note("None of the doubtful articles is of the chosen outlets and phase.")
    decided(context)


def _measured() -> str:
    """Return precision and recall of the rule, with what they were measured on; empty where they are not known."""
    rows = [row for row in queries.quality() if row["what"] == "Membership"]
    said = [f"{row['measure']} {row['value']:.2f} ({row['on']})" for row in rows]
    return f"The rule’s measured error: {'; '.join(said)}." if said else ""


def _doubtful(context: PageContext, row: queries.Row) -> Markup:
    headline = html.link(
        context.hide(row["title"] or "Untitled"), context.sel.link("articles", article=row["article_id"])
    )
    source = fill(" · {}", html.outside("Source", row["url"])) if row["url"] and not context.sel.blind else NOTHING
    facts = fill("{} · {}{}", context.name(row["outlet"]), page_blocks.day(row["day"]), source)
    # An id may name the outlet, which blind reading hides.
    how = (
        ""
        if context.sel.blind
        else fill("<details><summary>How to decide</summary><pre>{}</pre></details>", _how(context, row))
    )
    return fill(
        '<div class="px-doubt"><b>{}</b><div class="px-source">{}</div><p class="px-note">{}</p>{}</div>',
        headline,
        facts,
        context.hide(row["member_reason"] or ""),
        how,
    )


def _how(context: PageContext, row: queries.Row) -> str:
    """Return the command that decides the article, and the lines that it would write."""
    override = entry(Override(row["article_id"], True, "WHY", "WHO"))
    article = shlex.quote(row["article_id"])
    return (
        f"parallax review --event {context.sel.event} --include {article} --reason WHY --by WHO\n\n"
        f"or, in overrides/{context.sel.event}.toml of the data folder (include or exclude):\n\n{override}"
    )


def decided(context: PageContext) -> None:
    """Draw the decisions by hand that the data set was made with."""
    total, rows = queries.reviewed(context.data, context.sel, "hand", 0, DECIDED)
    if not total:
        return
    by_hand = queries.decisions(context.data, context.sel.event)
    body = []
    for row in rows:
        made = by_hand.get(row["article_id"]) or by_hand.get(row["url"] or "") or {}
        headline = html.link(
            context.hide(row["title"] or "Untitled"), context.sel.link("articles", article=row["article_id"])
        )
        score = "–" if row["member_score"] is None else f"{row['member_score']:g}"
        decision = "include" if row["member"] else "exclude"
        reason, by = (escaped(context.hide(str(made.get(key) or "–"))) for key in ("reason", "by"))
        body.append([headline, escaped(context.name(row["outlet"])), decision, reason, by, score])
    page_blocks.subheading(
        "Decided by hand",
        f"{len(rows)} of {total:,}. A decision wins over the rule; the rule’s points stand beside it."
        if total > len(rows)
        else "A decision wins over the rule; the rule’s points stand beside it.",
    )
    columns = ["Article", "Outlet", "Decision", "Why", "Who", "Rule’s points"]
    show_html(worded_table("In membership.csv, with every article’s score and reason", columns, body, left=5))


page()
