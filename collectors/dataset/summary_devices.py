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

from __future__ import annotations

import json

import duckdb

from collectors.support.sql_files import read_queries, read_script

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

#: What is made once, after `numbered`; what is made of each chunk of articles; and what is counted in a chunk.
_ROWS = read_script("collectors.dataset", "device_rows", kinds=_KINDS)
CHUNK = read_script("collectors.dataset", "device_chunk")
NUMERATORS = read_queries("collectors.dataset", "device_numerators", frame_sentences=FRAME_SENTENCES)
DENOMINATORS = read_queries("collectors.dataset", "device_denominators")


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
    connection.execute(_ROWS)
