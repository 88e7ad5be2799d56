"""The metrics of each page, as questions to the layers of the event's sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.coded_columns import ordered
from collectors.compare.comparison_rows import ALL, ArticleSelection
from collectors.model import NAMING_FAMILIES


@dataclass(frozen=True, slots=True)
class MetricQuestion:
    """A metric in one voice and place.

    Attributes:
        metric: its name, such as "naming:vote".
        variants: its variants; ("",) where it has none.
        voice: whose words, or "all".
        place: where in the article, or "all".
        share: whether every numerator is a part of its denominator.
        tested: whether exchanging articles can test it.
        marked: whether a test needs enough articles with a numerator above 0.
    """

    metric: str
    variants: tuple[str, ...]
    voice: str = ALL
    place: str = ALL
    share: bool = True
    tested: bool = True
    marked: bool = True


def variants(facts: ArticleArrays, metric: str) -> tuple[str, ...]:
    """Return the variants of a metric that the event has, in the order that its file declares."""
    family, _, name = metric.partition(":")
    variants_of = facts.cube.variants.get(metric, ())
    return ordered(variants_of, facts.order.get(f"variants:{name}", ())) if family == "naming" else variants_of


def naming(facts: ArticleArrays, selection: ArticleSelection, only: Sequence[str] = ()) -> Iterator[MetricQuestion]:
    """Yield naming:<concept>: the share of each variant among the concept's mentions, in the chosen words and place.

    Args:
        facts: what the event's articles hold.
        selection: the articles, the voice and the place (headline, lead, body or all).
        only: yield these metrics alone; empty for all.
    """
    declared = [metric.removeprefix("naming:") for metric in facts.cube.metrics("naming:")]
    for concept in ordered(declared, facts.order.get("concepts", ())):
        if not only or f"naming:{concept}" in only:
            yield MetricQuestion(
                f"naming:{concept}", variants(facts, f"naming:{concept}"), selection.voice, selection.place
            )


def families(facts: ArticleArrays, selection: ArticleSelection, only: Sequence[str] = ()) -> Iterator[MetricQuestion]:
    """Yield families:<concept>: the share of each family among the concept's mentions by variants that have one.

    Args:
        facts: what the event's articles hold.
        selection: the articles, the voice and the place (headline, lead, body or all).
        only: yield these metrics alone; empty for all.
    """
    declared = [metric.removeprefix("families:") for metric in facts.cube.metrics("families:")]
    for concept in ordered(declared, facts.order.get("concepts", ())):
        metric = f"families:{concept}"
        if not only or metric in only:
            found_families = ordered(facts.cube.variants.get(metric, ()), NAMING_FAMILIES)
            yield MetricQuestion(metric, found_families, selection.voice, selection.place)


def readability(
    facts: ArticleArrays, selection: ArticleSelection, only: Sequence[str] = ()
) -> Iterator[MetricQuestion]:
    """Yield readability:<score or part>: the mean of the articles' values, in the chosen voice.

    Args:
        facts: what the event's articles hold.
        selection: the articles, and the voice whose sentences are scored.
        only: yield these metrics alone; empty for all.
    """
    from collectors.metrics.readability import PARTS, SCORES  # noqa: PLC0415  loads all metrics, half a second

    scores = [metric.removeprefix("readability:") for metric in facts.cube.metrics("readability:")]
    for name in ordered(scores, (*SCORES, *PARTS)):
        if not only or f"readability:{name}" in only:
            yield MetricQuestion(f"readability:{name}", ("",), selection.voice, share=False)


#: Metrics of sources in the order of comparison; only the first depends on the voice.
SOURCES = ("quoted_words", "direct_share", "unattributed", "side", "role", "speaker", "stance")


def sources(facts: ArticleArrays, selection: ArticleSelection, only: Sequence[str] = ()) -> Iterator[MetricQuestion]:
    """Yield the metrics of who is quoted and how.

    Only sources:quoted_words depends on the voice: it is the share of words in that voice, of quoted and attributed
    words together where the voice is "all". The others are given for "all" only.

    Args:
        facts: what the event's articles hold.
        selection: the articles and the voice.
        only: yield these metrics alone; empty for all.
    """
    for name in SOURCES if selection.voice == ALL else SOURCES[:1]:
        metric = f"sources:{name}"
        if not only or metric in only:
            single = name in ("quoted_words", "direct_share", "unattributed")
            yield MetricQuestion(metric, ("",) if single else variants(facts, metric), selection.voice)


def coverage(facts: ArticleArrays, selection: ArticleSelection, only: Sequence[str] = ()) -> Iterator[MetricQuestion]:
    """Yield the metrics of how much each outlet published.

    coverage:articles is the share of the outlet's articles (of this selection in all phases) that are in the phase.
    coverage:agency are articles with an agency's credit, coverage:repeated near-duplicates of an earlier article,
    coverage:own those that are neither, both missing for an outlet without any text; coverage:words is the mean length.

    Args:
        facts: what the event's articles hold.
        selection: the articles; its voice is not used.
        only: yield these metrics alone; empty for all.
    """
    for name in ("articles", "agency", "repeated", "own", "words"):
        if not only or f"coverage:{name}" in only:
            # A permutation within phases does not change the shares of phases.
            yield MetricQuestion(
                f"coverage:{name}", ("",), share=name != "words", tested=name != "articles", marked=False
            )
