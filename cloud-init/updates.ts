import { DATABASE_NAME } from "./facts";
import type { Installation } from "../config/schema";

/** Machines in the order of their nightly updates. App nodes first: nobody notices when one of them fails. */
const ORDER = ["app-1", "app-2", "edge", DATABASE_NAME];
const MINUTES_APART = 20;

/**
 * Returns when a machine installs security updates: each night, after 3 in Moscow.
 *
 * @throws RangeError when there is no such machine
 * @example updateTime("app-2"); // "*-*-* 00:20:00"
 */
export function updateTime(machine: string): string {
  return `*-*-* ${timeOf(minutesOf(machine))}`;
}

/**
 * Returns when a machine reboots if it waits for that, one after the other as with updates; null: never by itself.
 *
 * @throws RangeError when there is no such machine
 * @example rebootTime("app-2", { rebootWindow: { from: "02:30", days: ["Sat", "Sun"], edge: false, database: false } }); // "Sat,Sun *-*-* 02:50:00"
 */
export function rebootTime(machine: string, { rebootWindow }: Installation["updates"]): string | null {
  const later = minutesOf(machine);
  if (rebootWindow === undefined) return null;
  const { from, days, edge, database } = rebootWindow;
  if ((machine === "edge" && !edge) || (machine === DATABASE_NAME && !database)) return null;
  const [hours = 0, minutes = 0] = from.split(":").map(Number);
  return `${days.join(",")} *-*-* ${timeOf(hours * 60 + minutes + later)}`;
}

/** Minutes behind the first machine. */
function minutesOf(machine: string): number {
  const index = ORDER.indexOf(machine);
  if (index < 0) throw new RangeError(`${machine}: expected one of ${ORDER.join(", ")}`);
  return index * MINUTES_APART;
}

function timeOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}
