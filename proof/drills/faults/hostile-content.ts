import { DATABASE } from "../../target/deployment";
import { sql } from "../../target/sql";
import type { Fault } from "../fault";

const DUMP = "/var/lib/postgresql/bingo/dump/bingo.dump";

/** Names of the catalog that programs on the database's machine use; what bingo has put in their place. */
const SHADOWS = `
  CREATE FUNCTION public.rise() RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN ALTER ROLE bingo SUPERUSER; RETURN 1; EXCEPTION WHEN OTHERS THEN RETURN 1; END $$;
  CREATE FUNCTION public.pg_database_size(text) RETURNS bigint LANGUAGE sql AS 'SELECT public.rise()';
  CREATE FUNCTION public.pg_database_size(name) RETURNS bigint LANGUAGE sql AS 'SELECT public.rise()';
  CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT public.rise() = 0';
  CREATE FUNCTION public.same(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT public.rise() = 1';
  CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.same);
  CREATE TYPE public.trap AS (word text);
  CREATE FUNCTION public.sprung(public.trap) RETURNS text LANGUAGE sql AS 'SELECT public.rise()::text';
  CREATE CAST (public.trap AS text) WITH FUNCTION public.sprung(public.trap) AS IMPLICIT;
  CREATE VIEW public.pg_settings AS SELECT 'fsync' AS name, public.rise()::text AS setting;
  CREATE VIEW public.pg_stat_database AS SELECT 'bingo'::name AS datname, public.rise() AS tup_inserted;`;

/** What runs when somebody analyzes, dumps, restores or changes the tables, and settings that bingo gives itself. */
const TRAPS = `
  CREATE FUNCTION public.still(bigint) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS
    'BEGIN PERFORM public.rise(); RETURN $1; END';
  CREATE INDEX snare ON public.movies (public.still(id));
  CREATE FUNCTION public.fired() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM public.rise(); RETURN NULL; END';
  CREATE TRIGGER trap AFTER INSERT OR UPDATE OR TRUNCATE ON public.movies EXECUTE FUNCTION public.fired();
  ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;
  ALTER ROLE bingo SET synchronous_commit = off;
  ALTER ROLE bingo SET search_path = public, pg_catalog;
  ALTER DATABASE bingo SET search_path = public, pg_catalog;`;

const REMOVED = `
  DROP TRIGGER IF EXISTS trap ON public.movies;
  DROP INDEX IF EXISTS public.snare;
  DROP VIEW IF EXISTS public.pg_settings, public.pg_stat_database;
  DROP TYPE IF EXISTS public.trap CASCADE;
  DROP OPERATOR IF EXISTS public.= (text, text);
  DROP FUNCTION IF EXISTS public.fired, public.still, public.same, public.pg_is_in_recovery,
    public.pg_database_size(name), public.pg_database_size(text), public.rise;
  ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM PUBLIC;
  ALTER ROLE bingo RESET ALL;
  ALTER DATABASE bingo RESET ALL;`;

/** All that runs on the machine beside bingo's own statements: at a restart, by a timer, when it is looked at. */
const PROGRAMS = `
  mv ${DUMP} ${DUMP}.before-drill
  systemctl restart bingo-dump
  rm ${DUMP}
  mv ${DUMP}.before-drill ${DUMP}
  /usr/local/sbin/bingo-ready
  systemctl restart postgresql@17-main bingo-durability pgbouncer
  systemctl restart prometheus-postgres-exporter prometheus-pgbouncer-exporter`;

const CONTENT = `
  SELECT rolname FROM pg_roles WHERE rolname IN ('bingo', 'loader', 'pgbouncer', 'prometheus')
    AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
  UNION ALL SELECT array_to_string(setconfig, ', ') FROM pg_db_role_setting`;

/**
 * Plants in bingo's database what its role may plant, so that whoever has more rights may run it; then lets everything run
 * that runs on that machine. It is recovered when no role has more rights than before, and no setting of bingo's is left.
 */
export const hostileContent: Fault = {
  sparesInstances: true,
  async inject(site) {
    const database = site.machine(DATABASE);
    // As bingo itself: it owns what it makes.
    await sql(database, `SET ROLE bingo; ${SHADOWS} ${TRAPS}`);
    site.note("bingo: traps planted in its database, settings of its own");
    await database.succeed(PROGRAMS, { timeoutSeconds: 120 });
    site.note(`${DATABASE}: dump, bingo-ready, restarts of PostgreSQL, pgbouncer and exporters`);
  },
  lastsSeconds: 5,
  recovered: async (site) => (await sql(site.machine(DATABASE), CONTENT)).length === 0,
  async restore(site) {
    await sql(site.machine(DATABASE), `SET ROLE bingo; ${REMOVED}`);
  },
};
