-- The texts to be indexed, in the order of their file; `place` is that of the article among all, by event and id, and
-- `draw` numbers them by chance that the ids alone decide.
with searched as (
  select row_number() over (order by event, article_id) - 1 as place, event, article_id, outlet, phase, grade, language,
         $copies as copies, title, count(*) over () as articles,
         row_number() over (order by md5(event || ' ' || article_id), article_id) as draw
  from read_parquet('$about') where member and outlet is not null
)
select place, event, article_id, outlet, phase, grade, language, copies, title, text, articles, draw
from read_parquet('$texts') join searched using (event, article_id);
