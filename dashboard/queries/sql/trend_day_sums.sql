-- The same sums as in trend_mentions.sql, from those that an event of many articles has by cell and day.
with chosen as (
  select cell, $row_unit as unit from sum_cells where $row_condition
),
whole as (
  select unit, date_trunc('$span', day)::date as start, sum(n) as n, sum(y) as y, sum(yy) as yy, sum(yyy) as yyy
  from sum_day_whole join chosen using (cell) where layer = $layer and day is not null
  group by unit, start
),
parts as (
  select unit, date_trunc('$span', day)::date as start, sum(x) as x, sum(xx) as xx, sum(xy) as xy, sum(xxx) as xxx,
         sum(xxy) as xxy, sum(xyy) as xyy, sum(k) as k
  from sum_day_parts join chosen using (cell) where layer = $layer and variant = $variant and day is not null
  group by unit, start
),
named as (
  select * from whole left join parts using (unit, start)
)
select unit, start, columns(* exclude (unit, start))::double from named where $units_condition
union all
select '$every_unit', start, sum(columns(* exclude (unit, start)))::double from named group by start;
