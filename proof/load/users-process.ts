/**
 * Mixed users of all endpoints: `users-process.ts URL RATE`. They come until its standard input ends; then it prints all
 * samples as JSON, and the moments at which this process had no time. Samples that failed are also sent to the parent at once. A
 * process of its own: whatever else a test does would hold them up.
 */
import { constants, setPriority } from "node:os";
import { HttpClient } from "./http-client";
import { discoverIds } from "./ids";
import { MixedUsers } from "./mixed-users";
import { openLoop } from "./open-loop";
import type { Sample } from "./history";

/** What the process prints. */
export interface Recorded {
  /** When the load began, as Unix time in milliseconds. */
  readonly beganAt: number;
  readonly samples: readonly Sample[];
  /** Milliseconds since the load began: from, to. */
  readonly stalls: readonly (readonly [number, number])[];
}

/** More than any test takes. */
const MOST_SECONDS = 86_400;
const TICK_MS = 50;
/** Without time for so long, a process does not read what it was sent: the other side gives up by itself. */
const STALL_MS = 500;

async function main(url: string, rate: number): Promise<void> {
  try {
    // Before the machines of the lab, which share its processors: beside two labs a quarter of all was sent late otherwise.
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    // Only root may.
  }
  const target = { url, insecure: true };
  const client = new HttpClient(target);
  const ids = await discoverIds(client).finally(() => client.close());
  const end = new AbortController();
  // A terminal sends it to all: the parent decides when there is enough, and its end is the input's end.
  process.on("SIGINT", () => undefined);
  process.stdin.resume().once("end", () => {
    end.abort();
  });
  const source = new MixedUsers(ids);
  const stalls: [number, number][] = [];
  const began = Date.now();
  let last = began;
  const watch = setInterval(() => {
    const now = Date.now();
    if (now - last > STALL_MS) stalls.push([last - began, now - began]);
    last = now;
  }, TICK_MS);
  const onSample = (sample: Sample): void => {
    if (!sample.good) process.send?.(sample);
  };
  const load = { target, rate, durationSeconds: MOST_SECONDS, source, signal: end.signal, onSample };
  const { samples, startedAt } = await openLoop(load);
  clearInterval(watch);
  process.stdout.write(JSON.stringify({ beganAt: startedAt.getTime(), samples, stalls } satisfies Recorded));
}

const [url = "", rate = ""] = process.argv.slice(2);
void main(url, Number(rate));
