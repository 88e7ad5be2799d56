"""What is made from an event is made once for all of its articles, and never for another one."""

from collectors.metrics.text import paragraphs, quoted, sentences
from collectors.support.same_object import REMEMBERED, once_per_tuple


def test_the_same_tuple_is_read_once_and_others_are_not_taken_for_it() -> None:
    made: list[tuple[str, ...]] = []

    def make(items):
        made.append(tuple(items))
        return [*items]

    indexed = once_per_tuple(make)
    actors = ("a", "b")
    assert indexed(actors) is indexed(actors)
    assert made == [("a", "b")]
    others = [(str(number),) for number in range(REMEMBERED + 1)]
    assert [indexed(other) for other in others] == [list(other) for other in others]
    assert indexed(actors) == ["a", "b"]
    assert made.count(("a", "b")) == 2, "the oldest is forgotten"


def test_a_list_may_change_between_two_calls() -> None:
    indexed = once_per_tuple(list)
    names = ["a"]
    assert indexed(names) == ["a"]
    names.append("b")
    assert indexed(names) == ["a", "b"]


def test_who_changes_the_units_of_a_text_changes_them_for_nobody_else() -> None:
    text = "“One,” she said. Two.\n\nThree."
    for cut in (sentences, paragraphs, quoted):
        units = cut(text)
        before = list(units)
        units.clear()
        assert before
        assert cut(text) == before
