"""Copies: whose words the articles are, who had them first, and what each outlet changed in the copy it ran."""

from __future__ import annotations

from dataclasses import replace

from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.render import copy_edits, html
from dashboard.render.html import escaped, fill
from dashboard.selection import ALL, field, keep
from dashboard.views.blocks import marked_text, page_blocks
from dashboard.views.blocks.drawing import show_html

SIZE = 12


def page() -> None:
    at = page_context()
    page_blocks.title(
        "Whose words they are",
        "Agency copy and near-copies: how much of what each outlet ran is its own, who had a text first, and what was "
        "changed in it.",
    )
    every = replace(at.sel, copies=ALL)
    if at.sel.copies != ALL:
        page_blocks.note("This page is about copies, so it counts them all, whatever is chosen above.")
    rows = [row for row in queries.coverage(at.data, every, units=at.ids) if row.metric == "coverage:own"]
    if not rows:
        page_blocks.nothing(at)
        return
    page_blocks.heading(
        page_blocks.told(at, "Own-produced", rows),
        "Articles that credit no agency and repeat no earlier article here, of all of a row’s articles in the "
        "selection. An agency text that was run without its credit, and whose original is not in this data set, counts "
        "as the outlet’s own.",
    )
    page_blocks.dot_block(at, rows, what="Share of own-produced articles", key="copies_own")
    clusters(at)
    page_blocks.downloads(at, rows, "copies")


def clusters(at: PageContext) -> None:
    """The list of clusters, and the one that is looked at."""
    start = page_blocks.start_of(SIZE)
    total, found = queries.clusters(at.data, at.sel, start, SIZE)
    page_blocks.heading(
        "The same text in several places",
        "Articles that share at least four tenths of the wording of the shorter one, within two weeks. The first is "
        "the one published first of those collected; who wrote it is another question, which a credit answers.",
    )
    if not found:
        page_blocks.note("No two articles in this selection share most of their wording.")
        return
    wanted = field("cluster") or found[0].id
    keep("cluster", field("cluster"))
    body = [_cluster_row(at, c, wanted) for c in found]
    columns = ["Text, as first published", "First", "Credited", "Articles", "Outlets"]
    show_html(html.table(f"{page_blocks.many(total, 'cluster')} in the selection", columns, body, left=3, cards=True))
    page_blocks.pager(at, total, start, len(found), SIZE)
    members(at, wanted)


def _cluster_row(at: PageContext, cluster: queries.Cluster, wanted: str) -> list[str]:
    start = field("from")
    way = html.link(at.hide(cluster.title or "Untitled"), at.sel.link("copies", cluster=cluster.id, **{"from": start}))
    first = f"{at.name(cluster.outlet)}, {page_blocks.day(cluster.day)}"
    label = fill("<b>{}</b>", way) if cluster.id == wanted else way
    return [
        label,
        first,
        escaped(at.name(cluster.agency)) if cluster.agency else "–",
        f"{cluster.articles:,}",
        f"{cluster.outlets:,}",
    ]


def members(at: PageContext, cluster: str) -> None:
    """The articles of one cluster in their order, and the comparison of one of them with the first."""
    rows = queries.copies(at.data, at.sel.event, cluster)
    if len(rows) < 2:
        page_blocks.note("This data set holds no such cluster for the event. It may stand in another version.")
        return
    first = rows[0]
    rows = [first, *sorted(rows[1:], key=marked_text.instant)]
    others = {row["article_id"]: row for row in rows[1:]}
    telling = [
        key
        for key, other in others.items()
        if other["text_sha256"] != first["text_sha256"] or other["title"] != first["title"]
    ]
    asked = field("copy")
    chosen = asked if asked in others else (telling or list(others))[0]
    keep("copy", asked if asked in others else "")
    page_blocks.subheading("Who had it, in the order of publication")
    body = [_copy_row(at, row, cluster, first, chosen) for row in rows]
    columns = ["Outlet", "Headline", "Published", "Credits", "Words", "Compare with the first"]
    show_html(html.table(at.hide(first["title"] or "Untitled"), columns, body, left=4, cards=True))
    comparison(at, first, others[chosen])


def _copy_row(at: PageContext, row: queries.Row, cluster: str, first: queries.Row, chosen: str) -> list[str]:
    headline = html.link(at.hide(row["title"] or "Untitled"), at.sel.link("articles", article=row["article_id"]))
    if row is first:
        ways = "–"
    elif row["article_id"] == chosen:
        ways = fill("<b>shown below</b>")
    else:
        ways = html.link("Show what changed", at.sel.link("copies", cluster=cluster, copy=row["article_id"]))
    note = "" if row["member"] else fill(' <span class="px-tag">not about the event</span>')
    return [
        html.swatch(at.colour(row["outlet"]), at.name(row["outlet"])),
        headline + note,
        escaped(marked_text.when(row)),
        escaped(at.name(row["agency"])) if row["agency"] else "–",
        f"{row['words'] or 0:,}",
        ways,
    ]


def comparison(at: PageContext, first: queries.Row, other: queries.Row) -> None:
    """Headline and text of a copy with what was changed in them."""
    page_blocks.heading(
        f"What {at.name(other['outlet'])} changed",
        f"Compared with the text of {at.name(first['outlet'])}, sentence by sentence; moved sentences count as kept.",
    )
    found = queries.compared(at.data, at.sel.event, first["article_id"], other["article_id"])
    if found is None:
        page_blocks.note("This data set carries no texts, so what was changed cannot be shown.")
        return
    c = found.found
    counts = [
        page_blocks.many(c.kept, "sentence") + " kept", f"{len(c.reworded):,} reworded", f"{len(c.added):,} added",
        f"{len(c.cut):,} cut",
    ]  # fmt: skip
    page_blocks.note(f"{', '.join(counts)}; the headline was {'changed' if c.headline else 'kept'}.")
    show_html(
        fill(
            '<p class="px-legend px-edits"><ins>put in</ins> &nbsp; <del>left out</del> &nbsp; '
            '<ins class="whole">a sentence added</ins></p>'
        )
    )
    before, after = (at.hide(x or "") for x in (found.original.title, found.copy.title))
    original, copy = at.hide(found.original.text), at.hide(found.copy.text)
    show_html(fill('<h3 class="px-h3 px-edits">{}</h3>', copy_edits.headline(before, after)))
    show_html(copy_edits.text(original, copy, c))
    if c.cut:
        page_blocks.subheading("Cut from the text")
        show_html(copy_edits.cut(original, c.cut))


page()
