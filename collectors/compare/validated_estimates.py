"""Figures corrected by articles that people marked: the difference estimator, whose interval carries both errors.

Of every outlet a probability sample of articles is marked by hand. The difference of the marks from what was measured
estimates the measure's error in this outlet, and the figure of all its articles is corrected by it. A measure that
varies with the marks from article to article keeps the precision of all articles; its weight is tuned
(prediction-powered inference, Angelopoulos et al. 2023, Science 382:669, and its tuned form, PPI++, arXiv:2311.01453)
over all outlets together, because eight marked articles of one outlet are too few for it. How far an outlet's error is
its own is also learnt from all outlets (an empirical Bayes weight, Morris 1983, JASA 78:47): where errors hardly differ
from outlet to outlet, or from 0, they are not estimated anew for each. Marks and measure differ in few of few marked
articles, so both the weight and the spread of the errors are kept from following single articles. So the corrected
figure is hardly ever worse than the plain one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from collectors.compare.permutations import ALPHA, Floats

#: Marked articles that an outlet needs before its figure is corrected.
FEWEST_MARKED = 4
#: Marked articles of all outlets together that must have what is counted, and that must have something else, too: with
#: fewer the marks say too little of how far they can be off.
FEWEST_TELLING = 8
#: Articles, as heavy as the heaviest marked one, that are taken to agree with the measure when its weight is tuned.
AGREEING = 8.0
#: Articles that differ as those that were marked do, and that the marks of an outlet may have missed, where there are
#: many outlets; with few, whose spread says little, (1 + 3 / outlets) times as many.
MISSED = 5.0
#: Decimals of corrected figures: beyond them processors differ in how they add up.
DECIMALS = 10


@dataclass(frozen=True, slots=True)
class MarkedOutlet:
    """One outlet's articles in one figure, a ratio of sums.

    Attributes:
        x: numerator of every article as measured.
        y: denominator of every article as measured.
        marked: places of the marked articles among them.
        marked_x: numerator of each marked article as people marked it.
        marked_y: its denominator as people marked it.
        chance: the chance with which it was drawn, above 0 and up to 1.
    """

    x: Floats
    y: Floats
    marked: NDArray[np.int64]
    marked_x: Floats
    marked_y: Floats
    chance: Floats


@dataclass(frozen=True, slots=True)
class ValidatedEstimate:
    """A figure as measured and as corrected.

    Attributes:
        plain: the figure as measured; NaN without a denominator.
        estimate: the corrected figure; None where too few articles are marked.
        low: lower end of its 95 % interval; None where `estimate` is.
        high: upper end of its 95 % interval; None where `estimate` is.
        marked: how many articles are marked.
    """

    plain: float
    estimate: float | None
    low: float | None
    high: float | None
    marked: int

    @property
    def badge(self) -> str:
        """The note shown beside the figure."""
        return f"validated, m = {self.marked}" if self.estimate is not None else "not validated"


@dataclass(frozen=True, slots=True)
class _Outlet:
    """One outlet before it is compared with the others: plain figure, its error by the marks, squared errors.

    `error_variance` is that of the error, `drawn_variance` that of the mean of the marks; `m` articles are marked. In
    `differing` of them marks and measure differ, which add `differing_variance` to that of the error.
    """

    plain: float
    error: float
    error_variance: float
    drawn_variance: float
    m: int
    differing: int
    differing_variance: float


def rounded_figure(value: float | None) -> float | None:
    """Return a measured or corrected figure, or an end of its interval, as tables hold it; None where it is missing."""
    return None if value is None or np.isnan(value) else round(value, DECIMALS)


def validated(outlets: Sequence[MarkedOutlet], *, share: bool = True) -> list[ValidatedEstimate]:
    """Correct the figure of each outlet.

    Args:
        outlets: the outlets' articles; figures of outlets with fewer than FEWEST_MARKED marks are not corrected,
            and none is where all marks together have fewer than FEWEST_TELLING articles with what is counted.
        share: whether the figure lies between 0 and 1, to which the result is then clipped.
    """
    marked = [place for place, outlet in enumerate(outlets) if _can(outlet)]
    if not _tells([outlets[place] for place in marked]):
        marked = []
    weight = _tuned([outlets[place] for place in marked])
    corrected = dict(
        zip(marked, _corrected([_outlet_summary(outlets[place], weight) for place in marked]), strict=True)
    )
    made = []
    for place, outlet in enumerate(outlets):
        plain = _ratio(outlet.x.sum(), outlet.y.sum())
        if place not in corrected:
            made.append(ValidatedEstimate(plain, None, None, None, len(outlet.marked)))
            continue
        estimate, low, high = (min(max(value, 0.0), 1.0) if share else value for value in corrected[place])
        made.append(ValidatedEstimate(plain, estimate, low, high, len(outlet.marked)))
    return made


def _can(outlet: MarkedOutlet) -> bool:
    return len(outlet.marked) >= FEWEST_MARKED and outlet.y.sum() > 0 and bool((outlet.marked_y > 0).sum() > 1)


def _tells(outlets: Sequence[MarkedOutlet]) -> bool:
    """Whether enough marked articles have what is counted, and enough have something else."""
    having = sum(int((outlet.marked_x > 0).sum()) for outlet in outlets)
    lacking = sum(int((outlet.marked_x < outlet.marked_y).sum()) for outlet in outlets)
    return min(having, lacking) >= FEWEST_TELLING


def _ratio(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator > 0 else float("nan")


def _marks(outlet: MarkedOutlet) -> tuple[Floats, Floats, Floats]:
    """Weights of the marked articles (sum 1), and what each adds to their ratio, as marked and as measured.

    Both are residuals around the marked articles' own ratio, so that a measure that agrees with the marks moves nothing
    however few of the articles name the thing.
    """
    weight = 1 / outlet.chance
    weight = weight / weight.sum()
    marked, _ = _residuals(weight, outlet.marked_x, outlet.marked_y)
    measured, _ = _residuals(weight, outlet.x[outlet.marked], outlet.y[outlet.marked])
    return weight, marked, measured


def _residuals(weight: Floats, x: Floats, y: Floats) -> tuple[Floats, float]:
    """What each article adds to the ratio of weighted sums, and the ratio; zeros and NaN without a denominator."""
    whole = float(weight @ y)
    ratio = _ratio(float(weight @ x), whole)
    return ((x - ratio * y) / whole if whole > 0 else np.zeros_like(x)), ratio


def _tuned(outlets: Sequence[MarkedOutlet]) -> float:
    """The weight of the measured figure: how far the marks go with it from article to article, all outlets together."""
    together = alone = heaviest = 0.0
    for outlet in outlets:
        weight, marked, measured = _marks(outlet)
        together += float(weight @ (measured * marked))
        alone += float(weight @ measured**2)
        heaviest = max(heaviest, float((weight * measured**2).max()))
    agreeing = AGREEING * heaviest
    return min(max((together + agreeing) / (alone + agreeing), 0.0), 1.0) if alone > 0 else 0.0


def _outlet_summary(outlet: MarkedOutlet, tuned: float) -> _Outlet:
    weight, marked, measured = _marks(outlet)
    m, n = len(outlet.marked), int((outlet.y > 0).sum())
    plain = _ratio(outlet.x.sum(), outlet.y.sum())
    _, by_hand = _residuals(weight, outlet.marked_x, outlet.marked_y)
    _, of_marked = _residuals(weight, outlet.x[outlet.marked], outlet.y[outlet.marked])
    error = by_hand - plain - (tuned * (of_marked - plain) if np.isfinite(of_marked) else 0.0)
    rest = marked - tuned * measured
    effective = 1 / float((weight**2).sum())
    spread = float(weight @ rest**2) * effective / max(effective - 1, 1)
    drawn = float(weight @ marked**2) * effective / max(effective - 1, 1)
    unmarked = max(1 - effective / max(n, m), 0.0)
    differs = (outlet.marked_x != outlet.x[outlet.marked]) | (outlet.marked_y != outlet.y[outlet.marked])
    differing = float(((weight * rest)[differs] ** 2).sum()) * unmarked
    return _Outlet(plain, error, spread * unmarked / effective, drawn / max(n, m), m, int(differs.sum()), differing)


def _corrected(looks: Sequence[_Outlet]) -> list[tuple[float, float, float]]:
    """Corrected figures with their ends.

    Each outlet's own error is drawn towards that of all outlets, and this towards 0, as far as they do not differ by
    more than the drawing of the marks explains.
    """
    if not looks:
        return []
    error = np.array([look.error for look in looks])
    spread, missed = _noise(looks)
    noise = spread + missed
    common, common_noise, between = _common(error, noise)
    own_weight = between / (between + noise)
    towards = max(0.0, 1 - 2 * common_noise / common**2) if common else 0.0
    moved = own_weight * error + (1 - own_weight) * towards * common
    uncertain = own_weight * (spread + missed / 2) + (1 - own_weight) ** 2 * (
        towards * common_noise + (1 - towards) * common**2
    )
    drawn = np.array([look.drawn_variance for look in looks])
    drawn = (drawn + drawn.mean()) / 2
    freedom = max(1.5 * float(np.mean([look.m - 1 for look in looks])), 1)
    reach = -float(stdtrit(freedom, ALPHA / 2)) * np.sqrt(uncertain + drawn)
    estimate = np.array([look.plain for look in looks]) + moved
    return list(zip(estimate.tolist(), (estimate - reach).tolist(), (estimate + reach).tolist(), strict=True))


def _noise(looks: Sequence[_Outlet]) -> tuple[Floats, float]:
    """The variance of each outlet's error, and what articles would add that differ and were not drawn.

    Eight marks estimate their own spread poorly, so half of it is that of all outlets. Where one article in ten is
    misread, the marks of most outlets hold one or none. How far an error is believed heeds all that may be missed, the
    width of intervals half of it, with which they hold the truth in 93 to 98 % of PolNeAR's draws.
    """
    own = np.array([look.error_variance for look in looks])
    differing = sum(look.differing for look in looks)
    typical = sum(look.differing_variance for look in looks) / max(differing, 1)
    missed = MISSED * (1 + 3 / len(looks)) * typical
    return np.maximum((own + own.mean()) / 2, 1e-12), missed


def _common(error: Floats, noise: Floats) -> tuple[float, float, float]:
    """The error that all outlets share, its squared standard error, and the spread around it.

    The spread is the variance of the outlets' own errors (DerSimonian and Laird 1986).
    """
    weight = 1 / noise
    mean = float(weight @ error / weight.sum())
    if len(error) < 2:
        return mean, float(noise[0]), 0.0  # a lone outlet's error is what all share, and drawn towards 0
    apart = float(weight @ (error - mean) ** 2)
    excess = (apart - (len(error) - 1)) * min(max(apart / (len(error) - 1) - 1, 0.0), 1.0)
    between = max(excess / float(weight.sum() - (weight**2).sum() / weight.sum()), 0.0)
    weight = 1 / (noise + between)
    return float(weight @ error / weight.sum()), float(1 / weight.sum()), between
