"""Word lists of the method: each list of `data/languages` is read by its name, says what it is for, and is well made."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from collectors.config.language_pack_files import LISTS, WORD_FILES, read_word_file
from collectors.metrics.word_lists import word_groups, word_set, word_tuple

ROOT = Path(__file__).parent.parent
FILES = [file for name in WORD_FILES for file in sorted((ROOT / "data" / "languages").glob(f"*/{name}"))]


def test_every_list_is_read_and_every_name_has_its_list() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "collectors").rglob("*.py"))
    names = re.findall(r"""(?:word_(?:set|tuple|groups|map)|alternatives)\(\s*["'](\w+\.\w+\.\w+)["']""", code)
    read, in_each_language = set(names), set(re.findall(r"""f["']\{language\}\.(\w+\.\w+)["']""", code))
    lists = set()
    for file in FILES:
        keys = tomllib.loads(file.read_text(encoding="utf-8")).keys() - {"language"}
        lists |= {f"{file.parent.name}.{file.stem}.{key}" for key in keys}
    assert not read - lists, "names without a list"
    assert {name for name in lists - read if name.split(".", 1)[1] not in in_each_language} == set(), (
        "nothing reads them"
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_list_says_what_it_is_for(file: Path) -> None:
    assert not read_word_file(file)
    lines, group = file.read_text(encoding="utf-8").splitlines(), False
    for before, line in itertools.pairwise(lines):
        group = group or line.startswith("[")
        begins = line.startswith("[") or (re.match(r"\w+ = ", line) and not group and not line.startswith("language "))
        assert not begins or before.startswith("# "), line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('language = "en"\ntitles = 3\n', "'titles' is no list of words"),
        ('language = "en"\ntitles = []\n', "'titles' is no list of words"),
        ('language = "en"\n[titles]\nmen = ""\n', "'titles' is no list of words"),
        ('language = "de"\ntitles = "herr"\n', "the folder is 'en'"),
        ("titles = \n", "not valid TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "en" / "names.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    assert [message in problem.what for problem in read_word_file(file)] == [True]


def test_words_phrases_and_groups_are_told_apart() -> None:
    assert "mr" in word_set("en.names.titles")
    assert "the west" in word_set("en.people.places_for_governments"), "an entry of an array is taken whole"
    assert word_tuple("en.passives.forms_of_get") == ("get", "gets", "got", "getting", "gotten")
    assert next(iter(word_groups("en.people.roles_by_word"))) == "spokesperson", "the first that fits counts"
    for name in ("en.names.no_such_list", "en.no_such_subject.titles", "...names.titles"):
        with pytest.raises((KeyError, ValueError)):
            word_set(name)


def test_every_key_of_a_language_pack_is_explained() -> None:
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    rows = "".join(line.split("|")[1] for line in readme.splitlines() if line.startswith("| `[words]`"))
    assert set(re.findall(r"`(\w+)`", rows)) == LISTS
