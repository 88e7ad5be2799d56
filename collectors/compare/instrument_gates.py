"""Figures of sources are missing for articles in languages whose reported speech is not read, never 0 and never 100 %.

Where only quotations in marks are read, all quotations are direct ones by construction, and the words given to speakers
are too few; where a language has no rules at all, speakers are missing as well. Figures of the outlet's own words are
missing in both kinds of language, for what is reported there without marks would count as the outlet's.
`metrics.instrument_ranges` says which.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.compare.coded_columns import CodedColumn
from collectors.metrics.instrument_ranges import hears, quotation_level

#: Metrics that need indirect speech to be read, too.
FULL_ONLY = frozenset(["sources:direct_share", "sources:quoted_words"])
_SPEECH = ("sources:", "quotations:")


def reads(metric: str, language: str, voice: str = "all") -> bool:
    """Whether the instrument of a metric reads a language in a voice.

    Args:
        metric: Name of the metric.
        language: ISO 639-1 code, with or without a region.
        voice: "all" or the value of a `Voice`: own words are known only where reported speech is.
    """
    if not hears(voice, language):
        return False
    if not metric.startswith(_SPEECH):
        return True
    level = quotation_level(language.split("-", maxsplit=1)[0].lower())
    return level == "full" or (level == "direct" and metric not in FULL_ONLY)


def unread(metric: str, language: CodedColumn, voice: str = "all") -> NDArray[np.bool_]:
    """Return which rows are in a language that the metric's instrument does not read in a voice.

    Args:
        metric: Name of the metric.
        voice: "all" or the value of a `Voice`.
        language: The language of each row; rows of unknown language count as read.
    """
    missing = np.array([not reads(metric, name, voice) for name in language.names] + [False], dtype=bool)
    return np.asarray(missing[language.codes])
