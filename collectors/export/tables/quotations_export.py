"""quotations.csv: every quotation with its speaker."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.compare import Tables
from collectors.export.exported_table import (
    CONTEXT,
    PLACE_COLUMNS,
    ArticleTexts,
    ExportedTable,
    Row,
    addresses_of,
    columns_of,
    python_rows,
    read_ordered,
    shortened,
)

_COLUMNS = columns_of(f"""{PLACE_COLUMNS.strip()}
quotation integer Number of the quotation in its article, in reading order.
type string direct (in quotation marks), indirect (reported) or mixed.
speaker_name string Who speaks, as the article says it; empty where nobody is named.
speaker_kind string person, office, body, country, group, thing, anonymous, unresolved or unattributed.
actor string The speaker among the event's declared actors.
side string The actor's side, or that of the country whose office or body speaks.
role string The actor's role, or that of the office.
cue string The word of saying.
stance string Stance of that word: neutral, distancing, endorsing, charged, or none.
words integer Words of the quotation.
position number Where it stands in the article: 0 is the beginning, 1 the end.
speaker_start integer Offset of the speaker in the text, in characters.
speaker_end integer End of the speaker, exclusive.
cue_start integer Offset of the cue.
cue_end integer End of the cue, exclusive.
relay_name string Through whom the words came: an agency that reports, an outlet that was told, a video or transcript.
relay_start integer Offset of the relay.
relay_end integer End of the relay, exclusive.
worded integer 1 if the content gives what was said, 0 if it names what was spoken about, wanted or done.
probability number That the words and the speaker are right, 0 to 1; empty in languages without a measured one.
voice string Whose words those outside marks are: quoted (all in marks), attributed, own (not worded) or undecided.
content string Offsets of what is said, "start-end", several separated by "; ".
excerpt string What is said, cut to {CONTEXT} characters; empty in data sets without texts.
""")


def quotations_rows(data: Tables, event: str) -> Iterator[Row]:
    """One row per quotation, with an excerpt where the data set holds texts."""
    where, texts = addresses_of(data, event), ArticleTexts(data, event)
    for row in python_rows(read_ordered(data, "quotations", event, ["article_id", "quotation"])):
        key = str(row["article_id"])
        content = row["content"]
        spans = [(int(span["start"]), int(span["end"])) for span in content] if isinstance(content, list) else []
        text = texts.of(key)
        said = " [...] ".join(text[start:end] for start, end in spans) if text is not None else None
        yield row | {
            "url": where.get(key, (None, None))[0],
            "content": "; ".join(f"{start}-{end}" for start, end in spans),
            "excerpt": shortened(said, 0, 0) if said is not None else None,
        }


QUOTATIONS = ExportedTable(
    name="quotations",
    title="Who says what: every quotation with its speaker and offsets",
    key=("event", "article_id", "quotation"),
    columns=_COLUMNS,
    rows=quotations_rows,
)
