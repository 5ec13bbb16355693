/**
 * `tsx script/waiting.ts OUTDIR`: each synthesized stack in the order of a deployment, and behind it those that it waits
 * for: its plan needs their outputs, and they have none yet.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { loadForCloud } from "../config/deployable";
import { PROJECT_ROOT } from "../config/paths";
import type { Installation } from "../config/schema";
import { runEngine } from "./engine-program";
import { runCli } from "./run-cli";
import { stackOrder } from "./stack-order";
import { localStates } from "./state/local";

runCli(
  new Command("waiting")
    .description("Lists the synthesized stacks, each with those that must be deployed before it can be planned.")
    .argument("<outdir>", "what cdktf wrote")
    .action(async (outdir: string) => {
      const installation = loadForCloud("diff");
      const stacks = stackOrder(outdir).map(({ name }) => ({ name, reads: readStacks(outdir, name) }));
      const read = [...new Set(stacks.flatMap(({ reads }) => reads))];
      const ready = await Promise.all(read.map((stack) => hasOutputs(installation, outdir, stack)));
      const waited = read.filter((_, index) => !ready[index]);
      for (const { name, reads } of stacks)
        console.log([name, ...reads.filter((other) => waited.includes(other))].join(" "));
    }),
);

/** Stacks whose outputs a stack reads. cdktf names the data source by the stack. */
function readStacks(outdir: string, stack: string): string[] {
  const file = join(outdir, "stacks", stack, "cdk.tf.json");
  if (!existsSync(file)) return [];
  const { data = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly data?: { readonly terraform_remote_state?: object };
  };
  return Object.keys(data.terraform_remote_state ?? {}).map((name) => name.replace("cross-stack-reference-input-", ""));
}

/** A stack whose deployment failed early has a state, and nothing in it that others could read. */
async function hasOutputs({ state }: Installation, outdir: string, stack: string): Promise<boolean> {
  const text =
    "local" in state
      ? localStates(resolve(PROJECT_ROOT, state.local.folder)).find((local) => local.stack === stack)?.text
      : await pulledState(join(outdir, "stacks", stack));
  if (text === undefined || text.trim() === "") return false;
  const { outputs = {} } = JSON.parse(text) as { readonly outputs?: object };
  return Object.keys(outputs).length > 0;
}

async function pulledState(folder: string): Promise<string> {
  const inFolder = async (...args: readonly string[]): Promise<string> => {
    const { failed, stdout, stderr } = await runEngine(process.env, args, folder);
    if (failed) throw new Error(`${args.join(" ")} in ${folder}: expected a state, found: ${stderr.trim()}`);
    return stdout;
  };
  await inFolder("init", "-input=false");
  return inFolder("state", "pull");
}
