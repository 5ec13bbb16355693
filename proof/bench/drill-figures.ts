import { drills } from "../drills/drills";
import type { PlannedDrill } from "../drills/plan";
import type { DrillResult } from "../drills/result";
import { runDrills } from "../drills/session";
import type { Site } from "../drills/site";
import type { Ids } from "../load/ids";
import { APP_NODES } from "../target/deployment";
import { labDeployment } from "../target/open";
import type { DrillFigures } from "./result";

/** Requests per second. */
const RATE = 60;
/** Whatever state an instance is in. */
const RESTART = "docker ps --all --quiet --filter label=bingo.config | xargs docker restart --time 1";

export interface DrillFiguresOptions {
  /** Ids of rows that exist. */
  readonly ids: Ids;
  readonly quick: boolean;
  /** Seconds of load before and after each drill. */
  readonly steadySeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Runs every drill at the sustained rate. Instances that do not get well by themselves between two drills are restarted by
 * hand, so that the next one can be measured; its figures say so.
 *
 * @returns figures for each; after an interruption, of the drills that were over by then
 */
export async function drillFigures(
  lab: string,
  { ids, quick, steadySeconds, signal }: DrillFiguresOptions,
): Promise<readonly DrillFigures[]> {
  const deployment = await labDeployment(lab);
  const plan = drills({ quick }).map((drill): PlannedDrill => ({ drill, rate: RATE }));
  const helped = new Set<string>();
  const before = async (site: Site, { drill }: PlannedDrill): Promise<void> => {
    if (await isWell(site, signal)) return;
    await Promise.all(APP_NODES.map((node) => deployment.machine(node).run(RESTART, { timeoutSeconds: 120 })));
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
