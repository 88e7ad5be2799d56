"""What outlets changed after publication."""

from __future__ import annotations

import pytest

from collectors.events.revisions import changes, paragraph_changes
from collectors.store import Incoming, Store
from tests.support.made_values import EVENT, article


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("A.\n\nB.", "A.\n\nB.", (), ()),
        ("A.\n\nB.", "A.\n\nC.", ("B.",), ("C.",)),
        ("A.", "A.\n\nB.", (), ("B.",)),
        ("A.\n\nB.\n\nC.", "A.\n\nC.", ("B.",), ()),
        ("", "A.", ("",), ("A.",)),
    ],
)
def test_paragraphs(old: str, new: str, removed: tuple[str, ...], added: tuple[str, ...]) -> None:
    assert paragraph_changes(old, new) == (removed, added)


def test_changes_of_a_store(store: Store) -> None:
    first = article(1, title="Sham vote opens", text="One.\n\nTwo.")
    for title, text in (
        ("Sham vote opens", "One.\n\nTwo."),
        ("Vote opens", "One.\n\nTwo."),
        ("Vote opens", "One.\n\nThree."),
    ):
        run = store.begin_run("import")
        store.save(run, [Incoming(article(1, title=title, text=text)), Incoming(article(2))])
    found = list(changes(store))
    assert [(c.url, c.revision, c.old_title, c.new_title, c.removed, c.added) for c in found] == [
        (first.url, 2, "Sham vote opens", "Vote opens", (), ()),
        (first.url, 3, "Vote opens", "Vote opens", ("Two.",), ("Three.",)),
    ]
    assert list(changes(store, EVENT.id)) == found
    assert list(changes(store, "another-event")) == []
