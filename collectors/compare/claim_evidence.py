"""The evidence on a claim about two outlets in one figure.

It holds the difference, also within stories that both tell; the smallest difference that could have been found; whether
the two are alike; and the difference under every other choice of words, copies, texts and weight. The curve over all
choices (Steegen et al. 2016, "Increasing transparency through a multiverse analysis"; Simonsohn et al. 2020,
"Specification curve analysis") shows whether a claim depends on one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.article_sums import ENOUGH, ArticleSums, intervals
from collectors.compare.comparison_rows import ALL, COPIES, ArticleSelection
from collectors.compare.metric_families import MetricQuestion
from collectors.compare.metric_sample import MetricSample
from collectors.compare.outlet_pairs import PairDifference, difference_of, within_strata
from collectors.compare.permutations import ALPHA, Floats
from collectors.compare.tested_families import FamilyOf, Samples
from collectors.compare.unit_permutations import exchangeable, exchanged_p, untellable
from collectors.compare.unit_sums import UnitTable
from collectors.model import Voice

#: Standard errors from 0 to a difference that is found four times in five, at .05 in two tails.
FOUND = 1.959963984540054 + 0.8416212335729143
#: Voices of the curve: words whose voice is undecided prove nothing of a voice.
_DECIDED = tuple(voice for voice in Voice if voice is not Voice.UNDECIDED)
#: Stories that both outlets must tell before they are compared within them.
FEWEST_STORIES = 8
MENTIONS, ARTICLES = "mentions", "articles"


@dataclass(frozen=True, slots=True)
class Specification:
    """The difference under one combination of choices: whose words, which copies, which texts, and what counts alike.

    `weight` is MENTIONS where each mention counts alike and ARTICLES where each article does. `difference`, its ends
    and p are None where there are too few articles; p alone where the difference cannot be tested, as `untested` says.
    """

    voice: str
    copies: str
    grades: str
    weight: str
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    untested: str


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """What is known about a claim.

    Attributes:
        pair: the difference in the selection; None where one of the two has too few articles.
        within: the difference within stories that both tell; None below FEWEST_STORIES stories.
        stories: how many stories both tell.
        detectable: the smallest difference that would be found four times in five; None where `pair` is None.
        pooled: both figures, each drawn towards the mean of all outlets the more, the less its own articles determine
            it.
        curve: the difference under every combination of choices.
        in_strata: the difference within phases and kinds of text with the ends of its interval; None where both have
            one stratum alone, or the figure is no share.
        comparable: whether both publish texts of one language and extent; where not, nothing else is told.
    """

    pair: PairDifference | None
    within: PairDifference | None
    stories: int
    detectable: float | None
    pooled: tuple[float, float] | None
    curve: tuple[Specification, ...]
    comparable: bool = True
    in_strata: tuple[float, float, float] | None = None

    def alike(self, margin: float) -> bool:
        """Return whether the whole 95 % interval of the difference lies within a margin, in the figure's own units.

        That of the difference within phases and kinds of text must lie there, too: two outlets that differ in every
        phase are not alike because one wrote more in some of them.
        These are two one-sided tests at 2.5 % (Schuirmann 1987, J. Pharmacokinetics and Biopharmaceutics 15:657),
        stricter than the 5 % that are usual there, so that the interval which is printed shows the answer.
        """
        return self.alike_as_a_whole(margin) and (
            self.in_strata is None or (-margin < self.in_strata[1] and self.in_strata[2] < margin)
        )

    def alike_as_a_whole(self, margin: float) -> bool:
        """Return the same of the difference of the two figures alone, whatever lies within phases."""
        return self.pair is not None and -margin < self.pair.low_end and self.pair.high_end < margin


def claim_evidence(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, figure: tuple[str, str], units: tuple[str, str]
) -> ClaimEvidence:
    """Collect the evidence on "the first unit is above the second".

    Args:
        facts: the event's arrays.
        selection: which articles and words count.
        family: the metrics that are tested together with the figure.
        figure: metric and variant.
        units: the two outlets or groups.
    """
    if not comparable_units(facts, selection, units):
        return ClaimEvidence(None, None, 0, None, None, (), comparable=False)
    pair, sample, at = _difference_in(facts, selection, family, figure, units, MENTIONS)
    within, stories = _within_stories(facts, selection, family, figure, units)
    detectable = None if pair is None else FOUND * (pair.high_end - pair.low_end) / (2 * 1.959963984540054)
    pooled = None if sample is None or at is None else _pooled(sample, at, facts, selection, units)
    curve = tuple(_curve(facts, selection, family, figure, units))
    in_strata = None
    if pair is not None and sample is not None and at is not None and sample.share:
        names = facts.cube.units(selection.by).names
        in_strata = within_strata(sample, (names.index(units[0]), names.index(units[1])), at)
    return ClaimEvidence(pair, within, stories, detectable, pooled, curve, in_strata=in_strata)


def comparable_units(facts: ArticleArrays, selection: ArticleSelection, units: tuple[str, str]) -> bool:
    """Whether two units have a kind of text in common: what measures one language or extent errs otherwise in another.

    Args:
        facts: the event's arrays.
        selection: which articles count.
        units: the two outlets or groups.
    """
    by = facts.cube.units(selection.by)
    if not set(units) <= set(by.names):
        return True
    chosen, kinds = facts.cube.chosen(selection), facts.cube.kinds.codes
    one, other = (set(kinds[chosen & (by.codes == by.names.index(unit))].tolist()) for unit in units)
    return not one or not other or not one.isdisjoint(other)


def _question(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, figure: tuple[str, str]
) -> MetricQuestion | None:
    questions = [question for question in family(facts, selection, (figure[0],)) if figure[1] in question.variants]
    return questions[0] if questions else None


def _difference_in(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, figure: tuple[str, str],
    units: tuple[str, str], weight: str,
) -> tuple[PairDifference | None, MetricSample | None, int | None]:  # fmt: skip
    """The difference of two units in a selection, with the sample and the variant's place in it."""
    question = _question(facts, selection, family, figure)
    samples = Samples(facts, selection)
    if question is None or not set(units) <= set(samples.names):
        return None, None, None
    sample, selected = samples.of(question)
    if weight == ARTICLES:
        if sample.units is None:
            return None, None, None
        table = _alike(sample.units)
        sample = replace(sample, sums=table.sums(), tested=table.sums(), units=table)
    at = question.variants.index(figure[1])
    one, other = (selected.names.index(unit) for unit in units)
    if not (sample.enough[one, at] and sample.enough[other, at]):
        return None, sample, at
    return difference_of(sample, figure, units, (one, other), at, facts.event), sample, at


def _alike(table: UnitTable) -> UnitTable:
    """Return the table with every unit's own share, so that a long article counts no more than a short one."""
    return replace(table, y=np.ones(len(table.y)), x=table.x / table.y[table.row])


def _figures(sample: MetricSample) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = sample.sums.parts.sum(axis=1)[:, :, 0] / sample.sums.whole.sum(axis=1)[:, None, 1]
    return ratios, intervals(sample.sums, sample.share)


def _pooled(
    sample: MetricSample, at: int, facts: ArticleArrays, selection: ArticleSelection, units: tuple[str, str]
) -> tuple[float, float] | None:
    """Both figures with partial pooling: few articles borrow from the others (DerSimonian and Laird 1986)."""
    ratios, ends = (table[:, at] for table in _figures(sample))
    estimable = np.isfinite(ends).all(axis=1) & (ends[:, 1] > ends[:, 0])
    names = facts.cube.units(selection.by).names
    places = [names.index(unit) for unit in units]
    if estimable.sum() < 3 or not estimable[places].all():
        return None
    variance = ((ends[:, 1] - ends[:, 0]) / (2 * 1.959963984540054)) ** 2
    weight = np.where(estimable, 1 / np.where(estimable, variance, 1.0), 0.0)
    values = np.where(estimable, ratios, 0.0)
    mean = weight @ values / weight.sum()
    excess = weight @ (values - mean) ** 2 - (estimable.sum() - 1)
    between = max(float(excess / (weight.sum() - (weight**2).sum() / weight.sum())), 0.0)
    mean = float((values / (variance + between))[estimable].sum() / (1 / (variance + between))[estimable].sum())
    one, other = (
        mean + between / (between + float(variance[place])) * (float(ratios[place]) - mean) if between else mean
        for place in places
    )
    return round(one, 10), round(other, 10)


def _within_stories(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, figure: tuple[str, str], units: tuple[str, str]
) -> tuple[PairDifference | None, int]:
    """Compute the difference within stories that both tell, and how many there are.

    Each story is weighted by how much both say in it (Mantel and Haenszel 1959); the interval is the jackknife over
    stories.
    """
    question = _question(facts, selection, family, figure)
    names = facts.cube.units(selection.by).names
    if question is None or not len(facts.values) or selection.by != "outlet" or not set(units) <= set(names):
        return None, 0
    chosen = facts.values.units(selection, facts.cube.chosen(selection), stories=True)
    table = facts.values.table(chosen, question.metric, question.voice, question.place, question.variants)
    one, other = (names.index(unit) for unit in units)
    table = table.only(np.array([question.variants.index(figure[1])])).keep(np.isin(table.groups, (one, other)))
    table = replace(table, groups=(table.groups == other).astype(np.int64), shape=(2, *table.shape[1:]))
    sums = table.sums()
    numerators, denominators = sums.parts[:, :, 0, 0], sums.whole[:, :, 1]
    both = np.flatnonzero((denominators > 0).all(axis=0))
    if len(both) < FEWEST_STORIES:
        return None, len(both)
    weight = denominators[0, both] * denominators[1, both] / denominators[:, both].sum(axis=0)
    apart = numerators[0, both] / denominators[0, both] - numerators[1, both] / denominators[1, both]
    difference = float(weight @ apart / weight.sum())
    left = (weight @ apart - weight * apart) / (weight.sum() - weight)
    count = len(both)
    error = float(np.sqrt((count - 1) / count * ((left - left.mean()) ** 2).sum()))
    reach = -float(stdtrit(count - 1, ALPHA / 2)) * error
    apart_by, low, high = (round(value, 10) for value in (difference, difference - reach, difference + reach))
    p_value, reason = None, _untested(sums)
    if not reason:
        shuffled = exchanged_p(table, np.ones((2, 1), dtype=bool), f"{facts.event}\x1fstories")
        p_value = round(float(shuffled[0, 0]), 10)
    (metric, variant), (high_unit, low_unit) = figure, units
    return PairDifference(
        metric=metric, variant=variant, high=high_unit, low=low_unit, difference=apart_by, low_end=low, high_end=high,
        p=p_value, q=p_value, pairs=1, untested=reason,
    ), count  # fmt: skip


def _untested(sums: ArticleSums) -> str:
    """Why a difference within stories cannot be tested; "" where it can."""
    marked, _ = exchangeable(sums)
    if marked[0, 0] < ENOUGH:
        return f"{marked[0, 0]:.0f} articles of stories that both tell have the mark, {ENOUGH} are needed"
    return untellable(sums, 0)


def _curve(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, figure: tuple[str, str], units: tuple[str, str]
) -> Sequence[Specification]:
    """Compute the difference for every choice of copies, texts, weight and, where it matters, voice."""
    spoken = figure[0].startswith(("naming:", "devices:", "readability:"))
    curve = []
    for voice in (ALL, *map(str, _DECIDED)) if spoken else (selection.voice,):
        for copies in COPIES:
            for grades in (("good",), ()):
                for weight in (MENTIONS, ARTICLES):
                    choice = replace(selection, voice=voice, copies=copies, grades=grades)
                    pair, _, _ = _difference_in(facts, choice, family, figure, units, weight)
                    name = "good" if grades else "all"
                    curve.append(_specification((voice, copies, name, weight), pair))
    return curve


def _specification(choice: tuple[str, str, str, str], pair: PairDifference | None) -> Specification:
    """The difference under a choice of voice, copies, grades and weight."""
    if pair is None:
        return Specification(*choice, None, None, None, None, "too few articles")
    return Specification(*choice, pair.difference, pair.low_end, pair.high_end, pair.p, pair.untested)
