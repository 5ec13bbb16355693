-- What stands against durability, one line each; nothing when all is well. Any role may set synchronous_commit for
-- itself, hence the second half.
SELECT name || ' is ' || setting FROM pg_settings
  WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting <> 'on'
UNION ALL
SELECT format('role %s, database %s: %s', setrole::regrole, coalesce(datname, 'any'), override)
  FROM pg_db_role_setting LEFT JOIN pg_database ON pg_database.oid = setdatabase, unnest(setconfig) AS override
  WHERE override LIKE 'synchronous_commit=%' AND override <> 'synchronous_commit=on';
