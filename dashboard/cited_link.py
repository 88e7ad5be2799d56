"""What a cited link asks for and this server does not have.

Such a link is never answered with other data: the page says what is missing and offers what there is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.blind_reading import hidden_address
from dashboard.selection import BY, COPIES, GRADES, VOICES, SelectionChoices

#: Values that are quoted back, and characters of each.
MOST, LONGEST = 5, 60
ALL = "all"


@dataclass(frozen=True, slots=True)
class MissingData:
    """What is missing, in one sentence, and the alternatives: label -> relative address."""

    sentence: str
    offers: Mapping[str, str]


def missing_version(
    query: Mapping[str, str], published: Collection[str], withdrawn: Mapping[str, object] | None
) -> MissingData | None:
    """Return what is missing where a link cites an unknown data set; None where it is known or none is cited.

    Args:
        query: the fields of the address.
        published: the versions that are here, the newest first.
        withdrawn: its successor, when and why, where that version was withdrawn; None otherwise.
    """
    cited = query.get("v")
    if cited is None or cited in published:
        return None
    rest = {key: value for key, value in query.items() if key != "v"}
    offers = {}
    sentence = f"This link cites data set {_quoted(cited)}, which is not on this server."
    if withdrawn:
        day, why = str(withdrawn.get("at", ""))[:10], str(withdrawn.get("reason", ""))[:300]
        number, successor = withdrawn.get("removed"), str(withdrawn.get("successor"))
        sentence = f"Data set {_quoted(cited)} was withdrawn on {day}: {number} articles were taken out of it ({why})."
        if successor in published:
            offers[f"Show {successor}, which stands for it"] = _address(rest | {"v": successor})
    if published:
        newest = next(iter(published))
        offers[f"Show the same view of the newest data set, {newest}"] = _address(rest | {"v": newest})
    return MissingData(sentence, offers)


def missing_event(query: Mapping[str, str], events: Mapping[str, str]) -> MissingData | None:
    """Return what is missing where a link names an event that the data set does not have; None otherwise.

    Args:
        query: the fields of the address.
        events: titles of the data set's events by id.
    """
    cited = query.get("event")
    if cited is None or cited in events:
        return None
    version = {"v": query["v"]} if "v" in query else {}
    offers = {f"Show {title}": _address(version | {"event": name}) for name, title in list(events.items())[:MOST]}
    return MissingData(f"This data set holds no event {_quoted(cited)}.", offers)


def missing_choices(query: Mapping[str, str], choices: SelectionChoices) -> MissingData | None:
    """Return which other choices of a link are not on offer, such as outlets, phase or languages; None if all are.

    Args:
        query: the fields of the address.
        choices: what there is to choose from.
    """
    fields: dict[str, tuple[str, Collection[str]]] = {
        "outlets": ("outlet", choices.outlets),
        "phase": ("phase", {ALL, *choices.phases}),
        "language": ("language", choices.languages),
        "voice": ("choice of words", VOICES),
        "copies": ("choice of copies", COPIES),
        "grade": ("choice of texts", GRADES),
        "compare": ("comparison", BY),
    }
    vain: dict[str, list[str]] = {}
    for name, (_, options) in fields.items():
        values = query.get(name, "").split(",") if name in {"outlets", "language"} else [query.get(name, "")]
        vain |= {name: lost} if (lost := [value for value in values if value and value not in options]) else {}
    if not vain:
        return None
    said = [f"no {fields[name][0]} {', '.join(map(_quoted, lost[:MOST]))}" for name, lost in vain.items()]
    rest = dict(query)
    for name, lost in vain.items():
        left = [value for value in rest.pop(name).split(",") if value and value not in lost]
        rest |= {name: ",".join(left)} if left else {}
    offers = {"Show the view without what is missing": _address(rest)}
    return MissingData(f"This event of this data set has {'; '.join(said)}.", offers)


def _quoted(text: str) -> str:
    return f"“{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}”"


def _address(fields: Mapping[str, str]) -> str:
    return f"?{urlencode(hidden_address(fields) if fields.get('blind') == '1' else fields)}"
