"""Distinctive words: what an outlet, or a group, writes more or less often than the others.

Terms are ranked by the log-odds with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008, "Fightin'
Words", Political Analysis 16:372, equations 16 and 22), tested by shuffling whole articles within phases
(`term_permutations`), and corrected over the whole table by Benjamini and Hochberg. Beside every table there is its
null: the same for outlets that were dealt their articles at random.

Names of media and agencies, function and clock words and bare numbers are left out (`telling_terms`); of phrases that
overlap in the same articles the first is shown. The ranking counts words as if each were drawn independently and so
overrates what one long article repeats; the test does not. Therefore a word counts as distinctive by its q only, and is
shown with the number of articles that hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from collectors.compare.article_sums import ENOUGH, intervals, of_articles
from collectors.compare.coded_columns import CodedColumn
from collectors.compare.comparison_rows import OUTLET, ArticleSelection
from collectors.compare.permutations import Codes, Floats, q_values_of
from collectors.compare.telling_terms import one_row_each, telling
from collectors.compare.term_counts import Terms
from collectors.compare.term_permutations import Ints, shuffle
from collectors.compare.text_kinds import text_kinds, within_kinds
from collectors.method import version_of

#: Raised with every change to a figure.
METHOD_VERSION = version_of("distinctive_words")

#: The prior is worth as many words as a usual article, spread as in all articles together.
PRIOR_WORDS = 500.0
#: Part of a unit's articles that a kind of text must be so that the others who write it are its others.
KIND_SHARE = 0.1
#: Articles of the selection that must hold a term: a rarer one cannot tell outlets apart.
FEWEST = 5
#: Units that get figures of their own: those with most articles. The rest still count among the others.
MOST_UNITS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctiveWord:
    """One term of one outlet or group, beside all the others together (`rest_`), in the chosen voice.

    Attributes:
        uses: how often the unit uses the term.
        words: how many words the unit has.
        articles: how many of its articles hold the term.
        n: how many articles it has.
        log_odds: log-odds of the unit against the rest, with the prior.
        z: log-odds over their standard error.
        p: of the test; None where the unit or the rest has fewer than ENOUGH articles.
        q: p corrected over the table; None where p is.
        low: lower end of the 95 % interval of uses / words; None below two articles, or where not computed.
        high: its upper end.
        share_low: lower end of the 95 % interval of articles / n; None as `low`.
        share_high: its upper end.
    """

    unit: str
    term: str
    uses: int
    words: int
    rest_uses: int
    rest_words: int
    articles: int
    n: int
    rest_articles: int
    rest_n: int
    log_odds: float
    z: float
    p: float | None
    q: float | None
    low: float | None = None
    high: float | None = None
    share_low: float | None = None
    share_high: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there are enough articles for a test."""
        return self.p is not None


@dataclass(frozen=True, slots=True)
class DistinctiveTable:
    """Every unit (rows) and term (columns) of one selection; p and q are NaN where there is no test.

    `n` and `words`, and their `rest_`, are over units; all other arrays are units x terms.
    """

    units: tuple[str, ...]
    terms: tuple[str, ...]
    n: Codes
    words: Floats
    uses: Floats
    articles: Floats
    rest_n: Codes
    rest_words: Floats
    rest_uses: Floats
    rest_articles: Floats
    log_odds: Floats
    z: Floats
    p: Floats
    q: Floats

    @property
    def tested(self) -> int:
        """How many cells were tested."""
        return int(np.isfinite(self.p).sum())

    def below(self, level: float = 0.05, *, corrected: bool) -> int:
        """Count the cells whose p, or q where `corrected`, is below a level."""
        values = self.q if corrected else self.p
        return int((values[np.isfinite(values)] < level).sum())

    def top(self, unit: str, most: int, *, more: bool = True) -> list[DistinctiveWord]:
        """Return the first `most` words that the unit uses more (or less) than the others, in the order of `order`.

        Args:
            unit: an outlet's or a group's id.
            most: how many words at most.
            more: words that the unit uses more than the others; False for those that it uses less.
        """
        return [self.word(self.units.index(unit), term) for term in self.order(unit, more=more)[:most]]

    def order(self, unit: str, *, more: bool = True) -> list[int]:
        """Return the columns of the words that the unit uses more (or less): those with q < .05 first, then by |z|."""
        at = self.units.index(unit)
        z_scores, q_values = self.z[at], self.q[at]
        right = np.flatnonzero((z_scores > 0) if more else (z_scores < 0))
        significant = np.where(np.isfinite(q_values), q_values, 2.0)[right] < 0.05
        order = np.lexsort((right, np.round(-np.abs(z_scores[right]), 9), ~significant))
        return [int(term) for term in right[order]]

    def word(self, unit: int, term: int) -> DistinctiveWord:
        """Return one cell as a DistinctiveWord without intervals."""
        p_value, q_value = float(self.p[unit, term]), float(self.q[unit, term])
        return DistinctiveWord(
            unit=self.units[unit], term=self.terms[term],
            uses=int(self.uses[unit, term]), words=int(self.words[unit]), rest_uses=int(self.rest_uses[unit, term]),
            rest_words=int(self.rest_words[unit]), articles=int(self.articles[unit, term]), n=int(self.n[unit]),
            rest_articles=int(self.rest_articles[unit, term]), rest_n=int(self.rest_n[unit]),
            log_odds=round(float(self.log_odds[unit, term]), 10), z=round(float(self.z[unit, term]), 10),
            p=None if np.isnan(p_value) else round(p_value, 10), q=None if np.isnan(q_value) else round(q_value, 10),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Distinctive:
    """A table and its null, with what intervals need: counts, words and units of the chosen articles."""

    table: DistinctiveTable
    null: DistinctiveTable
    counts: csr_array
    words: Floats
    units: Codes
    columns: csc_array

    def rows(self, unit: str, most: int, *, more: bool = True, null: bool = False) -> list[DistinctiveWord]:
        """Return the unit's first words, with phrases that overlap in the same articles as one row.

        Args:
            unit: the outlet or group.
            most: how many words at most.
            more: whether the words it uses more, or less, than the others.
            null: whether to take them from the null table.
        """
        table = self.null if null else self.table
        best = one_row_each(table.order(unit, more=more), table.terms, self.columns, most)
        return [table.word(table.units.index(unit), term) for term in best]

    def with_intervals(self, chosen: Sequence[DistinctiveWord]) -> list[DistinctiveWord]:
        """Return these words of the table with intervals; as they are for a unit with fewer than two articles."""
        made: dict[tuple[str, str], DistinctiveWord] = {}
        by_unit: dict[str, list[DistinctiveWord]] = {}
        for word in chosen:
            by_unit.setdefault(word.unit, []).append(word)
        place = {term: index for index, term in enumerate(self.table.terms)}
        for unit, words in by_unit.items():
            own = np.flatnonzero(self.units == self.table.units.index(unit))
            if len(own) < 2:
                continue
            uses = self.counts[own][:, [place[word.term] for word in words]].toarray()
            said = _intervals(uses, self.words[own])
            held = _intervals((uses > 0).astype(np.float64), np.ones(len(own)))
            for word, (low, high), (from_, to) in zip(words, said.tolist(), held.tolist(), strict=True):
                made[unit, word.term] = _with(word, low, high, from_, to)
        return [made.get((word.unit, word.term), word) for word in chosen]


def _intervals(numerators: Floats, denominators: Floats) -> Floats:
    one = np.zeros(len(denominators), dtype=np.int64)
    return np.asarray(intervals(of_articles(numerators, denominators, one, one, (1, 1)), True)[0])


def _with(word: DistinctiveWord, low: float, high: float, share_low: float, share_high: float) -> DistinctiveWord:
    values = {name: getattr(word, name) for name in DistinctiveWord.__slots__}
    ends = {"low": low, "high": high, "share_low": share_low, "share_high": share_high}
    return DistinctiveWord(**values | {name: round(float(value), 10) for name, value in ends.items()})


def distinctive(
    terms: Terms,
    selection: ArticleSelection,
    *,
    group: Sequence[str] = (),
    seed: int = 0,
    executor: Executor | None = None,
) -> Distinctive | None:
    """Compare every unit with all the others, or the units of `group` together with the rest.

    The result depends on the data and the seed, not on the executor.

    Args:
        terms: the event's counts.
        selection: which articles and whose words; `by` says what the units are.
        group: ids of the units to take together; empty compares each unit.
        seed: of the shuffles.
        executor: where shuffles run; None means in this process.

    Returns:
        The table and its null; None where fewer than two units have articles or no term is common enough.
    """
    names, codes = _units(terms, selection.by, group)
    words = terms.words[selection.voice]
    here = np.flatnonzero(terms.chosen(selection) & (words > 0) & (codes >= 0))
    counts, words, codes = terms.counts[selection.voice][here], words[here], codes[here]
    columns = terms.articles.columns
    chosen = np.zeros(len(terms), dtype=bool)
    chosen[here] = True
    within = within_kinds(columns[OUTLET if selection.by == "phase" else "phase"], text_kinds(columns), chosen)
    strata = within.codes[here]
    spread = np.asarray((counts > 0).sum(axis=0)).ravel()
    media = (*columns[OUTLET].names, *columns["agency"].names)
    eligible = np.flatnonzero((spread >= FEWEST) & telling(terms.vocabulary, media))
    names, codes = _largest(names, codes)
    if len(np.unique(codes)) < 2 or not len(eligible):
        return None
    counts = counts[:, eligible]
    counts.eliminate_zeros()
    vocabulary = tuple(terms.vocabulary[place] for place in eligible.tolist())
    key = f"{seed}\x1f{terms.event}"
    shuffled = shuffle(counts, words, codes, strata, key, executor, _enough(np.bincount(codes)))
    kinds = np.unique(text_kinds(columns).codes[here], return_inverse=True)[1]
    table = _table(names, vocabulary, counts, words, codes, kinds, shuffled.p)
    null = _table(names, vocabulary, counts, words, shuffled.null_groups, kinds, shuffled.null_p)
    return Distinctive(table, null, counts, words, codes, csc_array(counts))


def _units(terms: Terms, by: str, group: Sequence[str]) -> tuple[tuple[str, ...], Codes]:
    """Return the names of what is compared and each article's code among them, -1 for none."""
    column: CodedColumn = terms.articles.columns[by]
    names = column.names if by == OUTLET else tuple(f"{by}:{name}" for name in column.names)
    if not group:
        return names, column.codes
    inside = CodedColumn(column.codes, names).is_in(group)
    return (" + ".join(group), "the rest"), np.where(column.codes < 0, -1, np.where(inside, 0, 1)).astype(np.int64)


def _largest(names: tuple[str, ...], codes: Codes) -> tuple[tuple[str, ...], Codes]:
    """Keep the MOST_UNITS units with most articles, as codes 0, 1 ... in their order; all others share one code."""
    sizes = np.bincount(codes, minlength=len(names))
    largest = np.sort(np.argsort(-sizes, kind="stable")[:MOST_UNITS])
    largest = largest[sizes[largest] > 0]
    place = np.full(len(names), len(largest), dtype=np.int64)
    place[largest] = np.arange(len(largest))
    return tuple(names[unit] for unit in largest.tolist()), place[codes]


def _table(
    names: tuple[str, ...],
    vocabulary: tuple[str, ...],
    counts: csr_array,
    words: Floats,
    codes: Codes,
    kinds: Codes,
    p_values: Floats,
) -> DistinctiveTable:
    """The table of units; the others of a unit are those who write the kinds of text that it writes, as in its test."""
    size = len(p_values)
    member = csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(size, len(codes)))
    holding = (counts > 0).astype(np.float64)
    uses, held = (member @ counts).toarray(), (member @ holding).toarray()
    whole = np.bincount(codes, words, size).astype(np.float64)
    articles = np.bincount(codes, minlength=size).astype(np.int64)
    shown = len(names)
    of_kind = csr_array((np.ones(len(codes)), (kinds, np.arange(len(codes)))), shape=(int(kinds.max()) + 1, len(codes)))
    written = np.bincount(codes * of_kind.shape[0] + kinds, minlength=size * of_kind.shape[0]).reshape(size, -1)
    shared = (written >= np.maximum(KIND_SHARE * articles, 1)[:, None]).astype(np.float64)
    pool, pool_held = (shared @ (of_kind @ some).toarray() for some in (counts, holding))
    pool_words, pool_n = shared @ (of_kind @ words), (shared @ written.sum(axis=0)).astype(np.int64)
    rest, rest_words = np.maximum(pool - uses, 0), np.maximum(pool_words - whole, 0)
    z_scores, log_odds = _log_odds(uses, whole, rest, rest_words)
    p_values = np.where(_enough(articles)[:, None], p_values, np.nan)[:shown]
    return DistinctiveTable(
        units=names,
        terms=vocabulary,
        n=articles[:shown],
        words=whole[:shown],
        uses=uses[:shown],
        articles=held[:shown],
        rest_n=np.maximum(pool_n - articles, 0)[:shown],
        rest_words=rest_words[:shown],
        rest_uses=rest[:shown],
        rest_articles=np.maximum(pool_held - held, 0)[:shown],
        log_odds=log_odds[:shown],
        z=z_scores[:shown],
        p=p_values,
        q=q_values_of(p_values),
    )


def _enough(articles: Ints) -> NDArray[np.bool_]:
    """Return which units have enough articles to be tested, on their side and on that of the others."""
    others = int(articles.sum()) - articles
    return np.minimum(articles, others) >= ENOUGH


def _log_odds(uses: Floats, words: Floats, rest: Floats, rest_words: Floats) -> tuple[Floats, Floats]:
    """z-scores and log-odds of each unit against the others: Monroe et al. 2008; 0 for a unit without others."""
    prior = PRIOR_WORDS * (uses + rest) / np.maximum(words + rest_words, 1.0)[:, None]
    alone = (rest_words <= 0)[:, None] | (prior <= 0)  # or a word of other languages alone
    own, other = (np.where(alone, 1.0, some + prior) for some in (uses, rest))
    size, other_size = (total[:, None] + PRIOR_WORDS for total in (words, rest_words))
    odds = np.log(own / np.maximum(size - own, 0.5)) - np.log(other / np.maximum(other_size - other, 0.5))
    odds = np.where(alone, 0.0, odds)
    return odds / np.sqrt(1 / own + 1 / other), odds
