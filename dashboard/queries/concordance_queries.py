"""A phrase in the articles of a selection: how many articles of each outlet hold it, and the lines it occurs in."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from collectors.dataset.search_index import (
    SearchSample,
    build,
    drawn_by_outlet,
    drawn_holders,
    holders,
    holders_by_outlet,
    index_file,
    places,
    sample_of,
)
from collectors.dataset.search_phrase import Phrase
from collectors.support.intervals import wilson
from dashboard.queries import article_lookup
from dashboard.queries.article_queries import articles_by_outlet
from dashboard.queries.cache import cached_shared
from dashboard.queries.distinctive_word_queries import texts_with_voices
from dashboard.queries.open_data import Data
from dashboard.queries.row_filters import row_filter
from dashboard.queries.worker_process import Pending, background_worker
from dashboard.selection import ALL, ViewSelection

#: Articles whose texts are read for one phrase; beyond that the index alone counts.
MOST_READ = 1_000
#: Articles that are read for the first answer in a data set of more than MOST_INDEXED articles, where each costs a read
#: from disk, and the first holders of the phrase among which outlets take turns.
FIRST_READ, TURNS_AMONG = 40, 200
#: Places in the index that a page goes through for its first answer, .1 to .3 s a million. Where a phrase's words stand
#: at more, articles drawn by chance answer first, unless few of them hold the phrase and it has no star: phrases of
#: common words that seldom stand together take .02 s a million.
MOST_PLACES, MOST_PLACES_OF_FEW = 1_500_000, 20_000_000
#: Most articles of a data set without an index that are indexed at the first search, which takes some seconds.
MOST_INDEXED = 20_000
#: Most characters of context on each side of a line, which begins and ends with whole words.
CONTEXT = 60
_WORD_END, _WORD_BEGIN = re.compile(r"^\S+\s"), re.compile(r"\s\S+$")


@dataclass(frozen=True, slots=True)
class PhraseCount:
    """How often an outlet uses a phrase.

    Attributes:
        outlet: the outlet's id.
        articles: how many of its articles hold the phrase.
        n: how many articles it has in the selection.
        uses: uses in the articles that were read.
        low: lower end of the 95 % interval of articles / n.
        high: upper end of the 95 % interval of articles / n.
    """

    outlet: str
    articles: int
    n: int
    uses: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share of its articles that hold the phrase."""
        return self.articles / self.n


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One use in its context.

    Attributes:
        outlet: the outlet's id.
        article: the article's id.
        voice: whose words it is in.
        place: "headline" or "body".
        start: offset into the title or the text.
        left: the context before it.
        match: the use itself.
        right: the context after it.
    """

    outlet: str
    article: str
    voice: str
    place: str
    start: int
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """The result of a search for a phrase.

    Attributes:
        counts: by outlet; empty where only the index was read and it cannot count the phrase.
        lines: the uses in the articles that were read.
        found: how many articles hold the phrase.
        whole: whether all of these were read. Otherwise lines are those of the first articles, and counts are those of
            the index, in all voices.
        read: how many were read.
        drawn: where only articles drawn by chance were searched, how many of them the selection holds: `found` and
            `counts` are of those. 0 where all were searched.
    """

    counts: tuple[PhraseCount, ...]
    lines: tuple[ConcordanceLine, ...]
    found: int
    whole: bool
    read: int
    drawn: int = 0

    @property
    def readable(self) -> bool:
        """Whether all articles that hold the phrase can be read, if one waits for it."""
        return self.found <= MOST_READ and not self.drawn


@cached_shared()
def concordance(data: Data, sel: ViewSelection, phrase: Phrase, *, wait: bool = False) -> Concordance | None:
    """Search for a phrase in the articles of a selection, in the voice chosen there.

    Args:
        data: the data set.
        sel: the selection.
        phrase: the phrase.
        wait: whether to read all holders of a large data set, which may take seconds: those of so many articles drawn
            by chance that MOST_READ of them hold the phrase, where more do.

    Returns:
        The uses; None where the data set holds no texts, or has no index and too many texts to index now.
    """
    index = _index(data)
    if index is None:
        return None
    condition, given = row_filter(sel)
    small = _size(data.folder) <= MOST_INDEXED
    sample = None if small else sample_of(index)
    if sample is not None and _costly(index, phrase, sample, sel, wait=wait):
        return _drawn(data, sel, phrase, index, wait=wait)
    held = holders(index, phrase, condition, given, None if small else MOST_READ + 1)
    if sample is not None and wait and len(held) > MOST_READ:
        return _drawn(data, sel, phrase, index, wait=True)
    many, at_once = len(held) > MOST_READ, wait or small
    read = held if at_once and not many else _by_turns(held, MOST_READ if at_once else FIRST_READ)
    whole = len(read) == len(held)
    lines = tuple(line for outlet, article in _read(data, sel, phrase, read) for line in article if outlet)
    by_outlet = holders_by_outlet(index, phrase, condition, given) if many else Counter(outlet for outlet, _ in held)
    if whole:
        articles = Counter(outlet for outlet, _ in {(line.outlet, line.article) for line in lines})
    elif sel.voice == ALL and phrase.exact:
        articles = Counter(by_outlet)
    else:
        articles = Counter()
    counts = _counts(articles, articles_by_outlet(data, sel), lines) if articles or whole else ()
    return Concordance(counts, lines, sum(by_outlet.values()), whole, len(read))


def phrase_counts(
    data: Data, sel: ViewSelection, phrase: Phrase, *, at_once: bool = False
) -> tuple[PhraseCount, ...] | Pending | None:
    """Count the articles that hold a phrase in the whole index, which may take seconds, beside the server.

    Args:
        data: the data set.
        sel: the selection.
        phrase: the phrase.
        at_once: return without waiting for the worker.

    Returns:
        The counts; Pending where they are still being counted; None where the index alone cannot: in one voice, or with
        a star inside the phrase.
    """
    index = _index(data)
    if index is None or sel.voice != ALL or not phrase.exact:
        return None
    condition, given = row_filter(sel)
    counted = background_worker().ask(holders_by_outlet, index, phrase, condition, tuple(given), at_once=at_once)
    return counted if isinstance(counted, Pending) else _counts(Counter(counted), articles_by_outlet(data, sel))


def _counts(
    articles: Counter[str], sizes: Mapping[str, int], lines: Sequence[ConcordanceLine] = ()
) -> tuple[PhraseCount, ...]:
    uses = Counter(line.outlet for line in lines)
    return tuple(
        PhraseCount(outlet, articles[outlet], size, uses[outlet], *wilson(articles[outlet], size))
        for outlet, size in sorted(sizes.items())
        if size
    )


def _costly(index: Path, phrase: Phrase, sample: SearchSample, sel: ViewSelection, *, wait: bool) -> bool:
    """Whether articles drawn by chance are to answer in place of all."""
    passed = places(index, phrase, sample)
    if passed <= MOST_PLACES:
        return False
    held = len(drawn_holders(index, phrase, *row_filter(sel)))
    few = held * sample.articles <= MOST_READ * sample.drawn
    bounded = passed <= MOST_PLACES_OF_FEW and not any(word.endswith("*") for word in phrase.words)
    return not (few and (wait or bounded))


def _drawn(data: Data, sel: ViewSelection, phrase: Phrase, index: Path, *, wait: bool) -> Concordance:
    """Search articles drawn by chance; `wait` as in `concordance`."""
    condition, given = row_filter(sel)
    held = drawn_holders(index, phrase, condition, given)
    draws = None
    if wait and len(held) > MOST_READ:
        held = sorted(held, key=lambda holder: holder[2])[:MOST_READ]
        draws = held[-1][2]
    pairs = [(outlet, article) for outlet, article, _ in held]
    read = pairs if wait else _by_turns(pairs, FIRST_READ)
    lines = tuple(line for _, uses in _read(data, sel, phrase, read) for line in uses)
    if wait:
        articles = Counter(outlet for outlet, _ in {(line.outlet, line.article) for line in lines})
    else:
        articles = Counter(outlet for outlet, _ in pairs) if sel.voice == ALL and phrase.exact else Counter()
    sizes = drawn_by_outlet(index, condition, given, draws)
    counts = _counts(articles, sizes, lines) if articles or wait else ()
    return Concordance(counts, lines, len(held), wait, len(read), sum(sizes.values()))


def _by_turns(held: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """Return `most` of the articles, with outlets taking turns; few are taken from the first, which lie together."""
    queues: dict[str, list[tuple[str, str]]] = {}
    for outlet, article in held if most > FIRST_READ else held[:TURNS_AMONG]:
        queues.setdefault(outlet, []).append((outlet, article))
    turns = sorted((place, outlet, pair) for outlet, pairs in queues.items() for place, pair in enumerate(pairs))
    return [pair for _, _, pair in islice(turns, most)]


def _read(
    data: Data, sel: ViewSelection, phrase: Phrase, held: list[tuple[str, str]]
) -> list[tuple[str, list[ConcordanceLine]]]:
    ids = [article for _, article in held]
    texts, voices = texts_with_voices(data, sel.event, ids)
    titles = article_lookup.titles(data, sel.event, ids)
    pattern = phrase.pattern
    lines_of = []
    for outlet, article in held:
        title = "" if phrase.place == "text" else titles.get(article) or ""
        lines = [
            _line(outlet, article, "own", "headline", title, match.start(), match.end())
            for match in pattern.finditer(title)
        ]
        for match in pattern.finditer("" if phrase.place == "headline" else texts.get(article) or ""):
            voice = str(voices[article].at(match.start(), match.end()))
            lines.append(_line(outlet, article, voice, "body", texts[article], match.start(), match.end()))
        lines_of.append((outlet, [line for line in lines if sel.voice in (ALL, line.voice)]))
    return lines_of


def _line(outlet: str, article: str, voice: str, place: str, text: str, start: int, end: int) -> ConcordanceLine:
    left, right = _WORD_END.sub("", text[max(0, start - CONTEXT - 1) : start]), text[end : end + CONTEXT + 1]
    if start <= CONTEXT + 1:
        left = text[:start]
    if len(right) > CONTEXT:
        right = _WORD_BEGIN.sub("", right)
    return ConcordanceLine(
        outlet, article, voice, place, start, " ".join(left.split()), text[start:end], " ".join(right.split())
    )


def _index(data: Data) -> Path | None:
    if not data.has_texts:
        return None
    published = index_file(Path(data.folder).parent.parent, data.version)
    return published if published.is_file() else _made(data.folder, data.version)


@lru_cache(maxsize=64)
def _size(folder: str) -> int:
    """How many texts a data set holds."""
    import pyarrow.parquet as pq  # noqa: PLC0415  DuckDB reads everything else

    return int(pq.read_metadata(Path(folder) / "texts.parquet").num_rows)


@lru_cache(maxsize=4)
def _made(folder: str, version: str) -> Path | None:
    """The index of a data set that was published without one, in a folder of this process."""
    if _size(folder) > MOST_INDEXED:
        return None
    place = Path(tempfile.mkdtemp(prefix="parallax-search-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    file = place / f"{version}.sqlite"
    build(Path(folder), file)
    return file
