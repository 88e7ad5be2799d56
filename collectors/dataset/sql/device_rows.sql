-- Made once, after `numbered`. Rows as (article number, number of the combination of values), counted.
create temp table device_kinds as $kinds;
create temp table mark_kinds as
  select (row_number() over ())::int as id, * from (select distinct kind, label, voice, place from marks);
create temp table mark_rows as
  select num, id, count(*)::int as n from marks join numbered using (event, article_id)
    join mark_kinds using (kind, label, voice, place) group by num, id;
create temp table frame_labels as
  select (row_number() over ())::int as id, * from (select distinct label from marks where kind = 'frame');
create temp table frame_rows as
  select num, id, count(*)::int as sentences from (
    select distinct num, id, place = 'headline', sentence_start from marks join numbered using (event, article_id)
      join frame_labels using (label) where kind = 'frame') group by num, id;
create temp table read_rows as
  select num, substr(metric, 7) as reads from measures join numbered using (event, article_id)
  where starts_with(metric, 'reads:');
create temp table place_words as
  select num, substr(metric, 7) as place, voice, value::int as words
  from measures join numbered using (event, article_id) where starts_with(metric, 'words:');
create temp table passive_rows as
  select num, substr(metric, 10) as counted, voice, value::int as n from measures
    join numbered using (event, article_id) where starts_with(metric, 'passives:');
create temp table own_names as
  select num, concept, variant, place = 'headline' as headline, count(*)::int as n
  from mentions join numbered using (event, article_id) where voice = 'own' or place = 'headline' group by all;
create temp table own_text as
  select distinct num, concept, variant from mentions join numbered using (event, article_id)
  where voice = 'own' and place <> 'headline';
create temp table own_headlines as
  select distinct num, concept, variant from mentions join numbered using (event, article_id)
  where voice = 'own' and place = 'headline';
create temp table marked as select exists (from marks) or exists (from read_rows) as yes;
create temp table known_articles as
  select num, n.event, split_part(split_part(lower(a.language), '-', 1), '_', 1) as language,
         a.sentences + (coalesce(a.title, '') <> '')::int as sentences
  from numbered as n join articles as a using (event, article_id) where (select yes from marked);
