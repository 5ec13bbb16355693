-- Rows that were inserted into the database bingo so far, and those of a COPY that has not ended. From the statistics of
-- the whole server: no scan, and no connection to a database in which others can leave functions. A few hundred rows of
-- the catalog are among them.
SELECT coalesce(sum(tup_inserted), 0)
  + (SELECT coalesce(sum(tuples_processed), 0) FROM pg_catalog.pg_stat_progress_copy WHERE datname = 'bingo')
  FROM pg_catalog.pg_stat_database WHERE datname = 'bingo';
