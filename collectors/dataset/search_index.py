"""An inverted index of a data set's headlines and texts, which finds the articles that contain a phrase.

It is an SQLite FTS5 table without content: it holds words and their positions, no text. It lies beside the data sets,
in `search/VERSION.sqlite`, because its bytes depend on the version of SQLite, and those of a sealed data set must not.

A large data set has a second, small index of articles drawn by chance. What the whole index answers in seconds (words
that nearly all articles hold, stems of hundreds of forms) it estimates in milliseconds.
"""
# ruff: noqa: S608  the statements are this module's own text

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import duckdb

from collectors.dataset.offline_duckdb import offline_database
from collectors.dataset.search_phrase import Phrase
from collectors.dataset.summary_lists import COPIES
from collectors.support.sql_files import read_script
from collectors.support.whole_files import replacement

#: Articles of the small index. It is made where there are more than twice as many.
DRAWN = 25_000
_BATCH = 5_000
_ARTICLES = """create table {} (row integer primary key, event text, article_id text, outlet text, phase text,
                             grade text, language text, copies integer, draw integer);"""
_WORDS = """create virtual table {} using fts5(title, text, content='', tokenize="unicode61 remove_diacritics 0"{});"""
#: In the small index stems of three letters, which stand for hundreds of words, are kept merged.
_TABLES = (
    _ARTICLES.format("article")
    + _WORDS.format("body", "")
    + _ARTICLES.format("sample_article")
    + _WORDS.format("sample", ", prefix='3'")
    + "create virtual table sample_word using fts5vocab(sample, 'row');"
)


class SearchSample(NamedTuple):
    """The articles drawn by chance: how many, and of how many."""

    drawn: int
    articles: int


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
    with (
        replacement(into) as temporary,
        closing(sqlite3.connect(temporary)) as made,
        offline_database(threads=1) as source,
    ):
        # Texts stay on the side that is read through; what is known about all articles is held.
        source.execute("set disabled_optimizers = 'build_side_probe_side'")
        made.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES)
        drawn = _copy(source, folder, made)
        for table in ("body", "sample") if drawn else ("body",):
            made.execute(f"insert into {table}({table}) values ('optimize')")
        made.commit()


def _copy(source: duckdb.DuckDBPyConnection, folder: Path, made: sqlite3.Connection) -> bool:
    """Copy all articles into the index, those drawn into the small one as well; return whether some were drawn."""
    about, texts = (str(folder / f"{name}.parquet").replace("'", "''") for name in ("articles", "texts"))
    query = read_script("collectors.dataset", "searched_texts", copies=COPIES, about=about, texts=texts)
    drawn = False
    for batch in source.sql(query).to_arrow_reader(_BATCH):
        # Published files are in the index's order, in which FTS5 writes fastest; from another the index is the same.
        rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        _insert(made, "article", "body", rows)
        small = [row for row in rows if row[10] > 2 * DRAWN and row[11] <= DRAWN]
        _insert(made, "sample_article", "sample", small)
        drawn = drawn or bool(small)
    return drawn


def _insert(made: sqlite3.Connection, articles: str, words: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows of `searched_texts.sql` into a table of articles and one of their words."""
    values = [(*row[:8], row[11]) for row in rows]
    made.executemany(f"insert into {articles} values (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    texts = [(row[0], row[8] or "", row[9]) for row in rows]
    made.executemany(f"insert into {words}(rowid, title, text) values (?, ?, ?)", texts)


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
        counted = index.execute(
            f"""select outlet, count(*) from body join article on article.row = body.rowid
                where body match ? and {condition} group by outlet""",
            [phrase.expression, *given],
        )
        return dict(counted.fetchall())


# --- the articles drawn by chance ----------------------------------------------------------------------------------


def sample_of(file: Path) -> SearchSample | None:
    """Return how many articles the small index holds; None where there is none."""
    with _opened(file) as index:
        if not index.execute("select 1 from sqlite_master where name = 'sample_article'").fetchone():
            return None  # an index of an older version
        drawn = index.execute("select count(*) from sample_article").fetchone()[0]
        last = index.execute("select max(row) from article").fetchone()[0]
    return SearchSample(drawn, last + 1) if drawn else None


def places(file: Path, phrase: Phrase, sample: SearchSample) -> int:
    """Estimate at how many places of the whole index the words of a phrase stand, which a search must go through.

    Args:
        file: The index.
        phrase: The phrase.
        sample: What `sample_of` returns.

    Returns:
        The number of places; a word with a star counts with all its forms.
    """
    total = 0
    with _opened(file) as index:
        for word in phrase.words:
            stem = word.rstrip("*")
            last = f"{stem}\U0010ffff" if word.endswith("*") else stem
            query = "select coalesce(sum(cnt), 0) from sample_word where term >= ? and term <= ?"
            total += index.execute(query, [stem, last]).fetchone()[0]
    return round(total * sample.articles / sample.drawn)


def drawn_holders(file: Path, phrase: Phrase, condition: str, given: Sequence[object]) -> list[tuple[str, str, int]]:
    """Find the articles drawn by chance that contain a phrase; arguments as in `holders`.

    Returns:
        (outlet, article id, draw) of each, sorted by event and article id. Those whose draw is at most D are the
        phrase's holders among D articles drawn by chance.
    """
    with _opened(file) as index:
        return index.execute(
            f"""select outlet, article_id, draw from sample join sample_article on sample_article.row = sample.rowid
                where sample match ? and {condition} order by sample.rowid""",
            [phrase.expression, *given],
        ).fetchall()


def drawn_by_outlet(file: Path, condition: str, given: Sequence[object], draws: int | None) -> dict[str, int]:
    """Count the articles drawn by chance, by outlet.

    Args:
        file: The index.
        condition: As in `holders`.
        given: As in `holders`.
        draws: Only articles whose draw is at most this; None for all that were drawn.

    Returns:
        Outlet -> articles.
    """
    with _opened(file) as index:
        counted = index.execute(
            f"select outlet, count(*) from sample_article where draw <= ? and {condition} group by outlet",
            [DRAWN if draws is None else draws, *given],
        )
        return dict(counted.fetchall())


def _opened(file: Path) -> closing[sqlite3.Connection]:
    """Open an index for reading."""
    return closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True))
