-- What the counts of numerators.sql are shares of, in rows (num, cell, metric, voice, place, y).
-- name: naming
select num, cell, metric, voice, place, sum(x) as y from chunk_numerators
  where metric like 'naming:%' or metric like 'families:%' group by all;

-- name: quoted_words
select num, cell, 'sources:quoted_words', unnest(['all', 'own', 'quoted', 'attributed', 'undecided']), 'all',
  sum(words) from chunk_voices where whole_text group by num, cell;

-- name: quotations
select num, cell, unnest(['sources:direct_share', 'sources:unattributed', 'quotations:side',
    'quotations:role', 'quotations:speaker', 'quotations:stance']), 'all', 'all', count(*)
  from chunk_quotations group by num, cell;

-- name: said
select num, cell, unnest(['sources:side', 'sources:role', 'sources:speaker']), 'all', 'all', sum(words)
  from chunk_quotations where whole_text group by num, cell;

-- name: cued
select num, cell, 'sources:stance', 'all', 'all', count(*) from chunk_quotations where stance is not null
  group by num, cell;

-- name: coverage
select num, cell, unnest(['coverage:agency', 'coverage:repeated']), 'all', 'all', 1 from here
  union all
  select num, cell, 'coverage:words', 'all', 'all', 1 from here where whole_text;
