-- The rows of one chunk of articles: marks, words by voice and place, the devices that read the article, passives.
create or replace temp table chunk_marks as
  select num, cell, kind, label, voice, place, n from mark_rows join here using (num) join mark_kinds using (id);
create or replace temp table chunk_words as
  with known as (
    select num, cell, 'text' as place, voice, words from chunk_voices
    where num in (select num from known_articles)
    union all
    select num, cell, place, voice, words from place_words join here using (num) where voice <> 'all'
),
  cut as (
    select num, cell, voice, coalesce(sum(words) filter (place = 'headline'), 0) as headline,
           coalesce(sum(words) filter (place = 'lead'), 0) as lead,
           coalesce(sum(words) filter (place = 'text'), 0) as text from known group by num, cell, voice
)
  select num, cell, voice, unnest(['headline', 'lead', 'body']) as place,
         unnest([headline, lead, greatest(text - lead, 0)])::int as words from cut;
create or replace temp table chunk_reads as
  select num, cell, kind from read_rows join here using (num) join device_kinds using (reads);
create or replace temp table chunk_passives as
  select num, cell, counted, voice, n from passive_rows join here using (num);

create or replace temp table headline_words as
  select num, cell, sum(words) filter (place = 'headline') as over, sum(words) filter (place <> 'headline') as under
  from chunk_words group by num, cell having over > 0 and under > 0;
