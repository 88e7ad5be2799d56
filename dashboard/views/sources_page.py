"""Sources: who speaks in each outlet's articles, how much of the words they get, and how they are introduced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from collectors.compare import ComparisonRow
from dashboard import likely_quotations, queries
from dashboard.context import PageContext, page_context
from dashboard.figure_choice import widest
from dashboard.labels import NOBODY
from dashboard.render import html
from dashboard.render.charts import SCORE, SHARE
from dashboard.selection import ALL, field, in_page_language, keep, pick
from dashboard.translation import translated, translated_count
from dashboard.views.blocks import family_note, naming_matrix, page_blocks, text_extents, validated_table, voice_shares
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

KINDS = {
    "side": "Sides", "role": "Roles", "speaker": "Speakers", "stance": "Verbs", "form": "Quoting itself",
    "variety": "Variety",
}  # fmt: skip
STANCES = {
    "neutral": "neutral (said)", "distancing": "distancing (claimed)", "endorsing": "endorsing (noted)",
    "charged": "charged (admitted)", "none": "no verb",
}  # fmt: skip
WORDS = "quoted and reported words"
UNIT = {"side": WORDS, "role": WORDS, "speaker": WORDS, "stance": "quotations"}
FORMS = {
    "quoted_words": ("Words given to speakers", "Words in quotations and reported speech, of all words."),
    "direct_share": ("Direct quotation", "Quotations in quotation marks, of all quotations."),
    "unattributed": (
        "No speaker named",
        "Quotations whose speaker the text does not say or the reader could not find, of all quotations.",
    ),
}
MOST_SPEAKERS = 8
MOST_RELAYS = 12


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "Who gets to speak", "The people and bodies each outlet quotes, and how much of the quoted words is theirs."
    )
    if context.sel.voice != ALL:
        page_blocks.note(
            "Sources count quoted and reported words, so the choice of whose words changes nothing on this page."
        )
    kind = pick("by", translated("Who speaks, by"), in_page_language(KINDS))
    rows = queries.sources(context.data, context.sel, units=context.ids)
    if not any(row.numerator for row in rows):
        page_blocks.nothing(context, translated("No quotation was found in this selection."))
        return
    voice_shares.voices_note(context)
    if kind in ("side", "role", "speaker", "form"):
        text_extents.extent_note(context, "Shares of words")
    if kind == "form":
        forms(context, rows)
    elif kind == "variety":
        variety(context)
    else:
        shares(context, [row for row in rows if row.metric == f"sources:{kind}"], kind)
    family_note.tested_note(context, "sources", ALL)
    page_blocks.downloads(context, rows, "sources")


def labels(context: PageContext, rows: Sequence[ComparisonRow], kind: str) -> dict[str, str]:
    """Return the matrix's columns that have counts: id -> label.

    Sides, roles and stances keep their declared order; of speakers the `MOST_SPEAKERS` most quoted are returned. What
    is not declared, such as speakers without a name, comes last.
    """
    used: dict[str, float] = {}
    for row in context.of_shown(rows):
        used[row.variant] = used.get(row.variant, 0) + row.numerator
    used = {key: value for key, value in used.items() if value}
    if kind == "speaker":
        most = sorted(used, key=lambda item: (-used[item], item))
        return {
            speaker: NOBODY.get(speaker, context.hide(speaker))
            for speaker in [*(speaker for speaker in most if speaker not in NOBODY)][:MOST_SPEAKERS]
            + [speaker for speaker in NOBODY if speaker in used]
        }
    declared: Mapping[str, str] = {"side": context.labels.sides, "role": context.labels.roles, "stance": STANCES}[kind]
    rest = {key: NOBODY.get(key, key) for key in sorted(used) if key not in declared}
    return {key: value for key, value in declared.items() if key in used} | rest


def shares(context: PageContext, rows: list[ComparisonRow], kind: str) -> None:
    """Draw matrix, dot plot and quotations for sides, roles, speakers or stances."""
    columns = labels(context, rows, kind)
    if not columns:
        page_blocks.note("No speaker in this selection could be placed.")
        return
    who = field("who")
    named = [column for column in columns if column not in NOBODY] or list(columns)
    chosen = who if who in columns else widest(context.of_shown(rows), named)
    outlet = context.of()
    keep("who", chosen if who else "")
    keep("of", outlet)
    unit = translated(UNIT[kind])
    page_blocks.heading(
        translated("{kind}: share of voice", kind=translated(KINDS[kind])),
        translated(
            "Per cent of each row’s {unit} that go to each column. The stronger the tint, the larger the share; small "
            "figures are the 95% interval; italics without a tint: fewer than eight articles. Choose a number to read "
            "the quotations.",
            unit=unit,
        )
        + unplaced(context, rows, kind),
    )
    naming_matrix.draw(
        context,
        naming_matrix.Matrix(
            "sources", translated("Per cent of {unit}", unit=unit), columns, "sources", "who", {"by": kind}
        ),
        rows,
        chosen,
        outlet,
    )
    page_blocks.heading(
        translated(
            "The quotations: {column}, in {who}",
            column=columns[chosen],
            who=context.name(outlet) if outlet else translated("all {kinds}", kinds=context.kinds),
        ),
        anchor=page_blocks.SENTENCES,
    )
    start = page_blocks.start_of()
    likely_only = queries.has_probabilities(context.data) and likely_quotations.hides_doubtful()
    total, sentences = queries.quotations(
        context.data, context.within(outlet), kind, chosen, "", start, page_blocks.PAGE, likely_only
    )
    page_blocks.evidence(context, total, sentences, start)
    if likely_only:
        page_blocks.note(likely_quotations.meaning())
    dots(context, rows, kind, chosen, columns[chosen])
    if kind == "speaker":
        relays(context)


def dots(context: PageContext, rows: Sequence[ComparisonRow], kind: str, chosen: str, label: str) -> None:
    """Draw the dot plot of one column's shares."""
    unit = translated(UNIT[kind])
    mine = [one_row for one_row in rows if one_row.variant == chosen]
    page_blocks.heading(
        page_blocks.finding_heading(context, label, mine),
        translated(
            "The dot is the share of {unit}, the line its 95% interval with whole articles as the unit, the number in "
            "brackets the articles counted.",
            unit=unit,
        ),
    )

    def opens(row: ComparisonRow) -> str:
        """Return the address of a row's quotations."""
        return context.sel.link("sources", by=kind, who=chosen, of=row.outlet) + f"#{page_blocks.SENTENCES}"

    page_blocks.dot_block(
        context,
        mine,
        what=translated("Share of {unit}: {column}", unit=unit, column=label),
        key="sources_dots",
        opens=opens,
    )


def unplaced(context: PageContext, rows: Sequence[ComparisonRow], kind: str) -> str:
    """Return a sentence that says which share of the words has no side or role; empty for other kinds."""
    if kind not in ("side", "role"):
        return ""
    shown = context.of_shown(rows)
    total = sum(row.numerator for row in shown)
    without = sum(row.numerator for row in shown if row.variant in NOBODY)
    if not total:
        return ""
    share = f"{without / total:.0%}"
    if kind == "side":
        return translated(" {share} of the words have no side.", share=share)
    return translated(" {share} of the words have no role.", share=share)


def relays(context: PageContext) -> None:
    """Draw the agencies, outlets and recordings that passed the words on; they do not count as speakers."""
    total, listed = queries.relays(context.data, context.sel, MOST_RELAYS)
    if not listed:
        return
    page_blocks.heading(
        translated(
            "Through whom: {quotations} with a relay", quotations=translated_count(total, "quotation", "quotations")
        ),
        "Agencies that report somebody’s words, outlets that were told, videos and transcripts. Share of voice "
        "counts the speakers alone.",
    )
    body = [
        [
            html.escaped(context.hide(str(row["relay"]))),
            f"{row['quotations']:,}",
            f"{row['words']:,}",
            f"{row['outlets']:,}",
        ]
        for row in listed
    ]
    show_html(
        worded_table(
            translated("Relays"),
            [translated("Relay"), translated("Quotations"), translated("Words"), translated("Outlets that use it")],
            body,
        )
    )


def variety(context: PageContext) -> None:
    """Draw how many different speakers there are at equal numbers of quotations."""
    rows = queries.diversity(context.data, context.sel)
    equal = [row for row in rows if row.metric == "sources:variety"]
    most = max((int(row.denominator) for row in equal), default=0)
    page_blocks.heading(
        "Different speakers in equally many quotations",
        translated(
            "Draw {most} quotations of named people and bodies from each row at random: the share that are by "
            "different speakers. So rows with many and with few quotations can be compared; a row with fewer has no "
            "figure.",
            most=most,
        )
        if most
        else "No outlet here has eight articles that quote somebody by name.",
    )
    if equal:
        page_blocks.dot_block(
            context,
            equal,
            what=translated("Different speakers among {most} quotations", most=most),
            key="sources_variety",
        )
    page_blocks.heading(
        "Effective number of speakers",
        "The number of equally often quoted speakers that gives the same chance that two quotations have one speaker.",
    )
    even = [row for row in rows if row.metric == "sources:effective_speakers"]
    page_blocks.dot_block(
        context, even, what=translated("Effective number of speakers"), form=SCORE, key="sources_effective"
    )
    page_blocks.note("The line is the 95% interval from leaving out articles by turns (jackknife).")


def forms(context: PageContext, rows: Sequence[ComparisonRow]) -> None:
    """Draw how much is quoted, how much of it directly, and how much without a named speaker."""
    for metric, (name, meaning) in FORMS.items():
        mine = [row for row in rows if row.metric == f"sources:{metric}"]
        page_blocks.heading(page_blocks.finding_heading(context, translated(name), mine), meaning)
        page_blocks.dot_block(context, mine, what=f"{translated(name)}: {translated(meaning)}", key=f"sources_{metric}")
        validated_table.show(context, (f"sources:{metric}", "", ALL), translated(name), SHARE)


page()
