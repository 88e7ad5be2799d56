"""Claims: how far two outlets differ in one figure, and how much that depends on the choices made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, permutations

from collectors.compare import ENOUGH, PairDifference
from collectors.compare.claim_evidence import ARTICLES, ClaimEvidence, Specification
from collectors.compare.comparison_rows import ALL, ComparisonRow
from collectors.model import Voice
from dashboard import queries
from dashboard.claim_wording import exchanged, how_alike
from dashboard.context import PageContext, page_context
from dashboard.declared_claims import standing
from dashboard.render.charts import SHARE, number
from dashboard.render.html import escaped
from dashboard.selection import COPIES, GRADES, VOICES, in_page_language, pick
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

MARGINS = {"0.02": "2 points", "0.05": "5 points", "0.1": "10 points"}


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "What can be claimed",
        "Two outlets and one figure: how far apart they are, also within the same stories, how large it must "
        "be to be found, and how the result changes under every other choice. It opens with the two of one language "
        "and extent whose intervals lie farthest apart, where enough articles tell any.",
    )
    rows = rows_of(context)
    figures = choices(context, rows)
    if len(context.shown) < 2 or not figures:
        page_blocks.note("A claim needs two outlets and a figure that this selection has.")
        return
    names = {unit.id: unit.name for unit in context.shown}
    first = opening(rows, figures, names, lambda pair: queries.comparable(context.data, context.sel, pair))
    one = pick("one", translated("The claim: this one"), names, first[0], menu=True)
    rest = {key: name for key, name in names.items() if key != one}
    other = pick("other", translated("is above this one"), rest, first[1], menu=True)
    chosen = pick("figure", translated("in the share of"), figures, first[2], menu=True)
    margin = pick("margin", translated("Alike within"), in_page_language(MARGINS), "0.05")
    metric, _, variant = chosen.partition("|")
    sel = context.own_first if metric.startswith("naming:") else context.sel
    evidence = queries.claim(context.data, sel, (metric, variant), (one, other))
    spoken = sel.voice if metric.startswith("naming:") else ALL
    declared = standing(queries.contrasts(context.data), sel.event, (metric, variant), (one, other), spoken)
    own = metric.startswith("naming:") and spoken == Voice.OWN
    what = translated("{figure}, own words", figure=figures[chosen]) if own else figures[chosen]
    pair = {row.outlet: row for row in rows if (row.metric, row.variant) == (metric, variant)}
    told = " and ".join(figure_told(pair[unit]) for unit in (one, other) if unit in pair)
    answer(context, evidence, (names[one], names[other]), what, float(margin), (declared, told))
    multiverse(evidence)


def rows_of(context: PageContext) -> list[ComparisonRow]:
    """Return the figures of the selection that claims can be about."""
    return [
        *queries.naming(context.data, context.own_first, units=context.ids),
        *queries.sources(context.data, context.sel, units=context.ids),
    ]


def opening(
    rows: Sequence[ComparisonRow],
    figures: Mapping[str, str],
    names: Mapping[str, str],
    comparable: Callable[[tuple[str, str]], bool],
) -> tuple[str | None, str | None, str | None]:
    """Return the claim that the page opens with: the two outlets whose intervals of one figure lie farthest apart.

    Args:
        rows: The figures of the selection.
        figures: Those that a claim can be about, "metric|variant" -> label.
        names: The outlets on offer.
        comparable: Whether two outlets may be compared.

    Returns:
        The outlet above, the outlet below and the figure. Where no figure is known well enough of two, the first two
        that may be compared, without a figure; None each where no two may.
    """
    rows_of: dict[str, list[ComparisonRow]] = {figure: [] for figure in figures}
    for row in rows:
        figure = f"{row.metric}|{row.variant}"
        if figure in rows_of and row.outlet in names and row.ci_low is not None and row.n_articles >= ENOUGH:
            rows_of[figure].append(row)
    pairs = [
        ((above.ci_low or 0.0) - (below.ci_high or 0.0), above.outlet, below.outlet, figure)
        for figure, of in rows_of.items()
        for above, below in permutations(of, 2)
    ]
    pairs.sort(key=lambda pair: -pair[0])
    for _, above_outlet, below_outlet, figure in pairs:
        if comparable((above_outlet, below_outlet)):
            return above_outlet, below_outlet, figure
    one, other = next(filter(comparable, combinations(names, 2)), (None, None))
    return one, other, None


def choices(context: PageContext, rows: Sequence[ComparisonRow]) -> dict[str, str]:
    """Return the figures that a claim can be about: "metric|variant" -> label."""
    used = {(row.metric, row.variant) for row in rows if row.numerator}
    label_of = {
        f"naming:{concept}|{variant}": f"{context.labels.concepts[concept]}: “{label}”"
        for concept, variants in context.labels.variants.items()
        for variant, label in variants.items()
        if (f"naming:{concept}", variant) in used
    }
    for kind, labels in (("side", context.labels.sides), ("role", context.labels.roles)):
        label_of |= {
            f"sources:{kind}|{key}": translated("Speakers’ words: {side}", side=label)
            for key, label in labels.items()
            if (f"sources:{kind}", key) in used
        }
    plain = {
        "quoted_words": translated("Words given to speakers"),
        "direct_share": translated("Direct quotation"),
        "unattributed": translated("No speaker"),
    }
    return label_of | {f"sources:{key}|": label for key, label in plain.items() if (f"sources:{key}", "") in used}


def answer(
    context: PageContext, evidence: ClaimEvidence, names: tuple[str, str], what: str, margin: float,
    told: tuple[str, str],
) -> None:  # fmt: skip
    """Draw the evidence for the claim as a table.

    Args:
        context: The page.
        evidence: The evidence.
        names: Names of the first and the second outlet.
        what: Label of the figure.
        margin: Largest difference (a share) within which the two count as alike.
        told: Whether the claim was declared, as a sentence; and the two figures.
    """
    if not evidence.comparable:
        page_blocks.note(
            f"{names[0]} and {names[1]} have no texts in one language and of one extent here. What is measured in one "
            "language errs otherwise in another, so nothing is claimed about the two."
        )
        return
    if evidence.pair is None:
        page_blocks.note(
            f"Not enough {context.kinds} or articles with the mark for a claim about {names[0]} and {names[1]}: eight "
            "articles each, eight with the mark (four outlets in a group)."
        )
        return
    pair, within = evidence.pair, evidence.within
    chance = exchanged(pair)
    stories = translated("{stories} stories that both tell", stories=evidence.stories)
    size, least = points(abs(pair.difference)), evidence.detectable
    apart = how_apart(names, size, above=pair.difference >= 0)
    page_blocks.heading(f"{what}: {apart}", told[0])
    rows = [
        [translated("The two figures"), told[1], translated("with 95% intervals, counts and articles")],
        [translated("Difference"), span(pair.difference, pair.low_end, pair.high_end), chance_of(pair, chance)],
        [translated("Within the same stories"),
         span(within.difference, within.low_end, within.high_end) if within else "–",
         f"{stories}; {chance_of(within)}" if within
         else translated("{stories} stories that both tell: too few", stories=evidence.stories)],
        *([[translated("Within phases and kinds of text"), span(*evidence.in_strata),
            translated("weighted by how much both say in each; this is what p tests")]] if evidence.in_strata else []),
        [translated("Smallest difference to be found"),
         "–" if least is None else translated("{points} points", points=points(least)),
         translated("four times in five, at these numbers")],
        [translated("Alike"), translated("yes") if evidence.alike(margin) else translated("not shown"),
         how_alike(evidence, margin)],
    ]  # fmt: skip
    if evidence.pooled:
        shown = " and ".join(number(value, SHARE) for value in evidence.pooled)
        rows.append(
            [
                translated("With partial pooling"),
                shown,
                translated("each drawn towards all outlets as far as its articles leave it open"),
            ]
        )
    heads = [translated("Question"), translated("Answer"), translated("How")]
    show_html(worded_table(translated("The claim"), heads, [[escaped(cell) for cell in row] for row in rows], left=3))


def how_apart(names: tuple[str, str], size: str, *, above: bool) -> str:
    """Return how far apart two outlets are as a sentence.

    Args:
        names: Their names.
        size: The difference in points, without its sign.
        above: Whether the first lies above the second.
    """
    values = {"one": names[0], "other": names[1], "points": size}
    if size == "0":
        return translated("{one} as {other}", **values)
    if above:
        return translated("{one} {points} points above {other}", **values)
    return translated("{one} {points} points below {other}", **values)


def figure_told(figure: ComparisonRow) -> str:
    """Return a share with its interval, its count and its articles, as text."""
    low, high = ("–" if end is None else number(end, SHARE) for end in (figure.ci_low, figure.ci_high))
    return (
        f"{number(figure.estimate, SHARE)} ({low} to {high}; {figure.numerator:,.0f} of {figure.denominator:,.0f} in "
        f"{figure.n_articles:,} articles)"
    )


def chance_of(pair: PairDifference, chance: str = "") -> str:
    """Return p of a difference with what it means, or why there is none."""
    if pair.p is None:
        return f"not testable: {pair.untested}"
    return f"p {least_p(pair.p, '= ')}" + (f", {chance}" if chance else "")


def least_p(value: float, equals: str = "") -> str:
    """Return a p as text, with `equals` before it; never as 0."""
    return "< 0.001" if value < 0.001 else f"{equals}{value:.3f}"


def span(difference: float, low: float, high: float) -> str:
    """Return a difference of shares with its interval, as text: points, for 63 % and 0 % differ by 63 points."""
    return translated(
        "{points} points ({low} to {high})", points=points(difference), low=points(low), high=points(high)
    )


def points(difference: float) -> str:
    """Return a difference of two shares as a number of percentage points, without a unit."""
    return number(difference, SHARE).removesuffix("%")


def multiverse(evidence: ClaimEvidence) -> None:
    """Draw the difference under every combination of choices, from the smallest up."""
    estimated = [choice for choice in evidence.curve if choice.difference is not None]
    if not estimated:
        return
    above = sum((choice.low or 0) > 0 for choice in estimated)
    below = sum((choice.high or 0) < 0 for choice in estimated)
    page_blocks.heading(
        "Under every other choice",
        translated(
            "Of {choices} combinations of choices {enough} leave enough articles: in {above} the first is above the "
            "second with an interval that leaves out 0, in {below} below. A claim that holds under one choice only is "
            "about that choice.",
            choices=len(evidence.curve),
            enough=len(estimated),
            above=above,
            below=below,
        ),
    )
    estimated.sort(key=lambda choice: choice.difference or 0)
    body = [[escaped(cell) for cell in row(choice)] for choice in estimated]
    heads = ["Whose words", "Articles", "Texts", "What counts alike", "Difference", "p"]
    show_html(worded_table("The difference under every choice", heads, body, left=4))


def row(choice: Specification) -> list[str]:
    """Return a combination of choices as a row of the table."""
    return [
        translated(VOICES.get(choice.voice, choice.voice)), translated(COPIES.get(choice.copies, choice.copies)),
        translated(GRADES.get(choice.grades, choice.grades)),
        translated("articles") if choice.weight == ARTICLES else translated("mentions"),
        span(choice.difference or 0.0, choice.low or 0.0, choice.high or 0.0),
        translated("not testable: {why}", why=choice.untested) if choice.p is None else least_p(choice.p),
    ]  # fmt: skip


page()
