"""Side by side: two to six outlets on one story, their texts in columns under the same marks, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import following, markup, parallel, queries
from dashboard.markup import Mark, esc
from dashboard.parallel import Line
from dashboard.selection import pick, pick_some
from dashboard.views import common, reading
from dashboard.views.here import Here, opened
from dashboard.views.reading import Column

MOST = 6
FIRST = 3  # columns before the reader has chosen: what a desktop screen shows at a readable width


def page() -> None:
    at = opened()
    common.title("Side by side", "One story as two to six outlets told it, under the same marks.")
    found = queries.stories(at.data, at.sel)
    if not found:
        common.nothing(at, "No story in this selection has articles of two outlets.")
        st.html(f'<p class="px-note">{markup.link("Read the articles one by one", at.sel.link("articles"))}</p>')
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        story = pick("story", "Story", {s.id: _label(at, s) for s in found}, menu=True)
    rows = sorted(queries.story_articles(at.data, at.sel, story), key=reading.instant)
    offered = {r["article_id"]: f"{at.name(r['outlet'])}: {at.hide(r['title'] or 'Untitled')}" for r in rows}
    with right:
        chosen = pick_some("texts", "Texts, up to six", offered, first_of_each(rows), MOST)
    found_texts = [queries.article(at.data, at.sel.event, a) for a in chosen]
    columns = [reading.column(at, f) for f in found_texts if f is not None]
    common.heading(
        "The texts", "Each strip shows where a text’s marks are, on one scale of length. Switch marks on and off:"
    )
    shown = reading.legend(at, columns)
    st.html(columns_html(at, columns, shown))
    if not at.data.has_texts:
        common.note("This data set carries no texts: only headlines and what was counted in them.")
    differences(at, columns)
    headlines(at, rows)


def _label(at: Here, s: queries.Told) -> str:
    if s.id.startswith("day:"):
        return f"{common.day(s.day)} ({s.outlets} outlets)"
    return f"{at.hide(s.title) or 'Untitled'} ({common.day(s.day)}, {s.outlets} outlets)"


def first_of_each(rows: Sequence[queries.Row]) -> list[str]:
    """The first text of each of the first outlets that told the story; agency copy only where that leaves too few."""
    first: dict[str, str] = {}
    for r in sorted(rows, key=lambda r: r["agency"] is not None):
        first.setdefault(r["outlet"], r["article_id"])
    return list(first.values())[:FIRST]


def columns_html(at: Here, columns: Sequence[Column], shown: frozenset[str]) -> str:
    """The texts beside each other. The strip over each text is as long as the text, on one scale for all."""
    longest = max((len(c.text or "") for c in columns), default=1) or 1
    common_parts = parallel.shared({c.id: c.text for c in columns if c.text})
    parts = []
    for c in columns:
        wire = [_wire(at, s, columns) for s in common_parts.get(c.id, ())]
        marks = [m for m in [*wire, *c.marks] if m.kind in shown]
        title = markup.marked(c.title, [m for m in c.headline if m.kind in shown])
        body = markup.article(c.text, marks) if c.text is not None else ""
        href = at.sel.link("articles", article=c.id)
        parts.append(
            f'<section class="px-col" aria-label="{esc(at.name(c.outlet))}">'
            f'<p class="px-source"><b>{markup.swatch(at.colour(c.outlet), at.name(c.outlet))}</b><br>{esc(c.when)}'
            f" · {common.many(c.words, 'word')} · {markup.link('open', href)}</p>"
            f'<h3 class="px-colhead" dir="auto">{title}</h3>'
            f"{markup.strip([(m.start, m.end, m.kind) for m in marks], len(c.text or ''), longest)}{body}</section>"
        )
    return f'<div class="px-columns" tabindex="0" style="--n:{len(columns)}">{"".join(parts)}</div>'


def _wire(at: Here, s: parallel.Shared, columns: Sequence[Column]) -> Mark:
    names = {c.id: at.name(c.outlet) for c in columns}
    others = ", ".join(dict.fromkeys(names[o] for o in s.others))
    return Mark(s.span.start, s.span.end, "wire", f"the same sentence in {others}")


# --- differences --------------------------------------------------------------------------------------------------


def differences(at: Here, columns: Sequence[Column]) -> None:
    """What some of these texts say and others do not: words, speakers, facts."""
    common.heading(
        "How they differ",
        "A dash says that the text has none of it. These are single texts: for what an outlet does as a rule, see the "
        "other pages.",
    )
    names = parallel.namings([c.names for c in columns], at.story.concepts)
    table(at, columns, "Who uses which variant", "Named", names)
    table(
        at, columns, "Who quotes whom, with how many words", "Speaker", parallel.speakers([c.spoken for c in columns])
    )
    followed = "The same quotation in each text: whole, cut to some of its words, or not quoted (it may be paraphrased)"
    table(at, columns, followed, "Quotation", following.followed([c.said for c in columns]))
    declared = queries.facts(at.data, at.sel.event)
    told = [{m["label"] for m in c.devices if m["kind"] == "fact"} for c in columns]
    if any(told):
        every = [Line(label, tuple("yes" if f in one else None for one in told)) for f, label in declared.items()]
        some = [line for line in every if any(line.cells)]
        none = len(every) - len(some)
        rest = f" {common.many(none, 'fact')} of the event’s file stand in none of them." if none else ""
        table(at, columns, f"Facts that a text has or leaves out.{rest}", "Fact", some)
    if at.data.has_texts:
        figures = parallel.presence([parallel.figures(c.text or "") for c in columns])
        several = [line for line in figures if line.missing < len(columns) - 1 or len(columns) == 2][:12]
        table(at, columns, "Figures that some texts give and others do not", "Figure", several)


def table(at: Here, columns: Sequence[Column], caption: str, corner: str, lines: Sequence[Line]) -> None:
    """Lines down, texts across."""
    if not lines:
        return
    heads = [corner, *(at.name(c.outlet) for c in columns)]
    body = [[esc(line.label), *("–" if x is None else esc(x) for x in line.cells)] for line in lines]
    st.html(markup.table(caption, heads, body, left=len(heads)))


def headlines(at: Here, rows: Sequence[queries.Row]) -> None:
    """Every headline of the story, in the order of publication."""
    common.heading(
        "The headlines, as they came", "All articles of the story in this selection, by time of publication."
    )
    items = []
    for r in rows:
        title = markup.link(at.hide(r["title"] or "Untitled"), at.sel.link("articles", article=r["article_id"]))
        tags = [f"agency copy: {at.name(r['agency'])}" if r["agency"] else ""]
        shown = "".join(f' <span class="px-tag">{esc(t)}</span>' for t in tags if t)
        items.append(
            f'<li style="border-color:{at.colour(r["outlet"])}"><time>{esc(reading.when(r))}</time>'
            f'<div><b dir="auto">{title}</b><div class="px-source">{esc(at.name(r["outlet"]))}{shown}</div></div></li>'
        )
    st.html(f'<ol class="px-stack">{"".join(items)}</ol>')


page()
