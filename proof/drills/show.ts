import { ProgressLine } from "../report/progress";
import type { Deployment } from "../target/deployment";
import type { PlannedDrill } from "./plan";
import { explained } from "./report/table";
import type { DrillResult } from "./result";
import { runDrills } from "./session";

/** Runs drills and shows on stderr how they go on, and at once why one did not pass. */
export async function showDrills(
  deployment: Deployment,
  plan: readonly PlannedDrill[],
  steadySeconds: number,
  signal: AbortSignal,
): Promise<readonly DrillResult[]> {
  const progress = new ProgressLine(process.stderr);
  const onResult = (result: DrillResult): void => {
    for (const line of explained(result)) console.error(line);
  };
  return runDrills(deployment, plan, { steadySeconds, signal, progress, onResult }).finally(() => {
    progress.close();
  });
}
