"""Loads and validates what people declare in `data/`, and finds the folders that Parallax uses."""

from __future__ import annotations

from collectors.config.catalogue import Catalogue, load_catalogue, load_event
from collectors.config.check import check
from collectors.config.event_files import plain_event
from collectors.config.lexicon_files import Lexicon
from collectors.config.problems import Problem
from collectors.config.settings import Settings, data_dir

__all__ = [
    "Catalogue",
    "Lexicon",
    "Problem",
    "Settings",
    "check",
    "data_dir",
    "load_catalogue",
    "load_event",
    "plain_event",
]
