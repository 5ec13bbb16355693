import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Plan, readPlan } from "../review/plan";
import { type EngineAnswer, runEngine } from "./engine-program";

/** What the engine would do in a stack, or why it could not say. */
export type PlannedStack =
  | {
      /** Whether something would be done; outputs count. */
      readonly differs: boolean;
      /** In the engine's words, all of them. */
      readonly text: string;
      readonly plan: Plan;
    }
  | { readonly failed: string };

/** Of plan -detailed-exitcode. */
const DIFFERS = 2;

/**
 * Prepares a stack's folder for the engine: providers and where the state is.
 *
 * @returns undefined, or why it failed
 */
export async function initStack(env: NodeJS.ProcessEnv, outdir: string, stack: string): Promise<string | undefined> {
  const init = await runEngine(env, ["init", "-input=false", "-no-color"], folderOf(outdir, stack));
  if (init.missing) return "there is no engine: install Terraform or OpenTofu, or set TERRAFORM_BINARY_NAME";
  return init.failed ? said(init) : undefined;
}

/**
 * Plans a stack that is prepared, as the engine finds the cloud now. It takes no lock: it only reads, and a deployment need
 * not wait for it.
 *
 * @param env of the engine
 * @param outdir what cdktf wrote
 * @param replaced address of a resource that is to be made anew. @default none
 */
export async function planStack(
  env: NodeJS.ProcessEnv,
  outdir: string,
  stack: string,
  replaced?: string,
): Promise<PlannedStack> {
  const inFolder = (...args: readonly string[]) => runEngine(env, args, folderOf(outdir, stack));
  // A plan holds secrets.
  const scratch = mkdtempSync(join(tmpdir(), "plan-"));
  try {
    const file = join(scratch, "plan");
    const how = ["-detailed-exitcode", "-input=false", "-lock=false", "-no-color", `-out=${file}`];
    const plan = await inFolder("plan", ...how, ...(replaced === undefined ? [] : [`-replace=${replaced}`]));
    if (plan.failed && plan.status !== DIFFERS) return { failed: said(plan) };
    const shown = await inFolder("show", "-json", file);
    if (shown.failed) return { failed: said(shown) };
    return { differs: plan.failed, text: plan.stdout, plan: readPlan(shown.stdout) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The folder of a synthesized stack, in which the engine runs. @param outdir what cdktf wrote */
export function folderOf(outdir: string, stack: string): string {
  return join(outdir, "stacks", stack);
}

function said({ stdout, stderr }: EngineAnswer): string {
  return (stderr.trim() || stdout).trim();
}
