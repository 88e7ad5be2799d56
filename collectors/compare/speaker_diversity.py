"""How many different people and bodies each outlet quotes: sources:variety and sources:effective_speakers.

An outlet with more quotations has more speakers, so counts of speakers cannot be compared. `sources:variety` draws the
same number m of quotations from every outlet: the numerator is the expected number of different speakers among them,
the denominator is m, the estimate their ratio (1: every quotation has another speaker). m is the number of quotations
of the outlet that has fewest among those with enough articles. `sources:effective_speakers` is the number of equally
quoted speakers that would give the outlet's chance that two quotations have one speaker.

Only quotations of named people and bodies count; unnamed and unattributed ones may or may not share a speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtrit

from collectors.compare.article_arrays import ArticleArrays, Codes
from collectors.compare.article_sums import ENOUGH
from collectors.compare.comparison_rows import ALL, COPIES, OUTLET, ArticleSelection, ComparisonRow
from collectors.compare.permutations import ALPHA, generator
from collectors.method import version_of

DECIMALS = 10
VARIETY, EFFECTIVE = METRICS = ("sources:variety", "sources:effective_speakers")
#: Most groups of articles of the jackknife, so that an interval's cost does not grow with the articles.
GROUPS = 50
FEWEST = 2  # quotations; with one there is nothing to compare

Counts = NDArray[np.int64]


def rarefied(counts: Counts, m: int) -> float | None:
    """Compute the expected number of different speakers in m quotations drawn without replacement.

    The method is that of Hurlbert (1971, "The nonconcept of species diversity"); its variance is in Heck et al. (1975).

    Args:
        counts: quotations of each speaker.
        m: how many quotations are drawn.

    Returns:
        The expected number; None where m is below 1 or there are fewer than m quotations.
    """
    total = int(counts.sum())
    if m < 1 or total < m:
        return None
    held = counts[counts > 0].astype(np.float64)
    rest = total - held
    missed = np.zeros_like(held)  # the chance that none of a speaker's quotations is drawn
    can = rest >= m
    missed[can] = np.exp(_log_choose(rest[can], m) - _log_choose(np.array([float(total)]), m))
    return float((1 - missed).sum())


def _log_choose(n: NDArray[np.float64], m: int) -> NDArray[np.float64]:
    return np.asarray(gammaln(n + 1) - gammaln(m + 1) - gammaln(n - m + 1))


def effective(counts: Counts) -> float | None:
    """Compute the effective number of speakers.

    It is Hill's (1973) number of order 2 from the unbiased chance that two quotations have one speaker (Simpson 1949).

    Args:
        counts: quotations of each speaker.

    Returns:
        The number; None where no speaker is quoted twice, as then the sample is too small.
    """
    total = float(counts.sum())
    held = counts.astype(np.float64)
    twice = float((held * (held - 1)).sum())
    return total * (total - 1) / twice if twice > 0 else None


@dataclass(frozen=True, slots=True)
class SpeakerCounts:
    """The quotations of one unit of comparison: `table` is groups of articles x speakers."""

    table: Counts
    n_articles: int

    @property
    def counts(self) -> Counts:
        """Quotations of each speaker."""
        return np.asarray(self.table.sum(axis=0))

    def interval(self, m: int | None) -> tuple[float, float] | None:
        """Compute the 95 % interval of `rarefied`, or of `effective`, on the logarithmic scale.

        The method is the jackknife that leaves out one group of articles at a time (Quenouille 1956, Tukey 1958).

        Args:
            m: how many quotations are drawn; None for `effective`.

        Returns:
            Lower and upper end; None with fewer than two articles, or where leaving out a group leaves no figure.
        """
        groups = self.table[self.table.sum(axis=1) > 0]
        whole, size = self.counts, len(groups)
        if size < FEWEST or self.n_articles < FEWEST:
            return None
        left_out = [_figure(whole - group, m) for group in groups]
        centre = _figure(whole, m)
        values = np.log(np.array([figure for figure in left_out if figure]))
        if not centre or len(values) < size:
            return None
        error = float(np.sqrt((size - 1) / size * ((values - values.mean()) ** 2).sum()))
        reach = float(-stdtrit(size - 1, ALPHA / 2)) * error
        return centre * float(np.exp(-reach)), centre * float(np.exp(reach))


def _figure(counts: Counts, drawn: int | None) -> float | None:
    return effective(counts) if drawn is None else rarefied(counts, min(drawn, int(counts.sum())))


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """The quotations of named people and bodies: the index of each one's article, and a number for its speaker."""

    article: Codes
    speaker: Codes


def spoken(facts: ArticleArrays) -> SpeakerWords:
    """Read the event's quotations; an actor of the event is one speaker under all names."""
    quotations = facts.parts("quotations", ("speaker_name", "speaker_kind", "actor"))
    name, actor = quotations.columns["speaker_name"], quotations.columns["actor"]
    who = np.where(actor.codes >= 0, actor.codes, name.codes + len(actor.names))
    named = (
        quotations.columns["speaker_kind"].is_in(("person", "body", "country"))
        & (name.codes >= 0)
        & (quotations.article >= 0)
    )
    return SpeakerWords(quotations.article[named], who[named])


def speakers(facts: ArticleArrays, selection: ArticleSelection, words: SpeakerWords) -> dict[str, SpeakerCounts]:
    """Return the speakers of every unit of comparison that has a quotation in the selection, by the unit's id.

    Args:
        facts: what the event's articles hold.
        selection: the articles, and by what they are compared.
        words: the speaker and the number of words of every quotation of the event.
    """
    units = facts.units(selection.by)
    here = facts.chosen(selection)[words.article]
    article, who = words.article[here], words.speaker[here]
    unit = units.codes[article]
    return {
        units.names[code]: _speakers(article[unit == code], who[unit == code], facts, code)
        for code in np.unique(unit[unit >= 0]).tolist()
    }


def _speakers(article: Codes, who: Codes, facts: ArticleArrays, unit: int) -> SpeakerCounts:
    """Count one unit's speakers by article group; groups are dealt at random, so none is one week or one author."""
    present, place = np.unique(article, return_inverse=True)
    names, speaker = np.unique(who, return_inverse=True)
    groups = min(GROUPS, len(present))
    dealt = generator(facts.version, "diversity", unit).permutation(len(present)) % groups
    table = np.zeros((groups, len(names)), dtype=np.int64)
    np.add.at(table, (dealt[place], speaker), 1)
    return SpeakerCounts(table, len(present))


def equal_number(counted: Sequence[SpeakerCounts]) -> int:
    """Return how many quotations to draw from every unit: those of the smallest with enough articles; 0 without one."""
    sizes = [int(counts.table.sum()) for counts in counted if counts.n_articles >= ENOUGH]
    return min(sizes, default=0)


def diversity_rows(
    facts: ArticleArrays, selection: ArticleSelection, words: SpeakerWords | None = None
) -> list[ComparisonRow]:
    """Compute the rows of METRICS for a selection.

    Args:
        facts: the event.
        selection: which articles count; rows are given for all voices together only.
        words: the event's quotations; None reads them.

    Returns:
        A row of each metric for every unit that has the figure: not for one with fewer quotations than are drawn, nor
        for
        one whose interval cannot be computed.
    """
    if selection.voice != ALL:
        return []
    counted = speakers(facts, selection, spoken(facts) if words is None else words)
    drawn = equal_number(list(counted.values()))
    rows: list[ComparisonRow] = []
    for name, of in sorted(counted.items()):
        draws = (drawn, None) if drawn >= FEWEST else (None,)
        rows += [row for size in draws if (row := _row(facts, selection, name, of, size))]
    return rows


def diversity_comparison(facts: ArticleArrays, by: str = OUTLET) -> Iterator[ComparisonRow]:
    """Yield all rows of an event: all phases together in every choice of copies, single phases with all copies.

    Args:
        facts: the event.
        by: what is compared; phases have no rows of single phases.
    """
    words = spoken(facts)
    for copies in COPIES:
        yield from diversity_rows(facts, ArticleSelection(facts.event, copies=copies, by=by), words)
    for phase in () if by == "phase" else facts.phases:
        yield from diversity_rows(facts, ArticleSelection(facts.event, phase=phase, by=by), words)


def _row(
    facts: ArticleArrays, selection: ArticleSelection, unit: str, of: SpeakerCounts, drawn: int | None
) -> ComparisonRow | None:
    figure = effective(of.counts) if drawn is None else rarefied(of.counts, drawn)
    limits = of.interval(drawn)
    if figure is None or (limits is None and of.n_articles >= FEWEST):
        return None
    by = 1 if drawn is None else drawn
    low, high = (
        (round(min(limit / by, limit if drawn is None else 1.0), DECIMALS) for limit in limits)
        if limits
        else (None, None)
    )
    return ComparisonRow(
        event=facts.event, outlet=unit, phase=selection.phase, metric=VARIETY if drawn else EFFECTIVE, variant="",
        voice=selection.voice, copies=selection.copies, numerator=round(figure, DECIMALS), denominator=float(by),
        n_articles=of.n_articles, estimate=round(figure / by, DECIMALS), ci_low=low, ci_high=high, p_value=None,
        q_value=None, enough=of.n_articles >= ENOUGH,
        method_version=f"{facts.method_version}.{version_of('comparison')}", dataset_version=facts.version,
    )  # fmt: skip
