-- The articles that figures are about, numbered cell by cell, so that a run of numbers holds whole cells.
create temp table member as
  select event, article_id, outlet, phase, grade, language, x.extent, country, ownership, $copies as copies,
         coalesce(words, 0) as length, agency is not null as credited, day,
         cluster is not null and not coalesce(first_in_cluster, false) as repeated,
         not exists (from other_texts as o where o.event = articles.event and o.article_id = articles.article_id)
           as whole_text
  from articles join extents as x using (event, article_id) where member and outlet is not null;
create temp table cells as
  select (row_number() over (order by $cell_columns) - 1)::int as cell, $cell_columns, count(*) as n,
         min(day) as first, max(day) as last
  from member group by $cell_columns;
create temp table numbered as
  select (row_number() over (order by cell, article_id) - 1)::int as num, cell, m.event, m.article_id, m.day, m.length,
         m.credited, m.repeated, m.whole_text
  from member as m join cells as c on m.event = c.event and m.outlet = c.outlet and m.copies = c.copies
   and m.phase is not distinct from c.phase and m.grade is not distinct from c.grade
   and m.language is not distinct from c.language and m.extent = c.extent and m.country is not distinct from c.country
   and m.ownership is not distinct from c.ownership
  order by num;
