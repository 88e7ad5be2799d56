"""The SQL of the summary tables that the dashboard lists and counts from without statistics.

Each statement gives its rows in the order in which they are written. The statements read the published tables and, from
`summary_sums`, the tables `member`, `cells` and `numbered`.
"""
# ruff: noqa: S608  the statements are this module's own text

from __future__ import annotations

from collectors.events.membership import BY_HAND, REVIEW

#: Which choice of copies an article is in: 0 all, own and one; 1 all and one; 2 all only.
COPIES = """case when cluster is not null and not coalesce(first_in_cluster, false) then 2
                  when agency is not null then 1 else 0 end"""
_DAYS = f"""
select event, outlet, phase, day, grade, language, country, ownership, {COPIES} as copies, member, count(*) as n
from articles group by all order by all
"""
_OUTCOMES = """
select event, outlet, kind, count(*) as n, min(detail) as detail, min(remedy) as remedy
from outcomes group by event, outlet, kind order by event nulls first, kind, outlet nulls first
"""
_ARTICLES = f"""
select event, article_id, outlet, title, lower(title) as folded, day, published, phase, type, grade, grade_reasons,
       language, words, agency, cluster, {COPIES} as copies, url
from articles where member and outlet is not null order by event, day desc nulls last, article_id
"""
#: `draw` is a number by chance that the id alone decides.
_DRAWN = """
select event, ('0x' || left(md5(article_id), 8))::uinteger as draw, article_id, outlet, cell
from numbered join cells using (event, cell) order by event, draw, article_id
"""
_CLUSTERS = """
select event, (dense_rank() over (order by event, cluster) - 1)::int as number, cluster, cell, article_id, outlet,
       title, published, day, words, agency, member, text_sha256, url
from articles left join (select event, article_id, cell from numbered) using (event, article_id)
where cluster is not null
order by number, not coalesce(first_in_cluster, false), published nulls last, article_id
"""
_REVIEWED = f"""
select event, member_rule, article_id, outlet, phase, url, title, day, member, member_score, member_reason
from articles where member_rule in ('{REVIEW}', '{BY_HAND}')
order by event, member_rule, member_score desc nulls last, day nulls last, article_id
"""
STORIES = """
create temp table told_stories as
  select event, story, (row_number() over (order by event, day nulls last, story) - 1)::int as number, title, day
  from (select event, story, arg_min(title, coalesce(published, '9') || article_id) as title, min(day) as day
        from stories join articles using (event, article_id) where member and outlet is not null
        group by event, story having count(distinct outlet) > 1);
"""
_STORY_ARTICLES = """
select event, number, c.outlet, cell, article_id, a.title, a.day, published, words, agency, cluster
from stories join told_stories t using (event, story) join articles a using (event, article_id)
  join numbered using (event, article_id) join cells c using (event, cell)
order by number, c.outlet, article_id
"""
_OF_ARTICLE = "a.outlet, a.phase, a.day, a.grade, a.language, a.copies, a.article_id"
#: Outlets take turns, and articles within an outlet, so that no one fills a list. Rows that are found by their cell say
#: it: `cell` is its column, or nothing.
_LISTED = f"""
with found as (
  select m.event, {{keys}}, {_OF_ARTICLE}, {{cell}} m.voice, m.place, m.start, m.end, m.surface, m.sentence_start,
         m.sentence_end,
         row_number() over (partition by m.event, {{keys}}, m.article_id order by m.place <> 'headline', m.start) as nth
  from {{table}} m join member a using (event, article_id))
select event, {{plain}}, (row_number() over (partition by event, {{plain}}, outlet
         order by nth, day nulls last, article_id))::int as turn, * exclude (event, {{plain}}, nth)
from found order by event, {{plain}}, turn, outlet
"""
_MENTIONS = _LISTED.format(
    table="(from mentions join numbered using (event, article_id))",
    keys="m.concept, m.variant",
    plain="concept, variant",
    cell="m.cell,",
)
#: Names in headlines that the text never uses in the outlet's own words.
_ONLY = """(select * from mentions h where place = 'headline' and voice = 'own' and not exists (
  select 1 from mentions o where o.event = h.event and o.article_id = h.article_id and o.concept = h.concept
    and o.variant = h.variant and o.voice = 'own' and o.place <> 'headline'))"""
_HEADLINES = _LISTED.format(table=_ONLY, keys="m.concept", plain="concept", cell="")
_MARKS = _LISTED.format(table="marks", keys="m.kind, m.label", plain="kind, label", cell="")
_QUOTATIONS = f"""
with found as (
  select q.event, {_OF_ARTICLE}, q.quotation, q.type, h.side, h.role, h.stance, h.speaker, q.speaker_name, q.content,
         q.sentence_start, q.sentence_end, q.words, r.relay_name,
         row_number() over (partition by q.event, q.article_id order by q.quotation) as nth
  from quotations q join spoken h using (event, article_id, quotation) join member a using (event, article_id)
    left join relayed r using (event, article_id, quotation))
select event, (row_number() over (partition by event, outlet order by nth, day nulls last, article_id))::int as turn,
       * exclude (event, nth)
from found order by event, turn, outlet
"""


#: File -> what is in it. STORIES comes first.
LISTS = {
    "days": _DAYS,
    "outcomes": _OUTCOMES,
    "articles": _ARTICLES,
    "titles": "select event, article_id, title from articles order by event, article_id",
    "drawn": _DRAWN,
    "clusters": _CLUSTERS,
    "reviewed": _REVIEWED,
    "stories": "select * from told_stories order by number",
    "story_articles": _STORY_ARTICLES,
    "mentions": _MENTIONS,
    "headlines": _HEADLINES,
    "marks": _MARKS,
    "quotations": _QUOTATIONS,
}
