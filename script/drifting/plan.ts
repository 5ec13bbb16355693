import { machinesFound } from "../../review/plan";
import { initStack, planStack } from "../engine-plan";

/** How a stack is, beside what the config wants. */
export interface Drift {
  readonly state: "same" | "differs" | "unknown";
  /** What differs, in the engine's words; or why it could not look. */
  readonly text: string;
}

/**
 * Where a plan begins to say what would be done; if nothing, what has changed by itself. Before that it lists what it has
 * read, and what has changed by itself behind a rule of its own.
 */
const BEGINNINGS = [
  /^(?:(?:Terraform|OpenTofu) (?:used the selected|will perform)|Changes to Outputs)/m,
  /^Note: Objects have changed/m,
];
/** Advice on what to do with the plan, behind a rule. */
const END = /\n─{10,}/;

/**
 * Plans a stack as the engine finds the cloud now. A machine that does not run differs too, though no plan starts it.
 *
 * @param env of the engine
 * @param outdir what cdktf wrote
 */
export async function driftOf(env: NodeJS.ProcessEnv, outdir: string, stack: string): Promise<Drift> {
  const why = await initStack(env, outdir, stack);
  if (why !== undefined) return { state: "unknown", text: why };
  const planned = await planStack(env, outdir, stack);
  if ("failed" in planned) return { state: "unknown", text: planned.failed };
  const power = machinesFound(planned.plan)
    .filter(({ status }) => status !== "running")
    .map(({ status }) => `the machine is ${status}`);
  if (!planned.differs && power.length === 0) return { state: "same", text: "" };
  return { state: "differs", text: [...power, ...(planned.differs ? [changes(planned.text)] : [])].join("\n") };
}

/** The part of a plan that says what would be done. */
function changes(text: string): string {
  const found = BEGINNINGS.map((beginning) => text.search(beginning)).find((index) => index >= 0);
  const from = text.slice(found ?? 0);
  return from.slice(0, END.exec(from)?.index).trim();
}
