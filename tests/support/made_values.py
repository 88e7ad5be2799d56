"""Invented articles and declarations for the tests of the store, the pipeline and the data sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from collectors.config import Catalogue
from collectors.model import Actor, Article, Concept, Event, Outlet, Ownership, Phase, Variant

TEXT = (
    "KYIV — Officials in four occupied regions opened polling stations on Friday for what Kyiv calls a sham vote.\n\n"
    "“Nobody will recognise this vote,” said Olena Tarasiuk, a government spokeswoman. She added that soldiers had "
    "gone from door to door with ballot boxes since the morning.\n\n"
    "The election commission said 15 percent had voted by noon. Residents said that they stayed at home."
)

EVENT = Event(
    id="river-vote-2022",
    title="The river vote",
    start=date(2022, 9, 20),
    end=date(2022, 10, 12),
    phases=(
        Phase("before", "Before the vote", date(2022, 9, 20), date(2022, 9, 22)),
        Phase("voting", "Voting", date(2022, 9, 23), date(2022, 9, 27)),
    ),
    terms={"en": ("vote*", "referendum*")},
    sides={"kyiv": "Kyiv"},
    roles={"official": "Officials"},
    actors=(Actor("olena-tarasiuk", "Olena Tarasiuk", ("Tarasiuk",), "kyiv", "official"),),
    concepts=(
        Concept("vote", "The vote", (Variant("sham", "sham vote", {"en": (r"sham votes?",)}),
                                     Variant("vote", "vote", {"en": (r"votes?",)}))),
    ),
)  # fmt: skip

COURIER = Outlet(
    id="river-courier",
    name="River Courier",
    domains=("river-courier.example",),
    country="UA",
    languages=("en",),
    ownership=Ownership.PRIVATE,
    invented=True,
    aliases=("courier",),
)
WIRE = replace(
    COURIER,
    id="delta-wire",
    name="Delta Wire",
    domains=("delta-wire.example",),
    aliases=(),
    agency=True,
    credits=("Delta Wire", "DW"),
    ownership=Ownership.STATE,
)


def article(number: int = 1, **changes: object) -> Article:
    """An article of the River Courier about the river vote."""
    made = Article(
        id=f"courier-{number:04d}",
        url=f"https://river-courier.example/{number}",
        outlet="river-courier",
        title=f"Sham vote opens in four regions ({number})",
        authors=("Iryna Koval",),
        published=f"2022-09-23T08:{number % 60:02d}:00+03:00",
        language="en",
        text=f"{TEXT}\n\nThis is report number {number}.",
        event=EVENT.id,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of many types


def catalogue(*outlets: Outlet) -> Catalogue:
    """The river vote and its outlets."""
    chosen = outlets or (COURIER, WIRE)
    return Catalogue(
        events={EVENT.id: EVENT},
        outlets={o.id: o for o in chosen},
        domains={d: o.id for o in chosen for d in o.domains},
        names={n.lower(): o.id for o in chosen for n in (o.id, o.name, *o.aliases)},
    )
