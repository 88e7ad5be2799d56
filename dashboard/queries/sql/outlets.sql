-- The outlets of an event with their articles, and a colour for each: no two share one while there are colours left.
with named as (
  select outlet, sum(n)::bigint as n from sum_days where event = $event and member and outlet is not null
  group by outlet
),
place as (
  select outlet, n, row_number() over (order by outlet) - 1 as colour from named
)
select outlet, colour, coalesce(any_value(o.outlet_name), outlet) as name,
       any_value(o.country) as country, any_value(o.ownership) as ownership, any_value(n) as n
from place left join outlets as o using (outlet)
group by outlet, colour order by name;
