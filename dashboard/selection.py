"""What the reader has chosen, as one value, bound to the query string both ways: every view is a link.

Streamlit's own `bind="query-params"` writes option labels into the address; ids keep a link valid when a label
changes, and let a page write links to other pages. So the binding is made here: a new address that the reader
brought (a link, the back button) sets the widgets, and what the widgets say is written back after each run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

VOICES = {"all": "All words", "own": "Outlet’s own", "quoted": "Quoted", "attributed": "Reported"}
COPIES = {"all": "All articles", "own": "Own-produced", "one": "One per copy group"}
GRADES = {"good": "Well read", "all": "Doubtful too"}
ALL = "all"


@dataclass(frozen=True, slots=True)
class Selection:
    """What every page shows. `outlets` empty means all of them; `version` is the data set's."""

    version: str
    event: str
    outlets: tuple[str, ...] = ()
    phase: str = ALL
    voice: str = ALL
    copies: str = ALL
    grade: str = "good"

    def query(self) -> dict[str, str]:
        """The query string's fields: version and event always, the rest where it is not the default."""
        fields = {"v": self.version, "event": self.event, "outlets": ",".join(self.outlets)}
        fields |= {"phase": self.phase, "voice": self.voice, "copies": self.copies, "grade": self.grade}
        plain = {"outlets": "", "phase": ALL, "voice": ALL, "copies": ALL, "grade": "good"}
        return {k: v for k, v in fields.items() if v != plain.get(k)}

    def link(self, page: str = "", **more: str) -> str:
        """A relative address of a page ('' is the overview) that shows this selection, with the page's own fields."""
        return f"./{page}?" + urlencode(self.query() | {k: v for k, v in more.items() if v})


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from for one event: id -> label, in the order shown."""

    events: Mapping[str, str]
    outlets: Mapping[str, str]
    phases: Mapping[str, str]


def parse(query: Mapping[str, str], version: str, event: str, choices: Choices) -> Selection:
    """The selection that a query string asks for. What is not on offer is left at its default."""

    def pick(name: str, allowed: Iterable[str], default: str) -> str:
        return query[name] if query.get(name) in set(allowed) else default

    asked = query.get("outlets", "").split(",")
    return Selection(
        version,
        event,
        tuple(o for o in choices.outlets if o in set(asked)),
        pick("phase", choices.phases, ALL),
        pick("voice", VOICES, ALL),
        pick("copies", COPIES, ALL),
        pick("grade", GRADES, "good"),
    )


# --- the binding -------------------------------------------------------------------------------------------------

_SHARED = ("v", "event", "outlets", "phase", "voice", "copies", "grade")


def touch() -> None:
    """The callback of every bound widget: the reader moved it, so it counts more than the address."""
    st.session_state["touched"] = True


def arrive() -> bool:
    """Takes the address over if the reader brought a new one. True where that happened.

    The address lags behind a click until the browser has it, so it is only believed when no widget was touched and
    it is not the one this session wrote last.
    """
    state = st.session_state
    query = st.query_params.to_dict()
    touched = bool(state.pop("touched", False))
    if touched or not query or query == state.get("written"):
        state.setdefault("view", {})
        return False
    for key in [k for k in state if str(k).startswith(("sel_", "view_"))]:
        del state[key]
    state["asked"] = {k: v for k, v in query.items() if k in _SHARED}
    state["view"] = {k: v for k, v in query.items() if k not in _SHARED}
    return True


def asked(name: str) -> str | None:
    """A shared field of the address that was taken over last."""
    value = st.session_state.get("asked", {}).get(name)
    return value if isinstance(value, str) else None


def depart(selection: Selection) -> None:
    """Writes the selection and the page's own fields into the address, if they changed."""
    query = selection.query() | st.session_state["view"]
    st.session_state["written"] = query
    st.session_state["asked"] = selection.query()
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def choose_event(events: Mapping[str, str]) -> str:
    """The event widget; the first event is the default."""
    ids = list(events)
    _seed("sel_event", asked("event"), ids, ids[0])
    return str(st.selectbox("Event", ids, format_func=_labels(events), key="sel_event", on_change=touch, width=286))


def choose(selection_of: str, choices: Choices) -> Selection:
    """The rest of the selection bar, for the event already chosen. Returns what is selected."""
    event = str(st.session_state["sel_event"])
    wanted = parse(st.session_state.get("asked", {}), selection_of, event, choices)
    outlets = _outlets(choices, wanted.outlets)
    phases = {ALL: "All days"} | dict(choices.phases)
    chosen = {
        name: _one(name, label, options, getattr(wanted, name), width)
        for name, label, options, width in (
            ("phase", "Phase", phases, 150),
            ("voice", "Whose words", VOICES, 145),
            ("copies", "Agency copy", COPIES, 175),
            ("grade", "Texts", GRADES, 140),
        )
    }
    return replace(wanted, outlets=outlets, **chosen)


def _outlets(choices: Choices, wanted: Sequence[str]) -> tuple[str, ...]:
    known = [o for o in st.session_state.get("sel_outlets", wanted) if o in choices.outlets]
    st.session_state["sel_outlets"] = known
    picked = st.multiselect(
        "Outlets",
        list(choices.outlets),
        format_func=_labels(choices.outlets),
        key="sel_outlets",
        placeholder="All outlets",
        on_change=touch,
        width=200,
        wrap=False,
    )
    return tuple(o for o in choices.outlets if o in set(picked))


def _one(name: str, label: str, options: Mapping[str, str], wanted: str, width: int) -> str:
    key = f"sel_{name}"
    _seed(key, wanted, list(options), ALL)
    return str(st.selectbox(label, list(options), format_func=_labels(options), key=key, on_change=touch, width=width))


def _seed(key: str, wanted: str | None, options: Sequence[str], default: str) -> None:
    """Sets a widget that has no value yet, or one that is no longer on offer."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = wanted if wanted in options else default


def _labels(options: Mapping[str, str]) -> Callable[[str], str]:
    """Labels that are told apart: Streamlit's menus know an option by its label alone."""
    count = Counter(options.values())
    return lambda i: f"{options[i]} ({i})" if count[options.get(i, "")] > 1 else options.get(i, i)


_MARKS = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>$#:~"})


def plain(text: str) -> str:
    """Text whose Markdown, LaTeX and directive characters are inert where Streamlit renders labels as Markdown."""
    return text.translate(_MARKS)


# --- a page's own fields -----------------------------------------------------------------------------------------


def field(name: str, default: str = "") -> str:
    """A page's own field as the address gives it."""
    value = st.session_state["view"].get(name, default)
    return value if isinstance(value, str) else default


def pick(name: str, label: str, options: Mapping[str, str], default: str | None = None, *, menu: bool = False) -> str:
    """A page's own choice among `options` (id -> label), kept in the address under `name`. Never empty options."""
    ids = list(options)
    first = default if default in options else ids[0]
    key = f"view_{name}"
    if st.session_state.get(key) not in ids:
        st.session_state[key] = field(name) if field(name) in ids else first
    if menu:
        value: str | None = st.selectbox(label, ids, format_func=_labels(options), key=key, on_change=touch, width=320)
    else:
        value = st.segmented_control(
            label, ids, format_func=lambda i: plain(_labels(options)(i)), key=key, on_change=touch, required=True
        )  # fmt: skip
    chosen = str(value)
    keep(name, "" if chosen == first else chosen)
    return chosen


def keep(name: str, value: str) -> None:
    """Puts a page's own field into the address, or takes it out where it is empty."""
    if value:
        st.session_state["view"][name] = value
    else:
        st.session_state["view"].pop(name, None)
