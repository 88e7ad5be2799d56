"""Transcripts, interviews with questions and answers, and statements that are signed."""

from __future__ import annotations

import pytest

from collectors.metrics.quotations import extract_quotations
from collectors.model import Voice


def said_by(text: str) -> list[tuple[str | None, str]]:
    """Speaker and words of each quotation, without marks at the edges."""
    return [
        (quotation.speaker_name, " ".join(text[start:end].strip("“”") for start, end in quotation.content))
        for quotation in extract_quotations(text, language="en")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "KERNER: And how long did it take?\n\nDR. LENA FROST: About nine years, from the first drawing.\n\nIt was worth it.\n\nKERNER: And the money?",
            [
                ("KERNER", "And how long did it take?"),
                ("LENA FROST", "About nine years, from the first drawing. It was worth it."),
                ("KERNER", "And the money?"),
            ],
        ),
        (
            "DEAR ANNA: My husband bought two tickets.\n\nDEAR SECOND: You should go with him.\n\nDEAR ANNA: What now?",
            [],
        ),
        (
            "Ms Adler: The committee has asked for the papers.\n\nMr Byrne: And it will get them on Monday.",
            [("Adler", "The committee has asked for the papers."), ("Byrne", "And it will get them on Monday.")],
        ),
        (
            "MODERATOR: Next question, please.\n\nQUESTION: Will the minister resign?\n\nMR. PRICE: I have no announcements to make.",
            [("MODERATOR", "Next question, please."), ("PRICE", "I have no announcements to make.")],
        ),
        (
            "Vera Lind, the director of the observatory, talked to us.\n\nQ: When can we see it?\n\nA: From the tenth of May, low in the west.",
            [("Vera Lind", "From the tenth of May, low in the west.")],
        ),
        (
            "Interview with Mayor Anna Toll. Q: Will there be a second bridge? A: Yes, if the council votes for it.",
            [("Anna Toll", "Yes, if the council votes for it.")],
        ),
        (
            "Q. Why did you leave the party?\n\nA. Because it had left me long before that.",
            [(None, "Because it had left me long before that.")],
        ),
        (
            "Vera Lind and Hugo Brandt talked to us.\n\nQ: Who began?\n\nA: Nobody remembers who began it.",
            [(None, "Nobody remembers who began it.")],  # two may answer
        ),
        (
            "This is the novelist Hugo Brandt.\n\nHB: Because nobody in my family reads English.",
            [("Hugo Brandt", "Because nobody in my family reads English.")],
        ),
        (
            "“The museum will open its doors again in May.” – Carl Berg, director of the museum",
            [("Carl Berg", "The museum will open its doors again in May.")],
        ),
        (
            "“We regret the delay and ask our readers for patience.”\n\n— Nora Wells, editor",
            [("Nora Wells", "We regret the delay and ask our readers for patience.")],
        ),
    ],
)
def test_the_layout_names_who_speaks(text: str, expected: list[tuple[str | None, str]]) -> None:
    found = said_by(text)
    assert [words for _, words in found] == [words for _, words in expected]
    for (name, _), (wanted, _) in zip(found, expected, strict=True):
        assert (name or "").lower().endswith((wanted or "").lower()), (name, wanted)
        assert (name is None) == (wanted is None), (name, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "Time: 5 p.m.\n\nPlace: Town Hall\n\nTickets: 12 euros at the door",
        "Photo: A worker checks a valve.\n\nCaption: The harbour office",
        "New Delhi: It rained.\n\nWarsaw: Dry and cold.",
        "Step 1: Peel the apples.\n\nStep 2: Cut them.",
        "The garden opened in May – Anna Berg Park is next.",
    ],
)
def test_lists_and_labels_do_not_speak(text: str) -> None:
    assert said_by(text) == []


def test_turns_are_decided_by_their_form() -> None:
    text = "JANE HALL: The bridge was closed.\n\nTOM REEVE: For how long?\n\nJANE HALL: Nobody knows."
    assert {quotation.voice for quotation in extract_quotations(text, language="en")} == {Voice.ATTRIBUTED}


def test_hostile_labels_take_linear_time() -> None:
    for piece in ("A: ", "MR. A B C D: x\n", "Q: x\nA: y\n", "“a b c d.” – A B\n\n"):
        assert len(extract_quotations(piece * 3_000, language="en")) >= 0
