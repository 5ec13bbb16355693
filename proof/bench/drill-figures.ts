import type { DrillId } from "../drills/drills";
import { planDrills, type PlannedDrill } from "../drills/plan";
import type { DrillResult } from "../drills/result";
import { runDrills } from "../drills/session";
import type { Site } from "../drills/site";
import type { Ids } from "../load/ids";
import { APP_NODES } from "../target/deployment";
import { labDeployment } from "../target/open";
import type { DrillFigures } from "./result";

/** Requests per second. */
const RATE = 60;
/** Whatever state an instance is in, also when there is none any more. */
const MAKE_ANEW =
  "docker ps --all --quiet | xargs --no-run-if-empty docker rm --force && rm --force /var/lib/bingo/unproven && systemctl restart bingo.service";

export interface DrillFiguresOptions {
  /** Ids of rows that exist. */
  readonly ids: Ids;
  readonly quick: boolean;
  /** @default all of them */
  readonly only?: readonly DrillId[];
  /** Seconds of load before and after each drill. */
  readonly steadySeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Runs every drill at the sustained rate. Instances that do not get well by themselves between two drills are made anew
 * by hand, so that the next one can be measured; its figures say so.
 *
 * @returns figures for each; after an interruption, of the drills that were over by then
 */
export async function drillFigures(
  lab: string,
  { ids, quick, only, steadySeconds, signal }: DrillFiguresOptions,
): Promise<readonly DrillFigures[]> {
  const deployment = await labDeployment(lab);
  const plan = planDrills({ quick, rate: RATE, ...(only && { only }) });
  const helped = new Set<string>();
  const before = async (site: Site, { drill }: PlannedDrill): Promise<void> => {
    if (await isWell(site, signal)) return;
    await Promise.all(APP_NODES.map((node) => deployment.machine(node).succeed(MAKE_ANEW, { timeoutSeconds: 120 })));
    helped.add(drill.id);
  };
  const results = await runDrills(deployment, plan, { steadySeconds, signal, ids, before });
  return results.map((result) => ({ ...figuresOf(result), ...(helped.has(result.id) && { helped: true }) }));
}

/** Waits for all instances to get well by themselves. An interruption is no reason to help them. */
async function isWell(site: Site, signal: AbortSignal): Promise<boolean> {
  return site.settle(0).then(
    () => true,
    () => signal.aborted,
  );
}

function figuresOf({ id, rate, reason, verdict }: DrillResult): DrillFigures {
  if (!verdict) return { id, rate, ...(reason !== undefined && { reason }) };
  const { failed, requests, recoverySeconds } = verdict;
  return { id, rate, failed, requests, recoverySeconds };
}
