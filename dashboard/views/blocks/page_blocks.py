"""The blocks that pages are made of: titles, a chart beside its table, downloads, a list of sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st
from babel.dates import format_date
from markupsafe import Markup

from collectors.compare import ComparisonRow, PairFamily, page_of
from collectors.export import stamp
from dashboard import embedding, findings, queries
from dashboard.context import PageContext
from dashboard.render import charts, html, theme
from dashboard.render.charts import SHARE, Dot, Form, number
from dashboard.render.html import DOT, NOTHING, escaped, fill, together
from dashboard.render.picture_file import PictureText, dots_file, figure_file
from dashboard.selection import ALL, OUTLET, VOICES, field
from dashboard.translation import page_language, translated, translated_count
from dashboard.views.blocks import farthest_pairs, picture_buttons, row_order
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

#: How a table is read, for the source line under one that is shown alone.
TABLES = "Intervals are 95% intervals with articles as the unit."
COPIED = 200  # rows for the clipboard: as many as a page draws without delay
PAGE = 8  # sentences a list shows at once
Rows = Sequence[ComparisonRow]
Opens = Callable[[ComparisonRow], str]  # the address of what a row's number counts
SENTENCES = "sentences"  # the anchor of a page's list of sentences


# --- words -------------------------------------------------------------------------------------------------------


def title(text: str, deck: str = "") -> None:
    """Draw the page's headline and the sentence under it."""
    said = html.element("p", translated(deck), "px-deck") if deck else NOTHING
    show_html(html.element("h1", translated(text), "px-h1") + said)


def heading(text: str, note: str = "", *, anchor: str = "") -> None:
    """Draw a section's heading with a note on how to read it; `anchor` is the id that links to it end with."""
    at = fill(' id="{}"', anchor) if anchor else NOTHING
    said = html.element("p", translated(note), "px-note") if note else ""
    show_html(fill('<h2 class="px-h2"{}>{}</h2>{}', at, translated(text), said))


def subheading(text: str, note: str = "") -> None:
    """Draw the heading of one of several small charts."""
    said = html.element("p", translated(note), "px-note") if note else NOTHING
    show_html(html.element("h3", translated(text), "px-h3") + said)


def note(text: str) -> None:
    """Draw a sentence in the quiet style of notes."""
    show_html(html.element("p", translated(text), "px-note"))


def day(value: date | None) -> str:
    """Return a day as pages write it; "undated" for None."""
    return _written_day(value, page_language()) if value else translated("undated")


@lru_cache(maxsize=4096)  # a timeline names the same days in each of its rows
def _written_day(value: date, language: str) -> str:
    return format_date(value, "d. MMMM y" if language == "de" else "d MMMM y", locale=language)


def days(first: date, last: date) -> str:
    """Return two days as a span, or one day where they are the same."""
    return day(first) if first == last else translated("{first} to {last}", first=day(first), last=day(last))


def nothing(context: PageContext, why: str = "No article in this selection.") -> None:
    """Say that the selection holds nothing, with a link to doubtful texts where only those are left."""
    counted = queries.counted(context.data, context.sel)
    page = str(st.session_state.get("page", ""))
    if not counted["found"]:
        note("This event has no article in this data set yet.")
    elif context.sel.grade == "good" and not counted["shown"] and counted["doubtful"]:
        href = replace(context.sel, grade=ALL).link("" if page == "overview" else page)
        doubtful = many(counted["doubtful"], "text was", "texts were")
        said = f"{why} {doubtful} read with doubt and {'is' if counted['doubtful'] == 1 else 'are'} left out."
        show_html(fill('<p class="px-note">{} {}</p>', said, html.link("Show doubtful texts, too", href)))
    else:
        note(f"{why} Widen the phase, the copies or the outlets.")


def many(count: int, one: str, more: str = "") -> str:
    """Return a count with its noun; the plural is `more`, or `one` with an s."""
    return translated_count(count, one, more or one + "s")


def capital(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def scope(context: PageContext) -> str:
    """Return what the selection is limited to (phase, voice, copies), as the end of a sentence."""
    sel = context.sel
    parts = [
        context.labels.phases.get(sel.phase, "") if sel.phase != ALL else "",
        VOICES[sel.voice].lower() if sel.voice != ALL else "",
    ]
    parts += [{"own": "own-produced articles only", "one": "one article per group of copies"}.get(sel.copies, "")]
    return ", ".join(part for part in parts if part)


# --- numbers -----------------------------------------------------------------------------------------------------


def interval(row: ComparisonRow, form: Form) -> str:
    """Return the 95% interval as tables write it, or why there is none."""
    if not row.enough:
        return translated("not enough articles")
    if row.ci_low is None or row.ci_high is None:
        return "–"
    low, high = number(row.ci_low, form), number(row.ci_high, form)
    return f"{low} to {high}" if row.ci_low < 0 else f"{low.removesuffix('%')}–{high}"


def finding_heading(context: PageContext, what: str, rows: Rows, form: Form = SHARE, place: str = ALL) -> str:
    """Return the heading over one number per row: the largest difference where one holds, else what is counted."""
    rows = context.of_shown(rows)
    pair = farthest(context, rows[0], place).pairs.get((rows[0].metric, rows[0].variant)) if rows else None
    heading = findings.headline(what, rows, context.spoken, form, pair)
    return capital(heading + farthest_pairs.shared_language(context, pair))


def farthest(context: PageContext, row: ComparisonRow, place: str = ALL) -> PairFamily:
    """Return the farthest pairs of all figures of the page that shows this row, in the row's voice and copies."""
    sel = replace(context.sel, voice=row.voice, copies=row.copies)
    return queries.pairs(context.data, ((page_of(row.metric), sel),), context.ids, place)


def dot_block(
    context: PageContext,
    rows: Rows,
    *,
    what: str,
    form: Form = SHARE,
    key: str,
    opens: Opens | None = None,
    ranks: bool = True,
) -> None:
    """Draw a dot plot of one estimate per outlet beside a table of the same numbers.

    Args:
        context: The page.
        rows: The estimates.
        what: What is counted.
        form: How the numbers are written.
        key: Unique key of the chart, which also names its file.
        opens: Address of what a number counts; None leads to the row's articles.
        ranks: Whether the largest stands first, within a language where the figure does not compare across languages;
            otherwise rows stand in the order given, where they do not compare.
    """
    shown = context.of_shown(rows)
    order = row_order.ordered(context, shown) if ranks else row_order.OrderedRows(shown)
    rows, ranks = order.rows, ranks and not order.languages
    if not rows:
        note("Nothing in the selection to count. Widen the phase, the voice or the outlets.")
        return
    if order.note:
        note(order.note)
    left, right = st.columns([5, 4], gap="medium")
    with left:
        dot_chart(context, rows, what=what, form=form, key=key, ranks=ranks)
    with right, embedding.block(f"{key}_table") as alone:
        show_html(
            estimate_table(
                context, rows, what=what, form=form, opens=opens or articles_of(context), articles=articles_of(context)
            )
        )
        if alone:
            words = PictureText(what, picture_buttons.source_line(context, TABLES), what)
            picture_buttons.alone_line(context, words)


def dot_chart(context: PageContext, rows: Rows, *, what: str, form: Form, key: str, ranks: bool = True) -> None:
    """Draw a dot plot of one estimate per outlet, in the order given, with a button that saves it as SVG."""
    dots = []
    for row in rows:
        place = context.units[row.outlet].colour if row.outlet in context.units else 0
        look = theme.outlet_colour(place), theme.outlet_shape(place)
        dots.append(
            Dot(context.name(row.outlet), row.estimate, row.ci_low, row.ci_high, row.n_articles, row.enough, *look)
        )
    described = row_order.alt(context, rows, what, form, ranks=ranks)
    words = PictureText(what, picture_buttons.source_line(context), described)
    _chart(context, charts.dots(dots, form), words, key, lambda: dots_file(dots, form, words))


def draw(context: PageContext, figure: go.Figure, *, what: str, reading: str, alt: str, key: str) -> None:
    """Draw a chart with its description for readers who cannot see it, and buttons that save it.

    Args:
        context: The page.
        figure: The chart.
        what: What it shows, as the title of its picture.
        reading: How it is read, in whole sentences, under its picture.
        alt: The chart in words.
        key: Unique key of the chart, which also names its files.
    """
    words = PictureText(what, picture_buttons.source_line(context, reading), alt)
    _chart(context, figure, words, key, lambda: figure_file(figure, words))


def _chart(context: PageContext, figure: go.Figure, words: PictureText, key: str, make: Callable[[], bytes]) -> None:
    with embedding.block(key) as alone:
        if alone:
            show_html(html.element("h3", words.title, "px-h3"))
        st.plotly_chart(figure, config=dict(charts.CONFIG), alt=words.alt, key=key)
        name = file_name(context, embedding.block_name(key).replace("_", "-"))
        picture_buttons.picture_row(context, key, name, words, make)
        if alone:
            picture_buttons.alone_line(context, words)


def articles_of(context: PageContext) -> Opens:
    """Return a function that gives the address of a row's articles."""
    return lambda row: context.sel.link("articles", of=row.outlet)


def linked(text: str, counted: float, row: ComparisonRow, opens: Opens | None) -> Markup:
    """Return a number as a link to what it counts; without a link where `counted` is 0 or `opens` is None."""
    return html.link(text, opens(row)) if opens and counted else escaped(text)


def estimate_table(
    context: PageContext, rows: Rows, *, what: str, form: Form, opens: Opens | None = None,
    articles: Opens | None = None,
) -> Markup:  # fmt: skip
    """Return a table of estimates with interval, count and articles; `opens` and `articles` say where numbers lead."""
    body = []
    for row in rows:
        inside = interval(row, form)
        shown = inside if row.enough else fill('<span class="warn">{}</span>', inside)
        value = linked(number(row.estimate, form), row.numerator, row, opens)
        cells = [context.swatch(row.outlet), value, shown]
        if form is SHARE:
            cells.append(f"{row.numerator:,.0f} of {row.denominator:,.0f}")
        body.append([*cells, linked(f"{row.n_articles:,}", row.n_articles, row, articles)])
    counted = form is SHARE
    columns = [
        context.kind,
        translated("Share") if counted else translated("Mean"),
        translated("95% interval"),
        *([translated("Count")] if counted else []),
        translated("Articles"),
    ]
    return worded_table(what, columns, body)


def downloads(context: PageContext, rows: Rows | Callable[[], Rows], name: str) -> None:
    """Draw buttons for the page's rows as CSV and for all rows of the event. Each file is made when it is asked for.

    Args:
        context: the page.
        rows: the rows, or what computes them when a file or the table is asked for.
        name: what the files are named after.
    """

    def shown() -> list[ComparisonRow]:
        return _as_read(context, rows() if callable(rows) else rows)

    with st.container(horizontal=True, gap="small", key=f"downloads_{name}"):
        st.download_button(
            translated("These numbers as CSV"),
            lambda: queries.csv(context.data, context.sel, shown()),
            file_name=f"{file_name(context, name)}.csv",
            mime="text/csv",
            key=f"csv_{name}",
            on_click="ignore",
        )
        copy = st.popover(translated("Copy as a table"), key=f"copy_{name}", on_change="rerun")
        if copy.open:
            with copy:
                copied = shown()
                note(f"The button at the right copies the {'first ' * (len(copied) > COPIED)}rows for a spreadsheet.")
                st.code(queries.copied(context.data, context.sel, copied[:COPIED]), language=None, height=240)
        if context.sel.blind:  # the whole file names every outlet
            return
        st.download_button(
            translated("All numbers of the event: comparison.csv"),
            lambda: queries.whole_csv(context.data, context.sel.event),
            file_name=f"{stamp(context.sel.event, context.data.version)}_comparison.csv",
            mime="text/csv",
            key=f"whole_{name}",
            on_click="ignore",
        )


def _as_read(context: PageContext, rows: Rows) -> list[ComparisonRow]:
    """The rows that are shown; in blind reading under their letters, in the letters' order."""
    shown = context.of_shown(rows)
    if not context.sel.blind:
        return shown
    shown.sort(key=lambda item: context.name(item.outlet))  # sorting by hidden names would reveal them
    named = {row.outlet: row.outlet if context.grouped else context.name(row.outlet) for row in shown}
    return [replace(row, outlet=named[row.outlet], variant=context.hide(row.variant)) for row in shown]


def file_name(context: PageContext, name: str) -> str:
    """Return the name of a download: event, page, data set, and every choice that differs from the default."""
    sel = context.sel
    parts = [
        "parallax",
        sel.event,
        name,
        sel.version,
        *(choice for choice in (sel.phase, sel.voice, sel.copies) if choice != ALL),
    ]
    parts += ["doubtful-too"] if sel.grade == ALL else []
    parts += [f"{len(sel.outlets)}-outlets"] if sel.outlets else []
    parts += list(sel.languages)
    parts += [f"by-{sel.by}"] if sel.by != OUTLET else []
    parts += ["blind"] if sel.blind else []
    return "_".join(parts)


# --- sentences ---------------------------------------------------------------------------------------------------

PLACES = {"headline": "headline", "lead": "first paragraph", "body": ""}
SAID = {"own": "outlet’s own words", "quoted": "quoted", "attributed": "reported speech", "undecided": "undecided",
        "direct": "direct", "indirect": "indirect", "mixed": "mixed"}  # fmt: skip


HITS = {"direct": "quote", "mixed": "quote", "indirect": "report"}  # a quotation's type -> its mark


def start_of(size: int = PAGE) -> int:
    """Return where a list begins, read from the address: a multiple of `size`, or 0."""
    given = field("from")
    return int(given) // size * size if given.isdecimal() and len(given) < 9 else 0


def evidence(
    context: PageContext, total: int, sentences: Sequence[queries.EvidenceSentence], start: int, means: str = ""
) -> None:
    """Draw a page of sentences with their marks, each linked to its article, and links to more.

    Args:
        context: The page.
        total: Number of sentences in all.
        sentences: The sentences of this page of the list.
        start: Number of sentences before them.
        means: What the marked words mean in English, for hovering; empty where that is not known.
    """
    if not sentences:
        note("No sentence matches this selection.")
        return
    sentences = sorted(sentences, key=lambda item: context.name(item.outlet)) if context.sel.blind else sentences
    show_html(html.evidence([quote(context, sentence, means) for sentence in sentences]))
    pager(context, total, start, len(sentences), PAGE)


def quote(context: PageContext, evidence_sentence: queries.EvidenceSentence, means: str = "") -> html.Quote:
    """Return a sentence with its marks, what they mean for hovering, and a link to its article."""
    look = HITS.get(evidence_sentence.voice, "hit")
    marks = [html.TextMark(start, end, look, means) for start, end in evidence_sentence.marks]
    sentence = html.marked(context.hide(evidence_sentence.text), marks)
    href = context.sel.link("articles", article=evidence_sentence.article) + (
        f"#at{evidence_sentence.at}" if evidence_sentence.at is not None else ""
    )
    source = [
        fill("<b>{}</b>", context.name(evidence_sentence.outlet)),
        escaped(day(evidence_sentence.day)),
        html.link(context.hide(evidence_sentence.title or "Untitled"), href),
    ]
    if evidence_sentence.speaker:
        source.append(escaped(context.hide(evidence_sentence.speaker)))
    stance = "" if evidence_sentence.stance in (None, "none", "neutral") else str(evidence_sentence.stance)
    notes = [
        translated(SAID.get(evidence_sentence.voice, evidence_sentence.voice)),
        translated(PLACES.get(evidence_sentence.place, "")),
        stance,
    ]
    return html.Quote(sentence, together(source, DOT), context.colour(evidence_sentence.outlet), notes)


def pager(context: PageContext, total: int, start: int, shown: int, size: int) -> None:
    """Say which part of a list is shown, with links to the parts before and after."""
    text = f"{start + 1:,}–{start + shown:,} of {total:,}"
    page = str(st.session_state.get("page", ""))
    fields = {key: value for key, value in st.session_state["view"].items() if key != "from"}
    ways = []
    if start:
        before = str(start - size) if start > size else ""
        ways.append(html.link(translated("← Back"), context.sel.link(page, **fields | {"from": before})))
    if start + shown < total:
        ways.append(html.link(translated("More →"), context.sel.link(page, **fields | {"from": str(start + size)})))
    show_html(fill('<p class="px-note">{} {}</p>', text, together(ways, DOT)))
