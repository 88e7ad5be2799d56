-- Sums over articles of a concept's mentions (y) and of a variant's (x), by unit and day or week, and of all units.
with mine as (
  select * from sum_mentions where $row_condition and concept = $concept and day is not null $spoken
),
used as (
  select $article_key as article_key, any_value($row_unit) as unit, any_value(date_trunc('$span', day)::date) as start,
         count(*)::double as y, (count(*) filter (where variant = $variant))::double as x
  from mine as m $copies_join $groups_join group by article_key
),
named as (
  select * from used where $units_condition
  union all
  select article_key, '$every_unit', * exclude (article_key, unit) from used
)
select unit, start, count(*)::double, sum(y), sum(y * y), sum(y * y * y), sum(x), sum(x * x), sum(x * y),
       sum(x * x * x), sum(x * x * y), sum(x * y * y), count(*) filter (where x > 0)
from named group by unit, start;
