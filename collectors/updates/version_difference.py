"""The difference between two published data sets, event by event.

It names articles by their ids alone: titles are looked up when it is shown, so that nothing of an article that is taken
out for good stays in a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from collectors import compare
from collectors.compare import ArticleSelection, ComparisonRow
from collectors.dataset.versions import Dataset

#: At most so many articles are named of each kind, and so many figures; all are counted.
MOST_ARTICLES, MOST_FIGURES = 200, 60
#: What is looked at for figures that moved: page and whose words.
LOOKED_AT = (("naming", "own"), ("naming", "all"), ("sources", "all"), ("devices", "own"), ("readability", "own"))
#: Estimates have ten decimals; less is no move.
STILL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedFigure:
    """A figure of an outlet in two data sets, with enough articles in both.

    Attributes:
        metric: what is measured.
        variant: of which variant; empty where the metric has none.
        voice: whose words.
        outlet: the outlet's id.
        before: the estimate in the older data set.
        after: the estimate in the newer one.
        low: lower end of its 95 % interval in the older data set.
        high: upper end of that.
        articles: articles counted in the newer data set.
        beyond: whether the new estimate lies outside the old interval.
    """

    metric: str
    variant: str
    voice: str
    outlet: str
    before: float
    after: float
    low: float
    high: float
    articles: int
    beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDifference:
    """What is new in one event.

    Attributes:
        event: the event's id.
        articles: member articles in the newer data set.
        added: how many of them are new.
        removed: how many members of the older data set are gone.
        revised: how many have another text.
        added_ids: ids of new members, at most MOST_ARTICLES, the newest day first.
        revised_ids: ids of those with another text, likewise.
        moved: how many figures have another estimate.
        beyond: how many of these lie outside their old interval.
        figures: figures that moved, those outside their interval first, at most MOST_FIGURES.
    """

    event: str
    articles: int = 0
    added: int = 0
    removed: int = 0
    revised: int = 0
    added_ids: tuple[str, ...] = ()
    revised_ids: tuple[str, ...] = ()
    moved: int = 0
    beyond: int = 0
    figures: tuple[MovedFigure, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing is new."""
        return not (self.added or self.removed or self.revised or self.moved)


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """The difference between two data sets.

    Attributes:
        version: the newer data set.
        since: the older one.
        methods: the methods of both, the older first; figures may have moved because these differ.
        events: the events of the newer data set, by id.
        gone: events that only the older one has.
    """

    version: str
    since: str
    methods: tuple[str, str]
    events: tuple[EventDifference, ...] = ()
    gone: tuple[str, ...] = field(default=())

    @property
    def same_method(self) -> bool:
        """Whether both were measured in the same way."""
        return self.methods[0] == self.methods[1]

    def as_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return asdict(self)


def difference(old: Dataset, new: Dataset) -> VersionDifference:
    """Compare two data sets.

    Args:
        old: the older data set.
        new: the newer one.
    """
    before, after = _events(old), _events(new)
    events = tuple(_event(old, new, event, in_both=event in before) for event in sorted(after))
    methods = (old.method_version, new.method_version)
    return VersionDifference(new.version, old.version, methods, events, tuple(sorted(before - after)))


def from_json(values: Mapping[str, Any]) -> VersionDifference:
    """Return the difference that `as_json` gave.

    Raises:
        KeyError, TypeError: the values are none.
    """
    events = tuple(
        EventDifference(
            **{
                **event,
                "added_ids": tuple(event["added_ids"]),
                "revised_ids": tuple(event["revised_ids"]),
                "figures": tuple(MovedFigure(**figure) for figure in event["figures"]),
            }
        )
        for event in values["events"]
    )
    old, new = values["methods"]
    return VersionDifference(values["version"], values["since"], (old, new), events, tuple(values["gone"]))


def _events(data: Dataset) -> set[str]:
    return {str(event) for event in data.table("events", ["event"])["event"].to_pylist()}


def _members(data: Dataset, event: str) -> pa.Table:
    columns = ["article_id", "text_sha256", "day", "member", "outlet"]
    articles = data.table("articles", columns, [("event", "=", event)])
    return articles.filter(pc.field("member") & pc.field("outlet").is_valid()).select(columns[:3])


def _event(old: Dataset, new: Dataset, event: str, *, in_both: bool) -> EventDifference:
    after = _members(new, event)
    before = _members(old, event) if in_both else after.slice(0, 0)
    fresh = after.filter(pc.invert(pc.is_in(after["article_id"], value_set=before["article_id"])))
    gone = before.filter(pc.invert(pc.is_in(before["article_id"], value_set=after["article_id"])))
    both = after.join(before.rename_columns(["article_id", "old_sha256", "old_day"]), "article_id", join_type="inner")
    changed = both.filter(pc.not_equal(both["text_sha256"], both["old_sha256"]))
    figures = list(_moved(old, new, event)) if in_both and len(before) and len(after) else []
    figures.sort(key=_weight)
    return EventDifference(
        event=event,
        articles=len(after),
        added=len(fresh),
        removed=len(gone),
        revised=len(changed),
        added_ids=_newest(fresh),
        revised_ids=_newest(changed),
        moved=len(figures),
        beyond=sum(figure.beyond for figure in figures),
        figures=tuple(figures[:MOST_FIGURES]),
    )


def _newest(rows: pa.Table) -> tuple[str, ...]:
    order = rows.sort_by([("day", "descending"), ("article_id", "ascending")])
    return tuple(str(article) for article in order["article_id"].slice(0, MOST_ARTICLES).to_pylist())


def _weight(figure: MovedFigure) -> tuple[bool, float, str, str, str, str]:
    """Return the sort key: outside the interval first, then the largest move in widths of the interval."""
    width = max(figure.high - figure.low, STILL)
    moved = -abs(figure.after - figure.before) / width
    return not figure.beyond, moved, figure.metric, figure.variant, figure.voice, figure.outlet


def _moved(old: Dataset, new: Dataset, event: str) -> Iterator[MovedFigure]:
    before, after = compare.load(old, event), compare.load(new, event)
    for page, voice in LOOKED_AT:
        selection = ArticleSelection(event, voice=voice)
        rows = {_key(row): row for row in compare.described(before, selection, page)}
        for row in compare.described(after, selection, page):
            earlier = rows.get(_key(row))
            if earlier is not None and (moved := _figure(earlier, row)) is not None:
                yield moved


def _key(row: ComparisonRow) -> tuple[str, str, str]:
    return row.metric, row.variant, row.outlet


def _figure(earlier: ComparisonRow, row: ComparisonRow) -> MovedFigure | None:
    before, after, low, high = earlier.estimate, row.estimate, earlier.ci_low, earlier.ci_high
    if before is None or after is None or low is None or high is None or not (earlier.enough and row.enough):
        return None
    if abs(after - before) <= STILL:
        return None
    beyond = not low <= after <= high
    return MovedFigure(
        metric=row.metric,
        variant=row.variant,
        voice=row.voice,
        outlet=row.outlet,
        before=before,
        after=after,
        low=low,
        high=high,
        articles=row.n_articles,
        beyond=beyond,
    )
