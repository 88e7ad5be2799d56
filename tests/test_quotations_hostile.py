"""Quotations in hostile text: whatever it is made of, spans lie inside it and never overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collectors.metrics.quotations import extract_quotations, scare_quotes
from tests.support.quotations_found import contents

SOUP = st.lists(
    st.sampled_from(
        ["“", "”", '"', "'", "‘", "’", "«", "»", "„", "said ", "Anna Berg ", "he ", "that ", ". ", ", ", ": ", "\n", "\n\n",
         "according to ", "😀", "e\u0301", "قال ", "\ud800", "\u2028", "the vote ", "told ", "U.S. ", "\x00", "``", "''"]
    ),
    max_size=120,
).map("".join)  # fmt: skip


FOREIGN = st.lists(
    st.sampled_from(
        ["«", "»", "„", "“", "”", '"', "– ", "— ", "\n– ", "сказал ", "заявила ", "по словам ", "Иван Петров ", "он ", "що ",
         "sagte ", "Präsident ", "Ilse Brandt ", "er ", "laut ", "a-t-il ajouté ", "表示", "：", "は", "外相", "「", "」", "قال ",
         ": ", ", ", ". ", "\n", "\n\n", "\ud800", "e\u0301", "й ", "так и не ", "der die das und ist "]
    ),
    max_size=120,
).map("".join)  # fmt: skip


@given(FOREIGN)
@settings(max_examples=100, deadline=None)
def test_spans_of_other_languages_lie_inside_the_text_and_never_overlap(text: str) -> None:
    check(text)
    check("Это не тот день, и так было всегда. " + text)


@example("', , said ")
@given(SOUP)
@settings(max_examples=150, deadline=None)
def test_spans_lie_inside_the_text_and_never_overlap(text: str) -> None:
    check(text)


def check(text: str) -> None:
    got = extract_quotations(text)
    assert got == extract_quotations(text)
    for kind in ("direct", "indirect", "mixed"):
        spans = [c for q in got if q.type == kind for c in q.content]
        ordered = sorted(spans)
        assert all(a.end <= b.start for a, b in pairwise(ordered))
    for q in got:
        assert q.content
        assert list(q.content) == sorted(q.content)
        for span in (*q.content, *(s for s in (q.speaker, q.cue) if s)):
            assert 0 <= span.start < span.end <= len(text)
    assert [q.content[0] for q in got] == sorted(q.content[0] for q in got)
    for span in scare_quotes(text, got):
        assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "“a” ",
        "'a ",
        ". ",
        " ",
        "a",
        "A ",
        "It said “we go”, he said. ",
        'قال "نحن هنا" اليوم. ',
        "😀 said “x y” ",
        "e\u0301",
        "«Мы идём сейчас», — сказал он. ",
        "– Dokąd – powiedział Jan Nowak. – Do domu.\n",
        "外长表示：“我们不会承认这个结果。”",
        "A man, who, said who, ",
        "Head of the Republic of the Region Anna Berg said ",
    ],
)
def test_long_text_without_a_paragraph(piece: str) -> None:
    check(piece * (20_000 // len(piece)))


def test_empty_texts() -> None:
    assert extract_quotations("") == []
    assert extract_quotations(" \n\n ") == []


def test_offsets_count_characters() -> None:
    text = "😀 e\u0301te\u0301. “We leave at dawn,” Anna Berg said. “All of us.”"
    said = " ".join(c for q in extract_quotations(text) for c in contents(text, q))
    assert "“We leave at dawn,”" in said


@pytest.mark.parametrize(
    "text", ["\ud83d\ude00 “\ud800 We go e\u0301 now,” said A\u0301nna Berg.", "“\udfff” said \ud800"]
)
def test_surrogates_and_combining_marks_keep_their_offsets(text: str) -> None:
    check(text)
    check(text * 40)
