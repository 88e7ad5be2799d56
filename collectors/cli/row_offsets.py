"""Converts offsets of stream rows back to the text as it was given, where the check of characters changed it."""

from __future__ import annotations

from collections.abc import Mapping

from collectors.support.characters import GivenOffsets, given_offsets

#: Fields that hold a span or spans into the text, in the rows of any stream.
SPAN_FIELDS = frozenset({"speaker", "cue", "content", "sentences", "span", "spans"})


def in_given_text(row: Mapping[str, object], given: str) -> dict[str, object]:
    """Convert the offsets of a row into offsets of the text as it was given.

    Args:
        row: What a stream says about an article; offsets are into the admitted text.
        given: The article's text as it was in the stream.

    Returns:
        The same row with offsets into `given`; offsets into the headline stay as they are.
    """
    offsets = given_offsets(given)
    return {name: _led_back(name, value, offsets) for name, value in row.items()}


def _led_back(name: str, value: object, offsets: GivenOffsets) -> object:
    if isinstance(value, Mapping):
        return _object(value, offsets)
    if not isinstance(value, list | tuple):
        return value
    if name in SPAN_FIELDS and _is_span(value):
        return list(offsets.span(*value))
    return [_led_back(name, item, offsets) for item in value]


def _object(value: Mapping[str, object], offsets: GivenOffsets) -> dict[str, object]:
    start, end = value.get("start"), value.get("end")
    made = {name: _led_back(name, part, offsets) for name, part in value.items()}
    if isinstance(start, int) and isinstance(end, int) and value.get("place") != "headline":
        made["start"], made["end"] = offsets.span(start, end)
    return made


def _is_span(value: list[object] | tuple[object, ...]) -> bool:
    return len(value) == 2 and all(isinstance(offset, int) for offset in value)
