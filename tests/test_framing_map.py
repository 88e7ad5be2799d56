"""The framing map: inertia by hand, what it must not see, ellipses that hold, the same picture each time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.sparse import csr_array

from collectors.compare import ArticleSelection
from collectors.compare.article_arrays import ArticleParts
from collectors.compare.article_sums import ENOUGH, intervals, of_articles
from collectors.compare.correspondence import NamingChoices, NamingMap, _rotations, naming_map
from tests.benchmarks.bench_wording import column

SHARES = {"a": (0.9, 0.1), "b": (0.5, 0.5), "c": (0.1, 0.9), "d": (0.5, 0.5)}


def choices(counts: np.ndarray, outlets: Sequence[str], concepts: Sequence[str]) -> NamingChoices:
    """Articles x variants as they would be loaded; the variants of a concept are called 0, 1 ..."""
    n = len(outlets)
    columns = dict.fromkeys(
        ("language", "extent", "cluster", "agency", "country", "ownership", "phase"), column([None] * n)
    )
    columns |= {"outlet": column(outlets), "grade": column(["good"] * n)}
    parts = ArticleParts(np.arange(n), columns, {"first_in_cluster": np.ones(n)})
    variants = tuple(str(list(concepts[:i]).count(c)) for i, c in enumerate(concepts))
    return NamingChoices("e", parts, tuple(concepts), variants, {"all": csr_array(counts.astype(np.float64))})


def drawn(seed: int, articles: int = 12, busy: dict[str, int] | None = None) -> NamingChoices:
    """Four outlets, two concepts; `busy` outlets name the second concept so many times as often."""
    rng = np.random.default_rng(seed)
    outlets = [o for o in SHARES for _ in range(articles)]
    rows = []
    for outlet in outlets:
        vote = rng.multinomial(5, SHARES[outlet])
        war = rng.multinomial(4 * (busy or {}).get(outlet, 1), (0.5, 0.3, 0.2))
        rows.append([*vote, *war])
    return choices(np.array(rows), outlets, ("vote", "vote", "war", "war", "war"))


def placed(found: NamingMap | None) -> dict[str, tuple[float, float]]:
    assert found is not None
    return {p.unit: (p.x, p.y) for p in found.places}


def test_the_first_axis_orders_outlets_by_their_choice() -> None:
    found = naming_map(drawn(1), ArticleSelection("e"))
    at = placed(found)
    xs = [at[o][0] for o in "abdc"]
    assert sorted(xs) in (xs, xs[::-1]) or abs(xs[1] - xs[2]) < 0.3
    assert abs(at["a"][0] - at["c"][0]) > 1
    assert found is not None
    assert found.inertia[0] > 0.7
    farthest = max(found.points, key=lambda p: abs(p.x))
    assert farthest.concept == "vote"
    assert farthest.x > 0, "the sign of an axis is settled"


def test_what_an_outlet_writes_about_does_not_move_it() -> None:
    """Outlet d names the war ten times as often, in the same words as all: that is no choice of words."""
    rows = np.array([[8, 2, 4, 6], [5, 5, 4, 6], [2, 8, 4, 6], [5, 5, 40, 60]])
    outlets = [o for o in "abcd" for _ in range(ENOUGH)]
    found = naming_map(choices(np.repeat(rows, ENOUGH, axis=0), outlets, ("v", "v", "w", "w")), ArticleSelection("e"))
    at = placed(found)
    assert found is not None
    assert found.inertia == (1.0, 0.0)
    assert at["d"] == pytest.approx((0, 0), abs=1e-6)
    assert at["b"] == pytest.approx((0, 0), abs=1e-6)


def test_total_inertia_is_that_of_the_definition() -> None:
    """One concept: plain correspondence analysis, whose inertia is chi-square over the grand total."""
    table = np.array([[6, 2, 2], [3, 5, 2], [2, 2, 6]])
    outlets = [o for o in "abc" for _ in range(ENOUGH)]
    found = naming_map(choices(np.repeat(table, ENOUGH, axis=0), outlets, ("v",) * 3), ArticleSelection("e"))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi = ((table - expected) ** 2 / expected).sum() / table.sum()
    assert found is not None
    spread = sum(p.mentions * (p.x**2 + p.y**2) for p in found.places) / sum(p.mentions for p in found.places)
    assert spread == pytest.approx(chi, abs=1e-5)
    assert sum(found.inertia) == pytest.approx(1)


def test_ellipses_hold_other_draws() -> None:
    """Outlets of new articles, drawn from the same shares and turned onto the first map, mostly lie in the ellipses."""
    first = naming_map(drawn(0, 40), ArticleSelection("e"))
    assert first is not None
    target = np.array([(p.x, p.y) for p in first.places])
    inside = total = 0
    for seed in range(1, 21):
        other = np.array(list(placed(naming_map(drawn(seed, 40), ArticleSelection("e"))).values()))
        turned = other @ _rotations(other[None], target, np.ones((4, 1), dtype=np.int64))[0]
        for place, (x, y) in zip(first.places, turned - target, strict=True):
            along = (x * np.cos(place.angle) + y * np.sin(place.angle)) / place.major
            across = (y * np.cos(place.angle) - x * np.sin(place.angle)) / max(place.minor, 1e-9)
            inside += along**2 + across**2 <= 2  # two draws differ by the square root of two of one's scatter
            total += 1
    assert inside / total > 0.85


def test_outlets_with_few_articles_are_left_out_and_said_so() -> None:
    whole = drawn(3)
    outlets = [o for o in SHARES for _ in range(12)] + ["few"] * (ENOUGH - 1)
    counts = np.vstack([whole.counts["all"].toarray(), np.ones((ENOUGH - 1, 5))])
    found = naming_map(choices(counts, outlets, whole.concepts), ArticleSelection("e"))
    assert found is not None
    assert found.left_out == (("few", ENOUGH - 1),)
    assert "few" not in placed(found)
    assert naming_map(whole, ArticleSelection("e", outlets=("a", "b"))) is None, "two outlets make no map"
    same = choices(np.ones((32, 4)), [o for o in "abcd" for _ in range(8)], ("v", "v", "w", "w"))
    assert naming_map(same, ArticleSelection("e")) is None, "nothing differs"


def test_the_same_picture_each_time_whatever_the_order_of_articles() -> None:
    assert naming_map(drawn(5), ArticleSelection("e")) == naming_map(drawn(5), ArticleSelection("e"))
    assert naming_map(drawn(5), ArticleSelection("e"), seed=1) != naming_map(drawn(5), ArticleSelection("e"))


@pytest.mark.parametrize("share", [0.5, 0.3])
@pytest.mark.parametrize("n", [15, 25, 60])
def test_intervals_of_clustered_shares_cover(n: int, share: float) -> None:
    """The quick form of `bench_intervals`: outlets of known shares, articles of very different length."""
    rng, outlets = np.random.default_rng(n), 3000
    mentions = 1 + rng.negative_binomial(1.0, 0.25, n * outlets)
    used = rng.binomial(mentions, rng.beta(2 * share, 2 * (1 - share), n * outlets))
    owner = np.repeat(np.arange(outlets), n)
    sums = of_articles(used[:, None].astype(float), mentions.astype(float), owner, np.zeros_like(owner), (outlets, 1))
    low, high = intervals(sums, True)[:, 0].T
    assert 0.93 <= ((low <= share) & (share <= high)).mean() <= 0.97


def test_the_whole_picture_is_tested_by_exchanging_articles() -> None:
    """Outlets that name alike give a picture too; only one of outlets that differ is more than chance gives."""
    rng = np.random.default_rng(5)
    outlets = ["a", "b", "c"] * 20
    alike = naming_map(choices(rng.multinomial(6, (0.5, 0.3, 0.2), 60), outlets, ["vote"] * 3), ArticleSelection("e"))
    shares = {"a": (0.7, 0.2, 0.1), "b": (0.2, 0.7, 0.1), "c": (0.1, 0.2, 0.7)}
    counts = np.array([rng.multinomial(6, shares[outlet]) for outlet in outlets])
    apart = naming_map(choices(counts, outlets, ["vote"] * 3), ArticleSelection("e"))
    assert alike is not None
    assert apart is not None
    assert alike.p > 0.05
    assert apart.p == 0.001
