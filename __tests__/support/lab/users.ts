import { join } from "node:path";
import execa from "execa";
import type { Sample } from "../../../proof/load/history";
import { summarize, type Summary } from "../../../proof/load/statistics";
import type { Lab } from "../../../lab";

/** What a user notices, although it is answered in the end. */
const SLOW_MS = 3000;
/** A request that was sent later than this after it was due tells of this machine, which had no time, and of nothing else. */
const LATE_MS = 1000;

export interface Seen {
  /** Of the requests that were sent in time. */
  readonly summary: Summary;
  /** Share of all requests that were not sent in time, 0 to 1. */
  readonly lateShare: number;
  /** What failed, in words: when, what, how. */
  readonly failures: readonly string[];
  /** What was answered well, but slowly. */
  readonly slow: readonly string[];
}

/** Mixed users of all endpoints come at a constant rate for as long as the work takes. */
export async function whileUsersCome(lab: Lab, rate: number, work: () => Promise<void>): Promise<Seen> {
  const command = [
    "--import",
    "tsx",
    join(__dirname, "users-process.ts"),
    new URL(lab.urls.https).origin,
    String(rate),
  ];
  const users = execa(process.execPath, command, { maxBuffer: 256 * 1024 * 1024, stderr: "inherit" });
  try {
    await work();
  } finally {
    users.stdin?.end();
  }
  const all = JSON.parse((await users).stdout) as Sample[];
  const samples = all.filter(({ atMs, sentMs }) => sentMs - atMs <= LATE_MS);
  return {
    summary: summarize(samples),
    lateShare: 1 - samples.length / all.length,
    failures: samples.filter(({ good }) => !good).map(inWords),
    slow: samples.filter(({ good, latencyMs }) => good && latencyMs > SLOW_MS).map(inWords),
  };
}

function inWords({ endpoint, atMs, latencyMs, status, error }: Sample): string {
  const what = error ?? `status ${String(status)}`;
  return `${(atMs / 1000).toFixed(1)} s: ${endpoint}: ${what} after ${latencyMs.toFixed(0)} ms`;
}
