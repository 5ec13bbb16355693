import type { ClockBounds, ListRead, LongDummyLook } from "../facts";
import { openLoop } from "../../load/open-loop";
import { get, LISTS, type Answer } from "../../load/request";
import type { Measuring } from "./measuring";
import { readList } from "./lists";

/** Requests per second. */
const RATE = 5;

/**
 * Watches /long_dummy, in a full run for longer than an answer may live. Meanwhile the whole lists are read, one at a
 * time. Neither waits for the other.
 */
export async function longDummyAndLists(measuring: Measuring): Promise<void> {
  measuring.progress.begin("/long_dummy, and the whole lists one at a time", measuring.plan.longDummySeconds);
  const lists = moreLists(measuring);
  await Promise.all([longDummy(measuring), lists]);
}

async function longDummy(measuring: Measuring): Promise<void> {
  const looks: LongDummyLook[] = [];
  measuring.facts.longDummy = looks;
  await openLoop({
    target: measuring.serviceUrl(measuring.preferredWay()),
    rate: RATE,
    durationSeconds: measuring.plan.longDummySeconds,
    signal: measuring.signal,
    source: { next: () => get("GET /long_dummy") },
    onSample: ({ atMs, latencyMs, good }, _, answer) => {
      const body = answer.body.toString("utf8", 0, 200);
      looks.push({ atMs, latencyMs, good, body, ...ages(answer, measuring) });
      measuring.progress.sample(good);
    },
  });
}

/** Reads an answer's age from its body and from its header. */
function ages({ headers, body }: Answer, { facts }: Measuring): Pick<LongDummyLook, "ageSeconds" | "headerSeconds"> {
  const madeAt = Date.parse(/"made_at":\s*"([^"]+)"/.exec(body.toString("utf8", 0, 1000))?.[1] ?? "");
  const header = headers["age"] === undefined ? NaN : Number(headers["age"]);
  return {
    ...(Number.isNaN(madeAt) ? {} : { ageSeconds: age(madeAt, facts.clock) }),
    ...(Number.isNaN(header) ? {} : { headerSeconds: header }),
  };
}

/** Takes this machine's clock or the service's, whichever makes the answer younger: a wrong clock has its own row. */
function age(madeAtMs: number, clock: ClockBounds | undefined): number {
  const ahead = clock ? Math.min(0, clock.atLeastMs) : 0;
  return Math.max(0, (Date.now() + ahead - madeAtMs) / 1000);
}

async function moreLists(measuring: Measuring): Promise<void> {
  const reads: ListRead[] = [...(measuring.facts.listReads ?? [])];
  await measuring.withListClient(async (client) => {
    for (let n = 1; n < measuring.plan.lists; n++) {
      for (const list of LISTS) {
        reads.push((await readList(measuring, client, list, { look: false })).read);
        measuring.facts.listReads = [...reads];
      }
    }
  });
}
