import { HttpClient } from "../load/http-client";
import { discoverIds, type Ids } from "../load/ids";
import { secondsOf } from "../load/statistics";
import type { Sample } from "../load/history";
import { judgeDrill } from "./judge";
import type { DrillRun } from "./drill-run";
import type { PlannedDrill } from "./plan";
import type { DrillResult, Mark } from "./result";
import { runDrill } from "./run";
import { Site } from "./site";
import type { Deployment } from "../target/deployment";
import { messageOf } from "../../config/message-of";

export interface SessionOptions {
  readonly steadySeconds: number;
  readonly signal: AbortSignal;
  /** Of rows that are there. @default read out of the service's lists, which have to come then */
  readonly ids?: Ids;
  /** Is told what goes on in a drill. */
  readonly tell: (planned: PlannedDrill, text: string) => void;
  readonly onSample?: (sample: Sample) => void;
  /** Is given each result as soon as it is there. */
  readonly onResult: (result: DrillResult) => void;
}

/** Runs drills one after the other. An interruption ends it with the results so far. */
export async function runDrills(
  deployment: Deployment,
  plan: readonly PlannedDrill[],
  options: SessionOptions,
): Promise<void> {
  const site = await Site.of(deployment, options.signal);
  const ids = options.ids ?? (await idsOf(deployment));
  const interrupted = (): boolean => options.signal.aborted;
  for (const planned of plan) {
    const result = await resultOf(planned, site, ids, options);
    if (interrupted()) return;
    options.onResult(result);
  }
}

async function idsOf({ service }: Deployment): Promise<Ids> {
  const client = new HttpClient(service);
  return discoverIds(client).finally(() => client.close());
}

async function resultOf(planned: PlannedDrill, site: Site, ids: Ids, options: SessionOptions): Promise<DrillResult> {
  const { drill, rate } = planned;
  const { id, name, hypothesis, fault } = drill;
  const known = { id, name, hypothesis, rate };
  try {
    const reason = await fault.impossible?.(site);
    if (reason !== undefined) return { ...known, status: "not measured", reason };
    const tell = (text: string): void => {
      options.tell(planned, text);
    };
    const run = await runDrill(drill, site, { ...options, rate, ids, tell });
    const verdict = judgeDrill(drill, rate, run);
    // The last second is not a whole one.
    const slices = secondsOf(run.history.samples).slice(0, -1);
    return { ...known, status: verdict.pass ? "pass" : "fail", verdict, slices, marks: marksOf(run) };
  } catch (error) {
    return { ...known, status: "broken", reason: messageOf(error) };
  }
}

function marksOf({ history, marks }: DrillRun): readonly Mark[] {
  const named = [
    ["broken", marks.injected],
    ["mended", marks.healed],
    ["back", marks.recovered],
  ] as const;
  return named.flatMap(([text, at]) =>
    at === undefined ? [] : [{ atSeconds: (at - history.startedAt.getTime()) / 1000, text }],
  );
}
