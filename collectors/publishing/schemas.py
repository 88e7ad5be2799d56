"""The columns of a published data set: the contract with comparisons, exports and the dashboard."""

from __future__ import annotations

import pyarrow as pa

#: Raise with every change that a reader of older data sets would not survive.
SCHEMA = 1

_TYPES: dict[str, pa.DataType] = {
    "str": pa.string(),
    "int": pa.int32(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "day": pa.date32(),
    "strs": pa.list_(pa.string()),
    "spans": pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())])),
}


def _schema(columns: str) -> pa.Schema:
    """A schema from "name:type ..."; the type is str where none is given."""
    pairs = [column.partition(":") for column in columns.split()]
    return pa.schema([(name, _TYPES[kind or "str"]) for name, _, kind in pairs])


#: Table -> columns. Every string is null where it is unknown.
SCHEMAS: dict[str, pa.Schema] = {
    "articles": _schema(
        "event article_id outlet outlet_name country language ownership invented:bool url title standfirst "
        "authors:strs published day:day phase type grade grade_reasons words:int sentences:int member:bool "
        "member_score:double member_rule member_reason agency cluster first_in_cluster:bool extractor text_sha256"
    ),
    "texts": _schema("event article_id text"),
    "mentions": _schema(
        "event article_id outlet phase day:day concept variant voice place start:int end:int surface "
        "sentence_start:int sentence_end:int"
    ),
    "quotations": _schema(
        "event article_id outlet phase day:day quotation:int type speaker_name speaker_kind actor side role "
        "speaker_start:int speaker_end:int cue cue_start:int cue_end:int stance words:int position:double "
        "content:spans sentence_start:int sentence_end:int"
    ),
    "voices": _schema("event article_id voice words:int"),
    "measures": _schema("event article_id metric voice value:double"),
    "outcomes": _schema("event key outlet kind detail remedy"),
    "outlets": _schema("outlet outlet_name country ownership languages:strs invented:bool"),
    "events": _schema("event title start end event_json"),
}
