"""Reports behind nouns of saying, names that others give a thing inside a report, and what stays the outlet's."""

from __future__ import annotations

import pytest

from collectors.metrics.quotations import extract_quotations


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Anna Vidal's warning that the sham votes would end talks was repeated on Friday.", "Vidal", "end talks"),
        ("Despite the mayor's claim that the vote was fair, the town fights on.", "mayor", "fair"),
        ("The statement by Anna Vidal that the vote in the north was free drew anger.", "Vidal", "free"),
        ("Anna Vidal's announcement that the towns would soon be joined came as votes went on.", "Vidal", "joined"),
    ],
)
def test_a_report_behind_a_noun_ends_before_the_main_clause(text: str, speaker: str, content: str) -> None:
    (found,) = extract_quotations(text, language="en")
    assert text[slice(*found.content[-1])].endswith(content)
    assert found.speaker
    assert speaker in text[slice(*found.speaker)]


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        (
            "Vidal said on Friday the towns would join after what Lunden casts as sham votes in the north.",
            "sham",
            "Lunden",
        ),
        ("Vidal said on Friday the towns would join after what she calls free votes in the north.", "free", "she"),
    ],
)
def test_what_somebody_else_calls_a_thing_is_cut_out_of_a_report(text: str, word: str, speaker: str) -> None:
    found = extract_quotations(text, language="en")
    at = text.index(word)
    (holder,) = [one for one in found if any(start <= at < end for start, end in one.content)]
    assert holder.speaker
    assert text[slice(*holder.speaker)] == speaker


@pytest.mark.parametrize("text", ["His pledge that.", "by that that that", "Report by that the mayor's claim that"])
def test_nouns_of_saying_without_a_report_are_read_too(text: str) -> None:
    assert all(
        0 <= start < end <= len(text) for one in extract_quotations(text, language="en") for start, end in one.content
    )
