"""An inverted index of a data set's headlines and texts, which finds the articles that contain a phrase.

It is an SQLite FTS5 table without content: it holds words and their positions, no text. It lies beside the data sets,
in `search/VERSION.sqlite`, because its bytes depend on the version of SQLite, and those of a sealed data set must not.
"""
# ruff: noqa: S608  the statements are this module's own text

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import duckdb

from collectors.dataset.offline_duckdb import OFFLINE
from collectors.dataset.summary_lists import COPIES

#: Longest phrase, in words. Longer input is a sentence, which a part of it finds as well.
MOST_WORDS = 10
#: Letters that a word must have before its star: fewer stand for thousands of words, which take seconds to merge.
FEWEST_LETTERS = 3
#: A word of a phrase, split as the index splits text; a star after it stands for any ending.
_TOKEN = re.compile(r"[^\W_]+\*?")
_BATCH = 5_000
_SCHEMA = """
create table article (row integer primary key, event text, article_id text, outlet text, phase text, grade text,
                      language text, copies integer);
create virtual table body using fts5(title, text, content='', tokenize="unicode61 remove_diacritics 0");
"""
#: Scripts written without spaces: the index holds whole runs of their letters and cannot find a part of one.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


class Phrase(NamedTuple):
    """A phrase to search for: its words in lower case, each with a star where any ending matches."""

    words: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """A regular expression that finds the phrase in a text, with one to three non-letters between words."""
        parts = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in self.words)
        return re.compile(r"(?<!\w)" + r"[\W_]{1,3}".join(parts) + r"(?!\w)", re.IGNORECASE)

    @property
    def expression(self) -> str:
        """The FTS5 query: the phrase, or, where a word before the last has a star, all of its words in any order."""
        if any(word.endswith("*") for word in self.words[:-1]):
            return " AND ".join(f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in self.words)
        last = "*" if self.words[-1].endswith("*") else ""
        return f'"{" ".join(word.rstrip("*") for word in self.words)}"{last}'

    @property
    def exact(self) -> bool:
        """Whether the index alone decides which articles contain the phrase."""
        return not any(word.endswith("*") for word in self.words[:-1])


def phrase_of(text: str) -> Phrase | None:
    """Parse a phrase that somebody typed.

    Args:
        text: The input.

    Returns:
        The phrase; None where it has no word, more than MOST_WORDS, a first word of one letter, a star after fewer
        than FEWEST_LETTERS, or a script without spaces.
    """
    words = tuple(word.lower() for word in _TOKEN.findall(text))
    if any(word.endswith("*") and len(word) <= FEWEST_LETTERS for word in words):
        return None
    if not words or len(words) > MOST_WORDS or _UNSPACED.search(text) or any(len(word) < 2 for word in words[:1]):
        return None
    return Phrase(words)


def index_file(home: Path, version: str) -> Path:
    """Where the index of a data set under `home` lies."""
    return home / "search" / f"{version}.sqlite"


def build(folder: Path, into: Path) -> None:
    """Write the index of a data set and replace an older one; a data set without texts gets none.

    Args:
        folder: The data set's folder.
        into: The file to write. It is written completely or not at all.
    """
    if not (folder / "texts.parquet").is_file():
        return
    into.parent.mkdir(parents=True, exist_ok=True)
    temporary = into.with_name(f".{into.name}-{os.getpid()}")
    temporary.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(temporary)) as made, duckdb.connect(config=OFFLINE) as source:
            made.executescript("pragma journal_mode = off; pragma synchronous = off;" + _SCHEMA)
            _copy(source, folder, made)
            made.execute("insert into body(body) values ('optimize')")
            made.commit()
        temporary.replace(into)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(source: duckdb.DuckDBPyConnection, folder: Path, made: sqlite3.Connection) -> None:
    articles, texts = (str(folder / f"{name}.parquet").replace("'", "''") for name in ("articles", "texts"))
    found = source.execute(
        f"""select event, article_id, outlet, phase, grade, language, {COPIES} as copies, title, text
            from read_parquet('{articles}') as about
              join read_parquet('{texts}') as body using (event, article_id)
            where member and outlet is not null order by event, article_id"""
    )
    row = 0
    while some := found.fetchmany(_BATCH):
        numbered = [(row + index, *values) for index, values in enumerate(some)]
        made.executemany("insert into article values (?, ?, ?, ?, ?, ?, ?, ?)", [one[:8] for one in numbered])
        made.executemany(
            "insert into body(rowid, title, text) values (?, ?, ?)",
            [(one[0], one[8] or "", one[9]) for one in numbered],
        )
        row += len(some)


def holders(
    file: Path, phrase: Phrase, condition: str, given: Sequence[object], most: int | None = None
) -> list[tuple[str, str]]:
    """Find the articles that contain a phrase.

    Args:
        file: The index.
        phrase: The phrase to look for.
        condition: A condition on event, outlet, phase, grade, language and copies, in SQL with "?" for values.
        given: The values of the condition.
        most: At most so many; None for all. The search ends with the last of them.

    Returns:
        (outlet, article id) of each, sorted by event and article id. Where `phrase.exact` is false, they contain all of
        its words, not necessarily beside one another.
    """
    with _opened(file) as index:
        # FTS5 gives its rows in the order of their numbers, which is that of the articles.
        return index.execute(
            f"""select outlet, article_id from body join article on article.row = body.rowid
                where body match ? and {condition} order by body.rowid limit ?""",
            [phrase.expression, *given, -1 if most is None else most],
        ).fetchall()


def holders_by_outlet(file: Path, phrase: Phrase, condition: str, given: Sequence[object]) -> dict[str, int]:
    """Count the articles that contain a phrase, by outlet; arguments as in `holders`."""
    with _opened(file) as index:
        found = index.execute(
            f"""select outlet, count(*) from body join article on article.row = body.rowid
                where body match ? and {condition} group by outlet""",
            [phrase.expression, *given],
        )
        return dict(found.fetchall())


def _opened(file: Path) -> closing[sqlite3.Connection]:
    """Open an index for reading."""
    return closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True))
