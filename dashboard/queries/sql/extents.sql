-- The articles of a selection whose text is not whole, that lengths and shares leave out, or that hold no words at all.
select count(*) filter (where extent is not null)::bigint as shorter,
       count(*) filter (where left_out)::bigint as left_out,
       count(*) filter (where coalesce(words, 0) = 0)::bigint as textless,
       coalesce(list_sort(list(distinct outlet) filter (where extent is not null and not left_out)), [])
         as partial_outlets
from sum_articles where $chosen;
