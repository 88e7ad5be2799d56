"""The block of names that the event file does not declare, with the lines that would declare them."""

from __future__ import annotations

import streamlit as st

from collectors.discovery.declaration_lines import declaration
from dashboard import queries
from dashboard.context import PageContext
from dashboard.queries.proposal_queries import Proposal
from dashboard.render import html
from dashboard.render.html import escaped
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

SHOWN = 10
OUTLETS = 4  # outlets that a row names
#: Above this q chance explains an uneven use about as well: such names are shown folded.
HIGHEST_Q = 0.2


def show(context: PageContext, concept: str) -> None:
    """Draw the undeclared names of the concept and of the event's actors that outlets use most unevenly."""
    proposals = queries.proposals(context.data, context.sel.event, concept)
    page_blocks.heading(
        "Names nobody declared",
        "Found in the texts: modifiers before the concept’s words, roles and descriptions of the event’s actors. Those "
        "that outlets use most unevenly come first. Read from a sample of each outlet’s articles over all phases, "
        "whatever is selected above; a phrase may name something else, so read its sentence before declaring it.",
    )
    likely = [proposal for proposal in proposals if proposal.q_value is None or proposal.q_value <= HIGHEST_Q]
    here = [proposal for proposal in likely if proposal.kind == "concept"][:SHOWN]
    actors = [proposal for proposal in likely if proposal.kind == "actor"][:SHOWN]
    if not proposals:
        page_blocks.note("None was found in this data set, or it was published without looking for them.")
        return
    for caption, some in ((context.labels.concepts[concept], here), ("The event’s actors", actors)):
        if some:
            columns = ["Name", "Used by", "Of", "Articles", "q"]
            rows = [_row(context, proposal) for proposal in some]
            show_html(worded_table(f"{caption}: undeclared names", columns, rows, left=3, cards=True))
    if folded := [proposal for proposal in proposals if proposal not in likely]:
        with st.expander(f"{len(folded)} more that outlets may use alike (q above {HIGHEST_Q:g})"):
            columns = ["Name", "Used by", "Of", "Articles", "q"]
            show_html(
                worded_table(
                    "Names used alike", columns, [_row(context, proposal) for proposal in folded], left=3, cards=True
                )
            )
    with st.expander("Lines for the event file"):
        st.code(context.hide("\n".join(_lines([*here, *actors]))), language="toml", wrap_lines=True)


def _row(context: PageContext, proposal: Proposal) -> list[str]:
    name = html.link(
        context.hide(proposal.surface), context.sel.link("articles", article=proposal.article) + f"#at{proposal.start}"
    )
    used = ", ".join(f"{context.name(outlet)} {count} of {all_}" for outlet, count, all_ in proposal.outlets[:OUTLETS])
    more = f" and {len(proposal.outlets) - OUTLETS} more" if len(proposal.outlets) > OUTLETS else ""
    q_text = "–" if proposal.q_value is None else f"{proposal.q_value:.3f}"
    target = (
        context.labels.actors.get(proposal.target) or context.labels.concepts.get(proposal.target) or proposal.target
    )
    return [name, escaped(used + more), escaped(target), f"{proposal.articles} of {proposal.named}", q_text]


def _lines(some: list[Proposal]) -> list[str]:
    return [declaration(proposal.kind, proposal.target, proposal.language, proposal.surface) for proposal in some]
