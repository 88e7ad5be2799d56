"""Distinctive words: the words that set an outlet apart, beside what chance alone gives, and a map of outlets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from collectors.compare.correspondence import NamingMap
from collectors.compare.distinctive_words import DistinctiveWord
from collectors.support.plurals import many
from dashboard import blind_reading, queries
from dashboard.background_work import AnswerBoard, WorkedAnswer
from dashboard.context import PageContext, page_context
from dashboard.queries import distinctive_word_queries as asked
from dashboard.queries.worker_process import Pending
from dashboard.render import html, theme
from dashboard.render.charts import plain
from dashboard.render.html import escaped, fill, together
from dashboard.render.word_charts import Label, Spot, WordMark, outlets_map, words
from dashboard.selection import VOICES, field, keep, pick
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.waiting_block import waiting
from dashboard.views.blocks.worded_table import worded_table

SHOWN = 14  # words of a dot plot
BRIEF = 6  # words of an outlet in the table of all
LEVEL = 0.05
SIDES = {"more": "What it uses more", "less": "What it uses less"}
COMPARED = {"each": "Each against all others", "group": "The chosen outlets together"}


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "Distinctive words",
        f"Words and phrases of up to three words that one of the {context.kinds} uses more, or less, than all the "
        f"others: {VOICES[context.sel.voice].lower()}.",
    )
    if context.labels.concepts:
        asked.outlets_map(
            context.data, context.sel, at_once=True
        )  # asked for first, because the map takes seconds and the words a minute
    if asked.has_terms(context.data):
        distinctive(context)
    else:
        page_blocks.note("This data set was published before Parallax counted words. Publish it again to see them.")
    framing(context)


def distinctive(context: PageContext) -> None:
    """Draw the table of all outlets, one outlet beside its shuffled counterpart, and the sentences of a word."""
    sel = context.sel
    group: tuple[str, ...] = ()
    some = sel.outlets and not context.grouped and len(sel.outlets) < len(context.outlets)
    if some and pick("against", "Compare", COMPARED) == "group":
        group, sel = sel.outlets, asked.without_outlets(sel)
    answer = asked.words(context.data, sel, group)
    if isinstance(answer, Pending):
        waiting(lambda: isinstance(asked.words(context.data, sel, group, at_once=True), Pending), answer, key="words")
        return
    if answer is None:
        page_blocks.note(
            f"There are not enough words to compare: it takes two {context.kinds}, and words that five articles share. "
            "Widen the phase, the voice or the outlets."
        )
        return
    answer = unmarked(context, answer)
    at_a_glance(context, answer, group)
    units = {unit: _name(context, unit, group) for unit in answer.real.more if group == () or unit != "the rest"}
    best = max(units, key=lambda one_unit: (_different(answer.real.more[one_unit]), -list(units).index(one_unit)))
    unit = pick("unit", context.kind, units, best, menu=True) if len(units) > 1 else best
    side = pick("side", "Direction", SIDES)
    listed = (answer.real.more if side == "more" else answer.real.less)[unit]
    chance = (answer.null.more if side == "more" else answer.null.less).get(unit, ())
    beside(context, units[unit], listed, chance, unit)
    chosen = field("term") or next((word.term for word in listed), "")
    sentences(context, chosen, unit if not group else "", units[unit])
    rows = [
        word
        for lists in (answer.real.more, answer.real.less)
        for one_unit in units
        if one_unit in context.ids
        for word in lists[one_unit]
    ]
    if not group:
        page_blocks.downloads(context, asked.rows(context.data, context.sel, rows), "distinctive-words")


def _name(context: PageContext, unit: str, group: Sequence[str]) -> str:
    return " and ".join(context.name(outlet) for outlet in group) if group else context.name(unit)


def _different(words: Sequence[DistinctiveWord]) -> int:
    return sum(word.q is not None and word.q < LEVEL for word in words)


def unmarked(context: PageContext, answer: WorkedAnswer) -> WorkedAnswer:
    """Return the answer; in blind reading without words that hold a part of an outlet's name."""
    if not context.sel.blind:
        return answer
    names = queries.outlet_names(context.data)

    def shown_lists(lists: Mapping[str, Sequence[DistinctiveWord]]) -> dict[str, list[DistinctiveWord]]:
        """Return the lists without words that give an outlet away, in the order of the names shown."""
        order = sorted(lists, key=context.name)  # sorting by hidden names would reveal them
        return {
            unit: [word for word in lists[unit] if not blind_reading.gives_away(word.term, names)] for unit in order
        }

    boards = (
        replace(board, more=shown_lists(board.more), less=shown_lists(board.less))
        for board in (answer.real, answer.null)
    )
    page_blocks.note("In blind reading words that are a part of an outlet’s name or its initials are left out.")
    return WorkedAnswer(*boards)


def at_a_glance(context: PageContext, answer: WorkedAnswer, group: Sequence[str]) -> None:
    """Draw every outlet's first words, and what chance alone gives."""
    sampled, whole = asked.counted(context.data, context.sel.event)
    part = "" if sampled in {0, whole} else f" Words are counted in a sample of {sampled:,} of {whole:,} articles."
    page_blocks.heading(
        f"All {context.kinds} at once",
        "The words that set each apart most: ranked by log-odds against all others, in bold where the difference "
        "survives a shuffle of whole articles (q below .05). In brackets: in how many of its articles. A word may set "
        "one apart because of its topics, its house style or a standing line under each text; read the sentences "
        f"before you call it framing.{part}",
    )
    body = []
    for unit, listed in answer.real.more.items():
        if unit == "the rest" if group else unit not in context.ids:
            continue
        shown = together((_chip(context, word, unit) for word in listed[:BRIEF]), escaped(", ")) or "–"
        n = listed[0].n if listed else 0
        enough = any(word.enough for word in listed)
        name = context.swatch(unit, _name(context, unit, group))
        tested = f"{_different(listed)}" if enough else fill('<span class="warn">not enough articles</span>')
        body.append([name, shown, tested, f"{n:,}"])
    columns = [context.kind, "Words", "With q < .05", "Articles"]
    show_html(worded_table("The first words of each", columns, body, left=2, cards=True))
    page_blocks.note(_chance(context, answer))


def _chance(context: PageContext, answer: WorkedAnswer) -> str:
    if not answer.real.tested:
        return "Nothing was tested: it takes eight articles of a row, and eight of all the others."

    def differing(board: AnswerBoard) -> str:
        """Return how many of the tested words have small p and q, in words."""
        share = board.below_p / board.tested if board.tested else 0.0
        return f"{share:.1%} of {board.tested:,} words have p below .05, {board.below_q:,} have q below .05"

    return (
        f"Between the {context.kinds} {differing(answer.real)}. "
        f"Between shuffled {context.kinds}, where nothing differs, {differing(answer.null)}."
    )


def _chip(context: PageContext, word: DistinctiveWord, unit: str) -> Markup:
    href = context.sel.link("distinctive_words", unit=unit, term=word.term, against=field("against"))
    text = html.link(context.hide(word.term), href)
    strong = fill("<b>{}</b>", text) if word.q is not None and word.q < LEVEL else text
    return fill("{} ({})", strong, word.articles)


def beside(
    context: PageContext, name: str, listed: Sequence[DistinctiveWord], chance: Sequence[DistinctiveWord], unit: str
) -> None:
    """Draw one outlet's words beside the same analysis of shuffled articles, on the same scale.

    Args:
        context: The page.
        name: Name of the outlet.
        listed: Its words.
        chance: The words of an outlet of the same size with shuffled articles.
        unit: The outlet's id.
    """
    page_blocks.heading(
        f"{name} against the others",
        "First the real one; beside it, on the same scale, one of the same size whose articles were assigned by "
        "chance. Filled dots, which come first, have q below .05. Words are ranked by the z-score of the log-odds; "
        "only q says whether a difference holds up.",
    )
    real, null = listed[:SHOWN], chance[:SHOWN]
    if not real:
        page_blocks.note("No word of the others is used differently here.")
        return
    reach = max((word.z for word in (*real, *null)), key=abs)
    panels = [(real, name, context.colour(unit)), (null, f"Chance alone: shuffled {context.kinds}", theme.INK)]
    shown = (
        panels if any(word.enough for word in real) else panels[:1]
    )  # shuffling so few articles gives nearly the same articles
    for column, (some, what, colour) in zip(st.columns(2, gap="medium"), shown, strict=False):
        with column:
            page_blocks.subheading(what)
            marks = [_mark(context, word) for word in some]
            alt = f"{what}: z-scores of {len(some)} words, {_different(some)} with q below .05. See the table."
            reading = (
                "Dots are z-scores of the log-odds against the others, to the right used more; a filled dot: the "
                "difference survives exchanging whole articles (q below .05)."
            )
            figure = words(marks, colour, reach)
            page_blocks.draw(
                context, figure, what=f"Distinctive words: {what}", reading=reading, alt=alt, key=f"words_{what}"
            )
    show_html(_table(context, name, real, unit))


def _mark(context: PageContext, word: DistinctiveWord) -> WordMark:
    q_text = "not tested" if word.q is None else f"q {word.q:.3f}"
    said = (
        f"<b>{plain(context.hide(word.term))}</b><br>{_rate(word.uses, word.words)} per 1,000 words, others "
        f"{_rate(word.rest_uses, word.rest_words)}<br>in {word.articles} of {many(word.n, 'article')}, {q_text}"
    )
    return WordMark(context.hide(word.term), word.z, word.q is not None and word.q < LEVEL, said)


def _rate(uses: int, among: int) -> str:
    return f"{1000 * uses / among:.2f}" if among else "–"


def _table(context: PageContext, name: str, listed: Sequence[DistinctiveWord], unit: str) -> Markup:
    body = [
        [
            _chip_only(context, word, unit), _rate(word.uses, word.words), _rate(word.rest_uses, word.rest_words),
            f"{word.articles} of {word.n:,}", f"{word.rest_articles} of {word.rest_n:,}",
            f"{word.z:.1f}", _small(word.p), _small(word.q),
        ]
        for word in listed
    ]  # fmt: skip
    columns = ["Word", "Per 1,000 words", "Others", "In articles", "Others’ articles", "z", "p", "q"]
    return worded_table(f"{name}: words and the numbers behind them", columns, body)


def _chip_only(context: PageContext, word: DistinctiveWord, unit: str) -> Markup:
    return html.link(
        context.hide(word.term),
        context.sel.link("distinctive_words", unit=unit, term=word.term, against=field("against")),
    )


def _small(value: float | None) -> str:
    if value is None:
        return "–"
    return "< .001" if value < 0.001 else f"{value:.3f}"


def sentences(context: PageContext, term: str, unit: str, name: str) -> None:
    """Draw the first sentence with the word from each of the outlet's articles that use it."""
    if not term:
        return
    page_blocks.heading(
        f"The sentences: “{context.hide(term)}” in {name}", "The first use in each article that holds it."
    )
    keep("term", term if field("term") else "")
    start = page_blocks.start_of()
    if not asked.counted(context.data, context.sel.event)[0]:
        page_blocks.note("This data set carries no texts, so the sentences cannot be shown.")
        return
    total, shown = asked.term_sentences(context.data, context.within(unit), term, start, page_blocks.PAGE)
    page_blocks.evidence(context, total, shown, start)


# --- the map -----------------------------------------------------------------------------------------------------


def framing(context: PageContext) -> None:
    """Draw the map of outlets and variants."""
    if not context.labels.concepts:
        return
    page_blocks.heading(
        "Who chooses alike: a map",
        "Outlets that stand close make similar choices where the event’s file declares one; a variant lies in the "
        "direction of the outlets that prefer it. The ellipse is where an outlet would stand in 95 of 100 draws of its "
        "articles: where two overlap, their difference is not settled. What outlets write about plays no part, only "
        "what they call it. Distances between an outlet and a variant cannot be read off.",
    )
    drawn_map = asked.outlets_map(context.data, context.sel)
    if isinstance(drawn_map, Pending):
        waiting(
            lambda: isinstance(asked.outlets_map(context.data, context.sel, at_once=True), Pending),
            drawn_map,
            key="map",
        )
        return
    if drawn_map is None:
        page_blocks.note("A map takes three outlets with eight articles each that name something. Widen the selection.")
        return
    spots = [_spot(context, drawn_map, index) for index in range(len(drawn_map.places))]
    labels = [
        Label(
            _variant(context, point.concept, point.variant), point.x, point.y,
            point.mentions * (point.x**2 + point.y**2),
            f"{plain(context.labels.concepts.get(point.concept, point.concept))}: "
            f"{plain(_variant(context, point.concept, point.variant))}<br>{point.mentions} mentions",
        )
        for point in drawn_map.points
    ]  # fmt: skip
    one, two = drawn_map.inertia
    axes = (f"{one:.0%} of all differences between {context.kinds}", f"{two:.0%} of them")
    alt = (
        f"Map of {len(spots)} outlets and {len(labels)} variants; the two axes show {one + two:.0%} of the differences."
    )
    reading = (
        f"{context.kinds.capitalize()} that choose alike stand together, variants near those that use them; ellipses "
        "are 95% regions with articles as the unit."
    )
    figure = outlets_map(spots, labels, axes)
    page_blocks.draw(context, figure, what="Who names alike", reading=reading, alt=alt, key="framing_map")
    chance = "more than" if drawn_map.p < 0.05 else "no more than"
    page_blocks.note(
        f"The whole picture shows {chance} exchanging articles between {context.kinds} gives "
        f"(p = {drawn_map.p:.3f}, total inertia)."
    )
    if drawn_map.left_out:
        few = ", ".join(f"{context.name(outlet)} ({count})" for outlet, count in drawn_map.left_out)
        page_blocks.note(f"Left out, because fewer than eight of their articles name anything: {few}.")
    with st.expander("The places as numbers"):
        show_html(_map_table(context, drawn_map))


def _spot(context: PageContext, naming_map: NamingMap, index: int) -> Spot:
    place = naming_map.places[index]
    outlet = context.outlets.get(place.unit)
    said = (
        f"<b>{plain(context.name(place.unit))}</b><br>{many(place.mentions, 'mention')} in {many(place.n, 'article')}"
    )
    shape = theme.outlet_shape(outlet.colour) if outlet else "circle"
    colour = theme.outlet_colour(outlet.colour) if outlet else theme.INK
    return Spot(
        label=context.name(place.unit),
        x=place.x,
        y=place.y,
        major=place.major,
        minor=place.minor,
        angle=place.angle,
        colour=colour,
        shape=shape,
        said=said,
    )


def _variant(context: PageContext, concept: str, variant: str) -> str:
    return context.labels.variants.get(concept, {}).get(variant, variant)


def _map_table(context: PageContext, naming_map: NamingMap) -> Markup:
    body = [
        [escaped(context.name(place.unit)), f"{place.x:.2f}", f"{place.y:.2f}", f"{place.mentions:,}", str(place.n)]
        for place in naming_map.places
    ]
    body += [
        [
            escaped(_variant(context, point.concept, point.variant)),
            f"{point.x:.2f}",
            f"{point.y:.2f}",
            f"{point.mentions:,}",
            "",
        ]
        for point in naming_map.points
    ]
    return worded_table(
        "Places on the map", ["Outlet or variant", "First axis", "Second", "Mentions", "Articles"], body
    )


page()
