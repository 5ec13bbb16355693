import { join, resolve } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
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
 * @param outdir what cdktf wrote
 * @returns undefined when it was never deployed
 * @throws when Object Storage gives none
 */
export async function stackState({ state }: Installation, outdir: string, stack: string): Promise<Content | undefined> {
  const text =
    "local" in state
      ? localStates(resolve(PROJECT_ROOT, state.local.folder)).find((local) => local.stack === stack)?.text
      : await pulled(join(outdir, "stacks", stack));
  return text === undefined || text.trim() === "" ? undefined : stateFile.parse(JSON.parse(text));
}

async function pulled(folder: string): Promise<string> {
  const inFolder = async (...args: readonly string[]): Promise<string> => {
    const { failed, stdout, stderr } = await runEngine(process.env, args, folder);
    if (failed) throw new Error(`${args.join(" ")} in ${folder}: expected a state, found: ${stderr.trim()}`);
    return stdout;
  };
  await inFolder("init", "-input=false");
  return inFolder("state", "pull");
}
