import type { Machines, Prepared } from "../acceptance/deployment";

/** Runs lines of bash on a machine, as root. */
export interface Shell {
  succeed(line: string, options?: { input?: string; timeoutSeconds?: number }): Promise<string>;
}

const NAMES = ["edge", "app-1", "app-2", "db"] as const;

/** What of the database machine the checker knows: its own programs. */
const DATABASE = "source /usr/local/lib/bingo/database.sh";
/** Sums over five million rows on a disk of the cloud take their time. */
const SQL_TIMEOUT_SECONDS = 300;

/** The machines of this project's installation, in the lab or over SSH. */
export function machinesOf(machine: (name: string) => Shell, studentEmail: string): Machines {
  return {
    names: NAMES,
    studentEmail,
    run: (name, line, options) => machine(name).succeed(line, options),
    sql: async (statement) => {
      const options = { input: statement, timeoutSeconds: SQL_TIMEOUT_SECONDS };
      const rows = await machine("db").succeed(`${DATABASE}; sql bingo --field-separator='|' --file=-`, options);
      return rows.trim().split("\n");
    },
  };
}

/** The rows that were there when the load had ended. @throws when that was not written down */
export async function preparedRows(database: Shell): Promise<Prepared> {
  const counts = await database.succeed(`${DATABASE}; cat "$MARKS/counts"`);
  const count = (table: string): number => {
    const found = new RegExp(`^${table} (\\d+)$`, "m").exec(counts)?.[1];
    if (found === undefined) throw new Error(`db: expected the number of ${table} in "${counts}", found none`);
    return Number(found);
  };
  return { customers: count("customers"), movies: count("movies"), sessions: count("sessions") };
}
