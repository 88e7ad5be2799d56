"""Copies: how much each outlet wrote itself, who published a text first, and what each outlet changed in its copy."""

from __future__ import annotations

from dataclasses import replace

from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.render import copy_edits, html
from dashboard.render.html import escaped, fill
from dashboard.selection import ALL, ViewSelection, field, keep
from dashboard.translation import translated
from dashboard.views.blocks import marked_text, page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

SIZE = 12


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "Whose words they are",
        "Agency copy and near-copies: how much of what each outlet ran is its own, who had a text first, and what was "
        "changed in it.",
    )
    every = replace(context.sel, copies=ALL)
    if context.sel.copies != ALL:
        page_blocks.note("This page is about copies, so it counts them all, whatever is chosen above.")
    rows = [row for row in queries.coverage(context.data, every, units=context.ids) if row.metric == "coverage:own"]
    if not rows:
        page_blocks.nothing(context)
        return
    page_blocks.heading(
        page_blocks.finding_heading(context, "Own-produced", rows),
        "Articles that credit no agency and repeat no earlier article here, of all of a row’s articles in the "
        "selection. An agency text that was run without its credit, and whose original is not in this data set, counts "
        "as the outlet’s own.",
    )
    page_blocks.dot_block(context, rows, what="Share of own-produced articles", key="copies_own")
    without_text(context, every)
    clusters(context)
    page_blocks.downloads(context, rows, "copies")


def without_text(context: PageContext, sel: ViewSelection) -> None:
    """Say how many articles came without a text: their wording cannot be compared with anybody's."""
    textless = queries.extents(context.data, sel)["textless"]
    if textless:
        held = page_blocks.many(textless, "article of this selection holds", "articles of this selection hold")
        page_blocks.note(
            f"{held} no text, so a copy would not be noticed: they count as own unless they credit an agency, and an "
            "outlet of which no text is here has no share."
        )


def clusters(context: PageContext) -> None:
    """Draw the list of clusters and the chosen one, or the first of the list."""
    start = page_blocks.start_of(SIZE)
    total, listed = queries.clusters(context.data, context.sel, start, SIZE)
    page_blocks.heading(
        "The same text in several places",
        "Articles that share at least four tenths of the wording of the shorter one, within two weeks. The first is "
        "the one published first of those collected; who wrote it is another question, which only a credit can answer.",
    )
    if not listed:
        page_blocks.note("No two articles in this selection share most of their wording.")
        return
    wanted = field("cluster") or listed[0].id
    keep("cluster", field("cluster"))
    body = [_cluster_row(context, cluster, wanted) for cluster in listed]
    columns = ["Text, as first published", "First", "Credited", "Articles", "Outlets"]
    show_html(worded_table(f"{page_blocks.many(total, 'cluster')} in the selection", columns, body, left=3, cards=True))
    page_blocks.pager(context, total, start, len(listed), SIZE)
    members(context, wanted)


def _cluster_row(context: PageContext, cluster: queries.Cluster, wanted: str) -> list[str]:
    start = field("from")
    way = html.link(
        context.hide(cluster.title or "Untitled"), context.sel.link("copies", cluster=cluster.id, **{"from": start})
    )
    first = f"{context.name(cluster.outlet)}, {page_blocks.day(cluster.day)}"
    label = fill("<b>{}</b>", way) if cluster.id == wanted else way
    return [
        label,
        first,
        escaped(context.name(cluster.agency)) if cluster.agency else "–",
        f"{cluster.articles:,}",
        f"{cluster.outlets:,}",
    ]


def members(context: PageContext, cluster: str) -> None:
    """Draw the articles of one cluster by time of publication, and compare one of them with the first.

    Unless the address names a copy, the first one that differs from the original in text or headline is compared.
    """
    rows = queries.copies(context.data, context.sel.event, cluster)
    if len(rows) < 2:
        page_blocks.note("This data set holds no such cluster for the event. It may be in another version.")
        return
    first = rows[0]
    rows = [first, *sorted(rows[1:], key=marked_text.instant)]
    others = {row["article_id"]: row for row in rows[1:]}
    telling = [
        key
        for key, other in others.items()
        if other["text_sha256"] != first["text_sha256"] or other["title"] != first["title"]
    ]
    named = field("copy")
    chosen = named if named in others else (telling or list(others))[0]
    keep("copy", named if named in others else "")
    page_blocks.subheading("Who had it, in the order of publication")
    body = [_copy_row(context, row, cluster, first, chosen) for row in rows]
    columns = ["Outlet", "Headline", "Published", "Credits", "Words", "Compare with the first"]
    show_html(worded_table(context.hide(first["title"] or "Untitled"), columns, body, left=4, cards=True))
    comparison(context, first, others[chosen])


def _copy_row(context: PageContext, row: queries.Row, cluster: str, first: queries.Row, chosen: str) -> list[str]:
    headline = html.link(
        context.hide(row["title"] or "Untitled"), context.sel.link("articles", article=row["article_id"])
    )
    if row is first:
        ways = "–"
    elif row["article_id"] == chosen:
        ways = fill("<b>shown below</b>")
    else:
        ways = html.link(
            translated("Show what changed"), context.sel.link("copies", cluster=cluster, copy=row["article_id"])
        )
    note = "" if row["member"] else fill(' <span class="px-tag">not about the event</span>')
    return [
        context.swatch(row["outlet"]),
        headline + note,
        escaped(marked_text.when(row)),
        escaped(context.name(row["agency"])) if row["agency"] else "–",
        f"{row['words'] or 0:,}",
        ways,
    ]


def comparison(context: PageContext, first: queries.Row, other: queries.Row) -> None:
    """Draw headline and text of a copy with the changes marked."""
    page_blocks.heading(
        f"What {context.name(other['outlet'])} changed",
        f"Compared with the text of {context.name(first['outlet'])}, sentence by sentence; "
        "moved sentences count as kept.",
    )
    pair = queries.compared(context.data, context.sel.event, first["article_id"], other["article_id"])
    if pair is None:
        page_blocks.note("This data set carries no texts, so what was changed cannot be shown.")
        return
    changes = pair.found
    counts = [
        page_blocks.many(changes.kept, "sentence") + " kept", f"{len(changes.reworded):,} reworded",
        f"{len(changes.added):,} added", f"{len(changes.cut):,} cut",
    ]  # fmt: skip
    page_blocks.note(f"{', '.join(counts)}; the headline was {'changed' if changes.headline else 'kept'}.")
    show_html(
        fill(
            '<p class="px-legend px-edits"><ins>put in</ins> &nbsp; <del>left out</del> &nbsp; '
            '<ins class="whole">a sentence added</ins></p>'
        )
    )
    before, after = (context.hide(headline or "") for headline in (pair.original.title, pair.copy.title))
    original, copy = context.hide(pair.original.text), context.hide(pair.copy.text)
    show_html(fill('<h3 class="px-h3 px-edits">{}</h3>', copy_edits.headline(before, after)))
    show_html(copy_edits.text(original, copy, changes))
    if changes.cut:
        page_blocks.subheading("Cut from the text")
        show_html(copy_edits.cut(original, changes.cut))


page()
