"""Contrasts that are declared before import: checked, stamped into the data set, and told on the Claims page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from collectors.config import data_dir, load_catalogue
from collectors.config.contrast_files import read_contrasts
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset
from collectors.store import Store
from collectors.store.audit import broken_entries
from collectors.store.declared_contrasts import declare, declared
from collectors.store.transactions import writing
from dashboard.declared_claims import EXPLORATORY, standing

EVENT = "ukraine-annexation-referendums-2022"
GOOD = f"""
event = "{EVENT}"

[[contrasts]]
id = "pseudo"
above = "cnn"
below = "bbc"
figure = "naming:vote"
variant = "pseudo"
reason = "an expectation"

[[contrasts]]
id = "words"
above = "bbc"
below = "cnn"
figure = "sources:quoted_words"
"""
CATALOGUE = load_catalogue(data_dir())


def written(folder: Path, text: str) -> Path:
    file = folder / "contrasts.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_contrasts_file_is_read(tmp_path: Path) -> None:
    found, problems = read_contrasts(written(tmp_path, GOOD), CATALOGUE)
    assert not problems
    assert [(one.id, one.voice, one.variant) for one in found] == [("pseudo", "own", "pseudo"), ("words", "all", "")]
    again, _ = read_contrasts(written(tmp_path, GOOD.replace("an expectation", "another reason")), CATALOGUE)
    assert [one.digest for one in again] == [one.digest for one in found]  # a reason is no part of what is claimed
    other, _ = read_contrasts(written(tmp_path, GOOD.replace('"pseudo"\nreason', '"sham"\nreason')), CATALOGUE)
    assert other[0].digest != found[0].digest


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ('above = "cnn"', 'above = "cnnn"', "above is 'cnnn'", 6),
        ('below = "bbc"', 'below = "cnn"', "compared with itself", 7),
        ("naming:vote", "naming:votes", "no figure 'naming:votes'", 8),
        ('variant = "pseudo"', 'variant = "pseudoo"', "no variant 'pseudoo'", 9),
        ('variant = "pseudo"\n', "", "no variant ''", 4),
        ('figure = "sources:quoted_words"', 'figure = "sources:quoted_words"\nvariant = "x"', "has no variants", 17),
        ('id = "words"', 'id = "pseudo"', "stands in line 5 already", 13),
        (f'event = "{EVENT}"', 'event = "nothing"', "event is 'nothing'", 2),
        ("[[contrasts]]", "[[contrast]]", "unknown key 'contrast'", 4),
        ("reason =", "why =", "unknown key 'why'", 10),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, what: str, line: int) -> None:
    found, problems = read_contrasts(written(tmp_path, GOOD.replace(old, new)), CATALOGUE)
    assert not found
    told = [problem for problem in problems if what in problem.what]
    assert told, problems
    assert told[0].line == line


def test_a_contrast_declared_twice_in_a_file_is_a_mistake(tmp_path: Path) -> None:
    twice = GOOD.replace('above = "bbc"\nbelow = "cnn"\nfigure = "sources:quoted_words"',
                         'above = "cnn"\nbelow = "bbc"\nfigure = "naming:vote"\nvariant = "pseudo"')  # fmt: skip
    found, problems = read_contrasts(written(tmp_path, twice), CATALOGUE)
    assert not found
    assert "declares what 'pseudo' does" in problems[0].what


def test_what_was_declared_first_is_stamped_into_the_data_set(tmp_path: Path, store: Store) -> None:
    contrasts, _ = read_contrasts(written(tmp_path, GOOD), CATALOGUE)
    before = publish(store, tmp_path / "home")
    assert "contrasts" not in open_dataset(tmp_path / "home", before).meta
    with writing(store.engine) as connection:
        declare(connection, contrasts[:1], "a" * 64)
    with writing(store.engine) as connection:
        declare(connection, contrasts, "b" * 64)
    version = publish(store, tmp_path / "home")
    assert version != before  # what is stamped is part of the version
    stamped = open_dataset(tmp_path / "home", version).meta["contrasts"]
    assert isinstance(stamped, list)
    assert [(row["id"], row["file_sha256"][0], row["articles_then"]) for row in stamped] == [
        ("pseudo", "a", 0),
        ("words", "b", 0),
    ]
    assert publish(store, tmp_path / "home") == version
    with store.reading() as connection:
        assert not broken_entries(connection)
        assert declared(connection) == stamped


def row(**changed: object) -> dict[str, object]:
    return {
        "event": "e", "above": "a", "below": "b", "figure": "naming:x", "variant": "v", "voice": "own",
        "declared_at": "2026-01-02T03:04:05+00:00", "sha256": "0123456789abcdef", "articles_then": 0,
    } | changed  # fmt: skip


FIGURE, UNITS = ("naming:x", "v"), ("a", "b")


def test_only_what_was_declared_before_import_is_said_to_be() -> None:
    said = standing([row()], "e", FIGURE, UNITS, "own")
    assert said.startswith("Declared before import, on 2026-01-02 (contrast 0123456789ab)")
    assert standing([], "e", FIGURE, UNITS, "own") == EXPLORATORY
    assert standing([row()], "other", FIGURE, UNITS, "own") == EXPLORATORY
    assert standing([row()], "e", ("naming:x", "w"), UNITS, "own") == EXPLORATORY
    assert "when 7 articles were stored" in standing([row(articles_then=7)], "e", FIGURE, UNITS, "own")
    assert "other words: own" in standing([row()], "e", FIGURE, UNITS, "all")
    opposite = standing([row()], "e", FIGURE, ("b", "a"), "own")
    assert opposite.startswith(EXPLORATORY)
    assert "The opposite was declared" in opposite
    for doubtful in (row(articles_then=None), row(articles_then="0")):
        assert standing([doubtful], "e", FIGURE, UNITS, "own").startswith(EXPLORATORY)


def test_the_command_checks_records_and_lists(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    file = written(tmp_path, GOOD)
    assert run("declare", str(file), "--dry-run")[0] == 0
    assert run("declare")[1] == ""
    status, _, said = run("declare", str(file))
    assert status == 0
    assert "2 contrasts declared before any article was imported" in said
    status, out, _ = run("declare")
    assert status == 0
    assert "cnn above bbc\tnaming:vote pseudo\town\t0 articles" in out
    status, _, said = run("declare", str(written(tmp_path, GOOD.replace('"cnn"', '"cnnn"'))))
    assert status == 2
    assert "cnnn" in said
