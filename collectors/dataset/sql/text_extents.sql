-- How much of its article each text holds, and the texts that lengths and shares of voice leave out: see _find_extents.
-- A text without a word is none: only the headline is known, and an article of no words would be a wrong length.
create temp table extents as select event, article_id, $extent_column as extent from articles;
create temp table extent_counts as
  select event, outlet, x.extent, count(*) as n from articles join extents as x using (event, article_id)
  where member and outlet is not null and words > 0 group by event, outlet, x.extent;
create temp table outlet_extents as
  select event, outlet, extent from extent_counts
    join (select event, outlet, sum(n) as texts from extent_counts group by event, outlet) using (event, outlet)
  qualify row_number() over (partition by event, outlet
    order by (extent = 'full' and n >= $enough and n >= $share * texts) desc, n desc,
      list_position([$extent_order], extent)) = 1;
create temp table text_extents as
  select event, article_id, nullif(x.extent, 'full') as extent,
    coalesce(x.extent <> o.extent, false) or coalesce(words, 0) = 0 as left_out
  from extents as x join articles using (event, article_id) left join outlet_extents as o using (event, outlet)
  where x.extent <> 'full' or x.extent <> o.extent or coalesce(words, 0) = 0;
create temp view other_texts as select event, article_id from text_extents where left_out;
