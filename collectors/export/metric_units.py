"""The unit of each metric of comparison.csv, in words."""

from __future__ import annotations

#: Metric -> unit. A trailing "*" stands for one metric per concept, verb or family.
UNITS: dict[str, str] = {
    "naming:*": "share of mentions",
    "families:*": "share of mentions",
    "scare:*": "share of mentions",
    "distancing:*": "share of mentions",
    "readability:words_per_sentence": "words per sentence",
    "readability:syllables_per_word": "syllables per word",
    "readability:characters_per_word": "characters per word",
    "readability:long_words": "share of words",
    "readability:difficult_words": "share of words",
    "readability:lix_z": "standard deviations",
    "readability:flesch_reading_ease_z": "standard deviations",
    "readability:words_per_sentence_z": "standard deviations",
    "readability:*": "points of the formula",
    "sources:quoted_words": "share of words",
    "sources:direct_share": "share of quotations",
    "sources:unattributed": "share of quotations",
    "sources:unnamed": "share of quotations",
    "sources:side": "share of quoted words",
    "sources:role": "share of quoted words",
    "sources:speaker": "share of quoted words",
    "sources:stance": "share of quotations",
    "sources:variety": "speakers per quotation",
    "sources:effective_speakers": "speakers",
    "coverage:days": "share of days",
    "coverage:collected_days": "share of days",
    "coverage:words": "words per article",
    "coverage:*": "share of articles",
    "words:use": "uses per word",
    "words:articles": "share of articles",
    "devices:*": "marks per word",
    "passives:agentless": "share of verbs",
    "passives:*": "share of passives",
    "frames:*": "share of sentences",
    "frames_used:*": "share of articles",
    "facts:*": "share of articles",
    "headline:only:*": "share of articles",
    "headline:*": "marks per 1,000 words",
}


def unit_of(metric: str) -> str:
    """The unit of a metric's estimate.

    Args:
        metric: A metric, such as "naming:vote@headline".

    Returns:
        The unit; empty for a metric that nobody has described.
    """
    if metric in UNITS:
        return UNITS[metric]
    family = metric
    while ":" in family:
        family = family.rpartition(":")[0]
        if f"{family}:*" in UNITS:
            return UNITS[f"{family}:*"]
    return ""
