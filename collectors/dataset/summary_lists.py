"""The summary tables that the dashboard lists and counts from without statistics: `sql/lists.sql` with its columns.

Each query gives its rows in the order in which they are written. The queries read the published tables and, from
`summary_sums`, the tables `member`, `cells` and `numbered`.
"""

from __future__ import annotations

from collectors.events.membership import BY_HAND, REVIEW
from collectors.support.sql_files import read_queries, read_script

#: Which choice of copies an article is in: 0 all, own and one; 1 all and one; 2 all only.
COPIES = """case when cluster is not null and not coalesce(first_in_cluster, false) then 2
                  when agency is not null then 1 else 0 end"""
_OF_ARTICLE = "a.outlet, a.phase, a.day, a.grade, a.language, a.copies, a.article_id"


def _queries(table: str = "marks", keys: str = "", plain: str = "", cell: str = "") -> dict[str, str]:
    """The queries of lists.sql; the arguments are those of `listed`, and matter only to it."""
    words = {"copies": COPIES, "of_article": _OF_ARTICLE, "review": REVIEW, "by_hand": BY_HAND}
    listed = {"listed_table": table, "keys": keys, "plain_keys": plain, "cell_column": cell}
    return read_queries("collectors.dataset", "lists", **words, **listed)


_LISTS = _queries()
_MENTIONS = "(from mentions join numbered using (event, article_id))"

#: Makes the table that the lists of stories read.
STORIES = read_script("collectors.dataset", "told_stories")
#: File -> what is in it.
LISTS = {name: query for name, query in _LISTS.items() if name not in {"listed", "only_in_headlines"}} | {
    "mentions": _queries(_MENTIONS, "m.concept, m.variant", "concept, variant", "m.cell,")["listed"],
    "headlines": _queries(f"({_LISTS['only_in_headlines']})", "m.concept", "concept")["listed"],
    "marks": _queries("marks", "m.kind, m.label", "kind, label")["listed"],
}
