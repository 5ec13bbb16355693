import type { Clock } from "../../lab";
import { idsAt, type Ids } from "../load/ids";
import { secondsOf } from "../load/statistics";
import { judgeDrill } from "./judge";
import type { DrillRun } from "./drill-run";
import type { PlannedDrill } from "./plan";
import type { DrillResult } from "./result";
import { runDrill, type DrillRunOptions } from "./run";
import { Site } from "./site";
import { explained } from "./report/table";
import { ProgressLine, type Progress } from "../report/progress";
import type { Deployment } from "../target/deployment";
import { messageOf } from "../../config/message-of";

interface SessionOptions extends Pick<DrillRunOptions, "steadySeconds" | "signal"> {
  /** Ids of rows that exist. @default read from the service's lists, which have to answer then */
  readonly ids?: Ids;
  /** @default a line on stderr, and at once why a drill did not pass */
  readonly progress?: Progress;
  /** @default the clock of this process */
  readonly clock?: Clock;
  /** Runs before each drill. @default nothing does */
  readonly before?: (site: Site, planned: PlannedDrill) => Promise<void>;
}

/**
 * Runs drills one after the other.
 *
 * @returns a result for each; after an interruption, those of the drills that were over by then
 */
export async function runDrills(
  deployment: Deployment,
  plan: readonly PlannedDrill[],
  options: SessionOptions,
): Promise<readonly DrillResult[]> {
  const { progress = new ProgressLine(process.stderr), signal } = options;
  const site = await Site.of(deployment, signal, options.clock);
  const ids = options.ids ?? (await idsAt(deployment.service));
  const results: DrillResult[] = [];
  for (const [index, planned] of plan.entries()) {
    progress.begin(`[${index + 1}/${plan.length}] ${planned.drill.id}, ${planned.rate} RPS`);
    await options.before?.(site, planned);
    const result = await resultOf(planned, site, { ...options, ids, progress });
    if (signal.aborted) {
      progress.end("interrupted");
      break;
    }
    progress.end(result.status, explained(result));
    results.push(result);
  }
  return results;
}

async function resultOf(
  { drill, rate }: PlannedDrill,
  site: Site,
  options: Omit<DrillRunOptions, "rate">,
): Promise<DrillResult> {
  const { id, name, hypothesis, fault } = drill;
  const known = { id, name, hypothesis, rate };
  try {
    const reason = await fault.impossible?.(site);
    if (reason !== undefined) return { ...known, status: "not measured", reason };
    const run = await runDrill(drill, site, { ...options, rate });
    const verdict = judgeDrill(drill, rate, run);
    // The last second is not a whole one.
    const slices = secondsOf(run.history.samples).slice(0, -1);
    return { ...known, status: verdict.pass ? "pass" : "fail", verdict, slices, marks: marksOf(run) };
  } catch (error) {
    return { ...known, status: "broken", reason: messageOf(error) };
  }
}

function marksOf({ history, marks }: DrillRun): NonNullable<DrillResult["marks"]> {
  const named = [
    ["broken", marks.injected],
    ["mended", marks.healed],
    ["back", marks.recovered],
  ] as const;
  return named.flatMap(([text, at]) =>
    at === undefined ? [] : [{ atSeconds: (at - history.startedAt.getTime()) / 1000, text }],
  );
}
