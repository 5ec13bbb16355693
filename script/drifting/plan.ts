import { join } from "node:path";
import { type EngineAnswer, runEngine } from "../engine-program";

/** How a stack is, beside what the config wants. */
export interface Drift {
  readonly state: "same" | "differs" | "unknown";
  /** What differs, in the engine's words; or why it could not look. */
  readonly text: string;
}

/** Of plan -detailed-exitcode. */
const DIFFERS = 2;

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
 * Plans a stack as the engine finds the cloud now. It takes no lock: it only reads, and a deployment need not wait for it.
 *
 * @param env of the engine
 * @param outdir what cdktf wrote
 */
export async function driftOf(env: NodeJS.ProcessEnv, outdir: string, stack: string): Promise<Drift> {
  const folder = join(outdir, "stacks", stack);
  const inFolder = (...args: readonly string[]) => runEngine(env, args, folder);
  const init = await inFolder("init", "-input=false", "-no-color");
  if (init.missing)
    return {
      state: "unknown",
      text: "there is no engine: install Terraform or OpenTofu, or set TERRAFORM_BINARY_NAME",
    };
  if (init.failed) return { state: "unknown", text: said(init) };
  const plan = await inFolder("plan", "-detailed-exitcode", "-input=false", "-lock=false", "-no-color");
  if (!plan.failed) return { state: "same", text: "" };
  return plan.status === DIFFERS
    ? { state: "differs", text: changes(plan.stdout) }
    : { state: "unknown", text: said(plan) };
}

function said({ stdout, stderr }: EngineAnswer): string {
  return (stderr.trim() || stdout).trim();
}

/** The part of a plan that says what would be done. */
function changes(text: string): string {
  const found = BEGINNINGS.map((beginning) => text.search(beginning)).find((index) => index >= 0);
  const from = text.slice(found ?? 0);
  return from.slice(0, END.exec(from)?.index).trim();
}
