-- The articles of one chunk of cells, and what belongs to them.
create or replace temp table here as select * from numbered where cell between $first and $last;
create or replace temp table chunk_mentions as select num, cell, concept, variant, family, voice, place
  from mention_rows join here using (num) join mention_kinds using (kind);
create or replace temp table chunk_quotations as
  select num, cell, r.words, direct, nobody, side, role, nullif(stance, '') as stance, nullif(loud, '') as loud,
         whole_text
  from quotation_rows as r join here using (num) join quotation_kinds using (kind);
create or replace temp table chunk_voices as
select num, cell, voice, r.words, whole_text
from voice_rows as r
join here using (num);
