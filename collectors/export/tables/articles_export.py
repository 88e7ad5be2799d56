"""articles.csv: the articles and what was measured in them, without their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from collectors.compare import ALL, Tables
from collectors.export.exported_table import (
    ExportColumn,
    ExportedTable,
    Row,
    columns_of,
    languages_of,
    python_rows,
    read_ordered,
)
from collectors.export.metric_meanings import READABILITY
from collectors.metrics.instrument_ranges import hears
from collectors.metrics.readability import PARTS, SCORES

_COLUMNS = columns_of("""
event string Event the article was collected for.
article_id string The article's id in the data set.
outlet string Outlet id; empty where it is not known.
outlet_name string Outlet name.
country string Country of the outlet, ISO 3166-1 alpha-2.
language string Language of the article, ISO 639-1.
ownership string Who owns the outlet: state, public, private or non-profit.
invented boolean Whether the outlet and its articles are invented for demonstration.
url string Address of the article.
title string Headline.
authors string Authors, separated by "; ".
published string Time of publication, ISO 8601, as the article states it.
day date Day of publication.
phase string Phase of the event that the day falls in.
type string news, opinion, live, video or other.
grade string How far the text can be trusted: good, doubtful or partial. Only good ones are compared.
grade_reasons string Why the grade is not good.
extent string How much of the article the text holds: full, headline_and_lead or excerpt.
date_confidence string How sure the day is: confident, likely, doubtful, or given with the article.
date_evidence string Statements the day rests on and how exact they are.
date_claims string Every date that the page claims, with its source.
member boolean Whether the article is about the event. Only members are compared.
member_score number Points of the membership rule; 3 are needed.
member_rule string The rule that decided.
member_reason string The reason in words.
agency string News agency credited for the text; empty for own copy.
cluster string Cluster of near-duplicates that the article belongs to; empty where it is alone.
first_in_cluster boolean Whether it is the earliest of its cluster.
extractor string Reader that took the text from the page, or "given".
text_sha256 string SHA-256 of the text as UTF-8. The text itself is not exported.
words integer Words of the text.
sentences integer Sentences of the text.
words_own integer Words in the outlet's own voice; empty where reported speech is not read in the article's language.
words_quoted integer Words inside quotation marks of somebody's speech.
words_attributed integer Words of reported speech; empty where it is not read in the article's language.
words_undecided integer Words that may be reported speech or the outlet's own: the reader is not sure.
mentions integer Uses of declared variants of the event's concepts.
quotations integer Quotations, direct and reported.
""")


def articles_rows(data: Tables, event: str) -> Iterator[Row]:
    """One row per article, members or not, sorted by id."""
    values: dict[str, Row] = {}
    for row in python_rows(read_ordered(data, "measures", event, ["article_id"])):
        if row["voice"] == ALL:
            values.setdefault(str(row["article_id"]), {})[str(row["metric"])] = row["value"]
    language = languages_of(data, event)
    for row in python_rows(read_ordered(data, "voices", event, ["article_id"])):
        if not hears(str(row["voice"]), language.get(str(row["article_id"]))):
            continue
        values.setdefault(str(row["article_id"]), {})[f"words_{row['voice']}"] = row["words"]
    counts = {name: _per_article(data, name, event) for name in ("mentions", "quotations")}
    for row in python_rows(read_ordered(data, "articles", event, ["article_id"])):
        key = str(row["article_id"])
        authors = row["authors"]
        row["authors"] = "; ".join(authors) if isinstance(authors, list) else authors
        row |= {name: count[key] for name, count in counts.items()}
        yield row | values.get(key, {})


def _per_article(data: Tables, name: str, event: str) -> Counter[str]:
    ids = data.table(name, ["article_id"], [("event", "=", event)])["article_id"].value_counts()
    return Counter({str(pair["values"]): int(pair["counts"]) for pair in ids.to_pylist()})


ARTICLES = ExportedTable(
    name="articles",
    title="The articles and what was measured in them, without their texts",
    key=("event", "article_id"),
    columns=(*_COLUMNS, *(ExportColumn(name, "number", READABILITY[name]) for name in (*SCORES, *PARTS))),
    rows=articles_rows,
)
