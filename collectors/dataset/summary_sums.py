"""Summary tables: sums over articles from which every figure of any selection follows, without reading an article.

They lie in the data set's folder `summary/` and hold nothing that the published tables do not: `build` makes them in
DuckDB from those alone. Sums are of integers (a score counts in millionths), so that no order of adding changes them.

cells      the articles that no selection tells apart: outlet, phase, grade, language, extent, copies ... -> how many,
           first and last day
whole      metric, voice, place, cell -> sums over its articles of the denominator y: n, y, y^2, y^3
parts      metric, voice, place, variant, cell -> sums of the numerator x: x, x^2, xy, x^3, x^2 y, x y^2; k articles
day_whole, day_parts   the same of names in whole articles by day, of events of more than BY_ARTICLE articles
variants   metric, variant -> the sum of x in the event
numerators, denominators   the same x and y article by article, of events of at most BY_ARTICLE articles: what is
           exchanged and resampled where sums do not say enough
numbered   article number -> its cell and the number of its cluster of near-copies and of its story (-1: none)
days       outlet, day and what else counts are asked by -> articles, also those that no figure counts
outcomes   outlet, kind -> how many, with an example
articles   the members, newest first, as lists show them; titles   of all articles, for looking up
drawn      the members in an order by chance: what samples are drawn by
clusters   near-copies, clusters numbered by their id, the original first; reviewed   what was in doubt
stories, story_articles   stories that at least two outlets tell, numbered, and their members by number and outlet
mentions, marks, quotations   in the order in which lists show them: outlets take turns
headlines   the mentions in headlines of names that the text never uses
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from collectors.dataset import summary_devices
from collectors.dataset.offline_duckdb import offline_database
from collectors.dataset.summary_lists import COPIES, LISTS, STORIES
from collectors.support.extents import EXTENTS
from collectors.support.sql_files import read_queries, read_script

#: Raise with every change of the summary: others are then made anew.
SUMMARY = 8
#: The speakers with most words get a row each; more would make a table that nobody reads.
SPEAKERS = 30
#: Articles that are summed up at one time: bounds the memory.
CHUNK = 50_000
#: Scores are added up as integers of a millionth.
UNIT = 1_000_000
ROW_GROUP = 32_768
#: Full texts from which an outlet's lengths and shares of voice are of these alone, and the least share of its texts.
ENOUGH_FULL, FULL_SHARE = 8, 0.1
#: Articles of an event up to which its figures are kept article by article, some 250 rows each.
BY_ARTICLE = 10_000
#: Where a few rows are looked up, where a layer is (some thousand cells), and where the first of a list are read.
SMALL_GROUPS = {"titles": 2_048, "whole": 8_192, "parts": 8_192, "story_articles": 8_192, "mentions": 8_192,
                "clusters": 2_048, "drawn": 8_192, "numerators": 8_192, "denominators": 8_192}  # fmt: skip
#: Empty tables in place of missing ones.
_EMPTY = {
    "mentions": "event varchar, article_id varchar, outlet varchar, phase varchar, day date, concept varchar, "
    'variant varchar, voice varchar, place varchar, start int, "end" int, surface varchar, sentence_start int, '
    "sentence_end int",
    "quotations": "event varchar, article_id varchar, outlet varchar, phase varchar, day date, quotation int, "
    "type varchar, speaker_name varchar, speaker_kind varchar, actor varchar, side varchar, role varchar, "
    'stance varchar, words int, content struct(start int, "end" int)[], sentence_start int, sentence_end int',
    "voices": "event varchar, article_id varchar, voice varchar, words int",
    "measures": "event varchar, article_id varchar, metric varchar, voice varchar, value double",
    "marks": summary_devices.EMPTY,
    "outcomes": "event varchar, key varchar, outlet varchar, kind varchar, detail varchar, remedy varchar",
    "stories": "event varchar, article_id varchar, story varchar",
}

_CELL = "event, outlet, phase, grade, language, extent, country, ownership, copies"


def _all_of(*queries: dict[str, str]) -> str:
    """One query for the rows of all."""
    return " union all ".join(f"({query})" for some in queries for query in some.values())


_CELLS = read_script("collectors.dataset", "cells", copies=COPIES, cell_columns=_CELL)
_ROWS = read_script("collectors.dataset", "rows", speakers=SPEAKERS)
_SUMS = read_script("collectors.dataset", "sums", by_article=BY_ARTICLE)
_CHUNK_SUMS = read_script(
    "collectors.dataset",
    "chunk_sums",
    numerators=_all_of(read_queries("collectors.dataset", "numerators"), summary_devices.NUMERATORS),
    denominators=_all_of(read_queries("collectors.dataset", "denominators"), summary_devices.DENOMINATORS),
)
_SCORES = read_script("collectors.dataset", "scores", unit=UNIT)
_NUMBERS = """
create temp view layer_numbers as
  select layer as made, (row_number() over (order by metric, voice, place) - 1)::int as layer from layer_keys
"""
#: File -> what is in it, in its order.
TABLES = read_queries("collectors.dataset", "tables", unit=UNIT) | LISTS


def build(folder: Path, *, into: Path, memory: str = "1500MB") -> None:
    """Write the summary of a published data set; publishing calls it.

    Args:
        folder: The data set's folder.
        into: The folder to make; temporary data are spilled into it while this runs.
        memory: DuckDB's approximate memory limit, in its own notation.
    """
    into.mkdir(parents=True)
    spill = into / "spill"
    with offline_database(memory_limit=memory, temp_directory=str(spill), threads=2) as connection:
        for file in sorted(folder.glob("*.parquet")):
            connection.execute(f"create view {file.stem} as select * from read_parquet('{_quoted(file)}')")  # noqa: S608  our files
        prepare(connection)
        for name, query in TABLES.items():
            rows = SMALL_GROUPS.get(name, ROW_GROUP)
            to = f"to '{_quoted(into / name)}.parquet' (format parquet, compression zstd, row_group_size {rows})"
            connection.execute(f"copy ({query}) {to}")
    if spill.exists():
        spill.rmdir()
    (into / "summary.json").write_text(json.dumps({"summary": SUMMARY}) + "\n", encoding="utf-8")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def current(folder: Path) -> bool:
    """Whether a folder holds a summary in the format that this Parallax reads."""
    try:
        description = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(description.get("summary") == SUMMARY)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Sum up the published tables of a connection; afterwards each query of TABLES can be executed on it."""
    present = {
        name for (name,) in connection.execute("select table_name from duckdb_columns() group by all").fetchall()
    }
    for name, columns in _EMPTY.items():
        if name not in present:
            connection.execute(f"create temp table {name} ({columns})")
    _find_relays(connection)
    _name_actors(connection)
    _name_families(connection)
    _find_extents(connection)
    connection.execute(_CELLS)
    connection.execute(_ROWS)
    connection.execute(STORIES)
    summary_devices.prepare(connection)
    connection.execute(_SUMS)
    for first, last in _chunks(connection):
        connection.execute(read_script("collectors.dataset", "chunk_rows", first=first, last=last))
        connection.execute(summary_devices.CHUNK)
        connection.execute(_CHUNK_SUMS)
    connection.execute(_SCORES)
    connection.execute(_NUMBERS)


def _find_relays(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the view of quotations with a relay; older data sets have no relays, and the view is empty."""
    named = "select table_name from duckdb_columns() where table_name = 'quotations' and column_name = 'relay_name'"
    source = "quotations where relay_name is not null"
    if not connection.execute(named).fetchall():
        source = "(select event, article_id, quotation, null::varchar as relay_name from quotations limit 0)"
    columns = "event, article_id, quotation, relay_name"
    connection.execute(f"create temp view relayed as select {columns} from {source}")  # noqa: S608  ours, as above


def _find_extents(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of what texts hold of their articles, and of those that lengths and shares of voice leave out.

    These figures of an outlet are of one kind of text, since a lead beside full texts would count as a short article:
    full texts where the outlet has ENOUGH_FULL of them and they are FULL_SHARE of its texts, else the kind of which it
    has most: eight full texts must not put five hundred leads aside. Older data sets do not say, and all their texts
    are whole.
    """
    stated = "select table_name from duckdb_columns() where table_name = 'articles' and column_name = 'extent'"
    extent = "coalesce(extent, 'full')" if connection.execute(stated).fetchall() else "'full'"
    order = ", ".join(f"'{name}'" for name in EXTENTS)
    texts = {"extent_column": extent, "enough": ENOUGH_FULL, "share": FULL_SHARE, "extent_order": order}
    connection.execute(read_script("collectors.dataset", "text_extents", **texts))


def _name_families(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table of the family of each variant, as the data set's events declare them."""
    connection.execute(
        "create temp table variant_families (event varchar, concept varchar, variant varchar, family varchar)"
    )
    for event, declared in connection.execute("select event, event_json from events order by event").fetchall():
        rows = [
            (event, concept["id"], variant["id"], variant["family"])
            for concept in json.loads(declared or "{}").get("concepts", ())
            for variant in concept.get("variants", ())
            if variant.get("family")
        ]
        if rows:
            connection.executemany("insert into variant_families values (?, ?, ?, ?)", rows)


def _name_actors(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create temp table actor_names (event varchar, actor varchar, name varchar)")
    for event, definition in connection.execute("select event, event_json from events").fetchall():
        for actor in json.loads(definition or "{}").get("actors") or ():
            connection.execute("insert into actor_names values (?, ?, ?)", [event, actor["id"], str(actor["name"])])


def _chunks(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """Runs of cells with about CHUNK articles each."""
    first, held = 0, 0
    counts = connection.execute("select cell, n from cells order by cell").fetchall()
    for cell, count in counts:
        held += count
        if held >= CHUNK or cell == counts[-1][0]:
            yield first, cell
            first, held = cell + 1, 0
