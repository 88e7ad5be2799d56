"""The only cached package: DuckDB over one published version, and the statistics of `collectors.compare`.

Every answer is cached by the data set's home and version and what was asked; a published version never changes, so
nothing expires. The package only reads. Texts are returned as they were collected: `markup` makes them safe to show.
"""

from dashboard.queries.article_queries import (
    ArticleReading,
    article,
    articles_by_outlet,
    counted,
    counts_of,
    extents,
    listing,
    outcomes,
    quality,
)
from dashboard.queries.comparison_queries import (
    claim,
    copied,
    coverage,
    csv,
    family_size,
    naming,
    naming_families,
    pair,
    pairs,
    readability,
    sources,
    whole_csv,
)
from dashboard.queries.concordance_queries import (
    MOST_READ,
    Concordance,
    ConcordanceLine,
    PhraseCount,
    concordance,
    phrase_counts,
)
from dashboard.queries.copy_queries import Cluster, Compared, clusters, compared, copies
from dashboard.queries.coverage_queries import decisions, membership_counts, presence, reviewed
from dashboard.queries.diversity_queries import diversity
from dashboard.queries.event_labels import EventLabels, OutletLabel, event_labels, events, outlets
from dashboard.queries.evidence_queries import LEAST_LIKELY, EvidenceSentence, has_probabilities, mentions, quotations
from dashboard.queries.open_data import (
    Data,
    Row,
    contrasts,
    home,
    label_of,
    open_version,
    opens_first,
    references,
    shows_demonstration,
    versions,
    withdrawn,
)
from dashboard.queries.proposal_queries import Proposal, proposals
from dashboard.queries.relay_queries import relays
from dashboard.queries.story_queries import StoryText, facts, marks, sample_texts, stories, story_articles
from dashboard.queries.trend_queries import Trend, trend, trend_window
from dashboard.queries.unit_queries import calendar, languages, members, outlet_names, units
from dashboard.queries.update_queries import earlier_versions, event_names, new_articles, since_version, updates
from dashboard.queries.validation_queries import validated

__all__ = [
    "LEAST_LIKELY",
    "MOST_READ",
    "ArticleReading",
    "Cluster",
    "Compared",
    "Concordance",
    "ConcordanceLine",
    "Data",
    "EventLabels",
    "EvidenceSentence",
    "OutletLabel",
    "PhraseCount",
    "Proposal",
    "Row",
    "StoryText",
    "Trend",
    "article",
    "articles_by_outlet",
    "calendar",
    "claim",
    "clusters",
    "compared",
    "concordance",
    "contrasts",
    "copied",
    "copies",
    "counted",
    "counts_of",
    "coverage",
    "csv",
    "decisions",
    "diversity",
    "earlier_versions",
    "event_labels",
    "event_names",
    "events",
    "extents",
    "facts",
    "family_size",
    "has_probabilities",
    "home",
    "label_of",
    "languages",
    "listing",
    "marks",
    "members",
    "membership_counts",
    "mentions",
    "naming",
    "naming_families",
    "new_articles",
    "open_version",
    "opens_first",
    "outcomes",
    "outlet_names",
    "outlets",
    "pair",
    "pairs",
    "phrase_counts",
    "presence",
    "proposals",
    "quality",
    "quotations",
    "readability",
    "references",
    "relays",
    "reviewed",
    "sample_texts",
    "shows_demonstration",
    "since_version",
    "sources",
    "stories",
    "story_articles",
    "trend",
    "trend_window",
    "units",
    "updates",
    "validated",
    "versions",
    "whole_csv",
    "withdrawn",
]
