"""Naming discovery: the names outlets use that nobody declared, and how unevenly they use them."""

from collectors.discovery.candidates import Candidate, Read, Use, candidates
from collectors.discovery.declaring import declaration
from collectors.discovery.link import Found, Target, link, phrase_key

__all__ = ["Candidate", "Found", "Read", "Target", "Use", "candidates", "declaration", "link", "phrase_key"]
