"""The framing map: which outlets choose alike where they have a choice of words, in one picture.

Correspondence analysis of outlets by variants within concepts (Benzecri 1983, "Analyse de l'inertie intra-classe"):
how far each outlet's uses of a variant are from what its mentions of the concept give at the shares of all outlets. So
an outlet's place depends on the words it chooses and not on its subjects. Ellipses come from resampling whole articles
of each outlet, with every solution rotated onto the full one (orthogonal Procrustes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from collectors.compare.article_arrays import ArticleParts, chosen_articles
from collectors.compare.article_sums import ENOUGH
from collectors.compare.coded_columns import codes_of
from collectors.compare.comparison_rows import ALL, ArticleSelection, Tables
from collectors.compare.instrument_gates import unread
from collectors.compare.permutations import Codes, Floats, generator
from collectors.compare.term_counts import sampled_articles
from collectors.compare.text_kinds import text_kinds
from collectors.errors import ParallaxError
from collectors.method import version_of
from collectors.model import Voice

METHOD_VERSION = version_of("correspondence")

RESAMPLES = 500
#: Exchanges of the test of the whole picture.
EXCHANGES = 999
#: 95 % of a normal cloud in the plane lies within the square root of this many deviations (chi-square, 2 degrees).
REACH = 5.991464547107979
#: Mentions a variant needs in the selection: rarer ones lie far out and mean little.
FEWEST = 5
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class NamingChoices:
    """The variants that the sampled articles use.

    Attributes:
        event: the event's id.
        articles: the articles, with their columns.
        concepts: the concept of each variant.
        variants: the variants, in the order of the columns of `counts`.
        counts: by voice ("all" included), articles x variants.
    """

    event: str
    articles: ArticleParts
    concepts: tuple[str, ...]  # of each column
    variants: tuple[str, ...]
    counts: Mapping[str, csr_array]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """The place of an outlet on the map, with the 95 % ellipse around it.

    Attributes:
        unit: the outlet's id.
        x: coordinate on the first axis.
        y: coordinate on the second axis.
        n: its articles with a mention.
        mentions: its mentions of the variants on the map.
        major: the longer half axis of the ellipse.
        minor: the shorter half axis.
        angle: the direction of the longer axis in radians, from 0 to pi.
    """

    unit: str
    x: float
    y: float
    n: int  # articles with a mention
    mentions: int
    major: float
    minor: float
    angle: float


@dataclass(frozen=True, slots=True)
class MapPoint:
    """The place of a variant on the map, and how many mentions it has."""

    concept: str
    variant: str
    x: float
    y: float
    mentions: int


@dataclass(frozen=True, slots=True)
class NamingMap:
    """The map of a selection.

    Attributes:
        places: the outlets.
        points: the variants.
        inertia: the part of all differences between outlets that each axis shows, 0 to 1.
        left_out: outlets with fewer than ENOUGH articles that mention a concept, with how many they have.
        p: how often exchanged articles give at least as much inertia.
    """

    places: tuple[MapPlace, ...]
    points: tuple[MapPoint, ...]
    inertia: tuple[float, float]
    left_out: tuple[tuple[str, int], ...]
    p: float = 1.0


def load_choices(tables: Tables, event: str) -> NamingChoices | None:
    """Read the choices of words in the articles whose words are counted.

    Returns:
        The choices; None where the event has no such articles, or these have no mentions.
    """
    sample = sampled_articles(tables, event)
    if sample is None:
        return None
    articles, ids = sample
    rows = _uses(tables, event)
    at = pc.index_in(rows["article_id"], value_set=ids)
    rows, at = rows.filter(pc.is_valid(at)), at.drop_null()
    if not rows.num_rows:
        return None
    names = pc.binary_join_element_wise(rows["concept"], rows["variant"], "\x1f")
    column = codes_of(names)
    spoken = pc.index_in(rows["voice"], value_set=pa.array([str(voice) for voice in Voice])).to_numpy()
    owner, shape = at.to_numpy().astype(np.int64), (len(ids), len(column.names))
    uses = rows["uses"].to_numpy().astype(np.float64)
    counts = {ALL: _matrix(uses, owner, column.codes, shape)}
    for code, voice in enumerate(Voice):
        mine = (spoken == code) & ~unread("naming", articles.columns["language"], voice)[owner]
        counts[str(voice)] = _matrix(uses[mine], owner[mine], column.codes[mine], shape)
    concepts, variants = zip(*(name.split("\x1f") for name in column.names), strict=True)
    return NamingChoices(event, articles, concepts, variants, counts)


def _uses(tables: Tables, event: str) -> pa.Table:
    """Read article, voice, concept, variant and uses; one by one where the data set holds no counts of uses."""
    columns, here = ["article_id", "concept", "variant", "voice"], [("event", "=", event)]
    try:
        uses = tables.table("choices", [*columns, "uses"], list(here))
    except (ParallaxError, KeyError, FileNotFoundError):
        uses = None
    if uses is not None and uses.num_rows:
        return uses
    rows = tables.table("mentions", columns, list(here))
    return rows.append_column("uses", pa.array(np.ones(rows.num_rows, dtype=np.int32)))


def _matrix(uses: Floats, rows: Codes, columns: Codes, shape: tuple[int, int]) -> csr_array:
    made = csr_array((uses, (rows, columns)), shape=shape)
    made.sum_duplicates()
    return made


def naming_map(choices: NamingChoices, selection: ArticleSelection, *, seed: int = 0) -> NamingMap | None:
    """Compute the map of a selection.

    Args:
        choices: what the articles call things.
        selection: which articles, and whose words.
        seed: of the resampling and of the test.

    Returns:
        The map; None with fewer than three outlets that have enough articles, fewer than three variants with enough
        mentions, or where nothing tells the outlets apart.
    """
    column = choices.articles.columns["outlet"]
    counts = choices.counts[selection.voice]
    named = np.asarray(counts.sum(axis=1)).ravel() > 0
    here = np.flatnonzero(chosen_articles(choices.articles, selection) & named)
    sizes = np.bincount(column.codes[here], minlength=len(column.names))
    large = np.flatnonzero(sizes >= ENOUGH)
    left_out = tuple(
        (column.names[unit], int(sizes[unit])) for unit in np.flatnonzero((sizes > 0) & (sizes < ENOUGH)).tolist()
    )
    place = np.full(len(column.names), -1, dtype=np.int64)
    place[large] = np.arange(len(large))
    here = here[place[column.codes[here]] >= 0]
    units, table = place[column.codes[here]], counts[here]
    blocks, used = _blocks(choices, table)
    if len(large) < 3 or len(used) < 3:
        return None
    table = table[:, used]
    whole = _summed(table, units, len(large), np.ones((1, len(here))))[0]
    solved = _solve(whole[None], blocks)
    if solved is None:
        return None
    rows, columns, values = (part[0] for part in solved)
    spread = _spread(table, units, rows, blocks, f"{seed}\x1f{choices.event}")
    total = float((values**2).sum())
    places = tuple(
        MapPlace(
            column.names[large[index]],
            *_rounded(rows[index]),
            int(sizes[large[index]]),
            int(whole[index].sum()),
            *spread[index],
        )
        for index in range(len(large))
    )
    points = tuple(
        MapPoint(
            choices.concepts[variant], choices.variants[variant], *_rounded(columns[index]), int(whole[:, index].sum())
        )
        for index, variant in enumerate(used.tolist())
    )
    shown = [round(float(value**2) / total, DECIMALS) for value in values[:2]]
    kinds = text_kinds(choices.articles.columns)
    strata = (choices.articles.columns["phase"].codes[here] + 1) * len(kinds.names) + kinds.codes[here]
    p_value = _p_of_inertia(table, units, strata, len(large), blocks, f"{seed}\x1f{choices.event}")
    return NamingMap(places, points, (shown[0], shown[1]), left_out, p_value)


def _rounded(point: Floats) -> tuple[float, float]:
    return round(float(point[0]), DECIMALS) + 0.0, round(float(point[1]), DECIMALS) + 0.0


def _blocks(choices: NamingChoices, table: csr_array) -> tuple[Codes, Codes]:
    """Return the concept (as 0, 1 ...) of each variant that counts, and these variants; a concept needs two of them."""
    totals = np.asarray(table.sum(axis=0)).ravel()
    common = np.flatnonzero(totals >= FEWEST)
    of = [choices.concepts[variant] for variant in common.tolist()]
    used = np.array(
        [variant for variant, concept in zip(common.tolist(), of, strict=True) if of.count(concept) > 1], dtype=np.int64
    )
    names = sorted({choices.concepts[variant] for variant in used.tolist()})
    return np.array([names.index(choices.concepts[variant]) for variant in used.tolist()], dtype=np.int64), used


def _summed(table: csr_array, units: Codes, size: int, weights: Floats) -> Floats:
    """Return resamples x units x variants: the articles' counts, each article multiplied by its weight."""
    parts = [np.asarray((table[units == index].T @ weights[:, units == index].T).T) for index in range(size)]
    return np.stack(parts, axis=1)


def _masses(tables: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the column sums, and the parts that rows and columns have of the total."""
    total = tables.sum(axis=(1, 2), keepdims=True)
    columns = tables.sum(axis=1, keepdims=True)
    row_mass = np.maximum(tables.sum(axis=2, keepdims=True) / total, 1e-300)
    return columns, row_mass, np.maximum(columns / total, 1e-300)


def _scaled(tables: Floats, blocks: Codes) -> Floats:
    """Return how far counts are from what the concept's shares give, scaled so that squares sum to the inertia."""
    member = np.eye(int(blocks.max()) + 1)[blocks]
    columns, row_mass, column_mass = _masses(tables)
    shares = columns / np.maximum((columns @ member) @ member.T, 1e-300)
    apart = tables - (tables @ member @ member.T) * shares
    scaled = apart / tables.sum(axis=(1, 2), keepdims=True) / np.sqrt(row_mass * column_mass)
    return np.asarray(np.where(columns > 0, scaled, 0.0))


def _p_of_inertia(table: csr_array, units: Codes, strata: Codes, size: int, blocks: Codes, seed: str) -> float:
    """Test the whole map: how often articles exchanged within phase and kind of text give at least as much inertia.

    Never less than 1 / (1 + EXCHANGES).
    """
    rng, reached = generator(seed, "inertia"), 0
    dealt = np.tile(units, (EXCHANGES, 1))
    for stratum in np.unique(strata):
        here = np.flatnonzero(strata == stratum)
        dealt[:, here] = rng.permuted(dealt[:, here], axis=1)
    observed = float((_scaled(_summed(table, units, size, np.ones((1, len(units)))), blocks) ** 2).sum())
    for groups in dealt:
        member = csr_array((np.ones(len(groups)), (groups, np.arange(len(groups)))), shape=(size, len(groups)))
        counts = np.asarray((member @ table).todense(), dtype=np.float64)[None]
        reached += float((_scaled(counts, blocks) ** 2).sum()) >= observed * (1 - 1e-9)
    return round((1 + reached) / (1 + EXCHANGES), DECIMALS)


def _solve(tables: Floats, blocks: Codes) -> tuple[Floats, Floats, Floats] | None:
    """Principal coordinates of units and variants on two axes, and all singular values, for a stack of tables."""
    columns, row_mass, column_mass = _masses(tables)
    left, values, right = np.linalg.svd(_scaled(tables, blocks), full_matrices=False)
    if values.shape[1] < 2 or (len(tables) == 1 and values[0, 0] < 1e-9):
        return None
    two = values[:, None, :2]
    rows = left[:, :, :2] * two / np.sqrt(row_mass)
    points = right.transpose(0, 2, 1)[:, :, :2] * two / np.sqrt(column_mass.transpose(0, 2, 1))
    if len(tables) == 1:
        # The sign of an axis is arbitrary: the variant farthest out on it is put on its positive side.
        far = np.abs(np.round(points[0], 9)).argmax(axis=0)
        signs = np.where(points[0][far, np.arange(2)] < 0, -1.0, 1.0)
        rows, points = rows * signs, points * signs
    return rows, np.where(columns.transpose(0, 2, 1) > 0, points, 0.0), values


def _spread(table: csr_array, units: Codes, rows: Floats, blocks: Codes, seed: str) -> list[tuple[float, float, float]]:
    """Half axes and angle of each unit's ellipse: the scatter of RESAMPLES solutions around the full one."""
    weights = np.zeros((RESAMPLES, len(units)))
    for index in range(len(rows)):
        own = np.flatnonzero(units == index)
        drawn = generator(seed, "map", index, len(own)).multinomial(
            len(own), np.full(len(own), 1 / len(own)), RESAMPLES
        )
        weights[:, own] = drawn
    solved = _solve(_summed(table, units, len(rows), weights), blocks)
    if solved is None:
        return [(0.0, 0.0, 0.0)] * len(rows)
    mass = np.bincount(units, minlength=len(rows))[:, None]
    turned = solved[0] @ _rotations(solved[0], rows, mass)
    away = turned - rows
    ellipses = []
    for index in range(len(rows)):
        spread, axes = np.linalg.eigh(away[:, index].T @ away[:, index] / RESAMPLES)
        minor, major = np.sqrt(np.maximum(spread, 0.0) * REACH).tolist()
        angle = float(np.arctan2(axes[1, 1], axes[0, 1])) % np.pi
        ellipses.append((round(major, DECIMALS), round(minor, DECIMALS), round(angle, DECIMALS)))
    return ellipses


def _rotations(solutions: Floats, target: Floats, mass: Codes) -> Floats:
    """The rotation (or reflection) of each solution that brings it nearest to the target."""
    left, _, right = np.linalg.svd(solutions.transpose(0, 2, 1) @ (mass * target))
    return np.asarray(left @ right)
