-- What the counts of device_numerators.sql are shares of, as in denominators.sql.
-- name: devices
select
    num,
    cell,
    'devices:' || kind as metric,
    coalesce(voice, 'all') as voice,
    coalesce(place, 'all') as place,
    sum(words) as y
                   from chunk_words join chunk_reads using (num, cell) group by grouping sets (
  (num, cell, kind, voice, place), (num, cell, kind, voice), (num, cell, kind, place), (num, cell, kind));

-- name: stands_on
select num, cell, kind || ':' || concept, 'all', 'all', sum(n)
  from own_names join chunk_reads using (num) where kind in ('scare', 'distancing')
  group by num, cell, kind, concept;

-- name: agentless
select num, cell, 'passives:agentless', voice, 'all', n from chunk_passives where counted = 'all';

-- name: verbs
select num, cell, 'passives:' || verb, 'all', 'all', sum(n) from (
    select num, cell, label as verb, n from chunk_marks join numbered using (num, cell)
      join event_verbs as e using (event) where kind = 'passive' and label = e.verb
      union all
    select num, cell, substr(counted, 4), n from chunk_passives
    where starts_with(counted, 'by:') and voice = 'all')
  group by num, cell, verb;

-- name: frames
select num, cell, unnest(['frames:' || substr(reads, 7), 'frames_used:' || substr(reads, 7)]), 'all',
    'all', unnest([sentences, 1]) from read_rows join here using (num) join known_articles using (num)
  where starts_with(reads, 'frame:');

-- name: facts
select num, cell, 'facts:' || fact, 'all', 'all', 1 from here join known_articles as a using (num)
  join (select distinct event, fact from fact_languages) as f on f.event = a.event
  where coalesce(a.language, '') = ''
     or exists (from fact_languages as l where l.event = a.event and l.fact = f.fact
                and l.language = a.language);

-- name: headline_only
select num, cell, 'headline:only:' || concept, 'all', 'all', 1
  from own_headlines join here using (num) where num in (select num from known_articles)
  group by num, cell, concept;

-- name: headline_minus
select num, cell, 'headline:' || kind, 'all', 'all', 1
  from headline_words join chunk_reads using (num, cell) where kind <> 'passive';
