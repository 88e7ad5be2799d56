"""Search: a word or phrase in the texts, how many articles of each outlet hold it, and the lines around it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from collectors.dataset.search_phrase import Phrase, phrase_of, unread_signs
from collectors.export import csv_bytes
from collectors.support.intervals import wilson
from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.queries import Concordance, ConcordanceLine, PhraseCount
from dashboard.queries.worker_process import Pending
from dashboard.render import html
from dashboard.render.html import escaped, fill, together
from dashboard.selection import ALL, VOICES, ViewSelection, field, in_page_language, keep, pick, touch
from dashboard.translation import inside_sentence, translated
from dashboard.views.blocks import page_blocks, phrase_table, search_languages
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.waiting_block import waiting

IN_PLACES = {"all": "Headline and text", "headline": "Headline", "text": "Text"}
SIZE = 40  # lines a page shows
Counted = tuple[PhraseCount, ...] | Pending | None
ORDERS = {"outlet": "Outlet", "right": "What follows", "left": "What stands before"}
COLUMNS = ("outlet", "article_id", "place", "start", "voice", "left", "match", "right")


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "Search",
        "A word or phrase in headlines and texts; a star leaves an ending open: sham ref*.",
    )
    if "view_phrase" not in st.session_state:
        st.session_state["view_phrase"] = field("phrase")
    typed = st.text_input(
        translated("Word or phrase"), key="view_phrase", on_change=touch, width=420, max_chars=120
    ).strip()
    keep("phrase", typed)
    if not typed:
        return
    place = pick("place", translated("Where"), in_page_language(IN_PLACES))
    phrase = phrase_of(typed, place)
    if phrase is None:
        page_blocks.note(
            "One to ten words of at least two letters, three before a star, in a script that puts spaces between words."
        )
        return
    wait = field("read") == "all"
    keep("read", "all" if wait else "")
    searched = search_languages.in_script(context, typed)
    concordance = queries.concordance(context.data, searched, phrase, wait=wait)
    if concordance is None:
        page_blocks.note("This data set holds no texts to search, or was published without an index: publish again.")
        return
    exact = queries.phrase_counts(context.data, searched, phrase) if concordance.drawn and not wait else None
    draw_counts(context, typed, concordance, exact)
    if unread := unread_signs(typed):
        page_blocks.note(
            translated(
                "Searched for {words}: a star counts at a word’s end only, and signs such as {signs} are not read.",
                words=" ".join(phrase.words),
                signs=unread,
            )
        )
    search_languages.script_note(context, searched)
    if isinstance(exact, Pending):
        waiting(
            lambda: isinstance(queries.phrase_counts(context.data, searched, phrase, at_once=True), Pending),
            exact,
            key="phrase",
            work=translated("All articles are being counted."),
        )
    shown = concordance.counts if exact is None or isinstance(exact, Pending) else exact
    if shown:
        counts(context, searched, typed, concordance, shown)
    if concordance.lines:
        lines(context, typed, concordance)
    declaration(phrase, typed)


def draw_counts(context: PageContext, typed: str, concordance: Concordance, exact: Counted) -> None:
    """Draw how many articles hold the phrase, and what the lines below are."""
    voice = "" if context.sel.voice == ALL else f" ({inside_sentence(translated(VOICES[context.sel.voice]))})"
    page_blocks.heading(f"“{typed}”{voice}: {_number(concordance, exact)}", _partly(concordance, exact))
    if concordance.whole or concordance.read == concordance.found:
        return
    counted = (
        sum(count.articles for count in exact)
        if isinstance(exact, tuple)
        else 0
        if concordance.drawn
        else concordance.found
    )
    every = 0 < counted <= queries.MOST_READ
    if not (every or concordance.drawn):
        return
    read = f"Read all {counted:,}" if every else f"Read {queries.MOST_READ:,} articles drawn by chance"
    link = html.link(read, context.sel.link("search", phrase=typed, place=field("place"), read="all"))
    show_html(
        fill('<p class="px-note">{} to tell voices apart and to count uses, which may take some seconds.</p>', link)
    )


def _number(concordance: Concordance, exact: Counted) -> str:
    """Return how many articles hold the phrase, as exactly as it is known."""
    if exact is not None and not isinstance(exact, Pending):
        return page_blocks.many(sum(count.articles for count in exact), "article")
    number = len({line.article for line in concordance.lines}) if concordance.whole else concordance.found
    if not concordance.drawn:
        return page_blocks.many(number, "article")
    low, high = wilson(number, concordance.drawn)
    return f"{number / concordance.drawn:.1%} of articles ({low:.1%} to {high:.1%})"


def _partly(concordance: Concordance, exact: Counted) -> str:
    """Return what the counts and the lines below are, where not all articles were read."""
    if concordance.whole:
        read = (
            f"Counted in {concordance.drawn:,} articles drawn by chance; each of them that holds these words was read."
        )
        return read if concordance.drawn else ""
    turns = "in which outlets take turns"
    if concordance.drawn:
        estimate = "" if isinstance(exact, tuple) else f"Counted in {concordance.drawn:,} articles drawn by chance. "
        drawn = f"{concordance.read:,} of those that were drawn"
        return f"{estimate}Lines are from {drawn}, {turns}; a voice is not told apart."
    if concordance.readable:
        return f"Lines are from {concordance.read:,} of them, {turns}; a voice is not told apart yet."
    return (
        f"So many articles hold these words that only {concordance.read:,} were read, {turns}: lines are from those, "
        "and a voice is not told apart."
    )


def counts(
    context: PageContext, searched: ViewSelection, typed: str, concordance: Concordance, shown: Sequence[PhraseCount]
) -> None:
    """Draw the share of each outlet's articles that hold the phrase; each number leads to the lines of that outlet."""

    def linked(count: PhraseCount) -> Markup:
        address = context.sel.link("search", phrase=typed, place=field("place"), of=count.outlet)
        return html.link(f"{count.articles:,}", address)

    show_html(phrase_table.shares(context, searched, shown, linked, whole=concordance.whole))


def lines(context: PageContext, typed: str, concordance: Concordance) -> None:
    """Draw the uses in aligned columns, in an order that the reader chooses, with a download of all lines."""
    only = context.of()
    shown = [line for line in concordance.lines if not only or line.outlet == only]
    order = pick("order", translated("Order of the lines"), in_page_language(ORDERS))
    shown.sort(key=lambda line: _key(context, line, order))
    start = page_blocks.start_of(SIZE)
    items = together(_line(context, line) for line in shown[start : start + SIZE])
    show_html(
        fill(
            '<div class="px-scroll" tabindex="0"><table class="px-table px-kwic"><caption><span>{}</span></caption>'
            "<tbody>{}</tbody></table></div>",
            translated("Lines in which “{words}” stands", words=typed),
            items,
        )
    )
    page_blocks.pager(context, len(shown), start, len(shown[start : start + SIZE]), SIZE)
    if not context.sel.blind:
        st.download_button(
            translated("These lines as CSV"),
            lambda: csv_bytes(COLUMNS, (_as_row(line) for line in shown)),
            file_name=f"{page_blocks.file_name(context, 'lines')}.csv",
            mime="text/csv",
            key="csv_lines",
            on_click="ignore",
        )


def _key(context: PageContext, line: ConcordanceLine, order: str) -> tuple[str | list[str], str, str, int]:
    """Return the sort key of a line; what stands before the phrase is compared from its nearest word outwards."""
    first: dict[str, str | list[str]] = {
        "outlet": "",
        "right": line.right.lower(),
        "left": line.left.lower().split()[::-1],
    }
    return first[order], context.name(line.outlet), line.article, line.start


def _as_row(line: ConcordanceLine) -> dict[str, object]:
    values = (line.outlet, line.article, line.place, line.start, line.voice, line.left, line.match, line.right)
    return dict(zip(COLUMNS, values, strict=True))


def _line(context: PageContext, line: ConcordanceLine) -> Markup:
    anchor = f"#at{line.start}" if line.place != "headline" else ""
    opened = html.link(context.hide(line.match), context.sel.link("articles", article=line.article) + anchor)
    where = (
        translated("headline")
        if line.place == "headline"
        else inside_sentence(translated(VOICES.get(line.voice, line.voice)))
    )
    return fill(
        '<tr><th scope="row">{}</th><td class="left" dir="auto">{}</td><td><b>{}</b></td><td dir="auto">{}</td>'
        '<td><span class="px-n">{}</span></td></tr>',
        context.swatch(line.outlet),
        escaped(context.hide(line.left)), opened, escaped(context.hide(line.right)), where,
    )  # fmt: skip


def declaration(phrase: Phrase, typed: str) -> None:
    """Draw the line that declares the phrase as a variant of a concept in the event's file."""
    words: Sequence[str] = [word.rstrip("*") for word in phrase.words]
    pattern = r"\b" + " ".join(word.replace("*", r"\w*") for word in phrase.words) + r"\b"
    page_blocks.heading(
        "Declare it", "As a variant of a concept it is counted in each voice, with intervals and tests."
    )
    st.code(
        f'{{ id = "{"-".join(words)}", label = {json.dumps(typed, ensure_ascii=False)}, '
        f"patterns = {{ en = [{json.dumps(pattern, ensure_ascii=False)}] }} }},",
        language="toml",
        wrap_lines=True,
    )


page()
