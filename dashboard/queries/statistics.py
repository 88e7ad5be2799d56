"""The statistics of `collectors.compare` for a selection: computed there, remembered here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from collectors import compare
from collectors.compare import ComparisonRow
from collectors.export import comparison_csv
from dashboard.queries.source import KEEP, Data, dataset
from dashboard.selection import ALL, Selection


@st.cache_resource(max_entries=4, show_spinner=False)
def _facts(data: Data, event: str) -> compare.Facts:
    return compare.load(dataset(data.home, data.version), event)


def _asked(sel: Selection, place: str = ALL) -> compare.Selection:
    grades = () if sel.grade == ALL else ("good",)
    return compare.Selection(sel.event, sel.outlets, sel.phase, sel.voice, sel.copies, place, grades)


@st.cache_data(max_entries=KEEP, show_spinner=False)
def naming(data: Data, sel: Selection, place: str = ALL) -> list[ComparisonRow]:
    """The share of each variant of each concept, per outlet."""
    return compare.naming(_facts(data, sel.event), _asked(sel, place))


@st.cache_data(max_entries=KEEP, show_spinner=False)
def readability(data: Data, sel: Selection) -> list[ComparisonRow]:
    """The mean of each readability score and part, per outlet."""
    return compare.readability(_facts(data, sel.event), _asked(sel))


@st.cache_data(max_entries=KEEP, show_spinner=False)
def sources(data: Data, sel: Selection) -> list[ComparisonRow]:
    """Who is quoted, how much, how directly and with which verbs, per outlet; in every voice."""
    return compare.sources(_facts(data, sel.event), _asked(replace(sel, voice=ALL)))


@st.cache_data(max_entries=KEEP, show_spinner=False)
def coverage(data: Data, sel: Selection) -> list[ComparisonRow]:
    """How much each outlet published and how much of it was somebody else's copy."""
    return compare.coverage(_facts(data, sel.event), _asked(sel))


def csv(rows: Sequence[ComparisonRow]) -> bytes:
    """Rows as a file: the same writer as the command line's."""
    return comparison_csv(rows)


@st.cache_data(max_entries=4, show_spinner=False)
def whole_csv(data: Data, event: str) -> bytes:
    """comparison.csv of the event: the bytes that `parallax export` writes with its default seed."""
    return comparison_csv(compare.comparison(_facts(data, event)))
