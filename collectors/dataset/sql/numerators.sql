-- What is counted per article, in rows (num, cell, metric, variant, voice, place, x). `here` holds the articles of one
-- chunk, the tables `chunk_...` what belongs to them.
-- name: naming
select num, cell, 'naming:' || concept as metric, variant, coalesce(voice, 'all') as voice,
         coalesce(place, 'all') as place, count(*) as x
  from chunk_mentions group by grouping sets ((num, cell, concept, variant, voice, place),
    (num, cell, concept, variant, voice), (num, cell, concept, variant, place),
    (num, cell, concept, variant));

-- name: families
select num, cell, 'families:' || concept, family, coalesce(voice, 'all'),
    coalesce(place, 'all'), count(*)
  from chunk_mentions where family is not null group by grouping sets (
    (num, cell, concept, family, voice, place), (num, cell, concept, family, voice),
    (num, cell, concept, family, place),
    (num, cell, concept, family));

-- name: quoted_words
select num, cell, 'sources:quoted_words' as metric, '' as variant, coalesce(voice, 'all') as
   voice, 'all' as place, sum(words) as x from chunk_voices where whole_text group by num, cell, voice
   union all
  select num, cell, 'sources:quoted_words', '', 'all', 'all', sum(words) from chunk_voices
  where whole_text and voice in ('quoted', 'attributed') group by num, cell;

-- name: kinds
select num, cell, 'sources:' || kind, '', 'all', 'all', count(*) from (
    select num, cell, unnest([case when direct then 'direct_share' end,
      case when nobody then 'unattributed' end]) as kind from chunk_quotations)
  where kind is not null group by num, cell, kind;

-- name: who
select num, cell, 'sources:' || who.metric, who.variant, 'all', 'all', sum(words) from (
    select num, cell, words, unnest([{ 'metric': 'side', 'variant': side },
      { 'metric': 'role', 'variant': role }, { 'metric': 'speaker', 'variant': loud }]) as who
    from chunk_quotations where whole_text)
  where who.variant is not null group by all;

-- name: stance
select num, cell, 'sources:stance', stance, 'all', 'all', count(*) from chunk_quotations
  where stance is not null group by all;

-- How many quotations: what a list says above itself.
-- name: listed
select num, cell, 'quotations:' || who.metric, who.variant, 'all', 'all', count(*) from (
    select num, cell, unnest([{ 'metric': 'side', 'variant': side }, { 'metric': 'role', 'variant': role },
      { 'metric': 'speaker', 'variant': loud }, { 'metric': 'stance', 'variant': stance }]) as who
    from chunk_quotations)
  where who.variant is not null group by all;

-- name: coverage
select num, cell, what.metric, '', 'all', 'all', what.x from (
  select num, cell, unnest([{ 'metric': 'coverage:agency', 'x': credited::int },
    { 'metric': 'coverage:repeated', 'x': repeated::int },
    { 'metric': 'coverage:words', 'x': case when whole_text then length else 0 end }])
    as what from here) where what.x <> 0;
