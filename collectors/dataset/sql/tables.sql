-- File of the summary -> what is in it, in its order. Layers and variants are numbered in the order of their names.
-- name: cells
select * from cells order by cell;

-- name: layers
select row_number() over (order by metric, voice, place) - 1 as layer, metric, voice, place
  from layer_keys order by all;

-- In millionths: two threads that each add up half of the floats do not always end on the same last digit.
-- name: variants
select c.event, k.metric, v.variant, sum(round(p.x * $unit)::hugeint) / $unit as x
  from part_sums as p join cells as c using (cell)
  join layer_keys as k using (layer) join variant_keys as v using (key)
  where k.voice = 'all' and k.place = 'all' group by all order by all;

-- name: whole
select n.layer, cell, w.n, y, yy, yyy from whole_sums as w join layer_numbers as n on n.made = w.layer
  order by n.layer, cell;

-- name: parts
select n.layer, v.variant, cell, x, xx, xy, xxx, xxy, xyy, k from part_sums as p
  join layer_numbers as n on n.made = p.layer join variant_keys as v using (key)
  order by n.layer, v.variant, cell;

-- name: day_whole
select n.layer, cell, day, w.n, y, yy, yyy from day_whole_sums as w join layer_numbers as n on n.made = w.layer
  order by n.layer, cell, day;

-- name: day_parts
select n.layer, v.variant, cell, day, x, xx, xy, xxx, xxy, xyy, k from day_part_sums as p
  join layer_numbers as n on n.made = p.layer join variant_keys as v using (key)
  order by n.layer, v.variant, cell, day;

-- name: numerators
select n.layer, v.variant, num, x from part_articles as p
  join layer_numbers as n on n.made = p.layer join variant_keys as v using (key)
  order by n.layer, num, v.variant;

-- name: denominators
select n.layer, num, y from whole_articles as w join layer_numbers as n on n.made = w.layer
  order by n.layer, num;

-- name: numbered
select num, cell, coalesce(dense_rank() over (partition by cluster is null order by c.event, cluster)
    * (cluster is not null)::int - 1, -1)::int as cluster, coalesce(t.number, -1)::int as story
  from numbered join small_cells using (cell) join articles as c using (event, article_id)
    left join stories using (event, article_id) left join told_stories as t using (event, story)
  order by num;
