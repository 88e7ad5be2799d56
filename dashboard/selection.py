"""What the reader has chosen, as one value, bound to the query string both ways: every view is a link.

Streamlit's own `bind="query-params"` writes option labels into the address; ids keep a link valid when a label
changes, and let a page write links to other pages. So the binding is made here: a new address that the reader
brought (a link, the back button) sets the widgets, and the widgets' values are written back after each run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from dashboard import blind_reading
from dashboard.translation import ENGLISH, PAGE_LANGUAGES, translated

VOICES = {
    "all": "All words",
    "own": "Outlet’s own",
    "quoted": "Quoted",
    "attributed": "Reported",
    "undecided": "Undecided",
}
COPIES = {"all": "All articles", "own": "Own-produced", "one": "One per copy group"}
GRADES = {"good": "Well read", "all": "Doubtful too"}
ALL = "all"
OUTLET = "outlet"
#: What the rows of a page can be: outlets, or groups by a property of the outlet or of the article.
BY = {OUTLET: "Outlets", "country": "Countries", "ownership": "Kinds of owner", "language": "Languages",
      "phase": "Phases"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ViewSelection:
    """What every page shows.

    Attributes:
        version: the data set's version.
        event: the event's id.
        outlets: outlet ids; empty means all.
        phase: a phase's id, or "all".
        voice: a key of VOICES.
        copies: a key of COPIES.
        grade: a key of GRADES.
        languages: language codes; empty means all.
        by: what is compared, a key of BY.
        blind: whether outlets' names are hidden, also in addresses.
        interface: the language of the pages, a key of PAGE_LANGUAGES.
    """

    version: str
    event: str
    outlets: tuple[str, ...] = ()
    phase: str = ALL
    voice: str = ALL
    copies: str = ALL
    grade: str = "good"
    languages: tuple[str, ...] = ()
    by: str = OUTLET
    blind: bool = False
    interface: str = ENGLISH

    def query(self) -> dict[str, str]:
        """Return the query string's fields: version and event always, the others where they are not the default."""
        fields = {"v": self.version, "event": self.event, "outlets": ",".join(self.outlets)}
        fields |= {"phase": self.phase, "voice": self.voice, "copies": self.copies, "grade": self.grade}
        fields |= {
            "language": ",".join(self.languages),
            "compare": self.by,
            "blind": "1" if self.blind else "",
            "lang": self.interface,
        }
        chosen = {key: value for key, value in fields.items() if value != _PLAIN.get(key)}
        return blind_reading.hidden_address(chosen) if self.blind else chosen

    def link(self, page: str = "", /, **more: str) -> str:
        """Return a relative address that shows this selection.

        Args:
            page: the page's word in addresses; "" is the overview.
            more: the page's own fields; empty ones are left out.
        """
        own = {key: value for key, value in more.items() if value}
        return f"./{page}?{_address(self)}" + (
            f"&{urlencode(blind_reading.hidden_address(own) if self.blind else own)}" if own else ""
        )


@lru_cache(maxsize=256)
def _address(selection: ViewSelection) -> str:
    """The selection's part of an address: the same in the hundreds of links of a page."""
    return urlencode(selection.query())


_PLAIN = {
    "outlets": "", "phase": ALL, "voice": ALL, "copies": ALL, "grade": "good", "language": "", "compare": OUTLET,
    "blind": "", "lang": ENGLISH,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SelectionChoices:
    """What there is to choose from for one event: id -> label, in the order shown."""

    events: Mapping[str, str]
    outlets: Mapping[str, str]
    phases: Mapping[str, str]
    languages: Mapping[str, str] = made(default_factory=dict)


def parse(query: Mapping[str, str], version: str, event: str, choices: SelectionChoices) -> ViewSelection:
    """Return the selection that a query string asks for; what is not on offer keeps its default.

    Args:
        query: the address's fields.
        version: the data set's version.
        event: the event's id.
        choices: what is on offer.
    """
    query = blind_reading.revealed_address(query)

    def pick(name: str, allowed: Iterable[str], default: str) -> str:
        return query[name] if query.get(name) in set(allowed) else default

    def some(name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        requested = set(query.get(name, "").split(","))
        return tuple(option for option in allowed if option in requested)

    return ViewSelection(
        version=version,
        event=event,
        outlets=some("outlets", choices.outlets),
        phase=pick("phase", choices.phases, ALL),
        voice=pick("voice", VOICES, ALL),
        copies=pick("copies", COPIES, ALL),
        grade=pick("grade", GRADES, "good"),
        languages=some("language", choices.languages),
        by=pick("compare", BY, OUTLET),
        blind=query.get("blind") == "1",
        interface=pick("lang", PAGE_LANGUAGES, ENGLISH),
    )


# --- the binding -------------------------------------------------------------------------------------------------

#: Characters of a value that a link asks for in vain, as the page says it.
_LONGEST = 40
_SHARED = ("v", "event", "outlets", "phase", "voice", "copies", "grade", "language", "compare", "blind", "lang")


def touch() -> None:
    """Note that the reader changed a widget, so that it counts more than the address: the callback of bound widgets."""
    st.session_state["touched"] = True


def arrive() -> bool:
    """Take over the address where the reader brought a new one.

    The address lags behind a click until the browser has it, so it is only used when no widget was touched and it is
    not the one that this session wrote last.

    Returns:
        Whether the address was taken over.
    """
    state = st.session_state
    query = st.query_params.to_dict()
    touched = bool(state.pop("touched", False))
    if touched or not query or query == state.get("written"):
        state.setdefault("view", {})
        return False
    for key in [key for key in state if str(key).startswith(("sel_", "view_"))]:
        del state[key]
    query = blind_reading.revealed_address(query)
    state["asked"] = {key: value for key, value in query.items() if key in _SHARED}
    state["view"] = {key: value for key, value in query.items() if key not in _SHARED}
    return True


def brought() -> dict[str, str]:
    """Return all fields of the address that was taken over last, with outlets' names revealed."""
    state = st.session_state
    return {**state.get("asked", {}), **state.get("view", {})}


def address_field(name: str) -> str | None:
    """Return a shared field of the address that was taken over last; None where it has none."""
    value = st.session_state.get("asked", {}).get(name)
    return value if isinstance(value, str) else None


def depart(selection: ViewSelection) -> None:
    """Write the selection and the page's own fields into the address, if they changed."""
    view = st.session_state["view"]
    query = selection.query() | (blind_reading.hidden_address(view) if selection.blind else view)
    st.session_state["written"] = query
    st.session_state["asked"] = blind_reading.revealed_address(selection.query())
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def choose_event(events: Mapping[str, str], newest: str | None = None) -> str:
    """Show the event widget and return the event's id; `newest` is the default, or else the first event."""
    ids = list(events)
    _seed("sel_event", address_field("event"), ids, newest if newest and newest in events else ids[0])
    return str(
        st.selectbox(translated("Event"), ids, format_func=_labels(events), key="sel_event", on_change=touch, width=350)
    )


def in_page_language(options: Mapping[str, str]) -> dict[str, str]:
    """Return options with their labels in the language of the page."""
    return {key: translated(label) for key, label in options.items()}


def is_blind() -> bool:
    """Whether names are hidden: what the switch says, else the address."""
    return bool(st.session_state.get("sel_blind", address_field("blind") == "1"))


def choose(selection_of: str, choices: SelectionChoices) -> ViewSelection:
    """Show the rest of the selection bar, for the event already chosen, and return what is selected.

    Args:
        selection_of: the data set's version.
        choices: what is on offer.
    """
    event = str(st.session_state["sel_event"])
    wanted = parse(st.session_state.get("asked", {}), selection_of, event, choices)
    outlets = _several("outlets", translated("Outlets"), choices.outlets, wanted.outlets, translated("All outlets"))
    phases = {ALL: translated("All days")} | dict(choices.phases)
    chosen = {
        "by": _one("by", translated("Compare"), in_page_language(BY), wanted.by, 140),
        "phase": _one("phase", translated("Phase"), phases, wanted.phase, 170),
        "voice": _one("voice", translated("Whose words"), in_page_language(VOICES), wanted.voice, 150),
    }
    more = sum((wanted.copies != ALL, wanted.grade != "good", bool(wanted.languages), wanted.blind))
    opener = translated("More ({count} set)", count=more) if more else translated("More")
    with st.popover(opener, key="more", help=translated("Agency copy, texts, language, blind reading")):
        chosen["copies"] = _one("copies", translated("Agency copy"), in_page_language(COPIES), wanted.copies, 260)
        chosen["grade"] = _one("grade", translated("Texts"), in_page_language(GRADES), wanted.grade, 260)
        languages = _several(
            "languages",
            translated("Language of the article"),
            choices.languages,
            wanted.languages,
            translated("All"),
        )
        if "sel_blind" not in st.session_state:
            st.session_state["sel_blind"] = wanted.blind
        hidden = st.toggle(translated("Blind reading: hide the outlets’ names"), key="sel_blind", on_change=touch)
    return replace(wanted, outlets=outlets, languages=languages, blind=bool(hidden), **chosen)


def _several(name: str, label: str, options: Mapping[str, str], wanted: Sequence[str], nothing: str) -> tuple[str, ...]:
    """A menu for any number of options; none chosen means all."""
    key = f"sel_{name}"
    st.session_state[key] = [option for option in st.session_state.get(key, wanted) if option in options]
    picked = st.multiselect(
        label,
        list(options),
        format_func=_labels(options),
        key=key,
        placeholder=nothing,
        on_change=touch,
        width=220 if name == "outlets" else 260,
        wrap=False,
    )
    return tuple(option for option in options if option in set(picked))


def _one(name: str, label: str, options: Mapping[str, str], wanted: str, width: int) -> str:
    key = f"sel_{name}"
    _seed(key, wanted, list(options), ALL)
    return str(st.selectbox(label, list(options), format_func=_labels(options), key=key, on_change=touch, width=width))


def _seed(key: str, wanted: str | None, options: Sequence[str], default: str) -> None:
    """Set a widget that has no value yet, or one that is no longer on offer."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = wanted if wanted in options else default


def _labels(options: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that labels options uniquely, because Streamlit's menus know an option by its label alone."""
    count = Counter(options.values())
    return lambda option: (
        f"{options[option]} ({option})" if count[options.get(option, "")] > 1 else options.get(option, option)
    )


_MARKS = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>$#:~"})


def plain(text: str) -> str:
    """Return text whose Markdown, LaTeX and directive characters have no effect in Streamlit's labels."""
    return text.translate(_MARKS)


# --- a page's own fields -----------------------------------------------------------------------------------------


def field(name: str, default: str = "") -> str:
    """Return a page's own field as the address gives it."""
    value = st.session_state["view"].get(name, default)
    return value if isinstance(value, str) else default


def pick(name: str, label: str, options: Mapping[str, str], default: str | None = None, *, menu: bool = False) -> str:
    """Show a page's own choice, which the address keeps under `name`, and return the chosen id.

    Args:
        name: the field of the address.
        label: the widget's label.
        options: id -> label, at least one.
        default: the id chosen first; the first option where it is None or not on offer.
        menu: whether to show a menu in place of buttons.
    """
    ids = list(options)
    first = default if default in options else ids[0]
    key = f"view_{name}"
    wanted = field(name)
    if st.session_state.get(key) not in ids:
        st.session_state[key] = wanted if wanted in ids else first
    if menu:
        value: str | None = st.selectbox(label, ids, format_func=_labels(options), key=key, on_change=touch, width=420)
    else:
        value = st.segmented_control(
            label, ids, format_func=lambda item: plain(_labels(options)(item)), key=key, on_change=touch, required=True
        )  # fmt: skip
    if wanted and wanted not in ids:  # a link must not answer with something else without a word
        st.caption(plain(not_on_offer(wanted)))
    chosen = str(value)
    keep(name, "" if chosen == first else chosen)
    return chosen


def not_on_offer(value: str) -> str:
    """Say that a link asks for a value in vain."""
    return translated("“{value}” is not on offer here; this is shown instead.", value=value[:_LONGEST])


def keep(name: str, value: str) -> None:
    """Put a page's own field into the address, or remove it where the value is empty."""
    if value:
        st.session_state["view"][name] = value
    else:
        st.session_state["view"].pop(name, None)


def pick_some(name: str, label: str, options: Mapping[str, str], default: Sequence[str], most: int) -> tuple[str, ...]:
    """Show a page's own choice of several options, which the address keeps under `name` as ids between commas.

    Args:
        name: the field of the address.
        label: the widget's label.
        options: id -> label.
        default: the ids chosen first, and where none is chosen.
        most: how many may be chosen.
    """
    key = f"view_{name}"
    given = st.session_state.get(key) or field(name).split(",")
    valid = [option for option in given if option in options][:most] or list(default)
    st.session_state[key] = valid
    picked = st.multiselect(
        label, list(options), format_func=_labels(options), key=key, on_change=touch, max_selections=most
    )
    chosen = tuple(picked) or tuple(default)
    keep(name, "" if chosen == tuple(default) else ",".join(chosen))
    return chosen
