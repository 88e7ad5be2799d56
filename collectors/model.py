"""The values that pass along an article's path, with one frozen type per stage.

Every time is an ISO 8601 string in UTC or with its own offset; every span is a pair of character offsets into the
article's `text`, end exclusive. A value that is not known is None, never an empty string or zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Character offsets into a text, end exclusive."""

    start: int
    end: int


class Voice(StrEnum):
    """Whose words a passage is: the outlet's own, a speaker's in quotation marks, reported speech, or not clear."""

    OWN = "own"
    QUOTED = "quoted"
    ATTRIBUTED = "attributed"
    UNDECIDED = "undecided"


class Place(StrEnum):
    """Where in the article a passage is. The lead is the first paragraph of the text."""

    HEADLINE = "headline"
    LEAD = "lead"
    BODY = "body"


class Grade(StrEnum):
    """How far the extraction can be trusted. Only `good` enters the statistics by default."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    PARTIAL = "partial"


class Ownership(StrEnum):
    """Who owns an outlet, as its imprint states it; it does not judge what the outlet writes."""

    STATE = "state"
    PUBLIC = "public"
    PRIVATE = "private"
    NON_PROFIT = "non-profit"


# --- what people declare in data/ -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher, as declared in `outlets.toml`.

    `credits` are the bylines under which other outlets run an agency's copy; `aliases` are other ids and names that
    corpora use for the outlet ("nyt").
    """

    id: str
    name: str
    domains: tuple[str, ...]
    country: str  # ISO 3166-1 alpha-2
    languages: tuple[str, ...]  # ISO 639-1
    ownership: Ownership
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    agency: bool = False
    credits: tuple[str, ...] = ()
    invented: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A range of days of an event, both ends included. The phases of an event do not overlap."""

    id: str
    title: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or body that speaks or is mentioned."""

    id: str
    name: str
    aliases: tuple[str, ...]
    side: str  # an id declared in the event's [sides]
    role: str  # an id declared in the event's [roles]
    kind: str = "person"  # person | body
    country: str = ""  # code of the country whose office or body it is; "" where none is declared


#: Families of variants, by what a variant does to the thing it names, in the order in which they are shown.
NAMING_FAMILIES = ("delegitimising", "distancing", "neutral", "legitimising")


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the ways to name a concept.

    Attributes:
        patterns: Regular expressions by language, those made from the lemmas included.
        family: One of NAMING_FAMILIES, or "" where none fits.
        gloss: English words that translate the variant.
        unless: Patterns of contexts by language: a match does not count where one of them matches in its sentence.
        lemmas: Phrases in dictionary forms by language, as declared.
    """

    id: str
    label: str
    patterns: Mapping[str, tuple[str, ...]]
    family: str = ""
    gloss: str = ""
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lemmas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that outlets name in different ways. Where matches of its variants overlap, the longest counts.

    A match that begins inside a name of a concept in `not_inside` belongs to that name ("referendum on joining
    Russia").
    """

    id: str
    title: str
    variants: tuple[Variant, ...]
    not_inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that coverage may include or leave out. A match of any of its patterns (by language) counts."""

    id: str
    title: str
    patterns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Override:
    """A decision by hand on one article, named by its id or URL. `by` is the name of the person who decided."""

    article: str
    include: bool
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, when, who took part, and which words can be chosen for it: one file in `data/events/`."""

    id: str
    title: str
    start: date
    end: date
    phases: tuple[Phase, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language -> phrases
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language -> phrases
    pairs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language -> phrases that count together
    not_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language -> phrases of other events
    sides: Mapping[str, str] = field(default_factory=dict)  # id -> label
    roles: Mapping[str, str] = field(default_factory=dict)  # id -> label
    actors: tuple[Actor, ...] = ()
    concepts: tuple[Concept, ...] = ()
    facts: tuple[Fact, ...] = ()
    description: str = ""
    overrides: tuple[Override, ...] = ()
    verbs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language -> verbs of what was done, by lemma
    countries: Mapping[str, str] = field(default_factory=dict)  # code -> side of its offices, parliament, forces
    installed: Mapping[str, str] = field(default_factory=dict)  # code -> side of administrations that it installed


# --- what is found, fetched, read -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a source names, before anything is fetched.

    `seen` is when an index first saw it, given where the index has no time of publication. `fetch` holds the addresses
    to fetch it from, best first; where it is empty, `url` is fetched. `captured` is the time of an archive's copy at
    the first.
    """

    url: str
    source: str  # feeds | sitemaps | gdelt | wayback | ccnews | files
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None  # ISO 639-1 where the source says so
    country: str | None = None  # as the source names it
    seen: str | None = None
    captured: str | None = None
    fetch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one page and where they came from. `content_type` is the header as served, None without one."""

    id: str
    url: str | None
    body: bytes
    content_type: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The article read from a page or given by a file.

    `text` holds paragraphs separated by a blank line, without the title and the standfirst.
    """

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None
    text: str
    event: str | None = None
    standfirst: str | None = None
    section: str | None = None
    type: str = "news"  # news | opinion | live | video | post | other
    grade: Grade = Grade.GOOD
    grade_reasons: tuple[str, ...] = ()
    fetched_at: str | None = None
    extractor: str = "given"
    sources: Mapping[str, str] = field(default_factory=dict)  # field -> where its value came from


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A page that is no article, or an article that could not be read, with the reason in words."""

    id: str
    url: str | None
    kind: OutcomeKind
    reason: str


# --- what is measured -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """One use of a variant of a concept. Where `place` is headline, the span is into the title."""

    concept: str
    variant: str
    span: Span
    surface: str
    voice: Voice
    place: Place


@dataclass(frozen=True, slots=True)
class Mark:
    """A framing device at one place: `kind` is scare, distancing, hedge, certainty, loaded, passive, frame or fact.

    `label` says which one: the concept it applies to ("" for none), the lexicon, the verb, the frame or the fact. Where
    `place` is headline, the span is into the title.
    """

    kind: str
    label: str
    span: Span
    surface: str
    voice: Voice
    place: Place


#: What a speaker may be: a named person, an office (a minister or spokesman without a name), a body, a country, a
#: group, a thing or document, anonymous (a source that the text does not name), unresolved (a pronoun or description
#: that fits nobody or more than one person), unattributed (the text names no speaker).
SPEAKER_KINDS = (
    "person", "office", "body", "country", "group", "thing", "anonymous", "unresolved", "unattributed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words in an article.

    `type` is direct (all in quotation marks), indirect (nothing in them) or mixed. `actor` is an Actor.id of the event;
    `speaker_kind` is one of SPEAKER_KINDS. `side` and `role` are the actor's, or derived from the words that describe
    the speaker and from the event's countries. `relay` is the span of who passed the words on (an agency that reports,
    an outlet that was told, a video or transcript) and `relay_name` its name. `stance` is that of the cue: neutral,
    distancing, endorsing or charged, or "none" without a cue. `probability`, from 0 to 1, is that of content and
    speaker being right; None in languages whose rules have no measured one. `worded` is whether the content gives what
    was said; where it only names what was spoken about, wanted or done, its words are the outlet's own. `decided` is
    whether the reader is sure enough that somebody is responsible for its words outside quotation marks.
    """

    speaker: Span | None
    speaker_name: str | None
    cue: Span | None
    content: tuple[Span, ...]
    type: str
    speaker_kind: str = "unattributed"
    actor: str | None = None
    stance: str = "none"
    relay: Span | None = None
    relay_name: str | None = None
    side: str | None = None
    role: str | None = None
    probability: float | None = None
    worded: bool = True
    decided: bool = True

    @property
    def voice(self) -> Voice:
        """Whose its words outside quotation marks are; QUOTED where all of them are in marks."""
        if self.type == "direct":
            return Voice.QUOTED
        if not self.worded:
            return Voice.OWN
        return Voice.ATTRIBUTED if self.decided else Voice.UNDECIDED


# --- what became of it ------------------------------------------------------------------------------------------


class OutcomeKind(StrEnum):
    """What became of one URL, page or row. Each ends in exactly one of these kinds."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    OFF_EVENT = "off_event"
    UNREADABLE = "unreadable"
    NOT_AN_ARTICLE = "not_an_article"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    BAD_INPUT = "bad_input"
    # Kinds for URLs that are collected.
    READ = "read"  # a feed, sitemap or index that was read
    PARTIAL = "partial"  # saved, but only a part of the article was on the page
    WIRE_COPY = "wire_copy"  # saved; it credits an agency
    SAME_PAGE = "same_page"  # leads to a page that was taken under another address
    OFF_WINDOW = "off_window"
    SKIPPED = "skipped"
    REMOVED = "removed"  # deleted by `parallax remove`, and refused when it comes again
    EMPTY = "empty"
    ROBOTS = "robots"
    BLOCKED_ADDRESS = "blocked_address"
    BAD_ADDRESS = "bad_address"
    HTTP_ERROR = "http_error"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    SERVICE_ERROR = "service_error"
    BAD_FORMAT = "bad_format"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"


#: Outcomes that make a command end with exit status 1.
FAILURES = frozenset({
    OutcomeKind.UNREADABLE, OutcomeKind.TOO_LARGE, OutcomeKind.TOO_SLOW, OutcomeKind.BAD_INPUT, OutcomeKind.DUPLICATE,
    OutcomeKind.BLOCKED_ADDRESS, OutcomeKind.BAD_ADDRESS, OutcomeKind.HTTP_ERROR, OutcomeKind.TOO_MANY_REDIRECTS,
    OutcomeKind.TIMEOUT, OutcomeKind.UNREACHABLE, OutcomeKind.RATE_LIMITED, OutcomeKind.SERVICE_ERROR,
    OutcomeKind.BAD_FORMAT, OutcomeKind.DAMAGED, OutcomeKind.INCOMPLETE,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input and, for a failure, what to do about it.

    `key` is the URL, or the file and line where there is none; `detail` says why; `remedy` is empty for a success.
    """

    key: str
    kind: OutcomeKind
    outlet: str | None = None
    detail: str = ""
    remedy: str = ""
