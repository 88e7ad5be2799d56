"""What a page is about: data set, selection, the labels of its event, and the outlets or groups that have a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import streamlit as st
from markupsafe import Markup

from collectors.compare import ComparisonRow
from collectors.model import Voice
from dashboard import blind_reading, queries
from dashboard.labels import THE
from dashboard.render import html, theme
from dashboard.selection import ALL, BY, ViewSelection, field
from dashboard.translation import translated

MOST_OUTLETS = 24  # rows of a chart before the reader has chosen outlets: as many as fit on a screen


@dataclass(frozen=True)  # no slots: cached properties need a __dict__
class PageContext:
    """What a page is about.

    Attributes:
        data: the data set.
        sel: the selection.
        labels: the labels of the event.
        outlets: all outlets of the event, under the names that the reader sees.
        units: what the rows of the page are, outlets or groups, by the id that comparison rows have.
    """

    data: queries.Data
    sel: ViewSelection
    labels: queries.EventLabels
    outlets: Mapping[str, queries.OutletLabel]
    units: Mapping[str, queries.OutletLabel]

    @property
    def grouped(self) -> bool:
        """Whether the rows are groups."""
        return self.units is not self.outlets

    @cached_property
    def shown(self) -> list[queries.OutletLabel]:
        """The units that have a row: those chosen, otherwise the MOST_OUTLETS with most articles."""
        if self.grouped:
            most = sorted(self.units.values(), key=lambda unit: -unit.articles)[:MOST_OUTLETS]
            return sorted(most, key=lambda unit: unit.colour)
        if self.sel.outlets:
            return [self.outlets[outlet] for outlet in self.sel.outlets if outlet in self.outlets]
        most = sorted(self.outlets.values(), key=lambda outlet: -outlet.articles)[:MOST_OUTLETS]
        return sorted(most, key=lambda unit: unit.name)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the rows shown."""
        return tuple(unit.id for unit in self.shown)

    @property
    def own_first(self) -> ViewSelection:
        """The selection in the outlets' own words, where the reader has not chosen whose words."""
        return replace(self.sel, voice=str(Voice.OWN)) if self.sel.voice == ALL else self.sel

    @property
    def hidden(self) -> int:
        """How many units have no row on the page, where the reader has chosen no outlets."""
        return 0 if self.sel.outlets else max(len(self.units) - MOST_OUTLETS, 0)

    @property
    def label(self) -> str:
        """What must be said of the event's data wherever they are shown: that they are invented, or a sample."""
        said = queries.notice_of(self.data, self.sel.event) or ""
        return said[:1].upper() + said[1:]

    @property
    def kind(self) -> str:
        """What a row is, as the heading of a table's first column."""
        kinds = {
            "country": translated("Country"),
            "ownership": translated("Owner"),
            "language": translated("Language"),
            "phase": translated("Phase"),
        }
        outlet = translated("Outlet")
        return kinds.get(self.sel.by, outlet) if self.grouped else outlet

    @property
    def kinds(self) -> str:
        """What the rows are, in the plural, inside a sentence."""
        return BY[self.sel.by].lower() if self.grouped else "outlets"

    def name(self, outlet: str | None) -> str:
        """Return the name of an outlet or a group as the reader sees it.

        Args:
            outlet: its id; None where the outlet is unknown.
        """
        if outlet is None:
            return "Outlet unknown"
        unit = self.units.get(outlet) or self.outlets.get(outlet)
        if unit is None and self.sel.blind:
            return "an outlet"
        return unit.name if unit else outlet

    @property
    def spoken(self) -> dict[str, str]:
        """The names of the rows shown by id, as a sentence writes them: "the United States"."""
        article = "the " if self.grouped and self.sel.by == "country" else ""
        return {unit.id: article * (unit.name in THE) + unit.name for unit in self.shown}

    def colour(self, outlet: str | None) -> str:
        """Return the colour of an outlet or a group; that of text for an unknown one."""
        unit = self.units.get(outlet or "") or self.outlets.get(outlet or "")
        return theme.outlet_colour(unit.colour) if unit else theme.INK

    def swatch(self, outlet: str | None, text: str = "") -> Markup:
        """Return the name of an outlet or a group, or `text`, behind the mark that stands for it in charts."""
        unit = self.units.get(outlet or "") or self.outlets.get(outlet or "")
        shape = theme.outlet_shape(unit.colour) if unit else "circle"
        return html.swatch(self.colour(outlet), text or self.name(outlet), shape)

    def of(self) -> str:
        """Return the one outlet or group that the page's address names, or ""."""
        named = field("of")
        return named if named in self.units or named in self.outlets else ""

    def within(self, unit: str) -> ViewSelection:
        """Return the selection of the articles of one outlet or group; the whole selection where `unit` is ""."""
        kind, _, value = unit.partition(":")
        if not unit or unit in self.outlets:
            return replace(self.sel, outlets=(unit,)) if unit else self.sel
        if kind == "phase":
            return replace(self.sel, phase=value)
        if kind == "language":
            return replace(self.sel, languages=(value,))
        inside = queries.members(self.data, self.sel.event, unit)
        remaining = tuple(outlet for outlet in inside if not self.sel.outlets or outlet in self.sel.outlets)
        return replace(self.sel, outlets=remaining or ("",))

    def hide(self, text: str) -> str:
        """Return collected text as the reader may see it: in blind reading with the outlets' names blocked out."""
        return blind_reading.masked(text, queries.outlet_names(self.data)) if self.sel.blind else text

    def of_shown(self, rows: Sequence[ComparisonRow]) -> list[ComparisonRow]:
        """Return the rows of the units that are shown."""
        ids = {unit.id for unit in self.shown}
        return [row for row in rows if row.outlet in ids]


def page_context() -> PageContext:
    """Return what `page_frame` opened for this run."""
    context: PageContext = st.session_state["here"]
    return context
