"""Which articles a selection holds: counts, lists, one article, and what became of every input."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from collectors.support.sql_files import read_script
from dashboard.queries.article_lookup import of_article, of_articles, texts
from dashboard.queries.cache import cached_copies, cached_shared
from dashboard.queries.comparison_queries import _facts, selection_of
from dashboard.queries.open_data import Data, Row, ask
from dashboard.queries.row_filters import days as of_days
from dashboard.queries.row_filters import row_filter
from dashboard.selection import ViewSelection


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """One article with what was found in its text; `text` is None where the data set has no texts."""

    about: Row
    text: str | None
    mentions: list[Row] = field(default_factory=list)
    quotations: list[Row] = field(default_factory=list)


#: Columns of the published tables that pages show of one article.
_ABOUT = (
    "article_id", "outlet", "language", "url", "title", "standfirst", "authors", "published", "day", "phase", "type",
    "grade", "grade_reasons", "words", "sentences", "member", "member_score", "member_rule", "member_reason", "agency",
    "cluster", "extractor", "extent", "date_confidence", "date_evidence", "date_claims",
)  # fmt: skip
_MENTION = ("concept", "variant", "voice", "place", "start", "end")
_QUOTATION = (
    "quotation", "type", "speaker_name", "speaker_kind", "actor", "side", "role", "speaker_start", "speaker_end", "cue",
    "cue_start", "cue_end", "stance", "words", "content", "probability", "voice",
)  # fmt: skip


@cached_copies()
def articles_by_outlet(data: Data, sel: ViewSelection) -> dict[str, int]:
    """Count the selection's articles per outlet, for the outlets that have any."""
    cube = _facts(data, sel.event).cube
    return cube.by_outlet(cube.chosen(selection_of(sel)))


@cached_copies()
def counted(data: Data, sel: ViewSelection) -> Row:
    """Count the articles of the selection and of the event.

    Returns:
        `shown` articles of the selection, with their `first` and `last` day; `found` articles of the event, and those
        left
        out for being `off` its subject, of `nameless` outlets, or of `doubtful` grade.
    """
    cube = _facts(data, sel.event).cube
    here = cube.chosen(selection_of(sel))
    first, last = cube.span(here)
    return {**_left_out(data, sel.event), "shown": int(cube.n[here].sum()), "first": first, "last": last}


@cached_shared()
def _left_out(data: Data, event: str) -> Row:
    (row,) = ask(
        data,
        """select coalesce(sum(n), 0)::bigint as found,
              coalesce(sum(n) filter (where not member), 0)::bigint as off,
              coalesce(sum(n) filter (where outlet is null), 0)::bigint as nameless,
              coalesce(sum(n) filter (where member and grade <> 'good'), 0)::bigint as doubtful
            from sum_days where event = ?""",
        event,
    )
    return row


@cached_copies()
def extents(data: Data, sel: ViewSelection) -> Row:
    """Count the selection's articles whose text is not whole (`shorter`), and those that lengths and shares leave out.

    `textless` counts those that hold no words at all;
    `partial_outlets` holds the ids of the outlets whose lengths and shares are of such shorter texts.
    """
    cond, given = row_filter(sel)
    (row,) = ask(data, read_script("dashboard.queries", "extents", chosen=cond), *given)
    return row


@cached_copies()
def listing(data: Data, sel: ViewSelection, words: str, outlet: str, start: int, size: int) -> tuple[int, list[Row]]:
    """Count the articles that match, and return one page of them, newest first.

    Args:
        data: the data set.
        sel: the selection.
        words: words that must all be in the title, between spaces; "" means any title.
        outlet: an outlet's id, instead of the selection's outlets; "" means the selection's.
        start: how many articles come before the page.
        size: how many articles a page has.
    """
    sel = replace(sel, outlets=(outlet,)) if outlet else sel
    cond, given = row_filter(sel)
    for word in words.split():
        cond += " and contains(folded, lower(?))"
        given.append(word)
    counts, among = f"count(*) n from sum_articles where {cond}", given
    if not words.split():
        inside, among = of_days(sel)
        counts = f"sum(n)::bigint n from sum_days where {inside}"
    days = ask(data, f"select day, {counts} group by day order by day desc nulls last", *among)
    total = sum(day["n"] for day in days)
    skipped, touched = _window([(day["day"], day["n"]) for day in days], start, size)
    dated = [day for day in touched if day is not None]
    # The file is in this order, so only the row groups of these days are read.
    either = (["day between ? and ?"] if dated else []) + (["day is null"] if None in touched else [])
    if not either:
        return total, []
    rows = ask(
        data,
        f"""select article_id, outlet, title, day, phase, type, grade, grade_reasons, words, agency, cluster, url
            from sum_articles where {cond} and ({" or ".join(either)})
            order by day desc nulls last, article_id limit ? offset ?""",
        *given, *((dated[-1], dated[0]) if dated else ()), size, start - skipped,
    )  # fmt: skip
    return total, rows


def _window(counts: Sequence[tuple[date | None, int]], start: int, size: int) -> tuple[int, list[date | None]]:
    """Find the days that a page touches.

    Args:
        counts: days with their numbers of articles, in the order of the list.
        start: how many articles come before the page.
        size: how many articles a page has.

    Returns:
        How many articles come before these days, and the days.
    """
    skipped, before = 0, 0
    touched: list[date | None] = []
    for day, count in counts:
        if before + count > start and before < start + size:
            touched.append(day)
        elif not touched:
            skipped += count
        before += count
    return skipped, touched


@cached_copies()
def article(data: Data, event: str, article_id: str) -> ArticleReading | None:
    """Return one article of the event; None where there is none with that id."""
    about = of_article(data, "articles", event, article_id, _ABOUT)
    if not about:
        return None
    mentions = of_article(data, "mentions", event, article_id, _MENTION)
    quotations = of_articles(data, "quotations", event, [article_id], _QUOTATION)  # older ones have no probability
    return ArticleReading(
        about[0],
        texts(data, event, [article_id]).get(article_id),
        sorted(mentions, key=lambda mention: (mention["start"], mention["end"])),
        sorted(quotations, key=lambda quotation: quotation["quotation"]),
    )


@cached_copies()
def counts_of(data: Data, event: str, article_id: str) -> tuple[dict[str, int], dict[str, float]]:
    """Return what was counted in one article: words by voice, and its scores in all voices together by metric."""
    voices = of_article(data, "voices", event, article_id, ["voice", "words"])
    measures = of_article(data, "measures", event, article_id, ["metric", "voice", "value"])
    scores = {measure["metric"]: measure["value"] for measure in measures if measure["voice"] == "all"}
    return {voice["voice"]: voice["words"] for voice in voices}, scores


@cached_copies()
def outcomes(data: Data, event: str) -> list[Row]:
    """Return what became of every input of the event: outlet, kind, n, and one example with its remedy."""
    return ask(
        data,
        """select outlet, kind, sum(n)::bigint n, min(detail) as detail, min(remedy) as remedy
           from sum_outcomes where event = ? or event is null group by outlet, kind order by kind, outlet""",
        event,
    )


@cached_copies(1)
def quality() -> list[Row]:
    """Return the readers' measured error: what, measure, value, on."""
    from collectors.metrics.measured_quality import measured  # noqa: PLC0415  loads every metric; one page asks

    return [asdict(measure) for measure in measured()]
