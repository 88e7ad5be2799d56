-- Sums over articles of a concept's mentions (y) and of a variant's (x), by unit and day or week, and of all units.
-- Of an event that is small enough to be counted article by article.
with mine as (
  select * from sum_mentions where $row_condition and concept = $concept and day is not null $spoken
),
used as (
  select any_value(cell) as cell, any_value(day) as day, count(*)::double as y,
         (count(*) filter (where variant = $variant))::double as x
  from mine as m left join (select event, article_id, cluster from sum_articles) as c using (event, article_id)
  group by coalesce(m.outlet || ' ' || c.cluster || date_trunc('$span', m.day), m.article_id)
),
placed as (
  select $row_unit as unit, date_trunc('$span', used.day)::date as start, x, y
  from used join sum_cells as c using (cell)
),
named as (
  select * from placed where $units_condition
  union all
  select '$every_unit', * exclude (unit) from placed
)
select unit, start, count(*)::double, sum(y), sum(y * y), sum(y * y * y), sum(x), sum(x * x), sum(x * y),
       sum(x * x * x), sum(x * x * y), sum(x * y * y), count(*) filter (where x > 0)
from named group by unit, start;
