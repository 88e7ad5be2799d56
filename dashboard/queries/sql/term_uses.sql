-- The articles of a selection that hold a term in the chosen voice; outlets take turns.
-- name: term_uses
with mine as (
  select article_id, outlet, day from sum_articles where $row_condition
),
uses as (
  select article_id, voice from terms where event = $event and list_contains(terms, $term) $spoken
),
held as (
  select article_id, outlet, day, min(voice) as voice from mine join uses using (article_id) group by all
)
select *, row_number() over (partition by outlet order by day nulls last, article_id) as turn from held;
