-- Once, in the new database bingo.
CREATE EXTENSION pg_stat_statements SCHEMA public;

-- pgbouncer asks here for the verifier of who logs in, and sees no other role's.
CREATE SCHEMA pooler;
CREATE FUNCTION pooler.lookup(login text) RETURNS TABLE (name name, verifier text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$
    SELECT rolname, rolpassword FROM pg_authid
    WHERE rolname = login AND rolcanlogin AND NOT rolsuper AND rolpassword LIKE 'SCRAM-SHA-256$%'
  $$;
REVOKE ALL ON FUNCTION pooler.lookup FROM PUBLIC;
GRANT USAGE ON SCHEMA pooler TO pgbouncer;
GRANT EXECUTE ON FUNCTION pooler.lookup TO pgbouncer;
