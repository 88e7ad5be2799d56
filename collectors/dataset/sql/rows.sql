-- Rows of the tables as (article number, number of the combination of values that it has). A speaker is what is known
-- of them: an actor by the name in the event's file, else a name, else the kind; beyond the loudest they have no row.
create temp table mention_kinds as
  select (row_number() over ())::int as kind, k.*, f.family
  from (select distinct event, concept, variant, voice, place from mentions) as k
    left join variant_families as f using (event, concept, variant);
create temp table mention_rows as
  select num, kind from mentions join numbered using (event, article_id)
    join mention_kinds using (event, concept, variant, voice, place);
create temp view spoken as
  select q.event, q.article_id, q.quotation, q.type = 'direct' as direct,
         q.speaker_kind = 'unattributed' as nobody, q.words,
         coalesce(q.side, unplaced) as side, coalesce(q.role, unplaced) as role, nullif(q.stance, 'none') as stance,
         coalesce(n.name, q.actor, q.speaker_name,
                  case when q.speaker_kind = 'unattributed' then 'unattributed' else 'anonymous' end) as speaker
  from (select *, case when speaker_kind in ('unattributed', 'anonymous', 'unresolved') then speaker_kind
                       else 'unknown' end as unplaced
        from quotations) as q left join actor_names as n on n.event = q.event and n.actor = q.actor;
create temp table loudest as
  select event, speaker from (
    select event, speaker, row_number() over (partition by event order by sum(words) desc, speaker) as place
    from spoken join numbered using (event, article_id) group by event, speaker) where place <= $speakers;
create temp view heard as
  select s.*, l.speaker as loud from spoken as s left join loudest as l on l.event = s.event and l.speaker = s.speaker;
create temp table quotation_kinds as
  select (row_number() over ())::int as kind, * from (
    select distinct coalesce(direct, false) as direct, coalesce(nobody, false) as nobody, side, role,
           coalesce(stance, '') as stance, coalesce(loud, '') as loud from heard);
create temp table quotation_rows as
  select num, kind, h.words from heard as h join numbered using (event, article_id) join quotation_kinds as k
    on k.direct = coalesce(h.direct, false) and k.nobody = coalesce(h.nobody, false) and k.side = h.side
   and k.role = h.role and k.stance = coalesce(h.stance, '') and k.loud = coalesce(h.loud, '');
create temp table voice_rows as
  select num, voice, v.words from voices as v join numbered using (event, article_id);
