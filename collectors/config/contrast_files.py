"""Reads contrasts files: which outlets are to be compared in which figure, written down before the articles are seen.

An example:

event = "ukraine-annexation-referendums-2022"

[[contrasts]]
id = "sham-in-own-words"
above = "dnipro-courier"        # expected above ...
below = "volga-wire"            # ... this outlet
figure = "naming:vote"          # a metric, as comparison.csv names it
variant = "sham"                # left out where the figure has none
voice = "own"                   # whose words: own (usual for names), all (for the rest), quoted, attributed, undecided
reason = "the one is close to the government that holds the vote, the other is not"
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from collectors.config.catalogue import Catalogue
from collectors.config.problems import DeclaredTable, Problem, check_id, nearest, read_toml
from collectors.model import Event, Voice

#: Figures of sources that have no variant.
_PLAIN_SOURCES = ("sources:quoted_words", "sources:direct_share", "sources:unattributed")
#: The most contrasts of one file: who declares everything has declared nothing.
MOST = 50


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference that somebody expects.

    Attributes:
        id: Its id within its file.
        event: The event.
        above: Id of the outlet that is expected above the other.
        below: Id of the other outlet.
        figure: The metric, such as "naming:vote".
        variant: The variant; "" where the figure has none.
        voice: Whose words: "all", "own", "quoted", "attributed" or "undecided".
        reason: Why it is expected; may be empty.
    """

    id: str
    event: str
    above: str
    below: str
    figure: str
    variant: str
    voice: str
    reason: str

    @property
    def digest(self) -> str:
        """SHA-256 of what is declared, in hexadecimal digits: outlets, figure, variant and voice of the event."""
        declared = {name: value for name, value in asdict(self).items() if name not in ("id", "reason")}
        return hashlib.sha256(json.dumps(declared, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_contrasts(file: Path, catalogue: Catalogue) -> tuple[tuple[Contrast, ...], list[Problem]]:
    """Read a contrasts file and check it against the declared events and outlets.

    Args:
        file: The file.
        catalogue: What is declared.

    Returns:
        The contrasts, none where the file has a mistake; and every mistake in it.
    """
    source, table = read_toml(file)
    if table is None:
        return (), source.problems
    table.only("event", "contrasts")
    event = catalogue.events.get(table.one_of("event", catalogue.events))
    rows = table.tables("contrasts")
    if not rows:
        source.add(1, "no contrast is declared", "write at least one [[contrasts]] with above, below and figure")
    if len(rows) > MOST:
        source.add(1, f"{len(rows)} contrasts are declared, {MOST} at most", "declare those that you would report")
    taken: dict[str, int] = {}
    contrasts = [_contrast(row, event, catalogue.outlets, taken) for row in rows] if event else []
    seen: dict[str, str] = {}
    for row, contrast in zip(rows, contrasts, strict=False):
        if seen.setdefault(contrast.digest, contrast.id) != contrast.id:
            row.add(None, f"{contrast.id!r} declares what {seen[contrast.digest]!r} does", "remove one of them")
    return (() if source.problems else tuple(contrasts)), source.problems


def _contrast(row: DeclaredTable, event: Event, outlets: Collection[str], taken: dict[str, int]) -> Contrast:
    row.only("id", "above", "below", "figure", "variant", "voice", "reason")
    above, below = row.one_of("above", outlets), row.one_of("below", outlets)
    if above == below:
        row.add("below", f"{above!r} is compared with itself", "name two outlets")
    figure, variant = row.text("figure"), row.text("variant", "")
    variants = _variants(figure, event)
    if variants is None:
        row.add("figure", f"there is no figure {figure!r}", nearest(figure, _figures(event)))
    elif variants and variant not in variants:
        row.add("variant" if variant else None, f"{figure} has no variant {variant!r}", nearest(variant, variants))
    elif not variants and variant:
        row.add("variant", f"{figure} has no variants", "remove the line")
    usual = str(Voice.OWN) if figure.startswith(("naming:", "families:")) else "all"
    voice = row.one_of("voice", ("all", *map(str, Voice)), usual)
    return Contrast(
        check_id(row, taken, "contrast"), event.id, above, below, figure, variant, voice, row.text("reason", "")
    )


def _figures(event: Event) -> list[str]:
    """The figures that an event has and that can be declared."""
    named = [f"{family}:{concept.id}" for concept in event.concepts for family in ("naming", "families")]
    return [*named, "sources:side", "sources:role", *_PLAIN_SOURCES, *_devices()]


def _devices() -> list[str]:
    return [f"devices:{kind}" for kind in ("scare", "distancing", "hedge", "certainty", "loaded", "passive")]


def _variants(figure: str, event: Event) -> list[str] | None:
    """The variants of a figure, none where it has none; None where the event has no such figure."""
    family, _, name = figure.partition(":")
    concept = next((concept for concept in event.concepts if concept.id == name), None)
    if family == "naming":
        return [variant.id for variant in concept.variants] if concept else None
    if family == "families":
        return sorted({variant.family for variant in concept.variants if variant.family}) if concept else None
    if figure == "sources:side":
        return sorted(event.sides)
    if figure == "sources:role":
        return sorted(event.roles)
    return [] if figure in (*_PLAIN_SOURCES, *_devices()) else None
