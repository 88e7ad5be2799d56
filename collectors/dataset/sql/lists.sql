-- What the dashboard lists and counts without statistics; each query gives its rows in the order they are written.
-- name: days
select event, outlet, phase, day, grade, language, country, ownership, $copies as copies, member, count(*) as n
from articles group by all order by all;

-- name: outcomes
select event, outlet, kind, count(*) as n, min(detail) as detail, min(remedy) as remedy
from outcomes group by event, outlet, kind order by event nulls first, kind, outlet nulls first;

-- name: articles
select event, article_id, outlet, title, lower(title) as folded, day, published, phase, type, grade, grade_reasons,
       language, words, agency, cluster, $copies as copies, url, x.extent, coalesce(x.left_out, false) as left_out
from articles left join text_extents as x using (event, article_id)
where member and outlet is not null order by event asc, day desc nulls last, article_id asc;

-- `draw` is a number by chance that the id alone decides.
-- name: drawn
select event, ('0x' || left(md5(article_id), 8))::uinteger as draw, article_id, outlet, cell
from numbered join cells using (event, cell) order by event, draw, article_id;

-- name: titles
select event, article_id, title from articles order by event, article_id;

-- name: clusters
select event, (dense_rank() over (order by event, cluster) - 1)::int as number, cluster, cell, article_id, outlet,
       title, published, day, words, agency, member, text_sha256, url
from articles left join (select event, article_id, cell from numbered) using (event, article_id)
where cluster is not null
order by number, not coalesce(first_in_cluster, false), published nulls last, article_id;

-- name: reviewed
select event, member_rule, article_id, outlet, phase, url, title, day, member, member_score, member_reason
from articles where member_rule in ('$review', '$by_hand')
order by event asc, member_rule asc, member_score desc nulls last, day asc nulls last, article_id asc;

-- name: stories
select * from told_stories order by number;

-- name: story_articles
select event, number, c.outlet, cell, article_id, a.title, a.day, published, words, agency, cluster
from stories join told_stories using (event, story) join articles as a using (event, article_id)
  join numbered using (event, article_id) join cells as c using (event, cell)
order by number, c.outlet, article_id;

-- Outlets take turns, and articles within an outlet, so that no one fills a list. Rows that are found by their cell
-- say it: `cell_column` is its column, or nothing.
-- name: listed
with found as (
  select m.event, $keys, $of_article, $cell_column m.voice, m.place, m.start, m.end, m.surface, m.sentence_start,
         m.sentence_end,
         row_number() over (partition by m.event, $keys, m.article_id order by m.place <> 'headline', m.start) as nth
  from $listed_table as m join member as a using (event, article_id)
)
select event, $plain_keys, (row_number() over (partition by event, $plain_keys, outlet
         order by nth, day nulls last, article_id))::int as turn, * exclude (event, $plain_keys, nth)
from found order by event, $plain_keys, turn, outlet;

-- Names in headlines that the text never uses in the outlet's own words.
-- name: only_in_headlines
select * from mentions as h where place = 'headline' and voice = 'own' and not exists (
  select 1 from mentions as o where o.event = h.event and o.article_id = h.article_id and o.concept = h.concept
    and o.variant = h.variant and o.voice = 'own' and o.place <> 'headline');

-- name: quotations
with found as (
  select q.event, $of_article, q.quotation, q.type, h.side, h.role, h.stance, h.speaker, q.speaker_name, q.content,
         q.sentence_start, q.sentence_end, q.words, r.relay_name,
         row_number() over (partition by q.event, q.article_id order by q.quotation) as nth
  from quotations as q join spoken as h using (event, article_id, quotation) join member as a using (event, article_id)
    left join relayed as r using (event, article_id, quotation)
)
select event, (row_number() over (partition by event, outlet order by nth, day nulls last, article_id))::int as turn,
       * exclude (event, nth)
from found order by event, turn, outlet;
