import type { Shell } from "../../lab";
import { messageOf } from "../../config/message-of";

/** How often a service of the machines' own timers is started, in accelerated days. */
export interface Chore {
  readonly unit: string;
  readonly everyDays: number;
  /** On one machine at a time, the next one the next time. @default false */
  readonly inTurn?: true;
}

/** What timers start on days and weeks. Those that are not here are named in docs/months.md, with the reason. */
export const CHORES: readonly Chore[] = [
  { unit: "logrotate.service", everyDays: 1 },
  { unit: "systemd-tmpfiles-clean.service", everyDays: 1 },
  { unit: "dpkg-db-backup.service", everyDays: 1 },
  // Every night in an installation; it takes 8 s of a core on each machine, and a day has 84.
  { unit: "bingo-update.service", everyDays: 7, inTurn: true },
  { unit: "e2scrub_all.service", everyDays: 7 },
  { unit: "fstrim.service", everyDays: 7 },
];

/** A week has one of the machines in turn do what is done so; the days count from 1. */
export function choresOf(day: number, machine: number, machines: number): readonly string[] {
  return CHORES.filter(({ everyDays, inTurn }) => {
    if (day % everyDays !== 0) return false;
    return !inTurn || (day / everyDays) % machines === machine;
  }).map(({ unit }) => unit);
}

/** What became of a service that was started. */
export interface Done {
  readonly machine: string;
  readonly unit: string;
  readonly outcome: "done" | "skipped" | "failed";
}

const TIMEOUT_SECONDS = 300;

/** Starts services one after the other and waits for their ends. One that a condition of its unit leaves out is skipped. */
export async function doChores(machine: Shell, units: readonly string[]): Promise<readonly Done[]> {
  if (units.length === 0) return [];
  const line = `for unit in ${units.join(" ")}; do
    systemctl start $unit >/dev/null 2>&1 && status=0 || status=$?
    echo "$unit $status $(systemctl show --property=ConditionResult --value $unit)"
  done`;
  const lines = await machine
    .succeed(line, { timeoutSeconds: TIMEOUT_SECONDS })
    .catch((error: unknown) => units.map((unit) => `${unit} ${messageOf(error).split("\n")[0] ?? ""}`).join("\n"));
  return donesIn(machine.name, lines);
}

/** Reads lines of unit, status and condition. */
export function donesIn(machine: string, lines: string): readonly Done[] {
  return lines.split("\n").flatMap((line): readonly Done[] => {
    const [unit = "", status, condition] = line.split(" ");
    if (unit === "") return [];
    const outcome = status !== "0" ? "failed" : condition === "no" ? "skipped" : "done";
    return [{ machine, unit, outcome }];
  });
}
