"""The store's tables and columns as the program names them; `migrations.py` makes the schema itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

_metadata = MetaData()


def _table(name: str, keys: str, **columns: type[TypeEngine[Any]]) -> Table:
    """A table; `keys` names its primary key columns."""
    key = keys.split()
    return Table(
        name, _metadata, *(Column(one_key, column, primary_key=one_key in key) for one_key, column in columns.items())
    )


runs = _table("runs", "run", run=BigInteger, command=Text, started_at=Text, finished_at=Text)

articles = _table(
    "articles",
    "article",
    article=BigInteger,
    event=Text,
    id=Text,
    outlet=Text,
    url=Text,
    revision=Integer,  # the current one
    run=BigInteger,  # the last run that met this article
)

revisions = _table(
    "revisions",
    "article revision",
    article=BigInteger,
    revision=Integer,
    digest=Text,  # of everything a reader would call a change
    text_sha256=Text,
    title=Text,
    standfirst=Text,
    authors=Text,  # JSON
    published=Text,
    language=Text,
    section=Text,
    type=Text,
    grade=Text,
    grade_reasons=Text,  # JSON
    fetched_at=Text,
    extractor=Text,
    sources=Text,  # JSON
    run=BigInteger,
    saved_at=Text,
)

texts = _table("texts", "article revision", article=BigInteger, revision=Integer, text=Text)

outcomes = _table(
    "outcomes",
    "outcome",
    outcome=BigInteger,
    run=BigInteger,
    event=Text,  # "" where the input names none
    key=Text,
    kind=Text,
    outlet=Text,
    detail=Text,
    remedy=Text,
    article=BigInteger,
    file=Text,
    line=BigInteger,
)

events = _table("events", "event", event=Text, title=Text, declared=Integer, definition=Text, digest=Text)

outlets = _table("outlets", "outlet", outlet=Text, definition=Text)

analyses = _table(
    "analyses",
    "article",
    article=BigInteger,
    revision=Integer,
    method=Text,
    event_digest=Text,
    words=Integer,
    sentences=Integer,
    member=Integer,
    member_score=Float,
    member_rule=Text,
    member_reason=Text,
    agency=Text,
    cluster=Text,
    first_in_cluster=Integer,
)

mentions = _table(
    "mentions",
    "article seq",
    article=BigInteger,
    seq=Integer,
    concept=Text,
    variant=Text,
    voice=Text,
    place=Text,
    span_start=Integer,
    span_end=Integer,
    surface=Text,
    sentence_start=Integer,
    sentence_end=Integer,
)

marks = _table(
    "marks",
    "article seq",
    article=BigInteger,
    seq=Integer,
    kind=Text,
    label=Text,
    voice=Text,
    place=Text,
    span_start=Integer,
    span_end=Integer,
    surface=Text,
    sentence_start=Integer,
    sentence_end=Integer,
)

quotations = _table(
    "quotations",
    "article seq",
    article=BigInteger,
    seq=Integer,
    type=Text,
    speaker_name=Text,
    speaker_kind=Text,
    actor=Text,
    speaker_start=Integer,
    speaker_end=Integer,
    cue=Text,
    cue_start=Integer,
    cue_end=Integer,
    stance=Text,
    words=Integer,
    position=Float,
    content=Text,  # JSON: [[start, end], ...]
    sentence_start=Integer,
    sentence_end=Integer,
    side=Text,
    role=Text,
    relay_name=Text,
    relay_start=Integer,
    relay_end=Integer,
    probability=Float,
    worded=Integer,
    voice=Text,
)

voices = _table("voices", "article voice", article=BigInteger, voice=Text, words=Integer)

measures = _table("measures", "article metric voice", article=BigInteger, metric=Text, voice=Text, value=Float)

# --- collecting: see collectors/crawl/frontier.py and collectors/health.py

frontier = _table(
    "frontier",
    "item",
    item=BigInteger,
    event=Text,
    key=Text,
    slot=Text,  # the pace it shares with others
    source=Text,
    kind=Text,
    outlet=Text,
    url=Text,
    request=Text,  # JSON
    entry=Text,  # JSON; what was found, for the page of an entry
    state=Text,  # pending | done
    attempts=Integer,
    due=Float,  # seconds since 1970
    outcome=Text,
    again=Integer,  # whether the next run tries it once more
    etag=Text,
    modified=Text,
    checked=Float,  # when an answer last came, seconds since 1970
    run=BigInteger,
    found=Float,  # seconds since 1970
)

visits = _table(
    "visits",
    "visit",
    visit=BigInteger,
    run=BigInteger,
    event=Text,
    source=Text,
    outlet=Text,
    url=Text,
    at=Text,
    kind=Text,
    entries=Integer,
    fresh=Integer,
    listing=Text,  # a hash of what was listed
)

tallies = _table(
    "tallies",
    "run event source outlet kind",
    run=BigInteger,
    event=Text,
    source=Text,
    outlet=Text,
    kind=Text,
    number=Integer,
)

# --- custody: see tombstones.py and audit.py

tombstones = _table(
    "tombstones", "kind event subject", kind=Text, event=Text, subject=Text, reason=Text, who=Text, at=Text
)

audit = _table(
    "audit",
    "entry",
    entry=BigInteger,
    at=Text,
    who=Text,
    action=Text,
    subject=Text,
    reason=Text,
    counts=Text,  # JSON: what -> how many
    digest=Text,  # over this entry and the one before
)

#: Every table, by name.
TABLES = dict(_metadata.tables)
