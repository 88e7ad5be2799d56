-- The outlets of an event with their articles, and a colour for each that no event changes.
with place as (
  select outlet, row_number() over (order by outlet) - 1 as colour
  from (
    select outlet from outlets
    union distinct
    select outlet from sum_days
  ) as named where outlet is not null
)
select outlet, colour, coalesce(any_value(o.outlet_name), outlet) as name,
       any_value(o.country) as country, any_value(o.ownership) as ownership, sum(a.n)::bigint as n
from place left join outlets as o using (outlet)
join (select * from sum_days where event = $event and member) as a using (outlet)
group by outlet, colour order by name;
