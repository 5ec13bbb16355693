import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A program for a machine, given to `python3 -`: it prints what the sandboxes of its services lack, then their number. */
export const SANDBOXES = readFileSync(join(__dirname, "sandboxes.py"), "utf8");

/** What a service asks for and does not have, for example `mtail.service: NoNewPrivileges`. */
export interface Sandboxes {
  readonly lacking: readonly string[];
  /** Of services that were looked at. */
  readonly services: number;
}

/** Reads what the program has printed. @throws when it does not end with the number of services */
export function sandboxesIn(printed: string): Sandboxes {
  const lines = printed.trim().split("\n");
  const services = /^(\d+) services$/.exec(lines.pop() ?? "")?.[1];
  if (services === undefined) throw new Error(`sandboxes: expected a number of services at the end, found: ${printed}`);
  return { lacking: lines, services: Number(services) };
}
