"""What a link to a page is about, without opening the page: for reports of several saved views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from collectors.errors import ParallaxError
from dashboard import blind_reading, queries
from dashboard.context import PageContext
from dashboard.page_registry import PAGES
from dashboard.selection import OUTLET, SelectionChoices, parse


def named(
    data: queries.Data, event: str, outlets: Mapping[str, queries.OutletLabel], *, blind: bool
) -> dict[str, queries.OutletLabel]:
    """Return the outlets as the reader sees them: in blind reading with letters for names, in the letters' order."""
    if not blind:
        return dict(outlets)
    letters = blind_reading.letters(data.version, event, outlets)
    return {
        letter: replace(outlets[letter], name=letters[letter], colour=index) for index, letter in enumerate(letters)
    }


def context_of(page: str, fields: Mapping[str, str]) -> PageContext:
    """Return what a page's address is about.

    Args:
        page: The page's word in addresses; empty for the overview.
        fields: The fields of its query string.

    Raises:
        ParallaxError: The data set is not here or cannot be read, or does not hold the event.
    """
    version, event = fields.get("v", ""), fields.get("event", "")
    if version not in [*queries.versions(), *queries.references()]:
        raise ParallaxError(f"data set {version} is not here")
    data = queries.open_version(version)
    events = queries.events(data)
    if event not in events:
        raise ParallaxError(f"data set {version} has no event {event}")
    outlets = queries.outlets(data, event)
    labels = queries.event_labels(data, event)
    choices = SelectionChoices(
        events, {outlet.id: outlet.name for outlet in outlets.values()}, labels.phases, queries.languages(data, event)
    )
    chosen = parse(fields, version, event, choices)
    shown = named(data, event, outlets, blind=chosen.blind)
    grouped = chosen.by != OUTLET and any(one.grouped for one in PAGES if one.name == (page or "overview"))
    return PageContext(data, chosen, labels, shown, queries.units(data, event, chosen.by) if grouped else shown)
