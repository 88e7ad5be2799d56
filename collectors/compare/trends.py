"""A figure over time: the articles of each day or week, and a variant's share of a concept's mentions in them.

Shares have the interval of every other share here (`article_sums.intervals`), with articles as the unit. A day on
which nothing was collected has no value; a day that was collected and holds no article has 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from collectors.compare.article_sums import ENOUGH, PARTS, WHOLE, ArticleSums, intervals
from collectors.compare.comparison_rows import ALL
from collectors.compare.permutations import Floats

#: How long a span of time is, in days, by its name.
SPANS = {"day": 1, "week": 7}
DECIMALS = 10


@dataclass(frozen=True, slots=True)
class MentionSums:
    """Sums over the articles of one unit in one span that mention a concept.

    Attributes:
        unit: the unit (outlet or group); "all" for all of them together.
        start: the span's first day.
        whole: sums in the order of `article_sums.WHOLE`; y is an article's mentions of the concept.
        parts: sums in the order of `article_sums.PARTS`; x is its mentions of the variant.
    """

    unit: str
    start: date
    whole: tuple[float, ...]
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One unit in one span of time.

    Attributes:
        unit: the unit (outlet or group); "all" for all of them together.
        start: the span's first day.
        end: its last day.
        articles: dated articles; None where there is none and nothing is known to have been collected.
        collected: days of outlets that are known to have been collected; None where no collecting was recorded.
        collectable: days of outlets in the span.
        numerator: mentions of the variant.
        denominator: mentions of the concept.
        n_articles: articles that mention the concept.
        share: numerator / denominator; None without a mention.
        low: lower end of the share's 95 % interval; None below ENOUGH articles.
        high: its upper end.
    """

    unit: str
    start: date
    end: date
    articles: int | None
    collected: int | None
    collectable: int
    numerator: int
    denominator: int
    n_articles: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def enough(self) -> bool:
        """Whether there are enough articles for more than a description."""
        return self.n_articles >= ENOUGH


def starts_of(first: date, last: date, span: str) -> list[date]:
    """Return the first day of each span from `first` to `last`; weeks begin on Mondays.

    Args:
        first: the first day.
        last: the last day.
        span: a key of SPANS.
    """
    begin = first - timedelta(days=first.weekday()) if span == "week" else first
    length = SPANS[span]
    return [begin + timedelta(days=step) for step in range(0, (last - begin).days + 1, length)]


def trend_points(
    units: Sequence[str],
    starts: Sequence[date],
    span: str,
    *,
    articles: Mapping[tuple[str, date], int],
    collected: Mapping[tuple[str, date], int] | None,
    outlets: Mapping[str, int],
    mentions: Sequence[MentionSums] = (),
) -> list[TrendPoint]:
    """Return a point for each unit and span, in this order.

    Args:
        units: the units; "all" stands for all of them together.
        starts: the spans' first days.
        span: a key of SPANS.
        articles: dated articles by unit and span.
        collected: days of outlets that were collected, by unit and span; None where no collecting was recorded.
        outlets: how many outlets each unit has.
        mentions: sums by unit and span; a missing one means no mention.
    """
    sums = {(one.unit, one.start): one for one in mentions}
    spans = _intervals(mentions)
    made = []
    for unit in units:
        for start in starts:
            key = unit, start
            held = articles.get(key, 0)
            visited = None if collected is None else collected.get(key, 0)
            summed = sums.get(key)
            share = round(summed.parts[0] / summed.whole[1], DECIMALS) if summed else None
            low, high = spans[key] if summed and summed.whole[0] >= ENOUGH else (None, None)
            made.append(
                TrendPoint(
                    unit=unit,
                    start=start,
                    end=start + timedelta(days=SPANS[span] - 1),
                    articles=held if held or visited else None,
                    collected=visited,
                    collectable=outlets.get(unit, 1) * SPANS[span],
                    numerator=int(summed.parts[0]) if summed else 0,
                    denominator=int(summed.whole[1]) if summed else 0,
                    n_articles=int(summed.whole[0]) if summed else 0,
                    share=share,
                    low=low,
                    high=high,
                )
            )
    return made


def _intervals(mentions: Sequence[MentionSums]) -> dict[tuple[str, date], tuple[float, float]]:
    """Return the interval of each share.

    How heavy an unseen article is follows from all articles: from those of the units, and of the rest.
    """
    together = [one for one in mentions if one.unit == ALL]
    apart = [one for one in mentions if one.unit != ALL]
    (every, every_part), (some, some_part) = _stacked(together), _stacked(apart)
    rest, rest_part = every.sum(axis=0) - some.sum(axis=0), every_part.sum(axis=0) - some_part.sum(axis=0)
    made = {}
    for rows, whole, parts in (
        (together, every, every_part),
        (apart, np.vstack([some, rest[None]]), np.vstack([some_part, rest_part[None]])),
    ):
        if rows:
            sums = ArticleSums(whole[:, None], parts[:, None, None])
            ends = intervals(sums, share=True, of=range(len(rows)))[:, 0]
            for one, (low, high) in zip(rows, ends, strict=True):
                made[one.unit, one.start] = round(float(low), DECIMALS), round(float(high), DECIMALS)
    return made


def _stacked(rows: Sequence[MentionSums]) -> tuple[Floats, Floats]:
    """Return the sums as arrays, rows x WHOLE and rows x PARTS."""
    whole = np.array([one.whole for one in rows], dtype=np.float64).reshape(len(rows), len(WHOLE))
    return whole, np.array([one.parts for one in rows], dtype=np.float64).reshape(len(rows), len(PARTS))


__all__ = ["ALL", "SPANS", "MentionSums", "TrendPoint", "starts_of", "trend_points"]
