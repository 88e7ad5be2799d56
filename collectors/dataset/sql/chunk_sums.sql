-- Count one chunk article by article, and add it to the sums.
create or replace temp table chunk_numerators as
  select num, cell, metric, variant, voice, place, x::bigint as x from ($numerators);
create or replace temp table chunk_denominators as
  select num, cell, metric, voice, place, y::bigint as y from ($denominators) where y > 0;
insert into layer_keys (metric, voice, place)
  select distinct metric, voice, place from chunk_denominators anti join layer_keys using (metric, voice, place);
insert into variant_keys (variant) select distinct variant from chunk_numerators anti join variant_keys using (variant);
insert into whole_sums
  select layer, cell, count(*), sum(y), sum(y * y)::double, sum(y * y * y)::double
  from chunk_denominators join layer_keys using (metric, voice, place) group by layer, cell;
insert into part_sums
  select layer, key, chunk_numerators.cell, sum(x), sum(x * x)::double, sum(x * y)::double,
         sum(x * x * x)::double, sum(x * x * y)::double, sum(x * y * y)::double, count(*)
  from chunk_numerators join chunk_denominators using (num, metric, voice, place)
    join layer_keys using (metric, voice, place) join variant_keys using (variant)
  group by layer, key, chunk_numerators.cell;
insert into whole_articles select layer, num, y from chunk_denominators join layer_keys using (metric, voice, place)
  join small_cells using (cell);
insert into part_articles select layer, key, num, x from chunk_numerators join layer_keys using (metric, voice, place)
  join variant_keys using (variant) join small_cells using (cell)
  semi join chunk_denominators using (num, metric, voice, place);
create or replace temp table day_uses as
  select layer, num, y, metric, voice, place from chunk_denominators anti join small_cells using (cell)
    join layer_keys using (metric, voice, place) where metric like 'naming:%' and place = 'all';
insert into day_whole_sums
  select layer, cell, day, count(*), sum(y), sum(y * y), sum(y * y * y) from day_uses join here using (num)
  group by layer, cell, day;
insert into day_part_sums
  select layer, key, here.cell, day, sum(x), sum(x * x), sum(x * y), sum(x * x * x), sum(x * x * y), sum(x * y * y),
         count(*)
  from day_uses join chunk_numerators using (num, metric, voice, place) join here using (num)
    join variant_keys using (variant)
  group by layer, key, here.cell, day;
