import type { Shell } from "../../../lab";

/** What pgbouncer and PostgreSQL have counted since their start. */
export interface PoolerCounts {
  /** Statements that waited for nothing are among them. */
  readonly transactions: number;
  /** Seconds that statements spent waiting for a connection to PostgreSQL, all together. */
  readonly waitSeconds: number;
  /** Logins of clients at pgbouncer. */
  readonly clientLogins: number;
  /** Logins of pgbouncer at PostgreSQL. */
  readonly serverLogins: number;
}

const DATABASE_SH = "source /usr/local/lib/bingo/database.sh; source /etc/bingo/role.env";
const CONSOLE = `${DATABASE_SH}; cd /; as_postgres psql --no-psqlrc --quiet --no-align --tuples-only --field-separator=' ' \
  --host=/run/pgbouncer --port="$PGBOUNCER_PORT" --dbname=pgbouncer`;

/** Columns of SHOW STATS in pgbouncer 1.24, from 0. */
const STATS = { transactions: 2, waitMicroseconds: 8 } as const;

/** pgbouncer looks up the verifier at each login of a client. */
const LOGINS = `SELECT sessions,
    (SELECT coalesce(sum(calls), 0) FROM public.pg_stat_statements WHERE query LIKE '%pooler.lookup%')
  FROM pg_catalog.pg_stat_database WHERE datname = 'bingo'`;

/** The pooler of an installation, through its console. */
export class Pooler {
  constructor(private readonly database: Shell) {}

  /** Lets the pool have so many connections to PostgreSQL, until `reload`. */
  async resize(size: number): Promise<void> {
    await this.console(`SET default_pool_size = ${size}`);
  }

  /** Takes back what `resize` has changed. */
  async reload(): Promise<void> {
    await this.console("RELOAD");
  }

  async counts(): Promise<PoolerCounts> {
    const row = (await this.console("SHOW STATS")).split("\n").find((line) => line.startsWith("bingo "));
    const fields = row?.split(" ") ?? [];
    // As the role that may read statistics: the superuser runs nothing in bingo's database.
    const counted = await this.database.succeed(
      `${DATABASE_SH}; cd /; as_prometheus psql --no-psqlrc --quiet --no-align --tuples-only --field-separator=' ' --dbname=bingo`,
      { input: LOGINS },
    );
    const [serverLogins = NaN, clientLogins = NaN] = counted.trim().split(" ").map(Number);
    return {
      transactions: Number(fields[STATS.transactions]),
      waitSeconds: Number(fields[STATS.waitMicroseconds]) / 1e6,
      clientLogins,
      serverLogins,
    };
  }

  private console(command: string): Promise<string> {
    return this.database.succeed(`${CONSOLE} --command='${command}'`);
  }
}
