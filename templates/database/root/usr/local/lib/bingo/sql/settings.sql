-- What bingo has set for itself, or for its database, which is its own: any role may do that, and some of it would let
-- acknowledged rows be lost, or run what it likes in the sessions of others. Prints what it finds, and resets it.
SELECT format('role %s, database %s: %s', coalesce(rolname, 'any'), coalesce(datname, 'any'), array_to_string(setconfig, ', '))
  FROM pg_db_role_setting LEFT JOIN pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_database ON pg_database.oid = setdatabase
  WHERE rolname IN ('bingo', 'loader') OR (rolname IS NULL AND datname = 'bingo');

SELECT CASE
    WHEN rolname IS NULL THEN format('ALTER DATABASE %I RESET ALL', datname)
    WHEN datname IS NULL THEN format('ALTER ROLE %I RESET ALL', rolname)
    ELSE format('ALTER ROLE %I IN DATABASE %I RESET ALL', rolname, datname)
  END
  FROM pg_db_role_setting LEFT JOIN pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_database ON pg_database.oid = setdatabase
  WHERE rolname IN ('bingo', 'loader') OR (rolname IS NULL AND datname = 'bingo') \gexec
