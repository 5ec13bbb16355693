import type { Checker, LaidOut } from "../checker";
import { accepted, under } from "../checker";
import { serviceCommand } from "../service";

const CLIENT_PASSWORD = "0123456789abcdef".repeat(4);

/**
 * What bingo-load does before and after the data, without systemd. The tables are those of the real data, with a row
 * each.
 */
const NEW_CLUSTER = `
  . /usr/local/lib/bingo/database.sh
  install -d -o postgres -g postgres -m 2775 /run/postgresql
  rm -rf "$VOLUME/17"
  install -d -o postgres -g postgres -m 0700 "$VOLUME/17"
  as_postgres initdb --pgdata="$CLUSTER" --encoding=UTF8 --locale=C.UTF-8 --auth-local=peer --auth-host=scram-sha-256 \
    --data-checksums --no-sync >/dev/null
  rm "$CLUSTER"/{postgresql,pg_hba,pg_ident}.conf
  # There is no bucket here.
  echo "archive_command = '/bin/true'" >>"$CLUSTER/postgresql.auto.conf"
`;
const TABLES = `
  SET SESSION AUTHORIZATION bingo;
  SET search_path = public;
  CREATE TABLE sessions (id bigint, start_time timestamp, customer_id int, movie_id int);
  CREATE TABLE customers (id int, name text, surname text, birthday date, email text);
  CREATE TABLE movies (id int, name text, year int, duration int);
  INSERT INTO sessions VALUES (1, now(), 1, 1);
  INSERT INTO customers VALUES (1);
  INSERT INTO movies VALUES (1);
`;
/** With the function of database.sh that runs it, after the first two. */
const SQL_IN_ORDER = {
  cluster: "sql postgres",
  database: "sql bingo",
  indexes: "sql_as_loader",
  vacuum: "sql_as_loader",
  counts: "sql_as_loader",
  progress: "sql postgres",
  settings: "sql postgres",
  durability: "sql postgres",
  backup: "sql postgres",
};

/** Runs a bash script while PostgreSQL serves; what it and other background jobs said in /run/said comes last. */
function whileServing(on: LaidOut, script: string): void {
  accepted(
    on.tree.script(`
      . /usr/local/lib/bingo/database.sh
      rm -rf /run/said && mkdir /run/said
      ${serviceCommand(on, "postgresql@17-main.service")} >/run/said/postgres.log 2>&1 &
      postmaster=$!
      trap 'cat /run/said/*; kill $(jobs -p); kill -INT $postmaster; wait' EXIT
      # Not pg_isready: asked while the server starts, it would leave a FATAL line in the log that is judged.
      until grep --quiet --no-messages '^ready' "$CLUSTER/postmaster.pid"; do kill -0 $postmaster; sleep 0.1; done
      ${script}
    `),
    /WARNING|ERROR|FATAL|PANIC/,
  );
}

/** Fails with the lines that a query finds. */
function expectNone(query: string): string {
  return `found=$(sql postgres --command="${query}"); [[ -z $found ]] || { echo "$found"; exit 1; }`;
}

export const postgres: Checker = {
  program: "postgres, started with its configuration",
  reads: under(/^\/etc\/postgresql(-common)?\/|^\/etc\/bingo\/relaxed\.conf$/),
  judge(on) {
    accepted(on.tree.script(NEW_CLUSTER));
    const noErrors = [
      expectNone("SELECT sourcefile, sourceline, name, setting, error FROM pg_file_settings WHERE error IS NOT NULL"),
      expectNone("SELECT file_name, line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL"),
      expectNone("SELECT file_name, line_number, error FROM pg_ident_file_mappings WHERE error IS NOT NULL"),
      expectNone("SELECT name, setting FROM pg_settings WHERE pending_restart"),
    ].join("\n");
    whileServing(
      on,
      `
        ${noErrors}
        install -D -m 0644 /etc/bingo/relaxed.conf /run/bingo-load/relaxed.conf
        sql postgres --command='SELECT pg_reload_conf()'
        for _ in {1..50}; do
          fsync=$(sql postgres --command='SHOW fsync')
          [[ $fsync == on ]] || break
          sleep 0.1
        done
        ${noErrors}
        [[ $fsync == off ]] || { echo "expected fsync off for the load, found $fsync"; exit 1; }
        rm /run/bingo-load/relaxed.conf
      `,
    );
  },
};

export const psql: Checker = {
  program: "psql, each SQL file as bingo-load runs them",
  reads: under(/\.sql$/),
  judge(on, files) {
    const names = files.map(({ path }) => path.replace(/.*\/|\.sql$/g, ""));
    const unknown = names.filter((name) => !(name in SQL_IN_ORDER));
    if (unknown.length > 0) throw new Error(`in which database and when does ${unknown.join(", ")} run?`);
    const [cluster, database, ...rest] = Object.entries(SQL_IN_ORDER).map(
      ([name, run]) => `${run} --file="$SQL/${name}.sql"`,
    );
    whileServing(
      on,
      `
        ${cluster}
        ${database}
        sql bingo <<<"${TABLES}"
        ${rest.join("\n        ")}
        [[ -z $(sql postgres --file="$SQL/durability.sql") ]]
        # bingo may do this to itself; here its password is not known.
        sql postgres --command="
          ALTER ROLE bingo SET synchronous_commit = off;
          ALTER ROLE bingo IN DATABASE bingo SET work_mem = 64;
          ALTER DATABASE bingo SET search_path = public, pg_catalog;"
        [[ -n $(sql postgres --file="$SQL/durability.sql") ]]
        /usr/local/sbin/bingo-durability 2>&1 | grep -c '^warning: .*role bingo, database any: synchronous_commit=off'
        ${expectNone("SELECT * FROM pg_db_role_setting")}
      `,
    );
  },
};

/** It tells of options that it does not know, or that do not fit each other, before it asks the bucket, which is not here. */
export const pgbackrest: Checker = {
  program: "pgbackrest, asked what the bucket holds",
  reads: under(/^\/etc\/bingo\/pgbackrest\.conf$/),
  judge(on) {
    const ask = `
      . /usr/local/lib/bingo/database.sh
      install -d -g postgres /etc/bingo/backup
      printf '[global]\\nrepo1-s3-key=id\\nrepo1-s3-key-secret=secret\\n' >/etc/bingo/backup/key.conf
      backrest info --io-timeout=1 | grep --max-count=1 'status: error (other)'
    `;
    accepted(on.tree.script(ask), /WARN|invalid/);
  },
};

/** With a login of an app node through it, which the verifier, both files of rules and the pool take part in. */
export const pgbouncer: Checker = {
  program: "pgbouncer, started with its configuration",
  reads: under(/^\/etc\/bingo\/pgbouncer/),
  judge(on) {
    whileServing(
      on,
      `
        /usr/local/lib/bingo/set-password <<<${CLIENT_PASSWORD}
        install -d -o pgbouncer /run/pgbouncer
        ${serviceCommand(on, "pgbouncer.service")} >/run/said/pgbouncer.log 2>&1 &
        until as_postgres psql -XAtq --host=/run/pgbouncer --port="$PGBOUNCER_PORT" --dbname=pgbouncer -c 'SHOW VERSION'; do
          kill -0 $!
          sleep 0.1
        done 2>/dev/null
        client=$(awk '$1 == "host" { sub("/.*", "", $4); print $4; exit }' /etc/bingo/pgbouncer_hba.conf)
        ip address add "$client/32" dev lo
        ip route change table local local "$ADDRESS" dev lo src "$client"
        PGPASSWORD=${CLIENT_PASSWORD} psql -XAt --host="$ADDRESS" --port="$PGBOUNCER_PORT" --username=bingo bingo \
          -c 'SELECT count(*) FROM sessions'
      `,
    );
  },
};

export const exporter: Checker = {
  program: "prometheus-postgres-exporter, asked for its metrics",
  reads: under(/^\/etc\/bingo\/postgres_exporter/),
  judge(on) {
    whileServing(
      on,
      `
        ${serviceCommand(on, "prometheus-postgres-exporter.service")} >/run/said/exporter.log 2>&1 &
        for _ in {1..50}; do
          metrics=$(curl --silent "http://$ADDRESS:9187/metrics") && break
          kill -0 $!
          sleep 0.1
        done
        for wanted in '^pg_up 1' '^bingo_durability_enabled{.*setting="fsync".*} 1' \
          '^bingo_checksum_failures_total{.*datname="bingo".*} 0' \
          '^bingo_archive_enabled{.*} 1' '^bingo_archive_waiting_seconds{.*} 0' \
          '^pg_database_wraparound_age_datfrozenxid_seconds{datname="bingo"} [0-9]'; do
          grep -q "$wanted" <<<"$metrics" || { echo "expected a metric like $wanted"; exit 1; }
        done
      `,
    );
  },
};
