/** Machines in the order of their nightly updates. App nodes first: nobody notices when one of them fails. */
const ORDER = ["app-1", "app-2", "edge", "db"];
const MINUTES_APART = 20;

/**
 * Returns when a machine installs security updates: each night, after 3 in Moscow.
 *
 * @throws RangeError when there is no such machine
 * @example updateTime("app-2"); // "*-*-* 00:20:00"
 */
export function updateTime(machine: string): string {
  const index = ORDER.indexOf(machine);
  if (index < 0) throw new RangeError(`${machine}: expected one of ${ORDER.join(", ")}`);
  const minutes = index * MINUTES_APART;
  const two = (value: number): string => String(value).padStart(2, "0");
  return `*-*-* ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}
