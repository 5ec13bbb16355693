import { resolve } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import { folderOf, initStack } from "../engine-plan";
import { runEngine } from "../engine-program";
import { localStates } from "./local";

const stateFile = z.object({
  outputs: z.record(z.string(), z.unknown()).default({}),
  resources: z.array(z.object({ mode: z.string(), type: z.string() })).default([]),
});

/** What a stack's state holds. */
type Content = z.output<typeof stateFile>;

/**
 * Reads the state of a synthesized stack, wherever it is kept. For one in Object Storage the stack's folder is prepared.
 *
 * @param env of the engine
 * @param outdir what cdktf wrote
 * @returns undefined when it was never deployed
 * @throws when Object Storage gives none
 */
export async function stackState(
  { state }: Installation,
  env: NodeJS.ProcessEnv,
  outdir: string,
  stack: string,
): Promise<Content | undefined> {
  const text =
    "local" in state
      ? localStates(resolve(PROJECT_ROOT, state.local.folder)).find((local) => local.stack === stack)?.text
      : await pulled(env, outdir, stack);
  return text === undefined || text.trim() === "" ? undefined : stateFile.parse(JSON.parse(text));
}

async function pulled(env: NodeJS.ProcessEnv, outdir: string, stack: string): Promise<string> {
  const why = await initStack(env, outdir, stack);
  if (why !== undefined) throw new Error(`${stack}: expected a folder that the engine can use, found: ${why}`);
  const { failed, stdout, stderr } = await runEngine(env, ["state", "pull"], folderOf(outdir, stack));
  if (failed) throw new Error(`${stack}: expected a state, found: ${stderr.trim()}`);
  return stdout;
}
