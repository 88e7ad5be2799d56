"""What a sheet asks coders to count in an article, and which figures its marks correct.

There is a form for quotations, one for framing devices, one for the declared frames, one for the facts that an event
declares, and one for the naming of each of its concepts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.compare.comparison_rows import ALL, Tables
from collectors.config.frame_files import Frame, read_frames
from collectors.config.settings import data_dir
from collectors.dataset.summary_devices import FRAME_SENTENCES
from collectors.errors import ParallaxError
from collectors.model import Voice

NAMING, FACTS, FRAMES = "naming", "facts", "frames"
#: Variants of the figures of a fact: of all articles those that mention it, and those that open with it.
FACT_VARIANTS = ("mentioned", "opening")
#: Column -> what is counted, in title and text together.
_DEVICES = {
    "scare": "words or phrases in quotation marks that are nobody's attributed speech, name or title",
    "distancing": "so-called, self-styled, alleged and the like",
    "hedge": "words that leave a statement open: may, could, unclear",
    "certainty": "words that close a statement: certainly, never, of course",
    "loaded": "loaded words, without names and words of grammar",
    "passive": "passives that do not say who did it",
}


@dataclass(frozen=True, slots=True)
class CorrectedFigure:
    """A figure that marks correct: the sum of some counts over the sum of others.

    Attributes:
        metric: its metric, as in comparison.csv.
        variant: its variant; empty where the metric has none.
        voice: whose words it counts: "all" or "own".
        numerator: the counts that are added up.
        denominator: the counts that they are a share of; empty where it is a share of articles, of which each counts
            once.
    """

    metric: str
    variant: str
    voice: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Metric, variant and voice."""
        return self.metric, self.variant, self.voice


@dataclass(frozen=True, slots=True)
class SheetForm:
    """What is counted on one kind of sheet.

    Attributes:
        name: what the command line calls it: "quotations", "devices", "frames", "facts" or "naming:<concept>".
        counts: column -> what a coder counts there, in an article.
        parts: column -> the column that it is a part of, and cannot exceed.
        figures: what the counts correct.
    """

    name: str
    counts: Mapping[str, str]
    parts: Mapping[str, str]
    figures: tuple[CorrectedFigure, ...]

    @property
    def subject(self) -> str:
        """The concept of a form of naming, otherwise the form's name."""
        return self.name.removeprefix(f"{NAMING}:")

    def columns_of(self, variant: str) -> tuple[str, str]:
        """Return the columns of a variant of naming: all its uses, and those in the outlet's own words."""
        return f"{self.subject}:{variant}", f"{self.subject}:{variant}:own"


def _plain(metric: str, part: str, whole: str) -> CorrectedFigure:
    return CorrectedFigure(metric, "", ALL, (part,), (whole,))


QUOTATIONS = SheetForm(
    "quotations",
    {
        "words": "words of the text",
        "quoted_words": "of these, words that are somebody's direct or reported speech",
        "quotations": "quotations, direct and reported",
        "direct": "of these, wholly in quotation marks",
        "unattributed": "of these, with nobody named or described who speaks",
        "unnamed": "of these, with a speaker who is described but has no name",
    },
    {"quoted_words": "words", "direct": "quotations", "unattributed": "quotations", "unnamed": "quotations"},
    (
        _plain("sources:quoted_words", "quoted_words", "words"),
        _plain("sources:direct_share", "direct", "quotations"),
        _plain("sources:unattributed", "unattributed", "quotations"),
        _plain("sources:unnamed", "unnamed", "quotations"),
    ),
)
DEVICES = SheetForm(
    "devices",
    {"words": "words of title and text", "passives": "passives with be or get, with and without a doer", **_DEVICES},
    {"passive": "passives", **{kind: "words" for kind in _DEVICES if kind != "passive"}},
    (
        *(_plain(f"devices:{kind}", kind, "words") for kind in _DEVICES),
        _plain("passives:agentless", "passive", "passives"),
    ),
)


def naming_form(concept: str, variants: Sequence[Mapping[str, str]]) -> SheetForm:
    """Return the form on which the names of a concept are counted, in all words and in the outlet's own.

    Args:
        concept: the concept's id.
        variants: its variants, each with id, and with label and family where it has them.
    """
    empty = SheetForm(f"{NAMING}:{concept}", {}, {}, ())
    counts: dict[str, str] = {}
    parts: dict[str, str] = {}
    for variant in variants:
        every, own = empty.columns_of(variant["id"])
        counts[every] = f"uses of “{variant.get('label') or variant['id']}” in title and text"
        counts[own] = "of these, in the outlet's own words: in nobody's direct or reported speech"
        parts[own] = every
    figures: list[CorrectedFigure] = []
    for place, voice in enumerate((ALL, str(Voice.OWN))):
        column = {variant["id"]: empty.columns_of(variant["id"])[place] for variant in variants}
        whole = tuple(column.values())
        figures += [CorrectedFigure(empty.name, name, voice, (part,), whole) for name, part in column.items()]
        families: dict[str, list[str]] = {}
        for variant in variants:
            if variant.get("family"):
                families.setdefault(variant["family"], []).append(column[variant["id"]])
        whole = tuple(part for members in families.values() for part in members)
        figures += [
            CorrectedFigure(f"families:{concept}", family, voice, tuple(members), whole)
            for family, members in families.items()
        ]
    return SheetForm(empty.name, counts, parts, tuple(figures))


def frames_form(frames: Sequence[Frame]) -> SheetForm:
    """Return the form on which the articles that use each frame are marked.

    Args:
        frames: the declared frames.
    """
    asks = f"1 if {FRAME_SENTENCES} sentences or more of title and text do so, else 0: "
    return SheetForm(
        FRAMES,
        {frame.id: asks + (frame.meaning or frame.title) for frame in frames},
        {},
        tuple(CorrectedFigure(f"frames_used:{frame.family}", frame.id, ALL, (frame.id,), ()) for frame in frames),
    )


@lru_cache(1)
def _declared_frames() -> tuple[Frame, ...]:
    """The frames of the data folder; none where it has no such file or one with mistakes."""
    try:
        declared, _ = read_frames(data_dir() / "lexicons" / "frames.toml")
    except (ParallaxError, OSError):
        return ()
    return declared.frames if declared else ()


def facts_form(facts: Sequence[Mapping[str, str]]) -> SheetForm:
    """Return the form on which the articles that mention each declared fact are marked.

    Args:
        facts: the event's facts, each with id and title.
    """
    counts: dict[str, str] = {}
    parts: dict[str, str] = {}
    figures: list[CorrectedFigure] = []
    for fact in facts:
        mentioned, opening = (f"{fact['id']}:{what}" for what in FACT_VARIANTS)
        counts[mentioned] = f"1 if title or text says it, else 0: {fact.get('title') or fact['id']}"
        counts[opening] = "1 if the headline or the first paragraph does, else 0"
        parts[opening] = mentioned
        figures += [CorrectedFigure(f"facts:{fact['id']}", name, ALL, (f"{fact['id']}:{name}",), ())
                    for name in FACT_VARIANTS]  # fmt: skip
    return SheetForm(FACTS, counts, parts, tuple(figures))


def forms_of(data: Tables, event: str) -> dict[str, SheetForm]:
    """Return the forms of an event by name: quotations, devices, frames, facts if it declares any, and each concept's.

    Frames are those of the data folder, which a data set does not hold.

    Args:
        data: the data set.
        event: the event's id.
    """
    stored = data.table("events", ["event", "event_json"], [("event", "=", event)])["event_json"].to_pylist()
    declared = json.loads(stored[0] or "{}") if stored else {}
    naming = [naming_form(concept["id"], concept["variants"]) for concept in declared.get("concepts") or ()]
    facts = [facts_form(declared["facts"])] if declared.get("facts") else []
    frames = [frames_form(_declared_frames())] if _declared_frames() else []
    return {form.name: form for form in (QUOTATIONS, DEVICES, *frames, *facts, *naming)}


def form_of(data: Tables, event: str, name: str) -> SheetForm:
    """Return one of an event's forms.

    Raises:
        ParallaxError: the event has no such form.
    """
    forms = forms_of(data, event)
    if name not in forms:
        raise ParallaxError(f"there is no sheet of {name!r}", remedy=f"sheets of this event: {', '.join(forms)}")
    return forms[name]
