-- The texts that are not whole, and which of them lengths and shares of voice leave out: see _find_extents.
create temp table partial_texts as select event, article_id, extent from $source;
create temp table text_extents as
  select event, article_id, extent,
         event in (select event from articles anti join partial_texts using (event, article_id) where member)
           as left_out
  from partial_texts;
create temp view shorter_texts as select event, article_id from text_extents where left_out;
