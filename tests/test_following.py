"""One quotation in several texts: whole, cut or not quoted. All sentences are invented."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.followed_quotations import FollowedQuotation, followed

LONG = "We will defend our land with all the forces and resources that are at our disposal, and nobody should doubt it"
MAYOR = "People were asked at the door, with a soldier standing behind the box"


def cells(*texts: list[str]) -> list[tuple[str | None, ...]]:
    return [line.cells for line in followed([[FollowedQuotation("Somebody", t) for t in text] for text in texts])]


def test_a_quotation_is_whole_cut_or_not_quoted() -> None:
    cut = "defend our land with all the forces and resources"
    (line,) = followed(
        [
            [FollowedQuotation("The president", LONG)],
            [FollowedQuotation("Putin", f"{LONG}.")],
            [FollowedQuotation("He", cut)],
            [],
        ]
    )
    assert line.cells == ("whole", "whole", "9 of 21 words", None)
    assert line.label == f"The president: “{LONG}”"


def test_pieces_of_one_statement_are_added_up() -> None:
    halves = ["We will defend our land with all the forces", "that are at our disposal, and nobody should doubt it"]
    assert cells([LONG], halves) == [("whole", "19 of 21 words")]
    assert cells([LONG], [LONG[:43], LONG[43:]]) == [("whole", "whole")]


def test_a_fragment_counts_where_it_stands_whole_in_the_other() -> None:
    assert cells([MAYOR], ["a soldier standing"]) == [("whole", "3 of 13 words")]
    assert cells([MAYOR], ["a soldier"]) == [], "two words are anybody's"


def test_different_statements_stay_apart_and_the_most_quoted_comes_first() -> None:
    assert cells([MAYOR, LONG], [LONG], [LONG, MAYOR]) == [("whole",) * 3, ("whole", None, "whole")]
    shared = "the right to vote"
    assert cells([f"They denied us {shared} in our town"], [f"Nobody has {shared} at gunpoint here"]) == []
    assert cells([MAYOR], [LONG]) == []


def test_marks_and_case_do_not_matter() -> None:
    assert cells([f"“{MAYOR},”"], [f"«{MAYOR.upper()}»"]) == [("whole", "whole")]


@given(st.lists(st.lists(st.text(alphabet="abc ’.,“", max_size=40), max_size=4), max_size=5))
def test_anything_gives_a_cell_for_each_text(texts: list[list[str]]) -> None:
    for line in followed([[FollowedQuotation("", t) for t in text] for text in texts]):
        assert len(line.cells) == len(texts)
        assert sum(c is not None for c in line.cells) > 1
        assert "whole" in line.cells
