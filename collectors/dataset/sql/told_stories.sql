-- The stories that at least two outlets tell, numbered by event, day and name.
create temp table told_stories as
  select event, story, (row_number() over (order by event, day nulls last, story) - 1)::int as number, title, day
  from (select event, story, arg_min(title, coalesce(published, '9') || article_id) as title, min(day) as day
        from stories join articles using (event, article_id) where member and outlet is not null
        group by event, story having count(distinct outlet) > 1);
