"""Naming discovery: finds names that outlets use and the event file lacks, and how unevenly they are used."""

from collectors.discovery.candidates import NameCandidate, NameUse, ReadArticle, candidates
from collectors.discovery.declaration_lines import declaration
from collectors.discovery.target_linking import LinkedPhrase, Target, link, phrase_key

__all__ = [
    "LinkedPhrase",
    "NameCandidate",
    "NameUse",
    "ReadArticle",
    "Target",
    "candidates",
    "declaration",
    "link",
    "phrase_key",
]
