-- The empty tables that chunk.sql fills, and the cells of events that are kept article by article.
create sequence layer_key; create sequence variant_key;
create temp table layer_keys (layer int default nextval('layer_key'), metric varchar, voice varchar, place varchar);
create temp table variant_keys (key int default nextval('variant_key'), variant varchar);
create temp table whole_sums (layer int, cell int, n double, y double, yy double, yyy double);
create temp table part_sums (layer int, key int, cell int, x double, xx double, xy double, xxx double, xxy double,
                             xyy double, k double);
create temp table whole_articles (layer int, num int, y double);
create temp table part_articles (layer int, key int, num int, x double);

create temp table day_whole_sums (layer int, cell int, day date, n bigint, y bigint, yy bigint, yyy bigint);
create temp table day_part_sums (layer int, key int, cell int, day date, x bigint, xx bigint, xy bigint, xxx bigint,
                                 xxy bigint, xyy bigint, k bigint);

create temp table small_cells as select cell from cells join (
  select event from cells group by event having sum(n) <= $by_article) using (event);
