import type { Shell } from "../../lab";

/** As bingo-ready of the database: it serves. */
const READY = 0;

/**
 * Asks the database's machine for the step that it is at, as long as it does not serve: while it loads, with rows, rows a
 * second and the time that is left.
 *
 * @returns no line when the database serves
 */
export async function loadLines(database: Shell): Promise<readonly string[]> {
  const { status, stdout } = await database.run("/usr/local/sbin/bingo-ready");
  return status === READY ? [] : [`${database.name}: ${stdout.trim()}`, ""];
}
