-- No scan: pages times 157, the rows of sessions that fit in one. Counting five million rows every 2 s would slow the
-- load, and the statistics say nothing before a transaction ends.
SELECT format('about %s rows of sessions so far, %s',
  to_char(coalesce(pg_relation_size(to_regclass('public.sessions')) / 8192 * 157, 0), 'FM999,999,999,990'),
  pg_size_pretty(pg_database_size('bingo')));
