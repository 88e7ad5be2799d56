"""What pages need to show texts with marks: the marks by kind, and the legend that switches them on and off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from collectors.model import Voice
from dashboard import queries
from dashboard.context import PageContext
from dashboard.followed_quotations import FollowedQuotation
from dashboard.labels import NOBODY
from dashboard.render.html import TextMark, fill, together
from dashboard.selection import field
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html

#: Kinds of marks a reader can switch, and what they are called.
KINDS = {
    "name": "a name that outlets choose differently",
    "quote": "quoted",
    "report": "reported speech",
    "unsure": "reported speech or the outlet’s own words: undecided",
    "speaker": "speaker",
    "cue": "verb",
    "scare": "words in quotation marks, so-called",
    "loaded": "loaded word",
    "hedge": "hedge or certainty",
    "wire": "the same sentence elsewhere",
}
_VOICES = {"direct": "quote", "mixed": "quote", "indirect": "report"}
#: Kinds of the data set's `marks` -> the kind a reader sees.
_DEVICES = {"scare": "scare", "distancing": "scare", "loaded": "loaded", "hedge": "hedge", "certainty": "hedge"}


@dataclass(frozen=True, slots=True)
class TextColumn:
    """One text with everything that was found in it, ready to be shown.

    Attributes:
        id: The article's id.
        outlet: The outlet's id.
        title: Headline as the reader may see it.
        when: Time of publication as text.
        words: Number of words.
        text: The text as the reader may see it; None where the data set carries no texts.
        headline: Marks in the headline.
        marks: Marks in the text.
        names: Concept, label of the variant and voice of each mention.
        spoken: Speaker and number of words of each quotation.
        said: The passages in quotation marks.
        devices: Rows of the framing devices.
    """

    id: str
    outlet: str
    title: str
    when: str
    words: int
    text: str | None
    headline: tuple[TextMark, ...]
    marks: tuple[TextMark, ...]
    names: tuple[tuple[str, str, str], ...]  # concept, variant's label, voice
    spoken: tuple[tuple[str, int], ...]  # speaker, words
    said: tuple[FollowedQuotation, ...]
    devices: tuple[queries.Row, ...]


def column(context: PageContext, reading: queries.ArticleReading) -> TextColumn:
    """Return an article of the event as a column."""
    about = reading.about
    devices = queries.marks(context.data, context.sel.event, about["article_id"])
    uses = tuple(
        (one_mention["concept"], variant(context, one_mention), one_mention["voice"])
        for one_mention in reading.mentions
    )
    headline = [mention(context, one_mention) for one_mention in reading.mentions if one_mention["place"] == "headline"]
    headline += [
        device(one_device)
        for one_device in devices
        if one_device["place"] == "headline" and one_device["kind"] in _DEVICES
    ]
    return TextColumn(
        id=about["article_id"],
        outlet=about["outlet"],
        title=context.hide(about["title"] or "Untitled"),
        when=when(about),
        words=about["words"] or 0,
        text=None if reading.text is None else context.hide(reading.text),
        headline=tuple(headline),
        marks=tuple(body(context, reading, devices)),
        names=uses,
        spoken=tuple((speaker(context, quotation), quotation["words"] or 0) for quotation in reading.quotations),
        said=tuple(said(context, reading.text or "", reading.quotations)),
        devices=tuple(devices),
    )


def said(context: PageContext, text: str, quotations: Sequence[queries.Row]) -> Iterable[FollowedQuotation]:
    """Yield the pieces of direct and mixed quotations; text between two pieces of one quotation is the outlet's own."""
    for quotation in quotations:
        if quotation["type"] != "indirect":
            for piece in quotation["content"] or ():
                yield FollowedQuotation(speaker(context, quotation), context.hide(text[piece["start"] : piece["end"]]))


def when(row: queries.Row) -> str:
    """Return the day and, where the article states one, the time of publication.

    The time is given in the outlet's own time zone and, because outlets write in many time zones, in UTC.
    """
    moment = _moment(row)
    if moment is None:
        return page_blocks.day(row["day"])
    clock = f", {moment:%H:%M}" if len(row["published"]) > 10 else ""
    there = f"{moment.day} {moment:%B %Y}{clock}"
    if not clock or moment.tzinfo is None:
        return there
    return f"{there} UTC" if not moment.utcoffset() else f"{there} ({moment.astimezone(UTC):%H:%M} UTC)"


def instant(row: queries.Row) -> tuple[bool, str, str]:
    """Return a key that sorts articles by time of publication across time zones, those without a date last."""
    moment = _moment(row)
    if moment is None:
        return (row["day"] is None, str(row["day"] or ""), row["article_id"])
    world = moment.astimezone(UTC) if moment.tzinfo else moment
    return (False, world.strftime("%Y-%m-%d %H:%M:%S"), row["article_id"])


def _moment(row: queries.Row) -> datetime | None:
    try:
        return datetime.fromisoformat(row["published"] or "")
    except ValueError:
        return None


def variant(context: PageContext, row: queries.Row) -> str:
    """Return the label of the variant that a mention uses."""
    return context.labels.variants.get(row["concept"], {}).get(row["variant"], str(row["variant"]))


def mention(context: PageContext, row: queries.Row) -> TextMark:
    """Return a mention as a mark, with what the word means; in the text it has an anchor that links can lead to."""
    concept = context.labels.concepts.get(row["concept"], row["concept"])
    label = variant(context, row)
    gloss = context.labels.glosses.get(row["concept"], {}).get(row["variant"], label)
    means = "" if gloss in label else f" ({gloss})"
    anchor = f"at{row['start']}" if row["place"] != "headline" else ""
    return TextMark(row["start"], row["end"], "name", f"{concept}: {label}{means}", anchor)


def device(row: queries.Row) -> TextMark:
    """Return a framing device as a mark."""
    return TextMark(
        row["start"],
        row["end"],
        _DEVICES[row["kind"]],
        f"{row['kind']}: {row['label']}" if row["label"] else row["kind"],
    )


def body(context: PageContext, reading: queries.ArticleReading, devices: Iterable[queries.Row]) -> list[TextMark]:
    """Return the marks of everything that was found in the article's text."""
    made = [mention(context, one_mention) for one_mention in reading.mentions if one_mention["place"] != "headline"]
    for quotation in reading.quotations:
        made += _quotation(context, quotation)
    return made + [
        device(one_device)
        for one_device in devices
        if one_device["place"] != "headline" and one_device["kind"] in _DEVICES
    ]


def _quotation(context: PageContext, row: queries.Row) -> list[TextMark]:
    """Return a quotation's marks. Speaker and stance follow its last words, for readers who cannot hover."""
    who, stance = speaker(context, row), row["stance"] if row["stance"] not in (None, "none", "neutral") else ""
    kind, content = _VOICES.get(row["type"], "quote"), list(row["content"] or ())
    kind = "unsure" if row.get("voice") == Voice.UNDECIDED else kind
    note = f"{who}, {stance}" if stance else who
    made = [
        TextMark(
            span["start"],
            span["end"],
            kind,
            f"{who}, {row['type']}",
            f"at{span['start']}",
            note if index == len(content) else "",
        )
        for index, span in enumerate(content, 1)
    ]
    for part, text in (("speaker", who), ("cue", f"verb: {row['stance']}")):
        if row[f"{part}_start"] is not None:
            made.append(TextMark(row[f"{part}_start"], row[f"{part}_end"], part, text))
    return made


def speaker(context: PageContext, quotation: queries.Row) -> str:
    """Return the speaker's name, or what kind of speaker it is where the text gives no name."""
    if quotation["speaker_name"]:
        return context.hide(str(quotation["speaker_name"]))
    return NOBODY.get(str(quotation["speaker_kind"]), "a speaker without a name")


def legend(context: PageContext, columns: Sequence[TextColumn]) -> frozenset[str]:
    """Draw the kinds of marks as switches that look like the marks, and return the kinds that are shown."""
    hidden = set(field("hide").split(",")) & set(KINDS)
    there = {mark.kind for one_column in columns for mark in (*one_column.marks, *one_column.headline)} | {"wire"}
    fields = {key: value for key, value in st.session_state["view"].items() if key != "hide"}
    here = str(st.session_state.get("page", ""))
    ways = []
    for kind, label in KINDS.items():
        if kind not in there:
            continue
        hide = ",".join(other for other in KINDS if (other in hidden) != (other == kind))
        href = context.sel.link(here, **fields | {"hide": hide})
        off = kind in hidden
        ways.append(
            fill(
                '<li><a class="px-link px-switch{}" href="{}" role="switch" aria-checked="{}"><mark '
                'class="m-{}">{}</mark></a></li>',
                " off" if off else "",
                href,
                "false" if off else "true",
                kind,
                translated(label),
            )
        )
    show_html(fill('<ul class="px-legend" aria-label="Marks, each can be switched off">{}</ul>', together(ways)))
    return frozenset(KINDS) - hidden
