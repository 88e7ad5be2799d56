"""The only cached package: DuckDB over one published version, and the statistics of `collectors.compare`.

Every function is keyed by the data set's folder and what was asked; a published version never changes, so nothing
expires. Reads only. Texts come back as they were collected: `markup` makes them safe to show.
"""

from dashboard.queries.articles import (
    Reading,
    article,
    articles_by_outlet,
    by_phase,
    counted,
    listing,
    outcomes,
    quality,
    timeline,
)
from dashboard.queries.evidence import Evidence, mentions, quotations
from dashboard.queries.source import Data, Row, home, open_version, versions
from dashboard.queries.statistics import coverage, csv, naming, readability, sources, whole_csv
from dashboard.queries.story import Outlet, Story, events, outlets, story

__all__ = [
    "Data",
    "Evidence",
    "Outlet",
    "Reading",
    "Row",
    "Story",
    "article",
    "articles_by_outlet",
    "by_phase",
    "counted",
    "coverage",
    "csv",
    "events",
    "home",
    "listing",
    "mentions",
    "naming",
    "open_version",
    "outcomes",
    "outlets",
    "quality",
    "quotations",
    "readability",
    "sources",
    "story",
    "timeline",
    "versions",
    "whole_csv",
]
