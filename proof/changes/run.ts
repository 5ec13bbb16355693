import { messageOf } from "../../config/message-of";
import type { Lab } from "../../lab";
import { hadTime, wasClosed, whileUsersCome } from "../load/users";
import type { Change, Overrides } from "./change";

/** A deployment under load. */
export interface Deployed {
  /** What machines did, in order, as they said it: `edge restart prometheus.service`. */
  readonly steps: readonly string[];
  readonly requests: number;
  /** What failed, in words: when, what, how. */
  readonly failures: readonly string[];
  /** Seconds between the first and the last request that failed; 0 when none did. */
  readonly noticedSeconds: number;
  /** Of all requests sent, those that this machine had no time to send when they were due; they do not count. */
  readonly lateShare: number;
  readonly seconds: number;
  /** Why the deployment ended with another status than 0; undefined when it did not. */
  readonly error?: string;
}

/** A change and the way back. */
export interface Result {
  readonly change: Change;
  readonly there: Deployed;
  /** undefined when there is no way back. */
  readonly back?: Deployed;
}

/** The deployments of a result: there, and back when there is a way back. */
export function waysOf({ there, back }: Result): readonly Deployed[] {
  return back === undefined ? [there] : [there, back];
}

export interface Site {
  readonly lab: Lab;
  /** Requests per second. */
  readonly rate: number;
  /** The lines that deployments tell, in order. */
  readonly told: string[];
  /** Values of the config that the change comes to, and to which it is taken back. @default none */
  readonly base?: Overrides;
}

/** Deploys a change into a lab under load, and takes it back. */
export async function runChange(change: Change, site: Site): Promise<Result> {
  const { overrides, app, anew } = change;
  const { lab, base = {} } = site;
  const there = await deployed(site, async () => {
    if (anew) await lab.taint(anew.stack, anew.address);
    await lab.deploy({ ...base, ...(typeof overrides === "function" ? overrides(lab) : overrides) }, app);
  });
  if (change.reverts === false) return { change, there };
  return { change, there, back: await deployed(site, () => lab.deploy(base, "main.ts")) };
}

async function deployed({ lab, rate, told }: Site, work: () => Promise<void>): Promise<Deployed> {
  told.length = 0;
  const began = Date.now();
  let error: string | undefined;
  const seen = await whileUsersCome(lab, rate, () =>
    work().catch((reason: unknown) => {
      error = [messageOf(reason), ...told].join("\n");
    }),
  );
  const { summary, failures, failed, lateShare } = seen;
  const failedMs = failed.map(({ atMs }) => atMs);
  return {
    steps: stepsIn(told),
    requests: summary.requests,
    failures,
    noticedSeconds: failedMs.length === 0 ? 0 : (Math.max(...failedMs) - Math.min(...failedMs)) / 1000,
    lateShare,
    seconds: (Date.now() - began) / 1000,
    ...(error !== undefined && { error }),
  };
}

const TOLD = /^ *\d+ s +(\S+) +(.*)$/;
/** What bingo-apply and the engine say that they do to a machine. */
const STEPS: readonly RegExp[] = [
  /^null_resource\.(delivery) made in /,
  /^\[ *\d+ s\] ((?:reload|restart|enable|run|installed) [^:]*)/,
  /^\[ *\d+ s\] (.*: counts from the next start)$/,
  /^(serves on by what it had)/,
  /^yandex_compute_instance\S*: (Destroying|Creating)\.\.\.$/,
];

/** Steps of machines in the lines of a deployment. */
export function stepsIn(told: readonly string[]): string[] {
  return told.flatMap((line) => {
    const [, machine = "", text = ""] = TOLD.exec(line) ?? [];
    const step = STEPS.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
    return step === undefined ? [] : [`${machine} ${step}`];
  });
}

/** Of the requests that a reload of nginx may close a connection under. */
const MOST_CLOSED = 3;

/** Whether all that failed is what clients send again by themselves: nginx has closed the connection meanwhile. */
export function onlyClosed({ steps, failures }: Deployed): boolean {
  const reloaded = steps.some((step) => step.endsWith("bingo-reload-nginx"));
  return reloaded && failures.length <= MOST_CLOSED && failures.every(wasClosed);
}

/** Whether it held what a change promises. What was not measured holds nothing. */
export function held(result: Result): boolean {
  const { change, there, back } = result;
  const noticed =
    change.physical === undefined && waysOf(result).some((way) => way.failures.length > 0 && !onlyClosed(way));
  const ended = change.refused === undefined ? there.error === undefined : change.refused.test(there.error ?? "");
  return ended && !noticed && back?.error === undefined && waysOf(result).every(hadTime);
}
