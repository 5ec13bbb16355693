import { join } from "node:path";
import execa from "execa";
import type { Sample } from "./history";
import { summarize, type Summary } from "./statistics";
import type { Recorded } from "./users-process";
import type { Lab } from "../../lab";

/** What a user notices, although it is answered in the end. */
const SLOW_MS = 3000;
/** A request that was sent later than this after it was due tells of this machine, which had no time, and of nothing else. */
const LATE_MS = 1000;

export interface Seen {
  /** Of the requests that were sent in time, by a process that had time for them until they were answered. */
  readonly summary: Summary;
  /** Share of all other requests, 0 to 1. */
  readonly lateShare: number;
  /** What failed, in words: when, what, how. */
  readonly failures: readonly string[];
  /** The same requests. */
  readonly failed: readonly Sample[];
  /** The begin, as Unix time in milliseconds. */
  readonly beganAt: number;
  /** What was answered well, but slowly. */
  readonly slow: readonly string[];
}

/**
 * Mixed users of all endpoints come at a constant rate for as long as the work takes, a day at most.
 *
 * @param onFailure takes each request that failed, in words and at once, also one that does not count in the end. @default nothing
 */
export async function whileUsersCome(
  lab: Pick<Lab, "urls">,
  rate: number,
  work: () => Promise<void>,
  onFailure?: (failure: string) => void,
): Promise<Seen> {
  const command = [
    "--import",
    "tsx",
    join(__dirname, "users-process.ts"),
    new URL(lab.urls.https).origin,
    String(rate),
  ];
  const users = execa(process.execPath, command, {
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["pipe", "pipe", "inherit", "ipc"],
  });
  void users.on("message", (sample: Sample) => onFailure?.(inWords(sample)));
  try {
    await work();
  } finally {
    users.stdin?.end();
  }
  const { beganAt, samples: all, stalls } = JSON.parse((await users).stdout) as Recorded;
  const inTime = ({ atMs, sentMs, latencyMs }: Sample): boolean =>
    sentMs - atMs <= LATE_MS && !stalls.some(([from, to]) => from < atMs + latencyMs && to > atMs);
  const samples = all.filter(inTime);
  const failed = samples.filter(({ good }) => !good);
  return {
    summary: summarize(samples),
    lateShare: 1 - samples.length / all.length,
    failures: failed.map(inWords),
    failed,
    beganAt,
    slow: samples.filter(({ good, latencyMs }) => good && latencyMs > SLOW_MS).map(inWords),
  };
}

/**
 * Whether a failure of `Seen` is a connection that was closed as the request was on its way into it, which clients send again
 * by themselves. A reload of nginx 1.26 does that: docs/drills.md, How it is measured.
 */
export function wasClosed(failure: string): boolean {
  return /: (UND_ERR_SOCKET|ECONNRESET|EPIPE) after /.test(failure);
}

/** Above this share of requests that this machine had no time for, a load tells nothing of users. */
const LATE_SHARE = 0.1;

/** Whether this machine had the time to measure users. */
export function hadTime({ lateShare }: Pick<Seen, "lateShare">): boolean {
  return lateShare <= LATE_SHARE;
}

/** When a request failed, which, and how: `22.9 s: GET /: UND_ERR_SOCKET after 3 ms`. */
export function inWords({ endpoint, atMs, latencyMs, status, error }: Sample): string {
  const what = error ?? `status ${String(status)}`;
  return `${(atMs / 1000).toFixed(1)} s: ${endpoint}: ${what} after ${latencyMs.toFixed(0)} ms`;
}
