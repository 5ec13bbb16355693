import type { Shell } from "../../lab";

/** The database machine's own functions (templates/database). */
const DATABASE_SH = "source /usr/local/lib/bingo/database.sh";
/** The catalog first: what bingo or a dump has left in public takes no catalog function's place. */
const SEARCH_PATH = "SET search_path = pg_catalog, public;";
/** Sums over five million rows on a disk of the cloud take their time. */
const TIMEOUT_SECONDS = 300;

/**
 * Runs a statement in bingo's database, with no more rights than bingo has: what bingo, or a dump, has left there may run.
 *
 * @returns rows of text, with "|" between columns
 * @example const [count = ""] = await sql(deployment.machine(DATABASE), "SELECT count(*) FROM sessions");
 */
export async function sql(database: Shell, statement: string): Promise<readonly string[]> {
  const options = { input: `${SEARCH_PATH}\n${statement}`, timeoutSeconds: TIMEOUT_SECONDS };
  const rows = await database.succeed(`${DATABASE_SH}; sql_as_loader --field-separator='|' --file=-`, options);
  return rows.split("\n").filter((row) => row !== "");
}

/** Counts the rows that each table had when the load had ended. @throws when that was not written down */
export async function preparedRows(
  database: Shell,
): Promise<Readonly<Record<"customers" | "movies" | "sessions", number>>> {
  const counts = await database.succeed(`${DATABASE_SH}; cat "$MARKS/counts"`);
  const count = (table: string): number => {
    const found = new RegExp(`^${table} (\\d+)$`, "m").exec(counts)?.[1];
    if (found === undefined) throw new Error(`db: expected the number of ${table} in "${counts}", found none`);
    return Number(found);
  };
  return { customers: count("customers"), movies: count("movies"), sessions: count("sessions") };
}
