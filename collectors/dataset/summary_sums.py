"""Summary tables: sums over articles from which every figure of any selection follows, without reading an article.

They lie in the data set's folder `summary/` and hold nothing that the published tables do not: `build` makes them in
DuckDB from those alone. Sums are of integers (a score counts in millionths), so that no order of adding changes them.

cells      the articles that no selection tells apart: outlet, phase, grade, language, copies ... -> how many, first and
           last day
whole      metric, voice, place, cell -> sums over its articles of the denominator y: n, y, y^2, y^3
parts      metric, voice, place, variant, cell -> sums of the numerator x: x, x^2, xy, x^3, x^2 y, x y^2; k articles
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
# ruff: noqa: S608  the statements are this module's own text

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from collectors.dataset import summary_devices
from collectors.dataset.offline_duckdb import OFFLINE
from collectors.dataset.summary_lists import COPIES, LISTS, STORIES

#: Raise with every change of the summary: others are then made anew.
SUMMARY = 5
#: The speakers with most words get a row each; more would make a table that nobody reads.
SPEAKERS = 30
#: Articles that are summed up at one time: bounds the memory.
CHUNK = 50_000
#: Scores are added up as integers of a millionth.
UNIT = 1_000_000
ROW_GROUP = 32_768
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

_CELL = "event, outlet, phase, grade, language, country, ownership, copies"

#: The articles that figures are about, numbered cell by cell, so that a run of numbers holds whole cells.
_MEMBERS = f"""
create temp table member as
  select event, article_id, outlet, phase, grade, language, country, ownership, {COPIES} as copies,
         coalesce(words, 0) as length, agency is not null as credited, day,
         cluster is not null and not coalesce(first_in_cluster, false) as repeated
  from articles where member and outlet is not null;
create temp table cells as
  select (row_number() over (order by {_CELL}) - 1)::int as cell, {_CELL}, count(*) as n,
         min(day) as first, max(day) as last
  from member group by {_CELL};
create temp table numbered as
  select (row_number() over (order by cell, article_id) - 1)::int as num, cell, m.event, m.article_id, m.length,
         m.credited, m.repeated
  from member m join cells c on m.event = c.event and m.outlet = c.outlet and m.copies = c.copies
   and m.phase is not distinct from c.phase and m.grade is not distinct from c.grade
   and m.language is not distinct from c.language and m.country is not distinct from c.country
   and m.ownership is not distinct from c.ownership
  order by num;
"""

#: Rows of the tables as (article number, number of the combination of values that it has). A speaker is what is known
#: of them: an actor by the name in the event's file, else a name, else the kind; beyond the loudest they have no row.
_ROWS = f"""
create temp table mention_kinds as
  select (row_number() over ())::int as kind, k.*, f.family
  from (select distinct event, concept, variant, voice, place from mentions) k
    left join variant_families f using (event, concept, variant);
create temp table mention_rows as
  select num, kind from mentions join numbered using (event, article_id)
    join mention_kinds using (event, concept, variant, voice, place);
create temp view spoken as
  select q.event, q.article_id, q.quotation, q.type = 'direct' as direct,
         q.speaker_kind = 'unattributed' as nobody, q.words,
         coalesce(q.side, unplaced) as side, coalesce(q.role, unplaced) as role, nullif(q.stance, 'none') as stance,
         coalesce(n.name, q.actor, q.speaker_name,
                  case when q.speaker_kind = 'unattributed' then 'unattributed' else 'anonymous' end) as speaker
  from (select *, case when speaker_kind in ('unattributed', 'anonymous', 'unresolved') then speaker_kind
                       else 'unknown' end as unplaced
        from quotations) q left join actor_names n on n.event = q.event and n.actor = q.actor;
create temp table loudest as
  select event, speaker from (
    select event, speaker, row_number() over (partition by event order by sum(words) desc, speaker) as place
    from spoken join numbered using (event, article_id) group by event, speaker) where place <= {SPEAKERS};
create temp view heard as
  select s.*, l.speaker as loud from spoken s left join loudest l on l.event = s.event and l.speaker = s.speaker;
create temp table quotation_kinds as
  select (row_number() over ())::int as kind, * from (
    select distinct coalesce(direct, false) as direct, coalesce(nobody, false) as nobody, side, role,
           coalesce(stance, '') as stance, coalesce(loud, '') as loud from heard);
create temp table quotation_rows as
  select num, kind, h.words from heard h join numbered using (event, article_id) join quotation_kinds k
    on k.direct = coalesce(h.direct, false) and k.nobody = coalesce(h.nobody, false) and k.side = h.side
   and k.role = h.role and k.stance = coalesce(h.stance, '') and k.loud = coalesce(h.loud, '');
create temp table voice_rows as
  select num, voice, v.words from voices v join numbered using (event, article_id);
"""

#: What is counted per article, in rows (num, cell, metric, variant, voice, place, x) and (num, cell, metric, voice,
#: place, y). `here` holds the articles of one chunk, the tables `chunk_...` what belongs to them.
NUMERATORS = {
    "naming": """select num, cell, 'naming:' || concept as metric, variant, coalesce(voice, 'all') as voice,
                        coalesce(place, 'all') as place, count(*) as x
                 from chunk_mentions group by grouping sets ((num, cell, concept, variant, voice, place),
                   (num, cell, concept, variant, voice), (num, cell, concept, variant, place),
                   (num, cell, concept, variant))""",
    "families": """select num, cell, 'families:' || concept, family, coalesce(voice, 'all'),
                     coalesce(place, 'all'), count(*)
                   from chunk_mentions where family is not null group by grouping sets (
                     (num, cell, concept, family, voice, place), (num, cell, concept, family, voice),
                     (num, cell, concept, family, place),
                     (num, cell, concept, family))""",
    "quoted_words": """select num, cell, 'sources:quoted_words' as metric, '' as variant, coalesce(voice, 'all') as
                        voice, 'all' as place, sum(words) as x from chunk_voices group by num, cell, voice union all
                       select num, cell, 'sources:quoted_words', '', 'all', 'all', sum(words) from chunk_voices
                       where voice in ('quoted', 'attributed') group by num, cell""",
    "kinds": """select num, cell, 'sources:' || kind, '', 'all', 'all', count(*) from (
                  select num, cell, unnest([case when direct then 'direct_share' end,
                    case when nobody then 'unattributed' end]) as kind from chunk_quotations)
                where kind is not null group by num, cell, kind""",
    "who": """select num, cell, 'sources:' || who.metric, who.variant, 'all', 'all', sum(words) from (
                select num, cell, words, unnest([{'metric': 'side', 'variant': side},
                  {'metric': 'role', 'variant': role}, {'metric': 'speaker', 'variant': loud}]) as who
                from chunk_quotations)
              where who.variant is not null group by all""",
    "stance": """select num, cell, 'sources:stance', stance, 'all', 'all', count(*) from chunk_quotations
                 where stance is not null group by all""",
    # How many quotations: what a list says above itself.
    "listed": """select num, cell, 'quotations:' || who.metric, who.variant, 'all', 'all', count(*) from (
                   select num, cell, unnest([{'metric': 'side', 'variant': side}, {'metric': 'role', 'variant': role},
                     {'metric': 'speaker', 'variant': loud}, {'metric': 'stance', 'variant': stance}]) as who
                   from chunk_quotations)
                 where who.variant is not null group by all""",
    "coverage": """select num, cell, what.metric, '', 'all', 'all', what.x from (
                     select num, cell, unnest([{'metric': 'coverage:agency', 'x': credited::int},
                       {'metric': 'coverage:repeated', 'x': repeated::int}, {'metric': 'coverage:words', 'x': length}])
                       as what from here) where what.x <> 0""",
}
DENOMINATORS = {
    "naming": """select num, cell, metric, voice, place, sum(x) as y from chunk_numerators
                 where metric like 'naming:%' or metric like 'families:%' group by all""",
    "quoted_words": """select num, cell, 'sources:quoted_words', unnest(['all', 'own', 'quoted', 'attributed']), 'all',
                         sum(words) from chunk_voices group by num, cell""",
    "quotations": """select num, cell, unnest(['sources:direct_share', 'sources:unattributed', 'quotations:side',
                       'quotations:role', 'quotations:speaker', 'quotations:stance']), 'all', 'all', count(*)
                     from chunk_quotations group by num, cell""",
    "said": """select num, cell, unnest(['sources:side', 'sources:role', 'sources:speaker']), 'all', 'all', sum(words)
               from chunk_quotations group by num, cell""",
    "cued": """select num, cell, 'sources:stance', 'all', 'all', count(*) from chunk_quotations where stance is not null
               group by num, cell""",
    "coverage": """select num, cell, unnest(['coverage:agency', 'coverage:repeated', 'coverage:words']), 'all', 'all',
                     1 from here""",
}

_CHUNK = """
create or replace temp table here as select * from numbered where cell between {first} and {last};
create or replace temp table chunk_mentions as select num, cell, concept, variant, family, voice, place
  from mention_rows join here using (num) join mention_kinds using (kind);
create or replace temp table chunk_quotations as
  select num, cell, r.words, direct, nobody, side, role, nullif(stance, '') as stance, nullif(loud, '') as loud
  from quotation_rows r join here using (num) join quotation_kinds using (kind);
create or replace temp table chunk_voices as select num, cell, voice, r.words from voice_rows r join here using (num);
{devices}
create or replace temp table chunk_numerators as
  select num, cell, metric, variant, voice, place, x::bigint as x from ({numerators});
create or replace temp table chunk_denominators as
  select num, cell, metric, voice, place, y::bigint as y from ({denominators}) where y > 0;
insert into layer_keys (metric, voice, place)
  select distinct metric, voice, place from chunk_denominators anti join layer_keys using (metric, voice, place);
insert into variant_keys (variant) select distinct variant from chunk_numerators anti join variant_keys using (variant);
insert into whole_sums
  select layer, cell, count(*), sum(y), sum(y * y)::double, sum(y * y * y)::double
  from chunk_denominators join layer_keys using (metric, voice, place) group by layer, cell;
insert into part_sums
  select layer, key, chunk_numerators.cell, sum(x), sum(x * x)::double, sum(x * y)::double,
         sum(x * x * x)::double, sum(x * x * y)::double, sum(x * y * y)::double, count(*)
  from chunk_numerators join chunk_denominators using (num, metric, voice, place)
    join layer_keys using (metric, voice, place) join variant_keys using (variant)
  group by layer, key, chunk_numerators.cell;
insert into whole_articles select layer, num, y from chunk_denominators join layer_keys using (metric, voice, place)
  join small_cells using (cell);
insert into part_articles select layer, key, num, x from chunk_numerators join layer_keys using (metric, voice, place)
  join variant_keys using (variant) join small_cells using (cell)
  semi join chunk_denominators using (num, metric, voice, place);
"""

#: Means of the articles' scores: the denominator is 1 where there is a score. They are most of the rows, so they are
#: summed without the detour.
_SCORES = f"""
insert into layer_keys (metric, voice, place)
  select distinct 'readability:' || metric, voice, 'all' from measures where not contains(metric, ':');
insert into variant_keys (variant) select '' where '' not in (select variant from variant_keys);
create temp table scores as
  select k.layer, cell, count(*) as n, sum(x) as x, sum(x * x) as xx, sum(x * x * x) as xxx from (
    select s.metric, s.voice, n.cell, round(s.value * {UNIT})::hugeint as x
    from measures s join numbered n using (event, article_id) where isfinite(s.value)
      and not contains(s.metric, ':')) s
  join layer_keys k on k.metric = 'readability:' || s.metric and k.voice = s.voice group by k.layer, cell;
create temp table score_articles as
  select k.layer, num, round(s.value * {UNIT}) / {UNIT} as x
  from measures s join numbered n using (event, article_id) join small_cells using (cell)
    join layer_keys k on k.metric = 'readability:' || s.metric and k.voice = s.voice
  where isfinite(s.value) and not contains(s.metric, ':');
insert into whole_articles select layer, num, 1 from score_articles;
insert into part_articles select layer, key, num, x from score_articles, variant_keys where variant = '' and x <> 0;
insert into whole_sums select layer, cell, n, n, n, n from scores;
insert into part_sums
  select layer, key, cell, x / {UNIT}, xx / {UNIT}e6, x / {UNIT}, xxx / {UNIT}e12, xx / {UNIT}e6, x / {UNIT}, n
  from scores, variant_keys where variant = '';
"""

#: File -> what is in it, in its order. Numbers of layers and variants are given here, in the order of their names.
TABLES = {
    "cells": "select * from cells order by cell",
    "layers": """select row_number() over (order by metric, voice, place) - 1 as layer, metric, voice, place
                 from layer_keys order by all""",
    # In millionths: two threads that each add up half of the floats do not always end on the same last digit.
    "variants": f"""select c.event, k.metric, v.variant, sum(round(p.x * {UNIT})::hugeint) / {UNIT} as x
                   from part_sums p join cells c using (cell)
                   join layer_keys k using (layer) join variant_keys v using (key)
                   where k.voice = 'all' and k.place = 'all' group by all order by all""",
    "whole": """select n.layer, cell, w.n, y, yy, yyy from whole_sums w join layer_numbers n on n.made = w.layer
                order by n.layer, cell""",
    "parts": """select n.layer, v.variant, cell, x, xx, xy, xxx, xxy, xyy, k from part_sums p
                join layer_numbers n on n.made = p.layer join variant_keys v using (key)
                order by n.layer, v.variant, cell""",
    "numerators": """select n.layer, v.variant, num, x from part_articles p
                     join layer_numbers n on n.made = p.layer join variant_keys v using (key)
                     order by n.layer, num, v.variant""",
    "denominators": """select n.layer, num, y from whole_articles w join layer_numbers n on n.made = w.layer
                       order by n.layer, num""",
    "numbered": """select num, cell, coalesce(dense_rank() over (partition by cluster is null order by c.event, cluster)
                     * (cluster is not null)::int - 1, -1)::int as cluster, coalesce(t.number, -1)::int as story
                   from numbered n join small_cells using (cell) join articles c using (event, article_id)
                     left join stories using (event, article_id) left join told_stories t using (event, story)
                   order by num""",
    **LISTS,
}


def build(folder: Path, *, into: Path, memory: str = "1500MB") -> None:
    """Write the summary of a published data set; publishing calls it.

    Args:
        folder: The data set's folder.
        into: The folder to make; temporary data are spilled into it while this runs.
        memory: DuckDB's approximate memory limit, in its own notation.
    """
    into.mkdir(parents=True)
    spill = into / "spill"
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "threads": 2,
    }
    with duckdb.connect(config=settings | OFFLINE) as connection:
        for file in sorted(folder.glob("*.parquet")):
            connection.execute(f"create view {file.stem} as select * from read_parquet('{_quoted(file)}')")
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
    connection.execute(_MEMBERS)
    connection.execute(_ROWS)
    connection.execute(STORIES)
    summary_devices.prepare(connection)
    connection.execute(_KEYS)
    connection.execute(_SMALL)
    for first, last in _chunks(connection):
        over, under = NUMERATORS | summary_devices.NUMERATORS, DENOMINATORS | summary_devices.DENOMINATORS
        numerators = " union all ".join(f"({query})" for query in over.values())
        denominators = " union all ".join(f"({query})" for query in under.values())
        made = {"numerators": numerators, "denominators": denominators, "devices": summary_devices.CHUNK}
        connection.execute(_CHUNK.format(first=first, last=last, **made))
    connection.execute(_SCORES)
    connection.execute(_NUMBERS)


def _find_relays(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the view of quotations with a relay; older data sets have no relays, and the view is empty."""
    named = "select table_name from duckdb_columns() where table_name = 'quotations' and column_name = 'relay_name'"
    source = "quotations where relay_name is not null"
    if not connection.execute(named).fetchall():
        source = "(select event, article_id, quotation, null::varchar as relay_name from quotations limit 0)"
    connection.execute(f"create temp view relayed as select event, article_id, quotation, relay_name from {source}")


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


_KEYS = """
create sequence layer_key; create sequence variant_key;
create temp table layer_keys (layer int default nextval('layer_key'), metric varchar, voice varchar, place varchar);
create temp table variant_keys (key int default nextval('variant_key'), variant varchar);
create temp table whole_sums (layer int, cell int, n double, y double, yy double, yyy double);
create temp table part_sums (layer int, key int, cell int, x double, xx double, xy double, xxx double, xxy double,
                             xyy double, k double);
create temp table whole_articles (layer int, num int, y double);
create temp table part_articles (layer int, key int, num int, x double);
"""
_SMALL = f"""
create temp table small_cells as select cell from cells join (
  select event from cells group by event having sum(n) <= {BY_ARTICLE}) using (event)
"""
_NUMBERS = """
create temp view layer_numbers as
  select layer as made, (row_number() over (order by metric, voice, place) - 1)::int as layer from layer_keys
"""


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
