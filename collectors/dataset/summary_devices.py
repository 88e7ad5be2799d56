"""The sums of the devices of wording: what `summary` counts per article from the table of marks and its measures.

devices:<kind>           marks of a kind over words, by voice and place, in articles whose language the device reads
scare:<concept>          of the outlet's own mentions of a concept, those in scare quotes; distancing:<concept> alike;
                         in articles whose language the device reads
passives:agentless       of all passives, those that do not say who did it, by voice; passives:<verb>, of one verb
frames:<family>          of all sentences (the headline is one), those with a cue of the frame
frames_used:<family>     of all articles, those with FRAME_SENTENCES such sentences
facts:<fact>             of the articles in a language that the fact has patterns for, those that mention it, and those
                         that do so in headline or first paragraph
headline:only:<concept>  of the articles whose headline names the concept in the outlet's own words, those whose text
                         never uses one of these variants so
headline:<kind>          marks per 1,000 words of the headline minus those of the text: the mean over articles
"""
# ruff: noqa: S608  the statements are this module's own text

from __future__ import annotations

import json

import duckdb

#: An article uses a frame from so many sentences with a cue on: one may be chance.
FRAME_SENTENCES = 2

#: Kind of mark -> the list or detector that must read the article's language.
KINDS = {
    "scare": "scare",
    "distancing": "distancing",
    "hedge": "certainty",
    "certainty": "certainty",
    "loaded": "loaded",
    "passive": "passive",
}

EMPTY = (
    "event varchar, article_id varchar, outlet varchar, phase varchar, day date, kind varchar, label varchar, "
    'voice varchar, place varchar, start int, "end" int, surface varchar, sentence_start int, sentence_end int'
)

_KINDS = " union all ".join(f"select '{kind}' as kind, '{reads}' as reads" for kind, reads in KINDS.items())

#: Made once, after `numbered`. Rows as (article number, number of the combination of values), counted.
_PREPARE = f"""
create temp table device_kinds as {_KINDS};
create temp table mark_kinds as
  select (row_number() over ())::int as id, * from (select distinct kind, label, voice, place from marks);
create temp table mark_rows as
  select num, id, count(*)::int as n from marks join numbered using (event, article_id)
    join mark_kinds using (kind, label, voice, place) group by num, id;
create temp table frame_labels as
  select (row_number() over ())::int as id, * from (select distinct label from marks where kind = 'frame');
create temp table frame_rows as
  select num, id, count(*)::int as sentences from (
    select distinct num, id, place = 'headline', sentence_start from marks join numbered using (event, article_id)
      join frame_labels using (label) where kind = 'frame') group by num, id;
create temp table read_rows as
  select num, substr(metric, 7) as reads from measures join numbered using (event, article_id)
  where starts_with(metric, 'reads:');
create temp table place_words as
  select num, substr(metric, 7) as place, voice, value::int as words
  from measures join numbered using (event, article_id) where starts_with(metric, 'words:');
create temp table passive_rows as
  select num, substr(metric, 10) as counted, voice, value::int as n from measures
    join numbered using (event, article_id) where starts_with(metric, 'passives:');
create temp table own_names as
  select num, concept, variant, place = 'headline' as headline, count(*)::int as n
  from mentions join numbered using (event, article_id) where voice = 'own' or place = 'headline' group by all;
create temp table own_text as
  select distinct num, concept, variant from mentions join numbered using (event, article_id)
  where voice = 'own' and place <> 'headline';
create temp table own_headlines as
  select distinct num, concept, variant from mentions join numbered using (event, article_id)
  where voice = 'own' and place = 'headline';
create temp table marked as select exists (from marks) or exists (from read_rows) as yes;
create temp table known_articles as
  select num, n.event, split_part(split_part(lower(a.language), '-', 1), '_', 1) as language,
         a.sentences + (coalesce(a.title, '') <> '')::int as sentences
  from numbered n join articles a using (event, article_id) where (select yes from marked);
"""

#: The rows of one chunk of articles: marks, words by voice and place, the devices that read the article, passives.
CHUNK = """
create or replace temp table chunk_marks as
  select num, cell, kind, label, voice, place, n from mark_rows join here using (num) join mark_kinds using (id);
create or replace temp table chunk_words as
  with known as (
    select num, cell, 'text' as place, voice, words from chunk_voices
    where num in (select num from known_articles) union all
    select num, cell, place, voice, words from place_words join here using (num) where voice <> 'all'),
  cut as (
    select num, cell, voice, coalesce(sum(words) filter (place = 'headline'), 0) as headline,
           coalesce(sum(words) filter (place = 'lead'), 0) as lead,
           coalesce(sum(words) filter (place = 'text'), 0) as text from known group by num, cell, voice)
  select num, cell, voice, unnest(['headline', 'lead', 'body']) as place,
         unnest([headline, lead, greatest(text - lead, 0)])::int as words from cut;
create or replace temp table chunk_reads as
  select num, cell, kind from read_rows join here using (num) join device_kinds using (reads);
create or replace temp table chunk_passives as
  select num, cell, counted, voice, n from passive_rows join here using (num);
"""

_SETS = "group by grouping sets ((num, cell, kind, voice, place), (num, cell, kind, voice), (num, cell, kind, place), (num, cell, kind))"  # noqa: E501  one clause
_PLACED = "'devices:' || kind as metric, {variant} coalesce(voice, 'all') as voice, coalesce(place, 'all') as place"

NUMERATORS = {
    "devices": f"""select num, cell, {_PLACED.format(variant="'' as variant,")}, sum(n) as x
                   from chunk_marks join device_kinds using (kind) {_SETS}""",
    "stands_on": """select mark.num, mark.cell, mark.kind || ':' || mark.label, '', 'all', 'all',
                      least(sum(mark.n), any_value(named.n))
                    from chunk_marks mark join (select num, concept, sum(n) as n from own_names group by all) named
                      on named.num = mark.num and named.concept = mark.label
                    where mark.kind in ('scare', 'distancing') group by mark.num, mark.cell, mark.kind, mark.label""",
    "agentless": """select num, cell, 'passives:agentless', '', coalesce(voice, 'all'), 'all', sum(n) from chunk_marks
                    where kind = 'passive' group by grouping sets ((num, cell, voice), (num, cell))""",
    "verbs": """select num, cell, 'passives:' || label, '', 'all', 'all', sum(chunk_marks.n) from chunk_marks
                join numbered using (num, cell) join event_verbs e using (event)
                where kind = 'passive' and label = e.verb group by num, cell, label""",
    "frames": """select num, cell, 'frames:' || split_part(label, '-', 1), label, 'all', 'all',
                   least(f.sentences, a.sentences)
                 from frame_rows f join here using (num) join frame_labels using (id)
                   join known_articles a using (num)""",
    "frames_used": f"""select num, cell, 'frames_used:' || split_part(label, '-', 1), label, 'all', 'all', 1
                       from frame_rows join here using (num) join frame_labels using (id)
                       where sentences >= {FRAME_SENTENCES}""",
    "facts": """select num, cell, 'facts:' || label, 'mentioned', 'all', 'all', 1 from chunk_marks where kind = 'fact'
                group by num, cell, label union all
                select num, cell, 'facts:' || label, 'opening', 'all', 'all', 1 from chunk_marks
                where kind = 'fact' and place in ('headline', 'lead') group by num, cell, label""",
    "headline_only": """select distinct h.num, cell, 'headline:only:' || concept, '', 'all', 'all', 1
                        from own_headlines h join here using (num)
                        anti join own_text t using (num, concept, variant)""",
    "headline_minus": """select num, cell, 'headline:' || kind, '', 'all', 'all',
                           round(1000 * (coalesce(up, 0) / over - coalesce(down, 0) / under))::int
                         from headline_words join chunk_reads using (num, cell) left join (
                           select num, kind, sum(n) filter (place = 'headline') as up,
                                  sum(n) filter (place <> 'headline') as down from chunk_marks group by all)
                             using (num, kind)
                         where coalesce(up, 0) + coalesce(down, 0) > 0 and kind <> 'passive'""",
}  # fmt: skip

DENOMINATORS = {
    "devices": f"""select num, cell, {_PLACED.format(variant="")}, sum(words) as y
                   from chunk_words join chunk_reads using (num, cell) {_SETS}""",
    "stands_on": """select num, cell, kind || ':' || concept, 'all', 'all', sum(n)
                    from own_names join chunk_reads using (num) where kind in ('scare', 'distancing')
                    group by num, cell, kind, concept""",
    "agentless": "select num, cell, 'passives:agentless', voice, 'all', n from chunk_passives where counted = 'all'",
    "verbs": """select num, cell, 'passives:' || verb, 'all', 'all', sum(n) from (
                  select num, cell, label as verb, n from chunk_marks join numbered using (num, cell)
                    join event_verbs e using (event) where kind = 'passive' and label = e.verb union all
                  select num, cell, substr(counted, 4), n from chunk_passives
                  where starts_with(counted, 'by:') and voice = 'all')
                group by num, cell, verb""",
    "frames": """select num, cell, unnest(['frames:' || substr(reads, 7), 'frames_used:' || substr(reads, 7)]), 'all',
                   'all', unnest([sentences, 1]) from read_rows join here using (num) join known_articles using (num)
                 where starts_with(reads, 'frame:')""",
    "facts": """select num, cell, 'facts:' || fact, 'all', 'all', 1 from here join known_articles a using (num)
                join (select distinct event, fact from fact_languages) f on f.event = a.event
                where coalesce(a.language, '') = ''
                   or exists (from fact_languages l where l.event = a.event and l.fact = f.fact
                              and l.language = a.language)""",
    "headline_only": """select num, cell, 'headline:only:' || concept, 'all', 'all', 1
                        from own_headlines join here using (num) where num in (select num from known_articles)
                        group by num, cell, concept""",
    "headline_minus": """select num, cell, 'headline:' || kind, 'all', 'all', 1
                         from headline_words join chunk_reads using (num, cell) where kind <> 'passive'""",
}  # fmt: skip

CHUNK += """
create or replace temp table headline_words as
  select num, cell, sum(words) filter (place = 'headline') as over, sum(words) filter (place <> 'headline') as under
  from chunk_words group by num, cell having over > 0 and under > 0;
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that CHUNK, NUMERATORS and DENOMINATORS read.

    Args:
        connection: A connection with the published tables, in which `numbered` was already made.
    """
    connection.execute("create temp table event_verbs (event varchar, verb varchar)")
    connection.execute("create temp table fact_languages (event varchar, fact varchar, language varchar)")
    for event, definition in connection.execute("select event, event_json from events").fetchall():
        declared = json.loads(definition or "{}")
        for verb in (declared.get("verbs") or {}).get("en", ()):
            connection.execute("insert into event_verbs values (?, ?)", [event, verb])
        for fact in declared.get("facts") or ():
            for language in fact.get("patterns") or ():
                connection.execute("insert into fact_languages values (?, ?, ?)", [event, fact["id"], language])
    connection.execute(_PREPARE)
