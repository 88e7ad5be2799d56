"""Naming: which variant of a concept each outlet chose, and the sentences it used it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from collectors.compare import ComparisonRow
from collectors.model import Voice
from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.render.charts import SHARE
from dashboard.selection import ALL, VOICES, field, in_page_language, keep, not_on_offer, pick
from dashboard.translation import inside_sentence, translated
from dashboard.views.blocks import (
    family_note,
    naming_matrix,
    page_blocks,
    row_order,
    sensitivity_table,
    undeclared_names,
    validated_table,
    voice_shares,
)

PLACES = {ALL: "Whole article", "headline": "Headline", "lead": "First paragraph", "body": "Rest of the text"}
WORDS = {
    "delegitimising": "delegitimising",
    "distancing": "distancing",
    "neutral": "neutral",
    "legitimising": "legitimising",
}


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "What they call it", "The words each outlet chose where it had a choice, and the sentences it put them in."
    )
    if not context.labels.concepts:
        page_blocks.note(
            "This event’s file declares no concepts, so there is nothing to compare here. Readability and sources "
            "need none."
        )
        return
    concept = pick("concept", translated("What is named"), context.labels.concepts)
    place = pick("place", translated("Where in the article"), in_page_language(PLACES))
    rows: list[ComparisonRow] = []
    for sel in dict.fromkeys((context.own_first, context.sel)):  # all words, where no outlet names it in its own
        if not any(row.numerator for row in rows):
            rows = list(queries.naming(context.data, sel, place, only=(f"naming:{concept}",), units=context.ids))
    used = {row.variant for row in rows if row.numerator}
    columns = {key: label for key, label in context.labels.variants[concept].items() if key in used}
    if not columns:
        page_blocks.nothing(context, translated("No article in this selection names it."))
        return
    show(context, rows, columns, concept, place)


def show(context: PageContext, rows: list[ComparisonRow], columns: dict[str, str], concept: str, place: str) -> None:
    """Draw the matrix, the dot plot of the chosen variant, and its sentences."""
    named = field("variant")
    variant = named if named in columns else row_order.first_shown(context, rows, list(columns))
    if named and named != variant:
        label = context.labels.variants[concept].get(named, named)
        page_blocks.note(not_on_offer(label))
    outlet = context.of()
    keep("variant", variant if named else "")
    keep("of", outlet)
    title = context.labels.concepts[concept]
    fixed = {"concept": concept, "place": "" if place == ALL else place}
    words = inside_sentence(translated(VOICES[rows[0].voice]))
    tests = queries.family_size(context.data, replace(context.sel, voice=rows[0].voice), "naming", place)
    page_blocks.heading(
        translated("{title}: the choice of words ({words})", title=title, words=words),
        translated(
            "Each row adds up to 100: of all the times it was named, the percentage that used each variant. "
            "{families}The stronger the tint, the larger the share; small figures are the 95% interval. Italics "
            "without a tint: fewer than eight articles, or eight with the mark. Choose a number to read its sentences."
            "{tested}",
            families=families_told(context.labels.families.get(concept, {}), columns),
            tested=family_note.tested_told(tests),
        ),
    )
    naming_matrix.draw(
        context,
        naming_matrix.Matrix(
            "variants",
            translated("{title}, per cent of mentions ({words})", title=title, words=words),
            columns,
            "naming",
            "variant",
            fixed,
        ),
        rows,
        variant,
        outlet,
    )
    voice_shares.undecided_note(context, concept, columns, place, rows[0].voice)
    families_above(context, rows[0].voice, concept, place)
    quoted_beside(context, rows, concept, place)
    who = context.name(outlet) if outlet else translated("all {kinds}", kinds=context.kinds)
    page_blocks.heading(
        translated("The sentences: “{variant}” in {who}", variant=columns[variant], who=who),
        anchor=page_blocks.SENTENCES,
    )
    gloss = context.labels.glosses.get(concept, {}).get(variant)
    if gloss and set(queries.languages(context.data, context.sel.event)) - {"en"}:
        page_blocks.note(translated("In other languages the marked words mean: {gloss}.", gloss=gloss))
    start = page_blocks.start_of()
    inside = replace(context.within(outlet), voice=rows[0].voice)
    total, sentences = queries.mentions(context.data, inside, concept, variant, place, start, page_blocks.PAGE)
    page_blocks.evidence(context, total, sentences, start, gloss or "")
    mine = [one_row for one_row in rows if one_row.variant == variant]
    dots(context, mine, columns[variant], variant, fixed)
    sensitivity_table.show(context, mine, f"“{columns[variant]}”", place)
    page_blocks.downloads(context, rows, f"naming-{concept}" + ("" if place == ALL else f"-{place}"))
    undeclared_names.show(context, concept)


def dots(context: PageContext, mine: list[ComparisonRow], label: str, variant: str, fixed: Mapping[str, str]) -> None:
    """Draw the dot plot of one variant's shares; `fixed` are the fields of the concept and the place."""
    place = fixed["place"] or ALL
    page_blocks.heading(
        page_blocks.finding_heading(context, f"“{label}”", mine, place=place),
        translated(
            "The dot is the share of mentions, the line its 95% interval with whole articles as the unit; the number "
            "in brackets is the articles counted. Where lines overlap widely, the order of two {kinds} is not settled.",
            kinds=context.kinds,
        ),
    )

    def opens(row: ComparisonRow) -> str:
        """Return the address of a row's sentences."""
        return context.sel.link("naming", **fixed, variant=variant, of=row.outlet) + f"#{page_blocks.SENTENCES}"

    title = context.labels.concepts[fixed["concept"]]
    what = translated("{title}: share of “{variant}”", title=title, variant=label)
    page_blocks.dot_block(context, mine, what=what, key="naming_dots", opens=opens)
    if place == ALL and mine:
        name = f"“{label}” ({inside_sentence(translated(VOICES[mine[0].voice]))})"
        validated_table.show(context, (mine[0].metric, variant, mine[0].voice), name, SHARE)


def families_above(context: PageContext, voice: str, concept: str, place: str) -> None:
    """Draw the matrix of families of variants, where outlets use at least two of them."""
    of_voice = replace(context.sel, voice=voice)
    rows = list(
        queries.naming_families(context.data, of_voice, place, only=(f"families:{concept}",), units=context.ids)
    )
    columns = {row.variant: row.variant for row in rows if row.numerator}
    if len(columns) < 2:
        return
    title = context.labels.concepts[concept]
    page_blocks.heading(
        translated(
            "{title}: families of words ({words})", title=title, words=inside_sentence(translated(VOICES[voice]))
        ),
        "The same choices, summed over the variants of each family: words that deny the thing, words of distance, "
        "neutral words, words that affirm it. The family of a variant is declared in the event’s file.",
    )
    fixed = {"concept": concept, "place": "" if place == ALL else place}
    caption = translated("{title}, per cent of mentions by family", title=title)
    spec = naming_matrix.Matrix("families", caption, columns, "naming", "family", fixed)
    naming_matrix.draw(context, spec, rows, "", "")


def families_told(families: Mapping[str, str], columns: Mapping[str, str]) -> str:
    """Return a sentence that names the families of the columns in order; empty with fewer than two families."""
    labels_of: dict[str, list[str]] = {}
    for variant, label in columns.items():
        if variant in families:
            labels_of.setdefault(families[variant], []).append(label)
    if len(labels_of) < 2:
        return ""
    said = {translated(WORDS.get(family, family)): ", ".join(names) for family, names in labels_of.items()}
    told = "; ".join(f"{family} ({names})" for family, names in said.items())
    return translated("Columns are ordered by family: {families}. ", families=told)


def quoted_beside(context: PageContext, rows: list[ComparisonRow], concept: str, place: str) -> None:
    """Draw the same matrix for quotations, where the reader did not choose whose words to count."""
    if context.sel.voice != ALL or rows[0].voice == ALL:
        return
    sel = replace(context.sel, voice=str(Voice.QUOTED))
    said = queries.naming(context.data, sel, place, only=(f"naming:{concept}",), units=context.ids)
    used = {row.variant for row in said if row.numerator}
    if not used:
        return
    columns = {key: label for key, label in context.labels.variants[concept].items() if key in used}
    page_blocks.heading(
        translated("{title}: in quotations", title=context.labels.concepts[concept]),
        "The words of the people whom each outlet quotes. A difference that appears only here is one of sources.",
    )
    fixed = {"concept": concept, "place": "" if place == ALL else place, "voice": str(Voice.QUOTED)}
    spec = naming_matrix.Matrix(
        "quoted", translated("Per cent of mentions (quoted)"), columns, "naming", "variant", fixed
    )
    naming_matrix.draw(context, spec, said, "", "")


page()
