"""The only cached package: DuckDB over one published version, and the statistics of `collectors.compare`.

Every function is keyed by the data set's folder and what was asked; a published version never changes, so nothing
expires. Reads only. Texts come back as they were collected: `markup` makes them safe to show.
"""

from dashboard.queries.articles import (
    Reading,
    article,
    articles_by_outlet,
    counted,
    counts_of,
    listing,
    outcomes,
    quality,
)
from dashboard.queries.copies import Cluster, Compared, clusters, compared, copies
from dashboard.queries.diversity import diversity
from dashboard.queries.evidence import Evidence, mentions, quotations
from dashboard.queries.presence import decisions, membership_counts, presence, reviewed
from dashboard.queries.proposals import Proposal, proposals
from dashboard.queries.source import Data, Row, home, open_version, references, versions
from dashboard.queries.statistics import coverage, csv, naming, readability, sources, whole_csv
from dashboard.queries.stories import Told, facts, marks, sample_texts, stories, story_articles
from dashboard.queries.story import Outlet, Story, events, outlets, story
from dashboard.queries.units import calendar, languages, members, outlet_names, units

__all__ = [
    "Cluster",
    "Compared",
    "Data",
    "Evidence",
    "Outlet",
    "Proposal",
    "Reading",
    "Row",
    "Story",
    "Told",
    "article",
    "articles_by_outlet",
    "calendar",
    "clusters",
    "compared",
    "copies",
    "counted",
    "counts_of",
    "coverage",
    "csv",
    "decisions",
    "diversity",
    "events",
    "facts",
    "home",
    "languages",
    "listing",
    "marks",
    "members",
    "membership_counts",
    "mentions",
    "naming",
    "open_version",
    "outcomes",
    "outlet_names",
    "outlets",
    "presence",
    "proposals",
    "quality",
    "quotations",
    "readability",
    "references",
    "reviewed",
    "sample_texts",
    "sources",
    "stories",
    "story",
    "story_articles",
    "units",
    "versions",
    "whole_csv",
]
