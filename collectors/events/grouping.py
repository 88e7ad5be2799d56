"""Groups articles that tell the same story within days: average-linkage clustering, incremental and bounded in memory.

An article is a vector of term weights, (1 + ln f) * (ln((1+N)/(1+df)) + 0.5), scaled to length 1. Terms are lower-case
words without common English endings; names and numbers count double. The similarity of two groups is the mean
similarity of their pairs of articles (UPGMA, Sokal and Michener 1958). For such vectors this is the product of the
groups' sums, so no article is read again. Nearness in time adds to the similarity: 0.03 on the same day, 0.01 less for
each day between. Articles more than a week apart are never merged.

The constants were chosen on 158 real articles (BASIL, 36 events of 3 outlets; NewsWCL50, 10 events of 5 outlets, no
dates). B-cubed F1 on BASIL is .986 or more for every threshold from .13 to .26 and best from .205 to .225; NewsWCL50 is
exact from .205 to .218. The threshold .21 lies inside both (tests/benchmarks/bench_groups.py).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt
from scipy import sparse

from collectors.events.term_reading import FEATURES, ReadTerms, TermReader
from collectors.model import Article
from collectors.support.arrays import Arrays, cut, joined, of_json, to_json

#: Articles whose terms are kept between `learn` and `add`, some 6 kB each; the terms of others are counted twice.
LEARNED_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """When two groups are one story, and the bounds on memory.

    Attributes:
        threshold: Similarity from which two groups are merged.
        window_days: Days between groups beyond which they are never merged.
        same_day: Added to the similarity of groups without a day between them.
        per_day: Taken off for each day between them.
        name_weight: How many times a capitalised word or number counts.
        batch: Articles grouped at one time.
        active: Groups whose vectors are held.
        candidate_df: Share of the articles above which a term is too common to find candidates by; candidates are then
            compared on all terms.
        candidate_share: Share of the threshold that the rarer terms alone must reach.
    """

    threshold: float = 0.21
    window_days: int = 7
    same_day: float = 0.03
    per_day: float = 0.01
    name_weight: float = 2.0
    batch: int = 2_000
    active: int = 60_000
    candidate_df: float = 0.1
    candidate_share: float = 0.35


@dataclass(slots=True)
class _StoryGroup:
    """A story: the sum of its articles' vectors, how many they are, and the days it spans."""

    id: str
    keys: npt.NDArray[np.int32]  # sorted
    total: npt.NDArray[np.float64]
    size: int
    first: int | None
    last: int | None
    touched: int = 0
    near: dict[int, float] = field(default_factory=dict)


class Grouper:
    """Groups articles batch by batch. Any order works, that of publication works best.

    Memory: the vectors of at most `settings.active` groups, and one id for each article seen.
    """

    def __init__(self, settings: GroupSettings | None = None) -> None:
        self.settings = settings or GroupSettings()
        self._learned: dict[str, ReadTerms] = {}
        self._reader = TermReader(self.settings.name_weight)
        self._df = np.zeros(FEATURES, dtype=np.int32)
        self._seen = 0
        self._groups: dict[int, _StoryGroup] = {}
        self._number = 0
        self._batches = 0
        self._group_of: dict[str, int] = {}
        self._merged: dict[int, int] = {}
        self._names: dict[int, str] = {}

    def learn(self, articles: Iterable[Article]) -> None:
        """Count in how many articles each term occurs, without grouping. This steadies the first groups of a stream."""
        for article in articles:
            read = self._reader.read(article)
            self.learn_read([read])
            if len(self._learned) < LEARNED_KEPT:
                self._learned[article.id] = read

    def learn_read(self, articles: Iterable[ReadTerms]) -> None:
        """Count terms as `learn` does, of articles that are read already; keeps none of them."""
        for article in articles:
            self._df[article.terms] += 1
            self._seen += 1

    def group_of(self, article_id: str) -> str:
        """The group of an article, named by the id of its first article.

        Raises:
            KeyError: The article was never added.
        """
        return self._names[self._root(self._group_of[article_id])]

    def add(self, articles: Sequence[Article], *, learned: bool = False) -> None:
        """Put each article into the group it belongs to, or into a new one.

        Args:
            articles: The articles of this batch.
            learned: Whether `learn` has counted their terms already.
        """
        kept = [self._learned.pop(article.id, None) if learned else None for article in articles]
        read = [terms or self._reader.read(article) for article, terms in zip(articles, kept, strict=True)]
        if not learned:
            self.learn_read(read)
        self.add_read(read)

    def add_read(self, articles: Sequence[ReadTerms]) -> None:
        """Put articles whose terms are read and counted already into groups."""
        new = [self._open(article) for article in articles]
        self._retire(min((group.first for group in new if group.first is not None), default=None))
        self._agglomerate(list(self._candidates(new)))
        self._batches += 1

    def articles(self) -> Iterator[str]:
        """The ids of all articles added, in the order in which they came."""
        return iter(self._group_of)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._group_of

    # -- between two runs -----------------------------------------------------------------------------------------

    def remembered(self) -> Arrays:
        """The state that `resumed` needs: vectors of active groups, counts of terms, and the group of each article."""
        numbers = sorted(self._groups)
        groups = [self._groups[number] for number in numbers]
        terms = np.flatnonzero(self._df)
        keys, ends = joined([group.keys for group in groups], np.int32)
        totals, _ = joined([group.total for group in groups], np.float64)
        days = [[-1 if day is None else day for day in (group.first, group.last)] for group in groups]
        roots = {number: self._root(number) for number in self._group_of.values()}
        return {
            "counters": np.array([self._seen, self._number, self._batches]),
            "terms": terms.astype(np.int32), "counts": self._df[terms],
            "numbers": np.array(numbers, np.int64), "keys": keys, "totals": totals, "ends": ends,
            "days": np.array(days, np.int64).reshape(-1, 2),
            "touched": np.array([group.touched for group in groups], np.int64),
            "sizes": np.array([group.size for group in groups], np.int64),
            "articles": of_json(list(self._group_of)),
            "group": np.array([roots[number] for number in self._group_of.values()]),
            "names": of_json({number: self._names[number] for number in sorted({*roots.values(), *numbers})}),
        }  # fmt: skip

    @classmethod
    def resumed(cls, arrays: Arrays, settings: GroupSettings | None = None) -> Grouper:
        """Restore a grouper.

        Args:
            arrays: What `remembered` returned.
            settings: None for the defaults; settings are not part of the state.
        """
        made = cls(settings)
        made._seen, made._number, made._batches = arrays["counters"].tolist()
        made._df[arrays["terms"]] = arrays["counts"]
        made._names = {int(key): name for key, name in to_json(arrays["names"]).items()}
        made._group_of = dict(zip(to_json(arrays["articles"]), arrays["group"].tolist(), strict=True))
        rows = zip(
            arrays["numbers"].tolist(), cut(arrays["keys"], arrays["ends"]), cut(arrays["totals"], arrays["ends"]),
            arrays["sizes"].tolist(), arrays["days"].tolist(), arrays["touched"].tolist(), strict=True,
        )  # fmt: skip
        for number, keys, total, size, (first, last), touched in rows:
            days = (None if first < 0 else first, None if last < 0 else last)
            made._groups[number] = _StoryGroup(made._names[number], keys, total, size, *days, touched)
        return made

    # -- vectors --------------------------------------------------------------------------------------------------

    def _open(self, article: ReadTerms) -> _StoryGroup:
        keys, frequency, day = article.terms, article.counts, article.day
        order = np.argsort(keys)
        keys, frequency = keys[order], frequency[order]
        idf = np.log((1 + self._seen) / (1 + self._df[keys])) + 0.5
        weights = (1 + np.log(np.maximum(1.0, frequency))) * idf
        total = weights / (math.sqrt(float(weights @ weights)) or 1.0)
        number = self._number = self._number + 1
        group = _StoryGroup(article.id, keys, total, 1, day, day, self._batches)
        self._groups[number] = group
        self._group_of[article.id] = number
        self._names[number] = article.id
        return group

    # -- groups ---------------------------------------------------------------------------------------------------

    def _root(self, number: int) -> int:
        while number in self._merged:
            number = self._merged[number]
        return number

    def _retire(self, today: int | None) -> None:
        """Drop the vectors of groups that no later article can join, and of the longest untouched beyond `active`."""
        if today is not None:
            horizon = today - self.settings.window_days
            for number in [
                key for key, group in self._groups.items() if group.last is not None and group.last < horizon
            ]:
                del self._groups[number]
        excess = len(self._groups) - self.settings.active
        if excess > 0:
            oldest = sorted(self._groups, key=lambda group: (self._groups[group].touched, group))
            for number in oldest[:excess]:
                del self._groups[number]

    def _candidates(self, new: list[_StoryGroup]) -> Iterator[tuple[float, int, int]]:
        """Pairs of a new article and any group whose similarity reaches the threshold: (similarity, older, newer)."""
        numbers = sorted(self._groups)
        fresh = numbers[-len(new) :] if new else []
        everything = self._matrix(numbers)
        rows = everything[len(numbers) - len(fresh) :]
        common = everything.T.tocsr()
        floor = self.settings.threshold * self.settings.candidate_share
        for start in range(0, len(fresh), 256):
            block = (rows[start : start + 256] @ common).tocoo()
            keep = block.data >= floor
            for row, column in zip(block.row[keep].tolist(), block.col[keep].tolist(), strict=True):
                newer, older = fresh[start + row], numbers[column]
                if older < newer:
                    score = self._similarity(self._groups[newer], self._groups[older])
                    if score >= self.settings.threshold:
                        yield score, older, newer

    def _matrix(self, numbers: list[int]) -> sparse.csr_matrix:
        """A matrix of groups by terms: mean vectors, with only the terms rare enough to identify a story."""
        limit = max(3.0, self.settings.candidate_df * self._seen) if self._seen > 200 else float("inf")
        groups = [self._groups[number] for number in numbers]
        ends = np.cumsum([0, *(len(group.keys) for group in groups)])
        index = np.concatenate([np.empty(0, np.int32), *(group.keys for group in groups)])
        data = np.concatenate([np.empty(0), *(group.total / group.size for group in groups)]).astype(np.float32)
        data[self._df[index] > limit] = 0.0
        matrix = sparse.csr_matrix((data, index, ends), shape=(len(numbers), FEATURES))
        matrix.eliminate_zeros()
        return matrix

    def _similarity(self, one: _StoryGroup, two: _StoryGroup) -> float:
        """Mean similarity of the pairs of articles of two groups, adjusted for their days; -1 outside the window."""
        small, large = (one, two) if len(one.keys) <= len(two.keys) else (two, one)
        at = np.minimum(np.searchsorted(large.keys, small.keys), max(0, len(large.keys) - 1))
        shared = large.keys[at] == small.keys if len(large.keys) else np.zeros(0, bool)
        score = float(small.total[shared] @ large.total[at[shared]]) / (one.size * two.size)
        if one.first is None or two.first is None or one.last is None or two.last is None:
            return score
        gap = max(0, one.first - two.last, two.first - one.last)
        if gap > self.settings.window_days:
            return -1.0
        return score + self.settings.same_day - self.settings.per_day * gap

    def _agglomerate(self, pairs: list[tuple[float, int, int]]) -> None:
        """Merge the most similar pair until no pair reaches the threshold, which is the order of UPGMA."""
        heap: list[tuple[float, int, int]] = []
        for score, older, newer in pairs:
            self._link(heap, older, newer, score)
        while heap:
            negative, older, newer = heapq.heappop(heap)
            one, two = self._groups.get(older), self._groups.get(newer)
            if one is None or two is None or one.near.get(newer) != -negative:
                continue
            neighbours = sorted({*one.near, *two.near} - {older, newer})
            self._merge(older, newer)
            for other in neighbours:
                third = self._groups.get(other)
                if third is None:
                    continue
                third.near.pop(newer, None)
                score = self._similarity(one, third)
                if score >= self.settings.threshold:
                    self._link(heap, min(older, other), max(older, other), score)
                else:
                    one.near.pop(other, None)
                    third.near.pop(older, None)
        for group in self._groups.values():
            group.near.clear()

    def _link(self, heap: list[tuple[float, int, int]], older: int, newer: int, score: float) -> None:
        score = round(score, 12)
        self._groups[older].near[newer] = self._groups[newer].near[older] = score
        heapq.heappush(heap, (-score, older, newer))

    def _merge(self, older: int, newer: int) -> None:
        """Make the newer group part of the older one."""
        one, two = self._groups[older], self._groups.pop(newer)
        keys, at = np.unique(np.concatenate([one.keys, two.keys]), return_inverse=True)
        one.total = np.bincount(at, weights=np.concatenate([one.total, two.total])).astype(np.float64)
        one.keys = keys
        one.size += two.size
        one.near.pop(newer, None)
        one.first = min((day for day in (one.first, two.first) if day is not None), default=None)
        one.last = max((day for day in (one.last, two.last) if day is not None), default=None)
        one.touched = self._batches
        self._merged[newer] = older


def batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Cut a stream into lists of at most `size` articles."""
    stream = iter(articles)
    while batch := list(islice(stream, size)):
        yield batch
