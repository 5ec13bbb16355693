import { MixedUsers } from "../load/mixed-users";
import { openLoop } from "../load/open-loop";
import type { Ids } from "../load/ids";
import type { Progress } from "../report/progress";
import type { Drill } from "./drill";
import { Watch } from "./events/watch";
import { closeLedger, countSessions } from "./ledger";
import type { Fault } from "./fault";
import type { Marks, DrillRun } from "./drill-run";
import type { Site } from "./site";

export interface DrillRunOptions {
  /** Requests per second. */
  readonly rate: number;
  readonly ids: Ids;
  /** Seconds of load before the fault and after recovery. */
  readonly steadySeconds: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** How long the drill waits for what failed to be back. */
const RECOVERY_TIMEOUT_SECONDS = 90;
/** Longer than draining, restart and first answer of an instance take. */
const RECYCLING_TIMEOUT_SECONDS = 60;
/** Until users have met an instance that is back. */
const BACK_SECONDS = 2;
/** Longer than any drill takes. */
const LOAD_SECONDS = 7 * 24 * 3600;

/** Runs a drill: steady load, fault, mending, steady load again. Records everything for the judge. */
export async function runDrill({ fault }: Drill, site: Site, options: DrillRunOptions): Promise<DrillRun> {
  options.progress.phase("waiting until all are well");
  await site.settle(fault.sparesInstances ? 0 : undefined);
  try {
    await fault.prepare?.(site);
    // Instances that it restarted may be young, and are recycled so often that there is always a young one.
    if (fault.prepare) await site.settle(0);
    site.takeNotes();
    return await watched(fault, site, options);
  } finally {
    await fault.restore?.(site);
  }
}

async function watched(fault: Fault, site: Site, options: DrillRunOptions): Promise<DrillRun> {
  const { rate, ids, steadySeconds, signal, progress } = options;
  const rowsBefore = await countSessions(site);
  const watch = await Watch.begin(site);
  try {
    const users = new MixedUsers(ids);
    const enough = new AbortController();
    const load = openLoop({
      target: site.deployment.service,
      rate,
      durationSeconds: LOAD_SECONDS,
      source: users,
      signal,
      enough: enough.signal,
      clock: site.clock,
      onSample: ({ good, poisoned }) => {
        if (!poisoned) progress.sample(good);
      },
    });
    const marks = await breakAndMend(fault, site, steadySeconds, progress).finally(() => {
      enough.abort();
    });
    const history = await load;
    const seen = await watch.end();
    const ledger = await closeLedger(site, rowsBefore, users, history.samples);
    return { history, instances: site.instances, marks, notes: site.takeNotes(), ...seen, ledger };
  } finally {
    await watch.close();
  }
}

/** Breaks and mends under the load. Whatever goes wrong, what was broken is mended. */
async function breakAndMend(fault: Fault, site: Site, steadySeconds: number, progress: Progress): Promise<Marks> {
  progress.phase("steady");
  await site.pause(steadySeconds);
  progress.phase("breaking it");
  const injected = site.clock.now();
  let mended = fault.heal === undefined;
  try {
    await fault.inject(site);
    await site.pause(fault.lastsSeconds);
    progress.phase("waiting until it serves again");
    const healed = site.clock.now();
    mended = true;
    await fault.heal?.(site);
    const serves = (): Promise<boolean> => fault.recovered?.(site) ?? site.everyInstanceAnswers();
    const recovered = (await within(site, RECOVERY_TIMEOUT_SECONDS, 0.5, serves)) ? site.clock.now() : undefined;
    progress.phase("steady again");
    await site.pause(steadySeconds);
    // Users can have met every instance again then: one that is being recycled would count as not come back.
    await within(site, RECYCLING_TIMEOUT_SECONDS, BACK_SECONDS, async () => !(await site.instanceReturning()));
    return { injected, ...(fault.heal ? { healed } : {}), ...(recovered === undefined ? {} : { recovered }) };
  } finally {
    if (!mended) await fault.heal?.(site);
  }
}

/** Waits until something holds. @returns false: not within the time */
async function within(
  site: Site,
  seconds: number,
  intervalSeconds: number,
  holds: () => Promise<boolean>,
): Promise<boolean> {
  const deadline = site.clock.now() + seconds * 1000;
  while (!(await holds())) {
    if (site.clock.now() > deadline) return false;
    await site.pause(intervalSeconds);
  }
  return true;
}
