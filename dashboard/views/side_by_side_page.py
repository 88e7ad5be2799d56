"""Side by side: two to six outlets on one story, their texts in columns under the same marks, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import followed_quotations, queries, text_comparison
from dashboard.context import PageContext, page_context
from dashboard.render import html
from dashboard.render.html import TextMark, escaped
from dashboard.selection import pick, pick_some
from dashboard.text_comparison import HeadlineLine
from dashboard.views.blocks import marked_text, page_blocks
from dashboard.views.blocks.marked_text import TextColumn

MOST = 6
FIRST = 3  # columns before the reader has chosen: what a desktop screen shows at a readable width


def page() -> None:
    at = page_context()
    page_blocks.title("Side by side", "One story as two to six outlets told it, under the same marks.")
    found = queries.stories(at.data, at.sel)
    if not found:
        page_blocks.nothing(at, "No story in this selection has articles of two outlets.")
        st.html(f'<p class="px-note">{html.link("Read the articles one by one", at.sel.link("articles"))}</p>')
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        story = pick("story", "Story", {s.id: _label(at, s) for s in found}, menu=True)
    rows = sorted(queries.story_articles(at.data, at.sel, story), key=marked_text.instant)
    offered = {r["article_id"]: f"{at.name(r['outlet'])}: {at.hide(r['title'] or 'Untitled')}" for r in rows}
    with right:
        chosen = pick_some("texts", "Texts, up to six", offered, first_of_each(rows), MOST)
    found_texts = [queries.article(at.data, at.sel.event, a) for a in chosen]
    columns = [marked_text.column(at, f) for f in found_texts if f is not None]
    page_blocks.heading(
        "The texts", "Each strip shows where a text’s marks are, on one scale of length. Switch marks on and off:"
    )
    shown = marked_text.legend(at, columns)
    st.html(columns_html(at, columns, shown))
    if not at.data.has_texts:
        page_blocks.note("This data set carries no texts: only headlines and what was counted in them.")
    differences(at, columns)
    headlines(at, rows)


def _label(at: PageContext, s: queries.StoryText) -> str:
    if s.id.startswith("day:"):
        return f"{page_blocks.day(s.day)} ({s.outlets} outlets)"
    return f"{at.hide(s.title) or 'Untitled'} ({page_blocks.day(s.day)}, {s.outlets} outlets)"


def first_of_each(rows: Sequence[queries.Row]) -> list[str]:
    """The first text of each of the first outlets that told the story; agency copy only where that leaves too few."""
    first: dict[str, str] = {}
    for r in sorted(rows, key=lambda r: r["agency"] is not None):
        first.setdefault(r["outlet"], r["article_id"])
    return list(first.values())[:FIRST]


def columns_html(at: PageContext, columns: Sequence[TextColumn], shown: frozenset[str]) -> str:
    """The texts beside each other. The strip over each text is as long as the text, on one scale for all."""
    longest = max((len(c.text or "") for c in columns), default=1) or 1
    common_parts = text_comparison.shared({c.id: c.text for c in columns if c.text})
    parts = []
    for c in columns:
        wire = [_wire(at, s, columns) for s in common_parts.get(c.id, ())]
        marks = [m for m in [*wire, *c.marks] if m.kind in shown]
        title = html.marked(c.title, [m for m in c.headline if m.kind in shown])
        body = html.article(c.text, marks) if c.text is not None else ""
        href = at.sel.link("articles", article=c.id)
        parts.append(
            f'<section class="px-col" aria-label="{escaped(at.name(c.outlet))}">'
            f'<p class="px-source"><b>{html.swatch(at.colour(c.outlet), at.name(c.outlet))}</b><br>{escaped(c.when)}'
            f" · {page_blocks.many(c.words, 'word')} · {html.link('open', href)}</p>"
            f'<h3 class="px-colhead" dir="auto">{title}</h3>'
            f"{html.strip([(m.start, m.end, m.kind) for m in marks], len(c.text or ''), longest)}{body}</section>"
        )
    return f'<div class="px-columns" tabindex="0" style="--n:{len(columns)}">{"".join(parts)}</div>'


def _wire(at: PageContext, s: text_comparison.SharedPassages, columns: Sequence[TextColumn]) -> TextMark:
    names = {c.id: at.name(c.outlet) for c in columns}
    others = ", ".join(dict.fromkeys(names[o] for o in s.others))
    return TextMark(s.span.start, s.span.end, "wire", f"the same sentence in {others}")


# --- differences --------------------------------------------------------------------------------------------------


def differences(at: PageContext, columns: Sequence[TextColumn]) -> None:
    """What some of these texts say and others do not: words, speakers, facts."""
    page_blocks.heading(
        "How they differ",
        "A dash says that the text has none of it. These are single texts: for what an outlet does as a rule, see the "
        "other pages.",
    )
    names = text_comparison.namings([c.names for c in columns], at.story.concepts)
    table(at, columns, "Who uses which variant", "Named", names)
    table(
        at,
        columns,
        "Who quotes whom, with how many words",
        "Speaker",
        text_comparison.speakers([c.spoken for c in columns]),
    )
    followed = "The same quotation in each text: whole, cut to some of its words, or not quoted (it may be paraphrased)"
    table(at, columns, followed, "Quotation", followed_quotations.followed([c.said for c in columns]))
    declared = queries.facts(at.data, at.sel.event)
    told = [{m["label"] for m in c.devices if m["kind"] == "fact"} for c in columns]
    if any(told):
        every = [
            HeadlineLine(label, tuple("yes" if f in one else None for one in told)) for f, label in declared.items()
        ]
        some = [line for line in every if any(line.cells)]
        none = len(every) - len(some)
        rest = f" {page_blocks.many(none, 'fact')} of the event’s file stand in none of them." if none else ""
        table(at, columns, f"Facts that a text has or leaves out.{rest}", "Fact", some)
    if at.data.has_texts:
        figures = text_comparison.presence([text_comparison.figures(c.text or "") for c in columns])
        several = [line for line in figures if line.missing < len(columns) - 1 or len(columns) == 2][:12]
        table(at, columns, "Figures that some texts give and others do not", "Figure", several)


def table(
    at: PageContext, columns: Sequence[TextColumn], caption: str, corner: str, lines: Sequence[HeadlineLine]
) -> None:
    """Lines down, texts across."""
    if not lines:
        return
    heads = [corner, *(at.name(c.outlet) for c in columns)]
    body = [[escaped(line.label), *("–" if x is None else escaped(x) for x in line.cells)] for line in lines]
    st.html(html.table(caption, heads, body, left=len(heads)))


def headlines(at: PageContext, rows: Sequence[queries.Row]) -> None:
    """Every headline of the story, in the order of publication."""
    page_blocks.heading(
        "The headlines, as they came", "All articles of the story in this selection, by time of publication."
    )
    items = []
    for r in rows:
        title = html.link(at.hide(r["title"] or "Untitled"), at.sel.link("articles", article=r["article_id"]))
        tags = [f"agency copy: {at.name(r['agency'])}" if r["agency"] else ""]
        shown = "".join(f' <span class="px-tag">{escaped(t)}</span>' for t in tags if t)
        source = f'<div class="px-source">{escaped(at.name(r["outlet"]))}{shown}</div>'
        items.append(
            f'<li style="border-color:{at.colour(r["outlet"])}"><time>{escaped(marked_text.when(r))}</time>'
            f'<div><b dir="auto">{title}</b>{source}</div></li>'
        )
    st.html(f'<ol class="px-stack">{"".join(items)}</ol>')


page()
