-- What is counted per article of framing devices, as in numerators.sql.
-- name: devices
select num, cell, 'devices:' || kind as metric, '' as variant, coalesce(voice, 'all') as voice,
  coalesce(place, 'all') as place, sum(n) as x
                   from chunk_marks join device_kinds using (kind) group by grouping sets (
  (num, cell, kind, voice, place), (num, cell, kind, voice), (num, cell, kind, place), (num, cell, kind));

-- name: stands_on
select mark.num, mark.cell, mark.kind || ':' || mark.label, '', 'all', 'all',
    least(sum(mark.n), any_value(named.n))
  from chunk_marks as mark join (select num, concept, sum(n) as n from own_names group by all) as named
    on named.num = mark.num and named.concept = mark.label
  where mark.kind in ('scare', 'distancing') group by mark.num, mark.cell, mark.kind, mark.label;

-- name: agentless
select num, cell, 'passives:agentless', '', coalesce(voice, 'all'), 'all', sum(n) from chunk_marks
  where kind = 'passive' group by grouping sets ((num, cell, voice), (num, cell));

-- name: verbs
select num, cell, 'passives:' || label, '', 'all', 'all', sum(chunk_marks.n) from chunk_marks
  join numbered using (num, cell) join event_verbs as e using (event)
  where kind = 'passive' and label = e.verb group by num, cell, label;

-- name: frames
select num, cell, 'frames:' || split_part(label, '-', 1), label, 'all', 'all',
    least(f.sentences, a.sentences)
  from frame_rows as f join here using (num) join frame_labels using (id)
    join known_articles as a using (num);

-- name: frames_used
select num, cell, 'frames_used:' || split_part(label, '-', 1), label, 'all', 'all', 1
  from frame_rows join here using (num) join frame_labels using (id)
  where sentences >= $frame_sentences;

-- name: facts
select num, cell, 'facts:' || label, 'mentioned', 'all', 'all', 1 from chunk_marks where kind = 'fact'
  group by num, cell, label
  union all
  select num, cell, 'facts:' || label, 'opening', 'all', 'all', 1 from chunk_marks
  where kind = 'fact' and place in ('headline', 'lead') group by num, cell, label;

-- name: headline_only
select distinct h.num, cell, 'headline:only:' || concept, '', 'all', 'all', 1
  from own_headlines as h join here using (num)
  anti join own_text using (num, concept, variant);

-- name: headline_minus
select num, cell, 'headline:' || kind, '', 'all', 'all',
    round(1000 * (coalesce(up, 0) / over - coalesce(down, 0) / under))::int
  from headline_words join chunk_reads using (num, cell) left join (
    select num, kind, sum(n) filter (place = 'headline') as up,
           sum(n) filter (place <> 'headline') as down from chunk_marks group by all)
      using (num, kind)
  where coalesce(up, 0) + coalesce(down, 0) > 0 and kind <> 'passive';
