import { DATABASE } from "../../target/deployment";
import { sql } from "../../target/sql";
import { commandCase, type Sequence } from "../alert-case";

const LOCK = "BEGIN; LOCK movies, customers, sessions; SELECT pg_sleep(600)";
const LOCK_UNIT = "alerts-lock";

/** Outages that every user notices. */
export const OUTAGES: Sequence = [
  {
    what: "somebody holds the tables",
    alerts: ["LatencyHigh", "PoolExhausted"],
    cause: (lab) =>
      lab
        .machine(DATABASE)
        .succeed(
          `systemd-run --quiet --unit=${LOCK_UNIT} bash -c "source /usr/local/lib/bingo/database.sh; sql_as_loader --command='${LOCK}'"`,
        ),
    cure: async (lab) => {
      const database = lab.machine(DATABASE);
      // A backend that sleeps does not notice that its client has gone.
      await sql(database, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = '${LOCK}'`);
      await database.succeed(
        `for verb in stop reset-failed; do systemctl $verb ${LOCK_UNIT} 2>/dev/null || true; done`,
      );
    },
  },
  commandCase({
    what: "PostgreSQL is stopped",
    alerts: ["DatabaseDown", "ErrorShareHigh"],
    machine: DATABASE,
    cause: "systemctl stop postgresql@17-main",
    cure: "systemctl start postgresql@17-main pgbouncer",
  }),
];
