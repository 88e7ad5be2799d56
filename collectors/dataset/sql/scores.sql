-- Means of the articles' scores: the denominator is 1 where there is a score. They are most of the rows, so they are
-- summed without the detour.
insert into layer_keys (metric, voice, place)
  select distinct 'readability:' || metric, voice, 'all' from measures where not contains(metric, ':');
insert into variant_keys (variant) select '' where '' not in (select variant from variant_keys);
create temp table scores as
  select k.layer, cell, count(*) as n, sum(x) as x, sum(x * x) as xx, sum(x * x * x) as xxx from (
    select s.metric, s.voice, n.cell, round(s.value * $unit)::hugeint as x
    from measures as s join numbered as n using (event, article_id) where isfinite(s.value)
      and not contains(s.metric, ':')) as s
  join layer_keys as k on k.metric = 'readability:' || s.metric and k.voice = s.voice group by k.layer, cell;
create temp table score_articles as
  select k.layer, num, round(s.value * $unit) / $unit as x
  from measures as s join numbered using (event, article_id) join small_cells using (cell)
    join layer_keys as k on k.metric = 'readability:' || s.metric and k.voice = s.voice
  where isfinite(s.value) and not contains(s.metric, ':');
insert into whole_articles select layer, num, 1 from score_articles;
insert into part_articles select layer, key, num, x from score_articles, variant_keys where variant = '' and x <> 0;
insert into whole_sums select layer, cell, n, n, n, n from scores;
insert into part_sums
  select layer, key, cell, x / $unit, xx / ${unit}e6, x / $unit, xxx / ${unit}e12, xx / ${unit}e6, x / $unit, n
  from scores, variant_keys where variant = '';
