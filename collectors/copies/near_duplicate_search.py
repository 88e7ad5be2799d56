"""Finds near-duplicates, articles that share most of their wording, without comparing all pairs.

Each article keeps the hashes of its five-word shingles that fall below a quarter of the hash range (scaled MinHash:
Irber et al. 2022; Hera, Pierce-Ward and Koslicki 2023). Such a sketch estimates containment, |A and B| / min(|A|, |B|),
so that a trimmed copy is found as reliably as a whole one. The fixed-size MinHash of libraries estimates Jaccard
similarity, which is lower for a trimmed copy (figures side by side: tests/benchmarks/README.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from collectors.metrics.text import WORD
from collectors.model import Article
from collectors.support.arrays import Arrays, cut, joined, of_json, to_json
from collectors.support.dates import day_of, moment
from collectors.support.disjoint_sets import DisjointSets

SHINGLE = 5
SCALE = 4  # one shingle in four is kept: about 100 of a 400-word article
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class NearSettings:
    """When two articles are copies, and the bounds of the search.

    Attributes:
        containment: Containment from which two articles are copies. 0.4 lies between articles that only share
            quotations (below 0.3) and copies with three sentences in ten rewritten (above 0.5).
        shared: The fewest sketch hashes in common; 6 of them correspond to 24 shingles.
        size_ratio: The smallest size of the shorter sketch relative to the longer one.
        window_days: The most days between two copies.
        postings: The most articles remembered per shingle; later copies of a story are found by the earlier ones.
        active: About the most sketches held.
    """

    containment: float = 0.4
    shared: int = 6
    size_ratio: float = 0.15
    window_days: int = 14
    postings: int = 24
    active: int = 200_000


def sketch(text: str) -> Hashes:
    """The sketch of a text.

    Returns:
        The hashes that are kept, sorted and unique, as an array of shape (number of hashes,). It is empty for texts of
        fewer than five words.
    """
    words = WORD.findall(text.lower())
    ids = np.fromiter((crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint64, len(words))
    count = len(ids) - SHINGLE + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for index in range(SHINGLE):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + ids[index : index + count]
    # The finaliser of SplitMix64 (Steele, Lea and Flood 2014) spreads the bits before the cut.
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return np.unique(hashes[hashes < np.uint64(2**64 // SCALE)])


@dataclass(frozen=True, slots=True)
class _Seen:
    number: int
    day: int | None
    sketch: Hashes


class Copies:
    """Finds clusters of copies while articles come in one by one, best in order of publication.

    Memory: the sketches of at most about `settings.active` articles, and one id and one time for each article seen.
    """

    def __init__(self, settings: NearSettings | None = None) -> None:
        self.settings = settings or NearSettings()
        self._seen: dict[int, _Seen] = {}
        self._postings: dict[int, list[int]] = {}
        self._ids: list[tuple[str, str]] = []  # (sort key of publication, id)
        self._number: dict[str, int] = {}
        self._sets = DisjointSets()

    def add(self, article: Article) -> None:
        """Compare an article with those still active, and remember it."""
        self.add_sketch(article.id, article.published, sketch(article.text))

    def add_sketch(self, name: str, published: str | None, hashes: Hashes) -> None:
        """Do the same with an article's id, its time of publication as stated and its sketch.

        Args:
            name: the article's id.
            published: time of publication as stated, ISO 8601; None where it is not known.
            hashes: the sketch of its text.
        """
        number = self._sets.add()
        self._ids.append((moment(published), name))
        self._number[name] = number
        day = day_of(published)
        new = _Seen(number, day.toordinal() if day else None, hashes)
        if number % 500 == 0:
            self._retire(new.day)
        for other in self._candidates(new):
            self._join(number, other.number)
        self._remember(new)

    def clusters(self) -> dict[str, str]:
        """For each article in a cluster of two or more, the id of the one that was published first."""
        members: dict[int, list[int]] = {}
        for number in range(len(self._ids)):
            members.setdefault(self._sets.root(number), []).append(number)
        first_of: dict[str, str] = {}
        for numbers in members.values():
            if len(numbers) > 1:
                first = min(self._ids[number] for number in numbers)[1]
                first_of.update((self._ids[number][1], first) for number in numbers)
        return first_of

    def remembered(self) -> Arrays:
        """The state that `resumed` needs: sketches of active articles, and the cluster of each article."""
        numbers = sorted(self._seen)
        values, ends = joined([self._seen[number].sketch for number in numbers], np.uint64)
        days = [-1 if self._seen[number].day is None else self._seen[number].day for number in numbers]
        roots = [self._sets.root(index) for index in range(len(self._ids))]
        return {
            "published": of_json(self._ids), "parents": np.array(roots, np.int64),
            "active": np.array(numbers, np.int64), "sketches": values, "sketch_ends": ends,
            "sketch_days": np.array(days, np.int64),
        }  # fmt: skip

    @classmethod
    def resumed(cls, arrays: Arrays, settings: NearSettings | None = None) -> Copies:
        """Restore a search.

        Args:
            arrays: What `remembered` returned.
            settings: None for the defaults; settings are not part of the state.
        """
        made = cls(settings)
        made._ids = [(when, name) for when, name in to_json(arrays["published"])]
        made._number = {name: index for index, (_, name) in enumerate(made._ids)}
        made._sets = DisjointSets(arrays["parents"].tolist())
        sketches = cut(arrays["sketches"], arrays["sketch_ends"])
        for number, values, day in zip(
            arrays["active"].tolist(), sketches, arrays["sketch_days"].tolist(), strict=True
        ):
            made._remember(_Seen(number, None if day < 0 else day, values))
        return made

    def _candidates(self, new: _Seen) -> list[_Seen]:
        hits: Counter[int] = Counter()
        for value in new.sketch.tolist():
            hits.update(self._postings.get(value, ()))
        near = []
        for number, shared in sorted(hits.items()):
            other = self._seen.get(number)
            if other is None or shared < self.settings.shared or not self._near_in_time(new, other):
                continue
            small, large = sorted((len(new.sketch), len(other.sketch)))
            if small >= self.settings.size_ratio * large and shared >= self.settings.containment * small:
                near.append(other)
        return near

    def _near_in_time(self, one: _Seen, two: _Seen) -> bool:
        return one.day is None or two.day is None or abs(one.day - two.day) <= self.settings.window_days

    def _remember(self, new: _Seen) -> None:
        self._seen[new.number] = new
        for value in new.sketch.tolist():
            bucket = self._postings.setdefault(value, [])
            if len(bucket) < self.settings.postings:
                bucket.append(new.number)

    def _retire(self, today: int | None) -> None:
        """Drop sketches that no later article can match."""
        horizon = (today or 0) - self.settings.window_days
        old = [
            number
            for number, seen in self._seen.items()
            if today is not None and seen.day is not None and seen.day < horizon
        ]
        excess = len(self._seen) - len(old) - self.settings.active
        if excess > 0:
            gone = set(old)
            old += [number for number in self._seen if number not in gone][:excess]
        for number in old:
            for value in self._seen.pop(number).sketch.tolist():
                bucket = self._postings.get(value)
                if bucket and number in bucket:
                    bucket.remove(number)
                    if not bucket:
                        del self._postings[value]

    def _join(self, one: int, two: int) -> None:
        first, second = sorted((self._sets.root(one), self._sets.root(two)))
        self._sets.join(first, second)


def near_duplicates(articles: Iterable[Article], settings: NearSettings | None = None) -> dict[str, str]:
    """Find the copies among articles; their order does not matter.

    Args:
        articles: The articles.
        settings: None for the defaults.

    Returns:
        For each article in a cluster of two or more, the id of the one that was published first.
    """
    copies = Copies(settings)
    for article in sorted(articles, key=lambda item: (moment(item.published), item.id)):
        copies.add(article)
    return copies.clusters()
